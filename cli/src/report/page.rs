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

/// Renders a page; the styles are ANSI and can be stripped.
pub fn page(markdown: &str) -> String {
    let mut text = String::with_capacity(markdown.len() * 2);
    let mut fenced = false;
    for line in markdown.lines() {
        if line.trim_start().starts_with("```") {
            fenced = !fenced;
        } else if fenced {
            text.push_str(&block(line));
        } else if let Some(heading) = heading(line) {
            // Writing to a String cannot fail.
            let _ = writeln!(text, "{HEADING}{heading}{HEADING:#}");
        } else {
            text.push_str(&inline(line));
            text.push('\n');
        }
    }
    text
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
             ```console\n$ tickmark lint\nout\n```\n",
        );
        let plain = anstream::adapter::strip_str(&shown).to_string();
        assert_data_eq!(
            plain,
            str![[r#"
a-rule

What it is, a strong word, 2 * 3, a page and site (https://example.org).

    $ tickmark lint
    out

"#]]
            .raw()
        );
    }
}
