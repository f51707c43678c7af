//! Documents that tickmark wrote, back to the files that they were made of.

use crate::interop::oscal::fields::Field;
use crate::interop::oscal::words::{FIELD, NAMESPACE, PLACE};
use crate::interop::oscal::{Property, catalog, component, mapping};
use crate::interop::{Handed, Import, InteropError, count};

/// Fields of a file, in order.
pub(super) type Fields = Vec<(String, Field)>;

/// The fields that properties hold; none when somebody else wrote them.
pub(super) fn fields(props: &[Property]) -> Fields {
    let own = props.iter().filter(|prop| prop.ns == NAMESPACE && prop.class == FIELD);
    Field::of_properties(own.map(|prop| (prop.name.as_str(), prop.value.as_str())))
}

/// The place in our file, where the document has another order.
fn place(props: &[Property]) -> Option<usize> {
    let prop = props.iter().find(|prop| prop.ns == NAMESPACE && prop.name == PLACE)?;
    prop.value.parse().ok()
}

fn text<'a>(fields: &'a [(String, Field)], key: &str) -> Option<&'a str> {
    fields.iter().find(|(known, _)| known == key)?.1.text()
}

/// Puts a field that the document holds in a place of its own, unless it is there exactly.
fn put(fields: &mut Fields, at: usize, key: &str, text: &str) {
    if !text.is_empty() && !fields.iter().any(|(known, _)| known == key) {
        fields.insert(at.min(fields.len()), (key.to_owned(), Field::Text(text.to_owned())));
    }
}

fn yaml(fields: &[(String, Field)]) -> String {
    fields.iter().map(|(key, field)| field.yaml(key)).collect()
}

fn items(key: &str, list: &[Fields]) -> String {
    if list.is_empty() {
        return String::new();
    }
    let items: Vec<String> =
        list.iter().map(|one| format!("  - {}\n", Field::Map(one.clone()).flow())).collect();
    format!("\n{key}:\n{}", items.concat())
}

/// Entries in the order of our file.
fn in_place(mut entries: Vec<(Option<usize>, Fields)>) -> Vec<Fields> {
    entries.sort_by_key(|(place, _)| place.unwrap_or(usize::MAX));
    entries.into_iter().map(|(_, fields)| fields).collect()
}

fn entry(props: &[Property], title: &str) -> (Option<usize>, Fields) {
    let mut own = fields(props);
    put(&mut own, 1, "title", title);
    (place(props), own)
}

/// What of a catalog is ours: `None` when somebody else wrote it.
pub(super) fn framework(
    file: Handed<'_>,
    source: &catalog::Catalog,
    id: Option<&str>,
    kind: Option<&str>,
) -> Option<Result<Import, InteropError>> {
    let about = &source.metadata;
    let mut top = fields(&about.props);
    text(&top, "id")?;
    for (key, given) in [("id", id), ("kind", kind)] {
        if let Some(given) = given {
            top.retain(|(known, _)| known != key);
            put(&mut top, 0, key, given);
        }
    }
    let (mut groups, mut requirements) = (Vec::new(), Vec::new());
    for family in &source.groups {
        walk(family, &mut groups, &mut requirements);
    }
    requirements.extend(source.controls.iter().map(requirement));
    let id = text(&top, "id").unwrap_or_default().to_owned();
    if requirements.is_empty() {
        return Some(Err(InteropError::sort(file.name, "has no requirement in it", "")));
    }
    let (groups, requirements) = (in_place(groups), in_place(requirements));
    let mut import = Import::default();
    let told = count(requirements.len(), "requirement", "requirements");
    import.notes.push(format!("`{id}`: {told}, as tickmark wrote them"));
    let text = yaml(&top) + &items("groups", &groups) + &items("requirements", &requirements);
    import.put(format!("policies/frameworks/{id}.yaml"), text);
    Some(Ok(import))
}

type Entries = Vec<(Option<usize>, Fields)>;

fn walk(family: &catalog::Family, groups: &mut Entries, requirements: &mut Entries) {
    let (place, mut own) = entry(&family.props, &family.title);
    // A group without an id of ours only keeps controls and groups apart, which OSCAL wants.
    if text(&own, "id").is_some() {
        prose(&mut own, &family.parts);
        groups.push((place, own));
    }
    requirements.extend(family.controls.iter().map(requirement));
    for inner in &family.groups {
        walk(inner, groups, requirements);
    }
}

fn requirement(control: &catalog::Control) -> (Option<usize>, Fields) {
    let (place, mut own) = entry(&control.props, &control.title);
    put(&mut own, 0, "id", crate::interop::oscal::label(&control.id, &control.props));
    prose(&mut own, &control.parts);
    (place, own)
}

fn prose(own: &mut Fields, parts: &[catalog::Part]) {
    if let Some(part) = parts.first() {
        put(own, usize::MAX, "text", &part.prose);
    }
}

/// The controls that components of ours are; `None` when somebody else wrote them.
pub(super) fn controls(source: &component::Definition) -> Option<Import> {
    let mut import = Import::default();
    for component in &source.components {
        let mut own = fields(&component.props);
        let id = text(&own, "id")?.to_owned();
        put(&mut own, 1, "title", &component.title);
        put(&mut own, 2, "statement", &component.description);
        put(&mut own, 3, "why", &component.purpose);
        let satisfies: Vec<(String, Field)> =
            component.control_implementations.iter().filter_map(claim).collect();
        if !satisfies.is_empty() && !own.iter().any(|(key, _)| key == "satisfies") {
            own.push(("satisfies".to_owned(), Field::Map(satisfies)));
        }
        import.put(format!("policies/controls/{id}.yaml"), yaml(&own));
    }
    if import.files.is_empty() {
        return None;
    }
    let controls = count(import.files.len(), "control", "controls");
    import.notes.push(format!("{controls}, as tickmark wrote them"));
    Some(import)
}

fn claim(implementation: &component::Implementation) -> Option<(String, Field)> {
    let framework = text(&fields(&implementation.props), "framework")?.to_owned();
    let mut ids: Vec<Field> = implementation
        .implemented_requirements
        .iter()
        .map(|one| {
            let own = fields(&one.props);
            let label = crate::interop::oscal::label(&one.control_id, &one.props);
            Field::Text(text(&own, "requirement").unwrap_or(label).to_owned())
        })
        .collect();
    let claimed = if ids.len() == 1 { ids.remove(0) } else { Field::List(ids) };
    Some((framework, claimed))
}

/// The crosswalk that a collection of ours is; `None` when somebody else wrote it.
pub(super) fn crosswalk(source: &mapping::Collection) -> Option<Import> {
    let top = fields(&source.metadata.props);
    let (from, to) = (text(&top, "source")?.to_owned(), text(&top, "target")?.to_owned());
    let maps = source.mappings.list().iter().flat_map(|mapping| &mapping.maps);
    let rows: Vec<Fields> = maps.map(row).collect();
    let mut import = Import::default();
    let told = count(rows.len(), "row", "rows");
    import.notes.push(format!("`{from}` to `{to}`: {told}, as tickmark wrote them"));
    import.put(format!("policies/crosswalks/{from}--{to}.yaml"), yaml(&top) + &items("mappings", &rows));
    Some(import)
}

fn row(map: &mapping::Map) -> Fields {
    let mut own = fields(&map.props);
    let end = |items: &[mapping::Item]| {
        let item = items.first()?;
        Some(crate::interop::oscal::label(&item.id_ref, &item.props).to_owned())
    };
    put(&mut own, 0, "source", &end(&map.sources).unwrap_or_default());
    put(&mut own, 1, "target", &end(&map.targets).unwrap_or_default());
    let word = mapping::relationship(&map.relationship).ok().flatten();
    put(&mut own, 2, "relationship", word.unwrap_or(&map.relationship));
    put(&mut own, usize::MAX, "note", &map.remarks);
    own
}
