//! The platform announces an order or an installed app, which is mailed to those concerned.

use staffroom_domain::{
    ActivityId, DisplayName, EventActor, EventKind, Field, OrderSummary, Rejection, Store, StoreId,
    Timestamp, UserId,
};

use crate::Error;
use crate::context::{Caller, Context};
use crate::execute::{Outcome, UseCase};
use crate::key::Key;
use crate::plan::Plan;
use crate::read::{ReadResult, ReadSet};

/// Announces something that happened in a store.
#[derive(Debug, Clone)]
pub struct Announce {
    /// The platform.
    pub caller: Caller,
    /// The store.
    pub store: StoreId,
    /// The announcement.
    pub announcement: Announcement,
}

/// Something that happened in a store.
#[derive(Debug, Clone)]
pub enum Announcement {
    /// A customer placed an order for an activity.
    OrderCreated {
        /// The activity.
        activity: ActivityId,
        /// The order.
        order: OrderSummary,
    },
    /// A member or the owner installed an app.
    AppInstalled {
        /// The app's name.
        app: DisplayName,
        /// The person.
        installed_by: UserId,
    },
}

impl Announce {
    /// The event, with its actor; `None` if no mail is to be sent.
    fn event(
        &self,
        read: &ReadResult,
        store: &Store,
        now: Timestamp,
    ) -> Result<Option<(EventActor, EventKind)>, Rejection> {
        match &self.announcement {
            Announcement::OrderCreated { activity, order } => {
                let activity = read
                    .activity(&store.id, activity)
                    .ok_or_else(|| Rejection::invalid(Field::ActivityId, "is no activity of this store"))?;
                let event = EventKind::OrderCreated { activity: activity.name.clone(), order: order.clone() };
                Ok(activity.order_notifications.then_some((EventActor::Platform, event)))
            }
            Announcement::AppInstalled { app, installed_by } => {
                let name = match read.membership(&store.id, installed_by).present(now) {
                    Some(member) => member.name.clone(),
                    None if store.owner.user_id == *installed_by => Some(store.owner.name.clone()),
                    None => {
                        return Err(Rejection::invalid(Field::InstalledBy, "is not on the store's team"));
                    }
                };
                let by = EventActor::User { user_id: installed_by.clone(), name };
                Ok(Some((by, EventKind::AppInstalled { app: app.clone() })))
            }
        }
    }
}

impl UseCase for Announce {
    type Answer = ();

    fn reads(&self, _: Timestamp) -> ReadSet {
        let store = self.store.clone();
        let about = match &self.announcement {
            Announcement::OrderCreated { activity, .. } => Key::Activity(store.clone(), activity.clone()),
            Announcement::AppInstalled { installed_by, .. } => {
                Key::Member(store.clone(), installed_by.clone())
            }
        };
        ReadSet::keys([Key::Store(store), about])
    }

    fn decide(&self, read: &ReadResult, context: &Context) -> Result<Outcome<()>, Error> {
        self.caller.require_platform()?;
        let store = read.require_store(&self.store)?;
        let Some((actor, event)) = self.event(read, store, context.now)? else {
            return Ok(Outcome::Unchanged(()));
        };
        // No condition on the store: concurrent orders of one store must not conflict.
        let mut plan = Plan::beside_store(&self.store, context, actor);
        plan.record_event(event)?;
        Ok(Outcome::commit(plan, ()))
    }
}

#[cfg(test)]
mod tests;
