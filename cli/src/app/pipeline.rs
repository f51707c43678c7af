//! The stages, one after another; each command asks for the prefix it needs.

mod catalogs;
mod load;
mod part;
mod proposal;
mod recall;

use std::collections::BTreeMap;
use std::sync::Arc;

pub(super) use catalogs::{Catalog, catalogs};
pub use load::{Loaded, load, parse_two};
pub(super) use load::{Parts, left_out, put_together, read};
pub use part::found;
pub(super) use part::{Part, part};
pub use proposal::{Compared, Proposal, compare_revisions, propose};
pub(super) use recall::trail;

use load::{parse, understand};

use crate::app::{AppError, Scope};
use crate::assess::{Assessment, Input, Pasts, assess, pasts};
use crate::calendar::{Date, Window};
use crate::embedded;
use crate::finding::Findings;
use crate::git::Repository;
use crate::history::Trail;
use crate::model::Audit;
use crate::place::{CommitId, FileId, Origin, RepoPath};
use crate::rules::{Facts, Reach, RuleSelection, judge};
use crate::source::{Snapshot, SourceFile};
use crate::trust::{Auditor, Outside, Provenance, Trust};

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

/// Loads, then walks the history and settles which day it is.
pub fn walk(scope: &Scope) -> Result<Judged, AppError> {
    let (loaded, trail) = match (&scope.repository, scope.commit()?) {
        (Some(repository), Some(commit)) => {
            let (loaded, trail) = side_by_side(scope, repository, commit)?;
            let tag = scope.revision.as_ref().and_then(|resolved| resolved.tag.clone());
            let mut trail = trail.named_by(tag);
            trail.lose(loaded.snapshot.lost.clone());
            (loaded, Some(trail))
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
        let walking = threads.spawn(move || trail(scope, repository, commit, &at_hand));
        let loaded = snapshot.map_or_else(|| load(scope), |snapshot| Ok(understand(scope, snapshot)));
        let trail = walking.join().unwrap_or_else(|panic| std::panic::resume_unwind(panic));
        Ok((loaded?, trail?))
    })
}

impl Judged {
    /// Says how far the history reaches and which day it is.
    pub(super) fn new(scope: &Scope, loaded: Loaded, trail: Option<Trail>) -> Self {
        let reach = match &trail {
            Some(trail) if trail.is_whole() => Reach::Complete,
            Some(trail) if trail.lost => Reach::Lost,
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
            Reach::NoRepository | Reach::Shallow | Reach::Lost | Reach::Complete => {
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
        recall::trusting(scope, trail, &self.loaded.zone(), auditor, |trust| {
            assess(&Input { trust: Some(trust), ..self.input(window, audit) })
        })
    }

    /// What clocks and witnesses outside say of the history, by what the auditor knows.
    pub fn outside(&self, scope: &Scope, auditor: &Auditor) -> Result<Outside, AppError> {
        let outside = |trust: &Trust<'_>| trust.outside();
        recall::trusting(scope, self.trail()?, &self.loaded.zone(), auditor, outside)
    }

    /// What the signatures of the history prove, for the rules; `None` where there is no history, or not
    /// all of it.
    pub fn provenance(&self, scope: &Scope, auditor: &Auditor) -> Result<Option<Provenance>, AppError> {
        let whole = self.trail.as_ref().filter(|_| self.reach == Reach::Complete);
        let (Some(trail), true) = (whole, scope.repository.is_some()) else { return Ok(None) };
        recall::trusting(scope, trail, &self.loaded.zone(), auditor, Provenance::of).map(Some)
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

    /// The same with other bytes in some files, and with new ones: what it would be, were they written.
    #[must_use]
    pub fn with(self, changed: &BTreeMap<RepoPath, Vec<u8>>) -> Self {
        let mut snapshot = self.loaded.snapshot;
        for (path, bytes) in changed {
            let file = SourceFile::regular(path.clone(), bytes.clone(), None);
            match snapshot.files.binary_search_by(|there| there.path.as_str().cmp(path.as_str())) {
                Ok(at) => snapshot.files[at] = file,
                Err(at) => snapshot.files.insert(at, file),
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

    /// What became of what was approved.
    pub fn pasts(&self) -> Pasts<'_> {
        let empty: &[u8] = &[];
        let files = &self.loaded.snapshot.files;
        let bytes =
            |file: FileId| files.get(file.index()).and_then(|file| file.bytes.as_deref()).unwrap_or(empty);
        let past = |trail| pasts(&self.loaded.register, trail, bytes, self.as_of);
        self.trail.as_ref().map(past).unwrap_or_default()
    }

    /// Stage 7.
    pub fn judge(
        &self,
        assessment: Option<&Assessment>,
        provenance: Option<&Provenance>,
        selection: &RuleSelection,
    ) -> Findings {
        let empty: &[u8] = &[];
        let sources: Vec<&[u8]> =
            self.loaded.snapshot.files.iter().map(|file| file.bytes.as_deref().unwrap_or(empty)).collect();
        let pasts = self.pasts();
        let built_in: Vec<&str> = embedded::FRAMEWORKS.iter().map(|framework| framework.id).collect();
        judge(
            &Facts {
                register: &self.loaded.register,
                problems: &self.loaded.problems,
                assessment,
                trail: self.trail.as_ref(),
                pasts: &pasts,
                provenance,
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
