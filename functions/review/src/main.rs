//! The Lambda function `review`: wiring only.

use lambda_runtime::{Error, run, service_fn, tracing};

#[tokio::main(flavor = "current_thread")]
async fn main() -> Result<(), Error> {
    tracing::init_default_subscriber();
    let app = review::App::from_env().await?;
    run(service_fn(|event| review::handle(&app, event))).await
}
