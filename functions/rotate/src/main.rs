//! The Lambda function `rotate`: wiring only.

use lambda_runtime::{Error, run, service_fn};

#[tokio::main(flavor = "current_thread")]
async fn main() -> Result<(), Error> {
    staffroom_log::start();
    let app = rotate::App::from_env()?;
    run(service_fn(|event| rotate::handle(&app, event))).await
}
