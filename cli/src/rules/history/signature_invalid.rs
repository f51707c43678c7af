//! `signature-invalid`.

use crate::finding::{Finding, Group, Level, RuleMeta};
use crate::rules::history::{SIGNERS, commits, file_or_program};
use crate::rules::words::count;
use crate::rules::{Check, Facts, Rule};
use crate::trust::{Proof, Provenance, SignatureStanding};

pub(crate) static RULE: Rule = Rule {
    meta: RuleMeta {
        name: "signature-invalid",
        group: Group::History,
        level: Level::Error,
        summary: "A signature is not over the bytes that it stands beside.",
        fixable: false,
        history: true,
        page: include_str!("signature_invalid.md"),
    },
    checks: &[Check::Provenance(check)],
};

fn check(facts: &Facts<'_>, provenance: &Provenance, out: &mut Vec<Finding>) {
    let bad: Vec<&Proof> =
        provenance.commits.iter().filter(|proof| proof.standing == SignatureStanding::Bad).collect();
    if !bad.is_empty() {
        let message = if bad.len() == 1 {
            "a commit carries a signature that is not over it".to_owned()
        } else {
            format!("{} carry signatures that are not over them", count(bad.len() as u64, "commit"))
        };
        out.push(
            facts
                .about(&RULE, file_or_program(facts, SIGNERS), message)
                .subject("commits")
                .note(commits(facts, bad))
                .note("a commit was changed after it was signed, or a signature was taken from another")
                .help("find out who made it; `git log -1 --show-signature COMMIT` shows what Git says of it"),
        );
    }
    for (path, _) in provenance.statements.iter().filter(|(_, standing)| *standing == SignatureStanding::Bad)
    {
        let said = path.as_str().strip_suffix(".sig").unwrap_or(path.as_str());
        out.push(
            facts
                .about(
                    &RULE,
                    file_or_program(facts, path.as_str()),
                    format!("`{path}` does not fit `{said}`"),
                )
                .subject(path.as_str())
                .note("it is over other bytes, was made for another purpose, or is no signature")
                .help(format!("have `{said}` signed again as it is by the person who says it")),
        );
    }
}
