//! Measures how long calls of the API take, compared with a bare SDK client that makes the same requests to DynamoDB:
//!
//! ```text
//! cargo build --release --package staffroom-local
//! cargo run --release --package staffroom-speed -- [--dynamodb URL]
//! ```
//!
//! The handlers run in this process with one database, and their requests to DynamoDB are recorded. After each call, a
//! bare client replays the requests against a second database that started equal. Without `--dynamodb` both databases
//! are embedded. A DynamoDB Local must run without `-sharedDb`, so that each access key has its own database. With
//! embedded databases, the calls are also measured over HTTP, through the local stack and one connection.

mod api;
mod recorder;
mod stack;
mod trace;

use std::fmt::Write as _;
use std::time::Duration;

use anyhow::{Context as _, bail};
use aws_sdk_dynamodb::Client;
use lexopt::ValueExt as _;

use crate::api::{CALLS, InProcessApi, MeasuredCall, without_warm_up};
use crate::stack::{Databases, Stack};

/// The results of one call: medians over all iterations, times in microseconds.
struct Row {
    call: MeasuredCall,
    /// The number of requests to DynamoDB.
    requests: usize,
    bare: i64,
    handler: i64,
    /// How much longer the handler took than the bare client in the same iteration, per request.
    overhead: i64,
}

impl Row {
    /// Measures a call. The handler and the bare client alternate, so that noise affects both alike.
    async fn measure(call: MeasuredCall, api: &InProcessApi, bare_client: &Client) -> anyhow::Result<Self> {
        let mut results = Vec::new();
        for iteration in call.iterations() {
            let (handler, trace) = Box::pin(api.run(call, iteration)).await?;
            let bare = trace.replay(bare_client).await.context(call.name())?;
            results.push((trace.request_count(), micros(bare), micros(handler)));
        }
        let results = without_warm_up(results);
        let requests = median(results.iter().map(|result| result.0).collect());
        let overhead = median(results.iter().map(|result| result.2 - result.1).collect());
        Ok(Self {
            call,
            requests,
            bare: median(results.iter().map(|result| result.1).collect()),
            handler: median(results.iter().map(|result| result.2).collect()),
            overhead: overhead / i64::try_from(requests.max(1))?,
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

fn median<T: Ord + Copy + Default>(mut values: Vec<T>) -> T {
    values.sort_unstable();
    values.get(values.len() / 2).copied().unwrap_or_default()
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
    let api = InProcessApi::new(&databases.first)?;
    let mut rows = Vec::new();
    for call in CALLS {
        rows.push(Box::pin(Row::measure(call, &api, &databases.second)).await?);
    }

    let mut over_http = Vec::new();
    if embedded {
        let stack = Stack::start().await?;
        for call in CALLS {
            over_http.push(median(stack.run(call).await?.into_iter().map(micros).collect()));
        }
    }

    let mut table = String::from(
        "| call | requests | bare client | handler | ratio | above each request | `cargo local` over HTTP | ratio |\n\
         | --- | --- | --- | --- | --- | --- | --- | --- |\n",
    );
    for (index, row) in rows.iter().enumerate() {
        let Row { call, requests, bare, handler, overhead } = row;
        let ratio = row.ratio(*handler);
        let http = over_http
            .get(index)
            .map_or_else(|| " | ".to_owned(), |time| format!("{time} µs | {}", row.ratio(*time)));
        writeln!(
            table,
            "| {} | {requests} | {bare} µs | {handler} µs | {ratio} | {overhead} µs | {http} |",
            call.name()
        )?;
    }
    std::io::Write::write_all(&mut std::io::stdout(), table.as_bytes())?;
    Ok(())
}
