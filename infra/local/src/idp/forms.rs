//! What the provider shows.

use maud::{Markup, html};

use super::Request;
use super::accounts::{Account, Mistake};
use crate::pages;

/// A form to fill in.
pub enum Form<'a> {
    /// Sign in, or go on as whoever is signed in.
    SignIn { email: &'a str, account: Option<&'a Account>, mistake: Option<Mistake> },
    /// Create an account; `unknown` when somebody tried to sign in without one.
    Create { email: &'a str, name: &'a str, unknown: bool, mistake: Option<Mistake> },
}

/// A form's page.
pub fn show(request: &Request, form: &Form<'_>) -> String {
    match *form {
        Form::SignIn { email, account, mistake } => pages::page(
            "Sign in",
            &html! {
                div.narrow {
                    h1 { "Sign in" }
                    @if let Some(account) = account {
                        form method="post" action=(request.path(None)) {
                            p { "You are signed in as " strong { (account.email) } "." }
                            button name="action" value="continue" { "Continue as " (account.name) }
                        }
                        h2 { "Or as somebody else" }
                    }
                    form method="post" action=(request.path(Some("login"))) novalidate {
                        (field("email", "E-mail", "email", email, mistake))
                        button name="action" value="sign_in" { "Sign in" }
                    }
                    p { "No account yet? " a href=(request.path(Some("create"))) { "Create an account" } }
                    (footnote())
                }
            },
        ),
        Form::Create { email, name, unknown, mistake } => pages::page(
            "Create an account",
            &html! {
                div.narrow {
                    h1 { "Create an account" }
                    @if unknown {
                        p role="status" { "There is no account for " strong { (email) } " yet. Create it here." }
                    }
                    form method="post" action=(request.path(Some("create"))) novalidate {
                        (field("name", "Name", "text", name, mistake))
                        (field("email", "E-mail", "email", email, mistake))
                        button name="action" value="create" { "Create an account" }
                    }
                    p { "You have an account? " a href=(request.path(Some("login"))) { "Sign in" } }
                    (footnote())
                }
            },
        ),
    }
}

/// Nobody is signed in any more.
pub fn signed_out() -> String {
    pages::page("Signed out", &html! { div.narrow { h1 { "You are signed out" } } })
}

/// Whoever led somebody here made a mistake.
pub fn mistaken(mistake: &str) -> String {
    pages::page("This does not work", &html! { div.narrow { h1 { "This does not work" } p { (mistake) } } })
}

fn field(name: &str, label: &str, kind: &str, value: &str, mistake: Option<Mistake>) -> Markup {
    let mistake = mistake.filter(|mistake| mistake.field == name);
    let advice_id = format!("{name}-advice");
    let autocomplete = if name == "email" { "username" } else { "name" };
    // The server's words, in the page: the browser's own bubbles vanish, and speak its language.
    html! {
        p {
            label for=(name) { (label) }
            input #(name) name=(name) type=(kind) value=(value) autocomplete=(autocomplete) required
                aria-invalid=[mistake.map(|_| "true")] aria-describedby=[mistake.map(|_| &advice_id)];
            @if let Some(mistake) = mistake {
                span.advice #(advice_id) role="alert" { (mistake.advice) }
            }
        }
    }
}

fn footnote() -> Markup {
    html! { p.note { "The local stack's own provider: no passwords, and every address counts as verified." } }
}
