//! Builds the expressions of one action. Names and values get placeholders, because DynamoDB reserves many
//! words.

use std::collections::HashMap;

use aws_sdk_dynamodb::types::ReturnValuesOnConditionCheckFailure::AllOld;
use aws_sdk_dynamodb::types::{
    AttributeValue, ConditionCheck, Delete, Put, ReturnValuesOnConditionCheckFailure, TransactWriteItem,
    Update,
};
use staffroom_app::Fault;

use crate::error::unbuilt;
use crate::keys::PrimaryKey;
use crate::schema::Item;

/// One action of a transaction.
#[derive(Debug, Clone, PartialEq)]
pub(crate) enum Action {
    Put(Put),
    Update(Update),
    Delete(Delete),
    Check(ConditionCheck),
}

impl From<Action> for TransactWriteItem {
    fn from(action: Action) -> Self {
        let item = Self::builder();
        match action {
            Action::Put(put) => item.put(put),
            Action::Update(update) => item.update(update),
            Action::Delete(delete) => item.delete(delete),
            Action::Check(check) => item.condition_check(check),
        }
        .build()
    }
}

/// The expressions of one action. If its condition fails, DynamoDB returns the current item.
#[derive(Debug, Default)]
pub(super) struct Expression {
    set: Vec<String>,
    remove: Vec<String>,
    add: Vec<String>,
    conditions: Vec<String>,
    names: HashMap<String, String>,
    values: Item,
}

impl Expression {
    /// The placeholder of an attribute's name.
    pub(super) fn name(&mut self, attribute: &str) -> String {
        let placeholder = format!("#{attribute}");
        self.names.insert(placeholder.clone(), attribute.to_owned());
        placeholder
    }

    /// A placeholder of a value.
    pub(super) fn value(&mut self, value: AttributeValue) -> String {
        let placeholder = format!(":v{}", self.values.len());
        self.values.insert(placeholder.clone(), value);
        placeholder
    }

    /// Sets an attribute.
    pub(super) fn set(&mut self, attribute: &str, value: AttributeValue) {
        let name = self.name(attribute);
        let value = self.value(value);
        self.set.push(format!("{name} = {value}"));
    }

    /// Sets an attribute if the item lacks it.
    pub(super) fn set_if_absent(&mut self, attribute: &str, value: AttributeValue) {
        let name = self.name(attribute);
        let value = self.value(value);
        self.set.push(format!("{name} = if_not_exists({name}, {value})"));
    }

    /// Adds `change` to a number; `absent` is its value if the item lacks it.
    pub(super) fn count(&mut self, attribute: &str, absent: impl ToString, change: impl ToString) {
        let name = self.name(attribute);
        let absent = self.value(number(absent));
        let change = self.value(number(change));
        self.set.push(format!("{name} = if_not_exists({name}, {absent}) + {change}"));
    }

    /// Removes an attribute.
    pub(super) fn remove(&mut self, attribute: &str) {
        let name = self.name(attribute);
        self.remove.push(name);
    }

    /// Sets these attributes, and removes those of `may_lack` that are not among them.
    pub(super) fn replace(&mut self, attributes: Item, may_lack: &[&str]) {
        for attribute in may_lack.iter().filter(|attribute| !attributes.contains_key(**attribute)) {
            self.remove(attribute);
        }
        for (attribute, value) in attributes {
            self.set(&attribute, value);
        }
    }

    /// Adds to a number, or to a set.
    pub(super) fn add(&mut self, attribute: &str, value: AttributeValue) {
        let name = self.name(attribute);
        let value = self.value(value);
        self.add.push(format!("{name} {value}"));
    }

    /// Adds a condition.
    pub(super) fn require(&mut self, condition: String) {
        self.conditions.push(condition);
    }

    /// Adds a condition that compares an attribute with a value.
    pub(super) fn compare(&mut self, attribute: &str, operator: &str, value: AttributeValue) {
        let name = self.name(attribute);
        let value = self.value(value);
        self.require(format!("{name} {operator} {value}"));
    }

    fn update_expression(&self) -> String {
        let clauses = [("SET", &self.set), ("REMOVE", &self.remove), ("ADD", &self.add)];
        let clauses = clauses.iter().filter(|(_, parts)| !parts.is_empty());
        clauses.map(|(word, parts)| format!("{word} {}", parts.join(", "))).collect::<Vec<_>>().join(" ")
    }

    fn condition(&self) -> Option<String> {
        match self.conditions.as_slice() {
            [] => None,
            [one] => Some(one.clone()),
            many => Some(format!("({})", many.join(") AND ("))),
        }
    }

    fn on_failure(&self) -> Option<ReturnValuesOnConditionCheckFailure> {
        (!self.conditions.is_empty()).then_some(AllOld)
    }

    /// The maps of placeholders; `None` if empty, because DynamoDB rejects empty maps.
    fn maps(self) -> (Option<HashMap<String, String>>, Option<Item>) {
        (
            Some(self.names).filter(|names| !names.is_empty()),
            Some(self.values).filter(|values| !values.is_empty()),
        )
    }

    /// A put of a whole item.
    pub(super) fn put(self, table: &str, item: Item) -> Result<Action, Fault> {
        let put = Put::builder()
            .table_name(table)
            .set_item(Some(item))
            .set_condition_expression(self.condition())
            .set_return_values_on_condition_check_failure(self.on_failure());
        let (names, values) = self.maps();
        let put = put.set_expression_attribute_names(names).set_expression_attribute_values(values);
        put.build().map(Action::Put).map_err(unbuilt)
    }

    /// An update of some attributes.
    pub(super) fn update(self, table: &str, key: PrimaryKey) -> Result<Action, Fault> {
        let update = Update::builder()
            .table_name(table)
            .set_key(Some(key.into_item()))
            .update_expression(self.update_expression())
            .set_condition_expression(self.condition())
            .set_return_values_on_condition_check_failure(self.on_failure());
        let (names, values) = self.maps();
        let update = update.set_expression_attribute_names(names).set_expression_attribute_values(values);
        update.build().map(Action::Update).map_err(unbuilt)
    }

    /// A deletion.
    pub(super) fn delete(self, table: &str, key: PrimaryKey) -> Result<Action, Fault> {
        let delete = Delete::builder()
            .table_name(table)
            .set_key(Some(key.into_item()))
            .set_condition_expression(self.condition())
            .set_return_values_on_condition_check_failure(self.on_failure());
        let (names, values) = self.maps();
        let delete = delete.set_expression_attribute_names(names).set_expression_attribute_values(values);
        delete.build().map(Action::Delete).map_err(unbuilt)
    }

    /// A check without a write; `None` if there is no condition.
    pub(super) fn check(self, table: &str, key: PrimaryKey) -> Result<Option<Action>, Fault> {
        let Some(condition) = self.condition() else { return Ok(None) };
        let check = ConditionCheck::builder()
            .table_name(table)
            .set_key(Some(key.into_item()))
            .condition_expression(condition)
            .set_return_values_on_condition_check_failure(self.on_failure());
        let (names, values) = self.maps();
        let check = check.set_expression_attribute_names(names).set_expression_attribute_values(values);
        check.build().map(|check| Some(Action::Check(check))).map_err(unbuilt)
    }
}

/// A number as an attribute.
#[expect(clippy::needless_pass_by_value, reason = "numbers are as cheap as references to them")]
pub(super) fn number(number: impl ToString) -> AttributeValue {
    AttributeValue::N(number.to_string())
}

/// A text as an attribute.
pub(super) fn text(text: impl Into<String>) -> AttributeValue {
    AttributeValue::S(text.into())
}
