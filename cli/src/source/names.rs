//! Which names are safe, and which are two names for one file on some machine.
//!
//! In: names as Git and the file system hold them, as bytes. Out: reasons, in words. A name with a
//! *fault* is left out of a snapshot, because a reader could take it for another place; a name
//! with a *caution* is kept.

use std::collections::BTreeMap;

use unicode_normalization::UnicodeNormalization as _;

use crate::place::RepoPath;
use crate::source::{Hazard, UnsafeName};
use crate::text::visible;

/// Paths longer than this are left out; no file system that Git runs on holds them.
pub const PATH_BYTES: usize = 4096;

/// Why one part of a path is left out, if it is.
pub fn fault_of(name: &[u8]) -> Option<&'static str> {
    // Nearly every name is made of these.
    let is_usual = |byte: &u8| byte.is_ascii_alphanumeric() || matches!(byte, b'-' | b'_' | b'.');
    if name.first().is_some_and(|first| *first != b'.') && name.iter().all(is_usual) {
        return None;
    }
    let Ok(text) = std::str::from_utf8(name) else { return Some("not UTF-8") };
    if text.is_empty() {
        Some("an empty name")
    } else if matches!(text, "." | "..") {
        Some("`.` or `..` as a name")
    } else if text.eq_ignore_ascii_case(".git") {
        Some("Git's own folder")
    } else if text.contains(['/', '\\']) {
        Some("a slash or backslash in the name")
    } else if text.contains(char::is_control) {
        Some("a control character in the name")
    } else {
        None
    }
}

/// What some machine cannot store, if a safe name is of that kind.
pub fn caution_of(name: &str) -> Option<&'static str> {
    let base = name.split('.').next().unwrap_or(name).trim_end();
    if is_reserved(base) {
        Some("a name that Windows reserves")
    } else if name.contains(':') {
        Some("a colon, which Windows does not allow in names")
    } else if name.ends_with([' ', '.']) {
        Some("a space or dot at the end, which Windows drops")
    } else {
        None
    }
}

fn is_reserved(base: &str) -> bool {
    // `CON`, `COM1`, `COM¹`.
    if !(3..=5).contains(&base.len()) {
        return false;
    }
    let base = base.to_ascii_uppercase();
    match base.as_str() {
        "CON" | "PRN" | "AUX" | "NUL" => true,
        _ => base.strip_prefix("COM").or_else(|| base.strip_prefix("LPT")).is_some_and(|number| {
            matches!(number, "1" | "2" | "3" | "4" | "5" | "6" | "7" | "8" | "9" | "¹" | "²" | "³")
        }),
    }
}

/// A path as it may be shown: lossy, and with nothing that moves a cursor or ends a line.
pub fn printable(path: &[u8]) -> String {
    let text = String::from_utf8_lossy(path);
    visible(&text).replace('\n', "<U+000A>").replace('\t', "<U+0009>")
}

/// Notes cautions, and files or folders of one folder whose names are equal but for case or
/// Unicode normalisation (NFC, then lower case).
///
/// Takes paths in byte order; names each name once, the later one of a pair.
pub(crate) fn notes_on<'a>(paths: impl IntoIterator<Item = &'a RepoPath>) -> Vec<UnsafeName> {
    let mut notes = Vec::new();
    let mut marks = Vec::new();
    let mut folder = "";
    for path in paths {
        let path = path.as_str();
        // Folders shared with the path before are known already.
        let shared = shared_folders(folder, path);
        let ends = path[shared..].match_indices('/').map(|(at, _)| shared + at).chain([path.len()]);
        for name in ends.filter(|&end| end > 0).map(|end| &path[..end]) {
            marks.push((mark(name), name));
            let last = name.rsplit_once('/').map_or(name, |(_, last)| last);
            if let Some(because) = caution_of(last) {
                let note = UnsafeName::new(printable(name.as_bytes()), because);
                notes.push(UnsafeName { hazard: Hazard::OnWindows, ..note });
            }
        }
        folder = path.rsplit_once('/').map_or("", |(folder, _)| folder);
    }
    // Names that are one name elsewhere have one mark; of those few with a common one each is compared.
    marks.sort_unstable();
    for alike in marks.chunk_by(|(a, _), (b, _)| a == b).filter(|alike| alike.len() > 1) {
        let mut known = BTreeMap::new();
        for (_, name) in alike {
            note(name, &mut known, &mut notes);
        }
    }
    notes.sort();
    notes
}

/// A number that names have in common if a machine may see them as one.
fn mark(path: &str) -> u64 {
    // FNV-1a: who makes names meet here is compared with them, and told nothing that is not so.
    let mix = |mark: u64, byte: u8| (mark ^ u64::from(byte)).wrapping_mul(0x0100_0000_01b3);
    let start = 0xcbf2_9ce4_8422_2325;
    if path.is_ascii() {
        return path.bytes().fold(start, |mark, byte| mix(mark, byte.to_ascii_lowercase()));
    }
    folded(path).bytes().fold(start, mix)
}

/// The byte behind the folders that `path` has in common with `folder`.
fn shared_folders(folder: &str, path: &str) -> usize {
    let same = folder.bytes().zip(path.bytes()).take_while(|(a, b)| a == b).count();
    if same == folder.len() && path.as_bytes().get(same) == Some(&b'/') {
        return same + 1;
    }
    path.as_bytes()[..same].iter().rposition(|&byte| byte == b'/').map_or(0, |at| at + 1)
}

fn note<'a>(path: &'a str, known: &mut BTreeMap<String, &'a str>, notes: &mut Vec<UnsafeName>) {
    let folder = path.rsplit_once('/').map_or("", |(folder, _)| folder);
    let Some(other) = known.insert(folded(path), path) else { return };
    let other_folder = other.rsplit_once('/').map_or("", |(folder, _)| folder);
    // Below folders that are themselves ambiguous, the folders say it.
    if other != path && other_folder == folder {
        let but_for =
            if other.to_lowercase() == path.to_lowercase() { "case" } else { "Unicode normalisation" };
        let because = format!("equal to `{}` but for {but_for}", printable(other.as_bytes()));
        notes.push(UnsafeName::new(printable(path.as_bytes()), because));
    }
}

/// A name as a machine may see it that tells neither case nor Unicode normalisation apart.
pub(crate) fn folded(path: &str) -> String {
    if path.is_ascii() {
        return path.to_ascii_lowercase();
    }
    let lower: String = path.nfc().flat_map(char::to_lowercase).collect();
    lower.nfc().collect()
}

#[cfg(test)]
mod tests {
    use super::{caution_of, fault_of, notes_on, printable};
    use crate::place::RepoPath;

    #[test]
    fn a_name_that_leads_elsewhere_is_a_fault() {
        let names: [&[u8]; 8] = [b"a.yaml", b"..", b".GIT", b"", b"a\\b", b"a\nb", b"\xff", b".gitignore"];
        let faults = names.map(|name| fault_of(name).is_some());
        assert_eq!(faults, [false, true, true, true, true, true, true, false]);
    }

    #[test]
    fn a_name_that_windows_reserves_is_only_noted() {
        let names = ["CON.yaml", "com1", "COM0", "console.yaml", "a:b", "a.", "aux .txt"];
        let cautions = names.map(|name| caution_of(name).is_some());
        assert_eq!(cautions, [true, true, false, false, true, true, true]);
    }

    #[test]
    fn names_that_are_one_name_elsewhere_are_told() {
        let paths = [
            "evidence/AC-02/A.csv",
            "evidence/AC-02/a.csv",
            "evidence/AC-02/cafe\u{301}.csv",
            "evidence/AC-02/caf\u{e9}.csv",
            "evidence/ac-02/a.csv",
        ];
        let paths = paths.map(RepoPath::new);
        let notes = notes_on(&paths);
        let lines: Vec<String> =
            notes.into_iter().map(|note| format!("{}: {}", note.path, note.because)).collect();
        assert_eq!(
            lines,
            [
                "evidence/AC-02/a.csv: equal to `evidence/AC-02/A.csv` but for case",
                "evidence/AC-02/caf\u{e9}.csv: equal to `evidence/AC-02/cafe\u{301}.csv` but for Unicode normalisation",
                "evidence/ac-02: equal to `evidence/AC-02` but for case",
            ]
        );
    }

    #[test]
    fn a_shown_name_stays_on_its_line() {
        assert_eq!(printable(b"a\nb\x1b[31m\xff"), "a<U+000A>b<U+001B>[31m\u{fffd}");
    }
}
