use lambda_http::http::{HeaderValue, StatusCode, header};
use lambda_http::{Body, Error, Response};

/// A file that pages load.
struct Asset {
    /// Its own name with its content's hash in it.
    name: &'static str,
    content_type: &'static str,
    identity: &'static [u8],
    br: &'static [u8],
}

include!(concat!(env!("OUT_DIR"), "/assets.rs"));

/// The file of that name, compressed where the browser takes it so. A name changes with its content, so a copy is
/// good for as long as anybody keeps it.
///
/// # Errors
/// When the answer cannot be put into HTTP.
pub fn asset(name: &str, accept_encoding: Option<&HeaderValue>) -> Result<Response<Body>, Error> {
    let Some(asset) = ASSETS.iter().find(|asset| asset.name == name) else { return not_found() };
    let response = Response::builder()
        .header(header::CONTENT_TYPE, asset.content_type)
        .header(header::CACHE_CONTROL, "public, max-age=31536000, immutable")
        .header(header::VARY, "accept-encoding")
        .header(header::X_CONTENT_TYPE_OPTIONS, "nosniff");
    Ok(if takes_brotli(accept_encoding) {
        response.header(header::CONTENT_ENCODING, "br").body(Body::Binary(asset.br.to_vec()))?
    } else {
        response.body(Body::Binary(asset.identity.to_vec()))?
    })
}

/// Not for keeping: after a deployment the name may be there.
fn not_found() -> Result<Response<Body>, Error> {
    let problem = r#"{"type":"urn:staffroom:problem:not_found","title":"There is no such thing","status":404,"code":"not_found","detail":"the page may be of another version; load it again"}"#;
    Ok(Response::builder()
        .status(StatusCode::NOT_FOUND)
        .header(header::CONTENT_TYPE, "application/problem+json")
        .header(header::CACHE_CONTROL, "no-store")
        .body(Body::Text(problem.to_owned()))?)
}

/// Whether `br` is among what is accepted, and not with the weight zero (RFC 9110, section 12.5.3).
fn takes_brotli(accept_encoding: Option<&HeaderValue>) -> bool {
    let Some(accepted) = accept_encoding.and_then(|value| value.to_str().ok()) else { return false };
    accepted.split(',').any(|coding| {
        let (name, weight) = coding.split_once(';').unwrap_or((coding, ""));
        let weight = weight.trim().to_ascii_lowercase();
        let refused =
            weight.strip_prefix("q=").is_some_and(|q| q.trim().parse::<f32>().is_ok_and(|q| q <= 0.0));
        name.trim().eq_ignore_ascii_case("br") && !refused
    })
}
