//! Records of a person as an export shows them.

use serde_json::{Value, json};
use staffroom_domain::{
    Departure, Invitation, InvitationState, MailPreferences, Member, OptOut, OptOutCause, Owner,
};

use super::mentions::Mentions;
use super::records::Replacement;
use crate::error::Fault;
use crate::key::Key;
use crate::record::{IdempotencyState, PublishingRecord, Record};

pub(super) fn owner(owner: &Owner) -> Value {
    json!({ "user_id": owner.user_id, "email": owner.email, "name": owner.name })
}

pub(super) fn member(member: &Member) -> Value {
    json!({
        "user_id": member.user,
        "email": member.email,
        "name": member.name,
        "locale": member.locale.as_str(),
        "roles": member.grant.roles,
        "permissions": member.grant.permissions,
        "joined_at": member.joined_at,
        "last_active_at": member.last_active_at,
        "access_ends_at": member.access_ends_at,
        "suspended_at": member.suspended_at,
        "changed_at": member.changed_at,
        "addresses": member.addresses,
        "mail_problem": member.mail_problem,
        "metadata": member.metadata,
    })
}

pub(super) fn departure(departure: &Departure) -> Value {
    json!({ "left_at": departure.at })
}

pub(super) fn preferences(preferences: &MailPreferences) -> Value {
    json!({ "unwanted": preferences.unwanted })
}

pub(super) fn opt_out(opt_out: &OptOut) -> Value {
    let cause = match opt_out.cause {
        OptOutCause::Complaint => "complaint",
        OptOutCause::Request => "request",
    };
    json!({ "at": opt_out.at, "cause": cause })
}

/// The person's own invitation.
pub(super) fn invitation(invitation: &Invitation) -> Value {
    let (state, reason) = match &invitation.state {
        InvitationState::Pending(_) => ("pending", None),
        InvitationState::Accepted { .. } => ("accepted", None),
        InvitationState::Declined { reason } => ("declined", reason.as_ref()),
        InvitationState::Revoked => ("revoked", None),
        InvitationState::Withdrawn => ("withdrawn", None),
    };
    json!({
        "id": invitation.id,
        "email": invitation.email,
        "roles": invitation.grant.roles,
        "permissions": invitation.grant.permissions,
        "locale": invitation.locale.as_str(),
        "invited_by": invitation.invited_by.user_id,
        "created_at": invitation.created_at,
        "sent_at": invitation.sent_at,
        "expires_at": invitation.expires_at,
        "access_ends_at": invitation.access_ends_at,
        "delivery": invitation.delivery,
        "note": invitation.note,
        "metadata": invitation.metadata,
        "state": state,
        "decline_reason": reason,
    })
}

impl Mentions<'_> {
    /// What a record of one of the kinds of [`super::RecordKind`] holds of the person; `None` if nothing.
    pub(super) fn shown(&self, key: &Key, record: &Record) -> Result<Option<(&'static str, Value)>, Fault> {
        if let Record::Invitation(of) = record
            && self.is_address(&of.email)
        {
            return Ok(Some(("invitation", invitation(of))));
        }
        // The event that an earlier erasure is published by names the id, and an export shows it.
        let is_named = matches!(record, Record::Publishing(PublishingRecord::Event(event))
            if self.replace_in_text(&event.json).is_some());
        if !is_named && self.replacement(key, record)? == Replacement::None {
            return Ok(None);
        }
        let parsed = |text: &str| serde_json::from_str(text).unwrap_or(Value::Null);
        Ok(match record {
            Record::Event(stored) => {
                let event = &stored.event;
                let mut shown = json!({ "id": event.id, "at": event.at, "actor": event.actor });
                let kind = serde_json::to_value(&event.kind).unwrap_or_default();
                if let (Some(shown), Value::Object(kind)) = (shown.as_object_mut(), kind) {
                    shown.extend(kind);
                    let is_own = crate::EventsBy::person(event).is_some_and(|by| match by {
                        crate::EventsBy::Actor(user) | crate::EventsBy::Joined(user) => self.is_user(&user),
                        crate::EventsBy::Time | crate::EventsBy::Subject(_) => false,
                    });
                    if let (Some(address), true) = (&event.source_ip, is_own) {
                        shown.insert("source_ip".to_owned(), address.as_str().into());
                    }
                }
                Some((key.kind(), shown))
            }
            // Somebody else's, which the person gave or used.
            Record::Invitation(of) => {
                let by = &of.invited_by;
                let given = json!({ "user_id": by.user_id, "name": by.name });
                Some((
                    "invitation given",
                    json!({ "id": of.id, "invited_by": given, "created_at": of.created_at }),
                ))
            }
            Record::Digest(digest) => {
                let own = digest.waiting.iter().filter(|answer| self.is_address(&answer.email));
                Some((
                    "gathered answer",
                    json!({ "since": digest.since, "answers": own.collect::<Vec<_>>() }),
                ))
            }
            Record::Publishing(PublishingRecord::Event(event)) => Some((key.kind(), parsed(&event.json))),
            Record::Idempotency(known) => {
                let answer = match &known.state {
                    IdempotencyState::Answered(answer) => parsed(answer),
                    IdempotencyState::InProgress | IdempotencyState::Interrupted => Value::Null,
                };
                Some(("remembered answer", json!({ "at": known.at, "answer": answer })))
            }
            Record::Count(count) => Some((key.kind(), json!({ "count": count }))),
            _ => None,
        })
    }
}
