//! `population-not-checked`.

use crate::finding::{Finding, Group, Level, RuleMeta};
use crate::model::Extraction;
use crate::rules::{Check, Facts, Rule};

pub(crate) static RULE: Rule = Rule {
    meta: RuleMeta {
        name: "population-not-checked",
        group: Group::Population,
        level: Level::Warning,
        summary: "A list that nobody compared with another source.",
        fixable: false,
        history: false,
        page: include_str!("population_not_checked.md"),
    },
    checks: &[Check::Extraction(check)],
};

fn check(facts: &Facts<'_>, extraction: &Extraction, out: &mut Vec<Finding>) {
    if extraction.checked.is_some() {
        return;
    }
    let message = format!("nobody checked that `{}` is complete", extraction.data_path());
    let finding = facts
        .at(&RULE, extraction.file, extraction.population.span, message)
        .subject(extraction.path.as_str());
    let population = facts.register.populations.get(&extraction.population);
    let why = population.and_then(|population| population.complete_because.as_ref());
    let finding = match why {
        Some(why) => finding.note(format!(
            "`complete_because` of `{}` says: {}",
            extraction.population.value,
            why.trim()
        )),
        None => finding,
    };
    out.push(finding.help(
        "compare the number of rows with another source and add `checked: {against: …, rows: …, by: …}`",
    ));
}
