//! The texts of mails and API messages in every language, from the Fluent files in `shared/locales`.
//!
//! A language is parsed when one of its texts is first used, so that a function parses none while it starts.

use std::sync::OnceLock;

use chrono::{DateTime, Datelike, Timelike, Utc};
use fluent_bundle::FluentResource;
use fluent_bundle::concurrent::FluentBundle;
pub use fluent_bundle::{FluentArgs, FluentValue};
use staffroom_domain::{LocalTime, Locale, TimeZone};

include!(concat!(env!("OUT_DIR"), "/languages.rs"));

/// The language that replaces one in which a text is missing.
const FALLBACK: &str = "en";

struct Language {
    tag: &'static str,
    /// The Fluent source of the texts.
    texts: &'static str,
    /// The Fluent source of the date formats.
    dates: &'static str,
    bundle: OnceLock<FluentBundle<FluentResource>>,
}

impl Language {
    const fn new(tag: &'static str, texts: &'static str, dates: &'static str) -> Self {
        Self { tag, texts, dates, bundle: OnceLock::new() }
    }

    fn bundle(&self) -> &FluentBundle<FluentResource> {
        self.bundle.get_or_init(|| {
            let mut bundle =
                FluentBundle::new_concurrent(self.tag.parse().map(|tag| vec![tag]).unwrap_or_default());
            // Isolation marks would show up in mail subjects. Instead, names are cleaned of direction marks.
            bundle.set_use_isolating(false);
            for source in [self.dates, self.texts] {
                // An invalid entry is left out and replaced by the English one. `tests/complete.rs` finds such entries.
                let resource =
                    FluentResource::try_new(source.to_owned()).unwrap_or_else(|(valid_part, _)| valid_part);
                bundle.add_resource_overriding(resource);
            }
            bundle
        })
    }

    fn format(&self, id: &str, args: &FluentArgs<'_>) -> Option<String> {
        let bundle = self.bundle();
        let pattern = bundle.get_message(id)?.value()?;
        let mut errors = Vec::new();
        let text = bundle.format_pattern(pattern, Some(args), &mut errors);
        errors.is_empty().then(|| text.into_owned())
    }
}

/// The texts of one kind in one language.
#[derive(Clone, Copy)]
pub struct Texts {
    languages: &'static [Language],
    tag: &'static str,
    time_zone: TimeZone,
}

/// The texts of mails (`mail.ftl`).
#[must_use]
pub fn mails(locale: Locale) -> Texts {
    Texts { languages: &MAILS, tag: locale.as_str(), time_zone: TimeZone::UTC }
}

/// The texts that the API shows to people (`messages.ftl`).
#[must_use]
pub fn messages(locale: Locale) -> Texts {
    Texts { languages: &MESSAGES, tag: locale.as_str(), time_zone: TimeZone::UTC }
}

impl Texts {
    fn language(self, tag: &str) -> Option<&'static Language> {
        self.languages.iter().find(|language| language.tag == tag)
    }

    /// Formats the message `id` with its arguments: in English if this language lacks the message or an argument of it
    /// is missing, and as the bare id if English does, too.
    #[must_use]
    pub fn format(self, id: &str, args: &FluentArgs<'_>) -> String {
        self.language(self.tag)
            .and_then(|language| language.format(id, args))
            .or_else(|| self.language(FALLBACK)?.format(id, args))
            .unwrap_or_else(|| id.to_owned())
    }

    /// The same texts, with dates and times in this time zone. Without it they are in UTC.
    #[must_use]
    pub fn in_time_zone(self, time_zone: TimeZone) -> Self {
        Self { time_zone, ..self }
    }

    /// Formats a date. UTC is named, because the reader's own date may be another one.
    #[must_use]
    pub fn format_date(self, at: DateTime<Utc>) -> String {
        let this = self.with_years_of_four_digits(at);
        let date = this.format("date", &time_args(this.time_zone.local(at)));
        if this.time_zone.is_utc() { format!("{date} (UTC)") } else { date }
    }

    /// Formats a date with the time of day, including the time zone.
    #[must_use]
    pub fn format_date_time(self, at: DateTime<Utc>) -> String {
        let this = self.with_years_of_four_digits(at);
        let local = this.time_zone.local(at);
        format!("{} ({})", this.format("moment", &time_args(local)), this.zone_name(local.offset_seconds))
    }

    /// The same texts, in UTC if the clocks of the time zone show a year that no time of the API has: the last evening of the year
    /// 9999 is a morning of the year 10000 in the east, and the first morning of the year 1 is an evening of the year 0 in the west.
    fn with_years_of_four_digits(self, at: DateTime<Utc>) -> Self {
        let year = self.time_zone.local(at).clock.year();
        if (1..=9999).contains(&year) { self } else { self.in_time_zone(TimeZone::UTC) }
    }

    /// The city of the time zone and the difference to UTC, such as `Paris, UTC+1`. A zone without a city, such as `CET`, has the
    /// name of the database.
    fn zone_name(self, offset_seconds: i32) -> String {
        if self.time_zone.is_utc() {
            return "UTC".to_owned();
        }
        let name = self.time_zone.as_str();
        let city = name.rsplit('/').next().unwrap_or(name).replace('_', " ");
        let args = FluentArgs::from_iter([("zone", name.replace('/', "-")), ("city", city)]);
        format!("{}, {}", self.format("city", &args), utc_offset(offset_seconds))
    }
}

/// The difference to UTC, such as `UTC+5:30`, with a minus sign (U+2212).
fn utc_offset(seconds: i32) -> String {
    let (sign, minutes) = (if seconds < 0 { '−' } else { '+' }, seconds.abs() / 60);
    match (minutes / 60, minutes % 60) {
        (hours, 0) => format!("UTC{sign}{hours}"),
        (hours, minutes) => format!("UTC{sign}{hours}:{minutes:02}"),
    }
}

fn time_args(LocalTime { clock, .. }: LocalTime) -> FluentArgs<'static> {
    let mut args = FluentArgs::with_capacity(6);
    args.set("day", clock.day());
    args.set("month", clock.month());
    args.set("year", clock.year());
    args.set("short_hour", clock.hour());
    args.set("hour", format!("{:02}", clock.hour()));
    args.set("minute", format!("{:02}", clock.minute()));
    args
}
