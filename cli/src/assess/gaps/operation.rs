//! Controls that did not do what they promise, their populations and their exceptions.

use crate::assess::gaps::{Finder, Gap, GapArea, Remedy, listed};
use crate::assess::{ControlAssessment, Flag, Lack, Occurrence, OccurrenceStatus};
use crate::calendar::{Date, Period};
use crate::model::{Control, Record, Text};
use crate::place::RepoPath;

/// Periods of one control that have the same gap.
type Same<'a> = Vec<&'a Occurrence>;

impl Finder<'_> {
    pub(super) fn operation(&mut self) {
        for control in &self.input.assessment.controls {
            self.statuses(control);
            self.flags(control);
            self.idle(control);
        }
    }

    fn owner(&self, control: &ControlAssessment) -> Option<Text> {
        self.input.register.controls.get(&control.id)?.owner.clone()
    }

    fn tell(&mut self, control: &ControlAssessment, same: &Same<'_>, told: &Told<'_>) {
        if same.is_empty() {
            return;
        }
        let periods: Vec<&str> = same.iter().map(|one| one.period.name.as_str()).collect();
        let what = format!("{} ({})", told.what, listed(&periods));
        let owner = self.owner(control);
        let path = same.iter().find_map(|one| one.path.clone());
        let gap: &mut Gap = self.put(told.area, told.remedy, &control.id, what);
        gap.advise(told.advice).owned(owner.as_ref());
        gap.path = path;
    }

    fn statuses(&mut self, control: &ControlAssessment) {
        let with =
            |status| -> Same<'_> { control.occurrences.iter().filter(|one| one.status == status).collect() };
        for (status, told) in [
            (OccurrenceStatus::Missing, MISSING),
            (OccurrenceStatus::Overdue, OVERDUE),
            (OccurrenceStatus::Failed, FAILED),
            (OccurrenceStatus::Unreviewed, UNREVIEWED),
            (OccurrenceStatus::Pending, PENDING),
            (OccurrenceStatus::Unknown, UNKNOWN),
        ] {
            self.tell(control, &with(status), &told);
        }
    }

    fn flags(&mut self, control: &ControlAssessment) {
        let with = |flag| -> Same<'_> { control.occurrences.iter().filter(|one| one.has(flag)).collect() };
        for (flag, told) in [
            (Flag::Late, LATE),
            (Flag::AfterTheFact, AFTER_THE_FACT),
            (Flag::AlteredAfterClose, ALTERED),
            (Flag::DeletedLater, DELETED),
            (Flag::SameAsPrevious, SAME),
            (Flag::DefinitionLandedLater, LANDED_LATER),
        ] {
            self.tell(control, &with(flag), &told);
        }
        for one in &control.occurrences {
            let lacks: Vec<String> =
                one.lacks.iter().filter(|lack| **lack != Lack::NoExtraction).map(Lack::words).collect();
            if lacks.is_empty() || !one.has(Flag::Incomplete) {
                continue;
            }
            let lacks: Vec<&str> = lacks.iter().map(String::as_str).collect();
            let what =
                format!("the record of {} does not show all that it should: {}", one.period, listed(&lacks));
            let owner = self.owner(control);
            let gap = self.put(GapArea::Operation, Remedy::Fix, &control.id, what);
            gap.advise("add what is not there; what was said before stays as it is").owned(owner.as_ref());
            gap.path.clone_from(&one.path);
        }
    }

    /// In force, and nothing fell due in the window: an auditor cannot test it.
    fn idle(&mut self, control: &ControlAssessment) {
        let active = self.input.register.controls.get(&control.id).is_some_and(Control::is_active);
        if !active || !control.occurrences.is_empty() {
            return;
        }
        let window = self.input.assessment.window;
        let newest = self.newest(&control.id, window.to);
        let (told, advice) = match &newest {
            Some((period, day, _)) => (
                format!("its newest record is of {period}, done on {day}"),
                "have that record at hand, or let it operate once inside the window",
            ),
            None => (
                "it has no record at all".to_owned(),
                "let it operate once inside the window: what was never done cannot be tested",
            ),
        };
        let what = format!("it is {}, and nothing fell due in the window; {told}", control.cadence);
        let owner = self.owner(control);
        let gap = self.put(GapArea::Operation, Remedy::Explain, &control.id, what);
        gap.advise(advice).owned(owner.as_ref());
        gap.path = newest.map(|(_, _, path)| path);
    }

    /// The record of a control that was performed last, up to a day: its period, that day, its path.
    fn newest(&self, control: &str, until: Date) -> Option<(String, Date, RepoPath)> {
        let records = self.input.register.records_of(control).filter_map(|record| {
            let day = record.performed.as_ref()?.at.as_ref()?.when?.date(&self.zone);
            let period =
                record.period.as_ref().map_or_else(|| day.to_string(), |period| period.value.clone());
            (day <= until).then(|| (period, day, record.path.clone()))
        });
        records.max_by_key(|(_, day, path)| (*day, path.clone()))
    }

    pub(super) fn populations(&mut self) {
        let window = self.input.assessment.window;
        for control in &self.input.assessment.controls {
            let lacking = |one: &&Occurrence| one.lacks.contains(&Lack::NoExtraction);
            let same: Same<'_> = control.occurrences.iter().filter(lacking).collect();
            self.tell(control, &same, &NO_LIST);
        }
        let register = self.input.register;
        let fiscal = register.program.as_ref().map(|program| program.fiscal).unwrap_or_default();
        for extraction in &register.extractions {
            let period = extraction.period.as_ref().and_then(|name| Period::parse(name, fiscal));
            let inside = period.is_some_and(|period| window.contains(period.due()));
            if !inside || extraction.checked.is_some() {
                continue;
            }
            let owner =
                register.populations.get(&extraction.population).and_then(|known| known.owner.as_ref());
            let name = extraction.period.as_ref().map_or("", |period| period.value.as_str());
            let what =
                format!("its list of {name} was compared with nothing, so nobody can tell that it is whole");
            self.put(GapArea::Populations, Remedy::Fix, &extraction.population, what)
                .advise("compare the number of rows with a second source, and write `checked:`")
                .owned(owner)
                .at(&extraction.path);
        }
    }

    pub(super) fn exceptions(&mut self) {
        let register = self.input.register;
        for control in &self.input.assessment.controls {
            for one in &control.occurrences {
                let Some(path) = &one.path else { continue };
                let record = register.records.binary_search_by(|record| record.path.cmp(path));
                if let Ok(index) = record {
                    self.exceptions_of(&register.records[index], one);
                }
            }
        }
    }

    fn exceptions_of(&mut self, record: &Record, one: &Occurrence) {
        let control = self.input.register.controls.get(&record.control);
        let owner = control.and_then(|control| control.owner.as_ref());
        for exception in &record.exceptions {
            let said = exception.what.as_ref().map_or("", |what| what.trim_end_matches('.'));
            let fixed = exception.fix.as_ref().and_then(|fix| fix.done.as_ref());
            let fixed = fixed.map(|done| format!("; put right on {}", done.value)).unwrap_or_default();
            let what = format!("{} in {}: {said}{fixed}", exception.id.value, one.period);
            self.put(GapArea::Exceptions, Remedy::Explain, &record.control, what)
                .advise(
                    "the auditor will report it: have cause, effect, fix and management's response at hand",
                )
                .owned(owner)
                .at(&record.path);
            let lacks: Vec<&str> = [
                ("its cause", exception.cause.is_none()),
                ("its effect", exception.effect.is_none()),
                ("a fix with owner and day", exception.fix.is_none()),
                ("management's response", exception.response.is_none()),
            ]
            .into_iter()
            .filter_map(|(name, absent)| absent.then_some(name))
            .collect();
            if !lacks.is_empty() {
                let what =
                    format!("{} in {} does not say {}", exception.id.value, one.period, listed(&lacks));
                self.put(GapArea::Exceptions, Remedy::Fix, &record.control, what)
                    .advise(format!("add it in `{}`; adding alters nothing", record.path))
                    .owned(owner)
                    .at(&record.path);
            }
        }
    }
}

/// How one sort of gap is told.
struct Told<'a> {
    area: GapArea,
    remedy: Remedy,
    what: &'a str,
    advice: &'a str,
}

const fn fix(what: &'static str, advice: &'static str) -> Told<'static> {
    Told { area: GapArea::Operation, remedy: Remedy::Fix, what, advice }
}

const fn explain(what: &'static str, advice: &'static str) -> Told<'static> {
    Told { area: GapArea::Operation, remedy: Remedy::Explain, what, advice }
}

const MISSING: Told<'_> = fix(
    "nothing is on file",
    "if it was done, `tickmark record` it with its real day, and it shows as late; if not, record `result: not-performed` with cause, effect and fix",
);
const OVERDUE: Told<'_> =
    fix("it was due, and grace runs", "do it and `tickmark record` it before grace is over");
const FAILED: Told<'_> = explain(
    "it failed or was not done",
    "let the record name an exception with cause, effect, fix and management's response",
);
const UNREVIEWED: Told<'_> = fix(
    "nobody but the performer has looked at it",
    "let somebody else look now and add `reviewed:`; the day stays the real one",
);
const PENDING: Told<'_> = fix(
    "it has no result yet",
    "decide, and write the `result`; after the grace it counts as completed late",
);
const UNKNOWN: Told<'_> =
    fix("it cannot be judged, because the history is cut", "fetch the rest with `git fetch --unshallow`");
const LATE: Told<'_> = explain(
    "it was done late",
    "it stays late: say why, what came of the delay, and what keeps it from happening again",
);
const AFTER_THE_FACT: Told<'_> = explain(
    "it was committed long after it was done",
    "have at hand what shows that it was done on the day it says, such as a ticket or an export with its own date",
);
const ALTERED: Told<'_> = explain(
    "what the record said was changed after it was closed",
    "say why in a second record, which stands beside the first; do not change it again",
);
const DELETED: Told<'_> = explain(
    "a record was deleted after it had landed",
    "bring it back from the history, and say why it was gone",
);
const SAME: Told<'_> = fix(
    "the evidence is the same, byte for byte, as that of the period before",
    "attach what this period showed; if nothing changed, say so in the `summary`",
);
const LANDED_LATER: Told<'_> = explain(
    "it fell due before the control was written down here",
    "show that the control was in force then: the earlier policy, a ticket, minutes",
);
const NO_LIST: Told<'_> = Told {
    area: GapArea::Populations,
    remedy: Remedy::Fix,
    what: "there is a record and no list of the population to draw a sample from",
    advice: "run the population's query for the period, and add the list with the `.yaml` that says how it was made",
};
