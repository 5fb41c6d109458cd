//! The Lambda function `accept`: wiring only.

use lambda_http::{Error, run, service_fn, tracing};

#[tokio::main(flavor = "current_thread")]
async fn main() -> Result<(), Error> {
    tracing::init_default_subscriber();
    let app = accept::App::from_env().await?;
    run(service_fn(|request| accept::handle(&app, request))).await
}
