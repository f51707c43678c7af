//! Who has acknowledged a policy as it is.

use crate::calendar::{CompanyZone, Date, Period, When};
use crate::model::{Extraction, Policy, Register, Table};

/// The column that serves where no column has the policy's id.
const COLUMN: &str = "acknowledged";

/// What the latest list of a policy's readers says.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Acknowledgement<'a> {
    /// Nothing shows it: there is no list that can be read.
    NoList,
    /// The latest list has no column for it.
    NoColumn(&'a Extraction, &'a Table),
    /// The list says it.
    Told {
        /// Which list.
        extraction: &'a Extraction,
        /// Its rows.
        table: &'a Table,
        /// The keys of those who have not.
        open: Vec<&'a str>,
    },
}

impl<'a> Acknowledgement<'a> {
    /// Looks it up; `None` where nobody is asked, or the population is not on file.
    pub fn of(register: &'a Register, policy: &Policy) -> Option<Self> {
        let readers = policy.acknowledged_by.as_ref()?;
        let population = register.populations.get(readers)?;
        let Some((extraction, table)) = latest(register, readers) else { return Some(Self::NoList) };
        let column = table.column(&policy.id).or_else(|| table.column(COLUMN));
        let Some(column) = column else { return Some(Self::NoColumn(extraction, table)) };
        let key = population.key.as_ref().and_then(|key| table.column(key)).unwrap_or(0);
        let open = table.rows().filter(|row| !is_acknowledged(register, policy, row.cell(column).trim()));
        Some(Self::Told { extraction, table, open: open.map(|row| row.cell(key)).collect() })
    }
}

/// The list of the latest period that can be read.
fn latest<'a>(register: &'a Register, population: &str) -> Option<(&'a Extraction, &'a Table)> {
    let fiscal = register.program.as_ref().map(|program| program.fiscal).unwrap_or_default();
    let lists = register.extractions.iter().filter(|extraction| *extraction.population == *population);
    let dated = lists.filter_map(|extraction| {
        let period = Period::parse(extraction.period.as_ref()?, fiscal)?;
        let table = extraction.data.as_ref().filter(|table| table.broken().is_none())?;
        Some((period.due(), extraction, table))
    });
    dated
        .max_by_key(|(due, extraction, _)| (*due, extraction.path.clone()))
        .map(|(_, extraction, table)| (extraction, table))
}

/// True when a cell names the policy's version, or a day on or after its approval.
fn is_acknowledged(register: &Register, policy: &Policy, cell: &str) -> bool {
    let version = policy.version.as_ref().is_some_and(|version| *version.value == *cell);
    let approved = policy.approved.as_ref().and_then(|act| act.at.as_ref()?.when);
    let read = || When::parse(cell).map(|when| day(register, when));
    version || read().is_some_and(|read| approved.is_none_or(|approved| read >= day(register, approved)))
}

fn day(register: &Register, when: When) -> Date {
    match &register.program {
        Some(program) => when.date(&program.zone),
        None => when.date(&CompanyZone::utc()),
    }
}
