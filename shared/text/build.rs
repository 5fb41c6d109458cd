//! Generates a list of languages for each kind of text: every folder of `shared/locales` that has the file. So adding a
//! language needs no change of code.

use std::error::Error;
use std::fmt::Write as _;
use std::path::{Path, PathBuf};
use std::{env, fs};

/// The kinds of texts: the name of the generated list, and the file in a language's folder. Each kind has its own list,
/// so that a function links only the texts that it uses.
const KINDS: [(&str, &str); 2] = [("MAILS", "mail.ftl"), ("MESSAGES", "messages.ftl")];

fn main() -> Result<(), Box<dyn Error>> {
    let locales = Path::new(&env::var("CARGO_MANIFEST_DIR")?).join("../locales").canonicalize()?;
    println!("cargo:rerun-if-changed={}", locales.display());

    let mut folders = Vec::new();
    for entry in fs::read_dir(&locales)? {
        folders.push(entry?);
    }
    folders.sort_by_key(fs::DirEntry::file_name);

    let mut code = String::new();
    for (name, file) in KINDS {
        let mut languages = Vec::new();
        for folder in &folders {
            let (texts, dates) = (folder.path().join(file), folder.path().join("dates.ftl"));
            if texts.is_file() {
                let tag = folder.file_name();
                let tag = tag.to_str().ok_or_else(|| format!("not UTF-8: {}", tag.display()))?;
                let (texts, dates) = (texts.display().to_string(), dates.display().to_string());
                languages.push(format!(
                    "Language::new({tag:?}, include_str!({texts:?}), include_str!({dates:?}))"
                ));
            }
        }
        writeln!(code, "static {name}: [Language; {}] = [{}];", languages.len(), languages.join(", "))?;
    }
    fs::write(PathBuf::from(env::var("OUT_DIR")?).join("languages.rs"), code)?;
    Ok(())
}
