//! `auditor-not-independent`.

use crate::finding::{Finding, Group, Level, RuleMeta};
use crate::model::{InternalAudit, Register};
use crate::rules::{Check, Facts, Rule};

pub(crate) static RULE: Rule = Rule {
    meta: RuleMeta {
        name: "auditor-not-independent",
        group: Group::ManagementSystem,
        level: Level::Warning,
        summary: "An internal audit whose auditor is not said to be independent.",
        fixable: false,
        history: false,
        page: include_str!("auditor_not_independent.md"),
    },
    checks: &[Check::Register(check)],
};

fn check(facts: &Facts<'_>, register: &Register, out: &mut Vec<Finding>) {
    out.extend(register.internal_audits.all().iter().filter_map(|audit| judge(facts, audit)));
}

fn judge(facts: &Facts<'_>, audit: &InternalAudit) -> Option<Finding> {
    let id = audit.id.as_str();
    let at = |span, message: String| facts.at(&RULE, audit.file, span, message).subject(id);
    let Some(auditor) = &audit.auditor else {
        let finding = at(audit.id.span, format!("`{id}` does not say who audited"));
        return Some(finding.help("add `auditor: {name: …, of: …, independent: true}`"));
    };
    let name = auditor.name.as_ref();
    let who = name.map_or_else(|| "the auditor".to_owned(), |name| format!("`{}`", name.value));
    match auditor.independent {
        Some(independent) if independent.value => None,
        Some(independent) => Some(
            at(independent.span, format!("{who} had a part in what `{id}` audited"))
                .help("have somebody else audit those parts again, and record it"),
        ),
        None => Some(
            at(
                name.map_or(audit.id.span, |name| name.span),
                format!("nobody says whether {who} is independent of what `{id}` audited"),
            )
            .help(
                "add `independent: true` if the auditor has no part in it; else have somebody else audit it",
            ),
        ),
    }
}
