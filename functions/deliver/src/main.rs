//! The Lambda function `deliver`: wiring only.

#![recursion_limit = "256"] // The runtime nests as many layers around a handler as the limit is by default.

use lambda_runtime::{Error, run, service_fn};

#[tokio::main(flavor = "current_thread")]
async fn main() -> Result<(), Error> {
    staffroom_log::start();
    let app = deliver::App::from_env().await?;
    run(service_fn(|event| deliver::handle(&app, event))).await
}
