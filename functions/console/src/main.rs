//! The Lambda function `console`: wiring only.

use lambda_http::{Error, run, service_fn, tracing};

#[tokio::main(flavor = "current_thread")]
async fn main() -> Result<(), Error> {
    tracing::init_default_subscriber();
    let app = console::App::from_env()?;
    run(service_fn(async |request| console::handle(&app, &request))).await
}
