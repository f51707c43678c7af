//! Evidence: what came is counted, what was on file and is not the same any more is told.

use std::collections::{BTreeMap, BTreeSet};

use crate::assess::compare::{Fate, State, differing};
use crate::document::{Document, Node};
use crate::kind::{Kind, Place};
use crate::model::{Outcome, Record, Register, record_folder, still_stands};
use crate::place::{BlobId, FileId, RepoPath};

/// What became of evidence that was on file.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub enum EditedHow {
    /// It is not there any more.
    Deleted,
    /// What it said does not stand any more, or a file of it is another one.
    Altered,
    /// It lies under another name, unchanged.
    Moved,
    /// What it said stands, and something was added.
    Completed,
}

impl EditedHow {
    /// The word of the machine contract.
    pub fn word(self) -> &'static str {
        match self {
            Self::Deleted => "deleted",
            Self::Altered => "altered",
            Self::Moved => "moved",
            Self::Completed => "completed",
        }
    }
}

/// Evidence that was on file and is not the same.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Edited {
    /// The record, or the file where it belongs to none.
    pub path: RepoPath,
    /// What became of it.
    pub how: EditedHow,
    /// The control, for a record.
    pub control: Option<String>,
    /// The period, for a record.
    pub period: Option<String>,
    /// What is not the same, in phrases.
    pub what: Vec<String>,
    /// Who performed and who reviewed what it was.
    pub people: BTreeSet<String>,
}

/// What is not the same in the evidence.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct EvidenceChanges {
    /// New records, by control.
    pub added: BTreeMap<String, usize>,
    /// The results of new records, by word.
    pub results: BTreeMap<&'static str, usize>,
    /// New files beside the records.
    pub files: usize,
    /// What was on file and is not the same, by path.
    pub edited: Vec<Edited>,
}

impl EvidenceChanges {
    /// True when nothing is different.
    pub fn is_empty(&self) -> bool {
        self.added.is_empty() && self.files == 0 && self.edited.is_empty()
    }

    /// How many records are new.
    pub fn records(&self) -> usize {
        self.added.values().sum()
    }
}

/// True for files that are evidence once they have landed: nobody edits them after that.
pub(super) fn is_evidence(path: &RepoPath) -> bool {
    match Place::of(path) {
        Place::Known(Kind::Evidence | Kind::Extraction)
        | Place::ExtractionData
        | Place::Statement
        | Place::Anchor
        | Place::Attachment => true,
        Place::Known(_)
        | Place::SystemProse
        | Place::Signers
        | Place::Template
        | Place::Elsewhere
        | Place::Misplaced => false,
    }
}

pub(super) fn evidence(before: State<'_>, after: State<'_>) -> EvidenceChanges {
    let changed = differing(before, after);
    let changed: BTreeMap<&RepoPath, Fate> =
        changed.into_iter().filter(|(path, _)| is_evidence(path)).collect();
    let mut found = EvidenceChanges::default();
    let mut edited: BTreeMap<RepoPath, Edited> = BTreeMap::new();
    let moved = moved(&changed, before.register, after.register);
    let arrived: BTreeSet<&RepoPath> = moved.values().copied().collect();
    let pair = Sides { before, after, moved: &moved };
    for (path, fate) in &changed {
        let is_record = Place::of(path) == Place::Known(Kind::Evidence);
        match fate {
            Fate::Added if arrived.contains(path) => {}
            Fate::Added if is_record => pair.count(path, &mut found),
            _ if is_record => pair.record(path, *fate, &mut edited),
            fate => pair.file(path, *fate, &mut found, &mut edited),
        }
    }
    found.edited = edited.into_values().collect();
    found
}

/// Paths that are gone, with the one under which the same bytes came.
fn moved<'a>(
    changed: &BTreeMap<&'a RepoPath, Fate>,
    before: &'a Register,
    after: &'a Register,
) -> BTreeMap<&'a RepoPath, &'a RepoPath> {
    let blob = |register: &Register, path: &RepoPath| register.file(path.as_str()).and_then(|file| file.blob);
    let of = |wanted: Fate| changed.iter().filter(move |(_, fate)| **fate == wanted).map(|(path, _)| *path);
    let came: BTreeMap<BlobId, &RepoPath> =
        of(Fate::Added).filter_map(|path| Some((blob(after, path)?, path))).collect();
    let gone = of(Fate::Removed);
    gone.filter_map(|path| Some((path, *came.get(&blob(before, path)?)?))).collect()
}

struct Sides<'a> {
    before: State<'a>,
    after: State<'a>,
    moved: &'a BTreeMap<&'a RepoPath, &'a RepoPath>,
}

fn record<'a>(state: State<'a>, path: &RepoPath) -> Option<&'a Record> {
    let records = &state.register.records;
    records.binary_search_by(|record| record.path.cmp(path)).ok().map(|at| &*records[at])
}

fn tree(state: State<'_>, path: &RepoPath) -> Option<Node> {
    let file = state.register.file(path.as_str())?.file;
    let (document, _) = Document::from_yaml(FileId(0), state.bytes(file));
    document.root.filter(|root| document.sound && root.as_mapping().is_some())
}

impl Sides<'_> {
    fn count(&self, path: &RepoPath, found: &mut EvidenceChanges) {
        let record = record(self.after, path);
        let control = record.map_or("unreadable", |record| record.control.value.as_str());
        *found.added.entry(control.to_owned()).or_default() += 1;
        if let Some(record) = record {
            *found.results.entry(Outcome::word(record.result.value)).or_default() += 1;
        }
    }

    /// What is known of a record as it was.
    fn known(&self, path: &RepoPath, how: EditedHow) -> Edited {
        let was = record(self.before, path);
        let people = |record: &Record| {
            let people = [record.performer(), record.reviewer()];
            people.into_iter().flatten().map(|by| by.value.clone()).collect()
        };
        Edited {
            path: path.clone(),
            how,
            control: was.map(|record| record.control.value.clone()),
            period: was.and_then(|record| record.period.as_ref()).map(|period| period.value.clone()),
            what: Vec::new(),
            people: was.map(people).unwrap_or_default(),
        }
    }

    fn record(&self, path: &RepoPath, fate: Fate, edited: &mut BTreeMap<RepoPath, Edited>) {
        let (how, what) = match (fate, self.moved.get(path)) {
            (Fate::Removed, Some(to)) => (EditedHow::Moved, vec![format!("it is `{to}` now")]),
            (Fate::Removed, None) => (EditedHow::Deleted, Vec::new()),
            _ => self.differs(path),
        };
        put(edited, Edited { what, ..self.known(path, how) });
    }

    fn differs(&self, path: &RepoPath) -> (EditedHow, Vec<String>) {
        let (old, new) = (tree(self.before, path), tree(self.after, path));
        let stands = old.as_ref().zip(new.as_ref()).is_some_and(|(old, new)| still_stands(old, new));
        let how = if stands { EditedHow::Completed } else { EditedHow::Altered };
        let (was, is) = (record(self.before, path), record(self.after, path));
        let mut what = Vec::new();
        if let (Some(was), Some(is)) = (was, is)
            && was.result.value != is.result.value
        {
            what.push(format!("result: {} → {}", was.result.value.word(), is.result.value.word()));
        }
        if let (Some(old), Some(new)) = (&old, &new) {
            let fields = crate::assess::value::fields_that_differ(old, new);
            let fields: Vec<&str> =
                fields.iter().map(String::as_str).filter(|key| *key != "result").collect();
            if !fields.is_empty() {
                what.push(fields.join(", "));
            }
        } else {
            what.push("it cannot be read as a record".to_owned());
        }
        (how, what)
    }

    /// A file beside a record, a list of a population, a statement, an anchor.
    fn file(
        &self,
        path: &RepoPath,
        fate: Fate,
        found: &mut EvidenceChanges,
        edited: &mut BTreeMap<RepoPath, Edited>,
    ) {
        let owner = self.owner(path);
        let name = path.name();
        let (how, what) = match (fate, self.moved.get(path)) {
            // What is added to a record that was on file completes it; a new record is counted itself.
            (Fate::Added, _) => {
                found.files += 1;
                match &owner {
                    Some(_) => (EditedHow::Completed, format!("`{name}` was added")),
                    None => return,
                }
            }
            (Fate::Removed, Some(to)) => (EditedHow::Moved, format!("`{name}` is `{to}` now")),
            (Fate::Removed, None) if owner.is_some() => (EditedHow::Altered, format!("`{name}` is gone")),
            (Fate::Removed, None) => (EditedHow::Deleted, String::new()),
            (Fate::Changed, _) => (EditedHow::Altered, format!("`{name}` holds other bytes")),
        };
        let at = owner.unwrap_or_else(|| path.clone());
        let what = if what.is_empty() { Vec::new() } else { vec![what] };
        put(edited, Edited { what, ..self.known(&at, how) });
    }

    /// The record that a file belongs to, if that was on file before.
    fn owner(&self, path: &RepoPath) -> Option<RepoPath> {
        let parts: Vec<&str> = path.parts().collect();
        let &["evidence", control, ref rest @ ..] = parts.as_slice() else { return None };
        let stem =
            rest.first().filter(|_| matches!(Place::of(path), Place::Attachment | Place::Statement))?;
        let stem =
            if rest.len() > 1 { stem } else { stem.split(".review").next()?.split(".performed").next()? };
        let named = |suffix: &str| RepoPath::new(format!("evidence/{control}/{stem}.{suffix}"));
        let paths = [named("yaml"), named("yml")];
        let found = paths.into_iter().find(|path| self.before.register.file(path.as_str()).is_some());
        found.filter(|record| !record_folder(record).as_str().is_empty())
    }
}

/// Several things said of one record are one; the worst counts.
fn put(edited: &mut BTreeMap<RepoPath, Edited>, one: Edited) {
    match edited.get_mut(&one.path) {
        Some(known) => {
            known.how = known.how.min(one.how);
            known.what.extend(one.what);
        }
        None => drop(edited.insert(one.path.clone(), one)),
    }
}
