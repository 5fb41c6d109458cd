//! The Lambda function `console`: wiring only.

use lambda_http::{Error, run, service_fn};

#[tokio::main(flavor = "current_thread")]
async fn main() -> Result<(), Error> {
    staffroom_log::start();
    let app = console::App::from_env()?;
    run(service_fn(async |request| console::handle(&app, &request))).await
}
