//! A person exported, erased, and moved to another id: how what is kept of a person is found in all stores, shown, and replaced.
//!
//! `docs/privacy.md` has the table of every kind of record, what it holds of a person, and how it is found.

mod begin_erasure;
mod erase;
mod erase_step;
mod export;
mod find;
mod ledger;
mod mentions;
mod move_in_store;
mod move_person;
mod person_list;
mod place;
mod records;
mod shown;
mod task;

pub use begin_erasure::{BeginErasure, ErasureRequest, ErasureSought, erasure_of, seek_erasure};
pub use erase::{Erasing, ErasureHint, erase};
pub use export::{Export, ExportPage, ExportPosition, Exported, export};
pub use find::{PersonRequest, find_person};
pub use ledger::{Ledger, LedgerEntry};
pub(crate) use move_in_store::move_vouchers;
pub use move_in_store::{Moving, move_in_store};
pub use move_person::{MoveHint, MovePerson, move_person_once};
pub use person_list::PersonList;
pub use place::{RecordKind, RecordPlace};
pub use task::{ErasureStage, ErasureTask};
