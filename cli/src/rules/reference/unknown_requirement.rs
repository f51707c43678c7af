//! `unknown-requirement`.

use crate::finding::{Finding, Group, Level, RuleMeta};
use crate::rules::naming::{Named, Naming};
use crate::rules::words::{meant, suggest};
use crate::rules::{Check, Facts, Rule};

pub(crate) static RULE: Rule = Rule {
    meta: RuleMeta {
        name: "unknown-requirement",
        group: Group::Reference,
        level: Level::Error,
        summary: "The id of a requirement that its framework does not have.",
        fixable: true,
        history: false,
        page: include_str!("unknown_requirement.md"),
    },
    checks: &[Check::Naming(check)],
};

fn check(facts: &Facts<'_>, naming: &Naming<'_>, out: &mut Vec<Finding>) {
    let Named::Requirement { framework } = naming.named else { return };
    // A framework that is not known is another rule's business.
    let Some(framework) = facts.register.frameworks.get(framework) else { return };
    if framework.requirement(naming.text).is_some() {
        return;
    }
    let id = naming.text.as_str();
    let message = format!("`{}` has no requirement `{id}`", framework.id.value);
    let finding = facts.at(&RULE, naming.file, naming.text.span, message).subject(naming.by);
    let known = framework.requirements.iter().map(|requirement| requirement.id.as_str());
    let first = framework.requirements.first().map_or("", |requirement| requirement.id.as_str());
    let otherwise = format!("write the id as {} prints it, like `{first}`", framework.title());
    out.push(suggest(finding, naming.place(), meant(id, known).as_ref(), otherwise));
}
