use std::collections::HashMap;
use std::fmt;

use staffroom_domain::{Account, DisplayName, EmailAddress, Locale, Refusal, UserId};

/// The scope of the platform's own back end.
const PLATFORM: &str = "staffroom/platform";
/// The scope of the platform's support agents.
const SUPPORT: &str = "staffroom/support";

/// Whoever calls, as the claims that the gateway checked say.
#[derive(Clone)]
pub struct Caller {
    /// Who it is.
    pub user: UserId,
    /// Their name, if the token says.
    pub name: Option<DisplayName>,
    /// Their language, if the token says and Staffroom speaks it.
    pub locale: Option<Locale>,
    email: Option<EmailAddress>,
    email_verified: Verified,
    scopes: Vec<String>,
}

/// The scopes in a claim: `a b` or, as the gateway writes a list, `[a b]`.
fn scopes(text: &str) -> Vec<String> {
    let list = text.strip_prefix('[').and_then(|text| text.strip_suffix(']')).unwrap_or(text);
    list.split_ascii_whitespace().map(str::to_owned).collect()
}

#[derive(Clone, Copy, PartialEq, Eq)]
enum Verified {
    Yes,
    No,
}

impl Caller {
    /// Reads the claims of an access or id token (OpenID Connect Core 1.0, section 5.1).
    ///
    /// # Errors
    /// [`Refusal::Unauthenticated`] when they name nobody.
    pub fn from_claims(claims: &HashMap<String, String>) -> Result<Self, Refusal> {
        // What is null in a token reaches us as this text.
        let claim = |name: &str| claims.get(name).map(String::as_str).filter(|text| *text != "<nil>");
        let verified = claim("email_verified") == Some("true");
        Ok(Self {
            user: claim("sub").and_then(|sub| sub.parse().ok()).ok_or(Refusal::Unauthenticated)?,
            name: claim("name").and_then(DisplayName::from_claim),
            locale: claim("locale").and_then(Locale::parse),
            email: claim("email").and_then(|email| EmailAddress::parse(email).ok()),
            email_verified: if verified { Verified::Yes } else { Verified::No },
            scopes: scopes(claim("scope").or_else(|| claim("scp")).unwrap_or_default()),
        })
    }

    /// Whether it is the platform's own back end.
    #[must_use]
    pub fn is_platform(&self) -> bool {
        self.has(PLATFORM)
    }

    /// Whether it is one of the platform's support agents.
    #[must_use]
    pub fn is_support(&self) -> bool {
        self.has(SUPPORT)
    }

    fn has(&self, scope: &str) -> bool {
        self.scopes.iter().any(|held| held == scope)
    }

    /// Refuses everybody but the platform's own back end.
    ///
    /// # Errors
    /// [`Refusal::Forbidden`].
    pub fn must_be_platform(&self) -> Result<(), Refusal> {
        if self.is_platform() {
            Ok(())
        } else {
            Err(Refusal::Forbidden("only the platform itself may do this"))
        }
    }

    /// The caller as somebody whose address the identity provider vouches for.
    ///
    /// # Errors
    /// [`Refusal::EmailNotVerified`] when it does not.
    pub fn account(&self) -> Result<Account, Refusal> {
        match (&self.email, self.email_verified) {
            (Some(email), Verified::Yes) => Ok(Account {
                user: self.user.clone(),
                email: email.clone(),
                name: self.name.clone(),
                locale: self.locale,
            }),
            _ => Err(Refusal::EmailNotVerified),
        }
    }
}

impl fmt::Debug for Caller {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("Caller(***)")
    }
}
