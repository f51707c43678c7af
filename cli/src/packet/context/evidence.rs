//! The files behind the pages: records, what they name, extractions.

use std::collections::BTreeSet;

use serde::Serialize;

use crate::assess::{ControlAssessment, Occurrence, Stamp};
use crate::model::{FileFact, Form, Record, Target, record_folder};
use crate::packet::context::Desk;
use crate::packet::context::head::stamp;
use crate::packet::context::occurrences::{grade, record_at, witnessed};
use crate::packet::context::populations::touches;
use crate::packet::{Artifacts, COPIED_BYTES};
use crate::place::{RepoPath, Sha256};
use crate::trust::SignatureStanding;

/// The evidence of the packet.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct EvidenceView {
    /// `copy`, `link` or `none`.
    pub artifacts: &'static str,
    /// The files, by control, period and path.
    pub files: Vec<EvidenceFile>,
    /// How many of them are copied into the packet.
    pub copied: usize,
    /// Their bytes together.
    pub copied_bytes: u64,
    /// How many should have been copied and could not.
    pub left_out: usize,
}

/// A file of evidence.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct EvidenceFile {
    /// Unique in the packet: `AC-02/2026-Q1/users.csv`.
    pub id: String,
    /// `record`, `file`, `extraction` or `data`.
    pub kind: &'static str,
    /// The control; for an extraction the population.
    pub control: String,
    /// The period.
    pub period: String,
    /// Its path at the tag, or the address where it is kept.
    pub path: String,
    /// Its blob.
    pub blob: String,
    /// Its digest; for a file kept elsewhere the one that its record says.
    pub sha256: String,
    /// Its size; `null` when it is not here.
    pub bytes: Option<u64>,
    /// First of the four times: when the work was done, as written.
    pub performed: String,
    /// Second: where the record first came into the history, RFC 3339.
    pub committed: String,
    /// Third: when it landed on the main line, RFC 3339.
    pub landed: String,
    /// Fourth: what clocks outside say of the record; empty when it is not the record that counts.
    pub witnessed: String,
    /// The commit with which the record landed.
    pub commit: String,
    /// Who signed that commit: its persons, else its key, by the keys that counted before it.
    pub signer: String,
    /// Why `signer` is empty.
    pub signer_because: String,
    /// The grade of the record: `X`, `?`, `G0` … `G5`; `not graded` when it is not the record that counts.
    pub grade: &'static str,
    /// `copied`, or why not: `linked`, `not there`, `no regular file`, `over 25 MiB`, `kept elsewhere`.
    pub copy: &'static str,
}

pub(super) fn evidence(desk: &Desk<'_>) -> EvidenceView {
    let mode = desk.material.options.artifacts;
    let mut collected = Collected { desk, files: Vec::new(), seen: BTreeSet::new() };
    if mode != Artifacts::None {
        for control in &desk.material.assessment.controls {
            collected.control(control);
        }
        collected.extractions();
    }
    let files = collected.files;
    let copied = files.iter().filter(|file| file.copy == "copied");
    EvidenceView {
        artifacts: mode.word(),
        copied: copied.clone().count(),
        copied_bytes: copied.filter_map(|file| file.bytes).sum(),
        left_out: files.iter().filter(|file| !matches!(file.copy, "copied" | "linked")).count(),
        files,
    }
}

struct Collected<'d, 'a> {
    desk: &'d Desk<'a>,
    files: Vec<EvidenceFile>,
    seen: BTreeSet<String>,
}

/// The times of a record.
#[derive(Default, Clone)]
struct Times {
    performed: String,
    committed: String,
    landed: String,
    commit: String,
    signer: String,
    because: String,
    witnessed: String,
    grade: Option<&'static str>,
}

impl Collected<'_, '_> {
    fn control(&mut self, control: &ControlAssessment) {
        let desk = self.desk;
        for one in control.occurrences.iter().chain(desk.example(&control.id)) {
            let others = one.others.iter().map(|path| (path, Times::default()));
            let counting = one.path.iter().map(|path| (path, self.times(one)));
            let all: Vec<(&RepoPath, Times)> = counting.chain(others).collect();
            for (path, times) in all {
                self.record(&control.id, &one.period.name, path, &times);
            }
        }
        for stray in &control.strays {
            self.record(
                &control.id,
                stray.period.as_deref().unwrap_or_default(),
                &stray.path,
                &Times::default(),
            );
        }
    }

    fn times(&self, one: &Occurrence) -> Times {
        let (signer, because) = self.signature(one.landed.as_ref());
        let shown = |at: Option<&Stamp>| at.map(|at| stamp(at.at, at.offset_minutes)).unwrap_or_default();
        Times {
            performed: one.performed.as_ref().and_then(|act| act.at.clone()).unwrap_or_default(),
            committed: shown(one.committed.as_ref()),
            landed: shown(one.landed.as_ref()),
            commit: one.landed.as_ref().map(|landed| landed.commit.to_string()).unwrap_or_default(),
            signer,
            because,
            witnessed: witnessed(one.graded.as_ref()),
            grade: Some(grade(one)),
        }
    }

    /// Whose signature stands on the commit at which a record landed, and why none does.
    fn signature(&self, landed: Option<&Stamp>) -> (String, String) {
        let Some(landed) = landed else { return (String::new(), "landing commit not known".to_owned()) };
        match self.desk.material.assessment.signers.get(&landed.commit) {
            Some(SignatureStanding::Verified { key, persons }) if persons.is_empty() => {
                (key.clone(), String::new())
            }
            Some(SignatureStanding::Verified { persons, .. }) => {
                (persons.iter().map(String::as_str).collect::<Vec<_>>().join(" "), String::new())
            }
            Some(standing) => {
                (String::new(), format!("the signature of the landing commit {}", standing.words()))
            }
            None => (String::new(), "the landing commit is the root, or before it".to_owned()),
        }
    }

    fn record(&mut self, control: &str, period: &str, path: &RepoPath, times: &Times) {
        let mut times = times.clone();
        let record = record_at(self.desk, path);
        if times.performed.is_empty() {
            let at = record.and_then(|record| record.performed.as_ref()?.at.as_ref());
            times.performed = at.map(|at| at.text.value.clone()).unwrap_or_default();
        }
        if times.because.is_empty() && times.signer.is_empty() {
            times.because.push_str("not the record that counts");
        }
        self.file("record", control, period, path, &times);
        let folder = record_folder(path);
        let below: Vec<RepoPath> =
            self.desk.material.register.below(folder.as_str()).map(|fact| fact.path.clone()).collect();
        for path in &below {
            self.file("file", control, period, path, &times);
        }
        if let Some(record) = record {
            self.absent(control, period, record, &times);
        }
    }

    /// What the record names and the repository does not hold.
    fn absent(&mut self, control: &str, period: &str, record: &Record, times: &Times) {
        for artifact in &record.artifacts {
            let (path, copy) = match &artifact.target {
                Target::Url(address) => (address.value.clone(), "kept elsewhere"),
                Target::File(name) => {
                    let path = record
                        .artifact_path(name)
                        .map_or_else(|| name.value.clone(), |path| path.to_string());
                    (path, "not there")
                }
            };
            if self.seen.contains(&path) {
                continue;
            }
            let stated = artifact.digest().map(|digest| digest.to_string()).unwrap_or_default();
            let id =
                format!("{}#{}", trimmed(record.path.as_str()), path.rsplit('/').next().unwrap_or_default());
            self.push(EvidenceFile {
                path,
                sha256: stated,
                copy,
                ..blank(id, "file", control, period, times)
            });
        }
    }

    fn extractions(&mut self) {
        let desk = self.desk;
        for extraction in desk.material.register.extractions.iter().filter(|one| touches(desk, one)) {
            let period = extraction.period.as_ref().map(|period| period.value.clone()).unwrap_or_default();
            let addition = desk.material.trail.additions.get(&extraction.path);
            let times = Times {
                performed: extraction
                    .extracted
                    .as_ref()
                    .and_then(|act| act.at.as_ref())
                    .map(|at| at.text.value.clone())
                    .unwrap_or_default(),
                committed: addition
                    .map(|addition| stamp(addition.at, addition.offset_minutes))
                    .unwrap_or_default(),
                because: "extractions are followed to their first commit only".to_owned(),
                ..Times::default()
            };
            self.file("extraction", &extraction.population, &period, &extraction.path, &times);
            self.file("data", &extraction.population, &period, &extraction.data_path(), &times);
        }
    }

    fn file(&mut self, kind: &'static str, control: &str, period: &str, path: &RepoPath, times: &Times) {
        let fact = self.desk.material.register.file(path.as_str());
        let id = trimmed(path.as_str());
        let known = fact.filter(|fact| fact.form == Form::File);
        let digest = known.and_then(|fact| fact.sha256).or_else(|| {
            let bytes = self.desk.material.contents.get(path)?;
            Some(Sha256::of(bytes))
        });
        self.push(EvidenceFile {
            path: path.to_string(),
            blob: fact.and_then(|fact| fact.blob).map(|blob| blob.to_string()).unwrap_or_default(),
            sha256: digest.map(|digest| digest.to_string()).unwrap_or_default(),
            bytes: known.map(|fact| fact.size),
            copy: self.copy(fact),
            ..blank(id, kind, control, period, times)
        });
    }

    fn copy(&self, fact: Option<&FileFact>) -> &'static str {
        match fact {
            None => "not there",
            Some(fact) if fact.form != Form::File => "no regular file",
            Some(_) if self.desk.material.options.artifacts == Artifacts::Link => "linked",
            Some(fact) if fact.size > COPIED_BYTES => "over 25 MiB",
            Some(_) => "copied",
        }
    }

    fn push(&mut self, file: EvidenceFile) {
        if self.seen.insert(file.path.clone()) {
            self.files.push(file);
        }
    }
}

fn trimmed(path: &str) -> String {
    path.strip_prefix("evidence/").unwrap_or(path).to_owned()
}

fn blank(id: String, kind: &'static str, control: &str, period: &str, times: &Times) -> EvidenceFile {
    EvidenceFile {
        id,
        kind,
        control: control.to_owned(),
        period: period.to_owned(),
        path: String::new(),
        blob: String::new(),
        sha256: String::new(),
        bytes: None,
        performed: times.performed.clone(),
        committed: times.committed.clone(),
        landed: times.landed.clone(),
        witnessed: times.witnessed.clone(),
        commit: times.commit.clone(),
        signer: times.signer.clone(),
        signer_because: times.because.clone(),
        grade: times.grade.unwrap_or("not graded"),
        copy: "not there",
    }
}
