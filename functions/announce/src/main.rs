//! The Lambda function `announce`: wiring only.

use lambda_http::{Error, run, service_fn, tracing};

#[tokio::main(flavor = "current_thread")]
async fn main() -> Result<(), Error> {
    tracing::init_default_subscriber();
    let app = staffroom_http::App::from_env().await?;
    run(service_fn(|request| announce::handle(&app, request))).await
}
