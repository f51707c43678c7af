//! Findings that somebody set aside, wherever it is written.

use serde::Serialize;

use crate::calendar::read_date;
use crate::finding::directives;
use crate::packet::context::Desk;
use crate::packet::sources::{FileRef, text};
use crate::text::LineIndex;

/// A suppression.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct SuppressionView {
    /// The rules that it names.
    pub rules: Vec<String>,
    /// `one line`, `everywhere`, or `nothing: it names no rule`.
    pub extent: &'static str,
    /// For the programme: the level that is set.
    pub level: String,
    /// The last day on which it counts, as written; empty when it names none.
    pub until: String,
    /// Why; empty when it does not say.
    pub because: String,
    /// `counts`, `expired`, `without a reason`, `without effect` on the as-of day.
    pub state: &'static str,
    /// The file.
    pub file: FileRef,
    /// The line.
    pub line: u32,
}

/// Every suppression, by path and line.
pub(super) fn suppressions(desk: &Desk<'_>) -> Vec<SuppressionView> {
    let mut found: Vec<SuppressionView> = Vec::new();
    for (file, comments) in desk.material.comments {
        let Some(fact) = desk.material.register.files.get(file.index()) else { continue };
        let bytes = desk.material.contents.get(&fact.path).map_or(&[][..], |bytes| &bytes[..]);
        let lines = LineIndex::new(bytes);
        found.extend(comments.iter().flat_map(directives).map(|said| {
            let until = said.until.map(|until| until.value).unwrap_or_default();
            SuppressionView {
                state: state(desk, &said.because, &until, said.rules.is_empty()),
                extent: if said.rules.is_empty() { "nothing: it names no rule" } else { "one line" },
                rules: said.rules.into_iter().map(|rule| rule.value).collect(),
                level: String::new(),
                until,
                because: said.because,
                file: desk.sources.file(&fact.path),
                line: lines.locate(said.span.start).line,
            }
        }));
    }
    found.extend(in_program(desk));
    found.sort_by(|a, b| (&a.file.path, a.line, &a.rules).cmp(&(&b.file.path, b.line, &b.rules)));
    found
}

fn in_program(desk: &Desk<'_>) -> Vec<SuppressionView> {
    let program = desk.program;
    let bytes = desk.material.contents.get(&program.path).map_or(&[][..], |bytes| &bytes[..]);
    let lines = LineIndex::new(bytes);
    let view = |setting: &crate::model::RuleSetting| {
        let until = text(setting.until_text.as_ref());
        let because = text(setting.because.as_ref());
        SuppressionView {
            rules: vec![setting.rule.value.clone()],
            extent: "everywhere",
            level: text(setting.level.as_ref()),
            state: state(desk, &because, &until, false),
            until,
            because,
            file: desk.sources.file(&program.path),
            line: lines.locate(setting.rule.span.start).line,
        }
    };
    program.rules.iter().map(view).collect()
}

fn state(desk: &Desk<'_>, because: &str, until: &str, nothing: bool) -> &'static str {
    let over = !until.is_empty() && read_date(until).is_none_or(|until| until < desk.material.as_of);
    match () {
        () if nothing => "without effect",
        () if because.is_empty() => "without a reason",
        () if over => "expired",
        () => "counts",
    }
}
