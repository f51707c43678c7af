//! A history made by hand: commits as values, and the register at its end.

use std::collections::BTreeMap;
use std::fmt::Write as _;

use crate::assess::{Assessment, Input, assess};
use crate::calendar::{Timestamp, Window};
use crate::document::Document;
use crate::history::{Addition, Change, LineCommit, Person, Trail};
use crate::kind::Place;
use crate::model::{FileFact, Form, Register, Table, decode_document, link};
use crate::place::{BlobId, CommitId, FileId, RepoPath, Sha256};

/// A linear history in UTC; every commit is at noon of its day.
#[derive(Default)]
pub(super) struct History {
    tree: BTreeMap<RepoPath, Vec<u8>>,
    trail: Trail,
}

/// The programme of the worked examples: UTC, calendar fiscal year, built-in grace.
pub(super) const PROGRAM: &str = "company: {name: N, timezone: UTC}\ndefaults: {review: none}\n";

impl History {
    pub(super) fn new() -> Self {
        let mut history = Self { trail: Trail { complete: true, ..Trail::default() }, ..Self::default() };
        history.tree.insert("policies/program.yaml".into(), PROGRAM.as_bytes().to_vec());
        history
    }

    pub(super) fn with_program(program: &str) -> Self {
        let mut history = Self::new();
        history.tree.insert("policies/program.yaml".into(), program.as_bytes().to_vec());
        history
    }

    /// A commit at noon (UTC) of a day that writes files; `None` deletes.
    pub(super) fn commit(&mut self, day: &str, files: &[(&str, Option<&str>)]) -> &mut Self {
        let number = self.trail.line.len() as u8 + 1;
        let at: Timestamp = format!("{day}T12:00:00Z").parse().expect("a day");
        let person = Person { name: "Ada".into(), mail: "ada@example".into(), at, offset_minutes: 0 };
        let mut changes = Vec::new();
        for (path, content) in files {
            let path = RepoPath::new(path);
            let before = self.tree.get(&path).map(|bytes| blob(bytes));
            let after = content.map(|content| blob(content.as_bytes()));
            match content {
                None => drop(self.tree.remove(&path)),
                Some(content) => {
                    self.trail.blobs.insert(blob(content.as_bytes()), content.as_bytes().into());
                    self.tree.insert(path.clone(), content.as_bytes().to_vec());
                    let addition = Addition { commit: CommitId([number; 20]), at, offset_minutes: 0 };
                    self.trail.additions.entry(path.clone()).or_insert(addition);
                }
            }
            if before != after {
                changes.push(Change { path, before, after });
            }
        }
        changes.sort();
        self.trail.line.push(LineCommit {
            id: CommitId([number; 20]),
            parents: Vec::new(),
            author: person.clone(),
            committer: person,
            subject: String::new(),
            signature: None,
            changes,
        });
        self
    }

    /// Writes one file in a commit.
    pub(super) fn write(&mut self, day: &str, path: &str, content: &str) -> &mut Self {
        self.commit(day, &[(path, Some(content))])
    }

    /// The register at the end of the history.
    pub(super) fn register(&self) -> Register {
        let mut files = Vec::new();
        let mut decoded = Vec::new();
        let mut tables = BTreeMap::new();
        for (index, (path, bytes)) in self.tree.iter().enumerate() {
            let file = FileId(index as u32);
            let place = Place::of(path);
            files.push(FileFact {
                file,
                path: path.clone(),
                place,
                form: Form::File,
                size: bytes.len() as u64,
                sha256: Some(Sha256::of(bytes)),
                blob: Some(blob(bytes)),
            });
            if path.is_yaml() {
                decoded.extend(decode_document(place, path, &Document::from_yaml(file, bytes).0));
            } else {
                tables.insert(path.clone(), Table::read(file, bytes));
            }
        }
        link(decoded, files, tables, &[])
    }

    pub(super) fn assess(&self, window: &str, as_of: &str) -> Assessment {
        assess(&Input {
            register: &self.register(),
            trail: Some(&self.trail),
            work_tree: false,
            window: Window::parse(window).expect("a window"),
            as_of: as_of.parse().expect("a day"),
            audit: None,
            trust: None,
        })
    }

    /// The assessment in a few lines: occurrences, uncovered runs, strays, counts.
    pub(super) fn told(&self, window: &str, as_of: &str) -> String {
        let assessment = self.assess(window, as_of);
        let mut text = String::new();
        for control in &assessment.controls {
            let _ = writeln!(text, "{} {}", control.id, control.cadence);
            for occurrence in &control.occurrences {
                let flags: Vec<_> = occurrence.flags.iter().map(|flag| flag.word()).collect();
                let _ = writeln!(
                    text,
                    "  {} {} {}",
                    occurrence.period,
                    occurrence.status.word(),
                    flags.join(" ")
                );
            }
            for run in &control.uncovered {
                let _ = writeln!(text, "  uncovered {}..{}", run.from, run.to);
            }
            for stray in &control.strays {
                let _ = writeln!(text, "  stray {} {}", stray.path, stray.period.as_deref().unwrap_or("-"));
            }
        }
        let counts = assessment.counts();
        let _ = writeln!(
            text,
            "expected {}, on file {}, on time {}",
            counts.expected, counts.on_file, counts.on_time
        );
        for entry in &assessment.integrity {
            let _ = writeln!(text, "{entry}");
        }
        text.lines().flat_map(|line| [line.trim_end(), "\n"]).collect()
    }
}

fn blob(bytes: &[u8]) -> BlobId {
    let digest = Sha256::of(bytes);
    let mut id = [0; 20];
    id.copy_from_slice(&digest.0[..20]);
    BlobId(id)
}

/// A control file.
pub(super) fn control(cadence: &str, more: &str) -> String {
    format!("id: C\ntitle: C\nowner: ada\nstatement: S.\ncadence: {cadence}\n{more}")
}

/// A record that passes, with one artifact kept elsewhere.
pub(super) fn record(period: Option<&str>, performed: &str) -> String {
    let period = period.map(|period| format!("period: {period}\n")).unwrap_or_default();
    format!(
        "control: C\n{period}performed: {{by: ada, at: {performed}}}\nresult: pass\nsummary: on {performed}\nartifacts: [{{url: 'x:{performed}'}}]\n"
    )
}
