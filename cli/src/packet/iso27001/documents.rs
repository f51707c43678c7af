//! Documents of the management system: prose with its version and approval, people, teams.

use serde::Serialize;

use crate::assess::Coverage;
use crate::calendar::{Cadence, Date, Duration, DurationUnit, Unit};
use crate::model::Policy;
use crate::packet::sources::{FileRef, Signed, Sources, text};

/// One document.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct DocumentRow {
    /// `access-control`
    pub id: String,
    /// Its title.
    pub title: String,
    /// Its version, as written.
    pub version: String,
    /// Its owner.
    pub owner: String,
    /// Who approved it, and when.
    pub approved: Option<Signed>,
    /// How often it is reviewed.
    pub review: String,
    /// The last day on which the approval is younger than that; empty when it cannot be told.
    pub review_by: String,
    /// True when that day is before the as-of day.
    pub review_overdue: bool,
    /// True when the text last changed later after the approval than records may land after the fact.
    pub changed_after_approval: bool,
    /// The requirements of the framework that it claims.
    pub requirements: String,
    /// Its file.
    pub file: FileRef,
}

/// A document with its text.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct ProsePart {
    /// What is known of it.
    pub document: DocumentRow,
    /// Its text as it stands in the file, without the front matter.
    pub prose: String,
}

/// A person with a part in the management system.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct PersonRow {
    /// The name.
    pub name: String,
    /// What they do.
    pub role: String,
    /// The teams they are in.
    pub teams: String,
    /// How many controls in force they own themselves.
    pub owns: usize,
    /// The last day with the company; empty for those who stay.
    pub until: String,
}

/// A row for each document, policies first.
pub(super) fn rows(sources: &Sources<'_>, framework: &str) -> Vec<DocumentRow> {
    let all = sources.register.policies.by_id().chain(sources.register.isms_documents.by_id());
    all.map(|policy| row(sources, framework, policy)).collect()
}

/// The documents that claim one of some requirements, each once, with their text.
pub(super) fn prose(sources: &Sources<'_>, coverage: &Coverage<'_>, requirements: &[&str]) -> Vec<ProsePart> {
    let mut found: Vec<&Policy> = Vec::new();
    for covered in requirements.iter().filter_map(|id| coverage.get(id)) {
        for policy in &covered.policies {
            if !found.iter().any(|known| known.path == policy.path) {
                found.push(policy);
            }
        }
    }
    let part = |policy: &Policy| ProsePart {
        document: row(sources, &coverage.framework.id, policy),
        prose: without_title(&sources.prose(policy)).to_owned(),
    };
    found.into_iter().map(part).collect()
}

/// The text after its first heading: the page has the title already.
fn without_title(prose: &str) -> &str {
    let titled = prose.strip_prefix("# ").and_then(|rest| rest.split_once('\n'));
    titled.map_or(prose, |(_, rest)| rest.trim_start())
}

fn row(sources: &Sources<'_>, framework: &str, policy: &Policy) -> DocumentRow {
    let approved_on = policy.approved.as_ref().and_then(|act| act.at.as_ref()?.when);
    let approved_on = approved_on.map(|when| when.date(sources.zone));
    let review_by = approved_on.zip(policy.review).map(|(on, review)| review_by(on, review.value));
    let changed_on = sources.changed_on(&policy.path);
    let within = sources.program.map_or(Duration::days(0), |program| program.recorded_within);
    let requirements: Vec<&str> = policy.satisfies.of(framework).map(|id| id.value.as_str()).collect();
    DocumentRow {
        id: policy.id.value.clone(),
        title: text(policy.title.as_ref()),
        version: text(policy.version.as_ref()),
        owner: sources.responsible(policy.owner.as_ref()),
        approved: sources.signed(policy.approved.as_ref()),
        review: policy.review.map(|review| review.value.to_string()).unwrap_or_default(),
        review_by: review_by.map(|day| day.to_string()).unwrap_or_default(),
        review_overdue: review_by.is_some_and(|day| day < sources.as_of),
        changed_after_approval: approved_on
            .zip(changed_on)
            .is_some_and(|(on, changed)| changed > within.after(on)),
        requirements: requirements.join(", "),
        file: sources.file(&policy.path),
    }
}

/// A review is due as long after the approval as the cadence is long.
fn review_by(approved: Date, cadence: Cadence) -> Date {
    let of = |unit| match unit {
        Unit::Day => Duration::days(1),
        Unit::Week => Duration::days(7),
        Unit::Month => Duration { amount: 1, unit: DurationUnit::Months },
        Unit::Quarter => Duration { amount: 3, unit: DurationUnit::Months },
        Unit::HalfYear => Duration { amount: 6, unit: DurationUnit::Months },
        Unit::Year => Duration { amount: 1, unit: DurationUnit::Years },
    };
    match cadence {
        Cadence::Each(unit) | Cadence::OnEvent(unit) | Cadence::Continuous(unit) => of(unit).after(approved),
        Cadence::Every(length) => length.after(approved),
    }
}

/// The people of the programme, in its order.
pub(super) fn people(sources: &Sources<'_>) -> Vec<PersonRow> {
    let Some(program) = sources.program else { return Vec::new() };
    let teams = |short: &str| {
        let with = program.teams.iter().filter(|team| team.members.iter().any(|member| **member == *short));
        with.map(|team| team.short.value.as_str()).collect::<Vec<_>>().join(", ")
    };
    let owns = |short: &str| {
        let active = sources.register.controls.by_id().filter(|control| control.is_active());
        active.filter(|control| control.owner.as_ref().is_some_and(|owner| **owner == *short)).count()
    };
    let row = |person: &crate::model::Person| PersonRow {
        name: sources.name(&person.short),
        role: text(person.role.as_ref()),
        teams: teams(&person.short),
        owns: owns(&person.short),
        until: person.until.map(|until| until.value.to_string()).unwrap_or_default(),
    };
    program.people.iter().map(row).collect()
}
