//! `mandatory-document-missing`.

use crate::assess::Holding;
use crate::finding::{Finding, Group, Level, RuleMeta};
use crate::model::Register;
use crate::rules::words::ticked;
use crate::rules::{Check, Facts, Rule};

pub(crate) static RULE: Rule = Rule {
    meta: RuleMeta {
        name: "mandatory-document-missing",
        group: Group::ManagementSystem,
        level: Level::Warning,
        summary: "A clause asks for documented information, and nothing on file answers it.",
        fixable: false,
        history: false,
        page: include_str!("mandatory_document_missing.md"),
    },
    checks: &[Check::Register(check)],
};

/// The framework whose clauses ask for documents.
const MANAGEMENT_SYSTEM: &str = "iso27001";

fn check(facts: &Facts<'_>, register: &Register, out: &mut Vec<Finding>) {
    let Some(program) = facts.program() else { return };
    let scope = program.frameworks.iter().find(|scope| *scope.framework == *MANAGEMENT_SYSTEM);
    let (Some(scope), Some(framework)) = (scope, register.frameworks.get(MANAGEMENT_SYSTEM)) else { return };
    let claimed = register.claimed(MANAGEMENT_SYSTEM);
    let documents = || register.policies.by_id().chain(register.isms_documents.by_id());
    let missing: Vec<&str> = framework
        .requirements
        .iter()
        .filter(|requirement| requirement.documented && !requirement.excludable)
        .map(|requirement| requirement.id.as_str())
        .filter(|id| {
            !claimed.contains(id)
                && !documents().any(|document| document.satisfies.names(MANAGEMENT_SYSTEM, id))
                && !Holding::of(id).iter().any(|holding| holding.is_held(register))
        })
        .collect();
    let Some(first) = missing.first() else { return };
    let message = format!(
        "nothing on file answers {}, which {} for documented information",
        ticked(missing.iter().copied(), missing.len()),
        if missing.len() == 1 { "asks" } else { "ask" }
    );
    out.push(
        facts
            .at(&RULE, program.file, scope.framework.span, message)
            .subject(MANAGEMENT_SYSTEM)
            .note("these documents are the first thing that a stage 1 audit asks for")
            .help(format!(
                "write a document under `policies/isms/` and name the clause in its front matter: `satisfies: {{iso27001: {first}}}`"
            )),
    );
}
