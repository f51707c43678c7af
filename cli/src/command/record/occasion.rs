//! Which control, which period, and which file that is.

use crate::app::pipeline::Judged;
use crate::app::{AppError, Questions};
use crate::assess::OccurrenceStatus;
use crate::calendar::{Cadence, Date, FiscalYear, Period, Rhythm, Window};
use crate::model::{Control, Outcome, Record, Status};
use crate::place::RepoPath;
use crate::text::did_you_mean;

/// What stands where the record will be.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) enum Standing {
    /// Nothing.
    New,
    /// A record that is committed; this is a further one.
    After(RepoPath),
    /// A record that is not committed yet; this adds to it.
    Open(Box<Record>),
}

/// An occurrence of a control that is being recorded.
#[derive(Debug)]
pub(super) struct Occasion {
    pub(super) control: Control,
    pub(super) period: Period,
    pub(super) path: RepoPath,
    pub(super) standing: Standing,
    /// The population that the control answers to, with the rows and the digest of its extraction.
    pub(super) population: Option<(String, u64, String)>,
    /// True when something was asked.
    pub(super) asked: bool,
}

impl Occasion {
    pub(super) fn settle(
        judged: &Judged,
        control: Option<&str>,
        period_name: Option<&str>,
        questions: &Questions,
    ) -> Result<Self, AppError> {
        let mut asked = false;
        let control = match control {
            Some(id) => find(judged, id)?,
            None if questions.are_asked() => {
                asked = true;
                questions.ask("Control", "", |id| find(judged, id))?
            }
            None => {
                return Err(AppError::usage("which control operated is not said")
                    .help("as in `tickmark record AC-02 --attach users.csv`"));
            }
        };
        let open = proposal(judged, control);
        let period = match (period_name, open) {
            (Some(name), _) => period(judged, control, name)?,
            (None, open) if questions.are_asked() => {
                asked = true;
                let default = open.map(|period| period.name).unwrap_or_default();
                questions.ask("Period", &default, |name| period(judged, control, name))?
            }
            (None, Some(open)) => open,
            (None, None) => {
                return Err(AppError::usage(format!(
                    "no period of `{}` is open on {}",
                    control.id.value, judged.as_of
                ))
                .help("name one: `--period 2026-Q1`; one that has a record gets a second"));
            }
        };
        let (path, standing) = standing(judged, control, &period)?;
        let population = population(judged, control, &period);
        Ok(Self { control: control.clone(), period, path, standing, population, asked })
    }

    /// The entries of the control's `evidence` that the artifacts answer.
    pub(super) fn answers(&self, flags: &[String]) -> Result<Vec<String>, AppError> {
        let known = || self.control.evidence.iter().map(|entry| entry.name.value.as_str());
        for flag in flags {
            if !known().any(|name| name == flag) {
                let error = AppError::usage(format!(
                    "`{}` asks for no evidence called `{flag}`",
                    self.control.id.value
                ));
                return Err(match did_you_mean(flag, known()) {
                    Some(near) => error.help(format!("did you mean `{near}`?")),
                    None if self.control.evidence.is_empty() => error.help("leave `--for` out"),
                    None => error.help(format!("it asks for {}", known().collect::<Vec<_>>().join(", "))),
                });
            }
        }
        Ok(flags.to_vec())
    }
}

fn find<'a>(judged: &'a Judged, id: &str) -> Result<&'a Control, AppError> {
    let controls = &judged.loaded.register.controls;
    let control = controls.get(id).ok_or_else(|| {
        let error = AppError::usage(format!("no control is called `{id}`"));
        match did_you_mean(id, controls.names()) {
            Some(near) => error.help(format!("did you mean `{near}`?")),
            None => error.help("controls stand in policies/controls/; `tickmark new control` writes one"),
        }
    })?;
    if control.status == Status::Draft {
        return Err(AppError::usage(format!("`{id}` is a draft, which owes no record"))
            .help(format!("set `status: active` in `{}` once it is true", control.path)));
    }
    Ok(control)
}

/// The period that a record is most likely for: of those that are overdue, that have an unfinished
/// record which is not committed, or that hold today, the one that falls due first. A period that is
/// missing for good is not proposed: nobody does last year's review today.
pub(super) fn proposal(judged: &Judged, control: &Control) -> Option<Period> {
    let today = judged.as_of;
    let far = |years: i16| today.checked_add(jiff::Span::new().years(years)).unwrap_or(today);
    let window = Window::new(far(-2), far(2))?;
    let assessment = judged.assess(window, None);
    let assessed = assessment.control(&control.id)?;
    let is_open = |one: &&crate::assess::Occurrence| match one.status {
        OccurrenceStatus::Overdue => true,
        OccurrenceStatus::Pending => one.committed.is_none(),
        OccurrenceStatus::Upcoming => one.period.contains(today),
        OccurrenceStatus::Operated
        | OccurrenceStatus::Exception
        | OccurrenceStatus::Failed
        | OccurrenceStatus::Unreviewed
        | OccurrenceStatus::NoEvents
        | OccurrenceStatus::Missing
        | OccurrenceStatus::Unknown => false,
    };
    let open = assessed.occurrences.iter().filter(is_open).min_by_key(|one| one.due);
    // Before the first commit nothing is owed yet.
    let first = || {
        let nothing_owed = assessed.occurrences.is_empty();
        nothing_owed.then(|| rhythm(control, today).containing(today, fiscal(judged))).flatten()
    };
    open.map(|one| one.period.clone()).or_else(first)
}

fn fiscal(judged: &Judged) -> FiscalYear {
    judged.loaded.register.program.as_ref().map(|program| program.fiscal).unwrap_or_default()
}

fn rhythm(control: &Control, today: Date) -> Rhythm {
    let since = control.since.as_ref().map_or(today, |since| since.value);
    Rhythm::of(control.cadence.value, since)
}

/// A period that was named; it must be one that the control has.
fn period(judged: &Judged, control: &Control, name: &str) -> Result<Period, AppError> {
    let fiscal = fiscal(judged);
    let period = Period::parse(name, fiscal).ok_or_else(|| {
        AppError::usage(format!("`{name}` is not a period"))
            .help("write it like 2026-Q1, 2026-03, 2026-W07, 2026-03-14, 2026-H1, 2026 or A..B")
    })?;
    // The cadence of its due day decides, which may have been another one than today's.
    let expected = Window::new(period.due(), period.due()).is_some_and(|window| {
        let assessment = judged.assess(window, None);
        let owed = assessment.control(&control.id).map(|found| found.occurrences.as_slice());
        owed.unwrap_or_default().iter().any(|one| one.period == period)
    });
    let anchored = rhythm(control, period.start);
    let holding = anchored.containing(period.start, fiscal);
    let counted = matches!(control.cadence.value, Cadence::Every(_)) && control.since.is_none();
    if expected || counted || holding.as_ref() == Some(&period) {
        return Ok(period);
    }
    let error = AppError::usage(format!(
        "`{name}` is no period of `{}`, which is {}",
        control.id.value, control.cadence.value
    ));
    Err(match holding {
        Some(holding) => error.help(format!("name one like `{}`", holding.name)),
        None => error.help(format!("it begins before `{}` does", control.id.value)),
    })
}

/// The path of the record, and what stands there: behind the last one that is committed.
fn standing(judged: &Judged, control: &Control, period: &Period) -> Result<(RepoPath, Standing), AppError> {
    let folder = format!("evidence/{}", control.id.value);
    let register = &judged.loaded.register;
    let committed = |path: &RepoPath| judged.trail.as_ref().is_some_and(|trail| trail.ever_held(path));
    let mut last = None;
    for number in 1_u32.. {
        let name = if number == 1 { period.name.clone() } else { format!("{}.{number}", period.name) };
        let both = ["yaml", "yml"].map(|suffix| RepoPath::new(format!("{folder}/{name}.{suffix}")));
        if let Some(path) = both.iter().find(|path| committed(path)) {
            last = Some(path.clone());
            continue;
        }
        let [path, other] = both;
        let there = [&path, &other].into_iter().find(|path| register.file(path.as_str()).is_some());
        let Some(there) = there else {
            return Ok((path, last.map_or(Standing::New, Standing::After)));
        };
        let record = register.records.iter().find(|record| record.path == *there);
        return match record.filter(|record| record.result.value == Outcome::Pending) {
            Some(record) => Ok((there.clone(), Standing::Open(Box::new((**record).clone())))),
            None => Err(AppError::usage(format!("`{there}` is there, and not committed"))
                .help("commit it, then a second record can stand beside it; or add to it by hand")),
        };
    }
    Err(AppError::usage("there are too many records of this period"))
}

fn population(judged: &Judged, control: &Control, period: &Period) -> Option<(String, u64, String)> {
    let of = control.population.as_ref()?;
    let extraction = judged.loaded.register.extraction(of, &period.name)?;
    let digest = extraction.digest()?.to_string();
    Some((of.value.clone(), extraction.rows?.value, digest))
}
