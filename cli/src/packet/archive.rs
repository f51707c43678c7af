//! A packet as one file, and back.
//!
//! The same files give the same bytes: sorted by path, below one folder, each with the same time and
//! permissions. What is read is somebody else's: sizes are bounded, and a name that leads elsewhere,
//! stands there twice or is no regular file is told, never followed.

use std::collections::BTreeMap;
use std::io::{Cursor, Read as _, Write as _};

use rayon::prelude::*;
use zip::write::SimpleFileOptions;
use zip::{CompressionMethod, DateTime, ZipArchive, ZipWriter};

use crate::packet::manifest::SUMS;
use crate::packet::{Packet, PacketError, PacketFile};

/// Bytes of all files of an archive together, at most.
const WHOLE_BYTES: u64 = 4 << 30;
/// Bytes of one file, at most: more than any page or copy of a packet has.
const FILE_BYTES: u64 = 128 << 20;
/// Files, at most.
const FILES: usize = 200_000;

/// So many files are packed one after another; such runs are packed on all cores.
const RUN: usize = 256;

/// Packs a packet below a folder.
pub fn pack(packet: &Packet, folder: &str) -> Result<Vec<u8>, PacketError> {
    let failed = |error: zip::result::ZipError| PacketError::Archive(error.to_string());
    let runs = packet.files.par_chunks(RUN).map(|files| pack_run(files, folder));
    let mut out = ZipWriter::new(Cursor::new(Vec::new()));
    for run in runs.collect::<Result<Vec<_>, _>>().map_err(failed)? {
        let run = ZipArchive::new(Cursor::new(run)).map_err(failed)?;
        out.merge_archive(run).map_err(failed)?;
    }
    Ok(out.finish().map_err(failed)?.into_inner())
}

fn pack_run(files: &[PacketFile], folder: &str) -> Result<Vec<u8>, zip::result::ZipError> {
    let options = SimpleFileOptions::default()
        .compression_method(CompressionMethod::Deflated)
        .compression_level(Some(6))
        .last_modified_time(DateTime::default())
        .unix_permissions(0o644);
    let mut out = ZipWriter::new(Cursor::new(Vec::new()));
    for file in files {
        out.start_file(format!("{folder}/{}", file.path), options)?;
        out.write_all(&file.bytes)?;
    }
    Ok(out.finish()?.into_inner())
}

/// What an archive holds.
#[derive(Debug, Default)]
pub struct Unpacked {
    /// Its files by path, sorted, without the folder that all are below.
    pub files: Vec<PacketFile>,
    /// Entries that no packet has: links, names that lead elsewhere or stand there twice.
    pub odd: Vec<String>,
}

/// What kept an archive from being read.
#[derive(Debug, thiserror::Error)]
pub enum ArchiveError {
    /// It is damaged, or no archive.
    #[error("is no zip archive that can be read: {0}")]
    Unreadable(String),
    /// It would unpack to more than a packet has.
    #[error("unpacks to more than {0}")]
    TooLarge(&'static str),
}

/// Reads an archive.
pub fn unpack(bytes: &[u8]) -> Result<Unpacked, ArchiveError> {
    let unreadable = |error: &dyn std::fmt::Display| ArchiveError::Unreadable(error.to_string());
    let mut archive = ZipArchive::new(Cursor::new(bytes)).map_err(|error| unreadable(&error))?;
    if archive.len() > FILES {
        return Err(ArchiveError::TooLarge("200,000 files"));
    }
    let (mut files, mut odd, mut whole) = (BTreeMap::new(), Vec::new(), 0);
    if archive.has_duplicate_names() {
        odd.push("a name that stands there twice".to_owned());
    }
    for index in 0..archive.len() {
        let entry = archive.by_index(index).map_err(|error| unreadable(&error))?;
        if entry.is_dir() {
            continue;
        }
        let name = String::from_utf8_lossy(entry.name_raw()).into_owned();
        if !entry.is_file() || !is_plain(&name) {
            odd.push(name);
            continue;
        }
        let mut text = Vec::new();
        // What an entry says of its own size is not believed.
        entry.take(FILE_BYTES + 1).read_to_end(&mut text).map_err(|error| unreadable(&error))?;
        whole += text.len() as u64;
        if text.len() as u64 > FILE_BYTES {
            return Err(ArchiveError::TooLarge("128 MiB in one file"));
        }
        if whole > WHOLE_BYTES {
            return Err(ArchiveError::TooLarge("4 GiB"));
        }
        if files.insert(name.clone(), text).is_some() {
            odd.push(name);
        }
    }
    Ok(Unpacked { files: without_folder(files), odd })
}

/// A name that stays below the folder, on every system.
fn is_plain(name: &str) -> bool {
    let bad = |part: &str| part.is_empty() || part == "." || part == "..";
    !name.contains(['\\', ':', '\0']) && !name.split('/').any(bad)
}

/// Takes the folder away that every file is below, unless the list of the packet stands at the top.
fn without_folder(files: BTreeMap<String, Vec<u8>>) -> Vec<PacketFile> {
    let folder =
        files.keys().next().and_then(|name| name.split_once('/')).map(|(first, _)| format!("{first}/"));
    let folder = folder.filter(|folder| {
        !files.contains_key(SUMS) && files.keys().all(|name| name.starts_with(folder.as_str()))
    });
    let skip = folder.map_or(0, |folder| folder.len());
    files.into_iter().map(|(name, bytes)| PacketFile { path: name[skip..].to_owned(), bytes }).collect()
}

#[cfg(test)]
mod tests {
    use std::io::{Cursor, Write as _};

    use super::{pack, unpack};
    use crate::packet::{Packet, PacketFile};

    fn packet() -> Packet {
        let file = |path: &str| PacketFile { path: path.to_owned(), bytes: path.as_bytes().to_vec() };
        Packet { files: vec![file("MANIFEST.sha256"), file("README.md"), file("evidence/AC-02/é.csv")] }
    }

    #[test]
    fn what_was_packed_comes_out_again_and_always_with_the_same_bytes() {
        let bytes = pack(&packet(), "packet-a").unwrap();
        let read = unpack(&bytes).unwrap();
        assert_eq!((read.files, read.odd), (packet().files, Vec::<String>::new()));
        std::thread::sleep(std::time::Duration::from_millis(2100));
        assert!(pack(&packet(), "packet-a").unwrap() == bytes);
    }

    #[test]
    fn names_that_lead_elsewhere_and_links_are_told_and_not_taken() {
        let mut zip = zip::ZipWriter::new(Cursor::new(Vec::new()));
        let options = zip::write::SimpleFileOptions::default();
        for name in ["../up", "/root", "a\\b", "a//b", "C:x"] {
            zip.start_file(name, options).unwrap();
            zip.write_all(b"x").unwrap();
        }
        zip.add_symlink("link", "/etc/passwd", options).unwrap();
        let read = unpack(&zip.finish().unwrap().into_inner()).unwrap();
        assert_eq!(read.files, []);
        assert_eq!(read.odd, ["../up", "/root", "a\\b", "a//b", "C:x", "link"]);
    }

    #[test]
    fn a_damaged_archive_is_an_error() {
        let mut bytes = pack(&packet(), "packet-a").unwrap();
        bytes.truncate(bytes.len() / 2);
        assert!(unpack(&bytes).is_err());
        assert!(unpack(b"PK").is_err());
    }
}
