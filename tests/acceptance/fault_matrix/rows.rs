//! The calls of the matrix. A new call of the product is one more row.

use super::scene::{Act, Before, roles};
use crate::support::{Person, Response, json};

/// A call, and the function whose calls to the database fail.
pub struct Row {
    pub function: &'static str,
    pub name: &'static str,
    pub before: Before,
    /// How many calls the function makes to the database.
    pub calls: usize,
    /// The status of the answer.
    pub status: u16,
    pub call: fn(&Act<'_>) -> Response,
    /// A text in the calls that are meant, if they do not name what the scene has; such calls count once.
    pub mark: Option<&'static str>,
}

impl Row {
    const fn new(
        function: &'static str,
        name: &'static str,
        before: Before,
        calls: usize,
        status: u16,
        call: fn(&Act<'_>) -> Response,
    ) -> Self {
        Self { function, name, before, calls, status, call, mark: None }
    }

    const fn marked(self, mark: &'static str) -> Self {
        Self { mark: Some(mark), ..self }
    }
}

use Before::{Ending, Expired, Invited, Member, Store};

/// Calls of the API, and of SES to `feedback`: the caller repeats them.
#[rustfmt::skip]
pub const REQUESTS: &[Row] = &[
    Row::new("invite", "invite", Store, 3, 201, |act| act.owner().invite(&act.scene.ben.email, roles())),
    Row::new("invite", "invite many", Store, 4, 207, |act| {
        let entries = [&act.scene.ben, &act.scene.cleo].map(|one| json!({"email": one.email, "roles": ["scanner"]}));
        act.owner().invite_many(&entries)
    }),
    Row::new("invite", "resend", Invited, 4, 200, |act| act.owner().resend(&act.scene.invitation)),
    Row::new("accept", "look up", Invited, 1, 200, |act| link(act, false, "lookup")),
    Row::new("accept", "accept", Invited, 2, 200, |act| link(act, true, "accept")),
    Row::new("accept", "decline", Invited, 2, 204, |act| link(act, false, "decline")),
    Row::new("accept", "renew", Expired, 4, 202, |act| link(act, false, "renew")),
    Row::new("accept", "accept one's own", Invited, 4, 200, |act| own(act, "accept")),
    Row::new("accept", "decline one's own", Invited, 4, 204, |act| own(act, "decline")),
    Row::new("list", "the store", Member, 3, 200, |act| act.owner().get_store()),
    Row::new("list", "invitations", Member, 2, 200, |act| act.owner().get("/invitations")),
    Row::new("list", "an invitation", Invited, 1, 200, |act| {
        act.owner().get(&format!("/invitations/{}", act.scene.invitation.as_str().unwrap()))
    }),
    Row::new("list", "members", Member, 3, 200, |act| act.owner().get("/members")),
    Row::new("list", "the history", Member, 2, 200, |act| act.owner().get("/audit")),
    Row::new("list", "the catalog", Member, 1, 200, |act| act.owner().get("/catalog")),
    Row::new("list", "activities", Member, 2, 200, |act| act.owner().get("/activities")),
    Row::new("list", "my stores", Member, 2, 200, |act| act.send(true, "GET", "/me/stores", None)),
    Row::new("list", "my activities", Member, 3, 200, |act| act.send(true, "GET", "/me/activities", None)),
    Row::new("list", "my invitations", Invited, 2, 200, |act| act.send(true, "GET", "/me/invitations", None)),
    Row::new("update", "replace the store", Member, 3, 200, |act| {
        let body = act.store.put_body("default", &act.scene.owner.with_name("Olga"));
        act.platform().send("PUT", "", Some(body.to_string().into_bytes()))
    }),
    Row::new("update", "change the store", Member, 3, 200, |act| act.owner().change_store(&json!({"locale": "nl"}))),
    Row::new("update", "change an invitation", Invited, 2, 200, |act| {
        act.owner().change_invitation(&act.scene.invitation, &json!({"roles": ["scanner"]}))
    }),
    Row::new("update", "put many members", Member, 7, 207, |act| {
        let entry = |one: &Person| json!({"user_id": one.sub, "email": one.email, "roles": ["scanner"]});
        act.platform().post("/members/bulk", &json!({"members": [entry(&act.scene.ben), entry(&act.scene.cleo)]}))
    }),
    Row::new("update", "change a member", Member, 2, 200, |act| {
        act.owner().change_member(&act.scene.ana, &json!({"roles": ["reports"]}))
    }),
    Row::new("update", "put an activity", Store, 2, 201, |act| act.owner().put_activity("ball", &json!({"name": "Ball"}))),
    Row::new("update", "change my profile", Member, 6, 200, |act| {
        act.send(true, "PATCH", "/me", Some(json!({"locale": "fr"})))
    }),
    Row::new("remove", "revoke", Invited, 2, 204, |act| act.owner().revoke(&act.scene.invitation)),
    Row::new("remove", "remove", Member, 2, 204, |act| act.owner().remove_member(&act.scene.ana)),
    Row::new("remove", "leave", Member, 2, 204, |act| act.ana().leave()),
    Row::new("access", "access", Member, 2, 200, |act| act.ana().access(&["check_in"])),
    Row::new("announce", "an order", Member, 2, 202, |act| {
        let order = json!({"number": "7", "customer": "Zoé Zimmer", "total": "25.00 EUR"});
        act.platform().announce(&json!({"type": "order.created", "activity_id": "gala", "order": order}))
    }),
    Row::new("announce", "an app", Member, 2, 202, |act| {
        let app = json!({"name": "Till"});
        act.platform().announce(&json!({"type": "app.installed", "app": app, "installed_by": act.scene.ana.sub}))
    }),
    Row::new("feedback", "delivered", Invited, 1, 202, |act| feedback(act, "Delivery")),
    Row::new("feedback", "bounced", Invited, 2, 202, |act| feedback(act, "Bounce")),
];

/// Calls whose events `notify` tells of: the table's stream repeats them.
#[rustfmt::skip]
pub const EVENTS: &[Row] = &[
    Row::new("notify", "an invitation", Invited, 5, 201, |act| act.owner().invite(&act.scene.ben.email, roles())),
    Row::new("notify", "a new member", Invited, 6, 200, |act| link(act, true, "accept")),
    Row::new("notify", "a removal", Member, 5, 204, |act| act.owner().remove_member(&act.scene.ana)),
];

/// What `work` deals with when its time has come: the schedule and the queue repeat it.
#[rustfmt::skip]
pub const DATES: &[Row] = &[
    Row::new("dispatch", "what is due", Invited, 1, 200, |act| act.owner().get_store()).marked("\"IndexName\":\"due\""),
    Row::new("work", "an expiry", Invited, 2, 200, |act| act.owner().get_store()),
    Row::new("work", "an end of access", Ending, 2, 200, |act| act.owner().get_store()),
];

fn link(act: &Act<'_>, as_ana: bool, verb: &str) -> Response {
    act.send(as_ana, "POST", &format!("/invitations/{verb}"), Some(json!({"token": act.scene.token})))
}

fn own(act: &Act<'_>, verb: &str) -> Response {
    let id = act.scene.invitation.as_str().unwrap();
    act.send(true, "POST", &format!("/me/invitations/{id}/{verb}"), None)
}

fn feedback(act: &Act<'_>, event: &str) -> Response {
    act.stack.anonymous().post("/_local/ses/feedback", &json!({"message_id": act.scene.mail, "event": event}))
}
