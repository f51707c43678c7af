//! The body of a Markdown file, as far as it is read: its comments.

use crate::place::{Span, Spanned};

/// Comments `<!-- … -->` that begin and end on one line, without their signs. What stands in a fenced
/// code block is an example, not a comment.
pub(super) fn comments(bytes: &[u8], body: Span) -> Vec<Spanned<String>> {
    let mut found = Vec::new();
    let mut fence: Option<&[u8]> = None;
    let mut at = body.start as usize;
    for line in bytes[body.range()].split_inclusive(|&byte| byte == b'\n') {
        let mark = [&b"```"[..], b"~~~"].into_iter().find(|mark| line.trim_ascii_start().starts_with(mark));
        match (fence, mark) {
            (None, Some(mark)) => fence = Some(mark),
            (Some(open), Some(mark)) if open == mark => fence = None,
            (Some(_), _) => {}
            (None, None) => on_line(line, at, &mut found),
        }
        at += line.len();
    }
    found
}

/// The comments of one line that begins at byte `at`.
fn on_line(line: &[u8], at: usize, found: &mut Vec<Spanned<String>>) {
    let mut from = 0;
    while let Some(start) = find(&line[from..], b"<!--").map(|start| from + start) {
        let inside = start + b"<!--".len();
        let Some(end) = find(&line[inside..], b"-->").map(|end| inside + end) else { return };
        let text = String::from_utf8_lossy(&line[inside..end]);
        let trimmed = text.trim_end();
        // Where the bytes are no UTF-8 nobody can say how long the text is there.
        if text.len() == end - inside {
            let span = Span::new(at + start, at + inside + trimmed.len());
            found.push(Spanned::new(trimmed.to_owned(), span));
        }
        from = end;
    }
}

fn find(bytes: &[u8], wanted: &[u8]) -> Option<usize> {
    bytes.windows(wanted.len()).position(|window| window == wanted)
}

#[cfg(test)]
mod tests {
    use super::comments;
    use crate::place::Span;

    #[test]
    fn comments_on_one_line_are_found_and_those_in_code_are_not() {
        let text = "# A\r\nü <!-- b --> c <!--d-->\r\n```\n<!-- e -->\n```\n<!-- f\n-->\n";
        let found: Vec<(String, &str)> = comments(text.as_bytes(), Span::new(0, text.len()))
            .into_iter()
            .map(|comment| (comment.value, &text[comment.span.range()]))
            .collect();
        assert_eq!(found, [(" b".to_owned(), "<!-- b"), ("d".to_owned(), "<!--d")]);
    }
}
