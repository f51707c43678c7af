//! `satisfies-nothing`.

use crate::finding::{Finding, Group, Level, RuleMeta};
use crate::model::Control;
use crate::rules::{Check, Facts, Rule};

pub(crate) static RULE: Rule = Rule {
    meta: RuleMeta {
        name: "satisfies-nothing",
        group: Group::Control,
        level: Level::Warning,
        summary: "An active control that meets no requirement.",
        fixable: false,
        history: false,
        page: include_str!("satisfies_nothing.md"),
    },
    checks: &[Check::Control(check)],
};

fn check(facts: &Facts<'_>, control: &Control, out: &mut Vec<Finding>) {
    if control.is_active() && control.satisfies.is_empty() {
        let id = control.id.as_str();
        let message = format!("`{id}` meets no requirement");
        let finding = facts.at(&RULE, control.file, control.id.span, message).subject(id);
        out.push(
            finding
                .help("say in `satisfies` which requirements it meets, or retire it with `status: retired`"),
        );
    }
}
