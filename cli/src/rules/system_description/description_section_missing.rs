//! `description-section-missing`.

use crate::finding::{Finding, Group, Level, RuleMeta};
use crate::model::{Audit, AuditType, Program, Register, SystemDescription};
use crate::rules::words::joined;
use crate::rules::{Check, Facts, Rule};

pub(crate) static RULE: Rule = Rule {
    meta: RuleMeta {
        name: "description-section-missing",
        group: Group::SystemDescription,
        level: Level::Warning,
        summary: "A section that the system description of a SOC 2 report must have.",
        fixable: false,
        history: false,
        page: include_str!("description_section_missing.md"),
    },
    checks: &[Check::Register(check)],
};

/// The framework whose reports hold a description.
const SOC2: &str = "soc2";

fn check(facts: &Facts<'_>, register: &Register, out: &mut Vec<Finding>) {
    let Some(program) = facts.program() else { return };
    let Some(scope) = program.frameworks.iter().find(|scope| *scope.framework == *SOC2) else { return };
    let begun = register.system.is_some() || !register.system_prose.is_empty();
    if !begun && !audits(program).any(|_| true) {
        // Nothing of it is written and no audit is planned: too early to ask.
        return;
    }
    let missing: Vec<String> = SECTIONS
        .iter()
        .filter(|section| !section.over_time || is_over_time(program))
        .filter(|section| !section.is_written(facts, register))
        .map(|section| format!("{} ({})", section.id, section.what))
        .collect();
    if missing.is_empty() {
        return;
    }
    let (file, span) = match &register.system {
        Some(system) => (system.file, crate::place::Span::default()),
        None => (program.file, scope.framework.span),
    };
    let message = if begun {
        format!("the system description says nothing on {}", joined(&missing, "and"))
    } else {
        "there is no system description, and a SOC 2 audit is planned".to_owned()
    };
    out.push(
        facts
            .at(&RULE, file, span, message)
            .subject("system-description")
            .note("management writes the description, and the auditor gives an opinion on it")
            .help("write `policies/system/dcN.md` for each, or its part of `policies/system/system.yaml`"),
    );
}

fn audits(program: &Program) -> impl Iterator<Item = &Audit> {
    program
        .audits
        .iter()
        .filter(|audit| audit.framework.as_ref().is_some_and(|framework| **framework == *SOC2))
}

/// True unless every SOC 2 audit that is planned is of a day.
fn is_over_time(program: &Program) -> bool {
    let of_a_day = |audit: &Audit| audit.kind.is_some_and(|kind| kind.value == AuditType::Type1);
    let mut all = audits(program).peekable();
    all.peek().is_none() || !all.all(of_a_day)
}

/// A criterion of the description (DC section 200).
struct DescriptionSection {
    id: &'static str,
    what: &'static str,
    /// Asked for in a Type 2 report only.
    over_time: bool,
    /// Whether `system.yaml` has it.
    structured: fn(&SystemDescription) -> bool,
}

impl DescriptionSection {
    fn is_written(&self, facts: &Facts<'_>, register: &Register) -> bool {
        let prose = register.system_prose.get(&self.id.to_ascii_lowercase());
        let text = |fact: &crate::model::ProseFact| {
            let bytes = facts.source(fact.file).get(fact.body.range()).unwrap_or_default();
            bytes.iter().any(|byte| !byte.is_ascii_whitespace())
        };
        prose.is_some_and(text) || register.system.as_ref().is_some_and(self.structured)
    }
}

/// DC 5 asks for the criteria and the controls that meet them: those are in the repository.
const SECTIONS: [DescriptionSection; 8] = [
    DescriptionSection {
        id: "DC1",
        what: "services",
        over_time: false,
        structured: |system| !system.services.is_empty(),
    },
    DescriptionSection {
        id: "DC2",
        what: "commitments",
        over_time: false,
        structured: |system| !system.commitments.is_empty(),
    },
    DescriptionSection {
        id: "DC3",
        what: "components and boundary",
        over_time: false,
        structured: |system| system.components != crate::model::Components::default(),
    },
    DescriptionSection {
        id: "DC4",
        what: "incidents",
        over_time: false,
        structured: |system| system.incidents.is_some(),
    },
    DescriptionSection {
        id: "DC6",
        what: "controls of customers",
        over_time: false,
        structured: |system| !system.user_entity_controls.is_empty(),
    },
    DescriptionSection {
        id: "DC7",
        what: "subservice organisations",
        over_time: false,
        structured: |system| !system.subservice.is_empty(),
    },
    DescriptionSection {
        id: "DC8",
        what: "criteria that do not apply",
        over_time: false,
        structured: |system| !system.not_relevant.is_empty(),
    },
    DescriptionSection {
        id: "DC9",
        what: "changes in the period",
        over_time: true,
        structured: |system| system.changes.is_some(),
    },
];
