//! What people typed, made fit to show: names of stores and persons, reasons, numbers of orders.

/// The longest name shown; longer ones end in `…`.
const NAME: usize = 100;
/// The longest reason shown.
const REASON: usize = 500;
/// The longest address there can be (RFC 5321).
const ADDRESS: usize = 254;
/// Subjects beyond this are cut, so that the header stays far below what any server takes.
const SUBJECT: usize = 250;

/// Stands where a name is empty, or was nothing but invisible characters.
const NOTHING: &str = "—";

const WORD_JOINER: char = '\u{2060}';

/// A name: cleaned for a subject, and also unlinked for a body.
pub(crate) struct Name {
    /// For subjects, where nothing is ever clickable.
    pub(crate) plain: String,
    /// For bodies.
    pub(crate) unlinked: String,
}

impl Name {
    pub(crate) fn new(typed: &str) -> Self {
        let plain = or_nothing(one_line(typed, NAME));
        Self { unlinked: unlinked(&plain), plain }
    }
}

/// A name that only a body shows.
pub(crate) fn name(typed: &str) -> String {
    Name::new(typed).unlinked
}

/// Someone's own words.
pub(crate) fn reason(typed: &str) -> String {
    unlinked(&one_line(typed, REASON))
}

/// An e-mail address: shown as it is, since a reader must be able to recognise and copy it. Only one that
/// holds more than everyday addresses do (`"https://evil.example"@…` is an address, too) is unlinked.
pub(crate) fn address(typed: &str) -> String {
    let address = or_nothing(one_line(typed, ADDRESS));
    let everyday = address.chars().all(|c| c.is_alphanumeric() || "@.-_+'=&~".contains(c));
    if everyday { address } else { unlinked(&address) }
}

/// A finished subject: whatever its parts were, it is one line.
pub(crate) fn subject(text: &str) -> String {
    one_line(text, SUBJECT)
}

/// A link of ours, unless it is none that a mail may carry.
pub(crate) fn link(url: &str) -> Option<String> {
    let web = url.starts_with("https://") || url.starts_with("http://");
    let whole = !url.chars().any(|c| c.is_whitespace() || c.is_control() || is_invisible(c));
    (web && whole).then(|| url.to_owned())
}

fn or_nothing(text: String) -> String {
    if text.is_empty() { NOTHING.to_owned() } else { text }
}

/// One line of at most `longest` characters. Line ends would start a header or a false paragraph, and
/// overrides of the writing direction would let a name rewrite the sentence around it.
fn one_line(text: &str, longest: usize) -> String {
    let mut line = String::with_capacity(text.len());
    let mut gap = false;
    for c in text.chars().filter(|&c| !is_invisible(c)) {
        if c == ' ' || c.is_control() || matches!(c, '\u{2028}' | '\u{2029}') {
            gap = !line.is_empty();
            continue;
        }
        if gap {
            line.push(' ');
        }
        line.push(c);
        gap = false;
    }
    let mut last = line.char_indices().skip(longest - 1).map(|(at, _)| at);
    if let (Some(cut), Some(_)) = (last.next(), last.next()) {
        line.truncate(cut);
        line.truncate(line.trim_end().len());
        line.push('…');
    }
    line
}

/// Characters that show nothing and steer what others show. The joiners U+200C and U+200D stay: Persian,
/// the scripts of India and many emoji need them.
fn is_invisible(c: char) -> bool {
    matches!(c,
        '\u{AD}' | '\u{61C}' | '\u{180E}' | '\u{200B}' | '\u{200E}' | '\u{200F}' | '\u{FEFF}'
        | '\u{202A}'..='\u{202E}' | '\u{2060}'..='\u{206F}' | '\u{FFF9}'..='\u{FFFB}'
        | '\u{E0000}'..='\u{E007F}')
}

/// Mail programs turn `evil.example`, `https://…` and `a@b.example` into links wherever they stand, so a
/// store named like an address would put its owner's link into our mail. A word joiner after each mark
/// that makes an address ends that, and cannot be seen. Between digits (12.50, 14:05) marks stay bare,
/// unless there are enough of them for an IP address.
fn unlinked(text: &str) -> String {
    let mut safe = String::with_capacity(text.len() + 8);
    for word in text.split_inclusive(' ') {
        let number = word.chars().filter(|&c| is_dot(c)).count() < 3;
        let mut before = None;
        let mut rest = word.chars().peekable();
        while let Some(c) = rest.next() {
            safe.push(c);
            if let Some(&after) = rest.peek()
                && (is_dot(c) || matches!(c, ':' | '@' | '：' | '＠'))
                && !after.is_whitespace()
            {
                let between_digits =
                    before.is_some_and(|c: char| c.is_ascii_digit()) && after.is_ascii_digit();
                if !(number && between_digits) {
                    safe.push(WORD_JOINER);
                }
            }
            before = Some(c);
        }
    }
    safe
}

/// The full stop, and what browsers read as one in a host name.
fn is_dot(c: char) -> bool {
    matches!(c, '.' | '\u{3002}' | '\u{FF0E}' | '\u{FF61}')
}
