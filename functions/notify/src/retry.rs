//! Why a record of the stream is tried again, and for how long.

use chrono::TimeDelta;
use staffroom_app::Fault;
use staffroom_aws::OutOfTime;
use staffroom_mail::SendError;

/// The reason why a record must be retried.
#[derive(Debug, thiserror::Error)]
pub(crate) enum RetryError {
    /// The table does not answer, or an item is corrupt.
    #[error(transparent)]
    Table(#[from] Fault),
    /// A use case was rejected or failed.
    #[error(transparent)]
    App(#[from] staffroom_app::Error),
    /// SES does not accept the mail now.
    #[error(transparent)]
    Mail(#[from] SendError),
    /// The invocation's time is not enough.
    #[error(transparent)]
    OutOfTime(#[from] OutOfTime),
    /// There is no key to sign links.
    #[error("there is no key to sign links")]
    NoKey,
}

/// How long an event is retried whose mail needs an item that this version cannot read. A deploy takes less, during which
/// an older version may meet items of the newer one. Lambda reads no later record before the retries end, so the mails of
/// other stores wait for that long.
const PATIENCE: TimeDelta = TimeDelta::minutes(10);

impl RetryError {
    /// Whether the record is given up at this age: an item is corrupt, which a retry does not mend.
    pub(crate) fn is_final(&self, age: TimeDelta) -> bool {
        let is_corrupt = matches!(
            self,
            Self::Table(Fault::Corrupt { .. })
                | Self::App(staffroom_app::Error::Faulted(Fault::Corrupt { .. }))
        );
        is_corrupt && age > PATIENCE
    }
}

#[cfg(test)]
mod tests {
    use chrono::TimeDelta;
    use staffroom_app::{Error, Fault};

    use super::{PATIENCE, RetryError};

    fn corrupt() -> Fault {
        Fault::Corrupt { kind: "store", source: "it has no plan".into() }
    }

    #[test]
    fn a_record_is_given_up_when_an_item_stays_corrupt() {
        for cause in [RetryError::Table(corrupt()), RetryError::App(Error::Faulted(corrupt()))] {
            assert!(!cause.is_final(PATIENCE), "a deploy may be in progress");
            assert!(cause.is_final(PATIENCE + TimeDelta::seconds(1)));
        }
    }

    #[test]
    fn what_can_pass_is_retried_until_lambda_gives_up() {
        let unavailable = || Fault::Unavailable { reason: "Throttled".to_owned(), source: None };
        let refused = || Fault::Refused { reason: "AccessDenied".to_owned(), source: None };
        for fault in [unavailable(), refused()] {
            assert!(!RetryError::Table(fault).is_final(TimeDelta::hours(4)));
        }
        assert!(!RetryError::NoKey.is_final(TimeDelta::hours(4)));
    }
}
