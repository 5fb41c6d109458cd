//! What Staffroom promises, in plain words. [`crate::checks`] and [`crate::answers`] hold each commit, each answer and the state
//! after each step against it.

/// A broken promise, with the details.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Broken {
    /// The promise.
    pub promise: &'static str,
    /// How it was broken.
    pub how: String,
}

pub(crate) type Kept = Result<(), Broken>;

pub(crate) fn broken(promise: &'static str, how: impl Into<String>) -> Kept {
    Err(Broken { promise, how: how.into() })
}

pub(crate) fn keep(holds: bool, promise: &'static str, how: impl FnOnce() -> String) -> Kept {
    if holds { Ok(()) } else { broken(promise, how()) }
}

// The promises, as they are named when one is broken.
/// The seats of a plan are never exceeded: no one is admitted, invited or sent a link beyond them, even after
/// the plan shrank.
pub(crate) const SEATS: &str = "no more people than the plan has seats for";

/// The store's count of seats equals a recount.
pub(crate) const RECOUNT: &str = "the count of seats equals a recount";

/// The entries of a store's lists are those of its members, each where it belongs.
pub(crate) const LISTS: &str =
    "every list holds the members who belong there, where they belong, and nobody else";

/// No one grants permissions that they do not hold at that moment, or access that outlasts their own.
pub(crate) const GRANTOR: &str = "nobody holds what the grantor did not hold at that moment, nor for longer";

/// A person who left or was removed cannot come back until a manager invites them again, by any link or
/// address.
pub(crate) const REMOVED: &str = "who was removed is out until invited anew";

/// An address has at most one live invitation, and none if it belongs to the owner or a member.
pub(crate) const ONE_INVITATION: &str = "one live invitation per address, and none to who is on the team";

/// A person has at most one role in a store: owner or member.
pub(crate) const HOLDER: &str = "an address belongs to one person on a team";
pub(crate) const ONE_MEMBER: &str = "one member per person, and the owner is none";

/// After an end of access nothing works that needs it, and before it everything does.
pub(crate) const ACCESS: &str = "a person may do what was promised, until the end that was promised";

/// A link works once, until its term ends, and only the latest.
pub(crate) const LINK: &str = "only the latest link works, once, in its term, for the person whom it is for";

/// The history alone, in its order, determines the state of each person and invitation.
pub(crate) const HISTORY: &str = "the history replays to the state";

/// The history is in an order that the commits agree with.
pub(crate) const ORDER: &str = "the history is in the order of the commits";

/// Each event that is published has the version of what it is about, which rises with each event.
pub(crate) const PUBLISHED: &str = "a published event has a later version than the one before it";

/// A version never comes twice for a key.
pub(crate) const VERSIONS: &str = "a version never comes twice for a key";

/// Every list and every transaction stays under its bound.
pub(crate) const BOUNDS: &str =
    "every record stays under its bound, and every transaction under a hundred actions";

/// Each event names who did it.
pub(crate) const BY: &str = "each event names who did it";

/// A change of catalog takes every grant away, and tells who lost what.
pub(crate) const CATALOG: &str =
    "equal slugs of two catalogs are no right, and the event lists who lost what";

/// Everything that is offered or joined with holds something that the catalog grants.
pub(crate) const SOMETHING: &str = "who joins or is sent a link is given something that the catalog grants";

/// Only those change a store who may.
pub(crate) const STORE: &str = "a store is what its owner and the platform said";

/// An activity is there from when a manager puts it until one deletes it, and orders of no other are told.
pub(crate) const ACTIVITIES: &str = "an activity is what a manager put, until one deletes it";

/// What a person switched off stays off until they switch it on again.
pub(crate) const PREFERENCES: &str = "a person gets the kinds of mail that they want";

/// Nobody has access to a closed store, nothing works in it, and in the end nothing is left of it.
pub(crate) const CLOSED: &str = "a closed store is closed to everybody, and nothing is left of it";

/// No one puts into a role that others hold, leaves in it, or takes from it, what they do not hold themself; nor do others get
/// something by it for longer than the manager's own access lasts.
pub(crate) const ROLE_RIGHTS: &str =
    "nobody changes in a role that others hold what they do not hold, nor for longer";

/// A role that members or open invitations have is deleted only if another one takes its place at once.
pub(crate) const ROLE_USED: &str = "a role that somebody has goes only when another one takes its place";

/// The roles of a store are those of its history, each with its texts, not more than the catalog allows, and the record of the
/// store, which has them, stays under its bound.
pub(crate) const ROLES: &str =
    "a store has the roles of its history, as many as the catalog allows, and its record stays small";

/// Once the worker has rewritten those who had deleted roles, nobody has one. It changes nothing else.
pub(crate) const REWRITTEN: &str = "after the rewriting nobody has a deleted role, and all else is as before";

/// An address whose owner asked for it is invited by no store, until they take it back.
pub(crate) const OPTED_OUT: &str = "who asked not to be invited is invited by nobody until they take it back";

/// A link that is copied makes the earlier one dead. It changes nothing else, and takes no seat.
pub(crate) const COPIED: &str = "a copied link makes the earlier one dead, and changes nothing else";

/// A person who is moved has by the other id what they had by the former one, in each store: membership or ownership, seat,
/// addresses and what they want of mails. The former id has nothing.
pub(crate) const MOVED: &str =
    "a person who is moved has by the other id all that they had, and nothing by the former one";

/// What a person vouches for who is moved, they vouch for by the other id. The worker then rewrites the invitations, and changes
/// nothing else of them.
pub(crate) const VOUCHED: &str =
    "an invitation of a person who is moved is vouched for by the other id, and else as before";

/// Once a person is erased, no record has an id, an address or the name of theirs, nor a hash that an address can be guessed from,
/// apart from the published `person.erased`, what they asked of mails to their address, and what came after they came back. Who
/// owns a store is not erased from it. The ledger, which has hashes by a key only, knows them before anything is erased.
pub(crate) const ERASED: &str = "nothing is left of a person who was erased";

/// An erasure ends the memberships and the invitations of the person, and frees their seats. It takes nobody else's, and changes
/// of the records of others what names the person.
pub(crate) const ERASED_ALONE: &str = "an erasure changes nothing of anybody else, and counts what it did";

/// An export has what the person has in each store, and nothing of anybody else.
pub(crate) const EXPORTED: &str = "an export has all that the person has, and nothing of anybody else";

/// A member's address is of a domain that the store allows.
pub(crate) const DOMAINS: &str = "a new address is of an allowed domain";

/// No limit against misuse is passed.
pub(crate) const QUOTAS: &str = "no limit against misuse is passed";

/// The mails about an event go to exactly the recipients that the catalog names, once each: without the person who caused it,
/// those who switched the kind off, those who got too many mails because of the same person on that day and, unless it is about
/// their own access, members whose address has a problem.
pub(crate) const TOLD: &str = "each event tells whom it should, nobody else, once";
/// The state of a mail's delivery never goes back, nor does a member's last activity, and no record has attributes only.
pub(crate) const UPDATES: &str =
    "a delivery and an activity never go back, and nothing is updated that is not there";

/// A member is warned before access ends, once, and the owner asked for reviews.
pub(crate) const WARNINGS: &str = "a member is warned once, in time";
/// An answer is true.
pub(crate) const TRUTH: &str = "a rejection has a reason, and an answer shows the state of the store";
/// A rejected call changes nothing.
pub(crate) const NOTHING_CHANGED: &str = "a rejected call changes nothing";
/// Without a fault of the database every call is answered.
pub(crate) const ANSWERED: &str = "a call is answered unless the database fails";
/// The database in memory behaves like the real one.
pub(crate) const AGREEMENT: &str = "the store in memory answers as the real database does";
