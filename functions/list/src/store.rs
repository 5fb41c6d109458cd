//! A store, and its catalog.

use futures_util::future::try_join;
use staffroom_api::{Answer, ApiError, Call, CatalogView, Releasable, RequestError, StoreView};
use staffroom_app::{Audience, lists};
use staffroom_domain::Locale;

use crate::{App, view_store};

pub(crate) async fn view(app: &App, call: &Call) -> Result<Answer, ApiError> {
    let id = call.store()?;
    let releasable = async { Ok(lists::releasable_seats(&app.database, &id, call.now).await?) };
    let (store, releasable) = try_join(view_store(app, call, Audience::Members), releasable).await?;
    let view = StoreView::of(&store, Some(Releasable::count(&releasable)));
    Ok(Answer::ok(&view).version(store.version))
}

pub(crate) async fn catalog(app: &App, call: &Call) -> Result<Answer, ApiError> {
    let asked = match call.query("locale") {
        Some(tag) => {
            let detail = "is no language of this product";
            Some(Locale::parse(tag).ok_or_else(|| RequestError::invalid("locale", detail))?)
        }
        None => call.locale(),
    };
    let store = view_store(app, call, Audience::Members).await?;
    Ok(Answer::ok(&CatalogView::of(&store, asked.unwrap_or(store.locale))))
}
