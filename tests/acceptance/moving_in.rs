//! `infra/move-in`: stores and members from files, resumable, with a report for each line; answers compared. The dry run
//! refuses what the run refuses, and a file or token that is no good is said in one sentence.

use std::fs;
use std::path::Path;
use std::process::{Command, Output};

use crate::architecture::root;
use crate::support::{DataFolder, Person, Stack, Value, json, unique_id};

/// Runs the program as the platform.
fn move_in(stack: &Stack, arguments: &[&str], file: &Path) -> Output {
    let token = stack.token(&json!({"sub": "platform", "email": "platform@example.com",
        "scope": "staffroom/platform"}));
    move_in_with(stack, &token, arguments, file)
}

fn move_in_with(stack: &Stack, token: &str, arguments: &[&str], file: &Path) -> Output {
    Command::new(root().join("infra/move-in"))
        .arg(arguments[0])
        .arg(file)
        .args(&arguments[1..])
        .env("API", stack.url(""))
        .env("TOKEN", token)
        .output()
        .expect("python3 runs")
}

fn report(file: &Path) -> Vec<Value> {
    let text = fs::read_to_string(format!("{}.report.jsonl", file.display())).expect("a report");
    text.lines().map(|line| serde_json::from_str(line).expect("JSON")).collect()
}

fn said(output: &Output) -> String {
    String::from_utf8_lossy(&output.stdout).into_owned() + &String::from_utf8_lossy(&output.stderr)
}

#[test]
fn stores_and_members_are_moved_in_and_answers_compared() {
    let (stack, folder) = (Stack::shared(), DataFolder::new());
    let (shop, owner, sue) = (format!("shop-{}", unique_id()), Person::new("Olga"), Person::new("Sue"));
    fs::create_dir_all(folder.path()).unwrap();
    let stores = folder.file("stores.csv");
    let header = "store,name,owner.user_id,owner.email,owner.name,catalog,plan,locale,metadata.crm";
    let line = format!("{shop},\"Chez, Olga\",{},{},Olga,whatnot,default,fr,17", owner.sub, owner.email);
    fs::write(&stores, format!("{header}\n{line}\nnot a slug,x,o,o@example.com,x,whatnot,default,fr,\n"))
        .unwrap();

    let checked = move_in(stack, &["stores", "--dry-run"], &stores);
    assert!(said(&checked).starts_with("1 refused, 1 would be created;"), "{}", said(&checked));
    stack.as_platform().get(&format!("/stores/{shop}")).assert_problem(404, "not_found");
    let moved = move_in(stack, &["stores"], &stores);
    assert_eq!(moved.status.code(), Some(1), "{}", said(&moved));
    let mut lines = report(&stores);
    lines.sort_by_key(|line| line["line"].as_u64());
    assert_eq!(lines.iter().map(|line| line["result"].clone()).collect::<Vec<_>>(), ["created", "refused"]);
    let store = stack.as_platform().get(&format!("/stores/{shop}")).assert_status(200);
    assert_eq!((&store["name"], &store["metadata"]), (&json!("Chez, Olga"), &json!({"crm": "17"})));
    assert!(said(&move_in(stack, &["stores"], &stores)).contains("1 done before"));

    let members = folder.file("members.jsonl");
    let of = |user: &str, email: &str, role: &str| {
        json!({"store": shop, "user_id": user, "email": email, "roles": [role]}).to_string()
    };
    let lines = [
        of(&sue.sub, &sue.email, "seller"),
        of("eve", "eve@example.com", "king"),
        of("tom", "none", "seller"),
    ];
    fs::write(&members, lines.join("\n")).unwrap();
    let checked = said(&move_in(stack, &["members", "--dry-run"], &members));
    assert!(checked.starts_with("2 refused, 1 would be put;"), "{checked}");
    move_in(stack, &["members"], &members);
    let results = report(&members);
    let of_sue = results.iter().find(|line| line["user_id"] == sue.sub).unwrap();
    assert_eq!(of_sue["result"], "created");
    let of_eve = results.iter().find(|line| line["user_id"] == "eve").unwrap();
    assert_eq!((&of_eve["code"], &of_eve["fields"]), (&json!("invalid_field"), &json!(["/roles/0"])));
    let text = fs::read_to_string(format!("{}.report.jsonl", members.display())).unwrap();
    assert!(!text.contains(&sue.email), "a report has no address");

    let answers = folder.file("answers.csv");
    let rows = format!(
        "store,user_id,permission,allowed\n{shop},{0},inventory,true\n{shop},{0},team,true\n",
        sue.sub
    );
    fs::write(&answers, rows).unwrap();
    let compared = move_in(stack, &["compare"], &answers);
    assert!(said(&compared).starts_with("1 differs, 1 same;"), "{}", said(&compared));
    assert_eq!(compared.status.code(), Some(1));
    let differs = report(&answers).into_iter().find(|line| line["result"] == "differs").unwrap();
    assert_eq!((&differs["permission"], &differs["allowed"]), (&json!("team"), &json!(false)));
}

/// The store of a new owner, put by the platform.
fn new_store(stack: &Stack) -> (String, Person) {
    let (shop, owner) = (format!("shop-{}", unique_id()), Person::new("Olga"));
    let body = json!({"name": "Chez Olga", "catalog": "whatnot",
        "owner": {"user_id": owner.sub, "email": owner.email, "name": "Olga"}});
    stack.as_platform().put(&format!("/stores/{shop}"), &body).assert_status(201);
    (shop, owner)
}

#[test]
fn a_line_that_goes_back_is_sent_again_and_so_is_every_line_without_a_report() {
    let (stack, folder) = (Stack::shared(), DataFolder::new());
    let ((shop, _), sue) = (new_store(stack), Person::new("Sue"));
    fs::create_dir_all(folder.path()).unwrap();
    let members = folder.file("members.csv");
    let run = |role: &str| {
        let line = format!("{shop},{},{},{role}", sue.sub, sue.email);
        fs::write(&members, format!("store,user_id,email,roles\n{line}\n")).unwrap();
        said(&move_in(stack, &["members"], &members))
    };
    let path = format!("/stores/{shop}/members/{}", sue.sub);
    let roles = || stack.as_platform().get(&path).assert_status(200)["roles"].clone();

    assert!(run("seller").starts_with("1 created;"));
    assert!(run("administrator").starts_with("1 replaced;"));
    assert!(run("seller").starts_with("1 replaced;"));
    assert_eq!(roles(), json!(["seller"]));
    assert!(run("seller").starts_with("1 done before;"));

    stack.as_platform().delete(&path).assert_status(204);
    fs::remove_file(format!("{}.report.jsonl", members.display())).unwrap();
    assert!(run("seller").starts_with("1 created;"));
    assert_eq!(roles(), json!(["seller"]));
}

#[test]
fn the_dry_run_refuses_what_the_run_refuses() {
    let (stack, folder) = (Stack::shared(), DataFolder::new());
    let (shop, owner) = new_store(stack);
    fs::create_dir_all(folder.path()).unwrap();
    let members = folder.file("members.csv");
    let sound = format!("sam-{}", unique_id());
    let rows = [
        format!("{shop},{sound},{sound}@example.com,seller,en,,"),
        format!("{shop},two-roles,two@example.com,seller support,en,,"),
        format!("{shop},no-role,none@example.com,,en,,"),
        format!("{shop},locale,locale@example.com,seller,xx,,"),
        format!("{shop},{},owner@example.org,seller,en,,", owner.sub),
        format!("{shop},notify,notify@example.com,seller,en,yes,"),
        format!("{shop},past,past@example.com,seller,en,,2020-01-01T00:00:00Z"),
        format!("{shop},address,{sound}@example.com,seller,en,,"),
        format!("{shop},cells,cells@example.com,seller,en,,,more"),
        format!("{shop},hyphen,a@-example.com,seller,en,,"),
        format!("{shop},encoded,a@xn--example.com,seller,en,,"),
    ];
    let header = "store,user_id,email,roles,locale,notify,access_ends_at";
    fs::write(&members, format!("{header}\n{}\n", rows.join("\n"))).unwrap();
    let checked = said(&move_in(stack, &["members", "--dry-run"], &members));
    assert!(checked.starts_with("10 refused, 1 would be put;"), "{checked}");
    let moved = said(&move_in(stack, &["members"], &members));
    assert!(moved.starts_with("1 created, 10 refused;"), "{moved}");

    let stores = folder.file("stores.csv");
    let header = "store,name,owner.user_id,owner.email,owner.name,catalog";
    let rows = [
        "s-1,S,o,o@example.com,O,nope",
        "s-2,S,o,nomail,O,whatnot",
        "s-3,\"S\nT\",o,o@example.com,O,whatnot",
    ];
    fs::write(&stores, format!("{header}\n{}\n", rows.join("\n"))).unwrap();
    let checked = said(&move_in(stack, &["stores", "--dry-run"], &stores));
    assert!(checked.starts_with("3 refused;"), "{checked}");
    let stranger = stack.token(&json!({"sub": "stranger", "email": "stranger@example.com"}));
    for token in ["x", &stranger] {
        let refused = move_in_with(stack, token, &["stores", "--dry-run"], &stores);
        assert_eq!(refused.status.code(), Some(2), "{}", said(&refused));
        assert!(said(&refused).contains("refuses the token"), "{}", said(&refused));
    }
}

#[test]
fn what_cannot_be_read_is_refused_line_by_line_or_as_a_whole() {
    let (stack, folder) = (Stack::shared(), DataFolder::new());
    let (shop, _) = new_store(stack);
    fs::create_dir_all(folder.path()).unwrap();
    let header = "store,user_id,email,roles\n";
    let files: [(&str, &[u8]); 5] = [
        ("is empty", b""),
        ("is not UTF-8", b"store,user_id,email\ns,u,\xfc@example.com\n"),
        ("has no column email", b"store,user_id\ns,u\n"),
        ("has the column email twice", b"store,user_id,email,email\ns,u,a@example.com,b@example.com\n"),
        ("has the column email and", b"store,user_id,email,email.x\ns,u,a@example.com,\n"),
    ];
    for (sentence, content) in files {
        let file = folder.file("whole.csv");
        fs::write(&file, content).unwrap();
        let refused = move_in(stack, &["members"], &file);
        assert_eq!(refused.status.code(), Some(2), "{}", said(&refused));
        assert!(
            said(&refused).contains(sentence) && said(&refused).lines().count() == 1,
            "{}",
            said(&refused)
        );
    }

    let open_quote = folder.file("quote.csv");
    let (long, user) = ("x".repeat(200_000), unique_id());
    let rows = format!(
        "{shop},\"open,o@example.com,seller\n{shop},{user},{user}@example.com,seller\n{shop},{long},,\n"
    );
    fs::write(&open_quote, format!("{header}{rows}")).unwrap();
    assert!(said(&move_in(stack, &["members"], &open_quote)).starts_with("1 created, 2 refused;"));
    let refused: Vec<_> = report(&open_quote)
        .into_iter()
        .filter(|line| line["result"] == "refused")
        .map(|line| line["line"].clone())
        .collect();
    assert_eq!(refused, [2, 4]);

    let json_lines = folder.file("members.jsonl");
    fs::write(&json_lines, "not JSON\n[1]\n").unwrap();
    assert!(said(&move_in(stack, &["members"], &json_lines)).starts_with("2 refused;"));

    let answers = folder.file("answers.csv");
    fs::write(&answers, format!("store,user_id,permission,allowed\n{shop},u,team,\n{shop},u,team,0\n"))
        .unwrap();
    assert!(said(&move_in(stack, &["compare"], &answers)).starts_with("2 refused;"));
}
