//! The parts of `infra/template.yaml` that the local stack follows: routes with their authorizers, functions with
//! their event sources, and the table.

pub mod cloudformation;
mod event_pattern;
mod function;
mod queue;
mod route;
mod table;

use std::collections::BTreeMap;

use anyhow::{Context as _, bail};
use serde::Deserialize as _;
use serde_json::Value;

use self::cloudformation::object;
use self::route::RouteParser;
use crate::routes::Route;

pub use self::function::{Function, StreamSource};
pub use self::queue::QueueSettings;
pub use self::table::{KeyElement, Projection, Table};

/// The template, which is part of the binary: a binary follows the template that it was built with.
pub const SOURCE: &str = include_str!("../../template.yaml");

/// The template.
#[derive(Debug)]
pub struct Template {
    /// All routes of the API, the most specific first.
    pub routes: Vec<Route>,
    /// All functions, by the names of their binaries.
    pub functions: BTreeMap<String, Function>,
    /// The queues that have a dead-letter queue, by their logical ids.
    pub queues: BTreeMap<String, QueueSettings>,
    /// The table.
    pub table: Table,
    /// The ledger of erasures, a table of its own.
    pub ledger: Table,
}

/// The ledger, by its logical id.
const LEDGER: &str = "ErasureLedger";

impl Template {
    /// Parses a template. `parameters` override the template's default values.
    pub fn parse(source: &str, parameters: &BTreeMap<&str, String>) -> anyhow::Result<Self> {
        let document = cloudformation::load(source, parameters)?;
        let defaults = document.pointer("/Globals/Function").cloned().unwrap_or_default();
        let route_parser = RouteParser::new(&document)?;
        let (mut routes, mut functions) = (Vec::new(), BTreeMap::new());
        let (mut table, mut ledger) = (None, None);
        let mut queues = BTreeMap::new();
        for (name, resource) in object(&document, "Resources")? {
            let properties = resource.get("Properties").unwrap_or(&Value::Null);
            match resource.get("Type").and_then(Value::as_str) {
                Some("AWS::Serverless::Function") => {
                    let failed = || format!("function {name}");
                    let binary = resource
                        .pointer("/Metadata/BuildProperties/Binary")
                        .and_then(Value::as_str)
                        .with_context(|| format!("function {name}: the binary is missing"))?;
                    let function = Function::parse(properties, &defaults).with_context(failed)?;
                    if functions.insert(binary.to_owned(), function).is_some() {
                        bail!("two functions have the binary {binary}");
                    }
                    routes.extend(route_parser.routes_of(properties, binary).with_context(failed)?);
                }
                Some("AWS::SQS::Queue") => {
                    let parsed = QueueSettings::parse(properties).with_context(|| format!("queue {name}"))?;
                    queues.extend(parsed.map(|settings| (name.clone(), settings)));
                }
                Some("AWS::DynamoDB::Table") => {
                    let parsed = Table::deserialize(properties).with_context(|| format!("table {name}"))?;
                    let place = if name == LEDGER { &mut ledger } else { &mut table };
                    if place.replace(parsed).is_some() {
                        bail!("more than one table");
                    }
                }
                _ => {}
            }
        }
        routes.sort_by(Route::by_specificity);
        let (table, ledger) = (table.context("no table")?, ledger.context("no ledger")?);
        Ok(Self { routes, functions, queues, table, ledger })
    }

    /// Whether the local stack can invoke the function: through a route, a stream, a queue, a schedule or an
    /// EventBridge rule.
    #[must_use]
    pub fn invokes(&self, function: &str) -> bool {
        self.routes.iter().any(|route| route.function == function)
            || self.functions.get(function).is_some_and(Function::has_event_source)
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use serde_json::json;
    use std::time::Duration;

    fn product_template() -> Template {
        Template::parse(SOURCE, &BTreeMap::from([("Issuer", "http://issuer".to_owned())]))
            .expect("the template")
    }

    fn find<'a>(template: &'a Template, key: &str) -> &'a Route {
        template.routes.iter().find(|route| route.key == key).unwrap_or_else(|| panic!("no {key}"))
    }

    #[test]
    fn a_route_has_its_function_and_authorizer() {
        let template = product_template();
        let invite = find(&template, "POST /stores/{store}/invitations");
        assert_eq!(invite.function, "invite");
        let authorizer = invite.authorizer.as_ref().expect("an authorizer");
        assert_eq!(authorizer.issuer, "http://issuer");
        assert_eq!(authorizer.audience, ["staffroom"]);
        assert!(authorizer.scopes.is_empty());

        let put = find(&template, "PUT /stores/{store}");
        assert_eq!(
            put.authorizer.as_ref().map(|a| a.scopes.as_slice()),
            Some(&["staffroom/platform".to_owned()][..])
        );
        assert_eq!(find(&template, "POST /invitations/lookup").authorizer, None);
    }

    #[test]
    fn notify_receives_events_and_expired_invitations() {
        let template = product_template();
        let notify = &template.functions["notify"];
        assert_eq!(notify.timeout, Duration::from_mins(1));
        let [source] = notify.streams.as_slice() else { panic!("one stream") };
        assert!(source.reports_item_failures && source.bisects);
        let receives = |record: Value| source.filters.iter().any(|filter| filter.matches(&record));
        let keys = |sk: &str| json!({"Keys": {"pk": {"S": "STORE#a"}, "sk": {"S": sk}}});
        let ttl = json!({"type": "Service", "principalId": "dynamodb.amazonaws.com"});
        assert!(receives(json!({"eventName": "INSERT", "dynamodb": keys("EVENT#1")})));
        assert!(!receives(json!({"eventName": "MODIFY", "dynamodb": keys("EVENT#1")})));
        assert!(!receives(json!({"eventName": "INSERT", "dynamodb": keys("INVITATION#1")})));
        assert!(!receives(json!({"eventName": "REMOVE", "dynamodb": keys("INVITATION#1")})));
        assert!(receives(
            json!({"eventName": "REMOVE", "dynamodb": keys("INVITATION#1"), "userIdentity": ttl})
        ));
    }

    #[test]
    fn work_receives_what_dispatch_sends() {
        let template = product_template();
        assert_eq!(template.functions["dispatch"].schedules, ["rate(5 minutes)"]);
        let work = &template.functions["work"];
        let [source] = work.queues.as_slice() else { panic!("one queue") };
        assert_eq!((source.queue.as_str(), source.batch_size), ("DueItems", 10));
        assert!(source.reports_item_failures && source.max_concurrency > 1);
        assert_eq!(template.queues["DueItems"], QueueSettings { max_receive_count: 5 });
        assert!(template.invokes("work") && template.invokes("dispatch"));
    }

    #[test]
    fn a_comma_delimited_list_of_audiences_is_parsed() {
        let audiences = "staffroom, pages".to_owned();
        let parameters = BTreeMap::from([("Issuer", "http://issuer".to_owned()), ("Audience", audiences)]);
        let template = Template::parse(SOURCE, &parameters).expect("the template");
        let invite = find(&template, "POST /stores/{store}/invitations");
        assert_eq!(invite.authorizer.as_ref().expect("an authorizer").audience, ["staffroom", "pages"]);
    }

    #[test]
    fn the_table_has_stream_expiry_and_indexes() {
        let table = product_template().table;
        let expiry = table.time_to_live_specification.expect("an expiry");
        assert_eq!(expiry.attribute_name, "ttl");
        let stream = table.stream_specification.expect("a stream");
        assert_eq!(stream.stream_view_type, "NEW_AND_OLD_IMAGES");
        assert!(product_template().ledger.time_to_live_specification.is_none(), "it is kept");
        let indexes: Vec<&str> = table.global_secondary_indexes.iter().map(|i| i.name.as_str()).collect();
        assert_eq!(indexes, ["people", "held_seats", "due", "list_1", "list_2"]);
    }

    #[test]
    fn an_unknown_authorizer_is_refused() {
        let broken = SOURCE.replace("Authorizer: Tokens,", "Authorizer: Tokans,");
        let error =
            Template::parse(&broken, &BTreeMap::from([("Issuer", String::new())])).expect_err("refused");
        assert!(format!("{error:#}").contains("Tokans"), "{error:#}");
    }
}
