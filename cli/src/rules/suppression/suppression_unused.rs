//! `suppression-unused`.

use crate::finding::{Edit, Finding, Group, Level, RuleMeta};
use crate::place::{Location, Span};
use crate::rules::layout;
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
            Some(setting) => layout::entry(source, setting.span),
            None if all => Some(layout::comment(source, suppression.span)),
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
