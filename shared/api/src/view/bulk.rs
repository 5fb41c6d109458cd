use serde::Serialize;

use super::{InvitationView, MemberView};
use crate::problem::{Problem, ProblemView};

/// The results of a bulk call.
#[derive(Serialize)]
#[cfg_attr(feature = "describe", derive(schemars::JsonSchema), schemars(rename = "BulkResults"))]
pub struct BulkResultsView<'a> {
    /// One result per entry, in the order of the entries.
    #[cfg_attr(feature = "describe", schemars(length(min = 1, max = staffroom_domain::bounds::BULK_INVITATIONS)))]
    pub results: Vec<BulkResultView<'a>>,
}

/// The result of one entry.
#[derive(Serialize)]
#[cfg_attr(feature = "describe", derive(schemars::JsonSchema), schemars(rename = "BulkResult"))]
#[serde(untagged)]
pub enum BulkResultView<'a> {
    /// The entry was invited.
    Invited(BulkInvited<'a>),
    /// The entry was refused.
    Refused(BulkRefused<'a>),
}

/// An entry that was invited.
#[derive(Serialize)]
#[cfg_attr(feature = "describe", derive(schemars::JsonSchema), schemars(rename = "BulkInvited"))]
pub struct BulkInvited<'a> {
    #[cfg_attr(feature = "describe", schemars(with = "BulkEmail"))]
    email: Option<&'a str>,
    #[cfg_attr(feature = "describe", schemars(extend("enum" = [201])))]
    status: u16,
    invitation: InvitationView<'a>,
}

/// An entry that was refused.
#[derive(Serialize)]
#[cfg_attr(feature = "describe", derive(schemars::JsonSchema), schemars(rename = "BulkRefused"))]
pub struct BulkRefused<'a> {
    #[cfg_attr(feature = "describe", schemars(with = "BulkEmail"))]
    email: Option<&'a str>,
    /// The status of the problem.
    #[cfg_attr(feature = "describe", schemars(range(min = 400, max = 599)))]
    status: u16,
    problem: ProblemView,
}

impl<'a> BulkResultView<'a> {
    /// The entry with this text as its address was invited.
    #[must_use]
    pub fn invited(email: Option<&'a str>, invitation: InvitationView<'a>) -> Self {
        Self::Invited(BulkInvited { email, status: 201, invitation })
    }

    /// The entry with this text as its address was refused.
    #[must_use]
    pub fn refused(email: Option<&'a str>, problem: &Problem) -> Self {
        Self::Refused(BulkRefused { email, status: problem.status(), problem: problem.view(None) })
    }
}

/// The results of a bulk call for members.
#[derive(Serialize)]
#[cfg_attr(feature = "describe", derive(schemars::JsonSchema), schemars(rename = "BulkMemberResults"))]
pub struct MemberResultsView<'a> {
    /// One result per entry, in the order of the entries.
    #[cfg_attr(feature = "describe", schemars(length(min = 1, max = staffroom_domain::bounds::BULK_MEMBERS)))]
    pub results: Vec<MemberResultView<'a>>,
}

/// The result of one entry.
#[derive(Serialize)]
#[cfg_attr(feature = "describe", derive(schemars::JsonSchema), schemars(rename = "BulkMemberResult"))]
#[serde(untagged)]
pub enum MemberResultView<'a> {
    /// The person is a member.
    Put(BulkMemberPut<'a>),
    /// The entry was refused.
    Refused(BulkMemberRefused<'a>),
}

/// An entry whose person is a member.
#[derive(Serialize)]
#[cfg_attr(feature = "describe", derive(schemars::JsonSchema), schemars(rename = "BulkMemberPut"))]
pub struct BulkMemberPut<'a> {
    #[cfg_attr(feature = "describe", schemars(with = "BulkUserId"))]
    user_id: Option<&'a str>,
    /// 201: the person was no member; 200: the person was one.
    #[cfg_attr(feature = "describe", schemars(extend("enum" = [200, 201])))]
    status: u16,
    member: MemberView<'a>,
}

/// An entry that was refused.
#[derive(Serialize)]
#[cfg_attr(feature = "describe", derive(schemars::JsonSchema), schemars(rename = "BulkMemberRefused"))]
pub struct BulkMemberRefused<'a> {
    #[cfg_attr(feature = "describe", schemars(with = "BulkUserId"))]
    user_id: Option<&'a str>,
    /// The status of the problem.
    #[cfg_attr(feature = "describe", schemars(range(min = 400, max = 599)))]
    status: u16,
    problem: ProblemView,
}

impl<'a> MemberResultView<'a> {
    /// The entry with this text as its user id was put, with this status.
    #[must_use]
    pub fn put(user_id: Option<&'a str>, status: u16, member: MemberView<'a>) -> Self {
        Self::Put(BulkMemberPut { user_id, status, member })
    }

    /// The entry with this text as its user id was refused.
    #[must_use]
    pub fn refused(user_id: Option<&'a str>, problem: &Problem) -> Self {
        Self::Refused(BulkMemberRefused { user_id, status: problem.status(), problem: problem.view(None) })
    }
}

/// The text that was sent as the user id of an entry.
#[cfg(feature = "describe")]
pub(crate) struct BulkUserId;

/// The text that was sent as the address of an entry.
#[cfg(feature = "describe")]
pub(crate) struct BulkEmail;

#[cfg(feature = "describe")]
staffroom_domain::described! {
    /// The text that was sent, even if it is not an address; no more than its first 254 characters. Null if it was not a
    /// text
    BulkEmail as "BulkEmail": schemars::json_schema!({
        "type": ["string", "null"],
        "maxLength": staffroom_domain::bounds::EMAIL_BYTES,
    });
    /// The text that was sent, even if it is no user ID; no more than its first 255 characters. Null if it was not a text
    BulkUserId as "BulkUserId": schemars::json_schema!({
        "type": ["string", "null"],
        "maxLength": staffroom_domain::bounds::USER_ID_BYTES,
    });
}
