//! `--min SHARE=N%`: the shares that make `gaps` a gate.

use crate::app::{AppError, Exit};
use crate::assess::{Assessment, Measure};
use crate::report::gaps::Asked;
use crate::text::did_you_mean;

/// What is not reached counts before what cannot be told.
pub(super) fn exit(assessment: &Assessment, minima: &[Asked]) -> Exit {
    if minima.iter().any(|asked| asked.reached() == Some(false)) {
        Exit::No
    } else if !assessment.complete || minima.iter().any(|asked| asked.reached().is_none()) {
        Exit::CannotTell
    } else {
        Exit::Done
    }
}

/// The shares that were asked for, with what there is.
pub(super) fn minima(
    min: &[(Measure, u32)],
    shares: &[(Measure, crate::assess::Part)],
) -> Result<Vec<Asked>, AppError> {
    let asked = |&(measure, percent): &(Measure, u32)| {
        let share = shares.iter().find(|(known, _)| *known == measure);
        share.map(|&(_, part)| Asked { measure, percent, part }).ok_or_else(|| {
            let known: Vec<&str> = shares.iter().map(|(measure, _)| measure.word()).collect();
            AppError::usage(format!("`{}` is no question of an audit on a day", measure.word()))
                .help(format!("ask for {}", known.join(", ")))
        })
    };
    min.iter().map(asked).collect()
}

/// Reads `evidence=95%`.
pub(super) fn minimum(text: &str) -> Result<(Measure, u32), String> {
    let (name, percent) = text.split_once('=').ok_or("write it like evidence=95%")?;
    let known = Measure::ALL.into_iter().find(|measure| measure.word() == name);
    let measure = known.ok_or_else(|| match did_you_mean(name, Measure::ALL.map(Measure::word)) {
        Some(near) => format!("no share is called `{name}`; did you mean `{near}`?"),
        None => {
            format!("no share is called `{name}`; there are {}", Measure::ALL.map(Measure::word).join(", "))
        }
    })?;
    let number = percent.trim_end_matches('%').parse().ok().filter(|number| *number <= 100);
    number.map(|number| (measure, number)).ok_or_else(|| format!("`{percent}` is no percentage up to 100 %"))
}
