//! What is kept of a person.

use serde_json::json;
use staffroom_api::{ErasureView, ExportBody, ExportView, MoveBody, MoveView, PersonBody};

use crate::operation::Answer;

crate::operation::operations! {
    "people"
    /// Export what is kept of a person
    ///
    /// For the platform only. All records of all stores that hold something of the person: the memberships and those of before,
    /// invitations, events that name them, mails that wait for them, what they do not want, counts, remembered answers, published
    /// events. An event or
    /// answer that names the person is shown whole, so look through it before you hand it out. `docs/privacy.md` has every kind of record.
    ///
    /// The pages are not a snapshot: a record that changes meanwhile is shown as it is then.
    "exportPerson" "POST /exports" => |call| call
        .platform()
        .body::<ExportBody>(json!({
            "user": { "value": { "user_id": "auth0|5f7c8ec7c33c6c004bbafe82" } },
            "address": { "value": { "email": "ana@example.com" } },
        }))
        .answers(Answer::json::<ExportView<'_>>(200, "A page of what is kept"));
    /// Erase a person
    ///
    /// For the platform only. The memberships of the person and their invitations end, and their seats are free. Names and
    /// addresses in the history, in remembered answers and in published events that are kept are replaced by `erased`, IDs by a
    /// random one that begins with `erased-`. Counts are deleted. `person.erased` is published for each store concerned; it alone
    /// names the ID. No mail is sent about it.
    ///
    /// Named by `email`, a person is found who has the address now, or is invited by it. Who has left, or had the address before, is
    /// found by `user_id`, or in the stores that `stores` names: `docs/privacy.md`.
    ///
    /// The work is done after the response, within minutes. Asked again for the same person, an erasure in progress is the
    /// response; later it is a new one, which finds nothing. A person who is invited anew after it is a new person.
    "erasePerson" "POST /erasures" => |call| call
        .platform()
        .takes(&["idempotencyKey"])
        .body::<PersonBody>(json!({
            "user": { "value": { "user_id": "auth0|5f7c8ec7c33c6c004bbafe82" } },
            "address": { "value": { "email": "ana@example.com" } },
        }))
        .answers(Answer::json::<ErasureView>(202, "Accepted. The person is erased after the response").location())
        .refuses(&["CannotErase"]);
    /// Get an erasure
    ///
    /// For the platform only. How far it is.
    "getErasure" "GET /erasures/{erasure}" => |call| call
        .platform()
        .answers(Answer::json::<ErasureView>(200, "The erasure"));
    /// Move a person to another ID
    ///
    /// For the platform only, when the identity provider gives a person another ID. Every membership and ownership of the ID goes to
    /// the other one, with its seat, addresses, and what was chosen about mails, and the invitations that the person vouches for
    /// stay valid. Nobody is mailed. The history of each store has a `person.moved`, and what was before keeps the former ID.
    ///
    /// The work is done after the response, store by store, within minutes. Asked again, it goes on with what is left: a response
    /// with 0 says that nothing is. If both IDs are on one team, nothing is moved and the response is `already_member`.
    "movePerson" "POST /users/{user}/move" => |call| call
        .platform()
        .takes(&["idempotencyKey"])
        .body::<MoveBody>(json!({ "move": { "value": { "to": "auth0|5f7c8ec7c33c6c004bbafe83" } } }))
        .answers(Answer::json::<MoveView>(202, "Accepted. The person is moved after the response"))
        .refuses(&["CannotMove"]);
}
