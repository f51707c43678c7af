//! A crosswalk as a collection of mappings.

use crate::document::{Mapping as Tree, Node};
use crate::embedded;
use crate::interop::oscal::fields::one_line;
use crate::interop::oscal::words::{RELATIONSHIPS, Tokens, token};
use crate::model::{Crosswalk, Framework, Lone};
use crate::oscal::catalog::tokens;
use crate::oscal::desk::{Desk, Head, built_in};
use crate::oscal::json::Object;
use crate::oscal::props::{Props, field};
use crate::oscal::{Document, Material, Model, OscalError};

/// A crosswalk as a collection of mappings.
pub fn mapping_collection(material: Material<'_>, crosswalk: &Crosswalk) -> Result<Document, OscalError> {
    let desk = Desk::new(material)?;
    let (source, target) = (crosswalk.source.value.as_str(), crosswalk.target.value.as_str());
    let missing = || OscalError::NoCatalog(format!("{source}--{target}"));
    let root = tree(&desk, crosswalk).ok_or_else(missing)?;
    let top = root.as_mapping().ok_or_else(missing)?;
    let sides = Sides::of(&desk, crosswalk);
    let rows = top.get("mappings").map(Node::one_or_many).unwrap_or_default();
    let maps = numbered(rows).filter_map(|(number, row)| map(&desk, &sides, number, row.as_mapping()?));
    let maps: Vec<Object> = maps.collect();
    if maps.is_empty() {
        return Err(OscalError::Nothing(format!("the crosswalk from `{source}` to `{target}` has no row")));
    }
    let version = top.get("version").and_then(Node::as_text).unwrap_or_default();
    let props = Props::new().fields_of(top, &["mappings"]);
    let mapping = Object::new()
        .with("uuid", desk.uuid("crosswalk", &[source, target]))
        .with("source-resource", Sides::resource(source))
        .with("target-resource", Sides::resource(target))
        .with("maps", maps)
        .with(
            "source-gap-summary",
            gap(&desk, &[source, target], "source", &crosswalk.lone_source, &sides.source),
        )
        .with(
            "target-gap-summary",
            gap(&desk, &[source, target], "target", &crosswalk.lone_target, &sides.target),
        );
    let body = Object::new().with("provenance", provenance()).with("mappings", vec![mapping]);
    let head = Head {
        model: Model::MappingCollection,
        subject: format!("{source}--{target}"),
        title: format!("{} to {}", sides.title(source), sides.title(target)),
        version: version.to_owned(),
        props,
        remarks: String::new(),
    };
    let mut document = desk.seal(&head, body);
    document.refers = vec![Desk::name(Model::Catalog, source), Desk::name(Model::Catalog, target)];
    Ok(document)
}

fn tree(desk: &Desk<'_>, crosswalk: &Crosswalk) -> Option<Node> {
    if let Some(file) = crosswalk.file {
        return desk.tree(file);
    }
    let known = embedded::CROSSWALKS.iter();
    let mut known = known.filter(|one| *crosswalk.source == *one.source && *crosswalk.target == *one.target);
    built_in(known.next()?.text)
}

/// Rows with the number of those before that pair the same requirements.
fn numbered(rows: &[Node]) -> impl Iterator<Item = (usize, &Node)> {
    let end = |row: &Node, key: &str| row.get(key).and_then(Node::as_text).unwrap_or_default().to_owned();
    let mut seen = std::collections::BTreeMap::new();
    rows.iter().map(move |row| {
        let number = seen.entry((end(row, "source"), end(row, "target"))).or_insert(0);
        *number += 1;
        (*number, row)
    })
}

struct Sides<'a> {
    frameworks: &'a std::collections::BTreeMap<String, Framework>,
    source: Tokens,
    target: Tokens,
}

impl<'a> Sides<'a> {
    fn of(desk: &Desk<'a>, crosswalk: &Crosswalk) -> Self {
        let frameworks = &desk.material.register.frameworks;
        let of = |id: &str| frameworks.get(id).map_or_else(Tokens::default, tokens);
        Self { frameworks, source: of(&crosswalk.source), target: of(&crosswalk.target) }
    }

    fn title(&self, id: &str) -> String {
        one_line(self.frameworks.get(id).map_or(id, Framework::title))
    }

    fn resource(id: &str) -> Object {
        Object::new()
            .with("type", "catalog")
            .with("href", crate::text::escape::uri(&Desk::name(Model::Catalog, id)))
            .with("props", Props::new().fact("framework", id))
    }
}

fn map(desk: &Desk<'_>, sides: &Sides<'_>, number: usize, row: &Tree) -> Option<Object> {
    let end = |key: &str| row.get(key).and_then(Node::as_text);
    let (source, target) = (end("source")?, end("target")?);
    let word = end("relationship").unwrap_or_default();
    let known = RELATIONSHIPS.iter().find(|(ours, _)| *ours == word);
    let relationship = known.map_or_else(|| token(word), |(_, theirs)| (*theirs).to_owned());
    let note = end("note").unwrap_or_default();
    let held = known.map_or("", |(ours, _)| ours);
    let props = Props::new()
        .exact("source", source, &one_line(source))
        .exact("target", target, &one_line(target))
        .exact("relationship", word, held)
        .fields_of(row, &["source", "target", "relationship", "note"]);
    // A note that is no text is a field like others.
    let odd = row.get("note").filter(|node| node.as_text().is_none()).and_then(field);
    let props = odd.map_or_else(|| props.clone(), |odd| props.clone().field("note", &odd));
    let number = number.to_string();
    Some(
        Object::new()
            .with("uuid", desk.uuid("row", &[source, target, &number]))
            .with("relationship", relationship)
            .with("sources", vec![item(&sides.source, source)])
            .with("targets", vec![item(&sides.target, target)])
            .with("props", props)
            .with("remarks", note),
    )
}

fn item(tokens: &Tokens, id: &str) -> Object {
    Object::new()
        .with("type", "control")
        .with("id-ref", tokens.get(id))
        .with("props", Props::new().known("label", id))
}

/// What has no counterpart as a whole; what has none in part stands with the others in the properties.
fn gap(desk: &Desk<'_>, pair: &[&str; 2], side: &str, lone: &[Lone], tokens: &Tokens) -> Object {
    let whole =
        |one: &&Lone| one.part.is_none() && one.degree.as_ref().is_none_or(|degree| **degree == *"full");
    let ids: Vec<String> = lone.iter().filter(whole).map(|one| tokens.get(&one.id)).collect();
    if ids.is_empty() {
        return Object::new();
    }
    Object::new()
        .with("uuid", desk.uuid("gap", &[pair[0], pair[1], side]))
        .with("unmapped-controls", vec![Object::new().with("with-ids", ids)])
}

/// OSCAL wants a word for how the rows were found; ours say it one by one, as their `basis`.
fn provenance() -> Object {
    Object::new()
        .with("method", "human")
        .with("matching-rationale", "functional")
        .with("status", "complete")
        .with(
            "mapping-description",
            "Which requirements share ground, read from source to target (NIST IR 8477). `strength`, from 0 to \
             10, estimates how much of one requirement evidence for the other covers; `basis` says on whose \
             word a row stands. A row suggests, and claims nothing.",
        )
}
