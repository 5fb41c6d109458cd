//! A person switches a kind of a store's mails off, or on again, by the link in one of them.

use staffroom_domain::{EventActor, MailKind, MailPreferences, Store, StoreId, Timestamp, UserId, Wish};

use crate::Error;
use crate::context::Context;
use crate::execute::{Outcome, UseCase};
use crate::key::Key;
use crate::plan::{Condition, Plan, Write};
use crate::read::{ReadResult, ReadSet};
use crate::record::Record;

/// Sets whether a person wants a kind of a store's mails. The answer is the store and what they want now.
#[derive(Debug, Clone)]
pub struct SetMailPreference {
    /// The store.
    pub store: StoreId,
    /// The person.
    pub user: UserId,
    /// The kind of mail.
    pub kind: MailKind,
    /// What they want.
    pub wish: Wish,
}

impl UseCase for SetMailPreference {
    type Answer = (Store, Wish);

    fn reads(&self, _: Timestamp) -> ReadSet {
        ReadSet::keys([
            Key::Store(self.store.clone()),
            Key::MailPreferences(self.store.clone(), self.user.clone()),
        ])
    }

    fn decide(&self, read: &ReadResult, context: &Context) -> Result<Outcome<Self::Answer>, Error> {
        let store = read.require_store(&self.store)?.clone();
        let before = read.mail_preferences(&self.store, &self.user);
        let Some(after) = MailPreferences::with(before, self.kind, self.wish, context.now) else {
            return Ok(Outcome::Unchanged((store, self.wish)));
        };
        let mut plan = Plan::beside_store(&self.store, context, EventActor::Invitee);
        plan.push(Write::Put {
            key: Key::MailPreferences(self.store.clone(), self.user.clone()),
            record: Record::MailPreferences(after),
            condition: Condition::of_version(before.map_or(0, |before| before.version)),
        })?;
        Ok(Outcome::commit(plan, (store, self.wish)))
    }
}

#[cfg(test)]
mod tests {
    use staffroom_domain::builders::{noon, store, user};
    use staffroom_domain::{MailKind, Rejection, Wish};

    use super::SetMailPreference;
    use crate::builders::{context_at, found, nothing_found, shop, store_found, store_key};
    use crate::execute::UseCase;
    use crate::expect::{committed, put, rejected, unchanged};
    use crate::key::Key;
    use crate::plan::Condition;

    fn set(wish: Wish) -> SetMailPreference {
        SetMailPreference { store: shop(), user: user("kim"), kind: MailKind::Reviews, wish }
    }

    #[test]
    fn a_kind_of_mail_is_switched_off_and_on_again() {
        let key = Key::MailPreferences(shop(), user("kim"));
        let read = |record| found([store_found(&store("whatnot")), (key.clone(), record)]);
        let (plan, (_, wish)) = committed(set(Wish::Unwanted).decide(&read(None), &context_at(noon())));
        assert_eq!((wish, put(&plan, &key).1), (Wish::Unwanted, &Condition::Absent));
        let off = Some(put(&plan, &key).0.clone());
        let (_, again) = unchanged(set(Wish::Unwanted).decide(&read(off.clone()), &context_at(noon())));
        assert_eq!(again, Wish::Unwanted);
        let (_, (_, wish)) = committed(set(Wish::Wanted).decide(&read(off), &context_at(noon())));
        assert_eq!(wish, Wish::Wanted);
    }

    #[test]
    fn a_store_that_is_gone_sends_nothing() {
        let read = found([nothing_found(store_key())]);
        assert_eq!(rejected(set(Wish::Unwanted).decide(&read, &context_at(noon()))), Rejection::NotFound);
    }
}
