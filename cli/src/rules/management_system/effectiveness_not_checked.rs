//! `effectiveness-not-checked`.

use crate::calendar::Duration;
use crate::finding::{Finding, Group, Level, RuleMeta};
use crate::model::{Nonconformity, NonconformityStatus, Register};
use crate::rules::{Check, Facts, Rule};

pub(crate) static RULE: Rule = Rule {
    meta: RuleMeta {
        name: "effectiveness-not-checked",
        group: Group::ManagementSystem,
        level: Level::Warning,
        summary: "A corrective action that nobody looked at again.",
        fixable: false,
        history: false,
        page: include_str!("effectiveness_not_checked.md"),
    },
    checks: &[Check::Register(check)],
};

/// How long after the action its effect is asked for.
const PATIENCE: Duration = Duration::days(90);

fn check(facts: &Facts<'_>, register: &Register, out: &mut Vec<Finding>) {
    out.extend(register.nonconformities.all().iter().filter_map(|one| judge(facts, one)));
}

fn judge(facts: &Facts<'_>, one: &Nonconformity) -> Option<Finding> {
    let effective = one.effective.as_ref();
    let checked = effective.and_then(|effective| effective.checked);
    if checked.is_some_and(|checked| checked.value) {
        return None;
    }
    let id = one.id.as_str();
    let done = one.action.as_ref().and_then(|action| action.done);
    let message = match (one.status, done) {
        (NonconformityStatus::Closed, _) => {
            format!("`{id}` is closed, and nobody says that its action worked")
        }
        (NonconformityStatus::Open, Some(done)) if PATIENCE.after(done.value) < facts.as_of => {
            format!("nobody says whether the action on `{id}` worked; it was done on {}", done.value)
        }
        (NonconformityStatus::Open, _) => return None,
    };
    let span = checked.map(|checked| checked.span).or(done.map(|done| done.span)).unwrap_or(one.id.span);
    Some(
        facts
            .at(&RULE, one.file, span, message)
            .subject(id)
            .note("ISO/IEC 27001 10.2 d asks whether the corrective action was effective")
            .help("look at evidence from after the action, and write `effective: {checked: true, by: …, at: …, how: …}`"),
    )
}
