//! What controls that were made for one framework may already do for another.
//!
//! In: the register, the framework that is asked about and those that lead to it. Out: each of its
//! requirements that no control in force claims, with the crosswalk rows that lead there from what
//! controls in force do claim, and those controls. A lead is a place to look, and never an answer.

use std::collections::{BTreeMap, BTreeSet};

use crate::assess::{Answered, Assessment, Counts, Crossing, Side, Suggestion};
use crate::calendar::Window;
use crate::model::{Control, Lone, Register, Requirement};

/// A row that leads to a requirement, and the controls that stand at its other end.
#[derive(Debug, Clone)]
pub struct Lead<'a> {
    /// The framework that it comes from.
    pub from: &'a str,
    /// The row, read from that framework: `here` is its requirement, `there` the one asked about.
    pub row: Suggestion<'a>,
    /// The controls in force that claim `here`, by id; never empty.
    pub controls: Vec<&'a Control>,
}

/// A requirement that no control in force claims.
#[derive(Debug, Clone)]
pub struct Reached<'a> {
    /// The requirement.
    pub requirement: &'a Requirement,
    /// What leads to it, the strongest first.
    pub leads: Vec<Lead<'a>>,
    /// Why nothing can: that it has no counterpart, by framework.
    pub lone: Vec<(&'a str, &'a Lone)>,
}

impl<'a> Reached<'a> {
    /// The controls at the other ends, each once, those of the strongest row first.
    pub fn controls(&self) -> Vec<&'a Control> {
        let mut seen = BTreeSet::new();
        let all = self.leads.iter().flat_map(|lead| lead.controls.iter().copied());
        all.filter(|control| seen.insert(control.id.value.as_str())).collect()
    }

    /// The rows by which one control comes here, the strongest first.
    pub fn by(&self, control: &str) -> impl Iterator<Item = &Lead<'a>> {
        self.leads.iter().filter(move |lead| lead.controls.iter().any(|one| *one.id == *control))
    }
}

/// Every requirement of a framework that asks something of the company and that no control in force
/// claims, in its order.
pub fn reached<'a>(register: &'a Register, subject: Side<'a>, others: &[Side<'a>]) -> Vec<Reached<'a>> {
    let claimed = register.claimed(subject.id());
    let asked = subject.requirements().filter(|one| one.normative);
    let open = asked.filter(|one| !claimed.contains(one.id.as_str()));
    let mut all: Vec<Reached<'a>> =
        open.map(|requirement| Reached { requirement, leads: Vec::new(), lone: Vec::new() }).collect();
    for other in others.iter().filter(|other| other.id() != subject.id()) {
        let crossing = Crossing::between(register, *other, subject);
        let claimants: BTreeMap<&str, Vec<&Control>> = crossing
            .requirements
            .iter()
            .filter(|crossed| !crossed.controls.is_empty())
            .map(|crossed| {
                let controls = crossed.controls.iter().map(|(control, _)| *control).collect();
                (crossed.requirement.id.as_str(), controls)
            })
            .collect();
        for one in &mut all {
            let id = one.requirement.id.as_str();
            let rows = crossing.rows.iter().filter(|row| row.there == id);
            one.leads.extend(rows.filter_map(|row| {
                let controls = claimants.get(row.here)?.clone();
                Some(Lead { from: other.id(), row: *row, controls })
            }));
            let lone = crossing.lone_there.iter().filter(|lone| *lone.id == *id);
            one.lone.extend(lone.map(|lone| (other.id(), *lone)));
        }
    }
    for one in &mut all {
        one.leads.sort_by_key(|lead| (std::cmp::Reverse(lead.row.strength), lead.from, lead.row.here));
    }
    all
}

/// What a framework would already have through others, with the evidence behind it.
#[derive(Debug, Clone)]
pub struct Using<'a> {
    /// The frameworks that lead to it, by id.
    pub frameworks: Vec<&'a str>,
    /// Those of them that no crosswalk connects with it: nothing can be suggested through them.
    pub unconnected: Vec<&'a str>,
    /// The days over which evidence is counted.
    pub window: Window,
    /// How many requirements were looked at.
    pub of: usize,
    /// Those that no control in force claims.
    pub reached: Vec<Reached<'a>>,
    /// What is on file of each control that stands behind a lead.
    pub evidence: BTreeMap<&'a str, Counts>,
}

impl<'a> Using<'a> {
    /// Puts leads and evidence together. `frameworks` come with whether a crosswalk connects them; `of` counts the requirements that were looked at, claimed or
    /// not; the assessment's window is that of the evidence.
    pub fn new(
        frameworks: Vec<(&'a str, bool)>,
        of: usize,
        reached: Vec<Reached<'a>>,
        assessment: &Assessment,
    ) -> Self {
        let controls: BTreeSet<&str> =
            reached.iter().flat_map(Reached::controls).map(|control| control.id.value.as_str()).collect();
        let counted = |id: &str| {
            assessment.control(id).map_or_else(Counts::default, |one| Counts::of(&one.occurrences))
        };
        let evidence = controls.into_iter().map(|id| (id, counted(id))).collect();
        let unconnected = frameworks.iter().filter(|(_, connected)| !connected).map(|(id, _)| *id).collect();
        let frameworks = frameworks.into_iter().map(|(id, _)| id).collect();
        Self { frameworks, unconnected, window: assessment.window, of, reached, evidence }
    }

    /// Requirements that something leads to.
    pub fn led(&self) -> impl Iterator<Item = &Reached<'a>> {
        self.reached.iter().filter(|one| !one.leads.is_empty())
    }

    /// Requirements that nothing leads to.
    pub fn left(&self) -> impl Iterator<Item = &Reached<'a>> {
        self.reached.iter().filter(|one| one.leads.is_empty())
    }

    /// What all controls behind a lead have on file together: expected, on file, on time.
    pub fn totals(&self) -> (usize, usize, usize) {
        let sum = |count: fn(&Counts) -> usize| self.evidence.values().map(count).sum();
        (sum(|counts| counts.expected), sum(|counts| counts.on_file), sum(|counts| counts.on_time))
    }
}

/// What each control in force answers of a framework: what it claims, and what leads there from it.
pub fn answered(
    register: &Register,
    subject: Side<'_>,
    reached: &[Reached<'_>],
) -> BTreeMap<String, Answered> {
    let mut all: BTreeMap<String, Answered> = BTreeMap::new();
    for control in register.controls.by_id().filter(|control| control.is_active()) {
        let claimed = control.satisfies.of(subject.id()).map(|id| id.value.clone());
        let claimed: BTreeSet<String> = claimed.filter(|id| subject.has(id)).collect();
        all.insert(control.id.value.clone(), Answered { claimed, suggested: BTreeSet::new() });
    }
    for one in reached {
        for control in one.controls() {
            if let Some(answered) = all.get_mut(control.id.as_str()) {
                answered.suggested.insert(one.requirement.id.value.clone());
            }
        }
    }
    all
}
