//! Who may call what: every route, by every kind of caller, under every catalog. The expectations are the tables of
//! `docs/callers.md`.

mod request;
mod scene;
mod table;

use std::collections::BTreeSet;
use std::fs;

use self::request::{Call, Kept, says_yes};
use self::scene::Scene;
use self::table::{Answer, Caller, Row};
use crate::architecture::root;
use crate::routes::all_template_routes;
use crate::support::{Response, Stack, json};

/// What is wrong with a response; `None` if it is the one that the row names.
fn fault(row: &Row, answer: Answer, response: &Response) -> Option<String> {
    let code = || response.json()["code"].as_str().unwrap_or_default().to_owned();
    let is_right = match answer {
        Answer::Yes => response.status == row.status && says_yes(row, response) != Some(false),
        Answer::No => response.status == 200 && says_yes(row, response) == Some(false),
        Answer::Refused(status, expected) | Answer::Joined(status, expected) => {
            response.status == status && code() == expected
        }
    };
    if !is_right {
        return Some(format!("expected {answer:?}, but {response}"));
    }
    // What the gateway refuses invokes no function.
    let is_of_gateway = response.header("www-authenticate").is_some();
    let has_written = !is_of_gateway && response.header("x-local-writes") != Some("0");
    let is_refused = matches!(answer, Answer::Refused(..));
    (is_refused && has_written).then(|| format!("was refused, and has written: {response}"))
}

/// What is wrong with the response to `HEAD`, whose status is that of `GET`.
fn fault_of_head(row: &Row, answer: Answer, response: &Response) -> Option<String> {
    let status = match answer {
        Answer::Yes => row.status,
        Answer::No => 200,
        Answer::Refused(status, _) | Answer::Joined(status, _) => status,
    };
    (response.status != status).then(|| format!("HEAD: expected {answer:?}, but {response}"))
}

/// Makes every call of the matrix under a catalog.
fn check(catalog: &str) {
    let catalog = table::catalog(catalog);
    let rows = table::rows_of(&catalog);
    let stack = Stack::private();
    let scene = Scene::create(&stack, &catalog, &rows);
    let mut faults = Vec::new();
    for row in &rows {
        let kept = Kept::default();
        let link_copying = row.case.contains("link_copying");
        if link_copying {
            set_link_copying(&scene, true);
        }
        for (caller, answer) in row.answers.iter().copied() {
            let call = Call::prepare(&scene, row, caller, answer, &kept);
            let (method, _) = row.parts();
            let request = call.request();
            let response = request.send(method);
            let mut found = Vec::from_iter(fault(row, answer, &response));
            if method == "GET" && catalog.slug == table::ONE_CATALOG {
                found.extend(fault_of_head(row, answer, &request.send("HEAD")));
            }
            let name = format!("{} ({}), {caller:?}", row.route, row.case);
            faults.extend(found.into_iter().map(|fault| format!("{name}: {fault}")));
        }
        if link_copying {
            set_link_copying(&scene, false);
        }
    }
    assert!(faults.is_empty(), "{} faults under {}:\n{}", faults.len(), catalog.slug, faults.join("\n"));
}

fn set_link_copying(scene: &Scene<'_>, is_on: bool) {
    let settings = json!({"settings": {"link_copying": is_on}});
    scene.store(Caller::Owner).as_owner().change_store(&settings).assert_status(200);
}

#[test]
fn callers_under_mycommerce_get_what_the_page_says() {
    check("mycommerce");
}

#[test]
fn callers_under_ecwid_get_what_the_page_says() {
    check("ecwid");
}

#[test]
fn callers_under_sendcloud_get_what_the_page_says() {
    check("sendcloud");
}

#[test]
fn callers_under_ticketing_get_what_the_page_says() {
    check("ticketing");
}

#[test]
fn callers_under_whatnot_get_what_the_page_says() {
    check("whatnot");
}

#[test]
fn callers_under_records_get_what_the_page_says() {
    check("records");
}

#[test]
fn callers_of_every_route_have_a_row_and_every_row_has_a_route() {
    let routes: BTreeSet<String> = all_template_routes().into_keys().collect();
    let routes: BTreeSet<&str> = routes.iter().map(String::as_str).collect();
    let mut expected: BTreeSet<&str> = routes.clone();
    expected.retain(|route| *route != "$default" && !route.starts_with("HEAD "));
    let rows: BTreeSet<&str> = table::rows().iter().map(|row| row.route).collect();
    assert_eq!(rows, expected);
    let heads = routes.iter().filter_map(|route| route.strip_prefix("HEAD "));
    heads.for_each(|path| assert!(rows.contains(format!("GET {path}").as_str()), "{path}"));
}

#[test]
fn callers_are_tried_under_every_catalog() {
    let folders = fs::read_dir(root().join("shared/domain/catalogs")).unwrap();
    let shipped: BTreeSet<String> =
        folders.map(|folder| folder.unwrap().file_name().into_string().unwrap()).collect();
    let tried: BTreeSet<String> = table::catalogs().into_iter().map(str::to_owned).collect();
    assert_eq!(tried, shipped);
    let source = fs::read_to_string(root().join("tests/acceptance/callers.rs")).unwrap();
    for slug in tried {
        assert!(source.contains(&format!("check(\"{slug}\")")), "no test makes the calls under {slug}");
    }
}
