//! A repository in memory: the base, a page's files over it, and the stages up to the rules.

use std::collections::BTreeMap;
use std::sync::{Arc, OnceLock};

use tickmark::app::pipeline::found;
use tickmark::assess::{Input, assess, pasts};
use tickmark::calendar::{CompanyZone, Date, Timestamp, Window, read_date};
use tickmark::document::Document;
use tickmark::embedded::FRAMEWORKS;
use tickmark::finding::{Findings, Problem};
use tickmark::history::{Addition, Brought, Change, LineCommit, Person, Proofs, Trail};
use tickmark::kind::{Kind, Place};
use tickmark::model::{Decoded, FileFact, Form, Register, Table, decode_document, link};
use tickmark::place::{BlobId, CommitId, FileId, RepoPath, Sha256, Spanned};
use tickmark::rules::{Facts, Reach, RuleSelection, judge};
use tickmark::schema;
use tickmark::source::SourceFile;
use tickmark::trust::{Auditor, Provenance, Trust};

use super::page::{Block, Section};
use crate::support::keys::sign;

/// What stands around the files of every page; it landed on 2026-01-05.
const BASE: [(&str, &str); 6] = [
    (
        "policies/program.yaml",
        "\
company: {name: Northwind Robotics, timezone: Europe/Berlin}
people:
  priya: {name: Priya Raman, email: priya@northwind.example, role: Head of Security}
  omar: {name: Omar Haddad, email: omar@northwind.example, role: CTO}
  lena: {name: Lena Fischer, email: lena@northwind.example, role: People lead}
teams:
  it: {members: [omar, priya]}
",
    ),
    (
        "policies/access-control.md",
        "\
---
id: access-control
title: Access control policy
version: 2.1
owner: priya
approved: {by: omar, at: 2026-02-20}
---

# Access control policy
",
    ),
    (
        "policies/controls/AC-02.yaml",
        "\
id: AC-02
title: Quarterly access review
owner: priya
statement: System owners review who can reach production each quarter and remove what is not needed.
since: 2026-04-01
cadence: quarterly
satisfies: {soc2: [CC6.2, CC6.3]}
",
    ),
    (
        "policies/populations/leavers.yaml",
        "\
id: leavers
title: People whose employment ended
source: Personio, report 118
key: leaver_id
event: last_day
",
    ),
    (
        "policies/registers/vendors.yaml",
        "\
aws: {what: Hosting, owner: omar}
",
    ),
    (
        "policies/risks/R-02.yaml",
        "\
id: R-02
title: Former employee keeps access
owner: priya
inherent: {likelihood: 4, impact: 4}
treatment: mitigate
approved: {by: priya, at: 2026-01-05}
controls: AC-02
residual: {likelihood: 2, impact: 4}
reviewed: {by: priya, at: 2026-06-12}
",
    ),
];

/// Which day it is where a page does not say: no control of the base is due yet.
pub(super) fn today() -> Date {
    read_date("2026-06-30").expect("a date")
}

/// One version of one file; `None` when it is taken away.
#[derive(Debug, Clone)]
struct Version {
    day: Date,
    path: RepoPath,
    form: Form,
    bytes: Option<Arc<[u8]>>,
    made: Made,
}

/// How the commit of a day came to be.
#[derive(Debug, Clone, Default)]
struct Made {
    /// Whose key signs the commit; of a merged one, the commit beside the line.
    signed_by: Option<String>,
    /// Whose key signs the merge.
    merged_by: Option<String>,
    /// True when the merge itself brings the bytes.
    in_merge: bool,
    /// True when the signature is over something else.
    broken: bool,
    /// What its clock said instead of the day.
    dated: Option<Date>,
}

/// A repository with its history.
#[derive(Debug)]
pub(super) struct Repository {
    versions: Vec<Version>,
    files: Vec<(RepoPath, Form, Arc<[u8]>)>,
    reach: Reach,
    /// Entries about the history itself.
    integrity: Vec<String>,
}

impl Repository {
    /// The base with a section's files over it.
    pub(super) fn of(section: &Section) -> Self {
        let day = read_date("2026-01-05").expect("a date");
        let base = BASE.iter().filter(|(path, _)| section.blocks.iter().all(|block| block.path != *path));
        let mut versions: Vec<Version> = base
            .map(|(path, text)| Version {
                day,
                path: RepoPath::new(path),
                form: Form::File,
                bytes: Some(text.as_bytes().into()),
                made: Made::default(),
            })
            .collect();
        for block in &section.blocks {
            versions.push(version(block, day));
            if let Some(gone) = block.date("gone") {
                versions.push(Version { day: gone, bytes: None, ..version(block, day) });
            }
        }
        versions.sort_by_key(|version| version.day);
        let mut files: BTreeMap<RepoPath, (Form, Arc<[u8]>)> = BTreeMap::new();
        for version in &versions {
            match &version.bytes {
                Some(bytes) => files.insert(version.path.clone(), (version.form, bytes.clone())),
                None => files.remove(&version.path),
            };
        }
        let files = files.into_iter().map(|(path, (form, bytes))| (path, form, bytes)).collect();
        let reach = if section.blocks.iter().any(|block| block.says("no history")) {
            Reach::NoRepository
        } else if section.blocks.iter().any(|block| block.says("a shallow clone")) {
            Reach::Shallow
        } else {
            Reach::Complete
        };
        let replaced = section.blocks.iter().any(|block| block.says("one commit replaced"));
        let integrity = "REPLACE_REFS_IGNORED refs/replace/b80c6136ac6a3b0d6f5a3a0b1c9d1f2e3a4b5c6d";
        let integrity = replaced.then(|| integrity.to_owned()).into_iter().collect();
        Self { versions, files, reach, integrity }
    }

    /// The same before the first commit.
    pub(super) fn unlanded(mut self) -> Self {
        self.reach = Reach::NoCommit;
        self
    }

    /// Writes the files into a folder.
    pub(super) fn write(&self, folder: &std::path::Path) {
        for (path, _, bytes) in &self.files {
            let path = folder.join(path.as_str());
            std::fs::create_dir_all(path.parent().expect("a folder")).expect("the folder");
            std::fs::write(path, bytes).expect("the file");
        }
    }

    /// The bytes of a file.
    pub(super) fn bytes(&self, file: FileId) -> &[u8] {
        self.files.get(file.index()).map_or(&[], |(_, _, bytes)| bytes)
    }

    /// One commit for each day, and what its signatures stand on.
    fn history(&self) -> (Trail, Proofs) {
        let complete = self.reach != Reach::Shallow;
        let mut trail = Trail { complete, integrity: self.integrity.clone(), ..Trail::default() };
        let mut proofs = Proofs::default();
        let mut tree: BTreeMap<RepoPath, BlobId> = BTreeMap::new();
        for versions in self.versions.chunk_by(|a, b| a.day == b.day) {
            let made = versions.iter().map(|version| &version.made).find(|made| made.says_something());
            let commit = Commit::of(versions[0].day, made.cloned().unwrap_or_default(), &trail);
            let id = commit.id;
            let mut changes: BTreeMap<RepoPath, Change> = BTreeMap::new();
            for version in versions {
                let after = version.bytes.as_ref().map(|bytes| BlobId(short(bytes)));
                let before = match after {
                    Some(after) => tree.insert(version.path.clone(), after),
                    None => tree.remove(&version.path),
                };
                changes.insert(version.path.clone(), Change { path: version.path.clone(), before, after });
                if let (Some(after), Some(bytes)) = (after, &version.bytes) {
                    trail.blobs.insert(after, bytes.clone());
                    let addition = Addition { commit: id, at: commit.at, offset_minutes: 60 };
                    trail.additions.entry(version.path.clone()).or_insert(addition);
                    let brought =
                        Brought { commit: commit.brings(), blob: after, merge: commit.made.in_merge };
                    trail.brought.entry(version.path.clone()).or_default().push(brought);
                }
            }
            commit.write(changes.into_values().collect(), &mut trail, &mut proofs);
        }
        proofs.blobs = trail.blobs.clone();
        (trail, proofs)
    }
}

impl Made {
    fn says_something(&self) -> bool {
        self.signed_by.is_some() || self.merged_by.is_some() || self.dated.is_some() || self.in_merge
    }
}

/// A commit of the line that is being made, and the one beside it that it merges.
struct Commit {
    id: CommitId,
    side: Option<CommitId>,
    at: Timestamp,
    made: Made,
    parent: Option<CommitId>,
}

impl Commit {
    fn of(day: Date, made: Made, trail: &Trail) -> Self {
        let id = |what: &str| CommitId(short(format!("{what} {day}").as_bytes()));
        let is_merge = made.merged_by.is_some() || made.in_merge;
        Self {
            id: id("commit"),
            side: is_merge.then(|| id("side")),
            at: noon(made.dated.unwrap_or(day)),
            parent: trail.line.last().map(|parent| parent.id),
            made,
        }
    }

    /// The commit that brings the day's files.
    fn brings(&self) -> CommitId {
        self.side.filter(|_| !self.made.in_merge).unwrap_or(self.id)
    }

    fn write(self, changes: Vec<Change>, trail: &mut Trail, proofs: &mut Proofs) {
        let person = Person {
            name: "Priya Raman".to_owned(),
            mail: "priya@northwind.example".to_owned(),
            at: self.at,
            offset_minutes: 60,
        };
        let own = self.made.signed_by.as_deref();
        let on_line = if self.side.is_some() { self.made.merged_by.as_deref() } else { own };
        if let Some(side) = self.side {
            trail.sides.insert(side, trail.line.len() as u32);
            proofs.commits.insert(side, self.raw(own));
        }
        proofs.commits.insert(self.id, self.raw(on_line));
        trail.line.push(LineCommit {
            id: self.id,
            parents: self.parent.into_iter().chain(self.side).collect(),
            author: person.clone(),
            committer: person,
            subject: "Records".to_owned(),
            signature: None,
            changes,
        });
    }

    fn raw(&self, signer: Option<&str>) -> Arc<[u8]> {
        let who = format!("Priya Raman <priya@northwind.example> {} +0100", self.at.as_second());
        let header = format!("tree {}\nauthor {who}\ncommitter {who}\n", self.id);
        let payload =
            if self.made.broken { "something else".to_owned() } else { format!("{header}\nRecords\n") };
        let signature = signer.map(|name| sign(name, "git", payload.as_bytes()));
        let folded = signature.map(|armor| format!("gpgsig {}\n", armor.trim_end().replace('\n', "\n ")));
        format!("{header}{}\nRecords\n", folded.unwrap_or_default()).into_bytes().into()
    }
}

fn version(block: &Block, base: Date) -> Version {
    let said = block.date("landed").or_else(|| block.date("changed"));
    let first_at = || block.text.split_once("at: ").and_then(|(_, rest)| read_date(rest.get(..10)?));
    let below_evidence = block.path.starts_with("evidence/");
    let bytes: Vec<u8> = if block.says("saved as Latin-1") {
        block.text.chars().map(|c| u8::try_from(u32::from(c)).expect("a character of Latin-1")).collect()
    } else {
        block.text.as_bytes().to_vec()
    };
    let mebibytes = block.words.iter().find_map(|words| words.strip_suffix(" MiB")?.parse::<usize>().ok());
    let bytes = match mebibytes {
        Some(mebibytes) => bytes.iter().copied().cycle().take(mebibytes << 20).collect(),
        None => bytes,
    };
    Version {
        day: said.or_else(|| first_at().filter(|_| below_evidence)).unwrap_or(base),
        path: RepoPath::new(&block.path),
        form: if block.says("a symbolic link") { Form::Symlink } else { Form::File },
        bytes: Some(bytes.into()),
        made: Made {
            signed_by: block.word("signed by"),
            merged_by: block.word("merged by"),
            in_merge: block.says("in the merge"),
            broken: block.says("and changed after that"),
            dated: block.date("dated"),
        },
    }
}

fn noon(day: Date) -> Timestamp {
    format!("{day}T12:00:00Z").parse().expect("a moment")
}

/// Ids need only differ where the bytes do.
fn short(bytes: &[u8]) -> [u8; 20] {
    Sha256::of(bytes).0[..20].try_into().expect("twenty of thirty-two bytes")
}

/// Runs the stages over a repository, as `tickmark lint` does.
pub(super) fn judged(repository: &Repository, as_of: Date, selection: &RuleSelection) -> Findings {
    let mut read = Read::default();
    for (index, (path, form, bytes)) in repository.files.iter().enumerate() {
        read.file(FileId(index as u32), path, *form, bytes);
    }
    let register: Register = link(read.decoded, read.files, read.tables, catalogs());
    let (trail, proofs) = repository.history();
    let window = Window::parse("2026-01-01..2026-12-31").expect("a window");
    let trail = matches!(repository.reach, Reach::Complete | Reach::Shallow).then_some(&trail);
    let assessment = assess(&Input {
        register: &register,
        trail,
        work_tree: trail.is_none(),
        window,
        as_of,
        audit: None,
        trust: None,
    });
    let sources: Vec<&[u8]> = repository.files.iter().map(|(_, _, bytes)| &**bytes).collect();
    let built_in: Vec<&str> = FRAMEWORKS.iter().map(|framework| framework.id).collect();
    let past = |trail| pasts(&register, trail, |file| sources[file.index()], as_of);
    let pasts = trail.map(past).unwrap_or_default();
    let left_out = tickmark::rules::LeftOut::default();
    let whole = trail.filter(|trail| trail.complete && selection.needs_provenance());
    let zone = register.program.as_ref().map_or_else(CompanyZone::utc, |program| program.zone.clone());
    let provenance =
        whole.map(|trail| Provenance::of(&Trust::new(trail, &proofs, &zone, &Auditor::default())));
    let facts = Facts {
        register: &register,
        problems: &read.problems,
        assessment: Some(&assessment),
        trail,
        pasts: &pasts,
        provenance: provenance.as_ref(),
        reach: repository.reach,
        as_of,
        comments: &read.comments,
        sources: &sources,
        built_in: &built_in,
        left_out: &left_out,
    };
    judge(&facts, selection)
}

/// The built-in frameworks, read once.
fn catalogs() -> &'static [(Kind, RepoPath, Document)] {
    static CATALOGS: OnceLock<Vec<(Kind, RepoPath, Document)>> = OnceLock::new();
    CATALOGS.get_or_init(|| {
        let read = |text: &str| Document::from_yaml(FileId(u32::MAX), text.as_bytes()).0;
        FRAMEWORKS.iter().map(|one| (Kind::Framework, RepoPath::new(one.path), read(one.text))).collect()
    })
}

/// What reading gives, file by file.
#[derive(Default)]
struct Read {
    decoded: Vec<Decoded>,
    files: Vec<FileFact>,
    tables: BTreeMap<RepoPath, Table>,
    problems: Vec<Problem>,
    comments: BTreeMap<FileId, Vec<Spanned<String>>>,
}

impl Read {
    fn file(&mut self, file: FileId, path: &RepoPath, form: Form, bytes: &[u8]) {
        let place = Place::of(path);
        self.files.push(FileFact {
            file,
            path: path.clone(),
            place,
            form,
            size: bytes.len() as u64,
            sha256: path.as_str().starts_with("evidence/").then(|| Sha256::of(bytes)),
            blob: None,
        });
        let source = SourceFile::regular(path.clone(), bytes.to_vec(), None);
        self.problems.extend(found(file, &source));
        if form != Form::File || bytes.len() > 4 << 20 {
            return;
        }
        if path.extension().as_deref() == Some("csv") {
            self.tables.insert(path.clone(), Table::read(file, bytes));
        }
        let markdown = path.extension().as_deref() == Some("md");
        let read = match place {
            Place::Known(_) | Place::SystemProse if markdown => Document::from_markdown(file, bytes),
            Place::Known(_) => Document::from_yaml(file, bytes),
            _ => return,
        };
        let (document, problems) = read;
        let broken = document.root.is_none() && !problems.is_empty();
        self.problems.extend(problems);
        if let Some(kind) = place.kind().filter(|_| !broken) {
            self.problems.extend(schema::check(kind, &document));
        }
        self.comments.insert(file, document.comments.clone());
        self.decoded.extend(decode_document(place, path, &document));
    }
}
