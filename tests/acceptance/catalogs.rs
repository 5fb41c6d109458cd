//! What a catalog says about its grants and mails.

use crate::support::{Stack, json};

#[test]
fn a_catalog_says_what_a_form_has_to_ask_for() {
    for (catalog, plan, grants) in [
        (
            "ecwid",
            "business",
            json!({"roles": "none", "permissions": "many", "default_role": null, "custom_roles": 20}),
        ),
        (
            "records",
            "default",
            json!({"roles": "none", "permissions": "many", "default_role": null, "custom_roles": 0}),
        ),
        (
            "sendcloud",
            "default",
            json!({"roles": "one", "permissions": "none", "default_role": "member", "custom_roles": 0}),
        ),
        (
            "ticketing",
            "default",
            json!({"roles": "many", "permissions": "none", "default_role": null, "custom_roles": 20}),
        ),
        (
            "whatnot",
            "default",
            json!({"roles": "one", "permissions": "none", "default_role": null, "custom_roles": 10}),
        ),
    ] {
        let found = Stack::shared().create_store(catalog, plan).as_owner().catalog("en");
        assert_eq!(found["grants"], grants, "{catalog}");
        assert_eq!(found["invitation_days"], 7, "{catalog}");
        assert_eq!(
            found["resource_type"],
            if catalog == "records" { "record" } else { "store" },
            "{catalog}"
        );
        let mails = found["mails"].as_array().expect("a list");
        assert!(mails.contains(&json!("member.removed")), "{catalog}: {mails:?}");
        assert_eq!(mails.contains(&json!("order.created")), catalog == "ticketing", "{catalog}: {mails:?}");
    }
}
