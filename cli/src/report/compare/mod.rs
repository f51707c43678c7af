//! What is not the same in two states, for people, programs and pages.
//!
//! In: a [`Comparison`] and the names of its two ends. Out: text. `check` prints the same sections.

mod full;
mod json;
mod markdown;

pub use full::full;
pub use json::json;
pub use markdown::markdown;

pub(super) use full::sections as full_sections;
pub(super) use json::{Told, told};
pub(super) use markdown::sections as markdown_sections;

use crate::assess::{
    Area, Comparison, Cover, CoverKind, Delta, Edited, EditedHow, EvidenceChanges, Fate, Shift, Weight,
};
use crate::report::plural;
use crate::report::trail::Style;

/// One end of a comparison.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct End {
    /// The commit, in full.
    pub commit: String,
    /// The name by which it was asked for.
    pub name: Option<String>,
}

impl End {
    /// `soc2-2026/end (b7cf6f5463)`
    pub fn shown(&self) -> String {
        let short: String = self.commit.chars().take(10).collect();
        match &self.name {
            Some(name) if !self.commit.starts_with(name.as_str()) => format!("{name} ({short})"),
            Some(_) | None => short,
        }
    }
}

/// What the reports of a comparison know.
#[derive(Debug)]
pub struct CompareReport<'a> {
    /// What is not the same.
    pub comparison: &'a Comparison,
    /// The company's name.
    pub company: &'a str,
    /// The older end.
    pub before: End,
    /// The newer end.
    pub after: End,
    /// How it is drawn.
    pub style: Style,
}

/// `3 controls (1 weaker), 1 risk, 48 new records`; nothing where nothing is different.
pub(super) fn summary(comparison: &Comparison) -> String {
    let mut parts = Vec::new();
    for area in Area::ALL {
        let all: Vec<&Delta> = comparison.area(area).collect();
        let of = |weight| all.iter().filter(|one| one.weight() == weight).count();
        let (weaker, stronger) = (of(Weight::Weaker), of(Weight::Stronger));
        let mut weights = Vec::new();
        if weaker > 0 {
            weights.push(format!("{weaker} weaker"));
        }
        if stronger > 0 {
            weights.push(format!("{stronger} stronger"));
        }
        let weights = if weights.is_empty() { String::new() } else { format!(" ({})", weights.join(", ")) };
        if !all.is_empty() {
            parts.push(format!("{}{weights}", number(area, all.len())));
        }
    }
    let lost = comparison.cover.iter().filter(|one| one.kind != CoverKind::Gained).count();
    if lost > 0 {
        let verb = if lost == 1 { "loses" } else { "lose" };
        parts.push(format!("{} {verb} cover", plural(lost, "requirement")));
    }
    let evidence = &comparison.evidence;
    if evidence.records() > 0 {
        parts.push(plural(evidence.records(), "new record"));
    }
    let edited = evidence.edited.iter().filter(|one| one.how != EditedHow::Completed).count();
    if edited > 0 {
        parts.push(format!(
            "{} not as {}",
            plural(edited, "record"),
            if edited == 1 { "it was" } else { "they were" }
        ));
    }
    if !comparison.others.is_empty() {
        parts.push(plural(comparison.others.len(), "other file"));
    }
    parts.join(", ")
}

fn number(area: Area, count: usize) -> String {
    let (one, many) = match area {
        Area::Control => ("control", "controls"),
        Area::Statement => ("decision of applicability", "decisions of applicability"),
        Area::Risk => ("risk", "risks"),
        Area::Policy => ("document", "documents"),
        Area::Vendor => ("vendor", "vendors"),
        Area::Person => ("person or team", "people and teams"),
        Area::Scope => ("framework or audit", "frameworks and audits"),
        Area::Setting => ("setting", "settings"),
    };
    format!("{count} {}", if count == 1 { one } else { many })
}

/// `changed`, `added`, `removed`, with the weight where there is one.
pub(super) fn verdict(one: &Delta) -> String {
    let weight = match one.weight() {
        Weight::Weaker => "weaker",
        Weight::Stronger => "stronger",
        Weight::Neutral => "",
    };
    match (one.fate, weight) {
        (Fate::Changed, "") if one.shifts.is_empty() && one.prose.is_none() => "renamed".to_owned(),
        (Fate::Changed, "") => "changed".to_owned(),
        (Fate::Changed, weight) => weight.to_owned(),
        (fate, "") => fate.word().to_owned(),
        (fate, weight) => format!("{}, {weight}", fate.word()),
    }
}

/// What a field says on one side.
pub(super) fn side(text: &str) -> &str {
    if text.is_empty() { "nothing" } else { text }
}

/// `quarterly → annual`
pub(super) fn arrow(shift: &Shift) -> String {
    format!("{} → {}", side(&shift.before), side(&shift.after))
}

/// The weight of a field in a word; empty where it has none.
pub(super) fn weight(weight: Weight) -> &'static str {
    match weight {
        Weight::Stronger => "stronger",
        Weight::Weaker => "weaker",
        Weight::Neutral => "",
    }
}

/// What became of a requirement's cover, as a phrase.
pub(super) fn cover(one: &Cover) -> String {
    match (one.kind, &one.audit) {
        (CoverKind::Lost, _) => format!("lost: {} met it, and nothing does now", one.before.join(", ")),
        (CoverKind::Gained, _) => format!("gained: {} meets it", one.after.join(", ")),
        (CoverKind::Silent, audit) => {
            let audit = audit.as_deref().unwrap_or("the audit");
            format!(
                "silent: {} fell due, and nothing does in the rest of the window of {audit}",
                one.before.join(", ")
            )
        }
    }
}

/// `48 new records of 12 controls (44 pass, 2 exception)`; `None` where none is new.
pub(super) fn new_records(evidence: &EvidenceChanges) -> Option<String> {
    let results: Vec<String> =
        evidence.results.iter().map(|(result, count)| format!("{count} {result}")).collect();
    let results = if results.is_empty() { String::new() } else { format!(" ({})", results.join(", ")) };
    (evidence.records() > 0).then(|| {
        let records = plural(evidence.records(), "new record");
        format!("{records} of {}{results}", plural(evidence.added.len(), "control"))
    })
}

/// `altered: result: fail → pass; summary`
pub(super) fn edited(one: &Edited) -> String {
    if one.what.is_empty() {
        one.how.word().to_owned()
    } else {
        format!("{}: {}", one.how.word(), one.what.join("; "))
    }
}
