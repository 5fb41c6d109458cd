//! The calls. The first paragraph of each doc comment is the call's summary, the others are its description.

mod activities;
mod authzen;
mod invitations;
mod links;
mod me;
mod members;
mod pages;
mod stores;
mod webhooks;

use crate::operation::Operation;

/// Defines calls: their prose, id, route, tag, and what else there is to say.
macro_rules! operations {
    ($tag:literal $($(#[doc = $line:literal])* $id:literal $route:literal => $more:expr;)+) => {
        pub(super) fn operations() -> Vec<crate::operation::Operation> {
            let more: &[fn(crate::operation::Operation) -> crate::operation::Operation] = &[$($more),+];
            let calls = [$(crate::operation::Operation::new($id, $route, $tag, &[$($line),*])),+];
            calls.into_iter().zip(more).map(|(call, more)| more(call)).collect()
        }
    };
}
use operations;

/// Every call.
pub(crate) fn all() -> Vec<Operation> {
    let mut all = stores::operations();
    all.extend(invitations::operations());
    all.extend(links::operations());
    all.extend(pages::operations());
    all.extend(members::operations());
    all.extend(authzen::operations());
    all.extend(activities::operations());
    all.extend(me::operations());
    all.extend(webhooks::operations());
    all
}
