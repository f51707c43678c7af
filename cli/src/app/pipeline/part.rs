//! One file to what it gives: a document with what it says, or a table, and what was met on the way.

use std::collections::BTreeSet;
use std::sync::Arc;

use crate::app::pipeline::catalogs::spoken_of;
use crate::document::Document;
use crate::finding::{Problem, ProblemKind};
use crate::kind::{Kind, Place};
use crate::model::{Decoded, Table, decode_document};
use crate::place::{FileId, Location, Sha256, Span};
use crate::scan::{Find, Sort};
use crate::schema;
use crate::source::SourceFile;

/// What one file gives.
#[derive(Debug, Default)]
pub(in crate::app) struct Part {
    pub(in crate::app) document: Option<Document>,
    pub(in crate::app) table: Option<Table>,
    /// What the document says to the register.
    pub(in crate::app) decoded: Option<Decoded>,
    /// The built-in frameworks that it names.
    pub(in crate::app) spoken_of: BTreeSet<&'static str>,
    /// What reading its tree met.
    pub(in crate::app) problems: Vec<Problem>,
    /// What was found in its bytes.
    pub(in crate::app) found: Vec<Problem>,
}

impl Part {
    /// The same for the same file under another number, without its tree.
    pub(in crate::app) fn twin(&mut self, source: &SourceFile, file: FileId) -> Self {
        let moved = |problems: &[Problem]| {
            let moved = problems.iter().cloned();
            moved.map(|one| Problem { location: Location { file, ..one.location }, ..one }).collect()
        };
        Self {
            decoded: self.decode_as(source, file),
            document: None,
            table: self.table.as_ref().map(|table| table.moved(file)),
            spoken_of: self.spoken_of.clone(),
            problems: moved(&self.problems),
            found: moved(&self.found),
        }
    }

    /// What the document says, under another number; it is decoded once more only where it says little.
    fn decode_as(&mut self, source: &SourceFile, file: FileId) -> Option<Decoded> {
        if let Some(moved) = self.decoded.as_ref()?.moved(file) {
            return Some(moved);
        }
        let document = self.document.as_mut()?;
        let own = std::mem::replace(&mut document.file, file);
        let decoded = decode_document(source.place, &source.path, document);
        document.file = own;
        decoded
    }

    /// All that is wrong with the file by itself.
    pub(in crate::app) fn all_problems(&self) -> impl Iterator<Item = &Problem> {
        self.problems.iter().chain(&self.found)
    }
}

/// Reads one file; `index` is its number in the snapshot.
pub(in crate::app) fn part(index: usize, file: &SourceFile) -> Part {
    let id = FileId(index as u32);
    let part = Part { found: found(id, file), ..read_part(id, file) };
    let Some(document) = &part.document else { return part };
    let decoded = decode_document(file.place, &file.path, document);
    Part { decoded, spoken_of: spoken_of(document), ..part }
}

/// The tree of a file alone.
pub(in crate::app) fn document(index: usize, file: &SourceFile) -> Option<Document> {
    read_part(FileId(index as u32), file).document
}

fn read_part(id: FileId, file: &SourceFile) -> Part {
    let Some(bytes) = &file.bytes else { return Part { problems: too_large(id, file), ..Part::default() } };
    let markdown = file.path.has_extension("md");
    let (document, mut problems) = match file.place {
        Place::Known(_) | Place::SystemProse if markdown => Document::from_markdown(id, bytes),
        Place::Known(_) => Document::from_yaml(id, bytes),
        Place::ExtractionData | Place::Attachment => {
            let digest = file.sha256.unwrap_or_else(|| Sha256::of(bytes));
            return Part { table: Some(Table::new(id, Arc::clone(bytes), digest)), ..Part::default() };
        }
        Place::SystemProse
        | Place::Signers
        | Place::Statement
        | Place::Anchor
        | Place::Template
        | Place::Elsewhere
        | Place::Misplaced => return Part::default(),
    };
    if let Some(kind) = file.place.kind().filter(|_| !file.is_sound) {
        // A document of the management system may be prose alone.
        let prose_alone = kind == Kind::IsmsDocument && document.root.is_none();
        if problems.is_empty() && !prose_alone || document.root.is_some() {
            problems.extend(schema::check(kind, &document));
        }
    }
    Part { document: Some(document), problems, ..Part::default() }
}

/// What looking at the bytes found, as problems. A file that is not held has no lines.
pub fn found(id: FileId, file: &SourceFile) -> Vec<Problem> {
    let held = file.bytes.is_some() || file.shown.is_some();
    let problem = |find: &Find| {
        let kind = match find.sort {
            Sort::Secret(shape) => ProblemKind::Secret {
                shape,
                start: find.text.clone(),
                byte: (!held).then_some(find.span.start),
            },
            Sort::Personal(datum) => ProblemKind::PersonalData {
                one: datum.one(),
                several: datum.several(),
                text: find.text.clone(),
            },
        };
        let span = if held { find.span } else { Span::default() };
        Problem { location: Location { file: id, span }, kind }
    };
    file.finds.iter().map(problem).collect()
}

/// Why a file of a kind has no bytes here: it is too large. Links are a rule's business.
fn too_large(id: FileId, file: &SourceFile) -> Vec<Problem> {
    let is_meant = file.place.kind().is_some() || file.place == Place::Template;
    let too_large = is_meant && file.size > crate::source::KEPT_BYTES;
    let kind = ProblemKind::FileTooLarge { bytes: file.size, limit: crate::source::KEPT_BYTES };
    too_large.then(|| Problem { location: Location::start_of(id), kind }).into_iter().collect()
}
