use crate::clients::secrets;
use crate::connection::Connection;
use crate::error::ConfigError;

/// Returns a secret text: the value of the variable `name`, or of the secret in Secrets Manager whose name or ARN is in
/// the variable `<name>_SECRET`.
///
/// # Errors
/// If neither variable is set, or Secrets Manager does not return the secret.
pub async fn secret(name: &str, lookup: impl Fn(&str) -> Option<String>) -> Result<String, ConfigError> {
    if let Some(value) = lookup(name) {
        return Ok(value);
    }
    let id = lookup(&format!("{name}_SECRET")).ok_or_else(|| ConfigError::MissingSecret(name.to_owned()))?;
    let client = secrets(&Connection::from_lookup("SECRETS_MANAGER", lookup)?);
    match client.get_secret_value().secret_id(&id).send().await {
        Ok(response) => response.secret_string.ok_or(ConfigError::BinarySecret(id)),
        Err(error) => Err(ConfigError::UnreadableSecret { id, source: Box::new(error) }),
    }
}
