//! A schema file to a validator over our own tree.

use std::sync::OnceLock;

use jsonschema::{Keyword, PatternCache, PatternOptions, ValidationError, Validator};
use serde_json::Value as Json;

use crate::calendar::read_date;
use crate::document::{Node, Style, Value};
use crate::embedded;
use crate::kind::Kind;
use crate::schema::tree::Tree;
use crate::schema::words;

/// Our keyword instead of `type`.
pub(super) const TYPE: &str = "tickmark-type";
/// Our keyword beside `pattern`: the text must also mean something (`2026-02-30` does not).
pub(super) const READS: &str = "tickmark-reads";

/// Patterns stand in many schemas and are compiled once.
static PATTERNS: OnceLock<PatternCache> = OnceLock::new();

/// A schema, ready to be asked.
pub(super) struct Compiled {
    /// The schema as it stands in `schemas/`, with booleans that are nothing but booleans.
    pub(super) schema: Json,
    /// The validator over the spanned tree.
    pub(super) validator: Validator<Tree>,
}

impl Compiled {
    /// Compiles the schema of a kind.
    pub(super) fn new(kind: Kind) -> Self {
        let mut schema: Json = serde_json::from_str(embedded::schema(kind))
            .expect("a test parses every schema that is compiled in");
        plain_booleans(&mut schema);
        let mut ours = schema.clone();
        exchange_types(&mut ours);
        let validator = jsonschema::options_for::<Tree>()
            .with_pattern_options(PatternOptions::regex())
            .with_pattern_cache(PATTERNS.get_or_init(PatternCache::new).clone())
            .with_format("date", |text: &str| read_date(text).is_some())
            .should_validate_formats(true)
            .with_keyword(TYPE, |_, types, _| Ok(Box::new(TypeKeyword::new(types))))
            .with_keyword(READS, |_, pattern, _| Ok(Box::new(ReadsKeyword::new(pattern))))
            .build(&ours)
            .expect("a test compiles every schema that is compiled in");
        Self { schema, validator }
    }
}

/// Makes the definition `flag` a boolean.
///
/// Editors read `yes` as text, so what they get takes the words as well; here the type says it all.
fn plain_booleans(schema: &mut Json) {
    let flag = schema.pointer_mut("/$defs/flag").and_then(Json::as_object_mut);
    if let Some(flag) = flag {
        flag.insert("type".to_owned(), Json::from("boolean"));
        flag.remove("pattern");
    }
}

/// Renames the keyword `type` and adds [`READS`], in schema position only: under `properties`, `type`
/// is the name of a field.
fn exchange_types(schema: &mut Json) {
    let Json::Object(keywords) = schema else { return };
    if let Some(types) = keywords.remove("type") {
        keywords.insert(TYPE.to_owned(), types);
    }
    if let Some(pattern) = keywords.get("pattern").cloned() {
        keywords.insert(READS.to_owned(), pattern);
    }
    for (keyword, value) in keywords {
        match keyword.as_str() {
            "properties" | "patternProperties" | "$defs" | "dependentSchemas" => {
                value.as_object_mut().into_iter().flatten().for_each(|(_, schema)| exchange_types(schema));
            }
            "anyOf" | "oneOf" | "allOf" | "prefixItems" => {
                value.as_array_mut().into_iter().flatten().for_each(exchange_types);
            }
            "items"
            | "additionalProperties"
            | "propertyNames"
            | "contains"
            | "not"
            | "if"
            | "then"
            | "else" => {
                exchange_types(value);
            }
            // Annotations, limits and literal values hold no schema.
            _ => {}
        }
    }
}

/// The keyword `type` over text.
struct TypeKeyword {
    types: Vec<Type>,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Type {
    String,
    Number,
    Integer,
    Boolean,
    Null,
    Array,
    Object,
}

impl TypeKeyword {
    fn new(types: &Json) -> Self {
        let one = |name: &Json| match name.as_str()? {
            "string" => Some(Type::String),
            "number" => Some(Type::Number),
            "integer" => Some(Type::Integer),
            "boolean" => Some(Type::Boolean),
            "null" => Some(Type::Null),
            "array" => Some(Type::Array),
            "object" => Some(Type::Object),
            _ => None,
        };
        let types = types.as_array().map_or_else(|| std::slice::from_ref(types), Vec::as_slice);
        Self { types: types.iter().filter_map(one).collect() }
    }
}

impl Type {
    fn fits(self, node: &Node) -> bool {
        match &node.value {
            Value::Null => self == Self::Null,
            Value::Sequence(_) => self == Self::Array,
            Value::Mapping(_) => self == Self::Object,
            Value::Scalar(scalar) => match self {
                Self::String => true,
                Self::Number => scalar.looks_like_number(),
                Self::Integer => scalar.style == Style::Plain && scalar.text.parse::<i64>().is_ok(),
                Self::Boolean => scalar.as_bool().is_some(),
                Self::Null | Self::Array | Self::Object => false,
            },
        }
    }
}

impl<'i> Keyword<'i, Tree> for TypeKeyword {
    fn validate(&self, node: &'i Node) -> Result<(), ValidationError<'i>> {
        if Keyword::<Tree>::is_valid(self, node) { Ok(()) } else { Err(ValidationError::custom(TYPE)) }
    }

    fn is_valid(&self, node: &'i Node) -> bool {
        self.types.iter().any(|kind| kind.fits(node))
    }
}

/// The check that belongs to a pattern.
struct ReadsKeyword {
    reads: fn(&str) -> bool,
}

impl ReadsKeyword {
    fn new(pattern: &Json) -> Self {
        let form = pattern.as_str().and_then(words::form);
        Self { reads: form.and_then(|form| form.reads).unwrap_or(|_| true) }
    }
}

impl<'i> Keyword<'i, Tree> for ReadsKeyword {
    fn validate(&self, node: &'i Node) -> Result<(), ValidationError<'i>> {
        if Keyword::<Tree>::is_valid(self, node) { Ok(()) } else { Err(ValidationError::custom(READS)) }
    }

    fn is_valid(&self, node: &'i Node) -> bool {
        node.as_text().is_none_or(self.reads)
    }
}
