//! Calls about activities, and about what happens in a store.

use staffroom_app::{Announce, Announcement, DeleteActivity, Key, PutActivity};
use staffroom_domain::{ActivityId, OrderSummary};

use super::Light;
use crate::command::Command;
use crate::steps::Call;
use crate::world;

/// The activity of each store.
fn show() -> Option<ActivityId> {
    "show".parse().ok()
}

impl Light<'_> {
    pub(super) fn about_activities(&self, call: &Call) -> Option<Command> {
        Some(match call {
            Call::PutActivity { store, by, required, silent } => {
                let ((store, caller), activity) = (self.caller(*store, *by)?, show()?);
                let required = self.required(*required, &Key::Activity(store.clone(), activity.clone()));
                Command::PutActivity(PutActivity {
                    caller,
                    store: store.clone(),
                    activity,
                    required,
                    name: world::store_name().clone(),
                    order_notifications: !silent,
                })
            }
            Call::DeleteActivity { store, by, required } => {
                let ((store, caller), activity) = (self.caller(*store, *by)?, show()?);
                let required = self.required(*required, &Key::Activity(store.clone(), activity.clone()));
                Command::DeleteActivity(DeleteActivity { caller, store: store.clone(), activity, required })
            }
            Call::Announce { store, installed_by, more } => {
                let store = world::store(*store);
                let announcement = match installed_by {
                    None => Announcement::OrderCreated { activity: show()?, order: OrderSummary::default() },
                    Some(who) => Announcement::AppInstalled {
                        app: world::store_name().clone(),
                        installed_by: self.user(self.team(store)?, *who),
                    },
                };
                let announce = Announce { caller: world::platform(), store: store.clone(), announcement };
                Command::Announce(announce, more.saturating_add(1))
            }
            _ => return None,
        })
    }
}
