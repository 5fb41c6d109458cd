//! Checks the rules of `docs/architecture.md` about dependencies, and the index of tests, by reading the files.

use std::fs;
use std::path::{Path, PathBuf};

/// The folder of the repository.
pub fn root() -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join("..")
}

/// Returns the path and the text of every file below a folder with this extension.
pub fn sources(folder: &str, extension: &str) -> Vec<(String, String)> {
    let mut found = Vec::new();
    let mut folders = vec![root().join(folder)];
    while let Some(folder) = folders.pop() {
        for entry in fs::read_dir(folder).unwrap().map(Result::unwrap) {
            let path = entry.path();
            if path.is_dir() {
                folders.push(path);
            } else if path.extension().is_some_and(|found| found == extension) {
                found.push((path.display().to_string(), fs::read_to_string(&path).unwrap()));
            }
        }
    }
    assert!(!found.is_empty(), "{folder}");
    found
}

/// Returns the Rust code of every crate in `shared`, without its tests and their builders.
fn shared_code() -> Vec<(String, String)> {
    let mut code = sources("shared", "rs");
    code.retain(|(file, _)| {
        file.contains("/src/") && !file.ends_with("/tests.rs") && !file.ends_with("/builders.rs")
    });
    for (_, text) in &mut code {
        let end = text.find("#[cfg(test)]\nmod tests {").unwrap_or(text.len());
        text.truncate(end);
    }
    code
}

/// Whether a file is a test of a function. Its tests are not part of it. The paths of all files go through this folder, `tests`.
fn is_test_of_a_function(file: &str) -> bool {
    file.split_once("/../functions/").is_some_and(|(_, path)| path.contains("/tests/"))
}

fn assert_absent(sources: &[(String, String)], words: &[&str]) {
    for (file, text) in sources {
        for word in words {
            assert!(!text.contains(word), "{file} contains {word:?}");
        }
    }
}

#[test]
fn no_code_asks_which_catalog_it_is_in() {
    let mut code = [sources("functions", "rs"), shared_code()].concat();
    // The examples in the API's description are of one catalog.
    code.retain(|(file, _)| {
        !file.contains("/shared/description/src/operations/") && !is_test_of_a_function(file)
    });
    for slug in ["mycommerce", "ecwid", "records", "sendcloud", "ticketing", "whatnot"] {
        assert_absent(&code, &[&format!("{slug:?}")]);
    }
}

#[test]
fn the_domain_knows_no_aws_lambda_tokio_or_http_crate() {
    let manifest = fs::read_to_string(root().join("shared/domain/Cargo.toml")).unwrap();
    for line in manifest.lines() {
        for forbidden in ["aws", "lambda", "tokio", "http", "reqwest", "staffroom-"] {
            assert!(line.starts_with("name =") || !line.starts_with(forbidden), "{line}");
        }
    }
}

#[test]
fn only_the_table_crate_spells_keys() {
    let mut others = [sources("functions", "rs"), shared_code()].concat();
    others.retain(|(file, _)| !file.contains("/shared/table/"));
    assert_absent(&others, &["STORE#", "MEMBER#", "INVITATION#", "EVENT#", "USER#", "ADDRESS#"]);
}

#[test]
fn only_notify_sends_mail_and_links_are_made_for_a_mail_or_for_who_may_copy_them() {
    for (file, text) in sources("functions", "toml") {
        let allowed = file.contains("/notify/");
        assert!(allowed || !text.contains("sesv2"), "{file}");
    }
    for (file, text) in sources("functions", "rs") {
        let allowed = file.contains("/notify/") || is_test_of_a_function(&file);
        // `accept` makes the link that the platform, or a manager, brings to the invitee; `rotate` one to a store that does not
        // exist, in order to check a new key.
        let makes_links = file.contains("/rotate/") || file.ends_with("/accept/src/app.rs");
        assert!(allowed || !text.contains("Sender"), "{file}");
        assert!(allowed || makes_links || !text.contains(".sign("), "{file}");
    }
}

#[test]
fn every_file_with_tests_is_in_the_index() {
    let index = fs::read_to_string(root().join("docs/tests.md")).unwrap();
    let mut files = sources("tests/acceptance", "rs");
    files.retain(|(_, text)| text.contains("#[test]"));
    files.extend(sources("tests/browser", "js").into_iter().filter(|(file, _)| file.contains(".test.")));
    for (file, _) in files {
        let (_, name) = file.split_once("/../").unwrap();
        assert!(index.contains(&format!("(../{name})")), "{name} is not in docs/tests.md");
    }
}
