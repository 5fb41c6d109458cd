use staffroom_domain::builders::{member, noon, store};
use staffroom_domain::{Member, Rejection, Restriction, Store};

use super::{Audience, ViewStore};
use crate::builders::{
    Found, context, found, left_found, member_found, person, platform, shop, store_found, support,
};
use crate::context::Caller;
use crate::execute::{Outcome, UseCase};
use crate::expect::{managers_only, rejected, unchanged, unconfirmed};

fn view(caller: Caller, audience: Audience) -> ViewStore {
    ViewStore { caller, store: shop(), audience }
}

fn decide(view: &ViewStore, more: Option<Found>) -> Result<Outcome<Store>, crate::Error> {
    view.decide(&found([store_found(&store("whatnot"))].into_iter().chain(more)), &context())
}

#[test]
fn the_team_and_the_platform_see_a_store() {
    let seller = Some(member_found(&member("kim", &["seller"])));
    for (caller, more) in [(person("owner"), None), (platform(), None), (person("kim"), seller)] {
        let view = view(caller, Audience::Members);
        assert_eq!(unchanged(decide(&view, more)), store("whatnot"));
    }
    let ended = member_found(&Member { access_ends_at: Some(noon()), ..member("kim", &["seller"]) });
    for (caller, more) in [
        (support(), None),
        (person("tom"), None),
        (person("kim"), Some(left_found("kim", 1, 2))),
        (person("kim"), Some(ended)),
    ] {
        assert_eq!(rejected(decide(&view(caller, Audience::Members), more)), Rejection::NotFound);
    }
}

#[test]
fn what_is_for_managers_is_not_for_members() {
    managers_only(|caller| view(caller, Audience::Managers), &found([store_found(&store("whatnot"))]));
    let seller = Some(member_found(&member("kim", &["seller"])));
    let refused = rejected(decide(&view(person("kim"), Audience::Managers), seller));
    assert_eq!(refused, Rejection::Forbidden(Restriction::ManagersOnly));
    let manager = Some(member_found(&member("kim", &["administrator"])));
    for audience in [Audience::Managers, Audience::ManagersAndPlatform] {
        unchanged(decide(&view(person("kim"), audience), manager.clone()));
    }
    unchanged(decide(&view(platform(), Audience::ManagersAndPlatform), None));
    for caller in [person("tom"), support()] {
        let refused = rejected(decide(&view(caller, Audience::ManagersAndPlatform), None));
        assert_eq!(refused, Rejection::NotFound);
    }
    let seller = Some(member_found(&member("kim", &["seller"])));
    let refused = rejected(decide(&view(person("kim"), Audience::ManagersAndPlatform), seller));
    assert_eq!(refused, Rejection::Forbidden(Restriction::ManagersOnly));
}

#[test]
fn owner_and_member_at_once_is_half_of_a_transfer_and_read_again() {
    let view = view(person("owner"), Audience::Members);
    let member = Some(member_found(&member("owner", &["seller"])));
    assert_eq!(unconfirmed(decide(&view, member)), store("whatnot"));
    unchanged(decide(&view, Some(left_found("owner", 1, 2))));
}
