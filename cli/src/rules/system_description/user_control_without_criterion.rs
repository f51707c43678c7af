//! `user-control-without-criterion`.

use crate::finding::{Finding, Group, Level, RuleMeta};
use crate::model::Register;
use crate::rules::{Check, Facts, Rule};

pub(crate) static RULE: Rule = Rule {
    meta: RuleMeta {
        name: "user-control-without-criterion",
        group: Group::SystemDescription,
        level: Level::Warning,
        summary: "A control of the customers that names no criterion.",
        fixable: false,
        history: false,
        page: include_str!("user_control_without_criterion.md"),
    },
    checks: &[Check::Register(check)],
};

fn check(facts: &Facts<'_>, register: &Register, out: &mut Vec<Finding>) {
    let Some(system) = &register.system else { return };
    for statement in &system.user_entity_controls {
        if statement.satisfies.pairs().next().is_none() {
            let id = statement.id.as_str();
            let message = format!("`{id}` does not say which criterion needs it");
            let finding = facts.at(&RULE, system.file, statement.id.span, message).subject(id);
            out.push(finding.help("add `satisfies: {soc2: …}`; good advice without which every criterion is met is no such control"));
        }
    }
}
