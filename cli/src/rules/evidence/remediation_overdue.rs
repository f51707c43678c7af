//! `remediation-overdue`.

use crate::finding::{Finding, Group, Level, RuleMeta};
use crate::model::Record;
use crate::rules::{Check, Facts, Rule};

pub(crate) static RULE: Rule = Rule {
    meta: RuleMeta {
        name: "remediation-overdue",
        group: Group::Evidence,
        level: Level::Warning,
        summary: "The fix of an exception was promised for a day that is over.",
        fixable: false,
        history: false,
        page: include_str!("remediation_overdue.md"),
    },
    checks: &[Check::Record(check)],
};

fn check(facts: &Facts<'_>, record: &Record, out: &mut Vec<Finding>) {
    if facts.is_superseded(record) {
        return;
    }
    for exception in &record.exceptions {
        let Some(fix) = &exception.fix else { continue };
        let Some(due) = fix.due.filter(|due| due.value < facts.as_of && fix.done.is_none()) else { continue };
        let message = format!("the fix of `{}` was due on {} and is not done", exception.id.value, due.value);
        let finding = facts.at(&RULE, record.file, due.span, message).subject(record.path.as_str());
        let finding = match &fix.owner {
            Some(owner) => finding.note(format!("`{}` sees to it", owner.value)),
            None => finding,
        };
        out.push(finding.help("add `done:` with the day on which it was done"));
    }
}
