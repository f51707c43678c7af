//! `internal-audit-overdue`.

use crate::calendar::Date;
use crate::finding::{Finding, Group, Level, RuleMeta};
use crate::model::{AuditProgramme, ProgrammePart, Register};
use crate::rules::management_system::next;
use crate::rules::{Check, Facts, Rule};

pub(crate) static RULE: Rule = Rule {
    meta: RuleMeta {
        name: "internal-audit-overdue",
        group: Group::ManagementSystem,
        level: Level::Warning,
        summary: "A part of the audit programme that was not audited when planned.",
        fixable: false,
        history: false,
        page: include_str!("internal_audit_overdue.md"),
    },
    checks: &[Check::Register(check)],
};

fn check(facts: &Facts<'_>, register: &Register, out: &mut Vec<Finding>) {
    if let Some(programme) = &register.programme {
        out.extend(programme.parts.iter().filter_map(|part| judge(facts, programme, part)));
    }
}

fn judge(facts: &Facts<'_>, programme: &AuditProgramme, part: &ProgrammePart) -> Option<Finding> {
    let id = part.id.as_str();
    let last = last_audit(facts, id);
    let approved = facts.day_of(programme.approved.as_ref());
    let (planned, span) = next(part.due, part.cadence, last, approved)?;
    if planned >= facts.as_of {
        return None;
    }
    let said = match last {
        Some(last) => format!("it was last audited on {last}"),
        None => "no internal audit names this part under `programme`".to_owned(),
    };
    Some(
        facts
            .at(&RULE, programme.file, span, format!("`{id}` was to be audited by {planned}"))
            .subject(id)
            .note(said)
            .help(format!(
                "hold the audit and record it with `programme: {id}`, or have the programme approved with another day"
            )),
    )
}

/// The last day of the newest audit of a part.
fn last_audit(facts: &Facts<'_>, part: &str) -> Option<Date> {
    let audits = facts.register.internal_audits.all().iter();
    let of_part = audits.filter(|audit| audit.programme.as_ref().is_some_and(|named| **named == *part));
    of_part.filter_map(|audit| Some(audit.held?.to)).max()
}
