//! The capacity units that calls consume, including the mails that follow, are those in `docs/cost.md`.
//!
//! This runs with the embedded database only: DynamoDB Local counts the same for a transaction of any size.

use std::collections::BTreeMap;
use std::fmt::Write as _;
use std::fs;

use crate::architecture::root;
use crate::support::{MINUTE, Person, Stack, TestStore, json};

/// The capacity units of a call, and of the mails that follow it.
struct Row {
    call: &'static str,
    read: f64,
    write: f64,
    notify_read: f64,
    notify_write: f64,
}

/// The read and write units that each function has consumed.
type Consumed = BTreeMap<String, (f64, f64)>;

struct Meter<'s> {
    stack: &'s Stack,
    rows: Vec<Row>,
}

impl Meter<'_> {
    fn consumed(&self) -> Consumed {
        let response = self.stack.anonymous().get("/_local/capacity").assert_status(200);
        let functions = response["functions"].as_object().unwrap().iter();
        let units = |units: &serde_json::Value, name: &str| units[name].as_f64().unwrap();
        functions.map(|(name, of)| (name.clone(), (units(of, "read"), units(of, "write")))).collect()
    }

    /// Measures what a call consumes, in its function and then in `notify`.
    fn measure<T>(&mut self, name: &'static str, call: impl FnOnce() -> T) -> T {
        let before = self.consumed();
        let result = call();
        let mut row = Row { call: name, read: 0.0, write: 0.0, notify_read: 0.0, notify_write: 0.0 };
        for (function, (read, write)) in self.consumed() {
            let (read_before, write_before) = before.get(&function).copied().unwrap_or_default();
            let (read, write) = (read - read_before, write - write_before);
            if function == "notify" {
                (row.notify_read, row.notify_write) = (read, write);
            } else if function != "publish" {
                // What `publish` consumes depends on how many events the stream gives it at once.
                row.read += read;
                row.write += write;
            }
        }
        self.rows.push(row);
        result
    }

    fn table(&self) -> String {
        let mut table = "| call | read | write | read by `notify` | written by `notify` |\n".to_owned();
        table.push_str("| --- | ---: | ---: | ---: | ---: |\n");
        for Row { call, read, write, notify_read, notify_write } in &self.rows {
            writeln!(table, "| {call} | {read} | {write} | {notify_read} | {notify_write} |").unwrap();
        }
        table
    }
}

#[test]
fn calls_consume_what_the_page_on_costs_says() {
    if std::env::var_os("STAFFROOM_TEST_DYNAMODB").is_some() {
        return;
    }
    let stack = Stack::metered();
    let mut meter = Meter { stack: &stack, rows: Vec::new() };
    let [ana, ben, cleo, dora] = ["Ana", "Ben", "Cleo", "Dora"].map(Person::new);
    let support = json!({"roles": ["support"]});

    let store = meter.measure("open a store", || stack.create_store("whatnot", "default"));
    let invite = |person: &Person| {
        store.as_owner().invite(&person.email, support.clone()).assert_status(201)["id"].clone()
    };

    meter.measure("invite", || invite(&ana));
    let token = store.mailbox(&ana.email).next_token();
    let mail = store.mailbox(&ana.email).next_mail();
    meter.measure("SES reports a delivery", || stack.report_mail_event(&mail, "Delivery"));
    meter.measure("look up a link", || stack.anonymous().lookup(&token).assert_status(200));
    meter.measure("accept", || stack.as_person(&ana).accept(&token).assert_status(200));

    let id = invite(&ben);
    // If the invitation's new expiry were in the same second as before, the index would not change.
    stack.advance_clock(MINUTE);
    let owner = store.as_owner();
    meter.measure("change an invitation", || {
        owner.change_invitation(&id, &json!({"locale": "nl"})).assert_status(200)
    });
    meter.measure("resend", || owner.resend(&id).assert_status(200));
    meter.measure("revoke", || owner.revoke(&id).assert_status(204));
    invite(&cleo);
    let token = store.mailbox(&cleo.email).next_token();
    meter.measure("decline", || stack.anonymous().decline(&token).assert_status(204));
    invite(&dora);

    let member = store.as_person(&ana);
    meter.measure("check access, the first of a day", || member.access(&["inventory"]).assert_status(200));
    meter.measure("check access", || member.access(&["inventory"]).assert_status(200));
    meter.measure("read the store", || owner.get_store().assert_status(200));
    meter.measure("list members, 2", || owner.get("/members").assert_status(200));
    meter.measure("list invitations, 4", || owner.get("/invitations").assert_status(200));
    meter.measure("list the history, a page", || owner.get("/audit").assert_status(200));
    meter.measure("list my stores, 1", || stack.as_person(&ana).my_stores());
    let question = |store: &str| json!({"resource": {"type": "store", "id": store}});
    let evaluate = |evaluations: &[serde_json::Value]| {
        let subject = json!({"type": "user", "id": ana.sub});
        let body = json!({"subject": subject, "action": {"name": "live"}, "evaluations": evaluations});
        stack.as_platform().post("/access/v1/evaluations", &body).assert_status(200)
    };
    meter.measure("evaluate access", || evaluate(&[question(&store.id)]));
    meter.measure("evaluate access, 50 times in one store", || evaluate(&vec![question(&store.id); 50]));
    let shops: Vec<_> = (0..50).map(|_| TestStore::create(&stack, &ana, "whatnot", "default")).collect();
    let shops: Vec<_> = shops.iter().map(|shop| question(&shop.id)).collect();
    meter.measure("evaluate access, in 50 stores", || evaluate(&shops));
    let search = |what: &str, body: &serde_json::Value| {
        stack.as_platform().post(&format!("/access/v1/search/{what}"), body).assert_status(200)
    };
    let (user, shop) = (json!({"type": "user", "id": ana.sub}), json!({"type": "store", "id": store.id}));
    let live = json!({"name": "live"});
    let who = json!({"subject": {"type": "user"}, "action": live, "resource": shop});
    meter.measure("search for users, 2 members", || search("subject", &who));
    let whereabouts = json!({"subject": user, "action": live, "resource": {"type": "store"}});
    meter.measure("search for stores, 50 of 51", || search("resource", &whereabouts));
    meter.measure("search for actions", || search("action", &json!({"subject": user, "resource": shop})));

    meter.measure("change a member", || {
        owner.change_member(&ana, &json!({"roles": ["seller"]})).assert_status(200)
    });
    meter.measure("remove a member", || owner.remove_member(&ana).assert_status(204));

    let many: Vec<_> =
        (0..100).map(|_| json!({"email": Person::new("Newcomer").email, "roles": ["support"]})).collect();
    meter.measure("invite a hundred", || owner.invite_many(&many).assert_status(207));
    meter.measure("list invitations, 50 of 104", || owner.get("/invitations?limit=50").assert_status(200));

    let measured = meter.table();
    let page = fs::read_to_string(root().join("docs/cost.md")).unwrap();
    assert!(page.contains(&measured), "docs/cost.md differs from what was measured:\n\n{measured}");
}
