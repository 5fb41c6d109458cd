use std::sync::Arc;

use chrono::Duration;
use staffroom_domain::builders::{noon, store};
use staffroom_domain::{EventActor, Rejection, Restriction, Store};

use super::Invocation;
use crate::builders::{found, invocation, person, platform, store_found, support};
use crate::read::ReadResult;
use crate::time_limit::TimeLimit;

#[test]
fn a_decision_is_dated_in_milliseconds() {
    let at = noon() + Duration::nanoseconds(1_999_999);
    let invocation = invocation(at);
    assert_eq!(invocation.now(), noon() + Duration::milliseconds(1));
    let context = invocation.context(&ReadResult::default());
    assert_eq!(context.now, noon() + Duration::milliseconds(1));
    assert_eq!(context.source_ip.as_deref(), Some("192.0.2.1"));
}

#[test]
fn a_decision_is_dated_after_the_last_change_of_what_was_read() {
    let changed = |after: Duration| {
        let store = Store { changed_at: noon() + after, ..store("whatnot") };
        invocation(noon()).context(&found([store_found(&store)])).now - noon()
    };
    assert_eq!(changed(-Duration::seconds(1)), Duration::zero(), "the clock is later already");
    assert_eq!(changed(Duration::zero()), Duration::milliseconds(1));
    assert_eq!(changed(Duration::seconds(2)), Duration::milliseconds(2001));
    assert_eq!(changed(Duration::days(1)), Duration::seconds(5), "no clock is that wrong");
}

#[test]
fn two_decisions_of_one_moment_are_told_apart() {
    let invocation = Invocation { clock: Arc::new(noon), source_ip: None, time: TimeLimit::default() };
    let entropy = || invocation.context(&ReadResult::default()).entropy;
    assert_ne!(entropy(), entropy());
}

#[test]
fn an_event_names_the_person_and_not_the_platform() {
    let kim = person("kim");
    let by = |user: &crate::Caller| EventActor::User { user_id: user.user.clone(), name: user.name.clone() };
    assert_eq!(kim.event_actor(), by(&kim));
    assert_eq!(support().event_actor(), by(&support()));
    assert_eq!(platform().event_actor(), EventActor::Platform);
}

#[test]
fn only_the_platform_is_the_platform() {
    let refused = Err(Rejection::Forbidden(Restriction::PlatformOnly));
    assert_eq!(platform().require_platform(), Ok(()));
    assert_eq!(support().require_platform(), refused.clone());
    assert_eq!(person("kim").require_platform(), refused);
}
