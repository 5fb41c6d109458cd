//! `cargo local`: Staffroom in one process. The Lambda functions' own handlers run behind a gateway that follows
//! `infra/template.yaml`, with a database, an inbox, a token issuer and a clock that can be advanced.

mod authorizer;
mod aws_connection;
mod bus;
mod capacity;
mod clock;
mod database;
mod demo_stores;
mod faults;
mod function_name;
mod functions;
mod gateway;
mod host_header;
mod http_client;
mod identity_provider;
#[cfg(test)]
mod inputs;
mod issuer;
mod local_api;
mod options;
mod pages;
mod payload;
mod persistence;
mod problem;
mod round_trips;
mod routes;
mod schedule;
mod ses;
mod sinks;
mod sqs;
mod stack;
mod startup;
mod stream;
mod template;
mod terminal;
mod tokens;
mod welcome;

use std::process::ExitCode;

use crate::options::{Command, HELP, Options};

/// The embedded database allocates many small strings: with the system's allocator, allocation takes a fifth of its
/// time. The functions keep the system's allocator, which needs half the memory.
#[global_allocator]
static ALLOCATOR: mimalloc::MiMalloc = mimalloc::MiMalloc;

fn main() -> ExitCode {
    match Command::parse(std::env::args_os().skip(1)) {
        Ok(Command::Run(options)) => run(options),
        Ok(Command::Help) => {
            terminal::print(HELP);
            ExitCode::SUCCESS
        }
        Err(error) => {
            terminal::warn(&format!("{error}; --help lists the options"));
            ExitCode::from(2)
        }
    }
}

fn run(options: Options) -> ExitCode {
    let filter = tracing_subscriber::EnvFilter::try_from_default_env().unwrap_or_else(|_| "error".into());
    tracing_subscriber::fmt().with_env_filter(filter).with_writer(std::io::stderr).init();
    let runtime = match tokio::runtime::Builder::new_multi_thread().enable_all().build() {
        Ok(runtime) => runtime,
        Err(error) => {
            terminal::warn(&format!("cannot start the async runtime: {error}"));
            return ExitCode::FAILURE;
        }
    };
    let result = runtime.block_on(startup::run(options));
    // Background tasks (stream readers, expiry) have no work to finish, so this does not wait for them.
    runtime.shutdown_background();
    match result {
        Ok(()) => ExitCode::SUCCESS,
        Err(error) => {
            terminal::warn(&format!("{error:#}"));
            ExitCode::FAILURE
        }
    }
}
