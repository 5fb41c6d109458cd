//! Secrets: shown when they are made, and never again.

use staffroom_api::{Answer, ApiError, Call, SecretView};
use staffroom_app::{Fault, Idempotent, Reply, RotateSecret, UseCase};
use staffroom_domain::{SealedSecret, Webhook};
use staffroom_webhook::{Vault, VaultError};

use crate::app::App;
use crate::path::{scope, webhook_of};

/// Whose the stored answers are that have a secret.
const ANSWERS: &str = "answers";

pub(crate) async fn rotate(app: &App, call: &Call) -> Result<Answer, ApiError> {
    let (caller, webhook) = (call.caller()?.clone(), webhook_of(call)?);
    let secret = Vault::new_secret().map_err(fault)?;
    let sealed = app.vault.seal(&webhook.to_string(), &secret).map_err(fault)?;
    let rotate =
        RotateSecret { caller, webhook, required: call.precondition()?, secret: SealedSecret::new(sealed) };
    let show = |webhook: &Webhook| Answer::ok(&SecretView { secret: &secret }).version(webhook.version);
    execute(app, call, &rotate, show).await
}

/// Executes a use case once per idempotency key. Its answer has a secret, so it is stored encrypted.
pub(crate) async fn execute<U: UseCase<Answer = Webhook>>(
    app: &App,
    call: &Call,
    use_case: &U,
    show: impl Fn(&Webhook) -> Answer,
) -> Result<Answer, ApiError> {
    let key = call.idempotency_key(scope(call)?)?;
    let write = |webhook: &Webhook| {
        let text = serde_json::to_string(&show(webhook)).ok()?;
        app.vault.seal(ANSWERS, &text).ok()
    };
    let use_case = Idempotent { use_case, key: key.as_ref(), write };
    match app.api.execute(call, &use_case).await? {
        Reply::Fresh(webhook) => Ok(show(&webhook)),
        Reply::Replayed(sealed) => Answer::stored(&app.vault.open(ANSWERS, &sealed).map_err(fault)?),
    }
}

/// A secret that cannot be made or read is a fault of the deployment.
pub(crate) fn fault(error: VaultError) -> Fault {
    Fault::Corrupt { kind: "secret", source: Box::new(error) }
}
