//! The Lambda function `feedback`: wiring only.

use lambda_runtime::{Error, run, service_fn};

#[tokio::main(flavor = "current_thread")]
async fn main() -> Result<(), Error> {
    staffroom_log::start();
    let app = feedback::App::from_env().await?;
    run(service_fn(|event| feedback::handle(&app, event))).await
}
