//! The Statement of Applicability, derived (ISO/IEC 27001 6.1.3 d).
//!
//! A person writes down only what cannot be derived: exclusions with their reason, plans with their
//! date, and why something without a risk behind it is done all the same. The rest follows from
//! controls, risks and the evidence on file. Where controls in force claim a requirement and a
//! decision says something else, the lesser of the two counts; what only a decision states is marked.

mod change;
mod words;

pub use change::{SoaChange, SoaShift, soa_changes};

use std::collections::BTreeSet;

use crate::assess::{Assessment, Claimant, Coverage, Covered, Standing};
use crate::calendar::Date;
use crate::model::{
    Control, Framework, Policy, Register, Requirement, Risk, Scope, Soa, SoaDecision, Status,
};

/// Where a requirement stands.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub enum SoaStatus {
    /// Applies; every control in force that claims it has shown that it works.
    Implemented,
    /// Applies; something is in force, but evidence is missing or a part is still planned.
    Partly,
    /// Applies; nothing is in force, and there is a plan.
    Planned,
    /// Applies; nothing is in force, and there is no plan.
    Open,
    /// Does not apply.
    Excluded,
    /// No control claims it and nobody has decided.
    Undecided,
}

impl SoaStatus {
    /// Every status, in the order in which they are counted.
    pub const ALL: [Self; 6] =
        [Self::Implemented, Self::Partly, Self::Planned, Self::Open, Self::Excluded, Self::Undecided];

    /// The word for people.
    pub fn word(self) -> &'static str {
        match self {
            Self::Implemented => "implemented",
            Self::Partly => "partly",
            Self::Planned => "planned",
            Self::Open => "not implemented",
            Self::Excluded => "excluded",
            Self::Undecided => "undecided",
        }
    }

    /// Whether the requirement applies; `None` while nobody has decided.
    pub fn applies(self) -> Option<bool> {
        match self {
            Self::Implemented | Self::Partly | Self::Planned | Self::Open => Some(true),
            Self::Excluded => Some(false),
            Self::Undecided => None,
        }
    }
}

/// Something that an entry should not be passed on without.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord)]
pub enum SoaRemark {
    /// Excluded, although these controls in force claim it.
    ExcludedButClaimed(Vec<String>),
    /// Excluded, although a control that claims it and is not retired treats these risks.
    ExcludedButTreats(Vec<String>),
    /// Excluded without a reason.
    ExclusionWithoutReason,
    /// Applies, but no risk, law, contract or practice is given for it.
    InclusionWithoutReason,
    /// Planned without a date.
    PlanWithoutDate,
    /// The decision says that it is implemented; no control in force claims it.
    StatedOnly,
    /// The newest occurrence of these controls has no record.
    EvidenceMissing(Vec<String>),
    /// These controls have nothing on file yet, and nothing was due.
    NothingDueYet(Vec<String>),
    /// The newest record of these controls says that they failed.
    Failed(Vec<String>),
    /// Controls that claim it, none of them in force yet.
    DraftOnly(Vec<String>),
    /// Controls that claimed it, none of them in force any more.
    RetiredOnly(Vec<String>),
}

/// One requirement in the Statement of Applicability.
#[derive(Debug, Clone)]
pub struct SoaEntry<'a> {
    /// The requirement.
    pub requirement: &'a Requirement,
    /// Where it stands.
    pub status: SoaStatus,
    /// The controls that claim it, of any status, by id.
    pub controls: Vec<Claimant<'a>>,
    /// The policies that claim it, by id.
    pub policies: Vec<&'a Policy>,
    /// The risks that its controls in force mitigate, by id: the justification for inclusion.
    pub risks: Vec<&'a Risk>,
    /// The risks that controls which claim it treat, or are to treat once they are in force, by id.
    pub treats: Vec<&'a Risk>,
    /// The decision that somebody wrote down.
    pub decision: Option<&'a SoaDecision>,
    /// What it should not be passed on without, sorted.
    pub remarks: Vec<SoaRemark>,
}

impl SoaEntry<'_> {
    /// The reasons written in the decision.
    pub fn because(&self) -> impl Iterator<Item = &str> {
        self.decision.into_iter().flat_map(|decision| &decision.because).map(|reason| reason.value.as_str())
    }

    /// The controls in force that claim it.
    pub fn in_force(&self) -> impl Iterator<Item = &Claimant<'_>> {
        self.controls.iter().filter(|claimant| claimant.control.status == Status::Active)
    }

    /// The day by which it will be implemented, while it is not.
    pub fn due(&self) -> Option<Date> {
        match self.status {
            SoaStatus::Partly | SoaStatus::Planned => self.decision?.due.map(|due| due.value),
            SoaStatus::Implemented | SoaStatus::Open | SoaStatus::Excluded | SoaStatus::Undecided => None,
        }
    }
}

/// The Statement of Applicability of a framework.
#[derive(Debug, Clone)]
pub struct Applicability<'a> {
    /// The framework.
    pub framework: &'a Framework,
    /// The file with the decisions; `None` when there is none.
    pub file: Option<&'a Soa>,
    /// Every requirement that could be excluded, in the framework's order.
    pub entries: Vec<SoaEntry<'a>>,
    /// Decisions that exclude what can never be excluded (1 Scope: clauses 4 to 10).
    pub wrongly_excluded: Vec<&'a SoaDecision>,
    /// Decisions on something that the framework does not have, or that holds no requirement.
    pub unknown: Vec<&'a SoaDecision>,
    /// Controls in force from other sources than the list: they mitigate a risk and claim none of
    /// its entries (6.1.3 b takes controls from any source).
    pub beyond: Vec<&'a Control>,
}

impl<'a> Applicability<'a> {
    /// Derives the statement.
    ///
    /// `assessment` says what is on file; it must list every control, over a window that ends on the
    /// as-of day and is long enough for an annual control to fall due in it.
    pub fn of(
        framework: &'a Framework,
        scope: &'a Scope,
        register: &'a Register,
        assessment: &Assessment,
    ) -> Self {
        let coverage = Coverage::of(framework, scope, None, register, assessment);
        let file = register.soas.iter().find(|soa| *soa.framework == *framework.id);
        let decision = |id: &str| file.and_then(|soa| soa.decisions.get(id));
        let listed = coverage.requirements.into_iter().filter(|covered| covered.requirement.excludable);
        let entries: Vec<_> =
            listed.map(|covered| entry(register, decision(&covered.requirement.id), covered)).collect();
        let decided = || file.into_iter().flat_map(|soa| soa.decisions.values());
        let known = |decision: &SoaDecision| framework.requirement(&decision.requirement);
        Self {
            framework,
            file,
            wrongly_excluded: decided()
                .filter(|decision| {
                    decision.excludes() && known(decision).is_some_and(|known| !known.excludable)
                })
                .collect(),
            unknown: decided().filter(|decision| known(decision).is_none_or(|known| known.heading)).collect(),
            beyond: register
                .controls
                .by_id()
                .filter(|control| is_beyond(control, &entries, register))
                .collect(),
            entries,
        }
    }

    /// One entry.
    pub fn get(&self, id: &str) -> Option<&SoaEntry<'a>> {
        self.entries.iter().find(|entry| *entry.requirement.id == *id)
    }

    /// How many entries there are of each status, in the order of [`SoaStatus::ALL`], zeros included.
    pub fn counts(&self) -> [(SoaStatus, usize); 6] {
        SoaStatus::ALL
            .map(|status| (status, self.entries.iter().filter(|entry| entry.status == status).count()))
    }
}

fn is_beyond(control: &Control, entries: &[SoaEntry<'_>], register: &Register) -> bool {
    let listed =
        |entry: &SoaEntry<'_>| entry.controls.iter().any(|claimant| claimant.control.id == control.id);
    control.is_active() && !entries.iter().any(listed) && !risks_of(register, &[control]).is_empty()
}

/// The risks that controls mitigate, said by the control or by the risk.
fn risks_of<'a>(register: &'a Register, controls: &[&Control]) -> Vec<&'a Risk> {
    let named: BTreeSet<&str> =
        controls.iter().flat_map(|control| &control.mitigates).map(|risk| risk.value.as_str()).collect();
    let treats =
        |risk: &Risk| controls.iter().any(|control| risk.controls.iter().any(|id| **id == *control.id));
    register.risks.by_id().filter(|risk| named.contains(risk.id.as_str()) || treats(risk)).collect()
}

fn entry<'a>(
    register: &'a Register,
    decision: Option<&'a SoaDecision>,
    covered: Covered<'a>,
) -> SoaEntry<'a> {
    let active: Vec<&Control> = covered.active().map(|claimant| claimant.control).collect();
    let risks = risks_of(register, &active);
    let status = status(&covered, decision);
    let mut remarks = remarks(&covered, decision, status);
    let kept = covered.controls.iter().filter(|claimant| claimant.control.status != Status::Retired);
    let kept: Vec<&Control> = kept.map(|claimant| claimant.control).collect();
    let treats = risks_of(register, &kept);
    if status == SoaStatus::Excluded && !treats.is_empty() {
        let ids = treats.iter().map(|risk| risk.id.value.clone());
        remarks.push(SoaRemark::ExcludedButTreats(ids.collect()));
    }
    let reasoned = !risks.is_empty() || decision.is_some_and(|decision| !decision.because.is_empty());
    if status.applies() == Some(true) && !reasoned {
        remarks.push(SoaRemark::InclusionWithoutReason);
    }
    remarks.sort();
    SoaEntry {
        requirement: covered.requirement,
        status,
        controls: covered.controls,
        policies: covered.policies,
        risks,
        treats,
        decision,
        remarks,
    }
}

/// What the decision states, where it states anything.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Stated {
    Planned,
    Partly,
    Implemented,
}

fn stated(decision: Option<&SoaDecision>) -> Option<Stated> {
    match decision?.status.as_ref()?.as_str() {
        "planned" => Some(Stated::Planned),
        "partly" => Some(Stated::Partly),
        "implemented" => Some(Stated::Implemented),
        _ => None,
    }
}

fn status(covered: &Covered<'_>, decision: Option<&SoaDecision>) -> SoaStatus {
    if decision.is_some_and(SoaDecision::excludes) {
        return SoaStatus::Excluded;
    }
    let stated = stated(decision);
    if covered.is_covered() {
        let shown = covered.active().any(|claimant| claimant.standing == Standing::OnFile);
        let broken = covered
            .active()
            .any(|claimant| matches!(claimant.standing, Standing::Missing | Standing::Failed));
        let said_less = matches!(stated, Some(Stated::Planned | Stated::Partly));
        return if shown && !broken && !said_less { SoaStatus::Implemented } else { SoaStatus::Partly };
    }
    match stated {
        Some(Stated::Planned) => SoaStatus::Planned,
        Some(Stated::Partly) => SoaStatus::Partly,
        Some(Stated::Implemented) => SoaStatus::Implemented,
        None if decision.is_some() || covered.with(Status::Draft).next().is_some() => SoaStatus::Open,
        None => SoaStatus::Undecided,
    }
}

fn remarks(covered: &Covered<'_>, decision: Option<&SoaDecision>, status: SoaStatus) -> Vec<SoaRemark> {
    let ids = |claimants: &mut dyn Iterator<Item = &Claimant<'_>>| -> Option<Vec<String>> {
        let ids: Vec<String> = claimants.map(|claimant| claimant.control.id.value.clone()).collect();
        (!ids.is_empty()).then_some(ids)
    };
    let standing = |wanted| ids(&mut covered.active().filter(|claimant| claimant.standing == wanted));
    let mut remarks = Vec::new();
    if status == SoaStatus::Excluded {
        remarks.extend(ids(&mut covered.active()).map(SoaRemark::ExcludedButClaimed));
        if decision.is_none_or(|decision| decision.because.iter().all(|reason| reason.trim().is_empty())) {
            remarks.push(SoaRemark::ExclusionWithoutReason);
        }
        return remarks;
    }
    if stated(decision) == Some(Stated::Planned) && decision.is_some_and(|decision| decision.due.is_none()) {
        remarks.push(SoaRemark::PlanWithoutDate);
    }
    if covered.is_covered() {
        remarks.extend(standing(Standing::Missing).map(SoaRemark::EvidenceMissing));
        remarks.extend(standing(Standing::NotDueYet).map(SoaRemark::NothingDueYet));
        remarks.extend(standing(Standing::Failed).map(SoaRemark::Failed));
        return remarks;
    }
    if matches!(status, SoaStatus::Implemented | SoaStatus::Partly) {
        remarks.push(SoaRemark::StatedOnly);
    }
    match ids(&mut covered.with(Status::Draft)) {
        Some(drafts) => remarks.push(SoaRemark::DraftOnly(drafts)),
        None => remarks.extend(ids(&mut covered.with(Status::Retired)).map(SoaRemark::RetiredOnly)),
    }
    remarks
}
