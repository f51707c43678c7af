//! What a run leaves for the next one: bytes that can be made again at any time.
//!
//! It changes nothing but time. A repository is untrusted input, its `.git` too when it comes as an
//! archive, and whoever can write an entry decides what a later run believes. So no entry lies in a
//! repository or comes with one: they lie in the user's own folder for such things, which must belong
//! to the user, be writable by nobody else, and be in no work tree. An entry says for which build of
//! the program, which shelf and which key it was made, and carries a digest of its bytes: what was
//! damaged, cut off, renamed or left by another build is no entry. Wherever anything is in doubt, or
//! cannot be read or written, there is no cache, and nobody is told, since nothing is different.
//!
//! A key, or what stands in the entry with each piece, must name *everything* that the piece depends
//! on but the program: the ids of blobs, never the paths of files. What is read from an entry is
//! checked like any input, and one that makes no sense is as good as none.
#![expect(clippy::disallowed_methods, reason = "the one door to what is kept between runs")]

use std::fs::{self, File};
use std::io::{Read as _, Write as _};
use std::path::{Path, PathBuf};
use std::time::UNIX_EPOCH;

use rayon::prelude::*;
use sha2::{Digest as _, Sha256};

use crate::app::stage::Stage;

/// How each entry begins; another number where its head looks different.
const MAGIC: &[u8; 16] = b"tickmark cache 1";
/// The length of the head: the beginning, what the entry is, the digest of its bytes.
const HEAD: usize = 16 + 32 + 32;
/// Pieces of this size are digested on their own, so that all cores take part.
const PIECE: usize = 1 << 20;
/// How many bytes all entries of a shelf may take.
const SHELF_BYTES: u64 = 512 << 20;
/// How many bytes an entry may take.
const ENTRY_BYTES: u64 = 128 << 20;

/// One sort of entries; its number goes up when the form of their bytes changes.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Shelf {
    /// The name of its folder.
    pub name: &'static str,
    /// The number of its form.
    pub form: u32,
}

/// Where the environment says that a user's caches lie.
#[derive(Debug, Clone, Default)]
pub struct CacheHome {
    /// The folder, absolute; it need not be there. `None` where there is none, or no cache is wanted.
    pub folder: Option<PathBuf>,
}

impl CacheHome {
    /// Asks the environment, as the conventions of each system have it.
    pub fn of(path: impl Fn(&str) -> Option<PathBuf>) -> Self {
        let home = || path("HOME").filter(|home| home.is_absolute());
        let given = path("XDG_CACHE_HOME").filter(|given| given.is_absolute());
        let usual = || {
            if cfg!(windows) {
                path("LOCALAPPDATA").filter(|given| given.is_absolute())
            } else if cfg!(target_os = "macos") {
                home().map(|home| home.join("Library/Caches"))
            } else {
                home().map(|home| home.join(".cache"))
            }
        };
        Self { folder: given.or_else(usual) }
    }
}

/// The entries of one user.
#[derive(Debug, Clone, Default)]
pub struct Cache {
    /// Where they lie, and which build of the program this is.
    place: Option<(PathBuf, [u8; 32])>,
}

impl Cache {
    /// Holds nothing and keeps nothing.
    pub fn off() -> Self {
        Self::default()
    }

    /// Opens the user's cache for work in `root`. Gives one that is off where the folder is not the
    /// user's alone, or could have come with a repository.
    pub fn open(home: &CacheHome, root: &Path) -> Self {
        Self { place: home.folder.as_deref().and_then(|home| Some((own_folder(home, root)?, build()?))) }
    }

    /// True when something can be kept.
    pub fn is_on(&self) -> bool {
        self.place.is_some()
    }

    /// The bytes that were put there under this key; `None` when there are none that can be relied on.
    pub fn get(&self, on: Shelf, key: &[u8]) -> Option<Vec<u8>> {
        let (folder, build) = self.place.as_ref()?;
        let name = name_of(build, on, key);
        let path = folder.join(on.name).join(file_name(&name));
        let seen = path.symlink_metadata().ok()?;
        if !seen.is_file() || !is_ours_alone(&seen) || seen.len() > ENTRY_BYTES {
            return None;
        }
        let mut file = File::open(&path).ok()?;
        let mut head = [0; HEAD];
        file.read_exact(&mut head).ok()?;
        if head[..16] != MAGIC[..] || head[16..48] != name[..] {
            return None;
        }
        let mut bytes = Vec::with_capacity(usize::try_from(seen.len()).ok()?);
        file.take(ENTRY_BYTES).read_to_end(&mut bytes).ok()?;
        (digest(&bytes)[..] == head[48..]).then_some(bytes)
    }

    /// Keeps bytes under a key, whole or not at all. What does not work is left undone.
    pub fn put(&self, on: Shelf, key: &[u8], bytes: &[u8]) {
        let Some((folder, build)) = &self.place else { return };
        if bytes.len() as u64 > ENTRY_BYTES - HEAD as u64 {
            return;
        }
        let folder = folder.join(on.name);
        if make_private(&folder).is_none() {
            return;
        }
        let name = name_of(build, on, key);
        let Ok(mut staged) = Stage::file_in(&folder) else { return };
        let head = [&MAGIC[..], &name[..], &digest(bytes)[..]].concat();
        if staged.write_all(&head).and_then(|()| staged.write_all(bytes)).is_ok() {
            // A place that another run has just taken, or that cannot be taken, is left alone.
            let _ = staged.persist(folder.join(file_name(&name)));
        }
        make_room(&folder);
    }
}

/// What an entry is, in 32 bytes; no two combinations run together.
fn name_of(build: &[u8; 32], shelf: Shelf, key: &[u8]) -> [u8; 32] {
    let mut digest = Sha256::new();
    digest.update(build);
    digest.update(shelf.form.to_le_bytes());
    digest.update((shelf.name.len() as u64).to_le_bytes());
    digest.update(shelf.name);
    digest.update(key);
    digest.finalize().into()
}

fn file_name(name: &[u8; 32]) -> String {
    crate::place::Sha256(*name).to_string()
}

/// The digest of the digests of the pieces.
fn digest(bytes: &[u8]) -> [u8; 32] {
    let pieces: Vec<[u8; 32]> = bytes.par_chunks(PIECE).map(|piece| Sha256::digest(piece).into()).collect();
    let mut digest = Sha256::new();
    digest.update((bytes.len() as u64).to_le_bytes());
    for piece in &pieces {
        digest.update(piece);
    }
    digest.finalize().into()
}

/// Which build of the program this is: a developer's has the version of the one before it.
fn build() -> Option<[u8; 32]> {
    // The name under which the system still has the program when its file was replaced meanwhile.
    let this =
        if cfg!(target_os = "linux") { "/proc/self/exe".into() } else { std::env::current_exe().ok()? };
    let found = fs::metadata(this).ok()?;
    let written = found.modified().ok()?.duration_since(UNIX_EPOCH).ok()?;
    let mut digest = Sha256::new();
    digest.update(env!("CARGO_PKG_VERSION"));
    digest.update(found.len().to_le_bytes());
    digest.update(written.as_nanos().to_le_bytes());
    Some(digest.finalize().into())
}

/// The folder of our own in the folder for caches: made where it is missing, and refused where it is
/// not ours alone, or where it could have come with a repository.
fn own_folder(home: &Path, root: &Path) -> Option<PathBuf> {
    if !home.exists() {
        // The base directory specification asks for a folder that is the user's alone.
        let above =
            home.parent().filter(|above| above.metadata().is_ok_and(|above| is_ours_alone(&above)))?;
        make_private(&above.join(home.file_name()?))?;
    }
    let home = home.canonicalize().ok()?;
    let root = root.canonicalize().ok()?;
    let in_a_work_tree = home.ancestors().any(|folder| folder.join(".git").symlink_metadata().is_ok());
    let apart = !home.starts_with(&root) && !root.starts_with(&home) && !in_a_work_tree;
    if !apart || !home.metadata().is_ok_and(|home| home.is_dir() && is_ours_alone(&home)) {
        return None;
    }
    let folder = home.join("tickmark");
    make_private(&folder)?;
    Some(folder)
}

/// Makes a folder that only we may enter, or finds one that only we may write to.
fn make_private(folder: &Path) -> Option<()> {
    if folder.symlink_metadata().is_err() {
        let mut builder = fs::DirBuilder::new();
        #[cfg(unix)]
        std::os::unix::fs::DirBuilderExt::mode(&mut builder, 0o700);
        // Another run may have been quicker: what counts is what is there then.
        let _ = builder.create(folder);
    }
    let found = folder.symlink_metadata().ok()?;
    (found.is_dir() && is_ours_alone(&found)).then_some(())
}

/// True for what belongs to us and nobody else may change.
fn is_ours_alone(found: &fs::Metadata) -> bool {
    #[cfg(unix)]
    {
        use std::os::unix::fs::MetadataExt as _;
        found.uid() == rustix::process::geteuid().as_raw() && found.mode() & 0o022 == 0
    }
    // Elsewhere the folder for caches is the user's by the system's own doing.
    #[cfg(not(unix))]
    {
        let _ = found;
        true
    }
}

/// Removes the oldest entries of a shelf until the rest keeps to its bound.
fn make_room(folder: &Path) {
    let entries = fs::read_dir(folder).into_iter().flatten().flatten();
    let mut entries: Vec<_> = entries
        .filter_map(|entry| {
            let found = entry.metadata().ok().filter(fs::Metadata::is_file)?;
            // What another run is writing has a name of its own.
            let staged = entry.file_name().as_encoded_bytes().starts_with(b".");
            (!staged).then(|| Some((found.modified().ok()?, found.len(), entry.path())))?
        })
        .collect();
    entries.sort();
    let mut total: u64 = entries.iter().map(|(_, size, _)| size).sum();
    for (_, size, path) in entries {
        if total <= SHELF_BYTES {
            return;
        }
        if fs::remove_file(path).is_ok() {
            total -= size;
        }
    }
}

#[cfg(test)]
mod tests {
    use std::fs;
    use std::path::{Path, PathBuf};

    use super::{Cache, CacheHome, Shelf};

    const SHELF: Shelf = Shelf { name: "things", form: 1 };

    /// A home and a repository beside it, outside of any other.
    fn places() -> (tempfile::TempDir, CacheHome, PathBuf) {
        let folder = tempfile::tempdir().unwrap();
        let [home, root] = ["home", "root"].map(|name| folder.path().join(name));
        fs::create_dir_all(root.join("company")).unwrap();
        fs::create_dir(&home).unwrap();
        (folder, CacheHome { folder: Some(home) }, root)
    }

    fn entries(home: &CacheHome) -> Vec<PathBuf> {
        let shelf = home.folder.as_ref().unwrap().join("tickmark/things");
        let mut entries: Vec<_> = fs::read_dir(shelf).unwrap().map(|entry| entry.unwrap().path()).collect();
        entries.sort();
        entries
    }

    #[test]
    fn what_was_put_under_a_key_is_there_for_this_key_shelf_and_form_alone() {
        let (_folder, home, root) = places();
        let cache = Cache::open(&home, &root);
        let large: Vec<u8> = (0..3_000_000_u32).map(|number| (number % 251) as u8).collect();
        cache.put(SHELF, b"a", b"first");
        cache.put(SHELF, b"a", b"second");
        cache.put(SHELF, b"b", &large);
        cache.put(SHELF, b"c", b"");
        let again = Cache::open(&home, &root);
        assert_eq!(again.get(SHELF, b"a").as_deref(), Some(&b"second"[..]));
        assert_eq!(again.get(SHELF, b"b"), Some(large));
        assert_eq!(again.get(SHELF, b"c"), Some(Vec::new()));
        assert_eq!(again.get(SHELF, b"d"), None);
        assert_eq!(again.get(Shelf { form: 2, ..SHELF }, b"a"), None);
        assert_eq!(again.get(Shelf { name: "others", ..SHELF }, b"a"), None);
        assert_eq!(Cache::off().get(SHELF, b"a"), None);
        assert_eq!(entries(&home).len(), 3);
    }

    #[test]
    fn an_entry_that_was_damaged_cut_off_lengthened_or_renamed_is_none() {
        let (_folder, home, root) = places();
        let cache = Cache::open(&home, &root);
        cache.put(SHELF, b"a", b"the bytes of an entry");
        let path = entries(&home).remove(0);
        let whole = fs::read(&path).unwrap();
        for at in 0..whole.len() {
            let mut damaged = whole.clone();
            damaged[at] ^= 1;
            fs::write(&path, damaged).unwrap();
            assert_eq!(cache.get(SHELF, b"a"), None, "byte {at}");
            fs::write(&path, &whole[..at]).unwrap();
            assert_eq!(cache.get(SHELF, b"a"), None, "up to byte {at}");
        }
        fs::write(&path, [&whole[..], b"."].concat()).unwrap();
        assert_eq!(cache.get(SHELF, b"a"), None);
        fs::write(&path, &whole).unwrap();
        assert!(cache.get(SHELF, b"a").is_some());
        cache.put(SHELF, b"b", b"another");
        let other = entries(&home).into_iter().find(|other| *other != path).unwrap();
        fs::copy(&path, other).unwrap();
        assert_eq!(cache.get(SHELF, b"b"), None);
    }

    #[test]
    fn a_cache_that_could_have_come_with_a_repository_is_off() {
        let (folder, home, root) = places();
        let works = |home: &CacheHome, root: &Path| {
            let cache = Cache::open(home, root);
            cache.put(SHELF, b"a", b"bytes");
            cache.get(SHELF, b"a").is_some()
        };
        assert!(works(&home, &root));
        let inside = CacheHome { folder: Some(root.join("company/.cache")) };
        assert!(!works(&inside, &root), "below what is linted");
        assert!(!works(&home, &home.folder.clone().unwrap()), "around what is linted");
        fs::create_dir(folder.path().join(".git")).unwrap();
        assert!(!works(&home, &root), "in a work tree");
        assert!(!works(&CacheHome { folder: None }, &root));
    }

    #[cfg(unix)]
    #[test]
    fn a_folder_or_an_entry_that_others_may_change_or_that_is_a_link_is_not_used() {
        use std::os::unix::fs::{PermissionsExt as _, symlink};
        let (folder, home, root) = places();
        let place = home.folder.clone().unwrap();
        let open = |path: &Path, mode: u32| {
            fs::set_permissions(path, fs::Permissions::from_mode(mode)).unwrap();
        };
        let cache = Cache::open(&home, &root);
        cache.put(SHELF, b"a", b"bytes");
        let mode = |path: &Path| fs::metadata(path).unwrap().permissions().mode() & 0o777;
        let entry = entries(&home).remove(0);
        let modes = [&place.join("tickmark"), &place.join("tickmark/things"), &entry].map(|path| mode(path));
        assert_eq!(modes, [0o700, 0o700, 0o600]);

        open(&entry, 0o622);
        assert_eq!(cache.get(SHELF, b"a"), None);
        open(&entry, 0o600);
        open(&place.join("tickmark"), 0o777);
        assert_eq!(Cache::open(&home, &root).get(SHELF, b"a"), None);
        open(&place.join("tickmark"), 0o700);
        assert!(Cache::open(&home, &root).get(SHELF, b"a").is_some());

        let elsewhere = folder.path().join("elsewhere");
        fs::rename(place.join("tickmark"), &elsewhere).unwrap();
        symlink(&elsewhere, place.join("tickmark")).unwrap();
        assert_eq!(Cache::open(&home, &root).get(SHELF, b"a"), None);
        fs::remove_file(place.join("tickmark")).unwrap();
        fs::rename(&elsewhere, place.join("tickmark")).unwrap();
        let moved = folder.path().join("entry");
        fs::rename(&entry, &moved).unwrap();
        symlink(&moved, &entry).unwrap();
        assert_eq!(Cache::open(&home, &root).get(SHELF, b"a"), None);
    }

    #[test]
    fn the_environment_says_where_it_lies_and_a_relative_place_is_none() {
        let home = |given: &'static [(&str, &str)]| {
            let find = |name: &str| given.iter().find(|(key, _)| *key == name).map(|(_, value)| value.into());
            CacheHome::of(find).folder
        };
        assert_eq!(home(&[("XDG_CACHE_HOME", "/var/c"), ("HOME", "/home/ada")]), Some("/var/c".into()));
        assert_eq!(home(&[("XDG_CACHE_HOME", ".cache")]), None);
        assert_eq!(home(&[]), None);
        #[cfg(target_os = "linux")]
        assert_eq!(home(&[("XDG_CACHE_HOME", ""), ("HOME", "/home/ada")]), Some("/home/ada/.cache".into()));
    }
}
