//! The Lambda function `accept`: wiring only.

use lambda_http::{Error, run, service_fn};

#[tokio::main(flavor = "current_thread")]
async fn main() -> Result<(), Error> {
    staffroom_log::start();
    let app = accept::App::from_lookup(|name: &str| std::env::var(name).ok()).await?;
    run(service_fn(|request| accept::handle(&app, request))).await
}
