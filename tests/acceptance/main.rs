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

mod life;

mod edges;
mod expiry;
mod faults;
mod links;
mod local_stack;
mod malformed;
mod observability;
mod pages;
mod protocol;
mod provider;
mod races;
mod round_trips;
mod routes;

mod ecwid;
mod mycommerce;
mod sendcloud;
mod ticketing;
mod whatnot;

mod architecture;
mod beyond;
mod capacity;
mod special;
