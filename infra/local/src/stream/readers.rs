//! Notifies the stream readers of writes, and waits until they have processed them.

use std::sync::Arc;
use std::time::Duration;

use tokio::sync::{Notify, watch};
use tokio::time::{Instant, timeout};

/// All stream readers of the stack.
#[derive(Clone, Default)]
pub struct StreamReaders(Vec<(Arc<Notify>, watch::Receiver<Instant>)>);

/// A reader's end of [`StreamReaders`].
pub struct ReaderHandle {
    notify: Arc<Notify>,
    processed_until: watch::Sender<Instant>,
}

impl StreamReaders {
    /// Adds a reader.
    pub fn add(&mut self) -> ReaderHandle {
        let notify = Arc::new(Notify::new());
        let (processed_until, receiver) = watch::channel(Instant::now());
        self.0.push((notify.clone(), receiver));
        ReaderHandle { notify, processed_until }
    }

    /// Tells the readers that the table may have changed.
    pub fn notify(&self) {
        for (notify, _) in &self.0 {
            notify.notify_one();
        }
    }

    /// Waits until all changes before this call have been processed, but no longer than `limit`.
    pub async fn wait_until_processed(&self, limit: Duration) {
        let now = Instant::now();
        self.notify();
        let all = async {
            for (_, processed_until) in &self.0 {
                let _ = processed_until.clone().wait_for(|time| *time >= now).await;
            }
        };
        let _ = timeout(limit, all).await;
    }
}

impl ReaderHandle {
    /// Waits until the table may have changed.
    pub async fn notified(&self) {
        self.notify.notified().await;
    }

    /// Reports that all changes before `time` have been processed.
    pub fn report_processed(&self, time: Instant) {
        self.processed_until.send_replace(time);
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[tokio::test]
    async fn a_wait_ends_when_the_reader_has_read_the_stream_since() {
        let mut readers = StreamReaders::default();
        let reader = readers.add();
        let waiting = readers.clone();
        let waiting = tokio::spawn(async move { waiting.wait_until_processed(Duration::from_mins(1)).await });
        reader.notified().await;
        reader.report_processed(Instant::now());
        timeout(Duration::from_secs(30), waiting).await.expect("the wait ends").expect("no panic");
        // Without a report, the limit ends the wait.
        readers.wait_until_processed(Duration::from_millis(1)).await;
    }
}
