//! The pages and their files, as a browser receives them.

#![allow(clippy::expect_used, reason = "a test that cannot go on has failed")]
#![allow(clippy::print_stdout, reason = "the sizes are worth reading")]

use std::collections::BTreeSet;

use lambda_http::http::header::{
    CACHE_CONTROL, CONTENT_ENCODING, CONTENT_SECURITY_POLICY, CONTENT_TYPE, REFERRER_POLICY, VARY,
    X_CONTENT_TYPE_OPTIONS,
};
use lambda_http::http::{HeaderName, HeaderValue};
use lambda_http::{Body, Response};
use sha2::{Digest, Sha256};
use staffroom_pages::{Page, Settings, asset};

/// The largest compressed size of the files that a page loads in one language. The module of the team page
/// that finds addresses in pasted text takes 9 KB of it.
fn budget(page: &str) -> usize {
    if page == "team" { 80_000 } else { 48_000 }
}

fn settings(more: &[(&str, &str)]) -> Result<Settings, String> {
    let given = [("ISSUER", "https://id.example.com/pool"), ("CLIENT_ID", "shop-pages")];
    let find = |name: &str| {
        let of = |list: &[(&str, &str)]| {
            list.iter().find(|(known, _)| *known == name).map(|(_, value)| (*value).to_owned())
        };
        of(more).or_else(|| of(&given))
    };
    Settings::from_lookup(find).map_err(|error| error.to_string())
}

fn pages(settings: &Settings) -> [(&'static str, Response<Body>); 3] {
    [
        ("join", Page::join(settings)),
        ("team", Page::team(settings)),
        ("unsubscribe", Page::unsubscribe(settings)),
    ]
    .map(|(name, page)| (name, page.response().expect("a response")))
}

fn markup(page: &Response<Body>) -> &str {
    std::str::from_utf8(page.body()).expect("UTF-8")
}

fn header(response: &Response<Body>, name: impl Into<HeaderName>) -> &str {
    response.headers().get(name.into()).map_or("", |value| value.to_str().expect("a text"))
}

fn fetch(name: &str, accept_encoding: Option<&str>) -> Response<Body> {
    let accepted = accept_encoding.map(|value| value.parse::<HeaderValue>().expect("a header"));
    asset(name, accepted.as_ref()).expect("a response").expect("a file")
}

/// The assets that a text names: what is between `before` and the next quote.
fn named(text: &str, before: &str) -> BTreeSet<String> {
    text.split(before).skip(1).filter_map(|rest| rest.split('"').next()).map(str::to_owned).collect()
}

fn decompressed(bytes: &[u8]) -> Vec<u8> {
    let mut content = Vec::new();
    brotli::BrotliDecompress(&mut &*bytes, &mut content).expect("brotli");
    content
}

#[test]
fn a_page_may_load_and_reach_nothing_but_the_api_and_the_identity_provider() {
    let settings = settings(&[(
        "SIGN_IN_ORIGINS",
        "https://login.example.com/oauth2/token  https://id.example.com https://keys.example.com:8443",
    )]);
    for (name, page) in pages(&settings.expect("settings")) {
        let policy: BTreeSet<&str> = header(&page, CONTENT_SECURITY_POLICY).split("; ").collect();
        let expected = [
            "default-src 'none'",
            "script-src 'self'",
            "style-src 'self'",
            "img-src 'self' data:",
            "connect-src 'self' https://id.example.com https://login.example.com https://keys.example.com:8443",
            "base-uri 'none'",
            "form-action 'none'",
            "frame-ancestors 'none'",
        ];
        assert_eq!(policy, BTreeSet::from(expected), "{name}");
        assert_eq!(header(&page, REFERRER_POLICY), "no-referrer");
        assert_eq!(header(&page, X_CONTENT_TYPE_OPTIONS), "nosniff");
        assert_eq!(header(&page, CACHE_CONTROL), "no-cache");
        assert_eq!(header(&page, CONTENT_TYPE), "text/html; charset=utf-8");
        assert!(header(&page, HeaderName::from_static("permissions-policy")).contains("camera=()"));
        assert_eq!(header(&page, HeaderName::from_static("cross-origin-opener-policy")), "same-origin");
    }
}

#[test]
fn no_page_holds_a_script_or_a_style_of_its_own() {
    for (name, page) in pages(&settings(&[]).expect("settings")) {
        let html = markup(&page);
        for tag in html.split('<').skip(1).filter_map(|rest| rest.split('>').next()) {
            assert!(!tag.starts_with("style"), "{name}: <{tag}>");
            assert!(!tag.starts_with("script") || tag.contains(" src=\"/assets/"), "{name}: <{tag}>");
            for attribute in tag.split_whitespace().skip(1) {
                assert!(!attribute.starts_with("style=") && !attribute.starts_with("on"), "{name}: <{tag}>");
            }
        }
        assert!(!html.contains("{{") && !html.contains("}}"), "{name} has an unfilled place");
    }
}

#[test]
fn settings_are_escaped_in_the_markup() {
    let evil = r#"a"><script>&lt;"#;
    for (name, page) in pages(&settings(&[("CLIENT_ID", evil), ("BEARER", "access")]).expect("settings")) {
        let html = markup(&page);
        assert!(html.contains(r#"data-issuer="https://id.example.com/pool""#), "{name}");
        assert!(html.contains(r#"data-client-id="a&quot;>&lt;script>&amp;lt;""#), "{name}: {html}");
        assert!(html.contains(r#"data-token="access""#), "{name}");
    }
}

#[test]
fn a_setting_that_is_missing_or_wrong_is_named() {
    for (name, value) in [
        ("ISSUER", ""),
        ("ISSUER", "id.example.com"),
        ("ISSUER", "javascript:alert(1)"),
        ("CLIENT_ID", " "),
        ("BEARER", "refresh"),
        ("SIGN_IN_ORIGINS", "https://a.example;script-src"),
        ("SIGN_IN_ORIGINS", "'unsafe-inline'"),
        ("SIGN_IN_ORIGINS", "https://*"),
    ] {
        let error = settings(&[(name, value)]).expect_err("refused");
        assert!(error.starts_with(name), "{name}={value:?}: {error}");
    }
}

#[test]
fn every_file_is_named_after_its_content_and_cached_forever() {
    for (_, page) in pages(&settings(&[]).expect("settings")) {
        let names = named(markup(&page), "\"/assets/");
        assert!(names.len() > 10, "{names:?}");
        for name in names {
            let [plain, br] = [None, Some("gzip, deflate, br")].map(|accepted| fetch(&name, accepted));
            for response in [&plain, &br] {
                assert_eq!(response.status(), 200, "{name}");
                assert_eq!(header(response, CACHE_CONTROL), "public, max-age=31536000, immutable");
                assert_eq!(header(response, VARY), "accept-encoding");
                assert_eq!(header(response, X_CONTENT_TYPE_OPTIONS), "nosniff");
                let kind = header(response, CONTENT_TYPE);
                match name.rsplit('.').next() {
                    Some("js") => assert_eq!(kind, "text/javascript; charset=utf-8"),
                    Some("css") => assert_eq!(kind, "text/css; charset=utf-8"),
                    Some("svg") => assert_eq!(kind, "image/svg+xml"),
                    _ => assert_eq!(kind, "text/plain; charset=utf-8"),
                }
            }
            assert_eq!((header(&plain, CONTENT_ENCODING), header(&br, CONTENT_ENCODING)), ("", "br"));
            assert_eq!(decompressed(br.body()), plain.body().as_ref(), "{name}");
            let digest = Sha256::digest(plain.body().as_ref());
            let hash = digest.iter().take(6).fold(String::new(), |hash, byte| format!("{hash}{byte:02x}"));
            assert!(name.contains(&format!(".{hash}.")), "{name} is not named after its content, {hash}");
        }
    }
}

#[test]
fn a_file_is_compressed_only_if_the_browser_accepts_it() {
    let settings = settings(&[]).expect("settings");
    let [(_, join), ..] = pages(&settings);
    let name = named(markup(&join), "\"/assets/").pop_first().expect("an asset");
    for (accepted, encoding) in [
        ("br", "br"),
        ("gzip;q=1.0, BR;q=0.5", "br"),
        ("gzip, deflate", ""),
        ("br;q=0", ""),
        ("br; q=0.0, gzip", ""),
        ("brotli", ""),
        ("", ""),
    ] {
        assert_eq!(header(&fetch(&name, Some(accepted)), CONTENT_ENCODING), encoding, "{accepted:?}");
    }
}

#[test]
fn a_name_that_no_file_has_leads_to_none() {
    for name in ["join.000000000000.js", "join.js", "", "../Cargo.toml", "LICENSE-MIT", "README.md"] {
        assert!(asset(name, None).expect("an answer").is_none(), "{name}");
    }
}

#[test]
fn every_import_exists_and_is_preloaded() {
    for (page, response) in pages(&settings(&[]).expect("settings")) {
        let html = markup(&response);
        let early = named(html, "<link rel=\"modulepreload\" href=\"/assets/");
        let mut found = BTreeSet::new();
        let mut next: Vec<String> =
            named(html, "<script type=\"module\" src=\"/assets/").into_iter().collect();
        assert_eq!(next.len(), 1, "{page}");
        while let Some(script) = next.pop() {
            let content = fetch(&script, None);
            assert_eq!(content.status(), 200, "{page} imports {script}");
            for import in named(markup(&content), "\"./") {
                if found.insert(import.clone()) {
                    next.push(import);
                }
            }
        }
        assert_eq!(early, found, "{page}");
    }
}

#[test]
fn a_page_with_everything_that_it_loads_stays_within_its_budget() {
    for (page, response) in pages(&settings(&[]).expect("settings")) {
        let html = markup(&response);
        let size = |name: &String| fetch(name, Some("br")).body().len();
        let languages = named(html, "<link rel=\"texts\" hreflang=\"");
        assert_eq!(languages.len(), 7, "{page}: {languages:?}");
        let (texts, files): (Vec<String>, Vec<String>) =
            named(html, "\"/assets/").into_iter().partition(|name| name.rsplit('.').next() == Some("ftl"));
        let longest = texts.iter().map(size).max().unwrap_or_default();
        let total = html.len() + files.iter().map(size).sum::<usize>() + longest;
        assert!(longest > 1000 && files.len() > 8, "{page}: {files:?}");
        assert!(total < budget(page), "{page} takes {total} bytes");
        println!("{page}: {total} bytes, {} of them texts and {} markup", longest, html.len());
    }
}
