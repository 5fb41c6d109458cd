//! Serves the team page, and the files that all pages load. It reaches no table: whatever the page shows, it asks
//! the API for, as whoever is signed in.

use lambda_http::http::header::ACCEPT_ENCODING;
use lambda_http::{Body, Error, Request, RequestExt, Response};
use staffroom_pages::{Page, Settings, asset};

/// What the function works with, made once per cold start.
pub struct App {
    /// The team page.
    pub team: Page,
}

impl App {
    /// Reads what the template set.
    ///
    /// # Errors
    /// Names the variable that is missing or wrong.
    pub fn from_env() -> Result<Self, Error> {
        let settings = Settings::from_lookup(|name| std::env::var(name).ok())?;
        Ok(Self { team: Page::team(&settings) })
    }
}

/// Answers a request: for a file where the route names one, and for the page otherwise.
///
/// # Errors
/// When the answer cannot be put into HTTP.
pub fn handle(app: &App, request: &Request) -> Result<Response<Body>, Error> {
    match request.path_parameters_ref().and_then(|path| path.first("asset")) {
        Some(name) => asset(name, request.headers().get(ACCEPT_ENCODING)),
        None => app.team.response(),
    }
}
