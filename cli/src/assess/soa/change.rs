//! What became of a Statement of Applicability between two revisions.

use crate::assess::{Applicability, SoaEntry, SoaStatus};

/// A requirement that does not stand as it stood.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct SoaChange<'a> {
    /// The requirement.
    pub requirement: &'a str,
    /// Its title; empty when it has none.
    pub title: &'a str,
    /// Where it stood; `None` when it was not in the list.
    pub before: Option<SoaStatus>,
    /// Where it stands; `None` when it is not in the list any more.
    pub after: Option<SoaStatus>,
    /// What is said of it otherwise than before.
    pub shifts: Vec<SoaShift>,
}

/// One thing that is said otherwise.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct SoaShift {
    /// `status`, `applicable`, `inclusion`, `exclusion`, `controls`, `policies`, `due` or `owner`.
    pub field: &'static str,
    /// Before; empty when nothing was said.
    pub before: String,
    /// After; empty when nothing is said.
    pub after: String,
}

/// Holds two statements against each other; requirements in the newer one's order, those that are
/// gone last. What evidence is newest is no change: it is another one every month.
pub fn soa_changes<'a>(old: &'a Applicability<'_>, new: &'a Applicability<'_>) -> Vec<SoaChange<'a>> {
    let later = new.entries.iter().map(|entry| change(old.get(&entry.requirement.id), Some(entry)));
    let gone = old.entries.iter().filter(|entry| new.get(&entry.requirement.id).is_none());
    later.chain(gone.map(|entry| change(Some(entry), None))).flatten().collect()
}

fn change<'a>(before: Option<&'a SoaEntry<'_>>, after: Option<&'a SoaEntry<'_>>) -> Option<SoaChange<'a>> {
    let known = after.or(before)?.requirement;
    let said = |entry: Option<&SoaEntry<'_>>| entry.map(said).unwrap_or_default();
    let shifts: Vec<SoaShift> = FIELDS
        .into_iter()
        .zip(said(before).into_iter().zip(said(after)))
        .filter(|(_, (before, after))| before != after)
        .map(|(field, (before, after))| SoaShift { field, before, after })
        .collect();
    (!shifts.is_empty()).then(|| SoaChange {
        requirement: &known.id.value,
        title: known.title.as_ref().map_or("", |title| &title.value),
        before: before.map(|entry| entry.status),
        after: after.map(|entry| entry.status),
        shifts,
    })
}

const FIELDS: [&str; 8] =
    ["applicable", "status", "inclusion", "exclusion", "controls", "policies", "due", "owner"];

/// What is said of an entry, in the order of [`FIELDS`].
fn said(entry: &SoaEntry<'_>) -> [String; 8] {
    let joined = |ids: &mut dyn Iterator<Item = &str>| ids.collect::<Vec<_>>().join(", ");
    [
        entry.applicable().to_owned(),
        entry.status.word().to_owned(),
        entry.inclusion(),
        entry.exclusion(),
        joined(&mut entry.in_force().map(|claimant| claimant.control.id.as_str())),
        joined(&mut entry.policies.iter().map(|policy| policy.id.as_str())),
        entry.due().map(|due| due.to_string()).unwrap_or_default(),
        joined(&mut entry.owners().into_iter()),
    ]
}
