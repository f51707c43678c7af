//! One control, evidence once: what two frameworks in scope share, and what they do not.
//!
//! A requirement of one framework and one of the other are *shared* when a control in force claims
//! both. A crosswalk row between them without such a control only suggests, and is never counted as
//! satisfied.

mod view;

use std::collections::{BTreeMap, BTreeSet};

pub use view::{BasisRow, CrosswalkPage, LoneRow, MechanicRow, Pair, RequirementRow, SharedControl, Side};

use crate::assess::{Assessment, Counts};
use crate::model::{Control, Crosswalk, Framework, Lone, Mapping, Mechanic, Register, Requirement, Scope};
use crate::packet::{Context, Page};

/// The page; none for a company with one framework.
pub(crate) fn page(context: &Context) -> Option<Page> {
    let title = "One control, evidence once";
    context.crosswalk.as_ref().map(|_| Page::new("crosswalk.md", title, "shared/crosswalk.md"))
}

/// Puts the facts together; `None` for a company with one framework.
pub(crate) fn between(
    register: &Register,
    framework: &str,
    assessment: &Assessment,
) -> Option<CrosswalkPage> {
    let program = register.program.as_ref()?;
    let here = Known::of(register, program.scope(framework)?)?;
    let others = program.frameworks.iter().filter(|scope| *scope.framework != *framework);
    let mut pairs: Vec<Pair> = others
        .filter_map(|scope| Known::of(register, scope))
        .map(|there| {
            let walk = Walk::find(register, here, there);
            let rows = walk.map(|walk| walk.rows(here, there)).unwrap_or_default();
            Between { register, here, there, assessment, walk, rows }.pair()
        })
        .collect();
    pairs.sort_by(|a, b| a.there.id.cmp(&b.there.id));
    (!pairs.is_empty()).then(|| CrosswalkPage { here: here.side(0), pairs })
}

/// A framework in scope.
#[derive(Clone, Copy)]
struct Known<'a> {
    framework: &'a Framework,
    scope: &'a Scope,
}

impl<'a> Known<'a> {
    fn of(register: &'a Register, scope: &'a Scope) -> Option<Self> {
        Some(Self { framework: register.frameworks.get(&scope.framework.value)?, scope })
    }

    fn id(self) -> &'a str {
        &self.framework.id
    }

    fn requirements(self) -> impl Iterator<Item = &'a Requirement> {
        self.framework.scoped(self.scope)
    }

    fn has(self, id: &str) -> bool {
        let scoped = |requirement: &Requirement| {
            !requirement.heading && self.framework.in_scope(requirement, self.scope)
        };
        self.framework.requirement(id).is_some_and(scoped)
    }

    fn title(self, id: &str) -> String {
        let requirement = self.framework.requirement(id);
        requirement
            .and_then(|known| known.title.as_ref())
            .map(|title| title.value.clone())
            .unwrap_or_default()
    }

    fn side(self, shared: usize) -> Side {
        Side {
            id: self.id().to_owned(),
            name: self.framework.title().to_owned(),
            requirements: self.requirements().count(),
            shared,
        }
    }
}

/// A requirement of the audit's framework, one of the other, and what the crosswalk says of them.
type Row<'a> = (&'a str, &'a str, &'a Mapping);

/// A crosswalk, and in which direction it is read.
#[derive(Clone, Copy)]
struct Walk<'a> {
    crosswalk: &'a Crosswalk,
    /// True when the audit's framework is the crosswalk's source.
    forward: bool,
}

impl<'a> Walk<'a> {
    fn find(register: &'a Register, here: Known<'_>, there: Known<'_>) -> Option<Self> {
        let is =
            |walk: &Crosswalk, source: &str, target: &str| *walk.source == *source && *walk.target == *target;
        let found = |forward: bool| {
            let (source, target) = if forward { (here.id(), there.id()) } else { (there.id(), here.id()) };
            register
                .crosswalks
                .iter()
                .find(|walk| is(walk, source, target))
                .map(|crosswalk| Self { crosswalk, forward })
        };
        found(true).or_else(|| found(false))
    }

    fn ends(self, row: &'a Mapping) -> (&'a str, &'a str) {
        if self.forward { (&row.source, &row.target) } else { (&row.target, &row.source) }
    }

    /// The rows between requirements in scope.
    fn rows(self, here: Known<'_>, there: Known<'_>) -> Vec<Row<'a>> {
        let rows = self.crosswalk.mappings.iter().map(|row| {
            let (one, other) = self.ends(row);
            (one, other, row)
        });
        rows.filter(|(one, other, _)| here.has(one) && there.has(other)).collect()
    }

    /// The relationship as read from the audit's framework.
    fn relationship(self, row: &'a Mapping) -> &'a str {
        match row.relationship.as_ref().map_or("", |word| word.as_str()) {
            "subset-of" if !self.forward => "superset-of",
            "superset-of" if !self.forward => "subset-of",
            word => word,
        }
    }
}

/// Everything that one pair is made from.
struct Between<'a> {
    register: &'a Register,
    here: Known<'a>,
    there: Known<'a>,
    assessment: &'a Assessment,
    walk: Option<Walk<'a>>,
    /// The crosswalk's rows between requirements in scope.
    rows: Vec<Row<'a>>,
}

impl<'a> Between<'a> {
    fn pair(&self) -> Pair {
        let links = self.links();
        let there_shared: BTreeSet<&str> = links.keys().map(|(_, there)| *there).collect();
        let here_shared: BTreeSet<&str> = links.keys().map(|(here, _)| *here).collect();
        let claims =
            |control: &Control, side: Known<'_>| control.satisfies.of(side.id()).any(|id| side.has(id));
        let active = || self.register.controls.by_id().filter(|control| control.is_active());
        let only = |one: Known<'a>, other: Known<'a>| {
            active().filter(|control| claims(control, one) && !claims(control, other)).count()
        };
        let both = active().filter(|control| claims(control, self.here) && claims(control, self.there));
        let lone = |source: bool| self.walk.map_or(&[][..], |walk| walk.lone(source));
        Pair {
            here: self.here.side(here_shared.len()),
            there: self.there.side(there_shared.len()),
            crosswalk: self.walk.map(|walk| place(walk.crosswalk)).unwrap_or_default(),
            rows: self.rows.len(),
            both: both.map(|control| self.shared(control)).collect(),
            here_only: only(self.here, self.there),
            there_only: only(self.there, self.here),
            requirements: self.here.requirements().map(|one| self.row(one, &links)).collect(),
            lone_here: lone(true).iter().filter_map(|one| lone_row(self.here, one)).collect(),
            lone_there: lone(false).iter().filter_map(|one| lone_row(self.there, one)).collect(),
            mechanics: self.mechanics(),
            basis: self.basis(),
        }
    }

    /// Pairs of requirements that a control in force claims both of, with these controls.
    fn links(&self) -> BTreeMap<(&'a str, &'a str), Vec<&'a str>> {
        let mut links: BTreeMap<(&str, &str), Vec<&str>> = BTreeMap::new();
        for control in self.register.controls.by_id().filter(|control| control.is_active()) {
            for here in control.satisfies.of(self.here.id()).filter(|id| self.here.has(id)) {
                for there in control.satisfies.of(self.there.id()).filter(|id| self.there.has(id)) {
                    links.entry((here.as_str(), there.as_str())).or_default().push(control.id.as_str());
                }
            }
        }
        links
    }

    fn shared(&self, control: &Control) -> SharedControl {
        let claimed = |side: Known<'_>| {
            let ids: Vec<&str> = control
                .satisfies
                .of(side.id())
                .filter(|id| side.has(id))
                .map(|id| id.value.as_str())
                .collect();
            ids.join(", ")
        };
        let counts = self
            .assessment
            .control(&control.id)
            .map(|assessed| Counts::of(&assessed.occurrences))
            .unwrap_or_default();
        SharedControl {
            id: control.id.value.clone(),
            title: control.title.as_ref().map(|title| title.value.clone()).unwrap_or_default(),
            here: claimed(self.here),
            there: claimed(self.there),
            path: control.path.to_string(),
            expected: counts.expected,
            on_file: counts.on_file,
        }
    }

    fn row(&self, requirement: &Requirement, links: &BTreeMap<(&str, &str), Vec<&str>>) -> RequirementRow {
        let id = requirement.id.as_str();
        let mut through: BTreeMap<&str, Vec<&str>> = BTreeMap::new();
        for ((_, there), controls) in links.iter().filter(|((here, _), _)| *here == id) {
            for control in controls {
                through.entry(control).or_default().push(there);
            }
        }
        let walk = self.walk;
        let of_this = self.rows.iter().filter(|(here, _, _)| *here == id);
        let (claimed, unclaimed): (Vec<_>, Vec<_>) =
            of_this.partition(|(here, there, _)| links.contains_key(&(*here, *there)));
        let suggested: Vec<String> = unclaimed
            .into_iter()
            .filter_map(|(_, there, row)| {
                let strength = row.strength.map(|strength| format!(", {strength}")).unwrap_or_default();
                Some(format!("{there} ({}{strength})", walk?.relationship(row)))
            })
            .collect();
        let lone = walk.is_some_and(|walk| walk.lone(true).iter().any(|lone| *lone.id == *requirement.id));
        RequirementRow {
            id: id.to_owned(),
            title: self.here.title(id),
            standing: match (through.is_empty(), suggested.is_empty()) {
                (false, _) => "shared",
                (true, false) => "suggested only",
                (true, true) if lone => "no counterpart",
                (true, true) => "nothing",
            },
            shared: through
                .iter()
                .map(|(control, there)| format!("{control}: {}", there.join(", ")))
                .collect(),
            related: claimed.iter().map(|(_, there, _)| *there).collect::<Vec<_>>().join(", "),
            suggested: suggested.join(", "),
        }
    }

    fn mechanics(&self) -> Vec<MechanicRow> {
        let Some(walk) = self.walk else { return Vec::new() };
        let row = |mechanic: &Mechanic| {
            let (source, target) = (said(mechanic.source.as_ref()), said(mechanic.target.as_ref()));
            let (here, there) = if walk.forward { (source, target) } else { (target, source) };
            MechanicRow { topic: mechanic.topic.value.replace('-', " "), here, there }
        };
        walk.crosswalk.mechanics.iter().map(row).collect()
    }

    fn basis(&self) -> Vec<BasisRow> {
        let basis = self.walk.map_or(&[][..], |walk| &walk.crosswalk.basis);
        basis.iter().map(|(word, means)| BasisRow { word: word.clone(), means: means.clone() }).collect()
    }
}

impl<'a> Walk<'a> {
    /// Requirements without a counterpart: of the audit's framework, or of the other one.
    fn lone(self, here: bool) -> &'a [Lone] {
        if here == self.forward { &self.crosswalk.lone_source } else { &self.crosswalk.lone_target }
    }
}

fn said(text: Option<&crate::model::Text>) -> String {
    text.map(|text| text.value.clone()).unwrap_or_default()
}

fn place(crosswalk: &Crosswalk) -> String {
    if crosswalk.file.is_some() { crosswalk.path.to_string() } else { "built in".to_owned() }
}

/// Requirements out of scope are left out.
fn lone_row(side: Known<'_>, lone: &Lone) -> Option<LoneRow> {
    let part = lone.part.as_ref().map(|part| format!(" {}", part.value)).unwrap_or_default();
    side.has(&lone.id).then(|| LoneRow {
        id: format!("{}{part}", lone.id.value),
        title: side.title(&lone.id),
        degree: said(lone.degree.as_ref()),
        because: said(lone.because.as_ref()),
        nearest: lone.nearest.iter().map(|id| id.value.as_str()).collect::<Vec<_>>().join(", "),
    })
}

#[cfg(test)]
mod tests;
