//! Connections of the AWS SDK to local endpoints.

use aws_sdk_dynamodb::error::{ProvideErrorMetadata, SdkError};
use staffroom_aws::Connection;

/// A connection to the endpoint at `url`. Credentials and region come from `environment`, where it has them.
pub fn connection(url: &str, environment: impl Fn(&str) -> Option<String>) -> anyhow::Result<Connection> {
    let lookup = |name: &str| match name {
        "AWS_ENDPOINT_URL" => Some(url.to_owned()),
        "AWS_REGION" => environment(name)
            .or_else(|| environment("AWS_DEFAULT_REGION"))
            .or_else(|| Some("local".to_owned())),
        "AWS_ACCESS_KEY_ID" | "AWS_SECRET_ACCESS_KEY" => {
            environment(name).or_else(|| Some("local".to_owned()))
        }
        _ => environment(name),
    };
    Ok(Connection::from_lookup("LOCAL", lookup)?)
}

/// An SDK error in one line: the service's code and message, or the root cause if the service did not respond.
pub fn describe_error<E>(error: &SdkError<E>) -> String
where
    E: std::error::Error + ProvideErrorMetadata + 'static,
{
    fn root_cause(error: &dyn std::error::Error) -> String {
        error.source().map_or_else(|| error.to_string(), root_cause)
    }
    match (error.code(), error.raw_response()) {
        (Some(code), _) => format!("{code}: {}", error.message().unwrap_or("no message")),
        (None, Some(response)) => {
            format!("HTTP status {}, which is not a DynamoDB response", response.status().as_u16())
        }
        (None, None) => root_cause(error),
    }
}
