//! `vague-statement`.

use crate::finding::{Finding, Group, Level, RuleMeta};
use crate::model::{Control, Status};
use crate::place::Span;
use crate::rules::words::find_word;
use crate::rules::{Check, Facts, Rule};

pub(crate) static RULE: Rule = Rule {
    meta: RuleMeta {
        name: "vague-statement",
        group: Group::Control,
        level: Level::Warning,
        summary: "A statement that cannot be tested because of a vague word.",
        fixable: false,
        history: false,
        page: include_str!("vague_statement.md"),
    },
    checks: &[Check::Control(check)],
};

/// Words that leave open how often, how much or whether, each with what to say instead.
const VAGUE: [(&str, &str); 18] = [
    ("periodically", "how often"),
    ("periodic", "how often"),
    ("regularly", "how often"),
    ("regular basis", "how often"),
    ("from time to time", "how often"),
    ("as appropriate", "when"),
    ("where appropriate", "when"),
    ("as needed", "when"),
    ("as necessary", "when"),
    ("if necessary", "when"),
    ("where possible", "when"),
    ("as required", "by what"),
    ("in a timely manner", "within how long"),
    ("timely", "within how long"),
    ("adequate", "what is enough"),
    ("adequately", "what is enough"),
    ("sufficient", "what is enough"),
    ("best effort", "what is done"),
];

fn check(facts: &Facts<'_>, control: &Control, out: &mut Vec<Finding>) {
    let Some(statement) = control.statement.as_ref().filter(|_| control.status != Status::Retired) else {
        return;
    };
    let mut last = None;
    for (phrase, instead) in VAGUE {
        let Some(at) = find_word(statement, phrase) else { continue };
        // `timely` inside `in a timely manner` was said already.
        if last.is_some_and(|end| at < end) {
            continue;
        }
        last = Some(at + phrase.len());
        let span = within(facts.source(control.file), statement.span, phrase);
        let message = format!("`{phrase}` cannot be tested");
        let finding = facts.at(&RULE, control.file, span, message).subject(control.id.as_str());
        out.push(finding.help(format!("say {instead}")));
    }
}

/// The phrase in the file, if it stands there on one line; else the whole statement.
fn within(source: &[u8], statement: Span, phrase: &str) -> Span {
    let found = source
        .get(statement.range())
        .and_then(|bytes| std::str::from_utf8(bytes).ok())
        .and_then(|text| find_word(text, phrase));
    found.map_or(statement, |at| Span::new(at, at + phrase.len()).shifted(statement.start as usize))
}
