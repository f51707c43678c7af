//! Requests to what `editor` says.

use serde::de::DeserializeOwned;
use serde_json::{Value, json};

use crate::app::Live;
use crate::command::lsp::messages::{ActionsAt, AtPlace, Failure, OnDocument, Position, Query, Range};
use crate::command::lsp::server::Server;
use crate::command::lsp::show::{Shown, completion, hover_text, symbol_kind};
use crate::editor::{
    Change, Positions, Refused, Repair, Symbol, View, complete, definition, fix_all, hover, prepare,
    references, rename, repairs, symbols, symbols_named,
};
use crate::finding::Edit;
use crate::place::{FileId, Location, Span};

type Answer = Result<Value, Failure>;

fn params<T: DeserializeOwned>(params: Value) -> Result<T, Failure> {
    serde_json::from_value(params).map_err(|error| Failure::new(Failure::INVALID_PARAMS, error.to_string()))
}

impl From<Refused> for Failure {
    fn from(refused: Refused) -> Self {
        Self::new(Self::REQUEST_FAILED, crate::text::visible(&refused.to_string()))
    }
}

impl Server<'_> {
    /// Answers one request.
    pub(super) fn answer_to(&self, method: &str, given: Value) -> Answer {
        match method {
            "textDocument/hover" => self.at(given, |view, shown, file, offset, _| {
                let Some(found) = hover(view, file, offset) else { return Ok(Value::Null) };
                let range = shown.range(Location { file, span: found.span });
                Ok(json!({"contents": hover_text(&found, self.client.markdown), "range": range}))
            }),
            "textDocument/definition" => self.at(given, |view, shown, file, offset, _| {
                Ok(definition(view, file, offset).into_iter().map(|place| shown.location(place)).collect())
            }),
            "textDocument/references" => self.at(given, |view, shown, file, offset, at| {
                let defined = at.context.as_ref().is_some_and(|context| context.include_declaration);
                let places = references(view, file, offset, defined);
                Ok(places.into_iter().map(|place| shown.location(place)).collect())
            }),
            "textDocument/prepareRename" => self.at(given, |view, shown, file, offset, _| {
                let Some(target) = prepare(view, file, offset)? else { return Ok(Value::Null) };
                let range = shown.range(Location { file, span: target.span });
                Ok(json!({"range": range, "placeholder": target.id}))
            }),
            "textDocument/rename" => self.at(given, |view, shown, file, offset, at| {
                let Some(change) = rename(view, file, offset, &at.new_name)? else { return Ok(Value::Null) };
                Ok(self.workspace_edit(shown, view, &change))
            }),
            "textDocument/completion" => self.completions(given),
            "textDocument/documentSymbol" => self.document_symbols(given),
            "workspace/symbol" => self.workspace_symbols(given),
            "textDocument/codeAction" => self.actions(given),
            _ => {
                let message = format!("`{method}` is not spoken here");
                Err(Failure::new(Failure::METHOD_NOT_FOUND, message))
            }
        }
    }

    /// Answers about a place; null for a file that is not the repository's.
    fn at(
        &self,
        given: Value,
        answer: impl FnOnce(&View<'_>, &mut Shown<'_>, FileId, usize, &AtPlace) -> Answer,
    ) -> Answer {
        let at: AtPlace = params(given)?;
        let (Some((_, Some(file))), Some(view)) =
            (self.file(&at.text_document.uri), self.live.as_ref().and_then(Live::view))
        else {
            return Ok(Value::Null);
        };
        let mut shown = Shown::new(self, &view);
        let offset = shown.lines(file).offset(at.position.into());
        answer(&view, &mut shown, file, offset, &at)
    }

    /// What may be written, by the text as it is now, which the last lint may not have seen.
    fn completions(&self, given: Value) -> Answer {
        let at: AtPlace = params(given)?;
        let (Some((path, _)), Some(view), Some(buffer)) = (
            self.file(&at.text_document.uri),
            self.live.as_ref().and_then(Live::view),
            self.buffers.get(&at.text_document.uri),
        ) else {
            return Ok(Value::Null);
        };
        let lines = Positions::new(buffer.text.as_bytes(), self.client.encoding, false);
        let offset = lines.offset(at.position.into());
        let position = |offset: u32| Position::from(lines.position(offset as usize));
        let list = complete(&view, &path, &buffer.text, offset);
        let items = list.iter().enumerate().map(|(index, one)| {
            let range = Range { start: position(one.replaced.start), end: position(one.replaced.end) };
            completion(index, one, range)
        });
        Ok(json!({"isIncomplete": false, "items": items.collect::<Vec<_>>()}))
    }

    fn document_symbols(&self, given: Value) -> Answer {
        let on: OnDocument = params(given)?;
        let (Some((_, Some(file))), Some(view)) =
            (self.file(&on.text_document.uri), self.live.as_ref().and_then(Live::view))
        else {
            return Ok(Value::Null);
        };
        let mut shown = Shown::new(self, &view);
        let nested = self.client.nested_symbols;
        let one = |symbol: Symbol| {
            if !nested {
                return symbol_information(&mut shown, &symbol);
            }
            let range = shown.range(symbol.at);
            let kind = symbol_kind(symbol.thing.sort);
            let detail = crate::text::visible(&symbol.title);
            json!({"name": symbol.thing.id, "detail": detail, "kind": kind, "range": range, "selectionRange": range})
        };
        Ok(symbols(&view, file).into_iter().map(one).collect())
    }

    fn workspace_symbols(&self, given: Value) -> Answer {
        let query: Query = params(given)?;
        let Some(view) = self.live.as_ref().and_then(Live::view) else { return Ok(json!([])) };
        let mut shown = Shown::new(self, &view);
        let found = symbols_named(&view, &query.query);
        Ok(found.iter().map(|symbol| symbol_information(&mut shown, symbol)).collect())
    }

    fn actions(&self, given: Value) -> Answer {
        let at: ActionsAt = params(given)?;
        let (Some((_, Some(file))), Some(view)) =
            (self.file(&at.text_document.uri), self.live.as_ref().and_then(Live::view))
        else {
            return Ok(Value::Null);
        };
        let mut shown = Shown::new(self, &view);
        let lines = shown.lines(file);
        let touched = Span::new(lines.offset(at.range.start.into()), lines.offset(at.range.end.into()));
        // A kind that is asked for stands for all below it.
        let asked = |kind: &str| {
            at.context.only.as_ref().map(|only| {
                only.iter().any(|wanted| {
                    wanted.is_empty()
                        || kind == wanted
                        || kind.strip_prefix(wanted.as_str()).is_some_and(|rest| rest.starts_with('.'))
                })
            })
        };
        let mut list = Vec::new();
        if asked("quickfix").unwrap_or(true) {
            for repair in repairs(&view, file, touched) {
                list.push(self.quick_fix(&mut shown, &view, &repair));
            }
        }
        let edits = fix_all(&view, file);
        if asked("source.fixAll.tickmark").unwrap_or(false) && !edits.is_empty() {
            let change = Change { edits, moves: Vec::new() };
            list.push(json!({
                "title": "Carry out all safe fixes",
                "kind": "source.fixAll.tickmark",
                "edit": self.workspace_edit(&mut shown, &view, &change),
            }));
        }
        Ok(Value::Array(list))
    }

    fn quick_fix(&self, shown: &mut Shown<'_>, view: &View<'_>, repair: &Repair<'_>) -> Value {
        let mut title = crate::text::visible(&repair.title).into_owned();
        if let Some(first) = title.get_mut(..1) {
            first.make_ascii_uppercase();
        }
        let change = Change { edits: repair.edits.clone(), moves: Vec::new() };
        json!({
            "title": title,
            "kind": "quickfix",
            "diagnostics": [shown.diagnostic(repair.finding)],
            "isPreferred": repair.preferred,
            "edit": self.workspace_edit(shown, view, &change),
        })
    }

    /// Edits in the form that the editor takes; moves come after them.
    fn workspace_edit(&self, shown: &mut Shown<'_>, view: &View<'_>, change: &Change) -> Value {
        let mut files: Vec<(FileId, Vec<Value>)> = Vec::new();
        for Edit { place, with } in &change.edits {
            let edit = json!({"range": shown.range(*place), "newText": with});
            match files.last_mut().filter(|(file, _)| *file == place.file) {
                Some((_, edits)) => edits.push(edit),
                None => files.push((place.file, vec![edit])),
            }
        }
        if !self.client.document_changes {
            let changes =
                files.into_iter().map(|(file, edits)| (self.uri(view.register.path(file)), json!(edits)));
            return json!({"changes": changes.collect::<serde_json::Map<_, _>>()});
        }
        let mut changes: Vec<Value> = Vec::new();
        for (file, edits) in files {
            let path = view.register.path(file);
            let version = self.buffer_of(path).map(|buffer| buffer.version);
            changes
                .push(json!({"textDocument": {"uri": self.uri(path), "version": version}, "edits": edits}));
        }
        if self.client.renames {
            let moves = change.moves.iter();
            changes.extend(moves.map(
                |(from, to)| json!({"kind": "rename", "oldUri": self.uri(from), "newUri": self.uri(to)}),
            ));
        }
        json!({"documentChanges": changes})
    }
}

fn symbol_information(shown: &mut Shown<'_>, symbol: &Symbol) -> Value {
    let name = format!("{} {}", symbol.thing.id, symbol.title);
    json!({
        "name": crate::text::visible(name.trim_end()),
        "kind": symbol_kind(symbol.thing.sort),
        "containerName": symbol.thing.sort.word(),
        "location": shown.location(symbol.at),
    })
}
