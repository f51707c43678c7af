//! Every file of a work tree or commit, as bytes with provenance.
//!
//! A [`Snapshot`] is the one thing that later stages read; where it came from shows only in its
//! [`Origin`]. The work tree is read here ([`read_work_tree`]), commits behind the door in `git`.

mod digest;
mod ignored;
mod known;
mod names;
mod work_tree;

use std::cmp::Ordering;
use std::collections::BTreeMap;
use std::sync::Arc;

pub(crate) use digest::digest;
pub use known::{Known, write as write_known};
pub(crate) use names::folded;
pub(crate) use names::notes_on;
pub use names::{PATH_BYTES, caution_of, fault_of, printable};
pub use work_tree::{SourceError, is_on_disk, read_work_tree};

pub use crate::place::{Form, Hazard};

use crate::kind::{Kind, Place};
use crate::place::{BlobId, FileId, Origin, RepoPath, Sha256};
use crate::scan::{self, Find, Scanner, Sort};

/// One file of a snapshot.
#[derive(Debug, Clone)]
pub struct SourceFile {
    /// Its path below the compliance root.
    pub path: RepoPath,
    /// What it is by where it lies.
    pub place: Place,
    /// What the name stands for.
    pub form: Form,
    /// Its size in bytes.
    pub size: u64,
    /// Its bytes, for kinds that are read (YAML, Markdown, CSV, statements, templates, signers) and
    /// not over 4 MiB; artifacts are only digested.
    pub bytes: Option<Arc<[u8]>>,
    /// Its digest, for files under `evidence/` that are not records.
    pub sha256: Option<Sha256>,
    /// Its Git blob; `None` in a work tree.
    pub blob: Option<BlobId>,
    /// What in it looks like a secret or like personal data, also where its bytes are not kept.
    pub finds: Vec<Find>,
    /// Its bytes as reports may show them, where these are not `bytes`: a file with finds that is not
    /// kept, or one with a secret, which is stars here. Places are the same in both.
    pub shown: Option<Arc<[u8]>>,
    /// True when an earlier run held these bytes against the schema of this place, and looked for
    /// secrets and personal data in them, and found nothing.
    pub is_sound: bool,
}

impl SourceFile {
    /// Takes a regular file: digests it and keeps its bytes, where its place asks for that.
    pub fn regular(
        path: RepoPath,
        content: impl AsRef<[u8]> + Into<Arc<[u8]>>,
        blob: Option<BlobId>,
    ) -> Self {
        let place = Place::of(&path);
        let bytes = content.as_ref();
        let size = bytes.len() as u64;
        let sha256 = is_digested(&path, place).then(|| Sha256::of(bytes));
        let finds = if is_scanned(&path) { scan::scan(bytes, is_for_people(place)) } else { Vec::new() };
        let (held, read) = (size <= KEPT_BYTES, is_read(&path, place));
        let secret = finds.iter().any(|find| matches!(find.sort, Sort::Secret(_)));
        let shown = held && !finds.is_empty() && (secret || !read);
        let shown = shown.then(|| Arc::from(scan::masked(bytes, &finds)));
        let bytes = (held && read).then(|| content.into());
        Self { path, place, form: Form::File, size, bytes, sha256, blob, finds, shown, is_sound: false }
    }

    /// Takes a regular file that is too large to be held: `pass` reads it once, piece by piece, and
    /// gives its size and digest. One that nobody vouches for with a digest is not read at all: its
    /// size is a finding.
    pub(crate) fn large<E>(
        path: RepoPath,
        size: u64,
        blob: Option<BlobId>,
        pass: impl FnOnce(&mut dyn FnMut(&[u8])) -> Result<(u64, Sha256), E>,
    ) -> Result<Self, E> {
        let place = Place::of(&path);
        if !is_digested(&path, place) {
            return Ok(Self { size, ..Self::irregular(path, Form::File, blob) });
        }
        let mut scanner = is_scanned(&path).then(|| Scanner::new(is_for_people(place)));
        let (size, sha256) = pass(&mut |piece| {
            if let Some(scanner) = &mut scanner {
                scanner.push(piece);
            }
        })?;
        let finds = scanner.map(Scanner::finish).unwrap_or_default();
        Ok(Self { size, sha256: Some(sha256), finds, ..Self::irregular(path, Form::File, blob) })
    }

    /// Takes a name that is no regular file; what it leads to is not looked at.
    pub fn irregular(path: RepoPath, form: Form, blob: Option<BlobId>) -> Self {
        let place = Place::of(&path);
        Self::placed(path, place, form, blob)
    }

    /// The same where the place of the path is known.
    fn placed(path: RepoPath, place: Place, form: Form, blob: Option<BlobId>) -> Self {
        let (bytes, sha256, finds, shown) = (None, None, Vec::new(), None);
        Self { path, place, form, size: 0, bytes, sha256, blob, finds, shown, is_sound: false }
    }
}

/// A name that is not safe to use, with the reason.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord)]
pub struct UnsafeName {
    /// The path, made printable.
    pub path: String,
    /// Why: `not UTF-8`, `equal to … but for case`, `a reserved name`.
    pub because: String,
    /// Whom it can mislead.
    pub hazard: Hazard,
}

impl UnsafeName {
    /// A name that nobody should follow.
    pub fn new(path: impl Into<String>, because: impl Into<String>) -> Self {
        Self { path: path.into(), because: because.into(), hazard: Hazard::Everywhere }
    }
}

/// Every file below the compliance root that tickmark reads: `policies/`, `evidence/`, `templates/`.
#[derive(Debug, Clone)]
pub struct Snapshot {
    /// Where it came from.
    pub origin: Origin,
    /// The files, sorted by path in byte order; a [`FileId`] is an index here.
    pub files: Vec<SourceFile>,
    /// Names that were left out or are ambiguous.
    pub unsafe_names: Vec<UnsafeName>,
    /// Files of evidence whose bytes are not to be had, as `integrity` has it: `CODE id`.
    pub lost: Vec<String>,
}

impl Snapshot {
    /// A file by number.
    pub fn file(&self, id: FileId) -> &SourceFile {
        &self.files[id.index()]
    }

    /// A file by path.
    pub fn find(&self, path: &str) -> Option<(FileId, &SourceFile)> {
        let index = self.files.binary_search_by(|file| file.path.as_str().cmp(path)).ok()?;
        Some((FileId(index as u32), &self.files[index]))
    }

    /// The bytes that were kept, by blob; none of a work tree.
    pub fn blobs(&self) -> BTreeMap<BlobId, Arc<[u8]>> {
        self.files.iter().filter_map(|file| Some((file.blob?, file.bytes.clone()?))).collect()
    }

    /// The files of two snapshots side by side: the numbers of each path here and there, by path.
    pub fn beside<'s>(
        &'s self,
        other: &'s Self,
    ) -> impl Iterator<Item = (Option<FileId>, Option<FileId>)> + 's {
        let (mut here, mut there) = (0, 0);
        std::iter::from_fn(move || {
            let (mine, theirs) = (self.files.get(here), other.files.get(there));
            let order = match (mine, theirs) {
                (None, None) => return None,
                (Some(_), None) => Ordering::Less,
                (None, Some(_)) => Ordering::Greater,
                (Some(mine), Some(theirs)) => mine.path.cmp(&theirs.path),
            };
            let pair =
                (order.is_le().then_some(FileId(here as u32)), order.is_ge().then_some(FileId(there as u32)));
            here += usize::from(order.is_le());
            there += usize::from(order.is_ge());
            Some(pair)
        })
    }

    /// Every file with its number.
    pub fn iter(&self) -> impl Iterator<Item = (FileId, &SourceFile)> {
        self.files.iter().enumerate().map(|(index, file)| (FileId(index as u32), file))
    }
}

/// True for files whose bytes are kept.
pub fn is_read(path: &RepoPath, place: Place) -> bool {
    match place {
        Place::Known(_)
        | Place::SystemProse
        | Place::Signers
        | Place::ExtractionData
        | Place::Statement
        | Place::Anchor
        | Place::Template => true,
        Place::Attachment => path.has_extension("csv"),
        Place::Elsewhere | Place::Misplaced => false,
    }
}

/// True for files that an evidence record may vouch for with a digest.
pub fn is_digested(path: &RepoPath, place: Place) -> bool {
    path.is_below("evidence") && place != Place::Known(Kind::Evidence)
}

/// True for files in which secrets are looked for.
pub(crate) fn is_scanned(path: &RepoPath) -> bool {
    path.is_below("evidence") || path.is_below("policies")
}

/// True for files in which personal data is looked for as well: what records say and what lies
/// beside them. The columns of populations have a rule of their own.
pub(crate) fn is_for_people(place: Place) -> bool {
    match place {
        Place::Known(kind) => matches!(
            kind,
            Kind::Evidence
                | Kind::Incident
                | Kind::InternalAudit
                | Kind::ManagementReview
                | Kind::Nonconformity
        ),
        Place::Attachment => true,
        Place::SystemProse
        | Place::Signers
        | Place::ExtractionData
        | Place::Statement
        | Place::Anchor
        | Place::Template
        | Place::Elsewhere
        | Place::Misplaced => false,
    }
}

/// The folders that are read.
pub const FOLDERS: [&str; 3] = ["evidence", "policies", "templates"];

/// Files over this many bytes are digested, not kept.
pub const KEPT_BYTES: u64 = 4 << 20;
