//! JSON schemas of the values whose form a parser decides, for the API's description. Only its generator is built with them.
//!
//! Each pattern allows what the parser beside it allows, as far as a regular expression (ECMA-262) can say it. Where it
//! cannot, the description allows more: schemathesis (`tests/schema`) finds it when the description allows less, or more than
//! for a reason that is listed there.

use std::borrow::Cow;

use schemars::{JsonSchema, Schema, SchemaGenerator, json_schema};

use crate::{
    ActivityId, Catalog, DeliveryId, Description, DisplayName, Domain, EmailAddress, ErasureId, EventId,
    EventType, InvitationId, LinkToken, Locale, Metadata, Note, PermissionSlug, PlanSlug, Reason, RoleLabel,
    RoleSlug, StoreId, TimeZone, UserId, WebAddress, WebhookId, bounds,
};

/// The text of doc comments: its lines without the space that begins each.
#[must_use]
pub fn prose(lines: &[&str]) -> String {
    let lines: Vec<&str> = lines.iter().map(|line| line.strip_prefix(' ').unwrap_or(line)).collect();
    lines.join("\n").trim().to_owned()
}

/// Implements `JsonSchema` by a schema. The doc comment of each becomes its description.
#[macro_export]
macro_rules! described {
    ($($(#[doc = $line:literal])* $described:ty as $name:literal: $schema:expr;)+) => {$(
        impl ::schemars::JsonSchema for $described {
            fn schema_name() -> ::std::borrow::Cow<'static, str> {
                $name.into()
            }

            fn json_schema(_: &mut ::schemars::SchemaGenerator) -> ::schemars::Schema {
                let mut schema: ::schemars::Schema = $schema;
                let prose = $crate::describe::prose(&[$($line),*]);
                if !prose.is_empty() {
                    schema.insert("description".to_owned(), prose.into());
                }
                schema
            }
        }
    )+};
}

/// The name of a store, an activity, a plan, a role or a permission.
#[derive(Debug)]
pub struct Slug;

/// The address of a person in the history or in a published event, who may have been erased.
#[derive(Debug)]
pub struct ErasableEmail;

/// The number in an `ETag`.
#[derive(Debug)]
pub struct Version;

/// A list of roles.
#[derive(Debug)]
pub struct Roles;

/// A list of permissions.
#[derive(Debug)]
pub struct Permissions;

/// The permissions of a role: one at least.
#[derive(Debug)]
pub struct RolePermissions;

/// The text that names a language in a request.
#[derive(Debug)]
pub struct LocaleTag;

/// The languages as responses name them.
#[derive(Debug)]
pub struct LocaleName;

/// A domain as a request may spell it.
#[derive(Debug)]
pub struct AllowedDomain;

/// A domain as it is stored.
#[derive(Debug)]
pub struct StoredDomain;

/// A catalog of this version of the product.
#[derive(Debug)]
pub struct CatalogSlug;

/// What a label of a domain consists of, in any script: no space, and of ASCII only letters, digits and the hyphen.
macro_rules! label {
    () => {
        r"[^\s\u0000-,./:-@\[-`{-\u007F]"
    };
}

/// A character of a domain's last label that is no digit, so that it is no address of four numbers.
macro_rules! no_digit {
    () => {
        r"[^\s\u0000-,./:-@\[-`{-\u007F0-9]"
    };
}

/// A character of the part of an address before the `@` (RFC 5322, `atext`).
macro_rules! atext {
    () => {
        "[A-Za-z0-9!#$%&'*+/=?^_`{|}~-]+"
    };
}

/// The characters that hide what a text says, but for control characters of ASCII. Those above U+FFFF are in the pattern
/// themselves, because engines share no escape for them. JSON Schema has patterns built with the flag `u` (Core, section 6.4),
/// without which they would be two characters each.
macro_rules! hidden {
    () => {
        concat!(
            r"\u007F-\u009F\u00AD\u034F\u061C\u115F\u1160\u17B4\u17B5\u180E\u200B\u200E\u200F\u2028-\u202E",
            r"\u2060-\u206F\u2800\u3164\uFDD0-\uFDEF\uFEFF\uFFA0\uFFF0-\uFFFC\uFFFE\uFFFF",
            "\u{13441}\u{13442}\u{1BCA0}-\u{1BCA3}\u{1D159}\u{1D173}-\u{1D17A}\u{E0000}-\u{E00FF}\u{E01F0}-\u{E0FFF}",
            "\u{1FFFE}\u{1FFFF}\u{2FFFE}\u{2FFFF}\u{3FFFE}\u{3FFFF}\u{4FFFE}\u{4FFFF}\u{5FFFE}\u{5FFFF}",
            "\u{6FFFE}\u{6FFFF}\u{7FFFE}\u{7FFFF}\u{8FFFE}\u{8FFFF}\u{9FFFE}\u{9FFFF}\u{AFFFE}\u{AFFFF}",
            "\u{BFFFE}\u{BFFFF}\u{CFFFE}\u{CFFFF}\u{DFFFE}\u{DFFFF}\u{EFFFE}\u{EFFFF}\u{FFFFE}\u{FFFFF}",
            "\u{10FFFE}\u{10FFFF}",
        )
    };
}

const EMAIL: &str = concat!(
    r"^\s*",
    atext!(),
    "(?:[.]",
    atext!(),
    ")*@(?:",
    label!(),
    "+[.])+",
    label!(),
    "*",
    no_digit!(),
    label!(),
    r"*\s*$",
);

const DOMAIN: &str = concat!(
    r"^\s*(?:",
    label!(),
    r"+[.\u3002\uFF0E\uFF61])+",
    label!(),
    "*",
    no_digit!(),
    label!(),
    r"*\s*$",
);

const NAME: &str = concat!(
    r"^\s*[^\s\u0000-\u001F",
    hidden!(),
    r"](?:[^\u0000-\u001F",
    hidden!(),
    r"]*[^\s\u0000-\u001F",
    hidden!(),
    r"])?\s*$",
);

/// Line breaks and tabs are allowed.
macro_rules! line {
    () => {
        concat!(r"\u0000-\u0008\u000B\u000C\u000E-\u001F", hidden!())
    };
}

const REASON: &str = concat!("^(?:[^", line!(), r"]*[^\s", line!(), "][^", line!(), "]*)?$");

const METADATA_KEY: &str = concat!(r"^[^\u0000-\u001F", hidden!(), "]+$");

const DESCRIPTION: &str = concat!("^[^", line!(), "]*$");

described! {
    Slug as "Slug": json_schema!({
        "type": "string",
        "minLength": 1,
        "maxLength": bounds::SLUG_BYTES,
        "pattern": format!("^[a-z0-9][a-z0-9._-]{{0,{}}}$", bounds::SLUG_BYTES - 1),
    });
    /// The `sub` claim of the identity provider
    UserId as "UserId": json_schema!({
        "type": "string",
        "minLength": 1,
        "maxLength": bounds::USER_ID_BYTES,
        "pattern": "^[ -~]+$",
    });
    /// In lower case. Derived from store and address, so it is the same each time the address is invited to the store
    InvitationId as "InvitationId": json_schema!({ "type": "string", "format": "uuid" });
    /// IDs sort by time
    EventId as "EventId": json_schema!({ "type": "string", "format": "uuid" });
    /// An address of at most 254 bytes, without a display name, quotes or an IP address. Shown as entered; compared
    /// case-insensitively. The part before `@` is ASCII and has at most 64 characters, because the mail service reaches
    /// no other; the domain can have any script. Spaces around it are removed
    EmailAddress as "Email": json_schema!({
        "type": "string",
        "maxLength": bounds::EMAIL_BYTES,
        "pattern": EMAIL,
    });
    /// An address, or `erased` where the person was erased
    ErasableEmail as "ErasableEmail": json_schema!({
        "type": "string",
        "maxLength": bounds::EMAIL_BYTES,
        "pattern": format!("(?:{EMAIL})|^{}$", crate::ERASED),
    });
    /// An erasure of a person
    ErasureId as "ErasureId": json_schema!({ "type": "string", "format": "uuid" });
    /// Any script, with a character that can be seen and without control and invisible characters. Spaces around it are
    /// removed
    DisplayName as "Name": json_schema!({
        "type": "string",
        "minLength": 1,
        "maxLength": bounds::NAME_CHARACTERS,
        "pattern": NAME,
    });
    /// Any script, with a character that can be seen and without control and invisible characters. Spaces around it are
    /// removed
    RoleLabel as "RoleLabel": json_schema!({
        "type": "string",
        "minLength": 1,
        "maxLength": bounds::ROLE_LABEL_CHARACTERS,
        "pattern": NAME,
    });
    /// Line breaks and tabs are allowed, other control characters and invisible ones are not. A reason that is not empty
    /// has a character that can be seen
    Note as "Note": json_schema!({
        "type": "string",
        "maxLength": bounds::NOTE_CHARACTERS,
        "pattern": DESCRIPTION,
    });
    /// Up to 20 keys of 1 to 40 characters with their values
    Metadata as "Metadata": json_schema!({
        "type": "object",
        "maxProperties": bounds::METADATA_ENTRIES,
        "propertyNames": {
            "minLength": 1,
            "maxLength": bounds::METADATA_KEY_CHARACTERS,
            "pattern": METADATA_KEY,
        },
        "additionalProperties": {
            "type": "string",
            "maxLength": bounds::METADATA_VALUE_CHARACTERS,
            "pattern": DESCRIPTION,
        },
    });
    Reason as "Reason": json_schema!({
        "type": "string",
        "maxLength": bounds::REASON_CHARACTERS,
        "pattern": REASON,
    });
    /// A webhook
    WebhookId as "WebhookId": json_schema!({ "type": "string", "format": "uuid" });
    /// IDs sort by time
    DeliveryId as "DeliveryId": json_schema!({ "type": "string", "format": "uuid" });
    /// A type of published event, or `webhook.test`
    EventType as "EventType": json_schema!({
        "type": "string",
        "enum": EventType::names().collect::<Vec<_>>(),
    });
    /// Line breaks and tabs are allowed, other control characters and invisible ones are not
    Description as "Description": json_schema!({
        "type": "string",
        "maxLength": bounds::DESCRIPTION_CHARACTERS,
        "pattern": DESCRIPTION,
    });
    /// An address with the scheme `https` or `http`, in ASCII, without a user name before the host
    WebAddress as "WebAddress": json_schema!({
        "type": "string",
        "maxLength": bounds::WEB_ADDRESS_BYTES,
        "pattern": r"^https?://[!$-.0-;=A-\[\]_a-z~]+(?:[/?#][!#-;=?-\[\]_a-z~]*)?$",
    });
    /// The part after `#` in the link of a mail. Any other text gets `invalid_token`
    LinkToken as "Token": json_schema!({
        "type": "string",
        "minLength": bounds::LINK_TOKEN_CHARACTERS[0],
        "maxLength": bounds::LINK_TOKEN_CHARACTERS[1],
        "pattern": "^[A-Za-z0-9_-]+$",
    });
    /// The number in the `ETag`
    Version as "Version": json_schema!({ "type": "integer", "format": "int64", "minimum": 1 });
    Roles as "Roles": slugs();
    Permissions as "Permissions": slugs();
    RolePermissions as "RolePermissions": {
        let mut schema = slugs();
        schema.insert("minItems".to_owned(), 1.into());
        schema
    };
    /// A language tag such as `fr`, `fr-CA` or `fr_CA`. Only the language is used, and its case is not
    LocaleTag as "LocaleTag": json_schema!({
        "type": "string",
        "minLength": 2,
        "maxLength": bounds::LANGUAGE_TAG_CHARACTERS,
        "pattern": locale_tag(),
    });
    /// A supported language
    LocaleName as "Locale": json_schema!({
        "type": "string",
        "enum": Locale::all().into_iter().map(Locale::as_str).collect::<Vec<_>>(),
    });
    /// The name of a time zone in the IANA time zone database, such as `Europe/Paris`, with its upper and lower case. `UTC` is one
    TimeZone as "TimeZone": json_schema!({
        "type": "string",
        "maxLength": bounds::TIME_ZONE_BYTES,
        "pattern": "^[A-Za-z][A-Za-z0-9_+-]*(?:/[A-Za-z0-9_+-]+){0,2}$",
        "examples": ["Europe/Paris"],
    });
    /// A domain of at least two labels, in any script (IDNA), such as `example.com`. Spaces around it are removed
    AllowedDomain as "AllowedDomain": json_schema!({
        "type": "string",
        "maxLength": bounds::DOMAIN_BYTES,
        "pattern": DOMAIN,
    });
    /// A domain in lower-case ASCII (IDNA)
    StoredDomain as "Domain": json_schema!({
        "type": "string",
        "maxLength": bounds::DOMAIN_BYTES,
        "pattern": "^[a-z0-9-]+(?:[.][a-z0-9-]+)+$",
    });
    CatalogSlug as "CatalogSlug": json_schema!({
        "type": "string",
        "enum": Catalog::all().iter().map(|catalog| catalog.slug).collect::<Vec<_>>(),
    });
}

/// A list of slugs, as a grant has it.
fn slugs() -> Schema {
    json_schema!({
        "type": "array",
        "maxItems": bounds::GRANT_ENTRIES,
        "items": { "$ref": "#/components/schemas/Slug" },
    })
}

/// The languages in any case, with whatever follows the language.
fn locale_tag() -> String {
    let any_case = |c: char| format!("[{}{}]", c.to_ascii_uppercase(), c.to_ascii_lowercase());
    let languages: Vec<String> =
        Locale::all().into_iter().map(|locale| locale.as_str().chars().map(any_case).collect()).collect();
    format!("^(?:{})(?:[-_][A-Za-z0-9_-]*)?$", languages.join("|"))
}

/// Implements `JsonSchema` for a type by that of another: of one for requests, and of one for responses.
macro_rules! as_another {
    ($($described:ty: $request:ty | $response:ty;)+) => {$(
        impl JsonSchema for $described {
            fn schema_name() -> Cow<'static, str> {
                stringify!($described).into()
            }

            fn inline_schema() -> bool {
                true
            }

            fn json_schema(generator: &mut SchemaGenerator) -> Schema {
                if generator.contract().is_deserialize() {
                    generator.subschema_for::<$request>()
                } else {
                    generator.subschema_for::<$response>()
                }
            }
        }
    )+};
}

as_another! {
    StoreId: Slug | Slug;
    ActivityId: Slug | Slug;
    PlanSlug: Slug | Slug;
    RoleSlug: Slug | Slug;
    PermissionSlug: Slug | Slug;
    Locale: LocaleTag | LocaleName;
    Domain: AllowedDomain | StoredDomain;
}
