use serde_json::{Value, json};

use super::unique::unique_id;

/// A person with an account at the identity provider.
#[derive(Clone, Debug)]
pub struct Person {
    /// The `sub` of the person's tokens, which is the user id in the API.
    pub sub: String,
    pub email: String,
    pub name: String,
    email_verified: bool,
}

impl Person {
    /// A new person with a verified address that no other test uses.
    pub fn new(name: &str) -> Self {
        let id = unique_id();
        let local = name.to_lowercase().replace(|c: char| !c.is_ascii_alphanumeric(), ".");
        Self {
            sub: format!("user-{id}"),
            email: format!("{local}.{id}@example.org"),
            name: name.to_owned(),
            email_verified: true,
        }
    }

    /// The same person after a change of the account's address, which is verified.
    pub fn with_email(&self, email: &str) -> Self {
        Self { email: email.to_owned(), ..self.clone() }
    }

    /// The same person with another id.
    pub fn with_id(&self, sub: &str) -> Self {
        Self { sub: sub.to_owned(), ..self.clone() }
    }

    /// The same person with another name at the identity provider.
    pub fn with_name(&self, name: &str) -> Self {
        Self { name: name.to_owned(), ..self.clone() }
    }

    /// The same person with an address that is not verified.
    pub fn with_unverified_email(&self) -> Self {
        Self { email_verified: false, ..self.clone() }
    }

    /// The field `owner` of a store with this owner.
    pub fn owner_json(&self) -> Value {
        json!({"user_id": self.sub, "email": self.email, "name": self.name})
    }

    /// The claims of the person's tokens.
    pub fn claims(&self) -> Value {
        json!({"sub": self.sub, "email": self.email, "email_verified": self.email_verified, "name": self.name})
    }
}

/// Base64url without padding.
pub fn base64url(text: &str) -> String {
    use base64::Engine as _;
    base64::engine::general_purpose::URL_SAFE_NO_PAD.encode(text)
}
