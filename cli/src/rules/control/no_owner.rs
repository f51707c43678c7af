//! `no-owner`.

use crate::finding::{Finding, Group, Level, RuleMeta};
use crate::model::{Control, Status};
use crate::rules::{Check, Facts, Rule};

pub(crate) static RULE: Rule = Rule {
    meta: RuleMeta {
        name: "no-owner",
        group: Group::Control,
        level: Level::Error,
        summary: "Nobody answers for a control.",
        fixable: false,
        history: false,
        page: include_str!("no_owner.md"),
    },
    checks: &[Check::Control(check)],
};

fn check(facts: &Facts<'_>, control: &Control, out: &mut Vec<Finding>) {
    if control.owner.is_none() && control.status != Status::Retired {
        let id = control.id.as_str();
        let message = format!("nobody answers for `{id}`");
        let finding = facts.at(&RULE, control.file, control.id.span, message).subject(id);
        out.push(finding.help("add `owner:` with a person or a team"));
    }
}
