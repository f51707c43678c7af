//! Decisions in a file that is there: nothing else in it changes by a byte.

use crate::app::AppError;
use crate::document::{Document, Entry, Mapping, Node, Value};
use crate::model::{Framework, still_stands};
use crate::place::{FileId, RepoPath};
use crate::text::escape::flow;

/// An id and the decision on it, as YAML in braces.
type Line<'a> = (&'a str, String);

/// Decisions in the framework's order, each id once.
pub(super) fn ordered<'a>(framework: &Framework, mut lines: Vec<Line<'a>>) -> Vec<Line<'a>> {
    lines.sort_by_key(|(id, _)| place(framework, id));
    lines.dedup();
    lines
}

/// Where a requirement stands in its framework.
fn place(framework: &Framework, id: &str) -> usize {
    let at = framework.requirements.iter().position(|requirement| *requirement.id == *id);
    at.unwrap_or(usize::MAX)
}

/// The text with the decisions in it: those that were there are replaced, the others stand where the
/// framework's order puts them.
pub(super) fn decisions(
    framework: &Framework,
    path: &RepoPath,
    text: &str,
    lines: Vec<Line<'_>>,
) -> Result<String, AppError> {
    let mut new = text.to_owned();
    for (id, value) in ordered(framework, lines) {
        let by_hand = || {
            AppError::usage(format!("the decision on `{id}` cannot be written into `{path}` as it stands"))
                .help("nothing was written; `tickmark lint` says whether the file is broken, else write it by hand")
        };
        let old = tree(&new).ok_or_else(by_hand)?;
        new = put(framework, &new, &old, id, &value).ok_or_else(by_hand)?;
        let written = tree(&new).ok_or_else(by_hand)?;
        if !is_kept(&old, &written, id) {
            return Err(by_hand());
        }
    }
    Ok(new)
}

fn tree(text: &str) -> Option<Node> {
    let (document, problems) = Document::from_yaml(FileId(0), text.as_bytes());
    document.root.filter(|_| document.sound && problems.is_empty())
}

fn put(framework: &Framework, text: &str, root: &Node, id: &str, value: &str) -> Option<String> {
    let top = root.as_mapping()?;
    let line = format!("{}: {value}", flow(id));
    let Some(decisions) = top.entry("decisions") else {
        let end = if text.ends_with('\n') || text.is_empty() { "" } else { "\n" };
        return Some(format!("{text}{end}decisions:\n  {line}\n"));
    };
    match &decisions.value.value {
        Value::Null => {
            // What stands behind the colon, `~` or nothing, makes room for the first decision.
            let end = decisions.key.span.end as usize + 1;
            let behind = (decisions.value.span.end as usize).max(end);
            Some(format!("{}\n  {line}{}", &text[..end], &text[behind..]))
        }
        Value::Mapping(mapping) if mapping.entries.is_empty() => {
            let span = decisions.value.span.range();
            Some(format!("{}{{{line}}}{}", &text[..span.start], &text[span.end..]))
        }
        Value::Mapping(mapping) => match mapping.entry(id) {
            Some(entry) => replaced(text, entry, value),
            None => inserted(framework, text, decisions, mapping, id, &line),
        },
        Value::Scalar(_) | Value::Sequence(_) => None,
    }
}

/// The value of a decision that is there, exchanged. One that stands on lines of its own is left to
/// hands when a comment stands among them.
fn replaced(text: &str, entry: &Entry, value: &str) -> Option<String> {
    let fields = entry.value.as_mapping().into_iter().flat_map(|mapping| &mapping.entries);
    if fields.map(|field| &*field.key.value).any(|key| key.starts_with("x-")) {
        return None;
    }
    let key = entry.key.span.end as usize;
    let start = key + text[key..].find(':')? + 1;
    let end = text[..leaf_end(text, &entry.value)].trim_end().len();
    let old = text.get(start..end.max(start))?;
    if old.contains('#') && old.contains('\n') {
        return None;
    }
    Some(format!("{} {value}{}", &text[..start], &text[end.max(start)..]))
}

fn inserted(
    framework: &Framework,
    text: &str,
    decisions: &Entry,
    mapping: &Mapping,
    id: &str,
    line: &str,
) -> Option<String> {
    let here = place(framework, id);
    let before = mapping.entries.iter().rev().find(|entry| place(framework, &entry.key.value) < here);
    if text[decisions.value.span.range()].starts_with('{') {
        let Some(entry) = before else {
            let start = decisions.value.span.start as usize + 1;
            return Some(format!("{}{line}, {}", &text[..start], &text[start..]));
        };
        let end = leaf_end_of_flow(text, entry);
        return Some(format!("{}, {line}{}", &text[..end], &text[end..]));
    }
    let first = mapping.entries.first()?.key.span.start as usize;
    let indent = &text[text[..first].rfind('\n').map_or(0, |end| end + 1)..first];
    if indent.is_empty() || !indent.trim().is_empty() {
        return None;
    }
    let after = match before {
        Some(entry) => leaf_end(text, &entry.value).max(entry.key.span.end as usize),
        None => decisions.key.span.end as usize,
    };
    // A block of text ends where the next line begins; a comment stays with what it stands behind.
    let after = text[..after].trim_end().len();
    let end = text[after..].find('\n').map_or(text.len(), |at| after + at + 1);
    let feed = if text[..end].ends_with('\n') { "" } else { "\n" };
    Some(format!("{}{feed}{indent}{line}\n{}", &text[..end], &text[end..]))
}

/// Where the value of an entry between braces ends.
fn leaf_end_of_flow(text: &str, entry: &Entry) -> usize {
    let span = entry.value.span.range();
    if span.is_empty() || text[span.clone()].trim().is_empty() {
        entry.key.span.end as usize
    } else {
        span.end
    }
}

/// Where a value ends: at its bracket, or behind its last word; what follows is blanks and comments.
fn leaf_end(text: &str, node: &Node) -> usize {
    let end = node.span.end as usize;
    if text[node.span.range()].starts_with(['{', '[']) {
        return end;
    }
    let last = |nodes: &mut dyn Iterator<Item = &Node>| nodes.map(|node| leaf_end(text, node)).max();
    match &node.value {
        Value::Mapping(mapping) => last(&mut mapping.entries.iter().map(|entry| &entry.value)).unwrap_or(end),
        Value::Sequence(items) => last(&mut items.iter()).unwrap_or(end),
        Value::Null | Value::Scalar(_) => end,
    }
}

/// True when nothing but the decision on one requirement is another one.
fn is_kept(old: &Node, new: &Node, id: &str) -> bool {
    let (Some(old), Some(new)) = (old.as_mapping(), new.as_mapping()) else { return false };
    let kept = |entry: &Entry| {
        let Some(now) = new.get(&entry.key) else { return entry.value.is_null() };
        match (&*entry.key.value, entry.value.as_mapping(), now.as_mapping()) {
            ("decisions", Some(was), Some(is)) => {
                let others = was.entries.iter().filter(|entry| *entry.key.value != *id);
                let mut same =
                    others.map(|entry| is.get(&entry.key).is_some_and(|value| alike(&entry.value, value)));
                let number = was.entries.iter().filter(|entry| *entry.key.value != *id).count() + 1;
                is.get(id).is_some() && is.entries.len() == number && same.all(|same| same)
            }
            ("decisions", None, Some(is)) => is.entries.len() == 1 && is.get(id).is_some(),
            _ => alike(&entry.value, now),
        }
    };
    let added = new.entries.iter().filter(|entry| old.get(&entry.key).is_none());
    old.entries.iter().all(kept) && added.clone().all(|entry| &*entry.key.value == "decisions")
}

fn alike(a: &Node, b: &Node) -> bool {
    still_stands(a, b) && still_stands(b, a)
}
