//! A repository as it is being typed: files on disk, with what an editor holds unsaved over them.
//!
//! Each file is parsed and decoded again only when its bytes change; the history is walked again only
//! when HEAD moves. Everything else (linking, assessing, judging) is done anew each time, by the same
//! stages as `lint`.

use std::collections::{BTreeMap, BTreeSet};
use std::path::{Path, PathBuf};
use std::sync::{Arc, OnceLock};

use rayon::prelude::*;

use crate::app::pipeline::{
    Catalog, Judged, Loaded, Part, Parts, catalogs, left_out, part, put_together, read, trail,
};
use crate::app::{AppError, AuditorArgs, GlobalArgs, Scope, World, is_taken};
use crate::assess::Assessment;
use crate::editor::{Mention, View, mentions as mentions_of};
use crate::finding::{Finding, NotEvaluated, Problem};
use crate::history::Trail;
use crate::place::{CommitId, FileId, RepoPath};
use crate::rules::RuleSelection;
use crate::source::{FOLDERS, Form, Snapshot, SourceFile, fault_of};
use crate::trust::{Auditor, Provenance};

/// A repository that is linted again and again.
pub struct Live {
    scope: Scope,
    disk: Snapshot,
    /// In the order of the files of the last lint.
    kept: Vec<Kept>,
    catalogs: (BTreeSet<&'static str>, Vec<Catalog>),
    head: Option<CommitId>,
    trail: Option<Trail>,
    provenance: Option<Provenance>,
    state: Option<State>,
}

/// What is known of a file's bytes.
struct Kept {
    path: RepoPath,
    file: FileId,
    bytes: Option<Arc<[u8]>>,
    part: Arc<Part>,
    /// The last tree that could be read.
    good: Option<Arc<Part>>,
}

/// The outcome of one lint.
struct State {
    judged: Judged,
    parts: Vec<Arc<Part>>,
    broken: BTreeSet<FileId>,
    assessment: Assessment,
    findings: Vec<Finding>,
    /// Listed when somebody first asks for one.
    mentions: OnceLock<Vec<Mention>>,
    not_judged: Vec<NotEvaluated>,
}

impl Live {
    /// Finds the repository around a folder and reads it.
    pub fn open(world: &World, args: &GlobalArgs, folder: &Path) -> Result<Self, AppError> {
        let world = World { folder: folder.to_owned(), ..world.clone() };
        let scope = Scope::find(&world, args)?;
        let disk = read(&scope)?;
        let mut live = Self {
            scope,
            disk,
            kept: Vec::new(),
            catalogs: (BTreeSet::new(), Vec::new()),
            head: None,
            trail: None,
            provenance: None,
            state: None,
        };
        live.lint(&BTreeMap::new())?;
        Ok(live)
    }

    /// The root on disk, with links resolved.
    pub fn root(&self) -> &Path {
        self.scope.folder.as_deref().unwrap_or(Path::new("."))
    }

    /// Where the search began, below the root; empty at the root.
    pub fn here(&self) -> &str {
        &self.scope.here
    }

    /// Reads the files on disk again.
    pub fn read_again(&mut self) -> Result<(), AppError> {
        self.disk = read(&self.scope)?;
        Ok(())
    }

    /// The bytes of a file on disk, where they are kept.
    pub fn on_disk(&self, path: &RepoPath) -> Option<&[u8]> {
        self.disk.find(path.as_str())?.1.bytes.as_deref()
    }

    /// Lints what is on disk with `buffers` over it. On an error everything stays as it was.
    pub fn lint(&mut self, buffers: &BTreeMap<RepoPath, Vec<u8>>) -> Result<(), AppError> {
        self.scope.look_at_the_clock()?;
        let moved = self.follow_head()?;
        let snapshot = self.overlaid(buffers);
        self.parse(&snapshot);
        let mut broken = BTreeSet::new();
        let mut parts = Vec::with_capacity(snapshot.files.len());
        let mut shown: BTreeMap<FileId, Vec<Problem>> = BTreeMap::new();
        for ((file, source), kept) in snapshot.iter().zip(&self.kept) {
            let readable = kept.part.document.as_ref().is_none_or(|document| document.root.is_some());
            match kept.good.as_ref().filter(|_| !readable && buffers.contains_key(&source.path)) {
                Some(good) => {
                    broken.insert(file);
                    shown.insert(file, kept.part.all_problems().cloned().collect());
                    parts.push(Arc::clone(good));
                }
                None => parts.push(Arc::clone(&kept.part)),
            }
        }
        let loaded = {
            let spoken: BTreeSet<&'static str> =
                parts.iter().flat_map(|part| part.spoken_of.iter().copied()).collect();
            if spoken != self.catalogs.0 {
                self.catalogs = (spoken.clone(), catalogs(&spoken));
            }
            let parts = gather(&snapshot, &parts, &shown);
            put_together(snapshot, parts, &self.catalogs.1)
        };
        let loaded = Loaded { left_out: left_out(&self.scope, &loaded.register), ..loaded };
        let judged = Judged::new(&self.scope, loaded, self.trail.take());
        if moved {
            let program = judged.loaded.register.program.as_ref();
            let root = program.and_then(AuditorArgs::agreed_root);
            let auditor = Auditor { root, ..Auditor::default() };
            self.provenance = judged.provenance(&self.scope, &auditor)?;
        }
        let assessment = judged.assess(judged.lint_window(), None);
        let mut findings =
            judged.judge(Some(&assessment), self.provenance.as_ref(), &RuleSelection::default());
        // Of a file that cannot be read now, only that is said: the rest is about an older text.
        findings.list_mut().retain(|finding| {
            let Some(problems) = shown.get(&finding.place.file) else { return true };
            problems.iter().any(|problem| problem.location == finding.place)
        });
        let not_judged = std::mem::take(&mut findings.not_evaluated);
        let findings = std::mem::take(findings.list_mut());
        let mentions = OnceLock::new();
        let state = State { judged, parts, broken, assessment, findings, mentions, not_judged };
        // Whoever types does not wait until the last outcome is taken apart.
        if let Some(before) = self.state.replace(state) {
            rayon::spawn(move || drop(before));
        }
        Ok(())
    }

    /// The outcome of the last lint; `None` before the first.
    pub fn view(&self) -> Option<View<'_>> {
        let State { judged, parts, mentions, .. } = self.state.as_ref()?;
        let documents = || parts.iter().map(|part| part.document.as_ref()).collect::<Vec<_>>();
        let mentions = mentions.get_or_init(|| mentions_of(&judged.loaded.register, &documents()));
        Some(View { mentions, ..self.findings()? })
    }

    /// The same without mentions, for who shows the findings.
    pub fn findings(&self) -> Option<View<'_>> {
        let State { judged, parts, broken, assessment, findings, .. } = self.state.as_ref()?;
        let files = &judged.loaded.snapshot.files;
        Some(View {
            register: &judged.loaded.register,
            documents: parts.iter().map(|part| part.document.as_ref()).collect(),
            sources: files
                .iter()
                .map(|file| file.bytes.as_deref().or(file.shown.as_deref()).unwrap_or_default())
                .collect(),
            broken,
            mentions: &[],
            assessment,
            findings,
            trail: judged.trail.as_ref(),
            as_of: judged.as_of,
        })
    }

    /// The rules that could not be judged, and why.
    pub fn not_judged(&self) -> &[NotEvaluated] {
        self.state.as_ref().map_or(&[], |state| &state.not_judged)
    }

    /// A path below the root by its place on disk; `None` outside the folders that are read.
    pub fn inside(&self, root: &Path, path: &Path) -> Option<RepoPath> {
        let below = path.strip_prefix(root).or_else(|_| path.strip_prefix(self.root())).ok()?;
        let parts: Vec<&str> = below.iter().map(|part| part.to_str()).collect::<Option<_>>()?;
        let safe = parts.iter().all(|part| fault_of(part.as_bytes()).is_none());
        (safe && FOLDERS.iter().any(|folder| parts.len() > 1 && parts[0] == *folder))
            .then(|| RepoPath::new(parts.join("/")))
    }

    /// Walks the history again when HEAD has moved, and says whether it has. Takes the trail back from the
    /// last lint.
    fn follow_head(&mut self) -> Result<bool, AppError> {
        let head = self.scope.commit()?;
        let moved = head != self.head || self.state.is_none();
        let walked = match (&self.scope.repository, head.filter(|_| moved)) {
            (Some(repository), Some(commit)) => {
                Some(trail(&self.scope, repository, commit, &BTreeMap::new())?)
            }
            _ => None,
        };
        // Nothing fails from here on: the trail is taken out of the last lint only now.
        let before = self.state.as_mut().and_then(|state| state.judged.trail.take());
        self.trail = if moved { walked } else { before };
        self.head = head;
        Ok(moved)
    }

    /// The files on disk with the buffers over them.
    fn overlaid(&self, buffers: &BTreeMap<RepoPath, Vec<u8>>) -> Snapshot {
        let mut snapshot = self.disk.clone();
        for (path, bytes) in buffers {
            match snapshot.files.binary_search_by(|file| file.path.cmp(path)) {
                Ok(index) if snapshot.files[index].form == Form::File => {
                    snapshot.files[index] = SourceFile::regular(path.clone(), bytes.clone(), None);
                }
                // What is on disk and was not read is ignored there, and so it is here.
                Err(index) if !is_taken(&self.place(path)) => {
                    snapshot.files.insert(index, SourceFile::regular(path.clone(), bytes.clone(), None));
                }
                Ok(_) | Err(_) => {}
            }
        }
        snapshot
    }

    fn place(&self, path: &RepoPath) -> PathBuf {
        path.parts().fold(self.root().to_owned(), |place, part| place.join(part))
    }

    /// Parses what has changed since the last time.
    fn parse(&mut self, snapshot: &Snapshot) {
        let mut before = std::mem::take(&mut self.kept).into_iter().peekable();
        let same = |kept: &Kept, file: FileId, bytes: Option<&Arc<[u8]>>| {
            kept.file == file
                && match (&kept.bytes, bytes) {
                    (Some(a), Some(b)) => Arc::ptr_eq(a, b) || a == b,
                    (Some(_), None) | (None, Some(_) | None) => false,
                }
        };
        // Both are sorted by path.
        let earlier = |(file, source): (FileId, &'_ SourceFile)| {
            while before.next_if(|kept| kept.path < source.path).is_some() {}
            (file, before.next_if(|kept| kept.path == source.path))
        };
        let with_earlier: Vec<(FileId, Option<Kept>)> = snapshot.iter().map(earlier).collect();
        self.kept = with_earlier
            .into_par_iter()
            .zip(&snapshot.files)
            .map(|((file, earlier), source)| {
                match earlier {
                    Some(earlier) if same(&earlier, file, source.bytes.as_ref()) => earlier,
                    earlier => {
                        let part = Arc::new(part(file.index(), source));
                        let is_good = part.document.as_ref().is_some_and(|document| document.root.is_some());
                        // A tree of another number would speak of another file.
                        let good = earlier.and_then(|earlier| earlier.good.filter(|_| earlier.file == file));
                        let good = if is_good { Some(Arc::clone(&part)) } else { good };
                        Kept { path: source.path.clone(), file, bytes: source.bytes.clone(), part, good }
                    }
                }
            })
            .collect();
    }
}

/// Gathers the parts of all files for the next stage; `shown` are the problems of files whose tree is
/// an older one.
fn gather(snapshot: &Snapshot, parts: &[Arc<Part>], shown: &BTreeMap<FileId, Vec<Problem>>) -> Parts {
    let decoded = parts.par_iter().filter_map(|part| part.decoded.clone()).collect();
    let mut all = Parts { decoded, ..Parts::default() };
    let (mut every_comment, mut tables) = (Vec::new(), Vec::new());
    for ((file, source), part) in snapshot.iter().zip(parts) {
        match shown.get(&file) {
            Some(problems) => all.problems.extend(problems.iter().cloned()),
            None => all.problems.extend(part.all_problems().cloned()),
        }
        let comments = part.document.as_ref().map(|document| &document.comments);
        let comments = comments.filter(|comments| !comments.is_empty() && !shown.contains_key(&file));
        every_comment.extend(comments.map(|comments| (file, comments.clone())));
        tables.extend(part.table.as_ref().map(|table| (source.path.clone(), table.clone())));
    }
    // In order already, they need not find their place one by one.
    all.comments = every_comment.into_iter().collect();
    all.tables = tables.into_iter().collect();
    all
}
