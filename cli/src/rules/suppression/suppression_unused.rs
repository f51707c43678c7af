//! `suppression-unused`.

use crate::finding::{Edit, Finding, Group, Level, RuleMeta};
use crate::place::{Location, Span};
use crate::rules::suppress::{Suppression, speaks_of_suppressions};
use crate::rules::{Check, Facts, Rule};

pub(crate) static RULE: Rule = Rule {
    meta: RuleMeta {
        name: "suppression-unused",
        group: Group::Suppression,
        level: Level::Warning,
        summary: "A suppression that has nothing to set aside.",
        fixable: true,
        history: false,
        page: include_str!("suppression_unused.md"),
    },
    checks: &[Check::Suppression(check)],
};

fn check(facts: &Facts<'_>, suppression: &Suppression<'_>, out: &mut Vec<Finding>) {
    let source = facts.source(suppression.file);
    for rule in &suppression.unused {
        let name = &rule.value;
        let message = match suppression.setting {
            Some(_) => format!("`{name}` has nothing to set aside"),
            None if speaks_of_suppressions(name) => format!("a comment cannot set `{name}` aside"),
            None => format!("`{name}` has nothing to set aside here"),
        };
        let finding = facts
            .at(&RULE, suppression.file, rule.span, message)
            .help("take it out; it would hide the next finding unseen");
        let all = suppression.unused.len() == suppression.rules.len();
        let gone = match suppression.setting {
            Some(setting) => entry(source, setting.span),
            None if all => Some(comment(source, suppression.span)),
            None => name_in_list(suppression, rule.span),
        };
        let edit =
            gone.map(|span| Edit { place: Location { file: suppression.file, span }, with: String::new() });
        out.push(match edit {
            Some(edit) => finding.fix_all(vec![edit]),
            None => finding,
        });
    }
}

/// One name of several in brackets, with the comma that is too many then.
fn name_in_list(suppression: &Suppression<'_>, name: Span) -> Option<Span> {
    let spans: Vec<Span> = suppression.rules.iter().map(|rule| rule.span).collect();
    let index = spans.iter().position(|span| *span == name)?;
    match index.checked_sub(1) {
        Some(before) => Some(Span { start: spans[before].end, end: name.end }),
        None => Some(Span { start: name.start, end: spans.get(1)?.start }),
    }
}

/// A comment with the blanks before it; alone on its line, the line; before another comment on the
/// same line, up to that one.
fn comment(source: &[u8], span: Span) -> Span {
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

/// An entry of `lint.rules` that has its lines to itself and is not the only one.
fn entry(source: &[u8], span: Span) -> Option<Span> {
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
