use std::fmt::Write as _;

use lambda_http::http::Uri;
use sha2::{Digest, Sha256};
use staffroom_app::{IdempotencyKey, IdempotencyScope, Key};
use staffroom_domain::{UserId, bounds};

use crate::error::RequestError;

/// The parts of a request that distinguish it from others.
pub(crate) struct Fingerprint<'a> {
    /// The route, method included.
    pub(crate) route: &'a str,
    /// The path and query.
    pub(crate) uri: &'a Uri,
    /// The body as it was sent.
    pub(crate) body: &'a [u8],
}

/// The idempotency key of the header's value.
///
/// The stored key is a hash that includes the caller's id, so that no caller gets the answer of another.
/// Requests without a caller are distinguished by their content.
pub(crate) fn key(
    value: &[u8],
    scope: IdempotencyScope,
    user: Option<&UserId>,
    request: &Fingerprint<'_>,
) -> Result<IdempotencyKey, RequestError> {
    if !(1..=bounds::IDEMPOTENCY_KEY_BYTES).contains(&value.len())
        || !value.iter().all(|b| b.is_ascii_graphic() || *b == b' ')
    {
        return Err(RequestError::invalid("Idempotency-Key", "must be 1 to 255 visible ASCII characters"));
    }
    // The gateway joins the values of a header that is sent twice.
    if value.contains(&b',') {
        return Err(sent_twice());
    }
    let query = request.uri.query().unwrap_or_default();
    let parts = [request.route.as_bytes(), request.uri.path().as_bytes(), query.as_bytes(), request.body];
    let fingerprint = digest(&parts);
    let hash = match user {
        Some(user) => digest(&[user.as_str().as_bytes(), value]),
        None => digest(&[b"", fingerprint.as_bytes(), value]),
    };
    Ok(IdempotencyKey { key: Key::Idempotency(scope, hash), fingerprint })
}

/// The error of a request with two keys.
pub(crate) fn sent_twice() -> RequestError {
    RequestError::invalid("Idempotency-Key", "must be given once, and without a comma")
}

/// A hash of several texts. The length of each is hashed as well, so that their boundaries count.
pub(crate) fn digest(parts: &[&[u8]]) -> String {
    let mut hash = Sha256::new();
    for part in parts {
        hash.update(part.len().to_be_bytes());
        hash.update(part);
    }
    hash.finalize().iter().fold(String::new(), |mut hex, byte| {
        // Writing to a String cannot fail.
        let _ = write!(hex, "{byte:02x}");
        hex
    })
}

#[cfg(test)]
mod tests {
    use staffroom_app::{IdempotencyKey, IdempotencyScope};

    use super::{Fingerprint, key};
    use crate::error::RequestError;

    fn of(
        value: &[u8],
        user: Option<&str>,
        route: &str,
        uri: &str,
        body: &[u8],
    ) -> Result<IdempotencyKey, RequestError> {
        let scope = IdempotencyScope::Store("demo".parse().unwrap());
        let user = user.map(|user| user.parse().unwrap());
        key(value, scope, user.as_ref(), &Fingerprint { route, uri: &uri.parse().unwrap(), body })
    }

    #[test]
    fn a_key_is_its_callers_own_and_a_fingerprint_its_requests() {
        let base = of(b"k", Some("ana"), "PUT /a", "/a", b"{}").unwrap();
        let other_caller = of(b"k", Some("bea"), "PUT /a", "/a", b"{}").unwrap();
        assert_ne!(base.key, other_caller.key);
        assert_eq!(base.fingerprint, other_caller.fingerprint);
        for (route, uri, body) in [
            ("DELETE /a", "/a", &b"{}"[..]),
            ("PUT /a", "/b", b"{}"),
            ("PUT /a", "/a?replace_with=b", b"{}"),
            ("PUT /a", "/a", b"{ }"),
        ] {
            let other = of(b"k", Some("ana"), route, uri, body).unwrap();
            assert_eq!(base.key, other.key);
            assert_ne!(base.fingerprint, other.fingerprint, "{route} {uri}");
        }
    }

    #[test]
    fn callers_who_are_not_signed_in_do_not_meet() {
        let ana = of(b"1", None, "POST /invitations/decline", "/invitations/decline", b"{\"token\":\"a\"}")
            .unwrap();
        let bea = of(b"1", None, "POST /invitations/decline", "/invitations/decline", b"{\"token\":\"b\"}")
            .unwrap();
        assert_ne!(ana.key, bea.key);
    }

    #[test]
    fn what_is_no_key_is_refused() {
        for value in [&b""[..], b"a\nb", b"\xff", &[b'k'; 256], b"a, b", b"a,b"] {
            assert!(of(value, Some("ana"), "PUT /a", "/a", b"").is_err(), "{value:?}");
        }
        assert!(of(&[b'k'; 255], Some("ana"), "PUT /a", "/a", b"").is_ok());
    }
}
