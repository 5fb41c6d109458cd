use staffroom_domain::builders::{member, noon, store};
use staffroom_domain::{Activity, EventKind, Member, Rejection, first_version};

use super::{ActivityPut, PutActivity};
use crate::builders::{
    activity_found, context, found, member_found, member_key, person, shop, store_found, store_key,
};
use crate::context::Caller;
use crate::execute::UseCase;
use crate::expect::{checked, committed, event, keys, managers_only, put, rejected, sorted};
use crate::key::Key;
use crate::plan::Condition;
use crate::precondition::Precondition;
use crate::read::ReadResult;
use crate::record::Record;

fn show(version: u64) -> Activity {
    Activity {
        id: "show".parse().unwrap(),
        name: "The Show".to_owned().try_into().unwrap(),
        order_notifications: true,
        version,
    }
}

fn key() -> Key {
    Key::Activity(shop(), show(1).id)
}

fn by(caller: Caller) -> PutActivity {
    let Activity { id, name, order_notifications, .. } = show(1);
    PutActivity {
        caller,
        store: shop(),
        activity: id,
        required: Precondition::None,
        name,
        order_notifications,
    }
}

fn read() -> ReadResult {
    let kim = Member { version: 4, ..member("kim", &["administrator"]) };
    found([store_found(&store("whatnot")), member_found(&kim)])
}

#[test]
fn only_managers_put_an_activity() {
    managers_only(by, &read());
    assert_eq!(by(person("kim")).reads(noon()).keys, [store_key(), member_key("kim"), key()]);
}

#[test]
fn an_activity_is_made() {
    let (plan, answer) = committed(by(person("kim")).decide(&read(), &context()));
    assert!(matches!(answer, ActivityPut::Created(activity) if activity == show(first_version(noon()))));
    assert_eq!(put(&plan, &key()), (&Record::Activity(show(first_version(noon()))), &Condition::Absent));
    assert_eq!(checked(&plan, &member_key("kim")), Condition::Version(4));
    assert_eq!(keys(&plan), sorted([key(), member_key("kim")]));
    let Activity { id, name, .. } = show(1);
    let told = EventKind::ActivityPut { activity: id, name, order_notifications: true };
    assert_eq!(event(&plan).kind, told);
}

#[test]
fn an_activity_is_replaced() {
    let mut read = read();
    let (key, record) = activity_found(&Activity { order_notifications: false, ..show(6) });
    read.set(key.clone(), record);
    let (plan, answer) = committed(by(person("kim")).decide(&read, &context()));
    assert!(matches!(answer, ActivityPut::Replaced(activity) if activity == show(7)));
    assert_eq!(put(&plan, &key), (&Record::Activity(show(7)), &Condition::Version(6)));
}

#[test]
fn an_activity_that_must_not_be_there_replaces_none() {
    let must_be_new = PutActivity { required: Precondition::Absent, ..by(person("kim")) };
    committed(must_be_new.decide(&read(), &context()));
    let mut read = read();
    let (key, record) = activity_found(&show(6));
    read.set(key, record);
    assert_eq!(rejected(must_be_new.decide(&read, &context())), Rejection::PreconditionFailed);
    let version = PutActivity { required: Precondition::Versions(vec![6]), ..by(person("kim")) };
    committed(version.decide(&read, &context()));
}
