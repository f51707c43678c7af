//! Two frameworks side by side: what controls claim of both, what a crosswalk only suggests, and what
//! has no counterpart.
//!
//! A requirement of one framework and one of the other are *shared* when a control in force claims
//! both. A crosswalk row between them without such a control only suggests, and is never counted as
//! satisfied, whatever its relationship.

use std::collections::{BTreeMap, BTreeSet};

use crate::model::{Control, Crosswalk, Framework, Lone, Mapping, Mechanic, Register, Requirement, Scope};

/// A framework and what of it is looked at.
#[derive(Debug, Clone, Copy)]
pub struct Side<'a> {
    /// The framework.
    pub framework: &'a Framework,
    /// What the programme has in scope; `None` for a framework that is not in scope, which is looked at whole.
    pub scope: Option<&'a Scope>,
}

impl<'a> Side<'a> {
    /// A framework that the register has, with its scope.
    pub fn of(register: &'a Register, id: &str) -> Option<Self> {
        let scope = register.program.as_ref().and_then(|program| program.scope(id));
        Some(Self { framework: register.frameworks.get(id)?, scope })
    }

    /// Its id.
    pub fn id(self) -> &'a str {
        &self.framework.id
    }

    /// The requirements that ask for something themselves.
    pub fn requirements(self) -> impl Iterator<Item = &'a Requirement> {
        self.framework.requirements.iter().filter(move |requirement| self.holds(requirement))
    }

    /// True for the id of one of them.
    pub fn has(self, id: &str) -> bool {
        self.framework.requirement(id).is_some_and(|requirement| self.holds(requirement))
    }

    /// The title of a requirement; empty when it has none.
    pub fn title(self, id: &str) -> &'a str {
        let requirement = self.framework.requirement(id);
        requirement.and_then(|known| known.title.as_ref()).map_or("", |title| &title.value)
    }

    fn holds(self, requirement: &Requirement) -> bool {
        let scoped = self.scope.is_none_or(|scope| self.framework.in_scope(requirement, scope));
        !requirement.heading && scoped
    }

    /// What a control claims of it, each once, by id.
    fn claimed(self, control: &'a Control) -> BTreeSet<&'a str> {
        let claimed = control.satisfies.of(self.id()).map(|id| id.value.as_str());
        claimed.filter(|id| self.has(id)).collect()
    }
}

/// A crosswalk, and in which direction it is read.
#[derive(Debug, Clone, Copy)]
pub struct Walk<'a> {
    /// The crosswalk.
    pub crosswalk: &'a Crosswalk,
    /// True when the side that is asked about is the crosswalk's source.
    pub forward: bool,
}

impl<'a> Walk<'a> {
    /// The crosswalk between two frameworks, whichever way it is stored.
    fn find(register: &'a Register, here: &str, there: &str) -> Option<Self> {
        let found = |forward: bool| {
            let (source, target) = if forward { (here, there) } else { (there, here) };
            register.crosswalk(source, target).map(|crosswalk| Self { crosswalk, forward })
        };
        found(true).or_else(|| found(false))
    }

    fn ends(self, row: &'a Mapping) -> (&'a str, &'a str) {
        if self.forward { (&row.source, &row.target) } else { (&row.target, &row.source) }
    }

    /// The relationship as read from the side that is asked about.
    fn relationship(self, row: &'a Mapping) -> &'a str {
        match row.relationship.as_ref().map_or("", |word| word.as_str()) {
            "subset-of" if !self.forward => "superset-of",
            "superset-of" if !self.forward => "subset-of",
            word => word,
        }
    }

    fn lone(self, here: bool) -> &'a [Lone] {
        if here == self.forward { &self.crosswalk.lone_source } else { &self.crosswalk.lone_target }
    }

    fn difference(self, mechanic: &'a Mechanic) -> Difference<'a> {
        let said = |text: &'a Option<crate::model::Text>| text.as_ref().map_or("", |text| &text.value);
        let (source, target) = (said(&mechanic.source), said(&mechanic.target));
        let (here, there) = if self.forward { (source, target) } else { (target, source) };
        Difference { topic: &mechanic.topic, here, there, stricter: said(&mechanic.stricter) }
    }
}

/// A row of a crosswalk, as read from the side that is asked about.
#[derive(Debug, Clone, Copy)]
pub struct Suggestion<'a> {
    /// A requirement of this side.
    pub here: &'a str,
    /// A requirement of the other one.
    pub there: &'a str,
    /// How the first relates to the second: `equal`, `subset-of`, `superset-of` or `intersects-with`.
    pub relationship: &'a str,
    /// From 0 to 10; `None` where nobody has said.
    pub strength: Option<u64>,
    /// What the row rests on; empty where it does not say.
    pub basis: &'a str,
    /// A remark; empty where there is none.
    pub note: &'a str,
    /// True when a control in force claims both ends: then it is a claim, and not only a suggestion.
    pub claimed: bool,
}

/// How two audits differ in one respect.
#[derive(Debug, Clone, Copy)]
pub struct Difference<'a> {
    /// The respect, as an id: `scope-choice`.
    pub topic: &'a str,
    /// In this side's audit.
    pub here: &'a str,
    /// In the other one.
    pub there: &'a str,
    /// Which is stricter; empty where it does not say.
    pub stricter: &'a str,
}

/// How a requirement relates to the other framework.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub enum Bond {
    /// A control in force claims it and something of the other side.
    Shared,
    /// No control does; a crosswalk row names something.
    Suggested,
    /// No control and no row, and the crosswalk says that there is no counterpart.
    NoCounterpart,
    /// No control and no row.
    Nothing,
}

impl Bond {
    /// Every bond, in the order in which they are counted.
    pub const ALL: [Self; 4] = [Self::Shared, Self::Suggested, Self::NoCounterpart, Self::Nothing];

    /// The word for people and programs.
    pub fn word(self) -> &'static str {
        match self {
            Self::Shared => "shared",
            Self::Suggested => "suggested only",
            Self::NoCounterpart => "no counterpart",
            Self::Nothing => "nothing",
        }
    }
}

/// A requirement of this side and what leads from it to the other.
#[derive(Debug, Clone)]
pub struct Crossed<'a> {
    /// The requirement.
    pub requirement: &'a Requirement,
    /// The controls in force that claim it, by id, each with what it claims of the other side.
    pub controls: Vec<(&'a Control, BTreeSet<&'a str>)>,
    /// The crosswalk's rows from it, in the order of the file.
    pub rows: Vec<Suggestion<'a>>,
    /// What comes of both.
    pub bond: Bond,
}

impl<'a> Crossed<'a> {
    /// The rows that no control makes a claim of.
    pub fn suggested(&self) -> impl Iterator<Item = &Suggestion<'a>> {
        self.rows.iter().filter(|row| !row.claimed)
    }
}

/// Everything that there is to say about two frameworks, read from the first to the second.
#[derive(Debug, Clone)]
pub struct Crossing<'a> {
    /// The framework that is asked about.
    pub here: Side<'a>,
    /// The other one.
    pub there: Side<'a>,
    /// The crosswalk between them; `None` when there is none, and only claims can be told.
    pub walk: Option<Walk<'a>>,
    /// Its rows between requirements that are looked at, in the order of the file.
    pub rows: Vec<Suggestion<'a>>,
    /// Each requirement of the framework that is asked about, in its order.
    pub requirements: Vec<Crossed<'a>>,
    /// Those of the other side that a shared control claims.
    pub shared_there: BTreeSet<&'a str>,
    /// Requirements of this side that no control in force claims.
    pub open_here: Vec<&'a Requirement>,
    /// Requirements of the other side that no control in force claims, each with the rows that lead to it
    /// from what controls in force do claim of this side.
    pub open_there: Vec<(&'a Requirement, Vec<Suggestion<'a>>)>,
    /// Requirements of this side without a counterpart.
    pub lone_here: Vec<&'a Lone>,
    /// Requirements of the other side without one.
    pub lone_there: Vec<&'a Lone>,
    /// How the two audits differ.
    pub mechanics: Vec<Difference<'a>>,
}

impl<'a> Crossing<'a> {
    /// Puts two frameworks side by side.
    pub fn between(register: &'a Register, here: Side<'a>, there: Side<'a>) -> Self {
        let walk = Walk::find(register, here.id(), there.id());
        let active = || register.controls.by_id().filter(|control| control.is_active());
        let mut links: BTreeSet<(&str, &str)> = BTreeSet::new();
        let mut claimants: BTreeMap<&str, Vec<(&Control, BTreeSet<&str>)>> = BTreeMap::new();
        let mut met_there: BTreeSet<&str> = BTreeSet::new();
        for control in active() {
            let claimed = there.claimed(control);
            met_there.extend(&claimed);
            for id in here.claimed(control) {
                links.extend(claimed.iter().map(|there| (id, *there)));
                claimants.entry(id).or_default().push((control, claimed.clone()));
            }
        }
        let rows = suggestions(walk, here, there, &links);
        let mut by_requirement: BTreeMap<&str, Vec<Suggestion<'_>>> = BTreeMap::new();
        for row in &rows {
            by_requirement.entry(row.here).or_default().push(*row);
        }
        let lone = |of_here: bool, side: Side<'a>| -> Vec<&'a Lone> {
            let all = walk.map_or(&[][..], |walk| walk.lone(of_here));
            all.iter().filter(|lone| side.has(&lone.id)).collect()
        };
        let lone_here = lone(true, here);
        let requirements: Vec<_> = here
            .requirements()
            .map(|requirement| {
                let controls = claimants.get(requirement.id.as_str()).cloned().unwrap_or_default();
                let rows = by_requirement.remove(requirement.id.as_str()).unwrap_or_default();
                let alone = lone_here.iter().any(|lone| *lone.id == *requirement.id);
                let bond = bond(&controls, &rows, alone);
                Crossed { requirement, controls, rows, bond }
            })
            .collect();
        let unclaimed = requirements.iter().filter(|crossed| crossed.controls.is_empty());
        let unmet = there.requirements().filter(|one| !met_there.contains(one.id.as_str()));
        let leads = |id: &str| {
            let from = rows.iter().filter(|row| row.there == id && claimants.contains_key(row.here));
            from.copied().collect()
        };
        let mechanics = walk.map_or(&[][..], |walk| &walk.crosswalk.mechanics);
        Self {
            here,
            there,
            walk,
            shared_there: links.iter().map(|(_, there)| *there).collect(),
            open_here: unclaimed.map(|crossed| crossed.requirement).collect(),
            open_there: unmet.map(|one| (one, leads(&one.id))).collect(),
            lone_there: lone(false, there),
            lone_here,
            mechanics: mechanics
                .iter()
                .filter_map(|mechanic| walk.map(|walk| walk.difference(mechanic)))
                .collect(),
            rows,
            requirements,
        }
    }

    /// How many requirements of this side have a bond.
    pub fn number(&self, bond: Bond) -> usize {
        self.requirements.iter().filter(|crossed| crossed.bond == bond).count()
    }

    /// Rows that lead to something out of scope, or to what a framework does not have.
    pub fn rows_beside(&self) -> usize {
        let all = self.walk.map_or(0, |walk| walk.crosswalk.mappings.len());
        all.saturating_sub(self.rows.len())
    }
}

fn bond(controls: &[(&Control, BTreeSet<&str>)], rows: &[Suggestion<'_>], alone: bool) -> Bond {
    let shared = controls.iter().any(|(_, claimed)| !claimed.is_empty());
    match (shared, rows.is_empty()) {
        (true, _) => Bond::Shared,
        (false, false) => Bond::Suggested,
        (false, true) if alone => Bond::NoCounterpart,
        (false, true) => Bond::Nothing,
    }
}

fn suggestions<'a>(
    walk: Option<Walk<'a>>,
    here: Side<'a>,
    there: Side<'a>,
    links: &BTreeSet<(&str, &str)>,
) -> Vec<Suggestion<'a>> {
    let Some(walk) = walk else { return Vec::new() };
    let word = |text: &'a Option<crate::model::Text>| text.as_ref().map_or("", |text| &text.value);
    let rows = walk.crosswalk.mappings.iter().map(|row| {
        let (one, other) = walk.ends(row);
        Suggestion {
            here: one,
            there: other,
            relationship: walk.relationship(row),
            strength: row.strength,
            basis: word(&row.basis),
            note: word(&row.note),
            claimed: links.contains(&(one, other)),
        }
    });
    rows.filter(|row| here.has(row.here) && there.has(row.there)).collect()
}
