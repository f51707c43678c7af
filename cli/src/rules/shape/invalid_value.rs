//! `invalid-value`.

use crate::finding::{Edit, Finding, Group, Level, ONCE, Problem, ProblemKind, RuleMeta};
use crate::place::Location;
use crate::rules::layout;
use crate::rules::words::{Meant, as_yaml, misspelt, same_letters};
use crate::rules::{Check, Facts, Rule};

pub(crate) static RULE: Rule = Rule {
    meta: RuleMeta {
        name: "invalid-value",
        group: Group::Shape,
        level: Level::Error,
        summary: "A value that the field cannot have.",
        fixable: true,
        history: false,
        page: include_str!("invalid_value.md"),
    },
    checks: &[Check::Problem(check)],
};

fn check(facts: &Facts<'_>, problem: &Problem, out: &mut Vec<Finding>) {
    let ProblemKind::InvalidValue { value, expected, allowed } = &problem.kind else { return };
    if expected == ONCE {
        out.push(repeated(facts, problem, value));
        return;
    }
    let message = if value.is_empty() {
        format!("nothing stands here, expected {expected}")
    } else {
        format!("`{value}` is not {expected}")
    };
    let finding = facts.at(&RULE, problem.location.file, problem.location.span, message);
    out.push(match misspelt(value, allowed.iter().map(String::as_str)) {
        Some(Meant { word, .. }) if same_letters(word, value) => {
            finding.help(format!("write `{word}`")).fix(problem.location, as_yaml(word))
        }
        Some(Meant { word, .. }) => finding.help(format!("did you mean `{word}`?")).fix_unsafe(
            problem.location,
            as_yaml(word),
            "another value may have been meant",
        ),
        None => finding.help(format!("write {expected}")),
    });
}

/// An item that stands in its list already; of a list of mappings, the list.
fn repeated(facts: &Facts<'_>, problem: &Problem, value: &str) -> Finding {
    let Location { file, span } = problem.location;
    let source = facts.source(file);
    let written = source.get(span.range()).unwrap_or_default();
    let is_item = written == value.as_bytes() || written.starts_with(b"\"") || written.starts_with(b"'");
    if !is_item {
        let finding = facts.at(&RULE, file, span, "an item stands in this list twice");
        return finding.help("take one of the two out");
    }
    let finding = facts.at(&RULE, file, span, format!("`{value}` stands in the list already"));
    let finding = finding.help("take the second one out");
    match layout::item(source, span) {
        Some(gone) => {
            let place = Location { file, span: gone };
            finding.fix_all(vec![Edit { place, with: String::new() }])
        }
        None => finding,
    }
}
