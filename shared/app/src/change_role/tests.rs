use staffroom_domain::builders::{member, store, user};
use staffroom_domain::{EventKind, Rejection, RoleUse, Store};

use super::ChangeRole;
use crate::builders::{
    context, found, member_found, person, role_found, role_texts, shop, store_found, with_roles,
};
use crate::context::Caller;
use crate::execute::UseCase;
use crate::expect::{committed, event, managers_only, put, read_more, rejected, store_write, unchanged};
use crate::key::Key;
use crate::plan::Condition;
use crate::precondition::Precondition;
use crate::read::ReadResult;

/// `packer` ships and spends; `lead` manages the team and ships.
fn of() -> Store {
    with_roles(store("whatnot"), &[("packer", &["shipping", "spend"]), ("lead", &["shipping", "team"])])
}

fn by(caller: Caller) -> ChangeRole {
    ChangeRole {
        caller,
        store: shop(),
        role: "packer".parse().unwrap(),
        required: Precondition::None,
        label: None,
        description: None,
        permissions: Some(vec!["shipping".parse().unwrap()]),
    }
}

fn key() -> Key {
    Key::Role(shop(), "packer".parse().unwrap())
}

/// Kim has the role `lead`, and Ann the catalog's.
fn read() -> ReadResult {
    found([
        store_found(&of()),
        member_found(&member("kim", &["lead"])),
        member_found(&member("ann", &["administrator"])),
        role_found(&role_texts("packer", 7)),
    ])
}

#[test]
fn only_managers_change_a_role() {
    let mut read = read();
    let (key, record) = member_found(&member("kim", &["administrator"]));
    read.set(key, record);
    managers_only(by, &read);
}

#[test]
fn a_change_of_permissions_writes_the_store_and_the_texts() {
    let (plan, (after, texts)) = committed(by(person("ann")).decide(&read(), &context()));
    assert_eq!(after.permissions_of(&texts.slug), Some(vec!["shipping"]));
    assert_eq!(store_write(&plan).put.as_deref(), Some(&after));
    assert_eq!((put(&plan, &key()).1, texts.version), (&Condition::Version(7), 8));
    assert_eq!(store_write(&plan).changed_at, None, "who has it does not matter to whoever holds all of it");
    let EventKind::RoleChanged { role, before } = event(&plan).kind else { panic!("another event") };
    assert_eq!((role.permissions.len(), before.permissions.len()), (1, 2));
}

#[test]
fn a_change_of_texts_does_not_write_the_store() {
    let label = "Night packer".to_owned().try_into().ok();
    let change = ChangeRole { label, permissions: None, ..by(person("owner")) };
    let (plan, (_, texts)) = committed(change.decide(&read(), &context()));
    assert_eq!((store_write(&plan).put.as_deref(), texts.label.as_str()), (None, "Night packer"));
    let same =
        ChangeRole { label: "packer".to_owned().try_into().ok(), permissions: None, ..by(person("owner")) };
    assert_eq!(unchanged(same.decide(&read(), &context())).1.version, 7);
}

#[test]
fn who_holds_less_changes_only_a_role_that_no_other_has() {
    let unread = read_more(by(person("kim")).decide(&read(), &context()));
    assert!(unread.role_users.is_some() && unread.keys.is_empty());
    let mut read = read();
    read.set_role_use(RoleUse { members: vec![(user("lou"), None)], ..RoleUse::default() });
    assert_eq!(rejected(by(person("kim")).decide(&read, &context())), Rejection::GrantExceedsOwn);
    read.set_role_use(RoleUse::default());
    let (plan, _) = committed(by(person("kim")).decide(&read, &context()));
    assert_eq!(store_write(&plan).changed_at, Some(of().changed_at), "and nobody gets it meanwhile");
}

#[test]
fn only_the_required_version_of_a_role_that_there_is_is_changed() {
    let version =
        |version| ChangeRole { required: Precondition::Versions(vec![version]), ..by(person("owner")) };
    committed(version(7).decide(&read(), &context()));
    assert_eq!(rejected(version(6).decide(&read(), &context())), Rejection::PreconditionFailed);
    let other = ChangeRole { role: "cook".parse().unwrap(), ..by(person("owner")) };
    assert_eq!(rejected(other.decide(&read(), &context())), Rejection::NotFound);
}
