//! The build script of every function.

#![allow(clippy::print_stdout, reason = "how a build script speaks to Cargo")]

use std::env;

fn main() {
    println!("cargo::rerun-if-changed=../link.rs");
    let is = |name: &str, value: &str| env::var(name).is_ok_and(|found| found == value);
    // At a fixed address, so that the loader has no ten thousand pointers to move at each cold start: an eighth of
    // a start's processor time. What it gives up is the executable's random place in memory; libraries, heap and
    // stack keep theirs.
    if is("PROFILE", "release") && is("CARGO_CFG_TARGET_OS", "linux") {
        println!("cargo::rustc-link-arg-bins=-no-pie");
    }
}
