use std::sync::Barrier;
use std::thread;

/// Runs `call` for 0, 1, … at the same moment, each on its own connection; the results in that order.
pub fn at_once<T: Send>(count: usize, call: impl Fn(usize) -> T + Sync) -> Vec<T> {
    let start = Barrier::new(count);
    thread::scope(|scope| {
        let runners: Vec<_> = (0..count)
            .map(|index| {
                let (start, call) = (&start, &call);
                scope.spawn(move || {
                    start.wait();
                    call(index)
                })
            })
            .collect();
        runners.into_iter().map(|runner| runner.join().expect("a racing call failed")).collect()
    })
}

/// Runs two different calls at the same moment.
pub fn one_each<A: Send, B: Send>(
    left: impl FnOnce() -> A + Send,
    right: impl FnOnce() -> B + Send,
) -> (A, B) {
    let start = Barrier::new(2);
    thread::scope(|scope| {
        let other = scope.spawn(|| {
            start.wait();
            right()
        });
        start.wait();
        (left(), other.join().expect("a racing call failed"))
    })
}
