//! What is stored of an invitation besides its offer: its state, its grantor, and what became of its mail.

use serde::{Deserialize, Serialize};

use crate::{DisplayName, Reason, Seat, Timestamp, UserId};

/// Whether the expiry of an invitation was recorded.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum ExpiryRecord {
    /// It is recorded when the term ends.
    Due,
    /// It was recorded.
    Done,
}

/// The manager who vouches for an invitation, as they were at that time.
///
/// As long as their membership has the same version and their access has not ended, they can still give what
/// they offered.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Grantor {
    /// The person.
    pub user_id: UserId,
    /// Their name.
    pub name: Option<DisplayName>,
    /// The version of their membership; `None` for the owner.
    pub member_version: Option<u64>,
    /// When their own access ends.
    pub access_ends_at: Option<Timestamp>,
    /// When they vouched. The invitee can renew the link for [`crate::durations::RENEWAL_DAYS`] after this.
    pub vouched_at: Timestamp,
    /// The store's [`crate::Store::departures`] at that time. The invitation does not admit a member who left later.
    pub departures: u64,
}

/// The stored state of an invitation.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum InvitationState {
    /// Open until its term ends.
    Pending(Seat),
    /// A person joined with it.
    Accepted {
        /// The person.
        by: UserId,
    },
    /// The invitee declined.
    Declined {
        /// The reason, if the invitee gave one.
        reason: Option<Reason>,
    },
    /// A manager revoked it, or it was superseded: its addressee became a member in another way.
    Revoked,
    /// Its grantor can no longer give any part of the offer.
    Withdrawn,
}

/// The state of an invitation. Withdrawn and superseded invitations are shown as `revoked`.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize)]
#[cfg_attr(feature = "describe", derive(schemars::JsonSchema))]
#[serde(rename_all = "lowercase")]
#[expect(missing_docs, reason = "the names say it")]
pub enum Status {
    Pending,
    Accepted,
    Declined,
    Revoked,
    Expired,
}

/// How the links of an invitation reach the invitee.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "describe", derive(schemars::JsonSchema))]
#[serde(rename_all = "lowercase")]
pub enum DeliveryChannel {
    /// Staffroom mails them.
    #[default]
    Mail,
    /// No mail is sent. The platform asks for a link, and brings it to the invitee.
    None,
}

impl DeliveryChannel {
    /// The delivery state of a new link.
    pub(super) fn begun(self) -> Delivery {
        match self {
            Self::Mail => Delivery::Queued,
            Self::None => Delivery::None,
        }
    }

    /// How many mails a new link takes.
    pub(super) fn mails(self) -> u32 {
        match self {
            Self::Mail => 1,
            Self::None => 0,
        }
    }
}

/// The delivery state of the mail with the current link.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "describe", derive(schemars::JsonSchema))]
#[serde(rename_all = "lowercase")]
pub enum Delivery {
    /// No mail is sent: the platform or a manager brings the link to the invitee.
    None,
    /// Not sent yet.
    Queued,
    /// Accepted by the mail service.
    Sent,
    /// Accepted by the recipient's mail server.
    Delivered,
    /// Returned by the recipient's mail server.
    Bounced,
    /// Reported as spam by the recipient.
    Complained,
    /// Rejected by the mail service.
    Failed,
}

impl Delivery {
    /// Whether a further mail to the address is of use: the last one did not fail.
    #[must_use]
    pub fn may_arrive(self) -> bool {
        match self {
            Self::Queued | Self::Sent | Self::Delivered => true,
            // No mail brought the link, so none reminds of it.
            Self::None | Self::Bounced | Self::Complained | Self::Failed => false,
        }
    }
}
