//! The paths of the API and their methods, to tell a path that does not exist from a method that a path does not have.

use std::collections::BTreeSet;

/// Every path of `infra/template.yaml`, with its methods. A segment in braces stands for any text.
const PATHS: [(&str, &[&str]); 52] = [
    ("/.well-known/authzen-configuration", &["GET", "HEAD"]),
    ("/access/v1/evaluation", &["POST"]),
    ("/access/v1/evaluations", &["POST"]),
    ("/access/v1/search/action", &["POST"]),
    ("/access/v1/search/resource", &["POST"]),
    ("/access/v1/search/subject", &["POST"]),
    ("/assets/{asset}", &["GET", "HEAD"]),
    ("/erasures", &["POST"]),
    ("/erasures/{erasure}", &["GET", "HEAD"]),
    ("/exports", &["POST"]),
    ("/invitations/accept", &["POST"]),
    ("/invitations/decline", &["POST"]),
    ("/invitations/lookup", &["POST"]),
    ("/invitations/opt-out", &["POST"]),
    ("/invitations/renew", &["POST"]),
    ("/join", &["GET", "HEAD"]),
    ("/me", &["GET", "HEAD", "PATCH"]),
    ("/me/activities", &["GET", "HEAD"]),
    ("/me/invitations", &["GET", "HEAD"]),
    ("/me/invitations/{invitation}/accept", &["POST"]),
    ("/me/invitations/{invitation}/decline", &["POST"]),
    ("/me/invitations/{invitation}/renew", &["POST"]),
    ("/me/opt-out", &["DELETE"]),
    ("/me/stores", &["GET", "HEAD"]),
    ("/stores/{store}", &["DELETE", "GET", "HEAD", "PATCH", "PUT"]),
    ("/stores/{store}/access", &["GET", "HEAD"]),
    ("/stores/{store}/activities", &["GET", "HEAD"]),
    ("/stores/{store}/activities/{activity}", &["DELETE", "PUT"]),
    ("/stores/{store}/announcements", &["POST"]),
    ("/stores/{store}/audit", &["GET", "HEAD"]),
    ("/stores/{store}/catalog", &["GET", "HEAD"]),
    ("/stores/{store}/events", &["GET", "HEAD"]),
    ("/stores/{store}/invitations", &["GET", "HEAD", "POST"]),
    ("/stores/{store}/invitations/bulk", &["POST"]),
    ("/stores/{store}/invitations/{invitation}", &["DELETE", "GET", "HEAD", "PATCH"]),
    ("/stores/{store}/invitations/{invitation}/link", &["POST"]),
    ("/stores/{store}/invitations/{invitation}/resend", &["POST"]),
    ("/stores/{store}/members", &["GET", "HEAD"]),
    ("/stores/{store}/members/bulk", &["POST"]),
    ("/stores/{store}/members/{user}", &["DELETE", "GET", "HEAD", "PATCH", "PUT"]),
    ("/stores/{store}/roles", &["GET", "HEAD", "POST"]),
    ("/stores/{store}/roles/{role}", &["DELETE", "PATCH"]),
    ("/team", &["GET", "HEAD"]),
    ("/unsubscribe/{token}", &["GET", "HEAD", "POST"]),
    ("/users/{user}/move", &["POST"]),
    ("/users/{user}/stores", &["GET", "HEAD"]),
    ("/webhooks", &["GET", "HEAD", "POST"]),
    ("/webhooks/{webhook}", &["DELETE", "GET", "HEAD", "PATCH"]),
    ("/webhooks/{webhook}/deliveries", &["GET", "HEAD"]),
    ("/webhooks/{webhook}/replay", &["POST"]),
    ("/webhooks/{webhook}/secret", &["POST"]),
    ("/webhooks/{webhook}/test", &["POST"]),
];

/// The pages to which mails lead.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub(crate) enum MailedPage {
    Join,
    Team,
    Unsubscribe,
}

/// What the path of each page begins with.
const MAILED_PAGES: [(&str, MailedPage); 3] =
    [("/join", MailedPage::Join), ("/team", MailedPage::Team), ("/unsubscribe/", MailedPage::Unsubscribe)];

/// The page of whose link a mail program may have made this path: it encodes the `#`, adds a `/` or a full stop, or changes
/// the case.
pub(crate) fn mailed_page(path: &str) -> Option<MailedPage> {
    let begins = |with: &str| path.get(..with.len()).is_some_and(|start| start.eq_ignore_ascii_case(with));
    MAILED_PAGES.iter().find(|(start, _)| begins(start)).map(|(_, page)| *page)
}

/// The methods of a path, as `Allow` lists them; `None` where there is no such path. A path can match several of them, such
/// as `/stores/a/members/bulk`, where `bulk` can be a user, too, and then has the methods of all.
pub(crate) fn methods_of(path: &str) -> Option<String> {
    let matching = PATHS.iter().filter(|(template, _)| matches(template, path));
    let methods: BTreeSet<&str> = matching.flat_map(|(_, methods)| methods.iter().copied()).collect();
    if methods.is_empty() {
        // What a mail program made of the link to a page is opened only.
        return mailed_page(path).map(|_| "GET, HEAD".to_owned());
    }
    Some(methods.into_iter().collect::<Vec<_>>().join(", "))
}

fn matches(template: &str, path: &str) -> bool {
    let (mut wanted, mut given) = (template.split('/'), path.split('/'));
    loop {
        match (wanted.next(), given.next()) {
            (None, None) => return true,
            // The ID of an invitation is a UUID.
            (Some("{invitation}"), Some("bulk")) => return false,
            (Some(wanted), Some(given)) if wanted.starts_with('{') && !given.is_empty() => {}
            (Some(wanted), Some(given)) if wanted == given => {}
            _ => return false,
        }
    }
}

#[cfg(test)]
mod tests {
    use super::{MailedPage, mailed_page, methods_of};

    #[test]
    fn a_path_has_the_methods_of_every_template_that_it_matches() {
        for (path, methods) in [
            ("/join", Some("GET, HEAD")),
            ("/stores/a", Some("DELETE, GET, HEAD, PATCH, PUT")),
            ("/stores/a/invitations/bulk", Some("POST")),
            ("/stores/a/invitations/b", Some("DELETE, GET, HEAD, PATCH")),
            ("/stores/a/members/bulk", Some("DELETE, GET, HEAD, PATCH, POST, PUT")),
            ("/stores/a/invitations/b/resend", Some("POST")),
            ("/stores/a b/members/\u{e9}#", Some("DELETE, GET, HEAD, PATCH, PUT")),
            ("/", None),
            ("", None),
            ("/stores", None),
            ("/stores/", None),
            ("/stores/a/", None),
            ("/stores//members", None),
            ("/join/x", Some("GET, HEAD")),
            ("/Join", Some("GET, HEAD")),
            ("/JOIN.", Some("GET, HEAD")),
            ("/join#x", Some("GET, HEAD")),
            ("/joi", None),
            ("/joi\u{e9}", None),
            ("/x/join", None),
            ("/tea", None),
            ("/x/team", None),
            ("/Team", Some("GET, HEAD")),
            ("/team#shop2", Some("GET, HEAD")),
            ("/unsubscribe", None),
            ("/unsubscribe/x", Some("GET, HEAD, POST")),
            ("/unsubscribe/x/", Some("GET, HEAD")),
            ("/UNSUBSCRIBE/x", Some("GET, HEAD")),
        ] {
            assert_eq!(methods_of(path).as_deref(), methods, "{path}");
        }
    }

    #[test]
    fn what_a_mail_program_makes_of_a_link_is_still_its_page() {
        for (path, page) in [
            ("/JOIN#x", Some(MailedPage::Join)),
            ("/team>", Some(MailedPage::Team)),
            ("/Team/", Some(MailedPage::Team)),
            ("/Unsubscribe/x/", Some(MailedPage::Unsubscribe)),
            ("/unsubscribe", None),
            ("/stores/team", None),
        ] {
            assert_eq!(mailed_page(path), page, "{path}");
        }
    }
}
