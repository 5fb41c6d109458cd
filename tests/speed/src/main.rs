//! How long the product's calls take, against a bare SDK client that makes the same calls of DynamoDB:
//!
//! ```text
//! cargo build --release --package staffroom-local
//! cargo run --release --package staffroom-speed -- [--dynamodb URL]
//! ```
//!
//! Every function's handler runs on one database, and what it asks of DynamoDB is written down. Then a client
//! without the product asks the same, in the same order, of another database that began as the first did.
//! Without `--dynamodb` both are embedded ones; a DynamoDB Local must run without `-sharedDb`, so that two access
//! keys see two databases. The local stack is measured over HTTP besides, on one connection.

mod calls;
mod life;
mod recording;
mod stack;

use std::fmt::Write as _;
use std::time::Duration;

use anyhow::{Context as _, bail};
use lexopt::ValueExt as _;

use crate::life::{Life, PHASES};
use crate::recording::Recorder;
use crate::stack::{Databases, Stack};

/// The median, in microseconds.
fn median(mut times: Vec<Duration>) -> u128 {
    times.sort_unstable();
    times.get(times.len() / 2).map_or(0, Duration::as_micros)
}

#[tokio::main(flavor = "current_thread")]
async fn main() -> anyhow::Result<()> {
    let mut arguments = lexopt::Parser::from_env();
    let mut dynamodb = None;
    while let Some(argument) = arguments.next()? {
        match argument {
            lexopt::Arg::Long("dynamodb") => dynamodb = Some(arguments.value()?.string()?),
            other => bail!("{}", other.unexpected()),
        }
    }

    let embedded = dynamodb.is_none();
    let databases = Databases::start(dynamodb).await?;
    let recorder = Recorder::default();
    let life = Life::new(&databases.first, &recorder)?;
    let mut rows = Vec::new();
    for phase in PHASES {
        let handled = life.play(phase).await?;
        let asked = recorder.take();
        let mut bare = Vec::new();
        for call in &asked {
            bare.push(call.repeat(&databases.second).await.context(phase.name)?);
        }
        let trips = asked.get(asked.len() / 2).map_or(0, calls::Call::sequential);
        rows.push((phase, median(handled), median(bare), trips));
    }

    let mut over_http = Vec::new();
    if embedded {
        let stack = Stack::start().await?;
        for phase in PHASES {
            over_http.push(median(stack.play(phase).await?));
        }
    }

    let mut out = String::from(
        "| call | round trips | bare client | handler | ratio | `cargo local` over HTTP | ratio |\n| --- | --- | --- | --- | --- | --- | --- |\n",
    );
    for (index, (phase, handled, bare, trips)) in rows.into_iter().enumerate() {
        let ratio = |time: u128| format!("{}.{:02}", time / bare.max(1), time * 100 / bare.max(1) % 100);
        let http = over_http
            .get(index)
            .map_or((String::new(), String::new()), |&time| (format!("{time} µs"), ratio(time)));
        writeln!(
            out,
            "| {} | {trips} | {bare} µs | {handled} µs | {} | {} | {} |",
            phase.name,
            ratio(handled),
            http.0,
            http.1
        )?;
    }
    std::io::Write::write_all(&mut std::io::stdout(), out.as_bytes())?;
    Ok(())
}
