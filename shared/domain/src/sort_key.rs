//! How names are sorted and searched: by the root collation of CLDR, with case and accents aside.

use std::collections::BTreeSet;
use std::fmt::Write as _;

use icu_collator::CollatorBorrowed;
use icu_collator::options::{CollatorOptions, Strength};
use icu_properties::CodePointMapData;
use icu_properties::props::{GeneralCategory, GeneralCategoryGroup};
use unicode_normalization::UnicodeNormalization;

use crate::{EmailAddress, bounds};

/// The collation. Its data is compiled in, for the root alone.
const COLLATOR: CollatorBorrowed<'static> = CollatorBorrowed::new_root(options());

const fn options() -> CollatorOptions {
    let mut options = CollatorOptions::default();
    options.strength = Some(Strength::Primary);
    options
}

/// The key by which a name stands in a sorted list: texts that differ in case and accents alone have the same one, and keys
/// compare as text as the names do in the root collation (Unicode Technical Standard 35, part 5).
///
/// Lower-case hexadecimal digits of the primary weights. The end of a long name does not count.
#[derive(Debug, Clone, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub struct SortKey(String);

impl SortKey {
    /// The version of the keys, which is stored with each. Another version of the collation's data gives other keys, so it
    /// needs another number here, and the stored keys written anew. A test beside holds some keys.
    pub const VERSION: u8 = 1;

    /// The key of a name in a list.
    #[must_use]
    pub fn of_name(name: &str) -> Self {
        Self::of(name, bounds::SORT_KEY_BYTES)
    }

    /// The keys of the first words of a name.
    #[must_use]
    pub fn of_words(name: &str) -> BTreeSet<Self> {
        words(name).take(bounds::NAME_WORDS).collect()
    }

    /// The key itself.
    #[must_use]
    pub fn as_str(&self) -> &str {
        &self.0
    }

    fn of(text: &str, bytes: usize) -> Self {
        let mut weights = Vec::new();
        let Ok(()) = COLLATOR.write_sort_key_to(text, &mut weights);
        let mut key = String::with_capacity(2 * bytes);
        for byte in weights.iter().take(bytes) {
            let _ = write!(key, "{byte:02x}");
        }
        Self(key)
    }

    fn begins_with(&self, start: &Self) -> bool {
        self.0.starts_with(&start.0)
    }
}

/// The keys of the words of a text that have one. A word is letters, digits and their marks.
fn words(text: &str) -> impl Iterator<Item = SortKey> {
    let text: String = text.nfc().collect();
    let is_mark = |c: char| {
        !c.is_ascii()
            && GeneralCategoryGroup::Mark.contains(CodePointMapData::<GeneralCategory>::new().get(c))
    };
    let words: Vec<SortKey> = text
        .split(|c: char| !c.is_alphanumeric() && !is_mark(c))
        .map(|word| SortKey::of(word, bounds::WORD_KEY_BYTES))
        .filter(|key| !key.0.is_empty())
        .collect();
    words.into_iter()
}

/// The start of an address, as [`EmailAddress::normalised`] has it, up to [`bounds::ADDRESS_KEY_BYTES`].
#[derive(Clone, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub struct AddressKey(String);

impl AddressKey {
    /// The key of an address.
    #[must_use]
    pub fn of(email: &EmailAddress) -> Self {
        Self::cut(email.normalised())
    }

    /// The beginning of the addresses that a search finds; `None` if the text is empty or too long.
    #[must_use]
    pub fn of_start(text: &str) -> Option<Self> {
        let text = text.trim();
        let is_short = text.chars().count() <= bounds::SEARCH_CHARACTERS;
        (is_short && !text.is_empty()).then(|| Self::cut(&text.to_lowercase()))
    }

    /// The key itself.
    #[must_use]
    pub fn as_str(&self) -> &str {
        &self.0
    }

    fn cut(text: &str) -> Self {
        Self(
            text.chars()
                .scan(0, |bytes, c| {
                    *bytes += c.len_utf8();
                    (*bytes <= bounds::ADDRESS_KEY_BYTES).then_some(c)
                })
                .collect(),
        )
    }
}

impl std::fmt::Debug for AddressKey {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.write_str("AddressKey(***)")
    }
}

/// What a search asks for: each of its words begins a word of the name, or the address.
#[derive(Debug, Clone, PartialEq, Eq, Hash)]
pub struct Search {
    terms: Vec<Term>,
}

/// A part of the text of a search without spaces.
#[derive(Debug, Clone, PartialEq, Eq, Hash)]
struct Term {
    /// Each begins a word of the name. `mary-ann` is two words.
    words: Vec<SortKey>,
    /// Begins the address.
    address: AddressKey,
}

impl Search {
    /// Reads the text of a search; `None` if it is too long or has no letter and no digit.
    #[must_use]
    pub fn parse(text: &str) -> Option<Self> {
        if text.chars().count() > bounds::SEARCH_CHARACTERS {
            return None;
        }
        let term = |text: &str| Term {
            words: words(text).collect(),
            address: AddressKey::cut(&text.to_lowercase()),
        };
        let terms: Vec<Term> =
            text.split_whitespace().map(term).filter(|term| !term.words.is_empty()).collect();
        (!terms.is_empty()).then_some(Self { terms })
    }

    /// The longest term: who matches has a word that [`Self::word`] begins, or an address that [`Self::address`] begins.
    fn longest(&self) -> Option<&Term> {
        self.terms.iter().max_by_key(|term| term.address.0.len())
    }

    /// The word by which matching names are found.
    #[must_use]
    pub fn word(&self) -> Option<&SortKey> {
        self.longest()?.words.iter().max_by_key(|word| word.0.len())
    }

    /// The start by which matching addresses are found.
    #[must_use]
    pub fn address(&self) -> Option<&AddressKey> {
        self.longest().map(|term| &term.address)
    }

    /// Whether a person of this name matches and, where an address is given, whether one of this name or address does.
    #[must_use]
    pub fn matches(&self, name: Option<&str>, email: Option<&EmailAddress>) -> bool {
        let words = name.map(SortKey::of_words).unwrap_or_default();
        let address = email.map(AddressKey::of);
        self.terms.iter().all(|term| {
            let begins_a_word = |start: &SortKey| words.iter().any(|word| word.begins_with(start));
            term.words.iter().all(begins_a_word)
                || address.as_ref().is_some_and(|address| address.0.starts_with(&term.address.0))
        })
    }

    /// The first word of a name that [`Self::word`] begins: a person stands there once in the order of matches.
    #[must_use]
    pub fn first_match(&self, name: &str) -> Option<SortKey> {
        let start = self.word()?;
        SortKey::of_words(name).into_iter().find(|word| word.begins_with(start))
    }
}

#[cfg(test)]
mod tests {
    use super::{AddressKey, Search, SortKey};
    use crate::{EmailAddress, bounds};

    fn matches(search: &str, name: &str) -> bool {
        Search::parse(search).unwrap().matches(Some(name), None)
    }

    #[test]
    fn names_are_sorted_without_regard_to_case_and_accents() {
        let sorted =
            ["Ana", "Åsa", "Émile", "eva", "Łukasz", "Olga", "Øyvind", "Zoë", "Αλέξης", "Иван", "山田"];
        let keys: Vec<SortKey> = sorted.iter().map(|name| SortKey::of_name(name)).collect();
        assert!(keys.is_sorted(), "{keys:?}");
        for (one, other) in [("ANA", "ána"), ("Łukasz", "lukasz"), ("Søren", "soren"), ("é", "e\u{301}")]
        {
            assert_eq!(SortKey::of_name(one), SortKey::of_name(other), "{one} {other}");
        }
        assert!(SortKey::of_name("Ana B") < SortKey::of_name("Anabel"), "a space comes before letters");
    }

    #[test]
    fn the_keys_of_this_version_are_these() {
        let keys = ["Ana", "Øyvind 7", "Łukasz", "Иван", "山田", "محمد"].map(|name| SortKey::of_name(name).0);
        let expected = "2b452b 475b553b45310420 41533f2b4f5d 62460e0678 fa1f1efa50fe 67ca4aca56";
        assert_eq!(keys.join(" "), expected, "another key needs another version");
    }

    #[test]
    fn keys_are_bounded() {
        let long = "山".repeat(200);
        assert_eq!(SortKey::of_name(&long).as_str().len(), 2 * bounds::SORT_KEY_BYTES);
        assert_eq!(SortKey::of_words(&long).first().unwrap().as_str().len(), 2 * bounds::WORD_KEY_BYTES);
        assert_eq!(SortKey::of_words("a b c d e f g h i j").len(), bounds::NAME_WORDS);
        assert_eq!(SortKey::of_name("\u{301}").as_str(), "");
        let email = EmailAddress::parse(&format!("{}@{}.example", "a".repeat(60), "b".repeat(60))).unwrap();
        assert_eq!(AddressKey::of(&email).as_str().len(), bounds::ADDRESS_KEY_BYTES);
    }

    #[test]
    fn each_word_of_a_search_begins_a_word_of_the_name() {
        for (search, name) in [
            ("ana", "Ana Álvarez"),
            ("ALV an", "Ana Álvarez"),
            ("al", "Ana Álvarez"),
            ("jean-p", "Jean-Pierre Müller"),
            ("pierre mull", "Jean-Pierre Müller"),
            ("o'b", "Sinéad O'Brien"),
            ("ив", "Иван Петров"),
            ("山", "山田 太郎"),
            ("an", "A\u{308}nna"),
        ] {
            assert!(matches(search, name), "{search} in {name}");
        }
        for (search, name) in [("na", "Ana"), ("ana x", "Ana Álvarez"), ("ana@", "Bob"), ("b", "Ana")] {
            assert!(!matches(search, name), "{search} in {name}");
        }
    }

    #[test]
    fn an_address_is_searched_from_its_beginning_where_it_may_be() {
        let email = EmailAddress::parse("Ana.Lopez@Example.com").unwrap();
        let found = |text: &str, name| Search::parse(text).unwrap().matches(name, Some(&email));
        for text in ["ana.l", "ANA.LOPEZ@example.com", "ana"] {
            assert!(found(text, None), "{text}");
        }
        assert!(found("ana.lopez@ bob", Some("Bob")), "one word by the address, one by the name");
        assert!(!found("lopez", None) && !found("example", None));
        assert!(!Search::parse("ana.l").unwrap().matches(None, None));
    }

    #[test]
    fn a_search_has_something_to_look_for() {
        for text in ["", "  ", "- .", &"a".repeat(bounds::SEARCH_CHARACTERS + 1)] {
            assert_eq!(Search::parse(text), None, "{text}");
        }
        let search = Search::parse("lop x.ana@y").unwrap();
        assert_eq!(search.word(), SortKey::of_words("ana").first(), "of the longest term");
        let search = Search::parse("an lop").unwrap();
        assert_eq!(search.first_match("Lopes Lopez"), SortKey::of_words("Lopes").first().cloned());
        assert_eq!(search.first_match("Ana"), None);
    }
}
