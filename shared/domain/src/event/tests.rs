use std::collections::BTreeSet;

use super::{EventActor, EventKind, InvitationSummary, MemberSummary, Notify, RoleSummary};
use crate::builders::{day, email, grant, invitation, member, noon, store, user};
use crate::{AnswerKind, Delivery, DisplayName, EventId, GatheredAnswer, OrderSummary, Owner, StoreRoles};

fn role() -> RoleSummary {
    RoleSummary {
        slug: "lead".parse().unwrap(),
        label: "Lead".to_owned().try_into().unwrap(),
        permissions: ["shipping".parse().unwrap()].into(),
    }
}

fn lou() -> InvitationSummary {
    (&invitation(&store("whatnot"), "lou", &["seller"])).into()
}

fn sue() -> MemberSummary {
    (&member("sue", &["seller"])).into()
}

fn name(text: &str) -> DisplayName {
    text.to_owned().try_into().unwrap()
}

fn owner() -> Owner {
    store("whatnot").owner
}

fn gathered() -> GatheredAnswer {
    GatheredAnswer {
        event: EventId::new(day(1), [7; 10]),
        answer: AnswerKind::Declined,
        email: email("lou@example.com"),
        name: None,
        reason: None,
    }
}

/// Each kind of event, with whether it is about an invitation and about a member.
fn kinds() -> Vec<(EventKind, &'static str, bool, bool)> {
    let (invitation, member) = (lou, sue);
    let (name, access_ends_at) = (name("Show"), day(7));
    let stored = EventKind::StoreChanged {
        name: None,
        locale: None,
        plan: None,
        settings: None,
        catalog: None,
        owner: None,
        admin_url: None,
        time_zone: None,
        metadata: None,
    };
    let accepted = EventKind::InvitationAccepted { invitation: invitation(), member: member() };
    let changed = EventKind::MemberChanged {
        member: member(),
        before: grant(&["support"], &[]),
        access_ends_at: None,
        access_ends_at_before: None,
        notify: Notify::Member,
    };
    let added = EventKind::MemberAdded { member: member(), access_ends_at: None, notify: Notify::Nobody };
    let undelivered = EventKind::InvitationUndelivered { invitation: lou(), delivery: Delivery::Bounced };
    let put = EventKind::ActivityPut {
        activity: "show".parse().unwrap(),
        name: name.clone(),
        order_notifications: true,
    };
    let deleted = EventKind::ActivityDeleted { activity: "show".parse().unwrap(), name: name.clone() };
    let order = OrderSummary { number: Some("17".to_owned()), ..OrderSummary::default() };
    vec![
        (EventKind::StoreCreated, "store.created", false, false),
        (stored, "store.changed", false, false),
        (EventKind::StoreTransferred { from: owner(), to: owner() }, "store.transferred", false, false),
        (EventKind::StoreClosed, "store.closed", false, false),
        (EventKind::PersonErased { user_id: user("kim") }, "person.erased", false, false),
        (
            EventKind::PersonMoved { user_id: user("kim-2"), moved_from: user("kim") },
            "person.moved",
            false,
            false,
        ),
        (EventKind::RoleCreated { role: role() }, "role.created", false, false),
        (EventKind::RoleChanged { role: role(), before: role() }, "role.changed", false, false),
        (EventKind::RoleDeleted { role: role(), replaced_by: None }, "role.deleted", false, false),
        (EventKind::InvitationCreated { invitation: lou() }, "invitation.created", true, false),
        (EventKind::InvitationResent { invitation: lou() }, "invitation.resent", true, false),
        (EventKind::InvitationLinkCopied { invitation: lou() }, "invitation.link_copied", true, false),
        (
            EventKind::InvitationChanged { invitation: lou(), before: grant(&["support"], &[]) },
            "invitation.changed",
            true,
            false,
        ),
        (EventKind::InvitationRevoked { invitation: lou() }, "invitation.revoked", true, false),
        (EventKind::InvitationSuperseded { invitation: lou() }, "invitation.superseded", true, false),
        (accepted, "invitation.accepted", true, true),
        (added, "member.added", false, true),
        (EventKind::MemberSuspended { member: member() }, "member.suspended", false, true),
        (EventKind::MemberResumed { member: member() }, "member.resumed", false, true),
        (
            EventKind::InvitationDeclined { invitation: lou(), reason: None },
            "invitation.declined",
            true,
            false,
        ),
        (EventKind::InvitationWithdrawn { invitation: lou() }, "invitation.withdrawn", true, false),
        (EventKind::InvitationExpired { invitation: lou() }, "invitation.expired", true, false),
        (EventKind::InvitationEnding { invitation: lou() }, "invitation.ending", true, false),
        (undelivered, "invitation.undelivered", true, false),
        (changed, "member.changed", false, true),
        (EventKind::MemberRemoved { member: sue() }, "member.removed", false, true),
        (EventKind::MemberLeft { member: sue() }, "member.left", false, true),
        (
            EventKind::MemberProfileChanged { member: sue(), email_before: None },
            "member.profile_changed",
            false,
            true,
        ),
        (
            EventKind::MemberAccessEnding { member: sue(), access_ends_at },
            "member.access_ending",
            false,
            true,
        ),
        (EventKind::MemberAccessEnded { member: sue(), access_ends_at }, "member.access_ended", false, true),
        (put, "activity.put", false, false),
        (deleted, "activity.deleted", false, false),
        (
            EventKind::AnswersGathered { reader: user("kim"), answers: vec![gathered()], more: 2 },
            "invitation.answers_gathered",
            false,
            false,
        ),
        (EventKind::OrderCreated { activity: name.clone(), order }, "order.created", false, false),
        (EventKind::AppInstalled { app: name }, "app.installed", false, false),
        (EventKind::ReviewDue, "review.due", false, false),
    ]
}

#[test]
fn an_event_is_stored_and_read_under_its_type() {
    for (kind, name, ..) in kinds() {
        assert_eq!(kind.name(), name);
        let json = serde_json::to_value(&kind).unwrap();
        assert_eq!(json["type"], name);
        assert_eq!(serde_json::from_value::<EventKind>(json).unwrap(), kind, "{name}");
    }
}

#[test]
fn an_event_says_which_invitation_and_which_member_it_is_about() {
    for (kind, name, of_invitation, of_member) in kinds() {
        assert_eq!(kind.invitation().cloned(), of_invitation.then(lou), "{name}");
        assert_eq!(kind.member().cloned(), of_member.then(sue), "{name}");
    }
}

#[test]
fn everything_but_what_is_only_sent_is_part_of_the_history() {
    for (kind, name, ..) in kinds() {
        let is_only_sent =
            ["order.created", "invitation.ending", "invitation.answers_gathered"].contains(&name);
        assert_eq!(kind.is_history(), !is_only_sent, "{name}");
    }
}

#[test]
fn a_summary_says_what_a_mail_needs_even_after_the_record_is_gone() {
    let made = invitation(&store("whatnot"), "lou", &["seller"]);
    assert_eq!(
        (lou().id, lou().email, lou().generation),
        (made.id, email("lou@example.com"), made.generation)
    );
    assert_eq!((lou().grant, lou().invited_by), (grant(&["seller"], &[]), user("owner")));
    let sue = sue();
    assert_eq!((sue.user_id, sue.email), (user("sue"), email("sue@example.com")));
    assert_eq!(
        (sue.name, sue.locale.as_str(), sue.grant),
        (Some(name("sue")), "en", grant(&["seller"], &[]))
    );
}

#[test]
fn an_actor_is_stored_with_its_kind() {
    let kim = EventActor::User { user_id: user("kim"), name: None };
    for (actor, json) in [
        (EventActor::Platform, serde_json::json!({ "kind": "platform" })),
        (EventActor::Invitee, serde_json::json!({ "kind": "invitee" })),
        (EventActor::Service, serde_json::json!({ "kind": "service" })),
        (kim, serde_json::json!({ "kind": "user", "user_id": "kim" })),
    ] {
        assert_eq!(serde_json::to_value(&actor).unwrap(), json);
        assert_eq!(serde_json::from_value::<EventActor>(json).unwrap(), actor);
    }
}

#[test]
fn an_event_of_another_version_is_kept_as_it_is() {
    let json =
        serde_json::json!({"type": "member.promoted", "member": {"user_id": "sue"}, "levels": [1, null]});
    let kind: EventKind = serde_json::from_value(json.clone()).unwrap();
    assert_eq!((kind.name(), kind.is_history()), ("unknown", true));
    assert_eq!((kind.invitation(), kind.member()), (None, None));
    assert_eq!(serde_json::to_value(&kind).unwrap(), json);
}

#[test]
fn an_event_of_a_known_type_that_cannot_be_read_is_no_unknown_one() {
    for json in [
        r#"{"type": "member.left"}"#,
        r#"{"type": "invitation.created", "invitation": 7}"#,
        r#"{"kind": "x"}"#,
        "{}",
    ] {
        assert!(serde_json::from_str::<EventKind>(json).is_err(), "{json}");
    }
    let names: Vec<String> = kinds().iter().map(|(kind, ..)| kind.name().to_owned()).collect();
    assert_eq!(names.len(), EventKind::NAMES.len(), "each kind is among the samples");
    for name in EventKind::NAMES {
        assert!(names.contains(&name.to_owned()), "{name}");
    }
}

#[test]
fn an_event_names_the_roles_that_replaced_slugs_stand_for() {
    let old: crate::RoleSlug = "old".parse().unwrap();
    let roles = StoreRoles::default().with(&old, BTreeSet::new(), noon());
    let roles = roles.without(&old, Some(&"seller".parse().unwrap()), day(90), noon());
    let shows =
        |kind: &EventKind, role: &str| serde_json::to_string(kind).unwrap().contains(&format!("\"{role}\""));
    let mut named = 0;
    for (kind, name, ..) in kinds() {
        let json = serde_json::to_string(&kind).unwrap().replace("\"seller\"", "\"old\"");
        let written: EventKind = serde_json::from_str(&json).unwrap();
        let is_named = shows(&written, "old");
        let present = written.with_present_roles(&roles);
        assert!(!shows(&present, "old"), "{name}");
        assert_eq!(shows(&present, "seller"), is_named, "{name}");
        named += usize::from(is_named);
    }
    assert!(named > 15, "{named}");
}
