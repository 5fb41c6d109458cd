//! The Lambda function `publish`: wiring only.

use lambda_runtime::{Error, run, service_fn};

#[tokio::main(flavor = "current_thread")]
async fn main() -> Result<(), Error> {
    staffroom_log::start();
    let app = publish::App::from_env().await?;
    run(service_fn(|event| publish::handle(&app, event))).await
}
