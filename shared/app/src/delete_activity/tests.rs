use staffroom_domain::builders::{member, noon, store};
use staffroom_domain::{Activity, EventKind, Member, Rejection};

use super::DeleteActivity;
use crate::builders::{
    activity_found, context, found, member_found, member_key, person, shop, store_found, store_key,
};
use crate::context::Caller;
use crate::execute::UseCase;
use crate::expect::{checked, committed, event, managers_only, rejected};
use crate::key::Key;
use crate::plan::{Condition, Write};
use crate::precondition::Precondition;
use crate::read::ReadResult;

fn show() -> Activity {
    Activity {
        id: "show".parse().unwrap(),
        name: "The Show".to_owned().try_into().unwrap(),
        order_notifications: true,
        version: 6,
    }
}

fn by(caller: Caller) -> DeleteActivity {
    DeleteActivity { caller, store: shop(), activity: show().id, required: Precondition::None }
}

fn read() -> ReadResult {
    let kim = Member { version: 4, ..member("kim", &["administrator"]) };
    found([store_found(&store("whatnot")), member_found(&kim), activity_found(&show())])
}

#[test]
fn only_managers_delete_an_activity() {
    managers_only(by, &read());
    let key = Key::Activity(shop(), show().id);
    assert_eq!(by(person("kim")).reads(noon()).keys, [store_key(), member_key("kim"), key]);
}

#[test]
fn an_activity_is_deleted_as_it_was_read() {
    let (plan, ()) = committed(by(person("kim")).decide(&read(), &context()));
    let key = Key::Activity(shop(), show().id);
    assert!(plan.writes.contains(&Write::Delete { key, condition: Condition::Version(6) }));
    assert_eq!(checked(&plan, &member_key("kim")), Condition::Version(4));
    let Activity { id, name, .. } = show();
    assert_eq!(event(&plan).kind, EventKind::ActivityDeleted { activity: id, name });
}

#[test]
fn only_the_required_version_of_an_activity_that_there_is_is_deleted() {
    let version =
        |version| DeleteActivity { required: Precondition::Versions(vec![version]), ..by(person("kim")) };
    committed(version(6).decide(&read(), &context()));
    assert_eq!(rejected(version(5).decide(&read(), &context())), Rejection::PreconditionFailed);
    let kim = member_found(&member("kim", &["administrator"]));
    let none = found([store_found(&store("whatnot")), kim]);
    assert_eq!(rejected(by(person("kim")).decide(&none, &context())), Rejection::NotFound);
}
