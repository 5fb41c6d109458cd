//! A local stack with a proxy before its database, in which a test can hold, split and fail single calls.

use std::cell::OnceCell;
use std::env;
use std::io::{BufRead as _, BufReader, Read as _, Write as _};
use std::net::{TcpListener, TcpStream};
use std::sync::mpsc::{Receiver, Sender, channel};
use std::sync::{Arc, Condvar, Mutex};
use std::thread;
use std::time::Duration;

use crate::support::{Response, Stack, Value, json};

/// The name of the table.
pub const TABLE: &str = "staffroom";

/// The longest time that a call is held. It is reached only if a test fails.
const HELD_AT_MOST: Duration = Duration::from_secs(20);

/// The headers of a request that the database needs.
const FORWARDED: [&str; 5] =
    ["authorization", "content-type", "x-amz-date", "x-amz-security-token", "x-amz-target"];

/// The header with the function that calls, which the stack adds.
const FUNCTION: &str = "x-local-function";

/// The header with the id that the SDK gives to a call.
const CALL_ID: &str = "amz-sdk-invocation-id";

/// A private stack, and the proxy before its database.
pub struct ProxiedStack {
    pub stack: Stack,
    pub proxy: DatabaseProxy,
    /// The stack whose embedded database is used; none with an external one.
    _database: Option<Stack>,
}

impl ProxiedStack {
    pub fn start() -> Self {
        let (proxy, database) = proxied_database();
        let stack = Stack::with_dynamodb(&proxy.url);
        Self { stack, proxy, _database: database }
    }

    /// Makes `held_call`, and `other` between its decision and its commit, which `is_commit` selects.
    pub fn between<T>(
        &self,
        is_commit: impl Fn(&Call) -> bool + Send + 'static,
        held_call: impl FnOnce() -> Response + Send,
        other: impl FnOnce() -> T,
    ) -> (Response, T) {
        let held = self.proxy.hold(is_commit);
        thread::scope(|scope| {
            let calling = scope.spawn(held_call);
            held.wait_until_reached();
            let result = other();
            held.resume();
            (calling.join().expect("a response"), result)
        })
    }
}

/// A database with a proxy before it, and the stack whose embedded database it is; none with an external one.
pub fn proxied_database() -> (DatabaseProxy, Option<Stack>) {
    let (upstream, database) = if let Ok(url) = env::var("STAFFROOM_TEST_DYNAMODB") {
        (url, None)
    } else {
        let database = Stack::private();
        // Both stacks read the stream of the table. The database's own stack must not send mails or mark
        // them as sent.
        database.inject_faults("ses", u32::MAX, "TooManyRequestsException");
        (embedded_database_url(&database.log()), Some(database))
    };
    (DatabaseProxy::start(upstream), database)
}

/// Selects the next transaction that records an event of this type.
pub fn records(event: &'static str) -> impl Fn(&Call) -> bool + Send + 'static {
    move |call| call.operation == "TransactWriteItems" && call.mentions(&format!("\"{event}\""))
}

/// Finds the URL of the embedded database in the log of its stack.
fn embedded_database_url(log: &str) -> String {
    let line = log.lines().find(|line| line.contains("the embedded database listens"));
    let line = line.unwrap_or_else(|| panic!("no embedded database in the log:\n{log}"));
    let port = line.trim_end().rsplit(|c: char| !c.is_ascii_digit()).next().expect("the port ends the line");
    format!("http://127.0.0.1:{port}")
}

/// A call to the database.
pub struct Call {
    /// The function that calls; empty if the stack itself does.
    pub function: String,
    /// The id that all attempts of one call of the SDK have.
    pub id: String,
    /// Such as `BatchGetItem`.
    pub operation: String,
    pub body: Value,
    /// The body as text, once it was searched.
    text: OnceCell<String>,
}

impl Call {
    /// The call of a request, without the headers that are not for the database.
    fn take_from(headers: &mut Vec<(String, String)>, body: Value) -> Self {
        let mut take = |wanted: &str| {
            let index = headers.iter().position(|(name, _)| name == wanted)?;
            Some(headers.remove(index).1)
        };
        let (function, id) = (take(FUNCTION).unwrap_or_default(), take(CALL_ID).unwrap_or_default());
        let target = headers.iter().find(|(name, _)| name == "x-amz-target").map_or("", |(_, target)| target);
        let operation = target.rsplit('.').next().unwrap_or_default().to_owned();
        Self { function, id, operation, body, text: OnceCell::new() }
    }

    /// Whether this text occurs in the body.
    pub fn mentions(&self, text: &str) -> bool {
        self.text.get_or_init(|| self.body.to_string()).contains(text)
    }
}

/// What happens to a call instead of being answered by the database.
pub enum Interception {
    /// The answer is this, and the database does not see the call.
    Answer(u16, Value),
    /// The call waits until the latch opens.
    Hold(Arc<Latch>),
    /// There is no answer: the connection ends, at once or when the latch opens.
    Silence {
        /// Whether the database carries the call out.
        is_carried_out: bool,
        until: Option<Arc<Latch>>,
    },
}

/// Holds calls until it opens.
#[derive(Default)]
pub struct Latch {
    is_open: Mutex<bool>,
    opened: Condvar,
}

impl Latch {
    pub fn open(&self) {
        *self.is_open.lock().unwrap() = true;
        self.opened.notify_all();
    }

    pub fn wait(&self) {
        let is_open = self.is_open.lock().unwrap();
        drop(self.opened.wait_timeout_while(is_open, HELD_AT_MOST, |is_open| !*is_open).unwrap());
    }
}

type Interceptor = Box<dyn FnMut(&Call) -> Option<Interception> + Send>;

type Predicate<T> = Box<dyn Fn(&T) -> bool + Send>;

/// What the proxy does with the next matching call.
struct Rule {
    applies: Predicate<Call>,
    effect: Effect,
}

enum Effect {
    /// The call waits until it is forwarded.
    Hold(Gate),
    /// A `BatchGetItem` reads the keys that the predicate selects, waits, and reads the others.
    Split(Predicate<Value>, Gate),
    /// This number of calls gets status 500 without being forwarded.
    Fail(u32),
}

/// The proxy's end of a [`Held`] call.
struct Gate {
    reached: Sender<()>,
    resumed: Receiver<()>,
}

impl Gate {
    fn wait(&self) {
        let _ = self.reached.send(());
        let _ = self.resumed.recv_timeout(HELD_AT_MOST);
    }
}

/// A call that the proxy holds, or will hold.
pub struct Held {
    reached: Receiver<()>,
    resume: Sender<()>,
}

impl Held {
    /// Waits until the call is held.
    #[track_caller]
    pub fn wait_until_reached(&self) {
        self.reached.recv_timeout(HELD_AT_MOST).expect("no such call came");
    }

    /// Lets the call go on.
    pub fn resume(self) {
        let _ = self.resume.send(());
    }
}

fn gate() -> (Gate, Held) {
    let ((reached_sender, reached), (resume, resumed)) = (channel(), channel());
    (Gate { reached: reached_sender, resumed }, Held { reached, resume })
}

/// The proxy. It forwards every call until a test says otherwise.
pub struct DatabaseProxy {
    pub url: String,
    shared: Arc<Shared>,
}

struct Shared {
    upstream: String,
    http: ureq::Agent,
    rules: Mutex<Vec<Rule>>,
    interceptors: Mutex<Vec<Interceptor>>,
    /// Whether each key of a `BatchGetItem` is read by itself.
    tears: Mutex<bool>,
    /// The headers of the latest call, for calls of the test's own.
    headers: Mutex<Vec<(String, String)>>,
}

impl DatabaseProxy {
    fn start(upstream: String) -> Self {
        let listener = TcpListener::bind("127.0.0.1:0").expect("a free port");
        let url = format!("http://{}", listener.local_addr().expect("an address"));
        let http = ureq::Agent::config_builder().http_status_as_error(false).build().into();
        let shared = Arc::new(Shared {
            upstream,
            http,
            rules: Mutex::default(),
            interceptors: Mutex::default(),
            tears: Mutex::default(),
            headers: Mutex::default(),
        });
        let serving = Arc::clone(&shared);
        thread::spawn(move || {
            for connection in listener.incoming().flatten() {
                let shared = Arc::clone(&serving);
                // An error ends the connection; the client opens another.
                thread::spawn(move || shared.serve(&connection));
            }
        });
        Self { url, shared }
    }

    /// Holds the next call that `applies` selects before it reaches the database.
    pub fn hold(&self, applies: impl Fn(&Call) -> bool + Send + 'static) -> Held {
        let (gate, held) = gate();
        self.add(applies, Effect::Hold(gate));
        held
    }

    /// Holds the next `BatchGetItem` that `applies` selects between two halves; the keys that `first` selects are read
    /// before.
    pub fn split(
        &self,
        applies: impl Fn(&Call) -> bool + Send + 'static,
        first: impl Fn(&Value) -> bool + Send + 'static,
    ) -> Held {
        let (gate, held) = gate();
        let is_split = move |call: &Call| call.operation == "BatchGetItem" && applies(call);
        self.add(is_split, Effect::Split(Box::new(first), gate));
        held
    }

    /// Makes the next `count` calls that `applies` selects fail.
    pub fn fail(&self, count: u32, applies: impl Fn(&Call) -> bool + Send + 'static) {
        self.add(applies, Effect::Fail(count));
    }

    /// From now on `intercept` is asked about each call, until [`Self::stop_intercepting`].
    pub fn intercept(&self, intercept: impl FnMut(&Call) -> Option<Interception> + Send + 'static) {
        self.shared.interceptors.lock().unwrap().push(Box::new(intercept));
    }

    pub fn stop_intercepting(&self) {
        self.shared.interceptors.lock().unwrap().clear();
    }

    /// No further call fails.
    pub fn stop_failing(&self) {
        self.shared.rules.lock().unwrap().retain(|rule| !matches!(rule.effect, Effect::Fail(_)));
    }

    /// How many failures of [`Self::fail`] are still to come.
    pub fn failures_left(&self) -> u32 {
        let rules = self.shared.rules.lock().unwrap();
        rules.iter().map(|rule| if let Effect::Fail(left) = rule.effect { left } else { 0 }).sum()
    }

    /// From now on each key of a `BatchGetItem` is read by itself.
    pub fn tear_all_batches(&self) {
        *self.shared.tears.lock().unwrap() = true;
    }

    /// Calls the database directly.
    #[track_caller]
    pub fn call(&self, operation: &str, body: &Value) -> Value {
        let mut headers = self.shared.headers.lock().unwrap().clone();
        headers.retain(|(name, _)| name != "x-amz-target");
        headers.push(("x-amz-target".to_owned(), format!("DynamoDB_20120810.{operation}")));
        let (status, answer) = self.shared.forward(&headers, body).expect("an answer of the database");
        assert_eq!(status, 200, "{operation}: {answer}");
        answer
    }

    fn add(&self, applies: impl Fn(&Call) -> bool + Send + 'static, effect: Effect) {
        self.shared.rules.lock().unwrap().push(Rule { applies: Box::new(applies), effect });
    }
}

impl Shared {
    /// Answers the requests of a connection. `None` when it ends.
    fn serve(&self, connection: &TcpStream) -> Option<()> {
        connection.set_nodelay(true).ok()?;
        let mut reader = BufReader::new(connection);
        loop {
            let (mut headers, body) = read_request(&mut reader)?;
            let call = Call::take_from(&mut headers, body);
            self.headers.lock().unwrap().clone_from(&headers);
            let (status, answer) = self.answer(&headers, &call)?;
            let answer = answer.to_string();
            let head = format!(
                "HTTP/1.1 {status} \r\ncontent-type: application/x-amz-json-1.0\r\ncontent-length: {}\r\n\r\n",
                answer.len()
            );
            let mut writer = connection;
            writer.write_all(format!("{head}{answer}").as_bytes()).ok()?;
        }
    }

    fn answer(&self, headers: &[(String, String)], call: &Call) -> Option<(u16, Value)> {
        match self.interception_of(call) {
            Some(Interception::Answer(status, answer)) => return Some((status, answer)),
            Some(Interception::Hold(latch)) => latch.wait(),
            Some(Interception::Silence { is_carried_out, until }) => {
                if is_carried_out {
                    self.forward(headers, &call.body)?;
                }
                if let Some(latch) = until {
                    latch.wait();
                }
                return None;
            }
            None => {}
        }
        match self.effect_on(call) {
            Some(Effect::Hold(gate)) => gate.wait(),
            Some(Effect::Split(first, gate)) => {
                return self.in_parts(headers, call, &[&|key| first(key), &|key| !first(key)], &gate);
            }
            Some(Effect::Fail(_)) => {
                let error = "com.amazonaws.dynamodb.v20120810#InternalServerError";
                return Some((500, json!({"__type": error, "message": "injected by the test"})));
            }
            None if call.operation == "BatchGetItem" && *self.tears.lock().unwrap() => {
                return self.one_by_one(headers, call);
            }
            None => {}
        }
        self.forward(headers, &call.body)
    }

    fn interception_of(&self, call: &Call) -> Option<Interception> {
        let mut interceptors = self.interceptors.lock().unwrap();
        interceptors.iter_mut().find_map(|intercept| intercept(call))
    }

    /// The effect of the first matching rule. A rule applies once; a failure applies as often as it was set
    /// to.
    fn effect_on(&self, call: &Call) -> Option<Effect> {
        let mut rules = self.rules.lock().unwrap();
        let index = rules.iter().position(|rule| (rule.applies)(call))?;
        match &mut rules[index].effect {
            Effect::Fail(left) if *left > 1 => {
                *left -= 1;
                Some(Effect::Fail(0))
            }
            _ => Some(rules.remove(index).effect),
        }
    }

    fn in_parts(
        &self,
        headers: &[(String, String)],
        call: &Call,
        parts: &[&dyn Fn(&Value) -> bool],
        gate: &Gate,
    ) -> Option<(u16, Value)> {
        let mut items = Vec::new();
        for (number, part) in parts.iter().enumerate() {
            if number > 0 {
                gate.wait();
            }
            let keys: Vec<_> = keys_of(call).into_iter().filter(|key| part(key)).collect();
            items.extend(self.read(headers, call, keys)?);
        }
        Some(batch(&items))
    }

    fn one_by_one(&self, headers: &[(String, String)], call: &Call) -> Option<(u16, Value)> {
        let mut items = Vec::new();
        for key in keys_of(call) {
            items.extend(self.read(headers, call, vec![key])?);
            thread::yield_now();
        }
        Some(batch(&items))
    }

    /// The items of some keys of a `BatchGetItem`.
    fn read(&self, headers: &[(String, String)], call: &Call, keys: Vec<Value>) -> Option<Vec<Value>> {
        if keys.is_empty() {
            return Some(Vec::new());
        }
        let mut body = call.body.clone();
        body["RequestItems"][TABLE]["Keys"] = Value::Array(keys);
        let (status, answer) = self.forward(headers, &body)?;
        assert_eq!(status, 200, "{answer}");
        Some(answer["Responses"][TABLE].as_array().cloned().unwrap_or_default())
    }

    fn forward(&self, headers: &[(String, String)], body: &Value) -> Option<(u16, Value)> {
        let mut request = self.http.post(&self.upstream);
        for (name, value) in headers {
            request = request.header(name, value);
        }
        let mut response = request.send(body.to_string()).ok()?;
        let answer = response.body_mut().with_config().limit(64 << 20).read_to_string().ok()?;
        Some((response.status().as_u16(), serde_json::from_str(&answer).ok()?))
    }
}

fn keys_of(call: &Call) -> Vec<Value> {
    call.body["RequestItems"][TABLE]["Keys"].as_array().cloned().unwrap_or_default()
}

fn batch(items: &[Value]) -> (u16, Value) {
    (200, json!({"Responses": {TABLE: items}, "UnprocessedKeys": {}}))
}

/// Reads a request: the headers that are forwarded, and the body. `None` at the end of the connection.
pub fn read_request(reader: &mut BufReader<&TcpStream>) -> Option<(Vec<(String, String)>, Value)> {
    let mut headers = Vec::new();
    let mut length = 0;
    let mut line = String::new();
    reader.read_line(&mut line).ok().filter(|read| *read > 0)?;
    loop {
        line.clear();
        reader.read_line(&mut line).ok().filter(|read| *read > 0)?;
        let Some((name, value)) = line.trim_end().split_once(':') else { break };
        let (name, value) = (name.to_ascii_lowercase(), value.trim());
        if name == "content-length" {
            length = value.parse().ok()?;
        } else if FORWARDED.contains(&name.as_str()) || name == FUNCTION || name == CALL_ID {
            headers.push((name, value.to_owned()));
        }
    }
    let mut body = vec![0; length];
    reader.read_exact(&mut body).ok()?;
    Some((headers, serde_json::from_slice(&body).ok()?))
}
