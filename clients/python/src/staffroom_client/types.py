"""The schemas of the API.

Made by clients/generate of infra/openapi.yaml. Do not edit it.
"""

from __future__ import annotations

from typing import Any, Literal, TypedDict

__all__ = [
    "Access",
    "Action",
    "ActionResult",
    "ActionResults",
    "ActionSearchRequest",
    "Activity",
    "ActivityDeletedEvent",
    "ActivityPage",
    "ActivityPut",
    "ActivityPutEvent",
    "AdminUrlChange",
    "AfterCursor",
    "AllowedDomain",
    "Announcement",
    "AnyProperties",
    "AppInstalled",
    "AppInstalledEvent",
    "AuthzenConfiguration",
    "BulkEmail",
    "BulkInvited",
    "BulkMemberPut",
    "BulkMemberRefused",
    "BulkMemberResult",
    "BulkMemberResults",
    "BulkMembers",
    "BulkOffer",
    "BulkRefused",
    "BulkResult",
    "BulkResults",
    "BulkUserId",
    "CannotAddProblem",
    "CannotChangeProblem",
    "CannotChangeRoleProblem",
    "CannotCreateRoleProblem",
    "CannotEraseProblem",
    "CannotInviteProblem",
    "CannotJoinProblem",
    "CannotMoveProblem",
    "CannotRenewProblem",
    "CannotResendProblem",
    "Catalog",
    "CatalogChange",
    "CatalogPermission",
    "CatalogRole",
    "CatalogSlug",
    "Code",
    "Contact",
    "CreatedWebhook",
    "Decision",
    "Decisions",
    "DeclineRequest",
    "Delivery",
    "DeliveryChannel",
    "DeliveryId",
    "DeliveryPage",
    "DeliveryStatus",
    "Denial",
    "Description",
    "DisabledReason",
    "Domain",
    "Email",
    "EmailNotVerifiedOrSuspendedProblem",
    "EmailNotVerifiedProblem",
    "ErasableEmail",
    "Erasure",
    "ErasureId",
    "ErasureStatus",
    "EvaluationEntry",
    "EvaluationError",
    "EvaluationRequest",
    "EvaluationsOptions",
    "EvaluationsRequest",
    "EvaluationsResponse",
    "EvaluationsSemantic",
    "Event",
    "EventActor",
    "EventBase",
    "EventId",
    "EventPage",
    "EventSubject",
    "EventType",
    "Export",
    "ExportOfAddress",
    "ExportOfUser",
    "ExportRequest",
    "ExportedItem",
    "ExportedPerson",
    "ForbiddenGrantProblem",
    "ForbiddenMemberProblem",
    "ForbiddenOwnRoleProblem",
    "ForbiddenOwnerProblem",
    "ForbiddenProblem",
    "ForbiddenRoleProblem",
    "GatewayMessage",
    "GoneForGoodProblem",
    "GoneProblem",
    "Grant",
    "GrantRule",
    "Grantor",
    "IdempotencyKeyInUseProblem",
    "InstalledApp",
    "InternalProblem",
    "InvalidEntry",
    "InvalidFieldDomainOrKeyProblem",
    "InvalidFieldOrDomainProblem",
    "InvalidFieldOrKeyProblem",
    "InvalidFieldProblem",
    "InvalidTokenProblem",
    "Invitation",
    "InvitationAcceptedEvent",
    "InvitationChange",
    "InvitationChangedEvent",
    "InvitationDeclinedEvent",
    "InvitationEvent",
    "InvitationId",
    "InvitationPage",
    "InvitationSummary",
    "InvitationUndeliveredEvent",
    "InvitedBy",
    "Joined",
    "KeptAddress",
    "KnownEvent",
    "Link",
    "Locale",
    "LocaleTag",
    "Lookup",
    "LookupRequest",
    "LostGrant",
    "MailProblem",
    "MailSubscription",
    "MalformedEvaluationProblem",
    "MalformedProblem",
    "Me",
    "Member",
    "MemberAccessEvent",
    "MemberAddedEvent",
    "MemberChange",
    "MemberChangedEvent",
    "MemberEntry",
    "MemberEvent",
    "MemberPage",
    "MemberProfileChangedEvent",
    "MemberPut",
    "MemberStatus",
    "MemberSummary",
    "MemberSuspensionEvent",
    "Metadata",
    "MethodNotAllowedProblem",
    "Move",
    "MoveRequest",
    "MyActivities",
    "MyActivity",
    "MyDeclineRequest",
    "MyInvitation",
    "MyInvitations",
    "MyStore",
    "MyStores",
    "Name",
    "NamedOffer",
    "NextCursor",
    "NoSeatProblem",
    "NotFoundProblem",
    "NotPendingProblem",
    "Note",
    "Notify",
    "Offer",
    "OfferEndedProblem",
    "OrderCreated",
    "OtherEvent",
    "Owner",
    "OwnerChange",
    "OwnerPut",
    "PayloadTooLargeProblem",
    "Permissions",
    "PersonByAddress",
    "PersonByUserId",
    "PersonErasedEvent",
    "PersonMovedEvent",
    "PersonRequest",
    "PlatformOnlyProblem",
    "PreconditionFailedProblem",
    "Problem",
    "ProblemBase",
    "Profile",
    "ProfileChange",
    "PublicActor",
    "PublicActorKind",
    "PublicCatalogChange",
    "PublicInvitation",
    "PublicMember",
    "PublicOwner",
    "PublicRole",
    "PublishedActivityDeleted",
    "PublishedActivityPut",
    "PublishedEvent",
    "PublishedEventBase",
    "PublishedInvitationAccepted",
    "PublishedInvitationChanged",
    "PublishedInvitationCreated",
    "PublishedInvitationDeclined",
    "PublishedInvitationExpired",
    "PublishedInvitationResent",
    "PublishedInvitationRevoked",
    "PublishedInvitationSuperseded",
    "PublishedInvitationUndelivered",
    "PublishedInvitationWithdrawn",
    "PublishedMemberAccessEnded",
    "PublishedMemberAdded",
    "PublishedMemberChanged",
    "PublishedMemberLeft",
    "PublishedMemberProfileChanged",
    "PublishedMemberRemoved",
    "PublishedMemberResumed",
    "PublishedMemberSuspended",
    "PublishedPage",
    "PublishedPersonErased",
    "PublishedPersonMoved",
    "PublishedRoleChanged",
    "PublishedRoleCreated",
    "PublishedRoleDeleted",
    "PublishedSeatsChanged",
    "PublishedStoreChanged",
    "PublishedStoreClosed",
    "PublishedStoreCreated",
    "PublishedStoreTransferred",
    "Quantity",
    "QuotaExceededProblem",
    "Reason",
    "Replay",
    "ReplayOfEvents",
    "ReplaySince",
    "Resource",
    "ResourceProperties",
    "ResourceResult",
    "ResourceResults",
    "ResourceSearchRequest",
    "ResultProperties",
    "Right",
    "Role",
    "RoleChange",
    "RoleChangedEvent",
    "RoleCreatedEvent",
    "RoleCreation",
    "RoleDeletedEvent",
    "RoleIsInUseProblem",
    "RoleLabel",
    "RolePage",
    "RolePermissions",
    "RoleSummary",
    "Roles",
    "SearchPage",
    "SearchPageRequest",
    "SearchedResource",
    "SearchedSubject",
    "Seats",
    "Settings",
    "SettingsChange",
    "Slug",
    "Status",
    "Store",
    "StoreChange",
    "StoreChangedEvent",
    "StoreClosedProblem",
    "StoreEvent",
    "StorePut",
    "StoreSummary",
    "StoreTransferredEvent",
    "Subject",
    "SubjectKind",
    "SubjectResult",
    "SubjectResults",
    "SubjectSearchRequest",
    "SuspendedProblem",
    "TestEvent",
    "Time",
    "TimeOrNull",
    "TimeZone",
    "Token",
    "TokenRequest",
    "TooManyWebhooksProblem",
    "UnauthenticatedProblem",
    "UnavailableProblem",
    "UnsupportedMediaTypeProblem",
    "UserId",
    "Version",
    "WebAddress",
    "Webhook",
    "WebhookChange",
    "WebhookCreation",
    "WebhookDelivery",
    "WebhookId",
    "WebhookPage",
    "WebhookSecret",
    "WrongAccountProblem",
]


class Access(TypedDict):
    """Whether a user has permissions in a store."""

    allowed: bool
    """Whether the user holds all of the requested permissions or, if none is requested, has access to the store."""
    missing: list[str]
    """The requested permissions that the user does not hold."""
    message: str | None
    """A text for the user, in the language of the membership, or else of the token or the store. Null if `allowed`."""
    contact: Contact
    """Whom the user can ask."""


class _Action(TypedDict):
    name: str
    """A permission of the store's catalog. Any other name is denied."""


class Action(_Action, total=False):
    """What the person wants to do."""

    properties: AnyProperties | None


class ActionResult(TypedDict):
    """Something that the person may do."""

    name: Slug


class ActionResults(TypedDict):
    """A page of what was found."""

    page: SearchPage
    results: list[ActionResult]


class _ActionSearchRequest(TypedDict):
    subject: Subject
    resource: Resource


class ActionSearchRequest(_ActionSearchRequest, total=False):
    """A search for what a person may do at a resource."""

    context: AnyProperties | None
    """The environment of the request. Results do not depend on it."""
    page: SearchPageRequest | None


class Activity(TypedDict):
    """An activity of a store."""

    id: Slug
    store_id: Slug
    name: Name
    order_notifications: bool
    """Whether the members with the role for order notifications get a mail about each new order."""
    version: Version
    """The version in its `ETag`, for changes made from a list."""


class ActivityDeletedEvent(TypedDict):
    """An activity was deleted"""

    id: EventId
    at: Time
    actor: EventActor
    source_ip: str | None
    """The IP address of the request."""
    type: Literal["activity.deleted"]
    activity: Slug
    """The activity."""
    name: Name
    """Its name."""


class ActivityPage(TypedDict):
    """A page of activities."""

    activities: list[Activity]
    """The entries."""
    next_cursor: NextCursor
    """Where the next page begins."""


class _ActivityPut(TypedDict):
    name: Name
    """The name that is shown to people."""


class ActivityPut(_ActivityPut, total=False):
    """An activity as a manager puts it."""

    order_notifications: bool
    """Whether the members with the role for order notifications get a mail about each new order."""


class ActivityPutEvent(TypedDict):
    """An activity was created or replaced"""

    id: EventId
    at: Time
    actor: EventActor
    source_ip: str | None
    """The IP address of the request."""
    type: Literal["activity.put"]
    activity: Slug
    """The activity."""
    name: Name
    """The name of the activity."""
    order_notifications: bool
    """Whether new orders are mailed."""


_AdminUrlChange = TypedDict(
    "_AdminUrlChange",
    {
        "from": "WebAddress | None",
        "to": "WebAddress | None",
    },
)


class AdminUrlChange(_AdminUrlChange, total=False):
    """A change of the address of a store's administration."""


# Where the list goes on, now or later. It is never null
AfterCursor = str


# A domain of at least two labels, in any script (IDNA), such as `example.com`. Spaces around it are removed
AllowedDomain = str


class AppInstalled(TypedDict):
    """AppInstalled"""

    type: Literal["app.installed"]
    app: InstalledApp
    """The app."""
    installed_by: UserId
    """A member or the owner."""


class _OrderCreated(TypedDict):
    type: Literal["order.created"]
    activity_id: Slug
    """The activity that was ordered."""


class OrderCreated(_OrderCreated, total=False):
    """OrderCreated"""

    order: dict[str, Any]
    """The order, in the platform's own format, of at most 50 levels. The mail shows the first existing field of
    `number`, `reference`, `id`; of `customer`, `buyer` (a string, or an object with `name`); and of `total`,
    `amount`, with `currency`. It shows a number with the digits that were sent, and the first 100 characters of
    each.
    """


# An announcement of the platform.
Announcement = OrderCreated | AppInstalled


# Attributes of the caller's choice. Decisions do not depend on them.
AnyProperties = dict[str, Any]


class AppInstalledEvent(TypedDict):
    """A member or the owner installed an app"""

    id: EventId
    at: Time
    actor: EventActor
    source_ip: str | None
    """The IP address of the request."""
    type: Literal["app.installed"]
    app: Name
    """The name of the app."""


class AuthzenConfiguration(TypedDict):
    """The addresses of the calls."""

    policy_decision_point: str
    """The address of this API, which the others begin with."""
    access_evaluation_endpoint: str
    access_evaluations_endpoint: str
    search_subject_endpoint: str
    search_resource_endpoint: str
    search_action_endpoint: str


# The text that was sent, even if it is not an address; no more than its first 254 characters. Null if it was not a
# text
BulkEmail = str | None


class BulkInvited(TypedDict):
    """An entry that was invited."""

    email: BulkEmail
    status: Literal[201]
    invitation: Invitation


class BulkMemberPut(TypedDict):
    """An entry whose person is a member."""

    user_id: BulkUserId
    status: Literal[200, 201]
    """201: the person was no member; 200: the person was one."""
    member: Member


class BulkMemberRefused(TypedDict):
    """An entry that was refused."""

    user_id: BulkUserId
    status: int
    """The status of the problem."""
    problem: Problem


# The result of one entry.
BulkMemberResult = BulkMemberPut | BulkMemberRefused


class BulkMemberResults(TypedDict):
    """The results of a bulk call for members."""

    results: list[BulkMemberResult]
    """One result per entry, in the order of the entries."""


class BulkMembers(TypedDict):
    """Several members. Each is read on its own, so that one that is not valid has a result of its own."""

    members: list[MemberEntry]
    """The members."""


class BulkOffer(TypedDict):
    """Several offers. Each is read on its own, so that one that is not valid has a result of its own."""

    invitations: list[Offer]
    """The offers."""


class BulkRefused(TypedDict):
    """An entry that was refused."""

    email: BulkEmail
    status: int
    """The status of the problem."""
    problem: Problem


# The result of one entry.
BulkResult = BulkInvited | BulkRefused


class BulkResults(TypedDict):
    """The results of a bulk call."""

    results: list[BulkResult]
    """One result per entry, in the order of the entries."""


# The text that was sent, even if it is no user ID; no more than its first 255 characters. Null if it was not a text
BulkUserId = str | None


class _CannotAddProblem(TypedDict):
    type: str
    """`urn:staffroom:problem:` followed by the code."""
    title: str
    status: int
    detail: str
    code: Literal["already_member", "seat_limit_reached", "idempotency_key_in_use"]


class CannotAddProblem(_CannotAddProblem, total=False):
    """CannotAddProblem"""

    instance: str
    """`urn:request:` followed by the ID of the request; absent in the results of a bulk call."""
    errors: list[InvalidEntry]
    """With `invalid_field`, and with `malformed_request` where a field is what is wrong."""
    id: InvitationId
    """With `already_invited`: the pending invitation."""
    stores: list[Slug]
    """With `owns_stores`: the stores that the person owns, at most 100 of them."""
    limit: int
    """With `seat_limit_reached`: the seats of the plan. With `role_limit_reached`: the roles that the catalog
    allows.
    """
    members: int
    """With `role_in_use`: the members who have the role, counted up to 1,000."""
    invitations: int
    """With `role_in_use`: the pending invitations that offer the role, counted up to 1,000."""
    retry_after: int
    """With `quota_exceeded` and `unavailable`: the seconds in `Retry-After`."""
    invited_email: str
    """With `wrong_account`: the invited address, masked."""
    store_name: str
    """With the codes of status 410 from `POST /invitations/lookup`: the name of the store."""
    invited_by: str
    """With `store_name`: the name of the grantor, if it is known."""


class _CannotChangeProblem(TypedDict):
    type: str
    """`urn:staffroom:problem:` followed by the code."""
    title: str
    status: int
    detail: str
    code: Literal[
        "invitation_not_pending",
        "already_member",
        "already_invited",
        "recipient_opted_out",
        "seat_limit_reached",
        "idempotency_key_in_use",
    ]


class CannotChangeProblem(_CannotChangeProblem, total=False):
    """CannotChangeProblem"""

    instance: str
    """`urn:request:` followed by the ID of the request; absent in the results of a bulk call."""
    errors: list[InvalidEntry]
    """With `invalid_field`, and with `malformed_request` where a field is what is wrong."""
    id: InvitationId
    """With `already_invited`: the pending invitation."""
    stores: list[Slug]
    """With `owns_stores`: the stores that the person owns, at most 100 of them."""
    limit: int
    """With `seat_limit_reached`: the seats of the plan. With `role_limit_reached`: the roles that the catalog
    allows.
    """
    members: int
    """With `role_in_use`: the members who have the role, counted up to 1,000."""
    invitations: int
    """With `role_in_use`: the pending invitations that offer the role, counted up to 1,000."""
    retry_after: int
    """With `quota_exceeded` and `unavailable`: the seconds in `Retry-After`."""
    invited_email: str
    """With `wrong_account`: the invited address, masked."""
    store_name: str
    """With the codes of status 410 from `POST /invitations/lookup`: the name of the store."""
    invited_by: str
    """With `store_name`: the name of the grantor, if it is known."""


class _CannotChangeRoleProblem(TypedDict):
    type: str
    """`urn:staffroom:problem:` followed by the code."""
    title: str
    status: int
    detail: str
    code: Literal["role_limit_reached", "idempotency_key_in_use"]


class CannotChangeRoleProblem(_CannotChangeRoleProblem, total=False):
    """CannotChangeRoleProblem"""

    instance: str
    """`urn:request:` followed by the ID of the request; absent in the results of a bulk call."""
    errors: list[InvalidEntry]
    """With `invalid_field`, and with `malformed_request` where a field is what is wrong."""
    id: InvitationId
    """With `already_invited`: the pending invitation."""
    stores: list[Slug]
    """With `owns_stores`: the stores that the person owns, at most 100 of them."""
    limit: int
    """With `seat_limit_reached`: the seats of the plan. With `role_limit_reached`: the roles that the catalog
    allows.
    """
    members: int
    """With `role_in_use`: the members who have the role, counted up to 1,000."""
    invitations: int
    """With `role_in_use`: the pending invitations that offer the role, counted up to 1,000."""
    retry_after: int
    """With `quota_exceeded` and `unavailable`: the seconds in `Retry-After`."""
    invited_email: str
    """With `wrong_account`: the invited address, masked."""
    store_name: str
    """With the codes of status 410 from `POST /invitations/lookup`: the name of the store."""
    invited_by: str
    """With `store_name`: the name of the grantor, if it is known."""


class _CannotCreateRoleProblem(TypedDict):
    type: str
    """`urn:staffroom:problem:` followed by the code."""
    title: str
    status: int
    detail: str
    code: Literal["role_exists", "role_limit_reached", "idempotency_key_in_use"]


class CannotCreateRoleProblem(_CannotCreateRoleProblem, total=False):
    """CannotCreateRoleProblem"""

    instance: str
    """`urn:request:` followed by the ID of the request; absent in the results of a bulk call."""
    errors: list[InvalidEntry]
    """With `invalid_field`, and with `malformed_request` where a field is what is wrong."""
    id: InvitationId
    """With `already_invited`: the pending invitation."""
    stores: list[Slug]
    """With `owns_stores`: the stores that the person owns, at most 100 of them."""
    limit: int
    """With `seat_limit_reached`: the seats of the plan. With `role_limit_reached`: the roles that the catalog
    allows.
    """
    members: int
    """With `role_in_use`: the members who have the role, counted up to 1,000."""
    invitations: int
    """With `role_in_use`: the pending invitations that offer the role, counted up to 1,000."""
    retry_after: int
    """With `quota_exceeded` and `unavailable`: the seconds in `Retry-After`."""
    invited_email: str
    """With `wrong_account`: the invited address, masked."""
    store_name: str
    """With the codes of status 410 from `POST /invitations/lookup`: the name of the store."""
    invited_by: str
    """With `store_name`: the name of the grantor, if it is known."""


class _CannotEraseProblem(TypedDict):
    type: str
    """`urn:staffroom:problem:` followed by the code."""
    title: str
    status: int
    detail: str
    code: Literal["owns_stores", "idempotency_key_in_use"]


class CannotEraseProblem(_CannotEraseProblem, total=False):
    """CannotEraseProblem"""

    instance: str
    """`urn:request:` followed by the ID of the request; absent in the results of a bulk call."""
    errors: list[InvalidEntry]
    """With `invalid_field`, and with `malformed_request` where a field is what is wrong."""
    id: InvitationId
    """With `already_invited`: the pending invitation."""
    stores: list[Slug]
    """With `owns_stores`: the stores that the person owns, at most 100 of them."""
    limit: int
    """With `seat_limit_reached`: the seats of the plan. With `role_limit_reached`: the roles that the catalog
    allows.
    """
    members: int
    """With `role_in_use`: the members who have the role, counted up to 1,000."""
    invitations: int
    """With `role_in_use`: the pending invitations that offer the role, counted up to 1,000."""
    retry_after: int
    """With `quota_exceeded` and `unavailable`: the seconds in `Retry-After`."""
    invited_email: str
    """With `wrong_account`: the invited address, masked."""
    store_name: str
    """With the codes of status 410 from `POST /invitations/lookup`: the name of the store."""
    invited_by: str
    """With `store_name`: the name of the grantor, if it is known."""


class _CannotInviteProblem(TypedDict):
    type: str
    """`urn:staffroom:problem:` followed by the code."""
    title: str
    status: int
    detail: str
    code: Literal[
        "already_member", "already_invited", "recipient_opted_out", "seat_limit_reached", "idempotency_key_in_use"
    ]


class CannotInviteProblem(_CannotInviteProblem, total=False):
    """CannotInviteProblem"""

    instance: str
    """`urn:request:` followed by the ID of the request; absent in the results of a bulk call."""
    errors: list[InvalidEntry]
    """With `invalid_field`, and with `malformed_request` where a field is what is wrong."""
    id: InvitationId
    """With `already_invited`: the pending invitation."""
    stores: list[Slug]
    """With `owns_stores`: the stores that the person owns, at most 100 of them."""
    limit: int
    """With `seat_limit_reached`: the seats of the plan. With `role_limit_reached`: the roles that the catalog
    allows.
    """
    members: int
    """With `role_in_use`: the members who have the role, counted up to 1,000."""
    invitations: int
    """With `role_in_use`: the pending invitations that offer the role, counted up to 1,000."""
    retry_after: int
    """With `quota_exceeded` and `unavailable`: the seconds in `Retry-After`."""
    invited_email: str
    """With `wrong_account`: the invited address, masked."""
    store_name: str
    """With the codes of status 410 from `POST /invitations/lookup`: the name of the store."""
    invited_by: str
    """With `store_name`: the name of the grantor, if it is known."""


class _CannotJoinProblem(TypedDict):
    type: str
    """`urn:staffroom:problem:` followed by the code."""
    title: str
    status: int
    detail: str
    code: Literal["already_member", "seat_limit_reached", "idempotency_key_in_use"]


class CannotJoinProblem(_CannotJoinProblem, total=False):
    """CannotJoinProblem"""

    instance: str
    """`urn:request:` followed by the ID of the request; absent in the results of a bulk call."""
    errors: list[InvalidEntry]
    """With `invalid_field`, and with `malformed_request` where a field is what is wrong."""
    id: InvitationId
    """With `already_invited`: the pending invitation."""
    stores: list[Slug]
    """With `owns_stores`: the stores that the person owns, at most 100 of them."""
    limit: int
    """With `seat_limit_reached`: the seats of the plan. With `role_limit_reached`: the roles that the catalog
    allows.
    """
    members: int
    """With `role_in_use`: the members who have the role, counted up to 1,000."""
    invitations: int
    """With `role_in_use`: the pending invitations that offer the role, counted up to 1,000."""
    retry_after: int
    """With `quota_exceeded` and `unavailable`: the seconds in `Retry-After`."""
    invited_email: str
    """With `wrong_account`: the invited address, masked."""
    store_name: str
    """With the codes of status 410 from `POST /invitations/lookup`: the name of the store."""
    invited_by: str
    """With `store_name`: the name of the grantor, if it is known."""


class _CannotMoveProblem(TypedDict):
    type: str
    """`urn:staffroom:problem:` followed by the code."""
    title: str
    status: int
    detail: str
    code: Literal["already_member", "idempotency_key_in_use"]


class CannotMoveProblem(_CannotMoveProblem, total=False):
    """CannotMoveProblem"""

    instance: str
    """`urn:request:` followed by the ID of the request; absent in the results of a bulk call."""
    errors: list[InvalidEntry]
    """With `invalid_field`, and with `malformed_request` where a field is what is wrong."""
    id: InvitationId
    """With `already_invited`: the pending invitation."""
    stores: list[Slug]
    """With `owns_stores`: the stores that the person owns, at most 100 of them."""
    limit: int
    """With `seat_limit_reached`: the seats of the plan. With `role_limit_reached`: the roles that the catalog
    allows.
    """
    members: int
    """With `role_in_use`: the members who have the role, counted up to 1,000."""
    invitations: int
    """With `role_in_use`: the pending invitations that offer the role, counted up to 1,000."""
    retry_after: int
    """With `quota_exceeded` and `unavailable`: the seconds in `Retry-After`."""
    invited_email: str
    """With `wrong_account`: the invited address, masked."""
    store_name: str
    """With the codes of status 410 from `POST /invitations/lookup`: the name of the store."""
    invited_by: str
    """With `store_name`: the name of the grantor, if it is known."""


class _CannotRenewProblem(TypedDict):
    type: str
    """`urn:staffroom:problem:` followed by the code."""
    title: str
    status: int
    detail: str
    code: Literal[
        "invitation_not_pending",
        "already_member",
        "recipient_opted_out",
        "seat_limit_reached",
        "idempotency_key_in_use",
    ]


class CannotRenewProblem(_CannotRenewProblem, total=False):
    """CannotRenewProblem"""

    instance: str
    """`urn:request:` followed by the ID of the request; absent in the results of a bulk call."""
    errors: list[InvalidEntry]
    """With `invalid_field`, and with `malformed_request` where a field is what is wrong."""
    id: InvitationId
    """With `already_invited`: the pending invitation."""
    stores: list[Slug]
    """With `owns_stores`: the stores that the person owns, at most 100 of them."""
    limit: int
    """With `seat_limit_reached`: the seats of the plan. With `role_limit_reached`: the roles that the catalog
    allows.
    """
    members: int
    """With `role_in_use`: the members who have the role, counted up to 1,000."""
    invitations: int
    """With `role_in_use`: the pending invitations that offer the role, counted up to 1,000."""
    retry_after: int
    """With `quota_exceeded` and `unavailable`: the seconds in `Retry-After`."""
    invited_email: str
    """With `wrong_account`: the invited address, masked."""
    store_name: str
    """With the codes of status 410 from `POST /invitations/lookup`: the name of the store."""
    invited_by: str
    """With `store_name`: the name of the grantor, if it is known."""


class _CannotResendProblem(TypedDict):
    type: str
    """`urn:staffroom:problem:` followed by the code."""
    title: str
    status: int
    detail: str
    code: Literal[
        "invitation_not_pending",
        "already_member",
        "recipient_opted_out",
        "seat_limit_reached",
        "idempotency_key_in_use",
    ]


class CannotResendProblem(_CannotResendProblem, total=False):
    """CannotResendProblem"""

    instance: str
    """`urn:request:` followed by the ID of the request; absent in the results of a bulk call."""
    errors: list[InvalidEntry]
    """With `invalid_field`, and with `malformed_request` where a field is what is wrong."""
    id: InvitationId
    """With `already_invited`: the pending invitation."""
    stores: list[Slug]
    """With `owns_stores`: the stores that the person owns, at most 100 of them."""
    limit: int
    """With `seat_limit_reached`: the seats of the plan. With `role_limit_reached`: the roles that the catalog
    allows.
    """
    members: int
    """With `role_in_use`: the members who have the role, counted up to 1,000."""
    invitations: int
    """With `role_in_use`: the pending invitations that offer the role, counted up to 1,000."""
    retry_after: int
    """With `quota_exceeded` and `unavailable`: the seconds in `Retry-After`."""
    invited_email: str
    """With `wrong_account`: the invited address, masked."""
    store_name: str
    """With the codes of status 410 from `POST /invitations/lookup`: the name of the store."""
    invited_by: str
    """With `store_name`: the name of the grantor, if it is known."""


class Catalog(TypedDict):
    """A store's catalog in one language."""

    slug: Slug
    locale: Locale
    """The language of the labels."""
    grants: GrantRule
    invitation_days: int
    """The days for which a link is valid."""
    resource_type: Slug
    """The type of its stores in access evaluations."""
    mails: list[str]
    """The types of events that cause mails, such as `member.removed`."""
    permissions: list[CatalogPermission]
    roles: list[CatalogRole]
    """Those of the catalog, then those of the store's own."""


_CatalogChange = TypedDict(
    "_CatalogChange",
    {
        "from": "str",
        "to": "str",
        "lost": "list[LostGrant]",
        "lost_more": "bool",
    },
)


class CatalogChange(_CatalogChange, total=False):
    """A change of the store's catalog. It makes all existing grants void."""


class CatalogPermission(TypedDict):
    """A permission of a catalog."""

    slug: Slug
    label: str
    description: str
    sections: list[str]
    """The sections of the store's administration to which the permission gives access."""
    owner_only: bool
    """Held by the owner only; cannot be granted."""
    grantable: bool
    """Can be granted. A permission that is neither owner-only nor grantable comes with other permissions."""


class CatalogRole(TypedDict):
    """A role of a catalog, or of a store's own."""

    slug: Slug
    label: str
    description: str
    permissions: Permissions
    built_in: bool
    """Whether it is one of the catalog. The others are the store's own."""


CatalogSlug = Literal["ecwid", "mycommerce", "records", "sendcloud", "ticketing", "whatnot"]


Code = Literal[
    "malformed_request",
    "unauthenticated",
    "forbidden",
    "grant_exceeds_own",
    "owner_is_fixed",
    "role_is_fixed",
    "wrong_account",
    "email_not_verified",
    "member_suspended",
    "not_found",
    "invalid_token",
    "method_not_allowed",
    "already_member",
    "owns_stores",
    "already_invited",
    "recipient_opted_out",
    "invitation_not_pending",
    "seat_limit_reached",
    "role_in_use",
    "role_exists",
    "role_limit_reached",
    "idempotency_key_in_use",
    "invitation_expired",
    "invitation_used",
    "invitation_revoked",
    "invitation_declined",
    "invitation_withdrawn",
    "store_closed",
    "precondition_failed",
    "payload_too_large",
    "unsupported_media_type",
    "invalid_field",
    "idempotency_key_reused",
    "domain_not_allowed",
    "quota_exceeded",
    "internal",
    "unavailable",
]


class Contact(TypedDict):
    """The owner of the store."""

    name: Name
    email: Email


class CreatedWebhook(TypedDict):
    """A webhook that was created, with its secret."""

    id: WebhookId
    url: str
    types: list[EventType]
    """The types of events that are sent. Empty: all."""
    stores: list[Slug]
    """The stores whose events are sent. Empty: all."""
    description: Description | None
    """A note."""
    enabled: bool
    """Whether events are sent."""
    disabled_reason: DisabledReason | None
    """Why no events are sent; null while they are."""
    created_at: Time
    version: Version
    """The version in its `ETag`, for changes made from a list."""
    secret: str
    """The secret that signs (Standard Webhooks). It is shown here only."""


class _Decision(TypedDict):
    decision: bool
    """Whether it is permitted."""


class Decision(_Decision, total=False):
    """Whether the subject may do this."""

    context: Denial
    """Why it is not."""


class Decisions(TypedDict):
    """The decisions on several evaluations, in their order."""

    evaluations: list[Decision]
    """One for each evaluation, or fewer where the semantic ends earlier."""


class _DeclineRequest(TypedDict):
    token: Token
    """The token."""


class DeclineRequest(_DeclineRequest, total=False):
    """The token of a link whose invitation is declined."""

    reason: Reason | None
    """Why, for the inviter."""


# The delivery state of the mail with the current link. - `none`: No mail is sent: the platform or a manager brings
# the link to the invitee. - `queued`: Not sent yet. - `sent`: Accepted by the mail service. - `delivered`: Accepted
# by the recipient's mail server. - `bounced`: Returned by the recipient's mail server. - `complained`: Reported as
# spam by the recipient. - `failed`: Rejected by the mail service.
Delivery = Literal["none", "queued", "sent", "delivered", "bounced", "complained", "failed"]


# How the links of an invitation reach the invitee. - `mail`: Staffroom mails them. - `none`: No mail is sent. The
# platform asks for a link, and brings it to the invitee.
DeliveryChannel = Literal["mail", "none"]


# IDs sort by time
DeliveryId = str


class DeliveryPage(TypedDict):
    """A page of deliveries."""

    deliveries: list[WebhookDelivery]
    """The entries."""
    next_cursor: NextCursor
    """Where the next page begins."""


# What became of a delivery. - `pending`: It is attempted, or will be. - `delivered`: The endpoint took it. -
# `failed`: It is not attempted any more.
DeliveryStatus = Literal["pending", "delivered", "failed"]


class Denial(TypedDict, total=False):
    """Why something is denied."""

    reason_user: dict[str, str]
    """A text for the user by its language: that of the membership, or else of the token or the store."""
    missing: list[str]
    """The permission that the user does not hold."""
    contact: Contact
    """Whom the user can ask; absent if the store does not exist."""
    error: EvaluationError
    """What is wrong with this one of several evaluations."""


# Line breaks and tabs are allowed, other control characters and invisible ones are not
Description = str


# Why no events are sent to a webhook. - `by_platform`: The platform disabled it. - `gone`: The endpoint answered 410:
# it wants nothing any more. - `failing`: Every attempt failed for five days.
DisabledReason = Literal["by_platform", "gone", "failing"]


# A domain in lower-case ASCII (IDNA)
Domain = str


# An address of at most 254 bytes, without a display name, quotes or an IP address. Shown as entered; compared case-
# insensitively. The part before `@` is ASCII and has at most 64 characters, because the mail service reaches no
# other; the domain can have any script. Spaces around it are removed
Email = str


class _EmailNotVerifiedOrSuspendedProblem(TypedDict):
    type: str
    """`urn:staffroom:problem:` followed by the code."""
    title: str
    status: int
    detail: str
    code: Literal["email_not_verified", "member_suspended"]


class EmailNotVerifiedOrSuspendedProblem(_EmailNotVerifiedOrSuspendedProblem, total=False):
    """EmailNotVerifiedOrSuspendedProblem"""

    instance: str
    """`urn:request:` followed by the ID of the request; absent in the results of a bulk call."""
    errors: list[InvalidEntry]
    """With `invalid_field`, and with `malformed_request` where a field is what is wrong."""
    id: InvitationId
    """With `already_invited`: the pending invitation."""
    stores: list[Slug]
    """With `owns_stores`: the stores that the person owns, at most 100 of them."""
    limit: int
    """With `seat_limit_reached`: the seats of the plan. With `role_limit_reached`: the roles that the catalog
    allows.
    """
    members: int
    """With `role_in_use`: the members who have the role, counted up to 1,000."""
    invitations: int
    """With `role_in_use`: the pending invitations that offer the role, counted up to 1,000."""
    retry_after: int
    """With `quota_exceeded` and `unavailable`: the seconds in `Retry-After`."""
    invited_email: str
    """With `wrong_account`: the invited address, masked."""
    store_name: str
    """With the codes of status 410 from `POST /invitations/lookup`: the name of the store."""
    invited_by: str
    """With `store_name`: the name of the grantor, if it is known."""


class _EmailNotVerifiedProblem(TypedDict):
    type: str
    """`urn:staffroom:problem:` followed by the code."""
    title: str
    status: int
    detail: str
    code: Literal["email_not_verified"]


class EmailNotVerifiedProblem(_EmailNotVerifiedProblem, total=False):
    """EmailNotVerifiedProblem"""

    instance: str
    """`urn:request:` followed by the ID of the request; absent in the results of a bulk call."""
    errors: list[InvalidEntry]
    """With `invalid_field`, and with `malformed_request` where a field is what is wrong."""
    id: InvitationId
    """With `already_invited`: the pending invitation."""
    stores: list[Slug]
    """With `owns_stores`: the stores that the person owns, at most 100 of them."""
    limit: int
    """With `seat_limit_reached`: the seats of the plan. With `role_limit_reached`: the roles that the catalog
    allows.
    """
    members: int
    """With `role_in_use`: the members who have the role, counted up to 1,000."""
    invitations: int
    """With `role_in_use`: the pending invitations that offer the role, counted up to 1,000."""
    retry_after: int
    """With `quota_exceeded` and `unavailable`: the seconds in `Retry-After`."""
    invited_email: str
    """With `wrong_account`: the invited address, masked."""
    store_name: str
    """With the codes of status 410 from `POST /invitations/lookup`: the name of the store."""
    invited_by: str
    """With `store_name`: the name of the grantor, if it is known."""


# An address, or `erased` where the person was erased
ErasableEmail = str


class Erasure(TypedDict):
    """An erasure of a person."""

    id: ErasureId
    status: ErasureStatus
    """`done`: table and indexes hold nothing of the person."""
    memberships: int
    """The memberships that ended."""
    invitations: int
    """The unanswered invitations that ended."""
    events: int
    """The events of histories in which the person was replaced."""


# An erasure of a person
ErasureId = str


# Whether an erasure is finished. - `running`: It is in progress. - `done`: Nothing of the person is left in the
# table.
ErasureStatus = Literal["running", "done"]


class EvaluationEntry(TypedDict, total=False):
    """One of several questions. What it leaves out is the default of the request."""

    subject: Subject | None
    action: Action | None
    resource: Resource | None
    context: AnyProperties | None


class EvaluationError(TypedDict):
    """What is wrong with an evaluation."""

    status: int
    """What the status of a single evaluation would be: 400."""
    message: str
    """The field, and what it must be."""


class _EvaluationRequest(TypedDict):
    subject: Subject
    action: Action
    resource: Resource


class EvaluationRequest(_EvaluationRequest, total=False):
    """A question: may the subject do this to the resource?"""

    context: AnyProperties | None
    """The environment of the request. Decisions do not depend on it."""


class EvaluationsOptions(TypedDict, total=False):
    """How the evaluations are carried out."""

    evaluations_semantic: EvaluationsSemantic | None


class EvaluationsRequest(TypedDict, total=False):
    """Up to fifty questions, with defaults for what they leave out."""

    subject: Subject | None
    """For the evaluations that name no subject."""
    action: Action | None
    """For the evaluations that name no action."""
    resource: Resource | None
    """For the evaluations that name no resource."""
    context: AnyProperties | None
    """The environment of the request. Decisions do not depend on it."""
    options: EvaluationsOptions | None
    evaluations: list[EvaluationEntry] | None
    """The questions. Without any, the request is a single question, and so is the response."""


# The answer to a request that may hold several evaluations.
EvaluationsResponse = Decisions | Decision


# How many of the questions are answered. - `execute_all`: All of them. - `deny_on_first_deny`: Those up to the first
# that is denied, which is included. - `permit_on_first_permit`: Those up to the first that is permitted, which is
# included.
EvaluationsSemantic = Literal["execute_all", "deny_on_first_deny", "permit_on_first_permit"]


class InvitationAcceptedEvent(TypedDict):
    """A person joined"""

    id: EventId
    at: Time
    actor: EventActor
    source_ip: str | None
    """The IP address of the request."""
    type: Literal["invitation.accepted"]
    invitation: InvitationSummary
    """The invitation."""
    member: MemberSummary
    """The new member."""


class InvitationChangedEvent(TypedDict):
    """The offer or its language changed"""

    id: EventId
    at: Time
    actor: EventActor
    source_ip: str | None
    """The IP address of the request."""
    type: Literal["invitation.changed"]
    invitation: InvitationSummary
    """The invitation, after."""
    before: Grant
    """The former grant."""


class _InvitationDeclinedEvent(TypedDict):
    id: EventId
    at: Time
    actor: EventActor
    source_ip: str | None
    """The IP address of the request."""
    type: Literal["invitation.declined"]
    invitation: InvitationSummary
    """The invitation."""


class InvitationDeclinedEvent(_InvitationDeclinedEvent, total=False):
    """The invitee declined"""

    reason: Reason
    """The reason, if the invitee gave one."""


class InvitationEvent(TypedDict):
    """`invitation.superseded`: the invitation ended because its addressee is a member or the owner, or has left the
    store since. `invitation.expired`: the term of an unanswered invitation ended
    """

    id: EventId
    at: Time
    actor: EventActor
    source_ip: str | None
    """The IP address of the request."""
    type: Literal[
        "invitation.created",
        "invitation.resent",
        "invitation.link_copied",
        "invitation.revoked",
        "invitation.superseded",
        "invitation.withdrawn",
        "invitation.expired",
    ]
    invitation: InvitationSummary
    """The invitation."""


class InvitationUndeliveredEvent(TypedDict):
    """The mail of the invitation did not arrive, or was reported as spam"""

    id: EventId
    at: Time
    actor: EventActor
    source_ip: str | None
    """The IP address of the request."""
    type: Literal["invitation.undelivered"]
    invitation: InvitationSummary
    """The invitation."""
    delivery: Delivery
    """The delivery state of the mail."""


class MemberAccessEvent(TypedDict):
    """The access of a member ends within a week, or has ended"""

    id: EventId
    at: Time
    actor: EventActor
    source_ip: str | None
    """The IP address of the request."""
    type: Literal["member.access_ending", "member.access_ended"]
    member: MemberSummary
    """The member."""
    access_ends_at: Time
    """When the access ends, or ended."""


class _MemberAddedEvent(TypedDict):
    id: EventId
    at: Time
    actor: EventActor
    source_ip: str | None
    """The IP address of the request."""
    type: Literal["member.added"]
    member: MemberSummary
    """The member."""


class MemberAddedEvent(_MemberAddedEvent, total=False):
    """The platform made a person a member"""

    notify: Notify
    """Who is told."""
    access_ends_at: Time
    """When their access ends by itself."""


class _MemberChangedEvent(TypedDict):
    id: EventId
    at: Time
    actor: EventActor
    source_ip: str | None
    """The IP address of the request."""
    type: Literal["member.changed"]
    member: MemberSummary
    """The member, after."""
    before: Grant
    """The former grant."""


class MemberChangedEvent(_MemberChangedEvent, total=False):
    """The grant of a member, or the end of their access, changed"""

    notify: Notify
    """Who is told."""
    access_ends_at: Time
    """When their access ends by itself."""
    access_ends_at_before: Time
    """When their access would have ended by itself before the change."""


class MemberEvent(TypedDict):
    """A manager or the platform removed the member, or the member left"""

    id: EventId
    at: Time
    actor: EventActor
    source_ip: str | None
    """The IP address of the request."""
    type: Literal["member.removed", "member.left"]
    member: MemberSummary
    """The member, as they were."""


class _MemberProfileChangedEvent(TypedDict):
    id: EventId
    at: Time
    actor: EventActor
    source_ip: str | None
    """The IP address of the request."""
    type: Literal["member.profile_changed"]
    member: MemberSummary
    """The member, after."""


class MemberProfileChangedEvent(_MemberProfileChangedEvent, total=False):
    """A member changed their name, language or address"""

    email_before: ErasableEmail
    """The former address, if the address changed."""


class MemberSuspensionEvent(TypedDict):
    """A manager suspended the member, or resumed their access"""

    id: EventId
    at: Time
    actor: EventActor
    source_ip: str | None
    """The IP address of the request."""
    type: Literal["member.suspended", "member.resumed"]
    member: MemberSummary
    """The member."""


class PersonErasedEvent(TypedDict):
    """A person was erased. `user_id` is the ID that stands for them in the history"""

    id: EventId
    at: Time
    actor: EventActor
    source_ip: str | None
    """The IP address of the request."""
    type: Literal["person.erased"]
    user_id: UserId
    """The person; the id that stands for them in the history, once the event is published."""


class PersonMovedEvent(TypedDict):
    """The platform moved a person to another ID: from `moved_from` to `user_id`"""

    id: EventId
    at: Time
    actor: EventActor
    source_ip: str | None
    """The IP address of the request."""
    type: Literal["person.moved"]
    user_id: UserId
    """The id that they have since then."""
    moved_from: UserId
    """The id that they had before."""


class RoleChangedEvent(TypedDict):
    """A manager changed a role of the store's own"""

    id: EventId
    at: Time
    actor: EventActor
    source_ip: str | None
    """The IP address of the request."""
    type: Literal["role.changed"]
    role: RoleSummary
    """The role, after."""
    before: RoleSummary
    """The role, before."""


class RoleCreatedEvent(TypedDict):
    """A manager created a role of the store's own"""

    id: EventId
    at: Time
    actor: EventActor
    source_ip: str | None
    """The IP address of the request."""
    type: Literal["role.created"]
    role: RoleSummary
    """The role."""


class _RoleDeletedEvent(TypedDict):
    id: EventId
    at: Time
    actor: EventActor
    source_ip: str | None
    """The IP address of the request."""
    type: Literal["role.deleted"]
    role: RoleSummary
    """The role, as it was."""


class RoleDeletedEvent(_RoleDeletedEvent, total=False):
    """A manager deleted a role of the store's own"""

    replaced_by: Slug
    """The role that everyone who had it has in its place; absent if nobody had it."""


class _StoreChangedEvent(TypedDict):
    id: EventId
    at: Time
    actor: EventActor
    source_ip: str | None
    """The IP address of the request."""
    type: Literal["store.changed"]


class StoreChangedEvent(_StoreChangedEvent, total=False):
    """Settings, name, language, plan, catalog, owner data or address changed. Only what changed is given"""

    metadata: Metadata
    """The new metadata."""
    name: Name
    """The new name."""
    locale: str
    """The new language."""
    time_zone: str
    """The new time zone."""
    plan: str
    """The new plan."""
    settings: Settings
    """The new settings."""
    catalog: CatalogChange
    """The change of catalog, with the members who lost their rights by it."""
    owner: OwnerChange
    """The change of the owner's name or address."""
    admin_url: AdminUrlChange
    """The change of the address of the store's administration."""


class StoreEvent(TypedDict):
    """The platform created the store (`store.created`), or the owner should review who has access (`review.due`)"""

    id: EventId
    at: Time
    actor: EventActor
    source_ip: str | None
    """The IP address of the request."""
    type: Literal["store.created", "review.due"]


_StoreTransferredEvent = TypedDict(
    "_StoreTransferredEvent",
    {
        "id": "EventId",
        "at": "Time",
        "actor": "EventActor",
        "source_ip": "str | None",
        "type": "Literal['store.transferred']",
        "from": "Owner",
        "to": "Owner",
    },
)


class StoreTransferredEvent(_StoreTransferredEvent, total=False):
    """The store has another owner"""


# An event of a type that this description knows
KnownEvent = (
    StoreEvent
    | StoreChangedEvent
    | StoreTransferredEvent
    | InvitationEvent
    | InvitationChangedEvent
    | InvitationAcceptedEvent
    | InvitationDeclinedEvent
    | InvitationUndeliveredEvent
    | MemberEvent
    | MemberSuspensionEvent
    | MemberAddedEvent
    | MemberChangedEvent
    | MemberProfileChangedEvent
    | MemberAccessEvent
    | ActivityPutEvent
    | ActivityDeletedEvent
    | PersonErasedEvent
    | PersonMovedEvent
    | RoleCreatedEvent
    | RoleChangedEvent
    | RoleDeletedEvent
    | AppInstalledEvent
)


class OtherEvent(TypedDict):
    """An event of a type that this description does not know. It can have any further fields"""

    id: EventId
    at: Time
    actor: EventActor
    source_ip: str | None
    """The IP address of the request."""
    type: str


# An event in the history of a store. `type` determines the further fields. Further types can be added, and an event
# of another version of the product is shown as it was written: both are `OtherEvent` to a client that does not know
# their type.
Event = KnownEvent | OtherEvent


class _EventActor(TypedDict):
    kind: Literal["invitee", "platform", "service", "user"]
    """- `platform`: The platform's own back end. - `invitee`: A person who uses an invitation's link, and whose
    account is not known. - `user`: A signed-in person. - `service`: Staffroom itself, because of a report of SES
    or because a time was reached.
    """


class EventActor(_EventActor, total=False):
    """The actor of an event."""

    name: Name
    """With `user`: the person's name, if it is known."""
    user_id: UserId
    """With `user`: the person."""


class EventBase(TypedDict):
    """What every event has"""

    id: EventId
    at: Time
    actor: EventActor
    source_ip: str | None
    """The IP address of the request."""


# IDs sort by time
EventId = str


class EventPage(TypedDict):
    """A page of events."""

    events: list[Event]
    """The entries."""
    next_cursor: NextCursor
    """Where the next page begins."""


class EventSubject(TypedDict):
    """What an event is about."""

    kind: SubjectKind
    """Its kind."""
    id: str
    """Its ID, which is unique in its store."""


# A type of published event, or `webhook.test`
EventType = Literal[
    "store.created",
    "store.changed",
    "store.transferred",
    "store.closed",
    "invitation.created",
    "invitation.changed",
    "invitation.resent",
    "invitation.accepted",
    "invitation.declined",
    "invitation.revoked",
    "invitation.superseded",
    "invitation.withdrawn",
    "invitation.expired",
    "invitation.undelivered",
    "member.added",
    "member.changed",
    "member.removed",
    "member.left",
    "member.suspended",
    "member.resumed",
    "member.access_ended",
    "member.profile_changed",
    "activity.put",
    "activity.deleted",
    "person.erased",
    "person.moved",
    "role.created",
    "role.changed",
    "role.deleted",
    "seats.changed",
    "webhook.test",
]


class Export(TypedDict):
    """A page of what is kept of a person."""

    person: ExportedPerson
    items: list[ExportedItem]
    """The records, store by store. A page can have few, or none, and still have a next page."""
    next_cursor: str | None
    """The `cursor` of the next page; null on the last one."""


class _ExportOfAddress(TypedDict):
    email: Email
    """An address. The members who have it are included."""


class ExportOfAddress(_ExportOfAddress, total=False):
    """With `email`"""

    stores: list[Slug]
    """Stores that are looked through beside those that are found: a store that the person left more than 180 days
    ago, or that invited them more than 90 days before, is not found by itself.
    """
    cursor: str | None
    """The `next_cursor` of the page before, for the same person."""
    limit: int
    """The largest number of items; 100 without it."""


class _ExportOfUser(TypedDict):
    user_id: UserId
    """The person. The addresses that are known of them are included."""


class ExportOfUser(_ExportOfUser, total=False):
    """With `user_id`"""

    stores: list[Slug]
    """Stores that are looked through beside those that are found: a store that the person left more than 180 days
    ago, or that invited them more than 90 days before, is not found by itself.
    """
    cursor: str | None
    """The `next_cursor` of the page before, for the same person."""
    limit: int
    """The largest number of items; 100 without it."""


# A person, and a page of what is kept of them. Either `user_id` or `email`.
ExportRequest = ExportOfUser | ExportOfAddress


class ExportedItem(TypedDict):
    """A record that has something of a person."""

    store_id: Slug | None
    """The store; null for what is kept outside of stores."""
    kind: str
    """The kind of record, such as `member`, `invitation` or `event`. Further kinds can be added."""
    data: dict[str, Any]
    """What it holds. Its fields are those of the kind."""


class ExportedPerson(TypedDict):
    """What is known of a person by itself."""

    user_ids: list[UserId]
    """The IDs: the one that was asked for, or those of the members who have the address."""
    addresses: list[Email]
    """The addresses that are known of the person."""


class _ForbiddenGrantProblem(TypedDict):
    type: str
    """`urn:staffroom:problem:` followed by the code."""
    title: str
    status: int
    detail: str
    code: Literal["forbidden", "grant_exceeds_own", "member_suspended"]


class ForbiddenGrantProblem(_ForbiddenGrantProblem, total=False):
    """ForbiddenGrantProblem"""

    instance: str
    """`urn:request:` followed by the ID of the request; absent in the results of a bulk call."""
    errors: list[InvalidEntry]
    """With `invalid_field`, and with `malformed_request` where a field is what is wrong."""
    id: InvitationId
    """With `already_invited`: the pending invitation."""
    stores: list[Slug]
    """With `owns_stores`: the stores that the person owns, at most 100 of them."""
    limit: int
    """With `seat_limit_reached`: the seats of the plan. With `role_limit_reached`: the roles that the catalog
    allows.
    """
    members: int
    """With `role_in_use`: the members who have the role, counted up to 1,000."""
    invitations: int
    """With `role_in_use`: the pending invitations that offer the role, counted up to 1,000."""
    retry_after: int
    """With `quota_exceeded` and `unavailable`: the seconds in `Retry-After`."""
    invited_email: str
    """With `wrong_account`: the invited address, masked."""
    store_name: str
    """With the codes of status 410 from `POST /invitations/lookup`: the name of the store."""
    invited_by: str
    """With `store_name`: the name of the grantor, if it is known."""


class _ForbiddenMemberProblem(TypedDict):
    type: str
    """`urn:staffroom:problem:` followed by the code."""
    title: str
    status: int
    detail: str
    code: Literal["forbidden", "grant_exceeds_own", "owner_is_fixed", "member_suspended"]


class ForbiddenMemberProblem(_ForbiddenMemberProblem, total=False):
    """ForbiddenMemberProblem"""

    instance: str
    """`urn:request:` followed by the ID of the request; absent in the results of a bulk call."""
    errors: list[InvalidEntry]
    """With `invalid_field`, and with `malformed_request` where a field is what is wrong."""
    id: InvitationId
    """With `already_invited`: the pending invitation."""
    stores: list[Slug]
    """With `owns_stores`: the stores that the person owns, at most 100 of them."""
    limit: int
    """With `seat_limit_reached`: the seats of the plan. With `role_limit_reached`: the roles that the catalog
    allows.
    """
    members: int
    """With `role_in_use`: the members who have the role, counted up to 1,000."""
    invitations: int
    """With `role_in_use`: the pending invitations that offer the role, counted up to 1,000."""
    retry_after: int
    """With `quota_exceeded` and `unavailable`: the seconds in `Retry-After`."""
    invited_email: str
    """With `wrong_account`: the invited address, masked."""
    store_name: str
    """With the codes of status 410 from `POST /invitations/lookup`: the name of the store."""
    invited_by: str
    """With `store_name`: the name of the grantor, if it is known."""


class _ForbiddenOwnRoleProblem(TypedDict):
    type: str
    """`urn:staffroom:problem:` followed by the code."""
    title: str
    status: int
    detail: str
    code: Literal["forbidden", "grant_exceeds_own", "role_is_fixed", "member_suspended"]


class ForbiddenOwnRoleProblem(_ForbiddenOwnRoleProblem, total=False):
    """ForbiddenOwnRoleProblem"""

    instance: str
    """`urn:request:` followed by the ID of the request; absent in the results of a bulk call."""
    errors: list[InvalidEntry]
    """With `invalid_field`, and with `malformed_request` where a field is what is wrong."""
    id: InvitationId
    """With `already_invited`: the pending invitation."""
    stores: list[Slug]
    """With `owns_stores`: the stores that the person owns, at most 100 of them."""
    limit: int
    """With `seat_limit_reached`: the seats of the plan. With `role_limit_reached`: the roles that the catalog
    allows.
    """
    members: int
    """With `role_in_use`: the members who have the role, counted up to 1,000."""
    invitations: int
    """With `role_in_use`: the pending invitations that offer the role, counted up to 1,000."""
    retry_after: int
    """With `quota_exceeded` and `unavailable`: the seconds in `Retry-After`."""
    invited_email: str
    """With `wrong_account`: the invited address, masked."""
    store_name: str
    """With the codes of status 410 from `POST /invitations/lookup`: the name of the store."""
    invited_by: str
    """With `store_name`: the name of the grantor, if it is known."""


class _ForbiddenOwnerProblem(TypedDict):
    type: str
    """`urn:staffroom:problem:` followed by the code."""
    title: str
    status: int
    detail: str
    code: Literal["forbidden", "owner_is_fixed"]


class ForbiddenOwnerProblem(_ForbiddenOwnerProblem, total=False):
    """ForbiddenOwnerProblem"""

    instance: str
    """`urn:request:` followed by the ID of the request; absent in the results of a bulk call."""
    errors: list[InvalidEntry]
    """With `invalid_field`, and with `malformed_request` where a field is what is wrong."""
    id: InvitationId
    """With `already_invited`: the pending invitation."""
    stores: list[Slug]
    """With `owns_stores`: the stores that the person owns, at most 100 of them."""
    limit: int
    """With `seat_limit_reached`: the seats of the plan. With `role_limit_reached`: the roles that the catalog
    allows.
    """
    members: int
    """With `role_in_use`: the members who have the role, counted up to 1,000."""
    invitations: int
    """With `role_in_use`: the pending invitations that offer the role, counted up to 1,000."""
    retry_after: int
    """With `quota_exceeded` and `unavailable`: the seconds in `Retry-After`."""
    invited_email: str
    """With `wrong_account`: the invited address, masked."""
    store_name: str
    """With the codes of status 410 from `POST /invitations/lookup`: the name of the store."""
    invited_by: str
    """With `store_name`: the name of the grantor, if it is known."""


class _ForbiddenProblem(TypedDict):
    type: str
    """`urn:staffroom:problem:` followed by the code."""
    title: str
    status: int
    detail: str
    code: Literal["forbidden", "member_suspended"]


class ForbiddenProblem(_ForbiddenProblem, total=False):
    """ForbiddenProblem"""

    instance: str
    """`urn:request:` followed by the ID of the request; absent in the results of a bulk call."""
    errors: list[InvalidEntry]
    """With `invalid_field`, and with `malformed_request` where a field is what is wrong."""
    id: InvitationId
    """With `already_invited`: the pending invitation."""
    stores: list[Slug]
    """With `owns_stores`: the stores that the person owns, at most 100 of them."""
    limit: int
    """With `seat_limit_reached`: the seats of the plan. With `role_limit_reached`: the roles that the catalog
    allows.
    """
    members: int
    """With `role_in_use`: the members who have the role, counted up to 1,000."""
    invitations: int
    """With `role_in_use`: the pending invitations that offer the role, counted up to 1,000."""
    retry_after: int
    """With `quota_exceeded` and `unavailable`: the seconds in `Retry-After`."""
    invited_email: str
    """With `wrong_account`: the invited address, masked."""
    store_name: str
    """With the codes of status 410 from `POST /invitations/lookup`: the name of the store."""
    invited_by: str
    """With `store_name`: the name of the grantor, if it is known."""


class _ForbiddenRoleProblem(TypedDict):
    type: str
    """`urn:staffroom:problem:` followed by the code."""
    title: str
    status: int
    detail: str
    code: Literal["forbidden", "grant_exceeds_own", "member_suspended"]


class ForbiddenRoleProblem(_ForbiddenRoleProblem, total=False):
    """ForbiddenRoleProblem"""

    instance: str
    """`urn:request:` followed by the ID of the request; absent in the results of a bulk call."""
    errors: list[InvalidEntry]
    """With `invalid_field`, and with `malformed_request` where a field is what is wrong."""
    id: InvitationId
    """With `already_invited`: the pending invitation."""
    stores: list[Slug]
    """With `owns_stores`: the stores that the person owns, at most 100 of them."""
    limit: int
    """With `seat_limit_reached`: the seats of the plan. With `role_limit_reached`: the roles that the catalog
    allows.
    """
    members: int
    """With `role_in_use`: the members who have the role, counted up to 1,000."""
    invitations: int
    """With `role_in_use`: the pending invitations that offer the role, counted up to 1,000."""
    retry_after: int
    """With `quota_exceeded` and `unavailable`: the seconds in `Retry-After`."""
    invited_email: str
    """With `wrong_account`: the invited address, masked."""
    store_name: str
    """With the codes of status 410 from `POST /invitations/lookup`: the name of the store."""
    invited_by: str
    """With `store_name`: the name of the grantor, if it is known."""


class GatewayMessage(TypedDict):
    """A response of API Gateway itself"""

    message: str | None


class _GoneForGoodProblem(TypedDict):
    type: str
    """`urn:staffroom:problem:` followed by the code."""
    title: str
    status: int
    detail: str
    code: Literal[
        "invitation_expired",
        "invitation_used",
        "invitation_revoked",
        "invitation_declined",
        "invitation_withdrawn",
        "store_closed",
    ]


class GoneForGoodProblem(_GoneForGoodProblem, total=False):
    """GoneForGoodProblem"""

    instance: str
    """`urn:request:` followed by the ID of the request; absent in the results of a bulk call."""
    errors: list[InvalidEntry]
    """With `invalid_field`, and with `malformed_request` where a field is what is wrong."""
    id: InvitationId
    """With `already_invited`: the pending invitation."""
    stores: list[Slug]
    """With `owns_stores`: the stores that the person owns, at most 100 of them."""
    limit: int
    """With `seat_limit_reached`: the seats of the plan. With `role_limit_reached`: the roles that the catalog
    allows.
    """
    members: int
    """With `role_in_use`: the members who have the role, counted up to 1,000."""
    invitations: int
    """With `role_in_use`: the pending invitations that offer the role, counted up to 1,000."""
    retry_after: int
    """With `quota_exceeded` and `unavailable`: the seconds in `Retry-After`."""
    invited_email: str
    """With `wrong_account`: the invited address, masked."""
    store_name: str
    """With the codes of status 410 from `POST /invitations/lookup`: the name of the store."""
    invited_by: str
    """With `store_name`: the name of the grantor, if it is known."""


class _GoneProblem(TypedDict):
    type: str
    """`urn:staffroom:problem:` followed by the code."""
    title: str
    status: int
    detail: str
    code: Literal[
        "invitation_expired",
        "invitation_used",
        "invitation_revoked",
        "invitation_declined",
        "invitation_withdrawn",
        "store_closed",
    ]


class GoneProblem(_GoneProblem, total=False):
    """GoneProblem"""

    instance: str
    """`urn:request:` followed by the ID of the request; absent in the results of a bulk call."""
    errors: list[InvalidEntry]
    """With `invalid_field`, and with `malformed_request` where a field is what is wrong."""
    id: InvitationId
    """With `already_invited`: the pending invitation."""
    stores: list[Slug]
    """With `owns_stores`: the stores that the person owns, at most 100 of them."""
    limit: int
    """With `seat_limit_reached`: the seats of the plan. With `role_limit_reached`: the roles that the catalog
    allows.
    """
    members: int
    """With `role_in_use`: the members who have the role, counted up to 1,000."""
    invitations: int
    """With `role_in_use`: the pending invitations that offer the role, counted up to 1,000."""
    retry_after: int
    """With `quota_exceeded` and `unavailable`: the seconds in `Retry-After`."""
    invited_email: str
    """With `wrong_account`: the invited address, masked."""
    store_name: str
    """With the codes of status 410 from `POST /invitations/lookup`: the name of the store."""
    invited_by: str
    """With `store_name`: the name of the grantor, if it is known."""


class Grant(TypedDict):
    """The roles and permissions of a member, or those that an invitation offers."""

    roles: Roles
    """Named sets of permissions."""
    permissions: Permissions
    """Permissions given one by one."""


class GrantRule(TypedDict):
    """The form of a grant."""

    roles: Quantity
    """How many roles a grant has."""
    permissions: Quantity
    """How many individual permissions a grant has."""
    default_role: Slug | None
    """The role of a grant without roles."""
    custom_roles: int
    """How many roles of its own the store may have. A grant can hold them even where it holds none of the catalog."""


class Grantor(TypedDict):
    """The person who created, resent or changed the invitation last."""

    user_id: UserId
    name: Name | None


class _IdempotencyKeyInUseProblem(TypedDict):
    type: str
    """`urn:staffroom:problem:` followed by the code."""
    title: str
    status: int
    detail: str
    code: Literal["idempotency_key_in_use"]


class IdempotencyKeyInUseProblem(_IdempotencyKeyInUseProblem, total=False):
    """IdempotencyKeyInUseProblem"""

    instance: str
    """`urn:request:` followed by the ID of the request; absent in the results of a bulk call."""
    errors: list[InvalidEntry]
    """With `invalid_field`, and with `malformed_request` where a field is what is wrong."""
    id: InvitationId
    """With `already_invited`: the pending invitation."""
    stores: list[Slug]
    """With `owns_stores`: the stores that the person owns, at most 100 of them."""
    limit: int
    """With `seat_limit_reached`: the seats of the plan. With `role_limit_reached`: the roles that the catalog
    allows.
    """
    members: int
    """With `role_in_use`: the members who have the role, counted up to 1,000."""
    invitations: int
    """With `role_in_use`: the pending invitations that offer the role, counted up to 1,000."""
    retry_after: int
    """With `quota_exceeded` and `unavailable`: the seconds in `Retry-After`."""
    invited_email: str
    """With `wrong_account`: the invited address, masked."""
    store_name: str
    """With the codes of status 410 from `POST /invitations/lookup`: the name of the store."""
    invited_by: str
    """With `store_name`: the name of the grantor, if it is known."""


class InstalledApp(TypedDict):
    """An app."""

    name: Name
    """The name of the app."""


class _InternalProblem(TypedDict):
    type: str
    """`urn:staffroom:problem:` followed by the code."""
    title: str
    status: int
    detail: str
    code: Literal["internal"]


class InternalProblem(_InternalProblem, total=False):
    """InternalProblem"""

    instance: str
    """`urn:request:` followed by the ID of the request; absent in the results of a bulk call."""
    errors: list[InvalidEntry]
    """With `invalid_field`, and with `malformed_request` where a field is what is wrong."""
    id: InvitationId
    """With `already_invited`: the pending invitation."""
    stores: list[Slug]
    """With `owns_stores`: the stores that the person owns, at most 100 of them."""
    limit: int
    """With `seat_limit_reached`: the seats of the plan. With `role_limit_reached`: the roles that the catalog
    allows.
    """
    members: int
    """With `role_in_use`: the members who have the role, counted up to 1,000."""
    invitations: int
    """With `role_in_use`: the pending invitations that offer the role, counted up to 1,000."""
    retry_after: int
    """With `quota_exceeded` and `unavailable`: the seconds in `Retry-After`."""
    invited_email: str
    """With `wrong_account`: the invited address, masked."""
    store_name: str
    """With the codes of status 410 from `POST /invitations/lookup`: the name of the store."""
    invited_by: str
    """With `store_name`: the name of the grantor, if it is known."""


class InvalidEntry(TypedDict):
    """A field, query parameter or header that is not valid."""

    pointer: str
    """A JSON pointer into the body (RFC 6901), or the name of a query parameter or header."""
    detail: str
    """What the value must be."""


class _InvalidFieldDomainOrKeyProblem(TypedDict):
    type: str
    """`urn:staffroom:problem:` followed by the code."""
    title: str
    status: int
    detail: str
    code: Literal["invalid_field", "domain_not_allowed", "idempotency_key_reused"]


class InvalidFieldDomainOrKeyProblem(_InvalidFieldDomainOrKeyProblem, total=False):
    """InvalidFieldDomainOrKeyProblem"""

    instance: str
    """`urn:request:` followed by the ID of the request; absent in the results of a bulk call."""
    errors: list[InvalidEntry]
    """With `invalid_field`, and with `malformed_request` where a field is what is wrong."""
    id: InvitationId
    """With `already_invited`: the pending invitation."""
    stores: list[Slug]
    """With `owns_stores`: the stores that the person owns, at most 100 of them."""
    limit: int
    """With `seat_limit_reached`: the seats of the plan. With `role_limit_reached`: the roles that the catalog
    allows.
    """
    members: int
    """With `role_in_use`: the members who have the role, counted up to 1,000."""
    invitations: int
    """With `role_in_use`: the pending invitations that offer the role, counted up to 1,000."""
    retry_after: int
    """With `quota_exceeded` and `unavailable`: the seconds in `Retry-After`."""
    invited_email: str
    """With `wrong_account`: the invited address, masked."""
    store_name: str
    """With the codes of status 410 from `POST /invitations/lookup`: the name of the store."""
    invited_by: str
    """With `store_name`: the name of the grantor, if it is known."""


class _InvalidFieldOrDomainProblem(TypedDict):
    type: str
    """`urn:staffroom:problem:` followed by the code."""
    title: str
    status: int
    detail: str
    code: Literal["invalid_field", "domain_not_allowed"]


class InvalidFieldOrDomainProblem(_InvalidFieldOrDomainProblem, total=False):
    """InvalidFieldOrDomainProblem"""

    instance: str
    """`urn:request:` followed by the ID of the request; absent in the results of a bulk call."""
    errors: list[InvalidEntry]
    """With `invalid_field`, and with `malformed_request` where a field is what is wrong."""
    id: InvitationId
    """With `already_invited`: the pending invitation."""
    stores: list[Slug]
    """With `owns_stores`: the stores that the person owns, at most 100 of them."""
    limit: int
    """With `seat_limit_reached`: the seats of the plan. With `role_limit_reached`: the roles that the catalog
    allows.
    """
    members: int
    """With `role_in_use`: the members who have the role, counted up to 1,000."""
    invitations: int
    """With `role_in_use`: the pending invitations that offer the role, counted up to 1,000."""
    retry_after: int
    """With `quota_exceeded` and `unavailable`: the seconds in `Retry-After`."""
    invited_email: str
    """With `wrong_account`: the invited address, masked."""
    store_name: str
    """With the codes of status 410 from `POST /invitations/lookup`: the name of the store."""
    invited_by: str
    """With `store_name`: the name of the grantor, if it is known."""


class _InvalidFieldOrKeyProblem(TypedDict):
    type: str
    """`urn:staffroom:problem:` followed by the code."""
    title: str
    status: int
    detail: str
    code: Literal["invalid_field", "idempotency_key_reused"]


class InvalidFieldOrKeyProblem(_InvalidFieldOrKeyProblem, total=False):
    """InvalidFieldOrKeyProblem"""

    instance: str
    """`urn:request:` followed by the ID of the request; absent in the results of a bulk call."""
    errors: list[InvalidEntry]
    """With `invalid_field`, and with `malformed_request` where a field is what is wrong."""
    id: InvitationId
    """With `already_invited`: the pending invitation."""
    stores: list[Slug]
    """With `owns_stores`: the stores that the person owns, at most 100 of them."""
    limit: int
    """With `seat_limit_reached`: the seats of the plan. With `role_limit_reached`: the roles that the catalog
    allows.
    """
    members: int
    """With `role_in_use`: the members who have the role, counted up to 1,000."""
    invitations: int
    """With `role_in_use`: the pending invitations that offer the role, counted up to 1,000."""
    retry_after: int
    """With `quota_exceeded` and `unavailable`: the seconds in `Retry-After`."""
    invited_email: str
    """With `wrong_account`: the invited address, masked."""
    store_name: str
    """With the codes of status 410 from `POST /invitations/lookup`: the name of the store."""
    invited_by: str
    """With `store_name`: the name of the grantor, if it is known."""


class _InvalidFieldProblem(TypedDict):
    type: str
    """`urn:staffroom:problem:` followed by the code."""
    title: str
    status: int
    detail: str
    errors: list[InvalidEntry]
    """With `invalid_field`, and with `malformed_request` where a field is what is wrong."""
    code: Literal["invalid_field"]


class InvalidFieldProblem(_InvalidFieldProblem, total=False):
    """InvalidFieldProblem"""

    instance: str
    """`urn:request:` followed by the ID of the request; absent in the results of a bulk call."""
    id: InvitationId
    """With `already_invited`: the pending invitation."""
    stores: list[Slug]
    """With `owns_stores`: the stores that the person owns, at most 100 of them."""
    limit: int
    """With `seat_limit_reached`: the seats of the plan. With `role_limit_reached`: the roles that the catalog
    allows.
    """
    members: int
    """With `role_in_use`: the members who have the role, counted up to 1,000."""
    invitations: int
    """With `role_in_use`: the pending invitations that offer the role, counted up to 1,000."""
    retry_after: int
    """With `quota_exceeded` and `unavailable`: the seconds in `Retry-After`."""
    invited_email: str
    """With `wrong_account`: the invited address, masked."""
    store_name: str
    """With the codes of status 410 from `POST /invitations/lookup`: the name of the store."""
    invited_by: str
    """With `store_name`: the name of the grantor, if it is known."""


class _InvalidTokenProblem(TypedDict):
    type: str
    """`urn:staffroom:problem:` followed by the code."""
    title: str
    status: int
    detail: str
    code: Literal["invalid_token"]


class InvalidTokenProblem(_InvalidTokenProblem, total=False):
    """InvalidTokenProblem"""

    instance: str
    """`urn:request:` followed by the ID of the request; absent in the results of a bulk call."""
    errors: list[InvalidEntry]
    """With `invalid_field`, and with `malformed_request` where a field is what is wrong."""
    id: InvitationId
    """With `already_invited`: the pending invitation."""
    stores: list[Slug]
    """With `owns_stores`: the stores that the person owns, at most 100 of them."""
    limit: int
    """With `seat_limit_reached`: the seats of the plan. With `role_limit_reached`: the roles that the catalog
    allows.
    """
    members: int
    """With `role_in_use`: the members who have the role, counted up to 1,000."""
    invitations: int
    """With `role_in_use`: the pending invitations that offer the role, counted up to 1,000."""
    retry_after: int
    """With `quota_exceeded` and `unavailable`: the seconds in `Retry-After`."""
    invited_email: str
    """With `wrong_account`: the invited address, masked."""
    store_name: str
    """With the codes of status 410 from `POST /invitations/lookup`: the name of the store."""
    invited_by: str
    """With `store_name`: the name of the grantor, if it is known."""


class Invitation(TypedDict):
    """An invitation, for managers and for its invitee."""

    id: InvitationId
    store_id: Slug
    email: Email
    roles: Roles
    """As granted; empty for the owner."""
    permissions: Permissions
    """As granted; empty for the owner."""
    locale: Locale
    status: Status
    delivery: Delivery
    invited_by: Grantor
    created_at: Time
    expires_at: Time
    """When the link expires; not later than `access_ends_at`."""
    access_ends_at: TimeOrNull
    """When the access will end; null if it does not end."""
    note: Note | None
    """What the inviter wrote."""
    metadata: Metadata
    decline_reason: Reason | None
    """The reason that the invitee gave."""
    version: Version
    """The version in its `ETag`, for changes made from a list."""


class InvitationChange(TypedDict, total=False):
    """A change of an invitation. Omitted fields keep their values."""

    roles: Roles
    """Replaces the offered roles."""
    permissions: Permissions
    """Replaces the offered permissions."""
    locale: LocaleTag
    """The language of the invitee."""
    email: Email
    """Another address to invite."""
    access_ends_at: TimeOrNull
    """When the offered access ends: in the future; null if it does not end by itself."""
    note: Note | None
    """Another note for the mails to come; null for none."""
    metadata: Metadata
    """Replaces the metadata."""


# In lower case. Derived from store and address, so it is the same each time the address is invited to the store
InvitationId = str


class InvitationPage(TypedDict):
    """A page of invitations."""

    invitations: list[Invitation]
    """The entries."""
    next_cursor: NextCursor
    """Where the next page begins."""


class _InvitationSummary(TypedDict):
    id: InvitationId
    """The invitation."""
    email: ErasableEmail
    """The invited address."""
    generation: int
    """The number of the link, which increases with each new link. The first is the time in seconds since 1970."""
    grant: Grant
    """The offered grant."""
    invited_by: UserId
    """The grantor."""


class InvitationSummary(_InvitationSummary, total=False):
    """An invitation, as an event contains it."""

    access_ends_at: Time
    """When the access that is offered ends by itself."""


class InvitedBy(TypedDict):
    """A person who invites."""

    user_id: UserId
    """The person at the identity provider."""


class Joined(TypedDict):
    """A store and the membership of the person who joined it."""

    store: StoreSummary
    """The store."""
    member: Member
    """The membership."""


class KeptAddress(TypedDict):
    """A membership that keeps its address."""

    store_id: Slug
    """The store."""
    email: Email
    """The address that the membership keeps."""
    code: Literal["domain_not_allowed", "already_member"]
    """The reason: the store does not allow the domain of the new address, or another person on its team has it."""


class Link(TypedDict):
    """The link of an invitation. Each call makes a new one, and the former one is dead."""

    url: str
    """The address of the page on which the invitation is accepted or declined. Whoever has it can decline."""
    expires_at: Time
    """When the link expires."""


# A supported language
Locale = Literal["de", "en", "es", "fr", "it", "nl", "pl"]


# A language tag such as `fr`, `fr-CA` or `fr_CA`. Only the language is used, and its case is not
LocaleTag = str


class Lookup(TypedDict):
    """The content of the page that a link opens."""

    store: StoreSummary
    email: Email
    """The invited address."""
    account: Literal["any", "invited"]
    """Who may accept: a user with any verified address, or only one with the invited address."""
    status: Literal["pending"]
    invited_by: Name | None
    """The name of the grantor."""
    locale: Locale
    """The language of the invitation."""
    roles: list[Right]
    """In the order of the catalog, then those of the store's own."""
    permissions: list[Right]
    """In the order of the catalog."""
    expires_at: Time
    """When the link expires."""
    access_ends_at: TimeOrNull
    """When the access will end; null if it does not end."""


class _LookupRequest(TypedDict):
    token: Token
    """The token."""


class LookupRequest(_LookupRequest, total=False):
    """The token of a link whose invitation is looked up."""

    locale: LocaleTag | None
    """The language of the labels. Default: the language of the invitation."""


class LostGrant(TypedDict):
    """A member's grant that a change of catalog made void."""

    user_id: UserId
    """The member."""
    grant: Grant
    """The roles and permissions under the former catalog."""


# What is wrong with mails to a member. - `bounced`: Mails to the member's address do not arrive. - `complained`: The
# member reported one as spam.
MailProblem = Literal["bounced", "complained"]


class MailSubscription(TypedDict):
    """Whether the reader of a mail gets more mails of its kind from a store."""

    store: StoreSummary
    kind: Literal["answers", "orders", "reviews"]
    """The kind of mail."""
    status: Literal["subscribed", "unsubscribed"]


class _MalformedEvaluationProblem(TypedDict):
    type: str
    """`urn:staffroom:problem:` followed by the code."""
    title: str
    status: int
    detail: str
    code: Literal["malformed_request"]


class MalformedEvaluationProblem(_MalformedEvaluationProblem, total=False):
    """MalformedEvaluationProblem"""

    instance: str
    """`urn:request:` followed by the ID of the request; absent in the results of a bulk call."""
    errors: list[InvalidEntry]
    """With `invalid_field`, and with `malformed_request` where a field is what is wrong."""
    id: InvitationId
    """With `already_invited`: the pending invitation."""
    stores: list[Slug]
    """With `owns_stores`: the stores that the person owns, at most 100 of them."""
    limit: int
    """With `seat_limit_reached`: the seats of the plan. With `role_limit_reached`: the roles that the catalog
    allows.
    """
    members: int
    """With `role_in_use`: the members who have the role, counted up to 1,000."""
    invitations: int
    """With `role_in_use`: the pending invitations that offer the role, counted up to 1,000."""
    retry_after: int
    """With `quota_exceeded` and `unavailable`: the seconds in `Retry-After`."""
    invited_email: str
    """With `wrong_account`: the invited address, masked."""
    store_name: str
    """With the codes of status 410 from `POST /invitations/lookup`: the name of the store."""
    invited_by: str
    """With `store_name`: the name of the grantor, if it is known."""


class _MalformedProblem(TypedDict):
    type: str
    """`urn:staffroom:problem:` followed by the code."""
    title: str
    status: int
    detail: str
    code: Literal["malformed_request"]


class MalformedProblem(_MalformedProblem, total=False):
    """MalformedProblem"""

    instance: str
    """`urn:request:` followed by the ID of the request; absent in the results of a bulk call."""
    errors: list[InvalidEntry]
    """With `invalid_field`, and with `malformed_request` where a field is what is wrong."""
    id: InvitationId
    """With `already_invited`: the pending invitation."""
    stores: list[Slug]
    """With `owns_stores`: the stores that the person owns, at most 100 of them."""
    limit: int
    """With `seat_limit_reached`: the seats of the plan. With `role_limit_reached`: the roles that the catalog
    allows.
    """
    members: int
    """With `role_in_use`: the members who have the role, counted up to 1,000."""
    invitations: int
    """With `role_in_use`: the pending invitations that offer the role, counted up to 1,000."""
    retry_after: int
    """With `quota_exceeded` and `unavailable`: the seconds in `Retry-After`."""
    invited_email: str
    """With `wrong_account`: the invited address, masked."""
    store_name: str
    """With the codes of status 410 from `POST /invitations/lookup`: the name of the store."""
    invited_by: str
    """With `store_name`: the name of the grantor, if it is known."""


class Me(TypedDict):
    """What the product knows of the caller."""

    user_id: UserId
    """The caller."""
    email: Email | None
    """Null if the caller has no membership and the token no verified address."""
    name: Name | None
    """The caller's name."""
    locale: Locale | None
    """The caller's language."""
    opted_out: bool
    """Whether they asked to be invited by nobody; false without a verified address in the token."""


class Member(TypedDict):
    """A member, or the owner among them."""

    user_id: UserId
    email: Email
    name: Name | None
    owner: bool
    """Whether the person is the owner."""
    roles: Roles
    """As granted; empty for the owner."""
    permissions: Permissions
    """As granted; empty for the owner."""
    effective_permissions: Permissions
    """All permissions that the person holds now; empty if the access has ended."""
    locale: Locale
    joined_at: Time
    last_active_at: TimeOrNull
    """Updated at most once a day; null for the owner."""
    access_ends_at: TimeOrNull
    """When the access ends; null if it does not end."""
    status: MemberStatus
    """Whether the person has access."""
    suspended_at: TimeOrNull
    """Since when a manager has suspended the access, whether or not it has ended since; null if it is not suspended."""
    mail_problem: MailProblem | None
    """Null if none is known, and for the owner. Managers, the platform and the member themself see it."""
    metadata: Metadata
    """What the platform or a manager noted; empty for the owner."""
    version: Version | None
    """The version in its `ETag`, for changes made from a list; null for the owner."""


class MemberChange(TypedDict, total=False):
    """A change of a member. Omitted fields keep their values."""

    roles: Roles
    """Replaces the granted roles."""
    permissions: Permissions
    """Replaces the granted permissions."""
    access_ends_at: TimeOrNull
    """In the future; null if the access does not end."""
    suspended: bool
    """`true`: the member has no access until it is resumed, and keeps their rights and seat. `false`: access is
    resumed.
    """
    metadata: Metadata
    """Replaces the metadata."""


class _MemberEntry(TypedDict):
    user_id: UserId
    """The person at the identity provider."""
    email: Email
    """The address, which the platform vouches for."""


class MemberEntry(_MemberEntry, total=False):
    """One of several members."""

    name: Name | None
    """The name."""
    locale: LocaleTag
    """The language of their mails. Default: the language of the store."""
    roles: Roles
    """The catalog determines how many, and the default."""
    permissions: Permissions
    """Permissions given one by one."""
    access_ends_at: TimeOrNull
    """When the access ends, in the future; null if it does not end."""
    metadata: Metadata
    """For the platform's own programs. Default: none."""
    notify: bool
    """`true`: the member gets a mail that says what they may do. Default: nobody is told."""


class MemberPage(TypedDict):
    """A page of members."""

    members: list[Member]
    """The entries."""
    next_cursor: NextCursor
    """Where the next page begins."""


class _MemberPut(TypedDict):
    email: Email
    """The address, which the platform vouches for."""


class MemberPut(_MemberPut, total=False):
    """A member as the platform has them."""

    name: Name | None
    """The name."""
    locale: LocaleTag
    """The language of their mails. Default: the language of the store."""
    roles: Roles
    """The catalog determines how many, and the default."""
    permissions: Permissions
    """Permissions given one by one."""
    access_ends_at: TimeOrNull
    """When the access ends, in the future; null if it does not end."""
    metadata: Metadata
    """For the platform's own programs. Default: none."""
    notify: bool
    """`true`: the member gets a mail that says what they may do. Default: nobody is told."""


# Whether a member has access. - `active`: They have access. - `ended`: Their access has ended by itself. -
# `suspended`: A manager has suspended them.
MemberStatus = Literal["active", "ended", "suspended"]


class _MemberSummary(TypedDict):
    user_id: UserId
    """The user."""
    email: ErasableEmail
    """Their address."""
    locale: str
    """Their language."""
    grant: Grant
    """Their grant; of a former member, the last one."""


class MemberSummary(_MemberSummary, total=False):
    """A member, as an event contains it: enough to write a mail to a former member."""

    name: Name
    """The name."""
    access_ends_at: Time
    """When their access ends by itself, or ended."""


# Up to 20 keys of 1 to 40 characters with their values
Metadata = dict[str, str]


class _MethodNotAllowedProblem(TypedDict):
    type: str
    """`urn:staffroom:problem:` followed by the code."""
    title: str
    status: int
    detail: str
    code: Literal["method_not_allowed"]


class MethodNotAllowedProblem(_MethodNotAllowedProblem, total=False):
    """MethodNotAllowedProblem"""

    instance: str
    """`urn:request:` followed by the ID of the request; absent in the results of a bulk call."""
    errors: list[InvalidEntry]
    """With `invalid_field`, and with `malformed_request` where a field is what is wrong."""
    id: InvitationId
    """With `already_invited`: the pending invitation."""
    stores: list[Slug]
    """With `owns_stores`: the stores that the person owns, at most 100 of them."""
    limit: int
    """With `seat_limit_reached`: the seats of the plan. With `role_limit_reached`: the roles that the catalog
    allows.
    """
    members: int
    """With `role_in_use`: the members who have the role, counted up to 1,000."""
    invitations: int
    """With `role_in_use`: the pending invitations that offer the role, counted up to 1,000."""
    retry_after: int
    """With `quota_exceeded` and `unavailable`: the seconds in `Retry-After`."""
    invited_email: str
    """With `wrong_account`: the invited address, masked."""
    store_name: str
    """With the codes of status 410 from `POST /invitations/lookup`: the name of the store."""
    invited_by: str
    """With `store_name`: the name of the grantor, if it is known."""


class Move(TypedDict):
    """A person who is moved to another ID."""

    stores: int
    """The number of stores in which they are moved: those that they own or are a member of by the ID before. 0:
    there are none, or none any more.
    """


class MoveRequest(TypedDict):
    """Where a person is moved to."""

    to: UserId
    """The ID that the person has from now on."""


class MyActivities(TypedDict):
    """A page of the activities of the caller's stores."""

    activities: list[MyActivity]
    """The entries."""
    next_cursor: NextCursor
    """Where the next page begins."""


class MyActivity(TypedDict):
    """A resource in a list over several stores, with its store."""

    id: Slug
    store_id: Slug
    name: Name
    order_notifications: bool
    """Whether the members with the role for order notifications get a mail about each new order."""
    version: Version
    """The version in its `ETag`, for changes made from a list."""
    store: StoreSummary


class MyDeclineRequest(TypedDict, total=False):
    """How a signed-in person declines an invitation to their own address."""

    reason: Reason | None
    """Why, for the inviter."""


class MyInvitation(TypedDict):
    """A resource in a list over several stores, with its store."""

    id: InvitationId
    store_id: Slug
    email: Email
    roles: Roles
    """As granted; empty for the owner."""
    permissions: Permissions
    """As granted; empty for the owner."""
    locale: Locale
    status: Status
    delivery: Delivery
    invited_by: Grantor
    created_at: Time
    expires_at: Time
    """When the link expires; not later than `access_ends_at`."""
    access_ends_at: TimeOrNull
    """When the access will end; null if it does not end."""
    note: Note | None
    """What the inviter wrote."""
    metadata: Metadata
    decline_reason: Reason | None
    """The reason that the invitee gave."""
    version: Version
    """The version in its `ETag`, for changes made from a list."""
    store: StoreSummary


class MyInvitations(TypedDict):
    """A page of the pending invitations to the caller's address."""

    invitations: list[MyInvitation]
    """The entries."""
    next_cursor: NextCursor
    """Where the next page begins."""


class MyStore(TypedDict):
    """A store in the shop picker."""

    id: Slug
    name: Name
    catalog: Slug
    """A `CatalogSlug`; further catalogs can be added."""
    locale: Locale
    """The language of the owner, and of invitations without a language."""
    admin_url: WebAddress | None
    """The address of the store's administration."""
    time_zone: TimeZone
    """The time zone in which the store counts its days, as the IANA database names it."""
    owner: bool
    """Whether the caller is the owner."""
    roles: Roles
    """As granted; empty for the owner."""
    permissions: Permissions
    """As granted; empty for the owner."""
    effective_permissions: Permissions
    """All permissions that the person holds now; empty if the access has ended."""
    access_ends_at: TimeOrNull
    """When the caller's access ends; null if it does not end."""
    status: MemberStatus
    """Whether the caller has access."""


class MyStores(TypedDict):
    """A page of the stores that the caller owns or is a member of."""

    stores: list[MyStore]
    """The entries."""
    next_cursor: NextCursor
    """Where the next page begins."""


# Any script, with a character that can be seen and without control and invisible characters. Spaces around it are
# removed
Name = str


class _NamedOffer(TypedDict):
    email: Email
    """The address to invite."""


class NamedOffer(_NamedOffer, total=False):
    """One offer, which the platform may make in the name of a manager."""

    invited_by: InvitedBy | None
    """By the platform only: the manager in whose name it invites."""
    roles: Roles
    """The catalog determines how many, and the default."""
    permissions: Permissions
    """Permissions given one by one."""
    locale: LocaleTag
    """The language of the invitee. Default: the language of the store."""
    access_ends_at: TimeOrNull
    """When the access will end; in the future. Default: when the inviter's own access ends, if it does."""
    note: Note | None
    """What the inviter writes in the mail."""
    metadata: Metadata
    """Carried to the member."""
    deliver: DeliveryChannel
    """`none`: no mail is sent, and the platform asks for the link and brings it to the invitee. Default: `mail`."""


# The cursor of the next page; null on the last page
NextCursor = str | None


class _NoSeatProblem(TypedDict):
    type: str
    """`urn:staffroom:problem:` followed by the code."""
    title: str
    status: int
    detail: str
    code: Literal["seat_limit_reached", "idempotency_key_in_use"]


class NoSeatProblem(_NoSeatProblem, total=False):
    """NoSeatProblem"""

    instance: str
    """`urn:request:` followed by the ID of the request; absent in the results of a bulk call."""
    errors: list[InvalidEntry]
    """With `invalid_field`, and with `malformed_request` where a field is what is wrong."""
    id: InvitationId
    """With `already_invited`: the pending invitation."""
    stores: list[Slug]
    """With `owns_stores`: the stores that the person owns, at most 100 of them."""
    limit: int
    """With `seat_limit_reached`: the seats of the plan. With `role_limit_reached`: the roles that the catalog
    allows.
    """
    members: int
    """With `role_in_use`: the members who have the role, counted up to 1,000."""
    invitations: int
    """With `role_in_use`: the pending invitations that offer the role, counted up to 1,000."""
    retry_after: int
    """With `quota_exceeded` and `unavailable`: the seconds in `Retry-After`."""
    invited_email: str
    """With `wrong_account`: the invited address, masked."""
    store_name: str
    """With the codes of status 410 from `POST /invitations/lookup`: the name of the store."""
    invited_by: str
    """With `store_name`: the name of the grantor, if it is known."""


class _NotFoundProblem(TypedDict):
    type: str
    """`urn:staffroom:problem:` followed by the code."""
    title: str
    status: int
    detail: str
    code: Literal["not_found"]


class NotFoundProblem(_NotFoundProblem, total=False):
    """NotFoundProblem"""

    instance: str
    """`urn:request:` followed by the ID of the request; absent in the results of a bulk call."""
    errors: list[InvalidEntry]
    """With `invalid_field`, and with `malformed_request` where a field is what is wrong."""
    id: InvitationId
    """With `already_invited`: the pending invitation."""
    stores: list[Slug]
    """With `owns_stores`: the stores that the person owns, at most 100 of them."""
    limit: int
    """With `seat_limit_reached`: the seats of the plan. With `role_limit_reached`: the roles that the catalog
    allows.
    """
    members: int
    """With `role_in_use`: the members who have the role, counted up to 1,000."""
    invitations: int
    """With `role_in_use`: the pending invitations that offer the role, counted up to 1,000."""
    retry_after: int
    """With `quota_exceeded` and `unavailable`: the seconds in `Retry-After`."""
    invited_email: str
    """With `wrong_account`: the invited address, masked."""
    store_name: str
    """With the codes of status 410 from `POST /invitations/lookup`: the name of the store."""
    invited_by: str
    """With `store_name`: the name of the grantor, if it is known."""


class _NotPendingProblem(TypedDict):
    type: str
    """`urn:staffroom:problem:` followed by the code."""
    title: str
    status: int
    detail: str
    code: Literal["invitation_not_pending", "idempotency_key_in_use"]


class NotPendingProblem(_NotPendingProblem, total=False):
    """NotPendingProblem"""

    instance: str
    """`urn:request:` followed by the ID of the request; absent in the results of a bulk call."""
    errors: list[InvalidEntry]
    """With `invalid_field`, and with `malformed_request` where a field is what is wrong."""
    id: InvitationId
    """With `already_invited`: the pending invitation."""
    stores: list[Slug]
    """With `owns_stores`: the stores that the person owns, at most 100 of them."""
    limit: int
    """With `seat_limit_reached`: the seats of the plan. With `role_limit_reached`: the roles that the catalog
    allows.
    """
    members: int
    """With `role_in_use`: the members who have the role, counted up to 1,000."""
    invitations: int
    """With `role_in_use`: the pending invitations that offer the role, counted up to 1,000."""
    retry_after: int
    """With `quota_exceeded` and `unavailable`: the seconds in `Retry-After`."""
    invited_email: str
    """With `wrong_account`: the invited address, masked."""
    store_name: str
    """With the codes of status 410 from `POST /invitations/lookup`: the name of the store."""
    invited_by: str
    """With `store_name`: the name of the grantor, if it is known."""


# Line breaks and tabs are allowed, other control characters and invisible ones are not. A reason that is not empty
# has a character that can be seen
Note = str


# Who is told of a change of a member. - `member`: The member. - `nobody`: Nobody: the platform tells them by its own
# means.
Notify = Literal["member", "nobody"]


class _Offer(TypedDict):
    email: Email
    """The address to invite."""


class Offer(_Offer, total=False):
    """An offer of roles and permissions to an address."""

    roles: Roles
    """The catalog determines how many, and the default."""
    permissions: Permissions
    """Permissions given one by one."""
    locale: LocaleTag
    """The language of the invitee. Default: the language of the store."""
    access_ends_at: TimeOrNull
    """When the access will end; in the future. Default: when the inviter's own access ends, if it does."""
    note: Note | None
    """What the inviter writes in the mail."""
    metadata: Metadata
    """Carried to the member."""
    deliver: DeliveryChannel
    """`none`: no mail is sent, and the platform asks for the link and brings it to the invitee. Default: `mail`."""


class _OfferEndedProblem(TypedDict):
    type: str
    """`urn:staffroom:problem:` followed by the code."""
    title: str
    status: int
    detail: str
    code: Literal["invitation_expired", "store_closed"]


class OfferEndedProblem(_OfferEndedProblem, total=False):
    """OfferEndedProblem"""

    instance: str
    """`urn:request:` followed by the ID of the request; absent in the results of a bulk call."""
    errors: list[InvalidEntry]
    """With `invalid_field`, and with `malformed_request` where a field is what is wrong."""
    id: InvitationId
    """With `already_invited`: the pending invitation."""
    stores: list[Slug]
    """With `owns_stores`: the stores that the person owns, at most 100 of them."""
    limit: int
    """With `seat_limit_reached`: the seats of the plan. With `role_limit_reached`: the roles that the catalog
    allows.
    """
    members: int
    """With `role_in_use`: the members who have the role, counted up to 1,000."""
    invitations: int
    """With `role_in_use`: the pending invitations that offer the role, counted up to 1,000."""
    retry_after: int
    """With `quota_exceeded` and `unavailable`: the seconds in `Retry-After`."""
    invited_email: str
    """With `wrong_account`: the invited address, masked."""
    store_name: str
    """With the codes of status 410 from `POST /invitations/lookup`: the name of the store."""
    invited_by: str
    """With `store_name`: the name of the grantor, if it is known."""


class Owner(TypedDict):
    """The owner of a store. The owner has all permissions and takes no seat."""

    user_id: UserId
    """The person at the identity provider."""
    email: ErasableEmail
    """The address that mail to the owner goes to; `erased` in the history, where the person was erased."""
    name: Name
    """The owner's name."""


_OwnerChange = TypedDict(
    "_OwnerChange",
    {
        "from": "Owner",
        "to": "Owner",
    },
)


class OwnerChange(_OwnerChange, total=False):
    """A change of the owner's name or address; the person stays the same."""


class OwnerPut(TypedDict):
    """The owner of a store as the platform puts it."""

    user_id: UserId
    """The person at the identity provider."""
    email: Email
    """The address to which mails to the owner go."""
    name: Name
    """The owner's name."""


class _PayloadTooLargeProblem(TypedDict):
    type: str
    """`urn:staffroom:problem:` followed by the code."""
    title: str
    status: int
    detail: str
    code: Literal["payload_too_large"]


class PayloadTooLargeProblem(_PayloadTooLargeProblem, total=False):
    """PayloadTooLargeProblem"""

    instance: str
    """`urn:request:` followed by the ID of the request; absent in the results of a bulk call."""
    errors: list[InvalidEntry]
    """With `invalid_field`, and with `malformed_request` where a field is what is wrong."""
    id: InvitationId
    """With `already_invited`: the pending invitation."""
    stores: list[Slug]
    """With `owns_stores`: the stores that the person owns, at most 100 of them."""
    limit: int
    """With `seat_limit_reached`: the seats of the plan. With `role_limit_reached`: the roles that the catalog
    allows.
    """
    members: int
    """With `role_in_use`: the members who have the role, counted up to 1,000."""
    invitations: int
    """With `role_in_use`: the pending invitations that offer the role, counted up to 1,000."""
    retry_after: int
    """With `quota_exceeded` and `unavailable`: the seconds in `Retry-After`."""
    invited_email: str
    """With `wrong_account`: the invited address, masked."""
    store_name: str
    """With the codes of status 410 from `POST /invitations/lookup`: the name of the store."""
    invited_by: str
    """With `store_name`: the name of the grantor, if it is known."""


Slug = str


Permissions = list[Slug]


class _PersonByAddress(TypedDict):
    email: Email
    """An address. The members who have it are included."""


class PersonByAddress(_PersonByAddress, total=False):
    """With `email`"""

    stores: list[Slug]
    """Stores that are looked through beside those that are found: a store that the person left more than 180 days
    ago, or that invited them more than 90 days before, is not found by itself.
    """


class _PersonByUserId(TypedDict):
    user_id: UserId
    """The person. The addresses that are known of them are included."""


class PersonByUserId(_PersonByUserId, total=False):
    """With `user_id`"""

    stores: list[Slug]
    """Stores that are looked through beside those that are found: a store that the person left more than 180 days
    ago, or that invited them more than 90 days before, is not found by itself.
    """


# A person. Either `user_id` or `email`.
PersonRequest = PersonByUserId | PersonByAddress


class _PlatformOnlyProblem(TypedDict):
    type: str
    """`urn:staffroom:problem:` followed by the code."""
    title: str
    status: int
    detail: str
    code: Literal["forbidden"]


class PlatformOnlyProblem(_PlatformOnlyProblem, total=False):
    """PlatformOnlyProblem"""

    instance: str
    """`urn:request:` followed by the ID of the request; absent in the results of a bulk call."""
    errors: list[InvalidEntry]
    """With `invalid_field`, and with `malformed_request` where a field is what is wrong."""
    id: InvitationId
    """With `already_invited`: the pending invitation."""
    stores: list[Slug]
    """With `owns_stores`: the stores that the person owns, at most 100 of them."""
    limit: int
    """With `seat_limit_reached`: the seats of the plan. With `role_limit_reached`: the roles that the catalog
    allows.
    """
    members: int
    """With `role_in_use`: the members who have the role, counted up to 1,000."""
    invitations: int
    """With `role_in_use`: the pending invitations that offer the role, counted up to 1,000."""
    retry_after: int
    """With `quota_exceeded` and `unavailable`: the seconds in `Retry-After`."""
    invited_email: str
    """With `wrong_account`: the invited address, masked."""
    store_name: str
    """With the codes of status 410 from `POST /invitations/lookup`: the name of the store."""
    invited_by: str
    """With `store_name`: the name of the grantor, if it is known."""


class _PreconditionFailedProblem(TypedDict):
    type: str
    """`urn:staffroom:problem:` followed by the code."""
    title: str
    status: int
    detail: str
    code: Literal["precondition_failed"]


class PreconditionFailedProblem(_PreconditionFailedProblem, total=False):
    """PreconditionFailedProblem"""

    instance: str
    """`urn:request:` followed by the ID of the request; absent in the results of a bulk call."""
    errors: list[InvalidEntry]
    """With `invalid_field`, and with `malformed_request` where a field is what is wrong."""
    id: InvitationId
    """With `already_invited`: the pending invitation."""
    stores: list[Slug]
    """With `owns_stores`: the stores that the person owns, at most 100 of them."""
    limit: int
    """With `seat_limit_reached`: the seats of the plan. With `role_limit_reached`: the roles that the catalog
    allows.
    """
    members: int
    """With `role_in_use`: the members who have the role, counted up to 1,000."""
    invitations: int
    """With `role_in_use`: the pending invitations that offer the role, counted up to 1,000."""
    retry_after: int
    """With `quota_exceeded` and `unavailable`: the seconds in `Retry-After`."""
    invited_email: str
    """With `wrong_account`: the invited address, masked."""
    store_name: str
    """With the codes of status 410 from `POST /invitations/lookup`: the name of the store."""
    invited_by: str
    """With `store_name`: the name of the grantor, if it is known."""


class _Problem(TypedDict):
    type: str
    """`urn:staffroom:problem:` followed by the code."""
    title: str
    status: int
    detail: str
    code: Code


class Problem(_Problem, total=False):
    """A problem with any code"""

    instance: str
    """`urn:request:` followed by the ID of the request; absent in the results of a bulk call."""
    errors: list[InvalidEntry]
    """With `invalid_field`, and with `malformed_request` where a field is what is wrong."""
    id: InvitationId
    """With `already_invited`: the pending invitation."""
    stores: list[Slug]
    """With `owns_stores`: the stores that the person owns, at most 100 of them."""
    limit: int
    """With `seat_limit_reached`: the seats of the plan. With `role_limit_reached`: the roles that the catalog
    allows.
    """
    members: int
    """With `role_in_use`: the members who have the role, counted up to 1,000."""
    invitations: int
    """With `role_in_use`: the pending invitations that offer the role, counted up to 1,000."""
    retry_after: int
    """With `quota_exceeded` and `unavailable`: the seconds in `Retry-After`."""
    invited_email: str
    """With `wrong_account`: the invited address, masked."""
    store_name: str
    """With the codes of status 410 from `POST /invitations/lookup`: the name of the store."""
    invited_by: str
    """With `store_name`: the name of the grantor, if it is known."""


class _ProblemBase(TypedDict):
    type: str
    """`urn:staffroom:problem:` followed by the code."""
    title: str
    status: int
    detail: str


class ProblemBase(_ProblemBase, total=False):
    """The members of every problem (RFC 9457), without `code`."""

    instance: str
    """`urn:request:` followed by the ID of the request; absent in the results of a bulk call."""
    errors: list[InvalidEntry]
    """With `invalid_field`, and with `malformed_request` where a field is what is wrong."""
    id: InvitationId
    """With `already_invited`: the pending invitation."""
    stores: list[Slug]
    """With `owns_stores`: the stores that the person owns, at most 100 of them."""
    limit: int
    """With `seat_limit_reached`: the seats of the plan. With `role_limit_reached`: the roles that the catalog
    allows.
    """
    members: int
    """With `role_in_use`: the members who have the role, counted up to 1,000."""
    invitations: int
    """With `role_in_use`: the pending invitations that offer the role, counted up to 1,000."""
    retry_after: int
    """With `quota_exceeded` and `unavailable`: the seconds in `Retry-After`."""
    invited_email: str
    """With `wrong_account`: the invited address, masked."""
    store_name: str
    """With the codes of status 410 from `POST /invitations/lookup`: the name of the store."""
    invited_by: str
    """With `store_name`: the name of the grantor, if it is known."""


class Profile(TypedDict):
    """The caller's profile."""

    user_id: UserId
    """The caller."""
    name: Name | None
    """The caller's name."""
    locale: Locale | None
    """The caller's language."""
    email: Email | None
    """Null if the caller has no membership and the token no verified address."""
    unchanged: list[KeptAddress]
    """The memberships that keep their address although `email` was sent."""


class ProfileChange(TypedDict, total=False):
    """A change of the caller's profile. Omitted fields keep their values."""

    name: Name
    """The caller's name."""
    locale: LocaleTag
    """The caller's language."""
    email: Email
    """The verified address of the token."""


class _PublicActor(TypedDict):
    kind: PublicActorKind
    """The kind of actor."""


class PublicActor(_PublicActor, total=False):
    """Who caused a published event."""

    user_id: UserId
    """With `user`: the person."""
    name: Name
    """With `user`: the person's name, if it is known. Only where the deployment includes personal data."""


# A kind of actor. - `platform`: The platform's own back end. - `invitee`: A person who uses an invitation's link, and
# whose account is not known. - `user`: A signed-in person. - `service`: Staffroom itself, because of a report of the
# mail service or because a time was reached.
PublicActorKind = Literal["platform", "invitee", "user", "service"]


_PublicCatalogChange = TypedDict(
    "_PublicCatalogChange",
    {
        "from": "str",
        "to": "str",
    },
)


class PublicCatalogChange(_PublicCatalogChange, total=False):
    """A change of the store's catalog, as a published event shows it."""


class _PublicInvitation(TypedDict):
    id: InvitationId
    """The invitation."""
    grant: Grant
    """The offered roles and permissions."""
    invited_by: UserId
    """The person who vouches for the offer."""


class PublicInvitation(_PublicInvitation, total=False):
    """An invitation, as a published event shows it."""

    access_ends_at: Time
    """When the access that is offered ends by itself."""
    email: ErasableEmail
    """Only where the deployment includes personal data."""


class _PublicMember(TypedDict):
    user_id: UserId
    """The person."""
    locale: str
    """Their language."""
    grant: Grant
    """Their roles and permissions; of a former member, the last ones."""


class PublicMember(_PublicMember, total=False):
    """A member, as a published event shows them."""

    access_ends_at: Time
    """When their access ends by itself, or ended."""
    email: ErasableEmail
    """Only where the deployment includes personal data."""
    name: Name
    """Only where the deployment includes personal data."""


class _PublicOwner(TypedDict):
    user_id: UserId
    """The person."""


class PublicOwner(_PublicOwner, total=False):
    """An owner, as a published event shows them."""

    email: ErasableEmail
    """Only where the deployment includes personal data."""
    name: Name
    """Only where the deployment includes personal data."""


class _PublicRole(TypedDict):
    slug: Slug
    """The role."""
    permissions: Permissions
    """The permissions that it gives; of a deleted role, the last ones."""


class PublicRole(_PublicRole, total=False):
    """A role of a store's own, as a published event shows it."""

    label: RoleLabel
    """Only where the deployment includes personal data."""


class PublishedActivityDeleted(TypedDict):
    """An activity was deleted."""

    id: EventId
    """Its ID. The same event always has the same ID, however often it is received."""
    store_id: Slug
    """The store."""
    at: Time
    """When it happened."""
    actor: PublicActor
    """Who did it."""
    subject: EventSubject
    """What it is about. `version` counts the changes of this."""
    version: Version
    """The version of the subject after the event. It rises with each event of the subject, and may skip numbers."""
    type: Literal["activity.deleted"]
    data: dict[str, Any]


class PublishedActivityPut(TypedDict):
    """An activity was created or replaced."""

    id: EventId
    """Its ID. The same event always has the same ID, however often it is received."""
    store_id: Slug
    """The store."""
    at: Time
    """When it happened."""
    actor: PublicActor
    """Who did it."""
    subject: EventSubject
    """What it is about. `version` counts the changes of this."""
    version: Version
    """The version of the subject after the event. It rises with each event of the subject, and may skip numbers."""
    type: Literal["activity.put"]
    data: dict[str, Any]


class PublishedInvitationAccepted(TypedDict):
    """A person accepted the invitation. `member.added` tells of the member."""

    id: EventId
    """Its ID. The same event always has the same ID, however often it is received."""
    store_id: Slug
    """The store."""
    at: Time
    """When it happened."""
    actor: PublicActor
    """Who did it."""
    subject: EventSubject
    """What it is about. `version` counts the changes of this."""
    version: Version
    """The version of the subject after the event. It rises with each event of the subject, and may skip numbers."""
    type: Literal["invitation.accepted"]
    data: dict[str, Any]


class PublishedInvitationChanged(TypedDict):
    """The offer, its end or its language changed."""

    id: EventId
    """Its ID. The same event always has the same ID, however often it is received."""
    store_id: Slug
    """The store."""
    at: Time
    """When it happened."""
    actor: PublicActor
    """Who did it."""
    subject: EventSubject
    """What it is about. `version` counts the changes of this."""
    version: Version
    """The version of the subject after the event. It rises with each event of the subject, and may skip numbers."""
    type: Literal["invitation.changed"]
    data: dict[str, Any]


class PublishedInvitationCreated(TypedDict):
    """An address was invited."""

    id: EventId
    """Its ID. The same event always has the same ID, however often it is received."""
    store_id: Slug
    """The store."""
    at: Time
    """When it happened."""
    actor: PublicActor
    """Who did it."""
    subject: EventSubject
    """What it is about. `version` counts the changes of this."""
    version: Version
    """The version of the subject after the event. It rises with each event of the subject, and may skip numbers."""
    type: Literal["invitation.created"]
    data: dict[str, Any]


class PublishedInvitationDeclined(TypedDict):
    """The invitee declined."""

    id: EventId
    """Its ID. The same event always has the same ID, however often it is received."""
    store_id: Slug
    """The store."""
    at: Time
    """When it happened."""
    actor: PublicActor
    """Who did it."""
    subject: EventSubject
    """What it is about. `version` counts the changes of this."""
    version: Version
    """The version of the subject after the event. It rises with each event of the subject, and may skip numbers."""
    type: Literal["invitation.declined"]
    data: dict[str, Any]


class PublishedInvitationExpired(TypedDict):
    """The term of the invitation ended without an answer."""

    id: EventId
    """Its ID. The same event always has the same ID, however often it is received."""
    store_id: Slug
    """The store."""
    at: Time
    """When it happened."""
    actor: PublicActor
    """Who did it."""
    subject: EventSubject
    """What it is about. `version` counts the changes of this."""
    version: Version
    """The version of the subject after the event. It rises with each event of the subject, and may skip numbers."""
    type: Literal["invitation.expired"]
    data: dict[str, Any]


class PublishedInvitationResent(TypedDict):
    """The invitation has a new link and a new term."""

    id: EventId
    """Its ID. The same event always has the same ID, however often it is received."""
    store_id: Slug
    """The store."""
    at: Time
    """When it happened."""
    actor: PublicActor
    """Who did it."""
    subject: EventSubject
    """What it is about. `version` counts the changes of this."""
    version: Version
    """The version of the subject after the event. It rises with each event of the subject, and may skip numbers."""
    type: Literal["invitation.resent"]
    data: dict[str, Any]


class PublishedInvitationRevoked(TypedDict):
    """A manager revoked the invitation."""

    id: EventId
    """Its ID. The same event always has the same ID, however often it is received."""
    store_id: Slug
    """The store."""
    at: Time
    """When it happened."""
    actor: PublicActor
    """Who did it."""
    subject: EventSubject
    """What it is about. `version` counts the changes of this."""
    version: Version
    """The version of the subject after the event. It rises with each event of the subject, and may skip numbers."""
    type: Literal["invitation.revoked"]
    data: dict[str, Any]


class PublishedInvitationSuperseded(TypedDict):
    """The invitation ended, because its addressee is a member or the owner, or has left."""

    id: EventId
    """Its ID. The same event always has the same ID, however often it is received."""
    store_id: Slug
    """The store."""
    at: Time
    """When it happened."""
    actor: PublicActor
    """Who did it."""
    subject: EventSubject
    """What it is about. `version` counts the changes of this."""
    version: Version
    """The version of the subject after the event. It rises with each event of the subject, and may skip numbers."""
    type: Literal["invitation.superseded"]
    data: dict[str, Any]


class PublishedInvitationUndelivered(TypedDict):
    """The mail of the invitation did not arrive, or was reported as spam."""

    id: EventId
    """Its ID. The same event always has the same ID, however often it is received."""
    store_id: Slug
    """The store."""
    at: Time
    """When it happened."""
    actor: PublicActor
    """Who did it."""
    subject: EventSubject
    """What it is about. `version` counts the changes of this."""
    version: Version
    """The version of the subject after the event. It rises with each event of the subject, and may skip numbers."""
    type: Literal["invitation.undelivered"]
    data: dict[str, Any]


class PublishedInvitationWithdrawn(TypedDict):
    """The invitation ended, because its grantor can no longer give any part of the offer."""

    id: EventId
    """Its ID. The same event always has the same ID, however often it is received."""
    store_id: Slug
    """The store."""
    at: Time
    """When it happened."""
    actor: PublicActor
    """Who did it."""
    subject: EventSubject
    """What it is about. `version` counts the changes of this."""
    version: Version
    """The version of the subject after the event. It rises with each event of the subject, and may skip numbers."""
    type: Literal["invitation.withdrawn"]
    data: dict[str, Any]


class PublishedMemberAccessEnded(TypedDict):
    """The access of the member has ended by itself."""

    id: EventId
    """Its ID. The same event always has the same ID, however often it is received."""
    store_id: Slug
    """The store."""
    at: Time
    """When it happened."""
    actor: PublicActor
    """Who did it."""
    subject: EventSubject
    """What it is about. `version` counts the changes of this."""
    version: Version
    """The version of the subject after the event. It rises with each event of the subject, and may skip numbers."""
    type: Literal["member.access_ended"]
    data: dict[str, Any]


class PublishedMemberAdded(TypedDict):
    """A person became a member."""

    id: EventId
    """Its ID. The same event always has the same ID, however often it is received."""
    store_id: Slug
    """The store."""
    at: Time
    """When it happened."""
    actor: PublicActor
    """Who did it."""
    subject: EventSubject
    """What it is about. `version` counts the changes of this."""
    version: Version
    """The version of the subject after the event. It rises with each event of the subject, and may skip numbers."""
    type: Literal["member.added"]
    data: dict[str, Any]


class PublishedMemberChanged(TypedDict):
    """The rights of a member, or the end of their access, changed."""

    id: EventId
    """Its ID. The same event always has the same ID, however often it is received."""
    store_id: Slug
    """The store."""
    at: Time
    """When it happened."""
    actor: PublicActor
    """Who did it."""
    subject: EventSubject
    """What it is about. `version` counts the changes of this."""
    version: Version
    """The version of the subject after the event. It rises with each event of the subject, and may skip numbers."""
    type: Literal["member.changed"]
    data: dict[str, Any]


class PublishedMemberLeft(TypedDict):
    """The member left."""

    id: EventId
    """Its ID. The same event always has the same ID, however often it is received."""
    store_id: Slug
    """The store."""
    at: Time
    """When it happened."""
    actor: PublicActor
    """Who did it."""
    subject: EventSubject
    """What it is about. `version` counts the changes of this."""
    version: Version
    """The version of the subject after the event. It rises with each event of the subject, and may skip numbers."""
    type: Literal["member.left"]
    data: dict[str, Any]


class PublishedMemberProfileChanged(TypedDict):
    """The member changed their address, name or language."""

    id: EventId
    """Its ID. The same event always has the same ID, however often it is received."""
    store_id: Slug
    """The store."""
    at: Time
    """When it happened."""
    actor: PublicActor
    """Who did it."""
    subject: EventSubject
    """What it is about. `version` counts the changes of this."""
    version: Version
    """The version of the subject after the event. It rises with each event of the subject, and may skip numbers."""
    type: Literal["member.profile_changed"]
    data: dict[str, Any]


class PublishedMemberRemoved(TypedDict):
    """A manager or the platform removed the member."""

    id: EventId
    """Its ID. The same event always has the same ID, however often it is received."""
    store_id: Slug
    """The store."""
    at: Time
    """When it happened."""
    actor: PublicActor
    """Who did it."""
    subject: EventSubject
    """What it is about. `version` counts the changes of this."""
    version: Version
    """The version of the subject after the event. It rises with each event of the subject, and may skip numbers."""
    type: Literal["member.removed"]
    data: dict[str, Any]


class PublishedMemberResumed(TypedDict):
    """A manager gave the suspended member access again."""

    id: EventId
    """Its ID. The same event always has the same ID, however often it is received."""
    store_id: Slug
    """The store."""
    at: Time
    """When it happened."""
    actor: PublicActor
    """Who did it."""
    subject: EventSubject
    """What it is about. `version` counts the changes of this."""
    version: Version
    """The version of the subject after the event. It rises with each event of the subject, and may skip numbers."""
    type: Literal["member.resumed"]
    data: dict[str, Any]


class PublishedMemberSuspended(TypedDict):
    """A manager suspended the member, who has no access for now."""

    id: EventId
    """Its ID. The same event always has the same ID, however often it is received."""
    store_id: Slug
    """The store."""
    at: Time
    """When it happened."""
    actor: PublicActor
    """Who did it."""
    subject: EventSubject
    """What it is about. `version` counts the changes of this."""
    version: Version
    """The version of the subject after the event. It rises with each event of the subject, and may skip numbers."""
    type: Literal["member.suspended"]
    data: dict[str, Any]


class PublishedPersonErased(TypedDict):
    """The platform had a person erased: their membership, invitations and standing in the history are gone. The
    subject alone names them. A receiver that keeps data of the person erases them, too.
    """

    id: EventId
    """Its ID. The same event always has the same ID, however often it is received."""
    store_id: Slug
    """The store."""
    at: Time
    """When it happened."""
    actor: PublicActor
    """Who did it."""
    subject: EventSubject
    """What it is about. `version` counts the changes of this."""
    version: Version
    """The version of the subject after the event. It rises with each event of the subject, and may skip numbers."""
    type: Literal["person.erased"]
    data: dict[str, Any]


class PublishedPersonMoved(TypedDict):
    """The platform moved a person to another ID, which the subject is: their membership or ownership, and the
    invitations that they vouch for. A receiver moves what it keeps of the ID before.
    """

    id: EventId
    """Its ID. The same event always has the same ID, however often it is received."""
    store_id: Slug
    """The store."""
    at: Time
    """When it happened."""
    actor: PublicActor
    """Who did it."""
    subject: EventSubject
    """What it is about. `version` counts the changes of this."""
    version: Version
    """The version of the subject after the event. It rises with each event of the subject, and may skip numbers."""
    type: Literal["person.moved"]
    data: dict[str, Any]


class PublishedRoleChanged(TypedDict):
    """A role of the store's own was changed, and with it the permissions of everyone who has it."""

    id: EventId
    """Its ID. The same event always has the same ID, however often it is received."""
    store_id: Slug
    """The store."""
    at: Time
    """When it happened."""
    actor: PublicActor
    """Who did it."""
    subject: EventSubject
    """What it is about. `version` counts the changes of this."""
    version: Version
    """The version of the subject after the event. It rises with each event of the subject, and may skip numbers."""
    type: Literal["role.changed"]
    data: dict[str, Any]


class PublishedRoleCreated(TypedDict):
    """A role of the store's own was created."""

    id: EventId
    """Its ID. The same event always has the same ID, however often it is received."""
    store_id: Slug
    """The store."""
    at: Time
    """When it happened."""
    actor: PublicActor
    """Who did it."""
    subject: EventSubject
    """What it is about. `version` counts the changes of this."""
    version: Version
    """The version of the subject after the event. It rises with each event of the subject, and may skip numbers."""
    type: Literal["role.created"]
    data: dict[str, Any]


class PublishedRoleDeleted(TypedDict):
    """A role of the store's own was deleted. Everyone who had it has the other one from now on."""

    id: EventId
    """Its ID. The same event always has the same ID, however often it is received."""
    store_id: Slug
    """The store."""
    at: Time
    """When it happened."""
    actor: PublicActor
    """Who did it."""
    subject: EventSubject
    """What it is about. `version` counts the changes of this."""
    version: Version
    """The version of the subject after the event. It rises with each event of the subject, and may skip numbers."""
    type: Literal["role.deleted"]
    data: dict[str, Any]


class PublishedSeatsChanged(TypedDict):
    """The seats taken, or the limit of the plan, changed. Counts between two events may be skipped. Expired
    invitations, and members whose access has ended, count until `invitation.expired` and `member.access_ended`.
    """

    id: EventId
    """Its ID. The same event always has the same ID, however often it is received."""
    store_id: Slug
    """The store."""
    at: Time
    """When it happened."""
    actor: PublicActor
    """Who did it."""
    subject: EventSubject
    """What it is about. `version` counts the changes of this."""
    version: Version
    """The version of the subject after the event. It rises with each event of the subject, and may skip numbers."""
    type: Literal["seats.changed"]
    data: dict[str, Any]


class PublishedStoreChanged(TypedDict):
    """Something of the store changed. Only what changed is given, and of the address of its administration not even
    that, so that there may be nothing.
    """

    id: EventId
    """Its ID. The same event always has the same ID, however often it is received."""
    store_id: Slug
    """The store."""
    at: Time
    """When it happened."""
    actor: PublicActor
    """Who did it."""
    subject: EventSubject
    """What it is about. `version` counts the changes of this."""
    version: Version
    """The version of the subject after the event. It rises with each event of the subject, and may skip numbers."""
    type: Literal["store.changed"]
    data: dict[str, Any]


class PublishedStoreClosed(TypedDict):
    """The platform closed the store. Nothing works in it any more, and everything of it is deleted. A later store
    with the same ID is another one.
    """

    id: EventId
    """Its ID. The same event always has the same ID, however often it is received."""
    store_id: Slug
    """The store."""
    at: Time
    """When it happened."""
    actor: PublicActor
    """Who did it."""
    subject: EventSubject
    """What it is about. `version` counts the changes of this."""
    version: Version
    """The version of the subject after the event. It rises with each event of the subject, and may skip numbers."""
    type: Literal["store.closed"]
    data: dict[str, Any]


class PublishedStoreCreated(TypedDict):
    """The platform created the store."""

    id: EventId
    """Its ID. The same event always has the same ID, however often it is received."""
    store_id: Slug
    """The store."""
    at: Time
    """When it happened."""
    actor: PublicActor
    """Who did it."""
    subject: EventSubject
    """What it is about. `version` counts the changes of this."""
    version: Version
    """The version of the subject after the event. It rises with each event of the subject, and may skip numbers."""
    type: Literal["store.created"]
    data: dict[str, Any]


class PublishedStoreTransferred(TypedDict):
    """The store has another owner."""

    id: EventId
    """Its ID. The same event always has the same ID, however often it is received."""
    store_id: Slug
    """The store."""
    at: Time
    """When it happened."""
    actor: PublicActor
    """Who did it."""
    subject: EventSubject
    """What it is about. `version` counts the changes of this."""
    version: Version
    """The version of the subject after the event. It rises with each event of the subject, and may skip numbers."""
    type: Literal["store.transferred"]
    data: dict[str, Any]


# A published event of a store. `type` determines the fields of `data`.
PublishedEvent = (
    PublishedStoreCreated
    | PublishedStoreChanged
    | PublishedStoreTransferred
    | PublishedStoreClosed
    | PublishedInvitationCreated
    | PublishedInvitationChanged
    | PublishedInvitationResent
    | PublishedInvitationAccepted
    | PublishedInvitationDeclined
    | PublishedInvitationRevoked
    | PublishedInvitationSuperseded
    | PublishedInvitationWithdrawn
    | PublishedInvitationExpired
    | PublishedInvitationUndelivered
    | PublishedMemberAdded
    | PublishedMemberChanged
    | PublishedMemberRemoved
    | PublishedMemberLeft
    | PublishedMemberSuspended
    | PublishedMemberResumed
    | PublishedMemberAccessEnded
    | PublishedMemberProfileChanged
    | PublishedActivityPut
    | PublishedActivityDeleted
    | PublishedPersonErased
    | PublishedPersonMoved
    | PublishedRoleCreated
    | PublishedRoleChanged
    | PublishedRoleDeleted
    | PublishedSeatsChanged
)


class PublishedEventBase(TypedDict):
    """What every published event has"""

    id: EventId
    """Its ID. The same event always has the same ID, however often it is received."""
    store_id: Slug
    """The store."""
    at: Time
    """When it happened."""
    actor: PublicActor
    """Who did it."""
    subject: EventSubject
    """What it is about. `version` counts the changes of this."""
    version: Version
    """The version of the subject after the event. It rises with each event of the subject, and may skip numbers."""


class PublishedPage(TypedDict):
    """A page of published events, in the order of their publication."""

    events: list[PublishedEvent]
    """The events."""
    next_cursor: AfterCursor
    """Where the list goes on, now or later. It is never null."""


# A quantity as catalogs spell it.
Quantity = Literal["none", "one", "many"]


class _QuotaExceededProblem(TypedDict):
    type: str
    """`urn:staffroom:problem:` followed by the code."""
    title: str
    status: int
    detail: str
    retry_after: int
    """With `quota_exceeded` and `unavailable`: the seconds in `Retry-After`."""
    code: Literal["quota_exceeded"]


class QuotaExceededProblem(_QuotaExceededProblem, total=False):
    """QuotaExceededProblem"""

    instance: str
    """`urn:request:` followed by the ID of the request; absent in the results of a bulk call."""
    errors: list[InvalidEntry]
    """With `invalid_field`, and with `malformed_request` where a field is what is wrong."""
    id: InvitationId
    """With `already_invited`: the pending invitation."""
    stores: list[Slug]
    """With `owns_stores`: the stores that the person owns, at most 100 of them."""
    limit: int
    """With `seat_limit_reached`: the seats of the plan. With `role_limit_reached`: the roles that the catalog
    allows.
    """
    members: int
    """With `role_in_use`: the members who have the role, counted up to 1,000."""
    invitations: int
    """With `role_in_use`: the pending invitations that offer the role, counted up to 1,000."""
    invited_email: str
    """With `wrong_account`: the invited address, masked."""
    store_name: str
    """With the codes of status 410 from `POST /invitations/lookup`: the name of the store."""
    invited_by: str
    """With `store_name`: the name of the grantor, if it is known."""


Reason = str


class ReplayOfEvents(TypedDict):
    """With `event_ids`"""

    event_ids: list[EventId]
    """Those with these IDs, of the last 14 days. Unknown IDs are ignored."""


class ReplaySince(TypedDict):
    """With `since`"""

    since: Time
    """Those since this time, of the last 14 days."""


# Which events are sent once more. Either `since` or `event_ids`.
Replay = ReplaySince | ReplayOfEvents


class _Resource(TypedDict):
    type: str
    """`activity`, or the `resource_type` of the store's catalog: `store`, unless the catalog names another."""
    id: str
    """The ID of the store, or of the activity."""


class Resource(_Resource, total=False):
    """What the person wants to act on: a store or an activity."""

    properties: ResourceProperties | None


class ResourceProperties(TypedDict, total=False):
    """Attributes of a resource."""

    store: Any
    """The ID of the store, for an activity. Anything else names no store."""


class _ResourceResult(TypedDict):
    type: str
    """`activity`, or the `resource_type` of the store's catalog."""
    id: Slug


class ResourceResult(_ResourceResult, total=False):
    """A resource that was found."""

    properties: ResultProperties
    """With activities."""


class ResourceResults(TypedDict):
    """A page of what was found."""

    page: SearchPage
    results: list[ResourceResult]


class _ResourceSearchRequest(TypedDict):
    subject: Subject
    action: Action
    resource: SearchedResource


class ResourceSearchRequest(_ResourceSearchRequest, total=False):
    """A search for the resources at which a person may do this."""

    context: AnyProperties | None
    """The environment of the request. Results do not depend on it."""
    page: SearchPageRequest | None


class ResultProperties(TypedDict):
    """The store of an activity: another store can have an activity with the same id."""

    store: Slug
    """The ID of the store."""


class Right(TypedDict):
    """A role or permission, in the language of the page."""

    slug: Slug
    label: str
    description: str


class Role(TypedDict):
    """A role of a store: one of its own, or one of the catalog."""

    slug: Slug
    label: str
    """The name that is shown to people."""
    description: str
    """What it is for; may be empty."""
    permissions: Permissions
    built_in: bool
    """Whether it is one of the catalog, which cannot be changed or deleted."""
    version: Version
    """The version in its `ETag`, for changes made from a list; 1 for a role of the catalog."""


class RoleChange(TypedDict, total=False):
    """A change of a role of the store's own. Omitted fields keep their values."""

    label: RoleLabel
    """Another name."""
    description: Description
    """Another description."""
    permissions: RolePermissions
    """Replaces the permissions, at once for everyone who has the role."""


class _RoleCreation(TypedDict):
    slug: Slug
    """The name by which grants refer to it. It cannot be changed."""
    label: RoleLabel
    """The name that is shown to people."""
    permissions: RolePermissions
    """The permissions that it gives: at least one, and none that is the owner's alone."""


class RoleCreation(_RoleCreation, total=False):
    """A role of the store's own as a manager creates it."""

    description: Description
    """What it is for."""


class _RoleIsInUseProblem(TypedDict):
    type: str
    """`urn:staffroom:problem:` followed by the code."""
    title: str
    status: int
    detail: str
    code: Literal["role_in_use", "idempotency_key_in_use"]


class RoleIsInUseProblem(_RoleIsInUseProblem, total=False):
    """RoleIsInUseProblem"""

    instance: str
    """`urn:request:` followed by the ID of the request; absent in the results of a bulk call."""
    errors: list[InvalidEntry]
    """With `invalid_field`, and with `malformed_request` where a field is what is wrong."""
    id: InvitationId
    """With `already_invited`: the pending invitation."""
    stores: list[Slug]
    """With `owns_stores`: the stores that the person owns, at most 100 of them."""
    limit: int
    """With `seat_limit_reached`: the seats of the plan. With `role_limit_reached`: the roles that the catalog
    allows.
    """
    members: int
    """With `role_in_use`: the members who have the role, counted up to 1,000."""
    invitations: int
    """With `role_in_use`: the pending invitations that offer the role, counted up to 1,000."""
    retry_after: int
    """With `quota_exceeded` and `unavailable`: the seconds in `Retry-After`."""
    invited_email: str
    """With `wrong_account`: the invited address, masked."""
    store_name: str
    """With the codes of status 410 from `POST /invitations/lookup`: the name of the store."""
    invited_by: str
    """With `store_name`: the name of the grantor, if it is known."""


# Any script, with a character that can be seen and without control and invisible characters. Spaces around it are
# removed
RoleLabel = str


class RolePage(TypedDict):
    """A page of roles: those of the catalog, then those of the store's own."""

    roles: list[Role]
    """The entries."""
    next_cursor: NextCursor
    """Where the next page begins."""


RolePermissions = list[Slug]


class RoleSummary(TypedDict):
    """A role of a store's own, as an event contains it."""

    slug: Slug
    """The role."""
    label: RoleLabel
    """Its name."""
    permissions: Permissions
    """The permissions that it gives."""


Roles = list[Slug]


class SearchPage(TypedDict):
    """Where the search goes on."""

    next_token: str
    """For `page.token` of the next request; empty on the last page."""
    count: int
    """The number of results on this page. It can be less than `limit` although there are more pages."""


class SearchPageRequest(TypedDict, total=False):
    """Which page of a search."""

    token: str | None
    """The `next_token` of the page before. The rest of the request must be as it was there; `limit` may be left out."""
    limit: int | None
    """The most results of the page. A number above 100 counts as 100."""
    properties: AnyProperties | None


class _SearchedResource(TypedDict):
    type: str
    """`activity`, or the `resource_type` of a catalog. An `id` is ignored."""


class SearchedResource(_SearchedResource, total=False):
    """The resources that are searched."""

    properties: ResourceProperties | None
    """With `store`, only the activities of that store."""


class _SearchedSubject(TypedDict):
    type: str
    """`user`. There are no subjects of other types. An `id` is ignored."""


class SearchedSubject(_SearchedSubject, total=False):
    """The subjects that are searched."""

    properties: AnyProperties | None


class Seats(TypedDict):
    """The seats of a store; `limit` and `available` are null if the plan is unlimited."""

    limit: int | None
    """The seats of the plan; null if they are unlimited."""
    members: int
    """Members whose access has not ended, without the owner."""
    invited: int
    """Pending invitations."""
    available: int | None
    """Free seats; null if they are unlimited."""


class Settings(TypedDict):
    """The owner's settings of a store."""

    support_access: bool
    """Whether the platform's support agents may act in the store, also on behalf of its users."""
    link_copying: bool
    """Whether managers may copy the links of invitations."""
    allowed_domains: list[Domain]
    """The domains whose addresses may be invited and may join. An empty list allows all domains."""


class SettingsChange(TypedDict, total=False):
    """A change of a store's settings. Omitted fields keep their values."""

    support_access: bool
    """Whether the platform's support agents may act in the store, also on behalf of its users."""
    link_copying: bool
    """Whether managers may copy the links of invitations."""
    allowed_domains: list[AllowedDomain]
    """Replaces the list. An empty list allows all domains."""


# The state of an invitation. Withdrawn and superseded invitations are shown as `revoked`.
Status = Literal["pending", "accepted", "declined", "revoked", "expired"]


class Store(TypedDict):
    """A store."""

    id: Slug
    name: Name
    catalog: Slug
    """A `CatalogSlug`; further catalogs can be added."""
    locale: Locale
    """The language of the owner, and of invitations without a language."""
    admin_url: WebAddress | None
    """The address of the store's administration."""
    owner: Owner
    plan: Slug
    time_zone: TimeZone
    """The time zone that times in mails are in."""
    seats: Seats
    settings: Settings
    metadata: Metadata
    """What the platform noted."""
    created_at: Time


class StoreChange(TypedDict, total=False):
    """A change of a store. Omitted fields keep their values."""

    name: Name
    """The name that is shown to people."""
    locale: LocaleTag
    """The language of the owner, and of invitations without a language."""
    time_zone: TimeZone
    """The time zone that times in mails are in."""
    plan: Slug
    """By the platform only."""
    settings: SettingsChange
    """The settings to change."""
    metadata: Metadata
    """Replaces the metadata. By the platform only."""


class _StoreClosedProblem(TypedDict):
    type: str
    """`urn:staffroom:problem:` followed by the code."""
    title: str
    status: int
    detail: str
    code: Literal["store_closed"]


class StoreClosedProblem(_StoreClosedProblem, total=False):
    """StoreClosedProblem"""

    instance: str
    """`urn:request:` followed by the ID of the request; absent in the results of a bulk call."""
    errors: list[InvalidEntry]
    """With `invalid_field`, and with `malformed_request` where a field is what is wrong."""
    id: InvitationId
    """With `already_invited`: the pending invitation."""
    stores: list[Slug]
    """With `owns_stores`: the stores that the person owns, at most 100 of them."""
    limit: int
    """With `seat_limit_reached`: the seats of the plan. With `role_limit_reached`: the roles that the catalog
    allows.
    """
    members: int
    """With `role_in_use`: the members who have the role, counted up to 1,000."""
    invitations: int
    """With `role_in_use`: the pending invitations that offer the role, counted up to 1,000."""
    retry_after: int
    """With `quota_exceeded` and `unavailable`: the seconds in `Retry-After`."""
    invited_email: str
    """With `wrong_account`: the invited address, masked."""
    store_name: str
    """With the codes of status 410 from `POST /invitations/lookup`: the name of the store."""
    invited_by: str
    """With `store_name`: the name of the grantor, if it is known."""


class _StorePut(TypedDict):
    name: Name
    """The name that is shown to people."""
    owner: OwnerPut
    """The person to whom the store belongs."""
    catalog: CatalogSlug
    """The policy of the store."""


class StorePut(_StorePut, total=False):
    """A store as the platform puts it."""

    plan: Slug
    """Required if the catalog has several plans."""
    locale: LocaleTag
    """Default: the language of the catalog."""
    time_zone: TimeZone
    """The time zone that times in mails are in. Default: `UTC`."""
    admin_url: WebAddress
    """The address of the store's administration, to which mails and pages link."""
    metadata: Metadata
    """For the platform's own programs. Default: none."""


class StoreSummary(TypedDict):
    """A store, for an invitee or member."""

    id: Slug
    name: Name
    catalog: Slug
    """A `CatalogSlug`; further catalogs can be added."""
    locale: Locale
    """The language of the owner, and of invitations without a language."""
    admin_url: WebAddress | None
    """The address of the store's administration."""


class _Subject(TypedDict):
    type: str
    """`user`. There are no subjects of other types."""
    id: str
    """The user ID: the `sub` claim at the identity provider."""


class Subject(_Subject, total=False):
    """The person whose access is asked about."""

    properties: AnyProperties | None


# The kind of what an event is about. - `store`: A store. The ID is that of the store. - `seats`: The seats of a
# store. The ID is that of the store. - `invitation`: An invitation. - `member`: A member. The ID is that of the
# person. - `activity`: An activity. - `person`: A person who was erased. The ID is theirs. - `role`: A role of a
# store's own. - `webhook`: A webhook. Only a test is about one.
SubjectKind = Literal["store", "seats", "invitation", "member", "activity", "person", "role", "webhook"]


class SubjectResult(TypedDict):
    """A person who was found."""

    type: str
    """`user`."""
    id: UserId


class SubjectResults(TypedDict):
    """A page of what was found."""

    page: SearchPage
    results: list[SubjectResult]


class _SubjectSearchRequest(TypedDict):
    subject: SearchedSubject
    action: Action
    resource: Resource


class SubjectSearchRequest(_SubjectSearchRequest, total=False):
    """A search for the people who may do this."""

    context: AnyProperties | None
    """The environment of the request. Results do not depend on it."""
    page: SearchPageRequest | None


class _SuspendedProblem(TypedDict):
    type: str
    """`urn:staffroom:problem:` followed by the code."""
    title: str
    status: int
    detail: str
    code: Literal["member_suspended"]


class SuspendedProblem(_SuspendedProblem, total=False):
    """SuspendedProblem"""

    instance: str
    """`urn:request:` followed by the ID of the request; absent in the results of a bulk call."""
    errors: list[InvalidEntry]
    """With `invalid_field`, and with `malformed_request` where a field is what is wrong."""
    id: InvitationId
    """With `already_invited`: the pending invitation."""
    stores: list[Slug]
    """With `owns_stores`: the stores that the person owns, at most 100 of them."""
    limit: int
    """With `seat_limit_reached`: the seats of the plan. With `role_limit_reached`: the roles that the catalog
    allows.
    """
    members: int
    """With `role_in_use`: the members who have the role, counted up to 1,000."""
    invitations: int
    """With `role_in_use`: the pending invitations that offer the role, counted up to 1,000."""
    retry_after: int
    """With `quota_exceeded` and `unavailable`: the seconds in `Retry-After`."""
    invited_email: str
    """With `wrong_account`: the invited address, masked."""
    store_name: str
    """With the codes of status 410 from `POST /invitations/lookup`: the name of the store."""
    invited_by: str
    """With `store_name`: the name of the grantor, if it is known."""


class TestEvent(TypedDict):
    """The event that a test sends."""

    id: EventId
    """Its ID."""
    type: str
    """`webhook.test`."""
    store_id: Slug | None
    """Null: a test is about no store."""
    at: Time
    """When the test was asked for."""
    actor: PublicActor
    """The platform."""
    subject: EventSubject
    """The webhook."""
    version: Version
    """The version of the webhook."""
    data: dict[str, str]
    """An empty object."""


# RFC 3339, of the years 0001 to 9999 in UTC. In responses in UTC, to the millisecond
Time = str


TimeOrNull = str | None


# The name of a time zone in the IANA time zone database, such as `Europe/Paris`, with its upper and lower case. `UTC`
# is one
TimeZone = str


# The part after `#` in the link of a mail. Any other text gets `invalid_token`
Token = str


class TokenRequest(TypedDict):
    """The token of a link."""

    token: Token
    """The token."""


class _TooManyWebhooksProblem(TypedDict):
    type: str
    """`urn:staffroom:problem:` followed by the code."""
    title: str
    status: int
    detail: str
    retry_after: int
    """With `quota_exceeded` and `unavailable`: the seconds in `Retry-After`."""
    code: Literal["quota_exceeded"]


class TooManyWebhooksProblem(_TooManyWebhooksProblem, total=False):
    """TooManyWebhooksProblem"""

    instance: str
    """`urn:request:` followed by the ID of the request; absent in the results of a bulk call."""
    errors: list[InvalidEntry]
    """With `invalid_field`, and with `malformed_request` where a field is what is wrong."""
    id: InvitationId
    """With `already_invited`: the pending invitation."""
    stores: list[Slug]
    """With `owns_stores`: the stores that the person owns, at most 100 of them."""
    limit: int
    """With `seat_limit_reached`: the seats of the plan. With `role_limit_reached`: the roles that the catalog
    allows.
    """
    members: int
    """With `role_in_use`: the members who have the role, counted up to 1,000."""
    invitations: int
    """With `role_in_use`: the pending invitations that offer the role, counted up to 1,000."""
    invited_email: str
    """With `wrong_account`: the invited address, masked."""
    store_name: str
    """With the codes of status 410 from `POST /invitations/lookup`: the name of the store."""
    invited_by: str
    """With `store_name`: the name of the grantor, if it is known."""


class _UnauthenticatedProblem(TypedDict):
    type: str
    """`urn:staffroom:problem:` followed by the code."""
    title: str
    status: int
    detail: str
    code: Literal["unauthenticated"]


class UnauthenticatedProblem(_UnauthenticatedProblem, total=False):
    """UnauthenticatedProblem"""

    instance: str
    """`urn:request:` followed by the ID of the request; absent in the results of a bulk call."""
    errors: list[InvalidEntry]
    """With `invalid_field`, and with `malformed_request` where a field is what is wrong."""
    id: InvitationId
    """With `already_invited`: the pending invitation."""
    stores: list[Slug]
    """With `owns_stores`: the stores that the person owns, at most 100 of them."""
    limit: int
    """With `seat_limit_reached`: the seats of the plan. With `role_limit_reached`: the roles that the catalog
    allows.
    """
    members: int
    """With `role_in_use`: the members who have the role, counted up to 1,000."""
    invitations: int
    """With `role_in_use`: the pending invitations that offer the role, counted up to 1,000."""
    retry_after: int
    """With `quota_exceeded` and `unavailable`: the seconds in `Retry-After`."""
    invited_email: str
    """With `wrong_account`: the invited address, masked."""
    store_name: str
    """With the codes of status 410 from `POST /invitations/lookup`: the name of the store."""
    invited_by: str
    """With `store_name`: the name of the grantor, if it is known."""


class _UnavailableProblem(TypedDict):
    type: str
    """`urn:staffroom:problem:` followed by the code."""
    title: str
    status: int
    detail: str
    retry_after: int
    """With `quota_exceeded` and `unavailable`: the seconds in `Retry-After`."""
    code: Literal["unavailable"]


class UnavailableProblem(_UnavailableProblem, total=False):
    """UnavailableProblem"""

    instance: str
    """`urn:request:` followed by the ID of the request; absent in the results of a bulk call."""
    errors: list[InvalidEntry]
    """With `invalid_field`, and with `malformed_request` where a field is what is wrong."""
    id: InvitationId
    """With `already_invited`: the pending invitation."""
    stores: list[Slug]
    """With `owns_stores`: the stores that the person owns, at most 100 of them."""
    limit: int
    """With `seat_limit_reached`: the seats of the plan. With `role_limit_reached`: the roles that the catalog
    allows.
    """
    members: int
    """With `role_in_use`: the members who have the role, counted up to 1,000."""
    invitations: int
    """With `role_in_use`: the pending invitations that offer the role, counted up to 1,000."""
    invited_email: str
    """With `wrong_account`: the invited address, masked."""
    store_name: str
    """With the codes of status 410 from `POST /invitations/lookup`: the name of the store."""
    invited_by: str
    """With `store_name`: the name of the grantor, if it is known."""


class _UnsupportedMediaTypeProblem(TypedDict):
    type: str
    """`urn:staffroom:problem:` followed by the code."""
    title: str
    status: int
    detail: str
    code: Literal["unsupported_media_type"]


class UnsupportedMediaTypeProblem(_UnsupportedMediaTypeProblem, total=False):
    """UnsupportedMediaTypeProblem"""

    instance: str
    """`urn:request:` followed by the ID of the request; absent in the results of a bulk call."""
    errors: list[InvalidEntry]
    """With `invalid_field`, and with `malformed_request` where a field is what is wrong."""
    id: InvitationId
    """With `already_invited`: the pending invitation."""
    stores: list[Slug]
    """With `owns_stores`: the stores that the person owns, at most 100 of them."""
    limit: int
    """With `seat_limit_reached`: the seats of the plan. With `role_limit_reached`: the roles that the catalog
    allows.
    """
    members: int
    """With `role_in_use`: the members who have the role, counted up to 1,000."""
    invitations: int
    """With `role_in_use`: the pending invitations that offer the role, counted up to 1,000."""
    retry_after: int
    """With `quota_exceeded` and `unavailable`: the seconds in `Retry-After`."""
    invited_email: str
    """With `wrong_account`: the invited address, masked."""
    store_name: str
    """With the codes of status 410 from `POST /invitations/lookup`: the name of the store."""
    invited_by: str
    """With `store_name`: the name of the grantor, if it is known."""


# The `sub` claim of the identity provider
UserId = str


# The number in the `ETag`
Version = int


# An address with the scheme `https` or `http`, in ASCII, without a user name before the host
WebAddress = str


class Webhook(TypedDict):
    """A webhook."""

    id: WebhookId
    url: str
    types: list[EventType]
    """The types of events that are sent. Empty: all."""
    stores: list[Slug]
    """The stores whose events are sent. Empty: all."""
    description: Description | None
    """A note."""
    enabled: bool
    """Whether events are sent."""
    disabled_reason: DisabledReason | None
    """Why no events are sent; null while they are."""
    created_at: Time
    version: Version
    """The version in its `ETag`, for changes made from a list."""


class WebhookChange(TypedDict, total=False):
    """A change of a webhook. Absent fields stay as they are."""

    url: WebAddress
    """Where events are sent."""
    types: list[EventType]
    """The types of events that are sent. Empty: all."""
    stores: list[Slug]
    """The stores whose events are sent. Empty: all."""
    description: Description | None
    """A note; null removes it."""
    enabled: bool
    """`true` revives a webhook that was disabled."""


class _WebhookCreation(TypedDict):
    url: WebAddress
    """Where events are sent: https, and no address of a private, loopback or link-local network."""


class WebhookCreation(_WebhookCreation, total=False):
    """A webhook as the platform creates it."""

    types: list[EventType]
    """The types of events that are sent. Absent or empty: all."""
    stores: list[Slug]
    """The stores whose events are sent. Absent or empty: all."""
    description: Description | None
    """A note."""


class WebhookDelivery(TypedDict):
    """A delivery of an event to a webhook."""

    id: DeliveryId
    event_id: EventId
    """The event. It is the header `webhook-id` of each attempt."""
    type: str
    """The type of the event."""
    attempts: int
    """The number of attempts that were begun."""
    status: DeliveryStatus
    last_status: int | None
    """The status of the last answer; null if there was none."""
    last_error: str | None
    """Why the last attempt failed; null if it did not."""
    next_attempt_at: TimeOrNull
    """When it is attempted next; null if it is not."""


# A webhook
WebhookId = str


class WebhookPage(TypedDict):
    """A page of webhooks."""

    webhooks: list[Webhook]
    """The entries."""
    next_cursor: NextCursor
    """Where the next page begins."""


class WebhookSecret(TypedDict):
    """The new secret of a webhook."""

    secret: str
    """The secret that signs (Standard Webhooks). It is shown here only."""


class _WrongAccountProblem(TypedDict):
    type: str
    """`urn:staffroom:problem:` followed by the code."""
    title: str
    status: int
    detail: str
    code: Literal["wrong_account", "email_not_verified", "member_suspended"]


class WrongAccountProblem(_WrongAccountProblem, total=False):
    """WrongAccountProblem"""

    instance: str
    """`urn:request:` followed by the ID of the request; absent in the results of a bulk call."""
    errors: list[InvalidEntry]
    """With `invalid_field`, and with `malformed_request` where a field is what is wrong."""
    id: InvitationId
    """With `already_invited`: the pending invitation."""
    stores: list[Slug]
    """With `owns_stores`: the stores that the person owns, at most 100 of them."""
    limit: int
    """With `seat_limit_reached`: the seats of the plan. With `role_limit_reached`: the roles that the catalog
    allows.
    """
    members: int
    """With `role_in_use`: the members who have the role, counted up to 1,000."""
    invitations: int
    """With `role_in_use`: the pending invitations that offer the role, counted up to 1,000."""
    retry_after: int
    """With `quota_exceeded` and `unavailable`: the seconds in `Retry-After`."""
    invited_email: str
    """With `wrong_account`: the invited address, masked."""
    store_name: str
    """With the codes of status 410 from `POST /invitations/lookup`: the name of the store."""
    invited_by: str
    """With `store_name`: the name of the grantor, if it is known."""
