//! Which packs there are: those of the repository and of the ones it borrows objects from.
//!
//! Git may put all packs into a new one at any time. What is open stays readable; an id that is in no
//! known pack has them looked for once more.
#![expect(clippy::disallowed_methods, reason = "lists the packs of the repository")]

use std::collections::{BTreeMap, BTreeSet};
use std::fs;
use std::io::{self, Read as _};
use std::path::{Path, PathBuf};
use std::sync::{Arc, Mutex, PoisonError};

use crate::git::GitError;
use crate::git::discover::read_if_there;
use crate::git::pack::Fault;
use crate::git::pack::file::Pack;
use crate::git::pack::index::Index;
use crate::git::pack::stamp::Stamp;

/// A repository may borrow from one that borrows; Git follows so far.
const BORROWED: usize = 5;

/// An index of over two hundred million objects was made to be large.
const LARGEST_INDEX: u64 = 8 << 30;

/// Packs that were found together.
pub(super) type Known = Arc<[Arc<Pack>]>;

/// The packs of a repository, shared by all threads.
#[derive(Debug)]
pub(in crate::git) struct Shelf {
    /// Folders of packs.
    folders: Vec<PathBuf>,
    packs: Mutex<Packs>,
    /// The files of single objects that were looked for, as they were before they were read.
    loose: Mutex<BTreeMap<PathBuf, Option<Stamp>>>,
}

/// Packs by the place of their index, and how often they were looked for.
#[derive(Debug, Clone, Default)]
struct Packs {
    by_path: BTreeMap<PathBuf, Arc<Pack>>,
    list: Known,
    /// When each folder last changed, as far as the system tells.
    seen: Vec<Option<std::time::SystemTime>>,
    opened: u32,
}

impl Shelf {
    /// Finds the packs of an object folder.
    pub(in crate::git) fn open(objects: &Path) -> Result<Self, GitError> {
        let mut folders = Vec::new();
        collect(objects, 0, &mut BTreeSet::new(), &mut folders)?;
        let shelf = Self { folders, packs: Mutex::default(), loose: Mutex::default() };
        shelf.look_again(&shelf.packs());
        Ok(shelf)
    }

    /// The packs that are known.
    pub(super) fn packs(&self) -> Known {
        Arc::clone(&self.packs.lock().unwrap_or_else(PoisonError::into_inner).list)
    }

    /// Notes that the file of a single object is about to be read.
    pub(in crate::git) fn note(&self, file: PathBuf) {
        let mut loose = self.loose.lock().unwrap_or_else(PoisonError::into_inner);
        loose.entry(file).or_insert_with_key(|file| Stamp::of_one(file));
    }

    /// What tells that the files of single objects stayed as they were; `None` when one lies elsewhere, or
    /// nowhere.
    pub(in crate::git) fn loose(&self) -> Option<Vec<Stamp>> {
        self.loose.lock().unwrap_or_else(PoisonError::into_inner).values().cloned().collect()
    }

    /// What tells that the packs stayed as they were; `None` when some came or went since the first look:
    /// then it is not known any more out of which an object was read.
    pub(in crate::git) fn stamps(&self) -> Option<Vec<Stamp>> {
        let packs = self.packs.lock().unwrap_or_else(PoisonError::into_inner);
        let stamps = || packs.list.iter().map(|pack| pack.stamp.clone()).collect();
        (packs.opened as usize == packs.list.len()).then(stamps)
    }

    /// Looks for packs that came since; gives all that are there if they are others than `known`.
    pub(super) fn look_again(&self, known: &Known) -> Option<Known> {
        let mut packs = self.packs.lock().unwrap_or_else(PoisonError::into_inner);
        let seen: Vec<_> = self.folders.iter().map(|folder| changed(folder)).collect();
        if packs.seen != seen || seen.contains(&None) {
            packs.seen = seen;
            packs.read(&self.folders);
        }
        (!Arc::ptr_eq(&packs.list, known)).then(|| Arc::clone(&packs.list))
    }
}

impl Packs {
    fn read(&mut self, folders: &[PathBuf]) {
        let mut by_path = BTreeMap::new();
        for index in folders.iter().flat_map(|folder| indexes(folder)) {
            let pack = match self.by_path.get(&index) {
                Some(known) => Arc::clone(known),
                None => match open(&index, self.opened) {
                    Ok(pack) => {
                        self.opened += 1;
                        Arc::new(pack)
                    }
                    // It may be half written, or gone already: libgit2 has the last word on its objects.
                    Err(_) => continue,
                },
            };
            by_path.insert(index, pack);
        }
        if by_path.keys().eq(self.by_path.keys()) {
            return;
        }
        // The larger ones first: most objects are there.
        let mut list: Vec<Arc<Pack>> = by_path.values().map(Arc::clone).collect();
        list.sort_by_key(|pack| (std::cmp::Reverse(pack.index.len()), pack.number));
        self.list = list.into();
        self.by_path = by_path;
    }
}

fn changed(folder: &Path) -> Option<std::time::SystemTime> {
    fs::metadata(folder).and_then(|metadata| metadata.modified()).ok()
}

/// The indexes in a folder of packs, in the order of their names; none where there is no folder.
fn indexes(folder: &Path) -> Vec<PathBuf> {
    let entries = fs::read_dir(folder).into_iter().flatten().flatten().map(|entry| entry.path());
    let mut found: Vec<PathBuf> =
        entries.filter(|path| path.extension().is_some_and(|extension| extension == "idx")).collect();
    found.sort();
    found
}

fn open(index: &Path, number: u32) -> Result<Pack, Fault> {
    let metadata = fs::metadata(index)?;
    if !metadata.is_file() || metadata.len() > LARGEST_INDEX {
        return Err(Fault::damaged("its index is no file that can be read"));
    }
    let mut file = fs::File::open(index)?;
    let metadata = file.metadata()?;
    let mut bytes = Vec::with_capacity(usize::try_from(metadata.len()).unwrap_or_default());
    file.read_to_end(&mut bytes)?;
    let parsed = Index::parse(bytes)?;
    let path = index.with_extension("pack");
    if !fs::metadata(&path)?.is_file() {
        return Err(io::Error::from(io::ErrorKind::NotFound).into());
    }
    Pack::open(&path, number, parsed, &metadata)
}

/// The folder of packs below an object folder, and below those it borrows from (`info/alternates`).
fn collect(
    objects: &Path,
    depth: usize,
    met: &mut BTreeSet<PathBuf>,
    folders: &mut Vec<PathBuf>,
) -> Result<(), GitError> {
    if depth > BORROWED || !met.insert(objects.to_owned()) {
        return Ok(());
    }
    folders.push(objects.join("pack"));
    let text = read_if_there(&objects.join("info").join("alternates"))?.unwrap_or_default();
    let text = String::from_utf8_lossy(&text).into_owned();
    for line in text.lines().filter(|line| !line.is_empty() && !line.starts_with(['#', '"'])) {
        let lender = objects.join(line);
        // One that is no folder lends nothing; what is missed then is told where it is missed.
        if lender.is_dir() {
            collect(&lender, depth + 1, met, folders)?;
        }
    }
    Ok(())
}
