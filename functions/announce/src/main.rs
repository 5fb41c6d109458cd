//! The Lambda function `announce`: wiring only.

use lambda_http::{Error, run, service_fn};

#[tokio::main(flavor = "current_thread")]
async fn main() -> Result<(), Error> {
    staffroom_log::start();
    let lookup = |name: &str| std::env::var(name).ok();
    let app = announce::App::from_lookup(staffroom_table::Table::from_lookup(lookup).await?, lookup)?;
    run(service_fn(|request| announce::handle(&app, request))).await
}
