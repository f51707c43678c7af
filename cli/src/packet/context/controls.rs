//! One control: what it says, what it said, and every occurrence that was expected of it.

use serde::Serialize;

use crate::assess::{ControlAssessment, Counts};
use crate::calendar::Window;
use crate::model::{Control, ReviewRule};
use crate::packet::context::Desk;
use crate::packet::context::coverage::{Share, by_status};
use crate::packet::context::fields::{FieldChange, control_changes};
use crate::packet::context::occurrences::{OccurrenceView, occurrence};
use crate::packet::sources::{FileRef, day, text};

/// A control.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct ControlView {
    /// `AC-02`
    pub id: String,
    /// Its title.
    pub title: String,
    /// Its page in the packet; empty when it has none.
    pub page: String,
    /// Its file; `null` when the control is gone at the tag.
    pub file: Option<FileRef>,
    /// What is done.
    pub statement: String,
    /// Why.
    pub why: String,
    /// `draft`, `active` or `retired`; `gone` when there is no file.
    pub status: &'static str,
    /// A person or a team.
    pub owner: String,
    /// Who performs it.
    pub performer: String,
    /// Who reviews it; empty when the control names nobody.
    pub reviewer: String,
    /// Who may review it when it names nobody, as the programme asks.
    pub review_asked: &'static str,
    /// How often.
    pub cadence: String,
    /// The day from which it must operate, if its file says so.
    pub since: String,
    /// How long silence is tolerated after the due date, if its file says so.
    pub grace: String,
    /// The deadline for each item: `24h after last_day`.
    pub deadline: String,
    /// `manual`, `automated` or `it-dependent`.
    pub nature: String,
    /// `preventive`, `detective` or `corrective`.
    pub purpose: String,
    /// The population that it answers to.
    pub population: String,
    /// The requirements of the audit's framework that it claims.
    pub satisfies: Vec<String>,
    /// Those of other frameworks: `iso27001 A.5.18`.
    pub satisfies_elsewhere: Vec<String>,
    /// The risks that it mitigates.
    pub mitigates: Vec<String>,
    /// The policies that it carries out.
    pub policies: Vec<String>,
    /// The systems that it runs in.
    pub systems: Vec<String>,
    /// What a record must hold.
    pub evidence: Vec<RequestedView>,
    /// How to test it, step by step.
    pub test: Vec<String>,
    /// Its cadences over the whole history.
    pub in_force: Vec<DefinitionView>,
    /// The versions of its file in the window, oldest first.
    pub versions: Vec<ControlVersion>,
    /// Occurrences that fell due in the window.
    pub expected: usize,
    /// With something on file.
    pub on_file: Share,
    /// On file and on time.
    pub on_time: Share,
    /// How many there are of each status.
    pub by_status: String,
    /// The occurrences, by due date.
    pub occurrences: Vec<OccurrenceView>,
    /// Days on which it was in force and that lie in no expected period: `2026-04-01 to 2026-04-30`.
    pub uncovered: Vec<String>,
    /// Records that belong to no expected occurrence.
    pub strays: Vec<StrayView>,
    /// For an audit on a day: the newest occurrence on file in the year before it.
    pub example: Option<OccurrenceView>,
}

/// One entry of a control's `evidence:`.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct RequestedView {
    /// Its name.
    pub name: String,
    /// What it is.
    pub what: String,
    /// `item`, `period`, or empty.
    pub each: String,
}

/// A run of days with one cadence.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct DefinitionView {
    /// First day.
    pub from: String,
    /// Last day; empty while it still is in force.
    pub to: String,
    /// The cadence.
    pub cadence: String,
    /// The commit that brought it, its first ten digits.
    pub commit: String,
}

/// A version of a control's file.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct ControlVersion {
    /// The day from which it counts.
    pub day: String,
    /// The commit, its first ten digits.
    pub commit: String,
    /// The commit's author.
    pub by: String,
    /// The first line of its message.
    pub subject: String,
    /// What is different from the version before; empty for the first one.
    pub changes: Vec<FieldChange>,
    /// `added`, `changed`, `removed`, or `cannot be read`.
    pub kind: &'static str,
}

/// A record that belongs to no expected occurrence.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct StrayView {
    /// The record.
    pub file: FileRef,
    /// Its period, as far as it can be told.
    pub period: String,
}

/// The page of a control; `None` when the packet has none for it.
pub(crate) fn page_of(desk: &Desk<'_>, id: &str) -> Option<String> {
    desk.pages.get(id).cloned()
}

pub(super) fn controls(desk: &Desk<'_>) -> Vec<ControlView> {
    desk.material.assessment.controls.iter().map(|assessed| view(desk, assessed)).collect()
}

fn view(desk: &Desk<'_>, assessed: &ControlAssessment) -> ControlView {
    let mut view = described(desk, assessed);
    let counts = Counts::of(&assessed.occurrences);
    view.expected = counts.expected;
    view.on_file = Share::new(counts.on_file, counts.expected);
    view.on_time = Share::new(counts.on_time, counts.expected);
    view.by_status = by_status(&counts);
    view.occurrences = assessed.occurrences.iter().map(|one| occurrence(desk, one)).collect();
    view.uncovered = assessed.uncovered.iter().map(|run| format!("{} to {}", run.from, run.to)).collect();
    let stray = |stray: &crate::assess::Stray| StrayView {
        file: desk.sources.file(&stray.path),
        period: stray.period.clone().unwrap_or_default(),
    };
    view.strays = assessed.strays.iter().map(stray).collect();
    view.example = desk.example(&assessed.id).map(|newest| occurrence(desk, newest));
    view
}

/// What the control's file says at the tag.
fn described(desk: &Desk<'_>, assessed: &ControlAssessment) -> ControlView {
    let control = desk.material.register.controls.get(&assessed.id);
    let say = |field: fn(&Control) -> Option<&crate::model::Text>| {
        control.map(|control| text(field(control))).unwrap_or_default()
    };
    let name = |field: fn(&Control) -> Option<&crate::model::Text>| {
        control.map(|control| desk.sources.in_full(field(control))).unwrap_or_default()
    };
    let all = |field: fn(&Control) -> &[crate::model::Text]| {
        control
            .map(|control| field(control).iter().map(|text| text.value.clone()).collect())
            .unwrap_or_default()
    };
    let framework = desk.framework.id.value.as_str();
    let pairs = || control.into_iter().flat_map(|control| control.satisfies.pairs());
    ControlView {
        id: assessed.id.clone(),
        title: say(|control| control.title.as_ref()),
        page: page_of(desk, &assessed.id).unwrap_or_default(),
        file: control.map(|control| desk.sources.file(&control.path)),
        statement: say(|control| control.statement.as_ref()),
        why: say(|control| control.why.as_ref()),
        status: control.map_or("gone", |control| control.status.word()),
        owner: name(|control| control.owner.as_ref()),
        performer: name(Control::performer),
        reviewer: name(|control| control.reviewer.as_ref()),
        review_asked: review_asked(desk.program.review),
        cadence: assessed.cadence.to_string(),
        since: day(control.and_then(|control| control.since).map(|since| since.value)),
        grace: control
            .and_then(|control| control.grace)
            .map(|grace| grace.value.to_string())
            .unwrap_or_default(),
        deadline: control
            .and_then(|control| control.deadline.as_ref())
            .map(|deadline| format!("{} after {}", deadline.within, deadline.after))
            .unwrap_or_default(),
        nature: say(|control| control.nature.as_ref()),
        purpose: say(|control| control.purpose.as_ref()),
        population: say(|control| control.population.as_ref()),
        satisfies: pairs().filter(|(id, _)| id.value == framework).map(|(_, id)| id.value.clone()).collect(),
        satisfies_elsewhere: pairs()
            .filter(|(id, _)| id.value != framework)
            .map(|(framework, id)| format!("{} {}", framework.value, id.value))
            .collect(),
        mitigates: all(|control| &control.mitigates),
        policies: all(|control| &control.policies),
        systems: all(|control| &control.systems),
        evidence: control.map(requested).unwrap_or_default(),
        test: all(|control| &control.test),
        in_force: in_force(assessed, desk.material.assessment.window),
        versions: versions(desk, &assessed.id),
        expected: 0,
        on_file: Share::new(0, 0),
        on_time: Share::new(0, 0),
        by_status: String::new(),
        occurrences: Vec::new(),
        uncovered: Vec::new(),
        strays: Vec::new(),
        example: None,
    }
}

fn review_asked(rule: ReviewRule) -> &'static str {
    match rule {
        ReviewRule::FourEyes => "anybody but the performer, as the programme asks",
        ReviewRule::Any => "anybody, as the programme asks",
        ReviewRule::None => "nobody: the programme asks for no review",
    }
}

fn requested(control: &Control) -> Vec<RequestedView> {
    let view = |requested: &crate::model::Requested| RequestedView {
        name: requested.name.value.clone(),
        what: text(requested.what.as_ref()),
        each: text(requested.each.as_ref()),
    };
    control.evidence.iter().map(view).collect()
}

fn in_force(assessed: &ControlAssessment, window: Window) -> Vec<DefinitionView> {
    let touching = assessed.in_force.iter().filter(|run| {
        run.from.is_none_or(|from| from <= window.to) && run.to.is_none_or(|to| to >= window.from)
    });
    let view = |run: &crate::assess::InForce| DefinitionView {
        from: day(run.from),
        to: day(run.to),
        cadence: run.cadence.to_string(),
        commit: run.commit.map(|commit| commit.short()).unwrap_or_default(),
    };
    touching.map(view).collect()
}

/// The versions of the control's file that began to count in the window.
fn versions(desk: &Desk<'_>, id: &str) -> Vec<ControlVersion> {
    let Some(control) = desk.material.register.controls.get(id) else { return Vec::new() };
    let window = desk.material.assessment.window;
    let mut versions = Vec::new();
    let mut before: Option<Control> = None;
    for version in desk.past.versions(&control.path) {
        let bytes = version.blob.and_then(|blob| desk.past.bytes(blob));
        let now = bytes.and_then(|bytes| crate::model::read_control(&control.path, bytes));
        let kind = match (&before, &now, version.blob) {
            (_, _, None) => "removed",
            (_, None, Some(_)) => "cannot be read",
            (None, Some(_), Some(_)) => "added",
            (Some(_), Some(_), Some(_)) => "changed",
        };
        if window.contains(version.day) {
            versions.push(ControlVersion {
                day: version.day.to_string(),
                commit: version.commit.id.short(),
                by: version.commit.author.name.clone(),
                subject: version.commit.subject.clone(),
                changes: before
                    .as_ref()
                    .zip(now.as_ref())
                    .map(|(old, new)| control_changes(desk, old, new))
                    .unwrap_or_default(),
                kind,
            });
        }
        before = now.or(before);
    }
    versions
}
