use lambda_http::http::{HeaderValue, header};
use lambda_http::{Body, Error, Response};
use staffroom_response::closed;

/// A file that pages load.
struct Asset {
    /// The name, with the hash of the content in it.
    name: &'static str,
    content_type: &'static str,
    identity: &'static [u8],
    br: &'static [u8],
}

include!(concat!(env!("OUT_DIR"), "/assets.rs"));

/// The file of that name, compressed if the browser accepts it; `None` where there is none. A name changes with its content,
/// so the response can be cached forever.
///
/// # Errors
/// When the response cannot be built.
pub fn asset(name: &str, accept_encoding: Option<&HeaderValue>) -> Result<Option<Response<Body>>, Error> {
    let Some(asset) = ASSETS.iter().find(|asset| asset.name == name) else { return Ok(None) };
    let response = closed(Response::builder())
        .header(header::CONTENT_TYPE, asset.content_type)
        .header(header::CACHE_CONTROL, "public, max-age=31536000, immutable")
        .header(header::VARY, "accept-encoding");
    Ok(Some(if accepts_brotli(accept_encoding) {
        response.header(header::CONTENT_ENCODING, "br").body(Body::Binary(asset.br.to_vec()))?
    } else {
        response.body(Body::Binary(asset.identity.to_vec()))?
    }))
}

/// Whether `br` is accepted with a weight above zero (RFC 9110, section 12.5.3).
fn accepts_brotli(accept_encoding: Option<&HeaderValue>) -> bool {
    let Some(accepted) = accept_encoding.and_then(|value| value.to_str().ok()) else { return false };
    accepted.split(',').any(|coding| {
        let (name, weight) = coding.split_once(';').unwrap_or((coding, ""));
        let weight = weight.trim().to_ascii_lowercase();
        let refused =
            weight.strip_prefix("q=").is_some_and(|q| q.trim().parse::<f32>().is_ok_and(|q| q <= 0.0));
        name.trim().eq_ignore_ascii_case("br") && !refused
    })
}
