//! The monthly extractions of the three populations: rows in, a CSV and the record of how it was made out.

use super::files;
use super::people::Person;
use super::populations::{self, World};
use super::records::sha256;
use super::story::{Draft, FileChange, Proposal};
use super::time::{Moment, Period, Rhythm, workday_after};

/// The monthly extractions of the three populations.
pub(super) fn proposals(world: &World) -> Vec<Proposal> {
    Rhythm::Month.periods().iter().map(|month| monthly(world, month)).collect()
}

fn monthly(world: &World, month: &Period) -> Proposal {
    let day = workday_after(month.end, 0);
    let [joiners, leavers, changes] = populations::extractions(world, month);
    let people = Person::Lena.or_deputy(day);
    let reviewer = if people == Person::Lena { Person::Nadia } else { Person::Omar };
    let payroll = format!("payroll and contractor invoices {}", month.name);
    let branches = format!("first-parent commits of five main branches, {}", month.name);
    let moved_at = Moment::at(day, 8, 2).plus_seconds(11);
    let counted_at = Moment::at(day, 8, 31).plus_seconds(48);
    let moved = |list| extraction(list, month, (people, moved_at), (&payroll, reviewer));
    let mut files = moved(joiners);
    files.extend(moved(leavers));
    let counted = extraction(
        changes,
        month,
        (Person::Mateo, counted_at),
        (&branches, Person::Omar.or_other_reviewer(day, Person::Mateo)),
    );
    let draft = |by, at: Moment, what: &str, files| Draft {
        by,
        at: at.plus_minutes(14),
        message: format!("population: {what} of {}", month.name),
        files,
    };
    Proposal {
        branch: format!("population/{}", month.name),
        about: format!("joiners, leavers and changes of {}", month.name),
        reviewer,
        drafts: vec![
            draft(people, moved_at, "joiners and leavers", files),
            draft(Person::Mateo, counted_at, "changes", counted),
        ],
        merged: Moment::at(day, 11, 24),
    }
}

/// The CSV of one extraction and the record of how it was made.
fn extraction(
    (population, csv, rows): (&str, String, usize),
    month: &Period,
    (by, at): (Person, Moment),
    (against, checker): (&str, Person),
) -> Vec<FileChange> {
    let definition = files::text(&format!("policies/populations/{population}.yaml"));
    let query = definition.lines().find_map(|line| line.strip_prefix("query: ")).unwrap_or_default();
    let query = query.replace("{start}", &month.start.to_string()).replace("{end}", &month.end.to_string());
    let record = format!(
        "population: {population}\nperiod: {}\nextracted: {{by: {}, at: {}}}\nquery: {query}\nrows: {rows}\nsha256: {}\nchecked: {{against: \"{against}\", rows: {rows}, by: {}}}\n",
        month.name,
        by.short(),
        at.for_record(),
        sha256(csv.as_bytes()),
        checker.short()
    );
    let path = |suffix: &str| format!("evidence/populations/{population}/{}.{suffix}", month.name);
    vec![
        FileChange { path: path("csv"), bytes: csv.into_bytes() },
        FileChange { path: path("yaml"), bytes: record.into_bytes() },
    ]
}
