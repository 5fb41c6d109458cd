//! The Lambda function `people`: wiring only.

use lambda_http::{Error, run, service_fn};

#[tokio::main(flavor = "current_thread")]
async fn main() -> Result<(), Error> {
    staffroom_log::start();
    let app = people::App::from_env().await?;
    run(service_fn(|request| people::handle(&app, request))).await
}
