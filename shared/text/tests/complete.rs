//! Every language has every text: a missing file or message is reported.

use std::collections::{BTreeMap, BTreeSet};
use std::fs;
use std::path::Path;

use fluent_bundle::FluentResource;
use staffroom_domain::Locale;

/// Returns the message ids of a file with the variables that each message uses. Syntax errors are added to `faults`.
fn messages(locale: &str, file: &str, faults: &mut Vec<String>) -> BTreeMap<String, BTreeSet<String>> {
    let path = Path::new(env!("CARGO_MANIFEST_DIR")).join("../locales").join(locale).join(file);
    let Ok(source) = fs::read_to_string(path) else {
        faults.push(format!("{locale}/{file} is missing"));
        return BTreeMap::new();
    };
    if let Err((_, errors)) = FluentResource::try_new(source.clone()) {
        faults.push(format!("{locale}/{file}: {errors:?}"));
    }
    let mut messages: BTreeMap<String, BTreeSet<String>> = BTreeMap::new();
    let mut current = String::new();
    for line in source.lines().filter(|line| !line.starts_with('#')) {
        if let Some((id, _)) =
            line.split_once(" =").filter(|_| line.starts_with(|c: char| c.is_ascii_lowercase()))
        {
            id.clone_into(&mut current);
            if messages.contains_key(id) {
                faults.push(format!("{locale}/{file}: {id} is defined twice"));
            }
        }
        let variables = messages.entry(current.clone()).or_default();
        let end =
            |rest: &str| rest.find(|c: char| !c.is_ascii_alphanumeric() && c != '_').unwrap_or(rest.len());
        variables.extend(line.split('$').skip(1).map(|rest| rest[..end(rest)].to_owned()));
    }
    messages.remove("");
    messages
}

#[test]
fn every_language_has_every_message_of_english_with_its_variables_and_no_other() {
    let mut faults = Vec::new();
    for file in ["mail.ftl", "messages.ftl", "pages.ftl", "team.ftl"] {
        let english = messages("en", file, &mut faults);
        assert!(!english.is_empty(), "en/{file}");
        for locale in Locale::all() {
            let found = messages(locale.as_str(), file, &mut faults);
            let mut fault = |text: String| faults.push(format!("{}/{file}: {text}", locale.as_str()));
            for (id, variables) in &english {
                match found.get(id) {
                    None => fault(format!("{id} is missing")),
                    Some(used) if used != variables => {
                        fault(format!("{id} uses {used:?}, in English {variables:?}"));
                    }
                    Some(_) => {}
                }
            }
            found
                .keys()
                .filter(|id| !english.contains_key(*id))
                .for_each(|id| fault(format!("{id} is not in English")));
        }
    }
    for locale in Locale::all() {
        let found = messages(locale.as_str(), "dates.ftl", &mut faults);
        for id in ["date", "moment", "city"] {
            if !found.contains_key(id) {
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
        let written = staffroom_text::messages(Locale::parse(tag).expect(tag)).format_date_time(at);
        assert!(written.contains(month) && written.contains("2026") && written.contains("UTC"), "{written}");
    }
}

#[test]
fn a_time_is_that_of_the_time_zone_and_names_it() {
    let written = |tag: &str, zone: &str, at: &str| {
        let texts = staffroom_text::messages(Locale::parse(tag).expect(tag));
        let texts = texts.in_time_zone(zone.parse().expect("a time zone"));
        let at = at.parse().expect("a time");
        (texts.format_date(at), texts.format_date_time(at))
    };
    // Midnight in Paris is on another day than in UTC.
    let (date, time) = written("fr", "Europe/Paris", "2026-02-28T23:30:00Z");
    assert_eq!((&*date, &*time), ("1er mars 2026", "1er mars 2026 à 0\u{a0}h\u{a0}30 (Paris, UTC+1)"));
    // The day is in the year 10000 there, which no time of the API has.
    let (date, time) = written("fr", "Pacific/Kiritimati", "9999-12-31T23:59:59Z");
    assert_eq!((&*date, &*time), ("31 décembre 9999 (UTC)", "31 décembre 9999 à 23\u{a0}h\u{a0}59 (UTC)"));
    let (date, _) = written("fr", "Pacific/Kiritimati", "9999-12-31T09:59:59Z");
    assert_eq!(date, "31 décembre 9999");
    for (tag, zone, expected) in [
        ("pl", "Europe/Warsaw", "1 lipca 2026 r., godz. 14:00 (Warszawa, UTC+2)"),
        ("de", "Europe/Vienna", "1. Juli 2026, 14:00 Uhr (Wien, UTC+2)"),
        ("es", "Europe/London", "1 de julio de 2026, 13:00 h (Londres, UTC+1)"),
        ("it", "America/New_York", "1º luglio 2026, ore 08:00 (New York, UTC−4)"),
        ("nl", "Asia/Kolkata", "1 juli 2026 om 17:30 uur (Kolkata, UTC+5:30)"),
        ("en", "America/St_Johns", "1 July 2026, 09:30 (St Johns, UTC−2:30)"),
        ("en", "Etc/UTC", "1 July 2026, 12:00 (UTC)"),
        ("en", "CET", "1 July 2026, 14:00 (CET, UTC+2)"),
    ] {
        assert_eq!(written(tag, zone, "2026-07-01T12:00:00Z").1, expected);
    }
    assert_eq!(written("en", "UTC", "2026-07-01T12:00:00Z").0, "1 July 2026 (UTC)");
}

#[test]
fn the_catalogs_and_the_texts_have_the_same_languages() {
    let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("../locales");
    let folders: BTreeSet<String> = fs::read_dir(folder)
        .expect("the folder of the texts")
        .map(|entry| entry.expect("an entry").path())
        .filter(|path| path.is_dir())
        .filter_map(|path| Some(path.file_name()?.to_string_lossy().into_owned()))
        .collect();
    let languages: BTreeSet<String> = Locale::all().iter().map(|locale| locale.as_str().to_owned()).collect();
    assert_eq!(folders, languages);
}
