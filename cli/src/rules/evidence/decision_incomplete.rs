//! `decision-incomplete`.

use std::collections::BTreeSet;

use crate::finding::{Finding, Group, Level, RuleMeta};
use crate::model::{Record, Table};
use crate::place::{Location, Span};
use crate::rules::cells::cells;
use crate::rules::reviews::{COLUMNS, Decided, NEEDED, Review};
use crate::rules::words::{known, ticked};
use crate::rules::{Check, Facts, Rule};
use crate::text::did_you_mean;

pub(crate) static RULE: Rule = Rule {
    meta: RuleMeta {
        name: "decision-incomplete",
        group: Group::Evidence,
        level: Level::Error,
        summary: "An account without a decision, or a removal that nothing shows.",
        fixable: false,
        history: false,
        page: include_str!("decision_incomplete.md"),
    },
    checks: &[Check::Review(check)],
};

/// What may be decided, and whether something has to be carried out then.
const DECISIONS: [(&str, bool); 3] = [("keep", false), ("change", true), ("remove", true)];

fn check(facts: &Facts<'_>, review: &Review<'_>, out: &mut Vec<Finding>) {
    if let Some(table) = review.table
        && !is_readable(facts, review, table, out)
    {
        return;
    }
    for decided in &review.decided {
        decision(facts, review, decided, out);
    }
    undecided(facts, review, out);
}

/// A CSV without its columns says nothing of any account; one finding is enough then.
fn is_readable(facts: &Facts<'_>, review: &Review<'_>, table: &Table, out: &mut Vec<Finding>) -> bool {
    if let Some((line, because)) = table.broken() {
        let message = format!("the decisions cannot be read from line {line} on");
        let finding = review.at(facts, &RULE, Span::default(), message).note(because.to_lowercase());
        out.push(finding.help("write as many cells in each row as the header has"));
        return false;
    }
    let missing: Vec<&str> =
        COLUMNS[..NEEDED].iter().copied().filter(|name| table.column(name).is_none()).collect();
    if missing.is_empty() {
        return true;
    }
    let message = format!("the decisions have no column {}", ticked(missing.iter().copied(), NEEDED));
    let header = cells(facts.source(table.file), 0);
    let span = header.first().map_or(Span::default(), |first| Span {
        start: first.start,
        end: header.last().map_or(first.end, |last| last.end),
    });
    let finding = review.at(facts, &RULE, span, message);
    out.push(
        finding.note(format!("columns: {}", ticked(COLUMNS, COLUMNS.len()))).help("name the columns so"),
    );
    false
}

fn decision(facts: &Facts<'_>, review: &Review<'_>, decided: &Decided, out: &mut Vec<Finding>) {
    let said = &decided.decision;
    let Some(account) = &said.account else {
        let finding = review.at(facts, &RULE, decided.span, "a decision about no account");
        out.push(finding.help("name the account, its system in front: `okta:jdoe`"));
        return;
    };
    let account = account.as_str();
    let Some(word) = &said.decision else {
        let message = format!("nothing was decided for `{account}`");
        let finding = review.at(facts, &RULE, decided.span, message);
        out.push(finding.help("decide `keep`, `change` or `remove`"));
        return;
    };
    let names = DECISIONS.map(|(name, _)| name);
    match DECISIONS.iter().find(|(name, _)| *name == word.as_str()) {
        // In YAML the schema has said so already.
        None if review.table.is_none() => {}
        None => {
            let message = format!("`{}` for `{account}` is no decision", word.value);
            let mut finding = review.at(facts, &RULE, word.span, message);
            finding.notes.extend(known("decisions", &names));
            let meant = did_you_mean(word, names).map(|meant| format!("did you mean `{meant}`?"));
            out.push(finding.help(meant.unwrap_or_else(|| "write one of the three".to_owned())));
        }
        Some((name, true)) if said.ticket.is_none() && said.done.is_none() => {
            let noun = if *name == "remove" { "removal" } else { "change" };
            let message = format!("the {noun} of `{account}` has no `ticket` and no `done`");
            let finding = review.at(facts, &RULE, word.span, message);
            let finding = finding.note("nothing shows that it was carried out");
            out.push(finding.help("add the ticket, or the day on which it was done"));
        }
        Some(_) => {}
    }
}

/// Accounts that a list beside the record names and nobody decided on.
fn undecided(facts: &Facts<'_>, review: &Review<'_>, out: &mut Vec<Finding>) {
    let decided: BTreeSet<&str> = review
        .decided
        .iter()
        .filter_map(|one| one.decision.account.as_ref())
        .map(|text| text.as_str())
        .collect();
    for (table, column) in lists(facts, review) {
        let rows = table.rows().map(|row| (row, row.cell(column).trim()));
        let open: Vec<_> =
            rows.filter(|(_, account)| !account.is_empty() && !decided.contains(account)).collect();
        let Some((first, account)) = open.first() else { continue };
        let accounts: BTreeSet<&str> = open.iter().map(|(_, account)| *account).collect();
        let message = match accounts.len() {
            1 => format!("nothing was decided for `{account}`"),
            count => format!("nothing was decided for {count} accounts: {}", ticked(accounts, 3)),
        };
        let offset = first.offset as usize;
        let span = cells(facts.source(table.file), offset).get(column).copied().unwrap_or(Span::at(offset));
        let there = Location { file: review.file, span: first_span(review) };
        out.push(
            facts
                .at(&RULE, table.file, span, message)
                .subject(review.record.path.as_str())
                .related(there, "the decisions")
                .help("decide on every account of the list"),
        );
    }
}

fn first_span(review: &Review<'_>) -> Span {
    review.decided.first().map_or(Span::default(), |decided| decided.span)
}

/// The other CSVs of the record that list accounts.
fn lists<'a>(facts: &Facts<'a>, review: &Review<'a>) -> Vec<(&'a Table, usize)> {
    let record: &Record = review.record;
    let folder = record.folder();
    let tables = facts.register.tables.iter().filter(|(path, _)| path.is_below(folder.as_str()));
    let others = tables.filter(|(_, table)| table.file != review.file && table.broken().is_none());
    others.filter_map(|(_, table)| Some((table, table.column("account")?))).collect()
}
