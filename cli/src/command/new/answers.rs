//! What a new file has to say: from flags, else asked; each answer one that the linter takes.

use std::collections::BTreeMap;
use std::fmt::Write as _;

use crate::app::pipeline::Judged;
use crate::app::{AppError, Questions};
use crate::calendar::{When, Window, read_date};
use crate::command::new::check::checked;
use crate::command::new::given::Given;
use crate::command::new::ids;
use crate::command::new::kinds::{Flag, NewKind};
use crate::model::Program;
use crate::text::escape::shell;

/// The answers, each one readable.
#[derive(Debug, Default)]
pub(super) struct Answers {
    by_flag: BTreeMap<Flag, String>,
    /// True when something was asked.
    pub(super) asked: bool,
}

impl Answers {
    pub(super) fn get(&self, flag: Flag) -> Option<&str> {
        self.by_flag.get(&flag).map(String::as_str)
    }

    /// One that is required.
    pub(super) fn of(&self, flag: Flag) -> &str {
        self.get(flag).unwrap_or_default()
    }

    pub(super) fn gather(
        judged: &Judged,
        kind: NewKind,
        given: &Given,
        questions: &Questions,
    ) -> Result<Self, AppError> {
        let program = judged.loaded.program()?;
        let mut answers = Self::default();
        let is_taken = |flag: &Flag| {
            kind.optional().contains(flag) || kind.required().iter().any(|(required, _)| required == flag)
        };
        for flag in Flag::ALL {
            let Some(text) = given.get(flag) else { continue };
            if !is_taken(&flag) {
                return Err(AppError::usage(format!(
                    "`new {}` has no use for `--{}`",
                    kind.word(),
                    flag.word()
                ))
                .help("`tickmark new --help` lists what each kind takes"));
            }
            if flag != Flag::Id {
                answers.by_flag.insert(flag, checked(judged, program, flag, kind, text)?);
            }
        }
        if !questions.are_asked() {
            answers.suffice(judged, program, kind)?;
        }
        for (flag, question) in kind.required() {
            if answers.by_flag.contains_key(flag) {
                continue;
            }
            let default = answers.proposal(judged, program, kind, *flag, given.get(Flag::Id));
            let text = match (given.get(*flag).filter(|_| *flag == Flag::Id), default) {
                (Some(id), Some(proposed)) if is_series(kind, id) => proposed,
                (Some(id), _) => checked(judged, program, *flag, kind, id)?,
                (None, default) if questions.are_asked() => {
                    answers.asked = true;
                    let default = default.unwrap_or_default();
                    questions.ask(question, &default, |text| checked(judged, program, *flag, kind, text))?
                }
                (None, Some(default)) => checked(judged, program, *flag, kind, &default)?,
                (None, None) => return Err(needed(&[(*flag, question)])),
            };
            answers.by_flag.insert(*flag, text);
        }
        answers.hold_together(judged, kind, questions)?;
        Ok(answers)
    }

    /// Where there is nobody to ask, everything that is missing is told at once. Ids follow from the
    /// rest, and are looked at last.
    fn suffice(&self, judged: &Judged, program: &Program, kind: NewKind) -> Result<(), AppError> {
        let missing: Vec<(Flag, &str)> = kind
            .required()
            .iter()
            .filter(|(flag, _)| *flag != Flag::Id && self.get(*flag).is_none())
            .filter(|(flag, _)| self.proposal(judged, program, kind, *flag, None).is_none())
            .copied()
            .collect();
        if missing.is_empty() { Ok(()) } else { Err(needed(&missing)) }
    }

    /// What is taken where nobody says anything, or shown where somebody is asked.
    fn proposal(
        &self,
        judged: &Judged,
        program: &Program,
        kind: NewKind,
        flag: Flag,
        series: Option<&str>,
    ) -> Option<String> {
        if flag == Flag::Id {
            return self.proposed_id(judged, program, kind, series);
        }
        if flag == Flag::Owner {
            let [only] = program.people.as_slice() else { return None };
            return Some(only.short.value.clone());
        }
        let of_today = matches!(kind, NewKind::Nonconformity | NewKind::ManagementReview);
        (flag == Flag::On && of_today).then(|| judged.as_of.to_string())
    }

    fn proposed_id(
        &self,
        judged: &Judged,
        program: &Program,
        kind: NewKind,
        series: Option<&str>,
    ) -> Option<String> {
        let on = self.of(Flag::On);
        if matches!(kind, NewKind::Policy | NewKind::Document) {
            return Some(ids::slug(self.of(Flag::Title)));
        }
        if kind == NewKind::Audit {
            return Some(format!("{}-{}", self.of(Flag::Framework), days(on)?.to.year()));
        }
        let day = When::parse(on).map(|when| when.date(&program.zone));
        let day = day.or_else(|| days(on).map(|days| days.from)).unwrap_or(judged.as_of);
        ids::proposed(judged, kind, series.filter(|id| is_series(kind, id)), day.year())
    }

    /// What one answer asks of another.
    fn hold_together(
        &mut self,
        judged: &Judged,
        kind: NewKind,
        questions: &Questions,
    ) -> Result<(), AppError> {
        if kind == NewKind::Control && self.get(Flag::Cadence) == Some("on-event") {
            let program = judged.loaded.program()?;
            if self.get(Flag::Population).is_none() {
                if !questions.are_asked() {
                    return Err(AppError::usage("an on-event control answers to a population")
                        .help("pass `--population ID`; `tickmark new population` writes one"));
                }
                let read = |text: &str| checked(judged, program, Flag::Population, kind, text);
                let population = questions.ask("Population", "", read)?;
                self.by_flag.insert(Flag::Population, population);
                self.asked = true;
            }
        }
        let columns: Vec<&str> = listed(self.of(Flag::Columns)).collect();
        for flag in [Flag::Key, Flag::Event] {
            if let Some(column) = self.get(flag)
                && !columns.is_empty()
                && !columns.contains(&column)
            {
                return Err(AppError::usage(format!("`{column}` is not among the columns"))
                    .help(format!("add it to `--columns`, or name another as `--{}`", flag.word())));
            }
        }
        Ok(())
    }

    /// The command that does the same without questions.
    pub(super) fn command(&self, kind: NewKind) -> String {
        let mut text = format!("tickmark new {}", kind.word());
        for (flag, value) in &self.by_flag {
            // Writing to a String cannot fail.
            let _ = write!(text, " --{} {}", flag.word(), shell(value));
        }
        text
    }
}

/// What has to be passed, with what each says.
fn needed(missing: &[(Flag, &str)]) -> AppError {
    let flags: Vec<String> = missing.iter().map(|(flag, _)| format!("`--{}`", flag.word())).collect();
    let verb = if missing.len() == 1 { "is" } else { "are" };
    let says: Vec<String> =
        missing.iter().map(|(flag, question)| format!("`--{}`: {question}", flag.word())).collect();
    AppError::usage(format!("{} {verb} needed, as there is nobody to ask", flags.join(", ")))
        .help(format!("pass {}", says.join("; ")))
}

/// True for `AC`: a series of numbered ids, not an id.
fn is_series(kind: NewKind, id: &str) -> bool {
    kind == NewKind::Control && !id.is_empty() && id.bytes().all(|byte| byte.is_ascii_uppercase())
}

/// The parts of a list.
pub(super) fn listed(text: &str) -> impl Iterator<Item = &str> {
    text.split(',').map(str::trim).filter(|part| !part.is_empty())
}

/// Days `A..B`, or one day.
pub(super) fn days(text: &str) -> Option<Window> {
    read_date(text).map(Window::day).or_else(|| Window::parse(text))
}
