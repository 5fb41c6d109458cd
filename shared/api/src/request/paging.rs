//! Where a page of a list begins, and where the next one does.

use lambda_http::RequestExt as _;
use staffroom_app::{Key, List, MemberList};
use staffroom_domain::Store;

use super::Call;
use crate::answer::Next;
use crate::cursor::{Cursor, Paged};
use crate::error::RequestError;
use crate::idempotency;
use crate::view::After;

impl Call {
    /// The end of the previous page: `cursor`.
    ///
    /// # Errors
    /// [`RequestError::InvalidFields`] if it is not a cursor of this list.
    pub fn cursor(&self, list: &impl Paged) -> Result<Option<Cursor>, RequestError> {
        self.query("cursor").map(|text| Cursor::decode(text, list, &self.narrowed())).transpose()
    }

    /// The page of `list` after a key; `None`: this page is the last one.
    #[must_use]
    pub fn next(&self, list: &impl Paged, key: Option<Key>) -> Next {
        Next(key.and_then(|key| Cursor::after(list, &self.narrowed(), key)))
    }

    /// The page of a list of members after its owner.
    #[must_use]
    pub fn next_after_owner(&self, store: &Store, list: &MemberList) -> Next {
        Next(Cursor::after_owner(list, &self.narrowed()).map(|cursor| cursor.in_store(store)))
    }

    /// As [`Self::next`], in a list of this store.
    #[must_use]
    pub fn next_in(&self, store: &Store, list: &impl Paged, key: Option<Key>) -> Next {
        Next(self.next(list, key).0.map(|cursor| cursor.in_store(store)))
    }

    /// Requires that a cursor is one of this store, and not of a closed one that had the id before.
    ///
    /// # Errors
    /// [`RequestError::InvalidFields`].
    pub fn require_cursor_of(&self, store: &Store, cursor: Option<&Cursor>) -> Result<(), RequestError> {
        if cursor.is_none_or(|cursor| cursor.is_of(store)) {
            return Ok(());
        }
        let name = if self.query("after").is_some() { "after" } else { "cursor" };
        Err(RequestError::invalid(name, "must be a `next_cursor` of this list"))
    }

    /// A hash of the query parameters that narrow or sort a list; empty where there are none. A cursor has it, so that it is
    /// refused where they are others.
    fn narrowed(&self) -> String {
        let Some(query) = self.request.query_string_parameters_ref() else { return String::new() };
        let mut narrowing: Vec<(&str, &str)> =
            query.iter().filter(|(name, _)| !matches!(*name, "cursor" | "limit")).collect();
        narrowing.sort_unstable();
        let parts: Vec<&[u8]> =
            narrowing.iter().flat_map(|(name, value)| [name.as_bytes(), value.as_bytes()]).collect();
        if parts.is_empty() { String::new() } else { idempotency::digest(&parts).chars().take(16).collect() }
    }

    /// The position after a key of `list`, to ask again later what came since; `None` if the list or the record has no cursors.
    #[must_use]
    pub fn position_in(&self, store: &Store, list: &List, key: Key) -> Option<After> {
        Cursor::after(list, "", key).map(|cursor| After(cursor.in_store(store)))
    }

    /// Where the list goes on: `after`.
    ///
    /// # Errors
    /// [`RequestError::InvalidFields`] if it is not a cursor of this list.
    pub fn after(&self, list: &List) -> Result<Option<Cursor>, RequestError> {
        let read = |text: &str| {
            // The types that are asked for do not move a position in the order of publication.
            Cursor::read(text, list, "")
                .ok_or_else(|| RequestError::invalid("after", "must be a `next_cursor` of this list"))
        };
        self.query("after").map(read).transpose()
    }
}
