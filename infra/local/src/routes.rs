//! Which route a request takes, as API Gateway's HTTP APIs decide it.

use std::cmp::Ordering;
use std::collections::BTreeMap;

use anyhow::bail;
use axum::http::Method;
use percent_encoding::percent_decode_str;

use crate::template::Authorizer;

/// A route of the API.
#[derive(Debug)]
pub struct Route {
    /// As API Gateway writes it: `GET /stores/{store}`.
    pub key: String,
    /// The binary of the function behind it.
    pub function: String,
    /// Who may come; `None`: anyone.
    pub authorizer: Option<Authorizer>,
    /// `None`: any method.
    method: Option<Method>,
    path: Vec<Segment>,
}

/// In the order in which a more specific route wins.
#[derive(Debug, PartialEq, Eq, PartialOrd, Ord)]
enum Segment {
    Literal(String),
    Variable(String),
    Greedy(String),
}

/// The parts of a path that a route's variables stand for, decoded.
pub type PathParameters = BTreeMap<String, String>;

impl Route {
    /// Reads method and path as a template writes them.
    pub fn parse(
        method: &str,
        path: &str,
        function: &str,
        authorizer: Option<Authorizer>,
    ) -> anyhow::Result<Self> {
        let method = method.to_ascii_uppercase();
        let Some(segments) = path.strip_prefix('/') else { bail!("the path {path:?} does not begin with /") };
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
            path: segments.collect(),
        })
    }

    /// Most specific first: a fixed segment before a variable, a variable before the rest of a path, a method
    /// before any.
    pub fn by_specificity(&self, other: &Self) -> Ordering {
        let rank = |segment: &Segment| match segment {
            Segment::Literal(_) => 0,
            Segment::Variable(_) => 1,
            Segment::Greedy(_) => 2,
        };
        let ranks = |route: &Self| route.path.iter().map(rank).collect::<Vec<u8>>();
        ranks(self).cmp(&ranks(other)).then(self.method.is_none().cmp(&other.method.is_none()))
    }

    /// The path's variables, if this route is for this method and path.
    fn fits(&self, method: &Method, path: &str) -> Option<PathParameters> {
        if self.method.as_ref().is_some_and(|wanted| wanted != method) {
            return None;
        }
        let mut rest = Some(path.strip_prefix('/')?);
        let mut parameters = PathParameters::new();
        for segment in &self.path {
            let here = rest?;
            let (first, after) = match here.split_once('/') {
                Some((first, after)) => (first, Some(after)),
                None => (here, None),
            };
            match segment {
                Segment::Literal(text) if text == first => rest = after,
                Segment::Literal(_) => return None,
                Segment::Variable(_) if first.is_empty() => return None,
                Segment::Variable(name) => {
                    parameters.insert(name.clone(), decode(first));
                    rest = after;
                }
                Segment::Greedy(_) if here.is_empty() => return None,
                Segment::Greedy(name) => {
                    parameters.insert(name.clone(), decode(here));
                    rest = None;
                }
            }
        }
        rest.is_none().then_some(parameters)
    }
}

fn decode(text: &str) -> String {
    percent_decode_str(text).decode_utf8_lossy().into_owned()
}

/// The route for a request, out of routes ordered by [`Route::by_specificity`].
pub fn find<'a>(routes: &'a [Route], method: &Method, path: &str) -> Option<(&'a Route, PathParameters)> {
    routes.iter().find_map(|route| Some((route, route.fits(method, path)?)))
}

#[cfg(test)]
mod tests {
    use super::*;

    fn table(keys: &[&str]) -> Vec<Route> {
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

    fn taken(routes: &[Route], method: &Method, path: &str) -> Option<String> {
        find(routes, method, path).map(|(route, parameters)| format!("{} {parameters:?}", route.key))
    }

    #[test]
    fn the_most_specific_route_wins() {
        let routes = table(&[
            "ANY /{proxy+}",
            "GET /stores/{proxy+}",
            "POST /stores/{store}/invitations/{invitation}",
            "POST /stores/{store}/invitations/bulk",
            "ANY /stores/{store}/invitations/bulk",
        ]);
        let post = |path| taken(&routes, &Method::POST, path).expect("a route");
        assert_eq!(
            post("/stores/a/invitations/bulk"),
            r#"POST /stores/{store}/invitations/bulk {"store": "a"}"#
        );
        assert_eq!(
            post("/stores/a/invitations/b"),
            r#"POST /stores/{store}/invitations/{invitation} {"invitation": "b", "store": "a"}"#
        );
        assert_eq!(post("/stores/a"), r#"ANY /{proxy+} {"proxy": "stores/a"}"#);
        let get = |path| taken(&routes, &Method::GET, path).expect("a route");
        assert_eq!(get("/stores/a/b"), r#"GET /stores/{proxy+} {"proxy": "a/b"}"#);
        assert_eq!(
            get("/stores/a/invitations/bulk"),
            r#"ANY /stores/{store}/invitations/bulk {"store": "a"}"#
        );
    }

    #[test]
    fn variables_are_decoded_after_the_path_was_cut() {
        let routes = table(&["GET /stores/{store}/members"]);
        let taken = |path| taken(&routes, &Method::GET, path);
        assert_eq!(
            taken("/stores/a%2Fb%20%C3%A9/members").as_deref(),
            Some(r#"GET /stores/{store}/members {"store": "a/b é"}"#)
        );
        for path in
            ["/stores/a", "/stores//members", "/stores/a/members/", "/stores/a/b/members", "stores/a/members"]
        {
            assert_eq!(taken(path), None, "{path}");
        }
    }
}
