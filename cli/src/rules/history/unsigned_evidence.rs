//! `unsigned-evidence`.

use crate::finding::{Finding, Group, Level, RuleMeta};
use crate::rules::history::{SIGNERS, commits, file_or_program, program};
use crate::rules::words::{count, ticked};
use crate::rules::{Check, Facts, Rule};
use crate::trust::{Bringer, Proof, Provenance, SignatureStanding};

pub(crate) static RULE: Rule = Rule {
    meta: RuleMeta {
        name: "unsigned-evidence",
        group: Group::History,
        level: Level::Warning,
        summary: "Records rest on commits that nobody signed.",
        fixable: false,
        history: true,
        page: include_str!("unsigned_evidence.md"),
    },
    checks: &[Check::Provenance(check)],
};

const SIGN: &str = "sign commits: `git config gpg.format ssh`, `git config user.signingkey FILE.pub`, \
                    `git config commit.gpgsign true`, and refuse unsigned commits on the main line";

/// One finding for each cause, not for each record.
fn check(facts: &Facts<'_>, provenance: &Provenance, out: &mut Vec<Finding>) {
    if provenance.records.is_empty() {
        return;
    }
    match provenance.keys_since {
        None => out.push(no_keys(facts, provenance)),
        Some(since) => {
            out.extend(before_the_keys(facts, provenance, since));
            out.extend(since_the_keys(facts, provenance, since));
            out.extend(brought_by_nobody(facts, provenance));
        }
    }
}

/// Where nobody signs, that is the one thing to say.
fn no_keys(facts: &Facts<'_>, provenance: &Provenance) -> Finding {
    let records = count(provenance.records.len() as u64, "record");
    let rest = if provenance.records.len() == 1 { "rests" } else { "rest" };
    let message =
        format!("nobody's key is on file, so {records} {rest} on names and dates that anybody can write");
    let on_line = || provenance.commits.iter().filter(|proof| proof.on_line);
    let signed = on_line().filter(|proof| proof.standing != SignatureStanding::Unsigned).count();
    let finding = facts.about(&RULE, program(facts), message).subject("keys");
    let finding = if signed > 0 {
        finding.note(format!(
            "{signed} of {} commits are signed, and no key is listed to verify them with",
            on_line().count()
        ))
    } else {
        finding.note("without a signature a record is graded G1 at best: the repository's own clock")
    };
    finding
        .help(format!("list each person's public key in `{SIGNERS}` (a line each: MAIL KEYTYPE KEY); {SIGN}"))
}

/// Commits from before the first key cannot be signed any more; a root can be agreed.
fn before_the_keys(facts: &Facts<'_>, provenance: &Provenance, since: usize) -> Option<Finding> {
    let unsigned = on_line(provenance, |proof| proof.place < since && !proof.standing.verifies());
    let first = unsigned.first().filter(|first| provenance.resting_on(first.place) > 0)?;
    let records = count(provenance.resting_on(first.place) as u64, "record");
    let message = format!(
        "{} from before the first listed key cannot be verified, and {records} came after",
        count(unsigned.len() as u64, "commit")
    );
    let finding = facts.about(&RULE, file_or_program(facts, SIGNERS), message).subject("before-the-keys");
    let finding = finding.note("what signatures prove begins at the trust root, else at the oldest commit");
    let root = provenance.first_keys.map(|commit| commit.to_string()).unwrap_or_default();
    Some(finding.help(format!(
        "agree with the auditor on a root from which on everything is signed, and write it in the audit: \
         `root: {root}`"
    )))
}

fn since_the_keys(facts: &Facts<'_>, provenance: &Provenance, since: usize) -> Option<Finding> {
    let unsigned =
        on_line(provenance, |proof| proof.place >= since && proof.standing == SignatureStanding::Unsigned);
    let first = unsigned.first().filter(|first| provenance.resting_on(first.place) > 0)?;
    let records = provenance.resting_on(first.place) as u64;
    let (is, them) = if unsigned.len() == 1 { ("is", "it") } else { ("are", "them") };
    let rest = if records == 1 { "rests" } else { "rest" };
    let message = format!(
        "{} of the main line {is} not signed, and {} {rest} on {them}",
        count(unsigned.len() as u64, "commit"),
        count(records, "record")
    );
    let finding = facts.about(&RULE, file_or_program(facts, SIGNERS), message).subject("unsigned");
    Some(finding.note(commits(facts, unsigned.iter().copied())).help(SIGN))
}

fn brought_by_nobody(facts: &Facts<'_>, provenance: &Provenance) -> Option<Finding> {
    // Where the line took a record over by an unsigned commit, that has been said.
    let taken_over = |place: usize| {
        let proofs = provenance.commits.iter().filter(|proof| proof.on_line && proof.place == place);
        proofs.into_iter().any(|proof| proof.standing.verifies())
    };
    let nobody = provenance.records.iter().filter(|record| record.by == Bringer::Nobody);
    let nobody = nobody.filter(|record| taken_over(record.place));
    let paths: Vec<&str> = nobody.map(|record| record.path.as_str()).collect();
    if paths.is_empty() {
        return None;
    }
    let was = if paths.len() == 1 { "was" } else { "were" };
    let message =
        format!("{} {was} brought by commits that nobody signed", count(paths.len() as u64, "record"));
    let finding = facts.about(&RULE, file_or_program(facts, SIGNERS), message).subject("brought");
    Some(
        finding
            .note(ticked(paths, 3))
            .note("a signature on the merge says who took a record over, not who performed it")
            .help("have those who perform sign the commits with which they file: `git config commit.gpgsign true`"),
    )
}

fn on_line(provenance: &Provenance, wanted: impl Fn(&Proof) -> bool) -> Vec<&Proof> {
    provenance.commits.iter().filter(|proof| proof.on_line && wanted(proof)).collect()
}
