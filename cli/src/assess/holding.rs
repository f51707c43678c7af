//! What a repository holds for a clause of ISO/IEC 27001 by what its files are.
//!
//! A document or control answers a clause by naming it in `satisfies`. Beside that, some files answer
//! a clause by what they are: the risk method answers 6.1.2 without having to say so.

use crate::model::Register;

/// Something that a repository holds.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Holding {
    /// People with a role.
    People,
    /// The risk method.
    Method,
    /// Risks with a treatment.
    RiskRegister,
    /// A Statement of Applicability.
    Statement,
    /// Objectives.
    Objectives,
    /// Policies.
    Documents,
    /// Risks that somebody reviewed.
    Assessments,
    /// Risks with something planned.
    Treatment,
    /// What was measured for objectives.
    Measurements,
    /// The audit programme.
    Programme,
    /// Internal audits.
    InternalAudits,
    /// When management reviews the system.
    ReviewPlan,
    /// What a management review looked at.
    ReviewInputs,
    /// What a management review decided.
    ReviewDecisions,
    /// Nonconformities.
    Nonconformities,
}

/// Which clause is answered by what; clauses that only documents and controls answer are left out.
const HOLDINGS: &[(&str, &[Holding])] = &[
    ("5.3", &[Holding::People]),
    ("6.1.2", &[Holding::Method]),
    ("6.1.3", &[Holding::RiskRegister, Holding::Statement]),
    ("6.2", &[Holding::Objectives]),
    ("7.5.1", &[Holding::Documents]),
    ("8.2", &[Holding::Assessments]),
    ("8.3", &[Holding::Treatment]),
    ("9.1", &[Holding::Measurements]),
    ("9.2.1", &[Holding::InternalAudits]),
    ("9.2.2", &[Holding::Programme, Holding::InternalAudits]),
    ("9.3.1", &[Holding::ReviewPlan]),
    ("9.3.2", &[Holding::ReviewInputs]),
    ("9.3.3", &[Holding::ReviewDecisions]),
    ("10.1", &[Holding::ReviewDecisions, Holding::Nonconformities]),
    ("10.2", &[Holding::Nonconformities]),
];

impl Holding {
    /// What answers a clause.
    pub fn of(clause: &str) -> &'static [Self] {
        HOLDINGS.iter().find(|(id, _)| *id == clause).map_or(&[], |(_, holdings)| holdings)
    }

    /// What it is, for people.
    pub fn words(self) -> &'static str {
        match self {
            Self::People => "the roles of people",
            Self::Method => "the risk method",
            Self::RiskRegister => "the risk register",
            Self::Statement => "the Statement of Applicability",
            Self::Objectives => "the objectives",
            Self::Documents => "the policies",
            Self::Assessments => "reviewed risks",
            Self::Treatment => "plans of risks",
            Self::Measurements => "results of objectives",
            Self::Programme => "the audit programme",
            Self::InternalAudits => "internal audits",
            Self::ReviewPlan => "the plan of management reviews",
            Self::ReviewInputs => "inputs of management reviews",
            Self::ReviewDecisions => "decisions of management reviews",
            Self::Nonconformities => "nonconformities",
        }
    }

    /// True when there is at least one of it.
    pub fn is_held(self, register: &Register) -> bool {
        let objectives = || register.objectives.iter().flat_map(|objectives| &objectives.objectives);
        let decisions =
            || register.management_reviews.all().iter().filter_map(|review| review.decisions.as_ref());
        match self {
            Self::People => register
                .program
                .iter()
                .flat_map(|program| &program.people)
                .any(|person| person.role.is_some()),
            Self::Method => register.method.is_some(),
            Self::RiskRegister => register.risks.all().iter().any(|risk| risk.treatment.is_some()),
            Self::Statement => register.soas.iter().any(|soa| *soa.framework == *"iso27001"),
            Self::Objectives => register.objectives.is_some(),
            Self::Documents => !register.policies.all().is_empty(),
            Self::Assessments => register.risks.all().iter().any(|risk| risk.reviewed.is_some()),
            Self::Treatment => register.risks.all().iter().any(|risk| risk.plan.is_some()),
            Self::Measurements => objectives().any(|objective| !objective.results.is_empty()),
            Self::Programme => register.programme.is_some(),
            Self::InternalAudits => !register.internal_audits.all().is_empty(),
            Self::ReviewPlan => {
                register.programme.as_ref().is_some_and(|programme| programme.management_review.is_some())
            }
            Self::ReviewInputs => !register.management_reviews.all().is_empty(),
            Self::ReviewDecisions => decisions().any(|decisions| !decisions.is_empty()),
            Self::Nonconformities => !register.nonconformities.all().is_empty(),
        }
    }
}
