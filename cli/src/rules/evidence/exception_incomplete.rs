//! `exception-incomplete`.

use crate::finding::{Finding, Group, Level, RuleMeta};
use crate::model::{Outcome, Record};
use crate::rules::words::joined;
use crate::rules::{Check, Facts, Rule};
use crate::text::did_you_mean;

pub(crate) static RULE: Rule = Rule {
    meta: RuleMeta {
        name: "exception-incomplete",
        group: Group::Evidence,
        level: Level::Error,
        summary: "An exception without its cause, its fix or management's response.",
        fixable: false,
        history: false,
        page: include_str!("exception_incomplete.md"),
    },
    checks: &[Check::Record(check)],
};

fn check(facts: &Facts<'_>, record: &Record, out: &mut Vec<Finding>) {
    if facts.is_superseded(record) {
        return;
    }
    let file = record.file;
    let subject = record.path.as_str();
    for exception in &record.exceptions {
        let lacks = [
            ("cause", exception.cause.is_none()),
            ("fix", exception.fix.is_none()),
            ("response", exception.response.is_none()),
        ];
        let lacks: Vec<String> =
            lacks.iter().filter(|(_, lacks)| *lacks).map(|(field, _)| format!("`{field}`")).collect();
        if !lacks.is_empty() && record.result.value != Outcome::Pending {
            let message = format!("the exception `{}` has no {}", exception.id.value, joined(&lacks, "or"));
            let finding = facts.at(&RULE, file, exception.id.span, message).subject(subject);
            out.push(finding.help(format!("add {}", joined(&lacks, "and"))));
        }
    }
    for tested in &record.tested {
        let Some(id) = &tested.exception else { continue };
        if !record.exceptions.iter().any(|exception| exception.id.value == id.value) {
            let message = format!("the exception `{}` of `{}` is not described", id.value, tested.key.value);
            let help = format!("add `{}:` under `exceptions` with what, cause, fix and response", id.value);
            let known = record.exceptions.iter().map(|exception| exception.id.as_str());
            let help = match did_you_mean(id, known) {
                Some(near) => format!("did you mean `{near}`? {help}"),
                None => help,
            };
            out.push(facts.at(&RULE, file, id.span, message).subject(subject).help(help));
        }
    }
    if record.result.value == Outcome::Exception && !record.has_exceptions {
        let message = "the result is `exception`, and no exception is described";
        let help = "add `exceptions:` with what, cause, fix and response of each";
        out.push(facts.at(&RULE, file, record.result.span, message).subject(subject).help(help));
    }
}
