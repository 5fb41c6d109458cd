//! The settings, from environment variables. What is wrong fails the start of the function, and so the deployment's first request,
//! instead of refusing or allowing requests later.

use std::collections::BTreeMap;

use staffroom_domain::{Catalog, PermissionSlug};
use staffroom_jwt::ClockSkew;
use thiserror::Error;

/// The difference of clocks that is tolerated unless the settings say otherwise.
const DEFAULT_SKEW_SECONDS: u8 = 5;

/// Where a request names its store.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) enum StoreSource {
    /// A parameter of the path.
    Path(String),
    /// A header, in lower case.
    Header(String),
    /// A claim of the token.
    Claim(String),
}

/// The permission that a request needs.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) enum Permissions {
    /// The same on every route.
    Fixed(PermissionSlug),
    /// That of the route. A route that is not listed is refused.
    ByRoute(BTreeMap<String, PermissionSlug>),
}

/// The settings.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct Settings {
    /// The issuer of the tokens, as in their `iss`.
    pub(crate) issuer: String,
    /// The accepted values of `aud`, or of `client_id` in tokens without one.
    pub(crate) audience: Vec<String>,
    /// How far the issuer's clock may be ahead.
    pub(crate) skew: ClockSkew,
    /// Where a request names its store.
    pub(crate) store: StoreSource,
    /// The permission that a request needs.
    pub(crate) permissions: Permissions,
}

/// Why settings are wrong.
#[derive(Debug, Clone, PartialEq, Eq, Error)]
pub enum SettingsError {
    /// A variable that is needed is missing or empty.
    #[error("the environment variable {0} is not set")]
    Missing(&'static str),
    /// A variable has a value that it cannot have.
    #[error("the environment variable {variable} {must}")]
    Wrong {
        /// The name of the variable.
        variable: &'static str,
        /// What it must be.
        must: String,
    },
}

fn wrong(variable: &'static str, must: impl Into<String>) -> SettingsError {
    SettingsError::Wrong { variable, must: must.into() }
}

impl Settings {
    /// Reads `ISSUER`, `AUDIENCE`, `STORE_FROM`, `CLOCK_SKEW_SECONDS`, and one of `PERMISSION` and `PERMISSIONS`.
    ///
    /// # Errors
    /// Names the variable that is missing or wrong.
    pub(crate) fn from_lookup(lookup: impl Fn(&str) -> Option<String>) -> Result<Self, SettingsError> {
        let read = |name| lookup(name).map(|text| text.trim().to_owned()).filter(|text| !text.is_empty());
        let need = |name| read(name).ok_or(SettingsError::Missing(name));
        Ok(Self {
            issuer: issuer(need("ISSUER")?)?,
            audience: audience(&need("AUDIENCE")?)?,
            skew: skew(read("CLOCK_SKEW_SECONDS"))?,
            store: store_source(&need("STORE_FROM")?)?,
            permissions: permissions(read("PERMISSION"), read("PERMISSIONS"))?,
        })
    }
}

impl Permissions {
    /// The permission that a route needs; `None` if none is set for it.
    pub(crate) fn of(&self, route: Option<&str>) -> Option<&PermissionSlug> {
        match self {
            Self::Fixed(permission) => Some(permission),
            Self::ByRoute(by_route) => by_route.get(route?),
        }
    }
}

fn issuer(url: String) -> Result<String, SettingsError> {
    // Without TLS anyone on the network path could replace the keys. The loopback address is that of tests.
    let is_local = ["http://127.0.0.1:", "http://localhost:"].iter().any(|local| url.starts_with(local));
    if url.starts_with("https://") || is_local {
        Ok(url)
    } else {
        Err(wrong("ISSUER", "must begin with https://"))
    }
}

fn audience(text: &str) -> Result<Vec<String>, SettingsError> {
    let values: Vec<String> =
        text.split([' ', ',']).filter(|one| !one.is_empty()).map(str::to_owned).collect();
    if values.is_empty() { Err(SettingsError::Missing("AUDIENCE")) } else { Ok(values) }
}

fn skew(text: Option<String>) -> Result<ClockSkew, SettingsError> {
    let seconds = text.map_or(Ok(DEFAULT_SKEW_SECONDS), |text| text.parse()).ok();
    let must = || format!("must be a number from 0 to {}", ClockSkew::MAX_SECONDS);
    seconds.and_then(ClockSkew::of_seconds).ok_or_else(|| wrong("CLOCK_SKEW_SECONDS", must()))
}

fn store_source(text: &str) -> Result<StoreSource, SettingsError> {
    let must = "must be path:NAME, header:NAME or claim:NAME";
    let (kind, name) = text.split_once(':').ok_or_else(|| wrong("STORE_FROM", must))?;
    let is_token = |name: &str| name.bytes().all(|b| b.is_ascii_alphanumeric() || b"-_.".contains(&b));
    match kind {
        _ if name.is_empty() || name.trim() != name => Err(wrong("STORE_FROM", must)),
        "path" if is_token(name) => Ok(StoreSource::Path(name.to_owned())),
        "header" if is_token(name) && !name.eq_ignore_ascii_case("authorization") => {
            Ok(StoreSource::Header(name.to_ascii_lowercase()))
        }
        "claim" => Ok(StoreSource::Claim(name.to_owned())),
        _ => Err(wrong("STORE_FROM", must)),
    }
}

fn permissions(fixed: Option<String>, by_route: Option<String>) -> Result<Permissions, SettingsError> {
    match (fixed, by_route) {
        (Some(permission), None) => Ok(Permissions::Fixed(permission_of("PERMISSION", &permission)?)),
        (None, Some(list)) => routes(&list),
        (None, None) => Err(SettingsError::Missing("PERMISSION")),
        (Some(_), Some(_)) => Err(wrong("PERMISSION", "excludes PERMISSIONS: set one of them")),
    }
}

/// A list of `ROUTE=PERMISSION`, separated by commas or ends of lines.
fn routes(list: &str) -> Result<Permissions, SettingsError> {
    let variable = "PERMISSIONS";
    let mut by_route = BTreeMap::new();
    for entry in list.split([',', '\n']).map(str::trim).filter(|entry| !entry.is_empty()) {
        // A path may have an equals sign, a permission has none.
        let (route, permission) =
            entry.rsplit_once('=').ok_or_else(|| wrong(variable, "must be a list of ROUTE=PERMISSION"))?;
        let route = route.trim();
        if !is_route(route) {
            let must =
                format!("has the route {route:?}, which is neither $default nor like GET /stores/{{store}}");
            return Err(wrong(variable, must));
        }
        let permission = permission_of(variable, permission.trim())?;
        if by_route.insert(route.to_owned(), permission).is_some() {
            return Err(wrong(variable, format!("has the route {route:?} twice")));
        }
    }
    if by_route.is_empty() {
        Err(SettingsError::Missing(variable))
    } else {
        Ok(Permissions::ByRoute(by_route))
    }
}

/// Whether a text is a route as API Gateway names it.
fn is_route(text: &str) -> bool {
    let is_method = |method: &str| !method.is_empty() && method.bytes().all(|b| b.is_ascii_uppercase());
    text == "$default"
        || text.split_once(' ').is_some_and(|(method, path)| is_method(method) && path.starts_with('/'))
}

/// A permission of a catalog. Nobody can hold another one, so it would refuse everybody.
fn permission_of(variable: &'static str, text: &str) -> Result<PermissionSlug, SettingsError> {
    let unknown = || wrong(variable, format!("has the permission {text:?}, which no catalog has"));
    if Catalog::all().iter().all(|catalog| catalog.permission(text).is_none()) {
        return Err(unknown());
    }
    text.parse().map_err(|_| unknown())
}

#[cfg(test)]
mod tests {
    use std::collections::BTreeMap;

    use staffroom_jwt::ClockSkew;

    use super::{Permissions, Settings, SettingsError, StoreSource};

    const SOUND: [(&str, &str); 4] = [
        ("ISSUER", "https://login.example.com"),
        ("AUDIENCE", "shop other"),
        ("STORE_FROM", "path:store"),
        ("PERMISSION", "orders"),
    ];

    /// Sound settings, with these changes; an empty value is as none.
    fn with(changes: &[(&str, &str)]) -> Result<Settings, SettingsError> {
        let values: BTreeMap<&str, &str> = SOUND.iter().chain(changes).copied().collect();
        Settings::from_lookup(|name| values.get(name).map(|value| (*value).to_owned()))
    }

    fn message(changes: &[(&str, &str)]) -> String {
        with(changes).unwrap_err().to_string()
    }

    #[test]
    fn what_is_needed_is_named_when_it_is_missing() {
        for (name, _) in SOUND {
            assert_eq!(message(&[(name, "")]), format!("the environment variable {name} is not set"));
        }
        assert_eq!(with(&[("AUDIENCE", " , ")]), Err(SettingsError::Missing("AUDIENCE")));
        let sound = with(&[]).unwrap();
        assert_eq!(sound.audience, ["shop", "other"]);
        assert_eq!(Some(sound.skew), ClockSkew::of_seconds(5));
    }

    #[test]
    fn an_issuer_is_reached_by_tls() {
        for (url, taken) in [
            ("https://login.example.com", true),
            ("http://127.0.0.1:9000", true),
            ("http://login.example.com", false),
            ("http://localhost.example.com:80", false),
            ("login.example.com", false),
        ] {
            assert_eq!(with(&[("ISSUER", url)]).is_ok(), taken, "{url}");
        }
    }

    #[test]
    fn the_difference_of_clocks_is_bounded() {
        for (text, seconds) in [("0", Some(0)), ("60", Some(60)), ("61", None), ("-1", None), ("soon", None)]
        {
            let found = with(&[("CLOCK_SKEW_SECONDS", text)]).ok().map(|settings| settings.skew);
            assert_eq!(found, seconds.and_then(ClockSkew::of_seconds), "{text}");
        }
    }

    #[test]
    fn a_store_comes_from_the_path_a_header_or_a_claim() {
        let store = |text| with(&[("STORE_FROM", text)]).map(|settings| settings.store);
        assert_eq!(store("path:shop_id"), Ok(StoreSource::Path("shop_id".to_owned())));
        assert_eq!(store("header:X-Store"), Ok(StoreSource::Header("x-store".to_owned())));
        let claim = StoreSource::Claim("https://example.com/store".to_owned());
        assert_eq!(store("claim:https://example.com/store"), Ok(claim));
        for text in [
            "store",
            "path:",
            "path:{store}",
            "query:store",
            "header:x store",
            "header:Authorization",
            "claim: ",
        ] {
            assert!(store(text).is_err(), "{text:?}");
        }
    }

    #[test]
    fn a_route_has_one_permission_and_others_have_none() {
        let list = "GET /stores/{store}/orders=orders,\n POST /stores/{store}/orders=shipping\n$default=team";
        let settings = with(&[("PERMISSION", ""), ("PERMISSIONS", list)]).unwrap();
        let of = |route| settings.permissions.of(route).map(|permission| permission.as_str().to_owned());
        assert_eq!(of(Some("POST /stores/{store}/orders")).as_deref(), Some("shipping"));
        assert_eq!(of(Some("$default")).as_deref(), Some("team"));
        assert_eq!(of(Some("GET /stores/{store}")), None, "no other route, not even by $default");
        assert_eq!(of(None), None, "a TOKEN authorizer has no route");
        let fixed = with(&[]).unwrap().permissions;
        assert!(matches!(fixed, Permissions::Fixed(_)) && fixed.of(None).is_some());
    }

    #[test]
    fn wrong_permissions_fail_at_the_start() {
        let list = |list| message(&[("PERMISSION", ""), ("PERMISSIONS", list)]);
        for (text, expected) in [
            ("GET /orders", "a list of ROUTE=PERMISSION"),
            ("GET /orders=odrers", "the permission \"odrers\", which no catalog has"),
            ("GET /orders=orders,GET /orders=team", "the route \"GET /orders\" twice"),
            ("/orders=orders", "neither $default nor like"),
            ("get /orders=orders", "neither $default nor like"),
        ] {
            assert!(list(text).contains(expected), "{}", list(text));
        }
        assert!(message(&[("PERMISSION", "no such")]).contains("which no catalog has"));
        assert!(message(&[("PERMISSIONS", "GET /orders=orders")]).contains("excludes PERMISSIONS"));
        assert_eq!(list(" , "), "the environment variable PERMISSIONS is not set");
    }
}
