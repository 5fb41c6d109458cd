//! The pages of the provider.

use maud::{Markup, html};

use super::accounts::{Account, InvalidInput};
use super::authentication::AuthenticationRequest;
use crate::pages::layout;

/// A form.
pub enum Form<'a> {
    /// The form to sign in.
    SignIn {
        /// The address to show in its field.
        email: &'a str,
        /// The account that is signed in already, with which the user can continue.
        account: Option<&'a Account>,
        /// The error to show.
        error: Option<InvalidInput>,
    },
    /// The form to create an account.
    Create {
        /// The address to show in its field.
        email: &'a str,
        /// The name to show in its field.
        name: &'a str,
        /// Whether the user tried to sign in with an address that has no account.
        unknown: bool,
        /// The error to show.
        error: Option<InvalidInput>,
    },
}

/// The page with a form.
#[must_use]
pub fn show_form(request: &AuthenticationRequest, form: &Form<'_>) -> String {
    match *form {
        Form::SignIn { email, account, error } => layout(
            "Sign in",
            &html! {
                div.narrow {
                    h1 { "Sign in" }
                    @if let Some(account) = account {
                        form method="post" action=(request.path(None)) {
                            p { "You are signed in as " strong { (account.email) } "." }
                            button name="action" value="continue" { "Continue as " (account.name) }
                        }
                        h2 { "Sign in with another account" }
                    }
                    form method="post" action=(request.path(Some("login"))) novalidate {
                        (field("email", "E-mail", "email", email, error))
                        button name="action" value="sign_in" { "Sign in" }
                    }
                    p { "No account yet? " a href=(request.path(Some("create"))) { "Create an account" } }
                    (footnote())
                }
            },
        ),
        Form::Create { email, name, unknown, error } => layout(
            "Create an account",
            &html! {
                div.narrow {
                    h1 { "Create an account" }
                    @if unknown {
                        p role="status" { "There is no account for " strong { (email) } " yet. Create it here." }
                    }
                    form method="post" action=(request.path(Some("create"))) novalidate {
                        (field("name", "Name", "text", name, error))
                        (field("email", "E-mail", "email", email, error))
                        button name="action" value="create" { "Create an account" }
                    }
                    p { "You have an account? " a href=(request.path(Some("login"))) { "Sign in" } }
                    (footnote())
                }
            },
        ),
    }
}

/// The page after a sign-out.
#[must_use]
pub fn show_signed_out() -> String {
    layout("Signed out", &html! { div.narrow { h1 { "You are signed out" } } })
}

/// The page for a request that cannot be answered with a redirect.
#[must_use]
pub fn show_error(error: &str) -> String {
    layout("Invalid link", &html! { div.narrow { h1 { "Invalid link" } p { (error) } } })
}

fn field(name: &str, label: &str, kind: &str, value: &str, error: Option<InvalidInput>) -> Markup {
    let error = error.filter(|error| error.field == name);
    let advice_id = format!("{name}-advice");
    let autocomplete = if name == "email" { "username" } else { "name" };
    // The form has `novalidate`: the browser's own messages disappear and are in the browser's language.
    html! {
        p {
            label for=(name) { (label) }
            input #(name) name=(name) type=(kind) value=(value) autocomplete=(autocomplete) required
                aria-invalid=[error.map(|_| "true")] aria-describedby=[error.map(|_| &advice_id)];
            @if let Some(error) = error {
                span.advice #(advice_id) role="alert" { (error.advice) }
            }
        }
    }
}

fn footnote() -> Markup {
    html! { p.note { "This is the local stack's own provider. It needs no passwords, and every address counts as verified." } }
}
