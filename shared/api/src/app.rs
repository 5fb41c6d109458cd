use std::sync::Arc;

use staffroom_app::{Clock, Database, IdempotencyScope, Idempotent, Reply, UseCase};
use staffroom_aws::{ConfigError, Metric, Metrics};
use staffroom_domain::Rejection;

use crate::answer::Answer;
use crate::bearer::Tokens;
use crate::error::ApiError;
use crate::request::Call;

/// The clock of the machine.
#[must_use]
pub fn system_clock() -> Clock {
    Arc::new(chrono::Utc::now)
}

/// The shared state of a function behind the gateway, created once per cold start.
#[derive(Clone)]
pub struct App<D> {
    /// The database of all stores.
    pub database: D,
    /// The clock.
    pub clock: Clock,
    /// The sink of metrics.
    pub metrics: Metrics,
    pub(crate) tokens: Option<Arc<Tokens>>,
}

/// The outcome of a use case that is executed once per idempotency key.
#[derive(Debug)]
pub struct Executed<A> {
    /// The answer to the request.
    pub answer: Answer,
    /// The outcome of the use case; `None` if the request was executed before, and the answer is the stored
    /// one.
    pub outcome: Option<A>,
}

impl<D> App<D> {
    /// An app that accepts only callers whom the gateway verified.
    #[must_use]
    pub fn new(database: D, clock: Clock, metrics: Metrics) -> Self {
        Self { database, clock, metrics, tokens: None }
    }

    /// Lets the app verify bearer tokens that the gateway did not.
    #[must_use]
    pub fn verifying(mut self, tokens: Tokens) -> Self {
        self.tokens = Some(Arc::new(tokens));
        self
    }

    /// An app with the settings from the environment variables of Lambda and the template.
    ///
    /// # Errors
    /// Names the variable that is missing.
    pub fn from_lookup(database: D, lookup: impl Fn(&str) -> Option<String>) -> Result<Self, ConfigError> {
        let tokens = Tokens::from_lookup(&lookup)?.map(Arc::new);
        Ok(Self { database, clock: system_clock(), metrics: Metrics::from_lookup(lookup), tokens })
    }

    /// Counts an outcome of a call.
    pub fn count(&self, call: &Call, metric: Metric, times: u64) {
        if times > 0 {
            self.metrics.record(call.now.timestamp_millis(), &[(metric, times)]);
        }
    }
}

impl<D: Database> App<D> {
    /// Executes a use case.
    ///
    /// # Errors
    /// The rejection of the use case, or a fault of the database.
    pub async fn execute<U: UseCase>(&self, call: &Call, use_case: &U) -> Result<U::Answer, ApiError> {
        Ok(staffroom_app::execute(&self.database, call.invocation(), use_case).await?)
    }

    /// Executes a use case once per idempotency key, if the request has one. `show` makes the answer, which
    /// is stored in the same transaction and returned again to repetitions.
    ///
    /// # Errors
    /// When the key is malformed, the rejection of the use case, or a fault of the database.
    pub async fn execute_idempotent<U: UseCase>(
        &self,
        call: &Call,
        scope: IdempotencyScope,
        use_case: &U,
        show: impl Fn(&U::Answer) -> Answer,
    ) -> Result<Answer, ApiError> {
        Ok(self.execute_once(call, scope, use_case, |outcome| Ok(show(outcome))).await?.answer)
    }

    /// Like [`Self::execute_idempotent`], for a use case that commits a change although it rejects the
    /// request, and for callers that need the outcome. A rejection is not stored.
    ///
    /// # Errors
    /// When the key is malformed, the rejection of the use case or of `show`, or a fault of the database.
    pub async fn execute_once<U: UseCase>(
        &self,
        call: &Call,
        scope: IdempotencyScope,
        use_case: &U,
        show: impl Fn(&U::Answer) -> Result<Answer, Rejection>,
    ) -> Result<Executed<U::Answer>, ApiError> {
        let key = call.idempotency_key(scope)?;
        let write =
            |outcome: &U::Answer| show(outcome).ok().and_then(|answer| serde_json::to_string(&answer).ok());
        let use_case = Idempotent { use_case, key: key.as_ref(), write };
        match self.execute(call, &use_case).await? {
            Reply::Fresh(outcome) => Ok(Executed { answer: show(&outcome)?, outcome: Some(outcome) }),
            Reply::Replayed(text) => Ok(Executed { answer: Answer::stored(&text)?, outcome: None }),
        }
    }
}
