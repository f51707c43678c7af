//! One control, evidence once: what two frameworks in scope share, and what they do not.
//!
//! What that is, [`Crossing`] says; here it is put into the words of the page.

mod view;

pub use view::{BasisRow, CrosswalkPage, LoneRow, MechanicRow, Pair, RequirementRow, SharedControl, Side};

use crate::assess::{self, Assessment, Counts, Crossed, Crossing, Suggestion, Walk};
use crate::model::{Control, Crosswalk, Lone, Register};
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
    let known = |id: &str| assess::Side::of(register, id).filter(|side| side.scope.is_some());
    let here = known(framework)?;
    let others = program.frameworks.iter().filter(|scope| *scope.framework != *framework);
    let mut pairs: Vec<Pair> = others
        .filter_map(|scope| known(&scope.framework))
        .map(|there| pair(register, &Crossing::between(register, here, there), assessment))
        .collect();
    pairs.sort_by(|a, b| a.there.id.cmp(&b.there.id));
    (!pairs.is_empty()).then(|| CrosswalkPage { here: side(here, 0), pairs })
}

fn side(side: assess::Side<'_>, shared: usize) -> Side {
    Side {
        id: side.id().to_owned(),
        name: side.framework.title().to_owned(),
        requirements: side.requirements().count(),
        shared,
    }
}

fn pair(register: &Register, crossing: &Crossing<'_>, assessment: &Assessment) -> Pair {
    let (here, there) = (crossing.here, crossing.there);
    let claims =
        |control: &Control, side: assess::Side<'_>| control.satisfies.of(side.id()).any(|id| side.has(id));
    let active = || register.controls.by_id().filter(|control| control.is_active());
    let only = |one: assess::Side<'_>, other: assess::Side<'_>| {
        active().filter(|control| claims(control, one) && !claims(control, other)).count()
    };
    let both = active().filter(|control| claims(control, here) && claims(control, there));
    Pair {
        here: side(here, crossing.number(assess::Bond::Shared)),
        there: side(there, crossing.shared_there.len()),
        crosswalk: crossing.walk.map(|walk| place(walk.crosswalk)).unwrap_or_default(),
        rows: crossing.rows.len(),
        both: both.map(|control| shared(control, crossing, assessment)).collect(),
        here_only: only(here, there),
        there_only: only(there, here),
        requirements: crossing.requirements.iter().map(row).collect(),
        lone_here: crossing.lone_here.iter().map(|lone| lone_row(here, lone)).collect(),
        lone_there: crossing.lone_there.iter().map(|lone| lone_row(there, lone)).collect(),
        mechanics: crossing
            .mechanics
            .iter()
            .map(|difference| MechanicRow {
                topic: difference.topic.replace('-', " "),
                here: difference.here.to_owned(),
                there: difference.there.to_owned(),
            })
            .collect(),
        basis: basis(crossing.walk),
    }
}

fn shared(control: &Control, crossing: &Crossing<'_>, assessment: &Assessment) -> SharedControl {
    let claimed = |side: assess::Side<'_>| {
        let claimed = control.satisfies.of(side.id()).filter(|id| side.has(id));
        claimed.map(|id| id.value.as_str()).collect::<Vec<_>>().join(", ")
    };
    let counts =
        assessment.control(&control.id).map(|assessed| Counts::of(&assessed.occurrences)).unwrap_or_default();
    SharedControl {
        id: control.id.value.clone(),
        title: control.title.as_ref().map(|title| title.value.clone()).unwrap_or_default(),
        here: claimed(crossing.here),
        there: claimed(crossing.there),
        path: control.path.to_string(),
        expected: counts.expected,
        on_file: counts.on_file,
    }
}

fn row(crossed: &Crossed<'_>) -> RequirementRow {
    let through = crossed.controls.iter().filter(|(_, claimed)| !claimed.is_empty());
    let joined = |ids: &std::collections::BTreeSet<&str>| ids.iter().copied().collect::<Vec<_>>().join(", ");
    let claimed = crossed.rows.iter().filter(|row| row.claimed).map(|row| row.there);
    RequirementRow {
        id: crossed.requirement.id.value.clone(),
        title: said(crossed.requirement.title.as_ref()),
        shared: through
            .map(|(control, claimed)| format!("{}: {}", control.id.value, joined(claimed)))
            .collect(),
        related: claimed.collect::<Vec<_>>().join(", "),
        suggested: crossed.suggested().map(suggestion).collect::<Vec<_>>().join(", "),
        standing: crossed.bond.word(),
    }
}

/// `A.5.16 (intersects-with, 8)`
fn suggestion(row: &Suggestion<'_>) -> String {
    let strength = row.strength.map(|strength| format!(", {strength}")).unwrap_or_default();
    format!("{} ({}{strength})", row.there, row.relationship)
}

fn basis(walk: Option<Walk<'_>>) -> Vec<BasisRow> {
    let basis = walk.map_or(&[][..], |walk| &walk.crosswalk.basis);
    basis.iter().map(|(word, means)| BasisRow { word: word.clone(), means: means.clone() }).collect()
}

fn said(text: Option<&crate::model::Text>) -> String {
    text.map(|text| text.value.clone()).unwrap_or_default()
}

fn place(crosswalk: &Crosswalk) -> String {
    if crosswalk.file.is_some() { crosswalk.path.to_string() } else { "built in".to_owned() }
}

fn lone_row(side: assess::Side<'_>, lone: &Lone) -> LoneRow {
    let part = lone.part.as_ref().map(|part| format!(" {}", part.value)).unwrap_or_default();
    LoneRow {
        id: format!("{}{part}", lone.id.value),
        title: side.title(&lone.id).to_owned(),
        degree: said(lone.degree.as_ref()),
        because: said(lone.because.as_ref()),
        nearest: lone.nearest.iter().map(|id| id.value.as_str()).collect::<Vec<_>>().join(", "),
    }
}

#[cfg(test)]
mod tests;
