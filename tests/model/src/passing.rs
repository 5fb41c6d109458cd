//! Steps without a call: time passes, the database deletes items, a catalog becomes unknown.

use chrono::Duration;
use staffroom_app::{Condition, Context, Key, Plan, Record, Write};
use staffroom_domain::{
    Catalog, EventActor, InvitationState, Membership, MoveStage, Moved, Plan as StorePlan, PolicySlugs,
    Timestamp, durations,
};

use crate::command::Command;
use crate::ledger::Fate;
use crate::machine::Machine;
use crate::port::Mishap;
use crate::promises::Broken;
use crate::steps::Pass;
use crate::world;

/// For how long what falls due may wait. The slug of a deleted role is taken for longer ([`durations::ROLE_SLUG_DAYS`]).
const LATEST_WORK_DAYS: i64 = 30;

/// Rounds of work, each of which deals with a part of what is due.
const WORK_ROUNDS: u32 = 10;

impl Machine<'_> {
    pub(crate) fn pass(&mut self, pass: Pass) -> Result<(), Broken> {
        let by = match pass {
            Pass::Milliseconds(number) => Duration::milliseconds(number.into()),
            Pass::Hours(number) => Duration::hours(number.into()),
            Pass::Days(number) => Duration::days(number.into()),
            Pass::ToEnd(number, after) => {
                let now = self.now();
                let mut ends = self.ends();
                ends.retain(|end| *end > now + Duration::seconds(3));
                ends.sort();
                ends.dedup();
                let end = ends.get(usize::from(number) % ends.len().max(1));
                let by = end.map(|end| *end + Duration::milliseconds(after.into()) - now);
                by.unwrap_or_default().max(Duration::zero())
            }
        };
        let until = self.now() + by;
        self.rewrite_in_time(until)?;
        self.advance(until - self.now());
        Ok(())
    }

    /// Rewrites replaced roles, and the former ids of those who vouch, before they would have waited for too long.
    fn rewrite_in_time(&mut self, until: Timestamp) -> Result<(), Broken> {
        for _ in 0..WORK_ROUNDS {
            let state = self.memory.state();
            let waits = |since: Timestamp| since + Duration::days(LATEST_WORK_DAYS) < until;
            let is_late = |record: &Record| match record {
                Record::ReplacedRoles(replaced) => waits(replaced.due_at),
                Record::Membership(Membership::Left(departure)) => {
                    let is_vouching = |moved: &Moved| moved.stage == MoveStage::Vouching;
                    departure.moved.as_ref().is_some_and(is_vouching) && waits(departure.at)
                }
                _ => false,
            };
            if !state.records.values().any(is_late) {
                break;
            }
            drop(state);
            // Past what is due by a clock that was ahead.
            self.advance(Duration::seconds(1));
            self.alone(&Command::Due, Mishap::None)?;
        }
        Ok(())
    }

    /// Every end that is to come.
    fn ends(&self) -> Vec<Timestamp> {
        let mut ends = Vec::new();
        for record in self.memory.state().records.values() {
            match record {
                Record::Store(store) => ends.extend(store.review_at),
                Record::Membership(Membership::Active(member)) => {
                    ends.extend(member.access_ends_at);
                    ends.extend(member.due_at);
                }
                Record::Invitation(invitation) if matches!(invitation.state, InvitationState::Pending(_)) => {
                    ends.push(invitation.expires_at);
                    ends.extend(invitation.access_ends_at);
                    ends.push(invitation.invited_by.vouched_at + Duration::days(durations::RENEWAL_DAYS));
                }
                _ => {}
            }
        }
        ends
    }

    /// Deletes what the database may delete.
    pub(crate) fn delete(&mut self, which: u8) {
        let now = self.now();
        let mut state = self.memory.state();
        let due: Vec<Key> = state
            .records
            .iter()
            .filter(|(key, record)| state.deletable_at(key, record).is_some_and(|at| at <= now))
            .map(|(key, _)| key.clone())
            .collect();
        let chosen: Vec<Key> = match which {
            255 => due,
            number => due.get(usize::from(number) % due.len().max(1)).cloned().into_iter().collect(),
        };
        let mut lines = Vec::new();
        for key in chosen {
            let Some(record) = state.records.remove(&key) else { continue };
            if let Some(truth) = self.truth {
                let _ = truth.commit(&deletion(&key, now));
            }
            lines.push(format!("the database deletes {key:?}"));
            self.history_is_cut |= matches!(key, Key::Event(..));
            match record {
                Record::Invitation(invitation) => {
                    if let Some(offered) =
                        self.ledger.team_mut(&invitation.store).and_then(|team| team.offer_mut(invitation.id))
                    {
                        offered.fate = Fate::Deleted;
                    }
                    self.watch.forget(&invitation);
                    state.bury(*invitation, now);
                }
                Record::Membership(Membership::Left(_)) => {
                    if let Key::Member(store, user) = &key
                        && let Some(team) = self.ledger.team_mut(store)
                    {
                        team.moves.forget(user);
                    }
                }
                Record::Event(stored) => {
                    if let Key::Event(store, _) | Key::Notice(store, _) = key {
                        state.deleted_events.push((store, stored.event));
                    }
                }
                _ => {}
            }
        }
        drop(state);
        for line in lines {
            self.tell(|| line);
        }
    }

    /// Forgets the catalog or the plan of a store, as an older version of the product would.
    pub(crate) fn forget(&mut self, number: u8) {
        let id = world::store(number);
        let mut state = self.memory.state();
        let Some(Record::Store(store)) = state.records.get_mut(&Key::Store(id.clone())) else { return };
        let Some(team) = self.ledger.team_mut(id) else { return };
        let slugs =
            PolicySlugs { catalog: store.catalog_slug().to_owned(), plan: store.plan_slug().to_owned() };
        store.unknown_policy = Some(slugs);
        store.catalog = Catalog::unknown();
        store.plan = StorePlan::UNKNOWN;
        team.catalog = Catalog::unknown();
        team.limit = StorePlan::UNKNOWN.seats;
        drop(state);
        self.tell(|| format!("the catalog and the plan of {} are known no more", id.as_str()));
    }
}

/// The plan that deletes a record, as the time to live does.
fn deletion(key: &Key, now: Timestamp) -> Plan {
    let context = Context { now, source_ip: None, entropy: [0; 10] };
    let mut plan = Plan::outside_store(&context, EventActor::Service);
    // A plan of one write takes it.
    let _ = plan.push(Write::Delete { key: key.clone(), condition: Condition::None });
    plan
}
