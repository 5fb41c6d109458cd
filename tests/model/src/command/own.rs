//! A person answers an invitation to their own address while signed in, as the function `accept` does without a link.

use staffroom_app::{AcceptInvitation, Caller, Database, DeclineInvitation, Invocation, lists};
use staffroom_domain::{Account, InvitationId, LinkClaims, Rejection, StoreId, UserId};

use super::{Answer, Command, or_refused, simply};

/// An invitation that is answered by the verified address of an account.
#[derive(Debug, Clone)]
pub struct OwnInvitation {
    /// The person.
    pub caller: Caller,
    /// Their account.
    pub account: Account,
    /// The store.
    pub store: StoreId,
    /// The invitation.
    pub invitation: InvitationId,
}

impl OwnInvitation {
    pub(super) async fn accept<D: Database>(&self, database: &D, invocation: &Invocation) -> Answer {
        match self.link(database).await {
            Ok(link) => {
                let (caller, account) = (self.caller.clone(), self.account.clone());
                or_refused(database, invocation, &AcceptInvitation { caller, account, link }).await
            }
            Err(answer) => answer,
        }
    }

    pub(super) async fn decline<D: Database>(&self, database: &D, invocation: &Invocation) -> Answer {
        match self.link(database).await {
            Ok(link) => {
                let actor = self.caller.event_actor();
                simply(database, invocation, &DeclineInvitation { link, actor, reason: None }).await
            }
            Err(answer) => answer,
        }
    }

    async fn link<D: Database>(&self, database: &D) -> Result<LinkClaims, Answer> {
        let link = lists::link_of(database, &self.account.email, self.invitation).await;
        link.map_err(Answer::from)?.ok_or(Answer::Rejected(Rejection::NotFound))
    }
}

/// An invitation that a person accepts.
#[derive(Debug, Clone, Copy)]
pub struct Answering<'a> {
    /// The account.
    pub account: &'a Account,
    /// The invitation.
    pub invitation: InvitationId,
    /// The number of the link; `None`: the latest one when the call begins.
    pub generation: Option<u32>,
}

impl<'a> Answering<'a> {
    /// The person.
    #[must_use]
    pub fn user(&self) -> &'a UserId {
        &self.account.user
    }
}

impl Command {
    /// The invitation that is accepted.
    #[must_use]
    pub fn accepting(&self) -> Option<Answering<'_>> {
        match self {
            Self::Accept(accept) => Some(Answering {
                account: &accept.account,
                invitation: accept.link.invitation,
                generation: Some(accept.link.generation),
            }),
            Self::AcceptOwn(own) => {
                Some(Answering { account: &own.account, invitation: own.invitation, generation: None })
            }
            _ => None,
        }
    }

    /// Who vouches for what the command gives: the caller or, where the platform calls, the manager whom it names.
    #[must_use]
    pub fn vouching(&self) -> Option<&UserId> {
        match self {
            Self::Invite(invite, _) => Some(invite.invited_by.as_ref().unwrap_or(&invite.caller.user)),
            other => other.caller().map(|caller| &caller.user),
        }
    }
}
