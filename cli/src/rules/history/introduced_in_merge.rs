//! `introduced-in-merge`.

use std::collections::BTreeMap;

use crate::finding::{Finding, Group, Level, RuleMeta};
use crate::place::CommitId;
use crate::rules::history::file_or_program;
use crate::rules::words::{count, ticked};
use crate::rules::{Check, Facts, Rule};
use crate::trust::{Bringer, Provenance};

pub(crate) static RULE: Rule = Rule {
    meta: RuleMeta {
        name: "introduced-in-merge",
        group: Group::History,
        level: Level::Warning,
        summary: "A merge holds bytes of a record that none of its parents has.",
        fixable: false,
        history: true,
        page: include_str!("introduced_in_merge.md"),
    },
    checks: &[Check::Provenance(check)],
};

/// One finding for each merge.
fn check(facts: &Facts<'_>, provenance: &Provenance, out: &mut Vec<Finding>) {
    let mut merges: BTreeMap<CommitId, Vec<&str>> = BTreeMap::new();
    for record in &provenance.records {
        match record.by {
            Bringer::Merge(merge) => merges.entry(merge).or_default().push(record.path.as_str()),
            Bringer::Somebody | Bringer::Nobody | Bringer::Refused => {}
        }
    }
    for (merge, paths) in merges {
        let what = match paths.as_slice() {
            [path] => format!("`{path}`"),
            many => count(many.len() as u64, "record"),
        };
        let message = format!("the merge `{}` changed {what} while it merged", merge.short());
        let finding =
            facts.about(&RULE, file_or_program(facts, paths[0]), message).subject(merge.to_string());
        let finding = if paths.len() > 1 { finding.note(ticked(paths, 5)) } else { finding };
        out.push(
            finding
                .note("no parent has these bytes: those who performed and reviewed signed other ones")
                .help("merge what was signed as it is, and correct it in a second record by a commit of its own"),
        );
    }
}
