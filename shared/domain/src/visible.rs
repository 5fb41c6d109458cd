//! Which characters a text may have, and which of them can be seen.

use icu_properties::props::{DefaultIgnorableCodePoint, GeneralCategory, GeneralCategoryGroup};
use icu_properties::{CodePointMapData, CodePointSetData};

/// Whether a character can hide what a text says: a control character, one that changes the direction of what follows, or
/// one that shows nothing although it is no space.
pub(crate) fn is_hidden(c: char) -> bool {
    if c.is_ascii() {
        return c.is_ascii_control();
    }
    // Line and paragraph separator, and what has no glyph although Unicode counts it among letters and symbols: the blank
    // Braille pattern, annotation marks, the object replacement character, blank hieroglyphs, the null notehead.
    let is_blank = matches!(
        c,
        '\u{2028}' | '\u{2029}' | '\u{2800}' | '\u{FFF9}'
            ..='\u{FFFC}' | '\u{13441}' | '\u{13442}' | '\u{1D159}'
    );
    is_blank || c.is_control() || is_noncharacter(c) || (is_ignorable(c) && !shapes(c))
}

/// Whether a text of several lines hides nothing: line breaks and tabs are allowed.
pub(crate) fn is_plain(text: &str) -> bool {
    text.chars().all(|c| !is_hidden(c) || matches!(c, '\n' | '\r' | '\t'))
}

/// Whether a text has a character that can be seen: a letter, a digit, punctuation or a symbol.
pub(crate) fn is_visible(text: &str) -> bool {
    text.chars().any(|c| {
        if c.is_ascii() {
            return c.is_ascii_graphic();
        }
        let category = CodePointMapData::<GeneralCategory>::new().get(c);
        let has_glyph = GeneralCategoryGroup::Letter
            .union(GeneralCategoryGroup::Number)
            .union(GeneralCategoryGroup::Punctuation)
            .union(GeneralCategoryGroup::Symbol);
        has_glyph.contains(category) && !is_hidden(c)
    })
}

/// The text without the characters that can hide what it says, for a source that is not asked again.
#[must_use]
pub fn without_hidden(text: &str) -> String {
    text.chars().filter(|c| !is_hidden(*c)).collect()
}

fn is_ignorable(c: char) -> bool {
    CodePointSetData::new::<DefaultIgnorableCodePoint>().contains(c)
}

/// Joiners and variation selectors: Persian, the scripts of India, Mongolian, Japanese names and many emoji need them.
fn shapes(c: char) -> bool {
    matches!(
        c,
        '\u{200C}'
            | '\u{200D}'
            | '\u{180B}'..='\u{180D}'
            | '\u{180F}'
            | '\u{FE00}'..='\u{FE0F}'
            | '\u{E0100}'..='\u{E01EF}'
    )
}

fn is_noncharacter(c: char) -> bool {
    u32::from(c) & 0xFFFE == 0xFFFE || matches!(c, '\u{FDD0}'..='\u{FDEF}')
}

#[cfg(test)]
mod tests {
    use super::{is_hidden, is_visible, without_hidden};

    #[test]
    fn what_hides_is_told_from_what_shapes() {
        for c in "\u{0}\n\u{7f}\u{85}\u{ad}\u{34f}\u{61c}\u{115f}\u{180e}\u{200b}\u{200e}\u{200f}\u{2028}\u{202a}\u{202e}\u{2060}\u{2066}\u{2069}\u{2800}\u{3164}\u{feff}\u{ffa0}\u{fffc}\u{fffe}\u{e0041}".chars() {
            assert!(is_hidden(c), "{c:?}");
        }
        for c in " aé李ا\u{200c}\u{200d}\u{fe0f}\u{e0100}\u{a0}\u{3000}🏳⠅".chars() {
            assert!(!is_hidden(c), "{c:?}");
        }
    }

    #[test]
    fn a_visible_text_has_a_glyph() {
        for text in ["a", "!", "李", "é", "٣", "👩\u{200d}🚀", "می\u{200c}خواهم", "⠅", " - "]
        {
            assert!(is_visible(text), "{text:?}");
        }
        for text in [
            "", "  ", "\u{a0}", "\u{3000}", "\u{200d}", "\u{fe0f}", "\u{301}", "\u{3164}", "\u{2800}",
            "\u{e000}",
        ] {
            assert!(!is_visible(text), "{text:?}");
        }
    }

    #[test]
    fn hidden_characters_are_taken_out() {
        assert_eq!(without_hidden("SO\u{202e}-\u{200b}10\u{2060}.A"), "SO-10.A");
    }
}
