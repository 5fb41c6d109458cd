//! The questions of a request, with the defaults filled in.

use serde::de::DeserializeOwned;
use staffroom_app::Resource;
use staffroom_domain::UserId;

use super::bodies::{
    ActionBody, AnyProperties, EvaluationBody, EvaluationEntry, EvaluationsBody, ResourceBody, Semantic,
    SubjectBody,
};
use crate::body::{Object, read_value};
use crate::checked_value::CheckedValue;
use crate::error::{InvalidField, RequestError};

/// One question.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Asked {
    /// The person; `None` if the subject can be no person.
    pub user: Option<UserId>,
    /// What they want to do.
    pub permission: String,
    /// To what; `None` if there can be no such resource.
    pub resource: Option<Resource>,
}

/// Why one of several questions cannot be answered.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct InvalidEvaluation(pub String);

/// The questions of a request.
#[derive(Debug, PartialEq, Eq)]
pub enum Evaluations {
    /// A single one, whose answer is a single decision.
    One(Asked),
    /// Several. One that is not valid does not stop the others.
    Many(Semantic, Vec<Result<Asked, InvalidEvaluation>>),
}

impl EvaluationBody {
    /// The question.
    #[must_use]
    pub fn asked(&self) -> Asked {
        asked(&self.subject.0, &self.action.0, &self.resource.0)
    }
}

fn asked(subject: &SubjectBody, action: &ActionBody, resource: &ResourceBody) -> Asked {
    Asked { user: subject.user(), permission: action.permission(), resource: resource.resource() }
}

/// The defaults of a request.
struct Defaults {
    subject: Option<Object<SubjectBody>>,
    action: Option<Object<ActionBody>>,
    resource: Option<Object<ResourceBody>>,
}

impl EvaluationsBody {
    /// The questions.
    ///
    /// # Errors
    /// [`RequestError::MalformedFields`] if there is a single question and a part of it is missing.
    pub fn asked(self) -> Result<Evaluations, RequestError> {
        let defaults = Defaults { subject: self.subject, action: self.action, resource: self.resource };
        let semantic = self.options.and_then(|options| options.0.evaluations_semantic).unwrap_or_default();
        match self.evaluations {
            Some(entries) if !entries.0.is_empty() => {
                let asked = entries.0.into_iter().map(|Object(entry)| {
                    entry.asked(&defaults).map_err(|invalid| {
                        InvalidEvaluation(format!("{}: {}", invalid.pointer, invalid.detail))
                    })
                });
                Ok(Evaluations::Many(semantic, asked.collect()))
            }
            Some(_) | None => {
                let nothing = EvaluationEntry { subject: None, action: None, resource: None, context: None };
                let malformed = |invalid| RequestError::MalformedFields(vec![invalid]);
                nothing.asked(&defaults).map(Evaluations::One).map_err(malformed)
            }
        }
    }
}

impl EvaluationEntry {
    fn asked(self, defaults: &Defaults) -> Result<Asked, InvalidField> {
        if let Some(context) = self.context {
            read::<AnyProperties>("context", context)?;
        }
        let user = match self.subject {
            Some(subject) => read::<SubjectBody>("subject", subject)?.user(),
            None => or_default(defaults.subject.as_ref(), "subject")?.user(),
        };
        let permission = match self.action {
            Some(action) => read::<ActionBody>("action", action)?.permission(),
            None => or_default(defaults.action.as_ref(), "action")?.permission(),
        };
        let resource = match self.resource {
            Some(resource) => read::<ResourceBody>("resource", resource)?.resource(),
            None => or_default(defaults.resource.as_ref(), "resource")?.resource(),
        };
        Ok(Asked { user, permission, resource })
    }
}

fn read<T: DeserializeOwned>(name: &str, value: CheckedValue) -> Result<T, InvalidField> {
    value.unique().and_then(read_value).map_err(|error| match error {
        RequestError::InvalidFields(mut fields) if !fields.is_empty() => {
            let InvalidField { pointer, detail } = fields.swap_remove(0);
            InvalidField { pointer: format!("/{name}{pointer}"), detail }
        }
        other => InvalidField { pointer: format!("/{name}"), detail: other.to_string() },
    })
}

fn or_default<'a, T>(default: Option<&'a Object<T>>, name: &str) -> Result<&'a T, InvalidField> {
    let missing = || InvalidField { pointer: format!("/{name}"), detail: "is missing".to_owned() };
    default.map(|default| &default.0).ok_or_else(missing)
}

#[cfg(test)]
mod tests {
    use serde_json::{Value, json};
    use staffroom_app::Resource;

    use super::{Asked, Evaluations, InvalidEvaluation, Semantic};
    use crate::authzen::{EvaluationBody, EvaluationsBody};
    use crate::body::read_value;

    fn user(id: &str) -> Value {
        json!({"type": "user", "id": id})
    }

    fn record(id: &str) -> Value {
        json!({"type": "record", "id": id})
    }

    fn question(user: &str, permission: &str, record: &str) -> Asked {
        Asked {
            user: user.parse().ok(),
            permission: permission.to_owned(),
            resource: record.parse().ok().map(|id| Resource::Store { kind: "record", id }),
        }
    }

    fn many(body: Value) -> (Semantic, Vec<Result<Asked, InvalidEvaluation>>) {
        match read_value::<EvaluationsBody>(body).unwrap().asked().unwrap() {
            Evaluations::Many(semantic, asked) => (semantic, asked),
            Evaluations::One(asked) => panic!("one: {asked:?}"),
        }
    }

    fn one(body: Value) -> Asked {
        read_value::<EvaluationBody>(body).unwrap().asked()
    }

    #[test]
    fn what_an_evaluation_leaves_out_is_the_default() {
        let (semantic, asked) = many(json!({
            "subject": user("ana"), "action": {"name": "read"}, "resource": record("r1"),
            "evaluations": [{}, {"subject": user("bo")}, {"action": {"name": "write"}, "resource": record("r2")}],
        }));
        assert_eq!(semantic, Semantic::ExecuteAll);
        let expected =
            [question("ana", "read", "r1"), question("bo", "read", "r1"), question("ana", "write", "r2")];
        assert_eq!(asked, expected.map(Ok));
    }

    #[test]
    fn an_evaluation_that_is_not_valid_does_not_stop_the_others() {
        let (_, asked) = many(json!({
            "subject": user("ana"), "action": {"name": "read"},
            "evaluations": [{"resource": record("r1")}, {}, {"resource": 7}, {"resource": {"type": "record"}},
                            {"resource": record("r1"), "context": []}],
        }));
        assert_eq!(asked[0], Ok(question("ana", "read", "r1")));
        let invalid = |text: &str| Err(InvalidEvaluation(text.to_owned()));
        assert_eq!(asked[1], invalid("/resource: is missing"));
        assert_eq!(asked[2], invalid("/resource: must be an object"));
        assert_eq!(asked[3], invalid("/resource/id: missing field `id`"));
        assert_eq!(asked[4], invalid("/context: must be an object"));
    }

    #[test]
    fn without_evaluations_the_request_is_a_single_question() {
        let mut body = json!({"subject": user("ana"), "action": {"name": "read"}, "resource": record("r1")});
        for evaluations in [None, Some(json!([]))] {
            if let Some(evaluations) = evaluations {
                body["evaluations"] = evaluations;
            }
            let asked = read_value::<EvaluationsBody>(body.clone()).unwrap().asked().unwrap();
            assert_eq!(asked, Evaluations::One(question("ana", "read", "r1")));
        }
        body["resource"] = Value::Null;
        let missing = read_value::<EvaluationsBody>(body).unwrap().asked();
        assert_eq!(missing, Err(crate::authzen::malformed("/resource", "is missing")));
    }

    #[test]
    fn the_number_of_evaluations_is_bounded_and_the_semantic_known() {
        let of = |count: usize, semantic: &str| {
            let one = json!({"subject": user("a"), "action": {"name": "read"}, "resource": record("r1")});
            read_value::<EvaluationsBody>(
                json!({"evaluations": vec![one; count], "options": {"evaluations_semantic": semantic, "x": 1}}),
            )
        };
        assert!(of(50, "deny_on_first_deny").is_ok());
        assert!(of(51, "execute_all").is_err() && of(1, "first").is_err());
        assert_eq!(many(json!({"evaluations": [{}], "options": {}})).0, Semantic::ExecuteAll);
        assert!(!Semantic::ExecuteAll.ends_with(true) && !Semantic::ExecuteAll.ends_with(false));
        assert!(Semantic::DenyOnFirstDeny.ends_with(false) && !Semantic::DenyOnFirstDeny.ends_with(true));
        assert!(Semantic::PermitOnFirstPermit.ends_with(true));
    }

    #[test]
    fn what_can_be_no_person_store_or_activity_is_none() {
        let of = |subject: Value, resource: Value| {
            one(json!({"subject": subject, "action": {"name": "read"}, "resource": resource}))
        };
        let store = json!({"type": "store", "id": "shop"});
        for subject in
            [json!({"type": "robot", "id": "ana"}), user(""), user("\u{e9}"), user(&"a".repeat(300))]
        {
            assert_eq!(of(subject, store.clone()).user, None);
        }
        let activity =
            |properties: Value| json!({"type": "activity", "id": "gala", "properties": properties});
        let known = Resource::Activity { store: "shop".parse().unwrap(), id: "gala".parse().unwrap() };
        assert_eq!(of(user("ana"), activity(json!({"store": "shop", "x": 1}))).resource, Some(known));
        for resource in [
            json!({"type": "robot", "id": "shop"}),
            json!({"type": "store", "id": "No Slug"}),
            json!({"type": "activity", "id": "gala"}),
            activity(json!({})),
            activity(json!({"store": 7})),
            activity(json!({"store": "No Slug"})),
        ] {
            assert_eq!(of(user("ana"), resource.clone()).resource, None, "{resource}");
        }
    }

    #[test]
    fn a_name_that_is_too_long_for_a_permission_is_cut_and_still_too_long() {
        let named = |name: &str| {
            one(json!({"subject": user("ana"), "action": {"name": name}, "resource": record("r1")}))
                .permission
        };
        assert_eq!(named("read"), "read");
        assert_eq!(named(&"a".repeat(64)).len(), 64);
        assert_eq!(named(&"a".repeat(1000)).len(), 65);
    }
}
