//! `soa-undecided`.

use crate::finding::{Finding, Group, Level, RuleMeta};
use crate::model::{Control, Requirement, Soa, Status};
use crate::rules::words::ticked;
use crate::rules::{Check, Facts, Rule};

pub(crate) static RULE: Rule = Rule {
    meta: RuleMeta {
        name: "soa-undecided",
        group: Group::Soa,
        level: Level::Error,
        summary: "A requirement in the Statement of Applicability that nobody has decided on.",
        fixable: false,
        history: false,
        page: include_str!("soa_undecided.md"),
    },
    checks: &[Check::Soa(check)],
};

fn check(facts: &Facts<'_>, soa: &Soa, out: &mut Vec<Finding>) {
    let register = facts.register;
    let framework = register.frameworks.get(soa.framework.as_str());
    let scope = facts.program().and_then(|program| program.scope(&soa.framework));
    let (Some(framework), Some(scope)) = (framework, scope) else { return };
    let answered = |requirement: &&Requirement| {
        let names = |control: &Control| control.satisfies.names(&framework.id, &requirement.id);
        soa.decisions.contains_key(requirement.id.as_str())
            || register.controls.by_id().any(|control| control.status != Status::Retired && names(control))
    };
    let mut groups: Vec<(Option<&str>, Vec<&str>)> = Vec::new();
    for requirement in
        framework.scoped(scope).filter(|requirement| requirement.excludable && !answered(requirement))
    {
        let group = requirement.group.as_ref().map(|group| group.as_str());
        match groups.iter_mut().find(|(known, _)| *known == group) {
            Some((_, ids)) => ids.push(&requirement.id),
            None => groups.push((group, vec![&requirement.id])),
        }
    }
    for (group, ids) in groups {
        let message = format!("nobody has decided on {}", ticked(ids.iter().copied(), ids.len()));
        let subject = group
            .map_or_else(|| soa.framework.value.clone(), |group| format!("{} {group}", soa.framework.value));
        let finding = facts.at(&RULE, soa.file, soa.framework.span, message).subject(subject);
        let help = format!(
            "name each in the `satisfies` of a control, or decide on it in `{}`: applies or not, and why",
            soa.path
        );
        out.push(finding.help(help));
    }
}
