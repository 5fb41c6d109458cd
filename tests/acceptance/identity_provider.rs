//! The identity provider of the local stack, as the pages use it.

use base64::Engine as _;
use base64::engine::general_purpose::URL_SAFE_NO_PAD;

use crate::support::{Client, Person, Response, Stack, Value, json, url_encode};

/// The parameters of every authorization request.
const REQUEST: &str = "response_type=code&scope=openid%20email%20profile%20staffroom/platform&client_id=staffroom\
    &code_challenge_method=S256&nonce=n&state=a%26b";
// The code challenge and verifier of RFC 7636, appendix B.
const CHALLENGE: &str = "E9Melhoa2OwvFrEMTJguCHaoeK1t8URWbuGJSstw-cM";
const VERIFIER: &str = "dBjftJeZ4CVP-mB92K27uhbUJU1p1r_wW1gFWFOEjXk";

/// A browser with a cookie of the provider, once it has signed in.
struct Browser<'s> {
    stack: &'s Stack,
    cookie: Option<String>,
}

impl Browser<'_> {
    fn client(&self) -> Client<'_> {
        let form = self.stack.anonymous().with_header("content-type", "application/x-www-form-urlencoded");
        match &self.cookie {
            Some(cookie) => form.with_header("cookie", cookie),
            None => form,
        }
    }

    fn authorize_path(&self, page: &str, more: &str) -> String {
        let redirect_uri = url_encode(&self.stack.url(page));
        format!(
            "/_local/idp/authorize?{REQUEST}&redirect_uri={redirect_uri}&code_challenge={CHALLENGE}{more}"
        )
    }

    /// Requests the sign-in page, with more parameters.
    fn authorize(&self, more: &str) -> Response {
        self.client().get(&self.authorize_path("/join", more))
    }

    /// Submits the form of the sign-in page.
    fn submit(&mut self, form: &str) -> Response {
        let path = self.authorize_path("/join", "");
        let response = self.client().send("POST", &path, Some(form.as_bytes().to_vec()));
        if let Some(cookie) = response.header("set-cookie") {
            assert!(cookie.contains("HttpOnly") && cookie.contains("SameSite=Lax"), "{cookie}");
            self.cookie = cookie.split(';').next().map(str::to_owned);
        }
        response
    }

    /// Exchanges a code for tokens.
    fn redeem(&self, code: &str, verifier: &str) -> Response {
        let redirect_uri = url_encode(&self.stack.url("/join"));
        let form = format!(
            "grant_type=authorization_code&client_id=staffroom&code={code}&code_verifier={verifier}&redirect_uri={redirect_uri}"
        );
        self.client().send("POST", "/_local/idp/token", Some(form.into_bytes()))
    }
}

/// Returns a parameter that a redirect passes to the page.
#[track_caller]
fn redirect_parameter(response: &Response, stack: &Stack, parameter: &str) -> Option<String> {
    assert_eq!(response.status, 303, "{response}");
    let location = response.header("location").expect("a Location header");
    let query = location.strip_prefix(&stack.url("/join?")).expect("the URL of the page");
    assert!(query.split('&').any(|pair| pair == "state=a%26b"), "{location}");
    query.split('&').find_map(|pair| pair.strip_prefix(parameter)?.strip_prefix('=')).map(str::to_owned)
}

#[track_caller]
fn claims(token: &Value) -> Value {
    let part = token.as_str().and_then(|token| token.split('.').nth(1)).expect("a JWT");
    serde_json::from_slice(&URL_SAFE_NO_PAD.decode(part).expect("base64url")).expect("claims")
}

#[test]
fn an_account_is_created_signed_in_with_and_left() {
    let stack = Stack::shared();
    let person = Person::new("Nora");
    let mut browser = Browser { stack, cookie: None };
    let address = url_encode(&person.email);

    let page = browser.authorize(&format!("&login_hint={address}"));
    assert!(page.status == 200 && page.text().contains(&person.email), "{page}");
    assert_eq!(
        redirect_parameter(&browser.authorize("&prompt=none"), stack, "error").as_deref(),
        Some("login_required")
    );
    let unknown = browser.submit(&format!("action=sign_in&email={address}"));
    assert!(unknown.status == 200 && unknown.text().contains("There is no account for"), "{unknown}");
    let without_name = browser.submit(&format!("action=create&name=&email={address}"));
    assert!(without_name.status == 200 && without_name.text().contains("Enter your name."), "{without_name}");
    let created = browser.submit(&format!("action=create&name=Nora&email={address}"));
    let code = redirect_parameter(&created, stack, "code").expect("a code");

    let tokens = browser.redeem(&code, VERIFIER).assert_status(200);
    let id = claims(&tokens["id_token"]);
    assert_eq!((&id["email"], &id["name"]), (&json!(person.email), &json!("Nora")));
    assert_eq!((&id["aud"], &id["nonce"]), (&json!("staffroom"), &json!("n")));
    assert_eq!(id["email_verified"], true);
    assert_eq!(browser.redeem(&code, VERIFIER).header("access-control-allow-origin"), Some("*"));
    let access = claims(&tokens["access_token"]);
    assert_eq!((&access["sub"], &access["scope"]), (&id["sub"], &json!("openid email profile")));
    let bearer = format!("Bearer {}", tokens["id_token"].as_str().expect("a token"));
    stack.anonymous().with_header("authorization", &bearer).get("/me/stores").assert_status(200);

    // With a session, the provider shows no page, unless the request asks for one or names another person.
    let silent = browser.authorize("&prompt=none");
    let code = redirect_parameter(&silent, stack, "code").expect("a code");
    assert_eq!(claims(&browser.redeem(&code, VERIFIER).assert_status(200)["id_token"])["sub"], id["sub"]);
    assert_eq!(browser.authorize(&format!("&login_hint={address}")).status, 303);
    for parameter in
        ["&prompt=login", "&prompt=create", "&prompt=select_account", "&login_hint=zoe@example.org"]
    {
        assert_eq!(browser.authorize(parameter).status, 200, "{parameter}");
    }

    let redirect_uri = url_encode(&stack.url("/join"));
    let signed_out =
        browser.client().get(&format!("/_local/idp/end_session?post_logout_redirect_uri={redirect_uri}"));
    assert_eq!((signed_out.status, signed_out.header("location")), (303, Some(stack.url("/join").as_str())));
    assert_eq!(
        redirect_parameter(&browser.authorize("&prompt=none"), stack, "error").as_deref(),
        Some("login_required")
    );
}

#[test]
fn a_code_is_good_once_and_for_whoever_asked_for_it() {
    let stack = Stack::shared();
    let mut browser = Browser { stack, cookie: None };
    let mut code = || {
        redirect_parameter(&browser.submit("action=sign_in&email=owner@example.com"), stack, "code")
            .expect("a code")
    };
    let (first, second) = (code(), code());
    assert_eq!(browser.redeem(&first, "guessed").assert_status(400)["error"], "invalid_grant");
    assert_eq!(
        browser.redeem(&first, VERIFIER).assert_status(400)["error"],
        "invalid_grant",
        "a wrong verifier invalidates the code"
    );
    assert_eq!(
        claims(&browser.redeem(&second, VERIFIER).assert_status(200)["id_token"])["sub"],
        "demo-owner"
    );
    assert_eq!(browser.redeem(&second, VERIFIER).assert_status(400)["error"], "invalid_grant");
}

#[test]
fn nobody_is_sent_anywhere_but_to_the_stacks_own_pages() {
    let stack = Stack::shared();
    let browser = Browser { stack, cookie: None };
    for elsewhere in ["https://example.org/join", "http://127.0.0.1:1/join"] {
        let path =
            format!("/_local/idp/authorize?{REQUEST}&redirect_uri={elsewhere}&code_challenge={CHALLENGE}");
        let response = browser.client().get(&path);
        assert_eq!((response.status, response.header("location")), (400, None), "{elsewhere}");
        let signed_out =
            browser.client().get(&format!("/_local/idp/end_session?post_logout_redirect_uri={elsewhere}"));
        assert_eq!((signed_out.status, signed_out.header("location")), (200, None), "{elsewhere}");
    }
    assert_eq!(browser.client().get(&browser.authorize_path("/elsewhere", "")).status, 400);
    assert_eq!(browser.client().get(&browser.authorize_path("/team", "")).status, 200);
    let without_pkce = browser.client().get(&browser.authorize_path("/join", "").replace("S256", "plain"));
    assert_eq!(redirect_parameter(&without_pkce, stack, "error").as_deref(), Some("invalid_request"));
}
