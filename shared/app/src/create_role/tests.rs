use staffroom_domain::builders::{member, noon, store};
use staffroom_domain::{Description, EventKind, Member, Rejection, first_version};

use super::CreateRole;
use crate::builders::{
    context, found, member_found, member_key, person, role_found, role_texts, shop, store_found, store_key,
    with_roles,
};
use crate::context::Caller;
use crate::execute::UseCase;
use crate::expect::{checked, committed, event, managers_only, put, rejected, store_write};
use crate::key::Key;
use crate::plan::{Condition, StoreCondition};
use crate::read::ReadResult;
use crate::record::Record;

fn by(caller: Caller) -> CreateRole {
    CreateRole {
        caller,
        store: shop(),
        slug: "packer".parse().unwrap(),
        label: "Packer".to_owned().try_into().unwrap(),
        description: Description::none(),
        permissions: vec!["shipping".parse().unwrap()],
    }
}

fn key() -> Key {
    Key::Role(shop(), "packer".parse().unwrap())
}

fn read() -> ReadResult {
    let kim = Member { version: 4, ..member("kim", &["administrator"]) };
    found([store_found(&store("whatnot")), member_found(&kim)])
}

#[test]
fn only_managers_create_a_role() {
    managers_only(by, &read());
    assert_eq!(by(person("kim")).reads(noon()).keys, [store_key(), member_key("kim"), key()]);
}

#[test]
fn the_store_gets_the_role_and_its_texts_are_a_record_of_their_own() {
    let (plan, (after, texts)) = committed(by(person("kim")).decide(&read(), &context()));
    assert_eq!(store_write(&plan).condition, StoreCondition::Unchanged { version: 1, departures: None });
    assert_eq!(store_write(&plan).put.as_deref(), Some(&after));
    assert_eq!(after.permissions_of(&texts.slug), Some(vec!["shipping"]));
    assert_eq!(put(&plan, &key()), (&Record::Role(Box::new(texts.clone())), &Condition::Absent));
    assert_eq!(texts.version, first_version(context().now));
    assert_eq!(checked(&plan, &member_key("kim")), Condition::Version(4));
    let EventKind::RoleCreated { role } = event(&plan).kind else { panic!("another event") };
    assert_eq!((role.label.as_str(), role.permissions.len()), ("Packer", 1));
}

#[test]
fn texts_that_a_former_catalog_left_are_replaced() {
    let left = role_texts("packer", u64::MAX / 2);
    let mut read = read();
    let (key, record) = role_found(&left);
    read.set(key.clone(), record);
    let (plan, (_, texts)) = committed(by(person("owner")).decide(&read, &context()));
    assert_eq!(put(&plan, &key).1, &Condition::Version(left.version));
    assert_eq!(texts.version, left.version + 1, "no version comes twice");
}

#[test]
fn a_slug_is_given_once() {
    let shop = with_roles(store("whatnot"), &[("packer", &["live"])]);
    let refused = by(person("owner")).decide(&found([store_found(&shop)]), &context());
    assert_eq!(rejected(refused), Rejection::RoleExists);
}
