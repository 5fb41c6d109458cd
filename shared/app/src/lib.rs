//! The use cases of Staffroom: one module each, with a command, what it reads, a pure decision, and a plan of writes.
//!
//! [`execute`] carries a use case out on a [`Database`]. `shared/table` is that database in DynamoDB.

mod accept_invitation;
mod access_subject;
mod addressee;
mod announce;
mod answerable;
mod begin_mail;
#[cfg(any(test, feature = "builders"))]
pub mod builders;
mod change_invitation;
mod change_member;
mod change_profile;
mod change_role;
mod change_store;
mod check_access;
mod close_store;
mod context;
mod copy_link;
mod create_role;
mod database;
mod dealt;
mod decline_invitation;
mod delete_activity;
mod delete_role;
mod delivery;
mod due;
mod empty_store;
mod error;
mod evaluate_access;
pub mod event_table;
mod events_by;
mod execute;
#[cfg(test)]
mod expect;
mod expire_invitation;
mod held_stores;
mod history;
mod idempotency;
mod invitation_batch;
mod invitation_due;
mod invitation_list;
mod invite_member;
mod invite_members;
mod key;
mod lease;
mod list_entries;
mod listing;
pub mod lists;
mod look_up_invitation;
mod member_list;
pub mod notice;
mod opt_out;
mod opt_out_of_invitations;
mod person;
mod plan;
mod precondition;
mod publishing;
mod put_activity;
mod put_member;
mod put_members;
mod put_store;
mod quota;
mod read;
mod record;
mod record_mail_problem;
mod record_undelivered;
mod remove_member;
mod renew_invitation;
mod replace_invitation;
mod replaced_roles;
mod resend_invitation;
mod review;
mod revoke_invitation;
mod rewrite_invitation;
mod role_list;
mod role_use;
mod role_users;
#[cfg(test)]
mod scripted;
mod search_access;
mod search_actions;
mod send_digest;
mod set_mail_preference;
mod steps;
mod store_context;
mod tell_of_access_end;
mod tell_of_answer;
mod time_limit;
mod view_invitation;
mod view_member;
mod view_store;
mod webhook;
mod welcome_invitations;

pub use accept_invitation::{AcceptInvitation, Accepted, Joined};
pub use announce::{Announce, Announcement};
pub use answerable::can_be_answered;
pub use begin_mail::{BeginMail, MailBegun};
pub use change_invitation::ChangeInvitation;
pub use change_member::ChangeMember;
pub use change_profile::{
    AddressOutcome, ChangeProfile, ProfileChanged, ProfileChanges, change_profile, change_profile_once,
};
pub use change_role::ChangeRole;
pub use change_store::ChangeStore;
pub use check_access::{Access, AccessDecision, CheckAccess, record_activity};
pub use close_store::CloseStore;
pub use context::{Authority, Caller, Clock, Context, Invocation};
pub use copy_link::CopyLink;
pub use create_role::CreateRole;
pub use database::{CommitOutcome, Database, List, Page};
pub use dealt::Dealt;
pub use decline_invitation::DeclineInvitation;
pub use delete_activity::DeleteActivity;
pub use delete_role::DeleteRole;
pub use delivery::{AfterDelivery, mark_begun, mark_delivered, mark_mailed, record_delivery};
pub use due::{Due, DueEntry, deal_with, due};
pub use error::{Error, Fault};
pub use evaluate_access::{EvaluateAccess, Evaluation, Resource};
pub use events_by::{EventsBy, TimeRange};
pub use execute::{Execution, Outcome, UseCase, execute};
pub use expire_invitation::{ExpireInvitation, Expiry};
pub use held_stores::{HeldStore, HeldStores, Omission, held_stores};
pub use history::{History, list_history};
pub use idempotency::{IdempotencyKey, Idempotent, Reply};
pub use invitation_due::DealWithInvitation;
pub use invitation_list::{InvitationList, InvitationOrder, list_invitations};
pub use invite_member::InviteMember;
pub use invite_members::{InvitationResult, InviteMembers};
pub use key::{
    Counter, DueShard, Holding, IdempotencyScope, Key, PublishingKey, REFERENCE_SHARDS, WebhookKey,
};
pub use list_entries::{
    activity_place, address_place, created_place, entries, joined_place, listed_member, name_place,
};
pub use listing::{ListPlace, Listed, Listing};
pub use look_up_invitation::{LinkOrigin, LookUpInvitation, look_up_invitation};
pub use member_list::{MemberFilter, MemberList, MemberOrder, MemberPage, Searched, ViewTeam, list_members};
pub use opt_out_of_invitations::OptOutOfInvitations;
pub use person::{
    BeginErasure, Erasing, ErasureHint, ErasureRequest, ErasureSought, ErasureStage, ErasureTask, Export,
    ExportPage, ExportPosition, Exported, Ledger, LedgerEntry, MoveHint, MovePerson, Moving, PersonList,
    PersonRequest, RecordKind, RecordPlace, erase, erasure_of, export, find_person, move_in_store,
    move_person_once, seek_erasure,
};
pub use plan::{Condition, Plan, SeatCheck, StoreCondition, StoreEvent, StoreWrite, Write};
pub use precondition::Precondition;
pub use publishing::{NumberedEvent, PublishEvents, published_events};
pub use put_activity::{ActivityPut, PutActivity};
pub use put_member::{MemberIs, PutMember};
pub use put_members::{PutMembers, PutResult};
pub use put_store::{PutStore, StorePut};
pub use quota::Quota;
pub use read::{ReadResult, ReadSet};
pub use record::{
    EventReference, IdempotencyRecord, IdempotencyState, PublishedEvent, PublishingRecord, Record,
    ReplacedRoles, StoredEvent,
};
pub use record_mail_problem::RecordMailProblem;
pub use record_undelivered::RecordUndelivered;
pub use remove_member::RemoveMember;
pub use renew_invitation::RenewInvitation;
pub use replace_invitation::ReplaceInvitation;
pub use resend_invitation::ResendInvitation;
pub use review::{ReviewStore, StoreDealt};
pub use revoke_invitation::RevokeInvitation;
pub use role_list::{ListedRole, RoleList};
pub use role_users::RoleUsers;
pub use search_access::{ResourceKind, SearchFrom, SearchPage, SearchResources, SearchSubjects};
pub use search_actions::SearchActions;
pub use send_digest::SendDigest;
pub use set_mail_preference::SetMailPreference;
pub use store_context::StoreContext;
pub use tell_of_access_end::TellOfAccessEnd;
pub use tell_of_answer::TellOfAnswer;
pub use time_limit::TimeLimit;
pub use view_invitation::ViewInvitation;
pub use view_member::ViewMember;
pub use view_store::{Audience, ViewStore};
pub use webhook::{
    Attempted, BeginAttempt, Begun, ChangeWebhook, CreateWebhook, DeleteWebhook, DeliveryHint, EndAttempt,
    Mailed, MarkNotice, Recorded, Replay, ReplayRequest, ReplayRest, ReplayStep, ReplayWebhook, RotateSecret,
    Target, TestWebhook, ViewWebhook, WebhookNotice, WebhookRecord, continue_replay, deliver_events,
    deliveries, due_deliveries, webhooks,
};
pub use welcome_invitations::WelcomeInvitations;
