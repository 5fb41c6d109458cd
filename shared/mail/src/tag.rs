/// Writes `value` in the characters that SES takes in a tag, letters, digits, `-` and `_`; anything else,
/// and `_` itself, becomes `_` and two hexadecimal digits for each byte.
#[must_use]
pub fn encode_tag(value: &str) -> String {
    let in_tag = |byte: u8| match byte {
        b'-' | b'0'..=b'9' | b'A'..=b'Z' | b'a'..=b'z' => char::from(byte).to_string(),
        other => format!("_{other:02x}"),
    };
    value.bytes().map(in_tag).collect()
}

/// What [`encode_tag`] was given; `None` when `tag` is not of its making.
#[must_use]
pub fn decode_tag(tag: &str) -> Option<String> {
    let mut parts = tag.split('_');
    let mut value = parts.next()?.as_bytes().to_vec();
    for part in parts {
        let (code, rest) = part.split_at_checked(2)?;
        value.push(u8::from_str_radix(code, 16).ok().filter(|_| !code.starts_with('+'))?);
        value.extend_from_slice(rest.as_bytes());
    }
    String::from_utf8(value).ok()
}
