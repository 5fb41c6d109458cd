//! The Lambda function `feedback`: wiring only.

use lambda_runtime::{Error, run, service_fn, tracing};

#[tokio::main(flavor = "current_thread")]
async fn main() -> Result<(), Error> {
    tracing::init_default_subscriber();
    let app = feedback::App::from_env().await?;
    run(service_fn(|event| feedback::handle(&app, event))).await
}
