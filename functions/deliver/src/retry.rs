use staffroom_aws::{OutOfTime, QueueError};

/// Why a message must come again.
#[derive(Debug, thiserror::Error)]
pub(crate) enum RetryError {
    /// A use case failed.
    #[error(transparent)]
    App(#[from] staffroom_app::Error),
    /// The queue does not take a message.
    #[error(transparent)]
    Queue(#[from] QueueError),
    /// The queue takes other messages, and not this one.
    #[error("the queue does not take a message")]
    NotTaken,
    /// A message cannot be written.
    #[error("a message cannot be written")]
    Json(#[from] serde_json::Error),
    /// The invocation's time is not enough.
    #[error(transparent)]
    OutOfTime(#[from] OutOfTime),
}
