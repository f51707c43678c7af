//! Findings that somebody set aside, wherever it is written.

use serde::Serialize;

use crate::calendar::read_date;
use crate::packet::context::Desk;
use crate::packet::sources::{FileRef, day, text};
use crate::place::Spanned;
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
        let at = |comment: &Spanned<String>| lines.locate(comment.span.start).line;
        found.extend(comments.iter().filter_map(|comment| {
            let said = directive(comment)?;
            Some(SuppressionView {
                state: state(desk, &said.because, &said.until, said.rules.is_empty()),
                extent: if said.rules.is_empty() { "nothing: it names no rule" } else { "one line" },
                rules: said.rules,
                level: String::new(),
                until: said.until,
                because: said.because,
                file: desk.sources.file(&fact.path),
                line: at(comment),
            })
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
        let until = day(setting.until.map(|until| until.value));
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

/// What a comment says.
struct Directive {
    rules: Vec<String>,
    until: String,
    because: String,
}

/// Reads `tickmark: ignore[RULE, …] until=DATE why`.
fn directive(comment: &str) -> Option<Directive> {
    let rest = comment.trim().strip_prefix("tickmark:")?.trim_start().strip_prefix("ignore")?;
    let (rules, rest) = match rest.trim_start().strip_prefix('[').and_then(|list| list.split_once(']')) {
        Some((list, rest)) => (list, rest),
        None => ("", rest),
    };
    let rest = rest.trim();
    let (until, because) = match rest.strip_prefix("until=") {
        Some(rest) => rest.split_once(char::is_whitespace).unwrap_or((rest, "")),
        None => ("", rest),
    };
    Some(Directive {
        rules: rules.split(',').map(str::trim).filter(|rule| !rule.is_empty()).map(str::to_owned).collect(),
        until: until.to_owned(),
        because: because.trim().to_owned(),
    })
}

#[cfg(test)]
mod tests {
    use super::directive;

    fn read(comment: &str) -> Option<(String, String, String)> {
        directive(comment).map(|said| (said.rules.join("+"), said.until, said.because))
    }

    #[test]
    fn a_comment_says_what_it_sets_aside() {
        let said = |rules: &str, until: &str, because: &str| {
            Some((rules.to_owned(), until.to_owned(), because.to_owned()))
        };
        assert_eq!(
            read(" tickmark: ignore[reviewed-by-performer, late] until=2026-09-30 Omar on leave"),
            said("reviewed-by-performer+late", "2026-09-30", "Omar on leave")
        );
        assert_eq!(read("tickmark: ignore"), said("", "", ""));
        assert_eq!(read("tickmark: ignore[x]"), said("x", "", ""));
        assert_eq!(read("just words about tickmark: ignore[x]"), None);
    }
}
