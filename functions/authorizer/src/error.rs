use thiserror::Error;

/// Why an invocation has no answer. The gateway lets nobody through.
#[derive(Debug, Error)]
pub enum AuthorizerError {
    /// API Gateway answers 401 to exactly this text, for a REST API.
    ///
    /// Source: API Gateway Developer Guide, "Use API Gateway Lambda authorizers", the example of a `TOKEN` authorizer.
    #[error("Unauthorized")]
    Unauthorized,
    /// The decision cannot be made now.
    #[error("the decision cannot be made now")]
    Unavailable,
}
