use std::sync::Barrier;
use std::thread;

/// Runs `call(0)`, `call(1)`, … at the same time, each in its own thread and over its own connection. Returns the results
/// in that order.
pub fn run_concurrently<T: Send>(count: usize, call: impl Fn(usize) -> T + Sync) -> Vec<T> {
    let start = Barrier::new(count);
    thread::scope(|scope| {
        let threads: Vec<_> = (0..count)
            .map(|index| {
                let (start, call) = (&start, &call);
                scope.spawn(move || {
                    start.wait();
                    call(index)
                })
            })
            .collect();
        threads.into_iter().map(|thread| thread.join().expect("a concurrent call failed")).collect()
    })
}

/// Runs two different calls at the same time.
pub fn run_both<A: Send, B: Send>(
    left: impl FnOnce() -> A + Send,
    right: impl FnOnce() -> B + Send,
) -> (A, B) {
    let start = Barrier::new(2);
    thread::scope(|scope| {
        let right = scope.spawn(|| {
            start.wait();
            right()
        });
        start.wait();
        (left(), right.join().expect("a concurrent call failed"))
    })
}
