//! `row-count-differs`.

use crate::finding::{Finding, Group, Level, RuleMeta};
use crate::model::{Extraction, Record};
use crate::place::Location;
use crate::rules::words::count;
use crate::rules::{Check, Facts, Rule};

pub(crate) static RULE: Rule = Rule {
    meta: RuleMeta {
        name: "row-count-differs",
        group: Group::Population,
        level: Level::Error,
        summary: "Two places give different numbers of rows for one list.",
        fixable: false,
        history: false,
        page: include_str!("row_count_differs.md"),
    },
    checks: &[Check::Extraction(extraction), Check::Record(record)],
};

fn extraction(facts: &Facts<'_>, extraction: &Extraction, out: &mut Vec<Finding>) {
    let subject = extraction.path.as_str();
    let whole = extraction.data.as_ref().filter(|data| data.broken().is_none());
    let found = whole.map(|data| data.rows().len() as u64);
    if let Some((stated, found)) = extraction.rows.zip(found).filter(|(stated, found)| stated.value != *found)
    {
        let message =
            format!("{} stated, and `{}` has {found}", count(stated.value, "row"), extraction.data_path());
        let finding = facts.at(&RULE, extraction.file, stated.span, message).subject(subject);
        out.push(finding.help("extract the list again, so that the file and `rows` agree"));
    }
    let checked = extraction.checked.as_ref().and_then(|checked| checked.rows);
    if let Some((checked, stated)) =
        checked.zip(extraction.rows).filter(|(checked, stated)| checked.value != stated.value)
    {
        let message = format!(
            "{} in the source it was checked against, and {} in the list",
            count(checked.value, "row"),
            stated.value
        );
        let finding = facts.at(&RULE, extraction.file, checked.span, message).subject(subject);
        out.push(finding.help("find the difference: the list may not be complete"));
    }
}

fn record(facts: &Facts<'_>, record: &Record, out: &mut Vec<Finding>) {
    let used = record.population.as_ref().and_then(|used| used.rows);
    let extraction = facts.extraction_of(record);
    let stated = extraction.and_then(|extraction| extraction.rows);
    let Some(((used, stated), extraction)) = used.zip(stated).zip(extraction) else { return };
    if used.value != stated.value && !facts.is_superseded(record) {
        let message = format!(
            "{} tested against, and the list of the period has {}",
            count(used.value, "row"),
            stated.value
        );
        out.push(
            facts
                .at(&RULE, record.file, used.span, message)
                .subject(record.path.as_str())
                .related(Location { file: extraction.file, span: stated.span }, "the list of the period")
                .help("test the rows that were left out, and correct the number"),
        );
    }
}
