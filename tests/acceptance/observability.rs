//! Logs and metrics: what they contain, and which personal data and secrets they do not contain.

use std::env;

use crate::support::{DAY, Person, Stack, Value, emails, json, wait_until};

/// Causes every metric in one store of two seats, and checks the log for personal data and tokens.
#[test]
fn a_whole_life_is_counted_and_names_nobody_in_the_log() {
    let stack = Stack::private();
    let store = stack.create_store("ecwid", "business");
    let owner = store.as_owner();
    let sales = || json!({"permissions": ["sales"]});
    let people = ["Ana Alvarez", "Ben Bauer", "Cem Celik", "Dov Dahan"].map(Person::new);
    let [ana, ben, cem, dov] = &people;

    let (_, declined) = store.invite(&ben.email, sales());
    stack.anonymous().decline_with_reason(&declined, "Rather not, says Ben").assert_status(204);
    let mut to_ana = stack.mailbox(&ana.email);
    owner.invite(&ana.email, sales()).assert_status(201);
    let mail = to_ana.next_mail();
    let accepted = mail.token();
    stack.anonymous().lookup(&accepted).assert_success();
    stack.as_person(&ana.with_unverified_email()).accept(&accepted).assert_problem(403, "email_not_verified");
    stack.as_person(ana).accept(&accepted).assert_success();
    stack.as_person(ana).accept(&accepted).assert_success();
    owner.invite(&cem.email, sales()).assert_status(201);
    let to_cem = stack.mailbox(&cem.email).next_mail();
    stack.report_mail_event(&to_cem, "Bounce");
    owner.invite(&dov.email, sales()).assert_problem(409, "seat_limit_reached");
    let bulk = owner.invite_many(&[
        json!({"email": dov.email, "permissions": ["sales"]}),
        json!({"email": "no address at all", "permissions": ["sales"]}),
    ]);
    assert_eq!(bulk.assert_status(207)["results"][0]["problem"]["code"], "seat_limit_reached");
    owner
        .send("POST", "/invitations", Some(format!("{{{}", ana.email).into_bytes()))
        .assert_problem(400, "malformed_request");
    stack.anonymous().get(&format!("/stores/{}", store.id)).assert_problem(401, "unauthenticated");
    stack.as_person(dov).get(&format!("/stores/{}", store.id)).assert_problem(404, "not_found");
    stack.anonymous().lookup(&format!("{accepted}x")).assert_problem(404, "invalid_token");
    assert!(store.as_person(ana).may("sales"));
    owner.change_member(ana, &json!({"permissions": ["reports"]})).assert_success();
    owner.remove_member(ana).assert_status(204);
    assert!(emails(&owner.members()).iter().all(|email| *email != ana.email));
    stack.wait_until_mails_are_sent();

    let embedded = env::var_os("STAFFROOM_TEST_DYNAMODB").is_none();
    // The invitation of Cem, and the two of `wait_until_mails_are_sent`.
    let expired = if embedded { 1 + 2 } else { 0 };
    if embedded {
        // Only the embedded database deletes expired items by the stack's clock.
        stack.advance_clock(98 * DAY);
        wait_until(|| (count(&stack, "InvitationsExpired") == expired).then_some(()))
            .expect("the expiry is counted");
    }
    for (metric, expected) in [
        ("InvitationsAccepted", 1),
        ("InvitationsDeclined", 1),
        ("InvitationsExpired", expired),
        ("MailBounced", 1),
        ("SeatsRefused", 2),
    ] {
        assert_eq!(count(&stack, metric), expected, "{metric}");
    }
    assert_eq!(count(&stack, "InvitationsSent"), 3 + 2);
    let latencies = metrics(&stack, "MailLatency");
    assert!(latencies.len() > 5 && latencies.iter().all(|ms| *ms < 60_000), "{latencies:?}");

    let log = stack.log();
    for line in [
        format!("store=\"{}\" status=201 outcome=\"ok\"", store.id),
        format!("store=\"{}\" status=409 outcome=\"seat_limit_reached\"", store.id),
        "status=403 outcome=\"email_not_verified\"".to_owned(),
        "route=\"POST /stores/{store}/invitations\"".to_owned(),
    ] {
        assert!(log.contains(&line), "the log does not contain {line}");
    }
    let of_owner = [&store.owner.email, &store.owner.sub, &store.owner.name, &store.name];
    let personal =
        people.iter().flat_map(|person| [&person.email, &person.sub, &person.name]).chain(of_owner);
    let tokens = [&accepted, &declined, &to_cem.token()].map(String::clone);
    let bearers = people.iter().map(|person| stack.token(&person.claims()));
    let other = ["Rather not", "Bearer", "eyJ", "no address", "127.0.0.1:"].map(str::to_owned);
    let log = log.split_once("Press Ctrl-C to stop.").expect("the end of the welcome text").1.to_lowercase();
    for secret in personal.cloned().chain(tokens).chain(bearers).chain(other) {
        assert!(!log.contains(&secret.to_lowercase()), "the log contains {secret}");
    }
}

/// Returns every recorded value of a metric, parsed as CloudWatch does.
fn metrics(stack: &Stack, name: &str) -> Vec<u64> {
    let lines: Vec<Value> = stack
        .log()
        .lines()
        .filter_map(|line| line.split_once(" metrics: "))
        .map(|(_, line)| serde_json::from_str(line).expect("a metric line is one JSON object"))
        .collect();
    lines
        .iter()
        .filter(|line| {
            let metrics = &line["_aws"]["CloudWatchMetrics"][0];
            metrics["Namespace"] == "Staffroom"
                && metrics["Dimensions"] == serde_json::json!([["Stack"]])
                && line["Stack"] == "local"
                && metrics["Metrics"].as_array().expect("metrics").iter().any(|metric| metric["Name"] == name)
        })
        .map(|line| line[name].as_u64().expect("a value for each metric"))
        .collect()
}

fn count(stack: &Stack, name: &str) -> u64 {
    metrics(stack, name).iter().sum()
}
