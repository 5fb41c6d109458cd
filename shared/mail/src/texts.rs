//! The sentences of one language, from its Fluent file. A language is parsed the first time a mail is
//! written in it: a function that starts parses none.

use std::sync::OnceLock;

use chrono::{DateTime, Datelike, Timelike, Utc};
use fluent_bundle::concurrent::FluentBundle;
use fluent_bundle::{FluentArgs, FluentResource};
use staffroom_domain::Locale;

include!(concat!(env!("OUT_DIR"), "/languages.rs"));

/// What a language without a text falls back to.
const FALLBACK: &str = "en";

struct Language {
    tag: &'static str,
    source: &'static str,
    bundle: OnceLock<FluentBundle<FluentResource>>,
}

impl Language {
    const fn new(tag: &'static str, source: &'static str) -> Self {
        Self { tag, source, bundle: OnceLock::new() }
    }

    fn find(tag: &str) -> Option<&'static Self> {
        LANGUAGES.iter().find(|language| language.tag == tag)
    }

    fn bundle(&self) -> &FluentBundle<FluentResource> {
        self.bundle.get_or_init(|| {
            // A faulty entry is left out, and English says it; a test keeps the files free of them.
            let resource =
                FluentResource::try_new(self.source.to_owned()).unwrap_or_else(|(usable, _)| usable);
            let mut bundle =
                FluentBundle::new_concurrent(self.tag.parse().map(|tag| vec![tag]).unwrap_or_default());
            // Isolation marks would end up in subjects. Names are rid of direction marks instead.
            bundle.set_use_isolating(false);
            bundle.add_resource_overriding(resource);
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

/// The texts of one language.
#[derive(Clone, Copy)]
pub(crate) struct Texts(Option<&'static Language>);

impl Texts {
    pub(crate) fn of(locale: Locale) -> Self {
        Self(Language::find(locale.as_str()))
    }

    /// The message `id` with its values filled in: in English where this language cannot say it, and as
    /// its bare name where even English cannot.
    pub(crate) fn say(self, id: &str, values: &FluentArgs<'_>) -> String {
        self.0
            .and_then(|language| language.say(id, values))
            .or_else(|| Language::find(FALLBACK)?.say(id, values))
            .unwrap_or_else(|| id.to_owned())
    }

    /// A date, as this language writes it.
    pub(crate) fn day(self, at: DateTime<Utc>) -> String {
        self.say("day", &date(at))
    }

    /// A date with the time of day, as this language writes it.
    pub(crate) fn moment(self, at: DateTime<Utc>) -> String {
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
