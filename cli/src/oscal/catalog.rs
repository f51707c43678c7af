//! A framework as a catalog.

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
    let held = ["id", "name", "version", "publisher", "groups", "requirements"];
    let props = Props::new()
        .field("id", &Field::Text(framework.id.value.clone()))
        .exact("name", name, &one_line(name))
        .exact("version", version, &one_line(version))
        .exact("publisher", publisher, &one_line(publisher))
        .fields_of(top, &held);
    let head = Head {
        model: Model::Catalog,
        subject: framework.id.value.clone(),
        title: name.to_owned(),
        version: version.to_owned(),
        props,
        remarks: "Ids and titles; the text of the framework is its publisher's.".to_owned(),
    };
    Ok(desk.seal(head, body))
}

/// An entry of the file.
struct Entry<'a> {
    id: &'a str,
    /// The group that it stands in, if that is one of the file's.
    above: Option<&'a str>,
    node: &'a Mapping,
    token: String,
    place: usize,
}

/// Groups and requirements, each where OSCAL wants it.
struct Tree<'a> {
    groups: Vec<Entry<'a>>,
    requirements: Vec<Entry<'a>>,
    /// True when groups and requirements do not stand in the order of the file.
    moved: (bool, bool),
}

impl<'a> Tree<'a> {
    fn of(framework: &Framework, top: &'a Mapping) -> Self {
        let list = |key: &str| top.get(key).map(Node::one_or_many).unwrap_or_default().iter();
        let ids: Vec<&str> = list("groups").filter_map(|node| node.get("id")?.as_text()).collect();
        let tokens = tokens(framework);
        let taken: Vec<String> = framework.requirements.iter().map(|one| tokens.get(&one.id)).collect();
        let group_tokens = Tokens::of(ids.iter().copied());
        let entries = |key: &str, above: &str| -> Vec<(usize, &'a str, Option<&'a str>, &'a Mapping)> {
            let read = |(place, node): (usize, &'a Node)| {
                let mapping = node.as_mapping()?;
                let above = mapping.get(above).and_then(Node::as_text);
                let above = above.filter(|id| ids.contains(id));
                Some((place, mapping.get("id")?.as_text()?, above, mapping))
            };
            list(key).enumerate().filter_map(read).collect()
        };
        let group = |(place, id, above, node): (usize, &'a str, Option<&'a str>, &'a Mapping)| {
            let token = group_tokens.get(id);
            // A group and a control of one id would be the same thing to whoever links to it.
            let token = if taken.contains(&token) { format!("group-{token}") } else { token };
            Entry { id, above, node, token, place }
        };
        let requirement = |(place, id, above, node): (usize, &'a str, Option<&'a str>, &'a Mapping)| Entry {
            id,
            above,
            node,
            token: tokens.get(id),
            place,
        };
        let mut groups: Vec<Entry<'a>> = entries("groups", "parent").into_iter().map(group).collect();
        flatten_circles(&mut groups);
        let requirements = entries("requirements", "group").into_iter().map(requirement).collect();
        let mut tree = Self { groups, requirements, moved: (false, false) };
        let (mut groups, mut requirements) = (Vec::new(), Vec::new());
        tree.walk(None, &mut groups, &mut requirements);
        tree.moved = (!groups.is_sorted(), !requirements.is_sorted());
        tree
    }

    /// The places of groups and requirements in the order of the document, as it is read back.
    fn walk(&self, above: Option<&str>, groups: &mut Vec<usize>, requirements: &mut Vec<usize>) {
        let own = |entries: &[Entry<'a>]| -> Vec<usize> {
            entries.iter().filter(|one| one.above == above).map(|one| one.place).collect()
        };
        if above.is_some() {
            requirements.extend(own(&self.requirements));
        }
        for group in self.groups.iter().filter(|group| group.above == above) {
            groups.push(group.place);
            self.walk(Some(group.id), groups, requirements);
        }
        if above.is_none() {
            requirements.extend(own(&self.requirements));
        }
    }

    fn groups(&self, above: Option<&str>) -> Vec<Object> {
        self.groups.iter().filter(|group| group.above == above).map(|group| self.group(group)).collect()
    }

    fn group(&self, group: &Entry<'a>) -> Object {
        let (title, shown) = title(group);
        let props = Props::new()
            .known("label", group.id)
            .field("id", &Field::Text(group.id.to_owned()))
            .exact("title", title, &shown)
            .fields_of(group.node, &["id", "title", "text"]);
        let (inner, controls) = (self.groups(Some(group.id)), self.controls(Some(group.id)));
        let base = Object::new()
            .with("id", &group.token)
            .with("title", &shown)
            .with("props", self.placed(props, group, self.moved.0))
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

    fn controls(&self, above: Option<&str>) -> Vec<Object> {
        let own = self.requirements.iter().filter(|one| one.above == above);
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
                .with("props", self.placed(props, one, self.moved.1))
                .with("parts", prose(one, "statement"))
        })
        .collect()
    }

    fn placed(&self, props: Props, entry: &Entry<'a>, moved: bool) -> Props {
        if moved { props.fact(PLACE, entry.place.to_string()) } else { props }
    }
}

/// Groups that stand in a circle would be nowhere: they stand at the top, and their `parent` beside them.
fn flatten_circles(groups: &mut [Entry<'_>]) {
    for at in 0..groups.len() {
        let (mut above, mut steps) = (groups[at].above, 0);
        while let Some(id) = above.filter(|_| steps <= groups.len()) {
            above = groups.iter().find(|group| group.id == id).and_then(|group| group.above);
            steps += 1;
        }
        if steps > groups.len() {
            groups[at].above = None;
        }
    }
}

/// The title as it is written, and as OSCAL holds it; OSCAL wants one, and the id is one.
fn title<'a>(entry: &Entry<'a>) -> (&'a str, String) {
    let title = entry.node.get("title").and_then(Node::as_text).unwrap_or_default();
    let shown = one_line(title);
    if shown.is_empty() { (title, one_line(entry.id)) } else { (title, shown) }
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
