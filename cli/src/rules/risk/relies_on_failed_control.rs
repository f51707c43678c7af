//! `relies-on-failed-control`.

use crate::assess::OccurrenceStatus;
use crate::finding::{Finding, Group, Level, RuleMeta};
use crate::model::Risk;
use crate::rules::{Check, Facts, Rule};

pub(crate) static RULE: Rule = Rule {
    meta: RuleMeta {
        name: "relies-on-failed-control",
        group: Group::Risk,
        level: Level::Note,
        summary: "A risk leans on a control that failed, or was not done, when last due.",
        fixable: false,
        history: false,
        page: include_str!("relies_on_failed_control.md"),
    },
    checks: &[Check::Risk(check)],
};

fn check(facts: &Facts<'_>, risk: &Risk, out: &mut Vec<Finding>) {
    for id in &risk.controls {
        let assessed = facts.assessment.and_then(|assessment| assessment.control(id));
        let due = assessed.iter().flat_map(|control| &control.occurrences);
        let open = |status| matches!(status, OccurrenceStatus::Upcoming | OccurrenceStatus::Overdue);
        let Some(last) = due.rev().find(|one| !open(one.status)) else { continue };
        let how = match last.status {
            OccurrenceStatus::Failed => "failed",
            OccurrenceStatus::Missing => "has no record",
            OccurrenceStatus::Operated
            | OccurrenceStatus::Exception
            | OccurrenceStatus::Unreviewed
            | OccurrenceStatus::Pending
            | OccurrenceStatus::NoEvents
            | OccurrenceStatus::Upcoming
            | OccurrenceStatus::Overdue
            | OccurrenceStatus::Unknown => continue,
        };
        let message =
            format!("`{}` relies on `{}`, which {how} for {}", risk.id.value, id.value, last.period.name);
        out.push(
            facts
                .at(&RULE, risk.file, id.span, message)
                .subject(risk.id.as_str())
                .note("while a control does not work, the rating with controls may be too low")
                .help("look at `residual` again, or set the control right"),
        );
    }
}
