//! The requirements of a framework in its own parts: what each asks, the measures, the newest evidence.

use std::collections::BTreeSet;

use serde::Serialize;

use crate::assess::{Claimant, Coverage, Covered, Occurrence};
use crate::model::{Category, Control, Framework, Requirement, RequirementGroup, Status};
use crate::packet::Context;
use crate::packet::context::{CoverageLine, Desk, addressee, coverage_line, page_of};
use crate::packet::sources::{FileRef, text};

/// A part of the framework.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct Part {
    /// What it comes to, with the parts that it takes in.
    pub line: CoverageLine,
    /// What it takes in beside its own requirements; empty when nothing.
    pub takes_in: Vec<String>,
    /// What it comes to, group by group; empty when it is one group.
    pub lines: Vec<CoverageLine>,
    /// Its own requirements, in the framework's order.
    pub requirements: Vec<Asked>,
}

/// A requirement with what is done for it.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct Asked {
    /// `Art.32(1)(b)`
    pub id: String,
    /// Its title.
    pub title: String,
    /// Whom it addresses, where the framework tells them apart.
    pub addressee: String,
    /// Requirements in scope that spell it out: `IR.11.1`.
    pub spelled_out: Vec<String>,
    /// The controls in force that claim it.
    pub measures: Vec<MeasureView>,
    /// Controls that claim it and are not in force: `AC-09 (draft)`.
    pub not_in_force: Vec<String>,
    /// Documents that claim it: `Access control policy 2.1`.
    pub documents: Vec<String>,
}

/// A control in force, as a measure.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct MeasureView {
    /// Its id.
    pub id: String,
    /// Its title.
    pub title: String,
    /// Its page in the packet.
    pub page: String,
    /// What is done.
    pub statement: String,
    /// Its owner.
    pub owner: String,
    /// How often.
    pub cadence: String,
    /// The newest thing on file: `2026-Q2, operated, 2026-07-09`; empty when there is none.
    pub latest: String,
    /// Its record; `null` when there is none.
    pub file: Option<FileRef>,
    /// The risks that it mitigates: `R-02 Former employee keeps access (medium with it)`.
    pub risks: Vec<String>,
}

/// An entry of the catalog that asks nothing of the company.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct NotAsked {
    /// Its id.
    pub id: String,
    /// Its title.
    pub title: String,
    /// Whom it addresses.
    pub addressee: String,
}

/// One way to part a framework.
enum Whole<'a> {
    /// Categories that take others in.
    Categories(Vec<&'a Category>),
    /// Topmost groups, the others below them.
    Roots(Vec<&'a RequirementGroup>),
    /// Groups.
    Groups(Vec<&'a RequirementGroup>),
}

impl<'a> Whole<'a> {
    fn of(framework: &'a Framework) -> Self {
        let groups = &framework.groups;
        if framework.categories.iter().any(|category| !category.includes.is_empty()) {
            Self::Categories(framework.categories.iter().collect())
        } else if groups.iter().any(|group| group.parent.is_some()) {
            Self::Roots(groups.iter().filter(|group| *root(framework, group) == *group.id.value).collect())
        } else {
            Self::Groups(groups.iter().collect())
        }
    }
}

/// The topmost group above a group; the group itself where its parents form a circle.
fn root<'f>(framework: &'f Framework, group: &'f RequirementGroup) -> &'f str {
    let mut seen = BTreeSet::new();
    let mut at = group;
    while let Some(parent) = &at.parent {
        let above = framework.groups.iter().find(|one| *one.id == **parent);
        let Some(above) = above.filter(|_| seen.insert(at.id.value.as_str())) else { return &at.id };
        at = above;
    }
    &at.id
}

/// What the parts are made of.
struct Maker<'d, 'a> {
    desk: &'d Desk<'a>,
    context: &'d Context,
    coverage: Coverage<'a>,
}

/// The requirements in scope, part by part.
pub(super) fn parts(desk: &Desk<'_>, context: &Context) -> Vec<Part> {
    let coverage = covered(desk);
    let maker = Maker { desk, context, coverage };
    let framework = desk.framework;
    let mut parts: Vec<Part> = match Whole::of(framework) {
        Whole::Categories(categories) => {
            let in_scope = categories.into_iter().filter(|one| framework.takes_in(&one.id, desk.scope));
            in_scope.map(|category| maker.category(category)).collect()
        }
        Whole::Roots(roots) => roots.into_iter().map(|group| maker.root(group)).collect(),
        Whole::Groups(groups) => {
            let one = |group: &RequirementGroup| {
                let belongs = |one: &Requirement| is(one.group.as_deref(), &group.id);
                maker.part(&group.id, &title(group), &belongs, &belongs, Vec::new())
            };
            groups.into_iter().map(one).collect()
        }
    };
    let listed: BTreeSet<String> =
        parts.iter().flat_map(|part| &part.requirements).map(|one| one.id.clone()).collect();
    let rest = |one: &Requirement| !listed.contains(&one.id.value);
    parts.push(maker.part("", "In no group of the catalog", &rest, &rest, Vec::new()));
    parts.retain(|part| part.line.requirements > 0);
    parts
}

/// Entries in scope that ask nothing of the company and that nothing claims.
pub(super) fn not_asked(desk: &Desk<'_>) -> Vec<NotAsked> {
    let view = |requirement: &Requirement| NotAsked {
        id: requirement.id.value.clone(),
        title: text(requirement.title.as_ref()),
        addressee: addressee(desk, requirement),
    };
    covered(desk).not_asked.into_iter().map(view).collect()
}

fn covered<'a>(desk: &Desk<'a>) -> Coverage<'a> {
    let material = desk.material;
    let kind = material.audit.kind.map(|kind| kind.value);
    let mut coverage = Coverage::of(desk.framework, desk.scope, kind, material.register, material.assessment);
    // Criteria for the description (SOC 2) are answered by the description, not by controls.
    coverage.requirements.retain(|covered| !covered.requirement.is_in("description"));
    coverage
}

impl Maker<'_, '_> {
    fn category(&self, category: &Category) -> Part {
        let framework = self.desk.framework;
        let own = |one: &Requirement| one.is_in(&category.id);
        let all = |one: &Requirement| one.categories.iter().any(|id| framework.reaches(&category.id, id));
        let mut part = self.part(
            &category.id,
            &category.title.as_ref().unwrap_or(&category.id).value,
            &all,
            &own,
            Vec::new(),
        );
        let others = framework.categories.iter().filter(|other| {
            *other.id.value != *category.id.value && framework.reaches(&category.id, &other.id)
        });
        part.takes_in = others.map(|other| other.title.as_ref().unwrap_or(&other.id).value.clone()).collect();
        part.lines = self.lines(&all, |_| true);
        part
    }

    fn root(&self, group: &RequirementGroup) -> Part {
        let framework = self.desk.framework;
        let below = |id: &str| {
            let known = framework.groups.iter().find(|one| *one.id.value == *id);
            known.is_some_and(|one| *root(framework, one) == *group.id.value)
        };
        let belongs = |one: &Requirement| one.group.as_ref().is_some_and(|id| below(id));
        let lines = self.lines(&belongs, |one| below(&one.id));
        self.part(&group.id, &title(group), &belongs, &belongs, lines)
    }

    /// A line for each group that has some of the requirements.
    fn lines(
        &self,
        of: &dyn Fn(&Requirement) -> bool,
        wanted: impl Fn(&RequirementGroup) -> bool,
    ) -> Vec<CoverageLine> {
        let line = |group: &RequirementGroup| {
            let tally = self
                .coverage
                .part(self.desk.material.assessment, |one| is(one.group.as_deref(), &group.id) && of(one));
            coverage_line(&group.id, &title(group), &tally)
        };
        let groups = self.desk.framework.groups.iter().filter(|group| wanted(group));
        groups.map(line).filter(|line| line.requirements > 0).collect()
    }

    fn part(
        &self,
        id: &str,
        title: &str,
        all: &dyn Fn(&Requirement) -> bool,
        own: &dyn Fn(&Requirement) -> bool,
        lines: Vec<CoverageLine>,
    ) -> Part {
        let tally = self.coverage.part(self.desk.material.assessment, all);
        let requirements = self.coverage.requirements.iter().filter(|covered| own(covered.requirement));
        Part {
            line: coverage_line(id, title, &tally),
            takes_in: Vec::new(),
            lines,
            requirements: requirements.map(|covered| self.asked(covered)).collect(),
        }
    }

    fn asked(&self, covered: &Covered<'_>) -> Asked {
        let requirement = covered.requirement;
        let spelling =
            self.coverage.requirements.iter().filter(|other| {
                other.requirement.implements.iter().any(|id| *id.value == *requirement.id.value)
            });
        let idle = covered.controls.iter().filter(|one| one.control.status != Status::Active);
        let document = |policy: &&crate::model::Policy| {
            let title = policy.title.as_ref().unwrap_or(&policy.id).value.as_str();
            format!("{title} {}", text(policy.version.as_ref())).trim_end().to_owned()
        };
        Asked {
            id: requirement.id.value.clone(),
            title: text(requirement.title.as_ref()),
            addressee: addressee(self.desk, requirement),
            spelled_out: spelling.map(|other| other.requirement.id.value.clone()).collect(),
            measures: covered.active().map(|claimant| self.measure(claimant)).collect(),
            not_in_force: idle
                .map(|one| format!("{} ({})", one.control.id.value, one.control.status.word()))
                .collect(),
            documents: covered.policies.iter().map(document).collect(),
        }
    }

    fn measure(&self, claimant: &Claimant<'_>) -> MeasureView {
        let desk = self.desk;
        let control = claimant.control;
        let assessed = desk.recent.control(&control.id);
        let latest =
            assessed.and_then(|one| one.occurrences.iter().rev().find(|one| one.status.is_on_file()));
        MeasureView {
            id: control.id.value.clone(),
            title: text(control.title.as_ref()),
            page: page_of(desk, &control.id).unwrap_or_default(),
            statement: text(control.statement.as_ref()),
            owner: desk.sources.responsible(control.owner.as_ref()),
            cadence: control.cadence.value.to_string(),
            latest: latest.map(words).unwrap_or_default(),
            file: latest.and_then(|one| one.path.as_ref()).map(|path| desk.sources.file(path)),
            risks: self.risks(control),
        }
    }

    /// The risks that a control names, and those that name it.
    fn risks(&self, control: &Control) -> Vec<String> {
        let named = |id: &str| {
            control.mitigates.iter().any(|one| **one == *id)
                || self
                    .desk
                    .material
                    .register
                    .risks
                    .get(id)
                    .is_some_and(|risk| risk.controls.iter().any(|one| *one.value == *control.id.value))
        };
        let rows = self.context.risk.risks.iter().filter(|risk| named(&risk.id));
        rows.map(|risk| match &risk.residual {
            Some(rating) if !rating.level.is_empty() => {
                format!("{} {} ({})", risk.id, risk.title, rating.level)
            }
            _ => format!("{} {} (not rated)", risk.id, risk.title),
        })
        .collect()
    }
}

/// `2026-Q2, operated, late, 2026-07-09`
fn words(one: &Occurrence) -> String {
    let performed = one.performed.as_ref().and_then(|act| act.on).map(|on| on.to_string());
    let mut words = vec![one.period.name.clone(), one.status.word().to_owned()];
    words.extend(one.flags.iter().map(|flag| flag.word().to_owned()));
    words.extend(performed);
    words.join(", ")
}

fn title(group: &RequirementGroup) -> String {
    text(group.title.as_ref())
}

fn is(have: Option<&String>, id: &str) -> bool {
    have.is_some_and(|have| *have == *id)
}
