//! The mails, and the values in them.

use chrono::{DateTime, Utc};
use staffroom_domain::{AccountRule, Locale, TimeZone};

/// Every kind of mail, with its values. Texts may be as people typed them: they are sanitized later. `rights` and similar
/// fields are labels in the recipient's language. It has no `Debug`, because it may contain the link of an invitation.
pub enum Mail<'a> {
    /// To the invited person.
    Invitation {
        /// Why it is sent.
        occasion: Occasion,
        /// The store's name.
        store: &'a str,
        /// The name of the person who invites.
        inviter: &'a str,
        /// The invited address.
        email: &'a str,
        /// Which accounts can use the link.
        account: AccountRule,
        /// The offered roles and permissions.
        rights: Vec<&'a str>,
        /// The URL of the page on which the invitation is accepted or declined.
        link: &'a str,
        /// When the invitation expires.
        expires_at: DateTime<Utc>,
        /// When the offered access ends, if it ends.
        access_ends_at: Option<DateTime<Utc>>,
        /// What the person who invites wrote.
        note: Option<&'a str>,
    },
    /// To a member whose roles or permissions were changed.
    AccessChanged {
        /// The store's name.
        store: &'a str,
        /// The name of the person who changed them.
        actor: &'a str,
        /// All current roles and permissions.
        rights: Vec<&'a str>,
        /// The added ones.
        added: Vec<&'a str>,
        /// The removed ones.
        taken: Vec<&'a str>,
        /// What became of the end of access.
        end: AccessEnd,
        /// The URL of the store's administration.
        admin_url: Option<&'a str>,
    },
    /// To a member who was removed.
    Removed {
        /// The store's name.
        store: &'a str,
        /// The owner's name.
        owner: &'a str,
        /// The owner's address.
        email: &'a str,
    },
    /// To a member whom the platform has added.
    Added {
        /// The store's name.
        store: &'a str,
        /// Their roles and permissions.
        rights: Vec<&'a str>,
        /// When their access ends by itself.
        ends_at: Option<DateTime<Utc>>,
        /// The URL of the store's administration.
        admin_url: Option<&'a str>,
    },
    /// To a member whom a manager has suspended.
    Suspended {
        /// The store's name.
        store: &'a str,
        /// The address of the owner, to ask.
        contact: &'a str,
    },
    /// To a suspended member who has access again.
    Resumed {
        /// The store's name.
        store: &'a str,
        /// Their roles and permissions.
        rights: Vec<&'a str>,
        /// When the access ends: a suspended member is told of no other end, and not a week before.
        ends_at: Option<DateTime<Utc>>,
        /// The URL of the store's administration.
        admin_url: Option<&'a str>,
    },
    /// To the managers: a member left the store.
    Left {
        /// The store's name.
        store: &'a str,
        /// The former member's name; may be empty.
        member: &'a str,
        /// The former member's address.
        email: &'a str,
        /// The URL of the team page.
        team_url: Option<&'a str>,
    },
    /// To the former owner: the store belongs to another person.
    OwnershipEnded {
        /// The store's name.
        store: &'a str,
        /// The new owner's name.
        owner: &'a str,
    },
    /// To the new owner.
    OwnershipBegun {
        /// The store's name.
        store: &'a str,
        /// The former owner's name.
        former: &'a str,
        /// The URL of the team page.
        team_url: Option<&'a str>,
    },
    /// To the owner's former address: the store has another address for them.
    OwnerAddressChanged {
        /// The store's name.
        store: &'a str,
        /// The former address.
        old: &'a str,
        /// The new address.
        new: &'a str,
    },
    /// To inviter and managers: an invitation was accepted.
    Accepted {
        /// The store's name.
        store: &'a str,
        /// The new member's name; may be empty.
        member: &'a str,
        /// The new member's address.
        email: &'a str,
        /// The invited address, where the member has another: the link was forwarded.
        invited: Option<&'a str>,
        /// The URL of the team page.
        team_url: Option<&'a str>,
    },
    /// To inviter and managers: an invitation was declined.
    Declined {
        /// The store's name.
        store: &'a str,
        /// The invited address.
        email: &'a str,
        /// The reason that the invited person gave.
        reason: Option<&'a str>,
        /// The URL of the team page.
        invitations_url: Option<&'a str>,
    },
    /// To inviter and managers: several invitations were answered.
    Answers {
        /// The store's name.
        store: &'a str,
        /// The people who joined, each with name, which may be empty, and address.
        joined: Vec<(&'a str, &'a str)>,
        /// The invited addresses that declined, with their reasons if they gave one.
        declined: Vec<(&'a str, Option<&'a str>)>,
        /// How many more answers there are.
        more: usize,
        /// The URL of the team page.
        team_url: Option<&'a str>,
    },
    /// To the inviter: the mail with the invitation was not delivered.
    Undelivered {
        /// The store's name.
        store: &'a str,
        /// The invited address.
        email: &'a str,
        /// Why it was not delivered.
        cause: DeliveryFailure,
        /// The URL of the team page.
        invitations_url: Option<&'a str>,
    },
    /// To the owner: an invitation ended because its inviter may no longer grant what it offers.
    Withdrawn {
        /// The store's name.
        store: &'a str,
        /// The invited address.
        email: &'a str,
        /// The name of the person who invited.
        inviter: &'a str,
        /// The URL of the team page.
        invitations_url: Option<&'a str>,
    },
    /// To the owner: a member has changed the address of their account.
    AddressChanged {
        /// The store's name.
        store: &'a str,
        /// The member's name; may be empty.
        member: &'a str,
        /// The former address.
        old: &'a str,
        /// The new address.
        new: &'a str,
        /// The URL of the team page.
        team_url: Option<&'a str>,
    },
    /// To the owner: a member installed an app.
    AppInstalled {
        /// The store's name.
        store: &'a str,
        /// The app's name.
        app: &'a str,
        /// The name of the member who installed it.
        member: &'a str,
        /// The URL of the store's administration.
        admin_url: Option<&'a str>,
    },
    /// To members whose role includes order notifications.
    OrderCreated {
        /// The store's name.
        store: &'a str,
        /// The name of the activity that the order is for.
        activity: &'a str,
        /// The order.
        order: Order<'a>,
        /// The URL of the store's administration.
        admin_url: Option<&'a str>,
    },
    /// To the owner: a request to review who has access.
    ReviewDue {
        /// The store's name.
        store: &'a str,
        /// Members without the owner.
        members: Vec<ReviewedMember<'a>>,
        /// How many more members there are.
        more: usize,
        /// The URL of the team page.
        team_url: Option<&'a str>,
    },
    /// To a member whose access has ended by itself.
    AccessEnded {
        /// The store's name.
        store: &'a str,
        /// When the access ended.
        ended_at: DateTime<Utc>,
        /// The owner's address.
        contact: &'a str,
    },
    /// To a member whose access ends soon.
    AccessEnding {
        /// The store's name.
        store: &'a str,
        /// When the access ends.
        ends_at: DateTime<Utc>,
        /// The owner's address.
        contact: &'a str,
        /// The URL of the store's administration.
        admin_url: Option<&'a str>,
    },
}

/// Why the mail with an invitation's link is sent.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Occasion {
    /// The person is invited, or gets a new link.
    New,
    /// The invitation ends soon, and has no answer.
    Reminder,
}

/// What a change of a member made of the end of their access.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum AccessEnd {
    /// Access had no end and has none.
    None,
    /// Access ends then, as before or from now on.
    At(DateTime<Utc>),
    /// Access had an end and has none any more.
    Lifted,
}

/// Why the mail with an invitation was not delivered.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum DeliveryFailure {
    /// It bounced: the mailbox does not exist or does not accept mails.
    Bounced,
    /// The recipient marked it as spam.
    Complained,
    /// SES refused to send it.
    Refused,
}

/// An order. The texts are as the platform sent them.
#[derive(Debug, Clone, Copy, Default)]
pub struct Order<'a> {
    /// The order number.
    pub number: Option<&'a str>,
    /// The customer's name.
    pub customer: Option<&'a str>,
    /// The total with its currency.
    pub total: Option<&'a str>,
}

/// A member in an access review.
#[derive(Debug, Clone)]
pub struct ReviewedMember<'a> {
    /// The member's name; may be empty.
    pub name: &'a str,
    /// The member's address.
    pub email: &'a str,
    /// The member's roles and permissions.
    pub rights: Vec<&'a str>,
    /// When the member last used the access.
    pub last_active_at: Option<DateTime<Utc>>,
    /// Whether the member has access.
    pub access: ReviewedAccess,
}

/// Whether a member in an access review has access.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum ReviewedAccess {
    /// They have.
    Present,
    /// It ended then.
    Ended(DateTime<Utc>),
    /// A manager suspended it then.
    Suspended(DateTime<Utc>),
    /// The catalog grants nothing of what they were given.
    WithoutRights,
}

/// How a mail is written.
#[derive(Debug, Clone, Copy)]
pub struct Style<'a> {
    /// The recipient's language. A text that this language lacks appears in English.
    pub locale: Locale,
    /// The platform's name, through which a store writes: `Chez Nadia via Staffroom`. If it is empty, mails have no sender's name.
    pub brand: &'a str,
    /// The store's time zone, which dates and times are in.
    pub time_zone: TimeZone,
    /// The URL of the page on which the recipient switches this kind of mail off, if that is possible.
    pub unsubscribe_url: Option<&'a str>,
}
