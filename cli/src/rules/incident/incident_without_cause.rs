//! `incident-without-cause`.

use crate::finding::{Finding, Group, Level, RuleMeta};
use crate::model::Register;
use crate::rules::{Check, Facts, Rule};

pub(crate) static RULE: Rule = Rule {
    meta: RuleMeta {
        name: "incident-without-cause",
        group: Group::Incident,
        level: Level::Warning,
        summary: "An incident is over, and nobody has written down why it happened.",
        fixable: false,
        history: false,
        page: include_str!("incident_without_cause.md"),
    },
    checks: &[Check::Register(check)],
};

fn check(facts: &Facts<'_>, register: &Register, out: &mut Vec<Finding>) {
    for incident in register.incidents.all() {
        let Some(ended) = &incident.ended else { continue };
        let over = ended.when.is_some_and(|when| facts.day(when) < facts.as_of);
        let told = incident.cause.as_ref().is_some_and(|cause| !cause.trim().is_empty());
        if !over || told {
            continue;
        }
        let id = incident.id.as_str();
        out.push(
            facts
                .at(&RULE, incident.file, ended.text.span, format!("`{id}` is over and has no `cause`"))
                .subject(id)
                .note("without the cause nobody can tell whether the fix keeps it from happening again")
                .help("write the root cause under `cause`, as far as it is known"),
        );
    }
}
