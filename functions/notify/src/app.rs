use lambda_runtime::Error;
use staffroom_app::{Clock, Invocation};
use staffroom_aws::Metrics;
use staffroom_domain::LinkKeys;
use staffroom_mail::Sender;
use staffroom_table::Table;
use tokio::sync::Mutex;

/// The state of the function, created once per cold start.
pub struct App {
    /// The table of all stores.
    pub table: Table,
    /// The sender of mails.
    pub sender: Sender,
    /// The keys that links are signed with.
    pub keys: LinkKeys,
    /// The platform's name, through which stores write; may be empty.
    pub brand: String,
    /// The clock.
    pub clock: Clock,
    /// The address of the join and team pages, without a slash at the end.
    pub public_url: String,
    /// Who is told that a webhook was disabled; `None`: nobody.
    pub platform_contact: Option<String>,
    /// The sink of metrics.
    pub metrics: Metrics,
    /// Held while it is decided how a person is told of an answer to an invitation.
    pub answers: Mutex<()>,
}

impl App {
    /// Reads the environment variables that Lambda and the template set.
    ///
    /// # Errors
    /// Names the variable that is missing or wrong.
    pub async fn from_env() -> Result<Self, Error> {
        let lookup = |name: &str| std::env::var(name).ok();
        let need = |name: &str| lookup(name).ok_or_else(|| format!("{name} is not set"));
        let ses = staffroom_aws::Connection::from_lookup("SESV2", lookup)?;
        let (table, keys) =
            tokio::join!(Table::from_lookup(lookup), staffroom_aws::secret("LINK_KEYS", lookup));
        Ok(Self {
            table: table?,
            sender: Sender::new(
                move || staffroom_aws::ses(&ses),
                need("MAIL_FROM")?,
                lookup("CONFIGURATION_SET").filter(|set| !set.is_empty()),
            ),
            brand: lookup("MAIL_FROM_NAME").unwrap_or_default(),
            keys: LinkKeys::parse(&keys?).ok_or("LINK_KEYS has no valid keys")?,
            clock: std::sync::Arc::new(chrono::Utc::now),
            public_url: need("PUBLIC_URL")?.trim_end_matches('/').to_owned(),
            platform_contact: lookup("PLATFORM_CONTACT").filter(|contact| !contact.is_empty()),
            metrics: Metrics::from_lookup(lookup),
            answers: Mutex::default(),
        })
    }

    pub(crate) fn invocation(&self) -> Invocation {
        Invocation::unattended(&self.clock)
    }
}
