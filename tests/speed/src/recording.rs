//! Writes down what the product asks of DynamoDB.

use std::mem;
use std::sync::{Arc, Mutex, MutexGuard, PoisonError};

use aws_sdk_dynamodb::config::interceptors::{
    BeforeSerializationInterceptorContextRef, FinalizerInterceptorContextRef,
};
use aws_sdk_dynamodb::config::{ConfigBag, Intercept, RuntimeComponents};
use aws_sdk_dynamodb::error::BoxError;
use aws_sdk_dynamodb::operation::batch_get_item::BatchGetItemInput;
use aws_sdk_dynamodb::operation::query::QueryInput;
use aws_sdk_dynamodb::operation::transact_write_items::TransactWriteItemsInput;
use aws_sdk_dynamodb::operation::update_item::UpdateItemInput;

use crate::calls::{Call, Request};

/// What one call of the product asks. Its clones are one.
#[derive(Clone, Default)]
pub struct Recorder(Arc<Mutex<Recording>>);

#[derive(Default)]
struct Recording {
    call: Call,
    under_way: usize,
}

impl Recorder {
    fn recording(&self) -> MutexGuard<'_, Recording> {
        self.0.lock().unwrap_or_else(PoisonError::into_inner)
    }

    /// What was asked since this was last called.
    pub fn take(&self) -> Call {
        mem::take(&mut self.recording().call)
    }
}

impl std::fmt::Debug for Recorder {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.write_str("Recorder")
    }
}

impl Intercept for Recorder {
    fn name(&self) -> &'static str {
        "Recorder"
    }

    fn read_before_serialization(
        &self,
        context: &BeforeSerializationInterceptorContextRef<'_>,
        _: &RuntimeComponents,
        _: &mut ConfigBag,
    ) -> Result<(), BoxError> {
        let input = context.input();
        let request = if let Some(input) = input.downcast_ref::<BatchGetItemInput>() {
            Request::BatchGet(input.clone())
        } else if let Some(input) = input.downcast_ref::<QueryInput>() {
            Request::Query(input.clone())
        } else if let Some(input) = input.downcast_ref::<TransactWriteItemsInput>() {
            Request::Transact(input.clone())
        } else if let Some(input) = input.downcast_ref::<UpdateItemInput>() {
            Request::Update(input.clone())
        } else {
            return Err("a call that cannot be repeated yet".into());
        };
        let mut recording = self.recording();
        recording.under_way += 1;
        let alone = recording.under_way == 1;
        match recording.call.0.last_mut() {
            Some(together) if !alone => together.push(request),
            _ => recording.call.0.push(vec![request]),
        }
        Ok(())
    }

    fn read_after_execution(
        &self,
        _: &FinalizerInterceptorContextRef<'_>,
        _: &RuntimeComponents,
        _: &mut ConfigBag,
    ) -> Result<(), BoxError> {
        let mut recording = self.recording();
        recording.under_way = recording.under_way.saturating_sub(1);
        Ok(())
    }
}
