//! Which parts each mail has.

use staffroom_domain::AccountRule;
use staffroom_text::Texts;

use crate::content_builder::{ContentBuilder, name_and_address};
use crate::mail::{AccessEnd, DeliveryFailure, Mail, Occasion, Order, ReviewedAccess, Style};
use crate::mail_content::MailContent;
use crate::money;
use crate::sanitize;

/// Composes the content of a mail.
#[expect(clippy::too_many_lines, reason = "one arm for each kind of mail, which lists its parts")]
pub(crate) fn compose(style: &Style<'_>, mail: &Mail<'_>) -> MailContent {
    let texts = staffroom_text::mails(style.locale).in_time_zone(style.time_zone);
    let mut content = ContentBuilder::new(texts, style);
    match mail {
        Mail::Invitation {
            occasion,
            store,
            inviter,
            email,
            account,
            rights,
            link,
            expires_at,
            access_ends_at,
            note,
        } => {
            content.name("store", store);
            content.name("inviter", inviter);
            content.value("email", sanitize::address(email));
            content.value("expires", texts.format_date_time(*expires_at));
            content.paragraph(match occasion {
                Occasion::New => "invitation-body",
                Occasion::Reminder => "reminder-body",
            });
            content.list("invitation-rights", rights);
            if let Some(ends) = access_ends_at {
                content.value("ends", texts.format_date_time(*ends));
                content.paragraph("invitation-ends");
            }
            if let Some(lines) = note.map(sanitize::quotation).filter(|lines| !lines.is_empty()) {
                content.quote("invitation-note", lines);
            }
            content.button("invitation-button", Some(link));
            content.paragraph(match account {
                AccountRule::Invited => "invitation-address",
                AccountRule::Any => "invitation-any-address",
            });
            content.paragraph("invitation-expires");
            content.link_in_full("link-in-full", link);
            match occasion {
                Occasion::New => content.finish("invitation-subject", "invitation-title", "invitation-why"),
                Occasion::Reminder => content.finish("reminder-subject", "reminder-title", "invitation-why"),
            }
        }
        Mail::AccessChanged { store, actor, rights, added, taken, end, admin_url } => {
            content.name("store", store);
            content.name("actor", actor);
            content.paragraph("access-changed-body");
            content.list("access-changed-added", added);
            content.list("access-changed-taken", taken);
            if rights.is_empty() {
                content.paragraph("access-changed-none");
            } else {
                content.list("access-changed-now", rights);
            }
            match end {
                AccessEnd::None => {}
                AccessEnd::At(ends) => {
                    content.value("ends", texts.format_date_time(*ends));
                    content.paragraph("access-changed-ends");
                }
                AccessEnd::Lifted => content.paragraph("access-changed-lifted"),
            }
            content.button("open-store", *admin_url);
            content.finish("access-changed-subject", "access-changed-title", "why-member")
        }
        Mail::Removed { store, owner, email } => {
            content.name("store", store);
            content.value("contact", name_and_address(owner, email));
            content.paragraph("removed-body");
            content.paragraph("removed-account");
            content.paragraph("removed-next");
            content.finish("removed-subject", "removed-title", "removed-why")
        }
        Mail::Added { store, rights, ends_at, admin_url } => {
            content.name("store", store);
            content.paragraph("added-body");
            content.list("access-changed-now", rights);
            if let Some(ends) = ends_at {
                content.value("ends", texts.format_date_time(*ends));
                content.paragraph("access-changed-ends");
            }
            content.button("open-store", *admin_url);
            content.finish("added-subject", "added-title", "why-member")
        }
        Mail::Suspended { store, contact } => {
            content.name("store", store);
            content.value("contact", (*contact).to_owned());
            content.paragraph("suspended-body");
            content.paragraph("suspended-next");
            content.finish("suspended-subject", "suspended-title", "why-member")
        }
        Mail::Resumed { store, rights, ends_at, admin_url } => {
            content.name("store", store);
            content.paragraph("resumed-body");
            content.list("access-changed-now", rights);
            if let Some(ends) = ends_at {
                content.value("ends", texts.format_date_time(*ends));
                content.paragraph("access-changed-ends");
            }
            content.button("open-store", *admin_url);
            content.finish("resumed-subject", "resumed-title", "why-member")
        }
        Mail::Left { store, member, email, team_url } => {
            content.name("store", store);
            content.name_or_address("who", member, email);
            content.value("person", name_and_address(member, email));
            content.paragraph("left-body");
            content.button("open-team", *team_url);
            content.finish("left-subject", "left-title", "why-manager")
        }
        Mail::OwnershipEnded { store, owner } => {
            content.name("store", store);
            content.name("owner", owner);
            content.paragraph("ownership-ended-body");
            content.paragraph("ownership-ended-next");
            content.finish("ownership-ended-subject", "ownership-ended-title", "ownership-ended-why")
        }
        Mail::OwnershipBegun { store, former, team_url } => {
            content.name("store", store);
            content.name("former", former);
            content.paragraph("ownership-begun-body");
            content.button("open-team", *team_url);
            content.finish("ownership-begun-subject", "ownership-begun-title", "why-owner")
        }
        Mail::OwnerAddressChanged { store, old, new } => {
            content.name("store", store);
            content.paragraph("owner-address-changed-body");
            content.fields([
                ("address-changed-old", Some(sanitize::address(old))),
                ("address-changed-new", Some(sanitize::address(new))),
            ]);
            content.paragraph("owner-address-changed-next");
            content.finish(
                "owner-address-changed-subject",
                "owner-address-changed-title",
                "owner-address-changed-why",
            )
        }
        Mail::Accepted { store, member, email, invited, team_url } => {
            content.name("store", store);
            content.name_or_address("who", member, email);
            content.value("person", name_and_address(member, email));
            content.paragraph("accepted-body");
            if let Some(invited) = invited {
                content.value("email", sanitize::address(invited));
                content.paragraph("accepted-forwarded");
            }
            content.button("open-team", *team_url);
            content.finish("accepted-subject", "accepted-title", "why-manager")
        }
        Mail::Declined { store, email, reason, invitations_url } => {
            content.name("store", store);
            content.value("email", sanitize::address(email));
            content.paragraph("declined-body");
            if let Some(lines) = reason.map(sanitize::quotation).filter(|lines| !lines.is_empty()) {
                content.quote("declined-reason", lines);
            }
            content.paragraph("declined-next");
            content.button("open-invitations", *invitations_url);
            content.finish("declined-subject", "declined-title", "why-manager")
        }
        Mail::Answers { store, joined, declined, more, team_url } => {
            content.name("store", store);
            content.value("count", joined.len() + declined.len() + more);
            content.paragraph("answers-body");
            content
                .people("answers-joined", joined.iter().map(|(name, email)| name_and_address(name, email)));
            content.people(
                "answers-declined",
                declined.iter().map(|(email, reason)| with_reason(email, *reason)),
            );
            if *more > 0 {
                content.value("more", *more);
                content.paragraph("answers-more");
            }
            content.button("open-team", *team_url);
            content.finish("answers-subject", "answers-title", "why-manager")
        }
        Mail::Undelivered { store, email, cause, invitations_url } => {
            content.name("store", store);
            content.value("email", sanitize::address(email));
            content.value(
                "cause",
                match cause {
                    DeliveryFailure::Bounced => "bounced",
                    DeliveryFailure::Complained => "complained",
                    DeliveryFailure::Refused => "refused",
                },
            );
            content.paragraph("undelivered-body");
            content.paragraph("undelivered-next");
            content.button("open-invitations", *invitations_url);
            content.finish("undelivered-subject", "undelivered-title", "why-manager")
        }
        Mail::Withdrawn { store, email, inviter, invitations_url } => {
            content.name("store", store);
            content.name("inviter", inviter);
            content.value("email", sanitize::address(email));
            content.paragraph("withdrawn-body");
            content.paragraph("withdrawn-next");
            content.button("open-invitations", *invitations_url);
            content.finish("withdrawn-subject", "withdrawn-title", "why-manager")
        }
        Mail::AddressChanged { store, member, old, new, team_url } => {
            content.name("store", store);
            content.name_or_address("member", member, old);
            content.paragraph("address-changed-body");
            content.fields([
                ("address-changed-old", Some(sanitize::address(old))),
                ("address-changed-new", Some(sanitize::address(new))),
            ]);
            content.paragraph("address-changed-next");
            content.button("open-team", *team_url);
            content.finish("address-changed-subject", "address-changed-title", "why-manager")
        }
        Mail::AppInstalled { store, app, member, admin_url } => {
            content.name("store", store);
            content.name("app", app);
            content.name("member", member);
            content.paragraph("app-installed-body");
            content.paragraph("app-installed-next");
            content.button("open-store", *admin_url);
            content.finish("app-installed-subject", "app-installed-title", "why-manager")
        }
        Mail::OrderCreated { store, activity, order, admin_url } => {
            let Order { number, customer, total } = *order;
            content.name("store", store);
            content.name("activity", activity);
            content.name("number", number.unwrap_or_default());
            content.value("numbered", if number.is_some() { "yes" } else { "no" });
            content.paragraph("order-created-body");
            content.fields([
                ("order-created-number", number.map(sanitize::reference)),
                ("order-created-customer", customer.map(sanitize::name)),
                ("order-created-total", total.map(|total| amount(style, texts, total))),
            ]);
            content.button("open-store", *admin_url);
            content.finish("order-created-subject", "order-created-title", "order-created-why")
        }
        Mail::ReviewDue { store, members, more, team_url } => {
            content.name("store", store);
            let (present, without): (Vec<_>, Vec<_>) =
                members.iter().partition(|member| member.access == ReviewedAccess::Present);
            content.value("count", present.len() + more);
            content.paragraph("review-due-body");
            content.members(&present, *more);
            if !without.is_empty() {
                content.paragraph("review-due-ended");
                content.members(&without, 0);
            }
            if !members.is_empty() {
                content.paragraph("review-due-next");
            }
            content.button("review-due-button", *team_url);
            content.finish("review-due-subject", "review-due-title", "why-manager")
        }
        Mail::AccessEnded { store, ended_at, contact } => {
            content.name("store", store);
            content.value("ends", texts.format_date_time(*ended_at));
            content.value("email", sanitize::address(contact));
            content.paragraph("access-ended-body");
            content.paragraph("access-ended-next");
            content.finish("access-ended-subject", "access-ended-title", "access-ended-why")
        }
        Mail::AccessEnding { store, ends_at, contact, admin_url } => {
            content.name("store", store);
            content.value("email", sanitize::address(contact));
            content.value("ends", texts.format_date_time(*ends_at));
            content.paragraph("access-ending-body");
            content.paragraph("access-ending-next");
            content.button("open-store", *admin_url);
            content.finish("access-ending-subject", "access-ending-title", "why-member")
        }
    }
}

/// An amount of money in the way of the language, or as it was sent.
fn amount(style: &Style<'_>, texts: Texts, sent: &str) -> String {
    money::localized(style.locale, texts, sent).unwrap_or_else(|| sanitize::reference(sent))
}

/// A declined address with the reason, if there is one.
fn with_reason(email: &str, reason: Option<&str>) -> String {
    let reason = reason.map(|typed| sanitize::quotation(typed).join(" ")).filter(|text| !text.is_empty());
    let email = sanitize::address(email);
    match reason {
        Some(reason) => format!("{email} – {reason}"),
        None => email,
    }
}
