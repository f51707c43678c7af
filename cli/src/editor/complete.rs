//! What may be written at a cursor.
//!
//! Works on text that is being typed: the way to the cursor comes from its indentation
//! ([`Cursor`]), what exists comes from the last register that could be read.

use std::collections::BTreeSet;

use crate::editor::cursor::{Ask, Cursor, Slot};
use crate::editor::names::{Named, named_by_key, named_by_value};
use crate::editor::navigate::title_of;
use crate::editor::thing::{Sort, Thing};
use crate::editor::{View, yaml_of};
use crate::kind::{Kind, Place};
use crate::model::record_folder;
use crate::place::{RepoPath, Span};
use crate::rules::RULES;
use crate::schema::{Shape, Step, outline};

/// What a completion is.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum CompletionKind {
    /// A key of the schema.
    Key,
    /// A word of a closed set.
    Word,
    /// The id of something.
    Id(Sort),
    /// A file name.
    File,
}

/// One thing that may be written.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Completion {
    /// What it is.
    pub kind: CompletionKind,
    /// What is shown.
    pub label: String,
    /// A title beside it; empty when there is none.
    pub detail: String,
    /// What it is about; our own Markdown.
    pub about: Option<String>,
    /// What is replaced.
    pub replaced: Span,
    /// By what.
    pub with: String,
}

/// Lists what may be written at a byte of a file, the likeliest first. `text` is what the editor
/// shows now, which may be newer than the view.
pub fn complete(view: &View<'_>, path: &RepoPath, text: &str, offset: usize) -> Vec<Completion> {
    let Place::Known(kind) = Place::of(path) else { return Vec::new() };
    let markdown = path.extension().as_deref() == Some("md");
    let Some(yaml) = yaml_of(text.as_bytes(), markdown) else { return Vec::new() };
    match Cursor::find(text, yaml, offset) {
        Some(Cursor::Asks { asks, typed, flow }) => {
            let desk = Desk { view, path, text, kind, typed, flow };
            let mut list: Vec<Completion> = asks.iter().flat_map(|ask| desk.answer(ask)).collect();
            let mut seen = BTreeSet::new();
            list.retain(|one| seen.insert(one.label.clone()));
            list
        }
        Some(Cursor::Comment(before)) => in_comment(before, offset),
        Some(Cursor::Prose) | None => Vec::new(),
    }
}

/// One place at which is completed.
struct Desk<'a> {
    view: &'a View<'a>,
    path: &'a RepoPath,
    text: &'a str,
    kind: Kind,
    typed: Span,
    flow: bool,
}

impl Desk<'_> {
    fn answer(&self, ask: &Ask<'_>) -> Vec<Completion> {
        match ask.slot {
            Slot::Key => {
                let mut list = match named_by_key(self.kind, &ask.steps) {
                    Some(named) => self.names(named, ": "),
                    None => Vec::new(),
                };
                list.extend(self.keys(ask));
                list.retain(|one| !ask.taken.contains(one.label.as_str()));
                list
            }
            Slot::Value => {
                let steps = without_items(&ask.steps);
                let mut list = match named_by_value(self.kind, &ask.steps) {
                    Some(named) => self.names(named, ""),
                    None => Vec::new(),
                };
                let words = [steps, ask.steps.as_slice()]
                    .into_iter()
                    .flat_map(|steps| outline(self.kind, steps).words);
                let about = |word: String| self.one(CompletionKind::Word, &word, "", "");
                list.extend(words.map(about));
                list
            }
        }
    }

    fn one(&self, kind: CompletionKind, label: &str, detail: &str, behind: &str) -> Completion {
        let behind = if self.colon_follows() { "" } else { behind };
        Completion {
            kind,
            label: label.to_owned(),
            detail: detail.to_owned(),
            about: None,
            replaced: self.typed,
            with: format!("{label}{behind}"),
        }
    }

    /// A key that is written anew keeps the colon that it has.
    fn colon_follows(&self) -> bool {
        let rest = self.text.get(self.typed.end as usize..).unwrap_or_default();
        rest.trim_start_matches(|c: char| c.is_alphanumeric() || matches!(c, '_' | '-')).starts_with(':')
    }

    fn keys(&self, ask: &Ask<'_>) -> Vec<Completion> {
        let fields = outline(self.kind, &ask.steps).fields.into_iter();
        let key = |field: crate::schema::Field| {
            let behind = match field.shape {
                Shape::Mapping | Shape::List if !self.flow => ":",
                Shape::Mapping | Shape::List | Shape::Scalar => ": ",
            };
            let detail = if field.required { "required" } else { "" };
            Completion { about: field.about, ..self.one(CompletionKind::Key, &field.name, detail, behind) }
        };
        fields.map(key).collect()
    }

    fn names(&self, named: Named<'_>, behind: &str) -> Vec<Completion> {
        let register = self.view.register;
        let program = register.program.as_ref();
        let people = || program.into_iter().flat_map(|program| &program.people).map(|one| one.short.as_str());
        let teams = || program.into_iter().flat_map(|program| &program.teams).map(|one| one.short.as_str());
        let ids = |sort: Sort, ids: Vec<&str>| -> Vec<Completion> {
            ids.into_iter().map(|id| self.id(&Thing::new(sort, id), behind)).collect()
        };
        match named {
            Named::Owner => {
                [ids(Sort::Person, people().collect()), ids(Sort::Team, teams().collect())].concat()
            }
            Named::Person => ids(Sort::Person, people().collect()),
            Named::Control => ids(Sort::Control, register.controls.names().collect()),
            Named::Risk => ids(Sort::Risk, register.risks.names().collect()),
            Named::Policy => ids(Sort::Policy, register.policies.names().collect()),
            Named::Population => ids(Sort::Population, register.populations.names().collect()),
            Named::Vendor => ids(Sort::Vendor, register.vendors.iter().map(|one| one.id.as_str()).collect()),
            Named::Asset => ids(Sort::Asset, register.assets.iter().map(|one| one.id.as_str()).collect()),
            Named::InternalAudit => ids(Sort::InternalAudit, register.internal_audits.names().collect()),
            Named::Audit => {
                let audits = program.into_iter().flat_map(|program| &program.audits);
                ids(Sort::Audit, audits.map(|audit| audit.id.as_str()).collect())
            }
            Named::Framework => {
                let own = register.frameworks.keys().map(String::as_str);
                let built_in = crate::embedded::FRAMEWORKS.iter().map(|framework| framework.id);
                let all: BTreeSet<&str> = own.chain(built_in).collect();
                ids(Sort::Framework, all.into_iter().collect())
            }
            Named::Requirement(framework) => self.requirements(framework, behind),
            Named::Rule => {
                RULES.iter().map(|rule| self.id(&Thing::new(Sort::Rule, rule.meta.name), behind)).collect()
            }
            Named::File => self.files(),
            Named::Needed => self.needed(),
            Named::Period => self.periods(),
        }
    }

    fn id(&self, thing: &Thing, behind: &str) -> Completion {
        let title = title_of(self.view, thing).unwrap_or_else(|| thing.sort.word().to_owned());
        self.one(CompletionKind::Id(thing.sort), &thing.id, &title, behind)
    }

    fn requirements(&self, framework: Option<&str>, behind: &str) -> Vec<Completion> {
        let framework = framework.or_else(|| value_at_root(self.text, "framework")).unwrap_or_default();
        let Some(framework) = self.view.register.frameworks.get(framework) else { return Vec::new() };
        let asking = framework.requirements.iter().filter(|requirement| !requirement.heading);
        asking
            .map(|requirement| {
                let title = requirement.title.as_ref().map_or("", |title| title.value.as_str());
                self.one(CompletionKind::Id(Sort::Requirement), &requirement.id, title, behind)
            })
            .collect()
    }

    /// The files in the record's folder.
    fn files(&self) -> Vec<Completion> {
        let folder = record_folder(self.path);
        let files = self.view.register.below(folder.as_str());
        let name = |path: &RepoPath| path.as_str()[folder.as_str().len() + 1..].to_owned();
        files.map(|file| self.one(CompletionKind::File, &name(&file.path), "", "")).collect()
    }

    /// What the control asks its records for.
    fn needed(&self) -> Vec<Completion> {
        let control = value_at_root(self.text, "control").and_then(|id| self.view.register.controls.get(id));
        let needed = control.into_iter().flat_map(|control| &control.evidence);
        needed
            .map(|one| {
                let what = one.what.as_ref().map_or("", |what| what.value.as_str());
                self.one(CompletionKind::Word, &one.name, what, "")
            })
            .collect()
    }

    /// The periods of the control, those without a record first.
    fn periods(&self) -> Vec<Completion> {
        let control = value_at_root(self.text, "control").and_then(|id| self.view.assessment.control(id));
        let mut occurrences: Vec<_> = control.into_iter().flat_map(|control| &control.occurrences).collect();
        occurrences.sort_by_key(|one| one.status.is_on_file());
        let detail = |one: &crate::assess::Occurrence| format!("{}, due by {}", one.status.word(), one.due);
        occurrences
            .into_iter()
            .map(|one| self.one(CompletionKind::Id(Sort::Period), &one.period.name, &detail(one), ""))
            .collect()
    }
}

/// One or many: the words of a list's items are those of the value alone.
fn without_items<'a, 's>(steps: &'a [Step<'s>]) -> &'a [Step<'s>] {
    match steps {
        [front @ .., Step::Item] => front,
        all => all,
    }
}

/// The value of a key at the left edge of a text.
fn value_at_root<'a>(text: &'a str, key: &str) -> Option<&'a str> {
    let line = text.lines().find_map(|line| line.strip_prefix(key)?.strip_prefix(':'))?;
    let value = line.split(" #").next()?.trim().trim_matches(['"', '\'']);
    Some(value)
}

/// `# tickmark: ignore[…`
fn in_comment(before: &str, offset: usize) -> Vec<Completion> {
    let Some(rest) = before.trim_start().strip_prefix("tickmark:") else { return Vec::new() };
    let Some(inside) = rest.trim_start().strip_prefix("ignore[").filter(|inside| !inside.contains(']'))
    else {
        return Vec::new();
    };
    let typed = inside.rsplit(',').next().unwrap_or_default().trim_start();
    let replaced = Span::new(offset - typed.len(), offset);
    let taken: BTreeSet<&str> = inside.split(',').map(str::trim).collect();
    let rules =
        RULES.iter().map(|rule| &rule.meta).filter(|meta| meta.name == typed || !taken.contains(meta.name));
    rules
        .map(|meta| Completion {
            kind: CompletionKind::Id(Sort::Rule),
            label: meta.name.to_owned(),
            detail: meta.summary.to_owned(),
            about: None,
            replaced,
            with: meta.name.to_owned(),
        })
        .collect()
}
