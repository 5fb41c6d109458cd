use staffroom_domain::builders::{day, email, grant, invitation, member, noon, store, user};
use staffroom_domain::{
    Catalog, Delivery, DisplayName, Event, EventActor, EventId, EventKind, Grantor, Invitation, InvitationId,
    Locale, Member, Notify, OrderSummary, Owner, Store, UserId,
};

use super::{Recipient, holder_reads, holdings, reads, recipients, reply_to, topic, wanting};
use crate::builders::{
    found, invitation_found, invitation_key, member_found, member_key, opt_out_found, shop, store_key,
};
use crate::key::{Holding, Key};
use crate::read::ReadResult;
use crate::scripted::{ScriptedDatabase, ready};

fn event(actor: EventActor, kind: EventKind) -> Event {
    Event { id: EventId::new(noon(), [0; 10]), at: noon(), actor, source_ip: None, kind }
}

fn by(id: &str) -> EventActor {
    EventActor::User { user_id: user(id), name: None }
}

fn name(text: &str) -> DisplayName {
    text.to_owned().try_into().unwrap()
}

/// An invitation in Polish by this person.
fn invited_by(store: &Store, id: &str) -> Invitation {
    let invited_by = Grantor {
        user_id: user(id),
        name: None,
        member_version: Some(1),
        access_ends_at: None,
        vouched_at: noon(),
        departures: 0,
    };
    Invitation { invited_by, locale: Locale::parse("pl").unwrap(), ..invitation(store, "lou", &["seller"]) }
}

fn accepted(invitation: &Invitation) -> EventKind {
    let member = (&member("lou", &["seller"])).into();
    EventKind::InvitationAccepted { invitation: invitation.into(), member }
}

fn declined(invitation: &Invitation) -> EventKind {
    EventKind::InvitationDeclined { invitation: invitation.into(), reason: None }
}

fn changed(before: &[&str]) -> EventKind {
    let sue = member("sue", &["seller"]);
    EventKind::MemberChanged {
        member: (&sue).into(),
        before: grant(before, &[]),
        access_ends_at: None,
        access_ends_at_before: None,
        notify: Notify::Member,
    }
}

fn order() -> EventKind {
    EventKind::OrderCreated { activity: name("Show"), order: OrderSummary::default() }
}

/// The addresses of the recipients, in order.
fn told(store: &Store, event: &Event, read: &ReadResult, team: &[Member]) -> Vec<String> {
    let mut read = read.clone();
    read.merge(found(team.iter().map(member_found)));
    let holders: Vec<UserId> = team.iter().map(|member| member.user.clone()).collect();
    recipients(store, event, &read, &holders, day(1)).iter().map(|r| r.email.as_typed().to_owned()).collect()
}

fn team() -> [Member; 3] {
    let ended = Some(day(1));
    [
        member("kim", &["administrator"]),
        member("sue", &["seller"]),
        Member { access_ends_at: ended, ..member("tom", &["administrator"]) },
    ]
}

#[test]
fn a_mail_has_the_topic_under_which_the_catalogs_name_its_recipients() {
    let lou = &invitation(&store("whatnot"), "lou", &["seller"]);
    let sue = || (&member("sue", &["seller"])).into();
    let email_before = Some(email("old@example.com"));
    for (kind, expected) in [
        (EventKind::InvitationCreated { invitation: lou.into() }, Some("invitation.created")),
        (EventKind::InvitationResent { invitation: lou.into() }, Some("invitation.created")),
        (accepted(lou), Some("invitation.accepted")),
        (declined(lou), Some("invitation.declined")),
        (EventKind::InvitationWithdrawn { invitation: lou.into() }, Some("invitation.withdrawn")),
        (
            EventKind::InvitationUndelivered { invitation: lou.into(), delivery: Delivery::Bounced },
            Some("invitation.bounced"),
        ),
        (changed(&["support"]), Some("member.changed")),
        (changed(&["seller"]), None),
        (EventKind::MemberRemoved { member: sue() }, Some("member.removed")),
        (EventKind::MemberProfileChanged { member: sue(), email_before }, Some("member.address_changed")),
        (EventKind::MemberProfileChanged { member: sue(), email_before: None }, None),
        (
            EventKind::MemberAccessEnding { member: sue(), access_ends_at: day(7) },
            Some("member.access_ending"),
        ),
        (order(), Some("order.created")),
        (EventKind::AppInstalled { app: name("App") }, Some("app.installed")),
        (EventKind::ReviewDue, Some("review.due")),
        (EventKind::InvitationRevoked { invitation: lou.into() }, None),
        (EventKind::InvitationSuperseded { invitation: lou.into() }, None),
        (EventKind::InvitationExpired { invitation: lou.into() }, None),
        (EventKind::StoreCreated, None),
    ] {
        assert_eq!(topic(&kind), expected, "{}", kind.name());
    }
}

#[test]
fn an_event_is_read_with_its_store_and_its_invitation_with_the_inviter() {
    let review = event(EventActor::Service, EventKind::ReviewDue);
    let of_event = |event: &Event| Key::Event(shop(), event.id);
    assert_eq!(reads(&shop(), &review).keys, [store_key(), of_event(&review)]);
    let about_lou = event(EventActor::Invitee, declined(&invited_by(&store("whatnot"), "kim")));
    let expected = [store_key(), of_event(&about_lou), invitation_key("lou"), member_key("kim")];
    assert_eq!(reads(&shop(), &about_lou).keys, expected);
}

#[test]
fn the_team_is_read_only_where_a_member_can_be_told_by_their_rights() {
    let (whatnot, sendcloud) = (store("whatnot"), store("sendcloud"));
    let lou = invitation(&whatnot, "lou", &["seller"]);
    assert_eq!(holdings(&whatnot, &declined(&lou)), [Holding::Team].into());
    assert!(holdings(&whatnot, &EventKind::ReviewDue).is_empty(), "the owner alone is asked");
    assert!(holdings(&sendcloud, &declined(&lou)).is_empty(), "only the owner manages");
    let role = Holding::Role("order_notifications".parse().unwrap());
    assert_eq!(holdings(&store("ticketing"), &order()), [role].into());
    let keys = holder_reads(&shop(), &[user("kim")]).keys;
    assert_eq!(keys, [store_key(), member_key("kim")], "the store may have changed hands");
    for kind in [
        EventKind::InvitationCreated { invitation: (&lou).into() },
        EventKind::InvitationUndelivered { invitation: (&lou).into(), delivery: Delivery::Bounced },
        EventKind::InvitationWithdrawn { invitation: (&lou).into() },
        changed(&["support"]),
        changed(&["seller"]),
        EventKind::StoreCreated,
    ] {
        assert!(holdings(&whatnot, &kind).is_empty(), "{}", kind.name());
    }
    let unknown = Store { catalog: Catalog::unknown(), ..whatnot };
    assert!(holdings(&unknown, &declined(&lou)).is_empty());
}

#[test]
fn an_invitation_is_mailed_to_the_invitee_in_its_language() {
    let store = store("whatnot");
    let lou = invited_by(&store, "kim");
    let created = event(by("kim"), EventKind::InvitationCreated { invitation: (&lou).into() });
    let told = recipients(&store, &created, &found([invitation_found(&lou)]), &[], noon());
    assert_eq!(told.len(), 1);
    assert_eq!(told[0].email, email("lou@example.com"));
    assert_eq!((told[0].locale.as_str(), told[0].user.as_ref(), told[0].name.as_ref()), ("pl", None, None));
    let unread = recipients(&store, &created, &ReadResult::default(), &[], noon());
    assert_eq!(unread[0].locale, store.locale, "the store's, where the invitation is gone");
}

#[test]
fn an_answer_is_told_to_the_inviter_and_every_manager_once() {
    let store = store("whatnot");
    let lou = invited_by(&store, "kim");
    let kim = &team()[0];
    let read = found([member_found(kim)]);
    let by_invitee = event(EventActor::Invitee, declined(&lou));
    assert_eq!(told(&store, &by_invitee, &read, &team()), ["kim@example.com", "owner@example.com"]);
    let by_owner = event(EventActor::Invitee, declined(&invitation(&store, "lou", &["seller"])));
    assert_eq!(told(&store, &by_owner, &read, &team()), ["owner@example.com", "kim@example.com"]);
    let gone = told(&store, &by_invitee, &ReadResult::default(), &team()[1..]);
    assert_eq!(gone, ["owner@example.com"], "a former inviter is told nothing");
}

#[test]
fn the_person_who_caused_an_event_is_not_told_of_it() {
    let store = store("whatnot");
    let lou = invited_by(&store, "kim");
    let read = found([member_found(&team()[0])]);
    let by_kim = event(by("kim"), accepted(&lou));
    assert_eq!(told(&store, &by_kim, &read, &team()), ["owner@example.com"]);
    let by_owner = event(by("owner"), accepted(&lou));
    assert_eq!(told(&store, &by_owner, &read, &team()), ["kim@example.com"]);
}

#[test]
fn a_manager_is_told_in_their_own_language_and_the_owner_in_the_stores() {
    let store = store("whatnot");
    let kim = Member { locale: Locale::parse("de").unwrap(), ..member("kim", &["administrator"]) };
    let event = event(EventActor::Invitee, declined(&invitation(&store, "lou", &["seller"])));
    let told = recipients(&store, &event, &found([member_found(&kim)]), &[user("kim")], noon());
    assert_eq!((told[0].locale, told[0].user.clone()), (store.locale, Some(user("owner"))));
    assert_eq!(told[0].name.as_ref(), Some(&store.owner.name));
    assert_eq!((told[1].locale.as_str(), told[1].user.clone()), ("de", Some(user("kim"))));
    assert_eq!(told[1].name.as_ref().map(DisplayName::as_str), Some("kim"));
}

#[test]
fn a_member_is_told_what_happened_to_their_access_even_when_they_are_gone() {
    let store = store("whatnot");
    let sue = Member { locale: Locale::parse("it").unwrap(), ..member("sue", &["seller"]) };
    let removed = event(by("kim"), EventKind::MemberRemoved { member: (&sue).into() });
    let told = recipients(&store, &removed, &ReadResult::default(), &[], noon());
    assert_eq!(told.len(), 1);
    assert_eq!((told[0].email.as_typed(), told[0].locale.as_str()), ("sue@example.com", "it"));
    assert_eq!((told[0].user.clone(), told[0].name.clone()), (Some(user("sue")), sue.name.clone()));
    let by_themself = event(by("sue"), EventKind::MemberRemoved { member: (&sue).into() });
    assert_eq!(recipients(&store, &by_themself, &ReadResult::default(), &[], noon()), []);
}

#[test]
fn an_order_is_told_to_present_holders_of_the_role_that_the_catalog_names() {
    let ticketing = store("ticketing");
    let role = "order_notifications";
    let holder = member("kim", &[role]);
    let ended = Member { access_ends_at: Some(day(1)), ..member("tom", &[role]) };
    let mut of_old_catalog = member("mel", &[role]);
    of_old_catalog.grant.catalog_version = 7;
    let team = [holder, ended, of_old_catalog, member("sue", &["scanner"])];
    let order = event(EventActor::Platform, order());
    let told = told(&ticketing, &order, &ReadResult::default(), &team);
    assert!(told.contains(&"kim@example.com".to_owned()), "{told:?}");
    for nobody in ["tom", "mel", "sue"] {
        assert!(!told.contains(&format!("{nobody}@example.com")), "{told:?}");
    }
}

#[test]
fn a_person_with_one_address_is_told_once() {
    let store = store("whatnot");
    let namesake = Member { email: email("owner@example.com"), ..member("kim", &["administrator"]) };
    let declined = event(EventActor::Invitee, declined(&invitation(&store, "lou", &["seller"])));
    assert_eq!(told(&store, &declined, &ReadResult::default(), &[namesake]), ["owner@example.com"]);
}

#[test]
fn the_owner_is_told_as_such_at_the_address_of_a_former_one() {
    let shop = store("whatnot");
    let from = Owner { user_id: user("former"), ..shop.owner.clone() };
    let transferred =
        event(EventActor::Platform, EventKind::StoreTransferred { from, to: shop.owner.clone() });
    let told = recipients(&shop, &transferred, &ReadResult::default(), &[], noon());
    assert_eq!(told, [Recipient::owner(&shop)]);
}

#[test]
fn the_owner_is_told_where_the_catalog_says_so() {
    let store = store("whatnot");
    let withdrawn = EventKind::InvitationWithdrawn { invitation: (&invited_by(&store, "kim")).into() };
    let told = told(&store, &event(EventActor::Service, withdrawn), &ReadResult::default(), &team());
    assert_eq!(told, ["owner@example.com"]);
}

/// Where answers to the mail about an event go, for its first recipient.
fn answers_to(store: &Store, event: &Event, read: &ReadResult) -> Option<String> {
    let to = recipients(store, event, read, &[], noon());
    let first: &Recipient = to.first()?;
    reply_to(store, event, read, first, noon()).map(|email| email.as_typed().to_owned())
}

#[test]
fn answers_go_where_the_catalog_says() {
    let answers = |catalog: &str, members: Vec<Member>| {
        let lou = invited_by(&store("whatnot"), "kim");
        let store = Store { catalog: Catalog::named(catalog).unwrap(), ..store("whatnot") };
        let read = found([invitation_found(&lou)].into_iter().chain(members.iter().map(member_found)));
        answers_to(
            &store,
            &event(by("kim"), EventKind::InvitationCreated { invitation: (&lou).into() }),
            &read,
        )
    };
    let kim = || vec![member("kim", &["administrator"])];
    assert_eq!(answers("ticketing", kim()).as_deref(), Some("kim@example.com"));
    assert_eq!(answers("ticketing", vec![]).as_deref(), Some("owner@example.com"), "kim has left");
    assert_eq!(answers("mycommerce", kim()).as_deref(), Some("owner@example.com"));
    assert_eq!(answers("whatnot", kim()), None);
}

#[test]
fn a_member_answers_to_the_owner_and_a_manager_to_nobody() {
    let store = Store { catalog: Catalog::named("ticketing").unwrap(), ..store("whatnot") };
    let read = found([]);
    let removed = event(by("kim"), EventKind::MemberRemoved { member: (&member("sue", &[])).into() });
    assert_eq!(answers_to(&store, &removed, &read).as_deref(), Some("owner@example.com"));
    let left = event(by("sue"), EventKind::MemberLeft { member: (&member("sue", &[])).into() });
    assert_eq!(answers_to(&store, &left, &read), None);
}

#[test]
fn who_complained_is_not_written_to_except_the_owner_and_who_asked() {
    let shop = store("whatnot");
    let to = |id: &str, user: Option<UserId>| Recipient {
        email: email(&format!("{id}@example.com")),
        locale: shop.locale,
        user,
        name: None,
    };
    let sent = |event: &Event, to: Recipient| {
        let address = (Key::OptOut(shop.id.clone(), InvitationId::of(&shop.id, &to.email)), None);
        let read = found([address, opt_out_found("lou"), opt_out_found("owner")]);
        let database = ScriptedDatabase::reading([read]);
        ready(wanting(&database, &shop, event, vec![to])).unwrap().len()
    };
    let lou = &invitation(&shop, "lou", &["seller"]);
    let resent = |actor| event(actor, EventKind::InvitationResent { invitation: lou.into() });
    assert_eq!(sent(&resent(by("kim")), to("lou", None)), 0);
    assert_eq!(sent(&resent(EventActor::Invitee), to("lou", None)), 1, "they asked for it");
    assert_eq!(sent(&resent(by("kim")), to("mel", None)), 1);
    let told = event(EventActor::Platform, changed(&["support"]));
    assert_eq!(sent(&told, to("lou", Some(user("lou")))), 0, "a member");
    assert_eq!(sent(&told, to("owner", Some(shop.owner.user_id.clone()))), 1, "it is their store");
}
