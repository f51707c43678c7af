//! What changed between the ends of the window: by meaning, not by lines, wherever that is possible.

use std::collections::{BTreeMap, BTreeSet};

use serde::Serialize;

use crate::assess::{prose, rated};
use crate::kind::{Kind, Place};
use crate::model::{self, Method, Policy, Rating, Risk, Vendor};
use crate::packet::context::Desk;
use crate::packet::context::fields::{
    FieldChange, control_changes, outline, policy_changes, risk_changes, vendor_changes,
};
use crate::packet::context::start::start;
use crate::packet::sources::text;
use crate::place::{BlobId, RepoPath};

/// Lines of a prose difference over this many are left out of the page.
const DIFF_LINES: usize = 200;

/// What changed between the ends of the window.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct ChangesView {
    /// What the state before is, in a sentence; empty when it is the evening before the window.
    pub start: String,
    /// The last day of the state that is compared with: the day before the window, unless `start` says
    /// something else.
    pub before: String,
    /// The commit in force then, its first ten digits; empty when there was none.
    pub before_commit: String,
    /// The last day that is compared.
    pub after: String,
    /// The commit in force then.
    pub after_commit: String,
    /// Main-line commits that began to count since then.
    pub commits: usize,
    /// Main-line commits between the window's last day and the tag.
    pub commits_after: usize,
    /// Controls, by id.
    pub controls: Vec<ControlChange>,
    /// Policies and documents, and the prose of the system description.
    pub policies: Vec<PolicyChange>,
    /// Risks whose rating, treatment or owner moved.
    pub risks: Vec<RiskMove>,
    /// Vendors.
    pub vendors: Vec<VendorChange>,
    /// Other files under `policies/` that changed and are not compared by meaning.
    pub other_files: Vec<OtherChange>,
    /// What is not compared, in sentences.
    pub not_compared: Vec<String>,
}

/// A control that is not the same.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct ControlChange {
    /// Its id.
    pub id: String,
    /// Its title.
    pub title: String,
    /// Its page; empty when it has none.
    pub page: String,
    /// `added`, `removed`, `changed`.
    pub kind: &'static str,
    /// What is different.
    pub fields: Vec<FieldChange>,
    /// The commits that touched its file since then: `4f1c9ab012 (2026-05-18)`.
    pub commits: Vec<String>,
}

/// A text that is not the same.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct PolicyChange {
    /// The path.
    pub path: String,
    /// The title; else the path.
    pub title: String,
    /// `added`, `removed`, `changed`.
    pub kind: &'static str,
    /// What is different in the front matter.
    pub fields: Vec<FieldChange>,
    /// Lines that are new in the text.
    pub lines_added: usize,
    /// Lines that are gone from it.
    pub lines_removed: usize,
    /// The difference in unified form; empty when the text is the same, new or gone.
    pub diff: String,
    /// True when the difference was too long for the page.
    pub cut: bool,
    /// The commits that touched the file since then.
    pub commits: Vec<String>,
}

/// A risk that moved.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct RiskMove {
    /// Its id.
    pub id: String,
    /// Its title.
    pub title: String,
    /// `added`, `removed`, `changed`.
    pub kind: &'static str,
    /// The rating with controls: `3 × 3 = 9 (medium)`.
    pub before: String,
    /// The same, now.
    pub after: String,
    /// `up`, `down`, `same`, or empty when that cannot be said.
    pub direction: &'static str,
    /// What else is different.
    pub fields: Vec<FieldChange>,
}

/// A vendor that is not the same.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct VendorChange {
    /// Its id.
    pub id: String,
    /// `added`, `removed`, `changed`.
    pub kind: &'static str,
    /// What is different.
    pub fields: Vec<FieldChange>,
}

/// A file that changed.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct OtherChange {
    /// Its path.
    pub path: String,
    /// `added`, `removed`, `changed`.
    pub kind: &'static str,
    /// The commits that touched it since then.
    pub commits: Vec<String>,
}

/// Paths and blobs on one day.
type State<'a> = BTreeMap<&'a RepoPath, BlobId>;

/// The two ends.
struct Ends<'d, 'a> {
    desk: &'d Desk<'a>,
    before: State<'a>,
    after: State<'a>,
    commits: BTreeMap<&'a RepoPath, Vec<String>>,
}

pub(super) fn changes(desk: &Desk<'_>) -> ChangesView {
    let window = desk.material.assessment.window;
    let start = start(desk);
    let mut commits: BTreeMap<&RepoPath, Vec<String>> = BTreeMap::new();
    let (mut inside, mut behind) = (0, 0);
    for (commit, effective) in desk.past.line().skip(start.commits) {
        if effective <= window.to {
            inside += 1;
            for change in &commit.changes {
                commits.entry(&change.path).or_default().push(format!("{} ({effective})", commit.id.short()));
            }
        }
        behind += usize::from(effective > window.to);
    }
    let ends = Ends { desk, before: desk.past.after(start.commits), after: desk.past.at(window.to), commits };
    let last = start.commits.checked_sub(1).and_then(|at| desk.past.line().nth(at));
    let newest = desk.past.commit_at(window.to);
    ChangesView {
        before: start.day.to_string(),
        before_commit: last.map(|(commit, _)| commit.id.short()).unwrap_or_default(),
        start: start.words,
        after: window.to.to_string(),
        after_commit: newest.map(|commit| commit.id.short()).unwrap_or_default(),
        commits: inside,
        commits_after: behind,
        controls: ends.controls(),
        policies: ends.policies(),
        risks: ends.risks(),
        vendors: ends.vendors(),
        other_files: ends.others(),
        not_compared: not_compared(desk),
    }
}

fn not_compared(desk: &Desk<'_>) -> Vec<String> {
    let mut said = vec![
        "The programme (people, teams, audits, defaults), populations, the asset and processing registers, \
         the structured system description and the Statement of Applicability: their files are listed below when they \
         changed, without what changed in them."
            .to_owned(),
        "Evidence: records are judged one by one on the controls' pages, not as a difference.".to_owned(),
        "The systems themselves: only what this repository says about them.".to_owned(),
    ];
    if !desk.material.trail.complete {
        said.push("Whatever happened before the oldest commit here: this clone is shallow.".to_owned());
    }
    said
}

impl<'a> Ends<'_, 'a> {
    fn read<T>(
        &self,
        state: &State<'a>,
        kind: Kind,
        read: impl Fn(&RepoPath, &[u8]) -> Option<(String, T)>,
    ) -> BTreeMap<String, (T, &'a RepoPath)> {
        let mut found = BTreeMap::new();
        for (path, blob) in state.iter().filter(|(path, _)| Place::of(path) == Place::Known(kind)) {
            if let Some((id, value)) = self.desk.past.bytes(*blob).and_then(|bytes| read(path, bytes)) {
                found.entry(id).or_insert((value, *path));
            }
        }
        found
    }

    fn both<T>(
        &self,
        kind: Kind,
        read: impl Fn(&RepoPath, &[u8]) -> Option<(String, T)>,
    ) -> Vec<(String, Pair<'a, T>)> {
        let mut before = self.read(&self.before, kind, &read);
        let mut after = self.read(&self.after, kind, &read);
        let ids: BTreeSet<String> = before.keys().chain(after.keys()).cloned().collect();
        let pair = |id: String| {
            let pair = Pair { before: before.remove(&id), after: after.remove(&id) };
            (id, pair)
        };
        ids.into_iter().map(pair).collect()
    }

    fn commits(&self, path: &RepoPath) -> Vec<String> {
        self.commits.get(path).cloned().unwrap_or_default()
    }

    fn controls(&self) -> Vec<ControlChange> {
        let read = |path: &RepoPath, bytes: &[u8]| {
            model::read_control(path, bytes).map(|control| (control.id.value.clone(), control))
        };
        let mut changes = Vec::new();
        for (id, pair) in self.both(Kind::Control, read) {
            let Some((newest, path)) = pair.newest() else { continue };
            let fields = match (&pair.before, &pair.after) {
                (Some((old, _)), Some((new, _))) => control_changes(self.desk, old, new),
                (None, _) => outline(self.desk, newest, true),
                (_, None) => outline(self.desk, newest, false),
            };
            if pair.is_whole() && fields.is_empty() {
                continue;
            }
            changes.push(ControlChange {
                title: text(newest.title.as_ref()),
                page: super::controls::page_of(self.desk, &id).unwrap_or_default(),
                kind: pair.kind(),
                fields,
                commits: self.commits(path),
                id,
            });
        }
        changes
    }

    fn risks(&self) -> Vec<RiskMove> {
        let read = |path: &RepoPath, bytes: &[u8]| {
            model::read_risk(path, bytes).map(|risk| (risk.id.value.clone(), risk))
        };
        let built_in = Method::default();
        let method = self.desk.material.register.method.as_ref().unwrap_or(&built_in);
        let mut moves = Vec::new();
        for (id, pair) in self.both(Kind::Risk, read) {
            let fields = pair.fields(|old, new| risk_changes(self.desk, old, new, method));
            let rating = |side: &Option<(Risk, &RepoPath)>| side.as_ref().and_then(|(risk, _)| risk.residual);
            let (old, new) = (rating(&pair.before), rating(&pair.after));
            let direction = match (old.map(Rating::product), new.map(Rating::product)) {
                (Some(old), Some(new)) if new > old => "up",
                (Some(old), Some(new)) if new < old => "down",
                (Some(_), Some(_)) => "same",
                _ => "",
            };
            let Some((newest, _)) = pair.newest() else { continue };
            if pair.is_whole() && fields.is_empty() && rated(method, old) == rated(method, new) {
                continue;
            }
            moves.push(RiskMove {
                title: text(newest.title.as_ref()),
                kind: pair.kind(),
                before: rated(method, old),
                after: rated(method, new),
                direction,
                fields,
                id,
            });
        }
        moves
    }

    fn vendors(&self) -> Vec<VendorChange> {
        let all = |state: &State<'a>| -> BTreeMap<String, Vendor> {
            let files = state.iter().filter(|(path, _)| Place::of(path) == Place::Known(Kind::Vendors));
            let bytes = files.filter_map(|(path, blob)| Some((path, self.desk.past.bytes(*blob)?)));
            bytes
                .flat_map(|(path, bytes)| model::read_vendors(path, bytes))
                .map(|one| (one.id.value.clone(), one))
                .collect()
        };
        let (before, after) = (all(&self.before), all(&self.after));
        let ids: BTreeSet<&String> = before.keys().chain(after.keys()).collect();
        let change = |id: &String| {
            let (kind, fields) = match (before.get(id), after.get(id)) {
                (None, _) => ("added", Vec::new()),
                (_, None) => ("removed", Vec::new()),
                (Some(old), Some(new)) => ("changed", vendor_changes(self.desk, old, new)),
            };
            (kind != "changed" || !fields.is_empty()).then(|| VendorChange { id: id.clone(), kind, fields })
        };
        ids.into_iter().filter_map(change).collect()
    }

    fn policies(&self) -> Vec<PolicyChange> {
        let written = |path: &RepoPath| {
            matches!(Place::of(path), Place::Known(Kind::Policy | Kind::IsmsDocument) | Place::SystemProse)
        };
        self.differing(written).into_iter().map(|(path, kind)| self.policy(path, kind)).collect()
    }

    fn policy(&self, path: &RepoPath, kind: &'static str) -> PolicyChange {
        let read = |state: &State<'a>| -> Option<(Option<Policy>, String)> {
            let bytes = self.desk.past.bytes(*state.get(path)?)?;
            let whole = || String::from_utf8_lossy(bytes).into_owned();
            Some(
                model::read_policy(path, bytes)
                    .map_or_else(|| (None, whole()), |(policy, prose)| (Some(policy), prose)),
            )
        };
        let (old, new) = (read(&self.before), read(&self.after));
        let policies = old
            .as_ref()
            .and_then(|(policy, _)| policy.as_ref())
            .zip(new.as_ref().and_then(|(policy, _)| policy.as_ref()));
        let title = new.as_ref().or(old.as_ref()).and_then(|(policy, _)| policy.as_ref()?.title.as_ref());
        let (mut added, mut removed, mut diff) = (0, 0, Some(String::new()));
        if let (Some((_, old)), Some((_, new))) = (&old, &new) {
            let told = prose(old, new);
            (added, removed, diff) = (told.added, told.removed, told.diff);
        }
        let cut = diff.as_ref().is_none_or(|diff| diff.lines().count() > DIFF_LINES);
        PolicyChange {
            path: path.to_string(),
            title: title.map_or_else(|| path.to_string(), |title| title.value.clone()),
            kind,
            fields: policies.map(|(old, new)| policy_changes(self.desk, old, new)).unwrap_or_default(),
            lines_added: added,
            lines_removed: removed,
            diff: diff.filter(|_| !cut).unwrap_or_default(),
            cut,
            commits: self.commits(path),
        }
    }

    fn others(&self) -> Vec<OtherChange> {
        let rest = |path: &RepoPath| {
            path.is_below("policies")
                && !matches!(
                    Place::of(path),
                    Place::Known(
                        Kind::Control | Kind::Policy | Kind::IsmsDocument | Kind::Risk | Kind::Vendors
                    ) | Place::SystemProse
                )
        };
        let change = |(path, kind): (&RepoPath, &'static str)| OtherChange {
            path: path.to_string(),
            kind,
            commits: self.commits(path),
        };
        self.differing(rest).into_iter().map(change).collect()
    }

    /// The paths that are not the same at both ends, with `added`, `removed` or `changed`.
    fn differing(&self, wanted: impl Fn(&RepoPath) -> bool) -> Vec<(&'a RepoPath, &'static str)> {
        let paths: BTreeSet<&RepoPath> = self.before.keys().chain(self.after.keys()).copied().collect();
        let kind = |path: &'a RepoPath| match (self.before.get(path), self.after.get(path)) {
            (None, _) => Some((path, "added")),
            (_, None) => Some((path, "removed")),
            (old, new) => (old != new).then_some((path, "changed")),
        };
        paths.into_iter().filter(|path| wanted(path)).filter_map(kind).collect()
    }
}

/// Something at both ends.
struct Pair<'a, T> {
    before: Option<(T, &'a RepoPath)>,
    after: Option<(T, &'a RepoPath)>,
}

impl<'a, T> Pair<'a, T> {
    fn kind(&self) -> &'static str {
        match (&self.before, &self.after) {
            (None, _) => "added",
            (_, None) => "removed",
            (Some(_), Some(_)) => "changed",
        }
    }

    fn is_whole(&self) -> bool {
        self.before.is_some() && self.after.is_some()
    }

    fn newest(&self) -> Option<(&T, &'a RepoPath)> {
        self.after.as_ref().or(self.before.as_ref()).map(|(value, path)| (value, *path))
    }

    fn fields(&self, compare: impl Fn(&T, &T) -> Vec<FieldChange>) -> Vec<FieldChange> {
        match (&self.before, &self.after) {
            (Some((old, _)), Some((new, _))) => compare(old, new),
            _ => Vec::new(),
        }
    }
}
