//! What a parser accepts, its schema allows; for ASCII, the reverse holds of most. Generated texts try both.

use boon::{Compiler, Draft, SchemaIndex, Schemas};
use proptest::collection::vec;
use proptest::prelude::*;
use proptest::test_runner::{RngAlgorithm, TestRng, TestRunner};
use staffroom_domain::{DisplayName, Domain, EmailAddress, Locale, Reason, StoreId, UserId, WebAddress};

/// Spaces and line ends of which Unicode, ECMA-262, the validator and IDNA think differently.
const SPACES: &str = "\u{85}\u{2028}\u{2029}\u{feff}";

const LOCATION: &str = "file:///openapi.json";

/// A parser beside the schema of its texts.
struct Form {
    name: &'static str,
    accepts: fn(&str) -> bool,
    /// Whether the schema says all that the parser demands of ASCII.
    is_exact: bool,
}

const FORMS: [Form; 8] = [
    Form { name: "Name", accepts: |text| DisplayName::try_from(text.to_owned()).is_ok(), is_exact: true },
    Form { name: "Reason", accepts: |text| Reason::try_from(text.to_owned()).is_ok(), is_exact: true },
    Form { name: "Slug", accepts: |text| text.parse::<StoreId>().is_ok(), is_exact: true },
    Form { name: "UserId", accepts: |text| text.parse::<UserId>().is_ok(), is_exact: true },
    Form { name: "LocaleTag", accepts: |text| Locale::parse(text).is_some(), is_exact: true },
    Form {
        name: "WebAddress",
        accepts: |text| WebAddress::try_from(text.to_owned()).is_ok(),
        is_exact: true,
    },
    // The lengths of labels, their hyphens and Punycode are beyond a pattern.
    Form { name: "Email", accepts: |text| EmailAddress::parse(text).is_ok(), is_exact: false },
    Form { name: "AllowedDomain", accepts: |text| Domain::parse(text).is_some(), is_exact: false },
];

/// The schemas of the forms.
#[expect(clippy::expect_used, reason = "for tests")]
fn compiled() -> (Schemas, Vec<SchemaIndex>) {
    let (mut compiler, mut schemas) = (Compiler::new(), Schemas::new());
    compiler.set_default_draft(Draft::V2020_12);
    let document = staffroom_description::document().expect("a description");
    compiler.add_resource(LOCATION, document).expect("a resource");
    let indexes = FORMS
        .iter()
        .map(|form| {
            let location = format!("{LOCATION}#/components/schemas/{}", form.name);
            compiler.compile(&location, &mut schemas).expect("a schema")
        })
        .collect();
    (schemas, indexes)
}

/// Parts of texts that come near what the parsers accept.
fn text() -> impl Strategy<Value = String> {
    let part = prop_oneof![
        "[a-z0-9]{1,3}",
        "[A-Z]{1,2}",
        "[ -~]",
        r"[\t\r\n ]",
        "[-._@:/#?%]",
        Just("https://".to_owned()),
        Just("fr".to_owned()),
        Just("@example.com".to_owned()),
        Just("é".to_owned()),
        Just("東京".to_owned()),
        Just("\u{200b}".to_owned()),
        Just("\u{a0}".to_owned()),
        Just("。".to_owned()),
        any::<char>()
            .prop_filter("a difference of the engines", |c| !SPACES.contains(*c))
            .prop_map(String::from),
    ];
    prop_oneof![
        vec(part, 0..8).prop_map(|parts| parts.concat()),
        ("[ -~]", prop::sample::select(vec![2, 63, 64, 65, 199, 200, 201, 255, 256, 1000, 1001]))
            .prop_map(|(character, count)| character.repeat(count)),
    ]
}

#[test]
fn a_schema_allows_what_its_parser_accepts() {
    let (schemas, indexes) = compiled();
    let config = ProptestConfig { cases: 4096, failure_persistence: None, ..ProptestConfig::default() };
    let random = TestRng::deterministic_rng(RngAlgorithm::ChaCha);
    let tried = TestRunner::new_with_rng(config, random).run(&text(), |text| {
        for (form, index) in FORMS.iter().zip(&indexes) {
            let allows = schemas.validate(&text.as_str().into(), *index).is_ok();
            let accepts = (form.accepts)(&text);
            prop_assert!(allows || !accepts, "{} does not allow {text:?}", form.name);
            if form.is_exact && text.is_ascii() {
                prop_assert!(accepts || !allows, "{} allows {text:?}", form.name);
            }
        }
        Ok(())
    });
    tried.expect("the parsers and the schemas agree");
}

/// The characters that hide what a text says are the same for the parsers and the schemas, through all of Unicode.
#[test]
fn a_schema_refuses_each_character_that_its_parser_refuses() {
    let (schemas, indexes) = compiled();
    for (form, index) in FORMS.iter().zip(&indexes).filter(|(form, _)| matches!(form.name, "Name" | "Reason"))
    {
        let allows = |text: &str| schemas.validate(&text.into(), *index).is_ok();
        let (accepted, refused): (Vec<char>, Vec<char>) =
            ('\u{0}'..=char::MAX).partition(|c| (form.accepts)(&format!("a{c}a")));
        assert!(accepted.len() > 1_000_000 && refused.len() > 4_000, "{}", form.name);
        for c in refused {
            assert!(!allows(&format!("a{c}a")), "{} allows {c:?}", form.name);
        }
        for some in accepted.chunks(150) {
            let text: String = some.iter().collect();
            assert!(allows(&format!("a{text}a")), "{} does not allow one of {text:?}", form.name);
        }
    }
}
