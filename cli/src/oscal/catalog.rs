//! A framework as a catalog.

use std::collections::{BTreeMap, BTreeSet};

use crate::document::{Mapping, Node};
use crate::interop::oscal::fields::{Field, one_line};
use crate::interop::oscal::words::{PLACE, Tokens};
use crate::model::Framework;
use crate::oscal::desk::{Desk, Head, text};
use crate::oscal::json::Object;
use crate::oscal::props::Props;
use crate::oscal::{Document, Material, Model, OscalError};

/// The tokens of a framework's requirements, which every document uses for them.
pub(super) fn tokens(framework: &Framework) -> Tokens {
    Tokens::of(framework.requirements.iter().map(|one| one.id.value.as_str()))
}

/// A framework as a catalog.
pub fn catalog(material: Material<'_>, framework: &Framework) -> Result<Document, OscalError> {
    let desk = Desk::new(material)?;
    let missing = || OscalError::NoCatalog(framework.id.value.clone());
    let root = desk.framework(framework).ok_or_else(missing)?;
    let top = root.as_mapping().ok_or_else(missing)?;
    let publisher = text(framework.publisher.as_ref());
    if !one_line(publisher).is_empty() {
        desk.answers("publisher", desk.organization("publisher", publisher));
    }
    let tree = Tree::of(framework, top);
    let body = Object::new().with("controls", tree.controls(None)).with("groups", tree.groups(None));
    let (name, version) = (framework.title(), text(framework.version.as_ref()));
    let props = Props::new().fields_of(top, &["groups", "requirements"]);
    let head = Head {
        model: Model::Catalog,
        subject: framework.id.value.clone(),
        title: name.to_owned(),
        version: version.to_owned(),
        props,
        remarks: "Ids and titles; the text of the framework is its publisher's.".to_owned(),
    };
    Ok(desk.seal(&head, body))
}

/// An entry of the file.
struct Entry<'a> {
    id: &'a str,
    node: &'a Mapping,
    token: String,
    /// Where it stands in the file.
    place: usize,
    /// The group that it stands in, by its place, if that is one of the file's.
    above: Option<usize>,
}

/// Groups deeper than this stand at the top, with their `parent` beside them: no framework is that
/// deep, and whoever reads the document may stop earlier.
const DEEP: usize = 16;

/// Groups and requirements, each where OSCAL wants it.
struct Tree<'a> {
    groups: Vec<Entry<'a>>,
    requirements: Vec<Entry<'a>>,
    /// The groups and the requirements that stand in a group, or in none.
    inner: BTreeMap<Option<usize>, (Vec<usize>, Vec<usize>)>,
    /// True when groups and requirements do not stand in the order of the file.
    moved: (bool, bool),
}

impl<'a> Tree<'a> {
    fn of(framework: &Framework, top: &'a Mapping) -> Self {
        let tokens = tokens(framework);
        let used: BTreeSet<String> = framework.requirements.iter().map(|one| tokens.get(&one.id)).collect();
        let mut groups = entries(top, "groups");
        let mut places = BTreeMap::new();
        for (place, group) in groups.iter().enumerate() {
            places.entry(group.id).or_insert(place);
        }
        let group_tokens = Tokens::of(groups.iter().map(|group| group.id));
        for group in &mut groups {
            let token = group_tokens.get(group.id);
            // A group and a control of one id would be the same thing to whoever links to it.
            group.token = if used.contains(&token) { format!("group-{token}") } else { token };
            group.above = named(group, "parent").and_then(|id| places.get(id).copied());
        }
        flatten(&mut groups);
        let mut requirements = entries(top, "requirements");
        for one in &mut requirements {
            one.token = tokens.get(one.id);
            one.above = named(one, "group").and_then(|id| places.get(id).copied());
        }
        let mut inner: BTreeMap<Option<usize>, (Vec<usize>, Vec<usize>)> = BTreeMap::new();
        for (place, group) in groups.iter().enumerate() {
            inner.entry(group.above).or_default().0.push(place);
        }
        for (place, one) in requirements.iter().enumerate() {
            inner.entry(one.above).or_default().1.push(place);
        }
        let mut tree = Self { groups, requirements, inner, moved: (false, false) };
        let (mut groups, mut requirements) = (Vec::new(), Vec::new());
        tree.walk(None, &mut groups, &mut requirements);
        tree.moved = (!groups.is_sorted(), !requirements.is_sorted());
        tree
    }

    fn inside(&self, above: Option<usize>) -> (&[usize], &[usize]) {
        self.inner.get(&above).map_or((&[], &[]), |(groups, requirements)| (groups, requirements))
    }

    /// The places of groups and requirements in the order of the document, as it is read back.
    fn walk(&self, above: Option<usize>, groups: &mut Vec<usize>, requirements: &mut Vec<usize>) {
        let (inner, own) = self.inside(above);
        if above.is_some() {
            requirements.extend(own);
        }
        for &group in inner {
            groups.push(group);
            self.walk(Some(group), groups, requirements);
        }
        if above.is_none() {
            requirements.extend(own);
        }
    }

    fn groups(&self, above: Option<usize>) -> Vec<Object> {
        self.inside(above).0.iter().map(|&group| self.group(group)).collect()
    }

    fn group(&self, at: usize) -> Object {
        let group = &self.groups[at];
        let (title, shown) = title(group);
        let props = Props::new()
            .known("label", group.id)
            .field("id", &Field::Text(group.id.to_owned()))
            .exact("title", title, &shown)
            .fields_of(group.node, &["id", "title", "text"]);
        let (inner, controls) = (self.groups(Some(at)), self.controls(Some(at)));
        let base = Object::new()
            .with("id", &group.token)
            .with("title", &shown)
            .with("props", placed(props, group, self.moved.0))
            .with("parts", prose(group, "overview"));
        if inner.is_empty() || controls.is_empty() {
            return base.with("groups", inner).with("controls", controls);
        }
        // OSCAL has groups that hold groups, and groups that hold controls.
        let beside = Object::new()
            .with("id", format!("{}-controls", group.token))
            .with("title", shown)
            .with("controls", controls);
        base.with("groups", std::iter::once(beside).chain(inner).collect::<Vec<_>>())
    }

    fn controls(&self, above: Option<usize>) -> Vec<Object> {
        let own = self.inside(above).1.iter().map(|&place| &self.requirements[place]);
        own.map(|one| {
            let (title, shown) = title(one);
            let props = Props::new()
                .known("label", one.id)
                .field("id", &Field::Text(one.id.to_owned()))
                .exact("title", title, &shown)
                .fields_of(one.node, &["id", "title", "text"]);
            Object::new()
                .with("id", &one.token)
                .with("title", shown)
                .with("props", placed(props, one, self.moved.1))
                .with("parts", prose(one, "statement"))
        })
        .collect()
    }
}

fn placed(props: Props, entry: &Entry<'_>, moved: bool) -> Props {
    if moved { props.fact(PLACE, entry.place.to_string()) } else { props }
}

fn entries<'a>(top: &'a Mapping, key: &str) -> Vec<Entry<'a>> {
    let list = top.get(key).map(Node::one_or_many).unwrap_or_default().iter();
    let read = |node: &'a Node| Some((node.as_mapping()?, node.get("id")?.as_text()?));
    let read = list.filter_map(read).enumerate();
    read.map(|(place, (node, id))| Entry { id, node, token: String::new(), place, above: None }).collect()
}

fn named<'a>(entry: &Entry<'a>, key: &str) -> Option<&'a str> {
    entry.node.get(key).and_then(Node::as_text)
}

/// Groups that stand in a circle would be nowhere, and those that are too deep would not be read:
/// they stand at the top.
fn flatten(groups: &mut [Entry<'_>]) {
    for at in 0..groups.len() {
        let (mut above, mut steps) = (groups[at].above, 0);
        while let Some(next) = above.filter(|_| steps < DEEP) {
            above = groups[next].above;
            steps += 1;
        }
        if steps == DEEP {
            groups[at].above = None;
        }
    }
}

/// The title as it is written, and as OSCAL holds it; OSCAL wants one, and the id is one.
fn title<'a>(entry: &Entry<'a>) -> (&'a str, String) {
    let title = entry.node.get("title").and_then(Node::as_text).unwrap_or_default();
    let shown = one_line(title);
    if shown.is_empty() { (title, crate::oscal::desk::shown(entry.id)) } else { (title, shown) }
}

/// The text of an entry, where the file may hold it.
fn prose(entry: &Entry<'_>, name: &str) -> Vec<Object> {
    let text = entry.node.get("text").and_then(Node::as_text).unwrap_or_default();
    if text.is_empty() {
        return Vec::new();
    }
    let id = format!("{}_smt", entry.token);
    vec![Object::new().with("id", id).with("name", name).with("prose", text)]
}
