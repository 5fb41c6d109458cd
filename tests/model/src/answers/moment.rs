//! The state of the promises at a moment, and what several checks ask of it.

use chrono::Duration;
use staffroom_domain::{EmailAddress, InvitationId, Timestamp, UserId, durations};

use crate::ledger::{Ledger, Offered, Team};

/// Seats are released by whole seconds, rounded up: a seat whose end is within a second is not free before
/// the next one.
pub(super) const SECOND: Duration = Duration::seconds(1);

/// The largest difference between the clocks of two functions.
pub(super) const CLOCK_ERROR: Duration = Duration::seconds(durations::MAX_CLOCK_SKEW_SECONDS);

/// The state of the promises at a moment of a call.
pub struct Moment<'a> {
    /// The promises.
    pub ledger: &'a Ledger,
    /// The time.
    pub now: Timestamp,
    /// The version of the record on which the command has a precondition; `None` if it does not exist.
    pub version: Option<u64>,
    /// The seats that deleted invitations still hold, until the stream delivers their deletion.
    pub buried: u32,
    /// Whether the indexes are up to date, so that expired seats are found.
    pub indexed: bool,
    /// Whether several calls were in progress.
    pub rivals: bool,
}

impl Moment<'_> {
    /// The seats that invitations may hold, without one of them.
    pub(super) fn invited(&self, team: &Team, without: Option<InvitationId>) -> u32 {
        // A rival whose clock is behind may have taken a seat for a term that was over, after the seats to release were listed.
        let now = if self.rivals { self.now - SECOND } else { self.now };
        self.buried + team.offers_live(now, without)
    }
}

/// Whether a person is a member whom a manager has suspended.
pub(super) fn is_suspended(team: &Team, user: &UserId, now: Timestamp) -> bool {
    team.member(user).is_some_and(|place| place.suspended_at.is_some() && !place.has_ended(now))
}

/// Whether the access of the grantor has ended or is suspended, at the time that was set when they vouched or later.
pub(crate) fn grantor_has_ended(team: &Team, offered: &Offered, now: Timestamp) -> bool {
    let by = team.voucher(offered);
    let ended = team.member(by).is_some_and(|place| !place.has_access(now));
    team.rights(by, now).is_none() && (ended || offered.by_end.is_some_and(|end| end <= now))
}

/// Whether an address is the owner's, or that of a member whose access has not ended.
pub(super) fn on_team(team: &Team, email: &EmailAddress, now: Timestamp) -> bool {
    team.owner_email == *email || team.present_with(email, now).is_some()
}
