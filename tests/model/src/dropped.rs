//! The conditions of plans. The database in memory can ignore each; the model must then find a broken
//! promise, or the condition is not needed.

use staffroom_app::{Condition, Write};

/// A condition that is ignored.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
#[expect(missing_docs, reason = "the names say it")]
pub enum Dropped {
    StoreAbsent,
    StoreVersion,
    StoreDepartures,
    StoreSeatsTaken,
    StoreEvent,
    TakenAtMost,
    MembersAtMost,
    ReleaseSeatTime,
    ReleaseSeatVersion,
    CountLimit,
    DeliveryGeneration,
    DeliveryFrom,
    MailedEvent,
    LaterActivity,
    /// A condition on a record of a kind, of writes of a sort.
    On(Act, &'static str, Of),
}

/// The effect of a write.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
#[expect(missing_docs, reason = "the names say it")]
pub enum Act {
    Put,
    Delete,
    Check,
}

/// The kind of a condition.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
#[expect(missing_docs, reason = "the names say it")]
pub enum Of {
    Absent,
    Version,
    Delivery,
    AbsentOrHeldBy,
    IdempotencyKeyFree,
}

impl Dropped {
    /// Whether this is the whole condition of the write.
    pub(crate) fn ignores(self, write: &Write) -> bool {
        match (self, write) {
            (Self::CountLimit, Write::Count { .. })
            | (
                Self::MailedEvent,
                Write::MarkBegun { .. } | Write::MarkMailed { .. } | Write::MarkDelivered { .. },
            )
            | (Self::LaterActivity, Write::RecordActivity { .. }) => true,
            (Self::On(act, kind, of), write) => {
                let Some((its_act, condition)) = condition(write) else { return false };
                act == its_act && kind == write.key().kind() && of_condition(condition) == Some(of)
            }
            _ => false,
        }
    }

    /// Whether this condition is a part of the write's, of which another part counts.
    pub(crate) fn ignores_delivery(self, write: &Write) -> bool {
        self == Self::On(Act::Put, write.key().kind(), Of::Delivery)
    }
}

/// The effect of a write, and its condition.
fn condition(write: &Write) -> Option<(Act, &Condition)> {
    match write {
        Write::Put { condition, .. } => Some((Act::Put, condition)),
        Write::Delete { condition, .. } => Some((Act::Delete, condition)),
        Write::Check { condition, .. } => Some((Act::Check, condition)),
        Write::ReleaseSeat { .. }
        | Write::Count { .. }
        | Write::SetDelivery { .. }
        | Write::MarkBegun { .. }
        | Write::MarkMailed { .. }
        | Write::MarkDelivered { .. }
        | Write::RecordActivity { .. } => None,
    }
}

fn of_condition(condition: &Condition) -> Option<Of> {
    match condition {
        // Only an erasure has the others, and the histories have none.
        Condition::None | Condition::Present | Condition::Marks { .. } => None,
        Condition::Absent => Some(Of::Absent),
        Condition::Version(_) | Condition::VersionAndDelivery(..) => Some(Of::Version),
        Condition::AbsentOrHeldBy(_) => Some(Of::AbsentOrHeldBy),
        Condition::IdempotencyKeyFree => Some(Of::IdempotencyKeyFree),
    }
}
