//! The calls. The first paragraph of each doc comment is the call's summary, the others are its description.

mod activities;
mod authzen;
mod invitations;
mod links;
mod me;
mod members;
mod pages;
mod people;
mod roles;
mod stores;
mod webhooks;

use crate::operation::Operation;

/// Every call.
pub(crate) fn all() -> Vec<Operation> {
    let mut all = stores::operations();
    all.extend(invitations::operations());
    all.extend(links::operations());
    all.extend(pages::operations());
    all.extend(members::operations());
    all.extend(roles::operations());
    all.extend(authzen::operations());
    all.extend(activities::operations());
    all.extend(me::operations());
    all.extend(people::operations());
    all.extend(webhooks::operations());
    all
}
