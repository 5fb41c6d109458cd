//! A person switches a kind of a store's mails off, or on again, by the link in one of them.

use staffroom_domain::{
    EventActor, MailKind, MailPreferences, Rejection, Store, StoreId, Timestamp, UserId, Wish,
};

use crate::Error;
use crate::context::Context;
use crate::execute::{Outcome, UseCase};
use crate::key::Key;
use crate::plan::{Condition, Plan, Write};
use crate::read::{ReadResult, ReadSet};
use crate::record::Record;
use crate::steps::present_id;

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
    /// When what the mail tells happened.
    pub told_at: Timestamp,
}

impl UseCase for SetMailPreference {
    type Answer = (Store, Wish);

    fn reads(&self, _: Timestamp) -> ReadSet {
        ReadSet::keys([
            Key::Store(self.store.clone()),
            Key::Member(self.store.clone(), self.user.clone()),
            Key::MailPreferences(self.store.clone(), self.user.clone()),
        ])
    }

    fn decide(&self, read: &ReadResult, context: &Context) -> Result<Outcome<Self::Answer>, Error> {
        // A token is all that was sent: what it names is gone, or is that of another store with its id.
        let store = read.store_unless_closed(&self.store)?.filter(|store| store.may_have_told(self.told_at));
        let store = store.ok_or(Rejection::InvalidToken)?.clone();
        let user = match present_id(read, &store, &self.user) {
            Ok(user) => user,
            Err(unread) => return Ok(Outcome::ReadMore(unread)),
        };
        let membership = read.membership(&store.id, user);
        let is_owner = store.owner.user_id == *user;
        if !is_owner && membership.member().is_none() {
            // Who has left gets no such mails, and nothing more is kept of them.
            return Ok(Outcome::Unchanged((store, self.wish)));
        }
        let key = Key::MailPreferences(self.store.clone(), user.clone());
        if !read.was_read(&key) {
            return Ok(Outcome::ReadMore(ReadSet::keys([key])));
        }
        let before = read.mail_preferences(&self.store, user);
        let Some(after) = MailPreferences::with(before, self.kind, self.wish, context.now) else {
            return Ok(Outcome::Unchanged((store, self.wish)));
        };
        let mut plan = if is_owner {
            // The store is as read, and its owner with it.
            Plan::in_store(&store, context, EventActor::Invitee)
        } else {
            let mut plan = Plan::beside_store(&self.store, context, EventActor::Invitee);
            plan.require_membership(user, membership.version())?;
            plan
        };
        plan.push(Write::Put {
            key,
            record: Record::MailPreferences(after),
            condition: Condition::of_version(before.map_or(0, |before| before.version)),
        })?;
        Ok(Outcome::commit(plan, (store, self.wish)))
    }
}

#[cfg(test)]
mod tests {
    use chrono::Duration;
    use staffroom_domain::builders::{member, noon, store, user};
    use staffroom_domain::{MailKind, Rejection, Wish};

    use super::SetMailPreference;
    use crate::builders::{
        context_at, found, left_found, member_found, member_key, moved_found, nothing_found, shop,
        store_found, store_key,
    };
    use crate::execute::UseCase;
    use crate::expect::{committed, put, read_more, rejected, store_write, unchanged};
    use crate::key::Key;
    use crate::plan::{Condition, StoreCondition, Write};
    use crate::read::ReadResult;
    use crate::record::Record;

    fn set(wish: Wish) -> SetMailPreference {
        SetMailPreference { store: shop(), user: user("kim"), kind: MailKind::Reviews, wish, told_at: noon() }
    }

    /// What is read, where Kim is a member.
    fn with_kim(record: Option<Record>) -> ReadResult {
        let key = Key::MailPreferences(shop(), user("kim"));
        let kim = member_found(&member("kim", &["seller"]));
        found([store_found(&store("whatnot")), kim, (key, record)])
    }

    #[test]
    fn a_kind_of_mail_is_switched_off_and_on_again() {
        let key = Key::MailPreferences(shop(), user("kim"));
        let (plan, (_, wish)) = committed(set(Wish::Unwanted).decide(&with_kim(None), &context_at(noon())));
        assert_eq!((wish, put(&plan, &key).1), (Wish::Unwanted, &Condition::Absent));
        let off = Some(put(&plan, &key).0.clone());
        let (_, again) = unchanged(set(Wish::Unwanted).decide(&with_kim(off.clone()), &context_at(noon())));
        assert_eq!(again, Wish::Unwanted);
        let (_, (_, wish)) = committed(set(Wish::Wanted).decide(&with_kim(off), &context_at(noon())));
        assert_eq!(wish, Wish::Wanted);
    }

    #[test]
    fn the_mail_of_a_closed_store_switches_nothing_off_in_the_next_one_with_its_id() {
        let before = SetMailPreference { told_at: noon() - Duration::seconds(6), ..set(Wish::Unwanted) };
        let refused = rejected(before.decide(&with_kim(None), &context_at(noon())));
        assert_eq!(refused, Rejection::InvalidToken);
    }

    #[test]
    fn nothing_is_kept_of_who_has_left() {
        let key = Key::MailPreferences(shop(), user("kim"));
        for kim in [left_found("kim", 1, 2), nothing_found(member_key("kim"))] {
            let read = found([store_found(&store("whatnot")), kim, nothing_found(key.clone())]);
            let (_, wish) = unchanged(set(Wish::Unwanted).decide(&read, &context_at(noon())));
            assert_eq!(wish, Wish::Unwanted);
        }
        let (plan, _) = committed(set(Wish::Unwanted).decide(&with_kim(None), &context_at(noon())));
        assert!(
            plan.writes.contains(&Write::Check { key: member_key("kim"), condition: Condition::Version(1) })
        );
        // Nor of who gives the store away meanwhile.
        let owner = SetMailPreference { user: user("owner"), ..set(Wish::Unwanted) };
        let preferences = nothing_found(Key::MailPreferences(shop(), user("owner")));
        let read = found([store_found(&store("whatnot")), preferences]);
        let (plan, _) = committed(owner.decide(&read, &context_at(noon())));
        let unchanged = StoreCondition::Unchanged { version: 1, departures: None };
        assert_eq!(store_write(&plan).condition, unchanged);
    }

    #[test]
    fn a_mail_from_before_a_move_works_for_the_present_id() {
        let mut read = with_kim(None);
        let (key, record) = moved_found("kim", "kim-2");
        read.set(key, record);
        let more = read_more(set(Wish::Unwanted).decide(&read, &context_at(noon())));
        assert_eq!(more.keys, [member_key("kim-2")]);
        let (key, record) = member_found(&member("kim-2", &["seller"]));
        read.set(key, record);
        let preferences = Key::MailPreferences(shop(), user("kim-2"));
        let more = read_more(set(Wish::Unwanted).decide(&read, &context_at(noon())));
        assert_eq!(more.keys, std::slice::from_ref(&preferences));
        read.set(preferences.clone(), None);
        let (plan, _) = committed(set(Wish::Unwanted).decide(&read, &context_at(noon())));
        assert_eq!(put(&plan, &preferences).1, &Condition::Absent);
    }

    #[test]
    fn a_store_that_is_gone_sends_nothing() {
        let read = found([nothing_found(store_key())]);
        assert_eq!(rejected(set(Wish::Unwanted).decide(&read, &context_at(noon()))), Rejection::InvalidToken);
    }
}
