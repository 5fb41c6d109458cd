//! Records the requests that the product makes to DynamoDB.

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

use crate::trace::{DynamoDbRequest, Trace};

/// Records the requests of one call at a time. Clones share the recording.
#[derive(Clone, Default)]
pub struct Recorder(Arc<Mutex<Recording>>);

#[derive(Default)]
struct Recording {
    trace: Trace,
    /// The number of requests without a response so far.
    pending: usize,
}

impl Recorder {
    fn recording(&self) -> MutexGuard<'_, Recording> {
        self.0.lock().unwrap_or_else(PoisonError::into_inner)
    }

    /// Returns the requests since the last call of this function.
    pub fn take(&self) -> Trace {
        mem::take(&mut self.recording().trace)
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
            DynamoDbRequest::BatchGet(input.clone())
        } else if let Some(input) = input.downcast_ref::<QueryInput>() {
            DynamoDbRequest::Query(input.clone())
        } else if let Some(input) = input.downcast_ref::<TransactWriteItemsInput>() {
            DynamoDbRequest::Transact(input.clone())
        } else if let Some(input) = input.downcast_ref::<UpdateItemInput>() {
            DynamoDbRequest::Update(input.clone())
        } else {
            return Err("the recorder does not support this operation".into());
        };
        let mut recording = self.recording();
        recording.pending += 1;
        let is_concurrent = recording.pending > 1;
        match recording.trace.0.last_mut() {
            Some(round_trip) if is_concurrent => round_trip.push(request),
            _ => recording.trace.0.push(vec![request]),
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
        recording.pending = recording.pending.saturating_sub(1);
        Ok(())
    }
}
