//! The stages, one after another; each command asks for the prefix it needs.

use std::borrow::Borrow;
use std::collections::{BTreeMap, BTreeSet};
use std::sync::Arc;

use rayon::prelude::*;

use crate::app::{AppError, Exit, Scope};
use crate::assess::{Assessment, Input, assess, policy_pasts};
use crate::calendar::{CompanyZone, Date, Window};
use crate::document::{Document, Node, Value};
use crate::embedded;
use crate::finding::{Findings, Problem, ProblemKind};
use crate::git::Repository;
use crate::history::Trail;
use crate::kind::{Kind, Place};
use crate::model::{Audit, FileFact, Program, Register, Table, link};
use crate::place::{CommitId, FileId, Location, Origin, RepoPath, Sha256, Span, Spanned};
use crate::rules::{Facts, LeftOut, Reach, RuleSelection, absent_files, judge};
use crate::scan::{Find, Sort};
use crate::schema;
use crate::source::{Snapshot, SourceFile, is_on_disk, read_work_tree};
use crate::trust::{Auditor, Trust};

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

/// Stage 5 on top: the history up to the revision, and which day it is.
pub struct Judged {
    /// Stages 1 to 4.
    pub loaded: Loaded,
    /// The history; `None` without Git or without a commit.
    pub trail: Option<Trail>,
    /// How far it reaches.
    pub reach: Reach,
    /// Which day "today" is.
    pub as_of: Date,
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

    /// The zone that decides on which day something fell.
    pub fn zone(&self) -> CompanyZone {
        self.register.program.as_ref().map_or_else(CompanyZone::utc, |program| program.zone.clone())
    }
}

/// Reads, parses, decodes and links.
pub fn load(scope: &Scope) -> Result<Loaded, AppError> {
    Ok(understand(scope, read(scope)?))
}

/// Stages 2 to 4, and a look at what is not there.
fn understand(scope: &Scope, snapshot: Snapshot) -> Loaded {
    let loaded = parse(snapshot);
    let left_out = left_out(scope, &loaded.register);
    Loaded { left_out, ..loaded }
}

/// Parses, decodes and links.
fn parse(snapshot: Snapshot) -> Loaded {
    let read: Vec<Part> =
        snapshot.files.par_iter().enumerate().map(|(index, file)| part(index, file)).collect();
    let mut parts = Parts::default();
    for (file, part) in snapshot.files.iter().zip(read) {
        parts.problems.extend(part.problems);
        parts.problems.extend(part.found);
        if let Some(mut document) = part.document {
            let own = std::mem::take(&mut document.comments);
            if !own.is_empty() {
                parts.comments.insert(document.file, own);
            }
            parts.documents.push((file.place, file.path.clone(), document));
        }
        if let Some(table) = part.table {
            parts.tables.insert(file.path.clone(), table);
        }
    }
    let catalogs = catalogs(&spoken_of(&parts.documents));
    put_together(snapshot, parts, &catalogs)
}

/// What all files of a snapshot give, sorted by what it is. Documents are owned, or lent by a cache.
pub(super) struct Parts<D> {
    pub(super) documents: Vec<(Place, RepoPath, D)>,
    pub(super) tables: BTreeMap<RepoPath, Table>,
    pub(super) comments: BTreeMap<FileId, Vec<Spanned<String>>>,
    pub(super) problems: Vec<Problem>,
}

impl<D> Default for Parts<D> {
    fn default() -> Self {
        Self {
            documents: Vec::new(),
            tables: BTreeMap::new(),
            comments: BTreeMap::new(),
            problems: Vec::new(),
        }
    }
}

/// Decodes and links.
pub(super) fn put_together<D: Borrow<Document> + Send>(
    snapshot: Snapshot,
    parts: Parts<D>,
    catalogs: &[Catalog],
) -> Loaded {
    let Parts { documents, tables, comments, mut problems } = parts;
    problems.extend(unsafe_names(&snapshot));
    let files = snapshot.iter().map(|(id, file)| fact(id, file)).collect();
    let register = link(documents, files, tables, catalogs);
    Loaded { snapshot, register, problems, comments, left_out: LeftOut::default() }
}

/// Loads, then walks the history and settles which day it is.
pub fn walk(scope: &Scope) -> Result<Judged, AppError> {
    let (loaded, trail) = match (&scope.repository, scope.commit()?) {
        (Some(repository), Some(commit)) => {
            let (loaded, trail) = side_by_side(scope, repository, commit)?;
            let tag = scope.revision.as_ref().and_then(|resolved| resolved.tag.clone());
            (loaded, Some(trail.named_by(tag)))
        }
        _ => (load(scope)?, None),
    };
    Ok(Judged::new(scope, loaded, trail))
}

/// The files and the history need nothing of each other. But where the files are blobs, the history
/// is largely made of them: they are read first, and once.
fn side_by_side(
    scope: &Scope,
    repository: &Repository,
    commit: CommitId,
) -> Result<(Loaded, Trail), AppError> {
    let of_blobs = scope.revision.is_some() || scope.index.is_some();
    let snapshot = if of_blobs { Some(read(scope)?) } else { None };
    let at_hand = snapshot.as_ref().map(Snapshot::blobs).unwrap_or_default();
    std::thread::scope(|threads| {
        let walking = threads.spawn(move || repository.trail_with(commit, &scope.prefix, &at_hand));
        let loaded = snapshot.map_or_else(|| load(scope), |snapshot| Ok(understand(scope, snapshot)));
        let trail = walking.join().unwrap_or_else(|panic| std::panic::resume_unwind(panic));
        Ok((loaded?, trail?))
    })
}

impl Judged {
    /// Says how far the history reaches and which day it is.
    pub(super) fn new(scope: &Scope, loaded: Loaded, trail: Option<Trail>) -> Self {
        let reach = match &trail {
            Some(trail) if trail.complete => Reach::Complete,
            Some(_) => Reach::Shallow,
            None if scope.repository.is_some() => Reach::NoCommit,
            None => Reach::NoRepository,
        };
        let as_of = as_of(scope, &loaded, trail.as_ref());
        Self { loaded, trail, reach, as_of }
    }

    /// The history, which a report over a window cannot do without.
    pub fn trail(&self) -> Result<&Trail, AppError> {
        self.trail.as_ref().ok_or_else(|| match self.reach {
            Reach::NoCommit => AppError::usage("the repository has no commit yet")
                .help("commit first: what is not committed is not on file"),
            Reach::NoRepository | Reach::Shallow | Reach::Complete => {
                AppError::usage("there is no Git repository here, and the history is the evidence trail")
                    .help("begin one with `git init` and commit")
            }
        })
    }

    /// Stage 6 over a window.
    pub fn assess(&self, window: Window, audit: Option<&Audit>) -> Assessment {
        assess(&self.input(window, audit))
    }

    /// The same with grades: how far each date and name can be believed, by what the auditor knows.
    pub fn graded(
        &self,
        scope: &Scope,
        window: Window,
        audit: Option<&Audit>,
        auditor: &Auditor,
    ) -> Result<Assessment, AppError> {
        let trail = self.trail()?;
        let seen: Vec<CommitId> = auditor.seen.iter().copied().collect();
        let proofs = scope.repository()?.proofs(trail, &seen)?;
        let zone = self.loaded.zone();
        let trust = Trust::new(trail, &proofs, &zone, auditor);
        Ok(assess(&Input { trust: Some(&trust), ..self.input(window, audit) }))
    }

    fn input<'a>(&'a self, window: Window, audit: Option<&'a Audit>) -> Input<'a> {
        Input {
            register: &self.loaded.register,
            trail: self.trail.as_ref(),
            work_tree: match self.loaded.snapshot.origin {
                Origin::WorkTree { .. } | Origin::Index { .. } => true,
                Origin::Commit { .. } => false,
            },
            window,
            as_of: self.as_of,
            audit,
            trust: None,
        }
    }

    /// The same with other bytes in some files: what it would be, were they written.
    #[must_use]
    pub fn with(self, changed: &BTreeMap<RepoPath, Vec<u8>>) -> Self {
        let mut snapshot = self.loaded.snapshot;
        for file in &mut snapshot.files {
            if let Some(bytes) = changed.get(&file.path) {
                *file = SourceFile::regular(file.path.clone(), bytes.clone(), None);
            }
        }
        let loaded = Loaded { left_out: self.loaded.left_out, ..parse(snapshot) };
        Self { loaded, ..self }
    }

    /// The window that the linter looks at: from the start of the audits that are still open on the
    /// as-of day (else of the one that ended last, else a year back) to that day or the last end,
    /// and never more than [`Window::YEARS`].
    pub fn lint_window(&self) -> Window {
        let windows = || {
            let audits = self.loaded.register.program.iter().flat_map(|program| &program.audits);
            audits.filter_map(|audit| audit.window.as_ref()).map(|window| window.value)
        };
        let open = || windows().filter(|window| window.to >= self.as_of && window.from <= self.as_of);
        let from = open().map(|window| window.from).min().or_else(|| {
            let ended = windows().filter(|window| window.to < self.as_of);
            ended.max_by_key(|window| (window.to, window.from)).map(|window| window.from)
        });
        let year_ago = self.as_of.checked_sub(jiff::Span::new().years(1)).unwrap_or(self.as_of);
        let to = open().map(|window| window.to).max().unwrap_or(self.as_of).max(self.as_of);
        Window { from: from.unwrap_or(year_ago), to }.cut()
    }

    /// Stage 7.
    pub fn judge(&self, assessment: Option<&Assessment>, selection: &RuleSelection) -> Findings {
        let empty: &[u8] = &[];
        let sources: Vec<&[u8]> =
            self.loaded.snapshot.files.iter().map(|file| file.bytes.as_deref().unwrap_or(empty)).collect();
        let past = |trail| {
            let bytes = |file: FileId| sources.get(file.index()).copied().unwrap_or_default();
            policy_pasts(&self.loaded.register, trail, bytes, self.as_of)
        };
        let pasts = self.trail.as_ref().map(past).unwrap_or_default();
        let built_in: Vec<&str> = embedded::FRAMEWORKS.iter().map(|framework| framework.id).collect();
        judge(
            &Facts {
                register: &self.loaded.register,
                problems: &self.loaded.problems,
                assessment,
                trail: self.trail.as_ref(),
                policy_pasts: &pasts,
                reach: self.reach,
                as_of: self.as_of,
                comments: &self.loaded.comments,
                sources: &sources,
                built_in: &built_in,
                left_out: &self.loaded.left_out,
            },
            selection,
        )
    }

    /// The bytes of files that were kept, by path.
    pub fn contents(&self) -> BTreeMap<RepoPath, Arc<[u8]>> {
        let kept = self.loaded.snapshot.files.iter();
        kept.filter_map(|file| Some((file.path.clone(), file.bytes.clone()?))).collect()
    }
}

pub(super) fn read(scope: &Scope) -> Result<Snapshot, AppError> {
    if let (Some(resolved), Some(repository)) = (&scope.revision, &scope.repository) {
        let origin = Origin::Commit { commit: resolved.commit, name: resolved.name.clone() };
        return Ok(repository.snapshot(resolved.commit, &scope.prefix, origin)?);
    }
    if let (Some(index), Some(repository)) = (&scope.index, &scope.repository) {
        return Ok(repository.staged(index, &scope.prefix)?);
    }
    let folder = scope.folder.as_deref().ok_or_else(|| AppError::usage("there is no folder to read"))?;
    let head = scope.commit()?;
    let tracked =
        scope.repository.as_ref().map(|repository| repository.tracked(&scope.prefix)).transpose()?;
    Ok(read_work_tree(folder, &tracked.unwrap_or_default(), Origin::WorkTree { head })?)
}

/// Which of the files that are named and not there lie on disk all the same. They have no say; that
/// they lie there tells how the commit can get them.
pub(super) fn left_out(scope: &Scope, register: &Register) -> LeftOut {
    let Some(folder) = &scope.folder else { return LeftOut::default() };
    let on_disk = absent_files(register).into_iter().filter(|path| is_on_disk(folder, path)).collect();
    if scope.index.is_some() { LeftOut::NotStaged(on_disk) } else { LeftOut::Ignored(on_disk) }
}

/// What one file gives.
#[derive(Debug, Default)]
pub(super) struct Part {
    pub(super) document: Option<Document>,
    pub(super) table: Option<Table>,
    /// What reading its tree met.
    pub(super) problems: Vec<Problem>,
    /// What was found in its bytes.
    pub(super) found: Vec<Problem>,
}

impl Part {
    /// All that is wrong with the file by itself.
    pub(super) fn all_problems(&self) -> impl Iterator<Item = &Problem> {
        self.problems.iter().chain(&self.found)
    }
}

/// Reads one file; `index` is its number in the snapshot.
pub(super) fn part(index: usize, file: &SourceFile) -> Part {
    let id = FileId(index as u32);
    Part { found: found(id, file), ..read_part(id, file) }
}

fn read_part(id: FileId, file: &SourceFile) -> Part {
    let Some(bytes) = &file.bytes else { return Part { problems: too_large(id, file), ..Part::default() } };
    let markdown = file.path.extension().as_deref() == Some("md");
    let (document, mut problems) = match file.place {
        Place::Known(_) | Place::SystemProse if markdown => Document::from_markdown(id, bytes),
        Place::Known(_) => Document::from_yaml(id, bytes),
        Place::ExtractionData | Place::Attachment => {
            let digest = file.sha256.unwrap_or_else(|| Sha256::of(bytes));
            return Part { table: Some(Table::new(id, Arc::clone(bytes), digest)), ..Part::default() };
        }
        Place::SystemProse
        | Place::Signers
        | Place::Statement
        | Place::Anchor
        | Place::Template
        | Place::Elsewhere
        | Place::Misplaced => return Part::default(),
    };
    if let Some(kind) = file.place.kind() {
        // A document of the management system may be prose alone.
        let prose_alone = kind == Kind::IsmsDocument && document.root.is_none();
        if problems.is_empty() && !prose_alone || document.root.is_some() {
            problems.extend(schema::check(kind, &document));
        }
    }
    Part { document: Some(document), problems, ..Part::default() }
}

/// What looking at the bytes found, as problems. A file that is not held has no lines.
pub fn found(id: FileId, file: &SourceFile) -> Vec<Problem> {
    let held = file.bytes.is_some() || file.shown.is_some();
    let problem = |find: &Find| {
        let kind = match find.sort {
            Sort::Secret(shape) => ProblemKind::Secret {
                shape,
                start: find.text.clone(),
                byte: (!held).then_some(find.span.start),
            },
            Sort::Personal(datum) => ProblemKind::PersonalData {
                one: datum.one(),
                several: datum.several(),
                text: find.text.clone(),
            },
        };
        let span = if held { find.span } else { Span::default() };
        Problem { location: Location { file: id, span }, kind }
    };
    file.finds.iter().map(problem).collect()
}

/// Why a file of a kind has no bytes here: it is too large. Links are a rule's business.
fn too_large(id: FileId, file: &SourceFile) -> Vec<Problem> {
    let is_meant = file.place.kind().is_some() || file.place == Place::Template;
    let too_large = is_meant && file.size > crate::source::KEPT_BYTES;
    let kind = ProblemKind::FileTooLarge { bytes: file.size, limit: crate::source::KEPT_BYTES };
    too_large.then(|| Problem { location: Location::start_of(id), kind }).into_iter().collect()
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

/// A catalog that is compiled in, parsed.
pub(super) type Catalog = (Kind, RepoPath, Document);

/// The built-in frameworks that the documents name: in scope or claimed.
pub(super) fn spoken_of<D: Borrow<Document>>(documents: &[(Place, RepoPath, D)]) -> BTreeSet<String> {
    let mut spoken_of: BTreeSet<&str> = BTreeSet::new();
    documents
        .iter()
        .filter_map(|(_, _, document)| document.borrow().root.as_ref())
        .for_each(|root| names(root, &mut spoken_of));
    spoken_of.into_iter().map(str::to_owned).collect()
}

/// The catalogs that a repository speaks of: those frameworks, and the crosswalks between them.
pub(super) fn catalogs(spoken_of: &BTreeSet<String>) -> Vec<Catalog> {
    let parse = |kind: Kind, path: &str, text: &str| {
        (kind, RepoPath::new(path), Document::from_yaml(FileId(0), text.as_bytes()).0)
    };
    let frameworks: Vec<_> =
        embedded::FRAMEWORKS.iter().filter(|found| spoken_of.contains(found.id)).collect();
    let crosswalks: Vec<_> = embedded::CROSSWALKS
        .iter()
        .filter(|found| spoken_of.contains(found.source) && spoken_of.contains(found.target))
        .collect();
    let mut catalogs: Vec<_> =
        frameworks.par_iter().map(|found| parse(Kind::Framework, found.path, found.text)).collect();
    catalogs.par_extend(crosswalks.par_iter().map(|found| parse(Kind::Crosswalk, found.path, found.text)));
    catalogs
}

/// The built-in frameworks that a document names: as a key (`satisfies`, `frameworks`), a value
/// (`framework: soc2`) or in front of a requirement (`criteria: iso27001 A.5.15`).
fn names<'a>(node: &'a Node, found: &mut BTreeSet<&'a str>) {
    let mut name = |text: &'a str| {
        if embedded::framework(text).is_some() {
            found.insert(text);
        }
    };
    match &node.value {
        Value::Null => {}
        Value::Scalar(scalar) => name(scalar.text.split(' ').next().unwrap_or_default()),
        Value::Sequence(items) => items.iter().for_each(|item| names(item, found)),
        Value::Mapping(mapping) => {
            mapping.entries.iter().for_each(|entry| name(&entry.key.value));
            mapping.entries.iter().for_each(|entry| names(&entry.value, found));
        }
    }
}

/// `--as-of`; else with a tag its day (the tagger's, else the commit's); else today.
fn as_of(scope: &Scope, loaded: &Loaded, trail: Option<&Trail>) -> Date {
    let zone = loaded.zone();
    let tagged = scope.revision.as_ref().and_then(|resolved| resolved.tag.as_ref()).map(|tag| {
        let tagger = tag.tagger.as_ref().map(|tagger| tagger.at);
        let commit = || trail.and_then(Trail::head).map(|head| head.committer.at);
        tagger.or_else(commit).unwrap_or(scope.now)
    });
    scope.as_of.unwrap_or_else(|| zone.date_of(tagged.unwrap_or(scope.now)))
}
