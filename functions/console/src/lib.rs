//! Serves the team page, the page to switch mails off, the files that all pages load, a page under a path that a mail
//! program changed, and the problems of paths and methods that no other route has. It reaches no table: the page asks the API
//! for what it shows, as the person who is signed in.

mod routes;

use lambda_http::http::Method;
use lambda_http::http::header::ACCEPT_ENCODING;
use lambda_http::request::RequestContext;
use lambda_http::{Body, Error, Request, RequestExt, Response};
use staffroom_pages::{Page, Settings, asset};
use staffroom_response::{method_not_allowed, not_found, without_body_for_head};

use crate::routes::MailedPage;

/// The state of the function, created once per cold start.
pub struct App {
    /// The team page.
    pub team: Page,
    /// The page on which the reader of a mail switches its kind off.
    pub unsubscribe: Page,
    /// The page that an invitation's link opens, for links that a mail program changed.
    pub join: Page,
}

impl App {
    /// Reads the environment variables that the template sets.
    ///
    /// # Errors
    /// Names the variable that is missing or wrong.
    pub fn from_env() -> Result<Self, Error> {
        let settings = Settings::from_lookup(|name| std::env::var(name).ok())?;
        Ok(Self {
            team: Page::team(&settings),
            unsubscribe: Page::unsubscribe(&settings),
            join: Page::join(&settings),
        })
    }
}

/// Answers a request: for a file where the route names one, with a problem where no route matches, and for the page otherwise.
///
/// # Errors
/// When the answer cannot be put into HTTP.
pub fn handle(app: &App, request: &Request) -> Result<Response<Body>, Error> {
    if is_unmatched(request) {
        let path = request.raw_http_path();
        // API Gateway has no routes for a prefix, so links that a mail program changed arrive here.
        if matches!(*request.method(), Method::GET | Method::HEAD)
            && let Some(page) = routes::mailed_page(path)
        {
            let page = match page {
                MailedPage::Join => &app.join,
                MailedPage::Team => &app.team,
                MailedPage::Unsubscribe => &app.unsubscribe,
            };
            return Ok(without_body_for_head(request, page.response()?));
        }
        return match routes::methods_of(path) {
            Some(methods) => method_not_allowed(request, &methods),
            None => not_found(request, "No call, page or file has this path."),
        };
    }
    let response = match request.path_parameters_ref().and_then(|path| path.first("asset")) {
        Some(name) => match asset(name, request.headers().get(ACCEPT_ENCODING))? {
            Some(asset) => asset,
            // Must not be cached: after a deployment the name may exist.
            None => return not_found(request, "The page may be of another version. Reload it."),
        },
        None if route(request).is_some_and(|route| route.ends_with(" /unsubscribe/{token}")) => {
            app.unsubscribe.response()?
        }
        None => app.team.response()?,
    };
    Ok(without_body_for_head(request, response))
}

/// Whether API Gateway found no other route.
fn is_unmatched(request: &Request) -> bool {
    route(request) == Some("$default")
}

/// The route as the template spells it. The page is chosen by it, as the path may hold a token.
fn route(request: &Request) -> Option<&str> {
    match request.request_context_ref() {
        Some(RequestContext::ApiGatewayV2(context)) => context.route_key.as_deref(),
        _ => None,
    }
}
