//! Everything that has an id, and every place that defines or names it.

use crate::document::{Document, Entry, Node, Scalar, Value};
use crate::editor::names::{Named, named_by_key, named_by_value};
use crate::kind::{Kind, Place};
use crate::model::{FileFact, Program, Register, record_file};
use crate::place::{Location, Span};
use crate::schema::Step;

/// A sort of thing with an id.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub enum Sort {
    /// A control.
    Control,
    /// A risk.
    Risk,
    /// A policy.
    Policy,
    /// A document of the management system.
    Document,
    /// A population.
    Population,
    /// A person.
    Person,
    /// A team.
    Team,
    /// A vendor.
    Vendor,
    /// An asset.
    Asset,
    /// An audit of the programme.
    Audit,
    /// An incident.
    Incident,
    /// An internal audit.
    InternalAudit,
    /// A management review.
    ManagementReview,
    /// A nonconformity.
    Nonconformity,
    /// A framework.
    Framework,
    /// A requirement.
    Requirement,
    /// A rule, or a group of rules.
    Rule,
    /// A file; its id is its path.
    File,
    /// A period of the control that the record is for.
    Period,
}

impl Sort {
    /// The word for people.
    pub fn word(self) -> &'static str {
        match self {
            Self::Control => "control",
            Self::Risk => "risk",
            Self::Policy => "policy",
            Self::Document => "document",
            Self::Population => "population",
            Self::Person => "person",
            Self::Team => "team",
            Self::Vendor => "vendor",
            Self::Asset => "asset",
            Self::Audit => "audit",
            Self::Incident => "incident",
            Self::InternalAudit => "internal audit",
            Self::ManagementReview => "management review",
            Self::Nonconformity => "nonconformity",
            Self::Framework => "framework",
            Self::Requirement => "requirement",
            Self::Rule => "rule",
            Self::File => "file",
            Self::Period => "period",
        }
    }
}

/// One thing.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord)]
pub struct Thing {
    /// Its sort.
    pub sort: Sort,
    /// What its id belongs to: a requirement's framework, a period's control; else empty.
    pub of: String,
    /// Its id.
    pub id: String,
}

impl Thing {
    /// A thing whose id belongs to nothing.
    pub fn new(sort: Sort, id: impl Into<String>) -> Self {
        Self { sort, of: String::new(), id: id.into() }
    }

    /// A requirement of a framework.
    pub fn requirement(framework: impl Into<String>, id: impl Into<String>) -> Self {
        Self { sort: Sort::Requirement, of: framework.into(), id: id.into() }
    }
}

/// What a mention does.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub enum Role {
    /// The id stands here.
    Defines,
    /// The id is named here.
    Names,
}

/// One place at which a thing is defined or named.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Mention {
    /// Where.
    pub at: Location,
    /// The thing.
    pub thing: Thing,
    /// Defined or named.
    pub role: Role,
    /// True when it was written as a block (`|`, `>`): no edit of a name.
    pub block: bool,
}

/// Lists every mention of the documents, by place.
pub fn mentions(register: &Register, documents: &[Option<&Document>]) -> Vec<Mention> {
    let mut list = Vec::new();
    for (file, document) in register.files.iter().zip(documents) {
        let (Place::Known(kind), Some(document)) = (file.place, document) else { continue };
        let Some(root) = &document.root else { continue };
        let framework = root.get("framework").and_then(Node::as_text).unwrap_or_default();
        let id = root.get("id").and_then(Node::as_text).unwrap_or_default();
        let control = root.get("control").and_then(Node::as_text).unwrap_or_default();
        let mut walk =
            Walk { register, file, kind, framework, id, control, list: &mut list, steps: Vec::new() };
        walk.unnamed(root);
        walk.node(root);
    }
    list.sort_by(|a, b| (a.at, &a.thing).cmp(&(b.at, &b.thing)));
    list
}

struct Walk<'a, 'l> {
    register: &'a Register,
    file: &'a FileFact,
    kind: Kind,
    framework: &'a str,
    id: &'a str,
    control: &'a str,
    list: &'l mut Vec<Mention>,
    steps: Vec<Step<'a>>,
}

impl<'a> Walk<'a, '_> {
    fn put(&mut self, span: Span, thing: Thing, role: Role, block: bool) {
        self.list.push(Mention { at: Location { file: self.file.file, span }, thing, role, block });
    }

    /// Prose without an `id` is called like its file.
    fn unnamed(&mut self, root: &Node) {
        let Some(sort @ (Sort::Policy | Sort::Document)) = entity_of(self.kind) else { return };
        if root.get("id").is_none() {
            let start = Span::at(root.span.start as usize);
            self.put(start, Thing::new(sort, self.file.path.stem()), Role::Defines, false);
        }
    }

    fn node(&mut self, node: &'a Node) {
        match &node.value {
            Value::Null => {}
            Value::Scalar(scalar) => self.scalar(node.span, scalar),
            Value::Sequence(items) => {
                self.steps.push(Step::Item);
                for item in items {
                    self.node(item);
                }
                self.steps.pop();
            }
            Value::Mapping(mapping) => {
                for entry in &mapping.entries {
                    self.key(entry);
                    self.steps.push(Step::Key(&entry.key.value));
                    self.node(&entry.value);
                    self.steps.pop();
                }
            }
        }
    }

    fn key(&mut self, entry: &'a Entry) {
        let key = &*entry.key.value;
        if key.starts_with("x-") {
            return;
        }
        if let Some(sort) = defined_by_key(self.kind, &self.steps) {
            self.put(entry.key.span, Thing::new(sort, key), Role::Defines, false);
        } else if let Some(named) = named_by_key(self.kind, &self.steps) {
            // `against: {control: …}` stands among the frameworks of a nonconformity.
            if !(self.kind == Kind::Nonconformity && key == "control")
                && let Some(thing) = self.thing(named, key)
            {
                self.put(entry.key.span, thing, Role::Names, false);
            }
        }
    }

    fn scalar(&mut self, span: Span, scalar: &'a Scalar) {
        let block = scalar.style == crate::document::Style::Block;
        if let Some(thing) = self.defined_by_value(&scalar.text) {
            self.put(span, thing, Role::Defines, block);
        } else if let Some(thing) =
            named_by_value(self.kind, &self.steps).and_then(|named| self.thing(named, &scalar.text))
        {
            self.put(span, thing, Role::Names, block);
        }
    }

    fn defined_by_value(&self, text: &str) -> Option<Thing> {
        if self.kind == Kind::Framework
            && self.steps == [Step::Key("requirements"), Step::Item, Step::Key("id")]
        {
            return Some(Thing::requirement(self.id, text));
        }
        let sort = entity_of(self.kind).filter(|_| self.steps == [Step::Key("id")])?;
        Some(Thing::new(sort, text))
    }

    fn thing(&self, named: Named<'_>, text: &str) -> Option<Thing> {
        let sort = match named {
            Named::Owner => owner(self.register.program.as_ref(), text),
            Named::Person => Sort::Person,
            Named::Control => Sort::Control,
            Named::Risk => Sort::Risk,
            Named::Policy => Sort::Policy,
            Named::Population => Sort::Population,
            Named::Vendor => Sort::Vendor,
            Named::Asset => Sort::Asset,
            Named::Audit => Sort::Audit,
            Named::InternalAudit => Sort::InternalAudit,
            Named::Framework => Sort::Framework,
            Named::Rule => Sort::Rule,
            Named::Requirement(framework) => {
                return Some(Thing::requirement(framework.unwrap_or(self.framework), text));
            }
            Named::Period => {
                return Some(Thing { sort: Sort::Period, of: self.control.to_owned(), id: text.to_owned() });
            }
            Named::File => return Some(Thing::new(Sort::File, record_file(&self.file.path, text)?.as_str())),
            Named::Needed => return None,
        };
        Some(Thing::new(sort, text))
    }
}

fn owner(program: Option<&Program>, short: &str) -> Sort {
    match program {
        Some(program) if program.person(short).is_none() && program.team(short).is_some() => Sort::Team,
        Some(_) | None => Sort::Person,
    }
}

/// The entity whose id is the value of `id` at the root of a file.
pub(super) fn entity_of(kind: Kind) -> Option<Sort> {
    match kind {
        Kind::Control => Some(Sort::Control),
        Kind::Risk => Some(Sort::Risk),
        Kind::Policy => Some(Sort::Policy),
        Kind::IsmsDocument => Some(Sort::Document),
        Kind::Population => Some(Sort::Population),
        Kind::Incident => Some(Sort::Incident),
        Kind::InternalAudit => Some(Sort::InternalAudit),
        Kind::ManagementReview => Some(Sort::ManagementReview),
        Kind::Nonconformity => Some(Sort::Nonconformity),
        Kind::Framework => Some(Sort::Framework),
        Kind::Program
        | Kind::Evidence
        | Kind::Extraction
        | Kind::Method
        | Kind::Soa
        | Kind::System
        | Kind::Assets
        | Kind::Vendors
        | Kind::Processing
        | Kind::Objectives
        | Kind::Programme
        | Kind::Requests
        | Kind::Samples
        | Kind::Crosswalk => None,
    }
}

/// Things whose ids are the keys of a mapping.
fn defined_by_key(kind: Kind, steps: &[Step<'_>]) -> Option<Sort> {
    match (kind, steps) {
        (Kind::Program, [Step::Key("people")]) => Some(Sort::Person),
        (Kind::Program, [Step::Key("teams")]) => Some(Sort::Team),
        (Kind::Program, [Step::Key("audits")]) => Some(Sort::Audit),
        (Kind::Vendors, []) => Some(Sort::Vendor),
        (Kind::Assets, []) => Some(Sort::Asset),
        _ => None,
    }
}
