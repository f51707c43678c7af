//! Text from users, made harmless for where it lands. The only place that does so.
//!
//! Markdown is read as GitHub reads it (CommonMark with tables, strikethrough, autolinks, math).
//! [`inline`] is right in a paragraph, a list item, a heading and a table cell alike; [`code`] makes
//! a code span, [`fence`] a code block; [`prose`] carries Markdown that somebody wrote as Markdown,
//! without its power to leave the page; [`remark`] is for a comment on a forge; [`cell`] is for CSV
//! that a spreadsheet opens. What programs read is in `machine`, YAML that we write in `yaml`.

mod machine;
mod yaml;

pub(crate) use machine::{command_message, command_property, json, silenced, tsv, uri, xml};
pub(crate) use yaml::{flow, scalar};

use std::fmt::Write as _;

use crate::text::visible;

/// Breaks a mention without changing what is seen.
const JOINER: char = '\u{2060}';

/// Plain text as inline Markdown: every character stands for itself, on one line.
pub(crate) fn inline(text: &str) -> String {
    let visible = without_carriage_returns(text);
    let words: Vec<&str> =
        visible.split(['\n', '\t']).map(str::trim).filter(|word| !word.is_empty()).collect();
    let line = words.join(" ");
    let mut out = String::with_capacity(line.len() + 8);
    let marker = marker_at(&line);
    let mut before = None;
    let mut rest = line.char_indices().peekable();
    while let Some((at, c)) = rest.next() {
        let next = rest.peek().map(|(_, next)| *next);
        match c {
            '&' => out.push_str("&amp;"),
            '<' => out.push_str("&lt;"),
            '>' => out.push_str("&gt;"),
            '\\' | '`' | '*' | '[' | ']' | '|' | '~' | '$' => escaped(&mut out, c),
            '#' if at == 0 => escaped(&mut out, c),
            '_' if !(is_word(before) && is_word(next)) => escaped(&mut out, c),
            ':' if line[at..].starts_with("://") => escaped(&mut out, c),
            '.' if is_www(&line[..at]) => escaped(&mut out, c),
            '@' if !is_word(before) && is_word(next) => {
                out.push(c);
                out.push(JOINER);
            }
            _ if marker == Some(at) => escaped(&mut out, c),
            _ => out.push(c),
        }
        before = Some(c);
    }
    out
}

/// A phrase of ours about words of users, which stand in backticks, as inline Markdown of a comment.
///
/// A forge turns more than Markdown into links: people, issues, addresses, labels. Each such mark
/// is followed by a joiner, which is not seen, outside of code.
pub(crate) fn remark(text: &str) -> String {
    let line = text.split_whitespace().collect::<Vec<_>>().join(" ");
    let parts: Vec<&str> = line.split('`').collect();
    if parts.len().is_multiple_of(2) {
        return without_references(&inline(&line));
    }
    let mut out = String::with_capacity(line.len() + 8);
    for (index, part) in parts.iter().enumerate() {
        if index % 2 == 0 {
            let (start, end) = (part.starts_with(' '), part.ends_with(' ') && part.len() > 1);
            out.push_str(if start { " " } else { "" });
            out.push_str(&without_references(&inline(part)));
            out.push_str(if end { " " } else { "" });
        } else if part.contains("##[") || part.contains('|') || part.trim() != *part {
            out.push_str(&without_references(&inline(part)));
        } else {
            out.push_str(&code(part));
        }
    }
    out
}

/// Breaks what GitHub and GitLab make links and pictures of beyond Markdown.
fn without_references(markdown: &str) -> String {
    let mut out = String::with_capacity(markdown.len() + 8);
    let mut rest = markdown.chars().peekable();
    while let Some(c) = rest.next() {
        let next = rest.peek().copied();
        match (c, next) {
            // An address: some look for it after the escapes are gone.
            ('\\', Some('.')) => out.push(JOINER),
            ('\\', Some(':')) => {}
            _ => out.push(c),
        }
        let refers = next.is_some_and(|next| match c {
            '@' => next != JOINER,
            ':' if next == '/' => true,
            // #12, !12, $12, %label, ~label, ^alert, :emoji:, GH-12; `&12` is `&amp;12` here.
            '#' | '!' | '$' | '%' | '~' | '^' | ':' => next.is_alphanumeric() || "\"_+".contains(next),
            ';' => next.is_alphanumeric() && out.ends_with("&amp;"),
            '-' => next.is_ascii_digit() && is_gh(&out),
            _ => false,
        });
        if refers {
            out.push(JOINER);
        }
    }
    out
}

fn is_gh(before: &str) -> bool {
    before
        .len()
        .checked_sub(3)
        .and_then(|at| before.get(at..))
        .is_some_and(|end| end.eq_ignore_ascii_case("gh-"))
}

/// Hidden characters made visible, and lines that end in LF alone.
fn without_carriage_returns(text: &str) -> String {
    visible(&text.replace("\r\n", "\n").replace('\r', "\n")).into_owned()
}

fn escaped(out: &mut String, c: char) {
    out.push('\\');
    out.push(c);
}

fn is_word(c: Option<char>) -> bool {
    c.is_some_and(char::is_alphanumeric)
}

/// `www.` at the beginning of a word becomes a link by itself.
fn is_www(before: &str) -> bool {
    let Some(front) = before.len().checked_sub(3).and_then(|at| before.get(at..)) else { return false };
    front.eq_ignore_ascii_case("www")
}

/// The byte that would make a line a list item, a heading's underline or a rule.
fn marker_at(line: &str) -> Option<usize> {
    let digits = line.bytes().take_while(u8::is_ascii_digit).count();
    match line.as_bytes().get(digits)? {
        b'-' | b'+' | b'=' if digits == 0 => Some(0),
        b'.' | b')' if digits > 0 && line.as_bytes().get(digits + 1).is_none_or(|next| *next == b' ') => {
            Some(digits)
        }
        _ => None,
    }
}

/// Text as a code span; text that a code span cannot hold in a table comes out as plain text.
pub(crate) fn code(text: &str) -> String {
    let shown = visible(text);
    if shown.is_empty() {
        return String::new();
    }
    if shown.contains(['|', '\n', '\t']) {
        return inline(text);
    }
    let ticks = "`".repeat(longest_run(&shown, '`') + 1);
    let space = if shown.starts_with(['`', ' ']) || shown.ends_with(['`', ' ']) { " " } else { "" };
    format!("{ticks}{space}{shown}{space}{ticks}")
}

/// Text as a fenced code block; `language` is ours.
pub(crate) fn fence(text: &str, language: &str) -> String {
    let shown = without_carriage_returns(text);
    let ticks = "`".repeat(longest_run(&shown, '`').max(2) + 1);
    let mut block = format!("{ticks}{language}\n");
    for line in shown.lines() {
        block.push_str(line);
        block.push('\n');
    }
    block.push_str(&ticks);
    block
}

fn longest_run(text: &str, wanted: char) -> usize {
    let mut longest = 0;
    let mut run = 0;
    for c in text.chars() {
        run = if c == wanted { run + 1 } else { 0 };
        longest = longest.max(run);
    }
    longest
}

/// Markdown that somebody wrote, to stand inside a page of ours.
///
/// Raw HTML and character references show as text, images become links, links to scripts are
/// broken, headings move down by `below` levels, and a code block that was left open is closed.
/// Only a fence that starts its line is taken for code: what a renderer could see differently is
/// treated as text, so that nothing hides in the difference.
pub(crate) fn prose(markdown: &str, below: usize) -> String {
    let shown = without_carriage_returns(markdown);
    let mut out = String::with_capacity(shown.len() + 64);
    let mut open: Option<String> = None;
    for line in shown.lines() {
        if let Some(marker) = &open {
            if closes(line, marker) {
                open = None;
            }
            out.push_str(line);
        } else if let Some(marker) = opening(line) {
            // The language names a renderer's plug-in (math, diagrams); code is shown as code.
            out.push_str(&marker);
            open = Some(marker);
        } else {
            text_line(&mut out, line, below);
        }
        out.push('\n');
    }
    if let Some(marker) = open {
        out.push_str(&marker);
        out.push('\n');
    }
    out.trim_end().to_owned()
}

/// The fence with which a line opens a code block.
fn opening(line: &str) -> Option<String> {
    let mark = line.chars().next().filter(|c| matches!(c, '`' | '~'))?;
    let count = line.chars().take_while(|c| *c == mark).count();
    let info = &line[count..];
    let fence = count >= 3 && !(mark == '`' && info.contains('`'));
    fence.then(|| mark.to_string().repeat(count))
}

fn closes(line: &str, marker: &str) -> bool {
    let indented = line.len() - line.trim_start_matches(' ').len();
    let text = line.trim();
    let mark = marker.chars().next().unwrap_or('`');
    indented <= 3 && text.len() >= marker.len() && text.chars().all(|c| c == mark)
}

fn text_line(out: &mut String, line: &str, below: usize) {
    let level = line.bytes().take_while(|byte| *byte == b'#').count();
    let rest = if (1..=6).contains(&level) && line[level..].starts_with([' ', '\t']) {
        out.push_str(&"#".repeat((level + below).min(6)));
        &line[level..]
    } else {
        line
    };
    let mut before = None;
    for (at, c) in rest.char_indices() {
        let tail = &rest[at + c.len_utf8()..];
        match c {
            '&' => out.push_str("&amp;"),
            '<' if is_address(tail) => out.push(c),
            '<' if tail
                .starts_with(|next: char| next.is_ascii_alphabetic() || matches!(next, '/' | '!' | '?')) =>
            {
                out.push_str("&lt;");
            }
            '!' if tail.starts_with('[') => out.push_str("(image) "),
            '$' if before != Some('\\') => escaped(out, c),
            ':' if tail.starts_with(|next: char| !next.is_whitespace()) && ends_in_script(&rest[..at]) => {
                out.push_str(" :");
            }
            '@' if !is_word(before) && is_word(tail.chars().next()) => {
                out.push(c);
                out.push(JOINER);
            }
            _ => out.push(c),
        }
        before = Some(c);
    }
}

/// An address in angle brackets: a link by itself, and nothing else.
fn is_address(tail: &str) -> bool {
    let web = tail.starts_with("https://") || tail.starts_with("http://");
    web && tail
        .split_once('>')
        .is_some_and(|(address, _)| !address.contains(|c: char| c.is_whitespace() || c == '<'))
}

fn ends_in_script(before: &str) -> bool {
    let lower = before.to_ascii_lowercase();
    ["javascript", "vbscript", "data", "file"].iter().any(|scheme| {
        lower.strip_suffix(scheme).is_some_and(|front| {
            !is_word(front.chars().last()) && front.ends_with(['(', '<', ' ', '\t', ':'])
        })
    })
}

/// One word of a shell command inside a code block of ours.
pub(crate) fn shell(text: &str) -> String {
    let shown = without_carriage_returns(text).replace(['\n', '\t'], " ");
    let plain = |c: char| c.is_ascii_alphanumeric() || matches!(c, '/' | '.' | '-' | '_' | '+' | ',' | '%');
    if !shown.is_empty() && !shown.starts_with('-') && shown.chars().all(plain) {
        return shown;
    }
    format!("'{}'", shown.replace('\'', "'\\''"))
}

/// The same for a path that may begin with `~/`, which stays the home folder.
pub(crate) fn home(path: &str) -> String {
    path.strip_prefix("~/").map_or_else(|| shell(path), |rest| format!("~/{}", shell(rest)))
}

/// A CSV cell that no spreadsheet takes for a formula.
pub(crate) fn cell(text: &str) -> String {
    let shown = visible(text);
    let mut out = String::with_capacity(shown.len() + 1);
    if is_guarded(&shown) {
        out.push('\'');
    }
    out.push_str(&shown);
    out
}

/// True for text in front of which an apostrophe is put: what could be a formula, and what would look
/// as if one had been put there.
fn is_guarded(text: &str) -> bool {
    let text = text.trim_start_matches('\'');
    text.trim_start().starts_with(['=', '+', '-', '@']) || text.starts_with(['\t', '\r', '\n'])
}

/// The text of a cell that [`cell`] wrote.
pub(crate) fn uncell(cell: &str) -> &str {
    cell.strip_prefix('\'').filter(|text| is_guarded(text)).unwrap_or(cell)
}

/// A CSV cell that no spreadsheet takes for a formula, in quotes where it needs them.
pub(crate) fn csv(text: &str) -> String {
    let cell = cell(text);
    if cell.contains(['"', ',', '\n', '\r']) { format!("\"{}\"", cell.replace('"', "\"\"")) } else { cell }
}

/// A part of a file's name made from an id: letters, digits, `.`, `-`, `_`, and never hidden, never
/// a name that some system reserves, never equal to one of `taken` but for case.
pub(crate) fn file_name(id: &str, taken: &mut std::collections::BTreeSet<String>) -> String {
    let mut name: String = id
        .chars()
        .map(|c| if c.is_ascii_alphanumeric() || matches!(c, '.' | '-' | '_') { c } else { '_' })
        .take(80)
        .collect();
    let stem = name.split('.').next().unwrap_or_default().to_ascii_uppercase();
    let reserved = matches!(stem.as_str(), "CON" | "PRN" | "AUX" | "NUL")
        || (stem.len() == 4 && (stem.starts_with("COM") || stem.starts_with("LPT")));
    if name.is_empty() || name.starts_with('.') || reserved {
        name.insert(0, '_');
    }
    if name.ends_with('.') {
        name.push('_');
    }
    let mut unique = name.clone();
    let mut number = 2;
    while !taken.insert(unique.to_ascii_lowercase()) {
        unique.clone_from(&name);
        // Writing to a String cannot fail.
        let _ = write!(unique, "~{number}");
        number += 1;
    }
    unique
}

#[cfg(test)]
mod tests;
