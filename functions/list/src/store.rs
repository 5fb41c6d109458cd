//! A store, and its catalog.

use staffroom_api::{Answer, ApiError, Call, CatalogView, StoreView};
use staffroom_app::{Audience, lists};

use crate::app::App;
use crate::view::{view_store, view_with};

pub(crate) async fn view(app: &App, call: &Call) -> Result<Answer, ApiError> {
    let id = call.store()?;
    // Boxed: the future is large.
    let more = Box::pin(lists::seats_and_metadata(&app.database, &id, call.now));
    let (store, (releasable, metadata)) = view_with(app, call, Audience::Members, None, more).await?;
    let view = StoreView::of(&store, releasable, &metadata);
    Ok(Answer::ok(&view).version(store.version))
}

pub(crate) async fn catalog(app: &App, call: &Call) -> Result<Answer, ApiError> {
    let asked = call.query_locale()?.or(call.locale());
    let store = view_store(app, call, Audience::Members).await?;
    let texts = lists::role_texts(&app.database, &store, |_| true).await?;
    Ok(Answer::ok(&CatalogView::of(&store, &texts, asked.unwrap_or(store.locale))))
}
