//! `event-without-population`.

use crate::finding::{Finding, Group, Level, RuleMeta};
use crate::model::Control;
use crate::rules::words::known;
use crate::rules::{Check, Facts, Rule};

pub(crate) static RULE: Rule = Rule {
    meta: RuleMeta {
        name: "event-without-population",
        group: Group::Control,
        level: Level::Error,
        summary: "A control that acts on events does not say which population they are in.",
        fixable: false,
        history: false,
        page: include_str!("event_without_population.md"),
    },
    checks: &[Check::Control(check)],
};

fn check(facts: &Facts<'_>, control: &Control, out: &mut Vec<Finding>) {
    if control.cadence.is_on_event() && control.population.is_none() {
        let id = control.id.as_str();
        let message = format!("`{id}` acts on events and names no population");
        let finding = facts.at(&RULE, control.file, control.cadence.span, message).subject(id);
        let populations: Vec<&str> = facts.register.populations.names().collect();
        let mut finding = finding.help("add `population:` with the list that holds every such event");
        finding.notes.extend(known("populations", &populations));
        out.push(finding);
    }
}
