//! Amounts of money, as a language writes them.

use icu_decimal::DecimalFormatter;
use icu_decimal::input::Decimal;
use staffroom_domain::Locale;
use staffroom_text::{FluentArgs, Texts};

/// Currencies whose amounts have no decimals, of those with the most trade (ISO 4217, list one). Others get at least two.
const WITHOUT_DECIMALS: [&str; 8] = ["CLP", "ISK", "JPY", "KRW", "PYG", "UGX", "VND", "XOF"];

/// An amount with its currency as the platform sends it, such as `49.90 EUR` or `EUR 49.90`, in the way of the language. `None`
/// if `sent` has another form; it may be written for readers already. No digit is left out.
pub(crate) fn localized(locale: Locale, texts: Texts, sent: &str) -> Option<String> {
    let (first, second) = sent.split_once(' ')?;
    let (amount, code) = if is_code(second) { (first, second) } else { (second, first) };
    if !is_code(code) || !is_plain_number(amount) {
        return None;
    }
    let parsed = |text: &str| {
        let mut parsed: Decimal = text.parse().ok()?;
        if !WITHOUT_DECIMALS.contains(&code) {
            parsed.absolute.pad_end(-2);
        }
        Some(parsed)
    };
    let (amount, positive) = (parsed(amount)?, parsed(amount.trim_start_matches('-'))?);
    let language: icu_locale_core::Locale = locale.as_str().parse().ok()?;
    let formatter =
        DecimalFormatter::try_new(language.into(), icu_decimal::options::DecimalFormatterOptions::default())
            .ok()?;
    let number = formatter.format(&positive).to_string();
    // Each language has its place for the minus.
    let minus = formatter.format(&amount).to_string().replace(&number, "");
    let sign = texts.format("currency-sign", &FluentArgs::from_iter([("code", code)]));
    let (id, currency) =
        if sign == "–" { ("money-with-code", code) } else { ("money-with-sign", sign.as_str()) };
    let args =
        FluentArgs::from_iter([("minus", minus), ("amount", number), ("currency", currency.to_owned())]);
    Some(texts.format(id, &args))
}

fn is_code(text: &str) -> bool {
    text.len() == 3 && text.bytes().all(|byte| byte.is_ascii_uppercase())
}

/// Whether a text is a number with a point before its decimals, as JSON has it, without an exponent.
fn is_plain_number(text: &str) -> bool {
    let digits = text.strip_prefix('-').unwrap_or(text);
    let (whole, decimals) = digits.split_once('.').unwrap_or((digits, "0"));
    [whole, decimals].iter().all(|part| !part.is_empty() && part.bytes().all(|byte| byte.is_ascii_digit()))
}
