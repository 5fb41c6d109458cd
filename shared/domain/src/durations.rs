//! Every duration that a promise depends on, and the relations that must hold between them.

use chrono::Duration;

/// The longest invitation term that a catalog may have, in days. `build.rs` holds the catalogs to it.
pub const MAX_INVITATION_DAYS: i64 = 30;

/// How long an invitation is stored after its term ended, in days. Until then it is listed and can be resent.
pub const INVITATION_RETENTION_DAYS: i64 = 90;

/// How long after a manager last vouched for an invitation its invitee can renew the link, in days.
pub const RENEWAL_DAYS: i64 = 97;

/// How long the trace of a former member is stored, in days. As long as it is there, links from before the removal stay dead.
pub const TRACE_RETENTION_DAYS: i64 = 180;

/// How long the history of a store is stored, in days.
pub const HISTORY_RETENTION_DAYS: i64 = 400;

/// How long an event that is only a notice, such as an order, is stored, in days.
pub const NOTICE_RETENTION_DAYS: i64 = 14;

/// How long the answer to a request with an idempotency key is stored, in hours.
pub const IDEMPOTENCY_HOURS: i64 = 24;

/// How long an unanswered request with an idempotency key counts as in progress, in seconds: longer than API Gateway
/// waits for a function, which is 30 seconds (API Gateway Developer Guide, "Quotas for HTTP APIs").
pub const IDEMPOTENCY_LEASE_SECONDS: i64 = 60;

/// How long before the end of access a member is warned, in days.
pub const ACCESS_WARNING_DAYS: i64 = 7;

/// How long after its last activity was recorded a member's activity is recorded again, in hours.
pub const ACTIVITY_HOURS: i64 = 24;

/// How far an event may be dated after the clock so that it stands behind the change that it follows, in seconds. More than
/// the clocks of two functions differ.
pub const MAX_CLOCK_SKEW_SECONDS: i64 = 5;

/// A link can admit a person no longer than the trace of their removal is stored.
const _: () = assert!(RENEWAL_DAYS + MAX_INVITATION_DAYS < TRACE_RETENTION_DAYS);
/// An invitee who comes within the retention still finds the invitation.
const _: () = assert!(RENEWAL_DAYS <= INVITATION_RETENTION_DAYS + MAX_INVITATION_DAYS);
/// The history outlives what it explains.
const _: () = assert!(HISTORY_RETENTION_DAYS > TRACE_RETENTION_DAYS);
/// A request cannot be in progress for longer than its answer is stored.
const _: () = assert!(IDEMPOTENCY_LEASE_SECONDS < IDEMPOTENCY_HOURS * 3600);

/// [`ACCESS_WARNING_DAYS`] as a duration.
pub(crate) const ACCESS_WARNING: Duration = Duration::days(ACCESS_WARNING_DAYS);
/// [`ACTIVITY_HOURS`] as a duration.
pub(crate) const ACTIVITY: Duration = Duration::hours(ACTIVITY_HOURS);
/// [`RENEWAL_DAYS`] as a duration.
pub(crate) const RENEWAL: Duration = Duration::days(RENEWAL_DAYS);
