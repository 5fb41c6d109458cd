use aws_sdk_dynamodb::types::{
    AttributeValue, ConditionCheck, Put, ReturnValuesOnConditionCheckFailure::AllOld, TransactWriteItem,
    Update,
};
use staffroom_domain::{
    Activity, Actor, Event, EventActor, EventId, EventKind, Invitation, InvitationId, Member, Refusal,
    Standing, Store, StoreId, Timestamp, UserId,
};

use crate::error::TableError;
use crate::items::{self, Item, Remembered};
use crate::quota::Quota;
use crate::schema::{HELD_UNTIL, Key, PK, SK, TTL, VERSION, keys};
use crate::snapshot::Snapshot;

/// How the seats of a store change.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
struct SeatChange {
    /// By how many are taken, by members and invitations together.
    taken: i64,
    /// By how many members take.
    members: i64,
}

fn seats_between(before: Option<&Invitation>, after: &Invitation) -> i64 {
    i64::from(after.seats()) - i64::from(before.map_or(0, Invitation::seats))
}

/// A change of a store, to be made in one transaction under the conditions that it was decided on.
#[derive(Debug)]
pub struct Change {
    store: Guard,
    at: Timestamp,
    actor: EventActor,
    source_ip: Option<String>,
    writes: Vec<Write>,
}

/// What must still hold of the store, and what happens to it.
#[derive(Debug)]
struct Guard {
    id: StoreId,
    owner: UserId,
    catalog: &'static str,
    plan: &'static str,
    limit: Option<u32>,
    seats: SeatChange,
    put: Option<PutStore>,
}

#[derive(Debug)]
struct PutStore {
    attributes: Item,
    version: u64,
}

#[derive(Debug)]
enum Write {
    /// Puts a versioned item; `version` is the new one, and the item must have the one before. Where
    /// `delivery` is given the item must have that, too.
    Put { key: Key, item: Item, version: u64, delivery: Option<AttributeValue> },
    /// Puts an item that must not be there.
    Create { key: Key, item: Item },
    /// Puts an item whatever is there: its key says it all.
    Claim { key: Key, item: Item },
    /// Puts what is remembered of a request, unless it is still remembered, or still being carried out.
    Remember { key: Key, item: Item },
    /// Takes a member's address away, unless it was found to be somebody else's since.
    Unclaim { key: Key, user: UserId },
    /// The item must have this version.
    Unchanged { key: Key, version: u64 },
    /// The item must not be there.
    Absent { key: Key },
    /// Lets go of the seat of an invitation past its term.
    Release { key: Key },
    /// Counts `more` against a quota.
    Count { quota: Quota, more: u32 },
}

impl Write {
    fn key(&self) -> &Key {
        match self {
            Self::Put { key, .. }
            | Self::Create { key, .. }
            | Self::Claim { key, .. }
            | Self::Remember { key, .. }
            | Self::Unclaim { key, .. }
            | Self::Unchanged { key, .. }
            | Self::Absent { key }
            | Self::Release { key } => key,
            Self::Count { quota, .. } => &quota.key,
        }
    }

    fn is_check(&self) -> bool {
        matches!(self, Self::Unchanged { .. } | Self::Absent { .. })
    }
}

impl Change {
    /// A change in `store` at `at`, done by `actor` from `source_ip`.
    ///
    /// It will fail if the store by then has another owner, catalog or plan.
    #[must_use]
    pub fn new(store: &Store, at: Timestamp, actor: EventActor, source_ip: Option<String>) -> Self {
        let guard = Guard {
            id: store.id.clone(),
            owner: store.owner.user_id.clone(),
            catalog: store.catalog.slug,
            plan: store.plan.slug,
            limit: store.plan.seats,
            seats: SeatChange::default(),
            put: None,
        };
        Self { store: guard, at, actor, source_ip, writes: Vec::new() }
    }

    /// Holds that the actor is what they were when it was decided.
    #[must_use]
    pub fn by(mut self, actor: &Actor<'_>) -> Self {
        if let Standing::Member(member) = actor.standing {
            self.must_be_unchanged(keys::member(&self.store.id, &member.user), member.version);
        }
        self
    }

    /// Holds that a user's membership has this version; 0: that there is no trace of one.
    pub fn membership_unchanged(&mut self, user: &UserId, version: u64) {
        let key = keys::member(&self.store.id, user);
        if version == 0 {
            self.writes.push(Write::Absent { key });
        } else {
            self.must_be_unchanged(key, version);
        }
    }

    fn must_be_unchanged(&mut self, key: Key, version: u64) {
        self.writes.push(Write::Unchanged { key, version });
    }

    /// Puts the store itself as it is after the change; version 1 makes it.
    ///
    /// # Errors
    /// When it does not fit an item.
    pub fn put_store(&mut self, before: Option<&Store>, after: &Store) -> Result<(), TableError> {
        if let Some(before) = before {
            self.store.owner = before.owner.user_id.clone();
            self.store.catalog = before.catalog.slug;
            self.store.plan = before.plan.slug;
        }
        self.store.put =
            Some(PutStore { attributes: items::store_attributes(after)?, version: after.version });
        Ok(())
    }

    /// Puts an invitation in place of what was before, and moves the seat that it takes or frees.
    ///
    /// # Errors
    /// When it does not fit an item.
    pub fn put_invitation(
        &mut self,
        before: Option<&Invitation>,
        after: &Invitation,
    ) -> Result<(), TableError> {
        let (key, item) = items::from_invitation(after)?;
        // How far the mail got is recorded without a new version, which would fail every If-Match.
        let delivery = before.map(|before| items::delivery(before.delivery)).transpose()?;
        self.writes.push(Write::Put { key, item, version: after.version, delivery });
        self.store.seats.taken += seats_between(before, after);
        Ok(())
    }

    /// Holds that no member has the invitation's address.
    pub fn address_is_no_members(&mut self, invitation: InvitationId) {
        self.writes.push(Write::Absent { key: keys::address(&self.store.id, invitation) });
    }

    /// Holds that an invitation is as it was read.
    pub fn invitation_unchanged(&mut self, invitation: &Invitation) {
        self.must_be_unchanged(keys::invitation(&self.store.id, invitation.id), invitation.version);
    }

    /// Holds that the address has no invitation.
    pub fn no_invitation(&mut self, invitation: InvitationId) {
        self.writes.push(Write::Absent { key: keys::invitation(&self.store.id, invitation) });
    }

    /// Puts a member in place of the version before it.
    ///
    /// # Errors
    /// When it does not fit an item.
    pub fn put_member(&mut self, member: &Member) -> Result<(), TableError> {
        let (key, item) = items::from_member(&self.store.id, member)?;
        self.writes.push(Write::Put { key, item, version: member.version, delivery: None });
        Ok(())
    }

    /// Puts an activity in place of the version before it.
    ///
    /// # Errors
    /// When it does not fit an item.
    pub fn put_activity(&mut self, activity: &Activity) -> Result<(), TableError> {
        let (key, item) = items::from_activity(&self.store.id, activity)?;
        self.writes.push(Write::Put { key, item, version: activity.version, delivery: None });
        Ok(())
    }

    /// Takes a new member in: onto a seat, and with the addresses that are known to be theirs.
    ///
    /// # Errors
    /// When it does not fit an item.
    pub fn add_member(&mut self, member: &Member) -> Result<(), TableError> {
        self.put_member(member)?;
        for address in &member.addresses {
            self.claim_address(*address, &member.user)?;
        }
        self.store.seats.taken += 1;
        self.store.seats.members += 1;
        Ok(())
    }

    /// Makes an address known to be a member's.
    ///
    /// # Errors
    /// When it does not fit an item.
    pub fn claim_address(&mut self, address: InvitationId, user: &UserId) -> Result<(), TableError> {
        let (key, item) = items::from_address(&self.store.id, address, user)?;
        self.writes.push(Write::Claim { key, item });
        Ok(())
    }

    /// Takes a member out, off the seat, with what is known of their addresses; a trace stays, so that links stay dead.
    ///
    /// # Errors
    /// When the trace does not fit an item.
    pub fn remove_member(&mut self, member: &Member, snapshot: &Snapshot) -> Result<(), TableError> {
        let (key, item) = items::left(&self.store.id, member, self.at)?;
        self.writes.push(Write::Put { key, item, version: member.version + 1, delivery: None });
        for address in &member.addresses {
            // Somebody else may have shown since that it is theirs.
            let holder = snapshot.addressee(&self.store.id, *address)?;
            if holder.is_none_or(|holder| holder == member.user) {
                let key = keys::address(&self.store.id, *address);
                self.writes.push(Write::Unclaim { key, user: member.user.clone() });
            }
        }
        self.store.seats.taken -= 1;
        self.store.seats.members -= 1;
        Ok(())
    }

    /// Whether there is a seat for one more invitation, if expired ones let go of theirs where the plan
    /// needs it.
    ///
    /// # Errors
    /// [`Refusal::SeatLimitReached`].
    pub fn check_seat_for(
        &self,
        store: &Store,
        before: Option<&Invitation>,
        after: &Invitation,
        snapshot: &Snapshot,
    ) -> Result<(), Refusal> {
        let taken = self.store.seats.taken + seats_between(before, after);
        let own = keys::invitation(&store.id, after.id);
        self.seats_to_release(store, taken, snapshot, Some(&own)).map(|_| ())
    }

    /// Makes expired invitations let go of as many seats as this change takes beyond the plan.
    ///
    /// To be called when everything else is in the change.
    ///
    /// # Errors
    /// [`Refusal::SeatLimitReached`].
    pub fn release_expired_seats(&mut self, store: &Store, snapshot: &Snapshot) -> Result<(), Refusal> {
        for key in self.seats_to_release(store, self.store.seats.taken, snapshot, None)? {
            self.store.seats.taken -= 1;
            self.writes.push(Write::Release { key });
        }
        Ok(())
    }

    fn seats_to_release(
        &self,
        store: &Store,
        taken: i64,
        snapshot: &Snapshot,
        put: Option<&Key>,
    ) -> Result<Vec<Key>, Refusal> {
        let free = snapshot.expired_seats().iter().filter(|key| !self.touches(key) && Some(*key) != put);
        let free: Vec<Key> = free.cloned().collect();
        let more = u32::try_from(taken).unwrap_or(0);
        let count = store.seats_to_free(more, u32::try_from(free.len()).unwrap_or(u32::MAX))?;
        Ok(free.into_iter().take(usize::try_from(count).unwrap_or(usize::MAX)).collect())
    }

    fn touches(&self, key: &Key) -> bool {
        self.writes.iter().any(|write| write.key() == key)
    }

    /// Counts `more` against a quota; the change fails where that would pass it.
    pub fn count(&mut self, quota: Quota, more: u32) {
        if more > 0 {
            self.writes.push(Write::Count { quota, more });
        }
    }

    /// Tells what happened: to the history, and to those who are written to.
    ///
    /// # Errors
    /// When it does not fit an item.
    pub fn tell(&mut self, kind: EventKind) -> Result<(), TableError> {
        let mut random = [0; 10];
        if let Some(bytes) = uuid::Uuid::new_v4().as_bytes().last_chunk::<10>() {
            random = *bytes;
        }
        let event = Event {
            id: EventId::new(self.at, random),
            at: self.at,
            actor: self.actor.clone(),
            source_ip: self.source_ip.clone(),
            kind,
        };
        let (key, item) = items::from_event(&self.store.id, &event)?;
        self.writes.push(Write::Create { key, item });
        Ok(())
    }

    /// Remembers a request with its answer, unless it has been already.
    ///
    /// # Errors
    /// When it does not fit an item.
    pub fn remember(&mut self, key: &Key, request: &Remembered) -> Result<(), TableError> {
        let item = items::from_remembered(key, request)?;
        self.writes.push(Write::Remember { key: key.clone(), item });
        Ok(())
    }

    /// The transaction's actions, and the key of each.
    pub(crate) fn actions(&self, table: &str) -> Result<Vec<(Key, TransactWriteItem)>, TableError> {
        let mut actions = vec![(keys::store(&self.store.id), self.store.action(table)?)];
        for write in &self.writes {
            // DynamoDB takes one action per item: where an item is both checked and put, the put's own
            // condition is on the same version.
            let twice = write.is_check()
                && self.writes.iter().any(|other| !other.is_check() && other.key() == write.key());
            if !twice && !actions.iter().any(|(key, _)| key == write.key()) {
                actions.push((write.key().clone(), write.action(table, self.at)?));
            }
        }
        Ok(actions)
    }
}

/// Makes an expired invitation let go of its seat.
fn letting_go(table: &str, key: &Key, at: Timestamp) -> Result<Update, TableError> {
    let update = Update::builder()
        .table_name(table)
        .set_key(Some(key_item(key)))
        .update_expression(format!("REMOVE {HELD_UNTIL} ADD {VERSION} :one"))
        .condition_expression(format!("{HELD_UNTIL} <= :now"))
        .expression_attribute_values(":one", n(1))
        .expression_attribute_values(":now", n(at.timestamp()))
        .return_values_on_condition_check_failure(AllOld);
    built(update.build())
}

/// Makes many expired invitations let go of their seats, and nothing else.
pub(crate) fn release(
    table: &str,
    store: &StoreId,
    seats: &[Key],
    at: Timestamp,
) -> Result<Vec<TransactWriteItem>, TableError> {
    let mut actions = vec![free(table, store, seats.len())?];
    for key in seats {
        actions.push(TransactWriteItem::builder().update(letting_go(table, key, at)?).build());
    }
    Ok(actions)
}

/// Gives a store so many seats back, whatever else has become of it.
pub(crate) fn free(table: &str, store: &StoreId, seats: usize) -> Result<TransactWriteItem, TableError> {
    let update = Update::builder()
        .table_name(table)
        .set_key(Some(key_item(&keys::store(store))))
        .update_expression("SET seats_taken = seats_taken - :freed")
        .condition_expression("seats_taken >= :freed")
        .expression_attribute_values(":freed", n(seats));
    Ok(TransactWriteItem::builder().update(built(update.build())?).build())
}

#[expect(clippy::needless_pass_by_value, reason = "numbers are as cheap as references to them")]
fn n(number: impl ToString) -> AttributeValue {
    AttributeValue::N(number.to_string())
}

fn s(text: &str) -> AttributeValue {
    AttributeValue::S(text.to_owned())
}

fn key_item(key: &Key) -> Item {
    Item::from([(PK.to_owned(), s(&key.pk)), (SK.to_owned(), s(&key.sk))])
}

fn built<T>(made: Result<T, aws_sdk_dynamodb::error::BuildError>) -> Result<T, TableError> {
    made.map_err(|e| TableError::Refused(e.to_string()))
}

impl Guard {
    fn action(&self, table: &str) -> Result<TransactWriteItem, TableError> {
        let key = key_item(&keys::store(&self.id));
        if self.put.is_none() && self.seats == SeatChange::default() {
            let check = ConditionCheck::builder()
                .table_name(table)
                .set_key(Some(key))
                .condition_expression("#owner.user_id = :owner AND #catalog = :catalog AND #plan = :plan")
                .expression_attribute_names("#owner", "owner")
                .expression_attribute_names("#catalog", "catalog")
                .expression_attribute_names("#plan", "plan")
                .expression_attribute_values(":owner", s(self.owner.as_str()))
                .expression_attribute_values(":catalog", s(self.catalog))
                .expression_attribute_values(":plan", s(self.plan))
                .return_values_on_condition_check_failure(AllOld);
            return Ok(TransactWriteItem::builder().condition_check(built(check.build())?).build());
        }
        let mut update = Update::builder()
            .table_name(table)
            .set_key(Some(key))
            .return_values_on_condition_check_failure(AllOld);
        let mut set = vec![
            "seats_taken = if_not_exists(seats_taken, :zero) + :taken".to_owned(),
            "seats_members = if_not_exists(seats_members, :zero) + :members".to_owned(),
        ];
        let mut remove = Vec::new();
        update = update
            .expression_attribute_values(":zero", n(0))
            .expression_attribute_values(":taken", n(self.seats.taken))
            .expression_attribute_values(":members", n(self.seats.members));
        let mut conditions = Vec::new();
        if let Some(put) = &self.put {
            for (i, (name, value)) in put.attributes.iter().enumerate() {
                update = update.expression_attribute_names(format!("#a{i}"), name);
                // An index takes no null: what is null is not there.
                if value.is_null() {
                    remove.push(format!("#a{i}"));
                } else {
                    set.push(format!("#a{i} = :a{i}"));
                    update = update.expression_attribute_values(format!(":a{i}"), value.clone());
                }
            }
        }
        match &self.put {
            Some(put) if put.version == 1 => conditions.push("attribute_not_exists(pk)".to_owned()),
            Some(put) => {
                conditions.push("version = :version".to_owned());
                update = update.expression_attribute_values(":version", n(put.version - 1));
            }
            None => {
                conditions
                    .push("#owner.user_id = :owner AND #catalog = :catalog AND #plan = :plan".to_owned());
                update = update
                    .expression_attribute_names("#owner", "owner")
                    .expression_attribute_names("#catalog", "catalog")
                    .expression_attribute_names("#plan", "plan")
                    .expression_attribute_values(":owner", s(self.owner.as_str()))
                    .expression_attribute_values(":catalog", s(self.catalog))
                    .expression_attribute_values(":plan", s(self.plan));
            }
        }
        if let Some(limit) = self.limit.filter(|_| self.seats.taken > 0) {
            conditions.push("seats_taken <= :room".to_owned());
            update = update.expression_attribute_values(":room", n(i64::from(limit) - self.seats.taken));
        }
        let mut expression = format!("SET {}", set.join(", "));
        if !remove.is_empty() {
            expression = format!("{expression} REMOVE {}", remove.join(", "));
        }
        let update = update.update_expression(expression).condition_expression(conditions.join(" AND "));
        Ok(TransactWriteItem::builder().update(built(update.build())?).build())
    }
}

impl Write {
    fn action(&self, table: &str, at: Timestamp) -> Result<TransactWriteItem, TableError> {
        let action = TransactWriteItem::builder();
        let put = |item: &Item| Put::builder().table_name(table).set_item(Some(item.clone()));
        let check = |key: &Key| {
            ConditionCheck::builder()
                .table_name(table)
                .set_key(Some(key_item(key)))
                .return_values_on_condition_check_failure(AllOld)
        };
        let update = |key: &Key| {
            Update::builder()
                .table_name(table)
                .set_key(Some(key_item(key)))
                .return_values_on_condition_check_failure(AllOld)
        };
        let action = match self {
            Self::Put { item, version, delivery, .. } if *version > 1 => {
                let mut put = put(item)
                    .expression_attribute_values(":before", n(version - 1))
                    .return_values_on_condition_check_failure(AllOld);
                put = match delivery {
                    Some(delivery) => put
                        .condition_expression(format!("{VERSION} = :before AND delivery = :delivery"))
                        .expression_attribute_values(":delivery", delivery.clone()),
                    None => put.condition_expression(format!("{VERSION} = :before")),
                };
                action.put(built(put.build())?)
            }
            Self::Put { item, .. } | Self::Create { item, .. } => {
                let put = put(item)
                    .condition_expression(format!("attribute_not_exists({PK})"))
                    .return_values_on_condition_check_failure(AllOld);
                action.put(built(put.build())?)
            }
            Self::Claim { item, .. } => action.put(built(put(item).build())?),
            Self::Remember { item, .. } => {
                // DynamoDB deletes late: what is over by its own time is over.
                let (over, given_up) = items::no_longer_remembered(at);
                let put = put(item)
                    .condition_expression(format!(
                        "attribute_not_exists({PK}) OR #at <= :over OR (attribute_not_exists(answer) AND (#at <= \
                         :given_up OR given_up = :yes))"
                    ))
                    .expression_attribute_names("#at", "at")
                    .expression_attribute_values(":over", n(over.timestamp_millis()))
                    .expression_attribute_values(":given_up", n(given_up.timestamp_millis()))
                    .expression_attribute_values(":yes", AttributeValue::Bool(true))
                    .return_values_on_condition_check_failure(AllOld);
                action.put(built(put.build())?)
            }
            Self::Unclaim { key, user } => {
                let delete = aws_sdk_dynamodb::types::Delete::builder()
                    .table_name(table)
                    .set_key(Some(key_item(key)))
                    .condition_expression(format!("attribute_not_exists({PK}) OR user_id = :user"))
                    .expression_attribute_values(":user", s(user.as_str()))
                    .return_values_on_condition_check_failure(AllOld);
                action.delete(built(delete.build())?)
            }
            Self::Unchanged { key, version } => {
                let check = check(key)
                    .condition_expression(format!("{VERSION} = :version"))
                    .expression_attribute_values(":version", n(*version));
                action.condition_check(built(check.build())?)
            }
            Self::Absent { key } => {
                let check = check(key).condition_expression(format!("attribute_not_exists({PK})"));
                action.condition_check(built(check.build())?)
            }
            Self::Release { key } => action.update(letting_go(table, key, at)?),
            Self::Count { quota, more } => {
                let update = update(&quota.key)
                    .update_expression(format!("ADD #count :more SET #{TTL} = :{TTL}"))
                    .condition_expression("attribute_not_exists(#count) OR #count <= :room")
                    .expression_attribute_names("#count", "count")
                    .expression_attribute_names(format!("#{TTL}"), TTL)
                    .expression_attribute_values(":more", n(*more))
                    .expression_attribute_values(":room", n(i64::from(quota.limit) - i64::from(*more)))
                    .expression_attribute_values(format!(":{TTL}"), n(quota.ends_at.timestamp()));
                action.update(built(update.build())?)
            }
        };
        Ok(action.build())
    }
}
