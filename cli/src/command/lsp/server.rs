//! The conversation: what came, what is noted, when the repository is linted, what is published.

use std::collections::BTreeMap;
use std::path::{Path, PathBuf};

use serde::de::DeserializeOwned;
use serde_json::{Value, json};

use crate::app::{AppError, Exit, GlobalArgs, Incoming, Live, Wire, World};
use crate::command::lsp::buffer::Buffer;
use crate::command::lsp::messages::{Changed, Client, Failure, Message, OnDocument, Opened};
use crate::command::lsp::show::{Shown, capabilities};
use crate::command::lsp::uri::{path_of, uri_of};
use crate::place::{FileId, RepoPath};

/// One conversation with an editor.
pub(super) struct Server<'w> {
    world: &'w World,
    global: &'w GlobalArgs,
    wire: Wire,
    pub(super) client: Client,
    stage: Stage,
    /// Folders in which a repository may lie, as the editor spells them.
    folders: Vec<PathBuf>,
    pub(super) live: Option<Live>,
    /// The root of the repository, as the editor spells it.
    root: PathBuf,
    /// Open files by their address.
    pub(super) buffers: BTreeMap<String, Buffer>,
    /// Files on disk may have changed.
    disk_changed: bool,
    /// Something may have changed since the last lint.
    changed: bool,
    /// What the editor was told of each file, by address.
    published: BTreeMap<String, Value>,
    /// What was said in the log, so that it is said once.
    said: String,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Stage {
    Waiting,
    Serving,
    ShutDown,
}

impl<'w> Server<'w> {
    pub(super) fn new(world: &'w World, global: &'w GlobalArgs) -> Self {
        Self {
            world,
            global,
            wire: Wire::open(),
            client: Client::default(),
            stage: Stage::Waiting,
            folders: Vec::new(),
            live: None,
            root: PathBuf::new(),
            buffers: BTreeMap::new(),
            disk_changed: false,
            changed: false,
            published: BTreeMap::new(),
            said: String::new(),
        }
    }

    /// Talks until the editor ends it: 0 after `shutdown` and `exit`, else 1.
    pub(super) fn serve(mut self) -> Result<Exit, AppError> {
        loop {
            let incoming = if let Some(incoming) = self.wire.receive_now() {
                incoming
            } else {
                self.settle()?;
                self.wire.receive()
            };
            let bytes = match incoming {
                Incoming::Message(bytes) => bytes,
                Incoming::Broken(because) => {
                    return Err(AppError {
                        exit: Exit::No,
                        ..AppError::usage(format!("cannot read a message: {because}"))
                    });
                }
                Incoming::End => return Ok(Exit::No),
            };
            let message: Message = match serde_json::from_slice(&bytes) {
                Ok(message) => message,
                Err(error) => {
                    let failure = Failure::new(Failure::PARSE, format!("this is no message: {error}"));
                    self.answer(&Value::Null, Err(failure))?;
                    continue;
                }
            };
            match (message.method, message.id) {
                (Some(method), _) if method == "exit" => {
                    return Ok(if self.stage == Stage::ShutDown { Exit::Done } else { Exit::No });
                }
                (Some(method), Some(id)) => {
                    let result = self.request(&method, message.params)?;
                    self.answer(&id, result)?;
                }
                (Some(method), None) => self.note(&method, message.params)?,
                // An answer to something that was asked of the editor: there is nothing to do.
                (None, _) => {}
            }
        }
    }

    fn request(&mut self, method: &str, params: Value) -> Result<Result<Value, Failure>, AppError> {
        match (method, self.stage) {
            ("initialize", Stage::Waiting) => return Ok(Ok(self.initialize(&params))),
            (_, Stage::Waiting) => {
                let failure = Failure::new(Failure::NOT_INITIALIZED, "the first request is `initialize`");
                return Ok(Err(failure));
            }
            ("initialize", Stage::Serving) | (_, Stage::ShutDown) => {
                let failure = Failure::new(Failure::INVALID_REQUEST, format!("`{method}` is out of turn"));
                return Ok(Err(failure));
            }
            ("shutdown", Stage::Serving) => {
                self.stage = Stage::ShutDown;
                return Ok(Ok(Value::Null));
            }
            (_, Stage::Serving) => {}
        }
        // What may be written next needs the text and any register, and must not wait for a newer one.
        if method != "textDocument/completion" || self.live.is_none() {
            self.settle()?;
        }
        Ok(self.answer_to(method, params))
    }

    fn initialize(&mut self, params: &Value) -> Value {
        self.client = Client::of(params);
        self.stage = Stage::Serving;
        let folders = params.get("workspaceFolders").and_then(Value::as_array).into_iter().flatten();
        let folders = folders.filter_map(|folder| folder.get("uri")).chain(params.get("rootUri"));
        self.folders = folders.filter_map(Value::as_str).filter_map(path_of).collect();
        self.folders.push(self.world.folder.clone());
        self.changed = true;
        capabilities(&self.client)
    }

    fn note(&mut self, method: &str, params: Value) -> Result<(), AppError> {
        if self.stage != Stage::Serving {
            return Ok(());
        }
        match method {
            "initialized" => self.watch()?,
            "textDocument/didOpen" => {
                if let Some(opened) = self.read::<Opened>(method, params)? {
                    let opened = opened.text_document;
                    let buffer = Buffer { path: None, text: opened.text, version: opened.version };
                    self.buffers.insert(opened.uri, buffer);
                    self.changed = true;
                }
            }
            "textDocument/didChange" => {
                if let Some(changed) = self.read::<Changed>(method, params)?
                    && let Some(buffer) = self.buffers.get_mut(&changed.text_document.uri)
                {
                    buffer.change(changed.content_changes, self.client.encoding);
                    buffer.version = changed.text_document.version.unwrap_or(buffer.version);
                    self.changed = true;
                }
            }
            "textDocument/didClose" => {
                if let Some(closed) = self.read::<OnDocument>(method, params)? {
                    self.buffers.remove(&closed.text_document.uri);
                    (self.changed, self.disk_changed) = (true, true);
                }
            }
            "textDocument/didSave" | "workspace/didChangeWatchedFiles" => {
                (self.changed, self.disk_changed) = (true, true);
            }
            // `$/cancelRequest` comes too late for what is answered in order; the rest is optional.
            _ => {}
        }
        Ok(())
    }

    /// Reads parameters; a notification that cannot be read is told in the log.
    fn read<T: DeserializeOwned>(&mut self, method: &str, params: Value) -> Result<Option<T>, AppError> {
        match serde_json::from_value(params) {
            Ok(params) => Ok(Some(params)),
            Err(error) => {
                self.log(2, &format!("`{method}` cannot be read: {error}"))?;
                Ok(None)
            }
        }
    }

    /// Asks to be told of files that change on disk.
    fn watch(&mut self) -> Result<(), AppError> {
        if !self.client.watches {
            return Ok(());
        }
        let watchers = crate::source::FOLDERS.map(|folder| json!({"globPattern": format!("**/{folder}/**")}));
        let options = json!({"watchers": watchers});
        let method = "workspace/didChangeWatchedFiles";
        self.send(&json!({
            "id": "watch",
            "method": "client/registerCapability",
            "params": {"registrations": [{"id": "watch", "method": method, "registerOptions": options}]},
        }))
    }

    /// Lints, if anything has changed, and publishes what is new.
    fn settle(&mut self) -> Result<(), AppError> {
        if self.stage != Stage::Serving || !std::mem::take(&mut self.changed) {
            return Ok(());
        }
        let disk_changed = std::mem::take(&mut self.disk_changed);
        match self.lint(disk_changed) {
            Ok(()) => self.say_what_is_not_judged()?,
            Err(error) => {
                let help = error.help.map(|help| format!("; {help}")).unwrap_or_default();
                self.log_once(3, &format!("{}{help}", error.message))?;
            }
        }
        self.publish()
    }

    fn lint(&mut self, disk_changed: bool) -> Result<(), AppError> {
        match &mut self.live {
            None => self.open()?,
            Some(live) if disk_changed => live.read_again()?,
            Some(_) => {}
        }
        let Some(live) = &mut self.live else { return Ok(()) };
        let mut over = BTreeMap::new();
        for (uri, buffer) in &mut self.buffers {
            buffer.path = path_of(uri).and_then(|path| live.inside(&self.root, &path));
            if let Some(path) = &buffer.path
                && let Some(bytes) = buffer.bytes_over(live.on_disk(path))
            {
                over.insert(path.clone(), bytes);
            }
        }
        live.lint(&over)
    }

    /// Finds the repository: around a folder of the editor, else around an open file.
    fn open(&mut self) -> Result<(), AppError> {
        let beside = self.buffers.keys().filter_map(|uri| Some(path_of(uri)?.parent()?.to_owned()));
        let folders: Vec<PathBuf> = self.folders.iter().cloned().chain(beside).collect();
        let mut first = None;
        for folder in folders {
            match Live::open(self.world, self.global, &folder) {
                Ok(live) => {
                    self.root = spelled(&folder, live.here()).unwrap_or_else(|| live.root().to_owned());
                    self.live = Some(live);
                    return Ok(());
                }
                Err(error) => drop(first.get_or_insert(error)),
            }
        }
        first.map_or(Ok(()), Err)
    }

    /// Publishes the findings of each file for which they are not what the editor has.
    fn publish(&mut self) -> Result<(), AppError> {
        let mut now: BTreeMap<String, Value> = BTreeMap::new();
        if let Some(view) = self.live.as_ref().and_then(Live::findings) {
            let mut shown = Shown::new(self, &view);
            for finding in view.findings.iter().filter(|finding| finding.waived.is_none()) {
                let uri = self.uri(&finding.path);
                let entry = now.entry(uri.clone()).or_insert_with(|| self.publication(&uri));
                if let Some(list) = entry["diagnostics"].as_array_mut() {
                    list.push(shown.diagnostic(finding));
                }
            }
        }
        for (uri, buffer) in &self.buffers {
            if buffer.path.is_some() || self.published.contains_key(uri) {
                now.entry(uri.clone()).or_insert_with(|| self.publication(uri));
            }
        }
        let before = std::mem::take(&mut self.published);
        for uri in before.keys().filter(|uri| !now.contains_key(*uri)) {
            self.tell("textDocument/publishDiagnostics", &self.publication(uri))?;
        }
        for (_, publication) in now.iter().filter(|(uri, publication)| before.get(*uri) != Some(*publication))
        {
            self.tell("textDocument/publishDiagnostics", publication)?;
        }
        // A file without findings that is not open needs no further word.
        now.retain(|uri, publication| {
            self.buffers.contains_key(uri)
                || publication["diagnostics"].as_array().is_some_and(|list| !list.is_empty())
        });
        self.published = now;
        Ok(())
    }

    fn publication(&self, uri: &str) -> Value {
        match self.buffers.get(uri) {
            Some(buffer) => json!({"uri": uri, "version": buffer.version, "diagnostics": []}),
            None => json!({"uri": uri, "diagnostics": []}),
        }
    }

    /// "I don't know" must not look like "nothing found".
    fn say_what_is_not_judged(&mut self) -> Result<(), AppError> {
        let Some(live) = &self.live else { return Ok(()) };
        let Some(first) = live.not_judged().first() else { return Ok(()) };
        let names: Vec<&str> = live.not_judged().iter().map(|entry| entry.rule).collect();
        let text = format!("not judged ({}): {}", first.because, names.join(", "));
        self.log_once(2, &text)
    }

    /// The address of a file: the editor's own, if it is open.
    pub(super) fn uri(&self, path: &RepoPath) -> String {
        let open = self.buffers.iter().find(|(_, buffer)| buffer.path.as_ref() == Some(path));
        open.map_or_else(
            || uri_of(&path.parts().fold(self.root.clone(), |place, part| place.join(part))),
            |(uri, _)| uri.clone(),
        )
    }

    /// The open buffer of a file.
    pub(super) fn buffer_of(&self, path: &RepoPath) -> Option<&Buffer> {
        self.buffers.values().find(|buffer| buffer.path.as_ref() == Some(path))
    }

    /// The path below the root and the number of a file by its address.
    pub(super) fn file(&self, uri: &str) -> Option<(RepoPath, Option<FileId>)> {
        let live = self.live.as_ref()?;
        let path = live.inside(&self.root, &path_of(uri)?)?;
        let file = live.findings()?.register.file(path.as_str()).map(|fact| fact.file);
        Some((path, file))
    }

    fn answer(&self, id: &Value, result: Result<Value, Failure>) -> Result<(), AppError> {
        self.send(&match result {
            Ok(result) => json!({"id": id, "result": result}),
            Err(failure) => json!({"id": id, "error": {"code": failure.code, "message": failure.message}}),
        })
    }

    fn log_once(&mut self, level: u8, text: &str) -> Result<(), AppError> {
        if self.said == text {
            return Ok(());
        }
        text.clone_into(&mut self.said);
        self.log(level, text)
    }

    fn log(&self, level: u8, text: &str) -> Result<(), AppError> {
        let text = crate::text::visible(text);
        self.tell("window/logMessage", &json!({"type": level, "message": format!("tickmark: {text}")}))
    }

    fn tell(&self, method: &str, params: &Value) -> Result<(), AppError> {
        self.send(&json!({"method": method, "params": params}))
    }

    fn send(&self, message: &Value) -> Result<(), AppError> {
        let mut message = message.clone();
        message["jsonrpc"] = json!("2.0");
        self.wire.send(&message.to_string())
    }
}

/// The root as the editor spells it: its folder without the part below the root.
fn spelled(folder: &Path, here: &str) -> Option<PathBuf> {
    let mut root = folder.to_owned();
    for part in here.rsplit('/').filter(|part| !part.is_empty()) {
        if root.file_name()?.to_str()? != part {
            return None;
        }
        root.pop();
    }
    Some(root)
}
