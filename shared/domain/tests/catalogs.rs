//! Every catalog file is loaded, and what is missing in one, or too much, is named.

#![expect(clippy::expect_used, reason = "how a test fails")]

use std::collections::BTreeSet;
use std::fs;
use std::path::Path;

use staffroom_domain::{Catalog, Grant, Locale, StoreRoles};
use toml::{Table, Value};

fn load(catalog: &str, file: &str, faults: &mut Vec<String>) -> Table {
    let path = Path::new(env!("CARGO_MANIFEST_DIR")).join("catalogs").join(catalog).join(file);
    let text = fs::read_to_string(path).unwrap_or_default();
    toml::from_str(&text).unwrap_or_else(|error| {
        faults.push(format!("{catalog}/{file}: {error}"));
        Table::new()
    })
}

/// The slugs that a file has under `kind`.
fn slugs(of: &Table, kind: &str) -> BTreeSet<String> {
    match of.get(kind) {
        Some(Value::Array(entries)) => {
            entries.iter().map(|e| e["slug"].as_str().expect("a slug").to_owned()).collect()
        }
        Some(Value::Table(entries)) => entries.keys().cloned().collect(),
        _ => BTreeSet::new(),
    }
}

#[test]
fn every_permission_and_role_is_worded_in_every_language() {
    let mut faults = Vec::new();
    for catalog in Catalog::all() {
        let structure = load(catalog.slug, "catalog.toml", &mut faults);
        for locale in Locale::all() {
            let file = format!("{}.toml", locale.as_str());
            let texts = load(catalog.slug, &file, &mut faults);
            for kind in ["permissions", "roles"] {
                let (there, worded) = (slugs(&structure, kind), slugs(&texts, kind));
                let at =
                    |slug: &String, what: &str| format!("{}/{file}: {kind}.{slug} is {what}", catalog.slug);
                faults.extend(there.difference(&worded).map(|slug| at(slug, "missing")));
                faults.extend(worded.difference(&there).map(|slug| at(slug, "not in catalog.toml")));
                for slug in &worded {
                    let text = &texts[kind][slug.as_str()];
                    let worded = |key: &str| {
                        text.get(key).and_then(Value::as_str).is_some_and(|t| !t.trim().is_empty())
                    };
                    if !worded("label") || !worded("description") {
                        faults.push(at(slug, "without label or description"));
                    }
                    if kind == "permissions" && text.get("sections").and_then(Value::as_array).is_none() {
                        faults.push(at(slug, "without sections"));
                    }
                }
            }
        }
    }
    assert!(faults.is_empty(), "{}", faults.join("\n"));
}

#[test]
fn the_five_systems_and_the_example_are_shipped_and_their_owners_hold_everything() {
    let shipped: Vec<&str> = Catalog::all().iter().map(|catalog| catalog.slug).collect();
    assert_eq!(shipped, ["ecwid", "mycommerce", "records", "sendcloud", "ticketing", "whatnot"]);
    for catalog in Catalog::all() {
        assert!(Catalog::manages_team(&catalog.everything()), "{}", catalog.slug);
        assert!(catalog.effective(&StoreRoles::default(), &Grant::default()).is_empty(), "{}", catalog.slug);
    }
}

#[test]
fn stores_are_of_the_type_that_the_catalog_names() {
    for catalog in Catalog::all() {
        let expected = if catalog.slug == "records" { "record" } else { "store" };
        assert_eq!(catalog.resource_type, expected, "{}", catalog.slug);
    }
}

/// The mobile app comes with all seven permissions, and with no six of them.
#[test]
fn a_permission_held_with_others_takes_all_of_them() {
    let ecwid = Catalog::named("ecwid").expect("a catalog");
    let all = ["sales", "catalog", "marketing", "reports", "website", "sales_channels", "settings"];
    let grant = |without: Option<&str>| {
        let permissions: Vec<_> =
            all.iter().filter(|p| Some(**p) != without).map(|p| p.parse().expect("a slug")).collect();
        let none = StoreRoles::default();
        ecwid.effective(&none, &ecwid.grant(&none, &[], &permissions).expect("a grant"))
    };
    assert!(grant(None).contains("mobile_app"));
    for without in all {
        assert!(!grant(Some(without)).contains("mobile_app"), "without {without}");
    }
}
