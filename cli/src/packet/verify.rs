//! A packet against itself, and against what its tag gives.
//!
//! In: the files of a folder and, where there is a repository, the packet built again. Out: one
//! [`Check`] for each thing that was looked at. "Cannot tell" is an answer of its own and never
//! looks like "ok".

use std::collections::{BTreeMap, BTreeSet};

use crate::packet::manifest::{JSON, Manifest, SUMS};
use crate::packet::{Packet, PacketFile};
use crate::place::Sha256;

/// What one check says.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub enum Answer {
    /// It is as it should be.
    Ok,
    /// It is not.
    Differs,
    /// What is needed to tell is not here.
    CannotTell,
}

impl Answer {
    /// The words for people and programs.
    pub fn word(self) -> &'static str {
        match self {
            Self::Ok => "ok",
            Self::Differs => "differs",
            Self::CannotTell => "cannot tell",
        }
    }
}

/// One thing that was looked at.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Check {
    /// What it says.
    pub answer: Answer,
    /// What was looked at: a path, `the tag`, `the rebuild`.
    pub subject: String,
    /// How we know: both digests, or the reason.
    pub detail: String,
}

impl Check {
    /// Puts a check together.
    pub fn new(answer: Answer, subject: impl Into<String>, detail: impl Into<String>) -> Self {
        Self { answer, subject: subject.into(), detail: detail.into() }
    }
}

/// Reads the manifest for programs.
pub fn recorded(files: &[PacketFile]) -> Result<Manifest, Check> {
    let json = files.iter().find(|file| file.path == JSON);
    let json = json.ok_or_else(|| {
        Check::new(Answer::Differs, JSON, "it is missing: this is no packet, or not all of it")
    })?;
    serde_json::from_slice(&json.bytes)
        .map_err(|error| Check::new(Answer::Differs, JSON, format!("cannot be read: {error}")))
}

/// Reads `MANIFEST.sha256`: digests by path.
pub fn listed(files: &[PacketFile]) -> Result<BTreeMap<String, Sha256>, Check> {
    let sums = files.iter().find(|file| file.path == SUMS);
    let sums = sums.ok_or_else(|| {
        Check::new(Answer::Differs, SUMS, "it is missing: this is no packet, or not all of it")
    })?;
    let text =
        std::str::from_utf8(&sums.bytes).map_err(|_| Check::new(Answer::Differs, SUMS, "it is not UTF-8"))?;
    let mut list = BTreeMap::new();
    for (index, line) in text.lines().enumerate() {
        let entry = line.split_once("  ").and_then(|(digest, path)| Some((path, Sha256::parse(digest)?)));
        let (path, digest) = entry.ok_or_else(|| {
            Check::new(Answer::Differs, SUMS, format!("line {} is not `DIGEST  PATH`", index + 1))
        })?;
        list.insert(path.to_owned(), digest);
    }
    Ok(list)
}

/// Every file against the lists: the same bytes, none missing, none that is not listed.
pub fn compare(files: &[PacketFile]) -> Vec<Check> {
    let list = match listed(files) {
        Ok(list) => list,
        Err(check) => return vec![check],
    };
    let here: BTreeMap<&str, Sha256> =
        files.iter().map(|file| (file.path.as_str(), Sha256::of(&file.bytes))).collect();
    let paths: BTreeSet<&str> = list.keys().map(String::as_str).chain(here.keys().copied()).collect();
    let mut checks: Vec<Check> = paths
        .into_iter()
        .filter(|path| *path != SUMS)
        .map(|path| match (list.get(path), here.get(path)) {
            (Some(listed), Some(found)) if listed == found => Check::new(Answer::Ok, path, found.to_string()),
            (Some(listed), Some(found)) => Check::new(Answer::Differs, path, both(listed, found)),
            (Some(_), None) => Check::new(Answer::Differs, path, "listed, and not here"),
            (None, Some(_)) => Check::new(Answer::Differs, path, "here, and not listed"),
            (None, None) => Check::new(Answer::CannotTell, path, "neither listed nor here"),
        })
        .collect();
    match recorded(files) {
        Ok(manifest) => checks.extend(lists_agree(&manifest, &list)),
        Err(check) => checks.push(check),
    }
    checks
}

fn both(listed: &Sha256, found: &Sha256) -> String {
    format!("listed {listed}, found {found}")
}

/// The two lists say the same.
fn lists_agree(manifest: &Manifest, list: &BTreeMap<String, Sha256>) -> Option<Check> {
    let described: BTreeMap<&str, &str> =
        manifest.files.iter().map(|file| (file.path.as_str(), file.sha256.as_str())).collect();
    let sums: BTreeMap<&str, String> = list
        .iter()
        .filter(|(path, _)| *path != JSON)
        .map(|(path, digest)| (path.as_str(), digest.to_string()))
        .collect();
    let same = described.len() == sums.len()
        && sums.iter().all(|(path, digest)| described.get(path).is_some_and(|known| known == digest));
    (!same).then(|| Check::new(Answer::Differs, JSON, format!("it lists other files or digests than {SUMS}")))
}

/// Every file against the packet that the tag gives now.
pub fn compare_with_rebuilt(files: &[PacketFile], rebuilt: &Packet) -> Vec<Check> {
    let here: BTreeMap<&str, &[u8]> =
        files.iter().map(|file| (file.path.as_str(), file.bytes.as_slice())).collect();
    let there: BTreeMap<&str, &[u8]> =
        rebuilt.files.iter().map(|file| (file.path.as_str(), file.bytes.as_slice())).collect();
    let paths: BTreeSet<&str> = here.keys().chain(there.keys()).copied().collect();
    let mut checks = Vec::new();
    for path in paths {
        match (here.get(path), there.get(path)) {
            (Some(here), Some(there)) if here == there => {}
            (Some(here), Some(there)) => checks.push(Check::new(
                Answer::Differs,
                path,
                format!("here {}, rebuilt {}", Sha256::of(here), Sha256::of(there)),
            )),
            (Some(_), None) => {
                checks.push(Check::new(Answer::Differs, path, "here, and not in the rebuilt packet"));
            }
            (None, _) => {
                checks.push(Check::new(Answer::Differs, path, "in the rebuilt packet, and not here"));
            }
        }
    }
    if checks.is_empty() {
        let number = crate::packet::sources::count(files.len(), "file", "files");
        checks.push(Check::new(Answer::Ok, "the rebuild", format!("{number}, the same bytes")));
    }
    checks
}

#[cfg(test)]
mod tests {
    use super::{Check, compare};
    use crate::packet::PacketFile;
    use crate::place::Sha256;

    fn file(path: &str, text: &str) -> PacketFile {
        PacketFile { path: path.to_owned(), bytes: text.as_bytes().to_vec() }
    }

    fn packet() -> Vec<PacketFile> {
        let page = file("README.md", "# Cover\n");
        let json = format!(
            "{{\"schema\":\"tickmark/packet-manifest/1\",\"tool\":{{\"name\":\"tickmark\",\"version\":\"0\"}},\"draft\":false,\
             \"artifacts\":\"copy\",\"audit\":\"a\",\"framework\":\"soc2\",\"type\":\"type2\",\"window\":{{\"from\":\"\",\"to\":\"\"}},\
             \"as_of\":\"\",\"revision\":{{\"tag\":null,\"tag_object\":null,\"commit\":\"\",\"tagger\":null,\"tagged_at\":null,\
             \"signature\":\"none\",\"signature_verified\":false}},\"catalogs\":[],\"templates\":[],\
             \"files\":[{{\"path\":\"README.md\",\"sha256\":\"{}\",\"bytes\":8}}]}}",
            Sha256::of(&page.bytes)
        );
        let json = file("manifest.json", &json);
        let sums =
            format!("{}  README.md\n{}  manifest.json\n", Sha256::of(&page.bytes), Sha256::of(&json.bytes));
        vec![file("MANIFEST.sha256", &sums), page, json]
    }

    fn said(checks: &[Check]) -> Vec<String> {
        let short = |detail: &str| {
            let word = |word: &'_ str| {
                if word.trim_end_matches(',').len() == 64 { "DIGEST".to_owned() } else { word.to_owned() }
            };
            detail.split(' ').map(word).collect::<Vec<_>>().join(" ")
        };
        checks
            .iter()
            .map(|check| format!("{} {}: {}", check.answer.word(), check.subject, short(&check.detail)))
            .collect()
    }

    #[test]
    fn a_packet_agrees_with_its_own_lists() {
        assert_eq!(compare(&packet()).iter().filter(|check| check.answer.word() == "ok").count(), 2);
    }

    #[test]
    fn a_flipped_bit_a_missing_and_an_extra_file_are_named() {
        let mut files = packet();
        files[1].bytes[0] ^= 1;
        files.push(file("extra.txt", "x"));
        assert_eq!(
            said(&compare(&files)),
            [
                "differs README.md: listed DIGEST found DIGEST",
                "differs extra.txt: here, and not listed",
                "ok manifest.json: DIGEST",
            ]
        );
        files.remove(1);
        assert_eq!(said(&compare(&files))[0], "differs README.md: listed, and not here");
    }

    #[test]
    fn what_is_no_packet_is_said() {
        assert_eq!(
            said(&compare(&[])),
            ["differs MANIFEST.sha256: it is missing: this is no packet, or not all of it"]
        );
    }
}
