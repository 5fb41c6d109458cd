//! The ledger: the reference model, with which the records are compared. It is updated from the commands,
//! events and records of each commit, and uses simple data structures only.

mod erasures;
mod people;
mod roles;

use std::collections::{BTreeMap, BTreeSet};

use staffroom_app::IdempotencyScope;
use staffroom_domain::{
    ActivityId, AddressId, Catalog, DeliveryChannel, EmailAddress, EventId, Grant, InvitationId, MailKind,
    MailProblem, Settings, StoreId, Timestamp, UserId, bounds,
};

pub use self::people::Moves;
pub use self::roles::{Former, RoleHolders, Roles};
use crate::world::{self, Rights};

/// The mails about an event so far.
#[derive(Debug, Clone, Default)]
pub struct Mails {
    /// The addresses for which a mail was begun.
    pub begun: BTreeSet<AddressId>,
    /// The addresses that were written to.
    pub sent: Vec<AddressId>,
    /// The addresses that are marked as written to.
    pub marked: Vec<AddressId>,
    /// Whether a call ended between a mail and its mark, so that the mail may go twice.
    pub doubtful: bool,
}

/// The expected state of all stores.
#[derive(Debug, Clone, Default)]
pub struct Ledger {
    /// The stores.
    pub teams: Vec<Team>,
    /// The stores that are closed, and not yet deleted.
    pub closed: BTreeSet<StoreId>,
    /// Those that were deleted. Their ids are free.
    pub gone: BTreeSet<StoreId>,
    /// How many links a store mailed to an address on a day.
    pub mails: BTreeMap<(u8, i64, StoreId), u32>,
    /// How many invitations were made in a store on a day.
    pub invited: BTreeMap<(StoreId, i64), u32>,
    /// How often a member changed their address on a day.
    pub address_changes: BTreeMap<(StoreId, UserId, i64), u32>,
    /// The requests with an idempotency key: their content, time and answer.
    pub requests: BTreeMap<String, Request>,
    /// What each person was told of gathered answers.
    pub gathered: BTreeMap<(StoreId, UserId), Gathered>,
    /// The addresses that no store may invite, because their owners said so.
    pub opted_out: BTreeSet<AddressId>,
    /// The kinds of mail that a person does not want from a store.
    pub unwanted: BTreeSet<(StoreId, UserId, MailKind)>,
    /// The mails that an address got from a store on a day because of what one person did.
    pub caused: BTreeMap<Cause, u32>,
    /// The mails about each event.
    pub mailed: BTreeMap<EventId, Mails>,
    /// How many changes were committed.
    pub commits: u64,
    /// The latest time of a commit.
    pub latest: Timestamp,
}

/// A request that came with an idempotency key.
#[derive(Debug, Clone)]
pub struct Request {
    /// The request.
    pub fingerprint: String,
    /// When it was last answered or begun.
    pub at: Timestamp,
    /// The answer, where it is known to be stored.
    pub answer: Option<String>,
    /// Whether it was interrupted and recorded that.
    pub interrupted: bool,
    /// The number of the call that stored it.
    pub call: usize,
}

/// The store, the person who caused mails, the address that got them, and the day.
pub type Cause = (StoreId, UserId, AddressId, i64);

/// What a person was told of gathered answers in a store.
#[derive(Debug, Clone, Default)]
pub struct Gathered {
    /// When they were told last.
    pub at: Option<Timestamp>,
    /// The events of the answers.
    pub answers: BTreeSet<EventId>,
}

/// The expected state of a store.
#[derive(Debug, Clone)]
pub struct Team {
    /// The store.
    pub id: StoreId,
    /// The owner.
    pub owner: UserId,
    /// The owner's address.
    pub owner_email: EmailAddress,
    /// The catalog.
    pub catalog: &'static Catalog,
    /// The catalog that the platform put last, known or not.
    pub slug: String,
    /// How often the catalog changed.
    pub catalogs: u32,
    /// The seats.
    pub limit: Option<u32>,
    /// The settings.
    pub settings: Settings,
    /// The roles of its own.
    pub roles: Roles,
    /// The members, those whose access has ended included.
    pub members: Vec<Place>,
    /// The people who left or were removed, each with the number of the commit.
    pub left: Vec<(UserId, u64)>,
    /// The people whom the platform moved.
    pub moves: Moves,
    /// The people who were erased, and the addresses that were known to be theirs.
    pub erased: Vec<(UserId, BTreeSet<EmailAddress>)>,
    /// Those who came back while the history was rewritten, which names another in the place of them.
    pub unnamed: BTreeSet<UserId>,
    /// The activities, and whether the orders of each are mailed.
    pub activities: BTreeMap<ActivityId, bool>,
    /// The latest offer to each address.
    pub offers: Vec<Offered>,
    /// The addresses from which a complaint came, by their invitations.
    pub opted_out: BTreeSet<InvitationId>,
    /// The number of the commit that made the store.
    pub version: u64,
    /// When it was made. A store that had the id before is another one.
    pub since: Timestamp,
}

/// A member.
#[derive(Debug, Clone)]
pub struct Place {
    /// The person.
    pub user: UserId,
    /// The address.
    pub email: EmailAddress,
    /// The addresses that the person has proved to own. While they have access, nobody else on the team has one of them.
    pub emails: Vec<EmailAddress>,
    /// Their grant.
    pub given: Given,
    /// When their access ends.
    pub end: Option<Timestamp>,
    /// When a manager suspended them.
    pub suspended_at: Option<Timestamp>,
    /// What is wrong with mails to their address.
    pub mail_problem: Option<MailProblem>,
}

/// A grant, given or offered.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Given {
    /// Roles and permissions.
    pub grant: Grant,
    /// How often the store's catalog had changed by then.
    pub under: u32,
}

/// An offer to an address.
#[derive(Debug, Clone)]
pub struct Offered {
    /// The invitation.
    pub id: InvitationId,
    /// The address.
    pub email: EmailAddress,
    /// The manager who vouched last.
    pub by: UserId,
    /// When their own access was to end by then.
    pub by_end: Option<Timestamp>,
    /// When they did.
    pub at: Timestamp,
    /// The number of the commit.
    pub commit: u64,
    /// The offered grant.
    pub given: Given,
    /// When the access will end.
    pub end: Option<Timestamp>,
    /// When the link's term ends.
    pub until: Timestamp,
    /// The number of the latest link.
    pub generation: u32,
    /// How often it was sent again.
    pub resends: u32,
    /// The number of the link of which the invitee was reminded last.
    pub reminded: Option<u32>,
    /// Whether Staffroom mails the links that managers send.
    pub channel: DeliveryChannel,
    /// Whether Staffroom mails the latest link.
    pub mailed: bool,
    /// Whether the recipient reported the mail with the latest link as unwanted.
    pub unwanted: bool,
    /// The state.
    pub fate: Fate,
}

/// The state of an offer.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Fate {
    /// It is unanswered.
    Open,
    /// This person joined.
    Accepted(UserId),
    /// It was declined.
    Declined,
    /// It was revoked, or superseded.
    Revoked,
    /// Its grantor could give none of it.
    Withdrawn,
    /// The database deleted it.
    Deleted,
}

impl Ledger {
    /// The store, if there is one.
    #[must_use]
    pub fn team(&self, store: &StoreId) -> Option<&Team> {
        self.teams.iter().find(|team| team.id == *store)
    }

    /// The store, if there is one.
    pub fn team_mut(&mut self, store: &StoreId) -> Option<&mut Team> {
        self.teams.iter_mut().find(|team| team.id == *store)
    }

    /// Forgets a closed store whose record is deleted. What it mailed counts for its recipients nevertheless, as that of a store
    /// of another name.
    pub fn retire(&mut self, store: &StoreId) {
        self.closed.remove(store);
        self.gone.insert(store.clone());
        let mails = std::mem::take(&mut self.mails);
        let former: StoreId =
            format!("{}.{}", store.as_str(), self.commits).parse().unwrap_or_else(|_| store.clone());
        self.mails = mails
            .into_iter()
            .map(|((email, day, of), count)| {
                ((email, day, if of == *store { former.clone() } else { of }), count)
            })
            .collect();
        self.invited.retain(|(of, _), _| of != store);
        self.address_changes.retain(|(of, ..), _| of != store);
        self.gathered.retain(|(of, _), _| of != store);
        self.unwanted.retain(|(of, ..)| of != store);
        self.caused.retain(|(of, ..), _| of != store);
        let scope = format!("{:?}", IdempotencyScope::Store(store.clone()));
        self.requests.retain(|key, _| !key.contains(&scope));
    }

    /// Whether an address can get no further link of this store on the day of `now`: from this store, or from one store more.
    #[must_use]
    pub fn is_mailed_out(&self, team: &Team, email: &EmailAddress, now: Timestamp) -> bool {
        let number = world::number_of_email(email).unwrap_or(u8::MAX);
        let of_store = self.mails.get(&(number, day(now), team.id.clone())).copied().unwrap_or(0);
        of_store >= team.catalog.limits.mails_per_recipient_per_day
            || (of_store == 0
                && self.stores_that_mailed(number, day(now)) >= bounds::STORES_PER_RECIPIENT_PER_DAY)
    }

    /// How many stores mailed links to an address on a day.
    #[must_use]
    pub fn stores_that_mailed(&self, number: u8, day: i64) -> u32 {
        let stores = self.mails.keys().filter(|(to, on, _)| (*to, *on) == (number, day)).count();
        u32::try_from(stores).unwrap_or(u32::MAX)
    }
}

/// The day of a time.
#[must_use]
pub fn day(at: Timestamp) -> i64 {
    at.timestamp().div_euclid(86_400)
}

impl Place {
    /// Whether access has ended.
    #[must_use]
    pub fn has_ended(&self, now: Timestamp) -> bool {
        self.end.is_some_and(|end| end <= now)
    }

    /// Whether the person has access: it has neither ended nor been suspended.
    #[must_use]
    pub fn has_access(&self, now: Timestamp) -> bool {
        !self.has_ended(now) && self.suspended_at.is_none()
    }
}

impl Offered {
    /// Whether its link can be used.
    #[must_use]
    pub fn is_live(&self, now: Timestamp) -> bool {
        self.fate == Fate::Open && now < self.until
    }
}

impl Team {
    /// The member, whose access may have ended.
    #[must_use]
    pub fn member(&self, user: &UserId) -> Option<&Place> {
        self.members.iter().find(|place| place.user == *user)
    }

    /// The member, whose access may have ended.
    pub fn member_mut(&mut self, user: &UserId) -> Option<&mut Place> {
        self.members.iter_mut().find(|place| place.user == *user)
    }

    /// The member, if they have access.
    #[must_use]
    pub fn present(&self, user: &UserId, now: Timestamp) -> Option<&Place> {
        self.member(user).filter(|place| place.has_access(now))
    }

    /// The offer.
    #[must_use]
    pub fn offer(&self, id: InvitationId) -> Option<&Offered> {
        self.offers.iter().find(|offered| offered.id == id)
    }

    /// The offer.
    pub fn offer_mut(&mut self, id: InvitationId) -> Option<&mut Offered> {
        self.offers.iter_mut().find(|offered| offered.id == id)
    }

    /// The permissions that a grant gives its holder now: none after a change of catalog.
    #[must_use]
    pub fn worth(&self, given: &Given) -> Rights {
        if given.under == self.catalogs { self.roles.rights_of(self.catalog, &given.grant) } else { 0 }
    }

    /// The permissions of a person; `None` if the person does not belong to the store.
    #[must_use]
    pub fn rights(&self, user: &UserId, now: Timestamp) -> Option<Rights> {
        if self.owner == *user {
            return Some(world::all_rights(self.catalog));
        }
        self.present(user, now).map(|place| self.worth(&place.given))
    }

    /// Whether a person manages the team.
    #[must_use]
    pub fn manages(&self, user: &UserId, now: Timestamp) -> bool {
        self.rights(user, now).is_some_and(|rights| rights & world::right(self.catalog, "team") != 0)
    }

    /// When a person's access ends; `None` if it does not end.
    #[must_use]
    pub fn end_of(&self, user: &UserId) -> Option<Timestamp> {
        if self.owner == *user { None } else { self.member(user).and_then(|place| place.end) }
    }

    /// The reason why a person cannot give these rights until this end at this time, if there is one.
    #[must_use]
    pub fn cannot_give(
        &self,
        user: &UserId,
        rights: Rights,
        end: Option<Timestamp>,
        now: Timestamp,
    ) -> Option<String> {
        let Some(held) = self.rights(user, now) else { return Some("has no part in the store".to_owned()) };
        if !self.manages(user, now) {
            return Some("does not manage the team".to_owned());
        }
        if rights & !held != 0 {
            return Some("does not hold all of it".to_owned());
        }
        match (self.end_of(user), end) {
            (Some(own), end) if end.is_none_or(|end| end > own) => {
                Some(format!("has access only until {own}"))
            }
            _ => None,
        }
    }

    /// The member who has an address, and whose access has not ended.
    #[must_use]
    pub fn present_with(&self, email: &EmailAddress, now: Timestamp) -> Option<&Place> {
        self.members.iter().find(|place| !place.has_ended(now) && place.emails.contains(email))
    }

    /// The members whose access has not ended.
    #[must_use]
    pub fn members_present(&self, now: Timestamp) -> u32 {
        count(self.members.iter().filter(|place| !place.has_ended(now)).count())
    }

    /// The offers whose links can be used, without one.
    #[must_use]
    pub fn offers_live(&self, now: Timestamp, without: Option<InvitationId>) -> u32 {
        let counts = |offered: &&Offered| offered.is_live(now) && Some(offered.id) != without;
        count(self.offers.iter().filter(counts).count())
    }

    /// Records that a person proved to own an address, beside their others or as the only one.
    pub fn claim(&mut self, user: &UserId, email: &EmailAddress, only: bool) {
        if let Some(place) = self.member_mut(user) {
            if only {
                place.emails.clear();
            }
            if !place.emails.contains(email) {
                place.emails.push(email.clone());
            }
        }
    }

    /// Whether an address is the owner's, or that of another member with access.
    #[must_use]
    pub fn is_taken(&self, user: &UserId, email: &EmailAddress, now: Timestamp) -> bool {
        let has =
            |place: &Place| !place.has_ended(now) && place.user != *user && place.emails.contains(email);
        self.owner_email == *email || self.members.iter().any(has)
    }

    /// Takes a person off the team.
    pub fn take_out(&mut self, user: &UserId, commit: u64) {
        self.members.retain(|place| place.user != *user);
        self.left.retain(|(known, _)| known != user);
        self.left.push((user.clone(), commit));
        self.erased.retain(|(known, _)| known != user);
        self.moves.forget(user);
    }

    /// The number of the commit with which a person last left.
    #[must_use]
    pub fn left_with(&self, user: &UserId) -> Option<u64> {
        self.left.iter().find(|(known, _)| known == user).map(|(_, commit)| *commit)
    }
}

fn count(number: usize) -> u32 {
    u32::try_from(number).unwrap_or(u32::MAX)
}
