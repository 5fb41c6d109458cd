//! The token with which the reader of a mail switches its kind off, without a sign-in.

use std::fmt;
use std::str::FromStr;

use crate::{InvalidLink, LinkKeys, Locale, MailKind, StoreId, Timestamp, UserId, bounds};

/// The purpose of the authentication code, so that no code of another purpose is valid here.
const PURPOSE: &[u8] = b"staffroom unsubscribe 2\0";
/// Ends each token. Base64url may end in `-` or `_`, which some mail programs leave out of a link that ends a text.
const END: &str = "0";

/// The token of a mail's address to unsubscribe: what it switches off, with an authentication code that needs the key. It is
/// computed when a mail is written, and stored nowhere. It stands in a path, so no log may have the paths that have it.
///
/// Base64url (RFC 4648, section 5) of: key id (1 byte), kind (1), language (2), seconds since 1970 (4), length of the store's id (1),
/// store, user, code (20). The digit 0 follows, so that every token ends in a letter or digit. It works for as long as the mail is
/// kept, and not in a store that is created under the id of a closed one.
#[derive(Clone, PartialEq, Eq)]
pub struct UnsubscribeToken(String);

impl UnsubscribeToken {
    /// The token as it stands in a path.
    #[must_use]
    pub fn as_str(&self) -> &str {
        &self.0
    }
}

impl FromStr for UnsubscribeToken {
    type Err = InvalidLink;
    fn from_str(text: &str) -> Result<Self, InvalidLink> {
        // No valid token is longer, so a longer one is not decoded.
        if text.len() > bounds::UNSUBSCRIBE_TOKEN_CHARACTERS {
            Err(InvalidLink)
        } else {
            Ok(Self(text.to_owned()))
        }
    }
}

impl fmt::Debug for UnsubscribeToken {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("UnsubscribeToken(***)")
    }
}

/// What a token switches off.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Unsubscription {
    /// The store.
    pub store: StoreId,
    /// The reader of the mail.
    pub user: UserId,
    /// The kind of mail.
    pub kind: MailKind,
    /// The language of the mail.
    pub locale: Locale,
    /// When what the mail tells happened, in whole seconds (until 2106).
    pub at: Timestamp,
}

impl Unsubscription {
    /// Makes the token, with the current key.
    #[must_use]
    pub fn sign(&self, keys: &LinkKeys) -> Option<UnsubscribeToken> {
        let mut said = vec![code_of(self.kind)];
        said.extend_from_slice(self.locale.as_str().as_bytes().first_chunk::<2>()?);
        said.extend_from_slice(&u32::try_from(self.at.timestamp()).ok()?.to_be_bytes());
        said.push(u8::try_from(self.store.as_str().len()).ok()?);
        said.extend_from_slice(self.store.as_str().as_bytes());
        said.extend_from_slice(self.user.as_str().as_bytes());
        keys.seal(PURPOSE, &said).map(|sealed| UnsubscribeToken(sealed + END))
    }

    /// Verifies a token and returns what it switches off. The authentication code is compared in constant time.
    ///
    /// # Errors
    /// If none of the keys made the token.
    pub fn open(keys: &LinkKeys, token: &UnsubscribeToken) -> Result<Self, InvalidLink> {
        let sealed = token.0.strip_suffix(END).ok_or(InvalidLink)?;
        let said = keys.unseal(PURPOSE, sealed)?;
        let (&kind, rest) = said.split_first().ok_or(InvalidLink)?;
        let (locale, rest) = rest.split_first_chunk::<2>().ok_or(InvalidLink)?;
        let (seconds, rest) = rest.split_first_chunk::<4>().ok_or(InvalidLink)?;
        let (&length, rest) = rest.split_first().ok_or(InvalidLink)?;
        let (store, user) = rest.split_at_checked(usize::from(length)).ok_or(InvalidLink)?;
        let text = |bytes| std::str::from_utf8(bytes).map_err(|_| InvalidLink);
        Ok(Self {
            store: text(store)?.parse().map_err(|_| InvalidLink)?,
            user: text(user)?.parse().map_err(|_| InvalidLink)?,
            kind: kind_of(kind).ok_or(InvalidLink)?,
            // A language that is not there any more is replaced by English.
            locale: Locale::parse(text(locale)?).unwrap_or_default(),
            at: Timestamp::from_timestamp(u32::from_be_bytes(*seconds).into(), 0).ok_or(InvalidLink)?,
        })
    }
}

fn code_of(kind: MailKind) -> u8 {
    match kind {
        MailKind::Answers => 1,
        MailKind::Orders => 2,
        MailKind::Reviews => 3,
    }
}

fn kind_of(code: u8) -> Option<MailKind> {
    [MailKind::Answers, MailKind::Orders, MailKind::Reviews].into_iter().find(|kind| code_of(*kind) == code)
}

#[cfg(test)]
mod tests {
    use super::{END, UnsubscribeToken, Unsubscription};
    use crate::{LinkClaims, LinkKeys, Locale, MailKind, bounds, builders};

    fn keys() -> LinkKeys {
        LinkKeys::new(vec![vec![7; 32]]).unwrap()
    }

    fn unsubscription(user: &str) -> Unsubscription {
        Unsubscription {
            store: builders::store("whatnot").id,
            user: user.parse().unwrap(),
            kind: MailKind::Orders,
            locale: Locale::parse("pl").unwrap(),
            at: builders::noon(),
        }
    }

    #[test]
    fn a_token_says_what_it_switches_off() {
        for kind in [MailKind::Answers, MailKind::Orders, MailKind::Reviews] {
            let said = Unsubscription { kind, ..unsubscription("auth0|k#m e") };
            let token = said.sign(&keys()).unwrap();
            assert!(token.as_str().bytes().all(|byte| byte.is_ascii_alphanumeric() || b"-_".contains(&byte)));
            assert_eq!(Unsubscription::open(&keys(), &token), Ok(said));
            assert_eq!(format!("{token:?}"), "UnsubscribeToken(***)");
        }
        let store = "s".repeat(bounds::SLUG_BYTES).parse().unwrap();
        let longest = Unsubscription { store, ..unsubscription(&"u".repeat(bounds::USER_ID_BYTES)) };
        let token = longest.sign(&keys()).unwrap();
        assert_eq!(token.as_str().len(), bounds::UNSUBSCRIBE_TOKEN_CHARACTERS);
        assert!(token.as_str().parse::<UnsubscribeToken>().is_ok());
        assert!(format!("{}A", token.as_str()).parse::<UnsubscribeToken>().is_err());
    }

    #[test]
    fn every_token_ends_in_a_letter_or_digit() {
        for number in 0..400 {
            let token = unsubscription(&format!("user-{number}")).sign(&keys()).unwrap();
            let without = token.as_str().strip_suffix(END).unwrap();
            assert!(Unsubscription::open(&keys(), &without.parse().unwrap()).is_err());
        }
    }

    #[test]
    fn no_other_token_is_valid() {
        let token = unsubscription("kim").sign(&keys()).unwrap();
        let others = LinkKeys::new(vec![vec![8; 32]]).unwrap();
        assert!(Unsubscription::open(&others, &token).is_err());
        for place in 0..token.as_str().len() {
            let mut changed = token.as_str().as_bytes().to_vec();
            changed[place] = if changed[place] == b'A' { b'B' } else { b'A' };
            let changed = String::from_utf8(changed).unwrap().parse().unwrap();
            let opened = Unsubscription::open(&keys(), &changed);
            assert!(opened.is_err() || opened == Ok(unsubscription("kim")), "{place}");
        }
        let invitation = builders::invitation(&builders::store("whatnot"), "lou", &["seller"]);
        let link = LinkClaims {
            store: invitation.store.clone(),
            invitation: invitation.id,
            generation: invitation.generation,
        };
        let link = keys().sign(&link).unwrap();
        assert!(Unsubscription::open(&keys(), &link.as_str().parse().unwrap()).is_err(), "another purpose");
        assert!(keys().open(token.as_str()).is_err(), "nor the other way round");
    }
}
