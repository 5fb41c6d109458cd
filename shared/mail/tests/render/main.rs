//! What a recipient sees: tests of `render`.
#![expect(clippy::expect_used, clippy::panic, reason = "a panic fails the test and says where")]

mod names;
#[path = "../samples/mod.rs"]
mod samples;

use std::collections::{BTreeMap, BTreeSet};
use std::fs;
use std::path::Path;

use fluent_bundle::FluentResource;
use samples::{LINK, STORE, at, invitation, review};
use staffroom_domain::{Locale, TimeZone};
use staffroom_mail::{Mail, Order, RenderedMail, Style};

/// The store's time zone.
fn paris() -> TimeZone {
    "Europe/Paris".parse().expect("a time zone")
}

fn render(locale: Locale, mail: &Mail<'_>) -> RenderedMail {
    staffroom_mail::render(
        &Style { locale, brand: "Staffroom", time_zone: paris(), unsubscribe_url: None },
        mail,
    )
}

fn render_in(tag: &str, mail: &Mail<'_>) -> RenderedMail {
    render(Locale::parse(tag).expect("a supported language"), mail)
}

/// The visible text of the HTML: without tags, with resolved entities.
fn visible_text(html: &str) -> String {
    let body = html.split_once("<body").map_or(html, |(_, body)| body);
    let mut text = String::new();
    let mut tag = false;
    for c in body.chars() {
        match c {
            '<' => tag = true,
            '>' => tag = false,
            c if !tag => text.push(c),
            _ => {}
        }
    }
    text.replace("&#60;", "<")
        .replace("&#62;", ">")
        .replace("&#38;", "&")
        .replace("&#39;", "'")
        .replace("&#34;", "\"")
}

/// The targets of the links in `html`.
fn links(html: &str) -> BTreeSet<&str> {
    html.split("href=\"").skip(1).filter_map(|rest| rest.split('"').next()).collect()
}

/// The message ids of a language with the variables that each message uses.
fn messages(tag: &str) -> BTreeMap<String, BTreeSet<String>> {
    let path = Path::new(env!("CARGO_MANIFEST_DIR")).join("../locales").join(tag).join("mail.ftl");
    let source = fs::read_to_string(&path).unwrap_or_else(|error| panic!("{}: {error}", path.display()));
    if let Err((_, errors)) = FluentResource::try_new(source.clone()) {
        panic!("{}: {errors:?}", path.display());
    }
    let mut messages: BTreeMap<_, BTreeSet<_>> = BTreeMap::new();
    let mut current = String::new();
    for line in source.lines().filter(|line| !line.starts_with('#')) {
        if let Some((id, _)) =
            line.split_once(" =").filter(|_| line.starts_with(|c: char| c.is_ascii_lowercase()))
        {
            id.clone_into(&mut current);
            assert!(!messages.contains_key(id), "{tag} defines {id} twice");
        }
        let variables = line.split('$').skip(1);
        messages.entry(current.clone()).or_default().extend(variables.map(|rest| {
            rest.chars().take_while(|&c| c.is_ascii_alphanumeric() || c == '-').collect::<String>()
        }));
    }
    messages.remove("");
    messages
}

#[test]
fn every_language_has_every_message_of_english() {
    let english = messages("en");
    for locale in Locale::all() {
        let tag = locale.as_str();
        let messages = messages(tag);
        for (id, variables) in &english {
            let used = messages.get(id).unwrap_or_else(|| panic!("{tag}/mail.ftl has no {id}"));
            assert!(used.is_subset(variables), "{tag}/mail.ftl: {id} has only the variables {variables:?}");
        }
    }
}

#[test]
fn every_mail_is_complete_in_every_language() {
    let ids = messages("en");
    for (name, mail) in samples::all() {
        let english = render_in("en", &mail);
        for locale in Locale::all() {
            let at = format!("{name} in {}", locale.as_str());
            let rendered = render(locale, &mail);
            assert!(!rendered.subject.is_empty() && !rendered.subject.contains('\n'), "{at}");
            assert!(rendered.html.contains(&format!("<html lang=\"{}\">", locale.as_str())), "{at}");
            for part in [&rendered.subject, &rendered.text, &visible_text(&rendered.html)] {
                assert!(!part.contains(['{', '}', '$']), "{at}: a value is missing in {part}");
                let bare_id = part.lines().find(|line| ids.contains_key(line.trim()));
                assert_eq!(bare_id, None, "{at}: a message is missing");
            }
            for line in rendered.text.lines().filter(|line| !line.starts_with(['-', '>'])) {
                let in_html = links(&rendered.html).contains(line)
                    || visible_text(&rendered.html).contains(line.trim());
                assert!(in_html, "{at}: the HTML lacks {line:?}");
                if locale.as_str() != "en" && line.len() > 30 && !line.contains("://") {
                    assert!(!english.text.contains(line), "{at}: still English: {line:?}");
                }
            }
        }
    }
}

#[test]
fn the_french_invitation_has_the_required_subject_and_button() {
    let mail = render_in("fr", &invitation());
    assert_eq!(mail.subject, "Vous avez été invité(e) à gérer la boutique Chez Nadia & Fils");
    assert!(mail.html.contains(">Rejoindre la boutique</a>"));
    assert!(
        mail.html
            .contains("<title>Vous avez été invité(e) à gérer la boutique Chez Nadia &#38; Fils</title>")
    );
    assert!(mail.text.contains(&format!("Rejoindre la boutique\n{LINK}\n")));
    assert!(mail.text.contains("Vos autorisations\u{a0}:\n- Ventes\n- Catalogue\n- Canaux de vente\n"));
    assert!(mail.text.contains("1er janvier 2026 à 0\u{a0}h\u{a0}00 (Paris, UTC+1)"));
}

#[test]
fn an_invitation_shows_its_link_as_button_and_in_full() {
    let mail = render_in("de", &invitation());
    assert_eq!(links(&mail.html), BTreeSet::from([LINK]));
    assert!(visible_text(&mail.html).contains(LINK));
}

#[test]
fn dates_have_the_format_of_the_language() {
    let ending = |tag, ends_at| {
        render_in(
            tag,
            &Mail::AccessEnding { store: STORE, ends_at, contact: "nadia@example.com", admin_url: None },
        )
        .text
    };
    for (tag, date) in [
        ("de", "am 1. März 2025, 10:05 Uhr (Paris, UTC+1)."),
        ("en", "on 1 March 2025, 10:05 (Paris, UTC+1)."),
        ("es", "el 1 de marzo de 2025, 10:05 h (París, UTC+1)."),
        ("fr", "le 1er mars 2025 à 10\u{a0}h\u{a0}05 (Paris, UTC+1)."),
        ("it", ": 1º marzo 2025, ore 10:05 (Parigi, UTC+1)."),
        ("nl", "op 1 maart 2025 om 10:05 uur (Parijs, UTC+1)."),
        ("pl", "wygaśnie 1 marca 2025 r., godz. 10:05 (Paryż, UTC+1)."),
    ] {
        let text = ending(tag, at(3, 1, 9, 5));
        assert!(text.contains(date), "{tag}: {text}");
    }
    let months: BTreeSet<_> = (1..=12).map(|month| ending("pl", at(month, 1, 9, 5))).collect();
    assert_eq!(months.len(), 12);
}

#[test]
fn a_member_whose_access_ends_reads_whom_to_ask() {
    let mail = Mail::AccessEnding {
        store: STORE,
        ends_at: at(3, 1, 9, 5),
        contact: "nadia@example.com",
        admin_url: None,
    };
    for tag in ["de", "en", "es", "fr", "it", "nl", "pl"] {
        let text = render_in(tag, &mail).text;
        assert!(text.contains("nadia@example.com"), "{tag}: {text}");
    }
}

#[test]
fn no_sentence_ends_in_two_full_stops() {
    for (name, mail) in samples::all() {
        for tag in ["de", "en", "es", "fr", "it", "nl", "pl"] {
            let text = render_in(tag, &mail).text.replace("...", "…");
            assert!(!text.contains(".."), "{name}, {tag}: {text}");
        }
    }
}

#[test]
fn polish_has_three_plural_forms() {
    for (count, expected) in [
        (0, "Nikt poza Tobą nie ma dostępu"),
        (1, "ma jedna osoba:"),
        (2, "mają 2 osoby:"),
        (5, "ma 5 osób:"),
        (22, "mają 22 osoby:"),
        (25, "ma 25 osób:"),
    ] {
        let text = render_in("pl", &review(count)).text;
        assert!(text.contains(expected), "{count}: {text}");
    }
}

#[test]
fn a_review_lists_at_most_a_hundred_members() {
    let text = render_in("en", &review(101)).text;
    assert_eq!(text.matches("Marek Wójcik").count(), 50);
    assert!(text.contains("101 people besides you"));
    assert!(text.contains("And one more person."));
}

#[test]
fn a_review_shows_rights_and_last_activity() {
    let mail = render_in("en", &review(2));
    assert!(mail.text.contains(
        "- Marek Wójcik (marek@example.com)\n  Ventes, Catalogue\n  Last active on 1 November 2025\n\
         - julie.roux@example.com\n  Not active yet\n"
    ));
}

#[test]
fn the_sender_is_the_store_through_the_platform() {
    let sender = |tag, store| {
        render_in(tag, &Mail::Removed { store, owner: "Nadia", email: "nadia@example.com" }).from_name
    };
    assert_eq!(sender("fr", STORE), "Chez Nadia & Fils via Staffroom");
    assert_eq!(sender("de", STORE), "Chez Nadia & Fils über Staffroom");
    assert_eq!(sender("en", "help@bank.example\r\nBcc: x"), "help bank.example Bcc: x via Staffroom");
    assert!(sender("en", &"é".repeat(200)).chars().count() <= 120);
    let unnamed = Style { locale: Locale::default(), brand: "", time_zone: paris(), unsubscribe_url: None };
    assert_eq!(staffroom_mail::render(&unnamed, &invitation()).from_name, "");
}

#[test]
fn an_invitation_names_the_invited_address() {
    let text = render_in("en", &invitation()).text;
    assert!(text.contains("sign in with the address marek@example.com"), "{text}");
}

#[test]
fn a_removed_member_reads_whom_to_ask() {
    let mail = render_in("fr", &Mail::Removed { store: STORE, owner: "Nadia", email: "nadia@example.com" });
    assert!(mail.text.contains("titulaire du compte\u{a0}: Nadia (nadia@example.com)."), "{}", mail.text);
}

/// The hidden preview of a mail.
fn preheader(html: &str) -> &str {
    let hidden = html.split_once("mso-hide:all\">").map_or("", |(_, rest)| rest);
    hidden.split_once("</div>").map_or("", |(text, _)| text)
}

#[test]
fn the_preview_goes_on_where_the_subject_ends() {
    for (name, mail) in samples::all() {
        for locale in Locale::all() {
            let mail = render(locale, &mail);
            let first = mail.text.split("\n\n").nth(1).unwrap_or_default();
            let (text, padding) =
                preheader(&mail.html).split_once("&#847;").unwrap_or_else(|| panic!("{name}: no padding"));
            assert!(!text.is_empty() && !visible_text(text).contains(first), "{name}: {text}");
            assert!(padding.matches("&#847;").count() > 80, "{name}: what follows would be shown, too");
        }
    }
}

/// Outlook knows paddings of table cells only. Links are exempt: the cell around a button has its padding for Outlook.
#[test]
fn only_cells_and_buttons_have_a_padding() {
    for (name, mail) in samples::all() {
        let html = render_in("en", &mail).html;
        let body = html.split_once("<body").map_or("", |(_, body)| body);
        for tag in body.split('<').skip(1).filter_map(|rest| rest.split('>').next()) {
            let padded = tag
                .split(['"', ';'])
                .any(|property| property.strip_prefix("padding:").is_some_and(|value| value.trim() != "0"));
            let may_be_padded = tag.starts_with("td ") || tag.starts_with("a ");
            assert!(!padded || may_be_padded, "{name}: {tag}");
        }
    }
}

#[test]
fn money_is_written_as_the_language_writes_it() {
    let total = |tag, total| {
        let order = Order { total: Some(total), ..Order::default() };
        let mail = Mail::OrderCreated { store: STORE, activity: "A", order, admin_url: None };
        let text = render_in(tag, &mail).text;
        let line = text.lines().find(|line| line.contains(|c: char| c.is_ascii_digit())).unwrap_or_default();
        line.split_once(['\u{a0}', ' '])
            .map_or("", |(_, total)| total)
            .trim_start_matches([':', ' '])
            .to_owned()
    };
    for (tag, sent, expected) in [
        ("fr", "49.90 EUR", "49,90\u{a0}€"),
        ("fr", "1249.5 EUR", "1\u{202f}249,50\u{a0}€"),
        ("de", "1249.50 EUR", "1.249,50\u{a0}€"),
        ("en", "1249.50 EUR", "€1,249.50"),
        ("en", "49.9 USD", "$49.90"),
        ("en", "-5.00 EUR", "-€5.00"),
        ("en", "-5.00 CHF", "-CHF\u{a0}5.00"),
        ("nl", "-5.00 EUR", "€\u{a0}-5,00"),
        ("fr", "49.9 USD", "49,90\u{a0}USD"),
        ("nl", "49.90 EUR", "€\u{a0}49,90"),
        ("it", "EUR 49.90", "49,90\u{a0}€"),
        ("es", "1249.50 GBP", "1249,50\u{a0}£"),
        ("pl", "49.90 PLN", "49,90\u{a0}zł"),
        ("de", "4990 JPY", "4.990\u{a0}JPY"),
        ("de", "0.1234 EUR", "0,1234\u{a0}€"),
        ("de", "-1.50 EUR", "-1,50\u{a0}€"),
        // What is no plain amount is shown as it was sent.
        ("fr", "1.249,50 EUR", "1.249,50 EUR"),
        ("fr", "1e3 EUR", "1e3 EUR"),
    ] {
        assert_eq!(total(tag, sent), expected, "{tag}: {sent}");
    }
}

#[test]
fn a_mail_that_can_be_switched_off_has_a_link_for_it() {
    let url = "https://shop.example/unsubscribe/x";
    let style =
        Style { locale: Locale::default(), brand: "", time_zone: paris(), unsubscribe_url: Some(url) };
    let mail = staffroom_mail::render(&style, &review(2));
    let link = format!("{url}#en");
    assert!(links(&mail.html).contains(link.as_str()));
    assert!(mail.text.ends_with(&format!("\nStop these emails\n{link}\n")), "{}", mail.text);
}

#[test]
fn what_a_person_wrote_keeps_its_lines() {
    let reason = "No time\r\n\n  evil.example \n<b>me</b>";
    let mail =
        Mail::Declined { store: STORE, email: "cy@example.com", reason: Some(reason), invitations_url: None };
    let mail = render_in("en", &mail);
    assert!(mail.text.contains("\n> No time\n> evil.\u{2060}example\n> <b>me</b>\n"), "{}", mail.text);
    assert!(mail.html.contains("No time<br>evil.\u{2060}example<br>&#60;b&#62;me"), "{}", mail.html);
    let long = "a\n".repeat(600);
    let mail =
        Mail::Declined { store: STORE, email: "cy@example.com", reason: Some(&long), invitations_url: None };
    assert!(render_in("en", &mail).text.matches("\n> ").count() <= 20);
}

#[test]
fn gathered_answers_are_counted_and_listed() {
    let mail = Mail::Answers {
        store: STORE,
        joined: vec![("Ana", "ana@example.com"), ("", "bo@example.com")],
        declined: vec![("cy@example.com", Some("Too far\naway")), ("di@example.com", None)],
        more: 2,
        team_url: None,
    };
    let mail = render_in("pl", &mail);
    assert!(mail.text.contains("6 osób odpowiedziało"), "{}", mail.text);
    assert!(mail.text.contains("Dołączyły:\n- Ana (ana@example.com)\n- bo@example.com"), "{}", mail.text);
    assert!(mail.text.contains("- cy@example.com – Too far away\n- di@example.com"), "{}", mail.text);
    assert!(mail.text.contains("I jeszcze 2 odpowiedzi."), "{}", mail.text);
}
