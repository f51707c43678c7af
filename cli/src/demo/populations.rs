//! Who works at Northwind and what was changed in production: the rows behind the three populations.
//!
//! Rows hold ids, never names. The staff list, the joiners, the leavers, the number of laptops and the number of accounts
//! all come from the one table here, so that they agree with each other.

use jiff::ToSpan as _;
use jiff::civil::{Date, date};

use super::dice::Dice;
use super::time::{Period, Rhythm, is_workday};

/// Somebody who works here, for some time.
#[derive(Debug, Clone)]
pub(super) struct Colleague {
    /// Staff number.
    pub(super) id: String,
    /// Department, as Personio has it.
    pub(super) department: &'static str,
    /// `employee` or `contractor`.
    pub(super) kind: &'static str,
    joined: Option<(&'static str, Date)>,
    left: Option<(&'static str, Date)>,
}

/// A row of joiners or leavers.
#[derive(Debug, Clone)]
pub(super) struct Movement {
    /// `J-0141` or `L-0311`.
    pub(super) id: &'static str,
    /// First or last day.
    pub(super) day: Date,
    /// Department.
    pub(super) department: &'static str,
    /// `employee` or `contractor`.
    pub(super) kind: &'static str,
}

/// A row of changes.
#[derive(Debug, Clone)]
pub(super) struct Change {
    /// `PR-2114`.
    pub(super) id: String,
    /// The day of the merge.
    pub(super) day: Date,
    /// One of the five production repositories.
    pub(super) repository: &'static str,
    /// Staff number.
    pub(super) author: String,
    /// Staff number of somebody else.
    pub(super) approver: String,
    /// What kind of change.
    pub(super) kind: &'static str,
}

/// The five production repositories.
pub(super) const REPOSITORIES: [&str; 5] =
    ["fleet-control", "console", "robot-gateway", "infrastructure", "map-tools"];

/// The company month by month.
pub(super) struct World {
    staff: Vec<Colleague>,
    changes: Vec<(String, Vec<Change>)>,
}

/// Departments of the 41 who were there at the beginning, by ranges of staff numbers.
const BEGINNING: [(i32, &str); 11] = [
    (101, "management"),
    (102, "security"),
    (103, "platform"),
    (104, "operations"),
    (105, "operations"),
    (124, "engineering"),
    (127, "platform"),
    (128, "security"),
    (131, "operations"),
    (139, "customer-success"),
    (141, "management"),
];

const JOINERS: [(i32, &str, Date, &str, &str); 13] = [
    (142, "J-0141", date(2026, 1, 5), "engineering", "employee"),
    (143, "J-0142", date(2026, 1, 15), "platform", "employee"),
    (144, "J-0143", date(2026, 2, 2), "engineering", "contractor"),
    (145, "J-0144", date(2026, 2, 16), "customer-success", "employee"),
    (146, "J-0145", date(2026, 3, 2), "engineering", "employee"),
    (147, "J-0146", date(2026, 4, 1), "engineering", "employee"),
    (148, "J-0147", date(2026, 4, 15), "engineering", "contractor"),
    (149, "J-0148", date(2026, 5, 4), "operations", "employee"),
    (150, "J-0149", date(2026, 6, 1), "engineering", "employee"),
    (151, "J-0150", date(2026, 6, 15), "customer-success", "employee"),
    (152, "J-0151", date(2026, 7, 1), "security", "employee"),
    (153, "J-0152", date(2026, 9, 1), "engineering", "contractor"),
    (154, "J-0153", date(2026, 9, 15), "customer-success", "employee"),
];

const LEAVERS: [(i32, &str, Date, &str); 11] = [
    (117, "L-0304", date(2025, 12, 30), "employee"),
    (126, "L-0309", date(2026, 2, 27), "employee"),
    (109, "L-0311", date(2026, 3, 13), "employee"),
    (124, "L-0317", date(2026, 3, 18), "contractor"),
    (138, "L-0319", date(2026, 3, 31), "employee"),
    (131, "L-0322", date(2026, 4, 30), "employee"),
    (121, "L-0325", date(2026, 6, 30), "employee"),
    (148, "L-0327", date(2026, 7, 15), "contractor"),
    (104, "L-0328", date(2026, 7, 31), "employee"),
    (137, "L-0330", date(2026, 8, 31), "employee"),
    (128, "L-0333", date(2026, 9, 30), "employee"),
];

impl World {
    /// Lays out the ten months.
    pub(super) fn new() -> Self {
        let mut world = Self { staff: staff(), changes: Vec::new() };
        let mut number = 2_101;
        for month in Rhythm::Month.periods() {
            let rows = world.merged_in(&month, &mut number);
            world.changes.push((month.name.clone(), rows));
        }
        world
    }

    /// Everybody who works here on a day, the last day included.
    pub(super) fn staff_on(&self, day: Date) -> impl Iterator<Item = &Colleague> {
        self.staff.iter().filter(move |one| {
            one.joined.is_none_or(|(_, first)| first <= day) && one.left.is_none_or(|(_, last)| day <= last)
        })
    }

    /// How many work here on a day.
    pub(super) fn headcount(&self, day: Date) -> usize {
        self.staff_on(day).count()
    }

    /// Staff numbers of one department on a day.
    pub(super) fn of_department(&self, department: &str, day: Date) -> Vec<&str> {
        self.staff_on(day).filter(|one| one.department == department).map(|one| one.id.as_str()).collect()
    }

    /// Who began in a period.
    pub(super) fn joiners(&self, period: &Period) -> Vec<Movement> {
        self.moved(period, |one| one.joined)
    }

    /// Who ended in a period.
    pub(super) fn leavers(&self, period: &Period) -> Vec<Movement> {
        self.moved(period, |one| one.left)
    }

    fn moved(
        &self,
        period: &Period,
        event: impl Fn(&Colleague) -> Option<(&'static str, Date)>,
    ) -> Vec<Movement> {
        let rows = self.staff.iter().filter_map(|one| {
            let (id, day) = event(one)?;
            let inside = period.start <= day && day <= period.end;
            inside.then_some(Movement { id, day, department: one.department, kind: one.kind })
        });
        let mut rows: Vec<_> = rows.collect();
        rows.sort_by_key(|row| (row.day, row.id));
        rows
    }

    /// What was merged in a month.
    pub(super) fn changes(&self, period: &Period) -> &[Change] {
        let found = self.changes.iter().find(|(name, _)| *name == period.name);
        found.map_or(&[], |(_, rows)| rows)
    }

    fn merged_in(&self, month: &Period, number: &mut i64) -> Vec<Change> {
        let mut dice = Dice::of(&format!("changes/{}", month.name));
        let mut days: Vec<Date> = Vec::new();
        let last = i64::from(month.end.day()) - 1;
        for _ in 0..dice.between(27, 39) {
            let day = month.start + dice.between(0, last).days();
            if is_workday(day) {
                days.push(day);
            }
        }
        days.sort_unstable();
        days.into_iter().map(|day| self.change_on(day, number, &mut dice)).collect()
    }

    fn change_on(&self, day: Date, number: &mut i64, dice: &mut Dice) -> Change {
        let mut engineers = self.of_department("engineering", day);
        engineers.extend(self.of_department("platform", day));
        let author = dice.pick(&engineers);
        engineers.retain(|one| *one != author);
        let approver = dice.pick(&engineers);
        *number += dice.between(1, 4);
        Change {
            id: format!("PR-{number}"),
            day,
            repository: dice.pick(&REPOSITORIES),
            author: author.to_owned(),
            approver: approver.to_owned(),
            kind: dice.pick(&["feature", "feature", "fix", "fix", "dependency", "configuration"]),
        }
    }
}

/// The table, joined with who left.
fn staff() -> Vec<Colleague> {
    let at_first = (101..=141).map(|number| {
        let range = BEGINNING.iter().find(|(last, _)| number <= *last);
        (number, None, range.expect("the ranges end with the last number").1, "employee")
    });
    let joined = JOINERS
        .iter()
        .map(|(number, id, day, department, kind)| (*number, Some((*id, *day)), *department, *kind));
    let everybody = at_first.chain(joined).map(|(number, joined, department, kind)| {
        let left = LEAVERS.iter().find(|row| row.0 == number);
        Colleague {
            id: format!("N-{number}"),
            department,
            kind: left.map_or(kind, |row| row.3),
            joined,
            left: left.map(|row| (row.1, row.2)),
        }
    });
    everybody.collect()
}

/// The three extractions of a month as CSV: population, its bytes, its number of rows.
pub(super) fn extractions(world: &World, month: &Period) -> [(&'static str, String, usize); 3] {
    let moved = |header: &str, rows: Vec<Movement>| {
        let mut csv = format!("{header},department,kind\n");
        for row in &rows {
            csv.extend([format!("{},{},{},{}\n", row.id, row.day, row.department, row.kind)]);
        }
        (csv, rows.len())
    };
    let (joiners, joined) = moved("joiner_id,first_day", world.joiners(month));
    let (leavers, left) = moved("leaver_id,last_day", world.leavers(month));
    let rows = world.changes(month);
    let mut changes = "change_id,merged_on,repository,author,approver,kind,tests\n".to_owned();
    for row in rows {
        changes.extend([format!(
            "{},{},{},{},{},{},passed\n",
            row.id, row.day, row.repository, row.author, row.approver, row.kind
        )]);
    }
    [("joiners", joiners, joined), ("leavers", leavers, left), ("changes", changes, rows.len())]
}
