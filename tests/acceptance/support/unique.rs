use std::sync::LazyLock;
use std::sync::atomic::{AtomicU64, Ordering};
use std::time::{SystemTime, UNIX_EPOCH};

/// Returns a text that no other test, process or test run uses. It has letters and digits only, so that it is valid in
/// every kind of name.
pub fn unique_id() -> String {
    static STARTED_AT: LazyLock<u128> = LazyLock::new(|| {
        SystemTime::now().duration_since(UNIX_EPOCH).expect("a clock past 1970").as_micros()
    });
    static COUNT: AtomicU64 = AtomicU64::new(0);
    format!("{:x}x{:x}", *STARTED_AT, COUNT.fetch_add(1, Ordering::Relaxed))
}
