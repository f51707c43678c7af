//! `requirement-uncovered`.

use std::collections::BTreeSet;

use crate::assess::Holding;
use crate::finding::{Finding, Group, Level, RuleMeta};
use crate::model::{Program, Register, Requirement, Soa, Status, Text};
use crate::rules::words::ticked;
use crate::rules::{Check, Facts, Rule};

pub(crate) static RULE: Rule = Rule {
    meta: RuleMeta {
        name: "requirement-uncovered",
        group: Group::Control,
        level: Level::Warning,
        summary: "Requirements in scope that no active control meets.",
        fixable: false,
        history: false,
        page: include_str!("requirement_uncovered.md"),
    },
    checks: &[Check::Register(check)],
};

fn check(facts: &Facts<'_>, register: &Register, out: &mut Vec<Finding>) {
    let Some(program) = facts.program() else { return };
    for scope in &program.frameworks {
        let Some(framework) = register.frameworks.get(scope.framework.as_str()) else { continue };
        let claims = Claims::of(register, &framework.id);
        let mut groups: Vec<(Option<&str>, Vec<&str>)> = Vec::new();
        let asked = framework.scoped(scope).filter(|requirement| requirement.normative);
        for requirement in asked.filter(|requirement| !claims.answers(requirement)) {
            let group = requirement.group.as_ref().map(|group| group.as_str());
            match groups.iter_mut().find(|(known, _)| *known == group) {
                Some((_, ids)) => ids.push(&requirement.id),
                None => groups.push((group, vec![&requirement.id])),
            }
        }
        out.extend(groups.iter().map(|(group, ids)| finding(facts, program, &scope.framework, *group, ids)));
    }
}

/// One finding for each group: what is missing is read group by group, and sixty lines are a wall.
fn finding(
    facts: &Facts<'_>,
    program: &Program,
    framework: &Text,
    group: Option<&str>,
    ids: &[&str],
) -> Finding {
    let of = group
        .map_or_else(|| format!("`{}`", framework.value), |group| format!("`{}` {group}", framework.value));
    let message = match ids {
        [id] => format!("no active control meets `{id}` of {of}"),
        _ => format!("no active control meets {} of {of}", ticked(ids.iter().copied(), ids.len())),
    };
    facts
        .at(&RULE, program.file, framework.span, message)
        .subject(
            group.map_or_else(|| framework.value.clone(), |group| format!("{} {group}", framework.value)),
        )
        .help("name them in the `satisfies` of a control, or write the control that is missing")
}

/// The framework whose clauses are answered by documents.
const MANAGEMENT_SYSTEM: &str = "iso27001";

/// What already answers to a requirement, or is said by another rule.
struct Claims<'a> {
    active: BTreeSet<&'a str>,
    retired: BTreeSet<&'a str>,
    soa: Option<&'a Soa>,
    register: &'a Register,
    framework: &'a str,
}

impl<'a> Claims<'a> {
    fn of(register: &'a Register, framework: &'a str) -> Self {
        let retired = register.controls.by_id().filter(|control| control.status == Status::Retired);
        Self {
            active: register.claimed(framework),
            retired: retired
                .flat_map(|control| control.satisfies.of(framework))
                .map(|id| id.as_str())
                .collect(),
            soa: register.soas.iter().find(|soa| *soa.framework == *framework),
            register,
            framework,
        }
    }

    /// Retired controls have their own rule; so has what a Statement of Applicability lists. A
    /// description criterion is answered by its chapter.
    fn answers(&self, requirement: &Requirement) -> bool {
        let id = requirement.id.as_str();
        self.active.contains(id)
            || self.retired.contains(id)
            || (requirement.excludable && self.soa.is_some())
            || self.register.system_prose.contains_key(&id.to_ascii_lowercase())
            || (self.framework == MANAGEMENT_SYSTEM && self.is_clause_answered(requirement))
    }

    /// A clause that asks for a document has its own rule; the others may be answered by one, or by
    /// what a file is.
    fn is_clause_answered(&self, requirement: &Requirement) -> bool {
        let id = requirement.id.as_str();
        let mut documents = self.register.policies.all().iter().chain(self.register.isms_documents.all());
        !requirement.excludable
            && (requirement.documented
                || Holding::of(id).iter().any(|holding| holding.is_held(self.register))
                || documents.any(|document| document.satisfies.names(self.framework, id)))
    }
}
