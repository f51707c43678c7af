//! Which places of which files name something that stands elsewhere: one table for definitions,
//! references, renaming and completion.
//!
//! The words are the same in every kind of file (`owner`, `by`, `satisfies`), so the table goes by
//! key, and by kind only where a word means two things.

use crate::kind::Kind;
use crate::schema::Step;

/// What a text names.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Named<'a> {
    /// A person or a team.
    Owner,
    /// A person.
    Person,
    /// A control.
    Control,
    /// A risk.
    Risk,
    /// A policy.
    Policy,
    /// A population.
    Population,
    /// A vendor.
    Vendor,
    /// An asset.
    Asset,
    /// An audit of the programme.
    Audit,
    /// An internal audit.
    InternalAudit,
    /// A framework.
    Framework,
    /// A requirement of this framework; `None` for that of the file.
    Requirement(Option<&'a str>),
    /// A file beside the record.
    File,
    /// An entry of the control's `evidence:`.
    Needed,
    /// A period of the record's control.
    Period,
    /// A rule, or a group of rules.
    Rule,
}

/// What the text at the end of the steps names; `None` for a text of its own.
pub fn named_by_value<'a>(kind: Kind, steps: &[Step<'a>]) -> Option<Named<'a>> {
    let keys = keys(steps);
    let (last, before) = keys.split_last()?;
    if let Some(named) = claim(kind, &keys) {
        return Some(named);
    }
    let below = |name: &str| before.last() == Some(&name);
    let at_root = before.is_empty();
    match *last {
        "owner" | "performer" | "reviewer" => Some(Named::Owner),
        "by" if below("contained") || below("action") => Some(Named::Owner),
        "by" | "present" | "members" => Some(Named::Person),
        "control" if kind == Kind::Evidence && at_root || below("against") => Some(Named::Control),
        "controls" | "monitored_by" => Some(Named::Control),
        "risks" | "mitigates" if kind != Kind::ManagementReview => Some(Named::Risk),
        "policies" if kind == Kind::Control => Some(Named::Policy),
        "population" | "acknowledged_by" => Some(Named::Population),
        "of" if below("population") => Some(Named::Population),
        "vendors" if kind == Kind::Assets => Some(Named::Vendor),
        "assets" | "systems" if matches!(kind, Kind::Risk | Kind::Control) => Some(Named::Asset),
        "depends_on" => Some(Named::Asset),
        "audit" if matches!(kind, Kind::Requests | Kind::Samples) => Some(Named::Audit),
        "previous" if kind == Kind::Program => Some(Named::Audit),
        "in" if below("found") => Some(Named::InternalAudit),
        "framework" if matches!(kind, Kind::Program | Kind::Soa) => Some(Named::Framework),
        "source" | "target" if kind == Kind::Crosswalk && at_root => Some(Named::Framework),
        "file" if keeps_files(kind) => Some(Named::File),
        "for" if below("artifacts") => Some(Named::Needed),
        "period" if kind == Kind::Evidence && at_root => Some(Named::Period),
        _ => None,
    }
}

/// What a key of the mapping at the end of the steps names; `None` where keys are words of the schema.
pub fn named_by_key<'a>(kind: Kind, steps: &[Step<'a>]) -> Option<Named<'a>> {
    let keys = keys(steps);
    match (kind, keys.as_slice()) {
        (Kind::Program, ["lint", "rules"]) => Some(Named::Rule),
        (Kind::Soa, ["decisions"]) => Some(Named::Requirement(None)),
        (Kind::System, ["subservice"]) => Some(Named::Vendor),
        (Kind::Program, ["frameworks"]) | (Kind::Nonconformity, ["against"]) | (_, [.., "satisfies"]) => {
            Some(Named::Framework)
        }
        _ => None,
    }
}

/// `satisfies: {soc2: …}`, and `against:` of a nonconformity.
fn claim<'a>(kind: Kind, keys: &[&'a str]) -> Option<Named<'a>> {
    match keys {
        [.., "satisfies", framework] => Some(Named::Requirement(Some(framework))),
        ["against", framework] if kind == Kind::Nonconformity && *framework != "control" => {
            Some(Named::Requirement(Some(framework)))
        }
        _ => None,
    }
}

/// Kinds whose files lie in the folder that is named like the record.
fn keeps_files(kind: Kind) -> bool {
    matches!(
        kind,
        Kind::Evidence | Kind::Incident | Kind::InternalAudit | Kind::ManagementReview | Kind::Nonconformity
    )
}

fn keys<'a>(steps: &[Step<'a>]) -> Vec<&'a str> {
    let key = |step: &Step<'a>| match step {
        Step::Key(key) => Some(*key),
        Step::Item => None,
    };
    steps.iter().filter_map(key).collect()
}
