//! Files that an earlier run read and found nothing wrong with, by the ids of their blobs.
//!
//! In: a snapshot, and which of its files are sound by themselves. Out: one run of bytes for the next
//! run, and of that again the files. A blob's id says what its bytes are, and the [`Class`] of a path
//! says how they are looked at, so that what is known holds for any path of the class in any
//! commit. A file in which something was found is never known: it is looked at each time.

use std::cmp::Ordering;

use crate::kind::{Kind, Place};
use crate::place::{BlobId, FileId, RepoPath, Sha256};
use crate::source::{Form, Snapshot, SourceFile, is_digested, is_for_people, is_read, is_scanned};

/// The bytes of a row: id, class, whether digested and kept, size, place of the bytes, digest.
const ROW: usize = 20 + 2 + 1 + 1 + 4 + 4 + 32;
/// Larger files are read each time.
const LARGEST: u64 = 1 << 20;
/// How many bytes of files are known at most.
const MOST: usize = 96 << 20;

/// How a file is looked at, by where it lies.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
struct Class(u16);

impl Class {
    fn of(path: &RepoPath, place: Place) -> Self {
        let kind = place.kind().and_then(|kind| Kind::ALL.iter().position(|known| *known == kind));
        let traits = [
            is_read(path, place),
            is_digested(path, place),
            is_scanned(path),
            is_for_people(place),
            path.has_extension("md"),
        ];
        let bits = traits.iter().enumerate().map(|(bit, &is)| u16::from(is) << bit);
        Self(bits.sum::<u16>() | (kind.map_or(0, |kind| kind as u16 + 1) << 8))
    }
}

/// Files by blob and class.
#[derive(Debug, Default)]
pub struct Known {
    /// Rows in the order of id and class, and behind them the bytes of the files that are kept.
    book: Vec<u8>,
    rows: usize,
}

/// One row.
struct Row<'b> {
    digest: Option<Sha256>,
    size: u32,
    bytes: Option<&'b [u8]>,
}

impl Known {
    /// Takes what [`write()`] made; nothing is known when it makes no sense.
    pub fn read(book: Vec<u8>) -> Self {
        let rows = book.first_chunk().map_or(0, |count| u32::from_le_bytes(*count) as usize);
        let fits = rows.checked_mul(ROW).is_some_and(|length| length <= book.len().saturating_sub(4));
        if fits { Self { book, rows } } else { Self::default() }
    }

    /// The file at a path with this blob, if it is known.
    pub fn file(&self, path: &RepoPath, blob: BlobId) -> Option<SourceFile> {
        if self.rows == 0 {
            return None;
        }
        let place = Place::of(path);
        let row = self.row(blob, Class::of(path, place))?;
        Some(SourceFile {
            size: u64::from(row.size),
            bytes: row.bytes.map(Into::into),
            sha256: row.digest,
            is_sound: true,
            ..SourceFile::placed(path.clone(), place, Form::File, Some(blob))
        })
    }

    fn row(&self, blob: BlobId, class: Class) -> Option<Row<'_>> {
        let (rows, bytes) = self.book.get(4..)?.split_at_checked(self.rows * ROW)?;
        let (rows, _) = rows.as_chunks::<ROW>();
        let key = key(blob, class);
        let row = find(rows, &key)?;
        let number = |at: usize| Some(u32::from_le_bytes(*row[at..].first_chunk()?));
        let (size, start) = (number(24)?, number(28)? as usize);
        let kept = bytes.get(start..start.checked_add(size as usize)?);
        let digest = || Some(Sha256(*row[32..].first_chunk()?));
        Some(Row {
            digest: if row[22] == 1 { Some(digest()?) } else { None },
            size,
            bytes: if row[23] == 1 { Some(kept?) } else { None },
        })
    }
}

/// The row of a key. Ids are spread evenly: a row stands near the place that its first bytes tell.
fn find<'b>(rows: &'b [[u8; ROW]], key: &[u8; 22]) -> Option<&'b [u8; ROW]> {
    let first = u64::from(u32::from_be_bytes(*key.first_chunk()?));
    let place = ((first * rows.len() as u64) >> 32) as usize;
    let reach = 2 * rows.len().isqrt() + 1;
    let (from, to) = (place.saturating_sub(reach), rows.len().min(place + reach));
    let near = &rows[from..to];
    let within =
        |row: Option<&[u8; ROW]>, order: Ordering| row.is_some_and(|row| row[..22].cmp(key) == order);
    let is_near = (from == 0 || within(near.first(), Ordering::Less))
        && (to == rows.len() || within(near.last(), Ordering::Greater));
    let rows = if is_near { near } else { rows };
    rows.binary_search_by(|row| row[..22].cmp(key)).ok().map(|at| &rows[at])
}

/// Writes what is known of a snapshot's files for the next run; `is_sound` tells of a file whether
/// nothing was found in it by itself. `None` when what was known already is nearly all of it.
pub fn write(snapshot: &Snapshot, is_sound: impl Fn(FileId) -> bool) -> Option<Vec<u8>> {
    let of_blobs = || snapshot.files.iter().filter(|file| file.blob.is_some());
    let sound = of_blobs().filter(|file| file.is_sound).count();
    if nearly_all(of_blobs().count() - sound, sound) {
        return None;
    }
    let mut files: Vec<([u8; 22], &SourceFile)> = Vec::new();
    let (mut held, mut new) = (0, 0);
    for (id, file) in snapshot.iter() {
        let Some(blob) = file.blob.filter(|_| file.form == Form::File && file.size <= LARGEST) else {
            continue;
        };
        if !file.finds.is_empty() || file.shown.is_some() || !is_sound(id) {
            continue;
        }
        let class = Class::of(&file.path, file.place);
        // A file that should be kept and is not was not to be had.
        if is_read(&file.path, file.place) != file.bytes.is_some()
            || is_digested(&file.path, file.place) != file.sha256.is_some()
        {
            continue;
        }
        held += file.bytes.as_deref().map_or(0, <[u8]>::len);
        if held > MOST {
            break;
        }
        new += usize::from(!file.is_sound);
        files.push((key(blob, class), file));
    }
    if nearly_all(new, files.len()) {
        return None;
    }
    files.sort_by_key(|(key, _)| *key);
    files.dedup_by_key(|(key, _)| *key);
    Some(book(&files))
}

/// A handful is read sooner than all is written.
fn nearly_all(new: usize, all: usize) -> bool {
    new * 64 <= all
}

fn book(files: &[([u8; 22], &SourceFile)]) -> Vec<u8> {
    let mut rows = Vec::with_capacity(4 + files.len() * ROW);
    let mut bytes: Vec<u8> = Vec::new();
    rows.extend((files.len() as u32).to_le_bytes());
    for (key, file) in files {
        rows.extend(key);
        rows.extend([u8::from(file.sha256.is_some()), u8::from(file.bytes.is_some())]);
        rows.extend((file.size as u32).to_le_bytes());
        rows.extend((bytes.len() as u32).to_le_bytes());
        rows.extend(file.sha256.map_or([0; 32], |digest| digest.0));
        bytes.extend(file.bytes.as_deref().unwrap_or_default());
    }
    rows.extend(bytes);
    rows
}

fn key(blob: BlobId, class: Class) -> [u8; 22] {
    let mut key = [0; 22];
    key[..20].copy_from_slice(&blob.0);
    key[20..].copy_from_slice(&class.0.to_be_bytes());
    key
}

#[cfg(test)]
mod tests {
    use super::{Known, write};
    use crate::place::{BlobId, FileId, Origin, RepoPath};
    use crate::source::{Snapshot, SourceFile};

    const RECORD: &[u8] = b"control: AC-02\nresult: pass\n";

    fn snapshot() -> Snapshot {
        let file = |path: &str, bytes: &[u8], blob: u8| {
            SourceFile::regular(RepoPath::new(path), bytes, Some(BlobId([blob; 20])))
        };
        let files = vec![
            file("evidence/AC-02/2026-Q1.yaml", RECORD, 3),
            file("evidence/AC-02/2026-Q1/accounts.csv", b"account\nada\n", 2),
            file("evidence/AC-02/2026-Q1/screen.png", b"\x89PNG", 1),
            file("evidence/AC-02/2026-Q2.yaml", b"control: no such\n", 4),
            file("evidence/AC-02/2026-Q2/key.txt", b"-----BEGIN OPENSSH PRIVATE KEY-----\nb3Bl\n", 5),
        ];
        let origin = Origin::Index { head: None };
        Snapshot { origin, files, unsafe_names: Vec::new(), lost: Vec::new() }
    }

    fn told(file: Option<SourceFile>) -> Option<(Option<Vec<u8>>, u64, bool)> {
        let file = file?;
        Some((file.bytes.map(|bytes| bytes.to_vec()), file.size, file.sha256.is_some()))
    }

    #[test]
    fn a_sound_file_is_known_by_its_blob_and_by_how_it_is_looked_at() {
        let known = Known::read(write(&snapshot(), |file| file != FileId(3)).unwrap());
        let find = |path: &str, blob: u8| told(known.file(&RepoPath::new(path), BlobId([blob; 20])));
        assert_eq!(find("evidence/AC-02/2026-Q1.yaml", 3), Some((Some(RECORD.to_vec()), 28, false)));
        assert_eq!(find("evidence/OPS-01/2026-Q3.yaml", 3), Some((Some(RECORD.to_vec()), 28, false)));
        assert_eq!(find("evidence/AC-02/2026-Q1/screen.png", 1), Some((None, 4, true)));
        assert!(find("evidence/AC-02/2026-Q1/accounts.csv", 2).is_some());
        assert_eq!(find("policies/controls/AC-02.yaml", 3), None, "another schema");
        assert_eq!(find("evidence/AC-02/2026-Q1/screen.csv", 1), None, "a CSV is kept");
        assert_eq!(find("evidence/AC-02/2026-Q2.yaml", 4), None, "something is wrong with it");
        assert_eq!(find("evidence/AC-02/2026-Q2/key.txt", 5), None, "it holds a secret");
        assert_eq!(find("evidence/AC-02/2026-Q1.yaml", 9), None, "other bytes");
        let file = known.file(&RepoPath::new("evidence/AC-02/2026-Q1/screen.png"), BlobId([1; 20])).unwrap();
        assert_eq!(file.sha256, snapshot().files[2].sha256);
    }

    #[test]
    fn nothing_is_written_again_when_nearly_all_was_known() {
        let mut snapshot = snapshot();
        assert!(write(&snapshot, |_| true).is_some());
        snapshot.files.iter_mut().for_each(|file| file.is_sound = true);
        assert!(write(&snapshot, |_| true).is_none());
    }

    #[test]
    fn a_book_that_makes_no_sense_knows_nothing_and_breaks_nothing() {
        let book = write(&snapshot(), |_| true).unwrap();
        let path = RepoPath::new("evidence/AC-02/2026-Q1.yaml");
        for end in 0..book.len() {
            let known = Known::read(book[..end].to_vec());
            let file = known.file(&path, BlobId([3; 20]));
            assert!(file.is_none_or(|file| file.bytes.as_deref() == Some(RECORD)));
        }
        let many = [&u32::MAX.to_le_bytes()[..], &book[4..]].concat();
        assert!(Known::read(many).file(&path, BlobId([3; 20])).is_none());
    }
}
