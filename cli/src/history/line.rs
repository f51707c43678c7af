//! The main line of a repository that is not a compliance repository: a product whose changes are evidence.

use std::collections::BTreeMap;

use crate::history::{LineCommit, Person, Signature};
use crate::place::CommitId;

/// A main line, and what was merged into it.
#[derive(Debug, Clone, Default)]
pub struct MainLine {
    /// The chain of first parents, oldest first; what each changed is not here.
    pub line: Vec<LineCommit>,
    /// Every other commit that can be reached, with the place on the line of the merge that brought
    /// it in.
    pub sides: BTreeMap<CommitId, u32>,
}

/// A commit's own words.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Message {
    /// The commit.
    pub commit: CommitId,
    /// Who wrote it.
    pub author: Person,
    /// The signature on it, if any.
    pub signature: Option<Signature>,
    /// The message, decoded lossily.
    pub text: String,
}

/// `Reviewed-by: Omar <omar@northwind.example>`
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Trailer<'m> {
    /// `Reviewed-by`
    pub key: &'m str,
    /// What stands behind the colon, on this line.
    pub value: &'m str,
}

impl Message {
    /// The trailers: the last paragraph, where it is not the subject and a quarter of its lines or
    /// more are trailers (git-interpret-trailers).
    pub fn trailers(&self) -> Vec<Trailer<'_>> {
        let text = self.text.trim_end();
        let lines: Vec<&str> = text.lines().collect();
        let Some(blank) = lines.iter().rposition(|line| line.trim().is_empty()) else { return Vec::new() };
        if lines[..blank].iter().all(|line| line.trim().is_empty()) {
            return Vec::new();
        }
        let paragraph = &lines[blank + 1..];
        let found: Vec<Trailer<'_>> = paragraph.iter().filter_map(|line| trailer(line)).collect();
        let continued = paragraph.iter().filter(|line| line.starts_with([' ', '\t'])).count();
        if (found.len() + continued) * 4 >= paragraph.len() { found } else { Vec::new() }
    }
}

fn trailer(line: &str) -> Option<Trailer<'_>> {
    let (key, value) = line.split_once(':')?;
    let key = key.trim_end();
    let is_key = !key.is_empty() && key.bytes().all(|byte| byte.is_ascii_alphanumeric() || byte == b'-');
    // `https://…` is no trailer.
    (is_key && !value.starts_with("//")).then(|| Trailer { key, value: value.trim() })
}

#[cfg(test)]
mod tests {
    use super::Message;
    use crate::history::Person;
    use crate::place::CommitId;

    fn trailers(text: &str) -> Vec<String> {
        let author = Person {
            name: String::new(),
            mail: String::new(),
            at: jiff::Timestamp::UNIX_EPOCH,
            offset_minutes: 0,
        };
        let message = Message { commit: CommitId([0; 20]), author, signature: None, text: text.to_owned() };
        message.trailers().iter().map(|one| format!("{}={}", one.key, one.value)).collect()
    }

    #[test]
    fn trailers_are_the_last_paragraph() {
        assert_eq!(
            trailers(
                "Fix the lock\n\nIt was held.\n\nReviewed-by: Omar <o@n.example>\nPR-URL: https://x/1\n"
            ),
            ["Reviewed-by=Omar <o@n.example>", "PR-URL=https://x/1"]
        );
        assert_eq!(trailers("Fix\n\nAcked-by : A\n continued\n"), ["Acked-by=A"]);
    }

    #[test]
    fn a_subject_and_a_paragraph_of_prose_hold_none() {
        assert_eq!(trailers("Reviewed-by: nobody"), [""; 0]);
        assert_eq!(trailers("\n\nReviewed-by: nobody"), [""; 0]);
        assert_eq!(trailers("Fix\n\nNote: this\nis a long\nparagraph of\nfour\nlines and more\n"), [""; 0]);
        assert_eq!(trailers("Fix\n\nhttps://example.com/1\n"), [""; 0]);
    }
}
