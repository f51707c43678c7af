//! Statements as text: what they say to the bytes that are signed.
//!
//! Whatever is written is read again first: a value that would break its line is a fault, never a
//! statement that says something else.

use super::{Outcome, Performed, Review, SeenCommit, StatementFault, Witness};

impl Review {
    /// The six lines.
    pub fn written(&self) -> Result<String, StatementFault> {
        let text = format!(
            "tickmark-review v1\nrecord {}\nsha256 {}\nverdict {}\nlooked-at {}\nexceptions {}\n",
            self.record,
            self.sha256,
            self.outcome.word(),
            self.looked_at,
            self.exceptions.as_deref().unwrap_or("none")
        );
        same(text, self, Self::read)
    }
}

impl Performed {
    /// The three lines.
    pub fn written(&self) -> Result<String, StatementFault> {
        let text = format!("tickmark-performed v1\nrecord {}\nsha256 {}\n", self.record, self.sha256);
        same(text, self, Self::read)
    }
}

impl Witness {
    /// The five lines.
    pub fn written(&self) -> Result<String, StatementFault> {
        let commit = match &self.commit {
            SeenCommit::Sha1(id) => id.to_string(),
            SeenCommit::Sha256(id) => id.clone(),
        };
        let text = format!(
            "tickmark-witness v1\nline {}\ncommit {commit}\ncount {}\ntime {}\n",
            self.line, self.count, self.time
        );
        same(text, self, Self::read)
    }
}

impl Outcome {
    /// The word of the statement.
    pub fn word(self) -> &'static str {
        match self {
            Self::Accepted => "accepted",
            Self::Rejected => "rejected",
        }
    }
}

/// The text, if reading it gives back what was to be said.
fn same<T: PartialEq>(
    text: String,
    said: &T,
    read: impl Fn(&[u8]) -> Result<T, StatementFault>,
) -> Result<String, StatementFault> {
    if read(text.as_bytes())? == *said { Ok(text) } else { Err(StatementFault::NotText) }
}

#[cfg(test)]
mod tests {
    use super::{Performed, Review, StatementFault, Witness};
    use crate::place::Sha256;
    use crate::signature::statement::{Outcome, SeenCommit};

    fn review(looked_at: &str, exceptions: Option<&str>) -> Review {
        Review {
            record: "evidence/AC-02/2026-Q1.yaml".into(),
            sha256: Sha256::of(b"abc"),
            outcome: Outcome::Rejected,
            looked_at: looked_at.to_owned(),
            exceptions: exceptions.map(str::to_owned),
        }
    }

    #[test]
    fn what_is_written_is_read_back() {
        assert_eq!(
            review("the list", None).written().as_deref(),
            Ok("tickmark-review v1\nrecord evidence/AC-02/2026-Q1.yaml\n\
                sha256 ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad\n\
                verdict rejected\nlooked-at the list\nexceptions none\n")
        );
        let performed = Performed { record: "evidence/AC-02/2026-Q1.yaml".into(), sha256: Sha256::of(b"") };
        let text = performed.written().expect("a statement");
        assert_eq!(Performed::read(text.as_bytes()), Ok(performed));
        let witness = Witness {
            line: "main".to_owned(),
            commit: SeenCommit::Sha1("4b825dc642cb6eb9a060e54bf8d69288fbee4904".parse().expect("an id")),
            count: 3,
            time: "2026-04-02T09:00:00Z".parse().expect("an instant"),
        };
        assert_eq!(Witness::read(witness.written().expect("a note").as_bytes()), Ok(witness));
    }

    #[test]
    fn a_value_that_would_say_something_else_is_not_written() {
        let line = |line, wanted| Err(StatementFault::Line { line, wanted });
        assert_eq!(
            review("all\nexceptions none", None).written(),
            Err(StatementFault::TooLong(6)),
            "a second line"
        );
        assert_eq!(review("", None).written(), line(5, "looked-at <one line>"));
        assert_eq!(review("all", Some(" ")).written(), line(6, "exceptions <one line, or none>"));
        assert_eq!(review("all", Some("none")).written(), Err(StatementFault::NotText), "not an exception");
        assert_eq!(review("\u{1b}[31m", None).written(), Err(StatementFault::ControlCharacter(5)));
    }
}
