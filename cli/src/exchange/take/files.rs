//! Rows of a table into the files in which they belong.

use std::collections::BTreeMap;
use std::fmt::Write as _;

use crate::exchange::OnFile;
use crate::exchange::merge::{Known, merge};
use crate::exchange::rows::is_empty;
use crate::exchange::shape::{Layout, Shape};
use crate::exchange::take::{Change, Fault, Row, TakeError};
use crate::exchange::value::Value;
use crate::place::RepoPath;
use crate::sheet::Read;
use crate::text::escape::flow;

/// Between the keys of a row.
pub(super) const BETWEEN: char = '\u{1f}';

/// What is on file, by the keys that rows have.
pub(super) struct Existing {
    pub(super) files: BTreeMap<String, OnFile>,
    /// The fields of each file that rows stand in.
    pub(super) heads: BTreeMap<String, Value>,
    pub(super) rows: BTreeMap<(String, String), Value>,
}

impl Existing {
    pub(super) fn of(shape: &Shape, files: &[OnFile]) -> Result<Self, TakeError> {
        let mut existing = Self { files: BTreeMap::new(), heads: BTreeMap::new(), rows: BTreeMap::new() };
        for file in files {
            let root = file.root.as_ref().and_then(Value::of);
            let root = match root {
                Some(root) => root,
                None if is_empty(file) => Value::Map(Vec::new()),
                None => {
                    return Err(TakeError::usage(
                        format!("`{}` cannot be read", file.path),
                        "`tickmark lint` says where it is broken",
                    ));
                }
            };
            existing.add(shape, file, root);
        }
        Ok(existing)
    }

    fn add(&mut self, shape: &Shape, file: &OnFile, root: Value) {
        let text = |value: &Value, key: &str| {
            value
                .get(key)
                .and_then(Value::as_text)
                .map(|text| text.split_whitespace().collect::<Vec<_>>().join(" "))
        };
        let name = match shape.layout {
            Layout::Files(_) => text(&root, "id").unwrap_or_default(),
            Layout::Entries(_) => String::new(),
            Layout::Inside { named, .. } => {
                joined(named.iter().map(|key| text(&root, key).unwrap_or_default()))
            }
        };
        // Of two files that say the same of themselves the first one counts; `lint` tells of both.
        if self.files.contains_key(&name) {
            return;
        }
        self.files.insert(name.clone(), file.clone());
        match shape.layout {
            Layout::Files(_) => {
                self.rows.insert((name, String::new()), root);
            }
            Layout::Entries(_) => self.entries(&name, &root),
            Layout::Inside { container, keys, .. } => {
                match root.get(container) {
                    Some(map @ Value::Map(_)) => self.entries(&name, map),
                    Some(list) => {
                        for item in list.items() {
                            let key: Vec<String> =
                                keys.iter().map(|key| text(item, key).unwrap_or_default()).collect();
                            let key = key.join(&BETWEEN.to_string());
                            self.rows.entry((name.clone(), key)).or_insert_with(|| item.clone());
                        }
                    }
                    None => {}
                }
                self.heads.insert(name, root);
            }
        }
    }

    fn entries(&mut self, file: &str, map: &Value) {
        let Value::Map(entries) = map else { return };
        for (id, value) in entries.iter().filter(|(id, _)| !id.starts_with("x-")) {
            self.rows.insert((file.to_owned(), id.clone()), value.clone());
        }
    }

    /// The file and the row that the cells of a row name.
    pub(super) fn keys(shape: &Shape, names: &[(String, String)], publication: &str) -> (String, String) {
        let texts = || names.iter().map(|(_, text)| text.clone());
        match shape.layout {
            Layout::Files(_) => (texts().next().unwrap_or_default(), String::new()),
            Layout::Entries(_) => (String::new(), texts().next().unwrap_or_default()),
            Layout::Inside { named, keys, .. } => {
                let mut own: Vec<String> = texts().skip(named.len()).collect();
                if keys.contains(&"publication") {
                    own.push(publication.to_owned());
                }
                (joined(texts().take(named.len())), own.join(&BETWEEN.to_string()))
            }
        }
    }
}

fn joined(names: impl Iterator<Item = String>) -> String {
    names.collect::<Vec<_>>().join("--")
}

/// Why a file cannot be called so.
pub(super) fn unfit(name: &str) -> Option<String> {
    let plain = |c: char| c.is_ascii_alphanumeric() || matches!(c, '.' | '-' | '_');
    let fits = name.chars().all(plain) && !name.starts_with(['.', '-']) && name.len() <= 120;
    (!fits).then(|| format!("`{name}` is no id; use letters, digits, `.`, `_` and `-`"))
}

/// The files as they will be.
pub(super) fn changes(
    shape: &'static Shape,
    existing: &Existing,
    rows: &[Row],
    table: &Read,
    faults: &mut Vec<Fault>,
) -> Vec<Change> {
    let mut by_file: BTreeMap<&str, Vec<&Row>> = BTreeMap::new();
    for row in rows {
        by_file.entry(&row.file).or_default().push(row);
    }
    let mut changes = Vec::new();
    for (name, rows) in by_file {
        let mut fault = |row: &Row, because: String| {
            let place = table.place(row.index, 0);
            faults.push(Fault { at: (row.index, 0), place, about: super::label(row), because });
        };
        let Some(first) = rows.first() else { continue };
        let twin = existing.files.keys().find(|other| *other != name && other.eq_ignore_ascii_case(name));
        if let Some(twin) = twin.filter(|_| !existing.files.contains_key(name)) {
            fault(first, format!("`{twin}` is on file, and differs by its capital letters only"));
            continue;
        }
        let head = match head(&rows) {
            Ok(head) => head,
            Err((row, key)) => {
                fault(
                    row,
                    format!("`{}.{key}` is said otherwise by another row of the same file", shape.name),
                );
                continue;
            }
        };
        match change(shape, existing, name, &rows, head) {
            Ok(change) => changes.extend(change),
            Err((path, key)) => {
                let at = if key.is_empty() { String::new() } else { format!(" at `{key}`") };
                fault(
                    first,
                    format!(
                        "`{path}` cannot be changed{at} as it is written there (is there a comment among the lines?); change it by hand"
                    ),
                );
            }
        }
    }
    changes
}

/// What the rows say of their file; else the row that says something else, and of what.
fn head<'r>(rows: &[&'r Row]) -> Result<Value, (&'r Row, String)> {
    let mut head: Vec<(String, Value)> = Vec::new();
    for row in rows {
        let Value::Map(entries) = &row.head else { continue };
        for (key, value) in entries {
            match head.iter_mut().find(|(there, _)| there == key) {
                None => head.push((key.clone(), value.clone())),
                Some((_, there)) if there.same(value) => {}
                Some((_, Value::Map(there))) if matches!(value, Value::Map(_)) => {
                    let Value::Map(more) = value else { continue };
                    for (key, value) in more {
                        match there.iter().find(|(known, _)| known == key) {
                            None => there.push((key.clone(), value.clone())),
                            Some((_, known)) if known.same(value) => {}
                            Some(_) => return Err((row, key.clone())),
                        }
                    }
                }
                Some(_) => return Err((row, key.clone())),
            }
        }
    }
    Ok(Value::Map(head))
}

fn change(
    shape: &'static Shape,
    existing: &Existing,
    name: &str,
    rows: &[&Row],
    head: Value,
) -> Result<Option<Change>, (RepoPath, String)> {
    let old = existing.files.get(name);
    let said = |row: &&&Row| row.is_new || !matches!(&row.value, Value::Map(entries) if entries.is_empty());
    let rows: Vec<&Row> = rows.iter().filter(said).copied().collect();
    let is_map = matches!(shape.layout, Layout::Entries(_) | Layout::Inside { keys: [], .. });
    let mut inner: Vec<(String, Value)> = Vec::new();
    let mut items: Vec<Value> = Vec::new();
    for row in &rows {
        if is_map {
            inner.push((row.key.clone(), row.value.clone()));
        } else {
            items.push(with_keys(shape, existing, row));
        }
    }
    let (path, container) = match shape.layout {
        Layout::Files(folder) => (format!("{folder}/{name}.yaml"), None),
        Layout::Entries(stem) => (format!("{stem}.yaml"), None),
        Layout::Inside { folder, container, .. } => (format!("{folder}/{name}.yaml"), Some(container)),
    };
    let path = old.map_or_else(|| RepoPath::new(path), |file| file.path.clone());
    let value = match (container, is_map) {
        (None, false) => items.pop().unwrap_or(Value::Map(Vec::new())),
        (None, true) => Value::Map(inner),
        (Some(container), _) => {
            let Value::Map(mut entries) = head else { return Ok(None) };
            if old.is_none() || !rows.is_empty() {
                let inside = if is_map { Value::Map(inner) } else { Value::List(items) };
                entries.push((container.to_owned(), inside));
            }
            Value::Map(entries)
        }
    };
    if matches!(&value, Value::Map(entries) if entries.is_empty()) {
        return Ok(None);
    }
    let Some(old) = old else {
        return Ok(Some(Change { path, before: None, after: text(shape, &value) }));
    };
    let after = if is_empty(old) {
        let end = if old.text.is_empty() || old.text.ends_with('\n') { "" } else { "\n" };
        format!("{}{end}{}", old.text, text(shape, &value))
    } else {
        merge(&old.text, &value, &known(shape)).map_err(|key| (path.clone(), key))?
    };
    Ok((after != old.text).then(|| Change { path, before: Some(old.text.clone()), after }))
}

/// An item with the keys that tell it apart.
fn with_keys(shape: &Shape, existing: &Existing, row: &Row) -> Value {
    let Layout::Inside { keys, .. } = shape.layout else { return row.value.clone() };
    let Some(old) = existing.rows.get(&(row.file.clone(), row.key.clone())) else { return row.value.clone() };
    let keyed = keys.iter().filter_map(|key| Some(((*key).to_owned(), old.get(key)?.clone())));
    let mut entries: Vec<(String, Value)> = keyed.collect();
    let Value::Map(own) = &row.value else { return row.value.clone() };
    entries.extend(own.iter().filter(|(key, _)| !keys.contains(&key.as_str())).cloned());
    Value::Map(entries)
}

fn known(shape: &'static Shape) -> Known<'static> {
    let (list, depth) = match shape.layout {
        Layout::Files(_) => (None, 0),
        Layout::Entries(_) => (None, 1),
        Layout::Inside { keys: [], .. } => (None, 2),
        Layout::Inside { container, keys, .. } => (Some((container, keys)), 2),
    };
    Known { list, depth, fields: shape.fields }
}

/// A new file.
fn text(shape: &Shape, value: &Value) -> String {
    let Layout::Inside { container, .. } = shape.layout else { return value.block("") };
    let Value::Map(entries) = value else { return String::new() };
    let head: Vec<(String, Value)> = entries.iter().filter(|(key, _)| key != container).cloned().collect();
    let mut out = Value::Map(head).block("");
    // Writing to a String cannot fail.
    let _ = match value.get(container) {
        Some(Value::Map(rows)) if !rows.is_empty() => {
            let rows: Vec<String> =
                rows.iter().map(|(id, row)| format!("  {}: {}\n", flow(id), row.flow())).collect();
            write!(out, "{container}:\n{}", rows.concat())
        }
        Some(Value::List(rows)) if !rows.is_empty() => {
            let rows: Vec<String> = rows.iter().map(|row| format!("  - {}\n", row.flow())).collect();
            write!(out, "\n{container}:\n{}", rows.concat())
        }
        Some(empty) => writeln!(out, "{container}: {}", empty.flow()),
        None => Ok(()),
    };
    out
}
