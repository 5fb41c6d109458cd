//! A store, and its catalog.

use staffroom_api::{Answer, ApiError, Call, CatalogView, StoreView};
use staffroom_app::{Audience, lists};

use crate::app::App;
use crate::view::{view_store, view_with};

pub(crate) async fn view(app: &App, call: &Call) -> Result<Answer, ApiError> {
    let id = call.store()?;
    let releasable = lists::count_releasable_seats(&app.database, &id, call.now);
    let (store, releasable) = view_with(app, call, Audience::Members, releasable).await?;
    let view = StoreView::of(&store, releasable);
    Ok(Answer::ok(&view).version(store.version))
}

pub(crate) async fn catalog(app: &App, call: &Call) -> Result<Answer, ApiError> {
    let asked = call.query_locale()?.or(call.locale());
    let store = view_store(app, call, Audience::Members).await?;
    let texts = lists::role_texts(&app.database, &store, |_| true).await?;
    Ok(Answer::ok(&CatalogView::of(&store, &texts, asked.unwrap_or(store.locale))))
}
