//! What the files of proof say: reviews, performed and witness statements.
//!
//! In: the bytes of a statement. Out: its fields, or the line that is not as it must be. Strict,
//! because two readers of one signed text must read the same: UTF-8, LF, a final LF, no control
//! characters, exactly these lines in this order, one space between word and value.

mod write;

use jiff::Timestamp;

use crate::place::{CommitId, RepoPath, Sha256};

/// `tickmark-review v1`: somebody looked at a record and says what he found.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Review {
    /// The record.
    pub record: RepoPath,
    /// The bytes that were looked at.
    pub sha256: Sha256,
    /// What became of it.
    pub outcome: Outcome,
    /// What was looked at, in the reviewer's words.
    pub looked_at: String,
    /// The deviations found; `None` is the word `none`.
    pub exceptions: Option<String>,
}

/// The verdict of a review.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Outcome {
    /// `accepted`.
    Accepted,
    /// `rejected`.
    Rejected,
}

/// `tickmark-performed v1`: somebody says that he did what the record says.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Performed {
    /// The record.
    pub record: RepoPath,
    /// Its bytes.
    pub sha256: Sha256,
}

/// `tickmark-witness v1`: somebody else remembers a commit of the main line.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Witness {
    /// The name of the main line.
    pub line: String,
    /// The commit that was seen.
    pub commit: SeenCommit,
    /// How many commits its first-parent line had.
    pub count: u64,
    /// When it was seen.
    pub time: Timestamp,
}

/// An object id of either hash function.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum SeenCommit {
    /// 40 digits.
    Sha1(CommitId),
    /// 64 digits: a repository of the other object format, which is not read.
    Sha256(String),
}

/// Why bytes are no statement.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
pub enum StatementFault {
    /// Too long, not UTF-8, or without a final line feed.
    #[error("the statement is not a text of whole lines")]
    NotText,
    /// A control character; a carriage return is one.
    #[error("line {0} of the statement holds a control character")]
    ControlCharacter(usize),
    /// Another line than must stand there, or a value that is not one.
    #[error("line {line} of the statement is not `{wanted}`")]
    Line {
        /// Its number, from 1.
        line: usize,
        /// What must stand there.
        wanted: &'static str,
    },
    /// More lines than there are.
    #[error("the statement goes on after line {0}")]
    TooLong(usize),
}

/// The longest statement that is read.
const LONGEST: usize = 64 * 1024;

impl Review {
    /// Reads the six lines of a review.
    pub fn read(bytes: &[u8]) -> Result<Self, StatementFault> {
        let mut lines = Lines::new(bytes)?;
        lines.exactly("tickmark-review v1")?;
        let record = lines.value("record ", "record evidence/…", read_record)?;
        let sha256 = lines.value("sha256 ", "sha256 <64 lower-case hex>", read_sha256)?;
        let outcome = lines.value("verdict ", "verdict accepted|rejected", |text| match text {
            "accepted" => Some(Outcome::Accepted),
            "rejected" => Some(Outcome::Rejected),
            _ => None,
        })?;
        let looked_at = lines.value("looked-at ", "looked-at <one line>", read_words)?;
        let exceptions = lines.value("exceptions ", "exceptions <one line, or none>", read_words)?;
        lines.end()?;
        let exceptions = Some(exceptions).filter(|words| words != "none");
        Ok(Self { record, sha256, outcome, looked_at, exceptions })
    }
}

impl Performed {
    /// Reads the three lines of a performed statement.
    pub fn read(bytes: &[u8]) -> Result<Self, StatementFault> {
        let mut lines = Lines::new(bytes)?;
        lines.exactly("tickmark-performed v1")?;
        let record = lines.value("record ", "record evidence/…", read_record)?;
        let sha256 = lines.value("sha256 ", "sha256 <64 lower-case hex>", read_sha256)?;
        lines.end()?;
        Ok(Self { record, sha256 })
    }
}

impl Witness {
    /// Reads the five lines of a witness note.
    pub fn read(bytes: &[u8]) -> Result<Self, StatementFault> {
        let mut lines = Lines::new(bytes)?;
        lines.exactly("tickmark-witness v1")?;
        let line = lines.value("line ", "line <name>", read_words)?;
        let commit = lines.value("commit ", "commit <40 or 64 lower-case hex>", read_commit)?;
        let count = lines.value("count ", "count <number>", read_count)?;
        let time = lines.value("time ", "time <YYYY-MM-DDTHH:MM:SSZ>", read_time)?;
        lines.end()?;
        Ok(Self { line, commit, count, time })
    }
}

/// The lines that are still to be read.
struct Lines<'a> {
    rest: &'a str,
    number: usize,
}

impl<'a> Lines<'a> {
    fn new(bytes: &'a [u8]) -> Result<Self, StatementFault> {
        let text = std::str::from_utf8(bytes).map_err(|_| StatementFault::NotText)?;
        if text.len() > LONGEST || !text.ends_with('\n') {
            return Err(StatementFault::NotText);
        }
        let odd = text.lines().position(|line| line.chars().any(char::is_control));
        // `lines` takes a carriage return for a part of the end of a line.
        let odd = odd.or_else(|| text.split('\n').position(|line| line.contains('\r')));
        match odd {
            Some(index) => Err(StatementFault::ControlCharacter(index + 1)),
            None => Ok(Self { rest: text, number: 0 }),
        }
    }

    fn next(&mut self) -> Option<&'a str> {
        let (line, rest) = self.rest.split_once('\n')?;
        self.rest = rest;
        Some(line)
    }

    fn exactly(&mut self, wanted: &'static str) -> Result<(), StatementFault> {
        self.value("", wanted, |text| (text == wanted).then_some(()))
    }

    fn value<T>(
        &mut self,
        word: &str,
        wanted: &'static str,
        read: impl FnOnce(&str) -> Option<T>,
    ) -> Result<T, StatementFault> {
        self.number += 1;
        let value = self.next().and_then(|line| line.strip_prefix(word)).and_then(read);
        value.ok_or(StatementFault::Line { line: self.number, wanted })
    }

    fn end(&self) -> Result<(), StatementFault> {
        if self.rest.is_empty() { Ok(()) } else { Err(StatementFault::TooLong(self.number)) }
    }
}

fn read_record(text: &str) -> Option<RepoPath> {
    let path = RepoPath::new(text);
    let plain = path.parts().all(|part| !matches!(part, "" | "." | "..")) && !text.contains('\\');
    (plain && path.is_below("evidence") && path.is_yaml()).then_some(path)
}

fn is_lower_hex(text: &str) -> bool {
    text.bytes().all(|byte| matches!(byte, b'0'..=b'9' | b'a'..=b'f'))
}

fn read_sha256(text: &str) -> Option<Sha256> {
    Sha256::parse(text).filter(|_| is_lower_hex(text))
}

fn read_commit(text: &str) -> Option<SeenCommit> {
    match text.len() {
        _ if !is_lower_hex(text) => None,
        40 => text.parse().ok().map(SeenCommit::Sha1),
        64 => Some(SeenCommit::Sha256(text.to_owned())),
        _ => None,
    }
}

/// At least one commit; no sign, no leading zero.
fn read_count(text: &str) -> Option<u64> {
    let digits = text.bytes().all(|byte| byte.is_ascii_digit()) && !text.starts_with('0');
    text.parse().ok().filter(|_| digits)
}

fn read_time(text: &str) -> Option<Timestamp> {
    let at: Timestamp = text.parse().ok()?;
    // Written back in its one form it is the same text: no fraction, no offset, no leap second.
    (text.len() == 20 && at.to_string() == text).then_some(at)
}

/// Some words: not empty, no space at either end.
fn read_words(text: &str) -> Option<String> {
    (!text.is_empty() && text.trim() == text).then(|| text.to_owned())
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::{Outcome, Performed, Review, SeenCommit, StatementFault, Witness};

    const REVIEW: &str = "tickmark-review v1\n\
        record evidence/AC-02/2026-Q1.yaml\n\
        sha256 ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad\n\
        verdict accepted\n\
        looked-at the list of accounts, all 214\n\
        exceptions none\n";
    const PERFORMED: &str = "tickmark-performed v1\n\
        record evidence/AC-02/2026-Q1.2.yaml\n\
        sha256 ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad\n";
    const WITNESS: &str = "tickmark-witness v1\n\
        line main\n\
        commit 4b825dc642cb6eb9a060e54bf8d69288fbee4904\n\
        count 312\n\
        time 2026-04-02T09:00:00Z\n";

    #[test]
    fn a_review_says_what_was_looked_at() {
        let review = Review::read(REVIEW.as_bytes()).expect("a review");
        assert_eq!(review.record.as_str(), "evidence/AC-02/2026-Q1.yaml");
        assert_eq!(review.outcome, Outcome::Accepted);
        assert_eq!(review.looked_at, "the list of accounts, all 214");
        assert_eq!(review.exceptions, None);
        let rejected = REVIEW.replace("accepted", "rejected").replace("none", "two accounts too many");
        let rejected = Review::read(rejected.as_bytes()).expect("a review");
        assert_eq!(rejected.outcome, Outcome::Rejected);
        assert_eq!(rejected.exceptions.as_deref(), Some("two accounts too many"));
    }

    #[test]
    fn a_performed_statement_and_a_witness_note_are_read() {
        let performed = Performed::read(PERFORMED.as_bytes()).expect("a statement");
        assert_eq!(performed.record.as_str(), "evidence/AC-02/2026-Q1.2.yaml");
        let witness = Witness::read(WITNESS.as_bytes()).expect("a note");
        assert_eq!((witness.line.as_str(), witness.count), ("main", 312));
        assert_eq!(witness.time.to_string(), "2026-04-02T09:00:00Z");
        assert!(matches!(witness.commit, SeenCommit::Sha1(_)));
        let long = WITNESS.replace("4b825dc642cb6eb9a060e54bf8d69288fbee4904", &"ab".repeat(32));
        let long = Witness::read(long.as_bytes()).expect("a note");
        assert!(matches!(long.commit, SeenCommit::Sha256(_)));
    }

    #[test]
    fn what_differs_in_one_byte_is_no_review() {
        let line = |from: &str, to: &str| match Review::read(REVIEW.replacen(from, to, 1).as_bytes()) {
            Ok(review) => panic!("{from} -> {to} was read as {review:?}"),
            Err(fault) => fault.to_string(),
        };
        for (from, to, fault) in [
            ("v1", "v2", "line 1 of the statement is not `tickmark-review v1`"),
            ("review v1", "review  v1", "line 1 of the statement is not `tickmark-review v1`"),
            ("record evidence", "record /evidence", "line 2 of the statement is not `record evidence/…`"),
            ("AC-02/", "../", "line 2 of the statement is not `record evidence/…`"),
            ("AC-02/", "/", "line 2 of the statement is not `record evidence/…`"),
            ("sha256 ba", "sha256 BA", "line 3 of the statement is not `sha256 <64 lower-case hex>`"),
            ("sha256 ba", "sha256 a", "line 3 of the statement is not `sha256 <64 lower-case hex>`"),
            ("accepted", "Accepted", "line 4 of the statement is not `verdict accepted|rejected`"),
            ("looked-at the", "looked-at  the", "line 5 of the statement is not `looked-at <one line>`"),
            (
                "exceptions none\n",
                "exceptions \n",
                "line 6 of the statement is not `exceptions <one line, or none>`",
            ),
            ("exceptions none\n", "", "line 6 of the statement is not `exceptions <one line, or none>`"),
            ("none\n", "none\n\n", "the statement goes on after line 6"),
            ("none\n", "none", "the statement is not a text of whole lines"),
            ("accepted\n", "accepted\r\n", "line 4 of the statement holds a control character"),
            ("the list", "the\tlist", "line 5 of the statement holds a control character"),
            ("the list", "the\u{85}list", "line 5 of the statement holds a control character"),
        ] {
            assert_eq!(line(from, to), fault, "{from:?} -> {to:?}");
        }
        assert_eq!(Review::read(b"\xff\n"), Err(StatementFault::NotText));
        assert_eq!(Review::read(b""), Err(StatementFault::NotText));
        assert!(Performed::read(REVIEW.as_bytes()).is_err());
    }

    #[test]
    fn a_witness_counts_and_dates_in_one_way_only() {
        for (from, to) in [
            ("312", "0"),
            ("312", "0312"),
            ("312", "+312"),
            ("312", "99999999999999999999"),
            ("09:00:00Z", "09:00:00.5Z"),
            ("09:00:00Z", "09:00:00+00:00"),
            ("09:00:00Z", "09:00:60Z"),
            ("09:00:00Z", "09:00Z"),
            ("T09", " 09"),
            ("4b825dc", "4B825DC"),
            ("4b825dc", "b825dc"),
        ] {
            assert!(Witness::read(WITNESS.replacen(from, to, 1).as_bytes()).is_err(), "{from} -> {to}");
        }
    }

    proptest! {
        #![proptest_config(ProptestConfig { cases: 256, failure_persistence: None, ..ProptestConfig::default() })]

        #[test]
        fn any_bytes_are_read_without_a_panic(bytes in prop::collection::vec(any::<u8>(), 0..200)) {
            let _ = (Review::read(&bytes), Performed::read(&bytes), Witness::read(&bytes));
        }

        #[test]
        fn what_is_read_is_written_in_one_way(place in any::<prop::sample::Index>(), byte in any::<u8>()) {
            let mut bytes = WITNESS.as_bytes().to_vec();
            let place = place.index(bytes.len());
            bytes[place] = byte;
            if let Ok(note) = Witness::read(&bytes) {
                let commit = match &note.commit {
                    SeenCommit::Sha1(id) => id.to_string(),
                    SeenCommit::Sha256(id) => id.clone(),
                };
                let again = format!(
                    "tickmark-witness v1\nline {}\ncommit {commit}\ncount {}\ntime {}\n",
                    note.line, note.count, note.time
                );
                prop_assert_eq!(again.as_bytes(), &bytes[..]);
            }
        }
    }
}
