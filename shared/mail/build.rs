//! Lists the languages: every folder of `shared/locales` with a `mail.ftl` in it, so that a language is a
//! folder and no line of code.

use std::error::Error;
use std::fmt::Write as _;
use std::path::{Path, PathBuf};
use std::{env, fs};

fn main() -> Result<(), Box<dyn Error>> {
    let locales = Path::new(&env::var("CARGO_MANIFEST_DIR")?).join("../locales").canonicalize()?;
    println!("cargo:rerun-if-changed={}", locales.display());

    let mut found = Vec::new();
    for entry in fs::read_dir(&locales)? {
        let entry = entry?;
        let texts = entry.path().join("mail.ftl");
        if texts.is_file() {
            let tag =
                entry.file_name().into_string().map_err(|name| format!("not UTF-8: {}", name.display()))?;
            found.push((tag, texts));
        }
    }
    found.sort();

    let mut code = format!("static LANGUAGES: [Language; {}] = [\n", found.len());
    for (tag, texts) in &found {
        writeln!(code, "    Language::new({tag:?}, include_str!({:?})),", texts.display().to_string())?;
    }
    code.push_str("];\n");
    fs::write(PathBuf::from(env::var("OUT_DIR")?).join("languages.rs"), code)?;
    Ok(())
}
