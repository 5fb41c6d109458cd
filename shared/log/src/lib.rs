//! Log lines on standard output, as Lambda's logging controls ask for them.
//!
//! It does what `lambda_runtime`'s own subscriber does, less filters by module: those link two regular
//! expression engines, a tenth of a function's size, and no function uses them.

use std::env;

use tracing::Level;

/// Writes whatever is logged from here on: lines of JSON where `AWS_LAMBDA_LOG_FORMAT` says so, and at least as
/// grave as `AWS_LAMBDA_LOG_LEVEL`, or `info`.
///
/// Source: <https://docs.aws.amazon.com/lambda/latest/dg/monitoring-cloudwatchlogs-logformat.html>
pub fn start() {
    let level = env::var("AWS_LAMBDA_LOG_LEVEL").ok().and_then(|level| level.parse().ok());
    let lines = tracing_subscriber::fmt()
        .with_max_level(level.unwrap_or(Level::INFO))
        .with_target(false)
        // CloudWatch stamps every line.
        .without_time();
    if env::var("AWS_LAMBDA_LOG_FORMAT").is_ok_and(|format| format.eq_ignore_ascii_case("json")) {
        lines.json().init();
    } else {
        lines.init();
    }
}
