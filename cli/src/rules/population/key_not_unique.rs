//! `key-not-unique`.

use std::collections::BTreeSet;

use crate::finding::{Finding, Group, Level, RuleMeta};
use crate::model::Extraction;
use crate::place::Span;
use crate::rules::words::known;
use crate::rules::{Check, Facts, Rule};
use crate::text::did_you_mean;

pub(crate) static RULE: Rule = Rule {
    meta: RuleMeta {
        name: "key-not-unique",
        group: Group::Population,
        level: Level::Error,
        summary: "Two rows of a list with the same key, or a list without the key.",
        fixable: false,
        history: false,
        page: include_str!("key_not_unique.md"),
    },
    checks: &[Check::Extraction(check)],
};

fn check(facts: &Facts<'_>, extraction: &Extraction, out: &mut Vec<Finding>) {
    let Some(data) = &extraction.data else { return };
    let population = facts.register.populations.get(&extraction.population);
    // A column that the population itself does not have is `unknown-column`.
    let population = population.filter(|population| !population.lacks(population.key.as_ref()));
    let Some(key) = population.and_then(|population| population.key.as_ref()) else { return };
    let path = extraction.data_path();
    let Some(column) = data.column(key) else {
        let message =
            format!("`{path}` has no column `{}`, the key of `{}`", key.value, extraction.population.value);
        let columns: Vec<&str> = data.columns().iter().map(String::as_str).collect();
        let mut finding = facts.about(&RULE, data.file, message).subject(extraction.path.as_str());
        finding.notes.extend(known("columns", &columns));
        out.push(finding.help(match did_you_mean(key, columns) {
            Some(near) => format!("did you mean `{near}`? Else extract the list with its key"),
            None => "extract the list with its key".to_owned(),
        }));
        return;
    };
    let mut seen = BTreeSet::new();
    for row in data.rows() {
        let cell = row.cell(column);
        let message = if cell.is_empty() {
            format!("a row without `{}`, the key of `{}`", key.value, extraction.population.value)
        } else if seen.insert(cell) {
            continue;
        } else {
            format!("the key `{cell}` stands in a second row")
        };
        let start = row.offset as usize;
        let finding = facts.at(&RULE, data.file, Span::at(start), message).subject(extraction.path.as_str());
        out.push(finding.help("extract the list again with one row for each item"));
    }
}
