//! What a webhook needs beside the rules: its address is checked, its events are signed and sent, its secrets are encrypted.
//!
//! | module | job |
//! | --- | --- |
//! | `address` | which IP addresses are public |
//! | `destination` | a URL that events may be sent to |
//! | `resolver` | resolves names to public addresses only |
//! | `client` | sends a signed event, and returns the status of the answer |
//! | `vault` | makes, encrypts and decrypts secrets |

mod address;
mod client;
mod destination;
mod resolver;
mod vault;

pub use address::is_public;
pub use client::{Client, SendError, SignError};
pub use destination::{Destination, InvalidDestination, Reach};
pub use vault::{Vault, VaultError};
