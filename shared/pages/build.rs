//! Turns `assets` and the texts of `shared/locales` into the files that the binary serves. Each file is named after the
//! hash of its content, so that it can be cached forever, and is compressed here, once.

use std::collections::BTreeMap;
use std::error::Error;
use std::fmt::Write as _;
use std::fs;
use std::path::{Path, PathBuf};

use brotli::enc::BrotliEncoderParams;
use sha2::{Digest, Sha256};

/// A page: `page.html` with its placeholders filled in.
struct Page {
    /// The page's name; its script is `<name>.js`.
    name: &'static str,
    /// The style sheets.
    styles: &'static [&'static str],
    /// The Fluent files that hold its texts.
    kinds: &'static [&'static str],
}

const PAGES: [Page; 3] = [
    Page { name: "join", styles: &["page.css"], kinds: &["pages.ftl"] },
    Page { name: "unsubscribe", styles: &["page.css"], kinds: &["pages.ftl"] },
    Page { name: "team", styles: &["page.css", "team.css"], kinds: &["pages.ftl", "team.ftl"] },
];

type Fallible<T> = Result<T, Box<dyn Error>>;

fn main() -> Fallible<()> {
    let root = PathBuf::from(std::env::var("CARGO_MANIFEST_DIR")?);
    let (assets, locales) = (root.join("assets"), root.join("../locales").canonicalize()?);
    println!("cargo:rerun-if-changed={}", assets.display());
    println!("cargo:rerun-if-changed={}", locales.display());

    let mut site = Site::default();
    for entry in files(&assets.join("vendor"))? {
        if has_ending(&entry, &["js"]) {
            site.add(&file_name(&entry)?, &without_comments(&fs::read_to_string(&entry)?))?;
        }
    }
    let mut sources = BTreeMap::new();
    for entry in files(&assets)? {
        if has_ending(&entry, &["js", "css", "svg"]) {
            sources.insert(file_name(&entry)?, without_comments(&fs::read_to_string(&entry)?));
        }
    }
    for name in sources.keys() {
        site.add_with_imports(name, &sources, &mut Vec::new())?;
    }

    let out = PathBuf::from(std::env::var("OUT_DIR")?);
    let template = fs::read_to_string(assets.join("page.html"))?;
    let mut markup = String::new();
    for page in &PAGES {
        let texts = site.add_texts(page, &locales)?;
        let html = site.fill(&template, page, &texts).map_err(|error| format!("page.html: {error}"))?;
        writeln!(markup, "static {}: &str = {html:?};", page.name.to_uppercase())?;
    }
    fs::write(out.join("markup.rs"), markup)?;
    site.write(&out)
}

/// Removes comment lines and indentation from a script or style sheet. That saves a seventh, and needs no parser of
/// either language. Licence comments (`/*!`) stay.
fn without_comments(source: &str) -> String {
    let mut kept = String::new();
    let mut in_comment = false;
    for line in source.lines().map(str::trim) {
        let opens = line.starts_with("/*") && !line.starts_with("/*!");
        if in_comment || opens && (line.ends_with("*/") || !line.contains("*/")) {
            in_comment = !line.ends_with("*/");
        } else if !line.is_empty() && !line.starts_with("//") {
            kept.push_str(line);
            kept.push('\n');
        }
    }
    kept
}

/// The files that are served, as they are added.
#[derive(Default)]
struct Site {
    /// Source name to served name.
    names: BTreeMap<String, String>,
    /// Direct imports of each script.
    imports: BTreeMap<String, Vec<String>>,
    /// Served name to content.
    files: BTreeMap<String, String>,
}

impl Site {
    fn add(&mut self, name: &str, content: &str) -> Fallible<()> {
        let (stem, ending) = name.rsplit_once('.').ok_or_else(|| format!("{name} has no ending"))?;
        let digest = Sha256::digest(content.as_bytes());
        let mut hash = String::new();
        for byte in digest.iter().take(6) {
            write!(hash, "{byte:02x}")?;
        }
        let served = format!("{stem}.{hash}.{ending}");
        self.names.insert(name.to_owned(), served.clone());
        self.files.insert(served, content.to_owned());
        Ok(())
    }

    /// Adds a script after its imports: their served names are part of its content, and so of its hash.
    fn add_with_imports(
        &mut self,
        name: &str,
        sources: &BTreeMap<String, String>,
        importers: &mut Vec<String>,
    ) -> Fallible<()> {
        if self.names.contains_key(name) {
            return Ok(());
        }
        if importers.iter().any(|importer| importer == name) {
            return Err(format!("{} import each other", importers.join(", ")).into());
        }
        let Some(source) = sources.get(name) else {
            return Err(format!("{} imports {name}, which does not exist", importers.join(", ")).into());
        };
        importers.push(name.to_owned());
        let mut content = String::new();
        let mut imports = Vec::new();
        let mut rest = source.as_str();
        // Imports have the form `"./name.js"`.
        while let Some((before, after)) = rest.split_once("\"./") {
            let (imported, after) = after.split_once('"').ok_or_else(|| format!("{name}: an open quote"))?;
            self.add_with_imports(imported, sources, importers)?;
            let served = self.names.get(imported).ok_or("added above")?;
            write!(content, "{before}\"./{served}\"")?;
            imports.push(imported.to_owned());
            rest = after;
        }
        content.push_str(rest);
        importers.pop();
        self.imports.insert(name.to_owned(), imports);
        self.add(name, &content)
    }

    /// Adds the texts of a page, one file per language, and returns the links to them.
    fn add_texts(&mut self, page: &Page, locales: &Path) -> Fallible<String> {
        let mut links = Vec::new();
        for folder in files(locales)? {
            let tag = file_name(&folder)?;
            let mut texts = String::new();
            for kind in page.kinds {
                let path = folder.join(kind);
                let text =
                    fs::read_to_string(&path).map_err(|error| format!("{}: {error}", path.display()))?;
                // Comments are for translators only.
                for line in text.lines().filter(|line| !line.starts_with('#') && !line.is_empty()) {
                    writeln!(texts, "{line}")?;
                }
            }
            let messages = fs::read_to_string(folder.join("messages.ftl"))?;
            let named = messages.lines().find_map(|line| line.strip_prefix("language-name = "));
            let language = named.ok_or_else(|| format!("{tag}/messages.ftl: no language-name"))?;
            let name = format!("{}.{tag}.ftl", page.name);
            self.add(&name, &texts)?;
            let served = self.served(&name)?;
            links.push(format!(r#"<link rel="texts" hreflang="{tag}" title="{language}" href="{served}">"#));
        }
        Ok(links.join("\n"))
    }

    fn served(&self, name: &str) -> Fallible<String> {
        let served = self.names.get(name).ok_or_else(|| format!("{name} does not exist"))?;
        Ok(format!("/assets/{served}"))
    }

    /// Every script that `name` imports, directly or indirectly, once.
    fn imported(&self, name: &str, found: &mut Vec<String>) {
        for import in self.imports.get(name).into_iter().flatten() {
            if !found.contains(import) {
                found.push(import.clone());
                self.imported(import, found);
            }
        }
    }

    /// Fills in a page: `{{name.js}}` is the address of that file; `{{styles}}`, `{{script}}` and `{{texts}}` are the
    /// page's own, and `{{imports}}` lets the browser load the imported scripts early. `{{settings}}` stays: the
    /// function fills it in at its start.
    fn fill(&self, template: &str, page: &Page, texts: &str) -> Fallible<String> {
        let script = format!("{}.js", page.name);
        let mut imports = Vec::new();
        self.imported(&script, &mut imports);
        let mut html = String::new();
        let mut rest = template;
        while let Some((before, after)) = rest.split_once("{{") {
            html.push_str(before);
            let (place, after) = after.split_once("}}").ok_or("an open {{")?;
            match place {
                "styles" => html.push_str(&self.links("stylesheet", page.styles)?),
                "imports" => html.push_str(&self.links("modulepreload", &imports)?),
                "script" => html.push_str(&self.served(&script)?),
                "texts" => html.push_str(texts),
                "settings" => html.push_str("{{settings}}"),
                file => html.push_str(&self.served(file)?),
            }
            rest = after;
        }
        html.push_str(rest);
        Ok(html)
    }

    fn links(&self, relation: &str, names: &[impl AsRef<str>]) -> Fallible<String> {
        let mut links = Vec::new();
        for name in names {
            links.push(format!(r#"<link rel="{relation}" href="{}">"#, self.served(name.as_ref())?));
        }
        Ok(links.join("\n"))
    }

    fn write(&self, out: &Path) -> Fallible<()> {
        let mut code = String::new();
        writeln!(code, "static ASSETS: [Asset; {}] = [", self.files.len())?;
        for (served, content) in &self.files {
            let (identity, br) = (out.join(served), out.join(format!("{served}.br")));
            let mut compressed = Vec::new();
            let parameters =
                BrotliEncoderParams { quality: 11, size_hint: content.len(), ..Default::default() };
            brotli::BrotliCompress(&mut content.as_bytes(), &mut compressed, &parameters)?;
            fs::write(&identity, content)?;
            fs::write(&br, compressed)?;
            let content_type = match served.rsplit_once('.') {
                Some((_, "js")) => "text/javascript; charset=utf-8",
                Some((_, "css")) => "text/css; charset=utf-8",
                Some((_, "svg")) => "image/svg+xml",
                _ => "text/plain; charset=utf-8",
            };
            writeln!(
                code,
                "    Asset {{ name: {served:?}, content_type: {content_type:?}, identity: include_bytes!({:?}), br: include_bytes!({:?}) }},",
                identity.display().to_string(),
                br.display().to_string(),
            )?;
        }
        writeln!(code, "];")?;
        fs::write(out.join("assets.rs"), code)?;
        Ok(())
    }
}

/// The entries of a folder, sorted by name.
fn files(folder: &Path) -> Fallible<Vec<PathBuf>> {
    let mut found = Vec::new();
    for entry in fs::read_dir(folder)? {
        found.push(entry?.path());
    }
    found.sort();
    Ok(found)
}

fn has_ending(path: &Path, endings: &[&str]) -> bool {
    path.extension().is_some_and(|found| endings.iter().any(|ending| found == *ending))
}

fn file_name(path: &Path) -> Fallible<String> {
    let name = path.file_name().and_then(|name| name.to_str());
    Ok(name.ok_or_else(|| format!("not UTF-8: {}", path.display()))?.to_owned())
}
