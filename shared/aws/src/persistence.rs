//! Calls that a service answers for each part by itself.

use std::time::Duration;

/// How often a part is sent that the service does not take while it takes others of the call.
const ATTEMPTS: u32 = 3;

/// Sends the parts with these indexes. Those that `send` does not take are sent again, some times; which ones are left is the
/// answer. The wait before the second attempt is `pause`, and the one before the third twice as long.
///
/// # Errors
/// Those of `send`, at once.
pub async fn persistently<F, E>(
    indexes: Vec<usize>,
    pause: Duration,
    send: impl Fn(Vec<usize>) -> F,
) -> Result<Vec<usize>, E>
where
    F: Future<Output = Result<Vec<usize>, E>>,
{
    let mut left = indexes;
    for attempt in 0..ATTEMPTS {
        if attempt > 0 {
            tokio::time::sleep(pause * attempt).await;
        }
        left = send(left).await?;
        if left.is_empty() {
            break;
        }
    }
    Ok(left)
}

#[cfg(test)]
mod tests {
    use std::cell::RefCell;
    use std::time::Duration;

    use super::persistently;

    /// Sends three messages. `refusals` says how often the queue refuses each.
    async fn send(refusals: [u32; 3]) -> (Result<usize, ()>, Vec<Vec<usize>>) {
        let (refusals, calls) = (RefCell::new(refusals), RefCell::new(Vec::new()));
        let left = persistently(vec![0, 1, 2], Duration::ZERO, |indexes| {
            calls.borrow_mut().push(indexes.clone());
            let refused = indexes.into_iter().filter(|index| {
                let left = &mut refusals.borrow_mut()[*index];
                let is_refused = *left > 0;
                *left = left.saturating_sub(1);
                is_refused
            });
            std::future::ready(Ok(refused.collect()))
        })
        .await;
        (left.map(|left| left.len()), calls.into_inner())
    }

    #[tokio::test]
    async fn messages_that_are_not_taken_are_sent_again_alone() {
        let (left, calls) = send([0, 1, 0]).await;
        assert_eq!(left.ok(), Some(0));
        assert_eq!(calls, [vec![0, 1, 2], vec![1]]);
    }

    #[tokio::test]
    async fn a_message_that_is_never_taken_is_passed_over() {
        let (left, calls) = send([9, 0, 9]).await;
        assert_eq!(left.ok(), Some(2));
        assert_eq!(calls, [vec![0, 1, 2], vec![0, 2], vec![0, 2]]);
    }

    #[tokio::test]
    async fn an_error_of_the_whole_call_is_passed_on() {
        let left =
            persistently(vec![0, 1, 2], Duration::ZERO, |_| std::future::ready(Err("no answer"))).await;
        assert_eq!(left, Err("no answer"));
    }
}
