//! Serves the team page, and the files of both pages. It has no access to the table: the pages call the API
//! with the token of the signed-in person.

use lambda_http::http::header::ACCEPT_ENCODING;
use lambda_http::{Body, Error, Request, RequestExt, Response};
use staffroom_pages::{Page, Settings, asset};

/// The state of the function, created once per cold start.
pub struct App {
    /// The team page.
    pub team: Page,
}

impl App {
    /// Reads the environment variables that the template sets.
    ///
    /// # Errors
    /// Names the variable that is missing or wrong.
    pub fn from_env() -> Result<Self, Error> {
        let settings = Settings::from_lookup(|name| std::env::var(name).ok())?;
        Ok(Self { team: Page::team(&settings) })
    }
}

/// Answers a request with a file, if the route has one, or with the team page.
///
/// # Errors
/// When the answer cannot be put into HTTP.
pub fn handle(app: &App, request: &Request) -> Result<Response<Body>, Error> {
    match request.path_parameters_ref().and_then(|path| path.first("asset")) {
        Some(name) => asset(name, request.headers().get(ACCEPT_ENCODING)),
        None => app.team.response(),
    }
}
