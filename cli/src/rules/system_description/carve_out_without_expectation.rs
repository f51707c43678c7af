//! `carve-out-without-expectation`.

use crate::finding::{Finding, Group, Level, RuleMeta};
use crate::model::{Inclusion, Register};
use crate::rules::{Check, Facts, Rule};

pub(crate) static RULE: Rule = Rule {
    meta: RuleMeta {
        name: "carve-out-without-expectation",
        group: Group::SystemDescription,
        level: Level::Warning,
        summary: "A carved-out subservice organisation of which no control is expected.",
        fixable: false,
        history: false,
        page: include_str!("carve_out_without_expectation.md"),
    },
    checks: &[Check::Register(check)],
};

fn check(facts: &Facts<'_>, register: &Register, out: &mut Vec<Finding>) {
    let Some(system) = &register.system else { return };
    for subservice in &system.subservice {
        let inclusive = subservice.method.is_some_and(|method| method.value == Inclusion::Inclusive);
        if inclusive || !subservice.expects.is_empty() {
            continue;
        }
        let id = subservice.vendor.as_str();
        let message = format!("`{id}` is carved out, and nothing says which controls are expected of it");
        let finding = facts.at(&RULE, system.file, subservice.vendor.span, message).subject(id);
        out.push(finding.help(
            "add under `expects` each control without which a criterion is not met, with its `satisfies`; if there is none, it is a vendor and no subservice organisation",
        ));
    }
}
