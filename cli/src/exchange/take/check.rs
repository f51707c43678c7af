//! Every new text against its schema; what does not fit is told at the cell that it came from.

use std::collections::BTreeSet;

use crate::document::{Document, Node, Value as Tree};
use crate::exchange::columns::Columns;
use crate::exchange::shape::{Layout, Shape};
use crate::exchange::take::{Change, Fault, Row, files};
use crate::exchange::value::Value;
use crate::finding::{Problem, ProblemKind};
use crate::place::{FileId, Span};
use crate::schema;
use crate::sheet::Read;

pub(super) fn check(
    shape: &'static Shape,
    changes: &[Change],
    rows: &[Row],
    table: &Read,
    columns: &Columns,
    faults: &mut Vec<Fault>,
) {
    // A row with a cell that could not be read lacks what stands there.
    let wrong: BTreeSet<usize> = faults.iter().map(|fault| fault.at.0).collect();
    for change in changes {
        let before = change.before.as_deref().map(|text| problems(shape, text).1).unwrap_or_default();
        let (document, after) = problems(shape, &change.after);
        let Some(root) = document.root else { continue };
        for problem in after {
            // What was wrong before is none of the table's business.
            if before.iter().any(|old| old.kind == problem.kind) {
                continue;
            }
            let mut path = Vec::new();
            way(&root, problem.location.span, &mut path);
            if let ProblemKind::MissingField { field, .. } = &problem.kind {
                path.push(field.clone());
            }
            let (row, rest) = found(shape, &root, &path, rows, change);
            if row.is_some_and(|row| wrong.contains(&row.index)) {
                continue;
            }
            let column = column(columns, shape, &rest);
            let because = because(&problem.kind, &rest, shape);
            let (index, about) =
                row.map_or((columns.header, change.path.to_string()), |row| (row.index, super::label(row)));
            let at = (index, column.unwrap_or(0));
            faults.push(Fault { at, place: table.place(at.0, at.1), about, because });
        }
    }
}

fn problems(shape: &Shape, text: &str) -> (Document, Vec<Problem>) {
    let (document, mut problems) = Document::from_yaml(FileId(0), text.as_bytes());
    if problems.is_empty() {
        problems = schema::check(shape.kind, &document);
        // Notes on how a value is written are for the linter.
        problems.retain(|problem| {
            !matches!(problem.kind, ProblemKind::AmbiguousNumber { .. } | ProblemKind::WordAsBoolean { .. })
        });
    }
    (document, problems)
}

/// The keys that lead to a span, items by their number.
fn way(node: &Node, span: Span, path: &mut Vec<String>) {
    let holds = |of: Span| of.start <= span.start && span.end <= of.end;
    match &node.value {
        Tree::Mapping(mapping) => {
            let mut entries = mapping.entries.iter();
            let entry = entries.rfind(|entry| entry.key.span.start <= span.start);
            if let Some(entry) = entry.filter(|entry| holds(entry.key.span) || holds(entry.value.span)) {
                path.push(entry.key.to_string());
                way(&entry.value, span, path);
            }
        }
        Tree::Sequence(items) => {
            if let Some((index, item)) = items.iter().enumerate().find(|(_, item)| holds(item.span)) {
                path.push(index.to_string());
                way(item, span, path);
            }
        }
        Tree::Null | Tree::Scalar(_) => {}
    }
}

/// The row that a path leads through, and what is left of the path.
fn found<'r>(
    shape: &Shape,
    root: &Node,
    path: &[String],
    rows: &'r [Row],
    change: &Change,
) -> (Option<&'r Row>, Vec<String>) {
    let of = |key: &str| {
        rows.iter().find(|row| row.key == key && (row.file.is_empty() || change.path.stem() == row.file))
    };
    match shape.layout {
        Layout::Files(_) => {
            let id = Value::of(root).and_then(|root| root.get("id")?.as_text().map(str::to_owned));
            (rows.iter().find(|row| Some(&row.file) == id.as_ref()), path.to_vec())
        }
        Layout::Entries(_) => match path {
            [id, rest @ ..] => (of(id), rest.to_vec()),
            [] => (None, Vec::new()),
        },
        Layout::Inside { container, keys, .. } => match path {
            [inside, id, rest @ ..] if inside == container => {
                let item = || {
                    let item = root.get(container)?.as_sequence()?.get(id.parse::<usize>().ok()?)?;
                    let text = |key: &&str| item.get(key).and_then(Node::as_text).unwrap_or_default();
                    Some(keys.iter().map(text).collect::<Vec<_>>().join(&files::BETWEEN.to_string()))
                };
                (of(&if keys.is_empty() { id.clone() } else { item().unwrap_or_default() }), rest.to_vec())
            }
            rest => {
                let row = rows.iter().find(|row| change.path.stem() == row.file);
                let named = [shape.name.to_owned()].into_iter().chain(rest.iter().cloned());
                (row, named.collect())
            }
        },
    }
}

/// The column of the field that a path leads to, or into.
fn column(columns: &Columns, shape: &Shape, path: &[String]) -> Option<usize> {
    let path = path.join(".");
    let fits = |name: &str| path == name || path.starts_with(&format!("{name}."));
    columns.read.iter().find(|(_, place)| fits(&place.name(shape))).map(|(column, _)| *column)
}

fn because(kind: &ProblemKind, path: &[String], shape: &Shape) -> String {
    let field = path.join(".");
    match kind {
        ProblemKind::MissingField { about, .. } => {
            let about = about.as_deref().and_then(|about| about.split(". ").next()).unwrap_or_default();
            format!(
                "a {} needs `{field}` ({}); fill it in, or say `--set {field}=…` for all rows that have none",
                shape.name,
                about.trim_end_matches('.')
            )
        }
        ProblemKind::InvalidValue { value, expected, .. } => {
            format!("`{field}`: `{value}` stands where {expected} is wanted")
        }
        ProblemKind::WrongType { expected, found, .. } => {
            format!("`{field}`: {found} stands where {expected} is wanted")
        }
        ProblemKind::UnknownField { field, .. } => format!("nothing is called `{field}` there"),
        ProblemKind::YamlSyntax { message, .. } => message.clone(),
        _ => format!("`{field}` does not fit its schema"),
    }
}
