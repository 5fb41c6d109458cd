//! The position in an export: the end of a page. It has a hash of the person, and the export of another one rejects it.

use base64::Engine;
use base64::engine::general_purpose::URL_SAFE_NO_PAD;
use serde::{Deserialize, Serialize};
use staffroom_app::{ExportPosition, PersonRequest};

use crate::error::RequestError;
use crate::idempotency::digest;

/// The longest cursor, in characters. The longest position has a store, a user id and a hash.
const CHARACTERS: usize = 2_000;

#[derive(Serialize, Deserialize)]
struct Parts {
    of: String,
    at: ExportPosition,
}

/// The cursor of a position.
#[must_use]
pub fn export_cursor(person: &PersonRequest, at: ExportPosition) -> Option<String> {
    let json = serde_json::to_string(&Parts { of: hash_of(person), at }).ok()?;
    Some(URL_SAFE_NO_PAD.encode(json))
}

/// The position of a cursor.
///
/// # Errors
/// If it is not a cursor of the export of this person.
pub fn export_position(person: &PersonRequest, text: &str) -> Result<ExportPosition, RequestError> {
    let read = || {
        let bytes = URL_SAFE_NO_PAD.decode(text).ok().filter(|_| text.len() <= CHARACTERS)?;
        let parts: Parts = serde_json::from_slice(&bytes).ok()?;
        (parts.of == hash_of(person)).then_some(parts.at)
    };
    read().ok_or_else(|| RequestError::invalid("/cursor", "must be the `next_cursor` of the previous page"))
}

fn hash_of(person: &PersonRequest) -> String {
    let parts: [&[u8]; 2] = match person {
        PersonRequest::User(user) => [b"user", user.as_str().as_bytes()],
        PersonRequest::Address(address) => [b"address", address.normalised().as_bytes()],
    };
    digest(&parts).chars().take(16).collect()
}

#[cfg(test)]
mod tests {
    use staffroom_app::{ExportPosition, PersonRequest};

    use super::{export_cursor, export_position};

    #[test]
    fn a_cursor_is_one_of_its_person() {
        let kim = PersonRequest::User("kim".parse().unwrap());
        let lou = PersonRequest::User("lou".parse().unwrap());
        let at = ExportPosition::Outside { skip: 3 };
        let cursor = export_cursor(&kim, at.clone()).unwrap();
        assert_eq!(export_position(&kim, &cursor).unwrap(), at);
        assert!(export_position(&lou, &cursor).is_err());
        assert!(export_position(&kim, "").is_err() && export_position(&kim, "!").is_err());
    }
}
