//! SDK clients, each with the time limits that its callers can afford.

use std::time::Duration;

use aws_smithy_types::retry::RetryConfig;
use aws_smithy_types::timeout::TimeoutConfig;
use aws_types::region::Region;

use crate::connection::Connection;

/// How often one SDK call is attempted, and how long it may take.
struct CallLimits {
    max_attempts: u32,
    /// The longest time of one attempt.
    attempt_timeout: Duration,
    /// The longest time of all attempts and of the waits between them.
    call_timeout: Duration,
}

/// The wait before the first retry; the SDK adds jitter, and doubles it for each further retry.
const INITIAL_BACKOFF: Duration = Duration::from_millis(50);

/// `Timeout` of a function that answers requests, in `infra/template.yaml`.
#[cfg(feature = "dynamodb")]
const REQUEST_TIMEOUT: Duration = Duration::from_secs(10);

/// A request makes two calls in a row, a read and a commit: both together must end before the function is stopped.
#[cfg(feature = "dynamodb")]
const DYNAMODB: CallLimits = CallLimits {
    max_attempts: 3,
    attempt_timeout: Duration::from_secs(3),
    call_timeout: Duration::from_millis(4500),
};
#[cfg(feature = "dynamodb")]
const _: () = assert!(2 * DYNAMODB.call_timeout.as_millis() < REQUEST_TIMEOUT.as_millis());

/// `Timeout` of the function that sends mails, in `infra/template.yaml`.
#[cfg(feature = "sesv2")]
const NOTIFY_TIMEOUT: Duration = Duration::from_mins(1);

/// `SendEmail` is not idempotent: a retry after a lost response sends a second mail. So the client makes one attempt
/// and gives SES plenty of time; a failed mail is retried through the table's stream.
#[cfg(feature = "sesv2")]
const SES: CallLimits = CallLimits {
    max_attempts: 1,
    attempt_timeout: Duration::from_secs(20),
    call_timeout: Duration::from_secs(20),
};
#[cfg(feature = "sesv2")]
const _: () = assert!(SES.call_timeout.as_millis() < NOTIFY_TIMEOUT.as_millis());

/// `SendMessageBatch` may be repeated: a message that is sent twice finds nothing due the second time.
#[cfg(feature = "sqs")]
const SQS: CallLimits = CallLimits {
    max_attempts: 3,
    attempt_timeout: Duration::from_secs(3),
    call_timeout: Duration::from_secs(8),
};

/// `PutEvents` may be repeated: receivers of events must tolerate that one comes twice.
#[cfg(feature = "eventbridge")]
const EVENT_BRIDGE: CallLimits = CallLimits {
    max_attempts: 3,
    attempt_timeout: Duration::from_secs(3),
    call_timeout: Duration::from_secs(8),
};

/// The time that Lambda gives a function to start.
///
/// Source: <https://docs.aws.amazon.com/lambda/latest/dg/lambda-runtime-environment.html>
#[cfg(feature = "secretsmanager")]
const INIT_TIMEOUT: Duration = Duration::from_secs(10);

/// Functions read their secret while they start.
#[cfg(feature = "secretsmanager")]
const SECRETS_MANAGER: CallLimits = CallLimits {
    max_attempts: 3,
    attempt_timeout: Duration::from_secs(3),
    call_timeout: Duration::from_secs(8),
};
#[cfg(feature = "secretsmanager")]
const _: () = assert!(SECRETS_MANAGER.call_timeout.as_millis() < INIT_TIMEOUT.as_millis());

macro_rules! client {
    ($(#[$doc:meta])* $name:ident, $sdk:ident, $feature:literal, $limits:ident) => {
        $(#[$doc])*
        #[cfg(feature = $feature)]
        #[must_use]
        pub fn $name(connection: &Connection) -> $sdk::Client {
            let timeouts = TimeoutConfig::builder()
                .operation_attempt_timeout($limits.attempt_timeout)
                .operation_timeout($limits.call_timeout)
                .build();
            let retries = RetryConfig::standard()
                .with_max_attempts($limits.max_attempts)
                .with_initial_backoff(INITIAL_BACKOFF);
            let mut config = $sdk::Config::builder()
                .behavior_version($sdk::config::BehaviorVersion::latest())
                .region(Region::new(connection.region.clone()))
                .credentials_provider(connection.credentials.clone())
                .http_client(connection.http.clone())
                .timeout_config(timeouts)
                .retry_config(retries)
                // The credentials come from the environment and do not change, so there is nothing to cache.
                .identity_cache($sdk::config::IdentityCache::no_cache())
                // Responses are short, and the timeouts above end one that stalls.
                .stalled_stream_protection($sdk::config::StalledStreamProtectionConfig::disabled());
            config.set_endpoint_url(connection.endpoint.clone());
            $sdk::Client::from_conf(config.build())
        }
    };
}

client! {
    /// Makes a DynamoDB client; make one per process.
    dynamodb, aws_sdk_dynamodb, "dynamodb", DYNAMODB
}

client! {
    /// Makes an SES client; make one per process.
    ses, aws_sdk_sesv2, "sesv2", SES
}

client! {
    /// Makes an EventBridge client; make one per process.
    event_bridge, aws_sdk_eventbridge, "eventbridge", EVENT_BRIDGE
}

client! {
    /// Makes an SQS client; make one per process.
    sqs, aws_sdk_sqs, "sqs", SQS
}

client! {
    /// Makes a Secrets Manager client.
    secrets, aws_sdk_secretsmanager, "secretsmanager", SECRETS_MANAGER
}

/// Makes a DynamoDB client from the environment (see [`Connection::from_lookup`]) and opens its first connection.
///
/// # Errors
/// If a variable is missing, or the file of root certificates cannot be read.
#[cfg(feature = "dynamodb")]
pub async fn connect_dynamodb(
    lookup: impl Fn(&str) -> Option<String>,
) -> Result<aws_sdk_dynamodb::Client, crate::ConfigError> {
    let connection = Connection::from_lookup("DYNAMODB", lookup)?;
    connection.open(&format!("dynamodb.{}.amazonaws.com", connection.region)).await;
    Ok(dynamodb(&connection))
}
