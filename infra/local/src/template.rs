//! What `infra/template.yaml` says, as far as this stack plays it: routes with their authorizers, functions,
//! stream sources and the table.

use std::collections::BTreeMap;
use std::time::Duration;

use anyhow::{Context as _, anyhow, bail};
use saphyr::{LoadableYamlNode as _, Scalar, Yaml};
use serde::Deserialize;
use serde_json::{Map, Value, json};

use crate::pattern::Pattern;
use crate::routes::Route;

/// The template, compiled in: the binary plays the file it was built with.
pub const SOURCE: &str = include_str!("../../template.yaml");

/// The template's contents.
#[derive(Debug)]
pub struct Template {
    /// Every route of the API.
    pub routes: Vec<Route>,
    /// Every function, by the name of its binary.
    pub functions: BTreeMap<String, Function>,
    /// The one table.
    pub table: Table,
}

/// A function's settings.
#[derive(Debug)]
pub struct Function {
    /// How long one invocation may take.
    pub timeout: Duration,
    /// The table streams it reads.
    pub streams: Vec<StreamSource>,
    /// When it runs by itself, as EventBridge Scheduler writes it.
    pub schedules: Vec<String>,
    /// Whether an event bus calls it.
    pub hears_of_events: bool,
}

/// How a function is fed from the table's stream.
#[derive(Debug)]
pub struct StreamSource {
    /// A record is delivered when one of these fits, or when there are none.
    pub filters: Vec<Pattern>,
    /// Records per invocation, at most.
    pub batch_size: usize,
    /// When a record that fails is given up.
    pub limits: RetryLimits,
    /// Whether a batch that fails as a whole is halved, so that one bad record cannot hold up the others.
    pub bisects: bool,
    /// Whether the function names the records that failed.
    pub reports_item_failures: bool,
}

/// How long Lambda retries a record that fails.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct RetryLimits {
    /// `None`: there is no limit to the number of retries.
    pub retries: Option<u32>,
    /// `None`: retried for as long as the stream keeps the record.
    pub age: Option<Duration>,
}

impl RetryLimits {
    fn parse(properties: &Value) -> anyhow::Result<Self> {
        // -1 is Lambda's default for both, and means that there is no limit.
        let limit = |name: &str| properties.get(name).and_then(Value::as_i64).filter(|limit| *limit >= 0);
        let retries = limit("MaximumRetryAttempts").map(u32::try_from).transpose()?;
        let seconds = limit("MaximumRecordAgeInSeconds").map(u64::try_from).transpose()?;
        Ok(Self { retries, age: seconds.map(Duration::from_secs) })
    }

    /// Whether a record that failed this often, and this long after its first delivery, is given up.
    #[must_use]
    pub fn are_exceeded(&self, failures: u32, waited: Duration) -> bool {
        self.retries.is_some_and(|limit| failures > limit) || self.age.is_some_and(|limit| waited > limit)
    }
}

/// Who a route lets in.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Authorizer {
    /// Issuers whose tokens count. The local one is always among them.
    pub issuer: String,
    /// What `aud` or `client_id` must be one of.
    pub audience: Vec<String>,
    /// The token needs one of these, if there are any.
    pub scopes: Vec<String>,
}

/// The table's schema, in CloudFormation's words, which are the API's own.
#[derive(Debug, Deserialize)]
#[serde(rename_all = "PascalCase")]
pub struct Table {
    /// Attributes of keys.
    pub attribute_definitions: Vec<Attribute>,
    /// The table's key.
    pub key_schema: Vec<KeyElement>,
    /// Its indexes.
    #[serde(default)]
    pub global_secondary_indexes: Vec<Index>,
    /// Its stream.
    pub stream_specification: Stream,
    /// When its items expire.
    pub time_to_live_specification: TimeToLive,
}

/// A key attribute and its type.
#[derive(Debug, Deserialize)]
#[serde(rename_all = "PascalCase")]
pub struct Attribute {
    /// Its name.
    pub attribute_name: String,
    /// `S`, `N` or `B`.
    pub attribute_type: String,
}

/// A part of a key.
#[derive(Debug, Deserialize)]
#[serde(rename_all = "PascalCase")]
pub struct KeyElement {
    /// Its attribute.
    pub attribute_name: String,
    /// `HASH` or `RANGE`.
    pub key_type: String,
}

/// A global secondary index.
#[derive(Debug, Deserialize)]
#[serde(rename_all = "PascalCase")]
pub struct Index {
    /// Its name.
    #[serde(rename = "IndexName")]
    pub name: String,
    /// Its key.
    pub key_schema: Vec<KeyElement>,
    /// What it copies.
    pub projection: Projection,
}

/// What an index copies.
#[derive(Debug, Deserialize)]
#[serde(rename_all = "PascalCase")]
pub struct Projection {
    /// `ALL`, `KEYS_ONLY` or `INCLUDE`.
    pub projection_type: String,
    /// With `INCLUDE`, what.
    #[serde(default)]
    pub non_key_attributes: Vec<String>,
}

/// What a stream record shows.
#[derive(Debug, Deserialize)]
#[serde(rename_all = "PascalCase")]
pub struct Stream {
    /// `NEW_AND_OLD_IMAGES` and its like.
    pub stream_view_type: String,
}

/// When items expire.
#[derive(Debug, Deserialize)]
#[serde(rename_all = "PascalCase")]
pub struct TimeToLive {
    /// The attribute that holds the time.
    pub attribute_name: String,
}

impl Template {
    /// Reads the template with these values for parameters, over the defaults it gives.
    pub fn parse(source: &str, parameters: &BTreeMap<&str, String>) -> anyhow::Result<Self> {
        let documents = Yaml::load_from_str(source).context("not YAML")?;
        let document = to_json(documents.first().context("empty")?)?;
        let document = Resolver::new(&document, parameters).resolve(&document);

        let defaults = document.pointer("/Globals/Function").cloned().unwrap_or_default();
        let authorizers = Authorizers::of_apis(&document)?;
        let mut template = (Vec::new(), BTreeMap::new(), None);
        let (routes, functions, table) = (&mut template.0, &mut template.1, &mut template.2);
        for (name, resource) in object(&document, "Resources")? {
            let properties = resource.get("Properties").unwrap_or(&Value::Null);
            match resource.get("Type").and_then(Value::as_str) {
                Some("AWS::Serverless::Function") => {
                    let reading = || format!("function {name}");
                    let binary = resource
                        .pointer("/Metadata/BuildProperties/Binary")
                        .and_then(Value::as_str)
                        .with_context(|| format!("function {name} names no binary to build"))?;
                    let function = Function::parse(properties, &defaults).with_context(reading)?;
                    if functions.insert(binary.to_owned(), function).is_some() {
                        bail!("two functions run the binary {binary}");
                    }
                    for event in object(properties, "Events").into_iter().flatten().map(|(_, event)| event) {
                        if event.get("Type").and_then(Value::as_str) == Some("HttpApi") {
                            routes.push(parse_route(event, binary, &authorizers).with_context(reading)?);
                        }
                    }
                }
                Some("AWS::DynamoDB::Table") => {
                    let parsed = Table::deserialize(properties).with_context(|| format!("table {name}"))?;
                    if table.replace(parsed).is_some() {
                        bail!("more than one table");
                    }
                }
                _ => {}
            }
        }
        let (mut routes, functions, table) = template;
        routes.sort_by(Route::by_specificity);
        Ok(Self { routes, functions, table: table.context("no table")? })
    }

    /// Whether this stack has a reason to run the function: a route, a stream, a schedule or SES's reports.
    #[must_use]
    pub fn invokes(&self, function: &str) -> bool {
        self.routes.iter().any(|route| route.function == function)
            || self
                .functions
                .get(function)
                .is_some_and(|f| !f.streams.is_empty() || !f.schedules.is_empty() || f.hears_of_events)
    }
}

impl Function {
    fn parse(properties: &Value, defaults: &Value) -> anyhow::Result<Self> {
        let seconds = properties.get("Timeout").or_else(|| defaults.get("Timeout")).and_then(Value::as_u64);
        let mut streams = Vec::new();
        let mut schedules = Vec::new();
        let mut hears_of_events = false;
        for (name, event) in object(properties, "Events").into_iter().flatten() {
            let properties = event.get("Properties").unwrap_or(&Value::Null);
            match event.get("Type").and_then(Value::as_str) {
                Some("DynamoDB") => {
                    streams.push(StreamSource::parse(properties).with_context(|| format!("event {name}"))?);
                }
                Some("ScheduleV2") => {
                    let expression = properties.get("ScheduleExpression").and_then(Value::as_str);
                    schedules
                        .push(expression.with_context(|| format!("event {name} says no when"))?.to_owned());
                }
                Some("EventBridgeRule") => hears_of_events = true,
                _ => {}
            }
        }
        let timeout = Duration::from_secs(seconds.unwrap_or(3));
        Ok(Self { timeout, streams, schedules, hears_of_events })
    }
}

impl StreamSource {
    fn parse(properties: &Value) -> anyhow::Result<Self> {
        let number = |name: &str| properties.get(name).and_then(Value::as_u64);
        let filters = properties.pointer("/FilterCriteria/Filters").and_then(Value::as_array);
        let filters = filters.into_iter().flatten().map(|filter| {
            let text = filter.get("Pattern").and_then(Value::as_str).context("a filter without a pattern")?;
            Pattern::parse(text).with_context(|| format!("filter {text}"))
        });
        let reports = properties.get("FunctionResponseTypes").and_then(Value::as_array);
        Ok(Self {
            filters: filters.collect::<anyhow::Result<_>>()?,
            batch_size: number("BatchSize").unwrap_or(100).try_into()?,
            limits: RetryLimits::parse(properties)?,
            bisects: properties.get("BisectBatchOnFunctionError") == Some(&Value::Bool(true)),
            reports_item_failures: reports
                .is_some_and(|types| types.contains(&json!("ReportBatchItemFailures"))),
        })
    }
}

fn parse_route(event: &Value, binary: &str, authorizers: &Authorizers) -> anyhow::Result<Route> {
    let properties = event.get("Properties").unwrap_or(&Value::Null);
    let text =
        |name: &str| properties.get(name).and_then(Value::as_str).with_context(|| format!("no {name}"));
    let authorizer = authorizers.of_route(properties)?;
    Route::parse(text("Method")?, text("Path")?, binary, authorizer)
}

/// The authorizers of the template's one API.
struct Authorizers {
    by_name: BTreeMap<String, Authorizer>,
    default: Option<String>,
}

impl Authorizers {
    fn of_apis(document: &Value) -> anyhow::Result<Self> {
        let mut apis = object(document, "Resources")?
            .iter()
            .filter(|(_, resource)| resource.get("Type") == Some(&json!("AWS::Serverless::HttpApi")));
        let (_, api) = apis.next().context("no HTTP API")?;
        if apis.next().is_some() {
            bail!("more than one HTTP API");
        }
        let auth = api.pointer("/Properties/Auth").unwrap_or(&Value::Null);
        let mut by_name = BTreeMap::new();
        for (name, authorizer) in object(auth, "Authorizers").into_iter().flatten() {
            #[derive(Deserialize)]
            struct JwtConfiguration {
                issuer: String,
                audience: Vec<String>,
            }
            let jwt = authorizer.get("JwtConfiguration").with_context(|| format!("{name} checks no JWT"))?;
            let JwtConfiguration { issuer, audience } = Deserialize::deserialize(jwt)?;
            by_name.insert(name.clone(), Authorizer { issuer, audience, scopes: Vec::new() });
        }
        let default = auth.get("DefaultAuthorizer").and_then(Value::as_str).map(str::to_owned);
        Ok(Self { by_name, default })
    }

    fn of_route(&self, event: &Value) -> anyhow::Result<Option<Authorizer>> {
        let named = event.pointer("/Auth/Authorizer").and_then(Value::as_str);
        let Some(name) = named.or(self.default.as_deref()).filter(|name| *name != "NONE") else {
            return Ok(None);
        };
        let mut authorizer = self.by_name.get(name).with_context(|| format!("no authorizer {name}"))?.clone();
        if let Some(scopes) = event.pointer("/Auth/AuthorizationScopes") {
            authorizer.scopes = Deserialize::deserialize(scopes)?;
        }
        Ok(Some(authorizer))
    }
}

fn object<'a>(value: &'a Value, name: &str) -> anyhow::Result<&'a Map<String, Value>> {
    value.get(name).and_then(Value::as_object).with_context(|| format!("no {name}"))
}

/// YAML as JSON, with CloudFormation's short tags in their long form: `!Ref X` as `{"Ref": "X"}`.
fn to_json(node: &Yaml<'_>) -> anyhow::Result<Value> {
    Ok(match node {
        Yaml::Value(Scalar::Null) => Value::Null,
        Yaml::Value(Scalar::Boolean(value)) => json!(value),
        Yaml::Value(Scalar::Integer(value)) => json!(value),
        Yaml::Value(Scalar::FloatingPoint(value)) => json!(value.into_inner()),
        Yaml::Value(Scalar::String(value)) => json!(value),
        Yaml::Sequence(items) => Value::Array(items.iter().map(to_json).collect::<anyhow::Result<_>>()?),
        Yaml::Mapping(entries) => {
            let pairs = entries.iter().map(|(key, value)| {
                let key = key.as_str().ok_or_else(|| anyhow!("the key {key:?} is not a text"))?;
                Ok((key.to_owned(), to_json(value)?))
            });
            Value::Object(pairs.collect::<anyhow::Result<_>>()?)
        }
        Yaml::Tagged(tag, inner) => {
            let function = if tag.suffix == "Ref" { "Ref".to_owned() } else { format!("Fn::{}", tag.suffix) };
            json!({ function: to_json(inner)? })
        }
        Yaml::Representation(..) | Yaml::Alias(_) | Yaml::BadValue => bail!("cannot read {node:?}"),
    })
}

/// Puts values in the place of `Ref` and `Sub`. What only exists once deployed stays the name of its resource.
struct Resolver<'a> {
    parameters: BTreeMap<&'a str, Value>,
}

impl<'a> Resolver<'a> {
    fn new(document: &'a Value, given: &BTreeMap<&'a str, String>) -> Self {
        let declared = document.get("Parameters").and_then(Value::as_object).into_iter().flatten();
        let mut parameters: BTreeMap<&str, Value> =
            given.iter().map(|(name, value)| (*name, json!(value))).collect();
        for (name, parameter) in declared {
            if let Some(default) = parameter.get("Default") {
                parameters.entry(name).or_insert_with(|| default.clone());
            }
            let is_list = parameter.get("Type") == Some(&json!("CommaDelimitedList"));
            if let Some(value) = parameters.get_mut(name.as_str()).filter(|_| is_list) {
                let items = value.as_str().unwrap_or_default().split(',').map(str::trim);
                *value = items.filter(|item| !item.is_empty()).collect();
            }
        }
        Self { parameters }
    }

    fn resolve(&self, value: &Value) -> Value {
        match value {
            Value::Array(items) => items.iter().map(|item| self.resolve(item)).collect(),
            Value::Object(entries) => {
                let mut of_one = entries.iter();
                match (of_one.next(), of_one.next()) {
                    (Some((function, argument)), None) if function == "Ref" => self.reference(argument),
                    (Some((function, Value::String(text))), None) if function == "Fn::Sub" => {
                        json!(self.substitute(text))
                    }
                    _ => entries.iter().map(|(key, value)| (key.clone(), self.resolve(value))).collect(),
                }
            }
            _ => value.clone(),
        }
    }

    fn reference(&self, name: &Value) -> Value {
        name.as_str().and_then(|name| self.parameters.get(name)).unwrap_or(name).clone()
    }

    fn substitute(&self, text: &str) -> String {
        self.parameters.iter().fold(text.to_owned(), |text, (name, value)| {
            let value = value.as_str().map_or_else(|| value.to_string(), str::to_owned);
            text.replace(&format!("${{{name}}}"), &value)
        })
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn product() -> Template {
        Template::parse(SOURCE, &BTreeMap::from([("Issuer", "http://issuer".to_owned())]))
            .expect("the template")
    }

    fn find<'a>(template: &'a Template, key: &str) -> &'a Route {
        template.routes.iter().find(|route| route.key == key).unwrap_or_else(|| panic!("no {key}"))
    }

    #[test]
    fn routes_come_with_their_function_and_authorizer() {
        let template = product();
        let invite = find(&template, "POST /stores/{store}/invitations");
        assert_eq!(invite.function, "invite");
        let authorizer = invite.authorizer.as_ref().expect("signed in");
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
    fn notify_hears_of_events_and_of_invitations_that_ran_out() {
        let template = product();
        let notify = &template.functions["notify"];
        assert_eq!(notify.timeout, Duration::from_mins(1));
        let [source] = notify.streams.as_slice() else { panic!("one stream") };
        assert!(source.reports_item_failures && source.bisects);
        assert_eq!(source.limits, RetryLimits { retries: None, age: Some(Duration::from_hours(4)) });
        let hears = |record: Value| source.filters.iter().any(|filter| filter.fits(&record));
        let keys = |sk: &str| json!({"Keys": {"pk": {"S": "STORE#a"}, "sk": {"S": sk}}});
        let ttl = json!({"type": "Service", "principalId": "dynamodb.amazonaws.com"});
        assert!(hears(json!({"eventName": "INSERT", "dynamodb": keys("EVENT#1")})));
        assert!(!hears(json!({"eventName": "MODIFY", "dynamodb": keys("EVENT#1")})));
        assert!(!hears(json!({"eventName": "INSERT", "dynamodb": keys("INVITATION#1")})));
        assert!(!hears(json!({"eventName": "REMOVE", "dynamodb": keys("INVITATION#1")})));
        assert!(hears(json!({"eventName": "REMOVE", "dynamodb": keys("INVITATION#1"), "userIdentity": ttl})));
    }

    #[test]
    fn a_record_is_given_up_for_its_age_or_for_its_failures() {
        let limits = |properties: Value| RetryLimits::parse(&properties).expect("limits");
        let never = limits(json!({"MaximumRetryAttempts": -1, "MaximumRecordAgeInSeconds": -1}));
        assert_eq!(never, limits(json!({})));
        assert!(!never.are_exceeded(u32::MAX, Duration::MAX));
        let by_age = limits(json!({"MaximumRetryAttempts": -1, "MaximumRecordAgeInSeconds": 60}));
        assert!(!by_age.are_exceeded(1000, Duration::from_mins(1)));
        assert!(by_age.are_exceeded(1, Duration::from_secs(61)));
        let by_failures = limits(json!({"MaximumRetryAttempts": 2}));
        assert!(!by_failures.are_exceeded(2, Duration::MAX));
        assert!(by_failures.are_exceeded(3, Duration::ZERO));
    }

    #[test]
    fn a_list_of_audiences_is_read_as_one() {
        let audiences = "staffroom, pages".to_owned();
        let parameters = BTreeMap::from([("Issuer", "http://issuer".to_owned()), ("Audience", audiences)]);
        let template = Template::parse(SOURCE, &parameters).expect("the template");
        let invite = find(&template, "POST /stores/{store}/invitations");
        assert_eq!(invite.authorizer.as_ref().expect("signed in").audience, ["staffroom", "pages"]);
    }

    #[test]
    fn the_table_is_read_whole() {
        let table = product().table;
        assert_eq!(table.time_to_live_specification.attribute_name, "ttl");
        assert_eq!(table.stream_specification.stream_view_type, "NEW_AND_OLD_IMAGES");
        let indexes: Vec<&str> = table.global_secondary_indexes.iter().map(|i| i.name.as_str()).collect();
        assert_eq!(indexes, ["people", "held_seats", "due"]);
    }

    #[test]
    fn a_scope_of_an_unknown_authorizer_is_refused() {
        let broken = SOURCE.replace("Authorizer: Tokens,", "Authorizer: Tokans,");
        let error =
            Template::parse(&broken, &BTreeMap::from([("Issuer", String::new())])).expect_err("refused");
        assert!(format!("{error:#}").contains("Tokans"), "{error:#}");
    }
}
