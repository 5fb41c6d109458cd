//! The Lambda function `notify`: wiring only.

use lambda_runtime::{Error, run, service_fn, tracing};

#[tokio::main(flavor = "current_thread")]
async fn main() -> Result<(), Error> {
    tracing::init_default_subscriber();
    let app = notify::App::from_env().await?;
    run(service_fn(|event| notify::handle(&app, event))).await
}
