//! A model that tests the use cases of Staffroom: it runs random histories on a database in memory, and
//! checks after each step the promises that [`promises`] lists.

#![allow(
    clippy::too_many_lines,
    clippy::match_same_arms,
    clippy::must_use_candidate,
    reason = "one match over all commands, rejections or events is a table, and is read as one"
)]

pub mod answers;
pub mod checks;
pub mod command;
mod describe;
pub mod dropped;
pub mod explore;
pub mod ledger;
pub mod machine;
pub mod memory;
pub mod notify;
mod passing;
pub mod port;
pub mod promises;
pub mod random;
pub mod resolve;
pub mod spelled;
pub mod steps;
pub mod told;
pub mod truth;
mod turns;
pub mod world;
