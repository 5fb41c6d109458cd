//! Sample mails of every kind.

use chrono::{DateTime, TimeZone, Utc};
use staffroom_domain::AccountRule;
use staffroom_mail::{AccessEnd, DeliveryFailure, Mail, Occasion, Order, ReviewedAccess, ReviewedMember};

pub const STORE: &str = "Chez Nadia & Fils";
pub const LINK: &str = "https://shop.example/join#c2FtcGxl.MDEyMzQ1Njc4OWFiY2RlZg";
const ADMIN: &str = "https://shop.example/admin";
const TEAM: &str = "https://shop.example/admin/team";

pub fn at(month: u32, day: u32, hour: u32, minute: u32) -> DateTime<Utc> {
    Utc.with_ymd_and_hms(2025, month, day, hour, minute, 0).single().unwrap_or_default()
}

pub fn invitation() -> Mail<'static> {
    Mail::Invitation {
        occasion: Occasion::New,
        store: STORE,
        inviter: "Nadia Benali",
        email: "marek@example.com",
        account: AccountRule::Invited,
        rights: vec!["Ventes", "Catalogue", "Canaux de vente"],
        link: LINK,
        expires_at: at(11, 28, 14, 5),
        access_ends_at: Some(at(12, 31, 23, 0)),
        note: Some("Bonjour Marek,\nvoici le lien dont nous avons parlé. À lundi !"),
    }
}

/// An invitation under a catalog that lets every account use the link.
fn invitation_for_any_account() -> Mail<'static> {
    match invitation() {
        Mail::Invitation { occasion, store, inviter, email, rights, link, expires_at, .. } => {
            Mail::Invitation {
                occasion,
                store,
                inviter,
                email,
                account: AccountRule::Any,
                rights,
                link,
                expires_at,
                access_ends_at: None,
                note: None,
            }
        }
        other => other,
    }
}

fn reminder() -> Mail<'static> {
    match invitation() {
        Mail::Invitation {
            store, inviter, email, account, rights, link, expires_at, access_ends_at, ..
        } => Mail::Invitation {
            occasion: Occasion::Reminder,
            store,
            inviter,
            email,
            account,
            rights,
            link,
            expires_at,
            access_ends_at,
            note: None,
        },
        other => other,
    }
}

pub fn review(members: usize) -> Mail<'static> {
    let both = [
        ReviewedMember {
            name: "Marek Wójcik",
            email: "marek@example.com",
            rights: vec!["Ventes", "Catalogue"],
            last_active_at: Some(at(11, 1, 9, 0)),
            access: ReviewedAccess::Present,
        },
        ReviewedMember {
            name: "",
            email: "julie.roux@example.com",
            rights: vec![],
            last_active_at: None,
            access: ReviewedAccess::Present,
        },
    ];
    Mail::ReviewDue {
        store: STORE,
        members: both.iter().cycle().take(members).cloned().collect(),
        more: 0,
        team_url: Some(TEAM),
    }
}

/// A review of a team in which some members have no access.
fn review_with_an_ended_access() -> Mail<'static> {
    let ended = ReviewedMember {
        name: "Ana",
        email: "ana@example.com",
        rights: vec!["Ventes"],
        last_active_at: Some(at(11, 1, 9, 0)),
        access: ReviewedAccess::Ended(at(11, 20, 9, 0)),
    };
    let suspended = ReviewedMember {
        name: "Tom",
        email: "tom@example.com",
        access: ReviewedAccess::Suspended(at(11, 21, 9, 0)),
        ..ended.clone()
    };
    let without_rights = ReviewedMember {
        name: "Kim",
        email: "kim@example.com",
        rights: vec![],
        access: ReviewedAccess::WithoutRights,
        ..ended.clone()
    };
    match review(2) {
        Mail::ReviewDue { store, mut members, more, team_url } => {
            members.extend([ended, suspended, without_rights]);
            Mail::ReviewDue { store, members, more, team_url }
        }
        other => other,
    }
}

pub fn undelivered(cause: DeliveryFailure) -> Mail<'static> {
    Mail::Undelivered { store: STORE, email: "marek@exmaple.com", cause, invitations_url: Some(TEAM) }
}

/// Every kind of mail with its variants, each with a name.
#[expect(clippy::too_many_lines, reason = "a list")]
pub fn all() -> Vec<(&'static str, Mail<'static>)> {
    vec![
        ("invitation", invitation()),
        ("reminder", reminder()),
        ("invitation-for-any-account", invitation_for_any_account()),
        (
            "access-changed",
            Mail::AccessChanged {
                store: STORE,
                actor: "Nadia Benali",
                rights: vec!["Ventes", "Rapports"],
                added: vec!["Rapports"],
                taken: vec!["Catalogue", "Canaux de vente"],
                end: AccessEnd::At(at(12, 31, 22, 59)),
                admin_url: Some(ADMIN),
            },
        ),
        (
            "access-changed-to-nothing",
            Mail::AccessChanged {
                store: STORE,
                actor: "Nadia Benali",
                rights: vec![],
                added: vec![],
                taken: vec!["Catalogue"],
                end: AccessEnd::Lifted,
                admin_url: None,
            },
        ),
        ("removed", Mail::Removed { store: STORE, owner: "Nadia Benali", email: "nadia@example.com" }),
        ("review-due-with-ended-access", review_with_an_ended_access()),
        (
            "left",
            Mail::Left {
                store: STORE,
                member: "Marek Wójcik",
                email: "marek@example.com",
                team_url: Some(TEAM),
            },
        ),
        ("ownership-ended", Mail::OwnershipEnded { store: STORE, owner: "Julie Roux" }),
        (
            "ownership-begun",
            Mail::OwnershipBegun { store: STORE, former: "Nadia Benali", team_url: Some(TEAM) },
        ),
        (
            "owner-address-changed",
            Mail::OwnerAddressChanged { store: STORE, old: "nadia@example.com", new: "n.benali@example.org" },
        ),
        (
            "access-ended",
            Mail::AccessEnded { store: STORE, ended_at: at(12, 31, 22, 59), contact: "nadia@example.com" },
        ),
        (
            "accepted",
            Mail::Accepted {
                store: STORE,
                member: "Marek Wójcik",
                email: "marek@example.com",
                invited: Some("office@example.com"),
                team_url: Some(TEAM),
            },
        ),
        (
            "accepted-without-name",
            Mail::Accepted {
                store: STORE,
                member: "",
                email: "marek@example.com",
                invited: None,
                team_url: None,
            },
        ),
        (
            "declined",
            Mail::Declined {
                store: STORE,
                email: "marek@example.com",
                reason: Some("I have taken on another job, sorry!"),
                invitations_url: Some(TEAM),
            },
        ),
        (
            "declined-without-reason",
            Mail::Declined { store: STORE, email: "marek@example.com", reason: None, invitations_url: None },
        ),
        (
            "answers",
            Mail::Answers {
                store: STORE,
                joined: vec![("Marek Wójcik", "marek@example.com"), ("", "julie.roux@example.com")],
                declined: vec![("ana@example.com", Some("Je déménage."))],
                more: 0,
                team_url: Some(TEAM),
            },
        ),
        (
            "answers-long",
            Mail::Answers {
                store: STORE,
                joined: vec![("Marek Wójcik", "marek@example.com"); 50],
                declined: vec![],
                more: 12,
                team_url: Some(TEAM),
            },
        ),
        ("undelivered-bounced", undelivered(DeliveryFailure::Bounced)),
        ("undelivered-complained", undelivered(DeliveryFailure::Complained)),
        ("undelivered-refused", undelivered(DeliveryFailure::Refused)),
        (
            "withdrawn",
            Mail::Withdrawn {
                store: STORE,
                email: "marek@example.com",
                inviter: "Julie Roux",
                invitations_url: Some(TEAM),
            },
        ),
        (
            "address-changed",
            Mail::AddressChanged {
                store: STORE,
                member: "Marek Wójcik",
                old: "marek@example.com",
                new: "m.wojcik@example.org",
                team_url: Some(TEAM),
            },
        ),
        (
            "app-installed",
            Mail::AppInstalled {
                store: STORE,
                app: "Label Printer",
                member: "Marek Wójcik",
                admin_url: Some(ADMIN),
            },
        ),
        (
            "order-created",
            Mail::OrderCreated {
                store: STORE,
                activity: "Concert de Noël",
                order: Order { number: Some("1042"), customer: Some("Julie Roux"), total: Some("49.90 EUR") },
                admin_url: Some(ADMIN),
            },
        ),
        (
            "order-created-without-details",
            Mail::OrderCreated {
                store: STORE,
                activity: "Concert de Noël",
                order: Order::default(),
                admin_url: None,
            },
        ),
        ("review-due", review(2)),
        ("review-due-without-members", review(0)),
        ("review-due-long", review(120)),
        (
            "access-ending",
            Mail::AccessEnding {
                store: STORE,
                ends_at: at(12, 1, 9, 30),
                contact: "nadia@example.com",
                admin_url: Some(ADMIN),
            },
        ),
    ]
}
