use serde::Serialize;
use serde_json::Value;
use staffroom_app::{ExportPage, Exported, LedgerEntry};
use staffroom_domain::{EmailAddress, ErasureId, ErasureStatus, StoreId, UserId};

/// An erasure of a person.
#[derive(Serialize)]
#[cfg_attr(feature = "describe", derive(schemars::JsonSchema), schemars(rename = "Erasure"))]
pub struct ErasureView {
    id: ErasureId,
    /// `done`: table and indexes hold nothing of the person.
    status: ErasureStatus,
    /// The memberships that ended.
    memberships: u32,
    /// The unanswered invitations that ended.
    invitations: u32,
    /// The events of histories in which the person was replaced.
    events: u32,
}

impl From<&LedgerEntry> for ErasureView {
    fn from(entry: &LedgerEntry) -> Self {
        let (id, status, counts) = (entry.id, entry.status, entry.counts);
        Self {
            id,
            status,
            memberships: counts.memberships,
            invitations: counts.invitations,
            events: counts.events,
        }
    }
}

/// A person who is moved to another ID.
#[derive(Serialize)]
#[cfg_attr(feature = "describe", derive(schemars::JsonSchema), schemars(rename = "Move"))]
pub struct MoveView {
    /// The number of stores in which they are moved: those that they own or are a member of by the ID before. 0: there are none,
    /// or none any more.
    pub stores: usize,
}

/// What is known of a person by itself.
#[derive(Serialize)]
#[cfg_attr(feature = "describe", derive(schemars::JsonSchema), schemars(rename = "ExportedPerson"))]
pub struct ExportedPersonView<'a> {
    /// The IDs: the one that was asked for, or those of the members who have the address.
    user_ids: Vec<&'a UserId>,
    /// The addresses that are known of the person.
    addresses: Vec<&'a EmailAddress>,
}

/// A record that has something of a person.
#[derive(Serialize)]
#[cfg_attr(feature = "describe", derive(schemars::JsonSchema), schemars(rename = "ExportedItem"))]
pub struct ExportedItemView<'a> {
    /// The store; null for what is kept outside of stores.
    store_id: Option<&'a StoreId>,
    /// The kind of record, such as `member`, `invitation` or `event`. Further kinds can be added.
    kind: &'static str,
    /// What it holds. Its fields are those of the kind.
    #[cfg_attr(feature = "describe", schemars(with = "serde_json::Map<String, Value>"))]
    data: &'a Value,
}

/// A page of what is kept of a person.
#[derive(Serialize)]
#[cfg_attr(feature = "describe", derive(schemars::JsonSchema), schemars(rename = "Export"))]
pub struct ExportView<'a> {
    person: ExportedPersonView<'a>,
    /// The records, store by store. A page can have few, or none, and still have a next page.
    #[cfg_attr(feature = "describe", schemars(length(max = staffroom_domain::bounds::PAGE_ENTRIES)))]
    items: Vec<ExportedItemView<'a>>,
    /// The `cursor` of the next page; null on the last one.
    next_cursor: Option<String>,
}

impl<'a> ExportView<'a> {
    /// A page, with the cursor of the next one.
    #[must_use]
    pub fn of(page: &'a ExportPage, next_cursor: Option<String>) -> Self {
        let show = |item: &'a Exported| ExportedItemView {
            store_id: item.store.as_ref(),
            kind: item.kind,
            data: &item.data,
        };
        Self {
            person: ExportedPersonView {
                user_ids: page.person.users.iter().collect(),
                addresses: page.person.addresses.iter().collect(),
            },
            items: page.items.iter().map(show).collect(),
            next_cursor,
        }
    }
}
