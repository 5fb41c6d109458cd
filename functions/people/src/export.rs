//! What is kept of a person.

use staffroom_api::{Answer, ApiError, Call, ExportBody, ExportView, export_cursor, export_position};
use staffroom_app::Export;

use crate::app::App;

pub(crate) async fn export(app: &App, call: &Call) -> Result<Answer, ApiError> {
    call.caller()?.require_platform()?;
    let body: ExportBody = call.body()?;
    let (person, stores) = body.read()?;
    let after = body.cursor.as_deref().map(|text| export_position(&person, text)).transpose()?;
    let export = Export { person: person.clone(), stores, after, limit: body.limit()? };
    let page = Box::pin(staffroom_app::export(&app.api.database, &export)).await?;
    let next = page.next.clone().and_then(|at| export_cursor(&person, at));
    Ok(Answer::ok(&ExportView::of(&page, next)))
}
