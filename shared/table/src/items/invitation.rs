use std::collections::BTreeSet;

use chrono::serde::{ts_milliseconds, ts_milliseconds_option};
use serde::{Deserialize, Serialize};
use staffroom_app::{DueShard, Fault, Listing, Record, address_place, created_place};
use staffroom_domain::{
    AddressId, Delivery, DeliveryChannel, DisplayName, EmailAddress, ExpiryRecord, Grant, Grantor,
    Invitation, InvitationId, InvitationState, Metadata, Note, PermissionSlug, Reason, RoleSlug, Seat,
    StoreId, Timestamp, UserId,
};

use super::attributes::{deserialize, locale, seconds_up, serialize};
use crate::error::corrupt;
use crate::keys;
use crate::keys::list_of;
use crate::schema::{Item, due_shard};

const KIND: &str = "invitation";

#[derive(Serialize, Deserialize)]
struct InvitationItem {
    #[serde(skip_deserializing)]
    person: String,
    #[serde(skip_deserializing, skip_serializing_if = "Option::is_none")]
    list_1: Option<String>,
    #[serde(skip_deserializing)]
    place_1: String,
    #[serde(skip_deserializing, skip_serializing_if = "Option::is_none")]
    list_2: Option<String>,
    #[serde(skip_deserializing)]
    place_2: String,
    email: EmailAddress,
    #[serde(default, skip_serializing_if = "BTreeSet::is_empty")]
    roles: BTreeSet<RoleSlug>,
    #[serde(default, skip_serializing_if = "BTreeSet::is_empty")]
    permissions: BTreeSet<PermissionSlug>,
    #[serde(default, skip_serializing_if = "is_zero")]
    catalog_version: u64,
    locale: String,
    inviter_id: UserId,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    inviter_name: Option<DisplayName>,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    inviter_version: Option<u64>,
    #[serde(default, with = "ts_milliseconds_option", skip_serializing_if = "Option::is_none")]
    inviter_access_ends_at: Option<Timestamp>,
    /// Only if it differs from [`Self::sent_at`].
    #[serde(default, with = "ts_milliseconds_option", skip_serializing_if = "Option::is_none")]
    vouched_at: Option<Timestamp>,
    #[serde(default, skip_serializing_if = "is_zero")]
    departures: u64,
    #[serde(with = "ts_milliseconds")]
    created_at: Timestamp,
    #[serde(with = "ts_milliseconds")]
    sent_at: Timestamp,
    #[serde(with = "ts_milliseconds")]
    expires_at: Timestamp,
    #[serde(default, with = "ts_milliseconds_option", skip_serializing_if = "Option::is_none")]
    access_ends_at: Option<Timestamp>,
    generation: u32,
    #[serde(default, skip_serializing_if = "is_zero")]
    resends: u32,
    /// Where it is more than one.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    mails_that_day: Option<u32>,
    /// Where it is not the mail.
    #[serde(default, skip_serializing_if = "is_zero")]
    channel: DeliveryChannel,
    delivery: Delivery,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    note: Option<Note>,
    #[serde(default, skip_serializing_if = "Metadata::is_empty")]
    metadata: Metadata,
    state: StateName,
    /// In seconds, only while it holds a seat. It is the sort key of the index `held_seats`.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    held_until: Option<i64>,
    #[serde(skip_deserializing, skip_serializing_if = "Option::is_none")]
    due: Option<String>,
    /// Until the invitee is reminded.
    #[serde(default, with = "ts_milliseconds_option", skip_serializing_if = "Option::is_none")]
    remind_at: Option<Timestamp>,
    /// In seconds, until the expiry is recorded.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    due_at: Option<i64>,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    accepted_by: Option<UserId>,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    decline_reason: Option<Reason>,
    /// Only if it differs from [`Self::sent_at`].
    #[serde(default, with = "ts_milliseconds_option", skip_serializing_if = "Option::is_none")]
    changed_at: Option<Timestamp>,
    version: u64,
    ttl: i64,
}

#[derive(Serialize, Deserialize, Clone, Copy)]
#[serde(rename_all = "lowercase")]
enum StateName {
    Pending,
    Accepted,
    Declined,
    Revoked,
    Withdrawn,
}

/// Whether a value is left out of the item, to save read units on pages of invitations.
fn is_zero<T: Default + PartialEq>(count: &T) -> bool {
    *count == T::default()
}

fn other_than(known: Timestamp, at: Timestamp) -> Option<Timestamp> {
    (at != known).then_some(at)
}

pub(super) fn to_item(invitation: &Invitation) -> Result<Item, Fault> {
    let (state, seat, accepted_by, decline_reason) = match &invitation.state {
        InvitationState::Pending(seat) => (StateName::Pending, *seat, None, None),
        InvitationState::Accepted { by } => (StateName::Accepted, Seat::Released, Some(by.clone()), None),
        InvitationState::Declined { reason } => (StateName::Declined, Seat::Released, None, reason.clone()),
        InvitationState::Revoked => (StateName::Revoked, Seat::Released, None, None),
        InvitationState::Withdrawn => (StateName::Withdrawn, Seat::Released, None, None),
    };
    let due_at = invitation.due_at();
    let item = InvitationItem {
        person: keys::of_address(AddressId::of(&invitation.email)),
        list_1: list_of(&invitation.store, &Listing::Created),
        place_1: created_place(invitation).as_str().to_owned(),
        list_2: list_of(&invitation.store, &Listing::Invited),
        place_2: address_place(&invitation.email).as_str().to_owned(),
        email: invitation.email.clone(),
        roles: invitation.grant.roles.clone(),
        permissions: invitation.grant.permissions.clone(),
        catalog_version: invitation.grant.catalog_version,
        locale: invitation.locale.as_str().to_owned(),
        inviter_id: invitation.invited_by.user_id.clone(),
        inviter_name: invitation.invited_by.name.clone(),
        inviter_version: invitation.invited_by.member_version,
        inviter_access_ends_at: invitation.invited_by.access_ends_at,
        vouched_at: other_than(invitation.sent_at, invitation.invited_by.vouched_at),
        departures: invitation.invited_by.departures,
        created_at: invitation.created_at,
        sent_at: invitation.sent_at,
        expires_at: invitation.expires_at,
        remind_at: invitation.remind_at,
        access_ends_at: invitation.access_ends_at,
        generation: invitation.generation,
        resends: invitation.resends,
        mails_that_day: Some(invitation.mails_that_day).filter(|mails| *mails != 1),
        channel: invitation.channel,
        delivery: invitation.delivery,
        note: invitation.note.clone(),
        metadata: invitation.metadata.clone(),
        state,
        held_until: (seat == Seat::Held).then(|| seconds_up(invitation.expires_at)),
        due: due_at.map(|_| due_shard(DueShard::of_invitation(invitation.id))),
        due_at: due_at.map(seconds_up),
        accepted_by,
        decline_reason,
        changed_at: other_than(invitation.sent_at, invitation.changed_at),
        version: invitation.version,
        ttl: seconds_up(invitation.stored_until()),
    };
    serialize(KIND, &item)
}

pub(super) fn to_record(store: &StoreId, id: InvitationId, item: Item) -> Result<Record, Fault> {
    let item: InvitationItem = deserialize(KIND, item)?;
    let seat = if item.held_until.is_some() { Seat::Held } else { Seat::Released };
    let state = match (item.state, item.accepted_by) {
        (StateName::Pending, _) => InvitationState::Pending(seat),
        (StateName::Accepted, Some(by)) => InvitationState::Accepted { by },
        (StateName::Accepted, None) => return Err(corrupt(KIND, "accepted, but without the user")),
        (StateName::Declined, _) => InvitationState::Declined { reason: item.decline_reason },
        (StateName::Revoked, _) => InvitationState::Revoked,
        (StateName::Withdrawn, _) => InvitationState::Withdrawn,
    };
    Ok(Record::Invitation(Box::new(Invitation {
        id,
        store: store.clone(),
        email: item.email,
        grant: Grant {
            roles: item.roles,
            permissions: item.permissions,
            catalog_version: item.catalog_version,
        },
        locale: locale(&item.locale),
        invited_by: Grantor {
            user_id: item.inviter_id,
            name: item.inviter_name,
            member_version: item.inviter_version,
            access_ends_at: item.inviter_access_ends_at,
            // Earlier versions did not store this. The link was sent at that time or later.
            vouched_at: item.vouched_at.unwrap_or(item.sent_at),
            departures: item.departures,
        },
        created_at: item.created_at,
        sent_at: item.sent_at,
        expires_at: item.expires_at,
        // An earlier version kept no such time: the deletion of the item records the expiry.
        expiry: if item.due_at.is_some() { ExpiryRecord::Due } else { ExpiryRecord::Done },
        remind_at: item.remind_at,
        access_ends_at: item.access_ends_at,
        generation: item.generation,
        resends: item.resends,
        mails_that_day: item.mails_that_day.unwrap_or(1),
        channel: item.channel,
        delivery: item.delivery,
        note: item.note,
        metadata: item.metadata,
        state,
        changed_at: item.changed_at.unwrap_or(item.sent_at),
        version: item.version,
    })))
}
