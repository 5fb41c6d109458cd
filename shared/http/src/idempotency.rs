use sha2::{Digest, Sha256};
use staffroom_domain::{Refusal, StoreId, Timestamp};
use staffroom_table::{Change, Key, Remembered, Requested, Snapshot, keys};

use crate::answer::Answer;
use crate::call::Call;
use crate::problem::Failure;

/// A request that came with an `Idempotency-Key`: it is carried out once, and answered the same for a day.
///
/// Source: draft-ietf-httpapi-idempotency-key-header-07.
pub struct Request<'a> {
    requested: Requested,
    call: &'a Call,
}

impl<'a> Request<'a> {
    /// The request, if it came with a key.
    ///
    /// # Errors
    /// When the key is not 1 to 255 visible ASCII characters.
    pub fn of(call: &'a Call, store: &StoreId) -> Result<Option<Self>, Refusal> {
        let Some(key) = call.header("idempotency-key") else { return Ok(None) };
        if !(1..=255).contains(&key.len()) || !key.bytes().all(|b| b.is_ascii_graphic() || b == b' ') {
            return Err(Refusal::invalid("Idempotency-Key", "must be 1 to 255 visible ASCII characters"));
        }
        // Per caller, so that nobody is answered what somebody else asked.
        let hash = digest(&[call.caller()?.user.as_str().as_bytes(), key.as_bytes()]);
        let fingerprint = digest(&[call.route().as_bytes(), call.bytes()]);
        Ok(Some(Self { requested: Requested { key: keys::request(store, &hash), fingerprint }, call }))
    }

    /// Where it is remembered.
    #[must_use]
    pub fn key(&self) -> Key {
        self.requested.key.clone()
    }

    /// What it was answered before, if it was.
    ///
    /// # Errors
    /// When the key came with another request, or this one is still being carried out.
    pub fn answered(&self, snapshot: &Snapshot) -> Result<Option<Answer>, Failure> {
        let Some(known) = snapshot.remembered(&self.requested, self.call.now)? else { return Ok(None) };
        if known.fingerprint != self.requested.fingerprint {
            return Err(Refusal::IdempotencyKeyReused.into());
        }
        if known.is_unfinished(self.call.now) {
            return Ok(None);
        }
        let answer = known.answer.ok_or(Refusal::IdempotencyKeyInUse)?;
        serde_json::from_str(&answer).map(Some).map_err(|e| Failure::Fault(e.to_string()))
    }

    /// When the request was first begun, if it was given up half-way: what was done since by the same caller
    /// was this request's doing.
    ///
    /// # Errors
    /// When the item is corrupt.
    pub fn begun(&self, snapshot: &Snapshot) -> Result<Option<Timestamp>, Failure> {
        let known = snapshot.remembered(&self.requested, self.call.now)?;
        Ok(known.filter(|known| known.is_unfinished(self.call.now)).map(|known| known.at))
    }

    /// What is to be remembered of a request that was given up half-way, begun at `at`.
    #[must_use]
    pub fn given_up(&self, at: Timestamp) -> Remembered {
        Remembered { at, given_up: true, ..self.remembered(None) }
    }

    /// Remembers the answer, or that there is none yet, in the transaction that carries the request out.
    ///
    /// # Errors
    /// When it does not fit an item.
    pub fn remember(&self, change: &mut Change, answer: Option<&Answer>) -> Result<(), Failure> {
        Ok(change.remember(&self.requested.key, &self.remembered(answer))?)
    }

    /// What is to be remembered.
    #[must_use]
    pub fn remembered(&self, answer: Option<&Answer>) -> Remembered {
        Remembered {
            fingerprint: self.requested.fingerprint.clone(),
            at: self.call.now,
            answer: answer.and_then(|answer| serde_json::to_string(answer).ok()),
            given_up: false,
        }
    }
}

fn digest(parts: &[&[u8]]) -> String {
    use std::fmt::Write as _;
    let mut hash = Sha256::new();
    for part in parts {
        hash.update(part);
        hash.update([0]);
    }
    hash.finalize().iter().fold(String::new(), |mut hex, byte| {
        // Writing to a String cannot fail.
        let _ = write!(hex, "{byte:02x}");
        hex
    })
}
