//! Namings in the files around audits: criteria, requests, selections, objectives.

use crate::model::{
    AuditProgramme, Criterion, InternalAudit, Objectives, Register, RequestList, SampleSelection, Text,
};
use crate::rules::naming::{Collector, Named, Namer};

/// The framework of a criterion that names none, as ISO/IEC 27001 asks for internal audits.
const OF_INTERNAL_AUDITS: &str = "iso27001";

impl<'a> Collector<'_, 'a> {
    /// Everything that audits, our own and the auditor's, name.
    pub(super) fn audits(&mut self, register: &'a Register) {
        register.internal_audits.all().iter().for_each(|audit| self.internal_audit(audit));
        register.programme.iter().for_each(|programme| self.programme(programme));
        register.objectives.iter().for_each(|objectives| self.objectives(objectives));
        register.requests.iter().for_each(|list| self.requests(list));
        register.samples.iter().for_each(|selection| self.selection(selection));
    }

    fn internal_audit(&mut self, audit: &'a InternalAudit) {
        let from = Namer { file: audit.file, by: &audit.id };
        let frameworks = frameworks(&audit.criteria);
        self.criteria(from, &audit.criteria, &frameworks);
        for finding in audit.findings.iter().flatten() {
            self.criteria(Namer { by: &finding.id, ..from }, &finding.against, &frameworks);
        }
    }

    fn programme(&mut self, programme: &'a AuditProgramme) {
        let from = Namer { file: programme.file, by: programme.path.stem() };
        self.owner(from, programme.owner.as_ref(), true);
        self.act(from, programme.approved.as_ref(), "approve");
        for part in &programme.parts {
            self.criteria(Namer { by: &part.id, ..from }, &part.criteria, &frameworks(&part.criteria));
        }
    }

    /// Criteria as audits write them: `iso27001 A.5.15`, `policy access-control`, or the requirement
    /// alone, which is of the first of `frameworks` that has it.
    fn criteria(&mut self, from: Namer<'a>, criteria: &'a [Criterion], frameworks: &[&'a str]) {
        for criterion in criteria {
            match criterion.of.as_ref().map(|of| (of, of.as_str())) {
                Some((_, "policy")) => self.all(from, Named::Policy, [&criterion.id]),
                Some((_, "control")) => self.all(from, Named::Control, [&criterion.id]),
                Some((of, framework)) => {
                    self.all(from, Named::Framework, [of]);
                    self.all(from, Named::Requirement { framework }, [&criterion.id]);
                }
                None => {
                    let framework = self.framework_of(&criterion.id, frameworks);
                    self.all(from, Named::Requirement { framework }, [&criterion.id]);
                }
            }
        }
    }

    fn framework_of(&self, id: &str, frameworks: &[&'a str]) -> &'a str {
        let catalogs = &self.facts.register.frameworks;
        let has = |name: &&str| catalogs.get(*name).is_some_and(|catalog| catalog.requirement(id).is_some());
        let candidates = || frameworks.iter().copied().chain([OF_INTERNAL_AUDITS]);
        candidates().find(has).or_else(|| candidates().next()).unwrap_or(OF_INTERNAL_AUDITS)
    }

    fn objectives(&mut self, objectives: &'a Objectives) {
        let from = Namer { file: objectives.file, by: objectives.path.stem() };
        self.owner(from, objectives.owner.as_ref(), true);
        self.act(from, objectives.approved.as_ref(), "approve");
        for objective in &objectives.objectives {
            let from = Namer { by: &objective.id, ..from };
            self.owner(from, objective.owner.as_ref(), true);
            self.satisfies(from, &objective.satisfies);
            self.all(from, Named::Control, &objective.controls);
        }
    }

    fn requests(&mut self, list: &'a RequestList) {
        let framework = self.framework_of_audit(&list.audit);
        for request in &list.requests {
            let from = Namer { file: list.file, by: &request.id };
            self.owner(from, request.owner.as_ref(), request.status.is_ours());
            self.all(from, Named::Control, &request.controls);
            if let Some(framework) = framework {
                self.all(from, Named::Requirement { framework }, &request.criteria);
            }
        }
    }

    fn framework_of_audit(&self, audit: &Text) -> Option<&'a str> {
        let program = self.facts.register.program.as_ref()?;
        program.audit(audit)?.framework.as_ref().map(|framework| framework.as_str())
    }

    fn selection(&mut self, selection: &'a SampleSelection) {
        let from = Namer { file: selection.file, by: selection.path.stem() };
        self.all(from, Named::Control, &selection.controls);
        self.all(from, Named::Population, &selection.population);
    }
}

/// The frameworks that criteria name, in their order.
fn frameworks(criteria: &[Criterion]) -> Vec<&str> {
    let named = criteria.iter().filter_map(|criterion| criterion.of.as_ref());
    named.map(|of| of.as_str()).filter(|of| !matches!(*of, "policy" | "control")).collect()
}
