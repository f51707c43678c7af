//! What a performer found: one function for each control that operates often, made-up but agreeing rows out.
//!
//! In come the control, the period and the state of the company; out come the words and the files of one record.
//! Records that are made once or twice a year are files under `templates/demo/evidence/` instead.

pub(super) mod access;
pub(super) mod availability;
pub(super) mod change;
pub(super) mod governance;
pub(super) mod people;
pub(super) mod platform;

use jiff::civil::Date;

use super::dice::Dice;
use super::people::Person;
use super::populations::World;
use super::time::{Moment, Period};

/// What a report is about.
pub(super) struct Case<'a> {
    /// The company.
    pub(super) world: &'a World,
    /// The control's id.
    pub(super) control: &'static str,
    /// The period of the record.
    pub(super) period: &'a Period,
    /// Which one it is for the control, counted from 0.
    pub(super) index: usize,
    /// The day on which the work was done.
    pub(super) day: Date,
    /// Who did it.
    pub(super) performer: Person,
}

impl Case<'_> {
    /// Dice that belong to this record alone.
    pub(super) fn dice(&self) -> Dice {
        Dice::of(&format!("{}/{}", self.control, self.period.name))
    }

    /// A moment of the day on which the work was done, before anybody commits.
    pub(super) fn at(&self, hour: i64, minute: i64) -> String {
        Moment::at(self.day, hour, minute).for_record()
    }
}

/// A file of a record.
pub(super) struct Attachment {
    /// Its name in the record's folder.
    pub(super) name: &'static str,
    /// The entry of the control's `evidence:` list that it answers.
    pub(super) answers: Option<&'static str>,
    /// The command that made it, and when it ran.
    pub(super) command: Option<(&'static str, String)>,
    /// Its text.
    pub(super) text: String,
}

/// The inside of a record.
pub(super) struct Report {
    /// What was looked at and what came of it.
    pub(super) summary: String,
    /// Further lines of the record, between summary and artifacts.
    pub(super) more: String,
    /// Its files.
    pub(super) files: Vec<Attachment>,
}

impl Report {
    /// A report that says this and has nothing to show yet.
    pub(super) fn saying(summary: impl Into<String>) -> Self {
        Self { summary: summary.into(), more: String::new(), files: Vec::new() }
    }

    /// With a file.
    pub(super) fn file(mut self, name: &'static str, text: impl Into<String>) -> Self {
        self.files.push(Attachment { name, answers: None, command: None, text: text.into() });
        self
    }

    /// The file added last answers a named entry of the control's `evidence:` list.
    pub(super) fn answers(mut self, need: &'static str) -> Self {
        if let Some(file) = self.files.last_mut() {
            file.answers = Some(need);
        }
        self
    }

    /// The file added last came out of a command.
    pub(super) fn made_by(mut self, command: &'static str, at: String) -> Self {
        if let Some(file) = self.files.last_mut() {
            file.command = Some((command, at));
        }
        self
    }

    /// With further lines in the record.
    pub(super) fn more(mut self, lines: impl Into<String>) -> Self {
        self.more = lines.into();
        self
    }
}

/// A CSV that grows line by line.
pub(super) struct Table(String);

impl Table {
    /// Starts with the header.
    pub(super) fn of(header: &str) -> Self {
        Self(format!("{header}\n"))
    }

    /// Adds a line.
    pub(super) fn row(&mut self, line: impl AsRef<str>) {
        self.0.push_str(line.as_ref());
        self.0.push('\n');
    }
}

impl From<Table> for String {
    fn from(table: Table) -> Self {
        table.0
    }
}

/// `no`, `one`, `two` … for small numbers in sentences; digits beyond twelve.
pub(super) fn in_words(number: usize) -> String {
    const WORDS: [&str; 13] = [
        "no", "one", "two", "three", "four", "five", "six", "seven", "eight", "nine", "ten", "eleven",
        "twelve",
    ];
    WORDS.get(number).map_or_else(|| number.to_string(), |word| (*word).to_owned())
}

/// `1 row`, `2 rows`.
pub(super) fn count(number: usize, one: &str, many: &str) -> String {
    format!("{number} {}", if number == 1 { one } else { many })
}
