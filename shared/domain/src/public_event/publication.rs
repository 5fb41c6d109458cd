//! What is published of each event.

use crate::{
    ActivityId, Event, EventActor, EventId, EventKind, InvitationId, InvitationSummary, MemberSummary, Owner,
    PersonalData, PublicActor, PublicActorKind, PublicCatalogChange, PublicData, PublicEvent,
    PublicInvitation, PublicMember, PublicOwner, PublicRole, RoleSlug, RoleSummary, SeatCount, Store,
    StoreId, Subject, SubjectKind, UserId, WebhookId,
};

/// Something that is published of an event: a type, and what it is about.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Publication {
    /// What it is about.
    pub subject: Subject,
    /// The type, with what it tells.
    pub data: PublicData,
}

impl EventKind {
    /// What is published of an event of `store`, in this order. It is empty for what only the history has.
    #[must_use]
    #[expect(clippy::too_many_lines, reason = "one arm for each event")]
    pub fn publications(&self, store: &StoreId, personal: PersonalData) -> Vec<Publication> {
        use PublicData as D;
        let invitation = |of: &InvitationSummary| PublicInvitation::of(of, personal);
        let member = |of: &MemberSummary| PublicMember::of(of, personal);
        let about_invitation =
            |of: &InvitationSummary, data| vec![Publication { subject: Subject::invitation(of.id), data }];
        let about_member =
            |of: &MemberSummary, data| vec![Publication { subject: Subject::member(&of.user_id), data }];
        let role = |of: &RoleSummary| PublicRole::of(of, personal);
        let about_role =
            |of: &RoleSummary, data| vec![Publication { subject: Subject::role(&of.slug), data }];
        let about_store = |data| vec![Publication { subject: Subject::store(store), data }];
        match self {
            Self::StoreCreated => about_store(D::StoreCreated {}),
            Self::StoreChanged { .. } => self.change_of_store(personal).map(about_store).unwrap_or_default(),
            Self::StoreTransferred { from, to } => about_store(D::StoreTransferred {
                from: PublicOwner::of(from, personal),
                to: PublicOwner::of(to, personal),
            }),
            Self::StoreClosed => about_store(D::StoreClosed {}),
            Self::InvitationCreated { invitation: of } => {
                about_invitation(of, D::InvitationCreated { invitation: invitation(of) })
            }
            Self::InvitationChanged { invitation: of, before: _ }
            | Self::InvitationLinkCopied { invitation: of } => {
                about_invitation(of, D::InvitationChanged { invitation: invitation(of) })
            }
            Self::InvitationResent { invitation: of } => {
                about_invitation(of, D::InvitationResent { invitation: invitation(of) })
            }
            Self::InvitationRevoked { invitation: of } => {
                about_invitation(of, D::InvitationRevoked { invitation: invitation(of) })
            }
            Self::InvitationSuperseded { invitation: of } => {
                about_invitation(of, D::InvitationSuperseded { invitation: invitation(of) })
            }
            Self::InvitationWithdrawn { invitation: of } => {
                about_invitation(of, D::InvitationWithdrawn { invitation: invitation(of) })
            }
            Self::InvitationExpired { invitation: of } => {
                about_invitation(of, D::InvitationExpired { invitation: invitation(of) })
            }
            Self::InvitationDeclined { invitation: of, reason } => {
                let reason = personal.of(reason.as_ref());
                about_invitation(of, D::InvitationDeclined { invitation: invitation(of), reason })
            }
            Self::InvitationUndelivered { invitation: of, delivery } => {
                let data = D::InvitationUndelivered { invitation: invitation(of), delivery: *delivery };
                about_invitation(of, data)
            }
            Self::InvitationAccepted { invitation: of, member: joined } => {
                let user_id = joined.user_id.clone();
                let accepted = D::InvitationAccepted { invitation: invitation(of), user_id };
                let mut both = about_invitation(of, accepted);
                both.extend(about_member(joined, D::MemberAdded { member: member(joined) }));
                both
            }
            Self::MemberAdded { member: of, .. } => about_member(of, D::MemberAdded { member: member(of) }),
            Self::MemberSuspended { member: of } => {
                about_member(of, D::MemberSuspended { member: member(of) })
            }
            Self::MemberResumed { member: of } => about_member(of, D::MemberResumed { member: member(of) }),
            Self::MemberChanged { member: of, before, access_ends_at, .. } => {
                let (before, access_ends_at) = (before.clone(), *access_ends_at);
                about_member(of, D::MemberChanged { member: member(of), before, access_ends_at })
            }
            Self::MemberRemoved { member: of } => about_member(of, D::MemberRemoved { member: member(of) }),
            Self::MemberLeft { member: of } => about_member(of, D::MemberLeft { member: member(of) }),
            Self::MemberProfileChanged { member: of, email_before: _ } => {
                about_member(of, D::MemberProfileChanged { member: member(of) })
            }
            Self::MemberAccessEnded { member: of, access_ends_at } => {
                let access_ends_at = *access_ends_at;
                about_member(of, D::MemberAccessEnded { member: member(of), access_ends_at })
            }
            Self::ActivityPut { activity, name, order_notifications } => vec![Publication {
                subject: Subject::activity(activity),
                data: D::ActivityPut {
                    activity: activity.clone(),
                    order_notifications: *order_notifications,
                    name: personal.of(Some(name)),
                },
            }],
            Self::ActivityDeleted { activity, name } => vec![Publication {
                subject: Subject::activity(activity),
                data: D::ActivityDeleted { activity: activity.clone(), name: personal.of(Some(name)) },
            }],
            Self::PersonErased { user_id } => {
                vec![Publication { subject: Subject::person(user_id), data: D::PersonErased {} }]
            }
            Self::PersonMoved { user_id, moved_from } => vec![Publication {
                subject: Subject::person(user_id),
                data: D::PersonMoved { moved_from: moved_from.clone() },
            }],
            Self::RoleCreated { role: of } => about_role(of, D::RoleCreated { role: role(of) }),
            Self::RoleChanged { role: of, before: _ } => about_role(of, D::RoleChanged { role: role(of) }),
            Self::RoleDeleted { role: of, replaced_by } => {
                about_role(of, D::RoleDeleted { role: role(of), replaced_by: replaced_by.clone() })
            }
            // The history alone has these. Orders, reminders and gathered answers are no changes of the store.
            Self::MemberAccessEnding { .. }
            | Self::InvitationEnding { .. }
            | Self::AnswersGathered { .. }
            | Self::OrderCreated { .. }
            | Self::AppInstalled { .. }
            | Self::ReviewDue
            | Self::Unknown(_) => Vec::new(),
        }
    }

    /// What is published of a change of the store itself.
    fn change_of_store(&self, personal: PersonalData) -> Option<PublicData> {
        let Self::StoreChanged {
            name,
            locale,
            time_zone,
            plan,
            settings,
            catalog,
            owner,
            admin_url: _,
            metadata,
        } = self
        else {
            return None;
        };
        Some(PublicData::StoreChanged {
            locale: locale.clone(),
            time_zone: time_zone.clone(),
            plan: plan.clone(),
            settings: settings.clone(),
            catalog: catalog
                .as_ref()
                .map(|change| PublicCatalogChange { from: change.from.clone(), to: change.to.clone() }),
            name: personal.of(name.as_ref()),
            metadata: personal.of(metadata.as_ref()),
            owner: owner.as_ref().map(|change| PublicOwner::of(&change.to, personal)),
        })
    }
}

impl Event {
    /// What is published of the event. `versions` are those of the subjects; an event that has none was written before
    /// events were published, and is not published.
    #[must_use]
    pub fn published(&self, store: &StoreId, versions: &[u64], personal: PersonalData) -> Vec<PublicEvent> {
        let publications = self.kind.publications(store, personal);
        let numbered = (0_u8..).zip(publications).zip(versions);
        numbered
            .map(|((place, publication), version)| PublicEvent {
                id: self.id.further(place),
                store_id: store.clone(),
                at: self.at,
                actor: PublicActor::of(&self.actor, personal),
                subject: publication.subject,
                version: *version,
                data: publication.data,
            })
            .collect()
    }
}

impl PublicEvent {
    /// That the seats of a store changed from one record of it to the next; `None` if they did not. Its version is set when
    /// it is numbered, because the version of a store does not count changes of seats. `change` identifies the change.
    #[must_use]
    pub fn of_seats(before: &Store, after: &Store, change: &str) -> Option<Self> {
        let is_same = before.seats == after.seats && before.plan.seats == after.plan.seats;
        if is_same || before.id != after.id {
            return None;
        }
        let SeatCount { taken, members } = after.seats;
        Some(Self {
            id: EventId::of_change(after.changed_at, &after.id, change),
            store_id: after.id.clone(),
            at: after.changed_at,
            actor: PublicActor::service(),
            subject: Subject { kind: SubjectKind::Seats, id: after.id.as_str().to_owned() },
            version: 0,
            data: PublicData::SeatsChanged {
                limit: after.plan.seats,
                members,
                invited: taken.saturating_sub(members),
            },
        })
    }
}

impl PersonalData {
    /// The value, if personal data is included.
    fn of<T: Clone>(self, value: Option<&T>) -> Option<T> {
        match self {
            Self::Include => value.cloned(),
            Self::Omit => None,
        }
    }
}

impl PublicActor {
    fn of(actor: &EventActor, personal: PersonalData) -> Self {
        let of_kind = |kind| Self { kind, user_id: None, name: None };
        match actor {
            EventActor::Platform => of_kind(PublicActorKind::Platform),
            EventActor::Invitee => of_kind(PublicActorKind::Invitee),
            EventActor::Service => Self::service(),
            EventActor::User { user_id, name } => Self {
                kind: PublicActorKind::User,
                user_id: Some(user_id.clone()),
                name: personal.of(name.as_ref()),
            },
        }
    }

    /// The platform.
    pub(crate) fn platform() -> Self {
        Self { kind: PublicActorKind::Platform, user_id: None, name: None }
    }

    /// Staffroom itself.
    fn service() -> Self {
        Self { kind: PublicActorKind::Service, user_id: None, name: None }
    }
}

impl PublicOwner {
    fn of(owner: &Owner, personal: PersonalData) -> Self {
        Self {
            user_id: owner.user_id.clone(),
            email: personal.of(Some(&owner.email)),
            name: personal.of(Some(&owner.name)),
        }
    }
}

impl PublicInvitation {
    fn of(invitation: &InvitationSummary, personal: PersonalData) -> Self {
        Self {
            id: invitation.id,
            grant: invitation.grant.clone(),
            invited_by: invitation.invited_by.clone(),
            access_ends_at: invitation.access_ends_at,
            email: personal.of(Some(&invitation.email)),
        }
    }
}

impl PublicMember {
    fn of(member: &MemberSummary, personal: PersonalData) -> Self {
        Self {
            user_id: member.user_id.clone(),
            locale: member.locale.clone(),
            grant: member.grant.clone(),
            access_ends_at: member.access_ends_at,
            email: personal.of(Some(&member.email)),
            name: personal.of(member.name.as_ref()),
        }
    }
}

impl PublicRole {
    fn of(role: &RoleSummary, personal: PersonalData) -> Self {
        Self {
            slug: role.slug.clone(),
            permissions: role.permissions.clone(),
            label: personal.of(Some(&role.label)),
        }
    }
}

impl Subject {
    /// A store.
    #[must_use]
    pub fn store(id: &StoreId) -> Self {
        Self { kind: SubjectKind::Store, id: id.as_str().to_owned() }
    }

    /// An invitation.
    #[must_use]
    pub fn invitation(id: InvitationId) -> Self {
        Self { kind: SubjectKind::Invitation, id: id.to_string() }
    }

    /// A member.
    #[must_use]
    pub fn member(user: &UserId) -> Self {
        Self { kind: SubjectKind::Member, id: user.as_str().to_owned() }
    }

    /// A person.
    #[must_use]
    pub fn person(user: &UserId) -> Self {
        Self { kind: SubjectKind::Person, id: user.as_str().to_owned() }
    }

    /// A webhook.
    #[must_use]
    pub fn webhook(id: WebhookId) -> Self {
        Self { kind: SubjectKind::Webhook, id: id.to_string() }
    }

    /// A role of a store's own.
    #[must_use]
    pub fn role(slug: &RoleSlug) -> Self {
        Self { kind: SubjectKind::Role, id: slug.as_str().to_owned() }
    }

    /// An activity.
    #[must_use]
    pub fn activity(id: &ActivityId) -> Self {
        Self { kind: SubjectKind::Activity, id: id.as_str().to_owned() }
    }
}

#[cfg(test)]
mod tests;
