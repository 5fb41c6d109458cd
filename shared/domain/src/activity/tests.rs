use super::{Activity, first_version};
use crate::builders::{member, noon, owner, store};
use crate::{Actor, Rejection, Restriction};

fn put(actor: &Actor<'_>, before: Option<&Activity>) -> Result<Activity, Rejection> {
    let name = "Show".to_owned().try_into().unwrap();
    Activity::put(actor, before, "show".parse().unwrap(), name, true, noon())
}

#[test]
fn a_manager_puts_an_activity_and_each_change_counts() {
    let store = store("ticketing");
    let first = put(&owner(&store), None).unwrap();
    assert_eq!((first.id.as_str(), first.name.as_str()), ("show", "Show"));
    assert_eq!(first.version, first_version(noon()), "no version that it had before it was deleted");
    assert!(first.order_notifications);
    assert_eq!(put(&owner(&store), Some(&first)).unwrap().version, first.version + 1);
}

#[test]
fn only_managers_put_an_activity() {
    let store = store("ticketing");
    let lee = member("lee", &["scanner"]);
    let lee = Actor::person(&store, &lee.user, Some(&lee), noon()).unwrap();
    assert_eq!(put(&lee, None), Err(Rejection::Forbidden(Restriction::ManagersOnly)));
}
