//! The erasure of a person: what it counts, and the keyed hashes by which its ledger knows a person.

use std::collections::BTreeSet;
use std::fmt;

use hmac::{Hmac, Mac};
use serde::{Deserialize, Serialize};
use sha2::Sha256;

use crate::{EmailAddress, ErasureId, UserId};

/// The shortest text that a key is made of, in characters.
const SHORTEST_KEY: usize = 32;

/// The purpose of the hashes, so that no hash of another purpose with the same key is one of these.
const PURPOSE: &[u8] = b"staffroom erasure ledger 1\0";

/// A person, by their ids at the identity provider and by their addresses.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct Person {
    /// The ids.
    pub users: BTreeSet<UserId>,
    /// The addresses.
    pub addresses: BTreeSet<EmailAddress>,
}

/// Whether an erasure is finished.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "describe", derive(schemars::JsonSchema))]
#[serde(rename_all = "snake_case")]
pub enum ErasureStatus {
    /// It is in progress.
    Running,
    /// Nothing of the person is left in the table.
    Done,
}

/// What an erasure has done.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct ErasureCounts {
    /// Memberships that it ended.
    pub memberships: u32,
    /// Unanswered invitations of the person that it ended.
    pub invitations: u32,
    /// Events of the history in which it replaced the person.
    pub events: u32,
}

/// The key of the hashes in the ledger of erasures. It is never replaced: the hashes of before could not be compared any more.
#[derive(Clone)]
pub struct LedgerKey(Vec<u8>);

/// The text of the key is too short.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct InvalidLedgerKey;

impl fmt::Display for InvalidLedgerKey {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("ERASURE_KEY must have at least 32 characters")
    }
}

impl std::error::Error for InvalidLedgerKey {}

impl fmt::Debug for LedgerKey {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("LedgerKey(***)")
    }
}

impl LedgerKey {
    /// Reads the key.
    ///
    /// # Errors
    /// If it is shorter than 32 characters.
    pub fn parse(text: &str) -> Result<Self, InvalidLedgerKey> {
        let text = text.trim();
        if text.len() < SHORTEST_KEY { Err(InvalidLedgerKey) } else { Ok(Self(text.as_bytes().to_vec())) }
    }

    /// The hash of a user id: HMAC-SHA-256 in hexadecimal.
    #[must_use]
    pub fn of_user(&self, user: &UserId) -> String {
        self.hash(b"user\0", user.as_str())
    }

    /// The hash of an address.
    #[must_use]
    pub fn of_address(&self, address: &EmailAddress) -> String {
        self.hash(b"address\0", address.normalised())
    }

    /// The hashes of all ids and addresses of a person.
    #[must_use]
    pub fn of_person(&self, person: &Person) -> BTreeSet<String> {
        let users = person.users.iter().map(|user| self.of_user(user));
        users.chain(person.addresses.iter().map(|address| self.of_address(address))).collect()
    }

    /// The id of the erasure of the person with this hash that follows their latest one. Two requests at once get the same.
    #[must_use]
    pub fn next_erasure(&self, subject: &str, latest: Option<ErasureId>) -> ErasureId {
        let latest = latest.map(|id| id.to_string()).unwrap_or_default();
        let bytes = self.mac(b"erasure\0", &format!("{subject} {latest}"));
        ErasureId::from_bytes(bytes.first_chunk().copied().unwrap_or_default())
    }

    fn hash(&self, kind: &[u8], text: &str) -> String {
        self.mac(kind, text).iter().fold(String::new(), |mut hex, byte| {
            use fmt::Write as _;
            // Writing to a text cannot fail.
            let _ = write!(hex, "{byte:02x}");
            hex
        })
    }

    fn mac(&self, kind: &[u8], text: &str) -> Vec<u8> {
        // HMAC takes a key of any length (RFC 2104).
        let Ok(mut mac) = Hmac::<Sha256>::new_from_slice(&self.0) else { return Vec::new() };
        mac.update(PURPOSE);
        mac.update(kind);
        mac.update(text.as_bytes());
        mac.finalize().into_bytes().to_vec()
    }
}

#[cfg(test)]
mod tests {
    use super::{InvalidLedgerKey, LedgerKey, Person};
    use crate::builders::{email, user};
    use crate::{ERASED, EmailAddress, EventKind, UserId};

    fn key(text: &str) -> LedgerKey {
        LedgerKey::parse(&text.repeat(32)).unwrap()
    }

    #[test]
    fn a_person_has_the_same_hashes_in_every_spelling_and_others_by_another_key() {
        let a = key("a");
        let ann = EmailAddress::parse("Ann@Example.com").unwrap();
        assert_eq!(a.of_address(&ann), a.of_address(&email("ann@example.com")));
        assert_ne!(a.of_user(&user("ann")), a.of_user(&user("Ann")), "ids have one spelling");
        assert_ne!(a.of_user(&user("ann")), key("b").of_user(&user("ann")));
        let person = Person { users: [user("ann")].into(), addresses: [ann].into() };
        assert_eq!(a.of_person(&person).len(), 2);
        // `infra/apply-erasures` makes the same.
        assert_eq!(
            a.of_user(&user("kim")),
            "46e1c72c36737b9ff8b1d0e5f506c4c47166306ac38e66375da5d900e06f286d"
        );
        assert_eq!(
            a.of_address(&email("Lea@Stra\u{df}e.example")),
            "d45a103bf6f287790c5d38619dc1960102d6c90b90bb449fb3b8c989bdaca46b"
        );
        assert_eq!(format!("{a:?}"), "LedgerKey(***)");
    }

    #[test]
    fn the_erasures_of_a_person_have_ids_that_follow_one_another() {
        let a = key("a");
        let (ann, ben) = (a.of_user(&user("ann")), a.of_user(&user("ben")));
        let first = a.next_erasure(&ann, None);
        assert_eq!(first, a.next_erasure(&ann, None));
        let ids = [first, a.next_erasure(&ann, Some(first)), a.next_erasure(&ben, None)];
        assert_eq!(ids.iter().collect::<std::collections::BTreeSet<_>>().len(), 3);
    }

    #[test]
    fn a_short_key_is_refused() {
        assert_eq!(LedgerKey::parse("short").unwrap_err(), InvalidLedgerKey);
    }

    #[test]
    fn what_was_erased_is_read_in_an_event_and_is_no_address_elsewhere() {
        assert!(EmailAddress::parse(ERASED).is_err());
        assert!(serde_json::from_str::<EmailAddress>("\"erased\"").is_err());
        let json = r#"{"type": "member.left", "member": {"user_id": "erased-1", "email": "erased", "name": "erased",
            "locale": "en", "grant": {"roles": [], "permissions": []}}}"#;
        let kind: EventKind = serde_json::from_str(json).unwrap();
        let member = kind.member().unwrap();
        assert_eq!((member.email.as_typed(), member.email.deliverable()), (ERASED, String::new()));
        let again: EventKind = serde_json::from_str(&serde_json::to_string(&kind).unwrap()).unwrap();
        assert_eq!(again, kind);
    }

    #[test]
    fn an_erased_person_has_a_random_id() {
        let one = UserId::erased([1; 16]);
        assert!(one.as_str().starts_with("erased-"));
        assert_ne!(one, UserId::erased([2; 16]));
        assert_eq!(one.as_str().parse(), Ok(one.clone()));
    }
}
