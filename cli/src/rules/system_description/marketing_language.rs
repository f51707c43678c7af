//! `marketing-language`.

use crate::finding::{Finding, Group, Level, RuleMeta};
use crate::model::Register;
use crate::place::Span;
use crate::rules::words::find_word;
use crate::rules::{Check, Facts, Rule};

pub(crate) static RULE: Rule = Rule {
    meta: RuleMeta {
        name: "marketing-language",
        group: Group::SystemDescription,
        level: Level::Note,
        summary: "Praise in the system description, which nobody can test.",
        fixable: false,
        history: false,
        page: include_str!("marketing_language.md"),
    },
    checks: &[Check::Register(check)],
};

/// Words that praise and say nothing that an auditor could test.
const PRAISE: [&str; 26] = [
    "100% secure",
    "100 % secure",
    "award-winning",
    "bank-grade",
    "best in class",
    "best-in-class",
    "best-of-breed",
    "bulletproof",
    "cutting-edge",
    "enterprise-grade",
    "fully secure",
    "highest standards",
    "industry-leading",
    "market-leading",
    "military-grade",
    "next-generation",
    "rock-solid",
    "second to none",
    "state of the art",
    "state-of-the-art",
    "top-notch",
    "unbreakable",
    "unmatched",
    "unparalleled",
    "unrivalled",
    "world-class",
];

fn check(facts: &Facts<'_>, register: &Register, out: &mut Vec<Finding>) {
    for prose in register.system_prose.values() {
        let bytes = facts.source(prose.file).get(prose.body.range()).unwrap_or_default();
        let Ok(text) = std::str::from_utf8(bytes) else { continue };
        for phrase in PRAISE {
            let Some(at) = find_word(text, phrase) else { continue };
            let span = Span::new(at, at + phrase.len()).shifted(prose.body.start as usize);
            let finding =
                facts.at(&RULE, prose.file, span, format!("`{phrase}` is praise, and cannot be tested"));
            out.push(finding.subject(prose.criterion()).help("say what is done, or leave it out"));
        }
    }
}
