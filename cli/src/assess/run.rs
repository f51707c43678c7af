//! The assessment, put together.

use std::collections::{BTreeMap, BTreeSet};
use std::sync::Arc;

use rayon::prelude::*;

use crate::assess::edits::{Life, lives};
use crate::assess::expect::{Expected, Obligations};
use crate::assess::flags::{Extracted, Judge};
use crate::assess::line::{Definitions, Line, Segment, Timeline, overlay};
use crate::assess::weakening::weakenings;
use crate::assess::{
    Assessment, ControlAssessment, EditKind, Flag, Occurrence, OccurrenceStatus, Stamp, Stray,
};
use crate::calendar::{CompanyZone, Date, FiscalYear, Period, Window};
use crate::history::{Proofs, Trail};
use crate::model::{Audit, Control, Framework, Program, Record, Register, Scope, UnreadableRecord};
use crate::place::{CommitId, RepoPath};
use crate::trust::{Graded, Readings, Reason, SignatureStanding, Trust};

/// What an assessment is made from.
#[derive(Debug, Clone, Copy)]
pub struct Input<'a> {
    /// The entities at the revision.
    pub register: &'a Register,
    /// The history up to it; `None` where there is no Git.
    pub trail: Option<&'a Trail>,
    /// True when the register is of a work tree: what is on file there counts from the as-of day on.
    pub work_tree: bool,
    /// The window.
    pub window: Window,
    /// Which day "today" is.
    pub as_of: Date,
    /// List only the controls that answer to this audit's framework in the window.
    pub audit: Option<&'a Audit>,
    /// What grades are made from; without it nothing is graded.
    pub trust: Option<&'a Trust<'a>>,
}

/// Assesses every control over the window.
pub fn assess(input: &Input<'_>) -> Assessment {
    let fallback = CompanyZone::utc();
    let program = input.register.program.as_ref();
    let zone = program.map_or(&fallback, |program| &program.zone);
    let nothing = Trail { complete: true, ..Trail::default() };
    let trail = input.trail.unwrap_or(&nothing);
    let line = Line::of(trail, program);
    let mut timelines = Definitions::follow(trail, &line);
    if input.work_tree {
        overlay(
            &mut timelines,
            input.register,
            line.last().map_or(input.as_of, |last| last.max(input.as_of)),
        );
    }
    let unreadable = &input.register.unreadable_records;
    let judge = Judge { register: input.register, zone, program, as_of: input.as_of };
    let own = || Readings::of(trail, &Proofs::default(), &Readings::default());
    let lives = match input.trust {
        Some(trust) => lives(trail, &line, trust.readings()),
        None => lives(trail, &line, &own()),
    };
    let gone = lives.iter().filter_map(|(path, life)| Some((path, life.last_words.as_deref()?)));
    let run = Run {
        input,
        judge,
        fiscal: program.map(|program| program.fiscal).unwrap_or_default(),
        records: grouped(input.register.records.iter().map(|record| (&*record.control.value, &**record))),
        unreadable: grouped(unreadable.iter().map(|record| (record.control.as_str(), record))),
        gone: grouped(gone.map(|(path, record)| (&*record.control.value, (path, record)))),
        lives: &lives,
        cut: line.first().filter(|_| !trail.complete),
        trail,
    };
    let controls: Vec<ControlAssessment> =
        timelines.par_iter().filter_map(|(id, timeline)| run.control(id, timeline)).collect();
    let unreadable = unreadable.iter().map(|record| {
        let code = if record.is_no_file { "RECORD_NOT_A_FILE" } else { "RECORD_UNREADABLE" };
        format!("{code} {}", record.path)
    });
    let mut integrity: Vec<String> = trail.integrity.iter().chain(&line.integrity).cloned().collect();
    integrity.extend(unreadable);
    integrity.extend(input.trust.into_iter().flat_map(Trust::integrity).cloned());
    integrity.sort();
    integrity.dedup();
    Assessment {
        window: input.window,
        as_of: input.as_of,
        commit: trail.head().map(|head| head.id),
        complete: trail.is_whole(),
        integrity,
        ground: input.trust.map(|trust| trust.ground().clone()),
        signers: input.trust.map(|trust| signers(trust, &controls)).unwrap_or_default(),
        controls,
    }
}

/// What became of the signature of each commit at which a record landed.
fn signers(trust: &Trust<'_>, controls: &[ControlAssessment]) -> BTreeMap<CommitId, SignatureStanding> {
    let occurrences = controls.iter().flat_map(|control| &control.occurrences);
    let landed = occurrences.filter_map(|occurrence| Some(occurrence.landed.as_ref()?.commit));
    landed.filter_map(|commit| Some((commit, trust.signature(commit)?))).collect()
}

/// Items by the control that they name: looked up once a control, and there may be thousands of each.
fn grouped<'a, T>(items: impl Iterator<Item = (&'a str, T)>) -> BTreeMap<&'a str, Vec<T>> {
    let mut map: BTreeMap<&str, Vec<T>> = BTreeMap::new();
    for (control, item) in items {
        map.entry(control).or_default().push(item);
    }
    map
}

struct Run<'a> {
    input: &'a Input<'a>,
    judge: Judge<'a>,
    fiscal: FiscalYear,
    lives: &'a BTreeMap<RepoPath, Life>,
    records: BTreeMap<&'a str, Vec<&'a Record>>,
    /// Records that cannot be read, as far as they name a control.
    unreadable: BTreeMap<&'a str, Vec<&'a UnreadableRecord>>,
    /// Records that are gone, by their last content.
    gone: BTreeMap<&'a str, Vec<(&'a RepoPath, &'a Record)>>,
    /// The effective day of the oldest commit, when the history is cut there.
    cut: Option<Date>,
    trail: &'a Trail,
}

/// Records of one control by the period that they belong to.
struct Filed<'r> {
    here: BTreeMap<String, Vec<&'r Record>>,
    gone: BTreeMap<String, Vec<&'r RepoPath>>,
}

impl Run<'_> {
    fn control(&self, id: &str, timeline: &Timeline) -> Option<ControlAssessment> {
        let segments = timeline.segments();
        let window = self.input.window;
        if !self.is_asked_for(&segments, window) {
            return None;
        }
        let obligations = Obligations { segments: &segments, fiscal: self.fiscal };
        let expected = obligations.expected(window.from, window.to);
        let records = self.records.get(id).map_or(&[][..], Vec::as_slice);
        let gone = self.gone.get(id).into_iter().flatten();
        let filed = Filed {
            here: self.file(&obligations, records.iter().map(|record| (*record, *record))),
            gone: self.file(&obligations, gone.map(|(path, record)| (*record, *path))),
        };
        let mut before = expected.first().and_then(|first| obligations.expected_before(first.period.due()));
        let mut occurrences = Vec::with_capacity(expected.len());
        for one in &expected {
            let previous =
                before.as_ref().and_then(|before| counting(filed.here.get(&before.period.name), self));
            occurrences.push(self.occurrence(timeline, &segments[one.segment], one, &filed, previous));
            before = Some(one.clone());
        }
        let (last, present) = timeline.last();
        let assessed = ControlAssessment {
            id: id.to_owned(),
            cadence: last.cadence.value,
            in_force: obligations.in_force(),
            active_from: obligations.active_from(),
            uncovered: obligations.uncovered(window, &expected),
            strays: self.strays(id, &obligations, records, &expected),
            weakenings: weakenings(timeline, window, self.trail, |control| self.grace(control)),
            occurrences,
        };
        let shows =
            !assessed.occurrences.is_empty() || !assessed.strays.is_empty() || !assessed.uncovered.is_empty();
        (present || shows).then_some(assessed)
    }

    /// With an audit: whether a definition in force in the window names a requirement in its scope.
    fn is_asked_for(&self, segments: &[Segment], window: Window) -> bool {
        let Some(audit) = self.input.audit else { return true };
        let Some(framework) = audit.framework.as_ref() else { return true };
        let catalog = self.input.register.frameworks.get(&framework.value);
        let scope = self.judge.program.and_then(|program| program.scope(framework));
        let in_window = segments.iter().filter(|segment| {
            let from = segment.visible_from().max(window.from);
            from <= segment.to.min(window.to)
        });
        in_window.into_iter().any(|segment| names(&segment.control, framework, catalog, scope))
    }

    fn file<'r, T>(
        &self,
        obligations: &Obligations<'_>,
        records: impl Iterator<Item = (&'r Record, T)>,
    ) -> BTreeMap<String, Vec<T>> {
        let mut filed: BTreeMap<String, Vec<T>> = BTreeMap::new();
        for (record, item) in records {
            if let Some(name) = self.period_name(obligations, record) {
                filed.entry(name).or_default().push(item);
            }
        }
        filed
    }

    /// The name of the period that a record belongs to.
    fn period_name(&self, obligations: &Obligations<'_>, record: &Record) -> Option<String> {
        match &record.period {
            Some(name) => Some(name.value.clone()),
            None => obligations.period_of(self.performed_day(record)?).map(|period| period.name),
        }
    }

    fn performed_day(&self, record: &Record) -> Option<Date> {
        let when = record.performed.as_ref()?.at.as_ref()?.when?;
        Some(when.date(self.judge.zone))
    }

    fn occurrence(
        &self,
        timeline: &Timeline,
        segment: &Segment,
        expected: &Expected,
        filed: &Filed<'_>,
        previous: Option<&Record>,
    ) -> Occurrence {
        let control = &segment.control;
        let period = &expected.period;
        let due = period.due();
        let grace_ends = self.grace(control).after(due);
        let on_file = filed.here.get(&period.name);
        let record = counting(on_file, self);
        let others = on_file
            .into_iter()
            .flatten()
            .filter(|other| record.is_none_or(|record| record.path != other.path));
        let extracted = self.judge.extracted(control, period);
        let population = control.population.as_ref().and_then(|id| self.input.register.populations.get(id));
        let table = extracted.as_ref().and_then(|extracted| extracted.table);
        let missed = record.map(|record| self.judge.missed_deadline(record, control, population, table));
        let missed = missed.unwrap_or_default();
        let life = record.and_then(|record| self.lives.get(&record.path));
        let deleted =
            filed.gone.get(&period.name).into_iter().flatten().map(|path| (*path).clone()).collect();
        let mut occurrence = Occurrence {
            due,
            grace_ends,
            status: self.judge.status(record, control, extracted.as_ref(), &missed, (due, grace_ends)),
            flags: Vec::new(),
            path: record.map(|record| record.path.clone()),
            blob: record.and_then(|record| self.input.register.file(record.path.as_str())?.blob),
            others: others.map(|other| other.path.clone()).collect(),
            performed: record.and_then(|record| record.performed.as_ref()).map(|act| self.judge.claimed(act)),
            reviewed: record.and_then(|record| record.reviewed.as_ref()).map(|act| self.judge.claimed(act)),
            committed: record.and_then(|record| self.committed(&record.path)),
            landed: life.and_then(|life| life.landed.clone()),
            edits: life.map(|life| life.edits.clone()).unwrap_or_default(),
            lacks: record
                .map(|record| self.judge.lacks(record, control, population, extracted.as_ref()))
                .unwrap_or_default(),
            population_rows: extracted.as_ref().and_then(Extracted::rows),
            extraction: extracted
                .as_ref()
                .and_then(|extracted| extracted.described)
                .map(|found| found.path.clone()),
            exceptions: record.map(exception_ids).unwrap_or_default(),
            missed_deadline: missed,
            deleted,
            same_as: record
                .zip(previous)
                .filter(|(record, previous)| self.judge.repeats(record, previous))
                .map(|(_, previous)| previous.path.clone()),
            expected_reviewer: control.reviewer.as_ref().map(|by| by.value.clone()),
            period: period.clone(),
            graded: None,
        };
        self.flag(&mut occurrence, timeline, control, record.is_some(), life);
        occurrence.graded = self.graded(record, &occurrence);
        occurrence
    }

    /// The grade of the record that counts; the worst when any record of the occurrence is gone.
    fn graded(&self, record: Option<&Record>, occurrence: &Occurrence) -> Option<Graded> {
        let trust = self.input.trust?;
        let file = |path: &str| self.input.register.file(path);
        let altering = || {
            let edits = occurrence.edits.iter().filter(|edit| edit.kind == EditKind::Altering);
            edits.map(|edit| edit.commit)
        };
        let graded = record.map(|record| trust.grade(record, altering(), file));
        if occurrence.deleted.is_empty() {
            return graded;
        }
        let nothing = Graded::by(BTreeSet::new());
        Some(graded.unwrap_or(nothing).and(Reason::RecordDeleted))
    }

    fn flag(
        &self,
        occurrence: &mut Occurrence,
        timeline: &Timeline,
        control: &Control,
        has_record: bool,
        life: Option<&Life>,
    ) {
        if self.cut.is_some_and(|cut| occurrence.due < cut) {
            occurrence.status = OccurrenceStatus::Unknown;
            return;
        }
        let mut flags = if has_record {
            self.judge.record_flags(occurrence, control.cadence.is_on_event(), life)
        } else {
            BTreeSet::new()
        };
        if !occurrence.deleted.is_empty() {
            flags.insert(Flag::DeletedLater);
        }
        if timeline.landing().is_some_and(|landing| occurrence.due < landing) {
            flags.insert(Flag::DefinitionLandedLater);
        }
        occurrence.flags = flags.into_iter().collect();
    }

    fn committed(&self, path: &RepoPath) -> Option<Stamp> {
        let addition =
            self.trail.additions.get(path).filter(|_| !self.trail.before_the_cut.contains_key(path))?;
        Some(Stamp {
            commit: addition.commit,
            at: addition.at,
            offset_minutes: addition.offset_minutes,
            day: None,
        })
    }

    fn grace(&self, control: &Control) -> crate::calendar::Duration {
        let unit = control.cadence.grace_unit();
        let default =
            self.judge.program.map_or_else(|| unit.default_grace(), |program: &Program| program.grace(unit));
        control.grace.as_ref().map_or(default, |grace| grace.value)
    }

    /// Records that belong to no expected occurrence, as far as the window is concerned.
    fn strays(
        &self,
        id: &str,
        obligations: &Obligations<'_>,
        records: &[&Record],
        expected: &[Expected],
    ) -> Vec<Stray> {
        let window = self.input.window;
        let placed = |period: Option<&String>, performed: Option<Date>| match period {
            Some(name) => Period::parse(name, self.fiscal),
            None => {
                performed.and_then(|day| obligations.period_of(day).or_else(|| obligations.period_at(day)))
            }
        };
        let names: BTreeSet<&str> = expected.iter().map(|one| one.period.name.as_str()).collect();
        let is_expected = |period: &Period| names.contains(period.name.as_str());
        let readable = records.iter().map(|record| {
            let period = placed(record.period.as_ref().map(|name| &name.value), self.performed_day(record));
            (&record.path, period.as_ref().is_some_and(is_expected), period)
        });
        // A record that cannot be read counts for nothing, and is never dropped.
        let unreadable = self.unreadable.get(id).into_iter().flatten().map(|record| {
            let performed = record.performed.map(|when| when.date(self.judge.zone));
            (&record.path, false, placed(record.period.as_ref(), performed))
        });
        let mut strays: Vec<Stray> = readable
            .chain(unreadable)
            .filter(|(_, counts, period)| {
                !counts && period.as_ref().is_none_or(|period| window.contains(period.due()))
            })
            .map(|(path, _, period)| Stray { path: path.clone(), period: period.map(|period| period.name) })
            .collect();
        strays.sort();
        strays
    }
}

/// The record that counts: the highest number, then the later performed day, then the larger path.
fn counting<'r>(records: Option<&Vec<&'r Record>>, run: &Run<'_>) -> Option<&'r Record> {
    let rank = |record: &&&Record| (record.number(), run.performed_day(record), record.path.clone());
    records?.iter().max_by_key(rank).copied()
}

fn exception_ids(record: &Record) -> Vec<String> {
    let named = record.exceptions.iter().map(|exception| exception.id.value.clone());
    let tested =
        record.tested.iter().filter_map(|tested| tested.exception.as_ref().map(|id| id.value.clone()));
    named.chain(tested).collect::<BTreeSet<_>>().into_iter().collect()
}

fn names(
    control: &Arc<Control>,
    framework: &str,
    catalog: Option<&Framework>,
    scope: Option<&Scope>,
) -> bool {
    control.satisfies.of(framework).any(|id| match (catalog, scope) {
        (None, _) => true,
        (Some(catalog), None) => catalog.requirement(id).is_some(),
        (Some(catalog), Some(scope)) => {
            catalog.requirement(id).is_some_and(|requirement| catalog.in_scope(requirement, scope))
        }
    })
}
