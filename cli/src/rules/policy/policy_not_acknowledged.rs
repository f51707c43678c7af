//! `policy-not-acknowledged`.

use crate::calendar::{Date, Period, When};
use crate::finding::{Finding, Group, Level, RuleMeta};
use crate::model::{Extraction, Policy, Table, Text};
use crate::place::Location;
use crate::rules::words::{count, ticked};
use crate::rules::{Check, Facts, Rule};

pub(crate) static RULE: Rule = Rule {
    meta: RuleMeta {
        name: "policy-not-acknowledged",
        group: Group::Policy,
        level: Level::Warning,
        summary: "Somebody who has to read a policy has not acknowledged it as it is.",
        fixable: false,
        history: false,
        page: include_str!("policy_not_acknowledged.md"),
    },
    checks: &[Check::Policy(check)],
};

/// The column that serves where no column has the policy's id.
const COLUMN: &str = "acknowledged";

fn check(facts: &Facts<'_>, policy: &Policy, out: &mut Vec<Finding>) {
    let Some(readers) = &policy.acknowledged_by else { return };
    // A population that does not exist is another rule's business.
    let Some(population) = facts.register.populations.get(readers) else { return };
    let Some((extraction, table)) = latest(facts, readers) else {
        let message = format!("nothing shows who of `{}` acknowledged `{}`", readers.value, policy.id.value);
        out.push(at(facts, policy, readers, message).help(format!(
            "extract `{}` with a column `{}` that holds the version or the day acknowledged",
            readers.value, policy.id.value
        )));
        return;
    };
    let path = extraction.data_path();
    let there = Location::start_of(table.file);
    let column = table.column(&policy.id).or_else(|| table.column(COLUMN));
    let Some(column) = column else {
        let message = format!("`{path}` does not say who acknowledged `{}`", policy.id.value);
        let help =
            format!("extract it with a column `{}` that holds the version or the day", policy.id.value);
        out.push(at(facts, policy, readers, message).related(there, "the latest list").help(help));
        return;
    };
    let key = population.key.as_ref().and_then(|key| table.column(key)).unwrap_or(0);
    let open: Vec<&str> = table
        .rows()
        .filter(|row| !is_acknowledged(facts, policy, row.cell(column).trim()))
        .map(|row| row.cell(key))
        .collect();
    if open.is_empty() {
        return;
    }
    let of = count(table.rows().len() as u64, "row");
    let have = if open.len() == 1 { "has" } else { "have" };
    let message = format!(
        "{} of {of} of `{path}` {have} not acknowledged `{}`: {}",
        open.len(),
        policy.id.value,
        ticked(open.iter().copied(), 3)
    );
    out.push(
        at(facts, policy, readers, message)
            .related(there, "the latest list")
            .note(format!("what counts is {}", wanted(facts, policy)))
            .help("ask them to read it, and extract the list again"),
    );
}

fn at(facts: &Facts<'_>, policy: &Policy, readers: &Text, message: String) -> Finding {
    facts.at(&RULE, policy.file, readers.span, message).subject(policy.id.as_str())
}

/// The list of the latest period that can be read.
fn latest<'a>(facts: &Facts<'a>, population: &str) -> Option<(&'a Extraction, &'a Table)> {
    let fiscal = facts.program().map(|program| program.fiscal).unwrap_or_default();
    let lists = facts.register.extractions.iter().filter(|extraction| *extraction.population == *population);
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
fn is_acknowledged(facts: &Facts<'_>, policy: &Policy, cell: &str) -> bool {
    let version = policy.version.as_ref().is_some_and(|version| *version.value == *cell);
    let day = || When::parse(cell).map(|when| facts.day(when));
    version || day().is_some_and(|day| approved(facts, policy).is_none_or(|approved| day >= approved))
}

fn approved(facts: &Facts<'_>, policy: &Policy) -> Option<Date> {
    facts.day_of(policy.approved.as_ref())
}

fn wanted(facts: &Facts<'_>, policy: &Policy) -> String {
    let version = policy.version.as_ref().map(|version| format!("version `{}`", version.value));
    let day = match approved(facts, policy) {
        Some(day) => format!("a day from {day} on, when it was approved"),
        None => "a day".to_owned(),
    };
    version.map_or_else(|| day.clone(), |version| format!("{version}, or {day}"))
}
