//! Forms, which mail programs send instead of JSON (RFC 8058).

use lambda_http::http::HeaderMap;
use lambda_http::http::header::CONTENT_TYPE;
use staffroom_domain::bounds;

use crate::error::RequestError;

/// How a form must be sent.
const FORM: &str = "`application/x-www-form-urlencoded` or `multipart/form-data`";

/// The value of a field of a form: `application/x-www-form-urlencoded` or `multipart/form-data` (RFC 7578). `None` if the form
/// lacks it.
///
/// # Errors
/// [`RequestError::PayloadTooLarge`], [`RequestError::UnsupportedMediaType`].
pub(crate) fn field(headers: &HeaderMap, bytes: &[u8], name: &str) -> Result<Option<String>, RequestError> {
    if bytes.len() > bounds::FORM_BYTES {
        return Err(RequestError::PayloadTooLarge { limit: bounds::FORM_BYTES });
    }
    let content_type = headers.get(CONTENT_TYPE).and_then(|value| value.to_str().ok()).unwrap_or_default();
    let (media_type, parameters) = content_type.split_once(';').unwrap_or((content_type, ""));
    match media_type.trim().to_ascii_lowercase().as_str() {
        "application/x-www-form-urlencoded" => {
            let fields: Vec<(String, String)> = serde_urlencoded::from_bytes(bytes).unwrap_or_default();
            Ok(fields.into_iter().find(|(known, _)| known == name).map(|(_, value)| value))
        }
        "multipart/form-data" => Ok(part(&String::from_utf8_lossy(bytes), parameters, name)),
        _ => Err(RequestError::UnsupportedMediaType { accepted: FORM }),
    }
}

/// The value of a field of a multipart form whose content type has these parameters.
fn part(form: &str, parameters: &str, name: &str) -> Option<String> {
    let boundary = parameters.split(';').find_map(|parameter| parameter.trim().strip_prefix("boundary="))?;
    let boundary = format!("--{}", boundary.trim_matches('"'));
    let field = format!("name=\"{name}\"");
    form.split(boundary.as_str()).find_map(|part| {
        let (head, value) = part.split_once("\r\n\r\n")?;
        let is_field = head.split([';', '\r', '\n']).any(|parameter| parameter.trim() == field);
        is_field.then(|| value.strip_suffix("\r\n").unwrap_or(value).to_owned())
    })
}

#[cfg(test)]
mod tests {
    use lambda_http::http::HeaderMap;
    use lambda_http::http::header::CONTENT_TYPE;

    use super::{FORM, field};
    use crate::error::RequestError;

    fn read(content_type: &str, body: &str) -> Result<Option<String>, RequestError> {
        let headers = HeaderMap::from_iter([(CONTENT_TYPE, content_type.parse().unwrap())]);
        field(&headers, body.as_bytes(), "List-Unsubscribe")
    }

    #[test]
    fn both_kinds_of_form_are_read() {
        let click = Ok(Some("One-Click".to_owned()));
        assert_eq!(read("application/x-www-form-urlencoded", "a=b&List-Unsubscribe=One-Click"), click);
        assert_eq!(
            read("Application/X-WWW-Form-Urlencoded; charset=utf-8", "List-Unsubscribe=One%2DClick"),
            click
        );
        let form =
            "--x\r\nContent-Disposition: form-data; name=\"List-Unsubscribe\"\r\n\r\nOne-Click\r\n--x--\r\n";
        assert_eq!(read("multipart/form-data; boundary=\"x\"", form), click);
        assert_eq!(read("multipart/form-data", form), Ok(None));
        assert_eq!(read("application/x-www-form-urlencoded", "unsubscribe=1&%zz"), Ok(None));
    }

    #[test]
    fn other_bodies_are_refused() {
        assert_eq!(
            read("application/json", "{}"),
            Err(RequestError::UnsupportedMediaType { accepted: FORM })
        );
        let long = "a".repeat(20_000);
        let refused = read("application/x-www-form-urlencoded", &long);
        assert!(matches!(refused, Err(RequestError::PayloadTooLarge { .. })));
    }
}
