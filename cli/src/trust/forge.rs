//! Class F: the time inside a forge's own OpenPGP signature on a commit of the main line.
//!
//! A forge that merges on the web signs with a key that nobody else has, and its clock writes the
//! time into the signature. The keys are the auditor's, never the repository's, and each file of
//! keys is one forge: old and new keys of one forge are no two operators.

use std::collections::BTreeSet;

use jiff::Timestamp;
use rayon::prelude::*;

use crate::history::{Proofs, Trail};
use crate::place::{CommitId, Sha256};
use crate::signature::openpgp::{self, Certificate};
use crate::signature::{SignatureFormat, Verdict, payload};
use crate::trust::outside::Covering;

/// Who keeps a clock.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub(super) enum Operator {
    /// An authority for time stamps, by its root.
    Authority(Sha256),
    /// A forge, by its place among those that were given.
    Forge(usize),
}

/// What one forge signed, for people.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct ForgeListed {
    /// The fingerprints of its keys that signed something here, else of all that were given.
    pub keys: Vec<String>,
    /// How many commits of the main line it signed.
    pub commits: usize,
    /// The first and the last time inside its signatures.
    pub times: Option<(Timestamp, Timestamp)>,
    /// The last commit of the line that it signed, and how many commits of the line that covers.
    pub last: Option<(CommitId, usize)>,
    /// Why a key of it gives no time.
    pub refused: Option<String>,
}

/// One signature of a forge.
#[derive(Debug)]
struct Signing {
    place: usize,
    at: Timestamp,
    forge: usize,
    key: String,
}

/// What forges signed, by place of the line.
#[derive(Debug)]
pub(super) struct Forges {
    signings: Vec<Signing>,
    line: Vec<CommitId>,
    /// For each forge and each place of the line, the signing with the first time that covers it.
    first: Vec<Vec<Option<usize>>>,
    /// For each place of the line, the last time of what stands before it.
    before: Vec<Option<Timestamp>>,
    pub(super) listed: Vec<ForgeListed>,
}

impl Forges {
    /// Verifies the line by the keys of forges.
    pub(super) fn read(trail: &Trail, proofs: &Proofs, forges: &[Vec<Certificate>]) -> Self {
        let line: Vec<CommitId> = trail.line.iter().map(|commit| commit.id).collect();
        let signings: Vec<Signing> = if forges.is_empty() {
            Vec::new()
        } else {
            let one = |(place, id): (usize, &CommitId)| {
                let raw = proofs.commits.get(id)?;
                forges.iter().enumerate().find_map(|(forge, keys)| sign_of(raw, place, forge, keys))
            };
            line.par_iter().enumerate().filter_map(one).collect()
        };
        let first = (0..forges.len()).map(|forge| first_of(&signings, forge, line.len())).collect();
        let listed = forges.iter().enumerate();
        let listed = listed.map(|(forge, keys)| list(&signings, &line, forge, keys)).collect();
        let before = before(&signings, line.len());
        Self { signings, line, first, before, listed }
    }

    /// Every place that a forge signed, with the time.
    pub(super) fn times(&self) -> impl Iterator<Item = (usize, Timestamp)> {
        self.signings.iter().map(|signing| (signing.place, signing.at))
    }

    /// Of each forge the first time that covers a place of the line.
    pub(super) fn covering(&self, place: usize) -> impl Iterator<Item = Covering> {
        self.first.iter().filter_map(move |first| {
            let signing = &self.signings[(*first.get(place)?)?];
            Some(Covering {
                at: signing.at,
                operator: Operator::Forge(signing.forge),
                named: self.line[signing.place].to_string(),
            })
        })
    }

    /// The last time of a commit that a place of the line descends from.
    pub(super) fn before(&self, place: usize) -> Option<Timestamp> {
        self.before.get(place).copied().flatten()
    }
}

/// The signature of one forge on a commit.
fn sign_of(raw: &[u8], place: usize, forge: usize, keys: &[Certificate]) -> Option<Signing> {
    let parts = payload::of_commit(raw)?;
    match SignatureFormat::of(&parts.signature)? {
        SignatureFormat::OpenPgp => {}
        SignatureFormat::Ssh | SignatureFormat::X509 => return None,
    }
    let verdicts = openpgp::verify(&parts.signature, &parts.payload, keys);
    let signer = verdicts.iter().find_map(Verdict::valid)?;
    Some(Signing { place, at: signer.made, forge, key: signer.key.clone() })
}

fn first_of(signings: &[Signing], forge: usize, length: usize) -> Vec<Option<usize>> {
    let mut first: Vec<Option<usize>> = vec![None; length];
    for (index, signing) in signings.iter().enumerate().filter(|(_, signing)| signing.forge == forge) {
        first[signing.place] = Some(index);
    }
    let mut best: Option<usize> = None;
    for place in first.iter_mut().rev() {
        best = [best, *place].into_iter().flatten().min_by_key(|&index| signings[index].at);
        *place = best;
    }
    first
}

fn before(signings: &[Signing], length: usize) -> Vec<Option<Timestamp>> {
    let mut before = vec![None; length];
    let mut last = None;
    let mut next = signings.iter().peekable();
    for (place, time) in before.iter_mut().enumerate() {
        while let Some(signing) = next.next_if(|signing| signing.place < place) {
            last = last.max(Some(signing.at));
        }
        *time = last;
    }
    before
}

fn list(signings: &[Signing], line: &[CommitId], forge: usize, keys: &[Certificate]) -> ForgeListed {
    let own = || signings.iter().filter(|signing| signing.forge == forge);
    let used: BTreeSet<String> = own().map(|signing| signing.key.clone()).collect();
    let given = || keys.iter().map(Certificate::fingerprint).collect();
    let times = own().map(|signing| signing.at);
    ForgeListed {
        keys: if used.is_empty() { given() } else { used.into_iter().collect() },
        commits: own().count(),
        times: times.clone().min().zip(times.max()),
        last: own().next_back().map(|signing| (line[signing.place], signing.place + 1)),
        refused: keys.iter().find_map(|key| Some(format!("{}: {}", key.fingerprint(), key.weakness()?))),
    }
}
