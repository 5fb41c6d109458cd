use staffroom_domain::builders::{member, store, user};
use staffroom_domain::{EventKind, Rejection, RoleSlug, RoleUse, Store};

use super::DeleteRole;
use crate::builders::{
    context, found, member_found, person, role_found, role_texts, shop, store_found, with_roles,
};
use crate::context::Caller;
use crate::execute::UseCase;
use crate::expect::{committed, event, keys, managers_only, read_more, rejected, store_write};
use crate::key::Key;
use crate::plan::{Condition, Write};
use crate::precondition::Precondition;
use crate::read::ReadResult;

fn of() -> Store {
    with_roles(store("whatnot"), &[("packer", &["shipping"])])
}

fn by(caller: Caller) -> DeleteRole {
    DeleteRole {
        caller,
        store: shop(),
        role: "packer".parse().unwrap(),
        replace_with: "seller".parse().ok(),
        required: Precondition::None,
    }
}

fn read() -> ReadResult {
    let kim = member("kim", &["administrator"]);
    found([store_found(&of()), member_found(&kim), role_found(&role_texts("packer", 7))])
}

#[test]
fn only_managers_delete_a_role() {
    managers_only(by, &read());
}

#[test]
fn one_write_makes_a_slug_stand_for_the_other_role() {
    let (plan, ()) = committed(by(person("kim")).decide(&read(), &context()));
    let role = "packer".parse().unwrap();
    let after = store_write(&plan).put.as_deref().unwrap();
    assert_eq!(after.roles.resolve(&role).map(RoleSlug::as_str), Some("seller"));
    let key = Key::Role(shop(), role);
    assert!(plan.writes.contains(&Write::Delete { key, condition: Condition::Version(7) }));
    assert!(keys(&plan).contains(&Key::ReplacedRoles(shop())), "the rest is rewritten");
    let EventKind::RoleDeleted { role, replaced_by } = event(&plan).kind else { panic!("another event") };
    assert_eq!((role.slug.as_str(), replaced_by.unwrap().as_str()), ("packer", "seller"));
}

#[test]
fn a_role_that_somebody_has_needs_a_replacement() {
    let alone = DeleteRole { replace_with: None, ..by(person("kim")) };
    assert!(read_more(alone.decide(&read(), &context())).role_users.is_some());
    let mut read = read();
    read.set_role_use(RoleUse { members: vec![(user("lou"), None)], invitations: vec![None, None] });
    let refused = rejected(alone.decide(&read, &context()));
    assert_eq!(refused, Rejection::RoleInUse { members: 1, invitations: 2 });
    read.set_role_use(RoleUse::default());
    let (plan, ()) = committed(alone.decide(&read, &context()));
    assert_eq!(store_write(&plan).changed_at, Some(of().changed_at), "nobody gets it meanwhile");
    assert!(keys(&plan).contains(&Key::ReplacedRoles(shop())), "it leaves invitations that have expired");
    assert!(matches!(event(&plan).kind, EventKind::RoleDeleted { replaced_by: None, .. }));
}

#[test]
fn only_the_required_version_of_a_role_that_there_is_is_deleted() {
    let version =
        |version| DeleteRole { required: Precondition::Versions(vec![version]), ..by(person("kim")) };
    committed(version(7).decide(&read(), &context()));
    assert_eq!(rejected(version(6).decide(&read(), &context())), Rejection::PreconditionFailed);
    for (role, reason) in [("cook", Rejection::NotFound), ("seller", Rejection::RoleIsFixed)] {
        let delete = DeleteRole { role: role.parse().unwrap(), ..by(person("kim")) };
        assert_eq!(rejected(delete.decide(&read(), &context())), reason);
    }
}
