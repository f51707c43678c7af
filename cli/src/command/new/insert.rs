//! Entries of files that hold several: nothing else in them changes by a byte.

use crate::app::pipeline::Judged;
use crate::app::{AppError, Draft};
use crate::document::{Document, Node, Value};
use crate::kind::Kind;
use crate::place::{FileId, RepoPath};

/// Adds an entry to a register; begins one where there is none.
pub(super) fn entry(judged: &Judged, kind: Kind, entry: &str, draft: &mut Draft) -> Result<(), AppError> {
    let path = there(judged, &format!("policies/registers/{}", kind.name()));
    if judged.loaded.register.file(path.as_str()).is_none() {
        let text = draft.modeline(kind, &path) + entry;
        draft.add(path, text);
        return Ok(());
    }
    let text = ended(draft.read_in(&judged.loaded.snapshot, &path)?);
    checked(&path, &text, text.clone() + entry, draft)
}

/// Adds an entry below the one key of a file that holds such entries; begins the file where there is
/// none.
pub(super) fn under(judged: &Judged, kind: Kind, entry: &str, draft: &mut Draft) -> Result<(), AppError> {
    let (stem, key) = match kind {
        Kind::Objectives => ("policies/isms/objectives", "objectives"),
        Kind::Programme => ("policies/isms/programme", "audits"),
        _ => ("policies/program", "audits"),
    };
    let path = there(judged, stem);
    if judged.loaded.register.file(path.as_str()).is_none() {
        let text = format!("{}{key}:\n{}", draft.modeline(kind, &path), indented(entry, "  "));
        draft.add(path, text);
        return Ok(());
    }
    let text = ended(draft.read_in(&judged.loaded.snapshot, &path)?);
    let (document, _) = Document::from_yaml(FileId(0), text.as_bytes());
    let entries = document.root.as_ref().and_then(|root| root.get(key));
    let Some(Value::Mapping(mapping)) = entries.map(|node| &node.value) else {
        let new = format!("{text}\n{key}:\n{}", indented(entry, "  "));
        return checked(&path, &text, new, draft);
    };
    let by_hand = || {
        AppError::usage(format!("the `{key}:` of `{path}` cannot be added to as they are written"))
            .help("write one below the other, without braces")
    };
    let last = mapping.entries.last().ok_or_else(by_hand)?;
    let start = last.key.span.start as usize;
    let line = text[..start].rfind('\n').map_or(0, |end| end + 1);
    let indent = &text[line..start];
    if !indent.trim().is_empty() || indent.is_empty() {
        return Err(by_hand());
    }
    let end = leaf_end(&last.value);
    let end = text[end..].find('\n').map_or(text.len(), |at| end + at + 1);
    let new = format!("{}{}{}", &text[..end], indented(entry, indent), &text[end..]);
    checked(&path, &text, new, draft)
}

/// The file, by whichever of the two suffixes it has.
fn there(judged: &Judged, stem: &str) -> RepoPath {
    let short = RepoPath::new(format!("{stem}.yml"));
    if judged.loaded.register.file(short.as_str()).is_some() {
        short
    } else {
        RepoPath::new(format!("{stem}.yaml"))
    }
}

fn ended(mut text: String) -> String {
    if !text.is_empty() && !text.ends_with('\n') {
        text.push('\n');
    }
    text
}

fn indented(entry: &str, indent: &str) -> String {
    entry.lines().flat_map(|line| [indent, line, "\n"]).collect()
}

/// Where the last thing of a tree ends: behind it only blanks and comments follow.
fn leaf_end(node: &Node) -> usize {
    match &node.value {
        Value::Mapping(mapping) if !mapping.entries.is_empty() => {
            mapping.entries.iter().map(|entry| leaf_end(&entry.value)).max().unwrap_or_default()
        }
        Value::Sequence(items) if !items.is_empty() => items.iter().map(leaf_end).max().unwrap_or_default(),
        Value::Null | Value::Scalar(_) | Value::Mapping(_) | Value::Sequence(_) => node.span.end as usize,
    }
}

/// The new text must say all that the old one said.
fn checked(path: &RepoPath, old: &str, new: String, draft: &mut Draft) -> Result<(), AppError> {
    let tree = |text: &str| Document::from_yaml(FileId(0), text.as_bytes()).0.root;
    let kept = match (tree(old), tree(&new)) {
        (None, Some(_)) => true,
        (Some(old), Some(new)) => crate::model::still_stands(&old, &new),
        (_, None) => false,
    };
    if !kept {
        return Err(AppError::usage(format!("`{path}` cannot be added to as it is written"))
            .help("`tickmark lint` says whether it is broken; write its entries one below the other"));
    }
    draft.replace(path.clone(), new);
    Ok(())
}
