use lambda_http::http::HeaderMap;
use lambda_http::http::header::{HeaderName, IF_MATCH, IF_NONE_MATCH};
use staffroom_app::Precondition;

use crate::error::RequestError;

/// The precondition in `If-Match` and `If-None-Match` (RFC 9110, section 13.1).
pub(crate) fn read(headers: &HeaderMap) -> Result<Precondition, RequestError> {
    match (value(headers, &IF_MATCH), value(headers, &IF_NONE_MATCH)) {
        (None, None) => Ok(Precondition::None),
        (Some(tags), None) if tags.trim() == "*" => Ok(Precondition::Exists),
        (Some(tags), None) => Ok(Precondition::Versions(tags.split(',').filter_map(version).collect())),
        (None, Some(tags)) if tags.trim() == "*" => Ok(Precondition::Absent),
        (None, Some(_)) => Err(RequestError::invalid("If-None-Match", "must be *")),
        (Some(_), Some(_)) => Err(RequestError::invalid("If-None-Match", "cannot be combined with If-Match")),
    }
}

/// The joined values of a header. Invalid text matches no version.
fn value(headers: &HeaderMap, name: &HeaderName) -> Option<String> {
    let values: Vec<&str> = headers.get_all(name).iter().map(|value| value.to_str().unwrap_or("?")).collect();
    (!values.is_empty()).then(|| values.join(","))
}

/// The version in an entity tag of [`crate::Answer::version`]; `None` for any other tag.
fn version(tag: &str) -> Option<u64> {
    let digits = tag.trim().strip_prefix('"')?.strip_suffix('"')?;
    digits.parse().ok().filter(|version: &u64| version.to_string() == digits)
}

#[cfg(test)]
mod tests {
    use lambda_http::http::HeaderMap;
    use staffroom_app::Precondition;

    use super::read;

    fn headers(lines: &[(&'static str, &str)]) -> HeaderMap {
        let mut headers = HeaderMap::new();
        for (name, value) in lines {
            headers.append(*name, value.parse().unwrap());
        }
        headers
    }

    #[test]
    fn both_headers_are_read() {
        let versions = |versions: &[u64]| Precondition::Versions(versions.to_vec());
        for (lines, expected) in [
            (&[][..], Precondition::None),
            (&[("if-match", "*")], Precondition::Exists),
            (&[("if-match", "\"3\"")], versions(&[3])),
            (&[("if-match", "\"3\", \"18446744073709551615\"")], versions(&[3, u64::MAX])),
            (&[("if-match", "\"3\""), ("if-match", "\"4\"")], versions(&[3, 4])),
            (&[("if-none-match", " * ")], Precondition::Absent),
        ] {
            assert_eq!(read(&headers(lines)), Ok(expected), "{lines:?}");
        }
    }

    #[test]
    fn a_tag_that_is_none_of_ours_matches_no_version() {
        for tags in
            ["", "3", "\"03\"", "\"+3\"", "W/\"3\"", "\"unheard-of\"", "\"3", "\"18446744073709551616\""]
        {
            let precondition = read(&headers(&[("if-match", tags)])).unwrap();
            assert_eq!(precondition, Precondition::Versions(vec![]), "{tags:?}");
            assert!(precondition.check(Some(3)).is_err());
        }
    }

    #[test]
    fn a_condition_that_cannot_be_checked_is_refused() {
        assert!(read(&headers(&[("if-none-match", "\"3\"")])).is_err());
        assert!(read(&headers(&[("if-match", "\"3\""), ("if-none-match", "*")])).is_err());
    }
}
