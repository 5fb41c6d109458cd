//! `GET /.well-known/authzen-configuration`: the addresses of the AuthZEN Authorization API 1.0.

use staffroom_api::authzen::MetadataView;
use staffroom_api::{Answer, Call};

use crate::app::App;

/// How long anyone may keep the document, in seconds: an hour. It changes only with the address of the API.
const MAX_AGE: u32 = 3600;

pub(crate) fn metadata(app: &App, call: &Call) -> Answer {
    let base = app.public_url.clone().unwrap_or_else(|| call.base_url());
    Answer::ok(&MetadataView::at(&base)).cached_for(MAX_AGE)
}
