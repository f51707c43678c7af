//! `extraction-missing`.

use crate::assess::{ControlAssessment, Lack, Occurrence};
use crate::finding::{Finding, Group, Level, RuleMeta};
use crate::model::Extraction;
use crate::rules::{Check, Facts, Rule};

pub(crate) static RULE: Rule = Rule {
    meta: RuleMeta {
        name: "extraction-missing",
        group: Group::Population,
        level: Level::Error,
        summary: "A record answers to a population of which there is no list for the period.",
        fixable: false,
        history: false,
        page: include_str!("extraction_missing.md"),
    },
    checks: &[Check::Occurrence(occurrence), Check::Extraction(extraction)],
};

fn occurrence(
    facts: &Facts<'_>,
    control: &ControlAssessment,
    occurrence: &Occurrence,
    out: &mut Vec<Finding>,
) {
    let record = occurrence.path.as_ref().and_then(|path| facts.record(path.as_str()));
    let Some(record) = record.filter(|_| occurrence.lacks.contains(&Lack::NoExtraction)) else { return };
    let (id, period) = (control.id.as_str(), occurrence.period.name.as_str());
    let named = record.population.as_ref().and_then(|used| used.of.as_ref());
    let population = named.or_else(|| facts.control_of(record)?.population.as_ref());
    // A population that does not exist is `unknown-population`.
    if population.is_some_and(|population| !facts.register.populations.has(population)) {
        return;
    }
    let span = named.map_or(record.control.span, |named| named.span);
    let what = population
        .map_or_else(|| "the population".to_owned(), |population| format!("`{}`", population.value));
    let folder = population.map_or("POPULATION", |population| population.value.as_str());
    out.push(
        facts
            .at(
                &RULE,
                record.file,
                span,
                format!("`{id}` has a record for {period}, and there is no list of {what}"),
            )
            .subject(record.path.as_str())
            .note("without the whole list nobody can tell whether anything was left out")
            .help(format!(
                "add `evidence/populations/{folder}/{period}.csv` and the `.yaml` that says how it was made"
            )),
    );
}

fn extraction(facts: &Facts<'_>, extraction: &Extraction, out: &mut Vec<Finding>) {
    let (file, subject) = (extraction.file, extraction.path.as_str());
    match &extraction.data {
        None => {
            let message = format!("`{}` is not there", extraction.data_path());
            let finding = facts.at(&RULE, file, extraction.population.span, message).subject(subject);
            out.push(
                finding.help("add the list; a period without items is a file with its header and `rows: 0`"),
            );
        }
        Some(table) => {
            let Some((line, because)) = table.broken() else { return };
            let message = format!("`{}` cannot be read from line {line} on", extraction.data_path());
            let finding = facts.at(&RULE, file, extraction.population.span, message).subject(subject);
            out.push(
                finding
                    .note(because.as_str())
                    .help("write it as CSV: UTF-8, a header, the same number of cells in each row"),
            );
        }
    }
}
