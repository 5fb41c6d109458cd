use std::error::Error as StdError;
use std::sync::{Arc, LazyLock};

use aws_sdk_sesv2::Client;
use aws_sdk_sesv2::error::{BuildError, ProvideErrorMetadata, SdkError};
use aws_sdk_sesv2::types::{Body, Content, Destination, EmailContent, Message, MessageHeader, MessageTag};
use thiserror::Error;

use crate::RenderedMail;
use crate::display_name::mailbox;
use crate::tag::encode_tag;

/// Headers that prevent automatic replies.
const HEADERS: [(&str, &str); 2] =
    [("Auto-Submitted", "auto-generated"), ("X-Auto-Response-Suppress", "OOF, AutoReply")];

/// Errors of SES about the mail or its recipient, which no retry changes. All other errors are about the
/// account, its identities or its settings: the mail is retried, because the operator can correct them.
const ABOUT_THE_MAIL: [&str; 2] = ["BadRequestException", "MessageRejected"];

/// How SES says in the message of an error that an identity of the account is at fault. Source: SES Developer
/// Guide, "Amazon SES API error codes": "Email address is not verified".
const NOT_VERIFIED: &str = "not verified";

type MakeClient = Box<dyn FnOnce() -> Client + Send>;

/// Sends mails through SES.
#[derive(Debug, Clone)]
pub struct Sender {
    /// Made with the first mail: making it takes a tenth of a function's start time.
    client: Arc<LazyLock<Client, MakeClient>>,
    from: String,
    configuration_set: Option<String>,
}

/// Whom a mail goes to, and what its headers say.
#[derive(Debug, Clone, Copy)]
pub struct Envelope<'a> {
    /// The recipient's address.
    pub to: &'a str,
    /// The address that answers go to; `None`: to the sender.
    pub reply_to: Option<&'a str>,
    /// The URL at which one POST, without a sign-in, stops this kind of mail (RFC 8058).
    pub unsubscribe_url: Option<&'a str>,
}

/// Why a mail was not sent.
#[derive(Debug, Error)]
pub enum SendError {
    /// SES refuses the mail permanently: do not retry.
    #[error("SES refuses the mail permanently: {code}")]
    Refused {
        /// The error code of SES.
        code: String,
    },
    /// SES is throttling, paused, failing or cannot be reached: retry later.
    #[error("SES does not accept the mail at the moment, retry later: {code}")]
    TryAgain {
        /// The error code of SES, or what failed before there was an answer of SES.
        code: String,
        /// The error of the SDK call.
        #[source]
        source: Box<dyn StdError + Send + Sync>,
    },
}

impl Sender {
    /// A sender for mails from the address `from`. A configuration set is needed to get reports
    /// about deliveries and bounces. `make_client` is called once, with the first mail.
    #[must_use]
    pub fn new(
        make_client: impl FnOnce() -> Client + Send + 'static,
        from: impl Into<String>,
        configuration_set: Option<String>,
    ) -> Self {
        let make_client: MakeClient = Box::new(make_client);
        Self { client: Arc::new(LazyLock::new(make_client)), from: from.into(), configuration_set }
    }

    /// Sends `mail` to the address of `envelope` and returns the message id of SES. SES repeats the `tags` in its reports, with their
    /// values as encoded by [`encode_tag`].
    ///
    /// # Errors
    /// If SES does not accept the mail. The variant of [`SendError`] says whether to retry.
    pub async fn send(
        &self,
        envelope: Envelope<'_>,
        mail: &RenderedMail,
        tags: &[(&str, &str)],
    ) -> Result<String, SendError> {
        let invalid = |error: BuildError| SendError::Refused { code: error.to_string() };
        let mut body = Body::builder().text(utf8(&mail.text).map_err(invalid)?);
        if !mail.html.is_empty() {
            body = body.html(utf8(&mail.html).map_err(invalid)?);
        }
        let mut message =
            Message::builder().subject(utf8(&mail.subject).map_err(invalid)?).body(body.build());
        let unsubscribe = envelope.unsubscribe_url.map(|url| format!("<{url}>"));
        let unsubscribe = unsubscribe.iter().flat_map(|url| {
            [("List-Unsubscribe", url.as_str()), ("List-Unsubscribe-Post", "List-Unsubscribe=One-Click")]
        });
        for (name, value) in HEADERS.into_iter().chain(unsubscribe) {
            let header = MessageHeader::builder().name(name).value(value).build().map_err(invalid)?;
            message = message.headers(header);
        }
        let mut request = self
            .client
            .send_email()
            .from_email_address(mailbox(&mail.from_name, &self.from))
            .set_reply_to_addresses(envelope.reply_to.map(|address| vec![address.to_owned()]))
            .set_configuration_set_name(self.configuration_set.clone())
            .destination(Destination::builder().to_addresses(envelope.to).build())
            .content(EmailContent::builder().simple(message.build()).build());
        for (name, value) in tags {
            let tag = MessageTag::builder().name(*name).value(encode_tag(value)).build().map_err(invalid)?;
            request = request.email_tags(tag);
        }
        let sent = request.send().await.map_err(classify)?;
        Ok(sent.message_id.unwrap_or_default())
    }
}

fn utf8(text: &str) -> Result<Content, BuildError> {
    Content::builder().data(text).charset("UTF-8").build()
}

fn classify<E, R>(error: SdkError<E, R>) -> SendError
where
    E: ProvideErrorMetadata + StdError + Send + Sync + 'static,
    R: std::fmt::Debug + Send + Sync + 'static,
{
    let code = match &error {
        SdkError::ServiceError(response) => response.err().code().unwrap_or("unknown"),
        SdkError::TimeoutError(_) => "timeout",
        SdkError::DispatchFailure(_) => "connection",
        SdkError::ResponseError(_) => "response",
        _ => "request",
    };
    let code = code.to_owned();
    let message = error.as_service_error().and_then(ProvideErrorMetadata::message).unwrap_or_default();
    if ABOUT_THE_MAIL.contains(&code.as_str()) && !message.contains(NOT_VERIFIED) {
        SendError::Refused { code }
    } else {
        SendError::TryAgain { code, source: Box::new(error) }
    }
}
