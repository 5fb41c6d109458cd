//! The Lambda function `claims`: wiring only.

use std::sync::Arc;

use lambda_runtime::{Error, run, service_fn};

#[tokio::main(flavor = "current_thread")]
async fn main() -> Result<(), Error> {
    staffroom_log::start();
    // A function that does not start fails every sign-in. So wrong settings are logged, and sign-ins go on without the claim.
    let app = match claims::App::from_lookup(|name| std::env::var(name).ok()).await {
        Ok(app) => Some(Arc::new(app)),
        Err(cause) => {
            tracing::error!(%cause, "the settings are wrong: no token gets a claim");
            None
        }
    };
    run(service_fn(|event| claims::handle(app.clone(), event))).await
}
