//! The use cases of Staffroom: one module each, with a command, what it reads, a pure decision, and a plan of writes.
//!
//! [`execute`] carries a use case out on a [`Database`]. `shared/table` is that database in DynamoDB.

mod context;
mod database;
mod error;
mod execute;
mod idempotency;
mod key;
mod plan;
mod precondition;
mod quota;
mod read;
mod record;
mod store_context;

pub use context::{Authority, Caller, Clock, Context, Invocation};
pub use database::{CommitOutcome, Database, List, Page, count_releasable_seats};
pub use error::{Error, Fault};
pub use execute::{Execution, Outcome, UseCase, execute};
pub use idempotency::{IdempotencyKey, Idempotent, Reply};
pub use key::{Counter, IdempotencyScope, Key};
pub use plan::{Condition, Plan, SeatCheck, StoreCondition, StoreWrite, Write};
pub use precondition::Precondition;
pub use quota::Quota;
pub use read::{ReadResult, ReadSet};
pub use record::{IdempotencyRecord, IdempotencyState, Record, StoredEvent};
pub use store_context::StoreContext;
