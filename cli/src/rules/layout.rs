//! Edits that leave a file laid out as its author did: what goes with a comment, an entry or an item
//! that is taken out, and where a new key belongs.
//!
//! Everything here looks at bytes around a span, and gives no edit where the layout is not one that it
//! knows.

use crate::place::Span;

/// A comment with the blanks before it; alone on its line, the line; before another comment on the
/// same line, up to that one.
pub(super) fn comment(source: &[u8], span: Span) -> Span {
    let line = Line::around(source, span);
    let html = source[span.range()].starts_with(b"<!--");
    let rest = &source[span.end as usize..line.text_end];
    let closing = rest.windows(3).position(|window| window == b"-->").filter(|_| html);
    let end = span.end as usize + closing.map_or(0, |at| at + 3);
    let behind = &source[end..line.text_end];
    let before = source[line.start..span.start as usize].trim_ascii_end();
    let only = before.is_empty() || before == b"\xef\xbb\xbf" && line.start == 0;
    match (only, behind.trim_ascii().is_empty()) {
        (true, true) => Span::new(line.start + before.len(), line.end),
        (false, true) => Span::new(line.start + before.len(), line.text_end),
        (_, false) => Span::new(span.start as usize, line.text_end - behind.trim_ascii_start().len()),
    }
}

/// An entry of a mapping, if it has its lines to itself and is not the only one.
pub(super) fn entry(source: &[u8], span: Span) -> Option<Span> {
    let (first, last) = (Line::around(source, span), Line::around(source, Span::at(span.end as usize)));
    let indent = &source[first.start..span.start as usize];
    let behind = source[span.end as usize..last.text_end].trim_ascii();
    let alone = indent.iter().all(|&byte| byte == b' ') && (behind.is_empty() || behind.starts_with(b"#"));
    let is_sibling = |line: &[u8]| {
        line.strip_prefix(indent).is_some_and(|rest| rest.first().is_some_and(u8::is_ascii_alphanumeric))
    };
    let above = source[..first.start].split(|&byte| byte == b'\n').rev().skip(1);
    let below = source[last.end..].split(|&byte| byte == b'\n');
    let inside = |line: &&[u8]| {
        let text = line.trim_ascii();
        text.is_empty() || text.starts_with(b"#") || line.starts_with(indent)
    };
    let siblings = above.take_while(inside).chain(below.take_while(inside)).any(is_sibling);
    (alone && siblings && !indent.is_empty()).then(|| Span::new(first.start, last.end))
}

/// An item of a list of texts, with its comma or, where items stand one below the other, its line.
pub(super) fn item(source: &[u8], span: Span) -> Option<Span> {
    let line = Line::around(source, span);
    let before = source.get(..span.start as usize)?.trim_ascii_end();
    if before.ends_with(b",") {
        return Some(Span::new(before.len() - 1, span.end as usize));
    }
    let lead = source.get(line.start..span.start as usize)?.trim_ascii();
    let alone = source.get(span.end as usize..line.text_end)?.trim_ascii().is_empty();
    (lead == b"-" && alone && line.start > 0).then(|| Span::new(line.start, line.end))
}

/// Where a key goes behind the value at `span` of `file: NAME`, and how it is written there: after a
/// comma in braces, else on a line of its own below `file`.
pub(super) fn key_behind(source: &[u8], span: Span, entry: &str) -> Option<(usize, String)> {
    let (start, end) = (span.start as usize, span.end as usize);
    let line = Line::around(source, span).start;
    let before = source.get(line..start)?;
    let behind = source.get(end..)?;
    let rest = &behind[..behind.iter().position(|&byte| byte == b'\n').unwrap_or(behind.len())];
    match rest.trim_ascii().first() {
        Some(b',' | b'}') => Some((end, format!(", {entry}"))),
        None | Some(b'#') => {
            let column = before.windows(5).rposition(|window| window == b"file:")?;
            let indent = " ".repeat(column);
            let feed = if rest.ends_with(b"\r") { "\r\n" } else { "\n" };
            let lead = before[..column].iter().all(|byte| matches!(byte, b' ' | b'-'));
            let at = end + rest.strip_suffix(b"\r").unwrap_or(rest).len();
            lead.then(|| (at, format!("{feed}{indent}{entry}")))
        }
        Some(_) => None,
    }
}

/// The line that holds the beginning of a span.
struct Line {
    start: usize,
    /// Where its text ends: before its line end.
    text_end: usize,
    end: usize,
}

impl Line {
    fn around(source: &[u8], span: Span) -> Self {
        let at = span.start as usize;
        let start = source[..at].iter().rposition(|&byte| byte == b'\n').map_or(0, |found| found + 1);
        let feed = source[at..].iter().position(|&byte| byte == b'\n').map(|found| at + found);
        let text_end = feed.unwrap_or(source.len());
        let text_end = if source[start..text_end].ends_with(b"\r") { text_end - 1 } else { text_end };
        Self { start, text_end, end: feed.map_or(source.len(), |feed| feed + 1) }
    }
}

#[cfg(test)]
mod tests {
    use super::{comment, entry, item, key_behind};
    use crate::place::Span;

    fn span(text: &str, part: &str) -> Span {
        let start = text.rfind(part).unwrap();
        Span::new(start, start + part.len())
    }

    fn without(text: &str, gone: Option<Span>) -> Option<String> {
        gone.map(|gone| format!("{}{}", &text[..gone.start as usize], &text[gone.end as usize..]))
    }

    #[test]
    fn a_comment_goes_with_its_blanks_or_with_its_line() {
        let cut =
            |text: &str, part: &str| without(text, Some(comment(text.as_bytes(), span(text, part)))).unwrap();
        assert_eq!(cut("a: 1   # x\r\nb: 2\r\n", "# x"), "a: 1\r\nb: 2\r\n");
        assert_eq!(cut("a: 1\n  # x\nb: 2\n", "# x"), "a: 1\nb: 2\n");
        assert_eq!(cut("\u{feff}# x\na: 1\n", "# x"), "\u{feff}a: 1\n");
        assert_eq!(cut("a: 1 # x # y\n", "# x"), "a: 1 # y\n");
        assert_eq!(cut("a: 1 # x # y\n", "# y"), "a: 1 # x\n");
        assert_eq!(cut("b <!-- x --> c\n", "<!-- x"), "b c\n");
        assert_eq!(cut("<!-- x -->\nc\n", "<!-- x"), "c\n");
        assert_eq!(cut("a: 1\n# x", "# x"), "a: 1\n");
    }

    #[test]
    fn an_entry_goes_with_its_lines_where_others_stay() {
        let cut = |text: &str, part: &str| without(text, entry(text.as_bytes(), span(text, part)));
        let text = "r:\n  a: {l: off}\n  b:\n    l: off # why\n  c: {l: off}\n";
        assert_eq!(cut(text, "b:\n    l: off").as_deref(), Some("r:\n  a: {l: off}\n  c: {l: off}\n"));
        assert_eq!(cut(text, "c: {l: off}").as_deref(), Some("r:\n  a: {l: off}\n  b:\n    l: off # why\n"));
        assert_eq!(cut("r:\n  a: {l: off}\ns: 1\n", "a: {l: off}"), None);
        assert_eq!(cut("r: {a: off, b: off}\n", "b: off"), None);
    }

    #[test]
    fn an_item_goes_with_its_comma_or_its_line() {
        let cut = |text: &str, part: &str| without(text, item(text.as_bytes(), span(text, part)));
        assert_eq!(cut("a: [x, y,  z]\n", "z").as_deref(), Some("a: [x, y]\n"));
        assert_eq!(cut("a:\n  - x\n  - z\n", "z").as_deref(), Some("a:\n  - x\n"));
        assert_eq!(cut("a:\n  - x\n  - z # why\n", "z"), None);
    }

    #[test]
    fn a_key_goes_in_the_braces_or_below() {
        let put = |text: &str, part: &str| {
            let (at, with) = key_behind(text.as_bytes(), span(text, part), "k: 1")?;
            Some(format!("{}{with}{}", &text[..at], &text[at..]))
        };
        assert_eq!(put("a:\n  - {file: x}\n", "x").as_deref(), Some("a:\n  - {file: x, k: 1}\n"));
        assert_eq!(
            put("a:\r\n  - file: x # y\r\n", "x").as_deref(),
            Some("a:\r\n  - file: x # y\r\n    k: 1\r\n")
        );
        assert_eq!(put("a:\n  - file: x", "x").as_deref(), Some("a:\n  - file: x\n    k: 1"));
        assert_eq!(put("a:\n  - for: {file: x\n    }\n", "x"), None);
    }
}
