use std::sync::{Arc, LazyLock};

use aws_sdk_sesv2::Client;
use aws_sdk_sesv2::error::{BuildError, ProvideErrorMetadata, SdkError};
use aws_sdk_sesv2::types::{Body, Content, Destination, EmailContent, Message, MessageHeader, MessageTag};
use thiserror::Error;

use crate::Rendered;
use crate::tag::encode_tag;

/// Tell other mail programs that no person wrote this, so that none answers it with "I am on holiday".
const HEADERS: [(&str, &str); 2] =
    [("Auto-Submitted", "auto-generated"), ("X-Auto-Response-Suppress", "OOF, AutoReply")];

/// What SES will not do however often it is asked: the mail, its sender or its settings are at fault.
const FOR_GOOD: [&str; 5] = [
    "AccountSuspendedException",
    "BadRequestException",
    "MailFromDomainNotVerifiedException",
    "MessageRejected",
    "NotFoundException",
];

type MakeClient = Box<dyn FnOnce() -> Client + Send>;

/// Sends mails through SES.
#[derive(Debug, Clone)]
pub struct Sender {
    /// Made for the first mail: it costs a start a tenth, and nobody waits for a mail as they do for an answer.
    client: Arc<LazyLock<Client, MakeClient>>,
    from: String,
    configuration_set: Option<String>,
}

/// Why a mail was not sent, named by the code that SES gave.
#[derive(Debug, Clone, PartialEq, Eq, Error)]
pub enum SendError {
    /// Asking again will not help.
    #[error("the mail service refused the mail for good: {code}")]
    Refused {
        /// SES's name for it.
        code: String,
    },
    /// Throttled, paused, failing or out of reach.
    #[error("the mail service cannot take the mail now: {code}")]
    TryAgain {
        /// SES's name for it, or what failed on the way there.
        code: String,
    },
}

impl Sender {
    /// A sender that writes as `from` (`address` or `Name <address>`), under a configuration set where one
    /// is to report deliveries and bounces. The client is made once, when it is needed.
    #[must_use]
    pub fn new(
        client: impl FnOnce() -> Client + Send + 'static,
        from: impl Into<String>,
        configuration_set: Option<String>,
    ) -> Self {
        let client: MakeClient = Box::new(client);
        Self { client: Arc::new(LazyLock::new(client)), from: from.into(), configuration_set }
    }

    /// Sends `mail` to one address and answers SES's message id. `tags` come back with SES's reports, their
    /// values as [`encode_tag`] writes them.
    ///
    /// # Errors
    /// [`SendError`] says whether to try again.
    pub async fn send(&self, to: &str, mail: &Rendered, tags: &[(&str, &str)]) -> Result<String, SendError> {
        let unfit = |error: BuildError| SendError::Refused { code: error.to_string() };
        let mut body = Body::builder().text(utf8(&mail.text).map_err(unfit)?);
        if !mail.html.is_empty() {
            body = body.html(utf8(&mail.html).map_err(unfit)?);
        }
        let mut message = Message::builder().subject(utf8(&mail.subject).map_err(unfit)?).body(body.build());
        for (name, value) in HEADERS {
            message =
                message.headers(MessageHeader::builder().name(name).value(value).build().map_err(unfit)?);
        }
        let mut request = self
            .client
            .send_email()
            .from_email_address(&self.from)
            .set_configuration_set_name(self.configuration_set.clone())
            .destination(Destination::builder().to_addresses(to).build())
            .content(EmailContent::builder().simple(message.build()).build());
        for (name, value) in tags {
            let tag = MessageTag::builder().name(*name).value(encode_tag(value)).build().map_err(unfit)?;
            request = request.email_tags(tag);
        }
        let sent = request.send().await.map_err(|error| classify(&error))?;
        Ok(sent.message_id.unwrap_or_default())
    }
}

fn utf8(text: &str) -> Result<Content, BuildError> {
    Content::builder().data(text).charset("UTF-8").build()
}

fn classify<E: ProvideErrorMetadata, R>(error: &SdkError<E, R>) -> SendError {
    let code = match error {
        SdkError::ServiceError(refusal) => refusal.err().code().unwrap_or("unknown"),
        SdkError::TimeoutError(_) => "timeout",
        SdkError::DispatchFailure(_) => "connection",
        SdkError::ResponseError(_) => "response",
        _ => "request",
    };
    let code = code.to_owned();
    if FOR_GOOD.contains(&code.as_str()) { SendError::Refused { code } } else { SendError::TryAgain { code } }
}
