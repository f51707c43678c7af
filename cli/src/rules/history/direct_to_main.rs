//! `direct-to-main`.

use crate::calendar::When;
use crate::finding::{Finding, Group, Level, RuleMeta};
use crate::history::LineCommit;
use crate::model::Register;
use crate::rules::history::{dated, file_or_program, program};
use crate::rules::words::{count, joined};
use crate::rules::{Check, Facts, Rule};

pub(crate) static RULE: Rule = Rule {
    meta: RuleMeta {
        name: "direct-to-main",
        group: Group::History,
        level: Level::Warning,
        summary: "Changes went to the main line through nobody's hands but their author's.",
        fixable: false,
        history: true,
        page: include_str!("direct_to_main.md"),
    },
    checks: &[Check::Register(check)],
};

/// How many commits are named.
const NAMED: usize = 3;

/// One finding for the window, however many commits there are.
fn check(facts: &Facts<'_>, _: &Register, out: &mut Vec<Finding>) {
    let (Some(trail), Some(assessment)) = (facts.trail, facts.assessment) else { return };
    let window = assessment.window;
    let in_window = |commit: &&LineCommit| window.contains(facts.day(When::Moment(commit.committer.at)));
    let direct: Vec<&LineCommit> =
        trail.line.iter().skip(1).filter(|commit| is_direct(commit)).filter(in_window).collect();
    let Some(newest) = direct.last() else { return };
    let alone = (direct.len() == 1).then(|| newest.changes.first()).flatten();
    let file = alone.map_or_else(|| program(facts), |change| file_or_program(facts, change.path.as_str()));
    let mut names: Vec<String> = direct
        .iter()
        .rev()
        .take(NAMED)
        .map(|commit| format!("{}, by {}", dated(facts, commit.id, commit.committer.at), commit.author.name))
        .collect();
    if direct.len() > NAMED {
        names.push(format!("{} before", count((direct.len() - NAMED) as u64, "commit")));
    }
    let message = format!("{} went to the main line directly", count(direct.len() as u64, "commit"));
    out.push(
        facts
            .about(&RULE, file, message)
            .subject("main-line")
            .note(format!("in {window}: {}", joined(&names, "and")))
            .note("author and committer are one person, and nobody merged it")
            .help("let changes reach the main line by a merge of somebody else's, and protect the branch"),
    );
}

/// A commit that is no merge, and that whoever wrote it put there. What a forge squashes or rebases has
/// another committer.
fn is_direct(commit: &LineCommit) -> bool {
    !commit.is_merge() && !commit.changes.is_empty() && commit.author.mail == commit.committer.mail
}
