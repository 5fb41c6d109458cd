//! The commands of the model. Each executes the real use case.

mod erasures;
mod own;
mod people;

use std::collections::BTreeSet;

use serde_json::{Value, json};
use staffroom_app::{
    AcceptInvitation, Access, Announce, Caller, ChangeInvitation, ChangeMember, ChangeRole, ChangeStore,
    CheckAccess, CloseStore, CopyLink, CreateRole, Database, DeclineInvitation, DeleteActivity, DeleteRole,
    DueEntry, DueShard, Error, ExpireInvitation, ExportPage, Fault, IdempotencyKey, Idempotent, InviteMember,
    InviteMembers, Invocation, LookUpInvitation, MemberIs, OptOutOfInvitations, PutActivity, PutMember,
    PutMembers, PutResult, PutStore, RecordMailProblem, RecordUndelivered, RemoveMember, RenewInvitation,
    ReplaceInvitation, Reply, ResendInvitation, RevokeInvitation, SetMailPreference, UseCase, ViewStore,
    WelcomeInvitations, change_profile, deal_with, due, execute, mark_mailed, record_activity,
    record_delivery,
};
use staffroom_domain::{
    AddressId, Delivery, EmailAddress, ErasureId, Event, Invitation, InvitationId, Profile, Rejection, Store,
    StoreId, UserId,
};

pub use self::erasures::{ErasureBegin, ErasureWork, ExportRequest, Office, Publication};
pub use self::own::{Answering, OwnInvitation};
pub use self::people::{MoveMessage, MoveRequest, Stay};
use crate::notify::notify;

/// A command with all its operands.
#[derive(Debug, Clone)]
#[expect(missing_docs, reason = "the names are those of the use cases")]
pub enum Command {
    Invite(InviteMember, Option<IdempotencyKey>),
    InviteMany(InviteMembers),
    Accept(AcceptInvitation),
    Decline(DeclineInvitation),
    Renew(RenewInvitation),
    LookUp(LookUpInvitation),
    Resend(ResendInvitation),
    ChangeInvitation(ChangeInvitation),
    ReplaceInvitation(ReplaceInvitation),
    Revoke(RevokeInvitation),
    ChangeMember(ChangeMember),
    PutMember(PutMember),
    PutMembers(PutMembers),
    Remove(RemoveMember),
    PutStore(PutStore),
    CloseStore(CloseStore),
    ChangeStore(ChangeStore),
    ChangeProfile(Caller, Vec<Profile>),
    PutActivity(PutActivity),
    DeleteActivity(DeleteActivity),
    /// So many times, one after the other.
    Announce(Announce, u8),
    CheckAccess(CheckAccess, StoreId, UserId, Vec<&'static str>),
    View(ViewStore),
    Due,
    Delivered(StoreId, InvitationId, u32, Delivery),
    Undelivered(RecordUndelivered),
    MarkMailed(StoreId, Box<Event>, AddressId),
    Notify(StoreId, Vec<Event>),
    SetMailPreference(SetMailPreference),
    RecordMailProblem(RecordMailProblem),
    RecordActivity(StoreId, UserId),
    Expire(ExpireInvitation),
    CopyLink(CopyLink),
    AcceptOwn(OwnInvitation),
    DeclineOwn(OwnInvitation),
    OptOut(OptOutOfInvitations),
    WelcomeInvitations(WelcomeInvitations),
    /// One after the other.
    CreateRoles(Vec<CreateRole>),
    ChangeRole(ChangeRole),
    /// One after the other.
    DeleteRoles(Vec<DeleteRole>),
    Move(MoveRequest),
    MoveInStore(Box<MoveMessage>),
    BeginErasure(ErasureBegin),
    Erase(ErasureWork),
    Publish(Publication),
    Export(ExportRequest),
}

/// The answer to a command.
#[derive(Debug)]
pub enum Answer {
    /// It was carried out.
    Done,
    /// It was executed, with this invitation.
    Invitation(Box<Invitation>),
    /// It was executed before with the same idempotency key, with this answer.
    Replayed(String),
    /// The result for each address.
    Many(Vec<Result<Invitation, Rejection>>),
    /// The permissions that are missing, and whether access is allowed.
    Access(Vec<String>, Access),
    /// The person is a member as they were put.
    Member(Box<MemberIs>),
    /// The result for each member.
    Members(Vec<PutResult>),
    /// The addresses that were written to about each event.
    Told(Vec<Vec<EmailAddress>>),
    /// A person is to be moved in so many stores.
    Moving(usize),
    /// They are moved in a store, or were not there as was said.
    Moved,
    /// The other id is on the team for itself.
    NotMoved,
    /// The person is being erased, by this erasure.
    Erasing(ErasureId),
    /// The erasure is done.
    Erased,
    /// The pages of an export.
    Exported(Vec<ExportPage>),
    /// It was refused.
    Rejected(Rejection),
    /// The database did not answer, or another fault.
    Fault(String),
    /// The function ended before there was an answer.
    Crashed,
}

impl From<Error> for Answer {
    fn from(error: Error) -> Self {
        match error {
            Error::Rejected(rejection) => Self::Rejected(rejection),
            Error::Faulted(fault) => Self::Fault(fault.to_string()),
        }
    }
}

impl From<Fault> for Answer {
    fn from(fault: Fault) -> Self {
        Self::Fault(fault.to_string())
    }
}

fn answer<T>(outcome: Result<T, Error>, done: impl FnOnce(T) -> Answer) -> Answer {
    outcome.map_or_else(Answer::from, done)
}

/// Executes a use case whose answer has no content.
pub(crate) async fn simply<D: Database, U: UseCase>(
    database: &D,
    invocation: &Invocation,
    use_case: &U,
) -> Answer {
    answer(execute(database, invocation, use_case).await, |_| Answer::Done)
}

/// Executes use cases one after the other, until one fails.
async fn in_turn<D: Database, U: UseCase>(database: &D, invocation: &Invocation, use_cases: &[U]) -> Answer {
    for use_case in use_cases {
        if let Err(error) = execute(database, invocation, use_case).await {
            return error.into();
        }
    }
    Answer::Done
}

pub(crate) async fn or_refused<D: Database, A, U: UseCase<Answer = Result<A, Rejection>>>(
    database: &D,
    invocation: &Invocation,
    use_case: &U,
) -> Answer {
    answer(execute(database, invocation, use_case).await, |accepted| match accepted {
        Ok(_) => Answer::Done,
        Err(rejection) => Answer::Rejected(rejection),
    })
}

/// An answer as it is stored with an idempotency key: in JSON, as the functions store theirs.
fn stored(invitation: &Invitation) -> Value {
    json!({ "id": invitation.id, "version": invitation.version })
}

fn refused(rejection: &Rejection) -> Value {
    let invitation = if let Rejection::AlreadyInvited(id) = rejection { Some(id) } else { None };
    let text = format!("{rejection:?}");
    json!({ "refused": text.split('(').next(), "invitation": invitation })
}

/// The results of a bulk call as they are stored with an idempotency key.
fn stored_puts(results: &[PutResult]) -> String {
    let each = results.iter().map(|result| match result {
        Ok(MemberIs::Added(_, member)) => json!({ "user_id": member.user, "added": member.version }),
        Ok(MemberIs::Replaced(_, member)) => json!({ "user_id": member.user, "replaced": member.version }),
        Err(rejection) => refused(rejection),
    });
    each.collect::<Value>().to_string()
}

impl Command {
    /// Carries the command out.
    pub async fn carry_out<D: Database>(&self, database: &D, invocation: &Invocation) -> Answer {
        match self {
            Self::Invite(use_case, key) => {
                let write = |(_, invitation): &(Store, Invitation)| Some(stored(invitation).to_string());
                let once = Idempotent { use_case, key: key.as_ref(), write };
                answer(execute(database, invocation, &once).await, |reply| match reply {
                    Reply::Fresh((_, invitation)) => Answer::Invitation(Box::new(invitation)),
                    Reply::Replayed(text) => Answer::Replayed(text),
                })
            }
            Self::InviteMany(use_case) => {
                let write = |_: &Store, results: &[Result<Invitation, Rejection>]| {
                    let each = results.iter().map(|result| result.as_ref().map_or_else(refused, stored));
                    Some(each.collect::<Value>().to_string())
                };
                answer(use_case.execute(database, invocation, write).await, |reply| match reply {
                    Reply::Fresh((_, results)) => Answer::Many(results),
                    Reply::Replayed(text) => Answer::Replayed(text),
                })
            }
            Self::Accept(use_case) => or_refused(database, invocation, use_case).await,
            Self::Renew(use_case) => or_refused(database, invocation, use_case).await,
            Self::Decline(use_case) => simply(database, invocation, use_case).await,
            Self::LookUp(use_case) => simply(database, invocation, use_case).await,
            Self::Resend(use_case) => simply(database, invocation, use_case).await,
            Self::ChangeInvitation(use_case) => simply(database, invocation, use_case).await,
            Self::ReplaceInvitation(use_case) => simply(database, invocation, use_case).await,
            Self::Revoke(use_case) => simply(database, invocation, use_case).await,
            Self::ChangeMember(use_case) => simply(database, invocation, use_case).await,
            Self::PutMember(use_case) => {
                answer(execute(database, invocation, use_case).await, |is| Answer::Member(Box::new(is)))
            }
            Self::PutMembers(use_case) => {
                let write = |results: &[PutResult]| Some(stored_puts(results));
                answer(use_case.execute(database, invocation, write).await, |reply| match reply {
                    Reply::Fresh(results) => Answer::Members(results),
                    Reply::Replayed(text) => Answer::Replayed(text),
                })
            }
            Self::Remove(use_case) => simply(database, invocation, use_case).await,
            Self::PutStore(use_case) => simply(database, invocation, use_case).await,
            Self::CloseStore(use_case) => simply(database, invocation, use_case).await,
            Self::ChangeStore(use_case) => simply(database, invocation, use_case).await,
            Self::PutActivity(use_case) => simply(database, invocation, use_case).await,
            Self::DeleteActivity(use_case) => simply(database, invocation, use_case).await,
            Self::Announce(use_case, times) => {
                for _ in 0..*times {
                    if let Err(error) = execute(database, invocation, use_case).await {
                        return error.into();
                    }
                }
                Answer::Done
            }
            Self::SetMailPreference(use_case) => simply(database, invocation, use_case).await,
            Self::RecordMailProblem(use_case) => simply(database, invocation, use_case).await,
            Self::View(use_case) => simply(database, invocation, use_case).await,
            Self::Undelivered(use_case) => simply(database, invocation, use_case).await,
            Self::Expire(use_case) => simply(database, invocation, use_case).await,
            Self::ChangeProfile(caller, profiles) => {
                for profile in profiles {
                    if let Err(error) = change_profile(database, invocation, caller, profile).await {
                        return error.into();
                    }
                }
                Answer::Done
            }
            Self::CopyLink(use_case) => simply(database, invocation, use_case).await,
            Self::AcceptOwn(own) => own.accept(database, invocation).await,
            Self::DeclineOwn(own) => own.decline(database, invocation).await,
            Self::OptOut(use_case) => simply(database, invocation, use_case).await,
            Self::WelcomeInvitations(use_case) => simply(database, invocation, use_case).await,
            Self::CreateRoles(use_cases) => in_turn(database, invocation, use_cases).await,
            Self::ChangeRole(use_case) => simply(database, invocation, use_case).await,
            Self::DeleteRoles(use_cases) => in_turn(database, invocation, use_cases).await,
            Self::Move(request) => request.carry_out(database, invocation).await,
            Self::MoveInStore(message) => message.carry_out(database, invocation).await,
            Self::BeginErasure(begin) => begin.carry_out(database, invocation).await,
            Self::Erase(work) => work.carry_out(database, invocation).await,
            Self::Publish(publication) => publication.carry_out(database, invocation).await,
            Self::Export(request) => request.carry_out(database).await,
            Self::CheckAccess(use_case, ..) => {
                answer(execute(database, invocation, use_case).await, |decision| {
                    Answer::Access(decision.missing, decision.access)
                })
            }
            Self::Due => self.deal_with_due(database, invocation).await,
            Self::Delivered(store, invitation, generation, delivery) => {
                let recorded =
                    record_delivery(database, invocation, (store, *invitation), *generation, *delivery).await;
                recorded.map_or_else(Answer::from, |()| Answer::Done)
            }
            Self::MarkMailed(store, event, address) => {
                let marked = mark_mailed(database, invocation, store, event, *address).await;
                marked.map_or_else(Answer::from, |()| Answer::Done)
            }
            Self::Notify(store, events) => {
                notify(database, invocation, store, events).await.map_or_else(Answer::from, Answer::Told)
            }
            Self::RecordActivity(store, user) => {
                let recorded = record_activity(database, invocation, store, user).await;
                recorded.map_or_else(Answer::from, |_| Answer::Done)
            }
        }
    }

    async fn deal_with_due<D: Database>(&self, database: &D, invocation: &Invocation) -> Answer {
        let mut found = Vec::new();
        for shard in DueShard::all() {
            match due(database, shard, invocation.now(), 10).await {
                Ok(entries) => found.extend(entries),
                Err(fault) => return fault.into(),
            }
        }
        let mut last = Answer::Done;
        // The histories have no deliveries, and a step of its own works on an erasure.
        let work = found.into_iter().filter_map(|entry| match entry {
            DueEntry::Work(due) => Some(due),
            DueEntry::Deliver(_) | DueEntry::Erase(_) => None,
        });
        for due in work {
            if let Err(error) = deal_with(database, invocation, due).await {
                last = error.into();
            }
        }
        last
    }

    /// The caller, if the command has one.
    #[must_use]
    pub fn caller(&self) -> Option<&Caller> {
        match self {
            Self::Invite(InviteMember { caller, .. }, _)
            | Self::InviteMany(InviteMembers { caller, .. })
            | Self::Accept(AcceptInvitation { caller, .. })
            | Self::Resend(ResendInvitation { caller, .. })
            | Self::ChangeInvitation(ChangeInvitation { caller, .. })
            | Self::ReplaceInvitation(ReplaceInvitation {
                change: ChangeInvitation { caller, .. }, ..
            })
            | Self::Revoke(RevokeInvitation { caller, .. })
            | Self::ChangeMember(ChangeMember { caller, .. })
            | Self::PutMember(PutMember { caller, .. })
            | Self::PutMembers(PutMembers { caller, .. })
            | Self::Remove(RemoveMember { caller, .. })
            | Self::PutStore(PutStore { caller, .. })
            | Self::CloseStore(CloseStore { caller, .. })
            | Self::ChangeStore(ChangeStore { caller, .. })
            | Self::ChangeProfile(caller, _)
            | Self::PutActivity(PutActivity { caller, .. })
            | Self::DeleteActivity(DeleteActivity { caller, .. })
            | Self::Announce(Announce { caller, .. }, _)
            | Self::CopyLink(CopyLink { caller, .. })
            | Self::ChangeRole(ChangeRole { caller, .. })
            | Self::View(ViewStore { caller, .. }) => Some(caller),
            Self::CreateRoles(roles) => roles.first().map(|role| &role.caller),
            Self::DeleteRoles(roles) => roles.first().map(|role| &role.caller),
            Self::AcceptOwn(own) | Self::DeclineOwn(own) => Some(&own.caller),
            Self::Move(request) => Some(&request.command.caller),
            Self::OptOut(_) | Self::WelcomeInvitations(_) => None,
            Self::Decline(_)
            | Self::Renew(_)
            | Self::LookUp(_)
            | Self::CheckAccess(..)
            | Self::Due
            | Self::Delivered(..)
            | Self::Undelivered(_)
            | Self::MarkMailed(..)
            | Self::Notify(..)
            | Self::SetMailPreference(_)
            | Self::RecordMailProblem(_)
            | Self::RecordActivity(..)
            | Self::MoveInStore(_)
            | Self::BeginErasure(_)
            | Self::Erase(_)
            | Self::Publish(_)
            | Self::Export(_)
            | Self::Expire(_) => None,
        }
    }

    /// The store that the command is about; `None` where it is about several.
    #[must_use]
    pub fn store(&self) -> Option<&StoreId> {
        match self {
            Self::Invite(InviteMember { store, .. }, _)
            | Self::InviteMany(InviteMembers { store, .. })
            | Self::Resend(ResendInvitation { store, .. })
            | Self::ChangeInvitation(ChangeInvitation { store, .. })
            | Self::ReplaceInvitation(ReplaceInvitation { change: ChangeInvitation { store, .. }, .. })
            | Self::Revoke(RevokeInvitation { store, .. })
            | Self::ChangeMember(ChangeMember { store, .. })
            | Self::PutMember(PutMember { store, .. })
            | Self::PutMembers(PutMembers { store, .. })
            | Self::Remove(RemoveMember { store, .. })
            | Self::PutStore(PutStore { store, .. })
            | Self::CloseStore(CloseStore { store, .. })
            | Self::ChangeStore(ChangeStore { store, .. })
            | Self::PutActivity(PutActivity { store, .. })
            | Self::DeleteActivity(DeleteActivity { store, .. })
            | Self::CopyLink(CopyLink { store, .. })
            | Self::ChangeRole(ChangeRole { store, .. })
            | Self::AcceptOwn(OwnInvitation { store, .. })
            | Self::DeclineOwn(OwnInvitation { store, .. })
            | Self::Announce(Announce { store, .. }, _)
            | Self::SetMailPreference(SetMailPreference { store, .. })
            | Self::RecordMailProblem(RecordMailProblem { store, .. })
            | Self::View(ViewStore { store, .. })
            | Self::Undelivered(RecordUndelivered { store, .. })
            | Self::CheckAccess(_, store, ..)
            | Self::Delivered(store, ..)
            | Self::MarkMailed(store, ..)
            | Self::Notify(store, _)
            | Self::RecordActivity(store, _) => Some(store),
            Self::Accept(AcceptInvitation { link, .. })
            | Self::Decline(DeclineInvitation { link, .. })
            | Self::Renew(RenewInvitation { link })
            | Self::OptOut(OptOutOfInvitations { link })
            | Self::LookUp(LookUpInvitation { link }) => Some(&link.store),
            Self::CreateRoles(roles) => roles.first().map(|role| &role.store),
            Self::DeleteRoles(roles) => roles.first().map(|role| &role.store),
            Self::Expire(ExpireInvitation { invitation }) => Some(&invitation.store),
            Self::MoveInStore(message) => Some(&message.hint.store),
            Self::Publish(publication) => Some(&publication.store),
            Self::ChangeProfile(..)
            | Self::Due
            | Self::WelcomeInvitations(_)
            | Self::Move(_)
            | Self::BeginErasure(_)
            | Self::Erase(_)
            | Self::Export(_) => None,
        }
    }

    /// The permissions that are asked for.
    #[must_use]
    pub fn missing_of(asked: &[&'static str], allowed: &BTreeSet<&'static str>) -> Vec<String> {
        asked.iter().filter(|slug| !allowed.contains(*slug)).map(|slug| (*slug).to_owned()).collect()
    }
}
