//! The AuthZEN Authorization API 1.0.

use serde_json::{Value, json};
use staffroom_api::authzen::{
    ActionResultView, ActionSearchBody, DecisionView, EvaluationBody, EvaluationsBody, EvaluationsView,
    MetadataView, ResourceResultView, ResourceSearchBody, SearchView, SubjectResultView, SubjectSearchBody,
};

use crate::operation::Answer;

/// Someone, something that they want to do, and a store.
fn question(user: &str, action: &str, store: &str) -> Value {
    json!({
        "subject": { "type": "user", "id": user },
        "action": { "name": action },
        "resource": { "type": "store", "id": store },
    })
}

fn denied() -> Value {
    json!({ "decision": false, "context": {
        "reason_user": { "en": "Your access to this section is restricted. For help, please contact the owner of the store, Camille Martin." },
        "missing": ["billing"],
        "contact": { "name": "Camille Martin", "email": "owner@example.com" },
    } })
}

crate::operation::operations! {
    "authzen"
    /// Find the addresses of the AuthZEN Authorization API
    ///
    /// Its metadata document. The addresses are those of `PublicUrl`, if the stack has one, or else of the gateway.
    "authzenConfiguration" "GET /.well-known/authzen-configuration" => |call| call
        .public()
        .answers(Answer::json::<MetadataView>(200, "The addresses"));
    /// Evaluate whether a user may do something
    ///
    /// The decision is that of `GET /stores/{store}/access`, and so are the callers: every signed-in user about themselves, the
    /// platform and support agents about any user. A subject, an action or a resource that does not exist is no error: the
    /// decision is `false`. For an activity, the user needs the permission in its store.
    "evaluateAccess" "POST /access/v1/evaluation" => |call| call
        .authzen()
        .body::<EvaluationBody>(json!({
            "store": { "value": question("demo-owner", "sales", "demo-ecwid") },
            "activity": { "value": {
                "subject": { "type": "user", "id": "demo-owner" },
                "action": { "name": "check_in" },
                "resource": { "type": "activity", "id": "gala", "properties": { "store": "demo-ticketing" } },
            } },
        }))
        .answers(Answer::json::<DecisionView<'_>>(200, "The decision").request_id().examples(json!({
            "permitted": { "value": { "decision": true } },
            "denied": { "value": denied() },
        })))
        .refuses(&["Forbidden"]);
    /// Evaluate up to fifty questions
    ///
    /// The `subject`, `action` and `resource` of the request are the defaults of its evaluations. An evaluation that is not valid
    /// is denied, with `error` in its `context`, and does not stop the others.
    "evaluateAccessBatch" "POST /access/v1/evaluations" => |call| call
        .authzen()
        .body::<EvaluationsBody>(json!({
            "actions": { "value": {
                "subject": { "type": "user", "id": "demo-owner" },
                "resource": { "type": "store", "id": "demo-ecwid" },
                "evaluations": [{ "action": { "name": "sales" } }, { "action": { "name": "billing" } }],
            } },
        }))
        .answers(Answer::json::<EvaluationsView<'_>>(200, "The decisions, or a single one").request_id().examples(json!({
            "two": { "value": { "evaluations": [{ "decision": true }, denied()] } },
            "one": { "value": { "decision": true } },
        })))
        .refuses(&["Forbidden"]);
    /// Find the users who may do something at a resource
    ///
    /// The owner comes first, then the members sorted by ID. A page can have fewer results than its `limit` although there are more
    /// pages.
    "searchSubjects" "POST /access/v1/search/subject" => |call| call
        .platform()
        .authzen()
        .body::<SubjectSearchBody>(json!({
            "store": { "value": {
                "subject": { "type": "user" },
                "action": { "name": "sales" },
                "resource": { "type": "store", "id": "demo-ecwid" },
                "page": { "limit": 20 },
            } },
        }))
        .answers(Answer::json::<SearchView<SubjectResultView>>(200, "A page of users").request_id());
    /// Find the stores or activities at which a user may do something
    ///
    /// For the same callers as an evaluation. Sorted by the ID of the store, and then by that of the activity. A store that the user
    /// joined in the last seconds may be missing. A page can have fewer results than its `limit` although there are more pages.
    "searchResources" "POST /access/v1/search/resource" => |call| call
        .authzen()
        .body::<ResourceSearchBody>(json!({
            "stores": { "value": {
                "subject": { "type": "user", "id": "demo-owner" },
                "action": { "name": "sales" },
                "resource": { "type": "store" },
            } },
        }))
        .answers(Answer::json::<SearchView<ResourceResultView>>(200, "A page of stores or activities").request_id())
        .refuses(&["Forbidden"]);
    /// Find what a user may do at a resource
    ///
    /// For the same callers as an evaluation. In the order of the catalog.
    "searchActions" "POST /access/v1/search/action" => |call| call
        .authzen()
        .body::<ActionSearchBody>(json!({
            "store": { "value": {
                "subject": { "type": "user", "id": "demo-owner" },
                "resource": { "type": "store", "id": "demo-ecwid" },
            } },
        }))
        .answers(Answer::json::<SearchView<ActionResultView>>(200, "A page of permissions").request_id())
        .refuses(&["Forbidden"]);
}
