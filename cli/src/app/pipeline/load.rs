//! Stages 1 to 4: a scope to files, documents, entities and the register.

use std::collections::{BTreeMap, BTreeSet};

use rayon::prelude::*;

use crate::app::pipeline::catalogs::{Catalog, catalogs};
use crate::app::pipeline::part::{Part, document, part};
use crate::app::{AppError, Exit, Scope, Shelf};
use crate::calendar::CompanyZone;
use crate::document::Document;
use crate::embedded;
use crate::finding::{Problem, ProblemKind};
use crate::git::Repository;
use crate::model::{Audit, Decoded, FileFact, Program, Register, Table, add_catalogs, link};
use crate::place::{FileId, Location, Origin, RepoPath, Spanned};
use crate::rules::{LeftOut, absent_files};
use crate::source::{Known, Snapshot, SourceFile, is_on_disk, read_work_tree, write_known};

/// Stages 1 to 4: everything at one revision.
pub struct Loaded {
    /// The files.
    pub snapshot: Snapshot,
    /// The entities.
    pub register: Register,
    /// What reading met.
    pub problems: Vec<Problem>,
    /// Comments of YAML files and front matter, by file.
    pub comments: BTreeMap<FileId, Vec<Spanned<String>>>,
    /// Files that are named, and lie on disk only.
    pub left_out: LeftOut,
}

impl Loaded {
    /// The programme, which most commands cannot do without.
    pub fn program(&self) -> Result<&Program, AppError> {
        self.register.program.as_ref().ok_or_else(|| AppError {
            message: "`policies/program.yaml` cannot be read".to_owned(),
            help: Some("`tickmark lint` says where it is broken".to_owned()),
            exit: Exit::Usage,
        })
    }

    /// The audit with an id.
    pub fn audit(&self, id: &str) -> Result<&Audit, AppError> {
        let program = self.program()?;
        program.audit(id).ok_or_else(|| {
            let known = || program.audits.iter().map(|audit| audit.id.value.as_str());
            let error = AppError::usage(format!("no audit is called `{id}`"));
            match crate::text::did_you_mean(id, known()) {
                Some(near) => error.help(format!("did you mean `{near}`?")),
                None if program.audits.is_empty() => {
                    error.help("add it under `audits:` in policies/program.yaml")
                }
                None => error.help(format!("the audits are {}", known().collect::<Vec<_>>().join(", "))),
            }
        })
    }

    /// Adds the built-in frameworks with these ids, and the crosswalks between them, where the
    /// repository has none of its own.
    pub fn speak_of(&mut self, ids: &[&str]) {
        let built_in = ids.iter().filter_map(|id| embedded::framework(id)).map(|framework| framework.id);
        add_catalogs(&mut self.register, &catalogs(&built_in.collect()));
    }

    /// The tree of each file by its number, read again: most commands need only what was made of it.
    pub fn documents(&self) -> Vec<Option<Document>> {
        let files = self.snapshot.files.par_iter().enumerate();
        files.map(|(index, file)| document(index, file)).collect()
    }

    /// Leaves for the next run what this one knows of the files of an index or a commit.
    pub fn keep(&self, scope: &Scope) {
        let Some(repository) = scope.repository.as_ref().filter(|_| scope.cache.is_on()) else { return };
        let wrong: BTreeSet<FileId> = self.problems.iter().map(|problem| problem.location.file).collect();
        if let Some(bytes) = write_known(&self.snapshot, |file| !wrong.contains(&file)) {
            scope.cache.put(FILES, &book(repository, scope), &bytes);
        }
    }

    /// The bytes of each file by its number; empty where they were not kept.
    pub fn sources(&self) -> Vec<&[u8]> {
        let empty: &[u8] = &[];
        self.snapshot.files.iter().map(|file| file.bytes.as_deref().unwrap_or(empty)).collect()
    }

    /// The zone that decides on which day something fell.
    pub fn zone(&self) -> CompanyZone {
        self.register.program.as_ref().map_or_else(CompanyZone::utc, |program| program.zone.clone())
    }
}

/// Files by their blobs, as [`Known`] writes them.
const FILES: Shelf = Shelf { name: "files", form: 1 };

/// The files that an earlier run knew.
pub(super) fn known_files(scope: &Scope, repository: &Repository) -> Known {
    scope.cache.get(FILES, &book(repository, scope)).map(Known::read).unwrap_or_default()
}

/// Under which key files are kept: those of one repository together, so that there is one entry to
/// read. Which file is which the blobs say.
fn book(repository: &Repository, scope: &Scope) -> Vec<u8> {
    let place = repository.git_dir().as_os_str().as_encoded_bytes();
    [place, b"\0", scope.prefix.as_bytes()].concat()
}

/// Reads, parses, decodes and links.
pub fn load(scope: &Scope) -> Result<Loaded, AppError> {
    Ok(understand(scope, read(scope)?))
}

/// Stages 2 to 4, and a look at what is not there.
pub(super) fn understand(scope: &Scope, snapshot: Snapshot) -> Loaded {
    let loaded = parse(snapshot);
    let left_out = left_out(scope, &loaded.register);
    Loaded { left_out, ..loaded }
}

/// Parses, decodes and links.
pub(super) fn parse(snapshot: Snapshot) -> Loaded {
    // A file's tree is let go as soon as it is decoded: they are never all there at once.
    let files = snapshot.files.par_iter().enumerate();
    let given: Vec<Given> = files.map(|(index, file)| Given::of(part(index, file))).collect();
    gathered(snapshot, given)
}

/// Two states of one repository: what is the same file in both is parsed once.
pub fn parse_two(before: Snapshot, after: Snapshot) -> (Loaded, Loaded) {
    let same = |id: FileId, twin: FileId| {
        let (file, other) = (before.file(id), after.file(twin));
        other.blob.is_some() && other.blob == file.blob && other.form == file.form
    };
    let mut twins: Vec<Option<FileId>> = vec![None; before.files.len()];
    for (id, twin) in before.beside(&after).filter_map(|(id, twin)| id.zip(twin)) {
        twins[id.index()] = Some(twin).filter(|twin| same(id, *twin));
    }
    let files = before.files.par_iter().zip(&twins).enumerate();
    let given: Vec<_> =
        files.map(|(index, (file, twin))| Given::both(file, part(index, file), *twin)).collect();
    let (first, shared): (Vec<Given>, Vec<_>) = given.into_iter().unzip();
    let mut second: Vec<Option<Given>> = Vec::new();
    second.resize_with(after.files.len(), || None);
    for (id, given) in shared.into_iter().flatten() {
        second[id.index()] = Some(given);
    }
    let own = |(index, given): (usize, Option<Given>)| {
        given.unwrap_or_else(|| Given::of(part(index, &after.files[index])))
    };
    let second: Vec<Given> = second.into_par_iter().enumerate().map(own).collect();
    rayon::join(|| gathered(before, first), || gathered(after, second))
}

/// Sorts what the files of a snapshot gave, and links it.
fn gathered(snapshot: Snapshot, given: Vec<Given>) -> Loaded {
    let mut parts = Parts::default();
    let mut spoken = BTreeSet::new();
    let (mut comments, mut tables) = (Vec::new(), Vec::new());
    for (id, given) in given.into_iter().enumerate().map(|(index, given)| (FileId(index as u32), given)) {
        parts.problems.extend(given.part.problems);
        parts.problems.extend(given.part.found);
        parts.decoded.extend(given.part.decoded);
        spoken.extend(given.part.spoken_of);
        if !given.comments.is_empty() {
            comments.push((id, given.comments));
        }
        if let Some(table) = given.part.table {
            tables.push((snapshot.file(id).path.clone(), table));
        }
    }
    // In order already, they need not find their place one by one.
    parts.comments = comments.into_iter().collect();
    parts.tables = tables.into_iter().collect();
    put_together(snapshot, parts, &catalogs(&spoken))
}

/// What one file gives to a run that does not look at it again.
struct Given {
    part: Part,
    comments: Vec<Spanned<String>>,
}

impl Given {
    fn of(mut part: Part) -> Self {
        let comments = part.document.take().map(|document| document.comments).unwrap_or_default();
        Self { part, comments }
    }

    /// What a file gives, and what it gives under the number that it has in another snapshot. Its tree is
    /// read once.
    fn both(file: &SourceFile, part: Part, twin: Option<FileId>) -> (Self, Option<(FileId, Self)>) {
        let mut part = part;
        let second = twin.map(|id| (id, part.twin(file, id)));
        let (first, second) = (Self::of(part), second);
        let second = second.map(|(id, part)| (id, Self { part, comments: first.comments.clone() }));
        (first, second)
    }
}

/// What all files of a snapshot give, sorted by what it is; entities in the order of their files.
#[derive(Default)]
pub(in crate::app) struct Parts {
    pub(in crate::app) decoded: Vec<Decoded>,
    pub(in crate::app) tables: BTreeMap<RepoPath, Table>,
    pub(in crate::app) comments: BTreeMap<FileId, Vec<Spanned<String>>>,
    pub(in crate::app) problems: Vec<Problem>,
}

/// Links.
pub(in crate::app) fn put_together(snapshot: Snapshot, parts: Parts, catalogs: &[Catalog]) -> Loaded {
    let Parts { decoded, tables, comments, mut problems } = parts;
    problems.extend(unsafe_names(&snapshot));
    let files = snapshot.iter().map(|(id, file)| fact(id, file)).collect();
    let register = link(decoded, files, tables, catalogs);
    Loaded { snapshot, register, problems, comments, left_out: LeftOut::default() }
}

pub(in crate::app) fn read(scope: &Scope) -> Result<Snapshot, AppError> {
    if let (Some(resolved), Some(repository)) = (&scope.revision, &scope.repository) {
        let origin = Origin::Commit { commit: resolved.commit, name: resolved.name.clone() };
        return Ok(repository.snapshot(resolved.commit, &scope.prefix, origin)?);
    }
    if let (Some(index), Some(repository)) = (&scope.index, &scope.repository) {
        return Ok(repository.staged(index, &scope.prefix, &known_files(scope, repository))?);
    }
    let folder = scope.folder.as_deref().ok_or_else(|| AppError::usage("there is no folder to read"))?;
    let head = scope.commit()?;
    let tracked =
        scope.repository.as_ref().map(|repository| repository.tracked(&scope.prefix)).transpose()?;
    Ok(read_work_tree(folder, &tracked.unwrap_or_default(), Origin::WorkTree { head })?)
}

/// Which of the files that are named and not there lie on disk all the same. They have no say; that
/// they lie there tells how the commit can get them.
pub(in crate::app) fn left_out(scope: &Scope, register: &Register) -> LeftOut {
    let Some(folder) = &scope.folder else { return LeftOut::default() };
    let on_disk = absent_files(register).into_iter().filter(|path| is_on_disk(folder, path)).collect();
    if scope.index.is_some() { LeftOut::NotStaged(on_disk) } else { LeftOut::Ignored(on_disk) }
}

/// A name that was left out has no file of its own; the programme's file stands for it.
fn unsafe_names(snapshot: &Snapshot) -> Vec<Problem> {
    let file = |path: &str| snapshot.find(path).map(|(id, _)| id);
    let program = file("policies/program.yaml").unwrap_or(FileId(0));
    let problem = |name: &crate::source::UnsafeName| Problem {
        location: Location::start_of(file(&name.path).unwrap_or(program)),
        kind: ProblemKind::UnsafePath {
            path: name.path.clone(),
            because: name.because.clone(),
            hazard: name.hazard,
        },
    };
    snapshot.unsafe_names.iter().filter(|_| !snapshot.files.is_empty()).map(problem).collect()
}

fn fact(id: FileId, file: &SourceFile) -> FileFact {
    FileFact {
        file: id,
        path: file.path.clone(),
        place: file.place,
        form: file.form,
        size: file.size,
        sha256: file.sha256,
        blob: file.blob,
    }
}
