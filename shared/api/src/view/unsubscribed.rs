use serde::Serialize;
use staffroom_domain::{MailKind, Store, Wish};

use super::StoreSummary;

/// Whether the reader of a mail gets more mails of its kind from a store.
#[derive(Serialize)]
#[cfg_attr(feature = "describe", derive(schemars::JsonSchema), schemars(rename = "MailSubscription"))]
pub struct MailSubscriptionView<'a> {
    store: StoreSummary<'a>,
    /// The kind of mail.
    #[cfg_attr(feature = "describe", schemars(with = "String", extend("enum" = ["answers", "orders", "reviews"])))]
    kind: MailKind,
    #[cfg_attr(feature = "describe", schemars(extend("enum" = ["subscribed", "unsubscribed"])))]
    status: &'static str,
}

impl<'a> MailSubscriptionView<'a> {
    /// What the reader wants.
    #[must_use]
    pub fn of(store: &'a Store, kind: MailKind, wish: Wish) -> Self {
        let status = match wish {
            Wish::Wanted => "subscribed",
            Wish::Unwanted => "unsubscribed",
        };
        Self { store: store.into(), kind, status }
    }
}
