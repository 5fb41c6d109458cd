//! How long the product's calls take, against a bare SDK client that makes the same calls of DynamoDB:
//!
//! ```text
//! cargo build --release --package staffroom-local
//! cargo run --release --package staffroom-speed -- [--dynamodb URL]
//! ```
//!
//! Every function's handler runs on one database, and what it asks of DynamoDB is written down. After each call a
//! client without the product asks the same, in the same order, of another database that began as the first did.
//! Without `--dynamodb` both are embedded ones; a DynamoDB Local must run without `-sharedDb`, so that two access
//! keys see two databases. The local stack is measured over HTTP besides, on one connection.

mod calls;
mod life;
mod recording;
mod stack;

use std::fmt::Write as _;
use std::time::Duration;

use anyhow::{Context as _, bail};
use aws_sdk_dynamodb::Client;
use lexopt::ValueExt as _;

use crate::life::{Life, PHASES, Phase, counted};
use crate::stack::{Databases, Stack};

/// What a phase took: medians, the times in microseconds.
struct Row {
    phase: Phase,
    requests: usize,
    bare: i64,
    handled: i64,
    /// What a handler took longer than the bare client in the same round, per request.
    above: i64,
}

impl Row {
    /// Plays a phase. The bare client follows in each round, so that a machine's moods meet both.
    async fn of(phase: Phase, life: &Life, second: &Client) -> anyhow::Result<Self> {
        let mut rounds = Vec::new();
        for round in phase.rounds() {
            let (handled, call) = life.play(phase, round).await?;
            let bare = call.repeat(second).await.context(phase.name)?;
            rounds.push((call.requests(), micros(bare), micros(handled)));
        }
        let rounds = counted(rounds);
        let requests = median(rounds.iter().map(|round| round.0).collect());
        let above = median(rounds.iter().map(|round| round.2 - round.1).collect());
        Ok(Self {
            phase,
            requests,
            bare: median(rounds.iter().map(|round| round.1).collect()),
            handled: median(rounds.iter().map(|round| round.2).collect()),
            above: above / i64::try_from(requests.max(1))?,
        })
    }

    fn ratio(&self, time: i64) -> String {
        let hundredths = time * 100 / self.bare.max(1);
        format!("{}.{:02}", hundredths / 100, hundredths % 100)
    }
}

fn micros(time: Duration) -> i64 {
    i64::try_from(time.as_micros()).unwrap_or(i64::MAX)
}

fn median<T: Ord + Copy + Default>(mut of: Vec<T>) -> T {
    of.sort_unstable();
    of.get(of.len() / 2).copied().unwrap_or_default()
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
    let life = Life::new(&databases.first)?;
    let mut rows = Vec::new();
    for phase in PHASES {
        rows.push(Row::of(phase, &life, &databases.second).await?);
    }

    let mut over_http = Vec::new();
    if embedded {
        let stack = Stack::start().await?;
        for phase in PHASES {
            over_http.push(median(stack.play(phase).await?.into_iter().map(micros).collect()));
        }
    }

    let mut out = String::from(
        "| call | requests | bare client | handler | ratio | above each request | `cargo local` over HTTP | ratio |\n\
         | --- | --- | --- | --- | --- | --- | --- | --- |\n",
    );
    for (index, row) in rows.iter().enumerate() {
        let Row { phase, requests, bare, handled, above } = row;
        let ratio = row.ratio(*handled);
        let http = over_http
            .get(index)
            .map_or_else(|| " | ".to_owned(), |time| format!("{time} µs | {}", row.ratio(*time)));
        writeln!(
            out,
            "| {} | {requests} | {bare} µs | {handled} µs | {ratio} | {above} µs | {http} |",
            phase.name
        )?;
    }
    std::io::Write::write_all(&mut std::io::stdout(), out.as_bytes())?;
    Ok(())
}
