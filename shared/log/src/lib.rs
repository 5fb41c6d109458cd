//! Writes log lines to standard output in the format that Lambda's logging controls select.
//!
//! It does the same as the subscriber of `lambda_runtime`, except filters by module: they need two regular expression
//! engines, which are a tenth of a function's size, and no function uses them.

use std::env;

use tracing::Level;

/// Starts logging. The variable `AWS_LAMBDA_LOG_FORMAT` selects JSON or text, and `AWS_LAMBDA_LOG_LEVEL` the lowest level
/// that is written (`info` if it is not set).
///
/// Source: <https://docs.aws.amazon.com/lambda/latest/dg/monitoring-cloudwatchlogs-logformat.html>
pub fn start() {
    let level = env::var("AWS_LAMBDA_LOG_LEVEL").ok().and_then(|level| level.parse().ok());
    let lines = tracing_subscriber::fmt()
        .with_max_level(level.unwrap_or(Level::INFO))
        .with_target(false)
        // CloudWatch adds a timestamp to each line.
        .without_time();
    if env::var("AWS_LAMBDA_LOG_FORMAT").is_ok_and(|format| format.eq_ignore_ascii_case("json")) {
        lines.json().init();
    } else {
        lines.init();
    }
}
