//! Switches a kind of mail off by the address in its header `List-Unsubscribe` (RFC 8058), and on again.

use staffroom_api::{Answer, ApiError, Call, MailSubscriptionView, RequestError};
use staffroom_app::SetMailPreference;
use staffroom_domain::{Rejection, UnsubscribeToken, Unsubscription, Wish};

use crate::app::App;

/// The field of the form.
const FIELD: &str = "List-Unsubscribe";

pub(crate) async fn unsubscribe(app: &App, call: &Call) -> Result<Answer, ApiError> {
    let token: UnsubscribeToken = call.path("token").map_err(|_| Rejection::InvalidToken)?;
    // A forged token costs no read of the table.
    let Unsubscription { store, user, kind, at, locale: _ } =
        Unsubscription::open(&app.keys, &token).map_err(|_| Rejection::InvalidToken)?;
    let wish = match call.form_field(FIELD)?.as_deref() {
        Some("One-Click") => Wish::Unwanted,
        // The page's own, for a reader who changed their mind.
        Some("Undo") => Wish::Wanted,
        _ => return Err(RequestError::invalid(format!("/{FIELD}"), "must be One-Click or Undo").into()),
    };
    let set = SetMailPreference { store, user, kind, wish, told_at: at };
    let (store, wish) = app.api.execute(call, &set).await?;
    Ok(Answer::ok(&MailSubscriptionView::of(&store, kind, wish)))
}
