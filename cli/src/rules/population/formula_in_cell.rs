//! `formula-in-cell`.

use crate::finding::{Finding, Group, Level, RuleMeta};
use crate::model::{Extraction, Table};
use crate::place::{Location, Span};
use crate::rules::cells::cells;
use crate::rules::reviews::Review;
use crate::rules::{Check, Facts, Rule};

pub(crate) static RULE: Rule = Rule {
    meta: RuleMeta {
        name: "formula-in-cell",
        group: Group::Population,
        level: Level::Warning,
        summary: "A cell of a list that a spreadsheet would run as a formula.",
        fixable: false,
        history: false,
        page: include_str!("formula_in_cell.md"),
    },
    checks: &[Check::Extraction(extraction), Check::Review(review)],
};

fn extraction(facts: &Facts<'_>, extraction: &Extraction, out: &mut Vec<Finding>) {
    if let Some(table) = &extraction.data {
        let there = extraction.sha256.as_ref().map_or(extraction.population.span, |digest| digest.span);
        look(facts, table, extraction.path.as_str(), Location { file: extraction.file, span: there }, out);
    }
}

fn review(facts: &Facts<'_>, review: &Review<'_>, out: &mut Vec<Finding>) {
    if let Some(table) = review.table {
        let there = Location { file: review.record.file, span: review.record.control.span };
        look(facts, table, review.record.path.as_str(), there, out);
    }
}

/// One finding for each column: a thousand rows of an export have one cause.
fn look(facts: &Facts<'_>, table: &Table, subject: &str, described: Location, out: &mut Vec<Finding>) {
    let source = facts.source(table.file);
    for (column, name) in table.columns().iter().enumerate() {
        let mut rows = table.rows().filter(|row| is_formula(row.cell(column)));
        let Some(first) = rows.next() else { continue };
        let offset = first.offset as usize;
        let span = cells(source, offset).get(column).copied().unwrap_or(Span::at(offset));
        let more = match rows.count() {
            0 => String::new(),
            1 => ", and another one".to_owned(),
            more => format!(", and {more} others"),
        };
        let message = format!(
            "`{}` in the column `{name}` is a formula to a spreadsheet{more}",
            short(first.cell(column))
        );
        out.push(
            facts
                .at(&RULE, table.file, span, message)
                .subject(subject)
                .related(described, "this describes the file")
                .note("whoever opens the list runs it, with their own rights")
                .help("extract the list again with `'` in front of such values, or with the values that are meant"),
        );
    }
}

/// Long texts are cut; control characters would not stand on one line.
fn short(cell: &str) -> String {
    let plain: String = cell.chars().map(|c| if c.is_control() || c == '`' { ' ' } else { c }).collect();
    if plain.chars().count() > 40 { plain.chars().take(39).chain(['…']).collect() } else { plain }
}

/// True when a spreadsheet computes a cell: it begins with `=`, `+`, `-`, `@`, a tab or a carriage
/// return, and is no number and no run of signs (`-`, `---`).
fn is_formula(cell: &str) -> bool {
    let text = cell.trim_start_matches(' ');
    if !text.starts_with(['=', '+', '-', '@', '\t', '\r']) {
        return false;
    }
    let rest = text.trim_start_matches(['+', '-']);
    let is_number = rest.starts_with(|c: char| c.is_ascii_digit() || matches!(c, '.' | ','))
        && rest.chars().all(|c| c.is_ascii_digit() || matches!(c, '.' | ',' | '\'' | ' ' | '%' | 'e' | 'E'));
    !is_number && !text.chars().all(|c| matches!(c, '-' | '+' | '=' | '@'))
}

#[cfg(test)]
mod tests {
    use super::is_formula;

    #[test]
    fn a_number_with_a_sign_is_no_formula() {
        let run = ["=1+1", "+A1", "-cmd|' /C calc'!A0", "@SUM(A1)", "\t=1", "\r=1", " =1", "-1+1", "+1-2"];
        let not = ["", "-", "--", "-1", "-1.50", "+49 30 123", "-12,5 %", "1e5", "a=b", "-1e5", "x", "'=1"];
        assert_eq!(run.map(is_formula), [true; 9]);
        assert_eq!(not.map(is_formula), [false; 12]);
    }
}
