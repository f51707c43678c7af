//! `event-outside-period`.

use crate::calendar::{Period, When};
use crate::finding::{Finding, Group, Level, RuleMeta};
use crate::model::Extraction;
use crate::place::Span;
use crate::rules::words::known;
use crate::rules::{Check, Facts, Rule};
use crate::text::did_you_mean;

pub(crate) static RULE: Rule = Rule {
    meta: RuleMeta {
        name: "event-outside-period",
        group: Group::Population,
        level: Level::Error,
        summary: "A row whose date does not lie in the period of its list.",
        fixable: false,
        history: false,
        page: include_str!("event_outside_period.md"),
    },
    checks: &[Check::Extraction(check)],
};

fn check(facts: &Facts<'_>, extraction: &Extraction, out: &mut Vec<Finding>) {
    let fiscal = facts.program().map(|program| program.fiscal).unwrap_or_default();
    let population = facts.register.populations.get(&extraction.population);
    // A column that the population itself does not have is `unknown-column`.
    let population = population.filter(|population| !population.lacks(population.event.as_ref()));
    let event = population.and_then(|population| population.event.as_ref());
    let period = extraction.period.as_ref().and_then(|period| Period::parse(period, fiscal));
    let (Some(data), Some(event), Some(period)) = (&extraction.data, event, period) else { return };
    let Some(column) = data.column(event) else {
        let message =
            format!("`{}` has no column `{}`, the date of the event", extraction.data_path(), event.value);
        let mut finding = facts.about(&RULE, data.file, message).subject(extraction.path.as_str());
        let columns: Vec<&str> = data.columns().iter().map(String::as_str).collect();
        finding.notes.extend(known("columns", &columns));
        out.push(finding.help(match did_you_mean(event, columns) {
            Some(near) => format!("did you mean `{near}`? Else extract the list with the date of the event"),
            None => "extract the list with the date of the event".to_owned(),
        }));
        return;
    };
    for row in data.rows() {
        let cell = row.cell(column);
        let message = match When::parse(cell).map(|when| facts.day(when)) {
            Some(day) if period.contains(day) => continue,
            Some(day) => format!("`{}` is {day}, which is not in {}", event.value, period.name),
            None => format!("`{}` is `{cell}`, which is no date", event.value),
        };
        let start = row.offset as usize;
        let finding = facts.at(&RULE, data.file, Span::at(start), message).subject(extraction.path.as_str());
        out.push(finding.help(format!("extract the list from {} to {}", period.start, period.due())));
    }
}
