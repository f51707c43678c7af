//! `history-incomplete`.

use crate::finding::{Finding, Group, Level, RuleMeta};
use crate::model::Register;
use crate::rules::history::{dated, program};
use crate::rules::{Check, Facts, Reach, Rule};

pub(crate) static RULE: Rule = Rule {
    meta: RuleMeta {
        name: "history-incomplete",
        group: Group::History,
        level: Level::Note,
        summary: "The history is not all here, so what it cannot show is not known.",
        fixable: false,
        history: false,
        page: include_str!("history_incomplete.md"),
    },
    checks: &[Check::Register(check)],
};

fn check(facts: &Facts<'_>, _: &Register, out: &mut Vec<Finding>) {
    let place = |message: &str| facts.about(&RULE, program(facts), message).subject("history");
    let Some(oldest) = facts.trail.and_then(|trail| trail.line.first()) else { return };
    match facts.reach {
        Reach::Complete | Reach::NoCommit | Reach::NoRepository => {}
        Reach::Lost => out.push(
            place("objects of the history are not here: what they held is not known")
                .note("`integrity` of `tickmark trail --format json` names them")
                .help("clone again without `--filter`; `git fsck` shows what a damaged store has lost"),
        ),
        Reach::Shallow => out.push(
            place("the history is cut: what came before is not known")
                .note(format!("the oldest commit here is {}", dated(facts, oldest.id, oldest.committer.at)))
                .help("fetch the rest with `git fetch --unshallow`; in a workflow, check out with `fetch-depth: 0`"),
        ),
    }
}
