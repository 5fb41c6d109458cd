//! The Lambda function `access`: wiring only.

use lambda_http::{Error, run, service_fn};

#[tokio::main(flavor = "current_thread")]
async fn main() -> Result<(), Error> {
    staffroom_log::start();
    let lookup = |name: &str| std::env::var(name).ok();
    let app = access::App::from_lookup(staffroom_table::Table::from_lookup(lookup).await?, lookup)?;
    run(service_fn(|request| access::handle(&app, request))).await
}
