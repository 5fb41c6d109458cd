//! The product's promises, played from outside through HTTP.
//!
//! Every test starts from nothing but the local stack's address: it opens its own store, makes up its own
//! people, reads links from the inbox and looks at answers. A test whose name begins with a row of the
//! feature table (`e7_…`) shows that row, under the catalog of the system it comes from.

#![allow(
    clippy::expect_used,
    clippy::indexing_slicing,
    clippy::panic,
    clippy::unwrap_used,
    reason = "a test that cannot go on has failed, and a panic says where"
)]

mod support;

mod invitation_lifecycle;

mod addresses;
mod audit;
mod authorization;
mod bulk;
mod catalogs;
mod deliveries;
mod expiry;
mod faults;
mod grants;
mod idempotency;
mod identity_provider;
mod links;
mod malformed;
mod memberships;
mod observability;
mod pages;
mod pagination;
mod quotas;
mod races;
mod seats;
mod versions;

mod ecwid;
mod mycommerce;
mod sendcloud;
mod ticketing;
mod whatnot;

mod architecture;
mod capacity;
mod round_trips;
mod routes;
