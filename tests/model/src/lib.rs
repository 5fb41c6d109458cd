//! A model that tries the use cases of Staffroom.
pub mod dropped;
pub mod memory;
pub mod port;
