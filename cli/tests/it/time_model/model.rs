//! The page on time, word by word: slow, and obviously right. It answers in the JSON of `trail`.

use std::collections::{BTreeMap, BTreeSet};

use jiff::Timestamp;
use jiff::tz::Offset;
use serde_json::{Value, json};

use super::days::{self, Cadence, Day, Period};
use super::value::{V, completes, says_the_same};
use super::world::{Commit, REQUIREMENTS, Step, World};

/// How commits and blobs are called.
pub(super) struct Names<'a> {
    pub(super) commit: &'a dyn Fn(usize) -> String,
    pub(super) blob: &'a dyn Fn(&str, &str) -> String,
}

pub(super) struct Model<'a> {
    world: &'a World,
    names: &'a Names<'a>,
    line: &'a [Step],
    /// The effective day of each step that is seen.
    days: Vec<Day>,
    /// The definitions on file after each step.
    definitions: Vec<Vec<Definition>>,
}

/// A version of a control that can be read.
#[derive(Debug, Clone)]
struct Definition {
    id: String,
    cadence: Cadence,
    active: bool,
    since: Option<Day>,
    grace: Option<String>,
    population: Option<String>,
    deadline: Option<(String, String)>,
    evidence: Vec<String>,
    claims: Vec<String>,
    /// The step that brought this version.
    step: usize,
}

/// All that was ever said of one control.
struct Past {
    /// The first version that could be read.
    first: Definition,
    /// What was on file after each step.
    after: Vec<Option<Definition>>,
}

/// A record at a path, with what it says, and the period that it belongs to.
#[derive(Clone)]
struct Filed<'a> {
    path: &'a str,
    says: &'a V,
    period: Option<String>,
}

struct Expected<'p> {
    period: Period,
    definition: &'p Definition,
}

struct Edit {
    step: usize,
    altering: bool,
    result_changed: bool,
}

const FIRST: (i64, i64, i64) = (2021, 1, 1);
const LAST: (i64, i64, i64) = (2031, 1, 1);

impl<'a> Model<'a> {
    pub(super) fn new(world: &'a World, names: &'a Names<'a>) -> Self {
        let line = world.seen();
        let mut model = Self { world, names, line, days: Vec::new(), definitions: Vec::new() };
        model.days = (0..line.len()).map(|step| model.effective_day(step)).collect();
        model.definitions = (0..line.len()).map(|step| model.definitions_in(step)).collect();
        model
    }

    pub(super) fn answer(&self) -> Value {
        let ids: BTreeSet<String> = self.definitions.iter().flatten().map(|one| one.id.clone()).collect();
        let controls: Vec<Value> = ids.iter().filter_map(|id| self.control(id)).collect();
        let mut counts = BTreeMap::new();
        let (mut expected, mut on_file, mut on_time) = (0, 0, 0);
        for one in controls.iter().flat_map(|control| control["occurrences"].as_array().expect("a list")) {
            let status = one["status"].as_str().expect("a word").to_owned();
            let flags = one["flags"].as_array().expect("a list");
            let silent = ["upcoming", "overdue", "missing", "unknown"].contains(&status.as_str());
            let untimely = flags.iter().any(|flag| flag == "late" || flag == "completed-after-close");
            expected += usize::from(status != "upcoming");
            on_file += usize::from(!silent);
            on_time += usize::from(!silent && !untimely);
            *counts.entry(status).or_insert(0) += 1;
        }
        json!({
            "schema": "tickmark/trail/1",
            "window": {"from": days::written(self.world.window.0), "to": days::written(self.world.window.1)},
            "as_of": days::written(self.world.as_of),
            "complete": self.world.cut.is_none(),
            "integrity": self.integrity(),
            "controls": controls,
            "counts": {"expected": expected, "on_file": on_file, "on_time": on_time, "by_status": counts},
        })
    }

    // Days of the main line.

    fn trusted(&self, step: usize) -> bool {
        !self.world.distrusted.contains(&self.line[step].main.number)
    }

    /// The civil date of the latest committer date on the line up to and including a commit.
    fn effective_day(&self, step: usize) -> Day {
        let dates =
            |to: usize| (0..=to).filter(|step| self.trusted(*step)).map(|step| self.line[step].main.at);
        let first_trusted =
            || (0..self.line.len()).find(|step| self.trusted(*step)).map(|step| self.line[step].main.at);
        let earliest = || self.line.iter().map(|step| step.main.at).min();
        let latest = dates(step).max().or_else(first_trusted).or_else(earliest);
        self.world.day_of(latest.expect("a commit"))
    }

    fn integrity(&self) -> Vec<String> {
        let backwards = |step: &usize| {
            let before =
                (0..*step).filter(|step| self.trusted(*step)).map(|step| self.line[step].main.at).max();
            self.trusted(*step) && before.is_some_and(|before| self.line[*step].main.at < before - 300)
        };
        let clocks = (0..self.line.len())
            .filter(backwards)
            .map(|step| format!("CLOCK_OUT_OF_ORDER {}", self.id(&self.line[step].main)));
        let unread =
            self.world.head().iter().filter(|(path, file)| is_record(path) && !reads(file.value.as_ref()));
        let mut all: Vec<String> =
            clocks.chain(unread.map(|(path, _)| format!("RECORD_UNREADABLE {path}"))).collect();
        all.sort();
        all
    }

    fn id(&self, commit: &Commit) -> String {
        (self.names.commit)(commit.number)
    }

    // Definitions.

    /// The definitions on file after a step; a version that cannot be read is passed over.
    fn definitions_in(&self, step: usize) -> Vec<Definition> {
        let mut files: BTreeMap<&str, Definition> = BTreeMap::new();
        for (at, one) in self.line[..=step].iter().enumerate() {
            let tree = &one.main.tree;
            files.retain(|path, _| tree.contains_key(*path));
            let old = at.checked_sub(1).map(|before| &self.line[before].main.tree);
            for (path, file) in tree.iter().filter(|(path, _)| path.starts_with("policies/controls/")) {
                let is_new = old.and_then(|old| old.get(path)) != Some(file);
                if let Some(read) =
                    file.value.as_ref().and_then(|says| definition(says, at)).filter(|_| is_new)
                {
                    files.insert(path, read);
                }
            }
        }
        files.into_values().collect()
    }

    fn past(&self, id: &str) -> Past {
        let find = |definitions: &Vec<Definition>| definitions.iter().find(|one| one.id == id).cloned();
        let after: Vec<Option<Definition>> = self.definitions.iter().map(find).collect();
        let first = after.iter().flatten().next().expect("it was there once").clone();
        Past { first, after }
    }

    fn landing(&self, past: &Past) -> Day {
        self.days[past.first.step]
    }

    /// True when it was there where the history is cut: it is taken as in force before.
    fn is_older(&self, past: &Past) -> bool {
        self.world.cut.is_some() && past.first.step == 0
    }

    /// The definition in force on a day.
    fn on<'p>(&self, past: &'p Past, day: Day) -> Option<&'p Definition> {
        if day < self.landing(past) {
            let counts = past.first.since.is_some() || self.is_older(past);
            return counts.then_some(&past.first);
        }
        let step = (0..self.line.len()).rev().find(|step| self.days[*step] <= day)?;
        past.after[step].as_ref()
    }

    /// The first day from which a definition asks for anything.
    fn since(&self, past: &Past, definition: &Definition) -> Day {
        let default = if self.is_older(past) { 0 } else { self.landing(past) };
        definition.since.unwrap_or(default)
    }

    fn anchor(&self, past: &Past, definition: &Definition) -> Day {
        definition.since.unwrap_or_else(|| self.landing(past))
    }

    fn due_on(&self, past: &Past, definition: &Definition, day: Day) -> Option<Period> {
        definition.cadence.due_on(day, self.world.fiscal, self.anchor(past, definition))
    }

    fn is_active(&self, past: &Past, day: Day) -> bool {
        self.on(past, day).is_some_and(|definition| definition.active && self.since(past, definition) <= day)
    }

    fn expected_on<'p>(&self, past: &'p Past, day: Day) -> Option<Expected<'p>> {
        let definition = self.on(past, day).filter(|_| self.is_active(past, day))?;
        Some(Expected { period: self.due_on(past, definition, day)?, definition })
    }

    // Records.

    /// The period that a record belongs to, by its name.
    fn belongs(&self, past: &Past, says: &V) -> Option<String> {
        if let Some(period) = says.text("period") {
            return Some(period.to_owned());
        }
        self.period_around(past, self.performed_on(says)?).map(|period| period.name)
    }

    /// The period that holds the performed day and is one of the cadence in force on its due date; if
    /// two, the one due first.
    fn period_around(&self, past: &Past, performed: Day) -> Option<Period> {
        (performed..performed + 1100).find_map(|day| {
            let period = self.due_on(past, self.on(past, day)?, day)?;
            (period.start <= performed).then_some(period)
        })
    }

    fn performed_on(&self, says: &V) -> Option<Day> {
        self.day_said(says.get("performed")?.text("at")?)
    }

    fn day_said(&self, text: &str) -> Option<Day> {
        days::read(text).or_else(|| Some(self.world.day_of(instant(text)?)))
    }

    /// The records of a control at the revision.
    fn records(&self, id: &str, past: &Past) -> Vec<Filed<'a>> {
        let files = self.world.head().iter().filter(|(path, _)| is_record(path));
        let readable = files.filter_map(|(path, file)| Some((path, file.value.as_ref()?)));
        let own = readable.filter(|(_, says)| reads(Some(says)) && says.text("control") == Some(id));
        own.map(|(path, says)| Filed { path, says, period: self.belongs(past, says) }).collect()
    }

    /// Records of a control that are gone, by the last content that could be read.
    fn gone(&self, id: &str, past: &Past) -> Vec<Filed<'a>> {
        let paths: BTreeSet<&str> = self
            .line
            .iter()
            .flat_map(|step| step.main.tree.keys())
            .map(String::as_str)
            .filter(|path| is_record(path) && !self.world.head().contains_key(*path))
            .collect();
        let last = |path: &'a str| {
            let versions = self.line.iter().rev().filter_map(|step| step.main.tree.get(path)?.value.as_ref());
            let says = versions.into_iter().find(|says| reads(Some(says)))?;
            (says.text("control") == Some(id)).then(|| Filed { path, says, period: self.belongs(past, says) })
        };
        paths.into_iter().filter_map(last).collect()
    }

    /// The highest number, then the later performed day, then the larger path.
    fn counting(&self, records: &[Filed<'a>]) -> Option<Filed<'a>> {
        let rank = |filed: &&Filed<'a>| (number(filed.path), self.performed_on(filed.says), filed.path);
        records.iter().max_by_key(rank).cloned()
    }

    // One control.

    fn control(&self, id: &str) -> Option<Value> {
        let past = self.past(id);
        let (from, to) = self.world.window;
        if self.world.audit && !(from..=to).any(|day| self.answers_to_the_audit(&past, day)) {
            return None;
        }
        let records = self.records(id, &past);
        let gone = self.gone(id, &past);
        let expected: Vec<Expected<'_>> =
            (from..=to).filter_map(|day| self.expected_on(&past, day)).collect();
        let occurrences: Vec<Value> =
            expected.iter().map(|one| self.occurrence(&past, one, &records, &gone)).collect();
        let uncovered = self.uncovered(&past, &expected);
        let stray = self.strays(id, &past, &records, &expected);
        let at_the_end = past.after.last().expect("a commit");
        let shows = !occurrences.is_empty() || !uncovered.is_empty() || !stray.is_empty();
        let last = past.after.iter().rev().flatten().next().expect("it was there once");
        (at_the_end.is_some() || shows).then(|| {
            json!({
                "id": id,
                "cadence": last.cadence.word,
                "in_force": self.in_force(&past),
                "occurrences": occurrences,
                "uncovered": uncovered,
                "stray": stray,
            })
        })
    }

    fn answers_to_the_audit(&self, past: &Past, day: Day) -> bool {
        let in_scope = |category: &str| {
            category == "c1" || self.world.categories.is_empty() || self.world.categories.contains(&category)
        };
        self.in_force_on(past, day).is_some_and(|definition| {
            let known =
                REQUIREMENTS.iter().filter(|(id, _)| definition.claims.iter().any(|claim| claim == id));
            known.into_iter().any(|(_, category)| in_scope(category))
        })
    }

    /// Before its landing a definition is in force from its `since` on.
    fn in_force_on<'p>(&self, past: &'p Past, day: Day) -> Option<&'p Definition> {
        let definition = self.on(past, day)?;
        (day >= self.landing(past) || self.since(past, definition) <= day).then_some(definition)
    }

    fn in_force(&self, past: &Past) -> Vec<Value> {
        let (first, last) = (days::place(FIRST.0, FIRST.1, FIRST.2), days::place(LAST.0, LAST.1, LAST.2));
        let mut runs: Vec<(Day, Day, &Definition)> = Vec::new();
        for day in first..=last {
            let Some(definition) = self.in_force_on(past, day) else { continue };
            match runs.last_mut() {
                Some(run) if run.1 == day - 1 && run.2.cadence == definition.cadence => run.1 = day,
                _ => runs.push((day, day, definition)),
            }
        }
        let shown = runs.into_iter().map(|(from, to, definition)| {
            json!({
                "from": (from != first).then(|| days::written(from)),
                "to": (to != last).then(|| days::written(to)),
                "cadence": definition.cadence.word,
                "commit": self.id(&self.line[definition.step].main),
            })
        });
        shown.collect()
    }

    fn uncovered(&self, past: &Past, expected: &[Expected<'_>]) -> Vec<Value> {
        let covers = |day: Day| expected.iter().any(|one| one.period.start <= day && day <= one.period.due);
        let mut runs: Vec<(Day, Day)> = Vec::new();
        for day in self.world.window.0..=self.world.window.1 {
            if self.is_active(past, day) && !covers(day) {
                match runs.last_mut() {
                    Some(run) if run.1 == day - 1 => run.1 = day,
                    _ => runs.push((day, day)),
                }
            }
        }
        runs.iter().map(|run| json!({"from": days::written(run.0), "to": days::written(run.1)})).collect()
    }

    fn strays(&self, id: &str, past: &Past, records: &[Filed<'a>], expected: &[Expected<'_>]) -> Vec<Value> {
        let (from, to) = self.world.window;
        let mut strays = Vec::new();
        for (path, file) in self.world.head().iter().filter(|(path, _)| is_record(path)) {
            let counts = records.iter().any(|filed| filed.path == path);
            let folder = path.split('/').nth(1);
            let control = file.value.as_ref().and_then(|says| says.text("control")).or(folder);
            if control != Some(id) {
                continue;
            }
            let says = file.value.as_ref();
            let period = match says.and_then(|says| says.text("period")) {
                Some(name) => days::period_named(name, self.world.fiscal),
                None => says.and_then(|says| self.performed_on(says)).and_then(|day| {
                    let by_cadence_of_that_day = || {
                        let definition = self.on(past, day)?;
                        definition.cadence.holding(day, self.world.fiscal, self.anchor(past, definition))
                    };
                    self.period_around(past, day).or_else(by_cadence_of_that_day)
                }),
            };
            let is_expected = counts
                && expected
                    .iter()
                    .any(|one| Some(&one.period.name) == period.as_ref().map(|period| &period.name));
            let falls_here = period.as_ref().is_none_or(|period| from <= period.due && period.due <= to);
            if !is_expected && falls_here {
                strays.push(json!({"period": period.map(|period| period.name), "path": path}));
            }
        }
        strays
    }

    // One occurrence.

    fn occurrence(
        &self,
        past: &Past,
        one: &Expected<'_>,
        records: &[Filed<'a>],
        gone: &[Filed<'a>],
    ) -> Value {
        let Expected { period, definition } = one;
        let mine = of_period(records, &period.name);
        let record = self.counting(&mine);
        let record = record.as_ref();
        let grace_ends = days::after(period.due, &self.grace(definition));
        let extraction = self.extraction(definition, period);
        let missed =
            record.is_some_and(|record| self.missed_a_deadline(record.says, definition, extraction.as_ref()));
        let is_unknown = self.world.cut.is_some() && period.due < self.days[0];
        let status = if is_unknown {
            "unknown"
        } else {
            match record {
                Some(record) => self.status(record.says, missed),
                None => self.silence(period.due, grace_ends, definition, extraction.as_ref()),
            }
        };
        let landed = record.and_then(|record| self.landed(record.path));
        let edits = record.map(|record| self.edits(record.path)).unwrap_or_default();
        let mut flags = BTreeSet::new();
        if !is_unknown {
            if let Some(record) = record {
                self.flag_times(&mut flags, record, one, grace_ends, landed);
                self.flag_edits(&mut flags, &edits, grace_ends);
                if self.is_incomplete(record, definition, extraction.as_ref()) {
                    flags.insert("incomplete");
                }
                if self.repeats_the_one_before(past, record, period.due, records) {
                    flags.insert("same-as-previous");
                }
            }
            if !of_period(gone, &period.name).is_empty() {
                flags.insert("deleted-later");
            }
            if !self.is_older(past) && period.due < self.landing(past) {
                flags.insert("definition-landed-later");
            }
        }
        let others = mine.iter().filter(|other| Some(other.path) != record.map(|record| record.path));
        let act = |key: &str| record.and_then(|record| record.says.get(key));
        json!({
            "period": period.name,
            "start": days::written(period.start),
            "end": days::written(period.due),
            "due": days::written(period.due),
            "status": status,
            "flags": flags,
            "path": record.map(|record| record.path),
            "blob": record.map(|record| (self.names.blob)(record.path, &self.world.head()[record.path].text)),
            "others": others.map(|other| other.path).collect::<Vec<_>>(),
            "performed": act("performed").map(|act| json!({
                "by": act.text("by"),
                "at": act.text("at"),
                "on": act.text("at").and_then(|at| self.day_said(at)).map(days::written),
            })),
            "reviewed": act("reviewed").map(|act| json!({"by": act.text("by"), "at": act.text("at")})),
            "committed": record.and_then(|record| self.committed(record.path)),
            "landed": landed.map(|step| self.stamp(&self.line[step].main)),
            "edits": edits.iter().map(|edit| self.edit_told(edit)).collect::<Vec<_>>(),
            "population": extraction.map(|extraction| json!({"rows": extraction.rows_there(), "extraction": extraction.path()})),
            "exceptions": record.map(|record| exceptions(record.says)).unwrap_or_default(),
        })
    }

    fn grace(&self, definition: &Definition) -> String {
        let unit = definition.cadence.unit;
        let (key, built_in) = match unit {
            "day" => ("daily", "1d"),
            "week" => ("weekly", "3d"),
            "month" => ("monthly", "7d"),
            "quarter" => ("quarterly", "14d"),
            "half" => ("semiannual", "21d"),
            _ => ("annual", "30d"),
        };
        let by_default = self.world.grace.get(key).cloned().unwrap_or_else(|| built_in.to_owned());
        definition.grace.clone().unwrap_or(by_default)
    }

    fn silence(
        &self,
        due: Day,
        grace_ends: Day,
        definition: &Definition,
        extraction: Option<&Extraction<'_>>,
    ) -> &'static str {
        let today = self.world.as_of;
        if definition.cadence.word == "on-event" && extraction.is_some_and(Extraction::is_empty) {
            "no-events"
        } else if today <= due {
            "upcoming"
        } else if today <= grace_ends {
            "overdue"
        } else {
            "missing"
        }
    }

    fn status(&self, says: &V, missed: bool) -> &'static str {
        let result = says.text("result").expect("a readable record");
        let deviates = result == "exception"
            || says
                .get("exceptions")
                .is_some_and(|exceptions| !matches!(exceptions, V::M(entries) if entries.is_empty()))
            || says.entries("tested").iter().any(|(_, item)| !passed(item))
            || missed;
        match result {
            "fail" | "not-performed" => "failed",
            "pending" => "pending",
            _ if !self.is_reviewed(says) => "unreviewed",
            _ if deviates => "exception",
            _ => "operated",
        }
    }

    fn is_reviewed(&self, says: &V) -> bool {
        let by = |key: &str| says.get(key).and_then(|act| act.text("by"));
        match self.world.review {
            "none" => true,
            "any" => by("reviewed").is_some(),
            _ => by("reviewed").is_some() && by("reviewed") != by("performed"),
        }
    }

    fn flag_times(
        &self,
        flags: &mut BTreeSet<&str>,
        record: &Filed<'_>,
        one: &Expected<'_>,
        grace_ends: Day,
        landed: Option<usize>,
    ) {
        let Some(performed) = self.performed_on(record.says) else { return };
        let limit = if one.definition.cadence.word == "on-event" { grace_ends } else { one.period.due };
        if performed > limit {
            flags.insert("late");
        }
        if performed < one.period.start {
            flags.insert("early");
        }
        if let Some(landed) = landed.map(|step| self.days[step]) {
            if landed > days::after(performed, &self.world.within) {
                flags.insert("after-the-fact");
            }
            if landed < performed {
                flags.insert("landed-before-performed");
            }
        }
    }

    fn flag_edits(&self, flags: &mut BTreeSet<&str>, edits: &[Edit], grace_ends: Day) {
        let closed = |edit: &&Edit| self.days[edit.step] > grace_ends;
        let altering: Vec<&Edit> = edits.iter().filter(|edit| edit.altering).collect();
        if !edits.is_empty() && altering.is_empty() {
            flags.insert("completed");
        }
        if !altering.is_empty() {
            flags.insert("altered");
        }
        if altering.iter().any(closed) {
            flags.insert("altered-after-close");
        }
        if edits.iter().filter(|edit| !edit.altering && edit.result_changed).any(|edit| closed(&edit)) {
            flags.insert("completed-after-close");
        }
    }

    // The life of a record.

    /// The first main-line commit that holds the path; nobody knows when it lies before the cut.
    fn landed(&self, path: &str) -> Option<usize> {
        let step = self.line.iter().position(|step| step.main.tree.contains_key(path))?;
        (self.world.cut.is_none() || step > 0).then_some(step)
    }

    fn edits(&self, path: &str) -> Vec<Edit> {
        let first = self.line.iter().position(|step| step.main.tree.contains_key(path)).expect("it landed");
        let folder = format!("{}/", path.trim_end_matches(".yaml"));
        let mut edits = Vec::new();
        for step in first + 1..self.line.len() {
            let (old, new) = (&self.line[step - 1].main.tree, &self.line[step].main.tree);
            let files =
                |tree: &'a super::world::Tree| tree.iter().filter(|(name, _)| name.starts_with(&folder));
            let record_differs = old.get(path) != new.get(path);
            let files_differ = !files(old).eq(files(new));
            if !record_differs && !files_differ {
                continue;
            }
            let only_added = files(old).all(|(name, file)| new.get(name) == Some(file));
            let value = |tree: &'a super::world::Tree| tree.get(path).and_then(|file| file.value.as_ref());
            let keeps = match (old.get(path), new.get(path)) {
                _ if !record_differs => true,
                (None, Some(new)) => new.value.is_some(),
                _ => value(old).zip(value(new)).is_some_and(|(old, new)| completes(old, new)),
            };
            let result = |tree: &'a super::world::Tree| value(tree).and_then(|says| says.text("result"));
            let result_changed = result(old) != result(new);
            edits.push(Edit { step, altering: !keeps || !only_added, result_changed });
        }
        edits
    }

    fn edit_told(&self, edit: &Edit) -> Value {
        let commit = &self.line[edit.step].main;
        let kind = if edit.altering { "altering" } else { "completing" };
        json!({"commit": self.id(commit), "at": moment(commit), "by": commit.author, "kind": kind})
    }

    fn stamp(&self, commit: &Commit) -> Value {
        json!({"commit": self.id(commit), "at": moment(commit)})
    }

    /// Among the commits that hold the path and none of whose parents does, the earliest.
    fn committed(&self, path: &str) -> Option<Value> {
        if self.world.cut.is_some() && self.line[0].main.tree.contains_key(path) {
            return None;
        }
        let holds = |commit: &Commit| commit.tree.contains_key(path);
        let mut candidates = Vec::new();
        for (at, step) in self.line.iter().enumerate() {
            let before = at.checked_sub(1).map(|before| &self.line[before].main);
            if before.is_some_and(holds) {
                continue;
            }
            if let Some(side) = step.side.as_ref().filter(|side| holds(side)) {
                candidates.push(side);
            } else if holds(&step.main) {
                candidates.push(&step.main);
            }
        }
        let earliest = candidates.into_iter().min_by_key(|commit| (commit.at, self.id(commit)))?;
        Some(self.stamp(earliest))
    }

    fn repeats_the_one_before(
        &self,
        past: &Past,
        record: &Filed<'a>,
        due: Day,
        records: &[Filed<'a>],
    ) -> bool {
        let first = days::place(FIRST.0, FIRST.1, FIRST.2);
        let Some(before) = (first..due).rev().find_map(|day| self.expected_on(past, day)) else {
            return false;
        };
        let Some(other) = self.counting(&of_period(records, &before.period.name)) else { return false };
        let files = |filed: &Filed<'a>| -> Vec<String> {
            let names = artifacts(filed.says).into_iter().filter_map(|artifact| artifact.text("file"));
            names.filter_map(|name| self.artifact(filed.path, name)).collect()
        };
        let urls = |filed: &Filed<'a>| -> Vec<String> {
            let urls = artifacts(filed.says).into_iter().filter(|artifact| artifact.get("url").is_some());
            urls.filter_map(|artifact| artifact.text("sha256").map(str::to_owned)).collect()
        };
        let share = |a: Vec<String>, b: Vec<String>| a.iter().any(|one| b.contains(one));
        share(files(record), files(&other))
            || share(urls(record), urls(&other))
            || says_the_same(record.says, other.says)
    }

    /// The bytes of a file beside a record, at the revision.
    fn artifact(&self, record: &str, name: &str) -> Option<String> {
        let path = format!("{}/{name}", record.trim_end_matches(".yaml"));
        self.world.head().get(&path).map(|file| file.text.clone())
    }

    // What it should hold.

    fn is_incomplete(
        &self,
        record: &Filed<'_>,
        definition: &Definition,
        extraction: Option<&Extraction<'_>>,
    ) -> bool {
        let says = record.says;
        if !["pass", "exception", "fail"].contains(&says.text("result").unwrap_or_default()) {
            return false;
        }
        let artifacts = artifacts(says);
        let broken = artifacts.iter().any(|artifact| {
            artifact.text("file").is_some_and(|name| match self.artifact(record.path, name) {
                None => true,
                Some(bytes) => artifact.text("sha256") != Some(sha256(&bytes).as_str()),
            })
        });
        let unanswered = definition.evidence.iter().any(|name| {
            let answers = |artifact: &&&V| {
                let named = artifact.strings("for");
                named.contains(name) || (named.is_empty() && definition.evidence.len() == 1)
            };
            artifacts.iter().find(answers).is_none()
        });
        let population =
            definition.cadence.word == "on-event" && population_lacks(says, definition, extraction);
        artifacts.is_empty() || broken || unanswered || population
    }

    fn extraction(&self, definition: &Definition, period: &Period) -> Option<Extraction<'a>> {
        let population =
            definition.population.as_deref().filter(|_| definition.cadence.word == "on-event")?;
        let file = |suffix: &str| {
            self.world
                .head()
                .get_key_value(&format!("evidence/populations/{population}/{}.{suffix}", period.name))
        };
        let (described, table) = (file("yaml"), file("csv"));
        let described = described.map(|(path, file)| (path.as_str(), file.value.as_ref().expect("it reads")));
        (described.is_some() || table.is_some())
            .then(|| Extraction { described, table: table.map(|(_, file)| file.text.as_str()) })
    }

    fn missed_a_deadline(
        &self,
        says: &V,
        definition: &Definition,
        extraction: Option<&Extraction<'_>>,
    ) -> bool {
        let (Some((within, column)), Some(extraction)) = (&definition.deadline, extraction) else {
            return false;
        };
        says.entries("tested").iter().any(|(key, item)| {
            let done = item.text("at");
            let began = extraction.cell(key, column);
            done.zip(began).is_some_and(|(done, began)| self.is_too_late(within, began, done))
        })
    }

    /// Hours run from the midnight that ends the day, or from the moment; longer spans are civil.
    fn is_too_late(&self, within: &str, began: &str, done: &str) -> bool {
        let (amount, unit) = days::split(within);
        if unit != "h" {
            let (Some(began), Some(done)) = (self.day_said(began), self.day_said(done)) else { return false };
            return done > days::after(began, within);
        }
        let start = match days::read(began) {
            Some(day) => self.world.midnight(day + 1),
            None => instant(began).expect("a moment"),
        };
        let limit = start + amount * 3600;
        match days::read(done) {
            // A day is too late when all of it is.
            Some(day) => self.world.midnight(day) >= limit,
            None => instant(done).expect("a moment") > limit,
        }
    }
}

/// An extraction: the YAML that describes it, and the CSV.
struct Extraction<'a> {
    described: Option<(&'a str, &'a V)>,
    table: Option<&'a str>,
}

impl<'a> Extraction<'a> {
    fn path(&self) -> Option<&'a str> {
        self.described.map(|(path, _)| path)
    }

    fn rows(&self) -> Option<Vec<Vec<&'a str>>> {
        let rows = self.table?.lines().skip(1);
        Some(rows.map(|row| row.split(',').collect()).collect())
    }

    fn rows_there(&self) -> Option<i64> {
        let written = || self.described?.1.text("rows")?.parse().ok();
        self.rows().map(|rows| i64::try_from(rows.len()).expect("few")).or_else(written)
    }

    fn keys(&self) -> BTreeSet<&'a str> {
        self.rows().unwrap_or_default().into_iter().map(|row| row[0]).collect()
    }

    fn cell(&self, key: &str, column: &str) -> Option<&'a str> {
        let at = self.table?.lines().next()?.split(',').position(|name| name == column)?;
        self.rows()?.into_iter().find(|row| row[0] == key).map(|row| row[at])
    }

    /// The CSV has the bytes and the rows that the YAML says.
    fn is_as_described(&self) -> bool {
        let (Some((_, says)), Some(table), Some(rows)) = (self.described, self.table, self.rows()) else {
            return false;
        };
        says.text("sha256") == Some(sha256(table).as_str())
            && says.text("rows") == Some(rows.len().to_string().as_str())
    }

    fn is_empty(&self) -> bool {
        self.is_as_described() && self.rows().is_some_and(|rows| rows.is_empty())
    }
}

fn of_period<'a>(records: &[Filed<'a>], name: &str) -> Vec<Filed<'a>> {
    records.iter().filter(|filed| filed.period.as_deref() == Some(name)).cloned().collect()
}

fn population_lacks(says: &V, definition: &Definition, extraction: Option<&Extraction<'_>>) -> bool {
    let Some(extraction) = extraction else { return true };
    let differs = says.get("population").is_some_and(|used| {
        let written = |key: &str| extraction.described.and_then(|(_, says)| says.text(key));
        let other = |key: &str| used.text(key).is_some_and(|text| Some(text) != written(key));
        used.text("of").is_some_and(|of| Some(of) != definition.population.as_deref())
            || other("rows")
            || other("sha256")
    });
    let keys = extraction.keys();
    let tested: BTreeSet<&str> = says.entries("tested").iter().map(|(key, _)| key.as_str()).collect();
    let unknown = tested.iter().any(|key| !keys.contains(key));
    let sample = says.get("sample");
    let too_few = match sample.and_then(|sample| sample.text("how")) {
        Some("chosen") => {
            sample.expect("it says how").strings("items").iter().any(|item| !tested.contains(item.as_str()))
        }
        Some("random") => {
            let size = sample
                .and_then(|sample| sample.text("size"))
                .map_or(usize::MAX, |size| size.parse().expect("a number"));
            tested.len() < size.min(extraction.rows().unwrap_or_default().len())
        }
        _ => keys.iter().any(|key| !tested.contains(key)),
    };
    !extraction.is_as_described() || differs || unknown || too_few
}

fn definition(says: &V, step: usize) -> Option<Definition> {
    let cadence = match says.get("cadence")? {
        V::S(word) => Cadence::named(word, says.text("period"))?,
        mapping => Cadence::every(mapping.text("every")?),
    };
    let deadline = says.text("deadline").and_then(|text| text.split_once(" after "));
    Some(Definition {
        id: says.text("id")?.to_owned(),
        cadence,
        active: says.text("status").is_none_or(|status| status == "active"),
        since: says.text("since").and_then(days::read),
        grace: says.text("grace").map(str::to_owned),
        population: says.text("population").map(str::to_owned),
        deadline: deadline.map(|(within, column)| (within.to_owned(), column.to_owned())),
        evidence: says
            .many("evidence")
            .into_iter()
            .filter_map(|entry| Some(entry.text("name")?.to_owned()))
            .collect(),
        claims: says.get("satisfies").map(|claims| claims.strings("own")).unwrap_or_default(),
        step,
    })
}

fn is_record(path: &str) -> bool {
    let parts: Vec<&str> = path.split('/').collect();
    parts.len() == 3
        && parts[0] == "evidence"
        && parts[2].rsplit_once('.').is_some_and(|(_, end)| end == "yaml")
}

/// A record counts as long as `control` and `result` can be read.
fn reads(says: Option<&V>) -> bool {
    let results = ["pass", "exception", "fail", "pending", "not-performed"];
    says.is_some_and(|says| {
        says.text("control").is_some() && says.text("result").is_some_and(|result| results.contains(&result))
    })
}

fn number(path: &str) -> u64 {
    let stem = path.rsplit('/').next().expect("a name").trim_end_matches(".yaml");
    stem.rsplit_once('.').and_then(|(_, number)| number.parse().ok()).unwrap_or(1)
}

fn passed(item: &V) -> bool {
    match item {
        V::S(text) => text == "pass",
        _ => item.get("exception").is_none() && item.text("result") == Some("pass"),
    }
}

fn exceptions(says: &V) -> BTreeSet<String> {
    let named = says.entries("exceptions").iter().map(|(id, _)| id.clone());
    let tested =
        says.entries("tested").iter().filter_map(|(_, item)| Some(item.text("exception")?.to_owned()));
    named.chain(tested).collect()
}

fn artifacts(says: &V) -> Vec<&V> {
    says.many("artifacts")
}

fn instant(text: &str) -> Option<i64> {
    text.contains('T').then(|| text.parse::<Timestamp>().ok()).flatten().map(Timestamp::as_second)
}

fn moment(commit: &Commit) -> String {
    let at = Timestamp::from_second(commit.at).expect("an instant");
    at.display_with_offset(Offset::from_seconds(commit.offset * 60).expect("an offset")).to_string()
}

pub(super) fn sha256(text: &str) -> String {
    tickmark::place::Sha256::of(text.as_bytes()).to_string()
}
