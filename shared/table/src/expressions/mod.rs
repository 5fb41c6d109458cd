//! Converts a plan to the actions of a transaction: one action per key, each with its condition.

mod builder;

use std::collections::HashSet;

use aws_sdk_dynamodb::types::AttributeValue;
use chrono::Duration;
use staffroom_app::{
    Condition, Fault, Key, Plan, Quota, Record, StoreCondition, StoreEvent, StoreWrite, Write, activity_place,
};
use staffroom_domain::{AddressId, Delivery, Membership, Timestamp, durations};

pub(crate) use builder::Action;
use builder::{Expression, number, text};

use crate::items::{
    ABSENT_OF_MEMBER, ABSENT_OF_STORE, DEPARTURES_BEFORE_COUNTING, delivery, member_attributes, seconds_up,
    store_attributes, to_item,
};
use crate::keys::PrimaryKey;
use crate::schema::{
    ANSWER, AT, BEGUN, CHANGED_AT, COUNT, DELIVERED, DELIVERY, DEPARTURES, GENERATION, GIVEN_UP, HELD_UNTIL,
    LAST_ACTIVE_AT, MAILED, PERSON, PK, PLACE_2, SEATS_MEMBERS, SEATS_TAKEN, TTL, USER_ID, VERSION,
};

/// The actions of a plan, each with the key of its record.
pub(crate) fn actions(table: &str, plan: &Plan) -> Result<Vec<(Key, Action)>, Fault> {
    let mut actions = Vec::with_capacity(plan.actions());
    if let Some(store) = &plan.store
        && let Some(action) = store_action(table, store)?
    {
        actions.push((Key::Store(store.id.clone()), action));
    }
    for write in &plan.writes {
        if let Some(action) = write_action(table, write, plan.at)? {
            actions.push((write.key(), action));
        }
    }
    let mut keys = HashSet::with_capacity(actions.len());
    if actions.iter().all(|(key, _)| keys.insert(key)) {
        Ok(actions)
    } else {
        Err(Fault::InvalidPlan("a record is written twice"))
    }
}

/// Whether the SDK may send a write again outside a transaction, after DynamoDB made it and the response was
/// lost. A transaction has a token by which DynamoDB recognises the retry. A single write has none, so its
/// condition would fail because of its own first attempt. These writes tolerate that: at worst a count is
/// incremented twice, and its limit is reached earlier.
pub(crate) fn may_be_repeated(write: &Write) -> bool {
    match write {
        Write::Count { .. }
        | Write::SetDelivery { .. }
        | Write::MarkBegun { .. }
        | Write::MarkMailed { .. }
        | Write::MarkDelivered { .. }
        | Write::RecordActivity { .. }
        | Write::Put { condition: Condition::None, .. }
        | Write::Delete { condition: Condition::None | Condition::AbsentOrHeldBy(_), .. } => true,
        Write::Put { .. } | Write::Delete { .. } | Write::Check { .. } | Write::ReleaseSeat { .. } => false,
    }
}

fn store_action(table: &str, write: &StoreWrite) -> Result<Option<Action>, Fault> {
    let key = PrimaryKey::from(&Key::Store(write.id.clone()));
    let mut expression = Expression::default();
    require_of_store(&mut expression, write);
    if write.is_check() {
        return expression.check(table, key);
    }
    let is_new = write.condition == StoreCondition::Absent;
    if let Some(store) = &write.put {
        expression.replace(store_attributes(store)?, &ABSENT_OF_STORE);
    }
    if is_new || write.seats.taken != 0 {
        expression.count(SEATS_TAKEN, 0, write.seats.taken);
    }
    if is_new || write.seats.members != 0 {
        expression.count(SEATS_MEMBERS, 0, write.seats.members);
    }
    if is_new || write.departures != 0 {
        let absent = if is_new { 0 } else { DEPARTURES_BEFORE_COUNTING };
        expression.count(DEPARTURES, absent, write.departures);
    }
    if let (Some(StoreEvent::NotBefore(at) | StoreEvent::After(at)), None) = (write.event, &write.put) {
        expression.set(CHANGED_AT, number(at.timestamp_millis()));
    }
    expression.update(table, key).map(Some)
}

fn require_of_store(expression: &mut Expression, write: &StoreWrite) {
    match write.condition {
        StoreCondition::Absent => require_absent(expression),
        StoreCondition::Unchanged { version, departures } => {
            expression.compare(VERSION, "=", number(version));
            if let Some(count) = departures {
                let name = expression.name(DEPARTURES);
                let value = expression.value(number(count));
                expression.require(if count == DEPARTURES_BEFORE_COUNTING {
                    format!("{name} = {value} OR attribute_not_exists({name})")
                } else {
                    format!("{name} = {value}")
                });
            }
        }
        StoreCondition::SeatsTaken => {
            expression.compare(SEATS_TAKEN, ">=", number(write.seats.taken.min(0).unsigned_abs()));
            if write.seats.members < 0 {
                expression.compare(SEATS_MEMBERS, ">=", number(write.seats.members.unsigned_abs()));
            }
        }
    }
    if let (Some(event), true) = (write.event, write.condition != StoreCondition::Absent) {
        let (operator, at) = match event {
            StoreEvent::NotBefore(at) => ("<=", at),
            StoreEvent::After(at) => ("<", at),
        };
        let name = expression.name(CHANGED_AT);
        let value = expression.value(number(at.timestamp_millis()));
        expression.require(format!("{name} {operator} {value} OR attribute_not_exists({name})"));
    }
    if let Some(at) = write.changed_at {
        expression.compare(CHANGED_AT, "=", number(at.timestamp_millis()));
    }
    if let Some(most) = write.taken_at_most {
        expression.compare(SEATS_TAKEN, "<=", number(most));
    }
    if let Some(most) = write.members_at_most {
        expression.compare(SEATS_MEMBERS, "<=", number(most));
    }
}

fn write_action(table: &str, write: &Write, at: Timestamp) -> Result<Option<Action>, Fault> {
    let mut expression = Expression::default();
    let action = match write {
        Write::Put { key, record, condition } => {
            require(&mut expression, condition, at)?;
            return put(table, key, record, condition, expression).map(Some);
        }
        Write::Delete { key, condition } => {
            require(&mut expression, condition, at)?;
            expression.delete(table, key.into())
        }
        Write::Check { key, condition } => {
            require(&mut expression, condition, at)?;
            return expression.check(table, key.into());
        }
        Write::ReleaseSeat { key, version } => {
            expression.compare(HELD_UNTIL, "<=", number(at.timestamp()));
            if let Some(version) = version {
                expression.compare(VERSION, "=", number(*version));
            }
            expression.remove(HELD_UNTIL);
            expression.add(VERSION, number(1));
            expression.update(table, key.into())
        }
        Write::Count { quota, more } => {
            require_room(&mut expression, quota, *more);
            expression.add(COUNT, number(*more));
            expression.set(TTL, number(seconds_up(quota.ends_at)));
            expression.update(table, (&write.key()).into())
        }
        Write::SetDelivery { key, generation, from, to } => {
            expression.compare(GENERATION, "=", number(*generation));
            require_delivery(&mut expression, from)?;
            expression.set(DELIVERY, delivery(*to)?);
            expression.update(table, key.into())
        }
        Write::MarkBegun { key, address } => {
            add_address(&mut expression, BEGUN, *address);
            expression.update(table, key.into())
        }
        Write::MarkMailed { key, address } => {
            add_address(&mut expression, MAILED, *address);
            expression.update(table, key.into())
        }
        Write::MarkDelivered { key, address } => {
            add_address(&mut expression, DELIVERED, *address);
            expression.update(table, key.into())
        }
        Write::RecordActivity { key } => {
            let (person, last) = (expression.name(PERSON), expression.name(LAST_ACTIVE_AT));
            let now = expression.value(number(at.timestamp_millis()));
            // The trace of a former member has no attribute `person`.
            expression.require(format!("attribute_exists({person})"));
            expression.require(format!("attribute_not_exists({last}) OR {last} < {now}"));
            expression.set(LAST_ACTIVE_AT, number(at.timestamp_millis()));
            expression.set(PLACE_2, text(activity_place(Some(at)).as_str()));
            expression.update(table, key.into())
        }
    };
    action.map(Some)
}

/// Puts a record as a whole item. A member that replaces another version is updated attribute by attribute
/// instead, because [`Write::RecordActivity`] alone writes `last_active_at` and the place that follows from it, without a new
/// version.
fn put(
    table: &str,
    key: &Key,
    record: &Record,
    condition: &Condition,
    mut expression: Expression,
) -> Result<Action, Fault> {
    if let (Key::Member(store, _), Record::Membership(Membership::Active(member)), Condition::Version(_)) =
        (key, record, condition)
    {
        let mut attributes = member_attributes(store, member)?;
        attributes.remove(LAST_ACTIVE_AT);
        if let Some(place) = attributes.remove(PLACE_2) {
            expression.set_if_absent(PLACE_2, place);
        }
        expression.replace(attributes, &ABSENT_OF_MEMBER);
        expression.update(table, key.into())
    } else {
        expression.put(table, to_item(key, record)?)
    }
}

fn require(expression: &mut Expression, condition: &Condition, at: Timestamp) -> Result<(), Fault> {
    match condition {
        Condition::None => {}
        Condition::Absent => require_absent(expression),
        Condition::Version(version) => expression.compare(VERSION, "=", number(*version)),
        Condition::VersionAndDelivery(version, state) => {
            expression.compare(VERSION, "=", number(*version));
            expression.compare(DELIVERY, "=", delivery(*state)?);
        }
        Condition::AbsentOrHeldBy(user) => {
            let (pk, holder) = (expression.name(PK), expression.name(USER_ID));
            let user = expression.value(text(user.as_str()));
            expression.require(format!("attribute_not_exists({pk}) OR {holder} = {user}"));
        }
        Condition::Present => {
            let name = expression.name(PK);
            expression.require(format!("attribute_exists({name})"));
        }
        Condition::Marks { mailed, delivered } => {
            let name = expression.name(PK);
            expression.require(format!("attribute_exists({name})"));
            for (set, count) in [(MAILED, *mailed), (DELIVERED, *delivered)] {
                let name = expression.name(set);
                if count == 0 {
                    expression.require(format!("attribute_not_exists({name})"));
                } else {
                    let count = expression.value(number(count));
                    expression.require(format!("size({name}) = {count}"));
                }
            }
        }
        Condition::IdempotencyKeyFree => {
            let (pk, begun) = (expression.name(PK), expression.name(AT));
            let (answer, given_up) = (expression.name(ANSWER), expression.name(GIVEN_UP));
            let over = at - Duration::hours(durations::IDEMPOTENCY_HOURS);
            let stopped = at - Duration::seconds(durations::IDEMPOTENCY_LEASE_SECONDS);
            let over = expression.value(number(over.timestamp_millis()));
            let stopped = expression.value(number(stopped.timestamp_millis()));
            let yes = expression.value(AttributeValue::Bool(true));
            // DynamoDB deletes items late, so the time in the record decides.
            expression.require(format!(
                "attribute_not_exists({pk}) OR {begun} <= {over} OR (attribute_not_exists({answer}) AND ({begun} <= \
                 {stopped} OR {given_up} = {yes}))"
            ));
        }
    }
    Ok(())
}

/// Adds an address to a set of an item that must exist.
fn add_address(expression: &mut Expression, set: &str, address: AddressId) {
    let name = expression.name(PK);
    expression.require(format!("attribute_exists({name})"));
    expression.add(set, AttributeValue::Ss(vec![address.to_string()]));
}

fn require_absent(expression: &mut Expression) {
    let name = expression.name(PK);
    expression.require(format!("attribute_not_exists({name})"));
}

/// Requires that a count stays within its limit. If `more` alone exceeds the limit, it never fits, even
/// without an existing count.
fn require_room(expression: &mut Expression, quota: &Quota, more: u32) {
    let name = expression.name(COUNT);
    let room = expression.value(number(i64::from(quota.limit) - i64::from(more)));
    expression.require(if more <= quota.limit {
        format!("attribute_not_exists({name}) OR {name} <= {room}")
    } else {
        format!("{name} <= {room}")
    });
}

fn require_delivery(expression: &mut Expression, from: &[Delivery]) -> Result<(), Fault> {
    if from.is_empty() {
        return Err(Fault::InvalidPlan("a delivery state is set without a permitted current state"));
    }
    let name = expression.name(DELIVERY);
    let states: Result<Vec<String>, Fault> =
        from.iter().map(|state| Ok(expression.value(delivery(*state)?))).collect();
    expression.require(format!("{name} IN ({})", states?.join(", ")));
    Ok(())
}

#[cfg(test)]
mod tests {
    use std::collections::HashSet;

    use aws_sdk_dynamodb::types::ReturnValuesOnConditionCheckFailure::AllOld;
    use staffroom_app::{
        Condition, Context, Counter, Fault, IdempotencyState, Key, Plan, Quota, Record, Write,
    };
    use staffroom_domain::{AddressId, Delivery, EventActor, Membership};

    use super::{Action, actions, may_be_repeated};
    use crate::samples::{self, at, user};

    fn plan(writes: impl IntoIterator<Item = Write>) -> Plan {
        let context = Context { now: at(10), source_ip: None, entropy: [0; 10] };
        let mut plan = Plan::in_store(&samples::full_store(), &context, EventActor::Service);
        for write in writes {
            plan.push(write).unwrap();
        }
        plan
    }

    fn put((key, record): (Key, Record), condition: Condition) -> Write {
        Write::Put { key, record, condition }
    }

    fn count() -> Write {
        let counter = Counter::StoreInvitations(samples::store_id(), 7);
        Write::Count { quota: Quota { counter, limit: 5, ends_at: at(60), retry_after: 9 }, more: 2 }
    }

    /// Writes of every kind, with every condition.
    fn every_write() -> Vec<Write> {
        let member = |id: &str| samples::of_member(samples::full_member(id));
        let key = |id: &str| member(id).0;
        let invitation = |local: &str| samples::of_invitation(samples::full_invitation(local));
        let holder = |local: &str| samples::of_holder(local, "kim");
        let idempotency = samples::idempotency(IdempotencyState::InProgress, at(1));
        let event = samples::of_event(samples::event(1, staffroom_domain::EventKind::ReviewDue));
        let told = samples::of_event(samples::event(2, staffroom_domain::EventKind::ReviewDue));
        let from = vec![Delivery::Queued, Delivery::Sent];
        vec![
            put(member("a"), Condition::Absent),
            put(member("b"), Condition::Version(7)),
            put(samples::of_trace("c", samples::trace()), Condition::Version(8)),
            put(invitation("a"), Condition::VersionAndDelivery(3, Delivery::Sent)),
            put(holder("a"), Condition::None),
            put(idempotency, Condition::IdempotencyKeyFree),
            Write::Delete { key: holder("b").0, condition: Condition::AbsentOrHeldBy(user("kim")) },
            Write::Check { key: key("d"), condition: Condition::Version(2) },
            Write::ReleaseSeat { key: key("e"), version: None },
            Write::ReleaseSeat { key: key("f"), version: Some(2) },
            count(),
            Write::SetDelivery { key: invitation("b").0, generation: 2, from, to: Delivery::Delivered },
            Write::MarkMailed { key: event.0, address: AddressId::of(&samples::email("kim")) },
            Write::MarkDelivered { key: told.0, address: AddressId::of(&samples::email("kim")) },
            Write::RecordActivity { key: key("g") },
        ]
    }

    fn parts(action: &Action) -> (String, Vec<&String>, bool) {
        let (expressions, names, values, returned) = match action {
            Action::Put(put) => (
                [None, put.condition_expression.clone()],
                &put.expression_attribute_names,
                &put.expression_attribute_values,
                &put.return_values_on_condition_check_failure,
            ),
            Action::Update(update) => (
                [Some(update.update_expression.clone()), update.condition_expression.clone()],
                &update.expression_attribute_names,
                &update.expression_attribute_values,
                &update.return_values_on_condition_check_failure,
            ),
            Action::Delete(delete) => (
                [None, delete.condition_expression.clone()],
                &delete.expression_attribute_names,
                &delete.expression_attribute_values,
                &delete.return_values_on_condition_check_failure,
            ),
            Action::Check(check) => (
                [None, Some(check.condition_expression.clone())],
                &check.expression_attribute_names,
                &check.expression_attribute_values,
                &check.return_values_on_condition_check_failure,
            ),
        };
        let all_old = expressions[1].is_none() || *returned == Some(AllOld);
        let placeholders = names.iter().flatten().map(|(name, _)| name);
        let placeholders = placeholders.chain(values.iter().flatten().map(|(value, _)| value));
        (expressions.into_iter().flatten().collect::<Vec<_>>().join(" "), placeholders.collect(), all_old)
    }

    #[test]
    fn there_is_one_action_for_each_key_and_each_condition_asks_for_the_record() {
        let plan = plan(every_write());
        let actions = actions("table", &plan).unwrap();
        assert_eq!(actions.len(), plan.actions());
        let keys: HashSet<&Key> = actions.iter().map(|(key, _)| key).collect();
        assert_eq!(keys.len(), actions.len());
        for (key, action) in &actions {
            let (text, placeholders, all_old) = parts(action);
            assert!(all_old, "{key:?}");
            let words: HashSet<&str> =
                text.split(|c: char| !(c.is_alphanumeric() || "_#:".contains(c))).collect();
            // DynamoDB rejects an unused placeholder, and an expression of more than 4 KB.
            for placeholder in placeholders {
                assert!(words.contains(placeholder.as_str()), "{placeholder} in {text}");
            }
            assert!(text.len() < 4096, "{text}");
        }
    }

    #[test]
    fn a_record_is_not_written_beside_its_store() {
        let writes = [put(samples::of_store(samples::store()), Condition::Version(1))];
        assert!(matches!(actions("table", &plan(writes)), Err(Fault::InvalidPlan(_))));
    }

    #[test]
    fn a_check_of_nothing_is_no_action() {
        let check = Write::Check { key: Key::Store("other".parse().unwrap()), condition: Condition::None };
        assert_eq!(actions("table", &plan([check])).unwrap().len(), 1, "the store's own");
    }

    #[test]
    fn the_version_of_a_member_is_replaced_attribute_by_attribute() {
        let (key, record) = samples::of_member(samples::full_member("kim"));
        let write = put((key, record), Condition::Version(7));
        let actions = actions("table", &plan([write])).unwrap();
        let [_, (_, Action::Update(update))] = actions.as_slice() else { panic!("{actions:?}") };
        let names = update.expression_attribute_names.as_ref().unwrap();
        assert!(names.contains_key("#held_until") && names.contains_key("#left_at"));
        assert!(!names.contains_key("#last_active_at"));
    }

    #[test]
    fn what_cannot_be_put_is_an_invalid_plan() {
        let key = Key::Member(samples::store_id(), user("kim"));
        let never = put((key, Record::Membership(Membership::Never)), Condition::None);
        assert!(matches!(actions("table", &plan([never])), Err(Fault::InvalidPlan(_))));
    }

    #[test]
    fn a_write_is_sent_alone_only_where_its_repetition_does_no_harm() {
        let alone: Vec<bool> = every_write().iter().map(may_be_repeated).collect();
        let (no, yes) = (false, true);
        assert_eq!(alone, [no, no, no, no, yes, no, yes, no, no, no, yes, yes, yes, yes, yes]);
    }
}
