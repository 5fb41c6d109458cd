//! The routes are in three places that must agree: the template, the API's description and the handlers.

use std::collections::{BTreeMap, BTreeSet};
use std::fs;

use saphyr::{LoadableYamlNode as _, Yaml};

use crate::architecture::{root, sources};

/// The routes of pages and files. Their functions do not dispatch by route.
const PAGES: [&str; 4] = ["GET /join", "GET /team", "GET /unsubscribe/{token}", "GET /assets/{asset}"];

/// Who may call a route: anyone (`None`), or a caller with a token with one of these scopes.
type Security = Option<Vec<String>>;

/// A route of the template.
#[derive(Debug)]
pub struct Route {
    function: String,
    security: Security,
}

fn yaml(text: &str) -> Yaml<'_> {
    Yaml::load_from_str(text).unwrap().remove(0)
}

fn get<'a>(node: &'a Yaml<'a>, path: &[&str]) -> Option<&'a Yaml<'a>> {
    path.iter().try_fold(node, |node, name| node.as_mapping_get(name))
}

fn text<'a>(node: &'a Yaml<'a>, path: &[&str]) -> Option<&'a str> {
    get(node, path)?.as_str()
}

fn entries<'a>(node: &'a Yaml<'a>) -> impl Iterator<Item = (&'a str, &'a Yaml<'a>)> {
    node.as_mapping().unwrap().iter().map(|(name, value)| (name.as_str().unwrap(), value))
}

fn strings(node: Option<&Yaml<'_>>) -> Vec<String> {
    let items = node.into_iter().flat_map(|node| node.as_sequence().unwrap());
    items.map(|item| item.as_str().unwrap().to_owned()).collect()
}

fn read(file: &str) -> String {
    fs::read_to_string(root().join(file)).unwrap()
}

/// Returns the routes of the template but those of `HEAD`, which are those of `GET`, and the one for what matches no route.
fn template_routes() -> BTreeMap<String, Route> {
    let mut routes = all_template_routes();
    routes.retain(|key, _| key != "$default" && !key.starts_with("HEAD "));
    routes
}

/// Returns the routes of the template. Each must name its authorizer.
pub fn all_template_routes() -> BTreeMap<String, Route> {
    let source = read("infra/template.yaml");
    let template = yaml(&source);
    let mut routes = BTreeMap::new();
    for (name, resource) in entries(get(&template, &["Resources"]).unwrap()) {
        let Some(events) = get(resource, &["Properties", "Events"]) else { continue };
        let function = text(resource, &["Metadata", "BuildProperties", "Binary"]).unwrap();
        for (event, route) in entries(events).filter(|(_, event)| text(event, &["Type"]) == Some("HttpApi")) {
            let property = |path: &[&str]| text(get(route, &["Properties"]).unwrap(), path);
            let (method, path) = (property(&["Method"]), property(&["Path"]));
            // An event without method and path becomes the route `$default`.
            let key = method.map_or("$default".to_owned(), |method| format!("{method} {}", path.unwrap()));
            let security = match property(&["Auth", "Authorizer"]) {
                Some("NONE") => None,
                Some("Tokens") => Some(strings(get(route, &["Properties", "Auth", "AuthorizationScopes"]))),
                other => panic!("{name}: the event {event} names {other:?} as its authorizer"),
            };
            let route = Route { function: function.to_owned(), security };
            assert!(routes.insert(key.clone(), route).is_none(), "{key} is there twice");
        }
    }
    routes
}

/// Returns the routes of the API's description.
fn description_routes() -> BTreeMap<String, Security> {
    let source = read("infra/openapi.yaml");
    let description = yaml(&source);
    let security = |node: &Yaml<'_>| -> Option<Security> {
        let alternatives = get(node, &["security"])?.as_sequence().unwrap();
        Some(alternatives.first().map(|alternative| strings(get(alternative, &["token"]))))
    };
    let default = security(&description).unwrap();
    let mut routes = BTreeMap::new();
    for (path, item) in entries(get(&description, &["paths"]).unwrap()) {
        let methods = ["get", "head", "post", "put", "patch", "delete"];
        for (method, operation) in entries(item).filter(|(name, _)| methods.contains(name)) {
            let security = security(operation).unwrap_or_else(|| default.clone());
            routes.insert(format!("{} {path}", method.to_uppercase()), security);
        }
    }
    routes
}

/// Returns every string literal in a source that looks like a route.
fn routes_in(source: &str) -> BTreeSet<String> {
    let methods = ["GET /", "POST /", "PUT /", "PATCH /", "DELETE /"];
    let texts = source.split('"').filter(|text| methods.iter().any(|method| text.starts_with(method)));
    texts.filter(|text| !text.contains('\n')).map(str::to_owned).collect()
}

#[test]
fn the_template_and_the_apis_description_have_the_same_routes_for_the_same_callers() {
    let mut template: BTreeMap<_, _> =
        all_template_routes().into_iter().map(|(key, route)| (key, route.security)).collect();
    template.remove("$default");
    assert!(template.len() > 20, "{template:?}");
    assert_eq!(template, description_routes());
}

#[test]
fn every_route_is_one_that_its_function_answers() {
    let mut dispatched: BTreeMap<String, BTreeSet<String>> = BTreeMap::new();
    for (function, text) in sources("functions", "rs") {
        let (_, function) = function.split_once("functions/").unwrap();
        if let Some((function, _)) = function.split_once("/src/") {
            // Tests of `authorizer` have routes of other APIs.
            let code = text.split("#[cfg(test)]").next().unwrap();
            dispatched.entry(function.to_owned()).or_default().extend(routes_in(code));
        }
    }
    dispatched.retain(|_, routes| !routes.is_empty());
    let mut routed: BTreeMap<String, BTreeSet<String>> = BTreeMap::new();
    for (key, route) in template_routes().into_iter().filter(|(key, _)| !PAGES.contains(&key.as_str())) {
        routed.entry(route.function).or_default().insert(key);
    }
    assert_eq!(routed, dispatched);
}

#[test]
fn every_get_route_has_one_for_head() {
    let routes = all_template_routes();
    let of = |method: &str| -> BTreeMap<String, (String, Security)> {
        let of_method = routes.iter().filter_map(|(key, route)| Some((key.strip_prefix(method)?, route)));
        of_method
            .map(|(path, route)| (path.to_owned(), (route.function.clone(), route.security.clone())))
            .collect()
    };
    assert!(of("GET ").len() > 10);
    assert_eq!(of("HEAD "), of("GET "));
}

#[test]
fn what_matches_no_route_reaches_no_table() {
    let source = read("infra/template.yaml");
    let template = yaml(&source);
    assert_eq!(all_template_routes()["$default"].function, "console");
    assert!(all_template_routes()["$default"].security.is_none());
    assert!(get(&template, &["Resources", "ConsoleFunction", "Properties", "Policies"]).is_none());
}

#[test]
fn what_the_gateway_leaves_open_the_function_leaves_open() {
    let open = template_routes().into_iter().filter(|(_, route)| route.security.is_none());
    let open: BTreeSet<String> = open.map(|(key, _)| key).collect();
    let mut expected = BTreeSet::new();
    for function in ["accept", "access"] {
        let source = read(&format!("functions/{function}/src/lib.rs"));
        let (_, list) = source.split_once("const PUBLIC").unwrap();
        let routes = routes_in(list.split(';').nth(1).unwrap());
        assert!(!routes.is_empty(), "{function}");
        expected.extend(routes);
    }
    expected.extend(PAGES.map(str::to_owned));
    assert_eq!(open, expected);
}

#[test]
fn limits_of_routes_are_limits_of_routes_that_there_are() {
    let source = read("infra/template.yaml");
    let template = yaml(&source);
    let settings = get(&template, &["Resources", "Api", "Properties", "RouteSettings"]).unwrap();
    let pages: BTreeSet<&str> = PAGES.iter().filter_map(|key| key.strip_prefix("GET ")).collect();
    let is_limited = |key: &str| key.split_once(' ').is_some_and(|(_, path)| !pages.contains(path));
    let limited: BTreeSet<String> = entries(settings).map(|(key, _)| key.to_owned()).collect();
    let routes = all_template_routes();
    for key in &limited {
        assert!(routes.contains_key(key), "{key} is not a route");
    }
    for key in routes.keys().filter(|key| is_limited(key) && routes[*key].security.is_none()) {
        assert!(limited.contains(key), "anyone may call {key}, so it needs a limit");
    }
}
