//! The pages that people see, in a browser: where they join a shop, and where they run its team.
//!
//! `build.rs` puts their files into the binary. A page's markup holds no words, script or style of its own; it names
//! the files, and carries what differs from one deployment to the next as `data-*` attributes.

mod asset;
mod page;
mod settings;

pub use asset::asset;
pub use page::Page;
pub use settings::{Bearer, Settings, SettingsError};
