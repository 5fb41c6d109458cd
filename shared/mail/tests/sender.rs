//! What SES is asked, and what its answers mean.
#![cfg(feature = "ses")]
#![expect(clippy::unwrap_used, reason = "how a test fails")]

use aws_sdk_sesv2::Client;
use aws_sdk_sesv2::config::retry::RetryConfig;
use aws_sdk_sesv2::config::{BehaviorVersion, Config, Region};
use aws_smithy_http_client::test_util::{CaptureRequestReceiver, StaticReplayClient, capture_request};
use aws_smithy_runtime_api::client::http::HttpClient;
use aws_smithy_runtime_api::http::{Response, StatusCode};
use aws_smithy_types::body::SdkBody;
use serde_json::{Value, json};
use staffroom_mail::{Rendered, SendError, Sender, decode_tag, encode_tag};

fn sender(http: impl HttpClient + 'static) -> Sender {
    let config = Config::builder()
        .behavior_version(BehaviorVersion::latest())
        .region(Region::from_static("eu-west-1"))
        .allow_no_auth()
        .retry_config(RetryConfig::disabled())
        .http_client(http)
        .build();
    Sender::new(|| Client::from_conf(config), "Staffroom <team@shop.example>", Some("staffroom".to_owned()))
}

/// A sender whose SES answers once, and what it will have been asked.
fn answering(
    status: u16,
    error: Option<&'static str>,
    body: &'static str,
) -> (Sender, CaptureRequestReceiver) {
    let mut response = Response::new(StatusCode::try_from(status).unwrap(), SdkBody::from(body));
    if let Some(code) = error {
        response.headers_mut().insert("x-amzn-errortype", code);
    }
    let (http, asked) = capture_request(Some(response.try_into_http1x().unwrap()));
    (sender(http), asked)
}

fn mail(html: &str) -> Rendered {
    Rendered { subject: "Bienvenue à bord".to_owned(), html: html.to_owned(), text: "Bonjour".to_owned() }
}

#[tokio::test]
async fn asks_ses_for_one_mail_to_one_person() {
    let (sender, asked) = answering(200, None, r#"{"MessageId": "0102"}"#);
    let tags = [("store", "chez.nadia"), ("invitation", "018f-2c")];
    assert_eq!(sender.send("marek@example.com", &mail("<p>Bonjour"), &tags).await, Ok("0102".to_owned()));

    let request = asked.expect_request();
    assert_eq!(request.uri().split_once("amazonaws.com").unwrap().1, "/v2/email/outbound-emails");
    let body: Value = serde_json::from_slice(request.body().bytes().unwrap()).unwrap();
    let utf8 = |data: &str| json!({"Data": data, "Charset": "UTF-8"});
    assert_eq!(
        body,
        json!({
            "FromEmailAddress": "Staffroom <team@shop.example>",
            "Destination": {"ToAddresses": ["marek@example.com"]},
            "ConfigurationSetName": "staffroom",
            "EmailTags": [
                {"Name": "store", "Value": "chez_2enadia"},
                {"Name": "invitation", "Value": "018f-2c"},
            ],
            "Content": {"Simple": {
                "Subject": utf8("Bienvenue à bord"),
                "Body": {"Text": utf8("Bonjour"), "Html": utf8("<p>Bonjour")},
                "Headers": [
                    {"Name": "Auto-Submitted", "Value": "auto-generated"},
                    {"Name": "X-Auto-Response-Suppress", "Value": "OOF, AutoReply"},
                ],
            }},
        })
    );
}

#[tokio::test]
async fn mail_without_html_goes_as_text() {
    let (sender, asked) = answering(200, None, r#"{"MessageId": "0102"}"#);
    sender.send("marek@example.com", &mail(""), &[]).await.unwrap();
    let body: Value = serde_json::from_slice(asked.expect_request().body().bytes().unwrap()).unwrap();
    assert_eq!(body["Content"]["Simple"]["Body"], json!({"Text": {"Data": "Bonjour", "Charset": "UTF-8"}}));
}

#[tokio::test]
async fn refusals_for_good_are_told_from_those_that_pass() {
    for (status, code, for_good) in [
        (400, "MessageRejected", true),
        (400, "BadRequestException", true),
        (400, "MailFromDomainNotVerifiedException", true),
        (400, "AccountSuspendedException", true),
        (404, "NotFoundException", true),
        (429, "TooManyRequestsException", false),
        (400, "LimitExceededException", false),
        (400, "SendingPausedException", false),
        (400, "ThrottlingException", false),
        (403, "ExpiredTokenException", false),
        (500, "InternalFailure", false),
    ] {
        let (sender, _asked) = answering(status, Some(code), "{}");
        let refusal = sender.send("marek@example.com", &mail("<p>"), &[]).await;
        let code = code.to_owned();
        let meaning = if for_good { SendError::Refused { code } } else { SendError::TryAgain { code } };
        assert_eq!(refusal, Err(meaning));
    }
}

#[tokio::test]
async fn failures_on_the_way_are_tried_again() {
    let (nameless, _asked) = answering(503, None, "");
    let (garbled, _also_asked) = answering(200, None, "<html>");
    for sender in [nameless, garbled, sender(StaticReplayClient::new(Vec::new()))] {
        let failure = sender.send("marek@example.com", &mail("<p>"), &[]).await;
        assert!(matches!(failure, Err(SendError::TryAgain { .. })), "{failure:?}");
    }
}

#[test]
fn tags_come_back_as_they_were() {
    for value in ["chez.nadia", "a_b-c", "", "018f2c", "ä €"] {
        let tag = encode_tag(value);
        assert!(tag.bytes().all(|b| b.is_ascii_alphanumeric() || b == b'-' || b == b'_'), "{tag}");
        assert_eq!(decode_tag(&tag).as_deref(), Some(value));
    }
    for foreign in ["a_", "a_z", "a_zz", "a_é1", "_ff", "_+1"] {
        assert_eq!(decode_tag(foreign), None, "{foreign}");
    }
}
