//! What Staffroom says to people, in every language: the Fluent files of `shared/locales`.
//!
//! A language is parsed the first time something is said in it: a function that starts parses none.

use std::sync::OnceLock;

use chrono::{DateTime, Datelike, Timelike, Utc};
use fluent_bundle::FluentResource;
use fluent_bundle::concurrent::FluentBundle;
pub use fluent_bundle::{FluentArgs, FluentValue};
use staffroom_domain::Locale;

include!(concat!(env!("OUT_DIR"), "/languages.rs"));

/// What a language without a text falls back to.
const FALLBACK: &str = "en";

struct Language {
    tag: &'static str,
    texts: &'static str,
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
            // Isolation marks would end up in subjects. Names are rid of direction marks instead.
            bundle.set_use_isolating(false);
            for source in [self.dates, self.texts] {
                // A faulty entry is left out, and English says it; a test keeps the files free of them.
                let resource =
                    FluentResource::try_new(source.to_owned()).unwrap_or_else(|(usable, _)| usable);
                bundle.add_resource_overriding(resource);
            }
            bundle
        })
    }

    fn say(&self, id: &str, args: &FluentArgs<'_>) -> Option<String> {
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
    kind: &'static [Language],
    tag: &'static str,
}

/// What mails say.
#[must_use]
pub fn mails(locale: Locale) -> Texts {
    Texts { kind: &MAILS, tag: locale.as_str() }
}

/// What the API answers people.
#[must_use]
pub fn messages(locale: Locale) -> Texts {
    Texts { kind: &MESSAGES, tag: locale.as_str() }
}

impl Texts {
    fn find(self, tag: &str) -> Option<&'static Language> {
        self.kind.iter().find(|language| language.tag == tag)
    }

    /// The message `id` with its values filled in: in English where this language cannot say it, and as
    /// its bare name where even English cannot.
    #[must_use]
    pub fn say(self, id: &str, values: &FluentArgs<'_>) -> String {
        self.find(self.tag)
            .and_then(|language| language.say(id, values))
            .or_else(|| self.find(FALLBACK)?.say(id, values))
            .unwrap_or_else(|| id.to_owned())
    }

    /// A date, as this language writes it, with its time zone.
    #[must_use]
    pub fn day(self, at: DateTime<Utc>) -> String {
        self.say("day", &date(at))
    }

    /// A date with the time of day, as this language writes it, with its time zone.
    #[must_use]
    pub fn moment(self, at: DateTime<Utc>) -> String {
        let mut values = date(at);
        values.set("hour", format!("{:02}", at.hour()));
        values.set("minute", format!("{:02}", at.minute()));
        self.say("moment", &values)
    }
}

fn date(at: DateTime<Utc>) -> FluentArgs<'static> {
    let mut values = FluentArgs::with_capacity(5);
    values.set("day", at.day());
    values.set("month", at.month());
    values.set("year", at.year());
    values
}
