//! The Lambda function `notify`: wiring only.

use lambda_runtime::{Error, run, service_fn};

#[tokio::main(flavor = "current_thread")]
async fn main() -> Result<(), Error> {
    staffroom_log::start();
    let app = notify::App::from_env().await?;
    run(service_fn(|event| notify::handle(&app, event))).await
}
