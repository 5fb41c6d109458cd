//! The queue of hints.

use staffroom_app::DeliveryHint;
use staffroom_aws::Message;
use tracing::warn;

use crate::app::App;
use crate::retry::RetryError;

/// Sends hints. One that the queue does not take is sent by `dispatch` later.
pub(crate) async fn send(app: &App, hints: &[DeliveryHint]) -> Result<(), RetryError> {
    let messages = hints.iter().map(|hint| serde_json::to_string(hint).map(Message::now));
    let messages = messages.collect::<Result<Vec<_>, _>>()?;
    for batch in messages.chunks(staffroom_aws::BATCH) {
        let passed_over = app.queue.send(batch).await?;
        if passed_over > 0 {
            warn!(passed_over, "the queue does not take some deliveries; dispatch sends them");
        }
    }
    Ok(())
}
