//! The Lambda function `work`: wiring only.

#![recursion_limit = "256"] // The runtime nests as many layers around a handler as the limit is by default.

use lambda_runtime::{Error, run, service_fn};

#[tokio::main(flavor = "current_thread")]
async fn main() -> Result<(), Error> {
    staffroom_log::start();
    let app = work::App::from_env().await?;
    run(service_fn(|event| work::handle(&app, event))).await
}
