//! What became of risks between two revisions.

use crate::assess::{Exposure, Exposures, Rated};

/// Which way a risk went.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub enum Movement {
    /// It was not there.
    New,
    /// What is left is more than it was.
    Up,
    /// What is left is less than it was.
    Down,
    /// What is left is as much as it was, and something else is said otherwise.
    Changed,
    /// It is not there any more.
    Gone,
}

impl Movement {
    /// Every way, in the order in which they are told.
    pub const ALL: [Self; 5] = [Self::New, Self::Up, Self::Down, Self::Changed, Self::Gone];

    /// The word for people and programs.
    pub fn word(self) -> &'static str {
        match self {
            Self::New => "new",
            Self::Up => "up",
            Self::Down => "down",
            Self::Changed => "changed",
            Self::Gone => "gone",
        }
    }
}

/// One thing that is said otherwise.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct RiskShift {
    /// `inherent`, `residual`, `counted`, `treatment`, `controls`, `owner`, `plan` or `acceptance`.
    pub field: &'static str,
    /// Before; empty when nothing was said.
    pub before: String,
    /// After; empty when nothing is said.
    pub after: String,
}

/// A risk that moved, or of which something is said otherwise.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Move<'a> {
    /// The risk.
    pub risk: &'a str,
    /// Its title; empty when it has none.
    pub title: &'a str,
    /// Which way.
    pub way: Movement,
    /// What is said otherwise.
    pub shifts: Vec<RiskShift>,
}

/// Holds two registers against each other, by id. Each is measured with the method of its own time.
pub fn movements<'a>(old: &'a Exposures<'_>, new: &'a Exposures<'_>) -> Vec<Move<'a>> {
    let later = new.list.iter().map(|one| (old.get(&one.risk.id), Some(one)));
    let gone = old.list.iter().filter(|one| new.get(&one.risk.id).is_none()).map(|one| (Some(one), None));
    let mut moves: Vec<Move<'a>> =
        later.chain(gone).filter_map(|(before, after)| moved(before, after)).collect();
    moves.sort_by_key(|one| one.risk);
    moves
}

fn moved<'a>(before: Option<&'a Exposure<'_>>, after: Option<&'a Exposure<'_>>) -> Option<Move<'a>> {
    let known = after.or(before)?.risk;
    let told = |one: Option<&Exposure<'_>>| one.map(said).unwrap_or_default();
    let shifts: Vec<RiskShift> = FIELDS
        .into_iter()
        .zip(told(before).into_iter().zip(told(after)))
        .filter(|(_, (before, after))| before != after)
        .map(|(field, (before, after))| RiskShift { field, before, after })
        .collect();
    let way = match (before, after) {
        (None, _) => Movement::New,
        (_, None) => Movement::Gone,
        (Some(before), Some(after)) => way(before.counts(), after.counts()),
    };
    (!shifts.is_empty()).then(|| Move {
        risk: &known.id.value,
        title: known.title.as_ref().map_or("", |title| &title.value),
        way,
        shifts,
    })
}

/// By level first: the product says more only within one.
fn way(before: Option<&Rated>, after: Option<&Rated>) -> Movement {
    let weight = |rated: &Rated| (rated.rank, rated.likelihood.saturating_mul(rated.impact));
    match (before.map(weight), after.map(weight)) {
        (Some(before), Some(after)) if after > before => Movement::Up,
        (Some(before), Some(after)) if after < before => Movement::Down,
        (_, _) => Movement::Changed,
    }
}

const FIELDS: [&str; 8] =
    ["inherent", "residual", "counted", "treatment", "controls", "owner", "plan", "acceptance"];

/// What is said of a risk, in the order of [`FIELDS`].
fn said(one: &Exposure<'_>) -> [String; 8] {
    let risk = one.risk;
    let text = |text: Option<&crate::model::Text>| text.map(|text| text.value.clone()).unwrap_or_default();
    let shown = |rated: Option<&Rated>| rated.map(Rated::shown).unwrap_or_default();
    let plan = one.plan.map(|state| {
        let what = risk.plan.as_ref().map(|plan| text(plan.what.as_ref())).unwrap_or_default();
        format!("{what} ({})", state.replace('-', " ")).trim().to_owned()
    });
    let acceptance = one.acceptance.map(|it| {
        let until = risk.acceptance.as_ref().and_then(|acceptance| acceptance.until);
        let until = until.map(|until| format!(", until {}", until.value)).unwrap_or_default();
        format!("{}{until}", it.state.replace('-', " "))
    });
    let controls: Vec<&str> = one.leans.iter().map(|lean| lean.control.as_str()).collect();
    [
        shown(one.inherent.as_ref()),
        shown(one.residual.as_ref()),
        shown(one.counts()),
        text(risk.treatment.as_ref()),
        controls.join(", "),
        text(risk.owner.as_ref()),
        plan.unwrap_or_default(),
        acceptance.unwrap_or_default(),
    ]
}
