//! `unknown-signer`.

use std::collections::BTreeMap;

use crate::finding::{Finding, Group, Level, RuleMeta};
use crate::rules::history::{SIGNERS, commits, file_or_program};
use crate::rules::words::count;
use crate::rules::{Check, Facts, Rule};
use crate::trust::{Proof, Provenance, Reason, SignatureStanding};

pub(crate) static RULE: Rule = Rule {
    meta: RuleMeta {
        name: "unknown-signer",
        group: Group::History,
        level: Level::Warning,
        summary: "Something is signed with a key that does not count.",
        fixable: false,
        history: true,
        page: include_str!("unknown_signer.md"),
    },
    checks: &[Check::Provenance(check)],
};

/// Why a signature that may be good does not count.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord)]
enum Why {
    Revoked,
    /// Listed, and not for that day or purpose.
    Ended,
    NotListed,
    Unsupported,
}

/// One finding for each key.
fn check(facts: &Facts<'_>, provenance: &Provenance, out: &mut Vec<Finding>) {
    let Some(since) = provenance.keys_since else { return };
    let mut found: BTreeMap<(Why, Option<&str>), Vec<&Proof>> = BTreeMap::new();
    for proof in provenance.commits.iter().filter(|proof| proof.place >= since) {
        if let Some(cause) = cause(&proof.standing) {
            found.entry(cause).or_default().push(proof);
        }
    }
    for ((why, key), proofs) in found {
        let (is, carry) = if proofs.len() == 1 { ("is", "carries") } else { ("are", "carry") };
        let signed = count(proofs.len() as u64, "commit");
        let message = match why {
            Why::Unsupported => format!("{signed} {carry} a signature {}", said(&why, key)),
            Why::Revoked | Why::Ended | Why::NotListed => format!("{signed} {is} signed {}", said(&why, key)),
        };
        let finding = facts.about(&RULE, file_or_program(facts, SIGNERS), message);
        let finding = finding.subject(key.unwrap_or("signature")).note(commits(facts, proofs));
        out.push(finding.help(help(&why)));
    }
    for (path, standing) in &provenance.statements {
        if let Some((why, key)) = cause(standing) {
            let message = format!("`{path}` is made {}", said(&why, key));
            let finding = facts.about(&RULE, file_or_program(facts, path.as_str()), message);
            out.push(finding.subject(path.as_str()).help(help(&why)));
        }
    }
}

fn cause(standing: &SignatureStanding) -> Option<(Why, Option<&str>)> {
    match standing {
        SignatureStanding::Refused { key, because: Reason::KeyRevoked, .. } => {
            Some((Why::Revoked, key.as_deref()))
        }
        SignatureStanding::Refused { key, listed: true, .. } => Some((Why::Ended, key.as_deref())),
        SignatureStanding::Refused { key, listed: false, .. } => Some((Why::NotListed, key.as_deref())),
        SignatureStanding::Unsupported => Some((Why::Unsupported, None)),
        SignatureStanding::Verified { .. } | SignatureStanding::Unsigned | SignatureStanding::Bad => None,
    }
}

fn said(why: &Why, key: Option<&str>) -> String {
    let key = key.map(|key| format!(": `{key}`")).unwrap_or_default();
    match why {
        Why::Revoked => format!("with a revoked key{key}"),
        Why::Ended => format!("with a key that did not count at that date{key}"),
        Why::NotListed => format!("with a key that nobody has listed{key}"),
        Why::Unsupported => "of a kind that is not verified (X.509, SSH certificates)".to_owned(),
    }
}

fn help(why: &Why) -> &'static str {
    match why {
        Why::Revoked => "find out who still has this key, and have what it signed looked at and signed again",
        Why::Ended => {
            "have its owner sign with the key that is listed for today; an old key is not brought back to life"
        }
        Why::NotListed => {
            "if you know whose key it is, list it in `policies/allowed_signers` (MAIL KEYTYPE KEY), a forge's \
             in `policies/openpgp/forge.asc`; it counts for commits that come after"
        }
        Why::Unsupported => "sign with an SSH key or with OpenPGP",
    }
}
