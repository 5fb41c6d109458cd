//! Shows, accepts, declines and renews invitations, by the token of their link or by their verified address. Switches mails off by
//! the token in them.

mod join;
mod lookup;
mod own;
mod unsubscribe;

use lambda_http::http::Method;
use lambda_http::{Body, Error, Request, Response};
use staffroom_api::{RequestError, serve_with_public};
use staffroom_domain::{LinkClaims, LinkKeys, Rejection};
use staffroom_pages::{Page, Settings};
use staffroom_response::without_body_for_head;
use staffroom_table::Table;

/// The state of the function, created once per cold start.
pub struct App {
    /// The database, the clock and the metrics.
    pub api: staffroom_api::App<Table>,
    /// The keys that links are signed with.
    pub keys: LinkKeys,
    /// The page that a link opens.
    pub join: Page,
}

impl App {
    /// Reads the environment variables that Lambda and the template set.
    ///
    /// # Errors
    /// Names the variable that is missing or wrong.
    pub async fn from_lookup(lookup: impl Fn(&str) -> Option<String> + Copy) -> Result<Self, Error> {
        let (table, keys) =
            tokio::join!(Table::from_lookup(lookup), staffroom_aws::secret("LINK_KEYS", lookup));
        let keys = LinkKeys::parse(&keys?).ok_or("LINK_KEYS has no valid keys")?;
        let api = staffroom_api::App::from_lookup(table?, lookup)?;
        Ok(Self { api, keys, join: Page::join(&Settings::from_lookup(lookup)?) })
    }

    /// Verifies the token of a link. A forged one costs no read of the table.
    fn verify(&self, token: &str) -> Result<LinkClaims, Rejection> {
        self.keys.open(token).map_err(|_| Rejection::InvalidToken)
    }
}

/// The routes for a person who has a link or a mail and is not signed in.
const PUBLIC: [&str; 4] = [
    "POST /invitations/lookup",
    "POST /invitations/decline",
    "POST /invitations/renew",
    "POST /unsubscribe/{token}",
];

/// Answers a request.
///
/// # Errors
/// When the answer cannot be put into HTTP.
pub async fn handle(app: &App, request: Request) -> Result<Response<Body>, Error> {
    // The page, `GET /join`: every other route here is a POST.
    if matches!(*request.method(), Method::GET | Method::HEAD) {
        return Ok(without_body_for_head(&request, app.join.response()?));
    }
    serve_with_public(&app.api, &PUBLIC, request, async |call| match call.route() {
        "POST /invitations/lookup" => lookup::look_up(app, call).await,
        "POST /invitations/accept" => join::accept(app, call).await,
        "POST /invitations/decline" => join::decline(app, call).await,
        "POST /invitations/renew" => join::renew(app, call).await,
        "POST /me/invitations/{invitation}/accept" => own::accept(app, call).await,
        "POST /me/invitations/{invitation}/decline" => own::decline(app, call).await,
        "POST /unsubscribe/{token}" => unsubscribe::unsubscribe(app, call).await,
        _ => Err(RequestError::NotFound.into()),
    })
    .await
}
