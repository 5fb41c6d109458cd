//! An SES to which the stack forwards its mails (`--ses`), and which fails for some stores.

use std::collections::HashMap;
use std::io::{BufReader, Write as _};
use std::net::{TcpListener, TcpStream};
use std::sync::{Arc, Mutex};
use std::thread;

use super::fault::Kind;
use crate::database_proxy::{Latch, read_request};
use crate::support::{json, unique_id, wait_until};

pub struct MailServer {
    pub url: String,
    state: Arc<Mutex<State>>,
}

#[derive(Default)]
struct State {
    /// What happens to the first mail that mentions one of these names.
    faults: HashMap<String, Kind>,
    /// The names whose fault has happened.
    reached: Vec<String>,
    /// The bodies of the mails that were taken.
    taken: Vec<String>,
    /// Holds connections whose client is killed.
    latch: Arc<Latch>,
}

impl MailServer {
    pub fn start() -> Self {
        let listener = TcpListener::bind("127.0.0.1:0").expect("a free port");
        let url = format!("http://{}", listener.local_addr().expect("an address"));
        let state = Arc::<Mutex<State>>::default();
        let serving = state.clone();
        thread::spawn(move || {
            for connection in listener.incoming().flatten() {
                let state = serving.clone();
                thread::spawn(move || serve(&state, &connection));
            }
        });
        Self { url, state }
    }

    /// The next mail that mentions one of these names fails.
    pub fn fail(&self, kind: Kind, names: &[String]) {
        let mut state = self.state.lock().unwrap();
        state.faults = names.iter().map(|name| (name.clone(), kind)).collect();
        std::mem::take(&mut state.latch).open();
    }

    pub fn was_reached(&self, name: &str) -> bool {
        self.state.lock().unwrap().reached.iter().any(|reached| reached == name)
    }

    #[track_caller]
    pub fn wait_until_reached(&self, names: &[String]) {
        wait_until(|| names.iter().all(|name| self.was_reached(name)).then_some(())).expect("mails of all");
    }

    /// How many mails were taken that mention this name.
    pub fn taken(&self, name: &str) -> usize {
        self.state.lock().unwrap().taken.iter().filter(|mail| mail.contains(name)).count()
    }
}

/// Answers the requests of a connection. `None` when it ends.
fn serve(state: &Mutex<State>, connection: &TcpStream) -> Option<()> {
    let mut reader = BufReader::new(connection);
    loop {
        let (_, mail) = read_request(&mut reader)?;
        let mail = mail.to_string();
        let (kind, latch) = {
            let mut state = state.lock().unwrap();
            let name = state.faults.keys().find(|name| mail.contains(name.as_str())).cloned();
            let kind = name.as_ref().and_then(|name| state.faults.remove(name)).unwrap_or(Kind::None);
            if !matches!(kind, Kind::Throttled | Kind::KilledBefore) {
                state.taken.push(mail);
            }
            state.reached.extend(name);
            (kind, state.latch.clone())
        };
        let (status, error, body) = match kind {
            Kind::Throttled => {
                ("429 ", "TooManyRequestsException", json!({"message": "throttled by the test"}))
            }
            Kind::CutOff => return None,
            Kind::KilledBefore | Kind::KilledAfter => {
                latch.wait();
                return None;
            }
            Kind::None | Kind::TimedOut | Kind::CutOffOnce => {
                ("200 ", "none", json!({"MessageId": unique_id()}))
            }
        };
        let body = body.to_string();
        let head = format!(
            "HTTP/1.1 {status}\r\ncontent-type: application/json\r\nx-amzn-errortype: {error}\r\ncontent-length: {}\r\n\r\n",
            body.len()
        );
        let mut writer = connection;
        writer.write_all(format!("{head}{body}").as_bytes()).ok()?;
    }
}
