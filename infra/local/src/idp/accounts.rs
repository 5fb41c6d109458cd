//! Who has an account at the stack's provider.

use std::collections::BTreeMap;
use std::path::{Path, PathBuf};
use std::sync::{Mutex, MutexGuard, PoisonError};

use anyhow::Context as _;
use serde::{Deserialize, Serialize};
use staffroom_domain::EmailAddress;
use uuid::Uuid;

use crate::tokens::Person;

/// Somebody who can sign in. Every address here counts as verified.
#[derive(Debug, Clone, Serialize, Deserialize)]
pub struct Account {
    /// The provider's name for them.
    pub sub: String,
    /// Their address as they typed it.
    pub email: String,
    /// What they are called.
    pub name: String,
    /// The language in which they came.
    pub locale: Option<String>,
}

/// Every account, by its address in normal form.
pub struct Accounts {
    by_address: Mutex<BTreeMap<String, Account>>,
    kept_in: Option<PathBuf>,
}

/// What is wrong with what somebody typed, and in which field.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Mistake {
    /// The field's name.
    pub field: &'static str,
    /// What to do about it.
    pub advice: &'static str,
}

const NO_ADDRESS: Mistake = Mistake { field: "email", advice: "Enter an address such as name@example.com." };

impl Account {
    /// As tokens name them.
    pub fn person(&self) -> Person {
        Person {
            sub: self.sub.clone(),
            email: Some(self.email.clone()),
            email_verified: Some(true),
            name: Some(self.name.clone()),
            locale: self.locale.clone(),
            scope: None,
        }
    }

    /// Whether it is the account of this address.
    pub fn has(&self, address: &str) -> bool {
        key(address).is_ok_and(|key| self::key(&self.email) == Ok(key))
    }
}

impl Accounts {
    /// The accounts of the file, and one that there always is.
    pub fn open(kept_in: Option<&Path>, always: Person) -> anyhow::Result<Self> {
        let mut by_address: BTreeMap<String, Account> = match kept_in {
            Some(file) => {
                let kept = crate::data::kept(file, || Ok(b"{}".to_vec()))?;
                serde_json::from_slice(&kept)
                    .with_context(|| format!("{} holds no accounts", file.display()))?
            }
            None => BTreeMap::new(),
        };
        let Person { sub, email, name, locale, .. } = always;
        let account =
            Account { sub, email: email.unwrap_or_default(), name: name.unwrap_or_default(), locale };
        if let Ok(key) = key(&account.email) {
            by_address.entry(key).or_insert(account);
        }
        Ok(Self { by_address: Mutex::new(by_address), kept_in: kept_in.map(Path::to_owned) })
    }

    /// The account of an address, if it has one.
    pub fn of(&self, email: &str) -> Result<Option<Account>, Mistake> {
        Ok(self.by_address().get(&key(email)?).cloned())
    }

    /// The account that tokens name so.
    pub fn with_sub(&self, sub: &str) -> Option<Account> {
        self.by_address().values().find(|account| account.sub == sub).cloned()
    }

    /// Makes an account.
    pub fn create(&self, email: &str, name: &str, locale: Option<String>) -> Result<Account, Mistake> {
        let key = key(email)?;
        let name = name.trim();
        if name.is_empty() {
            return Err(Mistake { field: "name", advice: "Enter your name." });
        }
        let mut accounts = self.by_address();
        if accounts.contains_key(&key) {
            let advice = "This address has an account already: sign in with it.";
            return Err(Mistake { field: "email", advice });
        }
        // Made of the address, so that the same person has the same name after a restart without `--data`.
        let sub = Uuid::new_v5(&Uuid::NAMESPACE_URL, format!("mailto:{key}").as_bytes()).to_string();
        let account = Account { sub, email: email.trim().to_owned(), name: name.to_owned(), locale };
        accounts.insert(key, account.clone());
        self.keep(&accounts);
        Ok(account)
    }

    fn keep(&self, accounts: &BTreeMap<String, Account>) {
        let Some(file) = &self.kept_in else { return };
        let written = serde_json::to_vec(accounts).map_err(std::io::Error::from);
        if let Err(error) = written.and_then(|bytes| crate::data::replace(file, &bytes)) {
            tracing::warn!(%error, "an account could not be kept");
        }
    }

    fn by_address(&self) -> MutexGuard<'_, BTreeMap<String, Account>> {
        self.by_address.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

fn key(email: &str) -> Result<String, Mistake> {
    EmailAddress::parse(email).map(|address| address.normalised().to_owned()).map_err(|_| NO_ADDRESS)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn an_address_has_one_account_however_it_is_spelled_and_the_same_after_a_restart() {
        let file = std::env::temp_dir().join(format!("accounts-{}", Uuid::new_v4()));
        let accounts = Accounts::open(Some(&file), Person::default()).expect("accounts");
        let made = accounts.create(" Ana@Example.com", " Ana ", Some("fr".to_owned())).expect("an account");
        assert_eq!((made.email.as_str(), made.name.as_str()), ("Ana@Example.com", "Ana"));
        assert!(made.has("ANA@example.COM") && !made.has("bob@example.com"));
        assert_eq!(accounts.create("ana@example.com", "Ana", None).expect_err("refused").field, "email");
        assert_eq!(accounts.create("bob@example.com", " ", None).expect_err("refused").field, "name");
        assert_eq!(accounts.create("bob", "Bob", None).expect_err("refused"), NO_ADDRESS);
        let again = Accounts::open(Some(&file), Person::default()).expect("accounts");
        assert_eq!(again.of("ana@example.com").expect("an address").expect("kept").sub, made.sub);
        let elsewhere = Accounts::open(None, Person::default()).expect("accounts");
        assert_eq!(elsewhere.create("ana@example.com", "Ana", None).expect("an account").sub, made.sub);
        std::fs::remove_file(file).expect("removed");
    }
}
