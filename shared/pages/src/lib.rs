//! The pages for browsers: one to join a store, one to manage its team, one to switch mails off.
//!
//! `build.rs` puts their files into the binary. The markup of a page holds no texts, scripts or styles; it links to the
//! files, and carries the settings of the deployment as `data-*` attributes.

mod asset;
mod page;
mod settings;

pub use asset::asset;
pub use page::Page;
pub use settings::{Bearer, Settings, SettingsError};
