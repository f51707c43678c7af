//! Histories as values, signed with throw-away keys.

use std::sync::Arc;

use jiff::Timestamp;
use ssh_key::private::{Ed25519Keypair, KeypairData};
use ssh_key::{HashAlg, LineEnding, PrivateKey, SshSig};

use crate::calendar::CompanyZone;
use crate::history::{Brought, Change, LineCommit, Person, Proofs, Trail};
use crate::model;
use crate::place::{BlobId, CommitId, RepoPath, Sha256};
use crate::signature::timestamp::Roots;
use crate::trust::{Auditor, Graded, Trust};

/// The record that is graded.
const RECORD: &str = "evidence/AC-02/2026-11.yaml";

const PROGRAM: &str = "company: {name: Northwind, timezone: UTC}\npeople:\n  \
    alice: {name: Alice, email: alice@northwind.example}\n  \
    bob: {name: Bob, email: bob@northwind.example}\n  \
    carol: {name: Carol, email: carol@northwind.example}\n";

/// A history, one commit after another.
pub(in crate::trust) struct History {
    pub(in crate::trust) trail: Trail,
    pub(in crate::trust) proofs: Proofs,
    pub(in crate::trust) zone: CompanyZone,
    pub(in crate::trust) auditor: Auditor,
}

/// Who signs a commit.
#[derive(Clone, Copy)]
pub(in crate::trust) struct Hand<'a>(Option<&'a str>);

pub(in crate::trust) fn by(name: &str) -> Hand<'_> {
    Hand(Some(name))
}

pub(in crate::trust) fn unsigned() -> Hand<'static> {
    Hand(None)
}

pub(in crate::trust) fn instant(text: &str) -> Timestamp {
    text.parse().expect("an instant")
}

pub(in crate::trust) fn day_zone(name: &str) -> CompanyZone {
    CompanyZone::parse(name).expect("a zone")
}

/// The record, by alice and reviewed by bob.
pub(in crate::trust) fn record(performed: &str) -> String {
    format!(
        "control: AC-02\nperiod: 2026-11\nperformed: {{by: alice, at: {performed}}}\n\
         reviewed: {{by: bob, at: 2026-11-21}}\nresult: pass\n"
    )
}

fn key(name: &str) -> PrivateKey {
    let mut seed = [b'.'; 32];
    seed[..name.len()].copy_from_slice(name.as_bytes());
    PrivateKey::new(KeypairData::Ed25519(Ed25519Keypair::from_seed(&seed)), "").expect("a key")
}

/// A line of `allowed_signers`.
pub(in crate::trust) fn line(name: &str, options: &str) -> String {
    let key = key(name).public_key().to_openssh().expect("a public key");
    format!("{name}@northwind.example {options}{key}\n")
}

fn sign(name: &str, bytes: &[u8]) -> String {
    let signature = SshSig::sign(&key(name), "git", HashAlg::Sha512, bytes).expect("a signature");
    signature.to_pem(LineEnding::LF).expect("an armor")
}

impl History {
    /// One commit with the programme and the keys of the three.
    pub(in crate::trust) fn new(at: &str) -> Self {
        Self::with_keys(at, &["alice", "bob", "carol"].map(|name| line(name, "")).concat())
    }

    pub(in crate::trust) fn with_keys(at: &str, keys: &str) -> Self {
        let mut history = Self {
            trail: Trail { complete: true, ..Trail::default() },
            proofs: Proofs::default(),
            zone: CompanyZone::utc(),
            auditor: Auditor::default(),
        };
        let files = [("policies/program.yaml", PROGRAM), ("policies/allowed_signers", keys)];
        history.commit(by("bob"), instant(at), &files);
        history
    }

    /// One more commit of the line.
    pub(in crate::trust) fn commit(&mut self, hand: Hand<'_>, at: Timestamp, files: &[(&str, &str)]) {
        let id = self.next_id();
        self.raw(id, hand, at);
        self.bring(id, files, false);
        self.land(id, None, at, files);
    }

    /// A commit beside the line that brings files, and the merge that takes them over.
    pub(in crate::trust) fn merge(
        &mut self,
        author: Hand<'_>,
        merger: Hand<'_>,
        at: Timestamp,
        files: &[(&str, &str)],
    ) {
        let id = self.next_id();
        self.merge_as(id, author, merger, at, files);
    }

    /// The same with an id that something names.
    pub(in crate::trust) fn merge_as(
        &mut self,
        id: CommitId,
        author: Hand<'_>,
        merger: Hand<'_>,
        at: Timestamp,
        files: &[(&str, &str)],
    ) {
        let side = CommitId([0xaa; 20]);
        self.raw(side, author, at);
        self.raw(id, merger, at);
        self.trail.sides.insert(side, self.trail.line.len() as u32);
        self.bring(side, files, false);
        self.land(id, Some(side), at, files);
    }

    /// A merge that brings files which no parent has.
    pub(in crate::trust) fn evil_merge(&mut self, merger: Hand<'_>, at: Timestamp, files: &[(&str, &str)]) {
        let id = self.next_id();
        self.raw(id, merger, at);
        self.bring(id, files, true);
        self.land(id, Some(CommitId([0xbb; 20])), at, files);
    }

    fn next_id(&self) -> CommitId {
        CommitId([self.trail.line.len() as u8 + 1; 20])
    }

    fn raw(&mut self, id: CommitId, hand: Hand<'_>, at: Timestamp) {
        let who = format!("x <x@northwind.example> {} +0000", at.as_second());
        let header = format!("tree {id}\nauthor {who}\ncommitter {who}\n");
        let armor = hand.0.map(|name| sign(name, format!("{header}\nwork\n").as_bytes()));
        let folded = armor.map(|armor| format!("gpgsig {}\n", armor.trim_end().replace('\n', "\n ")));
        let raw = format!("{header}{}\nwork\n", folded.unwrap_or_default());
        self.proofs.commits.insert(id, raw.into_bytes().into());
    }

    fn bring(&mut self, commit: CommitId, files: &[(&str, &str)], merge: bool) {
        for (path, text) in files {
            let brought = Brought { commit, blob: blob(text), merge };
            self.trail.brought.entry(RepoPath::new(*path)).or_default().push(brought);
        }
    }

    fn land(&mut self, id: CommitId, side: Option<CommitId>, at: Timestamp, files: &[(&str, &str)]) {
        let changes = files.iter().map(|(path, text)| {
            self.proofs.blobs.insert(blob(text), Arc::from(text.as_bytes()));
            Change { path: RepoPath::new(*path), before: None, after: Some(blob(text)) }
        });
        let changes = changes.collect();
        let person =
            Person { name: "x".to_owned(), mail: "x@northwind.example".to_owned(), at, offset_minutes: 0 };
        self.trail.line.push(LineCommit {
            id,
            parents: self.trail.line.last().map(|parent| parent.id).into_iter().chain(side).collect(),
            author: person.clone(),
            committer: person,
            subject: "work".to_owned(),
            signature: None,
            changes,
        });
    }

    /// One more version of the record, by a commit of the line.
    pub(in crate::trust) fn says(&mut self, hand: Hand<'_>, at: Timestamp, text: &str) {
        self.commit(hand, at, &[(RECORD, text)]);
    }

    /// The record as the line took it over from alice by bob's merge.
    pub(in crate::trust) fn honest(&mut self, at: Timestamp, text: &str) {
        self.merge(by("alice"), by("bob"), at, &[(RECORD, text)]);
    }

    /// A tag and a token over it that OpenSSL made, with the merge that they name; gives the outside time.
    pub(in crate::trust) fn stamped(&mut self, at: Timestamp, text: &str, held_at: Timestamp) -> Timestamp {
        let tag = include_bytes!("../../../tests/fixtures/anchor/november.tag");
        let token = include_bytes!("../../../tests/fixtures/anchor/november.tsr");
        let mut roots = Roots::default();
        roots.add(include_bytes!("../../../tests/fixtures/anchor/tsa-root.pem")).expect("a root");
        let stamp = crate::signature::timestamp::verify(token, tag, &roots).expect("a token");
        self.auditor.stamps = roots;
        let named: CommitId = "f3d6410c94840519f293ead81de8d95bef3afa9c".parse().expect("an id");
        self.merge_as(named, by("alice"), by("bob"), at, &[(RECORD, text)]);
        let id = self.next_id();
        self.raw(id, by("bob"), held_at);
        self.land(id, None, held_at, &[]);
        let held =
            [(&tag[..], "evidence/anchors/november.tag"), (&token[..], "evidence/anchors/november.tsr")];
        for (bytes, path) in held {
            let blob = BlobId(short(bytes));
            self.proofs.blobs.insert(blob, Arc::from(bytes));
            let change = Change { path: RepoPath::new(path), before: None, after: Some(blob) };
            self.trail.line.last_mut().expect("a commit").changes.push(change);
        }
        stamp.at
    }

    /// The record's grade.
    pub(in crate::trust) fn graded(&self, text: &str) -> Graded {
        let record = model::read_record(&RepoPath::new(RECORD), text.as_bytes()).expect("a record");
        let trust = Trust::new(&self.trail, &self.proofs, &self.zone, &self.auditor);
        trust.grade(&record, [], |_| None)
    }

    /// The same, `G3 NOT_ANCHORED`.
    pub(in crate::trust) fn grade(&self, text: &str) -> String {
        let graded = self.graded(text);
        let codes: Vec<&str> = graded.reasons.iter().map(|reason| reason.code()).collect();
        format!("{} {}", graded.grade.word(), codes.join(" "))
    }
}

fn blob(text: &str) -> BlobId {
    BlobId(short(text.as_bytes()))
}

/// Ids need only differ where the bytes do.
fn short(bytes: &[u8]) -> [u8; 20] {
    Sha256::of(bytes).0[..20].try_into().expect("twenty of thirty-two bytes")
}
