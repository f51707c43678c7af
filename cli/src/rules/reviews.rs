//! The decisions of access reviews, whether they stand in the record or in a CSV beside it.

use crate::finding::Finding;
use crate::model::{Decision, Decisions, Record, Row, Table, Text};
use crate::place::{FileId, Location, Span, Spanned};
use crate::rules::cells::cells;
use crate::rules::{Facts, Rule};

/// The columns of a CSV of decisions, those that must be there first.
pub(super) const COLUMNS: [&str; 7] = ["account", "decision", "subject", "access", "by", "ticket", "done"];

/// How many of [`COLUMNS`] must be there.
pub(super) const NEEDED: usize = 2;

/// The decisions of one record.
#[derive(Debug)]
pub struct Review<'a> {
    /// The record.
    pub record: &'a Record,
    /// The file in which the decisions stand: the record's own, or the CSV.
    pub file: FileId,
    /// The decisions, in the order of the file.
    pub decided: Vec<Decided>,
    /// The CSV, where they stand in one.
    pub table: Option<&'a Table>,
}

/// One decision, and the place of the whole of it.
#[derive(Debug)]
pub struct Decided {
    /// What was decided.
    pub decision: Decision,
    /// What to point at where a field is not there: the account, else the start.
    pub span: Span,
}

impl Review<'_> {
    /// Starts a finding about a decision. A CSV takes no comments, so the record's line is named too.
    pub(super) fn at(
        &self,
        facts: &Facts<'_>,
        rule: &'static Rule,
        span: Span,
        message: impl Into<String>,
    ) -> Finding {
        let finding = facts.at(rule, self.file, span, message).subject(self.record.path.as_str());
        match &self.record.decisions {
            Some(Decisions::File(name)) => {
                finding.related(Location { file: self.record.file, span: name.span }, "this names the file")
            }
            Some(Decisions::Inline(_)) | None => finding,
        }
    }
}

/// Lists every review of a record that still counts.
pub(super) fn reviews<'a>(facts: &Facts<'a>) -> Vec<Review<'a>> {
    let records = facts.register.records.iter().filter(|record| record.decisions.is_some());
    records.filter(|record| !facts.is_superseded(record)).filter_map(|record| review(facts, record)).collect()
}

fn review<'a>(facts: &Facts<'a>, record: &'a Record) -> Option<Review<'a>> {
    match record.decisions.as_ref()? {
        Decisions::Inline(list) => {
            let decided = list.iter().map(|decision| Decided {
                span: inline_span(decision).unwrap_or(record.control.span),
                decision: decision.clone(),
            });
            Some(Review { record, file: record.file, decided: decided.collect(), table: None })
        }
        Decisions::File(name) => {
            let table = facts.register.tables.get(&record.artifact_path(name)?)?;
            let source = facts.source(table.file);
            let decided = table.rows().map(|row| read(table, source, row));
            Some(Review { record, file: table.file, decided: decided.collect(), table: Some(table) })
        }
    }
}

fn inline_span(decision: &Decision) -> Option<Span> {
    let fields = [&decision.account, &decision.decision, &decision.subject, &decision.by, &decision.access];
    fields.into_iter().flatten().map(|text| text.span).next()
}

fn read(table: &Table, source: &[u8], row: Row<'_>) -> Decided {
    let offset = row.offset as usize;
    let spans = cells(source, offset);
    let text = |name: &str| -> Option<Text> {
        let column = table.column(name)?;
        let cell = row.cell(column).trim();
        let span = spans.get(column).copied().unwrap_or(Span::at(offset));
        (!cell.is_empty()).then(|| Spanned::new(cell.to_owned(), span))
    };
    let [account, decision, subject, access, by, ticket, done] = COLUMNS.map(text);
    let span = account
        .as_ref()
        .map_or_else(|| spans.first().copied().unwrap_or(Span::at(offset)), |account| account.span);
    Decided { span, decision: Decision { account, subject, access, decision, by, ticket, done } }
}
