//! One word for one thing, and one form of address, in each language: over mails, pages, messages and catalogs.
//!
//! A word that is listed here was used beside another one for the same thing. The test names the word to use instead.

#![expect(clippy::expect_used, clippy::panic, reason = "a test that cannot go on has failed")]

use std::fs;
use std::path::{Path, PathBuf};

use staffroom_domain::Locale;

/// Words that no text may hold, each with what to write instead.
struct Words {
    locale: &'static str,
    /// In mails, pages, messages and catalogs.
    everywhere: &'static [(&'static str, &'static str)],
    /// In mails, pages and messages. A catalog may have a word of its own, as the shop that it describes does.
    texts: &'static [(&'static str, &'static str)],
}

const WORDS: [Words; 7] = [
    Words {
        locale: "de",
        everywhere: &[
            ("du", "Sie"),
            ("dein", "Ihr"),
            ("deine", "Ihre"),
            ("dich", "Sie"),
            ("dir", "Ihnen"),
            ("kontoinhaber", "die Inhaberin oder der Inhaber des Shops; Inhaberrolle"),
            ("zugriffsrechte", "Berechtigungen"),
            ("rechte", "Berechtigungen"),
            ("rechten", "Berechtigungen"),
        ],
        texts: &[
            ("nachricht", "E-Mail"),
            ("nachrichten", "E-Mails"),
            ("mail", "E-Mail"),
            ("maildienst", "E-Mail-Dienst"),
            ("zurückgenommen", "widerrufen"),
            ("offen", "ausstehend"),
            ("offene", "ausstehende"),
            ("unerwünscht", "als Spam gemeldet"),
            ("freiwillig", "optional"),
            ("hereinlassen", "Zugriff erlauben"),
            ("mitarbeiter", "Mitglieder"),
        ],
    },
    Words {
        locale: "en",
        everywhere: &[
            ("account holder", "owner"),
            ("e-mail", "email"),
            ("e-mails", "emails"),
            ("somebody", "someone"),
            ("whoever", "people who"),
        ],
        texts: &[
            ("shop", "store"),
            ("rights", "permissions"),
            ("mail", "email"),
            ("mailed", "emailed"),
            ("message", "email"),
            ("fresh", "new"),
            ("place", "seat"),
            ("places", "seats"),
            ("staff", "members"),
            ("taken back", "revoked"),
            ("bigger", "larger"),
            ("unwanted", "reported as spam"),
        ],
    },
    Words {
        locale: "es",
        everywhere: &[
            ("usted", "tú"),
            ("póngase", "ponte"),
            ("su sitio", "tu sitio"),
            ("sus aplicaciones", "tus aplicaciones"),
            ("contacte", "ponte en contacto"),
            ("propietario", "titular de la cuenta"),
            ("accesos", "permisos; acceso"),
            ("email", "correo"),
            ("e-mail", "correo"),
        ],
        texts: &[
            ("mensaje", "correo"),
            ("mensajes", "correos"),
            ("anuló", "revocó"),
            ("enlace nuevo", "nuevo enlace"),
            ("no ha funcionado", "algo ha salido mal"),
            ("entretanto", "mientras tanto"),
            ("no deseado", "spam"),
        ],
    },
    Words {
        locale: "fr",
        everywhere: &[
            ("tu", "vous"),
            ("toi", "vous"),
            ("tes", "vos"),
            ("propriétaire", "titulaire du compte"),
            ("droit", "autorisation"),
            ("droits", "autorisations"),
            ("vos accès", "vos autorisations; votre accès"),
            ("ses accès", "ses autorisations; son accès"),
            ("ces accès", "ces autorisations; cet accès"),
        ],
        texts: &[
            ("courriel", "e-mail"),
            ("message", "e-mail"),
            ("messages", "e-mails"),
            ("annulée", "révoquée"),
            ("formule", "abonnement"),
            ("raison", "motif"),
            ("prise", "occupée"),
            ("prises", "occupées"),
            ("laisser entrer", "autoriser l’accès"),
            ("l’invitation de", "l’invitation envoyée à"),
        ],
    },
    Words {
        locale: "it",
        everywhere: &[
            ("contatti", "contatta"),
            ("il suo accesso", "il tuo accesso"),
            ("le serve", "ti serve"),
            ("non ha accesso", "non hai accesso"),
            ("proprietario", "titolare"),
            ("diritti", "autorizzazioni"),
        ],
        texts: &[
            ("accessi", "autorizzazioni; accesso"),
            ("messaggio", "e-mail"),
            ("annullato", "revocato"),
            ("in sospeso", "in attesa"),
            ("in viaggio", "inviato; in arrivo"),
            ("collaboratori", "membri"),
            ("non ha funzionato", "si è verificato un errore"),
            ("indesiderato", "spam"),
            ("indesiderata", "spam"),
        ],
    },
    Words {
        locale: "nl",
        everywhere: &[("u", "je"), ("uw", "je"), ("accounthouder", "eigenaar"), ("trek haar", "trek deze")],
        texts: &[
            ("bericht", "e-mail"),
            ("berichten", "e-mails"),
            ("maildienst", "e-maildienst"),
            ("medewerkers", "teamleden"),
            ("lid van de winkel", "lid van het team"),
            ("lid worden van de winkel", "uitnodiging accepteren"),
            ("je toegang:", "je rechten:"),
            ("ineens", "tegelijk"),
            ("degene", "de persoon"),
            ("ongewenst", "spam"),
        ],
    },
    Words {
        locale: "pl",
        everywhere: &[
            ("prosimy", "the singular: skontaktuj się"),
            ("państwo", "Ty"),
            ("państwa", "Twój"),
            ("właściciel konta", "właściciel sklepu"),
            ("właścicielem konta", "właścicielem sklepu"),
            ("posiadacz", "właściciel"),
        ],
        texts: &[
            ("cofnięto", "wycofano"),
            ("cofnięte", "wycofane"),
            ("odmowa", "zaproszenie odrzucone"),
            ("zwróć się", "skontaktuj się"),
            ("otwarte", "oczekujące"),
            ("wpuszczaj", "zezwól na dostęp"),
            ("nie udało się spróbuj", "coś poszło nie tak"),
            ("niechciane", "spam"),
            ("niechcianą", "spam"),
        ],
    },
];

/// A file's texts, each with where it stands.
fn texts(path: &Path) -> Vec<(String, String)> {
    raw_texts(path).into_iter().map(|(place, text)| (place, without_placeables(&text))).collect()
}

/// The same with the placeables of messages.
fn raw_texts(path: &Path) -> Vec<(String, String)> {
    let source = fs::read_to_string(path).unwrap_or_else(|error| panic!("{}: {error}", path.display()));
    let name = path.components().rev().take(2).map(|part| part.as_os_str().to_string_lossy());
    let name = name.collect::<Vec<_>>().into_iter().rev().collect::<Vec<_>>().join("/");
    let lines = source.lines().zip(1..).filter(|(line, _)| !line.starts_with('#'));
    let written = lines.filter_map(|(line, number)| {
        let text = if path.extension().is_some_and(|ending| ending == "toml") {
            line.split('"').skip(1).step_by(2).collect::<Vec<_>>().join(" | ")
        } else {
            line.split_once(" = ").map_or(line, |(_, text)| text).to_owned()
        };
        (!text.trim().is_empty() && !line.starts_with('[')).then(|| (format!("{name}:{number}"), text))
    });
    written.collect()
}

/// A line of Fluent without what stands in braces, and without the key of a variant.
fn without_placeables(line: &str) -> String {
    let mut text = String::new();
    let mut depth = 0;
    for c in line.chars() {
        match c {
            '{' => depth += 1,
            '}' => depth -= 1,
            _ if depth == 0 => text.push(c),
            _ => {}
        }
    }
    match text.trim_start().trim_start_matches('*').split_once(']') {
        Some((key, rest)) if key.starts_with('[') => rest.to_owned(),
        _ => text,
    }
}

/// The words of a text in lower case, between single spaces; a colon stays with its word.
fn words(text: &str) -> String {
    let kept = |c: char| if c.is_alphanumeric() || "-’:".contains(c) { c } else { ' ' };
    let plain: String = text.to_lowercase().chars().map(kept).collect();
    format!(" {} ", plain.split_whitespace().collect::<Vec<_>>().join(" "))
}

fn files(locale: &str) -> (Vec<PathBuf>, Vec<PathBuf>) {
    let shared = Path::new(env!("CARGO_MANIFEST_DIR")).join("..");
    let of_texts = ["mail.ftl", "messages.ftl", "pages.ftl", "team.ftl", "dates.ftl"]
        .map(|file| shared.join("locales").join(locale).join(file));
    let catalogs = fs::read_dir(shared.join("domain/catalogs")).expect("the catalogs");
    let of_catalogs = catalogs.map(|entry| entry.expect("a catalog").path().join(format!("{locale}.toml")));
    (of_texts.to_vec(), of_catalogs.collect())
}

#[test]
fn each_language_has_one_word_for_one_thing_and_one_form_of_address() {
    let mut faults = Vec::new();
    for Words { locale, everywhere, texts: only_texts } in WORDS {
        let (of_texts, of_catalogs) = files(locale);
        assert!(of_catalogs.len() >= 5, "{of_catalogs:?}");
        let all =
            of_texts.iter().map(|path| (path, true)).chain(of_catalogs.iter().map(|path| (path, false)));
        for (path, is_text) in all {
            let listed = everywhere.iter().chain(only_texts.iter().filter(|_| is_text));
            let listed: Vec<_> = listed.collect();
            for (place, text) in texts(path) {
                let said = words(&text);
                for (word, instead) in &listed {
                    let plain = said.replace(':', if word.ends_with(':') { ":" } else { "" });
                    if plain.contains(&format!(" {word} ")) {
                        faults.push(format!("{place}: {word:?}, better {instead:?}: {}", text.trim()));
                    }
                }
            }
        }
    }
    assert!(faults.is_empty(), "{}", faults.join("\n"));
}

#[test]
fn every_language_has_a_list() {
    let listed: Vec<_> = WORDS.iter().map(|words| words.locale).collect();
    let spoken: Vec<_> = Locale::all().into_iter().map(Locale::as_str).collect();
    assert_eq!(listed, spoken);
}

#[test]
fn signs_are_typographic() {
    let mut faults = Vec::new();
    for locale in Locale::all() {
        let (of_texts, of_catalogs) = files(locale.as_str());
        for path in of_texts.iter().chain(&of_catalogs) {
            for (place, text) in texts(path) {
                for (sign, instead) in [("'", "’"), ("\"", "quotation marks of the language"), ("...", "…")]
                {
                    if text.contains(sign) {
                        faults.push(format!("{place}: {sign} instead of {instead}: {}", text.trim()));
                    }
                }
            }
        }
    }
    assert!(faults.is_empty(), "{}", faults.join("\n"));
}

/// In French a space that does not break stands before these signs.
#[test]
fn french_signs_do_not_begin_a_line() {
    let mut faults = Vec::new();
    for path in files("fr").0 {
        for (place, text) in texts(&path) {
            let parted = [" :", " ;", " ?", " !", " »", "« "].iter().any(|sign| text.contains(sign));
            let missing = text.char_indices().any(|(at, c)| {
                ":;?!»".contains(c) && text[..at].chars().next_back().is_some_and(char::is_alphanumeric)
            });
            if parted || missing {
                faults.push(format!("{place}: {}", text.trim()));
            }
        }
    }
    assert!(faults.is_empty(), "{}", faults.join("\n"));
}

/// Before a name that begins with a vowel, `de` and `que` lose theirs; the texts do not know the name.
#[test]
fn no_french_word_that_is_elided_stands_before_a_name() {
    let mut faults = Vec::new();
    for path in files("fr").0 {
        for (place, text) in raw_texts(&path) {
            let words = text.to_lowercase();
            if ["de", "que", "le", "la", "se", "ne", "jusque"].iter().any(|word| {
                words.match_indices(&format!("{word} {{")).any(|(at, _)| {
                    let before = words[..at].chars().next_back();
                    let value = words[at..].split('}').next().unwrap_or_default();
                    let is_name = NAMES.iter().any(|name| value.ends_with(&format!("${name} ")));
                    is_name && before.is_none_or(|c| !c.is_alphanumeric())
                })
            }) {
                faults.push(format!("{place}: {}", text.trim()));
            }
        }
    }
    assert!(faults.is_empty(), "{}", faults.join("\n"));
}

/// The variables that hold what people, stores and things are called.
const NAMES: [&str; 15] = [
    "actor", "app", "brand", "email", "former", "from", "inviter", "member", "name", "new", "old", "owner",
    "store", "to", "activity",
];

#[test]
fn the_list_finds_words_and_phrases_and_nothing_within_words() {
    assert_eq!(words("Vos accès, l’invitation !"), " vos accès l’invitation ");
    assert!(!words("Supportmedewerkers helpen").contains(" medewerkers "));
    assert_eq!(without_placeables("   *[other] { $count } places"), "  places");
}
