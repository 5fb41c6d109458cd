//! The name of the sender in the header `From`.

use base64::Engine as _;
use base64::engine::general_purpose::STANDARD;

/// The largest number of bytes of an encoded word's text: in base64 and with its frame it has at most 75 characters (RFC 2047,
/// section 2).
const ENCODED_WORD_BYTES: usize = 45;

/// A mailbox for `From`: the name and the address, or the address alone if the name is empty.
///
/// SES accepts ASCII only. So a name with other characters becomes encoded words (RFC 2047), and any other a quoted string
/// (RFC 5322, section 3.2.4).
pub(crate) fn mailbox(name: &str, address: &str) -> String {
    if name.is_empty() {
        return address.to_owned();
    }
    let is_printable = name.bytes().all(|byte| byte == b' ' || byte.is_ascii_graphic());
    // Programs would decode what looks like an encoded word.
    if is_printable && !name.contains("=?") {
        let quoted = name.replace('\\', "\\\\").replace('"', "\\\"");
        format!("\"{quoted}\" <{address}>")
    } else {
        format!("{} <{address}>", encoded_words(name))
    }
}

/// The name as encoded words with whole characters, which programs join without the spaces between them.
fn encoded_words(name: &str) -> String {
    let mut parts = vec![String::new()];
    for c in name.chars() {
        match parts.last_mut() {
            Some(part) if part.len() + c.len_utf8() <= ENCODED_WORD_BYTES => part.push(c),
            _ => parts.push(c.to_string()),
        }
    }
    let words: Vec<_> = parts.iter().map(|part| format!("=?UTF-8?B?{}?=", STANDARD.encode(part))).collect();
    words.join(" ")
}

#[cfg(test)]
mod tests {
    use super::{encoded_words, mailbox};

    const ADDRESS: &str = "staff@example.com";

    #[test]
    fn a_plain_name_is_quoted() {
        assert_eq!(mailbox("Nadia, Fils & Co", ADDRESS), "\"Nadia, Fils & Co\" <staff@example.com>");
        assert_eq!(mailbox(r#"The "Best" \ <x>"#, ADDRESS), r#""The \"Best\" \\ <x>" <staff@example.com>"#);
        assert_eq!(mailbox("", ADDRESS), ADDRESS);
    }

    #[test]
    fn another_name_is_encoded_in_words_of_at_most_75_characters() {
        assert_eq!(mailbox("Été via S", ADDRESS), "=?UTF-8?B?w4l0w6kgdmlhIFM=?= <staff@example.com>");
        assert_eq!(mailbox("=?x", ADDRESS), "=?UTF-8?B?PT94?= <staff@example.com>");
        let long = encoded_words(&"日本語".repeat(20));
        assert!(long.split(' ').count() == 4 && long.split(' ').all(|word| word.len() <= 75), "{long}");
    }
}
