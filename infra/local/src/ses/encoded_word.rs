//! Encoded words (RFC 2047), which hold the names of senders that are not ASCII.

use base64::Engine as _;
use base64::engine::general_purpose::STANDARD;

/// A mailbox (`From`) as it would stand if headers took any character: a name in encoded words (UTF-8, base64) becomes a quoted
/// string. Another name stays as it is.
pub(super) fn decoded(mailbox: &str) -> String {
    let name = mailbox.rsplit_once(" <").and_then(|(name, address)| Some((decoded_name(name)?, address)));
    let Some((name, address)) = name else { return mailbox.to_owned() };
    let quoted = name.replace('\\', "\\\\").replace('"', "\\\"");
    format!("\"{quoted}\" <{address}")
}

/// The name without the spaces between encoded words (RFC 2047, section 6.2); `None` if a word is no encoded word.
fn decoded_name(name: &str) -> Option<String> {
    name.split(' ').map(decoded_word).collect()
}

fn decoded_word(word: &str) -> Option<String> {
    let text = word.strip_prefix("=?UTF-8?B?")?.strip_suffix("?=")?;
    String::from_utf8(STANDARD.decode(text).ok()?).ok()
}

#[cfg(test)]
mod tests {
    use super::decoded;

    #[test]
    fn encoded_words_are_shown_as_a_quoted_name() {
        let encoded = "=?UTF-8?B?w4k=?= =?UTF-8?B?dMOpICIx?= <a@example.com>";
        assert_eq!(decoded(encoded), "\"Été \\\"1\" <a@example.com>");
        for same in ["\"A  B\" <a@example.com>", "a@example.com", "=?UTF-8?B?/w==?= <a@example.com>", ""] {
            assert_eq!(decoded(same), same);
        }
    }
}
