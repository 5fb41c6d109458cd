use std::fmt;

use serde::{Deserialize, Serialize};
use uuid::Uuid;

use crate::email::ERASED;
use crate::{EmailAddress, Timestamp, bounds};

/// The error for a text that is not a valid id. It names the rule and does not repeat the text.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct InvalidId(&'static str);

impl fmt::Display for InvalidId {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(self.0)
    }
}

impl std::error::Error for InvalidId {}

const SLUG: &str = "must be 1 to 64 of a-z, 0-9, '.', '_' and '-', starting with a letter or digit";

fn check_slug(text: &str) -> Result<(), InvalidId> {
    let mut bytes = text.bytes();
    let first = bytes.next().is_some_and(|b| b.is_ascii_lowercase() || b.is_ascii_digit());
    let rest = bytes.all(|b| b.is_ascii_lowercase() || b.is_ascii_digit() || b"._-".contains(&b));
    if first && rest && text.len() <= bounds::SLUG_BYTES { Ok(()) } else { Err(InvalidId(SLUG)) }
}

fn check_user(text: &str) -> Result<(), InvalidId> {
    let sound = text.bytes().all(|b| b.is_ascii_graphic() || b == b' ');
    if sound && (1..=bounds::USER_ID_BYTES).contains(&text.len()) {
        Ok(())
    } else {
        Err(InvalidId("must be 1 to 255 printable ASCII characters"))
    }
}

macro_rules! text_id {
    ($($(#[$doc:meta])* $name:ident by $check:ident;)+) => {$(
        $(#[$doc])*
        #[derive(Debug, Clone, PartialEq, Eq, Hash, PartialOrd, Ord, Serialize, Deserialize)]
        #[serde(try_from = "String")]
        pub struct $name(String);

        impl $name {
            /// The id as it stands in JSON, keys and paths.
            #[must_use]
            pub fn as_str(&self) -> &str {
                &self.0
            }
        }

        impl TryFrom<String> for $name {
            type Error = InvalidId;
            fn try_from(text: String) -> Result<Self, InvalidId> {
                $check(&text)?;
                Ok(Self(text))
            }
        }

        impl std::str::FromStr for $name {
            type Err = InvalidId;
            fn from_str(text: &str) -> Result<Self, InvalidId> {
                text.to_owned().try_into()
            }
        }
    )+};
}

text_id! {
    /// A store: the tenant, as the platform names it.
    StoreId by check_slug;
    /// An activity of a store, as the platform names it.
    ActivityId by check_slug;
    /// A plan of a catalog.
    PlanSlug by check_slug;
    /// A role of a catalog.
    RoleSlug by check_slug;
    /// A permission of a catalog.
    PermissionSlug by check_slug;
    /// A person at the identity provider: the `sub` claim (OpenID Connect Core 1.0, section 2).
    UserId by check_user;
}

/// The invitation of an address in a store. The id is derived from both, so an address has one invitation per
/// store.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord, Serialize, Deserialize)]
#[serde(transparent)]
pub struct InvitationId(Uuid);

/// The namespace of the version 5 UUIDs of invitations (RFC 9562, section 5.5).
const INVITATIONS: Uuid = Uuid::from_u128(0x6f0e_5d0a_9c1b_4a53_8d0c_2f6b_7a51_c3e4);

impl InvitationId {
    /// The id of the invitation that `email` has, had or would have in `store`.
    #[must_use]
    pub fn of(store: &StoreId, email: &EmailAddress) -> Self {
        Self(Uuid::new_v5(&INVITATIONS, format!("{}#{}", store.as_str(), email.normalised()).as_bytes()))
    }

    /// The sixteen bytes of the id.
    #[must_use]
    pub fn as_bytes(&self) -> &[u8; 16] {
        self.0.as_bytes()
    }

    /// The id that has these bytes.
    #[must_use]
    pub fn from_bytes(bytes: [u8; 16]) -> Self {
        Self(Uuid::from_bytes(bytes))
    }
}

/// A hash of an address, the same in every store. The address cannot be read from it.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord, Serialize, Deserialize)]
#[serde(transparent)]
pub struct AddressId(Uuid);

impl AddressId {
    /// The id of an address.
    #[must_use]
    pub fn of(email: &EmailAddress) -> Self {
        Self(Uuid::new_v5(&INVITATIONS, email.normalised().as_bytes()))
    }
}

/// An event of a store's history. Ids sort by time (UUID version 7, RFC 9562, section 5.7).
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord, Serialize, Deserialize)]
#[serde(transparent)]
pub struct EventId(Uuid);

impl EventId {
    /// The id of an event at `at`. `random` distinguishes events of the same millisecond.
    #[must_use]
    pub fn new(at: Timestamp, random: [u8; 10]) -> Self {
        let millis = u64::try_from(at.timestamp_millis()).unwrap_or_default();
        Self(uuid::Builder::from_unix_timestamp_millis(millis, &random).into_uuid())
    }

    /// The id of what is published beside an event, as its `place`-th thing; 0 is the event itself. The events of a plan have
    /// four bits of zero behind the time.
    #[must_use]
    pub(crate) fn further(self, place: u8) -> Self {
        if place == 0 {
            return self;
        }
        let mut bytes = *self.0.as_bytes();
        let [.., seventh, _, _, _, _, _, _, _, _, _] = &mut bytes;
        *seventh = (*seventh & 0xf0) | (place & 0x0f);
        Self(Uuid::from_bytes(bytes))
    }

    /// The id of a change of a store's record. The same change always has the same id.
    #[must_use]
    pub(crate) fn of_change(at: Timestamp, store: &StoreId, change: &str) -> Self {
        Self::new(at, hashed(&format!("{}#{change}", store.as_str())))
    }

    /// The time in it, in milliseconds since 1970.
    #[must_use]
    pub fn millis(&self) -> u64 {
        self.0.as_bytes().iter().take(6).fold(0, |millis, byte| millis << 8 | u64::from(*byte))
    }

    /// The sixteen bytes of the id.
    #[must_use]
    pub fn as_bytes(&self) -> &[u8; 16] {
        self.0.as_bytes()
    }
}

/// Ten bytes of a hash of a text.
fn hashed(text: &str) -> [u8; 10] {
    let hash = Uuid::new_v5(&INVITATIONS, text.as_bytes());
    hash.as_bytes().first_chunk().copied().unwrap_or_default()
}

/// A webhook.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord, Serialize, Deserialize)]
#[serde(transparent)]
pub struct WebhookId(Uuid);

impl WebhookId {
    /// The id that has these bytes, which must be random.
    #[must_use]
    pub fn from_bytes(bytes: [u8; 16]) -> Self {
        Self(uuid::Builder::from_random_bytes(bytes).into_uuid())
    }
}

/// A delivery of an event to a webhook. Ids sort by time, as those of events do.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord, Serialize, Deserialize)]
#[serde(transparent)]
pub struct DeliveryId(Uuid);

impl DeliveryId {
    /// The id of a delivery of this time.
    #[must_use]
    pub fn new(at: Timestamp, random: [u8; 10]) -> Self {
        Self(EventId::new(at, random).0)
    }

    /// The id of the delivery that follows from an event. The same event gives the same one, so that it is made once.
    #[must_use]
    pub fn of(webhook: WebhookId, event: EventId) -> Self {
        let millis = i64::try_from(event.millis()).unwrap_or_default();
        let at = Timestamp::from_timestamp_millis(millis).unwrap_or_default();
        Self::new(at, hashed(&format!("{webhook}#{event}")))
    }

    /// The id of the delivery that follows from an event in a replay.
    #[must_use]
    pub fn of_replay(at: Timestamp, replay: ReplayId, event: EventId) -> Self {
        Self::new(at, hashed(&format!("{replay}#{event}")))
    }

    /// The sixteen bytes of the id.
    #[must_use]
    pub fn as_bytes(&self) -> &[u8; 16] {
        self.0.as_bytes()
    }
}

/// A replay of events to a webhook.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord, Serialize, Deserialize)]
#[serde(transparent)]
pub struct ReplayId(Uuid);

impl ReplayId {
    /// The id of a replay that is asked for at this time.
    #[must_use]
    pub fn new(at: Timestamp, random: [u8; 10]) -> Self {
        Self(EventId::new(at, random).0)
    }

    /// The sixteen bytes of the id.
    #[must_use]
    pub fn as_bytes(&self) -> &[u8; 16] {
        self.0.as_bytes()
    }
}

impl UserId {
    /// The id that takes the place of the ids of a person who was erased. `random` must be random.
    #[must_use]
    pub fn erased(random: [u8; 16]) -> Self {
        Self(format!("{ERASED}-{}", Uuid::from_bytes(random).simple()))
    }

    /// Whether it takes the place of the ids of a person who was erased.
    #[must_use]
    pub fn is_erased(&self) -> bool {
        self.0.strip_prefix(ERASED).is_some_and(|rest| rest.starts_with('-'))
    }
}

impl InvitationId {
    /// The id that takes the place of this one in the history: this one can be guessed from the address. The id of the erasure is
    /// in no record of a store, so nobody can make the same from a guess.
    #[must_use]
    pub fn erased(self, erasure: ErasureId) -> Self {
        Self(Uuid::new_v5(&erasure.0, self.0.as_bytes()))
    }
}

/// An erasure of a person.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord, Serialize, Deserialize)]
#[serde(transparent)]
pub struct ErasureId(Uuid);

impl ErasureId {
    /// The id that has these bytes, which must be random.
    #[must_use]
    pub fn from_bytes(bytes: [u8; 16]) -> Self {
        Self(uuid::Builder::from_random_bytes(bytes).into_uuid())
    }

    /// The sixteen bytes of the id.
    #[must_use]
    pub fn as_bytes(&self) -> &[u8; 16] {
        self.0.as_bytes()
    }
}

macro_rules! uuid_id {
    ($($name:ident)+) => {$(
        impl fmt::Display for $name {
            fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
                self.0.fmt(f)
            }
        }

        impl std::str::FromStr for $name {
            type Err = InvalidId;
            fn from_str(text: &str) -> Result<Self, InvalidId> {
                // Only the hyphenated lower-case form is accepted, so that an id has one spelling.
                match Uuid::try_parse(text) {
                    Ok(uuid) if uuid.to_string() == text => Ok(Self(uuid)),
                    _ => Err(InvalidId("must be a UUID in lower case")),
                }
            }
        }
    )+};
}

uuid_id! { InvitationId EventId AddressId WebhookId DeliveryId ReplayId ErasureId }

#[cfg(test)]
mod tests;
