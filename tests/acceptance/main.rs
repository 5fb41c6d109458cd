//! Acceptance tests: they call the API of a running local stack over HTTP, as a client would.
//!
//! Each test creates its own store and people, reads links from mails, and checks responses. `support/mod.rs` explains the
//! vocabulary. A test whose name begins with a row of the feature table (such as `e7_…`) covers that row.
//!
//! One test: `cargo test --package staffroom-tests e7_shop_picker_lists_every_store`

#![allow(
    clippy::expect_used,
    clippy::indexing_slicing,
    clippy::panic,
    clippy::unwrap_used,
    reason = "a panic fails the test and says where"
)]

mod support;

mod invitation_lifecycle;

mod addresses;
mod audit;
mod authorization;
mod bulk;
mod bulk_members;
mod catalogs;
mod deliveries;
mod expiry;
mod faults;
mod grants;
mod idempotency;
mod identity_provider;
mod links;
mod lists;
mod local_stack;
mod malformed;
mod members_by_platform;
mod memberships;
mod metadata;
mod observability;
mod pages;
mod pagination;
mod quotas;
mod races;
mod seats;
mod versions;

mod ecwid;
mod moves;
mod moving_in;
mod mycommerce;
mod sendcloud;
mod suspension;
mod ticketing;
mod whatnot;

mod authzen;
mod authzen_certification;
mod authzen_search;
mod callers;
mod callers_and_limits;
mod catalog_changes;
mod changed_invitations;
mod changes_of_address;
mod closing;
mod commit_order;
mod complaints;
mod conditional_puts;
mod database_proxy;
mod dates;
mod due;
mod fault_matrix;
mod gathered_answers;
mod half_way;
mod inputs;
mod large;
mod mails;
mod mails_sent_once;
mod methods_and_headers;
mod notes_and_links;
mod notices;
mod old_and_new_versions;
mod orders;
mod overlapping_calls;
mod own_invitations;
mod people;
mod published;
mod query_parameters;
mod reminders;
mod rights_and_time;
mod seats_at_the_edges;
mod second_addresses;
mod torn_reads;
mod unknown_policies;
mod webhooks;

mod architecture;
mod capacity;
mod roles;
mod round_trips;
mod routes;
