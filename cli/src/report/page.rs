//! A rule's page, readable in a terminal.
//!
//! The pages are our own Markdown and use a small part of it: headings, paragraphs, lists, fenced
//! blocks, `code`, **strong**, *emphasis* and links. Everything else is shown as it stands.

use std::fmt::Write as _;

use anstyle::{AnsiColor, Style};

const HEADING: Style = AnsiColor::Cyan.on_default().bold();
const STRONG: Style = Style::new().bold();
const CODE: Style = AnsiColor::Green.on_default();
const BLOCK: Style = AnsiColor::Green.on_default();
const DIM: Style = Style::new().dimmed();

/// Renders a page, its paragraphs as wide as asked; the styles are ANSI and can be stripped.
pub fn page(markdown: &str, width: usize) -> String {
    let mut text = String::with_capacity(markdown.len() * 2);
    let mut fenced = false;
    let mut lines = markdown.lines().peekable();
    while let Some(line) = lines.next() {
        if line.trim_start().starts_with("```") {
            fenced = !fenced;
        } else if fenced {
            text.push_str(&block(line));
        } else if let Some(heading) = heading(line) {
            // Writing to a String cannot fail.
            let _ = writeln!(text, "{HEADING}{heading}{HEADING:#}");
        } else {
            let mut paragraph = line.to_owned();
            while let Some(next) = lines.next_if(|next| !line.is_empty() && goes_on(next)) {
                paragraph.push(' ');
                paragraph.push_str(next.trim_start());
            }
            text.push_str(&filled(&inline(&paragraph), marker(line).unwrap_or(0), width));
        }
    }
    text
}

/// True for a line that belongs to the paragraph or the item above it.
fn goes_on(line: &str) -> bool {
    let begins = line.is_empty() || line.starts_with("```") || line.starts_with('|');
    !begins && heading(line).is_none() && marker(line).is_none()
}

/// How far the text of a list item is set in: `- ` or `1. `.
fn marker(line: &str) -> Option<usize> {
    let number = line.trim_start_matches(|c: char| c.is_ascii_digit());
    let numbered = number.len() < line.len() && number.starts_with(". ");
    if numbered { Some(line.len() - number.len() + 2) } else { line.starts_with("- ").then_some(2) }
}

/// Breaks a rendered paragraph between words; what follows the first line is set in.
fn filled(paragraph: &str, indent: usize, width: usize) -> String {
    let mut text = String::with_capacity(paragraph.len() + 16);
    let mut column = 0;
    for (index, word) in paragraph.split(' ').enumerate() {
        let wide = anstream::adapter::strip_str(word).to_string().chars().count();
        if index > 0 && column + 1 + wide > width {
            text.push('\n');
            text.push_str(&" ".repeat(indent));
            column = indent;
        } else if index > 0 {
            text.push(' ');
            column += 1;
        }
        text.push_str(word);
        column += wide;
    }
    text + "\n"
}

fn heading(line: &str) -> Option<&str> {
    let text = line.trim_start_matches('#');
    (text.len() < line.len()).then(|| text.strip_prefix(' ')).flatten()
}

/// A line of a fenced block, set in and coloured; a command keeps its prompt apart.
fn block(line: &str) -> String {
    match line.strip_prefix("$ ") {
        Some(command) => format!("    {DIM}${DIM:#} {STRONG}{command}{STRONG:#}\n"),
        None if line.is_empty() => "\n".to_owned(),
        None => format!("    {BLOCK}{line}{BLOCK:#}\n"),
    }
}

/// Spans of a line, from left to right; a mark without its counterpart stays a character.
fn inline(line: &str) -> String {
    let mut text = String::new();
    let mut rest = line;
    while let Some(at) = rest.find(['`', '*', '[']) {
        let (before, from) = rest.split_at(at);
        text.push_str(before);
        let (shown, length) = span(from).unwrap_or_else(|| (from[..1].to_owned(), 1));
        text.push_str(&shown);
        rest = &from[length..];
    }
    text.push_str(rest);
    text
}

/// The span that begins here, and how long it is.
fn span(from: &str) -> Option<(String, usize)> {
    for (mark, style) in [("`", CODE), ("**", STRONG), ("*", STRONG)] {
        let Some(inside) = from.strip_prefix(mark) else { continue };
        let end = inside.find(mark).filter(|end| *end > 0)?;
        let text = &inside[..end];
        return Some((format!("{style}{text}{style:#}"), end + 2 * mark.len()));
    }
    let (text, target) = from.strip_prefix('[')?.split_once("](")?;
    let (target, _) = target.split_once(')')?;
    if text.contains(['[', ']']) {
        return None;
    }
    let shown = if target.starts_with("http") { format!("{text} ({target})") } else { text.to_owned() };
    Some((shown, text.len() + target.len() + 4))
}

#[cfg(test)]
mod tests {
    use snapbox::{IntoData as _, assert_data_eq, str};

    use super::page;

    #[test]
    fn a_page_without_its_marks_still_reads() {
        let shown = page(
            "# a-rule\n\nWhat `it` is, a **strong** word, 2 * 3, a [page](other.md) and [site](https://example.org).\n\n\
             ```console\n$ tickmark lint\nout\n```\n\n\
             1. One step that is\n   longer than a line.\n2. Another.\n",
            40,
        );
        let plain = anstream::adapter::strip_str(&shown).to_string();
        assert_data_eq!(
            plain,
            str![[r#"
a-rule

What it is, a strong word, 2 * 3, a page
and site (https://example.org).

    $ tickmark lint
    out

1. One step that is longer than a line.
2. Another.

"#]]
            .raw()
        );
    }
}
