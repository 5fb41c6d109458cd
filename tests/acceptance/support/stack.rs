use std::collections::HashMap;
use std::env;
use std::fs::{self, File};
use std::path::{Path, PathBuf};
use std::process::{Child, Command, Stdio};
use std::sync::atomic::{AtomicU64, Ordering};
use std::sync::{LazyLock, Mutex};
use std::thread;
use std::time::{Duration, Instant, SystemTime, UNIX_EPOCH};

use super::client::{self, Caller, Person};
use super::mail::{Mail, Mailbox};
use super::shop::{Shop, escaped};
use super::{Value, json};

/// How long a test waits for what must happen: far longer than it ever takes, so that only a fault meets it.
pub const DEADLINE: Duration = Duration::from_secs(20);

/// Looks again until there is something to see, or gives up at the deadline.
pub fn until<T>(mut look: impl FnMut() -> Option<T>) -> Option<T> {
    let started = Instant::now();
    loop {
        if let Some(found) = look() {
            return Some(found);
        }
        if started.elapsed() > DEADLINE {
            return None;
        }
        thread::sleep(Duration::from_millis(20));
    }
}

/// A running local stack.
pub struct Stack {
    base: String,
    agent: ureq::Agent,
    tokens: Mutex<HashMap<String, String>>,
    log: PathBuf,
    private: bool,
    process: Child,
}

impl Stack {
    /// The stack that tests share which keep to their own stores and people.
    pub fn shared() -> &'static Self {
        static SHARED: LazyLock<Stack> = LazyLock::new(|| Stack::start(false, &[]));
        &SHARED
    }

    /// A stack of one's own, for a test that moves the clock, breaks parts or counts all mails.
    pub fn private() -> Self {
        Self::start(true, &[])
    }

    /// A private stack that counts capacity units.
    pub fn metered() -> Self {
        Self::start(true, &["--capacity"])
    }

    /// A private stack that stores its data in a folder.
    pub fn with_data(folder: &Path) -> Self {
        Self::start(true, &["--data", folder.to_str().expect("a folder name in Unicode")])
    }

    fn start(private: bool, options: &[&str]) -> Self {
        let name = unique();
        let log = PathBuf::from(env!("CARGO_TARGET_TMPDIR")).join(format!("stack-{name}.log"));
        let output = File::create(&log).expect("a log file under target");
        // A static is never dropped, and a test run may be killed: so a shell stands between, and ends the
        // stack when its standard input ends, which happens however this process comes to its end.
        let mut command = Command::new("sh");
        command
            .args(["-c", r#""$@" & cat; kill "$!" 2>/dev/null; wait"#, "stack"])
            .arg(&*BINARY)
            .args(["--port", "0"])
            .args(options)
            // As on Lambda: otherwise a test that looks for something in the log would find it empty.
            .env("RUST_LOG", "info")
            .stdin(Stdio::piped())
            .stderr(output.try_clone().expect("a second handle of the log"))
            .stdout(output);
        if let Ok(url) = env::var("STAFFROOM_TEST_DYNAMODB") {
            // DynamoDB Local without -sharedDb keeps a database per access key: so each stack has its own.
            command
                .args(["--dynamodb", &url])
                .envs([("AWS_ACCESS_KEY_ID", name.as_str()), ("AWS_SECRET_ACCESS_KEY", "local")])
                .envs([("AWS_REGION", "eu-west-1"), ("AWS_DEFAULT_REGION", "eu-west-1")]);
        }
        let process = command.spawn().expect("a POSIX shell");
        let base = until(|| address_in(&fs::read_to_string(&log).unwrap_or_default())).unwrap_or_else(|| {
            panic!("the stack printed no address:\n{}", fs::read_to_string(&log).unwrap_or_default())
        });
        Self { base, agent: client::agent(), tokens: Mutex::default(), log, private, process }
    }

    pub fn anyone(&self) -> Caller<'_> {
        Caller::new(self, None)
    }

    pub fn signed_in(&self, person: &Person) -> Caller<'_> {
        Caller::new(self, Some(person.claims()))
    }

    /// The platform's own back end.
    pub fn platform(&self) -> Caller<'_> {
        let claims =
            json!({"sub": "platform", "email": "platform@example.org", "scope": "staffroom/platform"});
        Caller::new(self, Some(claims))
    }

    /// One of the platform's support agents.
    pub fn support_agent(&self) -> Caller<'_> {
        let claims = json!({
            "sub": "agent-7", "email": "agent@example.org", "email_verified": true, "scope": "staffroom/support",
        });
        Caller::new(self, Some(claims))
    }

    /// A new store under this catalog and plan, with an owner of its own.
    pub fn open(&self, catalog: &str, plan: &str) -> Shop<'_> {
        Shop::open(self, &Person::new("Olga Owner"), catalog, plan)
    }

    /// Every mail sent to an address, oldest first.
    pub(super) fn inbox(&self, address: &str) -> Vec<Mail> {
        // `to` spares reading everybody's mail; a stack that does not know it answers more, not less.
        let path = format!("/_local/inbox?to={}", escaped(address));
        let answer = self.anyone().with("accept", "application/json").get(&path).is(200);
        let messages = answer["messages"].as_array().expect("messages of the inbox");
        messages.iter().rev().map(Mail::read).filter(|mail| mail.is_for(address)).collect()
    }

    /// The mails that one address gets.
    pub fn mailbox(&self, address: &str) -> Mailbox<'_> {
        Mailbox::of(self, address, None)
    }

    /// Waits until every mail caused so far has been sent. Changes are mailed in order and batch after
    /// batch, so when the second of two mails, one caused after the other arrived, is here, all before are.
    pub fn let_mails_settle(&self) {
        for _ in 0..2 {
            let witness = Person::new("Witness");
            self.open("whatnot", "default")
                .owner()
                .invite(&witness.email, json!({"roles": ["seller"]}))
                .is(201);
            self.mailbox(&witness.email).next();
        }
    }

    /// Moves the time that all functions see.
    pub fn advance(&self, seconds: i64) {
        assert!(self.private, "the clock of a shared stack stays");
        self.anyone().post("/_local/clock", &json!({"advance_seconds": seconds})).ok();
        self.tokens.lock().unwrap().clear();
    }

    /// The next calls to a part (`ses`, `dynamodb`) fail with this error.
    pub fn break_part(&self, part: &str, next: u32, error: &str) {
        assert!(self.private, "the parts of a shared stack stay whole");
        self.anyone().post("/_local/faults", &json!({part: {"next": next, "error": error}})).ok();
    }

    /// What SES would report about a mail.
    pub fn feedback(&self, mail: &Mail, event: &str) {
        self.anyone().post("/_local/ses/feedback", &json!({"message_id": mail.id, "event": event})).ok();
    }

    /// Everything that the stack has printed, which holds its functions' logs.
    pub fn log(&self) -> String {
        fs::read_to_string(&self.log).expect("the stack's log")
    }

    pub(super) fn agent(&self) -> &ureq::Agent {
        &self.agent
    }

    /// Where this stack answers.
    pub fn url(&self, path: &str) -> String {
        format!("{}{path}", self.base)
    }

    /// A bearer token for these claims, from the stack's own issuer; made once per identity and clock.
    pub fn token(&self, claims: &Value) -> String {
        let key = claims.to_string();
        if let Some(token) = self.tokens.lock().unwrap().get(&key) {
            return token.clone();
        }
        let answer = self.anyone().post("/_local/tokens", claims).ok();
        let token = answer["access_token"].as_str().expect("an access token").to_owned();
        self.tokens.lock().unwrap().insert(key, token.clone());
        token
    }
}

impl Drop for Stack {
    fn drop(&mut self) {
        drop(self.process.stdin.take());
        let _ = self.process.wait();
        if !thread::panicking() {
            let _ = fs::remove_file(&self.log);
        }
    }
}

/// The binary under test: the one named, or the workspace's own, built first so that it is never a stale one.
static BINARY: LazyLock<PathBuf> = LazyLock::new(|| {
    if let Some(path) = env::var_os("STAFFROOM_LOCAL") {
        return path.into();
    }
    let status = Command::new(env!("CARGO"))
        .args(["build", "--quiet", "--package", "staffroom-local"])
        .current_dir(env!("CARGO_MANIFEST_DIR"))
        .status()
        .expect("cargo");
    assert!(status.success(), "the local stack does not build");
    let tests = env::current_exe().expect("the path of this test binary");
    tests.ancestors().nth(2).expect("the target folder").join("staffroom-local")
});

/// A short text that no other test, process or run has: letters and digits only, fit for every kind of name.
pub fn unique() -> String {
    static START: LazyLock<u128> = LazyLock::new(|| {
        SystemTime::now().duration_since(UNIX_EPOCH).expect("a clock past 1970").as_micros()
    });
    static COUNT: AtomicU64 = AtomicU64::new(0);
    format!("{:x}x{:x}", *START, COUNT.fetch_add(1, Ordering::Relaxed))
}

fn address_in(output: &str) -> Option<String> {
    let (_, rest) = output.split_once("http://127.0.0.1:")?;
    let digits = rest.find(|c: char| !c.is_ascii_digit())?;
    Some(format!("http://127.0.0.1:{}", &rest[..digits]))
}
