//! The lists by which a person is found, and the records of a store that can name them.

use aws_sdk_dynamodb::types::AttributeValue;
use staffroom_app::{Fault, Key, Page, PersonList, RecordKind, address_place};
use staffroom_domain::{AddressId, StoreId};

use crate::Table;
use crate::events::read_if_known;
use crate::keys::{self, PrimaryKey};
use crate::queries::read;
use crate::schema::{
    COUNTS, DIGESTS, EVENTS, INVITATIONS, LIST_1, LIST_1_INDEX, NOTICES, PLACE_1, PUBLISHED, REQUESTS,
};

impl Table {
    /// A page of the records of a kind of a store. One read unit for each 4 KB. One that this version cannot read is an entry
    /// without a record.
    pub(crate) async fn records_of(
        &self,
        store: &StoreId,
        kind: RecordKind,
        after: Option<&Key>,
        limit: usize,
    ) -> Result<Page, Fault> {
        let prefix = match kind {
            RecordKind::Invitations => INVITATIONS,
            RecordKind::Events => EVENTS,
            RecordKind::Notices => NOTICES,
            RecordKind::Digests => DIGESTS,
            RecordKind::Counters => COUNTS,
            RecordKind::Published => PUBLISHED,
            RecordKind::Answers => REQUESTS,
        };
        self.page_of_records(&self.in_store(store, prefix), after, limit, read_if_known).await
    }

    /// A page of a list by person. Half a read unit for each 4 KB in an index, one outside of it.
    pub(crate) async fn person_list(
        &self,
        list: &PersonList,
        after: Option<&Key>,
        limit: usize,
    ) -> Result<Page, Fault> {
        match list {
            PersonList::WithAddress(address) => {
                let held = keys::members_with(address_place(address).as_str());
                self.of_person(held, after, limit).await
            }
            PersonList::Left(user) => self.first_list(keys::left_by(user), after, limit).await,
            PersonList::OwnersAddress(address) => {
                self.first_list(keys::owners_with(address), after, limit).await
            }
            PersonList::Answers(user) => {
                let query = self.in_partition(&keys::of_user(user), REQUESTS);
                self.page_of_records(&query, after, limit, read).await
            }
            PersonList::Mails(address) => {
                let query = self.in_partition(&keys::of_address(AddressId::of(address)), COUNTS);
                self.page_of_records(&query, after, limit, read).await
            }
        }
    }

    /// A page of a list of stores in the index `list_1`.
    async fn first_list(&self, list: String, after: Option<&Key>, limit: usize) -> Result<Page, Fault> {
        let start = after.and_then(|key| {
            let (Key::Store(store) | Key::Member(store, _)) = key else { return None };
            let mut start = PrimaryKey::from(key).into_item();
            start.insert(LIST_1.to_owned(), AttributeValue::S(list.clone()));
            start.insert(PLACE_1.to_owned(), AttributeValue::S(store.as_str().to_owned()));
            Some(start)
        });
        let query = self
            .index(LIST_1_INDEX)
            .key_condition_expression("#list = :list")
            .expression_attribute_names("#list", LIST_1)
            .expression_attribute_values(":list", AttributeValue::S(list));
        self.page_of_keys(&query, start, limit).await
    }
}
