use std::fmt;

use base64::Engine;
use base64::engine::general_purpose::URL_SAFE_NO_PAD;
use hmac::{Hmac, Mac};
use sha2::{Digest, Sha256};

use crate::{InvitationId, StoreId, bounds};

/// The length of the authentication code of a link, in bytes: 160 bits.
const MAC: usize = 20;
/// The length of key id, generation and invitation, which precede the store's id.
const HEAD: usize = 1 + 4 + 16;
const _: () = assert!(HEAD + MAC == bounds::LINK_TOKEN_FIXED_BYTES);
/// The purpose of the authentication code of an invitation's link.
const PURPOSE: &[u8] = b"staffroom invitation link 1\0";
/// The smallest length of a key, in bytes: that of the hash (RFC 2104, section 3).
const SECRET: usize = 32;
/// Ends each token. Base64url may end in `-` or `_`, which some mail programs leave out of a link that ends a text.
const END: &str = "0";

/// The token in an invitation's link: store, invitation and generation, with an authentication code that
/// needs the key. It is computed when a mail is written, and stored nowhere.
///
/// Base64url (RFC 4648, section 5) of: key id (1 byte), generation (4), invitation (16), store, code (20). The digit 0
/// follows, so that every token ends in a letter or digit.
pub struct LinkToken(String);

impl LinkToken {
    /// The token as it stands behind `#` in a link.
    #[must_use]
    pub fn as_str(&self) -> &str {
        &self.0
    }
}

impl fmt::Debug for LinkToken {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("LinkToken(***)")
    }
}

/// The content of a valid token.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct LinkClaims {
    /// The store that invites.
    pub store: StoreId,
    /// The invitation.
    pub invitation: InvitationId,
    /// The generation of the link.
    pub generation: u32,
}

/// The token was not made with one of the keys.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct InvalidLink;

/// The keys that sign links. The first one signs, all of them verify, so that a key can be replaced while its
/// links are in use. The id of a key is the first byte of its hash; if two keys have the same id, both are
/// tried.
pub struct LinkKeys(Vec<(u8, Vec<u8>)>);

impl fmt::Debug for LinkKeys {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "LinkKeys({})", self.0.len())
    }
}

impl LinkKeys {
    /// Makes link keys of these keys, the signing one first; `None` if there is none, or one has less than 32
    /// bytes.
    #[must_use]
    pub fn new(keys: Vec<Vec<u8>>) -> Option<Self> {
        let sound = !keys.is_empty() && keys.iter().all(|key| key.len() >= SECRET);
        let with_id = |key: Vec<u8>| (Sha256::digest(&key).first().copied().unwrap_or_default(), key);
        sound.then(|| Self(keys.into_iter().map(with_id).collect()))
    }

    /// Parses whitespace-separated keys of 32 or more characters; the first one signs.
    #[must_use]
    pub fn parse(text: &str) -> Option<Self> {
        Self::new(text.split_whitespace().map(|word| word.as_bytes().to_vec()).collect())
    }

    /// The content of the secret after its rotation: the key that signs from now on, the key that will sign
    /// next, and the key that signed before. `None` if `kept` has no valid keys, or `fresh` is not one valid
    /// key.
    ///
    /// A key is in the secret one rotation before it signs, and one rotation after. So a function that read
    /// the secret before the last rotation and one that read it later accept each other's links. The first
    /// rotation of a secret with a single key only adds the next key.
    #[must_use]
    pub fn rotated(kept: &str, fresh: &str) -> Option<String> {
        Self::parse(kept)?;
        Self::parse(fresh).filter(|keys| keys.0.len() == 1)?;
        let mut words = kept.split_whitespace();
        let signing = words.next()?;
        Some(match words.next() {
            None => format!("{signing} {fresh}"),
            Some(next) => format!("{next} {fresh} {signing}"),
        })
    }

    /// Makes the token of one generation of an invitation's link, with the current key.
    #[must_use]
    pub fn sign(&self, link: &LinkClaims) -> Option<LinkToken> {
        let mut said = Vec::with_capacity(HEAD + link.store.as_str().len());
        said.extend_from_slice(&link.generation.to_be_bytes());
        said.extend_from_slice(link.invitation.as_bytes());
        said.extend_from_slice(link.store.as_str().as_bytes());
        self.seal(PURPOSE, &said).map(|sealed| LinkToken(sealed + END))
    }

    /// Base64url of the current key's id, what is said, and an authentication code for this purpose.
    pub(crate) fn seal(&self, purpose: &[u8], said: &[u8]) -> Option<String> {
        let (id, secret) = self.0.first()?;
        let mut bytes = Vec::with_capacity(1 + said.len() + MAC);
        bytes.push(*id);
        bytes.extend_from_slice(said);
        let code = mac(secret, purpose, &bytes)?.finalize().into_bytes();
        bytes.extend_from_slice(code.get(..MAC)?);
        Some(URL_SAFE_NO_PAD.encode(bytes))
    }

    /// Reads a text that [`Self::seal`] made for the same purpose. The code is compared in constant time.
    pub(crate) fn unseal(&self, purpose: &[u8], text: &str) -> Result<Vec<u8>, InvalidLink> {
        let bytes = URL_SAFE_NO_PAD.decode(text).map_err(|_| InvalidLink)?;
        let (said, code) = bytes.split_last_chunk::<MAC>().ok_or(InvalidLink)?;
        let (&id, rest) = said.split_first().ok_or(InvalidLink)?;
        let made_with = |secret: &[u8]| {
            mac(secret, purpose, said).is_some_and(|mac| mac.verify_truncated_left(code).is_ok())
        };
        if self.0.iter().any(|(known, secret)| *known == id && made_with(secret)) {
            Ok(rest.to_vec())
        } else {
            Err(InvalidLink)
        }
    }

    /// Verifies a token and returns its content. The authentication code is compared in constant time.
    ///
    /// # Errors
    /// If none of the keys made the token.
    pub fn open(&self, token: &str) -> Result<LinkClaims, InvalidLink> {
        // No valid token is longer, so a longer one is not decoded.
        if token.len() > bounds::LINK_TOKEN_CHARACTERS[1] {
            return Err(InvalidLink);
        }
        let encoded = token.strip_suffix(END).ok_or(InvalidLink)?;
        let said = self.unseal(PURPOSE, encoded)?;
        let (generation, rest) = said.split_first_chunk::<4>().ok_or(InvalidLink)?;
        let (invitation, store) = rest.split_first_chunk::<16>().ok_or(InvalidLink)?;
        let store = std::str::from_utf8(store).map_err(|_| InvalidLink)?;
        Ok(LinkClaims {
            store: store.parse().map_err(|_| InvalidLink)?,
            invitation: InvitationId::from_bytes(*invitation),
            generation: u32::from_be_bytes(*generation),
        })
    }
}

fn mac(secret: &[u8], purpose: &[u8], bytes: &[u8]) -> Option<Hmac<Sha256>> {
    let mut mac = Hmac::<Sha256>::new_from_slice(secret).ok()?;
    // The purpose is a part of the message, so that a code made with the same key for another purpose is not
    // valid here.
    mac.update(purpose);
    mac.update(bytes);
    Some(mac)
}

#[cfg(test)]
mod tests {
    use super::{LinkClaims, LinkKeys};
    use crate::{EmailAddress, InvitationId};

    fn link() -> LinkClaims {
        let store = "boutique".parse().unwrap();
        let invitation = InvitationId::of(&store, &EmailAddress::parse("a@example.com").unwrap());
        LinkClaims { store, invitation, generation: 3 }
    }

    #[test]
    fn a_link_opens_with_its_key_even_after_rotation() {
        let old = LinkKeys::new(vec![vec![7; 32]]).unwrap();
        let rotated = LinkKeys::new(vec![vec![8; 32], vec![7; 32]]).unwrap();
        let token = old.sign(&link()).unwrap();
        assert_eq!(old.open(token.as_str()), Ok(link()));
        assert_eq!(rotated.open(token.as_str()), Ok(link()));
        assert!(old.open(rotated.sign(&link()).unwrap().as_str()).is_err());
        assert_eq!(format!("{token:?}"), "LinkToken(***)");
    }

    #[test]
    fn holders_one_rotation_apart_open_each_others_links() {
        let word = |n: usize| format!("{n:032}");
        let mut kept = vec![word(0)];
        for n in 1..6 {
            let last = kept.last().unwrap();
            kept.push(LinkKeys::rotated(last, &word(n)).unwrap());
        }
        assert_eq!(kept[4], [word(3), word(4), word(2)].join(" "));
        let keys: Vec<LinkKeys> = kept.iter().map(|kept| LinkKeys::parse(kept).unwrap()).collect();
        for pair in keys.windows(2) {
            let (before, after) = (&pair[0], &pair[1]);
            assert_eq!(after.open(before.sign(&link()).unwrap().as_str()), Ok(link()), "signed before");
            assert_eq!(before.open(after.sign(&link()).unwrap().as_str()), Ok(link()), "signed after");
        }
        // A key that signed before one rotation is dropped by the next.
        let oldest = keys[3].sign(&link()).unwrap();
        assert!(keys[4].open(oldest.as_str()).is_ok() && keys[5].open(oldest.as_str()).is_err());
    }

    #[test]
    fn a_rotation_takes_one_sound_key_and_a_secret_that_has_one() {
        let word = "w".repeat(32);
        for (kept, fresh) in
            [("", word.as_str()), (&word, ""), (&word, "short"), (&word, &format!("{word} {word}"))]
        {
            assert_eq!(LinkKeys::rotated(kept, fresh), None, "{kept:?} {fresh:?}");
        }
    }

    #[test]
    fn no_changed_cut_or_lengthened_token_opens() {
        let keys = LinkKeys::new(vec![vec![7; 32]]).unwrap();
        let token = keys.sign(&link()).unwrap().as_str().to_owned();
        for i in 0..token.len() {
            let mut forged = token.clone().into_bytes();
            forged[i] = if forged[i] == b'A' { b'B' } else { b'A' };
            assert!(keys.open(&String::from_utf8(forged).unwrap()).is_err(), "changed at {i}");
            assert!(keys.open(&token[..i]).is_err(), "cut at {i}");
        }
        assert!(token.ends_with('0'), "the last character is a letter or digit, whatever the code ends in");
        assert!(keys.open(&format!("{token}A")).is_err());
        assert!(keys.open(&"A".repeat(1 << 20)).is_err());
    }

    #[test]
    fn a_key_has_thirty_two_bytes_and_there_is_one() {
        assert!(LinkKeys::new(vec![]).is_none());
        assert!(LinkKeys::new(vec![vec![7; 31]]).is_none());
        assert!(LinkKeys::new(vec![vec![7; 32], vec![8; 31]]).is_none());
        assert!(LinkKeys::parse("").is_none());
        let two = LinkKeys::parse(&format!("{} {}", "a".repeat(32), "b".repeat(40))).unwrap();
        assert_eq!(format!("{two:?}"), "LinkKeys(2)");
    }

    #[test]
    fn a_link_names_a_store_of_any_name() {
        let keys = LinkKeys::new(vec![vec![7; 32]]).unwrap();
        for name in ["a", &"s".repeat(64)] {
            let link = LinkClaims { store: name.parse().unwrap(), ..link() };
            assert_eq!(keys.open(keys.sign(&link).unwrap().as_str()), Ok(link));
        }
    }
}
