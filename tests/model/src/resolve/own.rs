//! Calls of a person about the invitations to them, and about the links that are brought to them.

use staffroom_app::{CopyLink, Key, OptOutOfInvitations, WelcomeInvitations};
use staffroom_domain::LinkClaims;

use super::Light;
use crate::command::{Command, OwnInvitation};
use crate::steps::{Call, SignedIn};
use crate::world;

impl Light<'_> {
    pub(super) fn about_own(&self, call: &Call) -> Option<Command> {
        Some(match call {
            Call::CopyLink { store, by, which, required } => {
                let (store, caller) = self.caller(*store, *by)?;
                let invitation = self.invitation(store, *which)?;
                let required = self.required(*required, &Key::Invitation(store.clone(), invitation));
                Command::CopyLink(CopyLink { caller, store: store.clone(), invitation, required })
            }
            Call::AcceptOwn { store, which, signed_in } => {
                Command::AcceptOwn(self.own(*store, *which, *signed_in)?)
            }
            Call::DeclineOwn { store, which, signed_in } => {
                Command::DeclineOwn(self.own(*store, *which, *signed_in)?)
            }
            Call::OptOut { link } => Command::OptOut(OptOutOfInvitations { link: self.link(*link)? }),
            Call::WelcomeInvitations { email } => {
                Command::WelcomeInvitations(WelcomeInvitations { email: world::email(*email).clone() })
            }
            _ => return None,
        })
    }

    fn own(&self, store: u8, which: u8, signed_in: SignedIn) -> Option<OwnInvitation> {
        let (store, invitation) = (world::store(store), self.invitation(world::store(store), which)?);
        let link = LinkClaims { store: store.clone(), invitation, generation: 0 };
        let account = self.account(&link, signed_in)?;
        Some(OwnInvitation {
            caller: world::caller(&account.user),
            account,
            store: store.clone(),
            invitation,
        })
    }
}
