//! The decision: the token, the store and the permission of a request, then the same use case as that of `access`.

use staffroom_api::caller_of_token;
use staffroom_app::{Access, Caller, CheckAccess, Error, Invocation, execute};
use staffroom_domain::{PermissionSet, StoreId, UserId, bounds};
use staffroom_jwt::{Claims, TokenError, VerifyError, bearer};

use crate::app::App;
use crate::event::Request;
use crate::settings::StoreSource;

/// A person who may do what the route needs.
#[derive(Debug)]
pub(crate) struct Allowed {
    /// The person.
    pub(crate) user: UserId,
    /// The store that the decision is about. The service must work on this one.
    pub(crate) store: StoreId,
    /// Everything that the person may do there.
    pub(crate) held: PermissionSet,
}

/// Why a request is refused.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Denial {
    /// The request has no token, or one that is longer than any gateway takes.
    NoToken,
    /// The token is not accepted.
    Token(TokenError),
    /// The token has no user, or is that of the platform, which is no person.
    NoUser,
    /// The request names no store where the settings say.
    NoStore,
    /// The settings have no permission for the route.
    NoPermissionForRoute,
    /// The person does not belong to the store, or there is no such store.
    NoPart,
    /// The platform closed the store.
    StoreClosed,
    /// The person's access ended.
    AccessEnded,
    /// A manager has suspended the person.
    Suspended,
    /// The person belongs to the store, but lacks the permission.
    PermissionMissing,
    /// The keys of the issuer, or the table, cannot be read now.
    Unavailable,
}

impl Denial {
    /// The reason, for the context of the gateway and for the log: a word that needs no quoting, without claims.
    pub(crate) fn reason(self) -> &'static str {
        match self {
            Self::NoToken => "no_token",
            Self::Token(error) => match error {
                TokenError::Malformed => "token_malformed",
                TokenError::UnknownKey => "token_key_unknown",
                TokenError::Signature => "token_signature_invalid",
                TokenError::Issuer => "token_issuer_invalid",
                TokenError::Audience => "token_audience_invalid",
                TokenError::Purpose => "token_for_another_purpose",
                TokenError::Expired => "token_expired",
                TokenError::NotYetValid => "token_not_yet_valid",
            },
            Self::NoUser => "no_user",
            Self::NoStore => "no_store",
            Self::NoPermissionForRoute => "no_permission_for_route",
            Self::NoPart => "no_part",
            Self::StoreClosed => "store_closed",
            Self::AccessEnded => "access_ended",
            Self::Suspended => "suspended",
            Self::PermissionMissing => "permission_missing",
            Self::Unavailable => "unavailable",
        }
    }

    /// Whether another token might help, so that the status is 401.
    pub(crate) fn is_about_the_token(self) -> bool {
        match self {
            Self::NoToken | Self::Token(_) | Self::NoUser => true,
            Self::NoStore
            | Self::NoPermissionForRoute
            | Self::NoPart
            | Self::StoreClosed
            | Self::AccessEnded
            | Self::Suspended
            | Self::PermissionMissing
            | Self::Unavailable => false,
        }
    }
}

/// Decides on a request.
pub(crate) async fn decide(app: &App, request: &Request) -> Result<Allowed, Denial> {
    let claims = verified_claims(app, request).await?;
    let caller = caller_of_token(&claims).ok_or(Denial::NoUser)?;
    let store = store(&app.settings.store, request, &claims).ok_or(Denial::NoStore)?;
    let permission = app.settings.permissions.of(request.route()).ok_or(Denial::NoPermissionForRoute)?;
    check(app, caller, store, permission.as_str().to_owned()).await
}

/// The claims of the request's token.
async fn verified_claims(app: &App, request: &Request) -> Result<Claims, Denial> {
    let token = request.authorization().and_then(bearer).filter(|token| token.len() <= bounds::TOKEN_BYTES);
    let token = token.ok_or(Denial::NoToken)?;
    let now = (app.clock)().timestamp();
    app.issuer.verify(token, &app.settings.audience, now).await.map_err(|error| match error {
        VerifyError::Rejected(error) => Denial::Token(error),
        VerifyError::Unreachable(cause) => {
            tracing::warn!(%cause, "the issuer's keys cannot be fetched");
            Denial::Unavailable
        }
    })
}

/// The store that the request names.
fn store(source: &StoreSource, request: &Request, claims: &Claims) -> Option<StoreId> {
    let text = match source {
        StoreSource::Path(name) => request.path_parameter(name),
        StoreSource::Header(name) => request.header(name),
        StoreSource::Claim(name) => claims.get(name)?.as_str(),
    };
    text?.parse().ok()
}

async fn check(app: &App, caller: Caller, store: StoreId, permission: String) -> Result<Allowed, Denial> {
    let user = caller.user.clone();
    let check = CheckAccess::new(caller, store.clone(), None, vec![permission]);
    // The platform is no person. Nobody asks about others here.
    let check = check.map_err(|_| Denial::NoUser)?.ok_or(Denial::NoUser)?;
    match execute(&app.table, &Invocation::unattended(&app.clock), &check).await {
        Ok(decision) => match decision.access {
            Access::Allowed => Ok(Allowed { user, store, held: decision.held }),
            Access::PermissionMissing => Err(Denial::PermissionMissing),
            Access::Suspended => Err(Denial::Suspended),
            Access::Ended(_) => Err(Denial::AccessEnded),
            Access::NoPart => Err(Denial::NoPart),
            Access::Closed => Err(Denial::StoreClosed),
        },
        Err(Error::Rejected(_)) => Err(Denial::NoPart),
        Err(Error::Faulted(cause)) => {
            tracing::warn!(%cause, "the table cannot be read");
            Err(Denial::Unavailable)
        }
    }
}
