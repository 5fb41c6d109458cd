use std::collections::BTreeSet;

use staffroom_domain::builders::{day, email, grant, invitation, member, noon, store, user};
use staffroom_domain::{
    Catalog, Delivery, DisplayName, Event, EventActor, EventId, EventKind, InvitationSummary, MemberSummary,
    Notify, OrderSummary, Owner, OwnerChange, PersonalData, Recipient, RoleSummary, Store,
};

use super::{Cause, Claim, is_current, row};
use crate::builders::{found, member_found, member_key, nothing_found, shop, store_found};

/// The document that shows the table.
const DOCUMENT: &str = include_str!("../../../../docs/events.md");

/// The source of the kinds of event.
const KINDS: &str = include_str!("../../../domain/src/event/kind.rs");

fn lou() -> InvitationSummary {
    (&invitation(&store("whatnot"), "lou", &["seller"])).into()
}

fn sue() -> MemberSummary {
    (&member("sue", &["seller"])).into()
}

fn changed_store(owner: Option<OwnerChange>) -> EventKind {
    EventKind::StoreChanged {
        name: None,
        locale: None,
        plan: None,
        settings: None,
        catalog: None,
        owner,
        admin_url: None,
        time_zone: None,
        metadata: None,
    }
}

fn changed_member(before: &[&str], notify: Notify) -> EventKind {
    EventKind::MemberChanged {
        member: sue(),
        before: grant(before, &[]),
        access_ends_at: None,
        access_ends_at_before: None,
        notify,
    }
}

/// A kind of event for each row, in the order of the document.
fn kinds() -> Vec<EventKind> {
    let name: DisplayName = "Show".to_owned().try_into().unwrap();
    let owner = store("whatnot").owner;
    let to = Owner { email: email("new@example.com"), ..owner.clone() };
    let (invitation, access_ends_at) = (lou, day(7));
    vec![
        EventKind::StoreCreated,
        changed_store(Some(OwnerChange { from: owner.clone(), to: to.clone() })),
        changed_store(None),
        EventKind::StoreTransferred { from: owner, to },
        EventKind::StoreClosed,
        EventKind::InvitationCreated { invitation: invitation() },
        EventKind::InvitationResent { invitation: invitation() },
        EventKind::InvitationLinkCopied { invitation: invitation() },
        EventKind::InvitationChanged { invitation: invitation(), before: grant(&[], &[]) },
        EventKind::InvitationRevoked { invitation: invitation() },
        EventKind::InvitationSuperseded { invitation: invitation() },
        EventKind::InvitationAccepted { invitation: invitation(), member: sue() },
        EventKind::InvitationDeclined { invitation: invitation(), reason: None },
        EventKind::InvitationWithdrawn { invitation: invitation() },
        EventKind::InvitationExpired { invitation: invitation() },
        EventKind::InvitationEnding { invitation: invitation() },
        EventKind::InvitationUndelivered { invitation: invitation(), delivery: Delivery::Bounced },
        changed_member(&["support"], Notify::Member),
        changed_member(&["seller"], Notify::Member),
        changed_member(&["support"], Notify::Nobody),
        EventKind::MemberAdded { member: sue(), access_ends_at: None, notify: Notify::Member },
        EventKind::MemberAdded { member: sue(), access_ends_at: None, notify: Notify::Nobody },
        EventKind::MemberRemoved { member: sue() },
        EventKind::MemberLeft { member: sue() },
        EventKind::MemberSuspended { member: sue() },
        EventKind::MemberResumed { member: sue() },
        EventKind::MemberProfileChanged { member: sue(), email_before: Some(email("old@example.com")) },
        EventKind::MemberProfileChanged { member: sue(), email_before: None },
        EventKind::MemberAccessEnding { member: sue(), access_ends_at },
        EventKind::MemberAccessEnded { member: sue(), access_ends_at },
        EventKind::ActivityPut {
            activity: "show".parse().unwrap(),
            name: name.clone(),
            order_notifications: true,
        },
        EventKind::ActivityDeleted { activity: "show".parse().unwrap(), name: name.clone() },
        EventKind::AnswersGathered { reader: sue().user_id, answers: Vec::new(), more: 0 },
        EventKind::OrderCreated { activity: name.clone(), order: OrderSummary::default() },
        EventKind::AppInstalled { app: name },
        EventKind::ReviewDue,
        EventKind::PersonErased { user_id: user("kim") },
        EventKind::PersonMoved { user_id: user("kim-2"), moved_from: user("kim") },
        EventKind::RoleCreated { role: role() },
        EventKind::RoleChanged { role: role(), before: role() },
        EventKind::RoleDeleted { role: role(), replaced_by: None },
    ]
}

fn role() -> RoleSummary {
    RoleSummary {
        slug: "lead".parse().unwrap(),
        label: "Lead".to_owned().try_into().unwrap(),
        permissions: ["shipping".parse().unwrap()].into(),
    }
}

fn causes(by: &[Cause]) -> String {
    let name = |cause: &Cause| match cause {
        Cause::Person => "a person",
        Cause::Invitee => "the invitee, by the link",
        Cause::Platform => "the platform",
        Cause::Service => "Staffroom",
    };
    by.iter().map(name).collect::<Vec<_>>().join("; ")
}

fn claim(claim: Claim) -> &'static str {
    match claim {
        Claim::Happened => "that it happened",
        Claim::LinkIsOpen => "that the link can be answered",
        Claim::RightsAndEnd => "the rights, and the end of access",
        Claim::Address => "the address",
        Claim::AccessEnds => "when access ends",
        Claim::NoAccess => "that there is no access",
        Claim::Access => "that there is access",
    }
}

fn recipients(catalog: &Catalog, topic: &str) -> String {
    let name = |recipient: &Recipient| match recipient {
        Recipient::Invitee => "invitee".to_owned(),
        Recipient::Inviter => "inviter".to_owned(),
        Recipient::Managers => "owner and managers".to_owned(),
        Recipient::Member => "member".to_owned(),
        Recipient::Owner => "owner".to_owned(),
        Recipient::FormerOwner => "former owner".to_owned(),
        Recipient::Reader => "person for whom they were gathered".to_owned(),
        Recipient::HoldersOf(role) => format!("holders of `{role}`"),
    };
    let names: Vec<String> = catalog.recipients(topic).iter().map(name).collect();
    if names.is_empty() { "nobody".to_owned() } else { names.join(", ") }
}

/// Who is told in each catalog; once for all of them where they agree.
fn told(topic: &str) -> String {
    let of_each: Vec<(&str, String)> =
        Catalog::all().iter().map(|catalog| (catalog.slug, recipients(catalog, topic))).collect();
    let mut different: Vec<(Vec<&str>, String)> = Vec::new();
    for (slug, names) in of_each {
        match different.iter_mut().find(|(_, known)| *known == names) {
            Some((slugs, _)) => slugs.push(slug),
            None => different.push((vec![slug], names)),
        }
    }
    if let [(_, names)] = different.as_slice() {
        return names.clone();
    }
    let parts = different.into_iter().map(|(slugs, names)| format!("{}: {names}", slugs.join(", ")));
    parts.collect::<Vec<_>>().join("; ")
}

fn line(kind: &EventKind) -> String {
    let row = row(kind);
    let (told, claim) =
        row.mail.map_or_else(|| ("–".to_owned(), "–"), |(topic, claimed)| (told(topic), claim(claimed)));
    format!(
        "| `{}` | {} | {} | {told} | {claim} | {} |",
        kind.name(),
        row.when,
        causes(row.by),
        published(kind)
    )
}

/// The types under which an event is published.
fn published(kind: &EventKind) -> String {
    let publications = kind.publications(&store("whatnot").id, PersonalData::Omit);
    let names: Vec<String> =
        publications.iter().map(|publication| format!("`{}`", publication.data.type_name())).collect();
    if names.is_empty() { "–".to_owned() } else { names.join(", ") }
}

#[test]
fn what_the_history_has_is_published_but_for_what_is_only_its_own() {
    let unpublished: Vec<&str> = kinds()
        .iter()
        .filter(|kind| kind.publications(&store("whatnot").id, PersonalData::Omit).is_empty())
        .map(EventKind::name)
        .collect();
    let warnings = ["invitation.ending", "member.access_ending"];
    let others = ["invitation.answers_gathered", "order.created", "app.installed", "review.due"];
    assert_eq!(unpublished, [warnings.as_slice(), others.as_slice()].concat());
}

#[test]
fn the_document_shows_the_table_with_the_recipients_of_each_catalog() {
    let expected: Vec<String> = kinds().iter().map(line).collect();
    let shown: Vec<&str> = DOCUMENT.lines().filter(|line| line.starts_with("| `")).collect();
    assert!(shown == expected, "docs/events.md must have these rows:\n{}", expected.join("\n"));
}

#[test]
fn every_kind_of_event_has_its_rows() {
    let quoted = |line: &'static str| line.trim().strip_prefix("#[serde(rename = \"")?.strip_suffix("\")]");
    let declared: BTreeSet<&str> =
        KINDS.lines().filter_map(quoted).filter(|name| name.contains('.')).collect();
    let kinds = kinds();
    assert_eq!(kinds.iter().map(EventKind::name).collect::<BTreeSet<_>>(), declared);
    let rows: BTreeSet<&str> = kinds.iter().map(|kind| row(kind).when).collect();
    assert_eq!(rows.len(), kinds.len(), "no row is twice");
    assert!(kinds.iter().all(|kind| !row(kind).by.is_empty()));
}

#[test]
fn every_topic_of_a_catalog_is_that_of_an_event() {
    let topics: BTreeSet<&str> =
        kinds().iter().filter_map(|kind| row(kind).mail.map(|(topic, _)| topic)).collect();
    for catalog in Catalog::all() {
        for (topic, _) in catalog.mails {
            assert!(topics.contains(topic), "{}: {topic}", catalog.slug);
        }
    }
}

fn happened(kind: EventKind) -> Event {
    Event { id: EventId::new(noon(), [1; 10]), at: noon(), actor: EventActor::Service, source_ip: None, kind }
}

#[test]
fn nobody_is_told_of_rights_that_a_change_of_catalog_made_void() {
    let added = EventKind::MemberAdded { member: sue(), access_ends_at: None, notify: Notify::Member };
    for kind in [added, changed_member(&["support"], Notify::Member)] {
        let is_told = |catalog_version: u64| {
            let store = Store { catalog_version, ..store("whatnot") };
            let read = found([store_found(&store), member_found(&member("sue", &["seller"]))]);
            is_current(&shop(), &happened(kind.clone()), &read, noon())
        };
        assert!(is_told(store("whatnot").catalog_version));
        assert!(!is_told(store("whatnot").catalog_version + 1));
    }
}

#[test]
fn a_member_who_became_the_owner_is_not_told_that_they_have_no_access() {
    let suspended = happened(EventKind::MemberSuspended { member: sue() });
    let is_told = |owner: &str| {
        let owner = Owner { user_id: user(owner), ..store("whatnot").owner };
        let read =
            found([store_found(&Store { owner, ..store("whatnot") }), nothing_found(member_key("sue"))]);
        is_current(&shop(), &suspended, &read, noon())
    };
    assert!(is_told("kim"));
    assert!(!is_told("sue"));
}
