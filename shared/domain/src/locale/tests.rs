use super::Locale;

#[test]
fn a_language_is_known_by_the_first_part_of_its_tag() {
    for (tag, code) in [("fr", "fr"), ("fr-CA", "fr"), ("DE_at", "de"), ("PL", "pl")] {
        assert_eq!(Locale::parse(tag).map(Locale::as_str), Some(code));
    }
    for tag in ["", "xx", "french", "-fr"] {
        assert_eq!(Locale::parse(tag), None, "{tag:?}");
    }
}

#[test]
fn seven_languages_are_there_and_english_is_the_default() {
    let codes: Vec<&str> = Locale::all().into_iter().map(Locale::as_str).collect();
    assert_eq!(codes, ["de", "en", "es", "fr", "it", "nl", "pl"]);
    assert_eq!(Locale::default().as_str(), "en");
    let places: Vec<usize> = Locale::all().into_iter().map(Locale::index).collect();
    assert_eq!(places, [0, 1, 2, 3, 4, 5, 6], "each has its own place in a catalog's tables");
    assert_eq!(format!("{:?}", Locale::default()), "en");
}

#[test]
fn in_json_a_language_is_its_code() {
    let french = Locale::parse("fr").unwrap();
    assert_eq!(serde_json::to_string(&french).unwrap(), "\"fr\"");
    assert_eq!(serde_json::from_str::<Locale>("\"fr-CA\"").unwrap(), french);
    let error = serde_json::from_str::<Locale>("\"xx\"").unwrap_err();
    assert!(error.to_string().starts_with("must be one of de, en"), "{error}");
}
