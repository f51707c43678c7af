//! `policy-not-acknowledged`.

use crate::assess::Acknowledgement;
use crate::calendar::Date;
use crate::finding::{Finding, Group, Level, RuleMeta};
use crate::model::{Policy, Text};
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

fn check(facts: &Facts<'_>, policy: &Policy, out: &mut Vec<Finding>) {
    let Some(readers) = &policy.acknowledged_by else { return };
    // A population that does not exist is another rule's business.
    let Some(state) = Acknowledgement::of(facts.register, policy) else { return };
    let (extraction, table, open) = match state {
        Acknowledgement::NoList => {
            let message =
                format!("nothing shows who of `{}` acknowledged `{}`", readers.value, policy.id.value);
            out.push(at(facts, policy, readers, message).help(format!(
                "extract `{}` with a column `{}` that holds the version or the day acknowledged",
                readers.value, policy.id.value
            )));
            return;
        }
        Acknowledgement::NoColumn(extraction, table) => {
            let path = extraction.data_path();
            let message = format!("`{path}` does not say who acknowledged `{}`", policy.id.value);
            let help =
                format!("extract it with a column `{}` that holds the version or the day", policy.id.value);
            let there = Location::start_of(table.file);
            out.push(at(facts, policy, readers, message).related(there, "the latest list").help(help));
            return;
        }
        Acknowledgement::Told { extraction, table, open } => (extraction, table, open),
    };
    if open.is_empty() {
        return;
    }
    let path = extraction.data_path();
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
            .related(Location::start_of(table.file), "the latest list")
            .note(format!("what counts is {}", wanted(facts, policy)))
            .help("ask them to read it, and extract the list again"),
    );
}

fn at(facts: &Facts<'_>, policy: &Policy, readers: &Text, message: String) -> Finding {
    facts.at(&RULE, policy.file, readers.span, message).subject(policy.id.as_str())
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
