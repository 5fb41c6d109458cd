use std::collections::HashMap;
use std::env;
use std::fs::{self, File};
use std::path::{Path, PathBuf};
use std::process::{Child, Command, Stdio};
use std::sync::{LazyLock, Mutex};
use std::thread;
use std::time::Duration;

use serde_json::{Value, json};
use ureq::http::Request;

use super::response::{Response, excerpt};
use super::time::wait_until;
use super::unique::unique_id;

/// A running local stack: all functions behind a local gateway, with a database, an inbox and an identity provider.
///
/// The impl blocks in `client.rs`, `mail.rs` and `test_store.rs` add the methods that make clients, mailboxes and stores.
pub struct Stack {
    base_url: String,
    http: ureq::Agent,
    /// The issued tokens by their claims.
    tokens: Mutex<HashMap<String, String>>,
    log_file: PathBuf,
    /// Whether only one test uses the stack.
    private: bool,
    process: Child,
}

impl Stack {
    /// The stack that tests share. Such tests may use only their own stores and people.
    pub fn shared() -> &'static Self {
        static SHARED: LazyLock<Stack> = LazyLock::new(|| Stack::start(false, &[]));
        &SHARED
    }

    /// Starts a stack for one test, which may move the clock, inject faults and count all mails.
    pub fn private() -> Self {
        Self::start(true, &[])
    }

    /// Starts a stack for one test that counts consumed capacity units.
    pub fn metered() -> Self {
        Self::start(true, &["--capacity"])
    }

    /// A private stack that stores its data in a folder.
    pub fn with_data(folder: &Path) -> Self {
        Self::start(true, &["--data", folder.to_str().expect("a folder name in Unicode")])
    }

    /// A private stack that uses the DynamoDB at this URL.
    pub fn with_dynamodb(url: &str) -> Self {
        Self::start(true, &["--dynamodb", url])
    }

    /// A private stack that stores its data in a folder, with further options.
    pub fn with_data_and(folder: &Path, options: &[&str]) -> Self {
        let folder = folder.to_str().expect("a folder name in Unicode");
        Self::start(true, &[&["--data", folder], options].concat())
    }

    fn start(private: bool, options: &[&str]) -> Self {
        let name = unique_id();
        let log_file = Path::new(env!("CARGO_TARGET_TMPDIR")).join(format!("stack-{name}.log"));
        let output = File::create(&log_file).expect("a log file in the target folder");
        // The shared stack is never dropped, and a test run may be killed. So a shell starts the stack, and stops it when
        // its standard input ends, which happens however this process ends.
        let mut command = Command::new("sh");
        command
            .args(["-c", r#""$@" & echo "process $!"; cat; kill "$!" 2>/dev/null; wait"#, "stack"])
            .arg(&*BINARY)
            .args(["--port", "0"])
            // The log level of functions on Lambda, so that tests find in the log what would be there.
            .env("RUST_LOG", "info")
            .stdin(Stdio::piped())
            .stderr(output.try_clone().expect("a second handle of the log file"))
            .stdout(output);
        if let Ok(url) = env::var("STAFFROOM_TEST_DYNAMODB") {
            // Without -sharedDb, DynamoDB Local has a database for each access key, so each stack gets its own, and keeps
            // it with its data folder.
            let folder = options.iter().skip_while(|option| **option != "--data").nth(1);
            let account = folder.map_or(name.clone(), |folder| {
                folder.chars().filter(char::is_ascii_alphanumeric).rev().take(24).collect()
            });
            command
                .args(["--dynamodb", &url])
                .envs([("AWS_ACCESS_KEY_ID", account.as_str()), ("AWS_SECRET_ACCESS_KEY", "local")])
                .envs([("AWS_REGION", "eu-west-1"), ("AWS_DEFAULT_REGION", "eu-west-1")]);
        }
        // The last of two options with the same name counts.
        command.args(options);
        let process = command.spawn().expect("a POSIX shell");
        let base_url = wait_until(|| find_base_url(&fs::read_to_string(&log_file).unwrap_or_default()))
            .unwrap_or_else(|| {
                let log = fs::read_to_string(&log_file).unwrap_or_default();
                panic!("the stack printed no address:\n{log}")
            });
        Self { base_url, http: http_agent(), tokens: Mutex::default(), log_file, private, process }
    }

    /// Returns the URL of a path.
    pub fn url(&self, path: &str) -> String {
        format!("{}{path}", self.base_url)
    }

    /// Sends a request. Tests use the methods of a client instead.
    pub(super) fn send(
        &self,
        method: &str,
        path: &str,
        headers: &[(String, String)],
        body: Option<Vec<u8>>,
    ) -> Response {
        let mut request = Request::builder().method(method).uri(self.url(path));
        for (name, value) in headers {
            request = request.header(name, value);
        }
        let description = format!("{method} {path} {}", body.as_deref().map(excerpt).unwrap_or_default());
        let result = match body {
            Some(body) => self.http.run(request.body(body).expect("a request")),
            None => self.http.run(request.body(()).expect("a request")),
        };
        let mut response = result.unwrap_or_else(|error| panic!("{description}: {error}"));
        let body = response.body_mut().read_to_vec().unwrap_or_else(|error| panic!("{description}: {error}"));
        Response {
            request: description,
            status: response.status().as_u16(),
            headers: response.headers().clone(),
            body,
        }
    }

    /// Calls one of the stack's own controls.
    #[track_caller]
    pub fn control(&self, path: &str, body: &Value) -> Value {
        let headers = [("content-type".to_owned(), "application/json".to_owned())];
        self.send("POST", path, &headers, Some(body.to_string().into_bytes())).assert_success()
    }

    /// Returns a bearer token with these claims, from the stack's own issuer. Tokens are reused until the clock moves.
    pub fn token(&self, claims: &Value) -> String {
        let key = claims.to_string();
        if let Some(token) = self.tokens.lock().unwrap().get(&key) {
            return token.clone();
        }
        let response = self.control("/_local/tokens", claims);
        let token = response["access_token"].as_str().expect("an access token").to_owned();
        self.tokens.lock().unwrap().insert(key, token.clone());
        token
    }

    /// Moves the clock of all functions forward.
    pub fn advance_clock(&self, seconds: i64) {
        assert!(self.private, "the clock of the shared stack must not move");
        self.control("/_local/clock", &json!({"advance_seconds": seconds}));
        self.tokens.lock().unwrap().clear();
    }

    /// Makes the next `count` calls to a service (`ses` or `dynamodb`) fail with this error.
    pub fn inject_faults(&self, service: &str, count: u32, error: &str) {
        assert!(self.private, "the services of the shared stack must not fail");
        self.control("/_local/faults", &json!({service: {"next": count, "error": error}}));
    }

    /// Ends the stack's process at once, as a crash would.
    pub fn kill(&self) {
        let log = self.log();
        let process = log.lines().find_map(|line| line.strip_prefix("process ")).expect("the process's id");
        let killed = Command::new("kill").args(["-9", process]).status().expect("kill");
        assert!(killed.success(), "the stack {process} cannot be killed");
        // Its files are free once it is a zombie: the shell waits for it only at the end.
        let state = || Command::new("ps").args(["-o", "stat=", "-p", process]).output().expect("ps").stdout;
        let ended = wait_until(|| (state().first().is_none_or(|state| *state == b'Z')).then_some(()));
        ended.expect("the stack ends");
    }

    /// Returns everything that the stack has printed, including the logs of its functions.
    pub fn log(&self) -> String {
        fs::read_to_string(&self.log_file).expect("the stack's log")
    }
}

impl Drop for Stack {
    fn drop(&mut self) {
        drop(self.process.stdin.take());
        let _ = self.process.wait();
        if !thread::panicking() {
            let _ = fs::remove_file(&self.log_file);
        }
    }
}

/// The binary of the local stack: the one that `STAFFROOM_LOCAL` names, or else that of the workspace, which is built
/// first so that it is up to date.
static BINARY: LazyLock<PathBuf> = LazyLock::new(|| {
    if let Some(path) = env::var_os("STAFFROOM_LOCAL") {
        return path.into();
    }
    let status = Command::new(env!("CARGO"))
        .args(["build", "--quiet", "--package", "staffroom-local"])
        .current_dir(env!("CARGO_MANIFEST_DIR"))
        .status()
        .expect("cargo");
    assert!(status.success(), "the local stack cannot be built");
    let test_binary = env::current_exe().expect("the path of this test binary");
    test_binary.ancestors().nth(2).expect("the target folder").join("staffroom-local")
});

fn http_agent() -> ureq::Agent {
    ureq::Agent::config_builder()
        .http_status_as_error(false)
        .max_redirects(0)
        .timeout_global(Some(Duration::from_mins(1)))
        .max_idle_connections(64)
        .max_idle_connections_per_host(64)
        .build()
        .into()
}

/// Finds the stack's URL in what it prints when it starts.
fn find_base_url(output: &str) -> Option<String> {
    let (_, rest) = output.split_once("http://127.0.0.1:")?;
    let digits = rest.find(|c: char| !c.is_ascii_digit())?;
    Some(format!("http://127.0.0.1:{}", &rest[..digits]))
}
