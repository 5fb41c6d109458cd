//! The tables of limits in the introduction, made from the constants that the parsers use.

use std::fmt::Write as _;

use staffroom_domain::{bounds, durations};

/// The limits of a request: what has it, the number, its unit.
fn of_requests() -> Vec<(&'static str, usize, &'static str)> {
    vec![
        ("a body", bounds::BODY_BYTES, "bytes"),
        ("a name", bounds::NAME_CHARACTERS, "characters"),
        ("a reason", bounds::REASON_CHARACTERS, "characters"),
        ("a note", bounds::NOTE_CHARACTERS, "characters"),
        ("metadata", bounds::METADATA_ENTRIES, "keys"),
        ("a key of metadata", bounds::METADATA_KEY_CHARACTERS, "characters"),
        ("a value of metadata", bounds::METADATA_VALUE_CHARACTERS, "characters"),
        ("an e-mail address", bounds::EMAIL_BYTES, "bytes"),
        ("a domain", bounds::DOMAIN_BYTES, "bytes"),
        ("a web address", bounds::WEB_ADDRESS_BYTES, "bytes"),
        ("a slug", bounds::SLUG_BYTES, "bytes"),
        ("a user ID", bounds::USER_ID_BYTES, "bytes"),
        ("a language tag", bounds::LANGUAGE_TAG_CHARACTERS, "characters"),
        ("the name of a time zone", bounds::TIME_ZONE_BYTES, "bytes"),
        ("the token of a link", bounds::LINK_TOKEN_CHARACTERS[1], "characters"),
        ("an idempotency key", bounds::IDEMPOTENCY_KEY_BYTES, "bytes"),
        ("a cursor", bounds::CURSOR_CHARACTERS, "characters"),
        ("a search", bounds::SEARCH_CHARACTERS, "characters"),
        ("a list of events", bounds::EVENT_TYPES, "types"),
        ("a search", bounds::NAME_WORDS, "words of a name that are looked at"),
        ("the label of a role", bounds::ROLE_LABEL_CHARACTERS, "characters"),
        ("a grant", bounds::GRANT_ENTRIES, "roles, and as many permissions"),
        ("an access check", bounds::CHECKED_PERMISSIONS, "permissions"),
        ("a call of access evaluations", bounds::EVALUATIONS, "evaluations"),
        ("a bulk call", bounds::BULK_INVITATIONS, "invitations"),
        ("a bulk call", bounds::BULK_MEMBERS, "members"),
        ("a store", bounds::ALLOWED_DOMAINS, "allowed domains"),
        ("a form", bounds::FORM_BYTES, "bytes"),
        ("the token of an address to unsubscribe", bounds::UNSUBSCRIBE_TOKEN_CHARACTERS, "characters"),
        ("a webhook", bounds::WEBHOOK_TYPES, "types"),
        ("a webhook", bounds::WEBHOOK_STORES, "stores"),
        ("the description of a webhook or a role", bounds::DESCRIPTION_CHARACTERS, "characters"),
        ("a replay", bounds::REPLAYED_EVENTS, "events"),
        ("the platform", bounds::WEBHOOKS, "webhooks"),
        ("an export or an erasure", bounds::NAMED_STORES, "stores that are named"),
        ("an order", bounds::ORDER_DEPTH, "levels"),
        ("each text of an order", bounds::ORDER_TEXT_CHARACTERS, "characters that are kept"),
    ]
}

/// The limits of a response.
fn of_responses() -> Vec<(&'static str, usize, &'static str)> {
    vec![
        ("a page", bounds::PAGE_ENTRIES, "entries"),
        ("a page without `limit`", bounds::DEFAULT_PAGE_ENTRIES, "entries"),
        ("a problem", bounds::PROBLEM_ERRORS, "errors"),
        ("the refusal to erase an owner", bounds::OWNED_STORES, "stores"),
        ("an export", bounds::PERSON_ADDRESSES, "addresses of a person that are found"),
        ("a store with its settings and roles", bounds::STORE_BYTES, "bytes as it is stored"),
        ("the uses of a role", bounds::ROLE_USES, "members, and as many invitations, that are counted"),
        ("the event of a change of catalog", bounds::LISTED_LOSSES, "members who lost something"),
    ]
}

/// The limits against misuse that are not the catalog's.
fn against_misuse() -> Vec<(&'static str, u32, &'static str)> {
    vec![
        ("a member", bounds::ADDRESS_CHANGES_PER_DAY, "changes of their address in a day"),
        ("an address", bounds::STORES_PER_RECIPIENT_PER_DAY, "stores that send it a link in a day"),
        ("an address", bounds::CAUSED_MAILS_PER_DAY, "mails in a day that one person causes in one store"),
        (
            "an address",
            bounds::CAUSED_MAILS_WITH_LAST_NEWS,
            "of these with those that tell of a removal or a suspension",
        ),
    ]
}

/// How long things last.
fn times() -> Vec<(&'static str, i64, &'static str)> {
    vec![
        ("a link", durations::MAX_INVITATION_DAYS, "days at most; the catalog has its own number"),
        ("an invitation after its term", durations::INVITATION_RETENTION_DAYS, "days"),
        ("the right to a new link", durations::RENEWAL_DAYS, "days"),
        ("the slug of a deleted role", durations::ROLE_SLUG_DAYS, "days"),
        ("the history", durations::HISTORY_RETENTION_DAYS, "days"),
        ("a published event, and a delivery", durations::PUBLISHED_RETENTION_DAYS, "days"),
        ("the secret of a webhook after its replacement", durations::FORMER_SECRET_HOURS, "hours"),
        ("an idempotency key", durations::IDEMPOTENCY_HOURS, "hours"),
    ]
}

/// The tables, in Markdown.
pub(crate) fn tables() -> String {
    let mut out = String::new();
    table(&mut out, "at most", of_requests());
    out.push_str("\nLimits of what a response has:\n\n");
    table(&mut out, "at most", of_responses());
    out.push_str("\nFor how long things are kept or valid:\n\n");
    table(&mut out, "for", times());
    out.push_str("\nLimits against misuse, beside those of the catalog:\n\n");
    table(&mut out, "at most", against_misuse());
    out
}

fn table(out: &mut String, heading: &str, rows: Vec<(&'static str, impl std::fmt::Display, &'static str)>) {
    let _ = writeln!(out, "| what | {heading} |\n| --- | --- |");
    for (what, number, unit) in rows {
        let _ = writeln!(out, "| {what} | {} {unit} |", with_commas(&number.to_string()));
    }
}

/// The digits in groups of three.
fn with_commas(digits: &str) -> String {
    let mut grouped = String::new();
    for (index, digit) in digits.chars().enumerate() {
        if index > 0 && (digits.len() - index).is_multiple_of(3) {
            grouped.push(',');
        }
        grouped.push(digit);
    }
    grouped
}

#[cfg(test)]
mod tests {
    use super::tables;

    /// Bounds that no caller of the API meets: they say how the product writes, or are those of `authorizer` and `claims`.
    const INTERNAL: [&str; 19] = [
        "TOLD_SINGLY",
        "TRANSACTION_ACTIONS",
        "MEMBER_ADDRESSES",
        "RELEASED_SEATS",
        "LINK_TOKEN_FIXED_BYTES",
        "SORT_KEY_BYTES",
        "WORD_KEY_BYTES",
        "ADDRESS_KEY_BYTES",
        "SINGLE_ANSWERS",
        "GATHERED_ANSWERS",
        "PUBLISHED_AT_ONCE",
        "DELIVERIES_AT_ONCE",
        "ATTEMPTS_IN_FLIGHT",
        "TOKEN_BYTES",
        "CLAIM_BYTES",
        "CLAIMED_STORES",
        "CLOSING_AT_ONCE",
        "CLOSING_STEP",
        "ERASURE_STORES",
    ];

    #[test]
    fn every_bound_is_listed() {
        let (bounds, listed) = (include_str!("../../domain/src/bounds.rs"), include_str!("limits.rs"));
        let names: Vec<&str> = bounds
            .lines()
            .filter_map(|line| line.split_once("const ")?.1.split_once(':'))
            .map(|(name, _)| name)
            .filter(|name| name.starts_with(|c: char| c.is_ascii_uppercase()))
            .collect();
        assert!(names.len() > 20, "{names:?}");
        for name in names.into_iter().filter(|name| !INTERNAL.contains(name)) {
            assert!(listed.contains(&format!("bounds::{name}")), "{name} is not listed");
        }
        assert!(tables().contains("| a body | 262,144 bytes |\n| a name | 200 characters |"));
    }
}
