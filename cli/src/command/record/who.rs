//! Who did it, and when.

use crate::app::pipeline::Judged;
use crate::app::{AppError, Questions};
use crate::calendar::{Timestamp, When};
use crate::model::{Control, Program};
use crate::text::did_you_mean;

/// Somebody of the programme, and how we know.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(in crate::command) struct Performer {
    /// The short name.
    pub(in crate::command) short: String,
    /// True when nobody said so, and the control did.
    pub(in crate::command) by_default: bool,
    /// True when it was asked.
    pub(in crate::command) asked: bool,
}

/// Who performed: the flag's person, else the control's performer or owner, if that is a person.
pub(super) fn performer(
    program: &Program,
    control: &Control,
    flag: Option<&str>,
    questions: &Questions,
) -> Result<Performer, AppError> {
    if let Some(short) = flag {
        return Ok(Performer { short: person(program, short)?, by_default: false, asked: false });
    }
    let named = control.performer().filter(|text| program.person(text).is_some());
    if questions.are_asked() {
        let default = named.map_or("", |named| named.value.as_str());
        let short = questions.ask("Who did it", default, |answer| person(program, answer))?;
        return Ok(Performer { short, by_default: false, asked: true });
    }
    match named {
        Some(named) => Ok(Performer { short: named.value.clone(), by_default: true, asked: false }),
        None => Err(AppError::usage(format!(
            "who did it is not known: `{}` names no person as its performer",
            control.id.value
        ))
        .help(format!("pass `--by PERSON`; the people are {}", people(program)))),
    }
}

/// A short name of the programme.
pub(in crate::command) fn person(program: &Program, short: &str) -> Result<String, AppError> {
    if program.person(short).is_some() {
        return Ok(short.to_owned());
    }
    if program.team(short).is_some() {
        return Err(AppError::usage(format!("`{short}` is a team, and a person did it"))
            .help(format!("the people are {}", people(program))));
    }
    let error = AppError::usage(format!("nobody is called `{short}`"));
    let known = program.people.iter().map(|person| person.short.value.as_str());
    Err(match did_you_mean(short, known) {
        Some(near) => error.help(format!("did you mean `{near}`?")),
        None => error.help(format!("the people are {}", people(program))),
    })
}

fn people(program: &Program) -> String {
    let names: Vec<&str> = program.people.iter().map(|person| person.short.value.as_str()).collect();
    names.join(", ")
}

/// When it was done, as the record will say it: the flag's word; else the day that was said to be
/// today; else the moment.
pub(in crate::command) fn when(
    judged: &Judged,
    flag: Option<&str>,
    day_was_said: bool,
    began: Timestamp,
) -> Result<String, AppError> {
    if let Some(text) = flag {
        return match When::parse(text) {
            Some(_) => Ok(text.to_owned()),
            None => Err(AppError::usage(format!("`{text}` is neither a day nor a moment"))
                .help("write it like 2026-03-31 or 2026-03-31T09:40:00+02:00")),
        };
    }
    let zone = judged.loaded.zone();
    let another_day = day_was_said && zone.date_of(began) != judged.as_of;
    Ok(if another_day { judged.as_of.to_string() } else { zone.written(began) })
}
