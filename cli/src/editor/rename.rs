//! Renaming an id: every place that names it, and the files that are called like it.
//!
//! What has landed as evidence is never altered, so an id that a landed record names keeps its
//! name; the refusal says which record.

use crate::document::{Document, Scalar};
use crate::editor::View;
use crate::editor::navigate::{of, title_of};
use crate::editor::thing::{Mention, Role, Sort, Thing};
use crate::finding::Edit;
use crate::kind::{Kind, Place};
use crate::place::{FileId, RepoPath, Span};

/// What would be renamed.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Target {
    /// The id, without its quotes.
    pub span: Span,
    /// The id as it is.
    pub id: String,
}

/// What renaming does.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct Change {
    /// Replacements, by place.
    pub edits: Vec<Edit>,
    /// Files and folders that move, after the replacements: from, to.
    pub moves: Vec<(RepoPath, RepoPath)>,
}

/// Why an id keeps its name; a phrase in lower case.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
#[error("{0}")]
pub struct Refused(String);

/// Says what would be renamed at a byte; `None` where nothing has an id.
pub fn prepare(view: &View<'_>, file: FileId, offset: usize) -> Result<Option<Target>, Refused> {
    let Some(mention) = view.mention_at(file, offset) else { return Ok(None) };
    if matches!(mention.thing.sort, Sort::File | Sort::Period) {
        return Ok(None);
    }
    check(view, &mention.thing)?;
    Ok(Some(Target { span: inside_quotes(view, mention), id: mention.thing.id.clone() }))
}

/// Renames what stands at a byte; `None` where nothing has an id.
pub fn rename(view: &View<'_>, file: FileId, offset: usize, new: &str) -> Result<Option<Change>, Refused> {
    let Some(mention) = view.mention_at(file, offset) else { return Ok(None) };
    let thing = &mention.thing;
    check(view, thing)?;
    check_name(view, thing, new)?;
    if new == thing.id {
        return Ok(Some(Change::default()));
    }
    let edit = |one: &Mention| Edit {
        place: crate::place::Location { file: one.at.file, span: inside_quotes(view, one) },
        with: new.to_owned(),
    };
    let edits = of(view, thing).filter(|one| !one.at.span.is_empty()).map(edit).collect();
    Ok(Some(Change { edits, moves: moves(view, thing, new) }))
}

/// Refuses what must keep its name.
fn check(view: &View<'_>, thing: &Thing) -> Result<(), Refused> {
    let id = &thing.id;
    match thing.sort {
        Sort::Requirement | Sort::Rule | Sort::File | Sort::Period => {
            return Err(Refused(format!(
                "`{id}` is the id of a {}, and not yours to change",
                thing.sort.word()
            )));
        }
        Sort::Control
        | Sort::Risk
        | Sort::Policy
        | Sort::Document
        | Sort::Population
        | Sort::Person
        | Sort::Team
        | Sort::Vendor
        | Sort::Asset
        | Sort::Audit
        | Sort::Incident
        | Sort::InternalAudit
        | Sort::ManagementReview
        | Sort::Nonconformity
        | Sort::Framework => {}
    }
    let defined: Vec<&Mention> = of(view, thing).filter(|one| one.role == Role::Defines).collect();
    match defined.as_slice() {
        [] => return Err(Refused(format!("`{id}` is not defined in this repository"))),
        [_] => {}
        [_, ..] => {
            return Err(Refused(format!(
                "`{id}` is the id of two things; give one of them another id first"
            )));
        }
    }
    if let Some(broken) = unreadable(view) {
        let path = view.register.path(broken);
        return Err(Refused(format!("`{path}` cannot be read and may name `{id}`; repair it first")));
    }
    if let Some(path) = landed(view, thing) {
        return Err(Refused(format!(
            "`{id}` has evidence that has landed, and evidence is never altered: `{path}`"
        )));
    }
    match of(view, thing).find(|one| one.block) {
        Some(one) => {
            let path = view.register.path(one.at.file);
            Err(Refused(format!("`{id}` is written as a block in `{path}`; write it on one line first")))
        }
        None => Ok(()),
    }
}

/// A file whose names nobody can tell.
fn unreadable(view: &View<'_>) -> Option<FileId> {
    let lost = |document: &&Document| document.root.is_none() && !document.sound;
    let lost = view.documents.iter().flatten().copied().find(lost).map(|document| document.file);
    view.broken.first().copied().or(lost)
}

/// The first file that would have to change or move, and may not.
fn landed(view: &View<'_>, thing: &Thing) -> Option<RepoPath> {
    let keeps = |path: &RepoPath| {
        let kept = match Place::of(path) {
            Place::Known(kind) => matches!(kind, Kind::Evidence | Kind::Extraction),
            Place::ExtractionData | Place::Statement | Place::Attachment => true,
            Place::SystemProse
            | Place::Signers
            | Place::Anchor
            | Place::Template
            | Place::Elsewhere
            | Place::Misplaced => false,
        };
        kept && view.has_landed(path)
    };
    let named = of(view, thing).map(|one| view.register.path(one.at.file));
    let moved = folder(thing).into_iter().flat_map(|folder| {
        view.register.files.iter().map(|file| &file.path).filter(move |path| path.is_below(folder.as_str()))
    });
    named.chain(moved).find(|path| keeps(path)).cloned()
}

/// Refuses a name that would be no id, or that is taken.
fn check_name(view: &View<'_>, thing: &Thing, new: &str) -> Result<(), Refused> {
    let short = matches!(
        thing.sort,
        Sort::Person | Sort::Team | Sort::Framework | Sort::Vendor | Sort::Asset | Sort::Audit
    );
    let letter = |c: char| {
        if short { c.is_ascii_lowercase() || c.is_ascii_digit() } else { c.is_ascii_alphanumeric() }
    };
    let right = new.starts_with(|c: char| letter(c) && (short || c.is_ascii_alphabetic()))
        && new.ends_with(letter)
        && new.chars().all(|c| letter(c) || matches!(c, '.' | '_' | '-'));
    let scalar = Scalar { text: new.into(), style: crate::document::Style::Plain };
    let word = scalar.as_bool().is_some()
        || scalar.looks_like_number()
        || matches!(new.to_ascii_lowercase().as_str(), "null");
    if !right || word {
        let form = if short {
            "a short name like `priya`: lower-case letters, digits, `.`, `_` and `-`"
        } else {
            "an id like `AC-02`: letters, digits, `.`, `_` and `-`"
        };
        return Err(Refused(format!("`{new}` is not {form}")));
    }
    let rivals: &[Sort] = match thing.sort {
        Sort::Person | Sort::Team => &[Sort::Person, Sort::Team],
        Sort::Policy | Sort::Document => &[Sort::Policy, Sort::Document],
        _ => std::slice::from_ref(&thing.sort),
    };
    let taken = rivals.iter().map(|sort| Thing::new(*sort, new)).find(|rival| {
        *rival != *thing && view.mentions.iter().any(|one| one.role == Role::Defines && one.thing == *rival)
    });
    match taken {
        Some(rival) => {
            let title = title_of(view, &rival).map(|title| format!(", {title}")).unwrap_or_default();
            Err(Refused(format!("`{new}` is already the id of a {}{title}", rival.sort.word())))
        }
        None => Ok(()),
    }
}

/// The files and folders that are called like the thing.
fn moves(view: &View<'_>, thing: &Thing, new: &str) -> Vec<(RepoPath, RepoPath)> {
    let mut moves = Vec::new();
    for mention in of(view, thing).filter(|one| one.role == Role::Defines) {
        let path = view.register.path(mention.at.file);
        let own = Place::of(path).kind().and_then(super::thing::entity_of) == Some(thing.sort);
        if own && path.stem() == thing.id {
            let extension = &path.name()[thing.id.len()..];
            moves.push((path.clone(), RepoPath::new(path.folder()).join(&format!("{new}{extension}"))));
            let beside = RepoPath::new(path.folder()).join(&thing.id);
            if path.is_below("evidence") && view.register.below(beside.as_str()).next().is_some() {
                moves.push((beside, RepoPath::new(path.folder()).join(new)));
            }
        }
    }
    if let Some(folder) = folder(thing).filter(|folder| view.register.below(folder.as_str()).next().is_some())
    {
        let to = RepoPath::new(folder.folder()).join(new);
        moves.push((folder, to));
    }
    moves
}

/// The folder of evidence that is called like a thing.
fn folder(thing: &Thing) -> Option<RepoPath> {
    let id = &thing.id;
    match thing.sort {
        Sort::Control => Some(RepoPath::new(format!("evidence/{id}"))),
        Sort::Population => Some(RepoPath::new(format!("evidence/populations/{id}"))),
        Sort::Audit => Some(RepoPath::new(format!("evidence/audits/{id}"))),
        Sort::Risk
        | Sort::Policy
        | Sort::Document
        | Sort::Person
        | Sort::Team
        | Sort::Vendor
        | Sort::Asset
        | Sort::Incident
        | Sort::InternalAudit
        | Sort::ManagementReview
        | Sort::Nonconformity
        | Sort::Framework
        | Sort::Requirement
        | Sort::Rule
        | Sort::File
        | Sort::Period => None,
    }
}

/// The text of a mention without its quotes.
fn inside_quotes(view: &View<'_>, mention: &Mention) -> Span {
    let span = mention.at.span;
    match view.source(mention.at.file).get(span.range()) {
        Some([b'"' | b'\'', .., b'"' | b'\'']) => Span { start: span.start + 1, end: span.end - 1 },
        Some(_) | None => span,
    }
}
