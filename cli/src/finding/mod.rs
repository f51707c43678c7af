//! What is wrong, where, and how much it matters.
//!
//! A [`Problem`] is met while reading; a rule of the group Shape gives it words. A [`Finding`] is
//! what a rule says. [`Findings`] is the sink: it applies levels and suppressions, so that no rule
//! has to know about configuration.

mod directive;
mod edit;
mod level;
mod problem;
mod rule;
mod sink;

pub use directive::{Directive, directives};
pub use edit::{Applied, apply};
pub use level::Level;
pub use problem::{ONCE, Problem, ProblemKind};
pub use rule::{Group, RuleMeta};
pub use sink::{Findings, NotEvaluated, RuleLevels};

use crate::place::{Location, RepoPath};

/// One thing that a rule says about one place.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Finding {
    /// The rule's name.
    pub rule: &'static str,
    /// How much it matters, after configuration.
    pub level: Level,
    /// What is wrong: a phrase, lower case, no full stop, the user's words in backticks.
    pub message: String,
    /// The smallest text that a person would edit.
    pub place: Location,
    /// The path of that file.
    pub path: RepoPath,
    /// A few words to stand under the caret.
    pub label: Option<String>,
    /// Other places that explain it.
    pub related: Vec<Related>,
    /// The id of what it is about: a control, a record's path, a person.
    pub subject: Option<String>,
    /// Why, or how we know.
    pub notes: Vec<String>,
    /// What to do, as an imperative.
    pub help: Option<String>,
    /// Edits that carry the help out.
    pub fix: Option<Fix>,
    /// Why there are no such edits though the rule knows them: the file may not be changed any more.
    pub withheld: Option<String>,
    /// Set when a suppression puts it aside; it is still listed.
    pub waived: Option<Waiver>,
}

/// Another place that explains a finding.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Related {
    /// Where.
    pub place: Location,
    /// What stands there.
    pub text: String,
}

/// Replacements that carry out what a finding's help says.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Fix {
    /// The edits, all in the finding's file, in order, not overlapping.
    pub edits: Vec<Edit>,
    /// True when what the author meant is sure.
    pub safe: bool,
    /// For one that is not safe: what a person should make sure of, as a phrase.
    pub caution: Option<&'static str>,
}

/// One replacement of bytes.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Edit {
    /// What is replaced.
    pub place: Location,
    /// By what.
    pub with: String,
}

/// Why a finding is set aside.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Waiver {
    /// The author's reason.
    pub because: String,
    /// The last day on which it counts, as written.
    pub until: Option<String>,
    /// Where the suppression stands.
    pub place: Location,
}

impl Finding {
    /// Starts a finding of a rule at a place.
    pub fn new(
        rule: &'static RuleMeta,
        place: Location,
        path: &RepoPath,
        message: impl Into<String>,
    ) -> Self {
        Self {
            rule: rule.name,
            level: rule.level,
            message: clipped(message.into()),
            place,
            path: path.clone(),
            label: None,
            related: Vec::new(),
            subject: None,
            notes: Vec::new(),
            help: None,
            fix: None,
            withheld: None,
            waived: None,
        }
    }

    /// Says what it is about.
    #[must_use]
    pub fn subject(mut self, subject: impl Into<String>) -> Self {
        self.subject = Some(subject.into());
        self
    }

    /// Puts words under the caret.
    #[must_use]
    pub fn label(mut self, label: impl Into<String>) -> Self {
        self.label = Some(clipped(label.into()));
        self
    }

    /// Points at another place.
    #[must_use]
    pub fn related(mut self, place: Location, text: impl Into<String>) -> Self {
        self.related.push(Related { place, text: clipped(text.into()) });
        self
    }

    /// Adds a note: why, or how we know.
    #[must_use]
    pub fn note(mut self, note: impl Into<String>) -> Self {
        self.notes.push(clipped(note.into()));
        self
    }

    /// Says what to do.
    #[must_use]
    pub fn help(mut self, help: impl Into<String>) -> Self {
        self.help = Some(clipped(help.into()));
        self
    }

    /// Says what to do, if there is something to say.
    #[must_use]
    pub fn maybe_help(mut self, help: Option<String>) -> Self {
        self.help = help.map(clipped).or(self.help);
        self
    }

    /// Attaches a safe edit of one place in the finding's file.
    #[must_use]
    pub fn fix(self, place: Location, with: impl Into<String>) -> Self {
        self.fix_all(vec![Edit { place, with: with.into() }])
    }

    /// Attaches safe edits of the finding's file, in order, not overlapping.
    #[must_use]
    pub fn fix_all(mut self, edits: Vec<Edit>) -> Self {
        self.fix = Some(Fix { edits, safe: true, caution: None });
        self
    }

    /// Attaches an edit that may say something else than its author meant; `caution` says what.
    #[must_use]
    pub fn fix_unsafe(mut self, place: Location, with: impl Into<String>, caution: &'static str) -> Self {
        let edits = vec![Edit { place, with: with.into() }];
        self.fix = Some(Fix { edits, safe: false, caution: Some(caution) });
        self
    }
}

/// The user's words, which stand in backticks, may be a megabyte; a message says their beginning.
fn clipped(text: String) -> String {
    if text.len() <= LONG {
        return text;
    }
    let parts = text.split('`').enumerate().map(|(number, part)| {
        let end = part.char_indices().nth(LONG / 2).map_or(part.len(), |(at, _)| at);
        if number % 2 == 1 && part.len() > LONG { format!("{}…", &part[..end]) } else { part.to_owned() }
    });
    parts.collect::<Vec<_>>().join("`")
}

/// Bytes of one word of the user that are always shown in full.
const LONG: usize = 240;

#[cfg(test)]
mod tests {
    use super::clipped;

    #[test]
    fn a_long_word_is_shown_by_its_beginning() {
        let long = "ü".repeat(1000);
        let shown = clipped(format!("`{long}` is not `a` date"));
        assert_eq!(shown, format!("`{}…` is not `a` date", "ü".repeat(120)));
    }
}
