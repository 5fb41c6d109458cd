//! Reads the routes of a function, and the authorizers of the API that they belong to.

use std::collections::BTreeMap;

use anyhow::{Context as _, bail};
use serde::Deserialize;
use serde_json::{Value, json};

use super::cloudformation::object;
use crate::routes::{JwtAuthorizer, Route};

/// Reads routes of the template's HTTP API.
pub struct RouteParser {
    authorizers: BTreeMap<String, JwtAuthorizer>,
    default_authorizer: Option<String>,
}

impl RouteParser {
    /// Reads the authorizers of the API. The template must contain exactly one HTTP API.
    pub fn new(document: &Value) -> anyhow::Result<Self> {
        let mut apis = object(document, "Resources")?
            .iter()
            .filter(|(_, resource)| resource.get("Type") == Some(&json!("AWS::Serverless::HttpApi")));
        let (_, api) = apis.next().context("no HTTP API")?;
        if apis.next().is_some() {
            bail!("more than one HTTP API");
        }
        let auth = api.pointer("/Properties/Auth").unwrap_or(&Value::Null);
        let mut authorizers = BTreeMap::new();
        for (name, authorizer) in object(auth, "Authorizers").into_iter().flatten() {
            #[derive(Deserialize)]
            struct JwtConfiguration {
                issuer: String,
                audience: Vec<String>,
            }
            let configuration = authorizer
                .get("JwtConfiguration")
                .with_context(|| format!("authorizer {name}: JwtConfiguration is missing"))?;
            let JwtConfiguration { issuer, audience } = Deserialize::deserialize(configuration)?;
            authorizers.insert(name.clone(), JwtAuthorizer { issuer, audience, scopes: Vec::new() });
        }
        let default_authorizer = auth.get("DefaultAuthorizer").and_then(Value::as_str).map(str::to_owned);
        Ok(Self { authorizers, default_authorizer })
    }

    /// The routes of the function with these properties.
    pub fn routes_of(&self, function: &Value, binary: &str) -> anyhow::Result<Vec<Route>> {
        let events = object(function, "Events").into_iter().flatten();
        let routes = events.filter(|(_, event)| event.get("Type").and_then(Value::as_str) == Some("HttpApi"));
        routes
            .map(|(name, event)| self.route(event, binary).with_context(|| format!("event {name}")))
            .collect()
    }

    fn route(&self, event: &Value, binary: &str) -> anyhow::Result<Route> {
        let properties = event.get("Properties").unwrap_or(&Value::Null);
        let text = |name: &str| {
            properties.get(name).and_then(Value::as_str).with_context(|| format!("{name} is missing"))
        };
        let authorizer = self.authorizer(properties)?;
        // SAM makes the route `$default` of an event without method and path.
        if properties.get("Method").is_none() && properties.get("Path").is_none() {
            return Ok(Route::default(binary, authorizer));
        }
        Route::parse(text("Method")?, text("Path")?, binary, authorizer)
    }

    fn authorizer(&self, route: &Value) -> anyhow::Result<Option<JwtAuthorizer>> {
        let named = route.pointer("/Auth/Authorizer").and_then(Value::as_str);
        let name = named.or(self.default_authorizer.as_deref());
        let Some(name) = name.filter(|name| *name != "NONE") else { return Ok(None) };
        let mut authorizer =
            self.authorizers.get(name).with_context(|| format!("unknown authorizer {name}"))?.clone();
        if let Some(scopes) = route.pointer("/Auth/AuthorizationScopes") {
            authorizer.scopes = Deserialize::deserialize(scopes)?;
        }
        Ok(Some(authorizer))
    }
}
