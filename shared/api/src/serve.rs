use std::time::{Duration, Instant, SystemTime};

use lambda_http::{Body, Error, RequestExt, Response};
use staffroom_app::{Fault, TimeLimit};
use staffroom_aws::{Deadline, Metric};
use staffroom_domain::{Rejection, StoreId};

use crate::answer::Answer;
use crate::app::App;
use crate::error::ApiError;
use crate::problem::Problem;
use crate::request::Call;

/// Answers a request by `handle`. It converts every outcome to HTTP and logs it once.
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

/// Like [`serve`]. The routes in `public` need no caller, and their tokens are not verified.
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
    let deadline = deadline_of(&request);
    let call =
        Call::new(app.clock.clone(), time_limit(deadline), app.tokens.as_deref(), public, request).await;
    // Boxed: one of many routes is taken, and the future is as large as the largest.
    let answered = match call.check_query().and_then(|()| call.check_size()) {
        // Each attempt at the database is dropped with it, so that the answer comes before the function is cut off.
        Ok(()) => match deadline.run(Box::pin(handle(&call))).await {
            Ok(answered) => answered,
            Err(_) => Err(Fault::Unavailable { reason: "deadline".to_owned(), source: None }.into()),
        },
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
            (problem.to_response(call.request_id())?, problem.code().as_str())
        }
    };
    if call.is_head() {
        response = staffroom_response::without_body(response);
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

/// The time that a function needs after its work to write, log and hand over the answer.
const ANSWER: Duration = Duration::from_millis(500);

/// The longest that the work on a request may take: behind API Gateway, a function has 30 seconds at most.
const LONGEST: Duration = Duration::from_secs(30);

/// When the work on a request must be done: shortly before Lambda cuts the function off.
fn deadline_of(request: &lambda_http::Request) -> Deadline {
    let longest = SystemTime::now() + LONGEST + ANSWER;
    let end = request.lambda_context_ref().map_or(longest, |context| context.deadline().min(longest));
    Deadline::before(end, ANSWER)
}

/// The deadline, for a use case of several writes: it stops in time to say what it did.
fn time_limit(deadline: Deadline) -> TimeLimit {
    TimeLimit::new(move |reserve| Box::pin(deadline.leaves_only(reserve)))
}

/// Logs a fault with the errors below it. The caller only gets the id of the request.
fn log_fault(error: &ApiError, request_id: &str) {
    let ApiError::Faulted(fault) = error else { return };
    let cause = source_chain(fault);
    if matches!(fault, Fault::Unavailable { .. }) {
        tracing::warn!(request_id, cause, "the database is not available");
    } else {
        tracing::error!(request_id, cause, "internal fault");
    }
}

/// An error with its sources, outermost first.
fn source_chain(error: &dyn std::error::Error) -> String {
    /// A limit that no real chain of errors reaches.
    const DEPTH: usize = 10;
    let below = std::iter::successors(error.source(), |error| error.source());
    below.take(DEPTH).fold(error.to_string(), |chain, error| format!("{chain}: {error}"))
}

#[cfg(test)]
mod tests {
    use std::future::pending;
    use std::sync::Arc;
    use std::time::{SystemTime, UNIX_EPOCH};

    use lambda_http::{Body, Context, Request, RequestExt};
    use serde_json::Value;
    use staffroom_app::Fault;
    use staffroom_domain::bounds;

    use super::{serve, source_chain};
    use crate::answer::Answer;
    use crate::app::App;

    #[tokio::test]
    async fn an_answer_comes_before_the_function_is_cut_off() {
        let app = App::new((), Arc::new(chrono::Utc::now), staffroom_aws::Metrics::from_lookup(|_| None));
        let now = SystemTime::now().duration_since(UNIX_EPOCH).unwrap().as_millis();
        let mut context = Context::default();
        context.deadline = u64::try_from(now).unwrap() + 600;
        let request = Request::new(Body::Empty).with_lambda_context(context);

        let response = serve(&app, request, async |_| pending::<Result<Answer, _>>().await).await.unwrap();

        let end = SystemTime::now().duration_since(UNIX_EPOCH).unwrap().as_millis();
        assert!(end < now + 600, "after {} ms", end - now);
        let problem: Value = serde_json::from_slice(response.body().as_ref()).unwrap();
        assert_eq!((response.status().as_u16(), &problem["code"]), (503, &"unavailable".into()));
        assert!(response.headers().contains_key("retry-after"));
    }

    #[tokio::test]
    async fn a_call_that_takes_no_body_has_the_limit_of_a_body_too() {
        let app = App::new((), Arc::new(chrono::Utc::now), staffroom_aws::Metrics::from_lookup(|_| None));
        let status = async |bytes: usize| {
            let request = Request::new(Body::Text(" ".repeat(bytes)));
            serve(&app, request, async |_| Ok(Answer::ok(&()))).await.unwrap().status().as_u16()
        };
        assert_eq!(status(bounds::BODY_BYTES).await, 200);
        assert_eq!(status(bounds::BODY_BYTES + 1).await, 413);
    }

    #[test]
    fn the_log_has_every_error_of_the_chain() {
        let inner = std::io::Error::other("connection reset");
        let fault = Fault::Unavailable { reason: "timeout".to_owned(), source: Some(Box::new(inner)) };
        assert_eq!(source_chain(&fault), "the database is not available: timeout: connection reset");
    }
}
