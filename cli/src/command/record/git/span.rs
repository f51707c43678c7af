//! A window to the periods for which there are lists.

use crate::app::AppError;
use crate::app::pipeline::Judged;
use crate::calendar::{Cadence, Period, Rhythm, Unit, Window};

/// The periods of a window: those of the control that answers to the population, months where there is
/// none; one of its own where the window is not made of whole ones.
pub(super) fn periods(judged: &Judged, population: &str, window: &str) -> Result<Vec<Period>, AppError> {
    let wanted = Window::parse(window).ok_or_else(|| {
        AppError::usage(format!("`{window}` is not a window"))
            .help("write two days in order, like 2026-03-01..2026-03-31")
    })?;
    let fiscal = judged.loaded.program()?.fiscal;
    let whole = Rhythm::Unit(unit(judged, population)).due_between(wanted.from, wanted.to, fiscal);
    let fits = whole.first().is_some_and(|first| first.start == wanted.from)
        && whole.last().is_some_and(|last| last.due() == wanted.to);
    let periods = if fits { whole } else { Period::parse(window, fiscal).into_iter().collect() };
    match periods.iter().find(|period| period.end > judged.as_of) {
        Some(open) => Err(AppError::usage(format!(
            "{} is not over on {}, so that its list cannot be complete",
            open.name, judged.as_of
        ))
        .help("end the window with a period that is over")),
        None => Ok(periods),
    }
}

fn unit(judged: &Judged, population: &str) -> Unit {
    let controls = judged.loaded.register.controls.by_id();
    let mut units = controls.filter_map(|control| match control.cadence.value {
        Cadence::OnEvent(unit) if control.population.as_ref().is_some_and(|of| **of == *population) => {
            Some(unit)
        }
        Cadence::OnEvent(_) | Cadence::Each(_) | Cadence::Every(_) | Cadence::Continuous(_) => None,
    });
    units.next().unwrap_or(Unit::Month)
}
