//! The event of Cognito's trigger, and where its response has the claims of the access token.

use serde_json::{Map, Value};
use staffroom_domain::UserId;

use crate::claim::Claim;

/// The claim with the stores.
const STORES: &str = "staffroom";
/// The claim that says that stores were left out. It is there only then.
const TRUNCATED: &str = "staffroom_truncated";

/// The person whom the token is about; `None` if the event is of another version, or about no person.
///
/// The version `V1_0` cannot change access tokens. `V3_0` has the same form as `V2_0`, and is sent for machines as well.
pub(crate) fn user(event: &Value) -> Option<UserId> {
    let version = event.get("version")?.as_str()?;
    let attributes = event.get("request")?.get("userAttributes")?;
    let user = attributes.get("sub")?.as_str()?.parse().ok();
    user.filter(|_| matches!(version, "2" | "3"))
}

/// Puts the claim into the response of an event, beside what is there.
///
/// Claims of this version may be objects.
/// Source: <https://docs.aws.amazon.com/cognito/latest/developerguide/user-pool-lambda-pre-token-generation.html#cognito-pretoken-complex-objects-note>
pub(crate) fn add(event: &mut Value, claim: Claim) {
    let Some(response) = event.as_object_mut().and_then(|event| object_in(event, "response")) else { return };
    let path = ["claimsAndScopeOverrideDetails", "accessTokenGeneration", "claimsToAddOrOverride"];
    let claims = path.into_iter().try_fold(response, |object, name| object_in(object, name));
    let Some(claims) = claims else { return };
    if claim.leaves_out() {
        claims.insert(TRUNCATED.to_owned(), Value::Bool(true));
    }
    claims.insert(STORES.to_owned(), claim.into_value());
}

/// The object at a name: one that is there, or a new one in the place of nothing. `None` if something else is there.
fn object_in<'a>(object: &'a mut Map<String, Value>, name: &str) -> Option<&'a mut Map<String, Value>> {
    let found = object.entry(name).or_insert(Value::Null);
    if found.is_null() {
        *found = Value::Object(Map::new());
    }
    found.as_object_mut()
}

#[cfg(test)]
mod tests {
    use serde_json::{Value, json};
    use staffroom_app::{HeldStores, Omission};

    use super::{add, user};
    use crate::claim::Claim;

    fn claim(omission: Omission) -> Claim {
        Claim::of(HeldStores { stores: Vec::new(), omission })
    }

    #[test]
    fn the_person_is_the_sub_of_a_version_that_changes_access_tokens() {
        let event = |version: Value, sub: Value| {
            user(
                &json!({"version": version, "request": {"userAttributes": {"sub": sub, "email": "a@b.example"}}}),
            )
        };
        assert_eq!(event(json!("2"), json!("kim")).unwrap().as_str(), "kim");
        assert_eq!(event(json!("3"), json!("kim")).unwrap().as_str(), "kim");
        for (version, sub) in [
            (json!("1"), json!("kim")),
            (json!(2), json!("kim")),
            (json!("2"), json!("")),
            (json!("2"), json!(["kim"])),
            (json!("2"), Value::Null),
            (json!("2"), json!("k".repeat(300))),
        ] {
            assert_eq!(event(version.clone(), sub.clone()), None, "{version} {sub}");
        }
        let for_machine = json!({"version": "3", "triggerSource": "TokenGeneration_ClientCredentials",
            "request": {"scopes": ["staffroom/platform"]}});
        for event in [for_machine, json!({}), json!([]), Value::Null, json!({"version": "2", "request": "x"})]
        {
            assert_eq!(user(&event), None, "{event}");
        }
    }

    #[test]
    fn a_claim_stands_beside_what_is_there() {
        let mut event =
            json!({"version": "2", "request": {}, "response": {"claimsAndScopeOverrideDetails": null}});
        add(&mut event, claim(Omission::None));
        let access = json!({"claimsToAddOrOverride": {"staffroom": {}}});
        let details = json!({"accessTokenGeneration": access});
        assert_eq!(event["response"], json!({"claimsAndScopeOverrideDetails": details}));

        let other = json!({"claimsToAddOrOverride": {"plan": "gold"}, "scopesToAdd": ["a"]});
        let details =
            json!({"accessTokenGeneration": other, "groupOverrideDetails": {"groupsToOverride": ["g"]}});
        let mut event = json!({"response": {"claimsAndScopeOverrideDetails": details}});
        add(&mut event, claim(Omission::Some));
        let details = &event["response"]["claimsAndScopeOverrideDetails"];
        assert_eq!(details["groupOverrideDetails"]["groupsToOverride"], json!(["g"]));
        assert_eq!(details["accessTokenGeneration"]["scopesToAdd"], json!(["a"]));
        let claims = json!({"plan": "gold", "staffroom": {}, "staffroom_truncated": true});
        assert_eq!(details["accessTokenGeneration"]["claimsToAddOrOverride"], claims);
    }

    #[test]
    fn an_event_of_another_form_stays_as_it_is() {
        for event in [
            json!([]),
            json!("x"),
            json!({"response": "x"}),
            json!({"response": {"claimsAndScopeOverrideDetails": []}}),
        ] {
            let mut changed = event.clone();
            add(&mut changed, claim(Omission::None));
            assert_eq!(changed, event);
        }
        let odd = json!({"response": {"claimsAndScopeOverrideDetails": {"accessTokenGeneration": 1}}});
        let mut changed = odd.clone();
        add(&mut changed, claim(Omission::None));
        assert_eq!(changed, odd);
    }
}
