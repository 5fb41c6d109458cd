//! Encoded words (RFC 2047), which hold the names of senders that are not ASCII.

use base64::Engine as _;
use base64::engine::general_purpose::STANDARD;

/// The text of a header as mail programs show it: with its encoded words in UTF-8 and base64 decoded. The space between two of
/// them is not shown (RFC 2047, section 6.2).
pub(super) fn decoded(header: &str) -> String {
    let mut shown = String::new();
    let mut follows_encoded = false;
    for (index, word) in header.split(' ').enumerate() {
        let text = decoded_word(word);
        if index > 0 && !(follows_encoded && text.is_some()) {
            shown.push(' ');
        }
        follows_encoded = text.is_some();
        shown.push_str(text.as_deref().unwrap_or(word));
    }
    shown
}

fn decoded_word(word: &str) -> Option<String> {
    let text = word.strip_prefix("=?UTF-8?B?")?.strip_suffix("?=")?;
    String::from_utf8(STANDARD.decode(text).ok()?).ok()
}

#[cfg(test)]
mod tests {
    use super::decoded;

    #[test]
    fn encoded_words_are_shown_as_text() {
        assert_eq!(decoded("=?UTF-8?B?w4k=?= =?UTF-8?B?dMOp?= <a@example.com>"), "Été <a@example.com>");
        for same in ["\"A  B\" <a@example.com>", "=?UTF-8?B?/w==?= <a@example.com>", ""] {
            assert_eq!(decoded(same), same);
        }
    }
}
