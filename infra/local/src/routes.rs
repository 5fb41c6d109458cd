//! Selects the route of a request by the rules of API Gateway's HTTP APIs.

use std::cmp::Ordering;
use std::collections::BTreeMap;

use anyhow::bail;
use axum::http::Method;
use percent_encoding::percent_decode_str;

/// A route of the API.
#[derive(Debug)]
pub struct Route {
    /// The route key in API Gateway's format: `GET /stores/{store}`.
    pub key: String,
    /// The binary of the function that handles it.
    pub function: String,
    /// The check of the caller's token; `None` if the route is public.
    pub authorizer: Option<JwtAuthorizer>,
    /// `None` stands for any method.
    method: Option<Method>,
    /// `None` stands for any path: the route `$default`.
    path: Option<Vec<Segment>>,
}

/// The requirements of a route for the caller's token.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct JwtAuthorizer {
    /// The issuer of the template's authorizer. Tokens of the local issuer are accepted in any case.
    pub issuer: String,
    /// The accepted values of `aud` or `client_id`.
    pub audience: Vec<String>,
    /// The token needs one of these scopes, unless the list is empty.
    pub scopes: Vec<String>,
}

#[derive(Debug, PartialEq, Eq)]
enum Segment {
    Literal(String),
    Variable(String),
    /// `{name+}`: the rest of the path.
    Greedy(String),
}

/// The values of a route's path variables.
pub type PathParameters = BTreeMap<String, String>;

impl Route {
    /// Parses method and path in the template's format.
    pub fn parse(
        method: &str,
        path: &str,
        function: &str,
        authorizer: Option<JwtAuthorizer>,
    ) -> anyhow::Result<Self> {
        let method = method.to_ascii_uppercase();
        let Some(segments) = path.strip_prefix('/') else { bail!("the path {path:?} does not start with /") };
        let segments = segments.split('/').map(|segment| {
            match segment.strip_prefix('{').and_then(|rest| rest.strip_suffix('}')) {
                Some(name) => match name.strip_suffix('+') {
                    Some(greedy) => Segment::Greedy(greedy.to_owned()),
                    None => Segment::Variable(name.to_owned()),
                },
                None => Segment::Literal(segment.to_owned()),
            }
        });
        Ok(Self {
            key: format!("{method} {path}"),
            function: function.to_owned(),
            authorizer,
            method: if method == "ANY" || method == "*" { None } else { Some(method.parse()?) },
            path: Some(segments.collect()),
        })
    }

    /// The route of requests that match no other.
    pub fn default(function: &str, authorizer: Option<JwtAuthorizer>) -> Self {
        Self {
            key: "$default".to_owned(),
            function: function.to_owned(),
            authorizer,
            method: None,
            path: None,
        }
    }

    /// Orders routes by specificity, the most specific first: a literal segment before a variable, a variable before
    /// a greedy variable, a fixed method before any method. The route `$default` is the last.
    pub fn by_specificity(&self, other: &Self) -> Ordering {
        let rank = |segment: &Segment| match segment {
            Segment::Literal(_) => 0,
            Segment::Variable(_) => 1,
            Segment::Greedy(_) => 2,
        };
        let ranks = |route: &Self| match &route.path {
            Some(segments) => segments.iter().map(rank).collect::<Vec<u8>>(),
            None => vec![u8::MAX],
        };
        ranks(self).cmp(&ranks(other)).then(self.method.is_none().cmp(&other.method.is_none()))
    }

    /// The path parameters, if this route matches the method and path.
    fn matches(&self, method: &Method, path: &str) -> Option<PathParameters> {
        if self.method.as_ref().is_some_and(|wanted| wanted != method) {
            return None;
        }
        let Some(segments) = &self.path else { return Some(PathParameters::new()) };
        let mut rest = Some(path.strip_prefix('/')?);
        let mut parameters = PathParameters::new();
        for segment in segments {
            let remaining = rest?;
            let (first, after) = match remaining.split_once('/') {
                Some((first, after)) => (first, Some(after)),
                None => (remaining, None),
            };
            match segment {
                Segment::Literal(text) if text == first => rest = after,
                Segment::Literal(_) => return None,
                Segment::Variable(_) if first.is_empty() => return None,
                Segment::Variable(name) => {
                    parameters.insert(name.clone(), first.to_owned());
                    rest = after;
                }
                Segment::Greedy(_) if remaining.is_empty() => return None,
                Segment::Greedy(name) => {
                    parameters.insert(name.clone(), remaining.to_owned());
                    rest = None;
                }
            }
        }
        rest.is_none().then_some(parameters)
    }
}

/// The path by which API Gateway's HTTP APIs select a route, and which they pass on to the function.
///
/// They decode the path before they select a route, and cut it at a decoded `?`. So no path variable can contain a `/`
/// or a `?`, however the client encodes it.
pub fn decode_path(path: &str) -> String {
    let decoded = percent_decode_str(path).decode_utf8_lossy();
    decoded.split('?').next().unwrap_or_default().to_owned()
}

/// The route of a decoded path. `routes` must be ordered by [`Route::by_specificity`].
pub fn find<'a>(routes: &'a [Route], method: &Method, path: &str) -> Option<(&'a Route, PathParameters)> {
    routes.iter().find_map(|route| Some((route, route.matches(method, path)?)))
}

#[cfg(test)]
mod tests {
    use super::*;

    fn sorted_routes(keys: &[&str]) -> Vec<Route> {
        let mut routes: Vec<Route> = keys
            .iter()
            .map(|key| {
                let (method, path) = key.split_once(' ').expect("a route key");
                Route::parse(method, path, "f", None).expect("a route")
            })
            .collect();
        routes.sort_by(Route::by_specificity);
        routes
    }

    fn route_of(routes: &[Route], method: &Method, path: &str) -> Option<String> {
        find(routes, method, path).map(|(route, parameters)| format!("{} {parameters:?}", route.key))
    }

    #[test]
    fn the_most_specific_route_wins() {
        let routes = sorted_routes(&[
            "ANY /{proxy+}",
            "GET /stores/{proxy+}",
            "POST /stores/{store}/invitations/{invitation}",
            "POST /stores/{store}/invitations/bulk",
            "ANY /stores/{store}/invitations/bulk",
        ]);
        let post = |path| route_of(&routes, &Method::POST, path).expect("a route");
        assert_eq!(
            post("/stores/a/invitations/bulk"),
            r#"POST /stores/{store}/invitations/bulk {"store": "a"}"#
        );
        assert_eq!(
            post("/stores/a/invitations/b"),
            r#"POST /stores/{store}/invitations/{invitation} {"invitation": "b", "store": "a"}"#
        );
        assert_eq!(post("/stores/a"), r#"ANY /{proxy+} {"proxy": "stores/a"}"#);
        let get = |path| route_of(&routes, &Method::GET, path).expect("a route");
        assert_eq!(get("/stores/a/b"), r#"GET /stores/{proxy+} {"proxy": "a/b"}"#);
        assert_eq!(
            get("/stores/a/invitations/bulk"),
            r#"ANY /stores/{store}/invitations/bulk {"store": "a"}"#
        );
    }

    #[test]
    fn what_matches_no_route_goes_to_the_default_route() {
        let mut routes = vec![Route::default("f", None)];
        routes.extend(sorted_routes(&["GET /stores/{store}", "GET /stores/{proxy+}"]));
        routes.sort_by(Route::by_specificity);
        assert_eq!(
            route_of(&routes, &Method::GET, "/stores/a").as_deref(),
            Some(r#"GET /stores/{store} {"store": "a"}"#)
        );
        for (method, path) in [
            (Method::PUT, "/stores/a"),
            (Method::GET, "/"),
            (Method::OPTIONS, "*"),
            (Method::GET, "/nowhere"),
        ] {
            assert_eq!(route_of(&routes, &method, path).as_deref(), Some("$default {}"), "{method} {path}");
        }
    }

    #[test]
    fn the_path_is_decoded_before_it_is_split() {
        let routes = sorted_routes(&["GET /stores/{store}/members"]);
        let route_of = |path| route_of(&routes, &Method::GET, &decode_path(path));
        for (path, store) in [
            ("/stores/a%20%C3%A9/members", "a é"),
            ("/%73tores/a%7Cb/members", "a|b"),
            ("/stores/a%252Fb/members", "a%2Fb"),
            ("/stores/a%23b/members%3Fx/y", "a#b"),
        ] {
            let expected = format!(r#"GET /stores/{{store}}/members {{"store": "{store}"}}"#);
            assert_eq!(route_of(path), Some(expected), "{path}");
        }
        for path in [
            "/stores/a",
            "/stores//members",
            "/stores/a/members/",
            "/stores/a/b/members",
            "/stores/a%2Fb/members",
            "/stores/a%3Fb/members",
            "stores/a/members",
        ] {
            assert_eq!(route_of(path), None, "{path}");
        }
    }
}
