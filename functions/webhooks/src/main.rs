//! The Lambda function `webhooks`: wiring only.

use lambda_http::{Error, run, service_fn};

#[tokio::main(flavor = "current_thread")]
async fn main() -> Result<(), Error> {
    staffroom_log::start();
    let app = webhooks::App::from_env().await?;
    run(service_fn(|request| webhooks::handle(&app, request))).await
}
