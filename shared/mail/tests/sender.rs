//! The requests to SES, and the meaning of its responses.
#![cfg(feature = "ses")]
#![expect(clippy::unwrap_used, reason = "a panic fails the test and says where")]

use std::error::Error as _;

use aws_sdk_sesv2::Client;
use aws_sdk_sesv2::config::retry::RetryConfig;
use aws_sdk_sesv2::config::{BehaviorVersion, Config, Region};
use aws_smithy_http_client::test_util::{CaptureRequestReceiver, StaticReplayClient, capture_request};
use aws_smithy_runtime_api::client::http::HttpClient;
use aws_smithy_runtime_api::http::{Response, StatusCode};
use aws_smithy_types::body::SdkBody;
use serde_json::{Value, json};
use staffroom_mail::{Envelope, RenderedMail, SendError, Sender, decode_tag, encode_tag};

fn sender(http: impl HttpClient + 'static) -> Sender {
    let config = Config::builder()
        .behavior_version(BehaviorVersion::latest())
        .region(Region::from_static("eu-west-1"))
        .allow_no_auth()
        .retry_config(RetryConfig::disabled())
        .http_client(http)
        .build();
    Sender::new(|| Client::from_conf(config), "team@shop.example", Some("staffroom".to_owned()))
}

/// A sender whose SES gives one response, and the request that it gets.
fn sender_with_response(
    status: u16,
    error: Option<&'static str>,
    body: &'static str,
) -> (Sender, CaptureRequestReceiver) {
    let mut response = Response::new(StatusCode::try_from(status).unwrap(), SdkBody::from(body));
    if let Some(code) = error {
        response.headers_mut().insert("x-amzn-errortype", code);
    }
    let (http, request) = capture_request(Some(response.try_into_http1x().unwrap()));
    (sender(http), request)
}

const ENVELOPE: Envelope<'static> = Envelope {
    to: "marek@example.com",
    reply_to: Some("nadia@example.com"),
    unsubscribe_url: Some("https://shop.example/unsubscribe/x"),
};

fn mail(html: &str) -> RenderedMail {
    RenderedMail {
        from_name: "Nadia via Staffroom".to_owned(),
        subject: "Bienvenue à bord".to_owned(),
        html: html.to_owned(),
        text: "Bonjour".to_owned(),
    }
}

#[tokio::test]
async fn the_request_has_one_recipient_both_bodies_headers_and_tags() {
    let (sender, request) = sender_with_response(200, None, r#"{"MessageId": "0102"}"#);
    let tags = [("store", "chez.nadia"), ("invitation", "018f-2c")];
    assert_eq!(sender.send(ENVELOPE, &mail("<p>Bonjour"), &tags).await.unwrap(), "0102");

    let request = request.expect_request();
    assert_eq!(request.uri().split_once("amazonaws.com").unwrap().1, "/v2/email/outbound-emails");
    let body: Value = serde_json::from_slice(request.body().bytes().unwrap()).unwrap();
    let utf8 = |data: &str| json!({"Data": data, "Charset": "UTF-8"});
    assert_eq!(
        body,
        json!({
            "FromEmailAddress": "\"Nadia via Staffroom\" <team@shop.example>",
            "ReplyToAddresses": ["nadia@example.com"],
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
                    {"Name": "List-Unsubscribe", "Value": "<https://shop.example/unsubscribe/x>"},
                    {"Name": "List-Unsubscribe-Post", "Value": "List-Unsubscribe=One-Click"},
                ],
            }},
        })
    );
}

#[tokio::test]
async fn a_mail_without_html_has_a_text_body_only() {
    let (sender, request) = sender_with_response(200, None, r#"{"MessageId": "0102"}"#);
    sender.send(ENVELOPE, &mail(""), &[]).await.unwrap();
    let body: Value = serde_json::from_slice(request.expect_request().body().bytes().unwrap()).unwrap();
    assert_eq!(body["Content"]["Simple"]["Body"], json!({"Text": {"Data": "Bonjour", "Charset": "UTF-8"}}));
}

#[tokio::test]
async fn permanent_and_temporary_errors_are_distinguished() {
    for (status, code, permanent) in [
        (400, "MessageRejected", true),
        (400, "BadRequestException", true),
        (400, "MailFromDomainNotVerifiedException", false),
        (400, "AccountSuspendedException", false),
        (404, "NotFoundException", false),
        (429, "TooManyRequestsException", false),
        (400, "LimitExceededException", false),
        (400, "SendingPausedException", false),
        (400, "ThrottlingException", false),
        (403, "ExpiredTokenException", false),
        (500, "InternalFailure", false),
    ] {
        let (sender, _request) = sender_with_response(status, Some(code), "{}");
        match sender.send(ENVELOPE, &mail("<p>"), &[]).await.unwrap_err() {
            SendError::Refused { code: found } => assert!(permanent && found == code, "{code}: {found}"),
            SendError::TryAgain { code: found, .. } => {
                assert!(!permanent && found == code, "{code}: {found}");
            }
        }
    }
}

#[tokio::test]
async fn an_identity_that_is_not_verified_is_the_accounts_fault() {
    let message = r#"{"message": "Email address is not verified. The following identities failed: noreply@shop.example"}"#;
    let (sender, _request) = sender_with_response(400, Some("MessageRejected"), message);
    let error = sender.send(ENVELOPE, &mail("<p>"), &[]).await.unwrap_err();
    assert!(matches!(error, SendError::TryAgain { .. }), "{error:?}");
}

#[tokio::test]
async fn without_a_valid_response_the_error_is_temporary_and_keeps_its_cause() {
    let (without_code, _request) = sender_with_response(503, None, "");
    let (not_json, _second_request) = sender_with_response(200, None, "<html>");
    for sender in [without_code, not_json, sender(StaticReplayClient::new(Vec::new()))] {
        let error = sender.send(ENVELOPE, &mail("<p>"), &[]).await.unwrap_err();
        assert!(matches!(error, SendError::TryAgain { .. }), "{error:?}");
        assert!(error.source().is_some(), "{error:?}");
    }
}

#[test]
fn decoding_reverses_encoding_and_refuses_other_texts() {
    for value in ["chez.nadia", "a_b-c", "", "018f2c", "ä €"] {
        let tag = encode_tag(value);
        assert!(tag.bytes().all(|b| b.is_ascii_alphanumeric() || b == b'-' || b == b'_'), "{tag}");
        assert_eq!(decode_tag(&tag).as_deref(), Some(value));
    }
    for invalid in ["a_", "a_z", "a_zz", "a_é1", "_ff", "_+1"] {
        assert_eq!(decode_tag(invalid), None, "{invalid}");
    }
}
