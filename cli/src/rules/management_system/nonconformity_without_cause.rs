//! `nonconformity-without-cause`.

use crate::calendar::Duration;
use crate::finding::{Finding, Group, Level, RuleMeta};
use crate::model::{InternalAudit, Nonconformity, NonconformityStatus, Register};
use crate::rules::{Check, Facts, Rule};

pub(crate) static RULE: Rule = Rule {
    meta: RuleMeta {
        name: "nonconformity-without-cause",
        group: Group::ManagementSystem,
        level: Level::Warning,
        summary: "A nonconformity that nobody looked into.",
        fixable: false,
        history: false,
        page: include_str!("nonconformity_without_cause.md"),
    },
    checks: &[Check::Register(check)],
};

/// How long the search for a cause may take before it is asked for.
const PATIENCE: Duration = Duration::days(30);

fn check(facts: &Facts<'_>, register: &Register, out: &mut Vec<Finding>) {
    out.extend(register.nonconformities.all().iter().filter_map(|one| without_cause(facts, one)));
    for audit in register.internal_audits.all() {
        without_record(facts, audit, out);
    }
}

fn without_cause(facts: &Facts<'_>, one: &Nonconformity) -> Option<Finding> {
    if one.cause.as_ref().is_some_and(|cause| !cause.trim().is_empty()) {
        return None;
    }
    let id = one.id.as_str();
    let found = one.found.as_ref().and_then(|found| found.at.as_ref()?.when).map(|when| facts.day(when));
    let message = match (one.status, found) {
        (NonconformityStatus::Closed, _) => format!("`{id}` is closed, and nobody wrote why it happened"),
        (NonconformityStatus::Open, Some(day)) if PATIENCE.after(day) < facts.as_of => {
            format!("`{id}` was found on {day}, and nobody wrote why it happened")
        }
        (NonconformityStatus::Open, None) => format!("nobody wrote why `{id}` happened"),
        (NonconformityStatus::Open, Some(_)) => return None,
    };
    Some(
        facts
            .at(&RULE, one.file, one.id.span, message)
            .subject(id)
            .note("ISO/IEC 27001 10.2 b asks for the causes, and whether the like exists elsewhere")
            .help("add `cause`, and `similar` with where else you looked"),
    )
}

/// A nonconformity in an audit's list that has no record of its own.
fn without_record(facts: &Facts<'_>, audit: &InternalAudit, out: &mut Vec<Finding>) {
    for found in audit.nonconformities().filter(|found| !facts.register.nonconformities.has(&found.id)) {
        let id = found.id.as_str();
        let message = format!("nothing on file says what became of `{id}`");
        let finding = facts.at(&RULE, audit.file, found.id.span, message).subject(id);
        out.push(finding.help(format!(
            "write `evidence/isms/nonconformities/{id}.yaml`: what was done at once, why it happened, what was changed"
        )));
    }
}
