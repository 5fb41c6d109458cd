//! Parameters, headers and the responses that are no problems.

use serde_json::{Map, Value, json};
use staffroom_domain::describe::{LocaleTag, Slug};
use staffroom_domain::{ErasureId, InvitationId, PublicData, UserId, WebhookId, bounds};

use crate::schemas::{self, Schemas, reference};

pub(crate) fn servers() -> Value {
    json!([
        { "url": "http://127.0.0.1:3000", "description": "`cargo local`" },
        {
            "url": "https://{api}.execute-api.{region}.amazonaws.com",
            "description": "A deployed stack",
            "variables": {
                "api": {
                    "default": "api",
                    "description": "The ID of the HTTP API. The stack's output `ApiUrl` is the complete URL",
                },
                "region": { "default": "eu-west-3" },
            },
        },
    ])
}

pub(crate) fn tags() -> Value {
    json!([
        { "name": "stores", "description": "Stores, their catalogs and their history" },
        { "name": "invitations", "description": "Invitations, for managers" },
        { "name": "links", "description": "Invitations, for the person who has the link from the mail" },
        { "name": "pages", "description": "Pages for browsers" },
        { "name": "members", "description": "Members of a store and their permissions" },
        { "name": "roles", "description": "Roles of a store: those of its catalog, and those of its own" },
        {
            "name": "authzen",
            "description": "The [AuthZEN Authorization API 1.0](https://openid.net/specs/authorization-api-1_0.html). It has the \
                manners of that\nstandard: unknown fields are ignored, and what is missing or malformed is answered with 400",
        },
        { "name": "activities", "description": "Activities of a store, and announcements by the platform" },
        { "name": "people", "description": "What is kept of a person, for the platform" },
        { "name": "webhooks", "description": "Endpoints of the platform to which events are sent" },
        { "name": "me", "description": "The caller's own data across all stores" },
    ])
}

pub(crate) fn security_schemes() -> Value {
    json!({
        "token": {
            "type": "http",
            "scheme": "bearer",
            "bearerFormat": "JWT",
            "description": "A token of the identity provider that the stack was deployed with (`Issuer`, `Audience`). On AWS \
                it must be\nsigned with an RSA key. If a call lists a scope, the `scope` claim of the token must contain it.",
        },
    })
}

/// The parameters by the name under which operations take them. Those of paths have the name in the path.
#[expect(clippy::too_many_lines, reason = "one entry for each parameter")]
pub(crate) fn parameters(schemas: &mut Schemas) -> Value {
    let slug = schemas.request(schemas::of::<Slug>());
    let invitation = schemas.request(schemas::of::<InvitationId>());
    let webhook = schemas.request(schemas::of::<WebhookId>());
    let erasure = schemas.request(schemas::of::<ErasureId>());
    let user = schemas.request(schemas::of::<UserId>());
    let locale = schemas.request(schemas::of::<LocaleTag>());
    // The longest user ID in base64url, after the `~`.
    let user_characters = 1 + (bounds::USER_ID_BYTES * 4).div_ceil(3);
    json!({
        "store": {
            "name": "store", "in": "path", "required": true, "schema": slug,
            "description": "The ID that the platform gave to the store",
        },
        "activity": { "name": "activity", "in": "path", "required": true, "schema": slug },
        "role": { "name": "role", "in": "path", "required": true, "schema": slug },
        "invitation": { "name": "invitation", "in": "path", "required": true, "schema": invitation },
        "user": {
            "name": "user", "in": "path", "required": true,
            "description": "`me` for the caller, or the `user_id` of the member. A `user_id` that is `me`, begins with `~`, or \
                has a `/` or\n`?` in it is given as `~` and its base64url form without padding (RFC 4648, section 5); any \
                other can be, too",
            "schema": { "type": "string", "minLength": 1, "maxLength": user_characters, "pattern": "^[ -~]+$" },
        },
        "erasure": { "name": "erasure", "in": "path", "required": true, "schema": erasure },
        "webhook": { "name": "webhook", "in": "path", "required": true, "schema": webhook },
        "token": {
            "name": "token", "in": "path", "required": true,
            "description": "The token in the mail's address to unsubscribe",
            "schema": {
                "type": "string",
            },
        },
        "asset": { "name": "asset", "in": "path", "required": true, "schema": { "type": "string" } },
        "limit": {
            "name": "limit", "in": "query",
            "schema": {
                "type": "integer", "minimum": 1, "maximum": bounds::PAGE_ENTRIES,
                "default": bounds::DEFAULT_PAGE_ENTRIES,
            },
        },
        "cursor": {
            "name": "cursor", "in": "query",
            "description": "The `next_cursor` of the previous page",
            "schema": { "type": "string", "maxLength": bounds::CURSOR_CHARACTERS, "pattern": "^[A-Za-z0-9_-]+$" },
        },
        "after": {
            "name": "after", "in": "query",
            "description": "A `next_cursor` of this list. Without it, the list begins with the oldest event that is kept",
            "schema": { "type": "string", "maxLength": bounds::CURSOR_CHARACTERS, "pattern": "^[A-Za-z0-9_-]+$" },
        },
        "types": {
            "name": "types", "in": "query", "style": "form", "explode": true,
            "description": format!("Only events of these types, at most {}. Repeat the parameter, or separate the values by commas.", bounds::EVENT_TYPES),
            "schema": {
                "type": "array", "maxItems": bounds::EVENT_TYPES,
                "items": { "type": "string", "enum": PublicData::TYPES },
            },
            "example": ["member.added", "member.removed"],
        },
        "ifMatch": {
            "name": "If-Match", "in": "header",
            "description": "Carry out the call only if the resource has one of these versions or, with `*`, if it exists (RFC \
                9110, section\n13.1.1)",
            "schema": { "type": "string" },
            "example": "\"1795651200123\"",
        },
        "ifNoneMatch": {
            "name": "If-None-Match", "in": "header",
            "description": "Carry out the call only if the resource does not exist (RFC 9110, section 13.1.2). Not with \
                `If-Match`",
            "schema": { "type": "string", "enum": ["*"] },
        },
        "idempotencyKey": {
            "name": "Idempotency-Key", "in": "header",
            "description": "A key chosen by the caller that makes it safe to repeat the request \
                (draft-ietf-httpapi-idempotency-key-header).\nIt is sent once, and has no comma. The response is stored for 24 hours",
            "schema": {
                "type": "string", "minLength": 1, "maxLength": bounds::IDEMPOTENCY_KEY_BYTES,
                "pattern": "^[!-+.-~-](?:[ -+.-~-]*[!-+.-~-])?$",
            },
            "example": "8e03978e-40d5-43dd-bc93-6894a57f9324",
        },
        "requestId": {
            "name": "X-Request-ID", "in": "header",
            "description": "An ID of the caller's choice for this request. The response has it, too",
            "schema": { "type": "string" },
            "example": "bfe9eb29-ab87-4ca3-be83-a1d5d8305716",
        },
        "status": {
            "name": "status", "in": "query",
            "description": "Only invitations with one of these statuses, separated by commas: `pending`, `accepted`, `declined`, \
                `revoked`,\n`expired`. A text and not a list, because many generated clients would repeat the parameter.",
            "schema": {
                "type": "string",
                "pattern": "^(?:(?:pending|accepted|declined|revoked|expired)?(?:,|$))*$",
            },
            "example": "pending,expired",
        },
        "heldPermission": {
            "name": "permission", "in": "query",
            "description": "Only those who hold this permission now",
            "schema": slug,
        },
        "grantedRole": {
            "name": "role", "in": "query",
            "description": "Only members who have this role. The slug of a role that was replaced stands for the other one",
            "schema": slug,
        },
        "replaceWith": {
            "name": "replace_with", "in": "query",
            "description": "The role that everyone who has the deleted one has in its place",
            "schema": slug,
        },
        "memberStatus": {
            "name": "status", "in": "query",
            "description": "Only members whose access is so: `active`, `ended` by itself, or `suspended`",
            "schema": { "type": "string", "enum": ["active", "ended", "suspended"] },
        },
        "openStatus": {
            "name": "status", "in": "query",
            "description": "The pending invitations, or those that have expired. Default: `pending`.",
            "schema": { "type": "string", "enum": ["pending", "expired"] },
        },
        "endedStatus": {
            "name": "status", "in": "query",
            "description": "`ended`: only the stores to which the person's access has ended by itself",
            "schema": { "type": "string", "enum": ["ended"] },
        },
        "memberSearch": {
            "name": "q", "in": "query",
            "description": format!("Only those who match, by the word that matches: each word begins one of the first {} words of \
                the name,\nwithout regard to case and accents, or, for managers and the platform, the address", bounds::NAME_WORDS),
            "schema": { "type": "string", "minLength": 1, "maxLength": bounds::SEARCH_CHARACTERS },
            "example": "ana alv",
        },
        "memberSort": {
            "name": "sort", "in": "query",
            "description": "`name`: by the root collation of CLDR, without regard to case and accents; a member without a name by \
                the address.\n`joined_at` and `last_active_at`: the earliest first, and before them who was never active; with no \
                other filter\nthan `status`",
            "schema": { "type": "string", "enum": ["name", "joined_at", "last_active_at"], "default": "name" },
        },
        "invitationSearch": {
            "name": "q", "in": "query",
            "description": "Only invitations whose address begins with this",
            "schema": { "type": "string", "minLength": 1, "maxLength": bounds::SEARCH_CHARACTERS },
            "example": "ana@",
        },
        "actor": {
            "name": "actor", "in": "query",
            "description": "Only what this user did",
            "schema": user,
        },
        "subject": {
            "name": "subject", "in": "query",
            "description": "Only events about the member, invitation, activity, role or store with this ID. An acceptance is about \
                the invitation\nand the member",
            "schema": user,
        },
        "eventType": {
            "name": "type", "in": "query",
            "description": format!("Only events of these types, at most {}, separated by commas", bounds::EVENT_TYPES),
            "schema": {
                "type": "string",
                "pattern": format!("^[a-z_]+\\.[a-z_.]+(?:,[a-z_]+\\.[a-z_.]+){{0,{}}}$", bounds::EVENT_TYPES - 1),
            },
            "example": "member.changed,member.removed",
        },
        "since": {
            "name": "since", "in": "query",
            "description": "Only events from this time on",
            "schema": { "type": "string", "format": "date-time" },
        },
        "until": {
            "name": "until", "in": "query",
            "description": "Only events before this time",
            "schema": { "type": "string", "format": "date-time" },
        },
        "acceptEncoding": {
            "name": "Accept-Encoding", "in": "header",
            "description": "With `br`, the response is compressed",
            "schema": { "type": "string" },
        },
        "permission": {
            "name": "permission", "in": "query", "style": "form", "explode": true,
            "description": "The permissions, all of which the user must hold. Repeat the parameter, or separate the values by \
                commas.\nWithout it, the check is for any access to the store. An empty value counts as a missing \
                permission. A slug that\nis no permission of the catalog counts as one that the user does not hold; any other text \
                is refused.",
            "schema": {
                "type": "array", "maxItems": bounds::CHECKED_PERMISSIONS,
                "items": {
                    "type": "string", "maxLength": bounds::SLUG_BYTES,
                    "pattern": format!("^(?:[a-z0-9][a-z0-9._-]{{0,{}}})?$", bounds::SLUG_BYTES - 1),
                },
            },
            "example": ["catalog", "sales"],
        },
        "userId": {
            "name": "user_id", "in": "query",
            "description": "The user to check. The platform must give one.",
            "schema": user,
        },
        "locale": {
            "name": "locale", "in": "query",
            "description": "The language. By default the token's, or else the store's.",
            "schema": locale,
        },
    })
}

pub(crate) fn headers() -> Value {
    json!({
        "ETag": {
            "description": "The version, for a later `If-Match`",
            "schema": { "type": "string", "pattern": "^\"[0-9]+\"$" },
            "example": "\"1795651200123\"",
        },
        "Location": {
            "description": "The path of the created resource",
            "schema": { "type": "string", "format": "uri-reference" },
            "example": "/stores/demo-ecwid/invitations/62887015-ca53-52ba-ab07-6efa85b2d31c",
        },
        "RequestId": {
            "description": "The `X-Request-ID` of the request, if it had one",
            "schema": { "type": "string" },
        },
        "RetryAfter": {
            "description": "Seconds until a repetition can succeed",
            "schema": { "type": "integer", "minimum": 1 },
        },
    })
}

/// The responses that are not problems of the product.
pub(crate) fn responses() -> Map<String, Value> {
    let gateway = |message: &str| {
        json!({
            "schema": reference("schemas", "GatewayMessage"),
            "examples": { "gateway": { "value": { "message": message } } },
        })
    };
    [
        (
            "Page",
            json!({
                "description": "The page. Its content security policy allows connections to this API and the identity provider \
                    only",
                "headers": {
                    "Content-Security-Policy": { "schema": { "type": "string" } },
                    "Cache-Control": { "schema": { "type": "string", "enum": ["no-cache"] } },
                },
                "content": { "text/html": { "schema": { "type": "string" } } },
            }),
        ),
        (
            "Default",
            json!({
                "description": "Any other response:\n- 405 `method_not_allowed`: the path does not have the method; `Allow` \
                    lists those that it has\n- a response of API Gateway itself, such as 429 with `{\"message\": \"Too Many \
                    Requests\"}` when there are too many\n  requests at once",
                "headers": { "Allow": { "description": "The methods of the path (405)", "schema": { "type": "string" } } },
                "content": {
                    "application/problem+json": { "schema": reference("schemas", "MethodNotAllowedProblem") },
                    "application/json": { "schema": reference("schemas", "GatewayMessage") },
                },
            }),
        ),
        (
            "TooManyRequests",
            json!({
                "description": "The response of API Gateway when there are too many requests at once",
                "content": { "application/json": gateway("Too Many Requests") },
            }),
        ),
        ("Head", json!({ "description": "The headers of the response to `GET`; there is no body" })),
        (
            "HeadRefused",
            json!({ "description": "The status and the headers of the response to `GET`; there is no body" }),
        ),
    ]
    .into_iter()
    .map(|(name, response)| (name.to_owned(), response))
    .collect()
}
