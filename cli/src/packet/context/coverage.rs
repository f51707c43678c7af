//! Requirements in scope against controls and evidence: how many, never "compliant".

use serde::Serialize;

use crate::assess::{Counts, Coverage, Covered, Tally};
use crate::model::{Requirement, RequirementGroup, Status};
use crate::packet::context::Desk;
use crate::packet::sources::text;

/// A count with the whole that it is a part of.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct Share {
    /// How many.
    pub number: usize,
    /// Of how many.
    pub of: usize,
    /// Of a hundred, rounded down; `null` of nothing.
    pub percent: Option<usize>,
    /// `12 of 14 (85 %)`
    pub text: String,
}

impl Share {
    pub(crate) fn new(number: usize, of: usize) -> Self {
        let percent = (number * 100).checked_div(of);
        let text = match percent {
            Some(percent) => format!("{number} of {of} ({percent} %)"),
            None => format!("{number} of {of}"),
        };
        Self { number, of, percent, text }
    }
}

/// What one part of the framework comes to.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct CoverageLine {
    /// The part's id; empty for the whole.
    pub id: String,
    /// Its title.
    pub title: String,
    /// Requirements in scope.
    pub requirements: usize,
    /// Those with a control in force.
    pub covered: Share,
    /// Controls in force behind them.
    pub controls: usize,
    /// Occurrences that fell due in the window.
    pub expected: usize,
    /// Those with something on file.
    pub on_file: Share,
    /// Those on file and on time.
    pub on_time: Share,
    /// How many there are of each status: `21 operated, 1 missing`.
    pub by_status: String,
}

/// A requirement.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct RequirementView {
    /// `CC6.1`
    pub id: String,
    /// Its title, in our own words.
    pub title: String,
    /// Whom it addresses, where that is not whom most of the framework addresses.
    pub addressee: String,
    /// The controls in force that claim it.
    pub controls: Vec<ControlMark>,
    /// Controls that claim it and are not in force.
    pub not_in_force: Vec<ControlMark>,
    /// The policies that claim it, by id.
    pub policies: Vec<String>,
}

/// A control as one requirement sees it.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct ControlMark {
    /// `AC-02`
    pub id: String,
    /// Its title.
    pub title: String,
    /// Its page in the packet; empty when it has none.
    pub page: String,
    /// Its owner.
    pub owner: String,
    /// Its cadence.
    pub cadence: String,
    /// `manual`, `automated` or `it-dependent`.
    pub nature: String,
    /// `preventive`, `detective` or `corrective`.
    pub purpose: String,
    /// `draft`, `active` or `retired`.
    pub status: &'static str,
    /// How to test it, step by step.
    pub test: Vec<String>,
    /// Occurrences that fell due in the window.
    pub expected: usize,
    /// With something on file.
    pub on_file: Share,
    /// On file and on time.
    pub on_time: Share,
    /// How many there are of each status.
    pub by_status: String,
    /// The period and status of the newest thing on file: `2026-Q2, operated`.
    pub latest: String,
}

/// Requirements of one group.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct RequirementGroupView {
    /// `CC6`
    pub id: String,
    /// Its title.
    pub title: String,
    /// The requirements, in the framework's order.
    pub requirements: Vec<RequirementView>,
}

/// Requirements in scope against controls and evidence.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct CoverageView {
    /// All of it, without requirements on the description itself.
    pub total: CoverageLine,
    /// By category.
    pub categories: Vec<CoverageLine>,
    /// By group.
    pub groups: Vec<CoverageLine>,
    /// The requirements, group by group.
    pub requirements: Vec<RequirementGroupView>,
    /// Requirements without a control in force.
    pub without_control: Vec<RequirementView>,
    /// The occurrences of all controls that answer to the framework, each once.
    pub occurrences: CoverageLine,
}

pub(super) fn coverage(desk: &Desk<'_>) -> CoverageView {
    let material = desk.material;
    let kind = material.audit.kind.map(|kind| kind.value);
    let mut coverage = Coverage::of(desk.framework, desk.scope, kind, material.register, material.assessment);
    // Criteria for the description are answered by the description, not by controls.
    coverage.requirements.retain(|covered| !covered.requirement.is_in("description"));
    let assessment = material.assessment;
    let counts = assessment.counts();
    let groups = coverage.by_group(assessment);
    CoverageView {
        total: line("", desk.framework.title(), &coverage.total(assessment)),
        categories: coverage
            .by_category(assessment)
            .iter()
            .map(|(category, tally)| {
                line(&category.id, &category.title.as_ref().unwrap_or(&category.id).value, tally)
            })
            .collect(),
        requirements: grouped(desk, &coverage, &groups),
        groups: groups
            .iter()
            .map(|(group, tally)| line(&group.id, &text(group.title.as_ref()), tally))
            .collect(),
        without_control: coverage.gaps().map(|covered| requirement(desk, covered)).collect(),
        occurrences: line(
            "",
            "All controls",
            &Tally { requirements: 0, covered: 0, controls: assessment.controls.len(), counts },
        ),
    }
}

/// Whom a requirement addresses, in words; empty when it is whom most of the framework addresses.
pub(crate) fn addressee(desk: &Desk<'_>, requirement: &Requirement) -> String {
    desk.framework.other_addressee(requirement).unwrap_or_default()
}

/// The requirements group by group; those in no group of the catalog come last.
fn grouped(
    desk: &Desk<'_>,
    coverage: &Coverage<'_>,
    groups: &[(&RequirementGroup, Tally)],
) -> Vec<RequirementGroupView> {
    let view = |id: &str, title: String, belongs: &dyn Fn(&str) -> bool| RequirementGroupView {
        id: id.to_owned(),
        title,
        requirements: coverage
            .requirements
            .iter()
            .filter(|covered| belongs(covered.requirement.group.as_ref().map_or("", |id| &id.value)))
            .map(|covered| requirement(desk, covered))
            .collect(),
    };
    let is_known = |id: &str| groups.iter().any(|(group, _)| *group.id.value == *id);
    let mut views: Vec<RequirementGroupView> = groups
        .iter()
        .map(|(group, _)| view(&group.id, text(group.title.as_ref()), &|id| *group.id.value == *id))
        .collect();
    views.push(view("", "In no group of the catalog".to_owned(), &|id| !is_known(id)));
    views.retain(|group| !group.requirements.is_empty());
    views
}

pub(crate) fn line(id: &str, title: &str, tally: &Tally) -> CoverageLine {
    CoverageLine {
        id: id.to_owned(),
        title: title.to_owned(),
        requirements: tally.requirements,
        covered: Share::new(tally.covered, tally.requirements),
        controls: tally.controls,
        expected: tally.counts.expected,
        on_file: Share::new(tally.counts.on_file, tally.counts.expected),
        on_time: Share::new(tally.counts.on_time, tally.counts.expected),
        by_status: by_status(&tally.counts),
    }
}

/// `21 operated, 1 missing`
pub(crate) fn by_status(counts: &Counts) -> String {
    let words: Vec<String> =
        counts.by_status.iter().map(|(status, number)| format!("{number} {}", status.word())).collect();
    words.join(", ")
}

fn requirement(desk: &Desk<'_>, covered: &Covered<'_>) -> RequirementView {
    let marks = |active: bool| {
        let claimants =
            covered.controls.iter().filter(|one| (one.control.status == Status::Active) == active);
        claimants.map(|claimant| mark(desk, claimant)).collect()
    };
    RequirementView {
        id: covered.requirement.id.value.clone(),
        title: text(covered.requirement.title.as_ref()),
        addressee: addressee(desk, covered.requirement),
        controls: marks(true),
        not_in_force: marks(false),
        policies: covered.policies.iter().map(|policy| policy.id.value.clone()).collect(),
    }
}

fn mark(desk: &Desk<'_>, claimant: &crate::assess::Claimant<'_>) -> ControlMark {
    let control = claimant.control;
    let latest = claimant.latest.as_ref();
    ControlMark {
        id: control.id.value.clone(),
        title: text(control.title.as_ref()),
        page: super::controls::page_of(desk, &control.id).unwrap_or_default(),
        owner: desk.sources.named(control.owner.as_ref()),
        cadence: control.cadence.value.to_string(),
        nature: text(control.nature.as_ref()),
        purpose: text(control.purpose.as_ref()),
        status: control.status.word(),
        test: control.test.iter().map(|step| step.value.clone()).collect(),
        expected: claimant.counts.expected,
        on_file: Share::new(claimant.counts.on_file, claimant.counts.expected),
        on_time: Share::new(claimant.counts.on_time, claimant.counts.expected),
        by_status: by_status(&claimant.counts),
        latest: latest
            .map(|latest| format!("{}, {}", latest.period, latest.status.word()))
            .unwrap_or_default(),
    }
}
