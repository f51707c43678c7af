//! `unknown-column`.

use crate::finding::{Finding, Group, Level, RuleMeta};
use crate::model::{Control, Population, Register};
use crate::place::{FileId, Location, Span};
use crate::rules::words::{known, meant, suggest};
use crate::rules::{Check, Facts, Rule};

pub(crate) static RULE: Rule = Rule {
    meta: RuleMeta {
        name: "unknown-column",
        group: Group::Reference,
        level: Level::Error,
        summary: "A column that the population does not have.",
        fixable: true,
        history: false,
        page: include_str!("unknown_column.md"),
    },
    checks: &[Check::Register(populations), Check::Control(control)],
};

fn populations(facts: &Facts<'_>, register: &Register, out: &mut Vec<Finding>) {
    for population in register.populations.all() {
        for name in [&population.key, &population.event].into_iter().flatten() {
            if population.lacks(Some(name)) {
                out.push(finding(facts, population, population.file, name.span, name));
            }
        }
    }
}

fn control(facts: &Facts<'_>, control: &Control, out: &mut Vec<Finding>) {
    let population = control.population.as_ref().and_then(|id| facts.register.populations.get(id));
    let (Some(population), Some(deadline)) = (population, &control.deadline) else { return };
    let column = deadline.value.after.as_str();
    let is_there = population.columns.iter().any(|known| known.as_str() == column);
    if !population.columns.is_empty() && !is_there {
        let span = end(facts.source(control.file), deadline.span, column);
        out.push(finding(facts, population, control.file, span, column));
    }
}

fn finding(facts: &Facts<'_>, population: &Population, file: FileId, span: Span, column: &str) -> Finding {
    let columns: Vec<&str> = population.columns.iter().map(|column| column.as_str()).collect();
    let id = population.id.as_str();
    let finding = facts.at(&RULE, file, span, format!("`{id}` has no column `{column}`")).subject(id);
    let otherwise =
        format!("name one of its columns, or add `{column}` to `columns` in `{}`", population.path);
    let meant = meant(column, columns.iter().copied());
    let mut finding = suggest(finding, Location { file, span }, meant.as_ref(), otherwise);
    finding.notes.extend(known("columns", &columns));
    finding
}

/// The column at the end of `24h after last_day`, if it stands there as it was read.
fn end(source: &[u8], deadline: Span, column: &str) -> Span {
    let text = source.get(deadline.range()).unwrap_or_default();
    match text.strip_suffix(column.as_bytes()) {
        Some(front) => Span::new(front.len(), text.len()).shifted(deadline.start as usize),
        None => deadline,
    }
}
