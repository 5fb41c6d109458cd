use std::fmt;

use email_address::Options;
use serde::{Deserialize, Deserializer, Serialize, Serializer};
use unicode_normalization::UnicodeNormalization;

use crate::bounds;
use crate::visible::is_hidden;

/// What takes the place of a name or an address of a person who was erased.
pub const ERASED: &str = "erased";

/// An e-mail address that parses, kept as typed and compared in its normalised form: the domain as
/// lower-case ASCII (IDNA, RFC 5891), the local part without regard to case.
///
/// The local part is ASCII, because SES reaches no other (SES API reference, `Destination`).
///
/// It never prints: an address is personal, and a log is read by many.
#[derive(Clone)]
pub struct EmailAddress {
    typed: String,
    normalised: String,
    at: usize,
}

/// The text is not a valid e-mail address.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct InvalidEmailAddress;

impl fmt::Display for InvalidEmailAddress {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(
            "must be an e-mail address such as name@example.com, with ASCII only before the @, of at most 254 bytes",
        )
    }
}

impl std::error::Error for InvalidEmailAddress {}

impl EmailAddress {
    /// Reads one address, without display name, comment or address literal.
    ///
    /// # Errors
    /// When it is not an address that mail can be sent to.
    pub fn parse(text: &str) -> Result<Self, InvalidEmailAddress> {
        let text = text.trim();
        if text.len() > bounds::EMAIL_BYTES {
            return Err(InvalidEmailAddress);
        }
        // Before the text is normalised: that turns some other signs into ASCII, such as the Kelvin sign into a K.
        if !text.rsplit_once('@').is_some_and(|(local_part, _)| local_part.is_ascii()) {
            return Err(InvalidEmailAddress);
        }
        let typed = composed(text);
        let options = Options::default().without_display_text().without_domain_literal().with_required_tld();
        email_address::EmailAddress::parse_with_options(&typed, options).map_err(|_| InvalidEmailAddress)?;
        let (local_part, domain) = typed.rsplit_once('@').ok_or(InvalidEmailAddress)?;
        // Quoted local parts are legal and in use nowhere; their second spelling would split a person.
        if local_part.contains('"') || typed.chars().any(is_hidden) {
            return Err(InvalidEmailAddress);
        }
        let Domain(domain) = Domain::parse(domain).ok_or(InvalidEmailAddress)?;
        let mut normalised = local_part.to_ascii_lowercase();
        let at = normalised.len();
        normalised.push('@');
        normalised.push_str(&domain);
        if typed.len() > bounds::EMAIL_BYTES || normalised.len() > bounds::EMAIL_BYTES {
            return Err(InvalidEmailAddress);
        }
        Ok(Self { typed, normalised, at })
    }

    /// What takes the place of the address of a person who was erased. No mail can be sent to it, and no request can name it.
    #[must_use]
    pub fn erased() -> Self {
        Self { typed: ERASED.to_owned(), normalised: ERASED.to_owned(), at: ERASED.len() }
    }

    /// The address as it was typed.
    #[must_use]
    pub fn as_typed(&self) -> &str {
        &self.typed
    }

    /// The form that mail is sent to: SES takes the domain in ASCII only.
    #[must_use]
    pub fn deliverable(&self) -> String {
        let local_part = self.typed.rsplit_once('@').map_or("", |(local_part, _)| local_part);
        format!("{local_part}{}", self.normalised.get(self.at..).unwrap_or_default())
    }

    /// The form in which two spellings of one address are equal.
    #[must_use]
    pub fn normalised(&self) -> &str {
        &self.normalised
    }

    /// The domain in lower-case ASCII.
    #[must_use]
    pub fn domain(&self) -> Domain {
        Domain(self.normalised.get(self.at + 1..).unwrap_or_default().to_owned())
    }

    /// The masked address, such as `c***@example.com`: its owner recognises it, but strangers cannot write to
    /// it.
    #[must_use]
    pub fn masked(&self) -> String {
        let first: String = self.normalised.chars().take(1).collect();
        format!("{first}***{}", self.normalised.get(self.at..).unwrap_or_default())
    }
}

/// Returns the text in Unicode NFC. ASCII needs no conversion, which saves time on pages of many members.
fn composed(text: &str) -> String {
    if text.is_ascii() { text.to_owned() } else { text.nfc().collect() }
}

impl PartialEq for EmailAddress {
    fn eq(&self, other: &Self) -> bool {
        self.normalised == other.normalised
    }
}

impl Eq for EmailAddress {}

impl PartialOrd for EmailAddress {
    fn partial_cmp(&self, other: &Self) -> Option<std::cmp::Ordering> {
        Some(self.cmp(other))
    }
}

impl Ord for EmailAddress {
    fn cmp(&self, other: &Self) -> std::cmp::Ordering {
        self.normalised.cmp(&other.normalised)
    }
}

impl fmt::Debug for EmailAddress {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("EmailAddress(***)")
    }
}

impl Serialize for EmailAddress {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        serializer.serialize_str(&self.typed)
    }
}

impl<'de> Deserialize<'de> for EmailAddress {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        Self::parse(&String::deserialize(deserializer)?).map_err(serde::de::Error::custom)
    }
}

/// Reads an address of an event, whose person may have been erased since.
pub(crate) fn or_erased<'de, D: Deserializer<'de>>(deserializer: D) -> Result<EmailAddress, D::Error> {
    let text = String::deserialize(deserializer)?;
    if text == ERASED {
        return Ok(EmailAddress::erased());
    }
    EmailAddress::parse(&text).map_err(serde::de::Error::custom)
}

/// As [`or_erased`], of an address that may be absent.
pub(crate) fn option_or_erased<'de, D: Deserializer<'de>>(
    deserializer: D,
) -> Result<Option<EmailAddress>, D::Error> {
    or_erased(deserializer).map(Some)
}

/// A mail domain in lower-case ASCII, as in the `allowed_domains` of a store.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize)]
#[serde(try_from = "String")]
pub struct Domain(String);

impl Domain {
    /// Parses a domain with at least two labels; `None` if it is not valid.
    #[must_use]
    pub fn parse(text: &str) -> Option<Self> {
        let ascii = idna::domain_to_ascii_strict(text.trim()).ok()?;
        let labels = ascii.split('.').count();
        // A last label of digits would make it an IP address, not a domain name.
        let number = ascii.rsplit('.').next().is_some_and(|last| last.bytes().all(|b| b.is_ascii_digit()));
        (labels >= 2 && !number && ascii.len() <= bounds::DOMAIN_BYTES && !ascii.ends_with('.'))
            .then_some(Self(ascii))
    }

    /// The domain in lower-case ASCII.
    #[must_use]
    pub fn as_str(&self) -> &str {
        &self.0
    }
}

impl TryFrom<String> for Domain {
    type Error = &'static str;
    fn try_from(text: String) -> Result<Self, Self::Error> {
        Self::parse(&text).ok_or("must be a domain such as example.com")
    }
}

#[cfg(test)]
mod tests {
    use super::{Domain, EmailAddress};

    fn address(text: &str) -> EmailAddress {
        EmailAddress::parse(text).unwrap()
    }

    fn same(a: &str, b: &str) -> bool {
        EmailAddress::parse(a).unwrap() == EmailAddress::parse(b).unwrap()
    }

    #[test]
    fn case_and_unicode_spelling_do_not_split_a_person() {
        assert!(same("Ana.Lopez@Example.COM", "ana.lopez@example.com"));
        assert!(same("a@b\u{fc}cher.example", "a@bu\u{308}cher.example"));
        assert!(same("a@b\u{fc}cher.example", "a@xn--bcher-kva.example"));
    }

    #[test]
    fn look_alikes_do_not_merge_people() {
        assert!(!same("ana@\u{430}.example", "ana@a.example"), "Cyrillic a is another letter");
        assert!(!same("ana.lopez@example.com", "analopez@example.com"), "dots count");
        assert!(!same("ana+shop@example.com", "ana@example.com"), "tags count");
    }

    #[test]
    fn what_is_no_address_is_refused() {
        for text in [
            "",
            "a",
            "a@",
            "@b.fr",
            "a@b",
            "a b@c.fr",
            "Ana <a@b.fr>",
            "a@[127.0.0.1]",
            "a@b.fr\r\nBcc: x@y.fr",
            "a@1.2.3.4",
            "\"a b\"@c.fr",
            "zo\u{e9}@example.com",
            "zoe\u{301}@example.com",
            "\u{430}na@example.com",
            "ana@exam\u{200b}ple.com",
            "ana@exam\u{ad}ple.com",
            "ana@\u{202e}moc.elpmaxe",
        ] {
            assert!(EmailAddress::parse(text).is_err(), "{text:?}");
        }
    }

    #[test]
    fn it_neither_prints_nor_gives_away_the_masked_part() {
        let address = EmailAddress::parse("camille@example.com").unwrap();
        assert_eq!(format!("{address:?}"), "EmailAddress(***)");
        assert_eq!(address.masked(), "c***@example.com");
    }

    #[test]
    fn it_is_kept_as_typed_and_compared_as_normalised() {
        let typed = address(" Ana.Lopez@B\u{fc}cher.Example ");
        assert_eq!(typed.as_typed(), "Ana.Lopez@B\u{fc}cher.Example");
        assert_eq!(typed.deliverable(), "Ana.Lopez@xn--bcher-kva.example");
        assert_eq!(typed.normalised(), "ana.lopez@xn--bcher-kva.example");
        assert_eq!(typed.domain().as_str(), "xn--bcher-kva.example");
    }

    #[test]
    fn addresses_sort_by_their_normalised_form() {
        let mut addresses = [address("B@example.com"), address("a@example.com"), address("C@example.com")];
        addresses.sort();
        let sorted: Vec<&str> = addresses.iter().map(EmailAddress::normalised).collect();
        assert_eq!(sorted, ["a@example.com", "b@example.com", "c@example.com"]);
        assert!(address("a@example.com") < address("B@example.com"));
    }

    #[test]
    fn it_is_no_longer_than_smtp_carries() {
        let of = |last: usize| {
            let (local_part, label) = ("a".repeat(64), "b".repeat(60));
            format!("{local_part}@{label}.{label}.{}.{}", "c".repeat(63), "d".repeat(last))
        };
        let (longest, too_long) = (of(3), of(4));
        assert_eq!((longest.len(), too_long.len()), (254, 255));
        assert!(EmailAddress::parse(&longest).is_ok() && EmailAddress::parse(&too_long).is_err());
        // Each label is 2 bytes as typed and 7 in ASCII.
        let in_ascii = |labels: usize| format!("{}@{}fr", "a".repeat(64), "\u{fc}.".repeat(labels));
        assert!(EmailAddress::parse(&in_ascii(22)).is_ok() && EmailAddress::parse(&in_ascii(25)).is_err());
    }

    #[test]
    fn in_json_it_is_the_text_as_typed() {
        let json = serde_json::to_string(&address("Ana@example.com")).unwrap();
        assert_eq!(json, "\"Ana@example.com\"");
        let read: EmailAddress = serde_json::from_str(&json).unwrap();
        assert_eq!(read.as_typed(), "Ana@example.com");
        let error = serde_json::from_str::<EmailAddress>("\"nobody\"").unwrap_err();
        assert!(
            error.to_string().starts_with("must be an e-mail address such as name@example.com"),
            "{error}"
        );
    }

    #[test]
    fn a_domain_has_two_labels_and_is_no_number() {
        let longest = format!("{}.{}.{}.{}", "a".repeat(63), "b".repeat(63), "c".repeat(63), "d".repeat(61));
        assert_eq!(longest.len(), 253);
        for (text, ascii) in [
            ("example.com", "example.com"),
            (" Example.COM ", "example.com"),
            ("b\u{fc}cher.example", "xn--bcher-kva.example"),
            ("shop1.example2", "shop1.example2"),
            (&longest, &longest),
        ] {
            assert_eq!(Domain::parse(text).as_ref().map(Domain::as_str), Some(ascii));
        }
        let too_long = format!("{longest}d");
        for text in ["", "com", "1.2.3.4", "example.com.", "exa mple.com", "-a.com", "*.com", &too_long] {
            assert_eq!(Domain::parse(text), None, "{text:?}");
        }
    }

    #[test]
    fn a_domain_is_checked_when_it_is_read() {
        let read: Domain = serde_json::from_str("\"Example.com\"").unwrap();
        assert_eq!(serde_json::to_string(&read).unwrap(), "\"example.com\"");
        let error = serde_json::from_str::<Domain>("\"com\"").unwrap_err();
        assert!(error.to_string().starts_with("must be a domain such as example.com"), "{error}");
    }
}
