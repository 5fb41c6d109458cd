//! What the architecture page says is absent, held to by reading the sources.

use std::fs;
use std::path::{Path, PathBuf};

/// The repository's folder.
pub fn root() -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join("..")
}

/// Every file below a folder with this ending, with its text.
pub fn sources(folder: &str, ending: &str) -> Vec<(String, String)> {
    let mut found = Vec::new();
    let mut folders = vec![root().join(folder)];
    while let Some(folder) = folders.pop() {
        for entry in fs::read_dir(folder).unwrap().map(Result::unwrap) {
            let path = entry.path();
            if path.is_dir() {
                folders.push(path);
            } else if path.extension().is_some_and(|found| found == ending) {
                found.push((path.display().to_string(), fs::read_to_string(&path).unwrap()));
            }
        }
    }
    assert!(!found.is_empty(), "{folder}");
    found
}

fn nobody_says(sources: &[(String, String)], words: &[&str]) {
    for (file, text) in sources {
        for word in words {
            assert!(!text.contains(word), "{file} says {word:?}");
        }
    }
}

#[test]
fn no_code_asks_which_catalog_it_is_in() {
    let code =
        [sources("functions", "rs"), sources("shared/table/src", "rs"), sources("shared/http/src", "rs")]
            .concat();
    let domain = sources("shared/domain/src", "rs");
    let mail = sources("shared/mail/src", "rs");
    for slug in ["mycommerce", "ecwid", "sendcloud", "ticketing", "whatnot"] {
        nobody_says(&[code.clone(), domain.clone(), mail.clone()].concat(), &[&format!("{slug:?}")]);
    }
}

#[test]
fn the_domain_knows_no_aws_lambda_tokio_or_http_crate() {
    let manifest = fs::read_to_string(root().join("shared/domain/Cargo.toml")).unwrap();
    for line in manifest.lines() {
        for outside in ["aws", "lambda", "tokio", "http", "reqwest", "staffroom-"] {
            assert!(line.starts_with("name =") || !line.starts_with(outside), "{line}");
        }
    }
}

#[test]
fn only_the_table_crate_spells_keys() {
    let others =
        [sources("functions", "rs"), sources("shared/http/src", "rs"), sources("shared/mail/src", "rs")]
            .concat();
    nobody_says(&others, &["STORE#", "MEMBER#", "INVITATION#", "EVENT#", "USER#", "ADDRESS#"]);
}

#[test]
fn nothing_but_notify_can_send_mail_or_make_a_link() {
    for (file, text) in sources("functions", "toml") {
        let may = file.contains("/notify/");
        assert!(may || !text.contains("sesv2"), "{file}");
    }
    for (file, text) in sources("functions", "rs") {
        // A test of a function is not the function.
        let may = file.contains("/notify/") || file.contains("/tests/");
        // `rotate` tries a new key on a link to a store that there is not.
        let tries = file.contains("/rotate/");
        assert!(may || !text.contains("Sender"), "{file}");
        assert!(may || tries || !text.contains(".sign("), "{file}");
    }
}
