//! Policy documents: Markdown with front matter.

use crate::calendar::Cadence;
use crate::document::Document;
use crate::model::read::{Act, Fields, Satisfies, Text};
use crate::place::{FileId, RepoPath, Span, Spanned};

/// A policy, or a document of the management system in the same form.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Policy {
    /// The file.
    pub file: FileId,
    /// Its path.
    pub path: RepoPath,
    /// `access-control`; the file's stem when the front matter has none.
    pub id: Text,
    /// Its title.
    pub title: Option<Text>,
    /// Its version, as written.
    pub version: Option<Text>,
    /// A person or a team.
    pub owner: Option<Text>,
    /// Who approved it, and when.
    pub approved: Option<Act>,
    /// How often it is reviewed.
    pub review: Option<Spanned<Cadence>>,
    /// The requirements it claims to meet.
    pub satisfies: Satisfies,
    /// The population that has to acknowledge it.
    pub acknowledged_by: Option<Text>,
    /// The prose.
    pub body: Span,
}

impl Policy {
    /// Reads the front matter of a document.
    pub fn decode(path: &RepoPath, document: &Document) -> Option<Self> {
        let root = document.root.as_ref()?;
        let fields = Fields::of(root)?;
        let stem = || Spanned::new(path.stem().to_owned(), Span::at(root.span.start as usize));
        Some(Self {
            file: document.file,
            path: path.clone(),
            id: fields.text("id").unwrap_or_else(stem),
            title: fields.text("title"),
            version: fields.text("version"),
            owner: fields.text("owner"),
            approved: Act::read(fields, "approved"),
            review: fields.cadence("review", None),
            satisfies: Satisfies::read(fields, "satisfies"),
            acknowledged_by: fields.text("acknowledged_by"),
            body: document.body.unwrap_or_default(),
        })
    }
}
