//! Which query parameters each call takes. A mistyped one must not count as absent, nor a second value of one be ignored.

use lambda_http::{Request, RequestExt};

use crate::error::RequestError;

/// A query parameter of a call.
enum Parameter {
    /// It is given once at most.
    Once(&'static str),
    /// It can be repeated.
    Repeated(&'static str),
}

use Parameter::{Once, Repeated};

/// The routes that take query parameters. Every other route takes none.
const PARAMETERS: [(&str, &[Parameter]); 15] = [
    ("GET /me/activities", &[Once("limit"), Once("cursor")]),
    ("GET /me/invitations", &[Once("status"), Once("limit"), Once("cursor")]),
    ("GET /me/stores", &[Once("status"), Once("limit"), Once("cursor")]),
    ("GET /stores/{store}/access", &[Repeated("permission"), Once("user_id"), Once("locale")]),
    ("GET /stores/{store}/activities", &[Once("limit"), Once("cursor")]),
    (
        "GET /stores/{store}/audit",
        &[
            Once("actor"),
            Once("subject"),
            Once("type"),
            Once("since"),
            Once("until"),
            Once("limit"),
            Once("cursor"),
        ],
    ),
    ("GET /stores/{store}/catalog", &[Once("locale")]),
    ("GET /stores/{store}/events", &[Once("after"), Repeated("types"), Once("limit")]),
    ("GET /webhooks", &[Once("limit"), Once("cursor")]),
    ("GET /webhooks/{webhook}/deliveries", &[Once("limit"), Once("cursor")]),
    ("GET /stores/{store}/invitations", &[Once("status"), Once("q"), Once("limit"), Once("cursor")]),
    (
        "GET /stores/{store}/members",
        &[
            Once("permission"),
            Once("role"),
            Once("status"),
            Once("q"),
            Once("sort"),
            Once("limit"),
            Once("cursor"),
        ],
    ),
    ("GET /stores/{store}/roles", &[Once("locale"), Once("limit"), Once("cursor")]),
    ("DELETE /stores/{store}/roles/{role}", &[Once("replace_with")]),
    ("GET /users/{user}/stores", &[Once("status"), Once("limit"), Once("cursor")]),
];

/// The most characters of a parameter's name that an error repeats.
const NAME_CHARACTERS: usize = 100;

impl Parameter {
    fn name(&self) -> &'static str {
        match self {
            Once(name) | Repeated(name) => name,
        }
    }
}

/// Refuses query parameters that the route does not take, and a second value of one that it takes once.
pub(crate) fn check(route: &str, request: &Request) -> Result<(), RequestError> {
    // The AuthZEN Authorization API has none, and ignores what it does not know.
    if route.starts_with("POST /access/v1/") {
        return Ok(());
    }
    let Some(query) = request.query_string_parameters_ref() else { return Ok(()) };
    let taken = PARAMETERS.iter().find(|(of, _)| *of == route).map_or(&[][..], |(_, parameters)| parameters);
    if let Some((name, _)) = query.iter().find(|(name, _)| !taken.iter().any(|one| one.name() == *name)) {
        let name: String = name.chars().take(NAME_CHARACTERS).collect();
        return Err(RequestError::invalid(name, "is no parameter of this call"));
    }
    let is_repeated = |name: &str| query.all(name).is_some_and(|values| values.len() > 1);
    match taken.iter().find(|one| matches!(one, Once(name) if is_repeated(name))) {
        Some(repeated) => Err(RequestError::invalid(repeated.name(), "must be given once")),
        None => Ok(()),
    }
}

#[cfg(test)]
mod tests {
    use std::collections::HashMap;

    use lambda_http::{Body, Request, RequestExt};

    use super::check;
    use crate::error::RequestError;

    fn of(route: &str, parameters: &[(&str, &[&str])]) -> Result<(), RequestError> {
        let owned = |values: &[&str]| values.iter().map(|value| (*value).to_owned()).collect();
        let query: HashMap<String, Vec<String>> =
            parameters.iter().map(|(name, values)| ((*name).to_owned(), owned(values))).collect();
        check(route, &Request::new(Body::Empty).with_query_string_parameters(query))
    }

    #[test]
    fn a_call_takes_its_own_parameters_only() {
        let members = "GET /stores/{store}/members";
        assert_eq!(of(members, &[("limit", &["5"]), ("cursor", &["x"])]), Ok(()));
        assert_eq!(of("PATCH /me", &[]), Ok(()));
        assert_eq!(of("POST /access/v1/evaluation", &[("x", &["1"])]), Ok(()), "AuthZEN ignores them");
        for (route, name) in [(members, "emial"), (members, ""), ("PATCH /me", "limit")] {
            let refused = RequestError::invalid(name, "is no parameter of this call");
            assert_eq!(of(route, &[(name, &["x"])]), Err(refused), "{route} {name}");
        }
    }

    #[test]
    fn only_what_is_a_list_is_repeated() {
        let access = "GET /stores/{store}/access";
        assert_eq!(of(access, &[("permission", &["a", "b"]), ("user_id", &["a"])]), Ok(()));
        let repeated = RequestError::invalid("user_id", "must be given once");
        assert_eq!(of(access, &[("user_id", &["a", "a"])]), Err(repeated));
        let repeated = RequestError::invalid("limit", "must be given once");
        assert_eq!(of("GET /stores/{store}/audit", &[("limit", &["5", "7"])]), Err(repeated));
    }
}
