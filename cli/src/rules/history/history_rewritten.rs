//! `history-rewritten`.

use crate::finding::{Finding, Group, Level, RuleMeta};
use crate::place::{FileId, Span};
use crate::rules::history::{file_or_program, program};
use crate::rules::{Check, Facts, Rule};
use crate::trust::{Provenance, Reason, Rewritten};

pub(crate) static RULE: Rule = Rule {
    meta: RuleMeta {
        name: "history-rewritten",
        group: Group::History,
        level: Level::Error,
        summary: "A commit that somebody remembers is not on the main line any more.",
        fixable: false,
        history: true,
        page: include_str!("history_rewritten.md"),
    },
    checks: &[Check::Provenance(check)],
};

fn check(facts: &Facts<'_>, provenance: &Provenance, out: &mut Vec<Finding>) {
    for one in &provenance.rewritten {
        let short = one.commit.get(..10).unwrap_or(&one.commit);
        let message = if one.reason == Reason::RootNotOnLine {
            format!("the agreed root `{short}` is not on the main line")
        } else if one.reason == Reason::MainlineSwitched {
            format!("commit `{short}` was on the main line and is on a side branch now")
        } else {
            format!("commit `{short}` was on the main line and is not in this history")
        };
        let (file, span) = place(facts, one);
        let note = match &one.file {
            Some(file) => format!("`{file}` was made of it"),
            None if one.reason == Reason::RootNotOnLine => {
                "the root is the commit at which the auditor's trust begins".to_owned()
            }
            None => "it was named as seen before".to_owned(),
        };
        out.push(facts.at(&RULE, file, span, message).subject(&one.commit).note(note).help(
            "bring back the history that holds it and add to it; ask who pushed with force, and refuse \
             that on the main line",
        ));
    }
}

/// Where a commit is remembered.
fn place(facts: &Facts<'_>, one: &Rewritten) -> (FileId, Span) {
    if let Some(file) = &one.file {
        return (file_or_program(facts, file.as_str()), Span::default());
    }
    let mut roots = facts.program().into_iter().flat_map(|program| &program.audits);
    let root = roots.find_map(|audit| audit.root.as_ref().filter(|root| root.value == one.commit));
    (program(facts), root.map(|root| root.span).unwrap_or_default())
}
