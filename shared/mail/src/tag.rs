/// The longest value of a tag, in characters. Source: SES API v2 reference, `MessageTag`.
pub const MAX_TAG: usize = 256;

/// Encodes `value` with the characters that SES accepts in a tag: letters, digits, `-` and `_`. Each byte of any other
/// character, and of `_` itself, becomes `_` and two hexadecimal digits.
#[must_use]
pub fn encode_tag(value: &str) -> String {
    let encoded = |byte: u8| match byte {
        b'-' | b'0'..=b'9' | b'A'..=b'Z' | b'a'..=b'z' => char::from(byte).to_string(),
        other => format!("_{other:02x}"),
    };
    value.bytes().map(encoded).collect()
}

/// Reverses [`encode_tag`]; `None` if `tag` is not encoded like that.
#[must_use]
pub fn decode_tag(tag: &str) -> Option<String> {
    let mut parts = tag.split('_');
    let mut value = parts.next()?.as_bytes().to_vec();
    for part in parts {
        let (digits, rest) = part.split_at_checked(2)?;
        value.push(u8::from_str_radix(digits, 16).ok().filter(|_| !digits.starts_with('+'))?);
        value.extend_from_slice(rest.as_bytes());
    }
    String::from_utf8(value).ok()
}
