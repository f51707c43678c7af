//! Text from users, made harmless for a terminal.

use std::borrow::Cow;
use std::fmt::Write as _;

/// Makes everything visible that could move the cursor, change colours or reorder a line.
///
/// Control characters, bidirectional overrides (Unicode TR 9) and zero-width characters come out
/// as `<U+202E>`; a line feed and a tab stay.
pub fn visible(text: &str) -> Cow<'_, str> {
    if !text.contains(is_hidden) {
        return Cow::Borrowed(text);
    }
    let mut shown = String::with_capacity(text.len() + 16);
    for c in text.chars() {
        if is_hidden(c) {
            // Writing to a String cannot fail.
            let _ = write!(shown, "<U+{:04X}>", u32::from(c));
        } else {
            shown.push(c);
        }
    }
    Cow::Owned(shown)
}

/// True for a character that could move the cursor, change colours or reorder a line.
pub fn is_hidden(c: char) -> bool {
    (c.is_control() && !matches!(c, '\n' | '\t'))
        || matches!(c,
            '\u{ad}' | '\u{61c}' | '\u{180e}' | '\u{200b}'..='\u{200f}' | '\u{2028}'..='\u{202e}'
            | '\u{2060}'..='\u{206f}' | '\u{feff}' | '\u{fff9}'..='\u{fffb}' | '\u{e0000}'..='\u{e007f}')
}

#[cfg(test)]
mod tests {
    use super::visible;

    #[test]
    fn an_escape_sequence_and_a_bidi_override_become_text() {
        assert_eq!(visible("a\u{1b}[31mb\u{202e}c"), "a<U+001B>[31mb<U+202E>c");
        assert_eq!(visible("plain – ü\n"), "plain – ü\n");
    }
}
