//! Markdown with YAML front matter.

use crate::place::Span;

/// A Markdown file in two parts.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Parts {
    /// The YAML between the two `---` lines.
    pub yaml: Option<Span>,
    /// What follows; the whole file when there is no front matter.
    pub body: Span,
}

/// Finds the front matter: a first line `---` and the next line that is `---`.
///
/// A byte order mark before the first line and CRLF line ends are accepted. A first `---` that is
/// never closed is a thematic break, not front matter.
pub fn split_front_matter(bytes: &[u8]) -> Parts {
    let whole = Parts { yaml: None, body: Span::new(0, bytes.len()) };
    let start = if bytes.starts_with(b"\xef\xbb\xbf") { 3 } else { 0 };
    let mut lines = Lines { bytes, at: start };
    if !lines.next().is_some_and(|line| is_fence(line.bytes)) {
        return whole;
    }
    let yaml_start = lines.at;
    while let Some(line) = lines.next() {
        if is_fence(line.bytes) {
            return Parts {
                yaml: Some(Span::new(yaml_start, line.start)),
                body: Span::new(lines.at, bytes.len()),
            };
        }
    }
    whole
}

fn is_fence(line: &[u8]) -> bool {
    line.trim_ascii_end() == b"---"
}

struct Line<'a> {
    start: usize,
    bytes: &'a [u8],
}

struct Lines<'a> {
    bytes: &'a [u8],
    at: usize,
}

impl<'a> Iterator for Lines<'a> {
    type Item = Line<'a>;

    fn next(&mut self) -> Option<Line<'a>> {
        let start = self.at;
        let rest = self.bytes.get(start..).filter(|rest| !rest.is_empty())?;
        let length = rest.iter().position(|&byte| byte == b'\n').unwrap_or(rest.len());
        self.at = (start + length + 1).min(self.bytes.len());
        Some(Line { start, bytes: &rest[..length] })
    }
}

#[cfg(test)]
mod tests {
    use super::split_front_matter;
    use crate::place::Span;

    fn parts(text: &str) -> (Option<&str>, &str) {
        let parts = split_front_matter(text.as_bytes());
        let slice = |span: Span| &text[span.range()];
        (parts.yaml.map(slice), slice(parts.body))
    }

    #[test]
    fn front_matter_ends_at_the_second_fence() {
        assert_eq!(parts("---\nid: a\n---\n# A\n"), (Some("id: a\n"), "# A\n"));
        assert_eq!(parts("---\r\nid: a\r\n---\r\n# A\r\n"), (Some("id: a\r\n"), "# A\r\n"));
        assert_eq!(parts("\u{feff}---\nid: a\n---"), (Some("id: a\n"), ""));
    }

    #[test]
    fn a_file_without_front_matter_is_all_body() {
        assert_eq!(parts("# A\n---\nb\n---\n"), (None, "# A\n---\nb\n---\n"));
        assert_eq!(parts("---\nnever closed\n"), (None, "---\nnever closed\n"));
        assert_eq!(parts(""), (None, ""));
    }
}
