use serde::Serialize;

use super::{
    ActivityView, DeliveryView, EventView, InStore, InvitationView, MemberView, MyStoreView, RoleView,
    WebhookView,
};
use crate::answer::Next;

/// Defines pages: a list under its name, and the cursor of the next page.
macro_rules! pages {
    ($($(#[doc = $doc:literal])* $page:ident: $list:ident of $entry:ty;)+) => {$(
        $(#[doc = $doc])*
        #[derive(Serialize)]
        #[cfg_attr(feature = "describe", derive(schemars::JsonSchema))]
        pub struct $page<'a> {
            /// The entries.
            #[cfg_attr(feature = "describe", schemars(length(max = staffroom_domain::bounds::PAGE_ENTRIES)))]
            pub $list: Vec<$entry>,
            /// Where the next page begins.
            pub next_cursor: Next,
        }
    )+};
}

pages! {
    /// A page of members.
    MemberPage: members of MemberView<'a>;
    /// A page of invitations.
    InvitationPage: invitations of InvitationView<'a>;
    /// A page of activities.
    ActivityPage: activities of ActivityView<'a>;
    /// A page of roles: those of the catalog, then those of the store's own.
    RolePage: roles of RoleView<'a>;
    /// A page of webhooks.
    WebhookPage: webhooks of WebhookView<'a>;
    /// A page of deliveries.
    DeliveryPage: deliveries of DeliveryView<'a>;
    /// A page of events.
    EventPage: events of EventView<'a>;
    /// A page of the stores that the caller owns or is a member of.
    MyStores: stores of MyStoreView<'a>;
    /// A page of the pending invitations to the caller's address.
    MyInvitations: invitations of InStore<'a, InvitationView<'a>>;
    /// A page of the activities of the caller's stores.
    MyActivities: activities of InStore<'a, ActivityView<'a>>;
}
