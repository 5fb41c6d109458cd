//! Writes log lines to standard output in the format that Lambda's logging controls select.
//!
//! It does the same as the subscriber of `lambda_runtime`, except filters by module: they need two regular expression
//! engines, which are a tenth of a function's size, and no function uses them.

use std::env;

use tracing::{Level, Subscriber};
use tracing_subscriber::fmt::MakeWriter;
use tracing_subscriber::util::SubscriberInitExt as _;

/// Starts logging. The variable `AWS_LAMBDA_LOG_FORMAT` selects JSON or text, and `AWS_LAMBDA_LOG_LEVEL` the lowest level
/// that is written (`info` if it is not set).
///
/// Source: <https://docs.aws.amazon.com/lambda/latest/dg/monitoring-cloudwatchlogs-logformat.html>
pub fn start() {
    let level = env::var("AWS_LAMBDA_LOG_LEVEL").ok().and_then(|level| level.parse().ok());
    let level = level.unwrap_or(Level::INFO);
    if env::var("AWS_LAMBDA_LOG_FORMAT").is_ok_and(|format| format.eq_ignore_ascii_case("json")) {
        json_lines(level, std::io::stdout).init();
    } else {
        tracing_subscriber::fmt().with_max_level(level).with_target(false).init();
    }
}

/// Lines of JSON. Each has its level and its time: Lambda takes a line without a valid `timestamp` for one of the level
/// INFO, and would drop errors where only errors are to be kept.
///
/// Source: <https://docs.aws.amazon.com/lambda/latest/dg/monitoring-cloudwatchlogs-log-level.html>
fn json_lines<W>(level: Level, writer: W) -> impl Subscriber + Send + Sync
where
    W: for<'writer> MakeWriter<'writer> + Send + Sync + 'static,
{
    tracing_subscriber::fmt().with_max_level(level).with_target(false).json().with_writer(writer).finish()
}

#[cfg(test)]
mod tests {
    #![allow(clippy::unwrap_used, reason = "a panic fails the test and says where")]

    use std::io;
    use std::sync::{Arc, Mutex};

    use chrono::DateTime;
    use serde_json::Value;
    use tracing::Level;

    use super::json_lines;

    #[derive(Clone, Default)]
    struct Lines(Arc<Mutex<Vec<u8>>>);

    impl io::Write for Lines {
        fn write(&mut self, bytes: &[u8]) -> io::Result<usize> {
            self.0.lock().unwrap().write(bytes)
        }

        fn flush(&mut self) -> io::Result<()> {
            Ok(())
        }
    }

    #[test]
    fn each_line_of_json_has_its_level_and_its_time() {
        let written = Lines::default();
        let writer = written.clone();
        let lines = json_lines(Level::INFO, move || writer.clone());
        tracing::subscriber::with_default(lines, || {
            tracing::error!(store = "demo", "it failed");
            tracing::info!("it worked");
            tracing::debug!("not written");
        });
        let text = String::from_utf8(written.0.lock().unwrap().clone()).unwrap();
        let lines: Vec<Value> = text.lines().map(|line| serde_json::from_str(line).unwrap()).collect();
        let levels: Vec<&str> = lines.iter().map(|line| line["level"].as_str().unwrap()).collect();
        assert_eq!(levels, ["ERROR", "INFO"]);
        for line in &lines {
            DateTime::parse_from_rfc3339(line["timestamp"].as_str().unwrap()).unwrap();
        }
        assert_eq!(lines[0]["fields"]["store"], "demo");
    }
}
