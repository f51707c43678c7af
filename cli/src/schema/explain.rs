//! Violations of a schema as problems with a place and words.

use std::borrow::Cow;
use std::collections::{BTreeMap, BTreeSet};

use jsonschema::ValidationError;
use jsonschema::error::ValidationErrorKind;
use serde_json::Value as Json;

use crate::document::{Mapping, Node};
use crate::finding::{ONCE, Problem, ProblemKind};
use crate::place::{FileId, Location, Span};
use crate::schema::compile::{Compiled, READS, TYPE};
use crate::schema::pointer::{self, Reached};
use crate::schema::words;
use crate::text::did_you_mean;

/// Everything that the schema finds wrong in a document, in no particular order.
pub(super) fn explain(compiled: &Compiled, file: FileId, root: &Node) -> Vec<Problem> {
    let mut explainer = Explainer { schema: &compiled.schema, file, root, found: Vec::new() };
    for error in compiled.validator.iter_errors(root) {
        explainer.error(&error);
    }
    explainer.finish()
}

/// A problem and the instance it is about.
struct Found {
    instance: String,
    problem: Problem,
}

struct Explainer<'a> {
    schema: &'a Json,
    file: FileId,
    root: &'a Node,
    found: Vec<Found>,
}

impl Explainer<'_> {
    fn error(&mut self, error: &ValidationError<'_>) {
        let at = error.instance_path().as_str();
        let reached = Reached::by(self.root, at);
        let rule = error.schema_path().as_str();
        let owner = pointer::parent(rule).unwrap_or_default();
        let schema = self.schema.pointer(owner).unwrap_or(self.schema);
        match error.kind() {
            ValidationErrorKind::AdditionalProperties { unexpected } => {
                for field in unexpected {
                    self.unknown(at, reached, schema, field);
                }
            }
            ValidationErrorKind::Required { property } => {
                let field = words::literal(property);
                let about = pointer::field(self.schema, owner, &field)
                    .and_then(|field| pointer::description(self.schema, field));
                self.add(at, reached.opening_span(), ProblemKind::MissingField { field, about });
            }
            ValidationErrorKind::AnyOf { context } | ValidationErrorKind::OneOfNotValid { context } => {
                self.branches(at, reached, context);
            }
            ValidationErrorKind::PropertyNames { error } => self.key(at, reached, error),
            ValidationErrorKind::Custom { keyword, .. } if keyword == TYPE => {
                let expected = words::types(&type_names(schema));
                self.wrong_type(at, reached, expected);
            }
            ValidationErrorKind::Custom { keyword, .. } if keyword == READS => {
                let (expected, allowed) = (words::expected(schema), words::allowed(schema));
                self.value(at, reached.value_span(), reached.node, expected, allowed);
            }
            ValidationErrorKind::Enum { options } => {
                let allowed: Vec<String> =
                    options.as_array().into_iter().flatten().map(words::literal).collect();
                let expected = words::one_of(&allowed);
                self.value(at, reached.value_span(), reached.node, expected, allowed);
            }
            ValidationErrorKind::UniqueItems => self.repeated(at, reached),
            kind => self.invalid(
                at,
                reached,
                limit(kind).unwrap_or_else(|| match kind {
                    ValidationErrorKind::Minimum { .. } | ValidationErrorKind::Maximum { .. } => {
                        words::between(schema)
                    }
                    _ => words::expected(schema),
                }),
            ),
        }
    }

    fn unknown(&mut self, at: &str, reached: Reached<'_>, schema: &Json, field: &str) {
        let mapping = reached.node.as_mapping();
        let span = mapping.and_then(|mapping| mapping.entry(field)).map(|entry| entry.key.span);
        let allowed = unused(schema, mapping);
        let kind = ProblemKind::UnknownField { field: field.to_owned(), allowed };
        self.add(at, span.unwrap_or_else(|| reached.opening_span()), kind);
    }

    /// Of several branches, the one speaks that the value most likely was meant for.
    fn branches(&mut self, at: &str, reached: Reached<'_>, branches: &[Vec<ValidationError<'static>>]) {
        let here = |error: &&ValidationError<'_>| error.instance_path().as_str() == at;
        let mistyped = |errors: &[ValidationError<'_>]| errors.iter().filter(here).any(is_type_error);
        let missing = |errors: &[ValidationError<'_>]| {
            let fields = errors.iter().filter(here).filter_map(required);
            fields.filter(|field| !is_misspelled(field, errors)).count()
        };
        if branches.iter().all(|errors| mistyped(errors)) {
            let names: Vec<&str> =
                branches.iter().flatten().filter(here).flat_map(|error| self.types_of(error)).collect();
            self.wrong_type(at, reached, words::types(&names));
            return;
        }
        let alternatives: Vec<&str> =
            branches.iter().filter_map(|errors| only_required(at, errors)).collect();
        if alternatives.len() == branches.len() && branches.len() > 1 {
            let others = words::one_of(&alternatives.iter().map(ToString::to_string).collect::<Vec<_>>());
            let kind = ProblemKind::MissingField {
                field: alternatives[0].to_owned(),
                about: Some(format!("{others} must be there.")),
            };
            self.add(at, reached.opening_span(), kind);
            return;
        }
        let best = branches.iter().min_by_key(|errors| (mistyped(errors), missing(errors), errors.len()));
        best.into_iter().flatten().for_each(|error| self.error(error));
    }

    fn types_of(&self, error: &ValidationError<'_>) -> Vec<&str> {
        let owner = pointer::parent(error.schema_path().as_str()).unwrap_or_default();
        self.schema.pointer(owner).map(type_names).unwrap_or_default()
    }

    /// A key that is not of the form that keys have there.
    fn key(&mut self, at: &str, reached: Reached<'_>, error: &ValidationError<'_>) {
        let Some(key) = error.instance().as_str() else { return };
        let span =
            reached.node.as_mapping().and_then(|mapping| mapping.entry(key)).map(|entry| entry.key.span);
        let owner = pointer::parent(error.schema_path().as_str()).unwrap_or_default();
        let schema = self.schema.pointer(owner).unwrap_or(self.schema);
        let kind = ProblemKind::InvalidValue {
            value: key.to_owned(),
            expected: words::expected(schema),
            allowed: Vec::new(),
        };
        self.add(&format!("{at}/{key}"), span.unwrap_or_else(|| reached.opening_span()), kind);
    }

    /// Points at the second of two equal items.
    fn repeated(&mut self, at: &str, reached: Reached<'_>) {
        let items = reached.node.as_sequence().unwrap_or_default();
        let mut before = BTreeSet::new();
        let again = items.iter().find(|item| item.as_text().is_some_and(|text| !before.insert(text)));
        let node = again.unwrap_or(reached.node);
        self.value(at, node.span, node, ONCE.to_owned(), Vec::new());
    }

    fn wrong_type(&mut self, at: &str, reached: Reached<'_>, expected: String) {
        let found = reached.node.describe().to_owned();
        let field = pointer::segments(at).filter(|part| part.parse::<usize>().is_err()).last();
        let field = field.map(Cow::into_owned);
        self.add(at, reached.value_span(), ProblemKind::WrongType { field, expected, found });
    }

    fn invalid(&mut self, at: &str, reached: Reached<'_>, expected: String) {
        self.value(at, reached.value_span(), reached.node, expected, Vec::new());
    }

    fn value(&mut self, at: &str, span: Span, node: &Node, expected: String, allowed: Vec<String>) {
        let value = node.as_text().unwrap_or_else(|| node.describe()).to_owned();
        self.add(at, span, ProblemKind::InvalidValue { value, expected, allowed });
    }

    fn add(&mut self, at: &str, span: Span, kind: ProblemKind) {
        let problem = Problem { location: Location { file: self.file, span }, kind };
        self.found.push(Found { instance: at.to_owned(), problem });
    }

    /// One mistake is told once: of a wrong type and a wrong value at one place the type, of several
    /// wrong values the first, and a key that was misspelled is not missing as well.
    fn finish(self) -> Vec<Problem> {
        let mistyped: BTreeSet<String> = self
            .found
            .iter()
            .filter(|found| matches!(found.problem.kind, ProblemKind::WrongType { .. }))
            .map(|found| found.instance.clone())
            .collect();
        let meant: BTreeSet<(String, String)> = self.found.iter().filter_map(misspelled).collect();
        let mut invalid = BTreeSet::new();
        let mut problems: Vec<Problem> = Vec::new();
        let mut told_at: BTreeMap<Span, Vec<usize>> = BTreeMap::new();
        for Found { instance, problem } in self.found {
            let told = match &problem.kind {
                ProblemKind::InvalidValue { .. } => mistyped.contains(&instance) || !invalid.insert(instance),
                ProblemKind::MissingField { field, .. } => meant.contains(&(instance, field.clone())),
                _ => false,
            };
            let here = told_at.entry(problem.location.span).or_default();
            if !told && !here.iter().any(|&before| problems[before] == problem) {
                here.push(problems.len());
                problems.push(problem);
            }
        }
        problems
    }
}

/// The instance and the field that an unknown field was most likely meant to be.
fn misspelled(found: &Found) -> Option<(String, String)> {
    let ProblemKind::UnknownField { field, allowed } = &found.problem.kind else { return None };
    let meant = did_you_mean(field, allowed.iter().map(String::as_str))?;
    Some((found.instance.clone(), meant.to_owned()))
}

/// The fields of an object's schema that are not there yet.
fn unused(schema: &Json, mapping: Option<&Mapping>) -> Vec<String> {
    let fields = schema.get("properties").and_then(Json::as_object);
    let is_free = |name: &&String| mapping.is_none_or(|mapping| mapping.entry(name).is_none());
    fields.into_iter().flat_map(|fields| fields.keys()).filter(is_free).cloned().collect()
}

fn type_names(schema: &Json) -> Vec<&str> {
    match schema.get("type") {
        Some(Json::Array(names)) => names.iter().filter_map(Json::as_str).collect(),
        Some(Json::String(name)) => vec![name],
        _ => Vec::new(),
    }
}

fn is_type_error(error: &ValidationError<'_>) -> bool {
    matches!(error.kind(), ValidationErrorKind::Custom { keyword, .. } if keyword == TYPE)
}

fn required<'e>(error: &'e ValidationError<'_>) -> Option<&'e str> {
    match error.kind() {
        ValidationErrorKind::Required { property } => property.as_str(),
        _ => None,
    }
}

/// True when one of the unknown fields of a branch was most likely meant to be this one.
fn is_misspelled(field: &str, errors: &[ValidationError<'_>]) -> bool {
    errors.iter().any(|error| match error.kind() {
        ValidationErrorKind::AdditionalProperties { unexpected } => {
            unexpected.iter().any(|unknown| did_you_mean(unknown, [field]).is_some())
        }
        _ => false,
    })
}

/// The field that a branch asks for, when it asks for nothing else.
fn only_required<'e>(at: &str, errors: &'e [ValidationError<'_>]) -> Option<&'e str> {
    match errors {
        [error] if error.instance_path().as_str() == at => required(error),
        _ => None,
    }
}

fn limit(kind: &ValidationErrorKind) -> Option<String> {
    Some(match kind {
        ValidationErrorKind::MinItems { limit } => words::count("at least", *limit, "item"),
        ValidationErrorKind::MaxItems { limit } => words::count("at most", *limit, "item"),
        ValidationErrorKind::MinProperties { limit } => words::count("at least", *limit, "key"),
        ValidationErrorKind::MaxProperties { limit } => words::count("at most", *limit, "key"),
        ValidationErrorKind::MaxLength { limit } => words::count("at most", *limit, "character"),
        _ => return None,
    })
}
