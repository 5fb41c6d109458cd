use std::fmt::Write as _;

use lambda_http::http::header;
use lambda_http::{Body, Error, Response};
use staffroom_response::secured;

use crate::settings::Settings;

include!(concat!(env!("OUT_DIR"), "/markup.rs"));

/// A page with the settings of this deployment. It is made once per cold start.
#[derive(Debug, Clone)]
pub struct Page {
    markup: String,
    content_security_policy: String,
}

impl Page {
    /// The page that the link of an invitation opens.
    #[must_use]
    pub fn join(settings: &Settings) -> Self {
        Self::new(JOIN, settings)
    }

    /// The page to manage the team of a store.
    #[must_use]
    pub fn team(settings: &Settings) -> Self {
        Self::new(TEAM, settings)
    }

    /// The page on which the reader of a mail switches its kind off.
    #[must_use]
    pub fn unsubscribe(settings: &Settings) -> Self {
        Self::new(UNSUBSCRIBE, settings)
    }

    fn new(template: &str, settings: &Settings) -> Self {
        let mut attributes = String::new();
        for (name, value) in settings.attributes() {
            // Writing to a String never fails.
            let _ = write!(attributes, " data-{name}=\"{}\"", escaped(&value));
        }
        let origins = settings.sign_in_origins().join(" ");
        Self {
            markup: template.replace(" {{settings}}", &attributes),
            content_security_policy: format!(
                "default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self' data:; \
                 connect-src 'self' {origins}; base-uri 'none'; form-action 'none'; frame-ancestors 'none'"
            ),
        }
    }

    /// The page as an HTTP response. Browsers revalidate it each time, because it links to the files of this version.
    ///
    /// # Errors
    /// When a header cannot hold its value.
    pub fn response(&self) -> Result<Response<Body>, Error> {
        Ok(secured(Response::builder())
            .header(header::CONTENT_TYPE, "text/html; charset=utf-8")
            .header(header::CACHE_CONTROL, "no-cache")
            .header(header::CONTENT_SECURITY_POLICY, &self.content_security_policy)
            .header("permissions-policy", "camera=(), geolocation=(), microphone=(), payment=(), usb=()")
            .header("cross-origin-opener-policy", "same-origin")
            .body(Body::Text(self.markup.clone()))?)
    }
}

/// A text, escaped for an attribute in double quotes.
fn escaped(text: &str) -> String {
    text.replace('&', "&amp;").replace('"', "&quot;").replace('<', "&lt;")
}
