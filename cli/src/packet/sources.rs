//! Who and where: the names and files that stand behind a statement.

use std::collections::BTreeMap;

use serde::Serialize;

use crate::calendar::{CompanyZone, Date};
use crate::history::{LineCommit, Trail};
use crate::model::{Act, Moment, Policy, Program, Register, Task, Text};
use crate::place::{FileId, RepoPath};

/// A file, or a folder, and the commit that last changed it.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct FileRef {
    /// Its path at the tag; a folder ends in `/`.
    pub path: String,
    /// The blob's id; empty for a folder.
    pub blob: String,
    /// The main-line commit that last changed it; empty when it is older than the history here.
    pub commit: String,
    /// The first ten digits of that commit.
    pub commit_short: String,
    /// The committer date of that commit as a day in the company's zone.
    pub changed: String,
    /// The author of that commit.
    pub changed_by: String,
}

/// Who did something, and on which day.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct Signed {
    /// The person's name; empty when nobody is named.
    pub by: String,
    /// The day in the company's zone, else as it is written; empty when no day is given.
    pub on: String,
}

/// Something to be done, and where it stands on the as-of day.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct TaskState {
    /// What.
    pub what: String,
    /// Who sees to it.
    pub owner: String,
    /// By when; empty when no day is given.
    pub due: String,
    /// Since when it is done; empty while it is not.
    pub done: String,
    /// `done`, `done late`, `open`, `overdue`, or `open, no date`.
    pub state: &'static str,
}

/// Looks names, files and days up.
pub(crate) struct Sources<'a> {
    pub(crate) register: &'a Register,
    pub(crate) program: Option<&'a Program>,
    pub(crate) zone: &'a CompanyZone,
    pub(crate) as_of: Date,
    changed: BTreeMap<&'a str, &'a LineCommit>,
    bytes: &'a dyn Fn(FileId) -> Option<&'a [u8]>,
}

impl<'a> Sources<'a> {
    /// Reads the main line once, so that the last change of any path can be told.
    pub(crate) fn new(
        register: &'a Register,
        trail: &'a Trail,
        zone: &'a CompanyZone,
        as_of: Date,
        bytes: &'a dyn Fn(FileId) -> Option<&'a [u8]>,
    ) -> Self {
        let mut changed = BTreeMap::new();
        for commit in &trail.line {
            for change in &commit.changes {
                changed.insert(change.path.as_str(), commit);
            }
        }
        Self { register, program: register.program.as_ref(), zone, as_of, changed, bytes }
    }

    /// A file by path.
    pub(crate) fn file(&self, path: &RepoPath) -> FileRef {
        let blob = self.register.file(path.as_str()).and_then(|file| file.blob);
        self.refer(
            path.to_string(),
            blob.map(|blob| blob.to_string()),
            self.changed.get(path.as_str()).copied(),
        )
    }

    /// A folder, with the newest commit that changed something in it.
    pub(crate) fn folder(&self, folder: &str) -> FileRef {
        let below = self.changed.iter().filter(|(path, _)| RepoPath::new(path).is_below(folder));
        let newest = below.map(|(_, commit)| *commit).max_by_key(|commit| (commit.committer.at, commit.id));
        self.refer(format!("{folder}/"), None, newest)
    }

    fn refer(&self, path: String, blob: Option<String>, commit: Option<&LineCommit>) -> FileRef {
        let day = |commit: &LineCommit| self.zone.date_of(commit.committer.at).to_string();
        FileRef {
            path,
            blob: blob.unwrap_or_default(),
            commit: commit.map(|commit| commit.id.to_string()).unwrap_or_default(),
            commit_short: commit.map(|commit| commit.id.short()).unwrap_or_default(),
            changed: commit.map(day).unwrap_or_default(),
            changed_by: commit.map(|commit| commit.author.name.clone()).unwrap_or_default(),
        }
    }

    /// The full name of a person, `team it` for a team, else the short name.
    pub(crate) fn name(&self, short: &str) -> String {
        match self.program {
            Some(program) if program.team(short).is_some() => format!("team {short}"),
            Some(program) => program.name_of(short).to_owned(),
            None => short.to_owned(),
        }
    }

    /// The same, with the members of a team.
    pub(crate) fn in_full(&self, short: Option<&Text>) -> String {
        let team = short.zip(self.program).and_then(|(short, program)| program.team(short));
        match team {
            Some(team) => format!("{} ({})", self.named(short), self.names(&team.members)),
            None => self.named(short),
        }
    }

    /// The full name behind an optional short name; empty when there is none.
    pub(crate) fn named(&self, short: Option<&Text>) -> String {
        short.map(|short| self.name(short)).unwrap_or_default()
    }

    /// Who answers for something: a person by name, with the day on which they left if they have, or
    /// a team by its short name; empty when nobody is named.
    pub(crate) fn responsible(&self, short: Option<&Text>) -> String {
        let Some(short) = short else { return String::new() };
        let person = self.program.and_then(|program| program.person(short));
        let left = person
            .and_then(|person| person.until)
            .map(|until| until.value)
            .filter(|until| *until < self.as_of);
        match left {
            Some(until) => format!("{} (left {until})", self.name(short)),
            None if self.program.is_some_and(|program| program.team(short).is_some()) => {
                format!("team {}", short.value)
            }
            None => self.name(short),
        }
    }

    /// The day of the newest main-line commit that changed a file; `None` when it is older than the
    /// history here.
    pub(crate) fn changed_on(&self, path: &RepoPath) -> Option<Date> {
        self.changed.get(path.as_str()).map(|commit| self.zone.date_of(commit.committer.at))
    }

    /// Several names in one phrase.
    pub(crate) fn names(&self, shorts: &[Text]) -> String {
        shorts.iter().map(|short| self.name(short)).collect::<Vec<_>>().join(", ")
    }

    /// The day of a moment, else what is written.
    pub(crate) fn day(&self, moment: Option<&Moment>) -> String {
        let shown = |moment: &Moment| match moment.when {
            Some(when) => when.date(self.zone).to_string(),
            None => moment.text.value.clone(),
        };
        moment.map(shown).unwrap_or_default()
    }

    /// Who and when; `None` when nothing is written.
    pub(crate) fn signed(&self, act: Option<&Act>) -> Option<Signed> {
        act.map(|act| Signed { by: self.named(act.by.as_ref()), on: self.day(act.at.as_ref()) })
    }

    /// A task and where it stands.
    pub(crate) fn task(&self, task: &Task) -> TaskState {
        let (due, done) = (task.due.map(|due| due.value), task.done.map(|done| done.value));
        let state = match (due, done) {
            (Some(due), Some(done)) if done > due => "done late",
            (_, Some(_)) => "done",
            (Some(due), None) if due < self.as_of => "overdue",
            (Some(_), None) => "open",
            (None, None) => "open, no date",
        };
        let shown = |day: Option<Date>| day.map(|day| day.to_string()).unwrap_or_default();
        TaskState {
            what: text(task.what.as_ref()),
            owner: self.named(task.owner.as_ref()),
            due: shown(due),
            done: shown(done),
            state,
        }
    }

    /// The prose of a document, without its front matter.
    pub(crate) fn prose(&self, policy: &Policy) -> String {
        let bytes =
            (self.bytes)(policy.file).and_then(|bytes| bytes.get(policy.body.range())).unwrap_or_default();
        String::from_utf8_lossy(bytes).trim().to_owned()
    }
}

/// Optional text; empty when there is none.
pub(crate) fn text(text: Option<&Text>) -> String {
    text.map(|text| text.value.clone()).unwrap_or_default()
}

/// An optional day; empty when there is none.
pub(crate) fn day(day: Option<Date>) -> String {
    day.map(|day| day.to_string()).unwrap_or_default()
}

/// Several texts in one phrase.
pub(crate) fn list(texts: &[Text]) -> String {
    texts.iter().map(|text| text.value.as_str()).collect::<Vec<_>>().join(", ")
}

/// `1 risk`, `2 risks`.
pub(crate) fn count(number: usize, one: &str, many: &str) -> String {
    format!("{number} {}", if number == 1 { one } else { many })
}
