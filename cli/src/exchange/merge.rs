//! Values into the text of a file that is there: nothing else in it changes by a byte.

use crate::document::{Entry, Mapping, Node, Value as Tree};
use crate::exchange::shape::Field;
use crate::exchange::tree;
use crate::exchange::value::Value;
use crate::text::escape::flow;

/// What is known of the file's form.
pub(super) struct Known<'a> {
    /// The list whose items are told apart by keys.
    pub(super) list: Option<(&'a str, &'a [&'a str])>,
    /// The fields of a row, in the order in which their keys stand.
    pub(super) fields: &'static [Field],
    /// How many mappings lie between the root and a row.
    pub(super) depth: usize,
}

/// The text with the values in it; else the key at which it could not be done.
pub(super) fn merge(text: &str, want: &Value, known: &Known<'_>) -> Result<String, String> {
    let root = tree(text).ok_or_else(String::new)?;
    let mut merger = Merger { text, known, edits: Vec::new(), failed: None };
    merger.mapping(&root, want, 0);
    if let Some(failed) = merger.failed {
        return Err(failed);
    }
    let new = merger.applied().ok_or_else(String::new)?;
    let old = Value::of(&root).ok_or_else(String::new)?;
    let wanted = over(&old, want, known.list);
    match tree(&new).as_ref().and_then(Value::of) {
        Some(written) if written.same(&wanted) => Ok(new),
        Some(_) | None => Err(String::new()),
    }
}

/// One value over another: what the new one does not speak of stays.
fn over(old: &Value, new: &Value, list: Option<(&str, &[&str])>) -> Value {
    let (Value::Map(was), Value::Map(is)) = (old, new) else { return new.clone() };
    let mut entries = was.clone();
    for (key, value) in is {
        let keys = list.filter(|(name, _)| name == key).map(|(_, keys)| keys);
        let at = entries.iter().position(|(name, _)| name == key);
        match (at, keys) {
            (None, _) => entries.push((key.clone(), value.clone())),
            (Some(at), Some(keys)) => entries[at].1 = items_over(&entries[at].1, value, keys),
            (Some(at), None) => entries[at].1 = over(&entries[at].1, value, None),
        }
    }
    Value::Map(entries)
}

fn items_over(old: &Value, new: &Value, keys: &[&str]) -> Value {
    let mut items = old.items().to_vec();
    for item in new.items() {
        match items.iter().position(|there| alike(there, item, keys)) {
            Some(at) => items[at] = over(&items[at], item, None),
            None => items.push(item.clone()),
        }
    }
    Value::List(items)
}

/// True for two items with the same keys.
pub(super) fn alike(a: &Value, b: &Value, keys: &[&str]) -> bool {
    keys.iter().all(|key| match (a.get(key), b.get(key)) {
        (None, None) => true,
        (Some(a), Some(b)) => a.same(b),
        _ => false,
    })
}

struct Merger<'a> {
    text: &'a str,
    known: &'a Known<'a>,
    /// From, to, and what stands there now.
    edits: Vec<(usize, usize, String)>,
    /// The first key that could not be written.
    failed: Option<String>,
}

impl Merger<'_> {
    fn fail(&mut self, key: &str) {
        self.failed.get_or_insert_with(|| key.to_owned());
    }

    /// A mapping that is there, key by key.
    fn mapping(&mut self, node: &Node, want: &Value, depth: usize) {
        let (Some(mapping), Value::Map(wanted)) = (node.as_mapping(), want) else { return };
        let mut new: Vec<&(String, Value)> = Vec::new();
        for pair in wanted {
            let Some(entry) = mapping.entry(&pair.0) else {
                new.push(pair);
                continue;
            };
            let keys = self.known.list.filter(|(name, _)| depth == 0 && *name == pair.0);
            match keys {
                Some((_, keys)) => self.items(entry, &pair.1, keys),
                None => self.entry(entry, &pair.1, depth + 1),
            }
        }
        if !new.is_empty() {
            self.insert(node, mapping, &new, depth);
        }
    }

    fn entry(&mut self, entry: &Entry, want: &Value, depth: usize) {
        match (Value::of(&entry.value), want) {
            (Some(old), _) if old.same(want) => {}
            (Some(Value::Map(_)), Value::Map(_)) => self.mapping(&entry.value, want, depth),
            (Some(Value::List(_)), Value::List(_)) if self.lines(&entry.value, want) => {}
            _ => self.replace(entry, want),
        }
    }

    /// Items of a list that are told apart by keys.
    fn items(&mut self, entry: &Entry, want: &Value, keys: &[&str]) {
        let Some(nodes) = entry.value.as_sequence() else {
            return self.replace(entry, want);
        };
        let mut new = Vec::new();
        let there: Vec<Option<Value>> = nodes.iter().map(Value::of).collect();
        for item in want.items() {
            let same = |there: &Option<Value>| there.as_ref().is_some_and(|there| alike(there, item, keys));
            match there.iter().position(same) {
                Some(at) => self.mapping(&nodes[at], item, 2),
                None => new.push(item.flow()),
            }
        }
        if !new.is_empty() && !self.append(nodes, &new) {
            self.fail(&entry.key.value);
        }
    }

    /// A list of texts, one a line, of which some go and some come at its end.
    fn lines(&mut self, node: &Node, want: &Value) -> bool {
        let Some(nodes) = node.as_sequence().filter(|nodes| !nodes.is_empty()) else { return false };
        if self.text[node.span.range()].starts_with('[') || nodes.iter().any(|node| node.as_text().is_none())
        {
            return false;
        }
        let wanted = want.items();
        let kept = |node: &&Node| Value::of(node).is_some_and(|old| wanted.iter().any(|new| new.same(&old)));
        let stays: Vec<&Node> = nodes.iter().filter(kept).collect();
        let in_place =
            wanted.iter().zip(&stays).all(|(new, old)| Value::of(old).is_some_and(|old| old.same(new)));
        if stays.is_empty() || !in_place || stays.len() > wanted.len() {
            return false;
        }
        let behind = |value: &Value| value.behind("").trim_start().to_owned();
        let new: Vec<String> = wanted[stays.len()..].iter().map(behind).collect();
        let gone: Vec<(usize, usize)> =
            nodes.iter().filter(|node| !kept(node)).map(|node| self.line_of(node)).collect();
        if !new.is_empty() && !self.append(nodes, &new) {
            return false;
        }
        self.edits.extend(gone.into_iter().map(|(start, end)| (start, end, String::new())));
        true
    }

    /// The whole lines on which an item stands.
    fn line_of(&self, node: &Node) -> (usize, usize) {
        let start = line_start(self.text, node.span.start as usize);
        (start, line_end(self.text, leaf_end(self.text, node)))
    }

    /// Items behind the last one of a list.
    fn append(&mut self, nodes: &[Node], new: &[String]) -> bool {
        let Some(last) = nodes.last() else { return false };
        let start = line_start(self.text, last.span.start as usize);
        let Some((indent, _)) = self.text[start..last.span.start as usize].split_once("- ") else {
            return false;
        };
        if !indent.trim().is_empty() {
            return false;
        }
        let end = line_end(self.text, leaf_end(self.text, last));
        let lines: Vec<String> = new.iter().map(|item| format!("{indent}- {item}\n")).collect();
        self.put_lines(end, &lines.concat());
        true
    }

    /// Whole lines at the beginning of a line, or at the end of the text.
    fn put_lines(&mut self, at: usize, lines: &str) {
        let feed = if at == 0 || self.text[..at].ends_with('\n') { "" } else { "\n" };
        self.edits.push((at, at, format!("{feed}{lines}")));
    }

    /// Another value behind a key.
    fn replace(&mut self, entry: &Entry, want: &Value) {
        let key = entry.key.span.end as usize;
        let Some(colon) = self.text[key..].find(':') else { return self.fail(&entry.key.value) };
        let start = key + colon + 1;
        let end = self.text[..leaf_end(self.text, &entry.value).max(start)].trim_end().len().max(start);
        let old = &self.text[start..end];
        // A comment among the lines would be gone with them.
        if old.contains('\n') && old.contains('#') && !matches!(entry.value.value, Tree::Scalar(_)) {
            return self.fail(&entry.key.value);
        }
        let line =
            &self.text[line_start(self.text, entry.key.span.start as usize)..entry.key.span.start as usize];
        let in_flow = !line.trim().is_empty();
        let new = if in_flow { format!(" {}", want.flow()) } else { want.behind(line) };
        self.edits.push((start, end, new));
    }

    /// Keys that are not there yet.
    fn insert(&mut self, node: &Node, mapping: &Mapping, new: &[&(String, Value)], depth: usize) {
        let range = node.span.range();
        if self.text[range.clone()].starts_with('{') {
            let pairs: Vec<String> =
                new.iter().map(|(key, value)| format!("{}: {}", flow(key), value.flow())).collect();
            let (at, before) = match mapping.entries.last() {
                Some(last) => (flow_end(self.text, last), ", "),
                None => (range.start + 1, ""),
            };
            self.edits.push((at, at, format!("{before}{}", pairs.join(", "))));
            return;
        }
        let Some(first) = mapping.entries.first() else { return self.fail(&new[0].0) };
        let start = first.key.span.start as usize;
        let line = line_start(self.text, start);
        let before = &self.text[line..start];
        // The first key of an item stands behind its dash; the others stand below it.
        let indent = if before.trim() == "-" { before.replace('-', " ") } else { before.to_owned() };
        if !indent.trim().is_empty() {
            return self.fail(&new[0].0);
        }
        let mut places: Vec<(usize, String)> = Vec::new();
        for (key, value) in new {
            let after =
                if depth == self.known.depth { self.before(mapping, key) } else { mapping.entries.last() };
            let at = match after.or(mapping.entries.last()) {
                Some(entry) => {
                    let end = leaf_end(self.text, &entry.value).max(entry.key.span.end as usize);
                    line_end(self.text, end)
                }
                None => self.text.len(),
            };
            let line = format!("{indent}{}:{}\n", flow(key), value.behind(&indent));
            match places.iter_mut().find(|(place, _)| *place == at) {
                Some((_, lines)) => lines.push_str(&line),
                None => places.push((at, line)),
            }
        }
        for (at, lines) in places {
            self.put_lines(at, &lines);
        }
    }

    /// The last entry that stands before a key by the order of the fields.
    fn before<'m>(&self, mapping: &'m Mapping, key: &str) -> Option<&'m Entry> {
        let rank = |key: &str| {
            let at = self.known.fields.iter().position(|field| field.path.split('.').next() == Some(key));
            at.unwrap_or(usize::MAX)
        };
        let wanted = rank(key);
        mapping.entries.iter().rev().find(|entry| rank(&entry.key.value) <= wanted)
    }

    /// The text with its edits; `None` when two of them touch.
    fn applied(mut self) -> Option<String> {
        // An insertion at the place of another one comes behind it: inner ones were put first.
        self.edits.sort_by_key(|(start, end, _)| (*start, *end));
        let crlf = self.text.contains("\r\n");
        let mut new = String::with_capacity(self.text.len() + 256);
        let mut at = 0;
        for (start, end, with) in &self.edits {
            new.push_str(self.text.get(at..*start)?);
            new.push_str(&if crlf { with.replace('\n', "\r\n") } else { with.clone() });
            at = *end;
        }
        new.push_str(self.text.get(at..)?);
        Some(new)
    }
}

fn line_start(text: &str, at: usize) -> usize {
    text[..at].rfind('\n').map_or(0, |end| end + 1)
}

/// Behind the line feed of the line on which a value ends; what stands behind it there stays with it.
fn line_end(text: &str, end: usize) -> usize {
    let end = text[..end].trim_end().len();
    text[end..].find('\n').map_or(text.len(), |at| end + at + 1)
}

/// Where the value of an entry between braces ends.
fn flow_end(text: &str, entry: &Entry) -> usize {
    let span = entry.value.span.range();
    if text[span.clone()].trim().is_empty() { entry.key.span.end as usize } else { span.end }
}

/// Where a value ends: at its bracket, or behind its last word; what follows is blanks and comments.
fn leaf_end(text: &str, node: &Node) -> usize {
    let end = node.span.end as usize;
    if text[node.span.range()].starts_with(['{', '[']) {
        return end;
    }
    let last = |nodes: &mut dyn Iterator<Item = &Node>| nodes.map(|node| leaf_end(text, node)).max();
    match &node.value {
        Tree::Mapping(mapping) => {
            let ends = mapping.entries.iter();
            let ends = ends.map(|entry| leaf_end(text, &entry.value).max(entry.key.span.end as usize));
            ends.max().unwrap_or(end)
        }
        Tree::Sequence(items) => last(&mut items.iter()).unwrap_or(end),
        Tree::Null | Tree::Scalar(_) => end,
    }
}
