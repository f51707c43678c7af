//! Edits that answer a finding: what its help says, or setting it aside with a reason.

use crate::document::{Node, Style, Value};
use crate::editor::View;
use crate::editor::position::{Encoding, Positions, yaml_of};
use crate::finding::{Edit, Finding};
use crate::kind::{Kind, Place};
use crate::place::{FileId, Location, Span};

/// One way to answer a finding.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Repair<'a> {
    /// The finding.
    pub finding: &'a Finding,
    /// What it does, as an imperative.
    pub title: String,
    /// The edits, all in the finding's file.
    pub edits: Vec<Edit>,
    /// True when it carries out what the finding's help says and cannot change the meaning.
    pub preferred: bool,
}

/// Lists what can be done about the findings that touch a run of bytes.
pub fn repairs<'a>(view: &View<'a>, file: FileId, touched: Span) -> Vec<Repair<'a>> {
    let mut list = Vec::new();
    for finding in of_file(view, file).filter(|finding| touches(finding.place.span, touched)) {
        list.extend(carried_out(view, finding));
        list.extend(set_aside(view, finding));
    }
    // What repairs stands before what sets aside.
    list.sort_by_key(|repair| !repair.preferred);
    list
}

/// Every safe edit of a file that does not stand in the way of an earlier one.
pub fn fix_all(view: &View<'_>, file: FileId) -> Vec<Edit> {
    let mut edits: Vec<Edit> = Vec::new();
    for repair in
        of_file(view, file).filter_map(|finding| carried_out(view, finding)).filter(|one| one.preferred)
    {
        let free = |edit: &Edit| {
            edits.iter().all(|one| {
                let (a, b) = (one.place.span, edit.place.span);
                a != b && (a.end <= b.start || b.end <= a.start)
            })
        };
        if repair.edits.iter().all(free) {
            edits.extend(repair.edits);
        }
    }
    edits.sort_by_key(|edit| edit.place);
    edits
}

fn of_file<'a>(view: &View<'a>, file: FileId) -> impl Iterator<Item = &'a Finding> + use<'a> {
    view.findings.iter().filter(move |finding| finding.place.file == file && finding.waived.is_none())
}

fn touches(a: Span, b: Span) -> bool {
    a.start <= b.end && b.start <= a.end
}

/// The fix that a finding carries; never in a record that has landed.
fn carried_out<'a>(view: &View<'_>, finding: &'a Finding) -> Option<Repair<'a>> {
    let fix = finding.fix.as_ref()?;
    let record = Place::of(&finding.path) == Place::Known(Kind::Evidence);
    if record && view.has_landed(&finding.path) {
        return None;
    }
    let title = finding.help.clone().unwrap_or_else(|| format!("set `{}` right", finding.rule));
    let title = match fix.caution {
        Some(caution) => format!("{title} ({caution})"),
        None => title,
    };
    Some(Repair { finding, title, edits: fix.edits.clone(), preferred: fix.safe })
}

/// A comment that sets a finding aside. The reason is left to be written: without one it sets
/// nothing aside, and a rule says so.
fn set_aside<'a>(view: &View<'_>, finding: &'a Finding) -> Option<Repair<'a>> {
    let file = finding.place.file;
    if view.broken.contains(&file)
        || crate::rules::find(finding.rule)?.meta.group == crate::finding::Group::Suppression
    {
        return None;
    }
    let bytes = view.source(file);
    let document = view.document(file)?;
    let root = document.root.as_ref()?;
    let yaml = yaml_of(bytes, finding.path.extension().as_deref() == Some("md"))?;
    let at = finding.place.span.start as usize;
    if at < yaml.start as usize && !finding.place.span.is_empty() || at >= yaml.end as usize {
        return None;
    }
    // About the file as a whole: its first line of YAML, where that is the first line of the file.
    if at < yaml.start as usize && yaml.start > 3 {
        return None;
    }
    let lines = Positions::new(bytes, Encoding::Utf8, true);
    let line = lines.line_of(at.max(yaml.start as usize));
    let commented = document.comments.iter().any(|comment| touches(comment.span, line));
    let comment = format!("# tickmark: ignore[{}] ", finding.rule);
    let (place, with) = if !commented && !is_inside(root, line.end) {
        (Span::at(line.end as usize), format!(" {comment}"))
    } else if at > yaml.start as usize && !is_inside(root, line.start) {
        let content = &bytes[line.range()];
        let indent = " ".repeat(content.iter().take_while(|byte| **byte == b' ').count());
        let end = if bytes.get(line.end as usize) == Some(&b'\r') { "\r\n" } else { "\n" };
        (Span::at(line.start as usize), format!("{indent}{comment}{end}"))
    } else {
        return None;
    };
    let title = format!("set `{}` aside on this line, with a reason", finding.rule);
    let edit = Edit { place: Location { file, span: place }, with };
    Some(Repair { finding, title, edits: vec![edit], preferred: false })
}

/// True for a byte inside a text that goes on behind it: no comment can stand there.
fn is_inside(node: &Node, offset: u32) -> bool {
    let span = node.span;
    match &node.value {
        Value::Null => false,
        // A block ends before the line that follows it; its header may carry a comment, its lines not.
        Value::Scalar(scalar) if scalar.style == Style::Block => span.start < offset && offset <= span.end,
        Value::Scalar(_) => span.start < offset && offset < span.end,
        Value::Sequence(items) => items.iter().any(|item| is_inside(item, offset)),
        Value::Mapping(mapping) => mapping.entries.iter().any(|entry| is_inside(&entry.value, offset)),
    }
}
