//! The Lambda function `list`: wiring only.

use lambda_http::{Error, run, service_fn};

#[tokio::main(flavor = "current_thread")]
async fn main() -> Result<(), Error> {
    staffroom_log::start();
    let app = staffroom_http::App::from_env().await?;
    run(service_fn(|request| list::handle(&app, request))).await
}
