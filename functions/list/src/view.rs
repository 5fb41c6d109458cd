//! The store of a call, for a caller who may look at it.

use std::pin::Pin;

use staffroom_api::{ApiError, Call, Cursor};
use staffroom_app::{Audience, Fault, ViewStore};
use staffroom_domain::Store;

use crate::app::App;

/// The store that the path names, for a caller who may look at it, with what is read after that: nothing is read for a caller
/// who may not look, or for a cursor that is not of this store.
///
/// Boxed: the future of a page is large.
pub(crate) fn view_with<T>(
    app: &App,
    call: &Call,
    audience: Audience,
    cursor: Option<&Cursor>,
    read: impl Future<Output = Result<T, Fault>>,
) -> Pin<Box<impl Future<Output = Result<(Store, T), ApiError>>>> {
    Box::pin(async move {
        let store = view_store(app, call, audience).await?;
        call.require_cursor_of(&store, cursor)?;
        Ok((store, read.await?))
    })
}

/// The store in the path, if the caller may view it.
pub(crate) async fn view_store(app: &App, call: &Call, audience: Audience) -> Result<Store, ApiError> {
    let view = ViewStore { caller: call.caller()?.clone(), store: call.store()?, audience };
    app.execute(call, &view).await
}
