//! Compiles the catalogs (TOML) and the list of languages (folder names) into static Rust tables, so that
//! a function parses nothing when it starts. A catalog that does not add up fails the build, and every
//! fault of every file is named at once.

use std::collections::{BTreeMap, BTreeSet};
use std::error::Error;
use std::fmt::Write as _;
use std::path::{Path, PathBuf};
use std::{env, fs};

use serde::Deserialize;

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct CatalogFile {
    default_locale: String,
    account: Account,
    invitation_days: i64,
    #[serde(default = "store")]
    resource_type: String,
    reminder_days: Option<i64>,
    reply_to: ReplyTo,
    grants: Grants,
    plans: Vec<Plan>,
    permissions: Vec<Permission>,
    #[serde(default)]
    roles: Vec<Role>,
    limits: Limits,
    review: Option<Review>,
    mails: BTreeMap<String, Vec<String>>,
}

#[derive(Deserialize, Debug, Clone, Copy)]
#[serde(rename_all = "lowercase")]
enum Account {
    Invited,
    Any,
}

#[derive(Deserialize, Debug, Clone, Copy)]
#[serde(rename_all = "lowercase")]
enum ReplyTo {
    Inviter,
    Store,
    None,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct Grants {
    roles: Quantity,
    permissions: Quantity,
    default_role: Option<String>,
    #[serde(default)]
    custom_roles: usize,
}

#[derive(Deserialize, Debug, Clone, Copy, PartialEq)]
#[serde(rename_all = "lowercase")]
enum Quantity {
    None,
    One,
    Many,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct Plan {
    slug: String,
    seats: Option<u32>,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct Permission {
    slug: String,
    #[serde(default)]
    owner_only: bool,
    #[serde(default)]
    held_with: Vec<String>,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct Role {
    slug: String,
    permissions: Vec<String>,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct Limits {
    invitations_per_store_per_day: u32,
    invitations_per_inviter_per_hour: u32,
    resends_per_invitation: u32,
    mails_per_recipient_per_day: u32,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct Review {
    every_days: i64,
}

#[derive(Deserialize, Default)]
#[serde(deny_unknown_fields)]
struct TextFile {
    #[serde(default)]
    permissions: BTreeMap<String, Text>,
    #[serde(default)]
    roles: BTreeMap<String, Text>,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct Text {
    label: String,
    description: String,
    #[serde(default)]
    sections: Vec<String>,
}

/// The type of stores in access evaluations, where the catalog names no other.
fn store() -> String {
    "store".to_owned()
}

/// The types in access evaluations that are no stores: `ACTIVITY` and `USER` of `src/catalog.rs`.
const OTHER_TYPES: [&str; 2] = ["activity", "user"];

/// The longest term of an invitation: `MAX_INVITATION_DAYS` of `src/durations.rs`, to which a test holds the catalogs, too.
const MAX_INVITATION_DAYS: i64 = 30;

/// The most roles of a store's own, which its record has room for.
const MAX_CUSTOM_ROLES: usize = 20;

/// The most permissions of a catalog: the bits by which a store's record keeps those of a role.
const MAX_PERMISSIONS: usize = 64;

/// The events that mails can tell of, and so the keys that `[mails]` may have.
const MAILS: [&str; 21] = [
    "invitation.created",
    "invitation.ending",
    "invitation.accepted",
    "invitation.declined",
    "invitation.answers_gathered",
    "invitation.bounced",
    "invitation.withdrawn",
    "member.changed",
    "member.removed",
    "member.address_changed",
    "member.access_ending",
    "member.access_ended",
    "member.left",
    "member.added",
    "member.suspended",
    "member.resumed",
    "store.transferred",
    "store.owner_address_changed",
    "app.installed",
    "order.created",
    "review.due",
];

fn main() -> Result<(), Box<dyn Error>> {
    println!("cargo::rerun-if-changed=catalogs");
    let mut faults = Vec::new();
    let catalogs = folders(Path::new("catalogs"))?;
    let locales = languages(&catalogs)?;
    let languages = format!("static LOCALES: &[&str] = &{locales:?};\n");
    let mut code = String::new();
    code.push_str("pub(crate) static CATALOGS: &[Catalog] = &[\n");
    for folder in catalogs {
        catalog(&mut code, &folder, &locales, &mut faults)?;
    }
    code.push_str("];\n");
    if !faults.is_empty() {
        return Err(format!("the catalogs are not valid:\n  {}", faults.join("\n  ")).into());
    }
    let folder = PathBuf::from(env::var("OUT_DIR")?);
    fs::write(folder.join("catalogs.rs"), code)?;
    fs::write(folder.join("locales.rs"), languages)?;
    Ok(())
}

fn folders(of: &Path) -> Result<Vec<PathBuf>, Box<dyn Error>> {
    let mut found = Vec::new();
    for entry in fs::read_dir(of)? {
        let path = entry?.path();
        if path.is_dir() {
            found.push(path);
        }
    }
    found.sort();
    Ok(found)
}

/// Every language that a catalog has texts in. A catalog that lacks one of them is a fault. A test of `shared/text` holds the
/// list to the folders of `shared/locales`, so that a changed sentence there does not build the domain anew.
fn languages(catalogs: &[PathBuf]) -> Result<Vec<String>, Box<dyn Error>> {
    let mut found = BTreeSet::new();
    for folder in catalogs {
        for entry in fs::read_dir(folder)? {
            let path = entry?.path();
            let stem = path.file_stem().unwrap_or_default().to_string_lossy().into_owned();
            if path.extension().is_some_and(|extension| extension == "toml") && stem != "catalog" {
                found.insert(stem);
            }
        }
    }
    Ok(found.into_iter().collect())
}

fn name(path: &Path) -> String {
    path.file_name().unwrap_or_default().to_string_lossy().into_owned()
}

fn catalog(
    code: &mut String,
    folder: &Path,
    locales: &[String],
    faults: &mut Vec<String>,
) -> Result<(), Box<dyn Error>> {
    let slug = name(folder);
    let file = folder.join("catalog.toml");
    let catalog: CatalogFile =
        toml::from_str(&fs::read_to_string(&file)?).map_err(|e| format!("{}: {e}", file.display()))?;
    let mut texts = Vec::new();
    for locale in locales {
        let file = folder.join(format!("{locale}.toml"));
        texts.push(if let Ok(text) = fs::read_to_string(&file) {
            toml::from_str::<TextFile>(&text).map_err(|e| format!("{}: {e}", file.display()))?
        } else {
            faults.push(format!("{slug}/{locale}.toml is missing"));
            TextFile::default()
        });
    }
    check(&slug, &catalog, locales, faults);

    writeln!(code, "Catalog {{ slug: {slug:?}, default_locale: {:?},", catalog.default_locale)?;
    writeln!(code, "account: AccountRule::{:?},", catalog.account)?;
    writeln!(code, "invitation_days: {},", catalog.invitation_days)?;
    writeln!(code, "resource_type: {:?},", catalog.resource_type)?;
    writeln!(code, "reminder_days: {:?},", catalog.reminder_days)?;
    writeln!(code, "reply_to: ReplyTo::{:?},", catalog.reply_to)?;
    writeln!(
        code,
        "grants: GrantRule {{ roles: Quantity::{:?}, permissions: Quantity::{:?}, default_role: {:?}, custom_roles: {} }},",
        catalog.grants.roles,
        catalog.grants.permissions,
        catalog.grants.default_role,
        catalog.grants.custom_roles
    )?;
    let limits = &catalog.limits;
    writeln!(
        code,
        "limits: Limits {{ invitations_per_store_per_day: {}, invitations_per_inviter_per_hour: {}, \
         resends_per_invitation: {}, mails_per_recipient_per_day: {} }},",
        limits.invitations_per_store_per_day,
        limits.invitations_per_inviter_per_hour,
        limits.resends_per_invitation,
        limits.mails_per_recipient_per_day
    )?;
    writeln!(code, "review_days: {:?},", catalog.review.map(|r| r.every_days))?;
    code.push_str("plans: &[");
    for plan in &catalog.plans {
        write!(code, "Plan {{ slug: {:?}, seats: {:?} }},", plan.slug, plan.seats)?;
    }
    code.push_str("],\npermissions: &[\n");
    for permission in &catalog.permissions {
        let kind = if permission.owner_only {
            "PermissionKind::OwnerOnly".to_owned()
        } else if permission.held_with.is_empty() {
            "PermissionKind::Grantable".to_owned()
        } else {
            format!("PermissionKind::HeldWith(&{:?})", permission.held_with)
        };
        writeln!(code, "Permission {{ slug: {:?}, kind: {kind}, texts: &[", permission.slug)?;
        for (locale, file) in locales.iter().zip(&texts) {
            let at = format!("{slug}/{locale}.toml: permissions.{}", permission.slug);
            text(code, file.permissions.get(&permission.slug), &at, faults)?;
        }
        code.push_str("] },\n");
    }
    code.push_str("],\nroles: &[\n");
    for role in &catalog.roles {
        writeln!(code, "Role {{ slug: {:?}, permissions: &{:?}, texts: &[", role.slug, role.permissions)?;
        for (locale, file) in locales.iter().zip(&texts) {
            let at = format!("{slug}/{locale}.toml: roles.{}", role.slug);
            text(code, file.roles.get(&role.slug), &at, faults)?;
        }
        code.push_str("] },\n");
    }
    code.push_str("],\nmails: &[\n");
    for (event, recipients) in &catalog.mails {
        write!(code, "({event:?}, &[")?;
        for recipient in recipients {
            write!(code, "{},", recipient_code(recipient))?;
        }
        code.push_str("]),\n");
    }
    code.push_str("] },\n");
    Ok(())
}

fn recipient_code(recipient: &str) -> String {
    match recipient {
        "invitee" => "Recipient::Invitee".to_owned(),
        "inviter" => "Recipient::Inviter".to_owned(),
        "managers" => "Recipient::Managers".to_owned(),
        "member" => "Recipient::Member".to_owned(),
        "owner" => "Recipient::Owner".to_owned(),
        "former_owner" => "Recipient::FormerOwner".to_owned(),
        "reader" => "Recipient::Reader".to_owned(),
        other => {
            format!("Recipient::HoldersOf({:?})", other.strip_prefix("role:").unwrap_or(other))
        }
    }
}

fn text(
    code: &mut String,
    text: Option<&Text>,
    at: &str,
    faults: &mut Vec<String>,
) -> Result<(), Box<dyn Error>> {
    if let Some(text) = text {
        if text.label.trim().is_empty() || text.description.trim().is_empty() {
            faults.push(format!("{at} has an empty label or description"));
        }
        writeln!(
            code,
            "Text {{ label: {:?}, description: {:?}, sections: &{:?} }},",
            text.label, text.description, text.sections
        )?;
    } else {
        faults.push(format!("{at} is missing"));
    }
    Ok(())
}

fn check(slug: &str, catalog: &CatalogFile, locales: &[String], faults: &mut Vec<String>) {
    let mut fault = |what: String| faults.push(format!("{slug}/catalog.toml: {what}"));
    let permission = |slug: &String| catalog.permissions.iter().find(|p| &p.slug == slug);
    let role = |slug: &str| catalog.roles.iter().any(|r| r.slug == slug);
    if !locales.contains(&catalog.default_locale) {
        fault(format!("default_locale {} has no texts", catalog.default_locale));
    }
    if !(1..=MAX_INVITATION_DAYS).contains(&catalog.invitation_days) {
        fault(format!("invitation_days must be 1 to {MAX_INVITATION_DAYS}"));
    }
    let kind = catalog.resource_type.as_str();
    let is_slug = |b: u8| b.is_ascii_lowercase() || b.is_ascii_digit() || b"._-".contains(&b);
    if kind.is_empty() || kind.len() > 64 || !kind.bytes().all(is_slug) || OTHER_TYPES.contains(&kind) {
        fault(format!("resource_type must be a slug, and none of {}", OTHER_TYPES.join(", ")));
    }
    if catalog.reminder_days.is_some_and(|days| !(1..catalog.invitation_days).contains(&days)) {
        fault("reminder_days must be at least 1 and less than invitation_days".to_owned());
    }
    if permission(&"team".to_owned()).is_none() {
        fault("the permission `team`, which makes a manager, is missing".to_owned());
    }
    if catalog.grants.permissions == Quantity::One {
        fault("grants.permissions is none or many".to_owned());
    }
    if catalog.grants.custom_roles > MAX_CUSTOM_ROLES {
        fault(format!("grants.custom_roles must be at most {MAX_CUSTOM_ROLES}"));
    }
    if catalog.permissions.len() > MAX_PERMISSIONS {
        fault(format!("there are more than {MAX_PERMISSIONS} permissions"));
    }
    if catalog.grants.default_role.as_deref().is_some_and(|r| !role(r)) {
        fault("grants.default_role names no role".to_owned());
    }
    for r in &catalog.roles {
        for p in &r.permissions {
            if permission(p).is_none_or(|p| p.owner_only || !p.held_with.is_empty()) {
                fault(format!("role {} holds {p}, which cannot be granted", r.slug));
            }
        }
    }
    for p in &catalog.permissions {
        for other in &p.held_with {
            if permission(other).is_none_or(|p| p.owner_only || !p.held_with.is_empty()) {
                fault(format!("{} is held with {other}, which cannot be granted", p.slug));
            }
        }
    }
    for (event, recipients) in &catalog.mails {
        if !MAILS.contains(&event.as_str()) {
            fault(format!("mails.{event} is no event"));
        }
        for recipient in recipients {
            let known = match recipient.strip_prefix("role:") {
                Some(slug) => role(slug),
                None => ["invitee", "inviter", "managers", "member", "owner", "former_owner", "reader"]
                    .contains(&recipient.as_str()),
            };
            if !known {
                fault(format!("mails.{event}: {recipient} is no recipient"));
            }
        }
    }
}
