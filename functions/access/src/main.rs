//! The Lambda function `access`: wiring only.

use lambda_http::{Error, run, service_fn};

#[tokio::main(flavor = "current_thread")]
async fn main() -> Result<(), Error> {
    staffroom_log::start();
    let app = access::App::from_lookup(|name| std::env::var(name).ok()).await?;
    run(service_fn(|request| access::handle(&app, request))).await
}
