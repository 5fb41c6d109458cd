//! Makes, encrypts and decrypts the secrets of webhooks.
//!
//! A secret is encrypted by AES-256-GCM (NIST SP 800-38D) before it is stored, beside what the table's own key does. So who can
//! read the table alone cannot sign. The id of the webhook is authenticated with it: a secret that is copied to another webhook
//! cannot be decrypted.

use base64::Engine as _;
use base64::engine::general_purpose::{STANDARD, URL_SAFE_NO_PAD};
use ring::aead::{AES_256_GCM, Aad, LessSafeKey, NONCE_LEN, Nonce, UnboundKey};
use ring::digest::{SHA256, digest};
use ring::hkdf;
use ring::rand::{SecureRandom as _, SystemRandom};

/// The bytes of a secret. Standard Webhooks asks for 24 to 64.
const SECRET_BYTES: usize = 32;

/// What every secret begins with (Standard Webhooks).
const PREFIX: &str = "whsec_";

/// The shortest text that a key is made of, in characters.
const SHORTEST_KEY: usize = 32;

/// What the keys are for, so that the same secret text in another use gives another key.
const PURPOSE: &[u8] = b"staffroom webhook secrets 1";

/// The keys that encrypt the secrets of webhooks.
pub struct Vault {
    /// The first one encrypts, and all decrypt.
    keys: Vec<Key>,
}

struct Key {
    /// Tells which key encrypted.
    id: u8,
    key: LessSafeKey,
}

/// Why a secret cannot be made, encrypted or decrypted. It has no part of a secret.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
pub enum VaultError {
    /// There is no key, or one that is too short.
    #[error("WEBHOOK_KEYS must have keys of at least 32 characters, separated by spaces")]
    NoKeys,
    /// The operating system gives no random numbers.
    #[error("there are no random numbers")]
    NoRandomness,
    /// The encrypted text was changed, is another webhook's, or its key is gone.
    #[error("a secret cannot be decrypted")]
    Undecipherable,
}

impl std::fmt::Debug for Vault {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.write_str("Vault(***)")
    }
}

impl Vault {
    /// Reads keys separated by white space: the first encrypts, all decrypt.
    ///
    /// # Errors
    /// [`VaultError::NoKeys`].
    pub fn parse(text: &str) -> Result<Self, VaultError> {
        let keys = text.split_whitespace().map(Key::of).collect::<Result<Vec<_>, _>>()?;
        if keys.is_empty() { Err(VaultError::NoKeys) } else { Ok(Self { keys }) }
    }

    /// A new secret, as the platform gets it.
    ///
    /// # Errors
    /// [`VaultError::NoRandomness`].
    pub fn new_secret() -> Result<String, VaultError> {
        let bytes: [u8; SECRET_BYTES] = random()?;
        Ok(format!("{PREFIX}{}", STANDARD.encode(bytes)))
    }

    /// Encrypts a text that belongs to `owner`.
    ///
    /// # Errors
    /// [`VaultError::NoRandomness`].
    pub fn seal(&self, owner: &str, text: &str) -> Result<String, VaultError> {
        let Key { id, key } = self.keys.first().ok_or(VaultError::NoKeys)?;
        let nonce: [u8; NONCE_LEN] = random()?;
        let mut sealed = text.as_bytes().to_vec();
        key.seal_in_place_append_tag(
            Nonce::assume_unique_for_key(nonce),
            Aad::from(owner.as_bytes()),
            &mut sealed,
        )
        .map_err(|ring::error::Unspecified| VaultError::NoRandomness)?;
        let mut envelope = vec![*id];
        envelope.extend(nonce);
        envelope.extend(sealed);
        Ok(URL_SAFE_NO_PAD.encode(envelope))
    }

    /// Decrypts a text that was encrypted for `owner`.
    ///
    /// # Errors
    /// [`VaultError::Undecipherable`].
    pub fn open(&self, owner: &str, sealed: &str) -> Result<String, VaultError> {
        let envelope = URL_SAFE_NO_PAD.decode(sealed).map_err(|_| VaultError::Undecipherable)?;
        let (id, rest) = envelope.split_first().ok_or(VaultError::Undecipherable)?;
        let (nonce, sealed) = rest.split_first_chunk::<NONCE_LEN>().ok_or(VaultError::Undecipherable)?;
        let open = |key: &Key| {
            let mut text = sealed.to_vec();
            let nonce = Nonce::assume_unique_for_key(*nonce);
            let opened = key.key.open_in_place(nonce, Aad::from(owner.as_bytes()), &mut text).ok()?;
            String::from_utf8(opened.to_vec()).ok()
        };
        let mut keys = self.keys.iter().filter(|key| key.id == *id);
        keys.find_map(open).ok_or(VaultError::Undecipherable)
    }
}

impl Key {
    fn of(text: &str) -> Result<Self, VaultError> {
        if text.len() < SHORTEST_KEY {
            return Err(VaultError::NoKeys);
        }
        let salt = hkdf::Salt::new(hkdf::HKDF_SHA256, &[]);
        let pseudo_random = salt.extract(text.as_bytes());
        let key = pseudo_random.expand(&[PURPOSE], &AES_256_GCM).map(UnboundKey::from);
        let key = key.map_err(|ring::error::Unspecified| VaultError::NoKeys)?;
        let id = digest(&SHA256, text.as_bytes()).as_ref().first().copied().unwrap_or_default();
        Ok(Self { id, key: LessSafeKey::new(key) })
    }
}

fn random<const N: usize>() -> Result<[u8; N], VaultError> {
    let mut bytes = [0; N];
    SystemRandom::new().fill(&mut bytes).map_err(|ring::error::Unspecified| VaultError::NoRandomness)?;
    Ok(bytes)
}

#[cfg(test)]
mod tests {
    use super::{Vault, VaultError};

    fn vault(keys: &[char]) -> Vault {
        let keys: Vec<String> = keys.iter().map(|key| key.to_string().repeat(32)).collect();
        Vault::parse(&keys.join(" ")).unwrap()
    }

    #[test]
    fn a_secret_is_read_back_by_its_owner_only() {
        let vault = vault(&['a']);
        let secret = Vault::new_secret().unwrap();
        assert!(secret.starts_with("whsec_") && secret.len() == 50, "{}", secret.len());
        let sealed = vault.seal("one", &secret).unwrap();
        assert!(!sealed.contains(&secret[6..]));
        assert_eq!(vault.open("one", &sealed), Ok(secret.clone()));
        assert_eq!(vault.open("two", &sealed), Err(VaultError::Undecipherable));
        assert_ne!(
            vault.seal("one", &secret).unwrap(),
            sealed,
            "the same text is encrypted otherwise each time"
        );
    }

    #[test]
    fn a_changed_text_is_refused() {
        let vault = vault(&['a']);
        let sealed = vault.seal("one", "secret").unwrap();
        for at in 0..sealed.len() {
            let mut changed = sealed.clone().into_bytes();
            changed[at] = if changed[at] == b'A' { b'B' } else { b'A' };
            let changed = String::from_utf8(changed).unwrap();
            assert_eq!(vault.open("one", &changed), Err(VaultError::Undecipherable), "at {at}");
        }
        for text in ["", "AA", "!", "AAAAAAAAAAAAAAAAAA"] {
            assert_eq!(vault.open("one", text), Err(VaultError::Undecipherable));
        }
    }

    #[test]
    fn a_former_key_decrypts_until_it_is_removed() {
        let sealed = vault(&['a']).seal("one", "secret").unwrap();
        assert_eq!(vault(&['b', 'a']).open("one", &sealed), Ok("secret".to_owned()));
        assert_eq!(vault(&['b']).open("one", &sealed), Err(VaultError::Undecipherable));
        let sealed = vault(&['b', 'a']).seal("one", "secret").unwrap();
        assert_eq!(vault(&['b']).open("one", &sealed), Ok("secret".to_owned()), "the first one encrypts");
    }

    #[test]
    fn a_key_is_long() {
        for text in ["", " ", "short", &format!("{} short", "a".repeat(32))] {
            assert_eq!(Vault::parse(text).err(), Some(VaultError::NoKeys), "{text:?}");
        }
        assert_eq!(format!("{:?}", vault(&['a'])), "Vault(***)");
    }
}
