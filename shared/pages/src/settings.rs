use lambda_http::http::Uri;

/// Which of the identity provider's tokens the pages send to the API.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Bearer {
    /// The ID token: every provider puts the person's address into it.
    Id,
    /// The access token, for a provider that puts the address into it.
    Access,
}

/// The settings of a deployment: how people sign in.
#[derive(Debug, Clone)]
pub struct Settings {
    issuer: String,
    client_id: String,
    scope: String,
    bearer: Bearer,
    origins: Vec<String>,
}

/// A setting that is missing or invalid.
#[derive(Debug, thiserror::Error)]
#[error("{name} {fault}")]
pub struct SettingsError {
    name: &'static str,
    fault: String,
}

impl Settings {
    /// Reads the settings by the names of environment variables: `ISSUER`, `CLIENT_ID`, and optionally `SIGN_IN_SCOPE`,
    /// `BEARER` (`id` or `access`) and `SIGN_IN_ORIGINS`: further origins of the identity provider, separated by spaces.
    ///
    /// # Errors
    /// Names the setting that is missing or wrong.
    pub fn from_lookup(lookup: impl Fn(&str) -> Option<String>) -> Result<Self, SettingsError> {
        let given = |name: &str| lookup(name).filter(|value| !value.trim().is_empty());
        let needed =
            |name: &'static str| given(name).ok_or(SettingsError { name, fault: "is not set".into() });
        let issuer = needed("ISSUER")?;
        let mut origins = vec![origin("ISSUER", &issuer)?];
        for address in given("SIGN_IN_ORIGINS").unwrap_or_default().split_whitespace() {
            let origin = origin("SIGN_IN_ORIGINS", address)?;
            if !origins.contains(&origin) {
                origins.push(origin);
            }
        }
        Ok(Self {
            issuer,
            client_id: needed("CLIENT_ID")?,
            scope: given("SIGN_IN_SCOPE").unwrap_or_else(|| "openid email profile".to_owned()),
            bearer: match given("BEARER").as_deref() {
                None | Some("id") => Bearer::Id,
                Some("access") => Bearer::Access,
                Some(other) => {
                    let fault = format!("is {other:?}, but must be id or access");
                    return Err(SettingsError { name: "BEARER", fault });
                }
            },
            origins,
        })
    }

    /// The settings as the pages' scripts read them.
    pub(crate) fn attributes(&self) -> [(&'static str, String); 4] {
        let token = match self.bearer {
            Bearer::Id => "id",
            Bearer::Access => "access",
        };
        [
            ("issuer", self.issuer.clone()),
            ("client-id", self.client_id.clone()),
            ("scope", self.scope.clone()),
            ("token", token.to_owned()),
        ]
    }

    /// The origins, besides its own, to which a page may send requests.
    pub(crate) fn sign_in_origins(&self) -> &[String] {
        &self.origins
    }
}

/// The origin of a web address, without characters that could end a directive of the content security policy.
fn origin(name: &'static str, address: &str) -> Result<String, SettingsError> {
    let wrong =
        || SettingsError { name, fault: format!("has {address:?}, which is not an http or https URL") };
    let uri: Uri = address.parse().map_err(|_| wrong())?;
    match (uri.scheme_str(), uri.authority()) {
        (Some(scheme @ ("http" | "https")), Some(authority))
            if authority.as_str().bytes().all(|b| b.is_ascii_alphanumeric() || b"-.:[]".contains(&b)) =>
        {
            Ok(format!("{scheme}://{authority}"))
        }
        _ => Err(wrong()),
    }
}
