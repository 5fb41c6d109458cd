//! The accounts of the provider.

use std::collections::BTreeMap;
use std::path::{Path, PathBuf};
use std::sync::{Mutex, MutexGuard, PoisonError};

use anyhow::Context as _;
use serde::{Deserialize, Serialize};
use staffroom_domain::EmailAddress;
use uuid::Uuid;

use crate::persistence;
use crate::tokens::Identity;

/// An account. Its address counts as verified.
#[derive(Debug, Clone, Serialize, Deserialize)]
pub struct Account {
    /// The user's id, the `sub` of tokens.
    pub sub: String,
    /// The address as the user typed it.
    pub email: String,
    /// The user's name.
    pub name: String,
    /// The language of the page from which the user came.
    pub locale: Option<String>,
}

/// All accounts.
pub struct Accounts {
    /// By normalised address.
    by_address: Mutex<BTreeMap<String, Account>>,
    file: Option<PathBuf>,
}

/// A form field with invalid input.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct InvalidInput {
    /// The field's name.
    pub field: &'static str,
    /// How the user can correct it.
    pub advice: &'static str,
}

const INVALID_ADDRESS: InvalidInput =
    InvalidInput { field: "email", advice: "Enter an address such as name@example.com." };

impl Account {
    /// The claims of the account's tokens.
    #[must_use]
    pub fn identity(&self) -> Identity {
        Identity {
            sub: self.sub.clone(),
            email: Some(self.email.clone()),
            email_verified: Some(true),
            name: Some(self.name.clone()),
            locale: self.locale.clone(),
            scope: None,
        }
    }

    /// Whether the account has this address.
    #[must_use]
    pub fn has_address(&self, address: &str) -> bool {
        key(address).is_ok_and(|key| self::key(&self.email) == Ok(key))
    }
}

impl Accounts {
    /// Reads the accounts from the file, and adds the account of `demo_owner`.
    pub fn open(file: Option<&Path>, demo_owner: Identity) -> anyhow::Result<Self> {
        let mut by_address: BTreeMap<String, Account> = match file {
            Some(file) => {
                let stored = persistence::read_or_create(file, || Ok(b"{}".to_vec()))?;
                serde_json::from_slice(&stored)
                    .with_context(|| format!("{} is not a valid list of accounts", file.display()))?
            }
            None => BTreeMap::new(),
        };
        let Identity { sub, email, name, locale, .. } = demo_owner;
        let account =
            Account { sub, email: email.unwrap_or_default(), name: name.unwrap_or_default(), locale };
        if let Ok(key) = key(&account.email) {
            by_address.entry(key).or_insert(account);
        }
        Ok(Self { by_address: Mutex::new(by_address), file: file.map(Path::to_owned) })
    }

    /// The account with this address, if there is one.
    pub fn with_address(&self, email: &str) -> Result<Option<Account>, InvalidInput> {
        Ok(self.by_address().get(&key(email)?).cloned())
    }

    /// The account with this id.
    #[must_use]
    pub fn with_sub(&self, sub: &str) -> Option<Account> {
        self.by_address().values().find(|account| account.sub == sub).cloned()
    }

    /// Creates an account.
    pub fn create(&self, email: &str, name: &str, locale: Option<String>) -> Result<Account, InvalidInput> {
        let key = key(email)?;
        let name = name.trim();
        if name.is_empty() {
            return Err(InvalidInput { field: "name", advice: "Enter your name." });
        }
        let mut accounts = self.by_address();
        if accounts.contains_key(&key) {
            let advice = "This address already has an account. Sign in with it.";
            return Err(InvalidInput { field: "email", advice });
        }
        // Derived from the address, so that the id is the same after a restart without `--data`.
        let sub = Uuid::new_v5(&Uuid::NAMESPACE_URL, format!("mailto:{key}").as_bytes()).to_string();
        let account = Account { sub, email: email.trim().to_owned(), name: name.to_owned(), locale };
        accounts.insert(key, account.clone());
        self.store(&accounts);
        Ok(account)
    }

    fn store(&self, accounts: &BTreeMap<String, Account>) {
        let Some(file) = &self.file else { return };
        let written = serde_json::to_vec(accounts).map_err(std::io::Error::from);
        if let Err(error) = written.and_then(|bytes| persistence::replace(file, &bytes)) {
            tracing::error!(%error, file = %file.display(), "cannot store the accounts");
        }
    }

    fn by_address(&self) -> MutexGuard<'_, BTreeMap<String, Account>> {
        self.by_address.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

fn key(email: &str) -> Result<String, InvalidInput> {
    EmailAddress::parse(email).map(|address| address.normalised().to_owned()).map_err(|_| INVALID_ADDRESS)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn an_address_has_one_account_in_any_spelling_and_the_same_id_after_a_restart() {
        let file = std::env::temp_dir().join(format!("accounts-{}", Uuid::new_v4()));
        let accounts = Accounts::open(Some(&file), Identity::default()).expect("accounts");
        let created =
            accounts.create(" Ana@Example.com", " Ana ", Some("fr".to_owned())).expect("an account");
        assert_eq!((created.email.as_str(), created.name.as_str()), ("Ana@Example.com", "Ana"));
        assert!(created.has_address("ANA@example.COM") && !created.has_address("bob@example.com"));
        assert_eq!(accounts.create("ana@example.com", "Ana", None).expect_err("refused").field, "email");
        assert_eq!(accounts.create("bob@example.com", " ", None).expect_err("refused").field, "name");
        assert_eq!(accounts.create("bob", "Bob", None).expect_err("refused"), INVALID_ADDRESS);
        let again = Accounts::open(Some(&file), Identity::default()).expect("accounts");
        let stored = again.with_address("ana@example.com").expect("an address").expect("stored");
        assert_eq!(stored.sub, created.sub);
        let without_file = Accounts::open(None, Identity::default()).expect("accounts");
        let created_again = without_file.create("ana@example.com", "Ana", None).expect("an account");
        assert_eq!(created_again.sub, created.sub);
        std::fs::remove_file(file).expect("removed");
    }
}
