//! Activities, put by a manager.

use lambda_http::http::StatusCode;
use staffroom_api::{ActivityBody, ActivityView, Answer, ApiError, Call};
use staffroom_app::{ActivityPut, IdempotencyScope, PutActivity};
use staffroom_domain::{Activity, ActivityId, StoreId};

use crate::app::App;

pub(crate) async fn put(app: &App, call: &Call) -> Result<Answer, ApiError> {
    let (caller, store, activity) =
        (call.caller()?.clone(), call.store()?, call.path::<ActivityId>("activity")?);
    let body: ActivityBody = call.body()?;
    let scope = IdempotencyScope::Store(store.clone());
    let put = PutActivity {
        caller,
        store: store.clone(),
        activity,
        required: call.precondition()?,
        name: body.name,
        order_notifications: body.order_notifications,
    };
    app.execute_idempotent(call, scope, &put, |put| match put {
        ActivityPut::Created(activity) => {
            let path = format!("/stores/{}/activities/{}", store.as_str(), activity.id.as_str());
            view(StatusCode::CREATED, &store, activity).at(path)
        }
        ActivityPut::Replaced(activity) => view(StatusCode::OK, &store, activity),
    })
    .await
}

fn view(status: StatusCode, store: &StoreId, activity: &Activity) -> Answer {
    Answer::json(status, &ActivityView::of(store, activity)).version(activity.version)
}
