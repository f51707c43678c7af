//! `evidence-altered-after-close`.

use crate::assess::{ControlAssessment, Flag, Occurrence};
use crate::assess::{EditKind, RecordEdit};
use crate::finding::{Finding, Group, Level, RuleMeta};
use crate::rules::{Check, Facts, Rule};

pub(crate) static RULE: Rule = Rule {
    meta: RuleMeta {
        name: "evidence-altered-after-close",
        group: Group::Evidence,
        level: Level::Error,
        summary: "What a record said was changed after its period was closed.",
        fixable: false,
        history: true,
        page: include_str!("evidence_altered_after_close.md"),
    },
    checks: &[Check::Occurrence(check)],
};

fn check(facts: &Facts<'_>, control: &ControlAssessment, occurrence: &Occurrence, out: &mut Vec<Finding>) {
    let record = occurrence.path.as_ref().and_then(|path| facts.record(path.as_str()));
    let Some(record) = record.filter(|_| occurrence.has(Flag::AlteredAfterClose)) else { return };
    let (id, period) = (control.id.as_str(), occurrence.period.name.as_str());
    let closed = |edit: &&RecordEdit| edit.kind == EditKind::Altering && edit.day > occurrence.grace_ends;
    let Some(edit) = occurrence.edits.iter().find(closed) else { return };
    let message =
        format!("the record of `{id}` for {period} was changed on {}, after the period was closed", edit.day);
    out.push(
        facts
            .at(&RULE, record.file, record.control.span, message)
            .subject(record.path.as_str())
            .note(format!(
                "by {} in commit {}; grace had ended on {}",
                edit.by,
                edit.commit.short(),
                occurrence.grace_ends
            ))
            .note("the trail shows the change for ever; putting it back does not undo it")
            .help(format!("correct a record with a second one, `{}`", facts.correction(record))),
    );
}
