//! What a schema says of one place in a file: its keys, its words, what it is about.

use std::collections::BTreeMap;

use serde_json::Value as Json;

use crate::kind::Kind;
use crate::schema::hints::Alternatives;
use crate::schema::{compiled, pointer, words};

/// One step from the root of a file to a value in it.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub enum Step<'a> {
    /// To the value of a key.
    Key(&'a str),
    /// To an item of a list.
    Item,
}

/// What stands behind a key.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Shape {
    /// Text, a number, a truth value.
    Scalar,
    /// A list and nothing else.
    List,
    /// A mapping and nothing else.
    Mapping,
}

/// A key that may stand somewhere.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Field {
    /// The key.
    pub name: String,
    /// The schema's description of it; our own Markdown.
    pub about: Option<String>,
    /// True when it must be there.
    pub required: bool,
    /// What stands behind it.
    pub shape: Shape,
}

/// What may stand at one place.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct Outline {
    /// The schema's description; our own Markdown.
    pub about: Option<String>,
    /// The keys of a mapping there: required ones first, then by name.
    pub fields: Vec<Field>,
    /// The words of a closed set, in the schema's order.
    pub words: Vec<String>,
}

/// Walks a schema along the steps; a step that it does not know leads to an empty outline.
pub fn outline(kind: Kind, steps: &[Step<'_>]) -> Outline {
    let root = &compiled(kind).schema;
    let mut here = Alternatives::of(root, root);
    for step in steps {
        here = match step {
            Step::Key(key) => here.field(root, key),
            Step::Item => here.items(root),
        };
    }
    Outline {
        about: here.0.iter().find_map(|schema| pointer::description(root, schema)),
        fields: fields(root, &here),
        words: values(&here),
    }
}

fn fields(root: &Json, here: &Alternatives<'_>) -> Vec<Field> {
    let mut found: BTreeMap<(bool, &str), Field> = BTreeMap::new();
    let properties = || here.0.iter().filter_map(|schema| schema.get("properties")?.as_object());
    let names_it = |schema: &&Json, name: &str| {
        // One of several branches asks for its own keys; only where the keys are told do all count.
        let names = schema.get("properties").and(schema.get("required")).and_then(Json::as_array);
        names.is_some_and(|names| names.iter().any(|one| one.as_str() == Some(name)))
    };
    for name in properties().flat_map(|fields| fields.keys()) {
        let required = here.0.iter().any(|schema| names_it(schema, name));
        let field = here.field(root, name);
        found.entry((!required, name)).or_insert_with(|| Field {
            name: name.clone(),
            about: field.0.iter().find_map(|schema| pointer::description(root, schema)),
            required,
            shape: shape(&field),
        });
    }
    found.into_values().collect()
}

fn shape(field: &Alternatives<'_>) -> Shape {
    let mut types = field.types().flatten().peekable();
    if types.peek().is_none() {
        return Shape::Scalar;
    }
    let types: Vec<&str> = types.collect();
    match types.as_slice() {
        all if all.iter().all(|name| *name == "object") => Shape::Mapping,
        all if all.iter().all(|name| *name == "array") => Shape::List,
        _ => Shape::Scalar,
    }
}

fn values(here: &Alternatives<'_>) -> Vec<String> {
    let mut words = Vec::new();
    let mut add = |word: String| {
        if !words.contains(&word) {
            words.push(word);
        }
    };
    for schema in &here.0 {
        let options = schema.get("enum").and_then(Json::as_array);
        options.into_iter().flatten().chain(schema.get("const")).map(words::literal).for_each(&mut add);
    }
    if here.types().any(|types| types.contains("boolean")) {
        ["true", "false"].map(str::to_owned).into_iter().for_each(add);
    }
    words
}

#[cfg(test)]
mod tests {
    use super::{Step, outline};
    use crate::kind::Kind;

    #[test]
    fn an_outline_names_keys_words_and_what_they_are_about() {
        let artifact = outline(Kind::Evidence, &[Step::Key("artifacts"), Step::Item]);
        let names: Vec<&str> = artifact.fields.iter().map(|field| field.name.as_str()).collect();
        assert_eq!(names, ["file", "for", "from", "sha256", "url"]);
        let cadence = outline(Kind::Control, &[Step::Key("cadence")]);
        assert_eq!(cadence.words[..3], ["daily", "weekly", "monthly"]);
        assert!(cadence.about.is_some_and(|about| about.starts_with("How often the control operates")));
    }

    #[test]
    fn an_unknown_place_has_an_empty_outline() {
        assert_eq!(outline(Kind::Control, &[Step::Key("nowhere"), Step::Item]), super::Outline::default());
    }
}
