use std::time::Instant;

use lambda_http::{Body, Error, Response};
use staffroom_aws::Metric;
use staffroom_domain::{Rejection, StoreId};

use crate::answer::Answer;
use crate::app::App;
use crate::error::ApiError;
use crate::problem::Problem;
use crate::request::Call;

/// Answers a request: `handle` does the work; every outcome is turned into HTTP and logged here, once.
///
/// # Errors
/// When the answer cannot be put into HTTP.
pub async fn serve<D>(
    app: &App<D>,
    request: lambda_http::Request,
    handle: impl AsyncFnOnce(&Call) -> Result<Answer, ApiError>,
) -> Result<Response<Body>, Error> {
    serve_with_public(app, &[], request, handle).await
}

/// As [`serve`], where the routes in `public` need no caller: no token is looked at there.
///
/// # Errors
/// When the answer cannot be put into HTTP.
pub async fn serve_with_public<D>(
    app: &App<D>,
    public: &[&str],
    request: lambda_http::Request,
    handle: impl AsyncFnOnce(&Call) -> Result<Answer, ApiError>,
) -> Result<Response<Body>, Error> {
    let started = Instant::now();
    let call = Call::new(app.clock.clone(), app.tokens.as_deref(), public, request).await;
    // Boxed: one of many routes is taken, and the future is as large as the largest.
    let answered = match call.check_query() {
        Ok(()) => Box::pin(handle(&call)).await,
        Err(error) => Err(error.into()),
    };
    let (mut response, outcome) = match answered {
        Ok(answer) => (answer.into_response()?, "ok"),
        Err(error) => {
            if matches!(error, ApiError::Rejected(Rejection::SeatLimitReached { .. })) {
                app.count(&call, Metric::SeatsRefused, 1);
            }
            log_fault(&error, call.request_id());
            let problem = Problem::from(&error);
            (problem.to_response(call.request_id())?, problem.code())
        }
    };
    if call.is_head() {
        *response.body_mut() = Body::Empty;
    }
    // Ids of requests and stores, never of people. The runtime's own span around this line has X-Ray's id.
    tracing::info!(
        request_id = call.request_id(),
        route = call.route(),
        store = call.store().as_ref().map(StoreId::as_str).unwrap_or_default(),
        status = response.status().as_u16(),
        outcome,
        milliseconds = u64::try_from(started.elapsed().as_millis()).unwrap_or(u64::MAX),
    );
    Ok(response)
}

/// Logs a fault with the errors below it. The caller only gets the id of the request.
fn log_fault(error: &ApiError, request_id: &str) {
    let ApiError::Faulted(fault) = error else { return };
    let cause = source_chain(fault);
    if matches!(fault, staffroom_app::Fault::Unavailable { .. }) {
        tracing::warn!(request_id, cause, "the database is not available");
    } else {
        tracing::error!(request_id, cause, "internal fault");
    }
}

/// An error with its sources, outermost first.
fn source_chain(error: &dyn std::error::Error) -> String {
    /// More errors than any real chain has.
    const DEPTH: usize = 10;
    let below = std::iter::successors(error.source(), |error| error.source());
    below.take(DEPTH).fold(error.to_string(), |chain, error| format!("{chain}: {error}"))
}

#[cfg(test)]
mod tests {
    use staffroom_app::Fault;

    use super::source_chain;

    #[test]
    fn the_log_has_every_error_of_the_chain() {
        let inner = std::io::Error::other("connection reset");
        let fault = Fault::Unavailable { reason: "timeout".to_owned(), source: Some(Box::new(inner)) };
        assert_eq!(source_chain(&fault), "the database is not available: timeout: connection reset");
    }
}
