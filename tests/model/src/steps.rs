//! The steps of a history. Operands are small numbers that refer to the current state ("the second pending
//! invitation"), so that most steps have an effect, and a history stays valid if steps are left out.

use serde::{Deserialize, Serialize};

use crate::port::Mishap;

/// A history: the initial state of the two stores, and the steps.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct History {
    /// The number of each store's catalog and plan; from 7, the store is not there.
    pub policies: (u8, u8),
    /// What happens.
    pub steps: Vec<Step>,
}

/// Something that happens.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Step {
    /// A call, from its beginning to its end.
    Alone(Call, Mishap),
    /// Calls at the same time. The schedule says whose turn is next, and when time passes between two turns.
    Together(Vec<(Call, Mishap)>, Vec<u8>),
    /// Time passes.
    Pass(Pass),
    /// The database deletes one of the records whose time to live is over; 255: all of them.
    Delete(u8),
    /// The indexes stop following the records, or catch up.
    Lag(bool),
    /// The stream brings one of its records: a deleted invitation, once more or late; from [`TWICE`], twice at the same time.
    Stream(u8),
    /// A new version of the product that knows the store's catalog and plan no more.
    Forget(u8),
}

/// How much time passes.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Pass {
    /// So many milliseconds.
    Milliseconds(u16),
    /// So many hours.
    Hours(u8),
    /// So many days.
    Days(u8),
    /// To this many milliseconds after, or before, the n-th end that is to come.
    ToEnd(u8, i16),
}

/// A person, or the platform.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Who {
    /// The owner.
    Owner,
    /// One of the members who manage the team; without any, the owner.
    Manager(u8),
    /// One of the members; without any, one of the people.
    Member(u8),
    /// One of the people.
    Person(u8),
    /// The platform.
    Platform,
}

/// An end of access.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum End {
    /// None.
    Never,
    /// In so many hours.
    Hours(u8),
    /// In so many days.
    Days(u8),
    /// When the caller's own access ends, and so many milliseconds.
    Own(u8),
    /// A moment ago.
    Past,
}

/// The version that a call requires.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
#[expect(missing_docs, reason = "the names say it")]
pub enum Required {
    Nothing,
    Current,
    Older,
    Exists,
    Absent,
}

/// The account that a link is used with.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum SignedIn {
    /// The person whose address is invited, with it.
    Invitee,
    /// The same person, with their other address.
    OtherAddress,
    /// One of the people, with an address that is theirs.
    Person(u8, bool),
    /// One of the people, with the invited address, which is theirs by now.
    Heir(u8),
    /// The owner, with the invited address, which is theirs, too.
    Owner,
    /// One of the members, with the invited address, which is theirs, too.
    Member(u8),
}

/// From this number, the stream brings a record twice at the same time.
pub const TWICE: u8 = 100;

/// From this number, `which` names the invitation of an address.
pub const OF_ADDRESS: u8 = 100;

/// From this number, `role` names the slug of a role, whether the store has it or not.
pub const BY_SLUG: u8 = 100;

/// From this number up to those of other catalogs, `rights` names a role of the store's own.
pub const OWN_ROLES: u8 = 100;

/// From this number, `rights` names those of another catalog.
pub const OTHER_CATALOGS: u8 = 200;

/// A link.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
pub struct Link {
    /// The store.
    pub store: u8,
    /// Which of its invitations: the open ones first.
    pub which: u8,
    /// How many links of the same invitation came after it.
    pub older: u8,
}

/// A call.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
#[expect(missing_docs, reason = "the names are those of the use cases")]
pub enum Call {
    Invite {
        store: u8,
        by: Who,
        email: u8,
        rights: u8,
        end: End,
        key: Option<u8>,
        /// The manager in whose name it is done.
        #[serde(default)]
        named: Option<Who>,
        /// Whether no mail brings the link.
        #[serde(default)]
        silent: bool,
    },
    InviteMany {
        store: u8,
        by: Who,
        emails: Vec<u8>,
        crowd: u8,
        rights: u8,
        end: End,
        key: Option<u8>,
    },
    Accept {
        link: Link,
        signed_in: SignedIn,
    },
    Decline {
        link: Link,
    },
    Renew {
        link: Link,
    },
    LookUp {
        link: Link,
    },
    Resend {
        store: u8,
        by: Who,
        which: u8,
        required: Required,
    },
    ChangeInvitation {
        store: u8,
        by: Who,
        which: u8,
        rights: Option<u8>,
        locale: bool,
        required: Required,
    },
    ReplaceInvitation {
        store: u8,
        by: Who,
        which: u8,
        email: u8,
        required: Required,
    },
    Revoke {
        store: u8,
        by: Who,
        which: u8,
        required: Required,
    },
    ChangeMember {
        store: u8,
        by: Who,
        whom: Who,
        rights: Option<u8>,
        end: Option<End>,
        required: Required,
        /// Whether it suspends the member as well, or resumes their access.
        #[serde(default)]
        suspends: Option<bool>,
    },
    PutMember {
        store: u8,
        person: u8,
        email: u8,
        rights: u8,
        end: End,
        required: Required,
    },
    PutMembers {
        store: u8,
        /// The number of each person and of their address.
        members: Vec<(u8, u8)>,
        rights: u8,
        end: End,
        key: Option<u8>,
    },
    Suspend {
        store: u8,
        by: Who,
        whom: Who,
        required: Required,
    },
    Resume {
        store: u8,
        by: Who,
        whom: Who,
        required: Required,
    },
    Remove {
        store: u8,
        by: Who,
        whom: Who,
        required: Required,
    },
    Leave {
        store: u8,
        who: Who,
    },
    PutStore {
        store: u8,
        owner: u8,
        second_address: bool,
        policy: u8,
        required: Required,
    },
    CloseStore {
        store: u8,
        required: Required,
    },
    TransferTo {
        store: u8,
        member: u8,
    },
    ChangeStore {
        store: u8,
        by: Who,
        policy: Option<u8>,
        domain: Option<u8>,
        name: bool,
        required: Required,
        /// Whether managers may copy links.
        #[serde(default)]
        copying: Option<bool>,
    },
    ChangeProfile {
        person: Who,
        email: Option<u8>,
        name: bool,
        times: u8,
    },
    PutActivity {
        store: u8,
        by: Who,
        required: Required,
        /// Whether its orders are mailed to nobody.
        #[serde(default)]
        silent: bool,
    },
    DeleteActivity {
        store: u8,
        by: Who,
        required: Required,
    },
    Announce {
        store: u8,
        installed_by: Option<Who>,
        /// How often more.
        #[serde(default)]
        more: u8,
    },
    CheckAccess {
        store: u8,
        whom: Who,
        by_platform: bool,
    },
    View {
        store: u8,
        who: Who,
    },
    Due,
    RecordDelivery {
        store: u8,
        which: u8,
        older: u8,
        delivery: u8,
    },
    MarkMailed {
        store: u8,
        event: u8,
        email: u8,
    },
    Notify {
        store: u8,
        event: u8,
        /// How many events before it come with it.
        #[serde(default)]
        more: u8,
    },
    SetMailPreference {
        store: u8,
        whom: Who,
        kind: u8,
        wanted: bool,
    },
    RecordMailProblem {
        store: u8,
        whom: Who,
        complained: bool,
        /// The number of another address, which the member may have had; `None`: the one that they have.
        other: Option<u8>,
        /// Whether the report is an automatic reply.
        #[serde(default)]
        reply: bool,
    },
    RecordActivity {
        store: u8,
        whom: Who,
    },
    CopyLink {
        store: u8,
        by: Who,
        which: u8,
        required: Required,
    },
    /// A person accepts an invitation to their address while signed in, without its link.
    AcceptOwn {
        store: u8,
        which: u8,
        signed_in: SignedIn,
    },
    DeclineOwn {
        store: u8,
        which: u8,
        signed_in: SignedIn,
    },
    /// The person who has a link is invited by nobody any more.
    OptOut {
        link: Link,
    },
    /// They take it back.
    WelcomeInvitations {
        email: u8,
    },
    CreateRole {
        store: u8,
        by: Who,
        role: u8,
        /// The bits of its permissions.
        permissions: u8,
        /// How many roles more, of the next numbers.
        more: u8,
    },
    ChangeRole {
        store: u8,
        by: Who,
        /// Which of the store's roles; from [`BY_SLUG`], the slug of a role.
        role: u8,
        permissions: Option<u8>,
        label: bool,
        required: Required,
    },
    DeleteRole {
        store: u8,
        by: Who,
        /// As for a change.
        role: u8,
        /// As for a change.
        replace_with: Option<u8>,
        required: Required,
        /// How many roles more.
        more: u8,
    },
    MovePerson {
        from: Who,
        to: u8,
        key: Option<u8>,
    },
    /// A worker gets the message that a person is to be moved in a store: the last one first, and maybe again.
    MoveInStore {
        which: u8,
    },
    /// The platform has a person erased.
    BeginErasure {
        who: Who,
        /// By one of their addresses instead of their id.
        by_address: Option<bool>,
        /// Whether it names the stores, too.
        stores: bool,
    },
    /// A worker works on an erasure: the last one in progress first, then those that are done.
    Erase {
        which: u8,
    },
    /// What happened in a store is published.
    Publish {
        store: u8,
    },
    /// The platform exports what is kept of a person.
    Export {
        who: Who,
        by_address: Option<bool>,
    },
}
