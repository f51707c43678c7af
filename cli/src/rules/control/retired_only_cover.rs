//! `retired-only-cover`.

use crate::finding::{Finding, Group, Level, RuleMeta};
use crate::model::{Control, SoaDecision, Status};
use crate::rules::{Check, Facts, Rule};

pub(crate) static RULE: Rule = Rule {
    meta: RuleMeta {
        name: "retired-only-cover",
        group: Group::Control,
        level: Level::Warning,
        summary: "A requirement in scope that only retired controls meet.",
        fixable: false,
        history: false,
        page: include_str!("retired_only_cover.md"),
    },
    checks: &[Check::Control(check)],
};

fn check(facts: &Facts<'_>, control: &Control, out: &mut Vec<Finding>) {
    if control.status != Status::Retired {
        return;
    }
    let Some(program) = facts.program() else { return };
    for (framework, id) in control.satisfies.pairs() {
        let scope = program.scope(framework).zip(facts.register.frameworks.get(framework.as_str()));
        let in_scope = scope.is_some_and(|(scope, framework)| {
            framework.requirement(id).is_some_and(|requirement| framework.in_scope(requirement, scope))
        });
        let covered = facts.register.claimed(framework).contains(id.as_str());
        let draft = facts
            .register
            .controls
            .by_id()
            .any(|other| other.status == Status::Draft && other.satisfies.names(framework, id));
        if in_scope && !covered && !is_excluded(facts, framework, id) {
            let message = format!(
                "`{}` of `{}` is met only by `{}`, which is retired",
                id.value, framework.value, control.id.value
            );
            let finding = facts.at(&RULE, control.file, id.span, message).subject(control.id.as_str());
            let help = if draft {
                "make the draft that names it active"
            } else {
                "name it in the `satisfies` of the control that took over"
            };
            out.push(finding.help(help));
        }
    }
}

fn is_excluded(facts: &Facts<'_>, framework: &str, id: &str) -> bool {
    let mut soas = facts.register.soas.iter().filter(|soa| *soa.framework == *framework);
    soas.any(|soa| soa.decisions.get(id).is_some_and(SoaDecision::excludes))
}
