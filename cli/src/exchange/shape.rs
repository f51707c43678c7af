//! Which kinds are rows of a table, and the fields of each.

mod fields;

use crate::kind::Kind;

/// What the cell of a field holds.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Form {
    /// An id, or another short text on one line.
    Id,
    /// Prose.
    Text,
    /// The short name of a person or a team.
    Owner,
    /// A day.
    Date,
    /// A day or a moment.
    Day,
    /// A word of a closed set, which the schema lists.
    Word,
    /// Yes or no.
    Flag,
    /// A whole number.
    Count,
    /// A step on the scale of likelihood.
    Likelihood,
    /// A step on the scale of impact.
    Impact,
    /// `quarterly`, or `every 45d`.
    Cadence,
    /// Ids between commas, one or many.
    Refs,
    /// Texts, one a line, one or many.
    Texts,
    /// Texts, one a line, always a list.
    Lines,
    /// Mappings, one a line.
    Rows,
    /// What a user's own `x-` key holds.
    Own,
}

/// A field.
#[derive(Debug, Clone, Copy)]
pub(super) struct Field {
    /// Its keys from the row, with dots between them.
    pub(super) path: &'static str,
    pub(super) form: Form,
    /// True for a mapping whose keys are the user's: each is a field of its own.
    pub(super) open: bool,
    /// Titles under which people write it.
    pub(super) also: &'static [&'static str],
}

/// Where rows stand.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Layout {
    /// A file each, in this folder, named by the id.
    Files(&'static str),
    /// Entries of this file, by id.
    Entries(&'static str),
    /// Entries of a mapping (no keys) or items of a list (told apart by these keys) in a file each,
    /// in this folder, named by the values of fields of the head.
    Inside {
        folder: &'static str,
        named: &'static [&'static str],
        container: &'static str,
        keys: &'static [&'static str],
    },
}

/// A kind whose entities are rows.
#[derive(Debug)]
pub struct Shape {
    /// What `--kind` calls it.
    pub name: &'static str,
    /// The name of its tab.
    pub tab: &'static str,
    /// What is said where there is none.
    pub nothing: &'static str,
    /// The kind of its files.
    pub kind: Kind,
    pub(super) layout: Layout,
    /// The fields of the file that rows stand in, each written as `NAME.field`.
    pub(super) head: &'static [Field],
    pub(super) fields: &'static [Field],
}

impl Shape {
    /// The shape with a name, also in the plural.
    pub fn find(name: &str) -> Option<&'static Self> {
        SHAPES.iter().find(|shape| shape.name == name || shape.tab == name)
    }

    /// True where what tells rows apart stands in them; false where it is the key of an entry.
    pub(super) fn keys_are_fields(&self) -> bool {
        !matches!(self.layout, Layout::Entries(_) | Layout::Inside { keys: [], .. })
    }
}

/// Every kind that can be a table.
pub const SHAPES: &[Shape] = &[
    Shape {
        name: "control",
        tab: "controls",
        nothing: "No control is on file.",
        kind: Kind::Control,
        layout: Layout::Files("policies/controls"),
        head: &[],
        fields: fields::CONTROL,
    },
    Shape {
        name: "risk",
        tab: "risks",
        nothing: "No risk is on file.",
        kind: Kind::Risk,
        layout: Layout::Files("policies/risks"),
        head: &[],
        fields: fields::RISK,
    },
    Shape {
        name: "vendor",
        tab: "vendors",
        nothing: "No vendor is on file.",
        kind: Kind::Vendors,
        layout: Layout::Entries("policies/registers/vendors"),
        head: &[],
        fields: fields::VENDOR,
    },
    Shape {
        name: "asset",
        tab: "assets",
        nothing: "No asset is on file.",
        kind: Kind::Assets,
        layout: Layout::Entries("policies/registers/assets"),
        head: &[],
        fields: fields::ASSET,
    },
    Shape {
        name: "population",
        tab: "populations",
        nothing: "No population is on file.",
        kind: Kind::Population,
        layout: Layout::Files("policies/populations"),
        head: &[],
        fields: fields::POPULATION,
    },
    Shape {
        name: "soa",
        tab: "soa",
        nothing: "No decision is on file.",
        kind: Kind::Soa,
        layout: Layout::Inside {
            folder: "policies/soa",
            named: &["framework"],
            container: "decisions",
            keys: &[],
        },
        head: fields::SOA_HEAD,
        fields: fields::SOA,
    },
    Shape {
        name: "framework",
        tab: "frameworks",
        nothing: "No framework of the company's own is on file.",
        kind: Kind::Framework,
        layout: Layout::Inside {
            folder: "policies/frameworks",
            named: &["id"],
            container: "requirements",
            keys: &["id"],
        },
        head: fields::FRAMEWORK_HEAD,
        fields: fields::FRAMEWORK,
    },
    Shape {
        name: "crosswalk",
        tab: "crosswalks",
        nothing: "No crosswalk of the company's own is on file.",
        kind: Kind::Crosswalk,
        layout: Layout::Inside {
            folder: "policies/crosswalks",
            named: &["source", "target"],
            container: "mappings",
            keys: &["source", "target", "publication"],
        },
        head: fields::CROSSWALK_HEAD,
        fields: fields::CROSSWALK,
    },
];
