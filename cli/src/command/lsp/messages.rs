//! The part of the Language Server Protocol (3.17) that is spoken here.

use serde::{Deserialize, Serialize};
use serde_json::Value;

use crate::editor;

/// Any message from the editor.
#[derive(Debug, Deserialize)]
pub(super) struct Message {
    /// The number of a request; none for a notification.
    #[serde(default)]
    pub(super) id: Option<Value>,
    /// What is asked; none for an answer.
    #[serde(default)]
    pub(super) method: Option<String>,
    #[serde(default)]
    pub(super) params: Value,
}

/// Why a request has no result.
#[derive(Debug, Clone)]
pub(super) struct Failure {
    pub(super) code: i64,
    pub(super) message: String,
}

impl Failure {
    pub(super) const PARSE: i64 = -32700;
    pub(super) const INVALID_REQUEST: i64 = -32600;
    pub(super) const METHOD_NOT_FOUND: i64 = -32601;
    pub(super) const INVALID_PARAMS: i64 = -32602;
    pub(super) const NOT_INITIALIZED: i64 = -32002;
    pub(super) const REQUEST_FAILED: i64 = -32803;

    pub(super) fn new(code: i64, message: impl Into<String>) -> Self {
        Self { code, message: message.into() }
    }
}

/// A place as the protocol writes it.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
pub(super) struct Position {
    line: u32,
    character: u32,
}

impl From<Position> for editor::Position {
    fn from(position: Position) -> Self {
        Self { line: position.line, character: position.character }
    }
}

impl From<editor::Position> for Position {
    fn from(position: editor::Position) -> Self {
        Self { line: position.line, character: position.character }
    }
}

/// From a place up to another.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
pub(super) struct Range {
    pub(super) start: Position,
    pub(super) end: Position,
}

#[derive(Debug, Deserialize)]
pub(super) struct DocumentId {
    pub(super) uri: String,
    #[serde(default)]
    pub(super) version: Option<i64>,
}

#[derive(Debug, Deserialize)]
#[serde(rename_all = "camelCase")]
pub(super) struct OnDocument {
    pub(super) text_document: DocumentId,
}

#[derive(Debug, Deserialize)]
#[serde(rename_all = "camelCase")]
pub(super) struct Opened {
    pub(super) text_document: OpenedDocument,
}

#[derive(Debug, Deserialize)]
pub(super) struct OpenedDocument {
    pub(super) uri: String,
    pub(super) version: i64,
    pub(super) text: String,
}

#[derive(Debug, Deserialize)]
#[serde(rename_all = "camelCase")]
pub(super) struct Changed {
    pub(super) text_document: DocumentId,
    pub(super) content_changes: Vec<super::buffer::TextChange>,
}

/// A request about a place; with what some of them add.
#[derive(Debug, Deserialize)]
#[serde(rename_all = "camelCase")]
pub(super) struct AtPlace {
    pub(super) text_document: DocumentId,
    pub(super) position: Position,
    #[serde(default)]
    pub(super) context: Option<ReferenceContext>,
    #[serde(default)]
    pub(super) new_name: String,
}

#[derive(Debug, Default, Deserialize)]
#[serde(rename_all = "camelCase")]
pub(super) struct ReferenceContext {
    #[serde(default)]
    pub(super) include_declaration: bool,
}

#[derive(Debug, Deserialize)]
#[serde(rename_all = "camelCase")]
pub(super) struct ActionsAt {
    pub(super) text_document: DocumentId,
    pub(super) range: Range,
    #[serde(default)]
    pub(super) context: ActionContext,
}

#[derive(Debug, Default, Deserialize)]
pub(super) struct ActionContext {
    #[serde(default)]
    pub(super) only: Option<Vec<String>>,
}

#[derive(Debug, Deserialize)]
pub(super) struct Query {
    #[serde(default)]
    pub(super) query: String,
}

/// What the editor can do, as far as it matters.
#[derive(Debug, Default)]
#[expect(clippy::struct_excessive_bools, reason = "each is an ability of its own")]
pub(super) struct Client {
    pub(super) encoding: editor::Encoding,
    /// Hovers may be Markdown.
    pub(super) markdown: bool,
    /// Workspace edits may carry versions.
    pub(super) document_changes: bool,
    /// Workspace edits may rename files.
    pub(super) renames: bool,
    /// Symbols may be nested.
    pub(super) nested_symbols: bool,
    /// It tells of files that change on disk, when it is asked to.
    pub(super) watches: bool,
}

impl Client {
    /// Reads the parameters of `initialize`.
    pub(super) fn of(params: &Value) -> Self {
        let at = |pointer: &str| params.pointer(&format!("/capabilities/{pointer}"));
        let is = |pointer: &str| at(pointer).and_then(Value::as_bool).unwrap_or(false);
        let has = |pointer: &str, word: &str| {
            at(pointer).and_then(Value::as_array).is_some_and(|list| list.iter().any(|one| one == word))
        };
        let offered = at("general/positionEncodings").and_then(Value::as_array);
        let offers = |name: &str| offered.is_some_and(|list| list.iter().any(|one| one == name));
        // Bytes are what everything is counted in here.
        let encoding = if offers("utf-8") {
            editor::Encoding::Utf8
        } else if offers("utf-32") && !offers("utf-16") {
            editor::Encoding::Utf32
        } else {
            editor::Encoding::Utf16
        };
        Self {
            encoding,
            markdown: has("textDocument/hover/contentFormat", "markdown"),
            document_changes: is("workspace/workspaceEdit/documentChanges"),
            renames: has("workspace/workspaceEdit/resourceOperations", "rename"),
            nested_symbols: is("textDocument/documentSymbol/hierarchicalDocumentSymbolSupport"),
            watches: is("workspace/didChangeWatchedFiles/dynamicRegistration"),
        }
    }
}
