use std::collections::BTreeSet;

use chrono::Duration;

use super::{PolicySlugs, SeatChange, SeatCount, SeatShortage, Settings, Store, first_version};
use crate::builders::{RANKS, day, email, grant, noon, store, store_of_ranks};
use crate::{Catalog, Domain, Field, Grant, PermissionSet, Rejection};

fn seats(taken: u32, members: u32) -> Store {
    Store { seats: SeatCount { taken, members }, ..store_of_ranks() }
}

fn short(store: &Store, taken: i64, members: i64) -> (u32, u32) {
    let SeatShortage { taken, members } =
        store.shortage(SeatChange { taken, members }, SeatChange::default());
    (taken, members)
}

#[test]
fn the_slugs_that_are_stored_are_shown_even_where_they_are_not_known() {
    let known = store("ecwid");
    assert_eq!((known.catalog_slug(), known.plan_slug()), ("ecwid", "business"));
    let slugs = PolicySlugs { catalog: "old".to_owned(), plan: "gold".to_owned() };
    let unknown = Store { unknown_policy: Some(slugs), ..known };
    assert_eq!((unknown.catalog_slug(), unknown.plan_slug()), ("old", "gold"));
}

#[test]
fn a_grant_of_another_catalog_is_void() {
    let store = Store { catalog_version: 2, ..store("whatnot") };
    let of = |catalog_version| Grant { catalog_version, ..grant(&["seller", "chef"], &[]) };
    assert_eq!(store.current(&of(2)), Grant { catalog_version: 2, ..grant(&["seller"], &[]) });
    assert!(store.effective_permissions(&of(2)).contains("inventory"));
    for other in [0, 1, 3] {
        assert_eq!(store.current(&of(other)), Grant { catalog_version: 2, ..Grant::default() });
        assert_eq!(store.effective_permissions(&of(other)), PermissionSet::new());
    }
}

#[test]
fn a_new_grant_is_of_the_present_catalog() {
    let store = Store { catalog_version: 2, ..store("whatnot") };
    let given = store.grant(&["seller".parse().unwrap()], &[]).unwrap();
    assert_eq!(given, Grant { catalog_version: 2, ..grant(&["seller"], &[]) });
    let refused = store.grant(&["chef".parse().unwrap()], &[]).unwrap_err();
    assert_eq!(refused.first().map(|error| error.field), Some(Field::Role(0)));
}

#[test]
fn seats_are_short_by_as_many_as_the_change_passes_the_limit() {
    // Three seats.
    assert_eq!(short(&seats(2, 1), 1, 1), (0, 0));
    assert_eq!(short(&seats(3, 1), 1, 1), (1, 0));
    assert_eq!(short(&seats(3, 3), 1, 1), (1, 1));
    assert_eq!(short(&seats(5, 4), 2, 1), (4, 2));
    assert_eq!(short(&seats(0, 0), 4, 5), (1, 2));
}

#[test]
fn a_change_that_takes_no_seat_is_short_of_none() {
    assert_eq!(short(&seats(9, 9), 0, 0), (0, 0));
    assert_eq!(short(&seats(9, 9), -1, -1), (0, 0));
    assert_eq!(short(&seats(9, 9), 0, 1), (0, 7));
    assert_eq!(short(&seats(9, 9), 1, 0), (7, 0));
}

#[test]
fn a_seat_past_its_term_that_is_taken_anew_must_have_its_place_in_the_plan() {
    let short = |taken, retaken| {
        seats(taken, 0).shortage(SeatChange::default(), SeatChange { taken: retaken, members: 0 })
    };
    assert_eq!(short(3, 1), SeatShortage::default(), "it is among those that are counted");
    assert_eq!(short(5, 1), SeatShortage { taken: 2, members: 0 });
    assert_eq!(short(5, 0), SeatShortage::default());
    let back = |members, retaken| {
        seats(0, members).shortage(SeatChange::default(), SeatChange { taken: 0, members: retaken })
    };
    assert_eq!(back(3, 1), SeatShortage::default(), "a member who is back, too");
    assert_eq!(back(5, 1), SeatShortage { taken: 0, members: 2 });
    assert_eq!(back(5, 0), SeatShortage::default());
}

#[test]
fn a_plan_without_a_limit_is_short_of_nothing() {
    let store = Store { seats: SeatCount { taken: 9_000, members: 9_000 }, ..store("whatnot") };
    assert_eq!(short(&store, 5, 5), (0, 0));
}

#[test]
fn seats_are_added_and_taken_away() {
    let mut change = SeatChange { taken: 1, members: 2 };
    change += SeatChange { taken: 4, members: 8 };
    assert_eq!(change, SeatChange { taken: 5, members: 10 });
    assert_eq!(change - SeatChange { taken: 1, members: 3 }, SeatChange { taken: 4, members: 7 });
}

#[test]
fn a_review_is_asked_for_as_often_as_the_catalog_says() {
    let whatnot = Catalog::named("whatnot").unwrap();
    assert_eq!(Store::next_review(whatnot, noon()), Some(day(180)));
    assert_eq!(Store::next_review(&RANKS, noon()), None);
    let due = Store { review_at: Some(day(1)), version: 3, ..store("whatnot") };
    assert_eq!(due.reviewed(day(1) - Duration::milliseconds(1)), None);
    let expected = Store { review_at: Some(day(181)), version: 4, changed_at: day(1), ..due.clone() };
    assert_eq!(due.reviewed(day(1)), Some(expected));
    assert_eq!(Store { review_at: None, ..due }.reviewed(day(1)), None);
}

#[test]
fn a_store_invites_any_domain_until_it_names_some() {
    let allowed_domains = BTreeSet::from([Domain::parse("example.com").unwrap()]);
    let strict = Store { settings: Settings { allowed_domains, ..Settings::default() }, ..store("whatnot") };
    let other = email("lou@mail.example.com");
    assert_eq!(store("whatnot").require_allowed(&other), Ok(()));
    assert_eq!(strict.require_allowed(&email("lou@EXAMPLE.com")), Ok(()));
    assert_eq!(strict.require_allowed(&other), Err(Rejection::DomainNotAllowed), "a subdomain is another");
}

#[test]
fn a_first_version_is_higher_than_every_version_before_it() {
    assert_eq!(first_version(noon() + Duration::milliseconds(7)), 1_898_596_800_007);
    assert!(first_version(noon()) < first_version(noon() + Duration::milliseconds(1)));
    assert_eq!(first_version("1960-01-01T00:00:00Z".parse().unwrap()), 1);
    assert_eq!(first_version("1970-01-01T00:00:00Z".parse().unwrap()), 1);
}

#[test]
fn settings_that_are_not_stored_are_the_default() {
    let settings: Settings = serde_json::from_str("{}").unwrap();
    assert_eq!(settings, Settings::default());
}
