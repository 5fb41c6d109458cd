//! Lists that the server filters, searches and sorts.

use std::collections::HashSet;

use crate::support::{
    DAY, HOUR, MINUTE, Person, Stack, StoreClient, TestStore, Value, emails, json, parse_time, url_encode,
};

/// The names of the members of a list, over all its pages.
#[track_caller]
fn names(client: &StoreClient<'_>, query: &str, limit: usize) -> Vec<String> {
    let members = client.list_all(&format!("/members{query}"), "members", limit);
    let ids: HashSet<&str> = members.iter().map(|member| member["user_id"].as_str().unwrap()).collect();
    assert_eq!(ids.len(), members.len(), "each person once: {query}");
    members.iter().map(|member| member["name"].as_str().unwrap().to_owned()).collect()
}

/// A person with this name, and an address made of its ASCII letters.
fn named(name: &str) -> Person {
    let ascii: String = name.chars().filter(char::is_ascii_alphabetic).collect();
    Person::new(if ascii.is_empty() { "Member" } else { &ascii }).with_name(name)
}

fn team<'s>(stack: &'s Stack, catalog: &str, people: &[(&str, Value)]) -> (TestStore<'s>, Vec<Person>) {
    let plan = if catalog == "ecwid" { "unlimited" } else { "default" };
    let store = stack.create_store(catalog, plan);
    let joined = people.iter().map(|(name, grant)| {
        let person = named(name);
        store.add_member(&person, grant.clone());
        person
    });
    let joined = joined.collect();
    (store, joined)
}

#[test]
fn y12_members_come_in_one_order_of_names_over_all_pages() {
    let stack = Stack::shared();
    let seller = || json!({"roles": ["seller"]});
    let team_names = ["Zoë", "émile", "Anna B", "Ørjan", "anna", "Łukasz", "Иван", "Bo", "Annabel"];
    let (store, _) = team(stack, "whatnot", &team_names.map(|name| (name, seller())));
    let sorted = ["Olga Owner", "anna", "Anna B", "Annabel", "Bo", "émile", "Łukasz", "Ørjan", "Zoë", "Иван"];
    for limit in [1, 2, 3, 9, 10, 11, 100] {
        assert_eq!(names(&store.as_owner(), "", limit), sorted, "in pages of {limit}");
        assert_eq!(names(&store.as_owner(), "?role=seller", limit), sorted[1..], "in pages of {limit}");
    }
    assert_eq!(names(&store.as_platform(), "?sort=name", 4), sorted);
}

#[test]
fn y12_who_stays_and_keeps_their_name_comes_once_while_others_come_and_go() {
    let stack = Stack::shared();
    let seller = || json!({"roles": ["seller"]});
    let (store, people) =
        team(stack, "whatnot", &["Ann", "Bo", "Cy", "Di", "Ed", "Flo"].map(|name| (name, seller())));
    let owner = store.as_owner();
    let page = |cursor: &str| owner.get(&format!("/members?limit=3{cursor}")).assert_status(200);
    let mut seen = Vec::new();
    let mut note = |page: &Value| {
        let members = page["members"].as_array().unwrap().iter();
        seen.extend(members.map(|member| member["name"].as_str().unwrap().to_owned()));
        format!("&cursor={}", page["next_cursor"].as_str().unwrap_or_default())
    };
    let cursor = note(&page(""));
    // The last entry of the page goes, one that was seen takes a later place, and two come, one of them before it.
    owner.remove_member(&people[1]).assert_status(204);
    stack.as_person(&people[0]).patch("/me", &json!({"name": "Zed"})).assert_status(200);
    store.add_new_member("Aaron", seller());
    store.add_new_member("Dan", seller());
    let cursor = note(&page(&cursor));
    owner.remove_member(&people[4]).assert_status(204);
    let cursor = note(&page(&cursor));
    assert_eq!(cursor, "&cursor=", "the last page");
    assert_eq!(seen, ["Olga Owner", "Ann", "Bo", "Cy", "Dan", "Di", "Flo", "Zed"]);
}

#[test]
fn y4_who_may_do_something_is_a_list() {
    let stack = Stack::shared();
    let (store, _) = team(
        stack,
        "whatnot",
        &[
            ("Sue", json!({"roles": ["seller"]})),
            ("Sam", json!({"roles": ["support"]})),
            ("Ada", json!({"roles": ["administrator"]})),
        ],
    );
    let owner = store.as_owner();
    assert_eq!(names(&owner, "?role=seller", 1), ["Sue"]);
    assert_eq!(names(&owner, "?role=unknown", 1), [""; 0]);
    for permission in ["inventory", "shipping", "team", "reports", "payment_details", "unknown"] {
        let expected: Vec<String> = owner
            .members()
            .iter()
            .filter(|one| one["effective_permissions"].as_array().unwrap().contains(&json!(permission)))
            .map(|one| one["name"].as_str().unwrap().to_owned())
            .collect();
        for limit in [1, 2, 100] {
            assert_eq!(names(&owner, &format!("?permission={permission}"), limit), expected, "{permission}");
        }
    }
    assert_eq!(names(&owner, "?permission=payment_details", 5), ["Olga Owner"]);
    assert_eq!(names(&owner, "?permission=team&role=seller", 5), [""; 0]);
    owner.get("/members?permission=Not+a+slug").assert_field_error("permission");
    owner.get("/members?role=").assert_field_error("role");
}

#[test]
fn y4_a_permission_that_is_held_with_others_is_a_list_too() {
    let stack = Stack::shared();
    let all = ["sales", "catalog", "marketing", "reports", "website", "sales_channels", "settings"];
    let (store, people) = team(
        stack,
        "ecwid",
        &[("Ana", json!({"permissions": all})), ("Ben", json!({"permissions": all[1..]}))],
    );
    let owner = store.as_owner();
    assert_eq!(names(&owner, "?permission=mobile_app", 2), ["Olga Owner", "Ana"]);
    assert_eq!(names(&owner, "?permission=catalog", 1), ["Olga Owner", "Ana", "Ben"]);
    owner.change_member(&people[0], &json!({"permissions": ["sales"]})).assert_status(200);
    assert_eq!(names(&owner, "?permission=mobile_app", 2), ["Olga Owner"]);
    assert_eq!(names(&owner, "?permission=catalog", 2), ["Olga Owner", "Ben"]);
    assert_eq!(names(&owner, "?permission=sales", 2), ["Olga Owner", "Ana"]);
}

#[test]
fn y12_a_status_is_that_of_the_moment() {
    let stack = Stack::private();
    let store = stack.create_store("whatnot", "default");
    let opened = parse_time(&store.as_owner().members()[0]["joined_at"]);
    let end = (opened + chrono::Duration::hours(1)).to_rfc3339();
    let eve = store.add_new_member("Eve", json!({"roles": ["seller"], "access_ends_at": end}));
    store.add_new_member("Sue", json!({"roles": ["seller"]}));
    let owner = store.as_owner();
    let lists =
        || ["active", "ended", "suspended"].map(|status| names(&owner, &format!("?status={status}"), 1));
    assert_eq!(lists(), [vec!["Olga Owner", "Eve", "Sue"], vec![], vec![]]);
    stack.advance_clock(HOUR + MINUTE);
    assert_eq!(lists(), [vec!["Olga Owner", "Sue"], vec!["Eve"], vec![]], "nothing was written");
    assert_eq!(names(&owner, "?role=seller", 5), ["Eve", "Sue"]);
    assert_eq!(names(&owner, "?permission=inventory", 5), ["Olga Owner", "Sue"]);
    assert_eq!(names(&owner, "?status=ended&role=seller&sort=name", 5), ["Eve"]);
    owner.change_member(&eve, &json!({"access_ends_at": null})).assert_status(200);
    assert_eq!(lists(), [vec!["Olga Owner", "Eve", "Sue"], vec![], vec![]]);
    owner.get("/members?status=gone").assert_field_error("status");
}

#[test]
fn y12_members_are_searched_by_the_words_of_their_names() {
    let stack = Stack::shared();
    let seller = || json!({"roles": ["seller"]});
    let (store, people) = team(
        stack,
        "whatnot",
        &["Anna Ánnasdóttir", "Jean-Pierre Müller", "Joanna Li", "Sinéad O'Brien"]
            .map(|name| (name, seller())),
    );
    let owner = store.as_owner();
    for (q, found) in [
        ("ann", vec!["Anna Ánnasdóttir"]),
        ("ANNAS", vec!["Anna Ánnasdóttir"]),
        ("j", vec!["Jean-Pierre Müller", "Joanna Li"]),
        ("mull jean", vec!["Jean-Pierre Müller"]),
        ("jean-p", vec!["Jean-Pierre Müller"]),
        ("o'b", vec!["Sinéad O'Brien"]),
        ("olga", vec!["Olga Owner"]),
        ("li anna", vec![]),
    ] {
        for limit in [1, 10] {
            assert_eq!(names(&owner, &format!("?q={}", url_encode(q)), limit), found, "{q}");
        }
    }
    // By the address, such as `joannali.7@example.org`, for those who manage the team.
    let address = url_encode(&people[2].email[..10]);
    assert_eq!(names(&owner, &format!("?q={address}"), 1), ["Joanna Li"]);
    assert_eq!(names(&store.as_platform(), &format!("?q={address}"), 1), ["Joanna Li"]);
    assert_eq!(names(&store.as_person(&people[0]), &format!("?q={address}"), 1), [""; 0]);
    assert_eq!(names(&owner, "?q=j&status=active&role=seller", 1), ["Jean-Pierre Müller", "Joanna Li"]);
    // A changed name and a removed member are found no more, the new name is.
    stack.as_person(&people[2]).patch("/me", &json!({"name": "Maria Li"})).assert_status(200);
    assert_eq!(names(&owner, "?q=mari", 1), ["Maria Li"]);
    owner.remove_member(&people[0]).assert_status(204);
    assert_eq!(names(&owner, "?q=ann", 1), [""; 0]);
    for q in ["", "%20", "-", &"a".repeat(101)] {
        owner.get(&format!("/members?q={q}")).assert_field_error("q");
    }
}

#[test]
fn y12_members_are_sorted_by_time() {
    let stack = Stack::private();
    let store = stack.create_store("whatnot", "default");
    let owner = store.as_owner();
    let people = ["Zoe", "Ann", "Mel"].map(|name| {
        stack.advance_clock(MINUTE);
        store.add_new_member(name, json!({"roles": ["seller"]}))
    });
    assert_eq!(names(&owner, "?sort=joined_at", 1), ["Olga Owner", "Zoe", "Ann", "Mel"]);
    assert_eq!(names(&owner, "?sort=joined_at&status=active", 3), ["Olga Owner", "Zoe", "Ann", "Mel"]);
    assert_eq!(names(&owner, "?sort=joined_at&status=ended", 3), [""; 0]);
    for (person, wait) in [(&people[1], 0), (&people[0], HOUR), (&people[1], DAY + HOUR)] {
        stack.advance_clock(wait);
        assert!(store.as_person(person).may("inventory"));
    }
    assert_eq!(names(&owner, "?sort=last_active_at&status=active", 1), ["Olga Owner", "Mel", "Zoe", "Ann"]);
    assert_eq!(names(&owner, "?sort=last_active_at", 2), ["Olga Owner", "Mel", "Zoe", "Ann"]);
    owner.change_member(&people[1], &json!({"roles": ["support"]})).assert_status(200);
    assert_eq!(
        names(&owner, "?sort=last_active_at", 2),
        ["Olga Owner", "Mel", "Zoe", "Ann"],
        "a change is none"
    );
    for query in ["role=seller", "permission=inventory", "q=ann"] {
        owner.get(&format!("/members?sort=joined_at&{query}")).assert_field_error("sort");
        owner.get(&format!("/members?sort=last_active_at&{query}")).assert_field_error("sort");
    }
    owner.get("/members?sort=email").assert_field_error("sort");
}

#[test]
fn y12_a_cursor_is_for_the_list_that_gave_it() {
    let stack = Stack::shared();
    let seller = || json!({"roles": ["seller"]});
    let (store, _) = team(stack, "whatnot", &["Ann", "Bo"].map(|name| (name, seller())));
    let owner = store.as_owner();
    for query in ["role=seller&limit=1", "limit=1", "limit=2", "q=a&limit=1", "sort=joined_at&limit=1"] {
        let page = owner.get(&format!("/members?{query}")).assert_status(200);
        let Some(cursor) = page["next_cursor"].as_str() else { continue };
        owner.get(&format!("/members?{query}&cursor={cursor}")).assert_status(200);
        owner.get(&format!("/members?status=active&cursor={cursor}")).assert_field_error("cursor");
        owner.get(&format!("/invitations?cursor={cursor}")).assert_field_error("cursor");
    }
}

#[test]
fn y12_invitations_come_newest_first_and_are_searched_by_address() {
    let stack = Stack::private();
    let store = stack.create_store("whatnot", "default");
    let owner = store.as_owner();
    let addresses = ["zoe@example.org", "ann@example.org", "anna@example.com", "bo@example.org"];
    for address in addresses {
        owner.invite(address, json!({"roles": ["seller"]})).assert_status(201);
        stack.advance_clock(1);
    }
    for limit in [1, 3, 4, 5] {
        let all = owner.list_all("/invitations", "invitations", limit);
        assert_eq!(
            emails(&all),
            ["bo@example.org", "anna@example.com", "ann@example.org", "zoe@example.org"]
        );
        let found = owner.list_all("/invitations?q=ANN", "invitations", limit);
        assert_eq!(emails(&found), ["ann@example.org", "anna@example.com"]);
        let found = owner.list_all("/invitations?q=ann%40&status=pending", "invitations", limit);
        assert_eq!(emails(&found), ["ann@example.org"]);
    }
    // An address that is invited anew is the newest.
    let zoe = owner.invitations().pop().unwrap();
    owner.revoke(&zoe["id"]).assert_status(204);
    assert_eq!(emails(&owner.list_all("/invitations?status=revoked", "invitations", 1)), ["zoe@example.org"]);
    owner.invite("zoe@example.org", json!({"roles": ["seller"]})).assert_status(201);
    let all = owner.invitations();
    assert_eq!((emails(&all)[0], all.len()), ("zoe@example.org", 4));
    let times: Vec<_> = all.iter().map(|one| parse_time(&one["created_at"])).collect();
    assert!(times.is_sorted_by(|newer, older| newer >= older));
    owner.get("/invitations?q=").assert_field_error("q");
    owner.get(&format!("/invitations?q={}", "a".repeat(101))).assert_field_error("q");
}

#[test]
fn y12_the_platform_lists_the_stores_of_a_user() {
    let stack = Stack::shared();
    let (store, people) = team(stack, "whatnot", &[("Ann", json!({"roles": ["seller"]}))]);
    let path = format!("/users/{}/stores", people[0].sub);
    let listed = stack.as_platform().get(&path).assert_status(200);
    assert_eq!(listed, stack.as_person(&people[0]).get("/me/stores").assert_status(200));
    assert_eq!(listed["stores"][0]["id"], *store.id);
    let of_owner =
        stack.as_platform().get(&format!("/users/{}/stores?limit=1", store.owner.sub)).assert_status(200);
    assert_eq!(of_owner["stores"][0]["owner"], true);
    assert_eq!(stack.as_platform().get("/users/nobody/stores").assert_status(200)["stores"], json!([]));
    stack.as_person(&people[0]).get(&path).assert_problem(403, "forbidden");
    stack.as_support_agent().get(&path).assert_problem(403, "forbidden");
    stack.as_platform().get(&format!("{path}?q=x")).assert_field_error("q");
}
