//! `sample-item-without-evidence`.

use crate::finding::{Finding, Group, Level, RuleMeta};
use crate::model::{Record, Register, SampleSelection};
use crate::rules::words::{count, ticked};
use crate::rules::{Check, Facts, Rule};

pub(crate) static RULE: Rule = Rule {
    meta: RuleMeta {
        name: "sample-item-without-evidence",
        group: Group::Audit,
        level: Level::Warning,
        summary: "An item that the auditor chose, and that no record speaks of.",
        fixable: false,
        history: false,
        page: include_str!("sample_item_without_evidence.md"),
    },
    checks: &[Check::Register(check)],
};

/// How many items are named before the rest is counted.
const NAMED: usize = 6;

fn check(facts: &Facts<'_>, register: &Register, out: &mut Vec<Finding>) {
    for selection in &register.samples {
        for control in &selection.controls {
            // A control that does not exist is another rule's business.
            if register.controls.has(control) {
                out.extend(judge(facts, selection, control));
            }
        }
    }
}

fn judge(facts: &Facts<'_>, selection: &SampleSelection, control: &str) -> Option<Finding> {
    let items = &selection.sample.as_ref()?.items;
    let records: Vec<&Record> = facts.register.records_of(control).collect();
    let without = |item: &&crate::model::Text| !records.iter().any(|record| shows(selection, record, item));
    let missing: Vec<_> = items.iter().filter(without).collect();
    let first = missing.first()?;
    let message = format!(
        "no record of `{control}` speaks of {}",
        ticked(missing.iter().map(|item| item.as_str()), NAMED)
    );
    let of = count(items.len() as u64, "item");
    let kind = if selection.population.is_some() {
        "enter each under `tested` in a record of its period, with what was found; an item that was missed is an exception"
    } else {
        "write a record for each period, or say in `note` why there is none"
    };
    Some(
        facts
            .at(&RULE, selection.file, first.span, message)
            .subject(format!("{}/{}", *selection.audit, selection.name()))
            .note(format!("{} of {of} chosen for `{}` are without evidence", missing.len(), *selection.audit))
            .help(kind),
    )
}

/// True when a record tested the item, or, where the items are periods, is of it.
fn shows(selection: &SampleSelection, record: &Record, item: &str) -> bool {
    let tested = record.tested.iter().any(|tested| *tested.key == *item);
    let of_period = || record.period.as_ref().is_some_and(|period| **period == *item);
    tested || (selection.population.is_none() && of_period())
}
