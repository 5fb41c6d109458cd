//! The Lambda function `authorizer`: wiring only.

use lambda_runtime::{Error, run, service_fn};

#[tokio::main(flavor = "current_thread")]
async fn main() -> Result<(), Error> {
    staffroom_log::start();
    let app = authorizer::App::from_lookup(|name| std::env::var(name).ok()).await?;
    run(service_fn(|event| authorizer::handle(&app, event))).await
}
