use chrono::Duration;

use super::{ActivityId, AddressId, EventId, InvitationId, StoreId, UserId};
use crate::builders::{email, noon};

#[test]
fn a_slug_is_short_lower_case_and_begins_with_a_letter_or_digit() {
    let longest = "a".repeat(64);
    for text in ["a", "0", "a.b_c-d", "9lives", &longest] {
        assert_eq!(text.parse::<StoreId>().unwrap().as_str(), text);
        assert_eq!(text.parse::<ActivityId>().unwrap().as_str(), text);
    }
    let too_long = "a".repeat(65);
    for text in ["", "-a", ".a", "_a", "A", "aB", "a b", "a/b", "a#b", "\u{e9}", &too_long] {
        let error = text.parse::<StoreId>().unwrap_err();
        assert!(error.to_string().starts_with("must be 1 to 64 of a-z"), "{text:?}");
    }
}

#[test]
fn a_user_id_is_printable_ascii() {
    let longest = "x".repeat(255);
    for text in ["u", "auth0|62f1 b", "~", &longest] {
        assert_eq!(text.parse::<UserId>().unwrap().as_str(), text);
    }
    let too_long = "x".repeat(256);
    for text in ["", "a\tb", "a\n", "\u{e9}", "\u{7f}", &too_long] {
        let error = text.parse::<UserId>().unwrap_err();
        assert_eq!(error.to_string(), "must be 1 to 255 printable ASCII characters", "{text:?}");
    }
}

#[test]
fn an_id_is_a_text_in_json_and_no_other_text_is_an_id() {
    let store: StoreId = serde_json::from_str("\"shop\"").unwrap();
    assert_eq!(serde_json::to_string(&store).unwrap(), "\"shop\"");
    assert!(serde_json::from_str::<StoreId>("\"Shop\"").is_err());
}

#[test]
fn an_address_has_one_invitation_in_a_store() {
    let (shop, other): (StoreId, StoreId) = ("shop".parse().unwrap(), "other".parse().unwrap());
    let lou = InvitationId::of(&shop, &email("lou@example.com"));
    assert_eq!(lou, InvitationId::of(&shop, &email("LOU@example.com")));
    assert_ne!(lou, InvitationId::of(&other, &email("lou@example.com")));
    assert_ne!(lou, InvitationId::of(&shop, &email("mel@example.com")));
    assert_eq!(InvitationId::from_bytes(*lou.as_bytes()), lou);
}

#[test]
fn an_address_is_the_same_in_every_store_and_cannot_be_read() {
    let lou = AddressId::of(&email("lou@example.com"));
    assert_eq!(lou, AddressId::of(&email("LOU@example.com")));
    assert_ne!(lou, AddressId::of(&email("mel@example.com")));
    assert!(!lou.to_string().contains("lou"));
}

#[test]
fn only_the_lower_case_form_with_hyphens_is_an_id() {
    let id = InvitationId::of(&"shop".parse().unwrap(), &email("lou@example.com")).to_string();
    assert_eq!(id.parse::<InvitationId>().unwrap().to_string(), id);
    for text in [id.to_uppercase(), id.replace('-', ""), format!("{{{id}}}"), String::new(), "x".to_owned()] {
        let error = text.parse::<InvitationId>().unwrap_err();
        assert_eq!(error.to_string(), "must be a UUID in lower case", "{text:?}");
    }
}

#[test]
fn events_sort_by_time_and_then_by_what_tells_them_apart() {
    let id = |millis, first| {
        EventId::new(noon() + Duration::milliseconds(millis), [0, first, 0, 0, 0, 0, 0, 0, 0, 0])
    };
    assert!(id(0, 9) < id(1, 0));
    assert!(id(0, 1) < id(0, 2));
    assert_eq!(id(0, 1), id(0, 1));
    assert!(id(0, 9).to_string() < id(1, 0).to_string(), "as texts, too");
}
