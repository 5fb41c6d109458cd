//! Every language says everything: a missing file or message is named.

use std::collections::BTreeSet;
use std::fs;
use std::path::Path;

use fluent_bundle::FluentResource;
use staffroom_domain::Locale;

/// The ids of a file's messages; what does not parse is a fault of its own.
fn messages(locale: &str, file: &str, faults: &mut Vec<String>) -> BTreeSet<String> {
    let path = Path::new(env!("CARGO_MANIFEST_DIR")).join("../locales").join(locale).join(file);
    let Ok(source) = fs::read_to_string(path) else {
        faults.push(format!("{locale}/{file} is missing"));
        return BTreeSet::new();
    };
    if let Err((_, errors)) = FluentResource::try_new(source.clone()) {
        faults.push(format!("{locale}/{file}: {errors:?}"));
    }
    let id = |line: &str| line.split_once(" =").map(|(id, _)| id.to_owned());
    source.lines().filter(|line| line.starts_with(|c: char| c.is_ascii_lowercase())).filter_map(id).collect()
}

#[test]
fn every_language_has_every_message_of_english_and_no_other() {
    let mut faults = Vec::new();
    for file in ["mail.ftl", "messages.ftl"] {
        let english = messages("en", file, &mut faults);
        assert!(!english.is_empty(), "en/{file}");
        for locale in Locale::all() {
            let said = messages(locale.as_str(), file, &mut faults);
            let name = |what: &str, id: &String| format!("{}/{file}: {id} is {what}", locale.as_str());
            faults.extend(english.difference(&said).map(|id| name("missing", id)));
            faults.extend(said.difference(&english).map(|id| name("not in English", id)));
        }
    }
    for locale in Locale::all() {
        let said = messages(locale.as_str(), "dates.ftl", &mut faults);
        for id in ["day", "moment"] {
            if !said.contains(id) {
                faults.push(format!("{}/dates.ftl: {id} is missing", locale.as_str()));
            }
        }
    }
    assert!(faults.is_empty(), "{}", faults.join("\n"));
}

#[test]
fn a_date_names_its_month_and_its_time_zone_in_every_language() {
    let at = "2026-03-01T08:05:00Z".parse().expect("a date");
    let months = [
        ("de", "März"),
        ("en", "March"),
        ("es", "marzo"),
        ("fr", "mars"),
        ("it", "marzo"),
        ("nl", "maart"),
        ("pl", "marca"),
    ];
    for (tag, month) in months {
        let written = staffroom_text::messages(Locale::parse(tag).expect(tag)).moment(at);
        assert!(written.contains(month) && written.contains("2026") && written.contains("UTC"), "{written}");
    }
}
