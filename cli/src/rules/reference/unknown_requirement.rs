//! `unknown-requirement`.

use crate::finding::{Finding, Group, Level, RuleMeta};
use crate::model::Register;
use crate::place::Location;
use crate::rules::naming::{Named, Naming};
use crate::rules::words::{known, meant, suggest};
use crate::rules::{Check, Facts, Rule};

pub(crate) static RULE: Rule = Rule {
    meta: RuleMeta {
        name: "unknown-requirement",
        group: Group::Reference,
        level: Level::Error,
        summary: "The id of a requirement, or of a category, that its framework does not have.",
        fixable: true,
        history: false,
        page: include_str!("unknown_requirement.md"),
    },
    checks: &[Check::Naming(check), Check::Register(categories)],
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

/// A category with a slip takes its criteria out of scope without a word.
fn categories(facts: &Facts<'_>, register: &Register, out: &mut Vec<Finding>) {
    let Some(program) = &register.program else { return };
    for scope in &program.frameworks {
        let Some(framework) = register.frameworks.get(scope.framework.as_str()) else { continue };
        let names: Vec<&str> = framework.categories.iter().map(|category| category.id.as_str()).collect();
        for category in scope.categories.iter().filter(|category| !names.contains(&category.as_str())) {
            let message = format!("`{}` has no category `{}`", framework.id.value, category.value);
            let place = Location { file: program.file, span: category.span };
            let finding = facts.at(&RULE, place.file, place.span, message).subject(category.as_str());
            let meant = meant(category, names.iter().copied());
            let otherwise = "name one that the framework has, or take it out".to_owned();
            let mut finding = suggest(finding, place, meant.as_ref(), otherwise);
            finding.notes.extend(known("categories", &names));
            out.push(finding);
        }
    }
}
