//! `infra/move-in`: stores and members from files, resumable, with a report for each line; answers compared.

use std::fs;
use std::path::Path;
use std::process::{Command, Output};

use crate::architecture::root;
use crate::support::{DataFolder, Person, Stack, Value, json, unique_id};

/// Runs the program as the platform.
fn move_in(stack: &Stack, arguments: &[&str], file: &Path) -> Output {
    let token = stack.token(&json!({"sub": "platform", "email": "platform@example.com",
        "scope": "staffroom/platform"}));
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
