//! `replaced-objects`.

use crate::finding::{Finding, Group, Level, RuleMeta};
use crate::model::Register;
use crate::rules::history::program;
use crate::rules::{Check, Facts, Rule};

pub(crate) static RULE: Rule = Rule {
    meta: RuleMeta {
        name: "replaced-objects",
        group: Group::History,
        level: Level::Error,
        summary: "Git is told to show another history than the one that commits name.",
        fixable: false,
        history: false,
        page: include_str!("replaced_objects.md"),
    },
    checks: &[Check::Register(check)],
};

fn check(facts: &Facts<'_>, _: &Register, out: &mut Vec<Finding>) {
    let Some(trail) = facts.trail else { return };
    for entry in &trail.integrity {
        let (code, subject) = entry.split_once(' ').unwrap_or((entry, ""));
        let (message, note, help) = match code {
            "REPLACE_REFS_IGNORED" => (
                format!("`{subject}` makes Git show another object in the place of one"),
                "tickmark reads what commits name; `git log` and the forge may show something else",
                "look at it with `git replace --list`, and take it away with `git replace -d ID`",
            ),
            "GRAFTS_IGNORED" => (
                format!("`{subject}` makes Git show other parents than commits name"),
                "tickmark reads what commits name; `git log` and the forge may show something else",
                "take `.git/info/grafts` away",
            ),
            "OBJECT_HASH_MISMATCH" => (
                format!("the object `{subject}` holds other bytes than its id names"),
                "an id is the digest of the bytes; a store that lies about it can show anything",
                "look at it with `git fsck`, and fetch the object from a clone that is whole",
            ),
            _ => continue,
        };
        out.push(facts.about(&RULE, program(facts), message).subject(subject).note(note).help(help));
    }
}
