//! Values of the editor as the protocol writes them.

use std::collections::BTreeMap;
use std::fmt::Write as _;

use serde_json::{Value, json};

use crate::command::lsp::messages::{Client, Position, Range};
use crate::command::lsp::server::Server;
use crate::editor::{Completion, CompletionKind, Encoding, Hover, Piece, Positions, Sort, View};
use crate::finding::{Finding, Level};
use crate::packet::{code_span, plain_text};
use crate::place::{FileId, Location, Span};

/// What is promised to an editor.
pub(super) fn capabilities(client: &Client) -> Value {
    let encoding = match client.encoding {
        Encoding::Utf8 => "utf-8",
        Encoding::Utf16 => "utf-16",
        Encoding::Utf32 => "utf-32",
    };
    json!({
        "serverInfo": {"name": "tickmark", "version": env!("CARGO_PKG_VERSION")},
        "capabilities": {
            "positionEncoding": encoding,
            "textDocumentSync": {"openClose": true, "change": 2, "save": {"includeText": false}},
            "hoverProvider": true,
            "definitionProvider": true,
            "referencesProvider": true,
            "documentSymbolProvider": true,
            "workspaceSymbolProvider": true,
            "renameProvider": {"prepareProvider": true},
            "completionProvider": {"triggerCharacters": [":", " ", "[", "{", ",", "-"]},
            "codeActionProvider": {"codeActionKinds": ["quickfix", "source.fixAll.tickmark"]},
        },
    })
}

/// Places of files, each looked at once.
pub(super) struct Shown<'a> {
    server: &'a Server<'a>,
    view: &'a View<'a>,
    lines: BTreeMap<FileId, Positions<'a>>,
}

impl<'a> Shown<'a> {
    pub(super) fn new(server: &'a Server<'a>, view: &'a View<'a>) -> Self {
        Self { server, view, lines: BTreeMap::new() }
    }

    /// The lines of a file.
    pub(super) fn lines(&mut self, file: FileId) -> &Positions<'a> {
        let (server, view) = (self.server, self.view);
        self.lines.entry(file).or_insert_with(|| {
            let buffer = view.register.files.get(file.index()).and_then(|fact| server.buffer_of(&fact.path));
            let hidden = buffer.is_none_or(|buffer| !buffer.hides_no_mark());
            let source = view.sources.get(file.index()).copied().unwrap_or_default();
            Positions::new(source, server.client.encoding, hidden)
        })
    }

    pub(super) fn range(&mut self, place: Location) -> Range {
        let lines = self.lines(place.file);
        let position = |offset: u32| Position::from(lines.position(offset as usize));
        Range { start: position(place.span.start), end: position(place.span.end) }
    }

    pub(super) fn location(&mut self, place: Location) -> Value {
        let uri = self.server.uri(self.view.register.path(place.file));
        json!({"uri": uri, "range": self.range(place)})
    }

    /// A finding; one about a file as a whole is shown on its first line.
    pub(super) fn diagnostic(&mut self, finding: &Finding) -> Value {
        let place = finding.place;
        let whole = place.span == Span::default();
        let span = if whole { self.lines(place.file).line_of(0) } else { place.span };
        let severity = match finding.level {
            Level::Error => 1,
            Level::Warning => 2,
            Level::Note => 3,
        };
        let mut message = crate::text::visible(&finding.message).into_owned();
        let notes = finding.notes.iter().map(|note| ("note", note));
        for (what, text) in notes.chain(finding.help.iter().map(|help| ("help", help))) {
            // Writing to a String cannot fail.
            let _ = write!(message, "\n{what}: {}", crate::text::visible(text));
        }
        let mut diagnostic = json!({
            "range": self.range(Location { file: place.file, span }),
            "severity": severity,
            "code": finding.rule,
            "source": "tickmark",
            "message": message,
        });
        if !finding.related.is_empty() {
            let related = finding.related.iter().map(|related| {
                json!({"location": self.location(related.place), "message": crate::text::visible(&related.text)})
            });
            diagnostic["relatedInformation"] = related.collect();
        }
        diagnostic
    }
}

/// A hover's text, as the editor takes it.
pub(super) fn hover_text(hover: &Hover, markdown: bool) -> Value {
    let piece = |piece: &Piece| match (piece, markdown) {
        (Piece::Ours(text), _) => text.clone().into_owned(),
        (Piece::Theirs(text), true) => plain_text(text),
        (Piece::Code(text), true) => code_span(text),
        (Piece::Theirs(text) | Piece::Code(text), false) => crate::text::visible(text).into_owned(),
    };
    let line = |pieces: &Vec<Piece>| pieces.iter().map(piece).collect::<String>();
    let text = hover.lines.iter().map(line).collect::<Vec<_>>().join("\n\n");
    json!({"kind": if markdown { "markdown" } else { "plaintext" }, "value": text})
}

/// A completion with its place in the list.
pub(super) fn completion(index: usize, one: &Completion, range: Range) -> Value {
    let kind = match one.kind {
        CompletionKind::Key => 10,
        CompletionKind::Word => 20,
        CompletionKind::Id(_) => 18,
        CompletionKind::File => 17,
    };
    let mut item = json!({
        "label": one.label,
        "kind": kind,
        "sortText": format!("{index:05}"),
        "filterText": one.label,
        "textEdit": {"range": range, "newText": one.with},
    });
    if !one.detail.is_empty() {
        item["detail"] = json!(crate::text::visible(&one.detail));
    }
    if let Some(about) = &one.about {
        item["documentation"] = json!({"kind": "markdown", "value": about});
    }
    item
}

/// The protocol's number for a sort of symbol.
pub(super) fn symbol_kind(sort: Sort) -> u8 {
    match sort {
        Sort::Control => 6,
        Sort::Risk | Sort::Incident | Sort::Nonconformity => 24,
        Sort::Policy | Sort::Document | Sort::File => 1,
        Sort::Population => 18,
        Sort::Person => 13,
        Sort::Team => 11,
        Sort::Framework => 3,
        Sort::Requirement | Sort::Rule => 14,
        Sort::Vendor
        | Sort::Asset
        | Sort::Audit
        | Sort::InternalAudit
        | Sort::ManagementReview
        | Sort::Period => 19,
    }
}
