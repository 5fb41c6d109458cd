//! The durations of the business rules, and the relations that must hold between them.

use chrono::Duration;

/// The longest invitation term of a catalog, in days. `build.rs` checks it.
pub const MAX_INVITATION_DAYS: i64 = 30;

/// How long an invitation is stored after its term ended, in days. Until then it is listed and can be resent.
pub const INVITATION_RETENTION_DAYS: i64 = 90;

/// How long after a manager last vouched for an invitation its invitee can renew the link, in days.
pub const RENEWAL_DAYS: i64 = 97;

/// How long the slug of a deleted role is taken, in days: longer than it takes to rewrite the members and invitations that have it.
pub const ROLE_SLUG_DAYS: i64 = 90;

/// How long the trace of a former member is stored, in days. It makes links from before the removal invalid.
pub const TRACE_RETENTION_DAYS: i64 = 180;

/// How long the history of a store is stored, in days.
pub const HISTORY_RETENTION_DAYS: i64 = 400;

/// How long an event is stored that causes a mail but is no part of the history, such as an order, in days.
pub const NOTICE_RETENTION_DAYS: i64 = 14;

/// How long a published event is stored, to be listed and delivered again, in days.
pub const PUBLISHED_RETENTION_DAYS: i64 = 14;

/// How long the secret before signs as well after a webhook got another one, in hours.
pub const FORMER_SECRET_HOURS: i64 = 24;

/// How long after an attempt of a delivery the next one is made, in seconds. Source: Standard Webhooks, "Deliverability and
/// reliability", the example of a schedule.
pub const RETRY_SECONDS: [i64; 9] = [5, 300, 1_800, 7_200, 18_000, 36_000, 50_400, 72_000, 86_400];

/// After how many days in which every attempt failed a webhook is disabled.
pub const FAILING_DAYS: i64 = 5;

/// How long an attempt of a delivery may be in progress before it counts as lost, in seconds: longer than `deliver` runs.
pub const ATTEMPT_LEASE_SECONDS: i64 = 120;

/// How long the answer to a request with an idempotency key is stored, in hours.
pub const IDEMPOTENCY_HOURS: i64 = 24;

/// How long an unanswered request with an idempotency key counts as in progress, in seconds: longer than API Gateway
/// waits for a function, which is 30 seconds (API Gateway Developer Guide, "Quotas for HTTP APIs").
pub const IDEMPOTENCY_LEASE_SECONDS: i64 = 60;

/// How long before the end of access a member is warned, in days.
pub const ACCESS_WARNING_DAYS: i64 = 7;

/// How long after the mail with an invitation its invitee is reminded at the earliest, in hours.
pub const REMINDER_AFTER_HOURS: i64 = 24;

/// How long answers to invitations are gathered for one mail, in hours.
pub const DIGEST_HOURS: i64 = 1;

/// How long the state of gathered answers is stored after their hour began, in days: longer than a mail can be late.
pub const DIGEST_RETENTION_DAYS: i64 = 14;
/// How long before the end of an invitation its invitee is reminded at the latest, in hours.
pub const REMINDER_BEFORE_HOURS: i64 = 24;

/// How long a member's recorded activity counts as recent, in hours: it is not recorded again before.
pub const ACTIVITY_HOURS: i64 = 24;

/// For how long after a store was closed what is written in it is looked for, in seconds: longer than any function runs that
/// read the store before. `tests/templates/test_limits.py` holds the template to it.
pub const CLOSING_SECONDS: i64 = 65;

/// How far, in seconds, an event may be dated after the clock, so that it follows the change before it. It
/// exceeds the difference between the clocks of two functions.
pub const MAX_CLOCK_SKEW_SECONDS: i64 = 5;

/// The trace of a removal must outlive every link from before it.
const _: () = assert!(RENEWAL_DAYS + MAX_INVITATION_DAYS < TRACE_RETENTION_DAYS);
/// The history must outlive the traces that it explains.
const _: () = assert!(HISTORY_RETENTION_DAYS > TRACE_RETENTION_DAYS);
/// A request cannot be in progress for longer than its answer is stored.
const _: () = assert!(IDEMPOTENCY_LEASE_SECONDS < IDEMPOTENCY_HOURS * 3600);

/// What a closed store wrote last must be older than all of another store with its id, whatever clock dates it.
const _: () = assert!(CLOSING_SECONDS > 2 * MAX_CLOCK_SKEW_SECONDS);

/// [`ACCESS_WARNING_DAYS`] as a duration.
pub(crate) const ACCESS_WARNING: Duration = Duration::days(ACCESS_WARNING_DAYS);
/// [`ACTIVITY_HOURS`] as a duration.
pub(crate) const ACTIVITY: Duration = Duration::hours(ACTIVITY_HOURS);
/// [`REMINDER_AFTER_HOURS`] as a duration.
pub(crate) const REMINDER_AFTER: Duration = Duration::hours(REMINDER_AFTER_HOURS);
/// [`DIGEST_HOURS`] as a duration.
pub(crate) const DIGEST: Duration = Duration::hours(DIGEST_HOURS);
/// [`REMINDER_BEFORE_HOURS`] as a duration.
pub(crate) const REMINDER_BEFORE: Duration = Duration::hours(REMINDER_BEFORE_HOURS);
/// [`INVITATION_RETENTION_DAYS`] as a duration.
pub(crate) const INVITATION_RETENTION: Duration = Duration::days(INVITATION_RETENTION_DAYS);
/// [`ROLE_SLUG_DAYS`] as a duration.
pub(crate) const ROLE_SLUG: Duration = Duration::days(ROLE_SLUG_DAYS);
/// [`RENEWAL_DAYS`] as a duration.
pub(crate) const RENEWAL: Duration = Duration::days(RENEWAL_DAYS);
