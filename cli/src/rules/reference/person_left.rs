//! `person-left`.

use crate::finding::{Finding, Group, Level, RuleMeta};
use crate::place::Location;
use crate::rules::naming::{MEMBER, Named, Naming};
use crate::rules::{Check, Facts, Rule};

pub(crate) static RULE: Rule = Rule {
    meta: RuleMeta {
        name: "person-left",
        group: Group::Reference,
        level: Level::Warning,
        summary: "Somebody who has left still answers for something, or is said to have done it afterwards.",
        fixable: false,
        history: false,
        page: include_str!("person_left.md"),
    },
    checks: &[Check::Naming(check)],
};

fn check(facts: &Facts<'_>, naming: &Naming<'_>, out: &mut Vec<Finding>) {
    let deed = match naming.named {
        Named::Owner => None,
        Named::Person { deed } => Some(deed),
        Named::Control
        | Named::Risk
        | Named::Framework
        | Named::Requirement { .. }
        | Named::Population
        | Named::Policy
        | Named::Vendor
        | Named::Asset
        | Named::Audit
        | Named::Occasion => return,
    };
    let name = naming.text.as_str();
    let left =
        facts.program().and_then(|program| program.person(name)).and_then(|person| person.until.as_ref());
    let (Some(left), Some(on)) = (left, naming.on) else { return };
    if on <= left.value {
        return;
    }
    let (message, help) = match deed {
        None => (
            format!("`{name}` left on {} and still answers for `{}`", left.value, naming.by),
            "name who does it now".to_owned(),
        ),
        Some(MEMBER) => (
            format!("`{name}` left on {} and is still in the team `{}`", left.value, naming.by),
            "take the name out of the team".to_owned(),
        ),
        Some(deed) => (
            format!("`{name}` left on {} and cannot {deed} on {on}", left.value),
            "correct the name or the day; if both are right, correct `until` in `people`".to_owned(),
        ),
    };
    let until = facts.program().map(|program| Location { file: program.file, span: left.span });
    let finding = facts.at(&RULE, naming.file, naming.text.span, message).subject(name).help(help);
    out.push(match until {
        Some(until) => finding.related(until, "the last day"),
        None => finding,
    });
}
