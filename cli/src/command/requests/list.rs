//! An auditor's list as it lies in a file, and what is in it.

use crate::app::AppError;
use crate::calendar::{Date, read_date};
use crate::command::requests::columns::{self, Columns};
use crate::model::Program;
use crate::sheet::{Read, read};

/// A list with its columns found.
pub(super) struct List {
    pub(super) table: Read,
    pub(super) columns: Columns,
}

/// A request of the list.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub(super) struct Asked {
    /// The number of its row, as a spreadsheet counts.
    pub(super) row: usize,
    pub(super) id: String,
    pub(super) what: String,
    pub(super) criteria: Vec<String>,
    pub(super) controls: Vec<String>,
    pub(super) owner: String,
    pub(super) due: Option<Date>,
    pub(super) period: String,
    pub(super) format: String,
    pub(super) note: String,
    pub(super) sample: String,
}

impl List {
    /// Reads a file: the tab that is named, else the first one that is a list.
    pub(super) fn read(
        bytes: &[u8],
        shown: &str,
        tab: Option<&str>,
        said: &[String],
    ) -> Result<Self, AppError> {
        let said = columns::said(said)?;
        let tables = read(bytes).map_err(|error| AppError::usage(format!("`{shown}` {error}")))?;
        let names = tables.iter().map(|table| table.name.clone()).collect::<Vec<_>>().join(", ");
        let wanted = tables.into_iter().filter(|table| tab.is_none_or(|tab| table.name == tab));
        let mut seen = false;
        for table in wanted {
            seen = true;
            if let Some(columns) = columns::find(&table, &said) {
                return Ok(Self { table, columns });
            }
        }
        if let (false, Some(tab)) = (seen, tab) {
            return Err(
                AppError::usage(format!("`{shown}` has no tab `{tab}`")).help(format!("there are: {names}"))
            );
        }
        Err(AppError::usage(format!(
            "no row of `{shown}` has the titles of a request list: a number and what is asked for"
        ))
        .help("say which columns these are: `--columns id=TITLE,what=TITLE`"))
    }

    /// The titles of the columns.
    pub(super) fn titles(&self) -> &[String] {
        &self.table.rows[self.columns.header]
    }

    /// How wide a column should stand.
    pub(super) fn width(&self, place: usize) -> u16 {
        let cells = self.rows().filter_map(|(_, row)| row.get(place)).chain(self.titles().get(place));
        let longest = cells.map(|cell| cell.chars().count()).max().unwrap_or_default();
        u16::try_from(longest.clamp(8, 60)).unwrap_or(60)
    }

    /// The rows below the titles that hold something, each with its number.
    pub(super) fn rows(&self) -> impl Iterator<Item = (usize, &[String])> {
        let below = self.table.rows.iter().enumerate().skip(self.columns.header + 1);
        let filled = below.filter(|(_, row)| row.iter().any(|cell| !cell.is_empty()));
        filled.map(|(index, row)| (self.table.number(index), row.as_slice()))
    }

    /// The requests; else what is wrong, row by row.
    pub(super) fn requests(&self, program: &Program) -> Result<Vec<Asked>, Vec<String>> {
        let (mut requests, mut wrong): (Vec<Asked>, Vec<String>) = (Vec::new(), Vec::new());
        for (number, row) in self.rows() {
            match self.request(number, row, program) {
                Ok(asked) => {
                    if let Some(other) = requests.iter().find(|other| other.id == asked.id) {
                        wrong.push(format!(
                            "row {number}: `{}` stands in row {} already",
                            asked.id, other.row
                        ));
                    }
                    requests.push(asked);
                }
                Err(faults) => wrong.extend(faults.into_iter().map(|fault| format!("row {number}: {fault}"))),
            }
        }
        if wrong.is_empty() { Ok(requests) } else { Err(wrong) }
    }

    fn request(&self, number: usize, row: &[String], program: &Program) -> Result<Asked, Vec<String>> {
        let cell = |name| self.columns.cell(row, name);
        let mut faults = Vec::new();
        for (name, words) in [("id", "no number"), ("what", "nothing is asked for")] {
            if cell(name).is_empty() {
                faults.push(words.to_owned());
            }
        }
        let due = match cell("due") {
            "" => None,
            text => {
                let day = read_date(text.split(['T', ' ']).next().unwrap_or(text));
                if day.is_none() {
                    faults.push(format!("`{text}` is no day; write it as 2026-03-31"));
                }
                day
            }
        };
        let owner = match cell("owner") {
            "" => String::new(),
            text => person(program, text).unwrap_or_else(|| {
                faults.push(format!("`{text}` is nobody in policies/program.yaml"));
                String::new()
            }),
        };
        let one_line = |name| cell(name).split_whitespace().collect::<Vec<_>>().join(" ");
        let asked = Asked {
            row: number,
            id: one_line("id"),
            what: one_line("what"),
            criteria: several(cell("criteria")),
            controls: several(cell("controls")),
            owner,
            due,
            period: one_line("period"),
            format: one_line("format"),
            note: one_line("note"),
            sample: one_line("sample"),
        };
        if faults.is_empty() { Ok(asked) } else { Err(faults) }
    }
}

/// `CC6.1, CC6.2` or one below the other.
fn several(text: &str) -> Vec<String> {
    let words = text.split([',', ';', '\n']).map(str::trim).filter(|word| !word.is_empty());
    words.map(str::to_owned).collect()
}

/// The short name of a person or team, by short name, full name or mail address.
fn person(program: &Program, text: &str) -> Option<String> {
    let same = |other: &str| other.eq_ignore_ascii_case(text);
    let team = program.teams.iter().find(|team| same(&team.short)).map(|team| team.short.value.clone());
    let person = program.people.iter().find(|person| {
        let texts = [Some(&person.short), person.name.as_ref(), person.email.as_ref()];
        texts.into_iter().flatten().any(|known| same(known))
    });
    person.map(|person| person.short.value.clone()).or(team)
}
