use std::collections::BTreeSet;

use serde::Deserialize;
use staffroom_app::PersonRequest;
use staffroom_domain::{EmailAddress, StoreId, UserId, bounds};

use crate::{AtMost, Optional, RequestError, WholeNumber};

/// A person. Either `user_id` or `email`.
#[derive(Deserialize)]
#[cfg_attr(feature = "describe", derive(schemars::JsonSchema), schemars(rename = "PersonRequest"))]
#[serde(deny_unknown_fields)]
pub struct PersonBody {
    /// The person. The addresses that are known of them are included.
    #[serde(default)]
    pub user_id: Optional<UserId>,
    /// An address. The members who have it are included.
    #[serde(default)]
    pub email: Optional<EmailAddress>,
    /// Stores that are looked through beside those that are found: a store that the person left more than 180 days ago, or that
    /// invited them more than 90 days before, is not found by itself.
    #[serde(default)]
    pub stores: AtMost<StoreId, { bounds::NAMED_STORES }>,
}

/// Where a person is moved to.
#[derive(Deserialize)]
#[cfg_attr(feature = "describe", derive(schemars::JsonSchema), schemars(rename = "MoveRequest"))]
#[serde(deny_unknown_fields)]
pub struct MoveBody {
    /// The ID that the person has from now on.
    pub to: UserId,
}

/// A person, and a page of what is kept of them. Either `user_id` or `email`.
#[derive(Deserialize)]
#[cfg_attr(feature = "describe", derive(schemars::JsonSchema), schemars(rename = "ExportRequest"))]
#[serde(deny_unknown_fields)]
pub struct ExportBody {
    /// The person. The addresses that are known of them are included.
    #[serde(default)]
    pub user_id: Optional<UserId>,
    /// An address. The members who have it are included.
    #[serde(default)]
    pub email: Optional<EmailAddress>,
    /// Stores that are looked through beside those that are found: a store that the person left more than 180 days ago, or that
    /// invited them more than 90 days before, is not found by itself.
    #[serde(default)]
    pub stores: AtMost<StoreId, { bounds::NAMED_STORES }>,
    /// The `next_cursor` of the page before, for the same person.
    #[serde(default)]
    #[cfg_attr(feature = "describe", schemars(with = "Option<String>", length(max = 2000)))]
    pub cursor: Option<String>,
    /// The largest number of items; 100 without it.
    #[serde(default)]
    #[cfg_attr(feature = "describe", schemars(with = "u32", range(min = 1, max = bounds::PAGE_ENTRIES)))]
    pub limit: Optional<WholeNumber>,
}

/// Whom a body names.
fn person(user: Option<UserId>, email: Option<EmailAddress>) -> Result<PersonRequest, RequestError> {
    match (user, email) {
        (Some(user), None) => Ok(PersonRequest::User(user)),
        (None, Some(email)) => Ok(PersonRequest::Address(email)),
        (None, None) => Err(RequestError::invalid("", "must have user_id or email")),
        (Some(_), Some(_)) => Err(RequestError::invalid("/email", "cannot be combined with user_id")),
    }
}

impl PersonBody {
    /// Whom it names, and the stores.
    ///
    /// # Errors
    /// If it names nobody, or in two ways.
    pub fn read(self) -> Result<(PersonRequest, BTreeSet<StoreId>), RequestError> {
        Ok((person(self.user_id.0, self.email.0)?, self.stores.0.into_iter().collect()))
    }
}

impl ExportBody {
    /// Whom it names, and the stores.
    ///
    /// # Errors
    /// If it names nobody, or in two ways.
    pub fn read(&self) -> Result<(PersonRequest, BTreeSet<StoreId>), RequestError> {
        let person = person(self.user_id.0.clone(), self.email.0.clone())?;
        Ok((person, self.stores.0.iter().cloned().collect()))
    }

    /// The largest number of items.
    ///
    /// # Errors
    /// If it is not from 1 to 100.
    pub fn limit(&self) -> Result<usize, RequestError> {
        let number = |WholeNumber(number)| usize::try_from(number).unwrap_or_default();
        let limit = self.limit.0.map_or(bounds::PAGE_ENTRIES, number);
        if (1..=bounds::PAGE_ENTRIES).contains(&limit) {
            Ok(limit)
        } else {
            Err(RequestError::invalid("/limit", "must be a number from 1 to 100"))
        }
    }
}
