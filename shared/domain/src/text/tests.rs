use super::{DisplayName, Reason, WebAddress};

fn is_name(text: &str) -> bool {
    DisplayName::try_from(text.to_owned()).is_ok()
}

#[test]
fn a_name_is_one_line_of_up_to_two_hundred_characters() {
    for text in ["A", "Zo\u{e9} M\u{fc}ller", "\u{674e}\u{5c0f}\u{9f99}", &"\u{e9}".repeat(200)] {
        assert!(is_name(text), "{text:?}");
    }
    for text in ["", "   ", "a\nb", "a\u{7}", &"a".repeat(201)] {
        assert!(!is_name(text), "{text:?}");
    }
    let error = DisplayName::try_from(String::new()).unwrap_err();
    assert!(error.to_string().starts_with("must be 1 to 200 characters, "), "{error}");
}

#[test]
fn a_name_has_something_to_see_and_hides_nothing() {
    for text in [
        "\u{200b}",
        "\u{2800}",
        "\u{3164}",
        "\u{202e}",
        "\u{a0}",
        "\u{200d}",
        "\u{301}",
        "a\u{202e}b",
        "a\u{200b}",
        "\u{3164}a",
    ] {
        assert!(!is_name(text), "{text:?}");
    }
    for text in ["\u{645}\u{6cc}\u{200c}\u{62e}", "\u{1f469}\u{200d}\u{1f680}", "\u{2764}\u{fe0f}", "-"] {
        assert!(is_name(text), "{text:?}");
    }
}

#[test]
fn a_reason_that_is_not_empty_has_something_to_see() {
    let is_reason = |text: &str| Reason::try_from(text.to_owned()).is_ok();
    assert!(is_reason("") && is_reason("\u{5bf}\u{644}\u{627}"));
    for text in [" ", "\n", "\u{200b}", "no\u{202e}", "\u{2800}"] {
        assert!(!is_reason(text), "{text:?}");
    }
}

#[test]
fn space_around_a_name_is_no_part_of_it() {
    assert_eq!(DisplayName::try_from("  Kim ".to_owned()).unwrap().as_str(), "Kim");
}

#[test]
fn a_name_from_a_claim_is_cut_to_what_a_name_can_be() {
    let name = |text: &str| DisplayName::from_claim(text).map(|name| name.as_str().to_owned());
    assert_eq!(name("Kim\u{0} K\n"), Some("Kim K".to_owned()));
    assert_eq!(name(&"a".repeat(500)), Some("a".repeat(200)));
    assert_eq!(name("\u{202e}Kim\u{200b}"), Some("Kim".to_owned()));
    assert_eq!(name("\u{7}"), None);
    assert_eq!(name("\u{3164}"), None);
    assert_eq!(name(""), None);
}

#[test]
fn a_reason_may_have_lines_and_a_thousand_characters() {
    let reason = |text: &str| Reason::try_from(text.to_owned());
    for text in ["", "No time.\r\n\tSorry", &"\u{e9}".repeat(1000)] {
        assert_eq!(reason(text).unwrap().as_str(), text);
    }
    for text in ["a\u{7}b", "\u{1b}[31m", &"a".repeat(1001)] {
        let error = reason(text).unwrap_err();
        assert!(error.to_string().starts_with("must be at most 1000 characters, "), "{error}");
    }
}

#[test]
fn a_web_address_leads_to_a_host_by_http_or_https() {
    let longest = format!("https://example.com/{}", "a".repeat(1980));
    for text in [
        "https://example.com",
        "http://localhost:3000/admin?x=1#y",
        "https://example.com?mail=a@b.fr",
        &longest,
    ] {
        assert_eq!(WebAddress::try_from(text.to_owned()).unwrap().as_str(), text);
    }
    let too_long = format!("{longest}a");
    for text in [
        "",
        "example.com",
        "ftp://example.com",
        "javascript:alert(1)",
        "https://",
        "https:///path",
        "https://?q",
        "https://bank.example@evil.example/",
        "https://example.com/a b",
        "https://example.com/\"x",
        "https://example.com/<script>",
        "https://example.com/\u{e9}",
        &too_long,
    ] {
        let error = WebAddress::try_from(text.to_owned()).unwrap_err();
        assert_eq!(
            error.to_string(),
            "must be a web address such as https://example.com/admin, of at most 2000 bytes",
            "{text:?}"
        );
    }
}

#[test]
fn what_people_wrote_does_not_print() {
    let name = DisplayName::try_from("Kim".to_owned()).unwrap();
    let reason = Reason::try_from("No".to_owned()).unwrap();
    let address = WebAddress::try_from("https://example.com".to_owned()).unwrap();
    assert_eq!(format!("{name:?} {reason:?} {address:?}"), "DisplayName(***) Reason(***) WebAddress(***)");
}

#[test]
fn a_text_is_checked_when_it_is_read() {
    assert_eq!(serde_json::from_str::<DisplayName>("\" Kim \"").unwrap().as_str(), "Kim");
    assert!(serde_json::from_str::<DisplayName>("\"\"").is_err());
}
