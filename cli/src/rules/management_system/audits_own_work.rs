//! `audits-own-work`.

use crate::finding::{Finding, Group, Level, RuleMeta};
use crate::model::{Control, Criterion, InternalAudit, Program, Register};
use crate::rules::words::ticked;
use crate::rules::{Check, Facts, Rule};

pub(crate) static RULE: Rule = Rule {
    meta: RuleMeta {
        name: "audits-own-work",
        group: Group::ManagementSystem,
        level: Level::Warning,
        summary: "An internal auditor who owns or performs what is audited.",
        fixable: false,
        history: false,
        page: include_str!("audits_own_work.md"),
    },
    checks: &[Check::Register(check)],
};

/// How many controls and policies are named before the rest is counted.
const NAMED: usize = 6;

fn check(facts: &Facts<'_>, register: &Register, out: &mut Vec<Finding>) {
    let Some(program) = facts.program() else { return };
    out.extend(register.internal_audits.all().iter().filter_map(|audit| judge(facts, program, audit)));
}

fn judge(facts: &Facts<'_>, program: &Program, audit: &InternalAudit) -> Option<Finding> {
    let name = audit.auditor.as_ref()?.name.as_ref()?;
    let short = short_name(program, name)?;
    let owns = |owner: &str| {
        owner == short
            || program.team(owner).is_some_and(|team| team.members.iter().any(|member| **member == *short))
    };
    let (mut owned, mut performed) = (Vec::new(), Vec::new());
    for control in facts.register.controls.by_id().filter(|control| looks_at(audit, control)) {
        let id = control.id.as_str();
        if control.owner.as_ref().is_some_and(|owner| owns(owner)) {
            owned.push(id);
        } else if facts.register.records_of(id).any(|record| {
            record.performed.as_ref().and_then(|act| act.by.as_ref()).is_some_and(|by| **by == *short)
        }) {
            performed.push(id);
        }
    }
    for criterion in audit.criteria.iter().filter(|criterion| is_of(criterion, "policy")) {
        let policy = facts.register.policies.get(&criterion.id);
        let policy = policy.filter(|policy| policy.owner.as_ref().is_some_and(|owner| owns(owner)));
        owned.extend(policy.map(|policy| policy.id.as_str()));
    }
    let part = |what: &str, ids: &[&str]| {
        (!ids.is_empty()).then(|| format!("{what} {}", ticked(ids.iter().copied(), NAMED)))
    };
    let parts: Vec<String> =
        [part("owns", &owned), part("performed", &performed)].into_iter().flatten().collect();
    (!parts.is_empty()).then(|| {
        let message = format!("`{short}` audits their own work in `{}`", *audit.id);
        facts
            .at(&RULE, audit.file, name.span, message)
            .subject(audit.id.as_str())
            .note(format!("`{short}` {}", parts.join(" and ")))
            .help("have somebody else audit that, or take it out of the audit's `criteria`")
    })
}

/// The short name of one of ours: the auditor may be named by it, in full or by mail address.
fn short_name<'a>(program: &'a Program, name: &str) -> Option<&'a str> {
    let is = |text: &Option<crate::model::Text>| text.as_ref().is_some_and(|text| **text == *name);
    let person = program
        .people
        .iter()
        .find(|person| *person.short == *name || is(&person.name) || is(&person.email))?;
    Some(&person.short)
}

/// True when the audit was held against the control, or against a requirement that it meets. A
/// clause that everybody's work falls under tells nothing of whose work was audited.
fn looks_at(audit: &InternalAudit, control: &Control) -> bool {
    let named = |criterion: &&Criterion| match criterion.of.as_ref().map(|of| of.as_str()) {
        Some("policy") => false,
        Some("control") => *criterion.id == *control.id,
        Some(framework) => control.satisfies.names(framework, &criterion.id),
        None => *criterion.id == *control.id || control.satisfies.names("iso27001", &criterion.id),
    };
    control.is_active() && audit.criteria.iter().any(|criterion| named(&criterion))
}

fn is_of(criterion: &Criterion, of: &str) -> bool {
    criterion.of.as_ref().is_some_and(|named| **named == *of)
}
