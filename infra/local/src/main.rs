//! `cargo local`: Staffroom in one process. The functions' own handlers behind a gateway that plays
//! `infra/template.yaml`, with a database, an inbox, an issuer of tokens and a clock.

mod authorizer;
mod capacity;
mod clock;
mod data;
mod database;
mod demo;
mod faults;
mod feedback;
mod functions;
mod gateway;
mod http_client;
mod idp;
mod inbox;
mod issuer;
mod local_api;
mod options;
mod pages;
mod pattern;
mod payload;
mod problem;
mod round_trips;
mod routes;
mod schedule;
mod stack;
mod stream;
mod template;
mod tokens;

use std::process::ExitCode;

use crate::options::{Command, HELP, Options};

/// The embedded database is made of small strings: a fifth of its time goes into allocating them otherwise. Functions
/// keep the system's allocator, which needs half the memory.
#[global_allocator]
static ALLOCATOR: mimalloc::MiMalloc = mimalloc::MiMalloc;

fn main() -> ExitCode {
    match Command::parse(std::env::args_os().skip(1)) {
        Ok(Command::Run(options)) => run(options),
        Ok(Command::Help) => {
            say(HELP);
            ExitCode::SUCCESS
        }
        Err(mistake) => {
            complain(&format!("{mistake}; --help lists the options"));
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
            complain(&format!("no runtime: {error}"));
            return ExitCode::FAILURE;
        }
    };
    let ended = runtime.block_on(stack::run(options));
    // Readers and sweepers have nothing to finish.
    runtime.shutdown_background();
    match ended {
        Ok(()) => ExitCode::SUCCESS,
        Err(error) => {
            complain(&format!("{error:#}"));
            ExitCode::FAILURE
        }
    }
}

/// The one place that prints.
#[expect(clippy::print_stdout, reason = "the welcome is what a person sees of this program")]
fn say(text: &str) {
    print!("{text}");
}

fn complain(text: &str) {
    eprintln!("staffroom-local: {}", text.replace('\n', " "));
}
