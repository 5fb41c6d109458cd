//! The queries of the lists in which entries have a place.

use aws_sdk_dynamodb::types::AttributeValue;
use staffroom_app::{Fault, Key, Listed, Listing, Page};
use staffroom_domain::StoreId;

use crate::Table;
use crate::error::fault;
use crate::items::key_of;
use crate::keys::{self, PrimaryKey};
use crate::places::{Index, Kept, kept_in};
use crate::schema::Item;

impl Table {
    /// A page of the entries of a list whose places begin with `start`. One read unit for each 4 KB, half of it in an index.
    pub(crate) async fn listing(
        &self,
        (store, listing, start): (&StoreId, &Listing, &str),
        after: Option<&Key>,
        limit: usize,
    ) -> Result<Page, Fault> {
        match kept_in(listing) {
            Kept::Items(prefix) => {
                let query = self.in_store(store, &format!("{prefix}{}", keys::encode_text(start)));
                self.page_of_keys(&query, after.map(|key| PrimaryKey::from(key).into_item()), limit).await
            }
            Kept::Index(index) => self.index_page((store, listing, start), &index, after, limit).await,
        }
    }

    async fn index_page(
        &self,
        (store, listing, start): (&StoreId, &Listing, &str),
        index: &Index,
        after: Option<&Key>,
        limit: usize,
    ) -> Result<Page, Fault> {
        let list = keys::list_in_index(store, index);
        let place_of = |key: &Key| match key {
            Key::Listed(_, _, place, _) => Some(place.as_str().to_owned()),
            _ => None,
        };
        let from = after.and_then(|key| {
            let mut from = PrimaryKey::from(key).into_item();
            from.insert(index.list.to_owned(), text(&list));
            from.insert(index.place.to_owned(), text(place_of(key)?));
            Some(from)
        });
        let mut query = self
            .index(index.name)
            .key_condition_expression("#list = :list")
            .expression_attribute_names("#list", index.list)
            .expression_attribute_values(":list", text(&list))
            .scan_index_forward(!listing.is_reversed())
            .set_exclusive_start_key(from);
        if !start.is_empty() {
            query = query
                .key_condition_expression("#list = :list AND begins_with(#place, :start)")
                .expression_attribute_names("#place", index.place)
                .expression_attribute_values(":start", text(start));
        }
        // One more than asked for tells whether there is a next page.
        let limit_and_one = i32::try_from(limit.saturating_add(1)).unwrap_or(i32::MAX);
        let answer = query.limit(limit_and_one).send().await.map_err(fault)?;
        let mut entries = Vec::new();
        for item in answer.items.unwrap_or_default() {
            entries.extend(entry(store, listing, index, &item).map(|key| (key, None)));
        }
        let goes_on = answer.last_evaluated_key.is_some_and(|key| !key.is_empty());
        let more = goes_on || entries.len() > limit;
        entries.truncate(limit);
        let next = entries.last().map(|(key, _)| key.clone()).filter(|_| more);
        Ok(Page { entries, next })
    }
}

/// The entry of an item in an index.
fn entry(store: &StoreId, listing: &Listing, index: &Index, item: &Item) -> Option<Key> {
    let place = item.get(index.place)?.as_s().ok()?.clone();
    let listed = match key_of(item) {
        Ok(Key::Member(_, user)) => Listed::Member(user),
        Ok(Key::Invitation(_, id)) => Listed::Invitation(id),
        Ok(_) => return None,
        Err(error) => {
            tracing::warn!(%error, "an unknown key in an index is skipped");
            return None;
        }
    };
    Some(Key::Listed(store.clone(), listing.clone(), place.into(), listed))
}

fn text(text: impl Into<String>) -> AttributeValue {
    AttributeValue::S(text.into())
}
