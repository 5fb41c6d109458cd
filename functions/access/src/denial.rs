//! What both ways to check access share: the text of a denial, and the record that a member was active.

use std::collections::BTreeSet;

use futures_util::future::join_all;
use staffroom_api::Call;
use staffroom_app::{Access, AccessDecision, record_activity};
use staffroom_domain::Locale;
use staffroom_text::{FluentArgs, messages};

use crate::app::App;

/// Why access is denied, in the language that the caller asked for, or else the person's; `None` if it is allowed.
pub(crate) fn text(
    call: &Call,
    decision: &AccessDecision,
    asked: Option<Locale>,
) -> Option<(Locale, String)> {
    let locale = asked.or(decision.locale).or(call.locale()).unwrap_or(decision.store_locale);
    let messages = messages(locale);
    let mut values = FluentArgs::new();
    values.set("contact", decision.contact.name.as_str());
    let text = match decision.access {
        Access::Allowed => return None,
        Access::PermissionMissing => messages.format("access-denied", &values),
        Access::NoPart => messages.format("no-access", &values),
        Access::Closed => {
            values.set("store", decision.store_name.as_str());
            messages.format("access-closed", &values)
        }
        Access::Suspended => {
            values.set("store", decision.store_name.as_str());
            messages.format("access-suspended", &values)
        }
        Access::Ended(end) => {
            values.set("store", decision.store_name.as_str());
            values.set("date", messages.in_time_zone(decision.time_zone).format_date(end));
            messages.format("access-ended", &values)
        }
    };
    Some((locale, text))
}

/// Why access is denied to what does not exist, in the caller's language.
pub(crate) fn nothing_there(call: &Call) -> (Locale, String) {
    let locale = call.locale().unwrap_or_default();
    (locale, messages(locale).format("nothing-there", &FluentArgs::new()))
}

/// Records that the members were active, each in each store once. Best effort: a failure must not fail the check.
pub(crate) async fn record_activity_of<'a>(
    app: &App,
    call: &Call,
    decisions: impl IntoIterator<Item = &'a AccessDecision>,
) {
    let active = |decision: &AccessDecision| {
        decision.active.as_ref().map(|user| (decision.store.clone(), user.clone()))
    };
    let active: BTreeSet<_> = decisions.into_iter().filter_map(active).collect();
    let records =
        active.iter().map(|(store, user)| record_activity(&app.api.database, call.invocation(), store, user));
    for error in join_all(records).await.into_iter().filter_map(Result::err) {
        tracing::warn!(%error, "the member's activity is not recorded");
    }
}
