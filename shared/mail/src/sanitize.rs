//! Sanitizes text that people typed, before a mail shows it: names of stores and people, reasons, order numbers.

use unicode_segmentation::UnicodeSegmentation;

/// The longest shown name, in characters; a longer one is cut and ends in `…`.
const MAX_NAME: usize = 100;
/// The longest shown reason, in characters.
const MAX_QUOTATION: usize = 500;
/// The most lines of a reason or a note.
const MAX_QUOTED_LINES: usize = 20;
/// The longest possible address, in characters (RFC 5321, section 4.5.3.1).
const MAX_ADDRESS: usize = 254;
/// The longest subject, in characters: mail servers limit a header's length.
const MAX_SUBJECT: usize = 250;

/// The longest sender's name, in characters: mail programs show less.
const MAX_SENDER: usize = 120;

/// Replaces a name that is empty or has invisible characters only.
const EMPTY: &str = "—";

/// An invisible character that ends what a mail program recognizes as a link.
const WORD_JOINER: char = '\u{2060}';

/// A sanitized name.
pub(crate) struct Name {
    /// For the subject, where no mail program makes links.
    pub(crate) for_subject: String,
    /// For the body, without anything that a mail program turns into a link.
    pub(crate) for_body: String,
}

impl Name {
    pub(crate) fn new(typed: &str) -> Self {
        let for_subject = non_empty(one_line(typed, MAX_NAME));
        Self { for_body: without_links(&for_subject), for_subject }
    }
}

/// Sanitizes a name for the body.
pub(crate) fn name(typed: &str) -> String {
    Name::new(typed).for_body
}

/// Sanitizes an order's number or total for the body. People copy it to search for it, so it has nothing that was not sent.
///
/// The HTML shows it in [`pieces`], so that mail programs make no link of `1042.com`. In the plain text, which few programs
/// show, one may: an invisible character is the only means there, and would be copied. That is accepted, because the platform's
/// own back end sends the number, and no person types it.
pub(crate) fn reference(typed: &str) -> String {
    non_empty(one_line(typed, MAX_NAME))
}

/// Splits a text for HTML after each character without which it is no link to a mail program. An element around each further
/// piece ends what the program recognizes, and adds nothing to what is copied. Numbers (12.50, 14:05) stay whole.
pub(crate) fn pieces(text: &str) -> Vec<&str> {
    let mut pieces = Vec::new();
    let mut start = 0;
    let mut characters = text.char_indices().peekable();
    while let Some((_, c)) = characters.next() {
        let Some(&(next, after)) = characters.peek() else { break };
        let ends = match c {
            ':' | '：' => !after.is_ascii_digit(),
            '@' | '＠' | '/' => true,
            c => is_dot(c) && begins_label(text.get(next..).unwrap_or_default()),
        };
        if ends && !after.is_whitespace() {
            pieces.extend(text.get(start..next));
            start = next;
        }
    }
    pieces.extend(text.get(start..));
    pieces
}

/// Sanitizes for the body what a person wrote: its lines without the empty ones. Further lines than the most that are shown
/// are parts of the last one.
pub(crate) fn quotation(typed: &str) -> Vec<String> {
    let mut lines: Vec<&str> = typed.splitn(MAX_QUOTED_LINES, ['\n', '\u{2028}', '\u{2029}']).collect();
    lines.retain(|line| !line.trim().is_empty());
    let mut left = MAX_QUOTATION;
    let mut shown = Vec::new();
    for line in lines {
        if left == 0 {
            break;
        }
        let line = one_line(line, left);
        left = left.saturating_sub(line.chars().count());
        if !line.is_empty() {
            shown.push(without_links(&line));
        }
    }
    shown
}

/// Sanitizes an email address. It stays as it is, so that the recipient recognizes it and can copy it, unless it has
/// unusual characters: `"https://evil.example"@…` is a valid address, too.
pub(crate) fn address(typed: &str) -> String {
    let address = non_empty(one_line(typed, MAX_ADDRESS));
    let usual = address.chars().all(|c| c.is_alphanumeric() || "@.-_+'=&~".contains(c));
    if usual { address } else { without_links(&address) }
}

/// Sanitizes a complete subject.
pub(crate) fn subject(text: &str) -> String {
    one_line(text, MAX_SUBJECT)
}

/// Sanitizes a complete sender's name. It has no at sign, because mail programs would show an address there that is not the
/// sender's.
pub(crate) fn sender(text: &str) -> String {
    one_line(&text.replace(['@', '＠'], " "), MAX_SENDER)
}

/// Returns the URL if it is valid as a link in a mail.
pub(crate) fn link(url: &str) -> Option<String> {
    let web = url.starts_with("https://") || url.starts_with("http://");
    let one_word = !url.chars().any(|c| c.is_whitespace() || c.is_control() || is_invisible(c));
    (web && one_word).then(|| url.to_owned())
}

fn non_empty(text: String) -> String {
    if text.is_empty() { EMPTY.to_owned() } else { text }
}

/// Whether a text begins like the last label of a host name, which has two letters or more.
fn begins_label(text: &str) -> bool {
    let mut first = text.chars();
    matches!((first.next(), first.next()), (Some(a), Some(b)) if a.is_alphabetic() && b.is_alphabetic())
}

/// Makes one line of at most `max_length` characters (Unicode scalar values). Without this, a line break could start another header or
/// paragraph, and a change of the writing direction could change how the sentence around a name reads.
fn one_line(text: &str, max_length: usize) -> String {
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
    if let Some(cut) = cut(&line, max_length) {
        line.truncate(cut);
        line.truncate(line.trim_end().len());
        line.push('…');
    }
    line
}

/// Where to cut a text that has more than `max_length` characters, so that it has fewer: between two characters that readers
/// see, such as an emoji of several people or a letter with its accents. A single one that is too long is cut itself.
fn cut(text: &str, max_length: usize) -> Option<usize> {
    let (longest, _) = text.char_indices().nth(max_length - 1)?;
    text.char_indices().nth(max_length)?;
    let ends = text.grapheme_indices(true).map(|(start, _)| start);
    let last = ends.take_while(|&start| start <= longest).last().filter(|&start| start > 0);
    Some(last.unwrap_or(longest))
}

/// Whether a character is invisible or only changes how others are shown. The joiners U+200C and U+200D are allowed:
/// Persian, the scripts of India and many emoji need them.
fn is_invisible(c: char) -> bool {
    matches!(c,
        '\u{AD}' | '\u{61C}' | '\u{180E}' | '\u{200B}' | '\u{200E}' | '\u{200F}' | '\u{FEFF}'
        | '\u{202A}'..='\u{202E}' | '\u{2060}'..='\u{206F}' | '\u{FFF9}'..='\u{FFFB}'
        | '\u{E0000}'..='\u{E007F}')
}

/// Prevents mail programs from making links.
///
/// They turn `evil.example`, `https://…` and `a@b.example` into links anywhere in a text, so a store's name could put a
/// link into our mail. An invisible word joiner after each dot, colon and at sign prevents that. Numbers (12.50, 14:05)
/// stay as they are, unless they have enough dots for an IP address.
fn without_links(text: &str) -> String {
    let mut output = String::with_capacity(text.len() + 8);
    for word in text.split_inclusive(' ') {
        let may_be_number = word.chars().filter(|&c| is_dot(c)).count() < 3;
        let mut before = None;
        let mut rest = word.chars().peekable();
        while let Some(c) = rest.next() {
            output.push(c);
            if let Some(&after) = rest.peek()
                && (is_dot(c) || matches!(c, ':' | '@' | '：' | '＠'))
                && !after.is_whitespace()
            {
                let between_digits =
                    before.is_some_and(|c: char| c.is_ascii_digit()) && after.is_ascii_digit();
                if !(may_be_number && between_digits) {
                    output.push(WORD_JOINER);
                }
            }
            before = Some(c);
        }
    }
    output
}

/// Whether a character separates the labels of a host name: the full stop, and what browsers treat as one (UTS #46).
fn is_dot(c: char) -> bool {
    matches!(c, '.' | '\u{3002}' | '\u{FF0E}' | '\u{FF61}')
}
