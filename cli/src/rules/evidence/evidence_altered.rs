//! `evidence-altered`.

use crate::assess::EditKind;
use crate::assess::{ControlAssessment, Flag, Occurrence};
use crate::finding::{Finding, Group, Level, RuleMeta};
use crate::rules::{Check, Facts, Rule};

pub(crate) static RULE: Rule = Rule {
    meta: RuleMeta {
        name: "evidence-altered",
        group: Group::Evidence,
        level: Level::Warning,
        summary: "What a record said was changed after it landed.",
        fixable: false,
        history: true,
        page: include_str!("evidence_altered.md"),
    },
    checks: &[Check::Occurrence(check)],
};

fn check(facts: &Facts<'_>, control: &ControlAssessment, occurrence: &Occurrence, out: &mut Vec<Finding>) {
    let record = occurrence.path.as_ref().and_then(|path| facts.record(path.as_str()));
    let Some(record) =
        record.filter(|_| occurrence.has(Flag::Altered) && !occurrence.has(Flag::AlteredAfterClose))
    else {
        return;
    };
    let (id, period) = (control.id.as_str(), occurrence.period.name.as_str());
    let Some(edit) = occurrence.edits.iter().find(|edit| edit.kind == EditKind::Altering) else { return };
    let message =
        format!("the record of `{id}` for {period} was changed on {} after it had landed", edit.day);
    out.push(
        facts
            .at(&RULE, record.file, record.control.span, message)
            .subject(record.path.as_str())
            .note(format!("by {} in commit {}", edit.by, edit.commit.short()))
            .note("the trail shows the change for ever; putting it back does not undo it")
            .help(format!("correct a record with a second one, `{}`", facts.correction(record))),
    );
}
