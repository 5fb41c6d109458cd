//! Content negotiation between pages for browsers and JSON for programs.

use axum::http::header::{ACCEPT, HeaderMap};

/// Whether the client prefers HTML to JSON, as browsers do and curl does not.
pub fn prefers_html(headers: &HeaderMap) -> bool {
    let accept = headers.get(ACCEPT).and_then(|accept| accept.to_str().ok()).unwrap_or_default();
    let quality_of = |media_type: &str| {
        accept.split(',').find_map(|range| {
            let mut parts = range.split(';').map(str::trim);
            (parts.next()? == media_type).then(|| {
                let quality = parts.find_map(|part| part.strip_prefix("q=")?.parse::<f32>().ok());
                quality.unwrap_or(1.0)
            })
        })
    };
    quality_of("text/html").is_some_and(|html| html > quality_of("application/json").unwrap_or_default())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn browsers_get_pages_and_programs_get_json() {
        for (accept, html) in [
            ("text/html,application/xhtml+xml,application/xml;q=0.9,*/*;q=0.8", true),
            ("*/*", false),
            ("application/json", false),
            ("application/json, text/html;q=0.5", false),
            ("text/html, application/json;q=0.9", true),
            ("", false),
        ] {
            let headers = HeaderMap::from_iter([(ACCEPT, accept.parse().expect("a header"))]);
            assert_eq!(prefers_html(&headers), html, "{accept}");
        }
    }
}
