//! The Lambda function `rotate`: wiring only.

use lambda_runtime::{Error, run, service_fn, tracing};

#[tokio::main(flavor = "current_thread")]
async fn main() -> Result<(), Error> {
    tracing::init_default_subscriber();
    let app = rotate::App::from_env()?;
    run(service_fn(|event| rotate::handle(&app, event))).await
}
