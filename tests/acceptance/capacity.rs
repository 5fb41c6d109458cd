//! What calls consume of DynamoDB, mails that follow included, is what `docs/cost.md` says.
//!
//! On the embedded database only: DynamoDB Local counts a transaction the same however many items are in it.

use std::collections::BTreeMap;
use std::fmt::Write as _;
use std::fs;

use crate::architecture::root;
use crate::support::{MINUTE, Person, Stack, json};

/// Capacity units, those that a call consumes and those of what follows it.
struct Row {
    call: &'static str,
    read: f64,
    write: f64,
    read_after: f64,
    write_after: f64,
}

/// By function, what it has read and written.
type Consumed = BTreeMap<String, (f64, f64)>;

struct Meter<'s> {
    stack: &'s Stack,
    rows: Vec<Row>,
}

impl Meter<'_> {
    fn consumed(&self) -> Consumed {
        let answer = self.stack.anyone().get("/_local/capacity").is(200);
        let functions = answer["functions"].as_object().unwrap().iter();
        let units = |units: &serde_json::Value, name: &str| units[name].as_f64().unwrap();
        functions.map(|(name, of)| (name.clone(), (units(of, "read"), units(of, "write")))).collect()
    }

    /// What `call` consumes, which is the business of one function, and `notify` after it.
    fn measure<T>(&mut self, name: &'static str, call: impl FnOnce() -> T) -> T {
        let before = self.consumed();
        let result = call();
        let mut row = Row { call: name, read: 0.0, write: 0.0, read_after: 0.0, write_after: 0.0 };
        for (function, (read, write)) in self.consumed() {
            let (read_before, write_before) = before.get(&function).copied().unwrap_or_default();
            let (read, write) = (read - read_before, write - write_before);
            if function == "notify" {
                (row.read_after, row.write_after) = (read, write);
            } else {
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
        for Row { call, read, write, read_after, write_after } in &self.rows {
            writeln!(table, "| {call} | {read} | {write} | {read_after} | {write_after} |").unwrap();
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

    let shop = meter.measure("open a store", || stack.open("whatnot", "default"));
    let invite = |person: &Person| shop.owner().invite(&person.email, support.clone()).is(201)["id"].clone();

    meter.measure("invite", || invite(&ana));
    let token = shop.mailbox(&ana.email).next_token();
    let mail = shop.mailbox(&ana.email).next();
    meter.measure("SES reports a delivery", || stack.feedback(&mail, "Delivery"));
    meter.measure("look up a link", || stack.anyone().lookup(&token).is(200));
    meter.measure("accept", || stack.signed_in(&ana).accept(&token).is(200));

    let id = invite(&ben);
    // A new term that ends in the same second would leave an index as it is.
    stack.advance(MINUTE);
    let owner = shop.owner();
    meter.measure("change an invitation", || owner.change_invitation(&id, &json!({"locale": "nl"})).is(200));
    meter.measure("resend", || owner.resend(&id).is(200));
    meter.measure("revoke", || owner.revoke(&id).is(204));
    invite(&cleo);
    let token = shop.mailbox(&cleo.email).next_token();
    meter.measure("decline", || stack.anyone().decline(&token).is(204));
    invite(&dora);

    let member = shop.member(&ana);
    meter.measure("check access, the first of a day", || member.access(&["inventory"]).is(200));
    meter.measure("check access", || member.access(&["inventory"]).is(200));
    meter.measure("read the store", || owner.store().is(200));
    meter.measure("list members, 2", || owner.get("/members").is(200));
    meter.measure("list invitations, 4", || owner.get("/invitations").is(200));
    meter.measure("list the history, a page", || owner.get("/audit").is(200));
    meter.measure("list my stores, 1", || stack.signed_in(&ana).my_stores());

    meter.measure("change a member", || owner.change(&ana, &json!({"roles": ["seller"]})).is(200));
    meter.measure("remove a member", || owner.remove(&ana).is(204));

    let many: Vec<_> =
        (0..100).map(|_| json!({"email": Person::new("Somebody").email, "roles": ["support"]})).collect();
    meter.measure("invite a hundred", || owner.invite_all(&many).is(207));
    meter.measure("list invitations, 50 of 104", || owner.get("/invitations?limit=50").is(200));

    let measured = meter.table();
    let page = fs::read_to_string(root().join("docs/cost.md")).unwrap();
    assert!(page.contains(&measured), "docs/cost.md says otherwise. Measured:\n\n{measured}");
}
