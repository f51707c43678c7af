//! `clock-out-of-order`.

use std::collections::{BTreeMap, BTreeSet};

use crate::finding::{Finding, Group, Level, RuleMeta};
use crate::model::Register;
use crate::rules::history::{dated, program};
use crate::rules::words::count;
use crate::rules::{Check, Facts, Rule};

pub(crate) static RULE: Rule = Rule {
    meta: RuleMeta {
        name: "clock-out-of-order",
        group: Group::History,
        level: Level::Warning,
        summary: "A commit is dated before one that it follows.",
        fixable: false,
        history: true,
        page: include_str!("clock_out_of_order.md"),
    },
    checks: &[Check::Register(check)],
};

/// One finding for each commit whose date others fall short of: it may be the one whose clock was wrong.
fn check(facts: &Facts<'_>, _: &Register, out: &mut Vec<Finding>) {
    let (Some(trail), Some(assessment)) = (facts.trail, facts.assessment) else { return };
    let told = assessment.integrity.iter().filter_map(|entry| entry.strip_prefix("CLOCK_OUT_OF_ORDER "));
    let told: BTreeSet<&str> = told.collect();
    if told.is_empty() {
        return;
    }
    let distrusted = facts.program().into_iter().flat_map(|program| &program.distrusted_dates);
    let distrusted: BTreeSet<&str> = distrusted.map(|(commit, _)| commit.value.as_str()).collect();
    let mut latest: Option<usize> = None;
    let mut behind: BTreeMap<usize, Vec<usize>> = BTreeMap::new();
    for (place, commit) in trail.line.iter().enumerate() {
        let id = commit.id.to_string();
        if let Some(ahead) = latest.filter(|_| told.contains(id.as_str())) {
            behind.entry(ahead).or_default().push(place);
        }
        let later = latest.is_none_or(|known| commit.committer.at > trail.line[known].committer.at);
        if later && !distrusted.contains(id.as_str()) {
            latest = Some(place);
        }
    }
    for (ahead, places) in behind {
        let (early, late) = (&trail.line[ahead], &trail.line[places[0]]);
        let rest = (places.len() as u64).saturating_sub(1);
        let more = if rest == 0 { String::new() } else { format!(", and {} more", count(rest, "commit")) };
        let message = format!(
            "commit `{}` is dated before `{}`, which it follows{more}",
            late.id.short(),
            early.id.short()
        );
        out.push(
            facts
                .about(&RULE, program(facts), message)
                .subject(early.id.to_string())
                .note(format!(
                    "commit {} after commit {}",
                    dated(facts, late.id, late.committer.at),
                    dated(facts, early.id, early.committer.at)
                ))
                .help(format!(
                    "find out whose clock was wrong; if it is `{}`, say so in policies/program.yaml: \
                     `git: {{distrusted_dates: {{{}: why}}}}`",
                    early.id.short(),
                    early.id
                )),
        );
    }
}
