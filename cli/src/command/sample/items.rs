//! What is drawn from: the rows of extractions, or the periods of a control.

use std::collections::BTreeMap;

use crate::app::AppError;
use crate::app::pipeline::Judged;
use crate::assess::OccurrenceStatus;
use crate::calendar::{Cadence, Date, DayRun, Period, Window};
use crate::command::sample::Args;
use crate::model::{Control, Extraction, Population};
use crate::place::RepoPath;
use crate::text::did_you_mean;

/// A population in a window.
#[derive(Debug)]
pub(super) struct Source {
    /// Its id, or the control's.
    pub(super) name: String,
    /// Keys, each with the period it lies in.
    pub(super) items: BTreeMap<String, String>,
    /// The days.
    pub(super) window: Window,
    /// The audit whose window that is.
    pub(super) audit: Option<String>,
    /// The column of the keys, for lists.
    pub(super) key: Option<String>,
    /// The lists, in the order of their periods.
    pub(super) files: Vec<RepoPath>,
    /// Of a control whose population is the calendar.
    pub(super) cadence: Option<Cadence>,
    /// Days up to today for which there is no list.
    pub(super) uncovered: Vec<DayRun>,
}

impl Source {
    pub(super) fn find(judged: &Judged, args: &Args) -> Result<Self, AppError> {
        let register = &judged.loaded.register;
        let (window, audit) = window(judged, args)?;
        let control = register.controls.get(&args.name);
        let population = match control {
            Some(control) => control.population.as_ref().map(|of| of.value.as_str()),
            None => Some(args.name.as_str()),
        };
        match (control, population) {
            (Some(control), None) => Ok(calendar(judged, control, window, audit)),
            (_, Some(id)) => match register.populations.get(id) {
                Some(population) => lists(judged, population, window, audit),
                None => Err(unknown(judged, id)),
            },
            (None, None) => Err(unknown(judged, &args.name)),
        }
    }
}

fn unknown(judged: &Judged, name: &str) -> AppError {
    let register = &judged.loaded.register;
    let error = AppError::usage(format!("`{name}` is neither a population nor a control"));
    match did_you_mean(name, register.populations.names().chain(register.controls.names())) {
        Some(near) => error.help(format!("did you mean `{near}`?")),
        None => error.help("populations stand in policies/populations/, controls in policies/controls/"),
    }
}

/// The days that are asked for, and the audit that they are of.
fn window(judged: &Judged, args: &Args) -> Result<(Window, Option<String>), AppError> {
    let named = args.audit.as_deref().map(|id| judged.loaded.audit(id)).transpose()?;
    let id = named.map(|audit| audit.id.value.clone());
    if let Some(name) = &args.period {
        let fiscal = judged.loaded.program()?.fiscal;
        let period = Period::parse(name, fiscal).ok_or_else(|| {
            AppError::usage(format!("`{name}` is not a period"))
                .help("write it like 2026-Q1, 2026-03 or A..B")
        })?;
        return Ok((Window { from: period.start, to: period.due() }, id));
    }
    if let Some(text) = &args.window {
        let window = Window::parse(text).ok_or_else(|| {
            AppError::usage(format!("`{text}` is not a window"))
                .help("write two days in order, like 2026-01-01..2026-09-30")
        })?;
        return Ok((window, id));
    }
    let audit = match named {
        Some(audit) => audit,
        None => crate::command::trail::current(judged)?,
    };
    let window = audit.window.as_ref().ok_or_else(|| {
        AppError::usage(format!("audit `{}` has no window", audit.id.value)).help("pass `--window A..B`")
    })?;
    Ok((window.value, Some(audit.id.value.clone())))
}

/// The rows of the extractions that lie in the window.
fn lists(
    judged: &Judged,
    population: &Population,
    window: Window,
    audit: Option<String>,
) -> Result<Source, AppError> {
    let id = &population.id.value;
    let key = population.key.as_ref().ok_or_else(|| {
        AppError::usage(format!("`{id}` names no `key`, by which items are drawn"))
            .help("add `key:` to its definition")
    })?;
    let fiscal = judged.loaded.program()?.fiscal;
    let within = |extraction: &&Extraction| *extraction.population == **id;
    let mut found: Vec<(Period, &Extraction)> = Vec::new();
    for extraction in judged.loaded.register.extractions.iter().filter(within) {
        let period = extraction.period.as_ref().and_then(|name| Period::parse(name, fiscal));
        let Some(period) = period else { continue };
        if window.from <= period.start && period.due() <= window.to {
            found.push((period, extraction));
        }
    }
    found.sort_by(|one, other| (one.0.start, &one.0.name).cmp(&(other.0.start, &other.0.name)));
    let mut source = Source {
        name: id.clone(),
        items: BTreeMap::new(),
        window,
        audit,
        key: Some(key.value.clone()),
        files: Vec::new(),
        cadence: None,
        uncovered: uncovered(window, judged.as_of, found.iter().map(|(period, _)| period)),
    };
    for (period, extraction) in found {
        for item in rows(extraction, key)? {
            source.items.entry(item).or_insert_with(|| period.name.clone());
        }
        source.files.push(extraction.data_path());
    }
    if source.files.is_empty() {
        return Err(AppError::cannot_tell(format!("there is no list of `{id}` for {window}"))
            .help("extract one into evidence/populations/, or take other days with `--window A..B`"));
    }
    Ok(source)
}

/// The keys of a list that is what its record says it is.
fn rows(extraction: &Extraction, key: &str) -> Result<Vec<String>, AppError> {
    let path = extraction.data_path();
    let refused = |because: String| {
        Err(AppError::cannot_tell(format!("`{path}` {because}"))
            .help("`tickmark lint` says more; a sample of another list shows nothing"))
    };
    let Some(data) = &extraction.data else { return refused("is not there".to_owned()) };
    if extraction.digest() != Some(data.sha256) {
        return refused("is not the list whose sha256 was recorded".to_owned());
    }
    if let Some((line, because)) = data.broken() {
        return refused(format!("cannot be read from line {line} on: {because}"));
    }
    let Some(column) = data.column(key) else { return refused(format!("has no column `{key}`")) };
    Ok(data.rows().map(|row| row.cell(column).to_owned()).collect())
}

/// The days of the window, up to today, that no list is of.
fn uncovered<'p>(window: Window, today: Date, lists: impl Iterator<Item = &'p Period>) -> Vec<DayRun> {
    let mut open = Vec::new();
    let mut next = window.from;
    let last = window.to.min(today.yesterday().unwrap_or(today));
    for period in lists {
        if let Ok(before) = period.start.yesterday()
            && before >= next
        {
            open.push(DayRun { from: next, to: before });
        }
        next = next.max(period.end);
    }
    if next <= last {
        open.push(DayRun { from: next, to: last });
    }
    open
}

/// The periods in which a control was to operate: the calendar is its population, and what is missing
/// is in it like anything else.
fn calendar(judged: &Judged, control: &Control, window: Window, audit: Option<String>) -> Source {
    let assessment = judged.assess(window, None);
    let owed = assessment.control(&control.id).map(|found| found.occurrences.as_slice());
    let due = owed.unwrap_or_default().iter().filter(|one| one.status != OccurrenceStatus::Upcoming);
    Source {
        name: control.id.value.clone(),
        items: due.map(|one| (one.period.name.clone(), one.period.name.clone())).collect(),
        window,
        audit,
        key: None,
        files: Vec::new(),
        cadence: Some(control.cadence.value),
        uncovered: Vec::new(),
    }
}

#[cfg(test)]
mod tests {
    use super::uncovered;
    use crate::calendar::{FiscalYear, Period, Window, read_date};

    fn runs(window: &str, today: &str, periods: &[&str]) -> Vec<String> {
        let periods: Vec<Period> =
            periods.iter().map(|name| Period::parse(name, FiscalYear::default()).unwrap()).collect();
        let found = uncovered(Window::parse(window).unwrap(), read_date(today).unwrap(), periods.iter());
        found.iter().map(|run| format!("{}..{}", run.from, run.to)).collect()
    }

    #[test]
    fn days_without_a_list_are_named_up_to_yesterday() {
        let window = "2026-01-01..2026-04-30";
        assert_eq!(runs(window, "2026-10-01", &["2026-01", "2026-02", "2026-03", "2026-04"]), [""; 0]);
        assert_eq!(
            runs(window, "2026-10-01", &["2026-01", "2026-03"]),
            ["2026-02-01..2026-02-28", "2026-04-01..2026-04-30"]
        );
        assert_eq!(runs(window, "2026-04-01", &["2026-Q1"]), [""; 0]);
        assert_eq!(runs(window, "2026-04-03", &["2026-Q1"]), ["2026-04-01..2026-04-02"]);
    }
}
