//! What is known of versions is read as it was written, and changes nothing.

use std::sync::Arc;

use super::Readings;
use crate::history::{Brought, Change, LineCommit, Person, Proofs, Trail};
use crate::place::{BlobId, CommitId, RepoPath};

const PATH: &str = "evidence/AC-02/2026-Q1.yaml";

/// A record in a few versions: pending, passed, reviewed, then said otherwise; one that cannot be read, one
/// that a side branch had alone, and one that went away and came back.
fn history() -> (Trail, Proofs) {
    let versions = [
        "control: AC-02\nresult: pending\n",
        "control: AC-02\nresult: pass\n",
        "control: AC-02\nresult: pass\nreviewed: {by: omar}\n",
        "control: AC-02\nresult: [\n",
        "control: AC-02\nresult: pass\nreviewed: {by: lena}\n",
    ];
    let mut trail = Trail { complete: true, ..Trail::default() };
    let mut before = None;
    let blob = |number: usize| BlobId([number as u8; 20]);
    for (number, after) in
        [Some(0), Some(1), Some(2), Some(3), None, Some(2), Some(4)].into_iter().enumerate()
    {
        let after = after.map(blob);
        let change = Change { path: RepoPath::new(PATH), before, after };
        trail.line.push(commit(number, vec![change]));
        before = after;
    }
    trail.blobs = versions
        .iter()
        .enumerate()
        .map(|(number, text)| (blob(number), Arc::from(text.as_bytes())))
        .collect();
    let aside = Brought { commit: CommitId([90; 20]), blob: blob(9), merge: false };
    trail.brought.insert(RepoPath::new(PATH), vec![aside]);
    let mut proofs = Proofs::default();
    proofs.blobs.insert(blob(9), Arc::from(&b"control: AC-02\nresult: pass\nsummary: aside\n"[..]));
    (trail, proofs)
}

fn commit(number: usize, changes: Vec<Change>) -> LineCommit {
    let person = Person {
        name: String::new(),
        mail: String::new(),
        at: jiff::Timestamp::UNIX_EPOCH,
        offset_minutes: 0,
    };
    LineCommit {
        id: CommitId([number as u8; 20]),
        parents: Vec::new(),
        author: person.clone(),
        committer: person,
        subject: String::new(),
        signature: None,
        changes,
    }
}

#[test]
fn every_version_is_told_once_and_every_edit_by_what_it_changed() {
    let (trail, proofs) = history();
    let readings = Readings::of(&trail, &proofs, &Readings::default());
    let edits: Vec<String> = trail.line[1..]
        .iter()
        .map(|commit| {
            let edited = readings.edited(&commit.changes[0]);
            let words = [
                (edited.kept, "kept"),
                (edited.result_changed, "result"),
                (edited.reviewer_changed, "reviewer"),
            ];
            words.iter().filter(|(is, _)| *is).map(|(_, word)| *word).collect::<Vec<_>>().join(" ")
        })
        .collect();
    assert_eq!(
        edits,
        ["kept result", "kept reviewer", "result reviewer", "", "kept result reviewer", "reviewer"]
    );
    let said = |number: u8| {
        let said = readings.said(BlobId([number; 20]), BlobId([4; 20]));
        said.map(|said| format!("{} {} {:?}", said.result.word(), said.stands, said.reviewer))
    };
    assert_eq!(said(0).as_deref(), Some("pending true None"));
    assert_eq!(said(1).as_deref(), Some("pass true None"));
    assert_eq!(said(2).as_deref(), Some("pass false Some(\"omar\")"));
    assert_eq!(said(3), None);
    assert_eq!(said(4).as_deref(), Some("pass true Some(\"lena\")"));
    assert_eq!(said(9).as_deref(), Some("pass false None"));
}

#[test]
fn what_is_known_changes_nothing_and_is_nothing_more() {
    let (trail, proofs) = history();
    let first = Readings::of(&trail, &proofs, &Readings::default());
    let known = Readings::from_bytes(&first.to_bytes()).expect("it reads");
    assert_eq!(known, first);
    let second = Readings::of(&trail, &proofs, &known);
    assert_eq!((&second, second.beyond(&known)), (&first, 0));
    assert!(first.beyond(&Readings::default()) > 0);
    // Of what is not here any more nothing is believed.
    let mut gone = trail.clone();
    gone.blobs.clear();
    let fresh = Readings::of(&gone, &Proofs::default(), &Readings::default());
    assert_eq!(Readings::of(&gone, &Proofs::default(), &known), fresh);
}

#[test]
fn bytes_that_make_no_sense_are_read_as_nothing() {
    let (trail, proofs) = history();
    let bytes = Readings::of(&trail, &proofs, &Readings::default()).to_bytes();
    for end in 0..bytes.len() {
        assert_eq!(Readings::from_bytes(&bytes[..end]), None, "up to byte {end}");
    }
    assert_eq!(Readings::from_bytes(&[&bytes[..], b"."].concat()), None);
    for at in 0..bytes.len() {
        let mut other = bytes.clone();
        other[at] = !other[at];
        // It reads as something else or as nothing, and nobody goes mad.
        drop(Readings::from_bytes(&other));
    }
}
