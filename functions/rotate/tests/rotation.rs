//! Whole rotations against a Secrets Manager that keeps its versions in memory.

#![allow(
    clippy::indexing_slicing,
    clippy::panic,
    clippy::unwrap_used,
    reason = "a test that cannot go on has failed, and a panic says where"
)]

use std::collections::BTreeMap;
use std::sync::{Arc, Mutex};

use aws_smithy_runtime_api::client::http::{
    HttpConnector, HttpConnectorFuture, SharedHttpConnector, http_client_fn,
};
use aws_smithy_runtime_api::client::orchestrator::{HttpRequest, HttpResponse};
use aws_smithy_types::body::SdkBody;
use chrono::{DateTime, TimeDelta, Utc};
use lambda_runtime::LambdaEvent;
use rotate::{App, handle};
use serde_json::{Value, json};
use staffroom_domain::{InvitationId, LinkClaims, LinkKeys};

const STEPS: [&str; 4] = ["createSecret", "setSecret", "testSecret", "finishSecret"];

#[derive(Debug, Default)]
struct Version {
    text: Option<String>,
    stages: Vec<String>,
    created: i64,
}

#[derive(Debug, Default)]
struct Kept {
    versions: BTreeMap<String, Version>,
    now: DateTime<Utc>,
}

/// One secret, behind the API that the function calls.
#[derive(Debug, Clone, Default)]
struct SecretsManager(Arc<Mutex<Kept>>);

impl SecretsManager {
    fn with(keys: &str) -> Self {
        let manager = Self::default();
        manager.put("version-0", "AWSCURRENT", Some(keys.to_owned()));
        manager
    }

    fn put(&self, id: &str, stage: &str, text: Option<String>) {
        let mut kept = self.0.lock().unwrap();
        let created = kept.now.timestamp();
        kept.versions.insert(id.to_owned(), Version { text, stages: vec![stage.to_owned()], created });
    }

    fn app(&self) -> App {
        let clock = self.0.clone();
        let environment = |name: &str| match name {
            "AWS_REGION" => Some("eu-west-1".to_owned()),
            "AWS_ACCESS_KEY_ID" | "AWS_SECRET_ACCESS_KEY" => Some("key".to_owned()),
            "AWS_ENDPOINT_URL" => Some("http://secrets".to_owned()),
            _ => None,
        };
        let mut connection = staffroom_aws::Connection::from_lookup("SECRETS_MANAGER", environment).unwrap();
        let connector = SharedHttpConnector::new(self.clone());
        connection.http = http_client_fn(move |_, _| connector.clone());
        App {
            secrets: staffroom_aws::secrets(&connection),
            clock: Arc::new(move || clock.lock().unwrap().now),
        }
    }

    fn wait(&self, time: TimeDelta) {
        self.0.lock().unwrap().now += time;
    }

    fn current(&self) -> String {
        let kept = self.0.lock().unwrap();
        let mut current = kept.versions.values().filter(|v| v.stages.iter().any(|s| s == "AWSCURRENT"));
        let text = current.next().unwrap().text.clone().unwrap();
        assert!(current.next().is_none(), "two current versions");
        text
    }

    /// Rotates as Secrets Manager does: it stages an empty version and asks for one step after the other.
    async fn rotate(&self, token: &str) -> Result<(), lambda_runtime::Error> {
        self.put(token, "AWSPENDING", None);
        for step in STEPS {
            self.step(step, token).await?;
        }
        Ok(())
    }

    async fn step(&self, step: &str, token: &str) -> Result<Value, lambda_runtime::Error> {
        let event = json!({"Step": step, "SecretId": "arn:keys", "ClientRequestToken": token});
        handle(&self.app(), LambdaEvent::new(event, lambda_runtime::Context::default())).await
    }

    fn answer(&self, call: &str, asked: &Value) -> (u16, Value) {
        let mut kept = self.0.lock().unwrap();
        let text = |name: &str| asked[name].as_str().unwrap_or_default().to_owned();
        let now = kept.now.timestamp();
        match call {
            "secretsmanager.DescribeSecret" => {
                let stages: BTreeMap<&String, &Vec<String>> =
                    kept.versions.iter().map(|(id, version)| (id, &version.stages)).collect();
                (200, json!({"VersionIdsToStages": stages}))
            }
            "secretsmanager.GetSecretValue" => {
                let (wanted, stage) = (asked["VersionId"].as_str(), text("VersionStage"));
                let found = kept.versions.iter().find(|(id, version)| {
                    wanted.is_none_or(|wanted| wanted == *id)
                        && version.stages.contains(&stage)
                        && version.text.is_some()
                });
                match found {
                    Some((id, version)) => (
                        200,
                        json!({"VersionId": id, "SecretString": version.text, "CreatedDate": version.created}),
                    ),
                    None => {
                        (400, json!({"__type": "ResourceNotFoundException", "Message": "no such version"}))
                    }
                }
            }
            "secretsmanager.PutSecretValue" => {
                let version = Version {
                    text: Some(text("SecretString")),
                    stages: vec![asked["VersionStages"][0].as_str().unwrap().to_owned()],
                    created: now,
                };
                kept.versions.insert(text("ClientRequestToken"), version);
                (200, json!({}))
            }
            "secretsmanager.UpdateSecretVersionStage" => {
                let stage = text("VersionStage");
                kept.versions.get_mut(&text("RemoveFromVersionId")).unwrap().stages.retain(|s| *s != stage);
                kept.versions.get_mut(&text("MoveToVersionId")).unwrap().stages.push(stage);
                (200, json!({}))
            }
            other => panic!("the function may not call {other}"),
        }
    }
}

impl HttpConnector for SecretsManager {
    fn call(&self, request: HttpRequest) -> HttpConnectorFuture {
        let asked = serde_json::from_slice(request.body().bytes().unwrap()).unwrap();
        let (status, answer) = self.answer(request.headers().get("x-amz-target").unwrap(), &asked);
        let body = SdkBody::from(answer.to_string());
        HttpConnectorFuture::ready(Ok(HttpResponse::new(status.try_into().unwrap(), body)))
    }
}

fn first_key() -> String {
    "k".repeat(64)
}

fn link() -> LinkClaims {
    LinkClaims {
        store: "boutique".parse().unwrap(),
        invitation: InvitationId::from_bytes([7; 16]),
        generation: 1,
    }
}

fn keys(text: &str) -> LinkKeys {
    LinkKeys::parse(text).unwrap()
}

#[tokio::test]
async fn links_open_on_both_sides_of_every_rotation() {
    let manager = SecretsManager::with(&first_key());
    for month in 0..4 {
        let before = manager.current();
        manager.rotate(&format!("rotation-{month}")).await.unwrap();
        let after = manager.current();
        assert_ne!(before, after);
        let (old, new) = (keys(&before), keys(&after));
        assert_eq!(new.open(old.sign(&link()).unwrap().as_str()), Ok(link()), "made before {month}");
        assert_eq!(old.open(new.sign(&link()).unwrap().as_str()), Ok(link()), "made after {month}");
        manager.wait(TimeDelta::days(30));
    }
    let now = manager.current();
    assert_eq!(now.split(' ').count(), 3);
    assert!(!now.contains(&first_key()), "the first key is gone in the end");
}

#[tokio::test]
async fn a_key_whose_links_may_be_valid_is_not_dropped() {
    let manager = SecretsManager::with(&first_key());
    manager.rotate("a").await.unwrap();
    let kept = manager.current();
    manager.wait(TimeDelta::days(8) - TimeDelta::seconds(1));
    let refused = manager.rotate("b").await.unwrap_err().to_string();
    assert!(refused.contains("192 hours"), "{refused}");
    assert_eq!(manager.current(), kept);
    manager.wait(TimeDelta::seconds(1));
    manager.rotate("b").await.unwrap();
    assert_ne!(manager.current(), kept);
}

#[tokio::test]
async fn every_step_can_be_repeated() {
    let manager = SecretsManager::with(&first_key());
    manager.put("a", "AWSPENDING", None);
    for step in STEPS {
        let (first, again) = (manager.step(step, "a").await, manager.step(step, "a").await);
        assert!(first.is_ok() && again.is_ok(), "{step}");
    }
    let kept = manager.current();
    manager.step("createSecret", "a").await.unwrap();
    assert_eq!(manager.current(), kept);
}

#[tokio::test]
async fn a_configured_rotation_is_tried_without_being_carried_out() {
    let manager = SecretsManager::with(&first_key());
    manager.put("trial", "AWSPENDING", None);
    manager.step("testSecret", "trial").await.unwrap();
    assert!(manager.step("finishSecret", "trial").await.is_err(), "there is nothing to finish");
    assert_eq!(manager.current(), first_key());
}

#[tokio::test]
async fn what_is_not_a_rotation_of_link_keys_is_refused() {
    let manager = SecretsManager::with(&first_key());
    assert!(manager.step("createSecret", "never-staged").await.is_err());
    assert!(manager.step("deleteSecret", "version-0").await.is_err());
    manager.put("a", "AWSPENDING", Some("z".repeat(64)));
    for step in ["testSecret", "finishSecret"] {
        assert!(manager.step(step, "a").await.is_err(), "{step} of keys that share nothing");
    }
    let empty = SecretsManager::with("");
    assert!(empty.rotate("a").await.is_err());
}

/// The template must not allow a rotation interval that the function refuses.
#[test]
fn no_schedule_that_the_template_takes_is_too_short() {
    let template = include_str!("../../../infra/template.yaml");
    let (_, parameter) = template.split_once("  LinkKeyRotationDays:").unwrap();
    let (_, least) = parameter.split_once("MinValue: ").unwrap();
    let least: i64 = least.split_whitespace().next().unwrap().parse().unwrap();
    // A scheduled rotation may come up to a day early.
    assert!((least - 1) * 24 >= rotate::shortest_interval_hours());
}
