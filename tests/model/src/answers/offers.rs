//! Whether offers are rightly refused.

use staffroom_app::ReplaceInvitation;
use staffroom_domain::{AddressId, DeliveryChannel, Field, Metadata, Rejection, UserId};

use super::grants::{grant_is_invalid, named};
use super::moment::{Moment, SECOND, on_team};
use crate::ledger::{Offered, Team};
use crate::world;

/// Why an offer is refused, for the reasons that only offers have.
pub fn offer_refusal(
    team: &Team,
    user: &UserId,
    offer: &staffroom_domain::Offer,
    rejection: &Rejection,
    moment: &Moment<'_>,
) -> Option<bool> {
    let now = moment.now;
    let id = world::invitation(&team.id, &offer.email);
    let live = team.offer(id).is_some_and(|offered| offered.is_live(now));
    Some(match rejection {
        Rejection::AlreadyMember => on_team(team, &offer.email, now),
        Rejection::AlreadyInvited(told) => *told == id && live,
        Rejection::RecipientOptedOut => {
            team.opted_out.contains(&id)
                || moment.ledger.opted_out.contains(&AddressId::of(&offer.email))
                || team.offer(id).is_some_and(|offered| offered.unwanted)
        }
        Rejection::SeatLimitReached { limit } => {
            let taken = team.members_present(now - SECOND) + moment.invited(team, Some(id));
            Some(*limit) == team.limit && (!moment.indexed || taken + 1 > *limit)
        }
        Rejection::DomainNotAllowed => {
            let domains = &team.settings.allowed_domains;
            !domains.is_empty() && !domains.contains(&offer.email.domain())
        }
        Rejection::GrantExceedsOwn => {
            let end = offer.access_ends_at.or(team.end_of(user));
            team.cannot_give(user, named(team, &offer.roles, &offer.permissions), end, now).is_some()
        }
        Rejection::QuotaExceeded { .. } => moment.ledger.is_mailed_out(team, &offer.email, now),
        Rejection::InvalidField(errors) => errors.iter().all(|error| match error.field {
            Field::AccessEndsAt => offer.access_ends_at.is_some_and(|end| end <= now),
            // It is no part of the offer.
            Field::InvitedBy => false,
            _ => grant_is_invalid(team, error, Some(&offer.roles), Some(&offer.permissions)),
        }),
        _ => return None,
    })
}

/// Whether the new address of an invitation is rightly refused; `None` if the refusal is not about the address.
pub fn replacement_refusal(
    team: &Team,
    replace: &ReplaceInvitation,
    offered: &Offered,
    rejection: &Rejection,
    moment: &Moment<'_>,
) -> Option<bool> {
    let offer = staffroom_domain::Offer {
        email: replace.email.clone(),
        roles: Vec::new(),
        permissions: Vec::new(),
        locale: None,
        access_ends_at: offered.end,
        note: None,
        metadata: Metadata::default(),
        channel: DeliveryChannel::Mail,
    };
    match rejection {
        Rejection::SeatLimitReached { limit } => {
            let taken = team.members_present(moment.now - SECOND)
                + moment.invited(team, Some(world::invitation(&team.id, &replace.email)));
            // The seat of the old one is the seat of the new one.
            Some(Some(*limit) == team.limit && (!moment.indexed || taken > *limit))
        }
        Rejection::GrantExceedsOwn | Rejection::InvalidField(_) => None,
        _ => offer_refusal(team, &replace.change.caller.user, &offer, rejection, moment),
    }
}

pub fn offer_is_refused(
    team: &Team,
    user: &UserId,
    offer: &staffroom_domain::Offer,
    rejection: &Rejection,
    moment: &Moment<'_>,
) -> bool {
    // An address may be named twice in one call.
    matches!(rejection, Rejection::AlreadyInvited(_))
        || offer_refusal(team, user, offer, rejection, moment).unwrap_or(false)
}
