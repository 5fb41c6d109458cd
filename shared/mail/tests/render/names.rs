//! What people typed stays text: names, addresses and links in every place of a mail.

use staffroom_domain::{AccountRule, Locale};
use staffroom_mail::{AccessEnd, DeliveryFailure, Mail, Occasion, Order};

use crate::samples::{LINK, STORE, at};
use crate::{links, render, render_in, visible_text};

/// The invisible character that prevents links.
const WORD_JOINER: char = '\u{2060}';

/// Mails with this name in every place where a name can be.
fn mails_with_name(name: &str) -> Vec<Mail<'_>> {
    vec![
        Mail::Invitation {
            occasion: Occasion::New,
            store: name,
            inviter: name,
            email: "a@example.com",
            account: AccountRule::Any,
            rights: vec![name],
            link: LINK,
            expires_at: at(11, 28, 14, 5),
            access_ends_at: None,
            note: Some(name),
        },
        Mail::AccessChanged {
            store: name,
            actor: name,
            rights: vec![name],
            added: vec![name],
            taken: vec![name],
            end: AccessEnd::None,
            admin_url: None,
        },
        Mail::Removed { store: name, owner: name, email: "a@example.com" },
        Mail::Left { store: name, member: name, email: "a@example.com", team_url: None },
        Mail::OwnershipEnded { store: name, owner: name },
        Mail::OwnershipBegun { store: name, former: name, team_url: None },
        Mail::Accepted {
            store: name,
            member: name,
            email: "a@example.com",
            invited: Some("b@example.com"),
            team_url: None,
        },
        Mail::Declined { store: name, email: "a@example.com", reason: Some(name), invitations_url: None },
        Mail::Undelivered {
            store: name,
            email: "a@example.com",
            cause: DeliveryFailure::Bounced,
            invitations_url: None,
        },
        Mail::Answers {
            store: name,
            joined: vec![(name, "a@example.com")],
            declined: vec![],
            more: 1,
            team_url: None,
        },
        Mail::Withdrawn { store: name, email: "a@example.com", inviter: name, invitations_url: None },
        Mail::AddressChanged {
            store: name,
            member: name,
            old: "a@example.com",
            new: "b@example.com",
            team_url: None,
        },
        Mail::AppInstalled { store: name, app: name, member: name, admin_url: None },
        Mail::OrderCreated {
            store: name,
            activity: name,
            order: Order { number: Some(name), customer: Some(name), total: Some(name) },
            admin_url: None,
        },
    ]
}

#[test]
fn names_cannot_add_markup() {
    for mail in mails_with_name("<b title=\"x\">O'Neil & {$store}</b><script>alert(1)</script>") {
        let rendered = render_in("en", &mail);
        assert!(!rendered.html.contains("<b ") && !rendered.html.contains("<script"));
        assert!(rendered.html.contains("&#60;b title=&#34;x&#34;&#62;O&#39;Neil &#38; {$store}&#60;/b&#62;"));
        assert!(rendered.text.contains("<b title=\"x\">O'Neil & {$store}</b>"));
    }
}

#[test]
fn names_cannot_add_headers_or_lines_or_change_the_writing_direction() {
    let name =
        "Shop\r\nBcc: all@evil.example\r\n\r\n\u{202E}gnp.exe\u{2066}\u{85}\u{2028}\u{0}\u{200B}\u{FEFF}end";
    for mail in mails_with_name(name) {
        for locale in Locale::all() {
            let rendered = render(locale, &mail);
            assert!(!rendered.subject.contains(|c: char| c.is_control()), "{:?}", rendered.subject);
            assert!(!rendered.text.lines().any(|line| line.starts_with("Bcc")));
            for part in [&rendered.subject, &rendered.text, &rendered.html] {
                assert!(
                    !part.contains([
                        '\r', '\u{202E}', '\u{2066}', '\u{2028}', '\u{0}', '\u{200B}', '\u{FEFF}'
                    ])
                );
            }
        }
    }
}

#[test]
fn names_never_become_links() {
    let name = "www.evil.example https://evil.example/a?b=c a.b。c x@evil.example http://203.0.113.9 javascript:alert(1)";
    for mut mail in mails_with_name(name) {
        // What the platform sends of an order is shown as it is.
        if let Mail::OrderCreated { order, .. } = &mut mail {
            (order.number, order.total) = (None, None);
        }
        let rendered = render_in("fr", &mail);
        assert!(links(&rendered.html).iter().all(|&link| link == LINK));
        for body in [&rendered.text, &visible_text(&rendered.html)] {
            for address in ["www.e", "evil.example", "://e", "://2", "b。c", "@evil", "203.0", "javascript:a"]
            {
                assert!(!body.contains(address), "a mail program makes a link of {address:?} in {body}");
            }
            assert!(body.contains(&format!("https:{WORD_JOINER}//evil.{WORD_JOINER}example/a")));
        }
    }
}

#[test]
fn addresses_are_unchanged_unless_they_contain_a_link() {
    let declined =
        |email| render_in("en", &Mail::Declined { store: STORE, email, reason: None, invitations_url: None });
    for usual in ["first.last+tag@mail.example.com", "o'neil_1@example.com", "jürgen@exämple.de"] {
        let mail = declined(usual);
        assert!(
            mail.text.contains(usual)
                && visible_text(&mail.html).contains(usual)
                && mail.subject.contains(usual)
        );
    }
    for unusual in ["evil.example/pay@attacker.example", "\"https://evil.example\"@attacker.example"] {
        let mail = declined(unusual);
        assert!(!mail.text.contains("evil.example") && !visible_text(&mail.html).contains("evil.example"));
    }
}

#[test]
fn numbers_and_initials_are_unchanged() {
    let order = Order { number: Some("2025.17"), customer: Some("J. Roux"), total: Some("1.249,50 EUR") };
    let mail =
        render_in("en", &Mail::OrderCreated { store: STORE, activity: "19:30 show", order, admin_url: None });
    for value in ["2025.17", "J. Roux", "1.249,50 EUR", "19:30 show"] {
        assert!(mail.text.contains(value), "{value}");
    }
    assert_eq!(mail.subject, "New order 2025.17 for 19:30 show");
}

#[test]
fn an_order_number_is_shown_as_sent_and_is_no_link() {
    for number in ["1042.com", "R.2026.info-7", "ab@12.de", "https://evil.example/x", "SO-10.A.7:3", "12.50"]
    {
        let order = Order { number: Some(number), customer: None, total: Some(number) };
        let mail =
            render_in("en", &Mail::OrderCreated { store: STORE, activity: "Gala", order, admin_url: None });
        assert!(!mail.text.contains(WORD_JOINER) && !mail.html.contains(WORD_JOINER), "{number}");
        for shown in [&mail.subject, &mail.text, &visible_text(&mail.html)] {
            assert!(shown.contains(number), "{number} in {shown}");
        }
        let body = mail.html.split_once("<body").map_or("", |(_, body)| body);
        for link in ["2.com", "2026.info", "@12", "://evil"] {
            assert!(!body.contains(link), "a mail program makes a link of {link} in {body}");
        }
    }
}

#[test]
fn a_resumed_member_reads_when_access_ends() {
    let resumed = |ends_at| {
        render_in("en", &Mail::Resumed { store: STORE, rights: vec!["Seller"], ends_at, admin_url: None })
            .text
    };
    assert!(resumed(Some(at(11, 28, 14, 5))).contains("Your access will end on"));
    assert!(!resumed(None).contains("will end"));
}

#[test]
fn long_names_are_cut_off() {
    let name = "é".repeat(5000);
    let cut = format!("{}…", "é".repeat(99));
    for mail in mails_with_name(&name) {
        let rendered = render_in("en", &mail);
        assert!(rendered.text.contains(&cut), "{}", rendered.text);
        assert!(rendered.subject.chars().count() <= 250);
        assert!(rendered.text.len() < 4000 && rendered.html.len() < 16_000);
    }
    let fits = "é".repeat(100);
    assert!(
        render_in("en", &Mail::Removed { store: &fits, owner: "", email: "a@example.com" })
            .subject
            .contains(&fits)
    );
}

#[test]
fn a_dash_replaces_an_invisible_name() {
    for mail in mails_with_name(" \u{200B}\n\u{202E} ") {
        let rendered = render_in("en", &mail);
        assert!(rendered.subject.contains('—') || rendered.subject.contains('@'), "{}", rendered.subject);
    }
}

#[test]
fn invalid_links_are_left_out() {
    for url in
        ["javascript:alert(1)", "https://shop.example/\r\nBcc: x", "", "//shop.example", "https://a\u{202E}b"]
    {
        let mail = render_in(
            "en",
            &Mail::AccessEnding {
                store: STORE,
                ends_at: at(3, 1, 9, 5),
                contact: "o@example.com",
                admin_url: Some(url),
            },
        );
        assert!(links(&mail.html).is_empty(), "{url}");
        assert!(!mail.text.contains("Open the store"));
    }
    let quoted = "https://shop.example/?a=\"><script>";
    let mail = render_in(
        "en",
        &Mail::AccessEnding {
            store: STORE,
            ends_at: at(3, 1, 9, 5),
            contact: "o@example.com",
            admin_url: Some(quoted),
        },
    );
    assert!(!mail.html.contains("<script"));
}

#[test]
fn names_are_cut_between_whole_characters() {
    let family = "👨\u{200D}👩\u{200D}👧\u{200D}👦";
    let name = format!("{}{family}{family}", "x".repeat(90));
    let removed = Mail::Removed { store: &name, owner: "", email: "a@example.com" };
    let subject = render_in("en", &removed).subject;
    assert!(subject.contains(&format!("x{family}…")), "{subject}");
    let endless = format!("e{}", "\u{301}".repeat(500));
    let removed = Mail::Removed { store: &endless, owner: "", email: "a@example.com" };
    assert!(render_in("en", &removed).subject.chars().count() <= 250);
}
