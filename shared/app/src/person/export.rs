//! What is kept of a person, in pages.

use std::collections::BTreeSet;

use serde::{Deserialize, Serialize};
use serde_json::Value;
use staffroom_domain::{ErasureId, InvitationId, Membership, Person, StoreId, UserId};

use super::find::{Found, PersonRequest, find_in, find_person};
use super::mentions::Mentions;
use super::person_list::PersonList;
use super::place::{RecordKind, RecordPlace};
use super::shown;
use crate::database::{Database, List};
use crate::error::Fault;
use crate::key::Key;
use crate::read::ReadSet;
use crate::record::Record;

/// The largest number of pages of records that are read for one page of an export. It may then have few items, or none, and
/// still have a next page.
const PAGES: usize = 20;

/// The largest number of records outside of stores that an export shows. They expire within a day.
const OUTSIDE: usize = 1_000;

/// Through how many hundred stores an export looks for ids and addresses of the person, on each page.
const HUNDREDS: usize = 5;

/// Asks for a page of what is kept of a person.
#[derive(Debug, Clone)]
pub struct Export {
    /// The person.
    pub person: PersonRequest,
    /// Stores that are looked through beside those that are found.
    pub stores: BTreeSet<StoreId>,
    /// The end of the page before.
    pub after: Option<ExportPosition>,
    /// The largest number of items.
    pub limit: usize,
}

/// Where the next page begins.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum ExportPosition {
    /// Among the records of a store whose keys have the person.
    Own {
        /// The store.
        store: StoreId,
        /// How many of them were shown.
        skip: usize,
    },
    /// Among the other records of a store.
    Records {
        /// The store.
        store: StoreId,
        /// The kind of record.
        kind: RecordKind,
        /// The last record that was looked at.
        after: Option<RecordPlace>,
    },
    /// Among what is kept outside of stores.
    Outside {
        /// How many records were shown.
        skip: usize,
    },
}

/// A record that has something of the person.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Exported {
    /// The store; `None` for what is kept outside of stores.
    pub store: Option<StoreId>,
    /// The kind of record.
    pub kind: &'static str,
    /// What it holds.
    pub data: Value,
}

/// A page of an export.
#[derive(Debug, Clone, Default)]
pub struct ExportPage {
    /// The ids and addresses that are known of the person.
    pub person: Person,
    /// The records.
    pub items: Vec<Exported>,
    /// Where the next page begins; `None` on the last one.
    pub next: Option<ExportPosition>,
}

/// Reads a page of what is kept of a person.
///
/// # Errors
/// When the database does not answer, or a record is corrupt.
pub async fn export<D: Database>(database: &D, export: &Export) -> Result<ExportPage, Fault> {
    let person = find_person(database, &export.person).await?;
    let found = find_in(database, &person, &export.stores, HUNDREDS).await?;
    let mut page = ExportPage { person: found.person.clone(), ..ExportPage::default() };
    let mut position = export.after.clone().or_else(|| Some(after_store(&found, None)));
    for _ in 0..PAGES {
        let Some(now) = position.take() else { break };
        let room = export.limit.saturating_sub(page.items.len());
        if room == 0 {
            position = Some(now);
            break;
        }
        position = match now {
            ExportPosition::Own { store, skip } => {
                let own = own_records(database, &found.person, &store).await?;
                let is_rest = own.len() > skip.saturating_add(room);
                page.items.extend(own.into_iter().skip(skip).take(room));
                Some(if is_rest {
                    ExportPosition::Own { store, skip: skip + room }
                } else {
                    ExportPosition::Records { store, kind: RecordKind::Invitations, after: None }
                })
            }
            ExportPosition::Records { store, kind, after } => {
                let read = records(database, &found.person, (&store, kind, after), room).await?;
                page.items.extend(read.0);
                Some(read.1.unwrap_or_else(|| after_store(&found, Some(&store))))
            }
            ExportPosition::Outside { skip } => {
                let outside = outside_records(database, &found.person).await?;
                let is_rest = outside.len() > skip.saturating_add(room);
                page.items.extend(outside.into_iter().skip(skip).take(room));
                is_rest.then(|| ExportPosition::Outside { skip: skip + room })
            }
        };
    }
    page.next = position;
    Ok(page)
}

/// The beginning of the store after this one.
fn after_store(found: &Found, store: Option<&StoreId>) -> ExportPosition {
    match found.stores.iter().find(|known| store.is_none_or(|store| *known > store)) {
        Some(next) => ExportPosition::Own { store: next.clone(), skip: 0 },
        None => ExportPosition::Outside { skip: 0 },
    }
}

/// The records of a store whose keys have the person.
async fn own_records<D: Database>(
    database: &D,
    person: &Person,
    store: &StoreId,
) -> Result<Vec<Exported>, Fault> {
    let opt_out = |id: InvitationId| Key::OptOut(store.clone(), id);
    let of_user = |user: &UserId| {
        [Key::Member(store.clone(), user.clone()), Key::MailPreferences(store.clone(), user.clone())]
    };
    let addresses = person.addresses.iter().map(|address| InvitationId::of(store, address));
    let keys = ReadSet::keys([Key::Store(store.clone())])
        .and(person.users.iter().flat_map(of_user))
        .and(addresses.map(opt_out));
    let read = database.read(&keys).await?;
    let mut items = Vec::new();
    let mut show = |kind, data| items.push(Exported { store: Some(store.clone()), kind, data });
    for key in &keys.keys {
        match read.get(key) {
            Some(Record::Store(of)) if person.users.contains(&of.owner.user_id) => {
                show("owner", shown::owner(&of.owner));
            }
            Some(Record::Membership(Membership::Active(member))) => show("member", shown::member(member)),
            Some(Record::Membership(Membership::Left(left))) => show("former member", shown::departure(left)),
            Some(Record::MailPreferences(known)) => show(key.kind(), shown::preferences(known)),
            Some(Record::OptOut(known)) => show(key.kind(), shown::opt_out(known)),
            _ => {}
        }
    }
    Ok(items)
}

/// The records of a kind that name the person, at most `room` of them, and where they go on; `None` at the end of the store.
async fn records<D: Database>(
    database: &D,
    person: &Person,
    (store, kind, after): (&StoreId, RecordKind, Option<RecordPlace>),
    room: usize,
) -> Result<(Vec<Exported>, Option<ExportPosition>), Fault> {
    let start = after.as_ref().map(|place| place.key(store));
    let list = List::Records(store.clone(), kind);
    let page = database.page(&list, start.as_ref(), kind.at_once()).await?;
    // Nothing is replaced: what would be is what is shown.
    let alias = UserId::erased([0; 16]);
    let mentions = Mentions::new(person, &alias, ErasureId::from_bytes([0; 16]), store);
    let mut items = Vec::new();
    let go_on = |after| ExportPosition::Records { store: store.clone(), kind, after };
    for (key, record) in &page.entries {
        if let Some(record) = record
            && let Some((kind, data)) = mentions.shown(key, record)?
        {
            items.push(Exported { store: Some(store.clone()), kind, data });
        }
        if items.len() == room {
            return Ok((items, Some(go_on(RecordPlace::of(key)))));
        }
    }
    let next = match page.next.as_ref().and_then(RecordPlace::of) {
        Some(place) => Some(go_on(Some(place))),
        None => kind.next().map(|kind| ExportPosition::Records { store: store.clone(), kind, after: None }),
    };
    Ok((items, next))
}

/// What is kept outside of stores.
async fn outside_records<D: Database>(database: &D, person: &Person) -> Result<Vec<Exported>, Fault> {
    let users = person.users.iter().cloned().map(PersonList::Answers);
    let lists = users.chain(person.addresses.iter().cloned().map(PersonList::Mails));
    let mut items = Vec::new();
    let opt_outs = person.addresses.iter().map(crate::opt_out::everywhere_key);
    let read = database.read(&ReadSet::keys(opt_outs.clone())).await?;
    for key in opt_outs {
        if let Some(Record::OptOut(known)) = read.get(&key) {
            items.push(Exported { store: None, kind: key.kind(), data: shown::opt_out(known) });
        }
    }
    for list in lists {
        let page = database.page(&List::OfPerson(list), None, OUTSIDE).await?;
        for (_, record) in page.entries {
            let (kind, data) = match record {
                Some(Record::Idempotency(known)) => {
                    ("remembered answer", serde_json::json!({ "at": known.at, "state": known.state }))
                }
                Some(Record::Count(count)) => ("counter", serde_json::json!({ "count": count })),
                _ => continue,
            };
            items.push(Exported { store: None, kind, data });
        }
        if items.len() >= OUTSIDE {
            break;
        }
    }
    Ok(items)
}
