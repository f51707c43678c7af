//! Requirements against controls: which requirement has which controls, and what these have on file.
//!
//! A control covers a requirement by naming it in `satisfies`; nothing else counts, no crosswalk row
//! and no policy. Percentages are the renderer's business; here are the counts on both sides of them.

use std::collections::BTreeSet;

use crate::assess::{Assessment, Counts, Occurrence, OccurrenceStatus};
use crate::calendar::Date;
use crate::model::{
    AuditType, Category, Control, Framework, Outcome, Policy, Register, Requirement, RequirementGroup, Scope,
    Status,
};
use crate::place::RepoPath;

/// The newest thing on file for a control.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Latest {
    /// The record; `None` when the period's population is empty and no record was needed.
    pub path: Option<RepoPath>,
    /// The period.
    pub period: String,
    /// What it says.
    pub status: OccurrenceStatus,
    /// The day on which it was performed, in the company's zone.
    pub performed: Option<Date>,
}

/// Whether a control has shown that it works, as of the assessment's day.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub enum Standing {
    /// The newest occurrence whose grace is over, or one after it, is on file and did not fail.
    OnFile,
    /// Nothing has fallen due yet, and there is no record either.
    NotDueYet,
    /// The newest occurrence whose grace is over has no record.
    Missing,
    /// The newest record says that it failed or was not done.
    Failed,
}

impl Standing {
    /// The word of the machine contract.
    pub fn word(self) -> &'static str {
        match self {
            Self::OnFile => "on-file",
            Self::NotDueYet => "not-due-yet",
            Self::Missing => "missing",
            Self::Failed => "failed",
        }
    }
}

/// A control that claims a requirement.
#[derive(Debug, Clone)]
pub struct Claimant<'a> {
    /// The control as it stands at the revision.
    pub control: &'a Control,
    /// Its occurrences in the window.
    pub counts: Counts,
    /// The newest thing on file, by due date.
    pub latest: Option<Latest>,
    /// Whether it has shown that it works.
    pub standing: Standing,
}

impl<'a> Claimant<'a> {
    fn of(control: &'a Control, register: &Register, assessment: &Assessment) -> Self {
        let assessed = assessment.control(&control.id);
        let occurrences = assessed.map_or(&[][..], |assessed| &assessed.occurrences);
        let on_file = occurrences.iter().rev().find(|occurrence| occurrence.status.is_on_file());
        Self {
            control,
            counts: Counts::of(occurrences),
            latest: on_file.map(Latest::of),
            standing: standing(occurrences, register, &control.id),
        }
    }
}

impl Latest {
    fn of(occurrence: &Occurrence) -> Self {
        Self {
            path: occurrence.path.clone(),
            period: occurrence.period.name.clone(),
            status: occurrence.status,
            performed: occurrence.performed.as_ref().and_then(|performed| performed.on),
        }
    }
}

/// Silence within grace proves nothing either way, so it is looked past.
pub(super) fn standing(occurrences: &[Occurrence], register: &Register, control: &str) -> Standing {
    let silent = |status| matches!(status, OccurrenceStatus::Upcoming | OccurrenceStatus::Overdue);
    let newest = occurrences.iter().rev().find(|occurrence| !silent(occurrence.status));
    match newest.map(|occurrence| occurrence.status) {
        Some(OccurrenceStatus::Missing) => Standing::Missing,
        Some(OccurrenceStatus::Failed) => Standing::Failed,
        Some(
            OccurrenceStatus::Operated
            | OccurrenceStatus::Exception
            | OccurrenceStatus::Unreviewed
            | OccurrenceStatus::Pending
            | OccurrenceStatus::NoEvents,
        ) => Standing::OnFile,
        Some(OccurrenceStatus::Upcoming | OccurrenceStatus::Overdue | OccurrenceStatus::Unknown) | None => {
            let worked = |outcome| matches!(outcome, Outcome::Pass | Outcome::Exception);
            let shown = register.records_of(control).any(|record| worked(record.result.value));
            if shown { Standing::OnFile } else { Standing::NotDueYet }
        }
    }
}

/// A requirement and what answers to it.
#[derive(Debug, Clone)]
pub struct Covered<'a> {
    /// The requirement.
    pub requirement: &'a Requirement,
    /// The controls that claim it, of any status, by id.
    pub controls: Vec<Claimant<'a>>,
    /// The policies and documents of the management system that claim it, by id.
    pub policies: Vec<&'a Policy>,
}

impl<'a> Covered<'a> {
    fn of(
        requirement: &'a Requirement,
        framework: &str,
        register: &'a Register,
        assessment: &Assessment,
    ) -> Self {
        let claims = |control: &&Control| control.satisfies.names(framework, &requirement.id);
        let controls = register.controls.by_id().filter(claims);
        let documents = register.policies.by_id().chain(register.isms_documents.by_id());
        Self {
            requirement,
            controls: controls.map(|control| Claimant::of(control, register, assessment)).collect(),
            policies: documents.filter(|policy| policy.satisfies.names(framework, &requirement.id)).collect(),
        }
    }

    /// The controls in force that claim it.
    pub fn active(&self) -> impl Iterator<Item = &Claimant<'a>> {
        self.with(Status::Active)
    }

    /// The controls of a status that claim it.
    pub fn with(&self, status: Status) -> impl Iterator<Item = &Claimant<'a>> {
        self.controls.iter().filter(move |claimant| claimant.control.status == status)
    }

    /// True for a requirement that asks something of the company, or that something here claims all the
    /// same: options and mandates of authorities that nothing claims are no gaps.
    pub fn is_asked(&self) -> bool {
        self.requirement.normative || !self.controls.is_empty() || !self.policies.is_empty()
    }

    /// True when a control in force claims it.
    pub fn is_covered(&self) -> bool {
        self.active().next().is_some()
    }
}

/// What one part of a framework comes to.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct Tally {
    /// Requirements in scope.
    pub requirements: usize,
    /// Those that a control in force claims.
    pub covered: usize,
    /// Controls in force behind them, each once.
    pub controls: usize,
    /// The occurrences of those controls, each once.
    pub counts: Counts,
}

/// A framework's requirements in scope and what answers to each.
#[derive(Debug, Clone)]
pub struct Coverage<'a> {
    /// The framework.
    pub framework: &'a Framework,
    /// The requirements in scope, in the framework's order; headings are left out.
    pub requirements: Vec<Covered<'a>>,
    /// Entries in scope that ask nothing of the company and that nothing claims, in the same order.
    pub not_asked: Vec<&'a Requirement>,
}

impl<'a> Coverage<'a> {
    /// Sets a framework's requirements against the register's controls.
    ///
    /// Requirements for another type of audit are left out (SOC 2 DC9 belongs to Type 2 only).
    /// Occurrences are those of `assessment`, which must list every control of the framework.
    pub fn of(
        framework: &'a Framework,
        scope: &'a Scope,
        kind: Option<AuditType>,
        register: &'a Register,
        assessment: &Assessment,
    ) -> Self {
        let scoped = framework.scoped(scope).filter(|requirement| applies(requirement, kind));
        let (requirements, left): (Vec<_>, Vec<_>) = scoped
            .map(|requirement| Covered::of(requirement, &framework.id, register, assessment))
            .partition(Covered::is_asked);
        Self { framework, requirements, not_asked: left.iter().map(|one| one.requirement).collect() }
    }

    /// One requirement.
    pub fn get(&self, id: &str) -> Option<&Covered<'a>> {
        self.requirements.iter().find(|covered| *covered.requirement.id == *id)
    }

    /// The requirements without a control in force.
    pub fn gaps(&self) -> impl Iterator<Item = &Covered<'a>> {
        self.requirements.iter().filter(|covered| !covered.is_covered())
    }

    /// What all of it comes to.
    pub fn total(&self, assessment: &Assessment) -> Tally {
        tally(self.requirements.iter(), assessment)
    }

    /// What those requirements come to that belong to something.
    pub fn part(&self, assessment: &Assessment, belongs: impl Fn(&Requirement) -> bool) -> Tally {
        tally(self.requirements.iter().filter(|covered| belongs(covered.requirement)), assessment)
    }

    /// What each group comes to, in the framework's order; groups out of scope are left out.
    pub fn by_group(&self, assessment: &Assessment) -> Vec<(&'a RequirementGroup, Tally)> {
        let of = |group: &RequirementGroup| {
            let belongs = |covered: &&Covered<'_>| is(covered.requirement.group.as_deref(), &group.id);
            tally(self.requirements.iter().filter(belongs), assessment)
        };
        let groups = self.framework.groups.iter().map(|group| (group, of(group)));
        groups.filter(|(_, tally)| tally.requirements > 0).collect()
    }

    /// What each category comes to, in the framework's order; categories out of scope are left out.
    pub fn by_category(&self, assessment: &Assessment) -> Vec<(&'a Category, Tally)> {
        let of = |category: &Category| {
            let belongs = |covered: &&Covered<'_>| covered.requirement.is_in(&category.id);
            tally(self.requirements.iter().filter(belongs), assessment)
        };
        let categories = self.framework.categories.iter().map(|category| (category, of(category)));
        categories.filter(|(_, tally)| tally.requirements > 0).collect()
    }
}

fn is(have: Option<&String>, id: &str) -> bool {
    have.is_some_and(|have| *have == *id)
}

fn applies(requirement: &Requirement, kind: Option<AuditType>) -> bool {
    let Some(kind) = kind else { return true };
    requirement.applies_to.is_empty() || requirement.applies_to.iter().any(|word| **word == *kind.word())
}

fn tally<'c, 'a: 'c>(requirements: impl Iterator<Item = &'c Covered<'a>>, assessment: &Assessment) -> Tally {
    let mut tally = Tally::default();
    let mut controls = BTreeSet::new();
    for covered in requirements {
        tally.requirements += 1;
        tally.covered += usize::from(covered.is_covered());
        controls.extend(covered.active().map(|claimant| claimant.control.id.value.as_str()));
    }
    tally.controls = controls.len();
    let assessed = controls.iter().filter_map(|id| assessment.control(id));
    tally.counts = Counts::of(assessed.flat_map(|control| &control.occurrences));
    tally
}
