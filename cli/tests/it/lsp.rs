//! A scripted editor speaks with `tickmark lsp` over its standard streams.
#![expect(
    clippy::needless_pass_by_value,
    clippy::format_push_string,
    reason = "JSON is made where it is sent, and what was heard is collected"
)]

use std::fs;
use std::io::{BufRead as _, BufReader, Read as _, Write as _};
use std::path::{Path, PathBuf};
use std::process::{Child, ChildStdin, ChildStdout, Stdio};

use serde_json::{Value, json};
use snapbox::{assert_data_eq, str};
use tempfile::TempDir;

use crate::support::{folder, git, succeed, tickmark};

const FILES: &[(&str, &str)] = &[
    (
        "policies/program.yaml",
        "company: {name: Northwind Robotics, timezone: UTC}\npeople:\n  priya: {name: Priya Raman}\n  omar: {name: Omar Haddad}\n\
         frameworks:\n  soc2: {version: \"2017\", categories: [security]}\nlint:\n  rules:\n    requirement-uncovered: \
         {level: off, because: Two controls are enough here.}\n",
    ),
    (
        "policies/controls/AC-02.yaml",
        "id: AC-02\ntitle: Access review\nowner: priya\nstatement: Owners review who can reach production.\n\
         cadence: quarterly\nsince: 2026-01-01\nsatisfies: {soc2: [CC6.2, CC6.3]}\nmitigates: R-02\n",
    ),
    (
        "policies/risks/R-02.yaml",
        "id: R-02\ntitle: Leaver keeps access\nscenario: An account stays active.\nowner: omar\n\
         inherent: {likelihood: 2, impact: 3}\ntreatment: mitigate\ncontrols: [AC-02]\n\
         residual: {likelihood: 1, impact: 3}\nreviewed: {by: omar, at: 2026-02-01}\n\
         approved: {by: omar, at: 2026-02-01}\n",
    ),
];

fn write(folder: &Path, path: &str, text: &str) {
    let path = folder.join(path);
    fs::create_dir_all(path.parent().unwrap()).unwrap();
    fs::write(path, text).unwrap();
}

fn repository() -> TempDir {
    let folder = folder();
    for (path, text) in FILES {
        write(folder.path(), path, text);
    }
    succeed(git(folder.path()).args(["init", "--quiet", "--initial-branch=main"]));
    commit(folder.path());
    folder
}

fn commit(folder: &Path) {
    succeed(git(folder).args(["add", "."]));
    succeed(git(folder).args(["commit", "--quiet", "--message", "More"]));
}

/// A running server, and what it has said.
struct Editor {
    child: Child,
    input: Option<ChildStdin>,
    output: BufReader<ChildStdout>,
    root: PathBuf,
    asked: u64,
    heard: Vec<Value>,
}

impl Editor {
    /// Starts the server; nothing is said yet.
    fn start(root: &Path) -> Self {
        let mut command = tickmark(root);
        command.args(["lsp", "--as-of", "2026-03-01"]);
        command.stdin(Stdio::piped()).stdout(Stdio::piped()).stderr(Stdio::piped());
        let mut child = command.spawn().expect("the program starts");
        let input = child.stdin.take();
        let output = BufReader::new(child.stdout.take().expect("its output"));
        Self { child, input, output, root: root.to_owned(), asked: 0, heard: Vec::new() }
    }

    /// Starts and shakes hands.
    fn open(root: &Path, capabilities: Value) -> Self {
        let mut editor = Self::start(root);
        let uri = editor.uri("");
        editor.ask("initialize", json!({"capabilities": capabilities, "rootUri": uri.trim_end_matches('/')}));
        editor.note("initialized", json!({}));
        editor
    }

    fn uri(&self, path: &str) -> String {
        format!("file://{}/{path}", self.root.display())
    }

    fn send(&mut self, text: &str) {
        let input = self.input.as_mut().expect("it is open");
        write!(input, "Content-Length: {}\r\n\r\n{text}", text.len()).expect("the server listens");
        input.flush().expect("the server listens");
    }

    fn note(&mut self, method: &str, params: Value) {
        self.send(&json!({"jsonrpc": "2.0", "method": method, "params": params}).to_string());
    }

    /// Asks, and gives the answer; what is said before it is kept.
    fn ask(&mut self, method: &str, params: Value) -> Value {
        self.asked += 1;
        self.send(
            &json!({"jsonrpc": "2.0", "id": self.asked, "method": method, "params": params}).to_string(),
        );
        self.answer(&json!(self.asked))
    }

    fn answer(&mut self, id: &Value) -> Value {
        loop {
            let mut message = self.receive().expect("an answer");
            if message.get("id") == Some(id) && message.get("method").is_none() {
                return message.get_mut("result").map(Value::take).unwrap_or_else(|| message["error"].take());
            }
            self.heard.push(message);
        }
    }

    fn receive(&mut self) -> Option<Value> {
        let mut length = 0;
        loop {
            let mut line = String::new();
            if self.output.read_line(&mut line).expect("text") == 0 {
                return None;
            }
            match line.trim_end().split_once(": ") {
                Some(("Content-Length", value)) => length = value.parse().expect("a number"),
                Some(_) => panic!("a header of another kind: {line}"),
                None => break,
            }
        }
        let mut bytes = vec![0; length];
        self.output.read_exact(&mut bytes).expect("the whole message");
        Some(serde_json::from_slice(&bytes).expect("JSON"))
    }

    /// Everything that was said since the last time, one message a line.
    fn heard(&mut self) -> String {
        // An answer comes after all that was due before it.
        self.ask("workspace/symbol", json!({"query": "there is no such thing"}));
        let heard = std::mem::take(&mut self.heard);
        heard.iter().map(|message| self.shown(message) + "\n").collect()
    }

    fn shown(&self, message: &Value) -> String {
        let mut message = message.clone();
        if let Some(fields) = message.as_object_mut() {
            fields.remove("jsonrpc");
        }
        message
            .to_string()
            .replace(&self.uri(""), "[ROOT]/")
            .replace(&self.root.display().to_string(), "[ROOT]")
    }

    fn did_open(&mut self, path: &str, text: &str) {
        let uri = self.uri(path);
        let document = json!({"uri": uri, "languageId": "yaml", "version": 1, "text": text});
        self.note("textDocument/didOpen", json!({"textDocument": document}));
    }

    fn did_change(&mut self, path: &str, version: i64, changes: Value) {
        let document = json!({"uri": self.uri(path), "version": version});
        self.note("textDocument/didChange", json!({"textDocument": document, "contentChanges": changes}));
    }

    /// Asks about a place.
    fn ask_at(&mut self, method: &str, path: &str, line: u32, character: u32, more: Value) -> String {
        let mut params = json!({"textDocument": {"uri": self.uri(path)}, "position": {"line": line, "character": character}});
        for (key, value) in more.as_object().into_iter().flatten() {
            params[key] = value.clone();
        }
        let answer = self.ask(method, params);
        self.shown(&answer)
    }

    /// Ends the input and gives the exit code, with what was still said on both streams.
    fn end(mut self) -> String {
        drop(self.input.take());
        let mut rest = String::new();
        self.output.read_to_string(&mut rest).expect("text");
        let mut complaint = String::new();
        self.child.stderr.take().expect("a stream").read_to_string(&mut complaint).expect("text");
        let status = self.child.wait().expect("it ends");
        format!("exit {:?}, said {rest:?}, complained {complaint:?}", status.code())
    }
}

fn every_capability() -> Value {
    json!({
        "general": {"positionEncodings": ["utf-16"]},
        "textDocument": {
            "hover": {"contentFormat": ["markdown", "plaintext"]},
            "documentSymbol": {"hierarchicalDocumentSymbolSupport": true},
        },
        "workspace": {
            "workspaceEdit": {"documentChanges": true, "resourceOperations": ["create", "rename", "delete"]},
            "didChangeWatchedFiles": {"dynamicRegistration": true},
        },
    })
}

#[test]
fn a_conversation_begins_and_ends_as_the_protocol_says() {
    let folder = repository();
    let mut editor = Editor::start(folder.path());
    let early = editor.ask("textDocument/hover", json!({}));
    let uri = editor.uri("");
    let hello = editor.ask("initialize", json!({"capabilities": every_capability(), "rootUri": uri}));
    let twice = editor.ask("initialize", json!({}));
    editor.note("initialized", json!({}));
    let said = editor.heard();
    editor.note("$/cancelRequest", json!({"id": 99}));
    editor.send(r#"{"jsonrpc": "2.0", "id": "watch", "result": null}"#);
    let goodbye = editor.ask("shutdown", Value::Null);
    let late = editor.ask("workspace/symbol", json!({"query": ""}));
    editor.note("exit", Value::Null);
    let lines = [early, hello, twice, goodbye, late].map(|one| editor.shown(&one));
    let end = editor.end();
    assert_data_eq!(
        format!("{}\n{said}{end}\n", lines.join("\n")),
        str![[r#"
{"code":-32002,"message":"the first request is `initialize`"}
{"capabilities":{"codeActionProvider":{"codeActionKinds":["quickfix","source.fixAll.tickmark"]},"completionProvider":{"triggerCharacters":[":"," ","[","{",",","-"]},"definitionProvider":true,"documentSymbolProvider":true,"hoverProvider":true,"positionEncoding":"utf-16","referencesProvider":true,"renameProvider":{"prepareProvider":true},"textDocumentSync":{"change":2,"openClose":true,"save":{"includeText":false}},"workspaceSymbolProvider":true},"serverInfo":{"name":"tickmark","version":"0.1.0"}}
{"code":-32600,"message":"`initialize` is out of turn"}
null
{"code":-32600,"message":"`workspace/symbol` is out of turn"}
{"id":"watch","method":"client/registerCapability","params":{"registrations":[{"id":"watch","method":"workspace/didChangeWatchedFiles","registerOptions":{"watchers":[{"globPattern":"**/evidence/**"},{"globPattern":"**/policies/**"},{"globPattern":"**/templates/**"}]}}]}}
exit Some(0), said "", complained ""

"#]]
    );
}

#[test]
fn findings_come_and_go_as_one_types() {
    let folder = repository();
    let control = "policies/controls/AC-02.yaml";
    let mut editor = Editor::open(folder.path(), json!({}));
    let mut told = format!("on opening the folder:\n{}", editor.heard());
    editor.did_open(control, FILES[1].1);
    told.push_str(&format!("on opening the file:\n{}", editor.heard()));
    let mut step = |editor: &mut Editor, what: &str, version: i64, changes: Value| {
        editor.did_change(control, version, changes);
        told.push_str(&format!("{what}:\n{}", editor.heard()));
    };
    let owner = json!({"start": {"line": 2, "character": 7}, "end": {"line": 2, "character": 12}});
    step(&mut editor, "an owner who is nobody", 2, json!([{"range": owner, "text": "pria"}]));
    let title = json!({"start": {"line": 1, "character": 7}, "end": {"line": 1, "character": 13}});
    let behind = json!({"start": {"line": 1, "character": 23}, "end": {"line": 1, "character": 23}});
    step(
        &mut editor,
        "two changes at once, the second behind a character of two units",
        3,
        json!([{"range": title, "text": "審査🤖 titel"}, {"range": behind, "text": "\ntitel: x"}]),
    );
    step(
        &mut editor,
        "half a list: what others say of the control is not shaken",
        4,
        json!([{"text": "id: AC-02\nowner: [\ntitle"}]),
    );
    step(&mut editor, "another id", 5, json!([{"text": FILES[1].1.replace("id: AC-02", "id: AC-20")}]));
    step(&mut editor, "as it was", 6, json!([{"text": FILES[1].1}]));
    assert_data_eq!(
        told,
        str![[r#"
on opening the folder:
on opening the file:
{"method":"textDocument/publishDiagnostics","params":{"diagnostics":[],"uri":"[ROOT]/policies/controls/AC-02.yaml","version":1}}
an owner who is nobody:
{"method":"textDocument/publishDiagnostics","params":{"diagnostics":[{"code":"unknown-person","message":"`pria` is no person and no team/nnote: people and teams: `priya` and `omar`/nhelp: did you mean `priya`? add `pria` to `people` in `policies/program.yaml`","range":{"end":{"character":11,"line":2},"start":{"character":7,"line":2}},"severity":1,"source":"tickmark"}],"uri":"[ROOT]/policies/controls/AC-02.yaml","version":2}}
two changes at once, the second behind a character of two units:
{"method":"textDocument/publishDiagnostics","params":{"diagnostics":[{"code":"unknown-field","message":"unknown field `titel`/nnote: known here are `deadline`, `evidence`, `grace`, `nature`, `performer`, `period`, `policies`, `population`, `reviewer`, `status`, `systems`, `test`, `type` and `why`/nhelp: remove it, or name it `x-titel` to keep it as your own","range":{"end":{"character":5,"line":2},"start":{"character":0,"line":2}},"severity":1,"source":"tickmark"},{"code":"unknown-person","message":"`pria` is no person and no team/nnote: people and teams: `priya` and `omar`/nhelp: did you mean `priya`? add `pria` to `people` in `policies/program.yaml`","range":{"end":{"character":11,"line":3},"start":{"character":7,"line":3}},"severity":1,"source":"tickmark"}],"uri":"[ROOT]/policies/controls/AC-02.yaml","version":3}}
half a list: what others say of the control is not shaken:
{"method":"textDocument/publishDiagnostics","params":{"diagnostics":[{"code":"yaml-syntax","message":"unclosed bracket '['","range":{"end":{"character":8,"line":1},"start":{"character":7,"line":1}},"severity":1,"source":"tickmark"}],"uri":"[ROOT]/policies/controls/AC-02.yaml","version":4}}
another id:
{"method":"textDocument/publishDiagnostics","params":{"diagnostics":[{"code":"id-and-file-name-differ","message":"`AC-20` stands in a file named `AC-02`/nhelp: write `AC-02`, or rename the file","range":{"end":{"character":9,"line":0},"start":{"character":4,"line":0}},"severity":2,"source":"tickmark"}],"uri":"[ROOT]/policies/controls/AC-02.yaml","version":5}}
{"method":"textDocument/publishDiagnostics","params":{"diagnostics":[{"code":"control-weakened","message":"`AC-02` was active, and is no longer on file/nnote: the change is not committed yet/nnote: compared with 2026-01-05; from then on nothing is expected of it any more/nhelp: take it back, or set this aside here with the reason, and tell the auditor before the report does","range":{"end":{"character":50,"line":0},"start":{"character":0,"line":0}},"severity":2,"source":"tickmark"}],"uri":"[ROOT]/policies/program.yaml"}}
{"method":"textDocument/publishDiagnostics","params":{"diagnostics":[{"code":"unknown-control","message":"there is no control `AC-02`/nnote: controls: `AC-20`/nhelp: did you mean `AC-20`? write `policies/controls/AC-02.yaml`, or correct the id","range":{"end":{"character":16,"line":6},"start":{"character":11,"line":6}},"severity":1,"source":"tickmark"}],"uri":"[ROOT]/policies/risks/R-02.yaml"}}
as it was:
{"method":"textDocument/publishDiagnostics","params":{"diagnostics":[],"uri":"[ROOT]/policies/program.yaml"}}
{"method":"textDocument/publishDiagnostics","params":{"diagnostics":[],"uri":"[ROOT]/policies/risks/R-02.yaml"}}
{"method":"textDocument/publishDiagnostics","params":{"diagnostics":[],"uri":"[ROOT]/policies/controls/AC-02.yaml","version":6}}

"#]]
    );
}

#[test]
fn a_file_that_is_not_on_disk_counts_as_soon_as_it_is_typed() {
    let folder = repository();
    let mut editor = Editor::open(folder.path(), json!({}));
    editor.did_open("policies/risks/R-02.yaml", &FILES[2].1.replace("[AC-02]", "[AC-02, AC-03]"));
    let mut told = editor.heard();
    let other = FILES[1].1.replace("id: AC-02", "id: AC-03");
    editor.did_open("policies/controls/AC-03.yaml", &other);
    told.push_str(&format!("typed:\n{}", editor.heard()));
    let document = json!({"textDocument": {"uri": editor.uri("policies/controls/AC-03.yaml")}});
    editor.note("textDocument/didClose", document);
    told.push_str(&format!("closed without saving:\n{}", editor.heard()));
    write(folder.path(), "policies/controls/AC-03.yaml", &other);
    editor.note("workspace/didChangeWatchedFiles", json!({"changes": []}));
    told.push_str(&format!("saved by another program:\n{}", editor.heard()));
    assert_data_eq!(
        told,
        str![[r#"
{"method":"textDocument/publishDiagnostics","params":{"diagnostics":[{"code":"unknown-control","message":"there is no control `AC-03`/nnote: controls: `AC-02`/nhelp: did you mean `AC-02`? write `policies/controls/AC-03.yaml`, or correct the id","range":{"end":{"character":23,"line":6},"start":{"character":18,"line":6}},"severity":1,"source":"tickmark"}],"uri":"[ROOT]/policies/risks/R-02.yaml","version":1}}
typed:
{"method":"textDocument/publishDiagnostics","params":{"diagnostics":[],"uri":"[ROOT]/policies/controls/AC-03.yaml","version":1}}
{"method":"textDocument/publishDiagnostics","params":{"diagnostics":[],"uri":"[ROOT]/policies/risks/R-02.yaml","version":1}}
closed without saving:
{"method":"textDocument/publishDiagnostics","params":{"diagnostics":[],"uri":"[ROOT]/policies/controls/AC-03.yaml"}}
{"method":"textDocument/publishDiagnostics","params":{"diagnostics":[{"code":"unknown-control","message":"there is no control `AC-03`/nnote: controls: `AC-02`/nhelp: did you mean `AC-02`? write `policies/controls/AC-03.yaml`, or correct the id","range":{"end":{"character":23,"line":6},"start":{"character":18,"line":6}},"severity":1,"source":"tickmark"}],"uri":"[ROOT]/policies/risks/R-02.yaml","version":1}}
saved by another program:
{"method":"textDocument/publishDiagnostics","params":{"diagnostics":[],"uri":"[ROOT]/policies/risks/R-02.yaml","version":1}}

"#]]
    );
}

#[test]
fn columns_are_right_after_multi_byte_text_a_byte_order_mark_and_crlf() {
    let folder = repository();
    let control = "policies/controls/AC-02.yaml";
    let text = FILES[1].1.replace("title: Access review\n", "title: x\n# 審査🤖\n").replace('\n', "\r\n");
    let text = text.replace("soc2: [CC6.2,", "\"soc2\": [CC6.2 , \"CC6.99\" , \"🤖\" ,");
    write(folder.path(), control, &format!("\u{feff}{text}"));
    let mut told = String::new();
    for encodings in [json!(["utf-8", "utf-16"]), json!(["utf-16"]), json!(["utf-32"])] {
        let mut editor = Editor::open(folder.path(), json!({"general": {"positionEncodings": encodings}}));
        told.push_str(&format!("{encodings}\n{}", editor.heard()));
        // The editor hides the byte order mark and shows LF: this is no change, and columns stay.
        editor.did_open(control, &text.replace("\r\n", "\n"));
        told.push_str(&editor.heard());
        told.push_str(&editor.ask_at("textDocument/prepareRename", control, 0, 4, json!({})));
        told.push('\n');
    }
    assert_data_eq!(
        told,
        str![[r#"
["utf-8","utf-16"]
{"method":"textDocument/publishDiagnostics","params":{"diagnostics":[{"code":"unknown-requirement","message":"`soc2` has no requirement `CC6.99`/nhelp: did you mean `CC6.1`? write the id as SOC 2 Trust Services Criteria prints it, like `CC1.1`","range":{"end":{"character":37,"line":7},"start":{"character":29,"line":7}},"severity":1,"source":"tickmark"},{"code":"unknown-requirement","message":"`soc2` has no requirement `🤖`/nhelp: write the id as SOC 2 Trust Services Criteria prints it, like `CC1.1`","range":{"end":{"character":46,"line":7},"start":{"character":40,"line":7}},"severity":1,"source":"tickmark"}],"uri":"[ROOT]/policies/controls/AC-02.yaml"}}
{"method":"textDocument/publishDiagnostics","params":{"diagnostics":[{"code":"unknown-requirement","message":"`soc2` has no requirement `CC6.99`/nhelp: did you mean `CC6.1`? write the id as SOC 2 Trust Services Criteria prints it, like `CC1.1`","range":{"end":{"character":37,"line":7},"start":{"character":29,"line":7}},"severity":1,"source":"tickmark"},{"code":"unknown-requirement","message":"`soc2` has no requirement `🤖`/nhelp: write the id as SOC 2 Trust Services Criteria prints it, like `CC1.1`","range":{"end":{"character":46,"line":7},"start":{"character":40,"line":7}},"severity":1,"source":"tickmark"}],"uri":"[ROOT]/policies/controls/AC-02.yaml","version":1}}
{"placeholder":"AC-02","range":{"end":{"character":9,"line":0},"start":{"character":4,"line":0}}}
["utf-16"]
{"method":"textDocument/publishDiagnostics","params":{"diagnostics":[{"code":"unknown-requirement","message":"`soc2` has no requirement `CC6.99`/nhelp: did you mean `CC6.1`? write the id as SOC 2 Trust Services Criteria prints it, like `CC1.1`","range":{"end":{"character":37,"line":7},"start":{"character":29,"line":7}},"severity":1,"source":"tickmark"},{"code":"unknown-requirement","message":"`soc2` has no requirement `🤖`/nhelp: write the id as SOC 2 Trust Services Criteria prints it, like `CC1.1`","range":{"end":{"character":44,"line":7},"start":{"character":40,"line":7}},"severity":1,"source":"tickmark"}],"uri":"[ROOT]/policies/controls/AC-02.yaml"}}
{"method":"textDocument/publishDiagnostics","params":{"diagnostics":[{"code":"unknown-requirement","message":"`soc2` has no requirement `CC6.99`/nhelp: did you mean `CC6.1`? write the id as SOC 2 Trust Services Criteria prints it, like `CC1.1`","range":{"end":{"character":37,"line":7},"start":{"character":29,"line":7}},"severity":1,"source":"tickmark"},{"code":"unknown-requirement","message":"`soc2` has no requirement `🤖`/nhelp: write the id as SOC 2 Trust Services Criteria prints it, like `CC1.1`","range":{"end":{"character":44,"line":7},"start":{"character":40,"line":7}},"severity":1,"source":"tickmark"}],"uri":"[ROOT]/policies/controls/AC-02.yaml","version":1}}
{"placeholder":"AC-02","range":{"end":{"character":9,"line":0},"start":{"character":4,"line":0}}}
["utf-32"]
{"method":"textDocument/publishDiagnostics","params":{"diagnostics":[{"code":"unknown-requirement","message":"`soc2` has no requirement `CC6.99`/nhelp: did you mean `CC6.1`? write the id as SOC 2 Trust Services Criteria prints it, like `CC1.1`","range":{"end":{"character":37,"line":7},"start":{"character":29,"line":7}},"severity":1,"source":"tickmark"},{"code":"unknown-requirement","message":"`soc2` has no requirement `🤖`/nhelp: write the id as SOC 2 Trust Services Criteria prints it, like `CC1.1`","range":{"end":{"character":43,"line":7},"start":{"character":40,"line":7}},"severity":1,"source":"tickmark"}],"uri":"[ROOT]/policies/controls/AC-02.yaml"}}
{"method":"textDocument/publishDiagnostics","params":{"diagnostics":[{"code":"unknown-requirement","message":"`soc2` has no requirement `CC6.99`/nhelp: did you mean `CC6.1`? write the id as SOC 2 Trust Services Criteria prints it, like `CC1.1`","range":{"end":{"character":37,"line":7},"start":{"character":29,"line":7}},"severity":1,"source":"tickmark"},{"code":"unknown-requirement","message":"`soc2` has no requirement `🤖`/nhelp: write the id as SOC 2 Trust Services Criteria prints it, like `CC1.1`","range":{"end":{"character":43,"line":7},"start":{"character":40,"line":7}},"severity":1,"source":"tickmark"}],"uri":"[ROOT]/policies/controls/AC-02.yaml","version":1}}
{"placeholder":"AC-02","range":{"end":{"character":9,"line":0},"start":{"character":4,"line":0}}}

"#]]
    );
}

#[test]
fn places_are_explained_and_linked() {
    let folder = repository();
    let control = "policies/controls/AC-02.yaml";
    let mut editor = Editor::open(folder.path(), every_capability());
    let mut lines = vec![
        editor.ask_at("textDocument/hover", "policies/risks/R-02.yaml", 6, 12, json!({})),
        editor.ask_at("textDocument/hover", control, 6, 20, json!({})),
        editor.ask_at("textDocument/hover", control, 4, 2, json!({})),
        editor.ask_at("textDocument/hover", control, 3, 30, json!({})),
        editor.ask_at("textDocument/definition", control, 7, 12, json!({})),
        editor.ask_at("textDocument/definition", control, 6, 20, json!({})),
        editor.ask_at(
            "textDocument/references",
            control,
            7,
            12,
            json!({"context": {"includeDeclaration": true}}),
        ),
        editor.ask_at(
            "textDocument/references",
            control,
            7,
            12,
            json!({"context": {"includeDeclaration": false}}),
        ),
        editor.ask_at("textDocument/prepareRename", control, 7, 12, json!({})),
        editor.ask_at("textDocument/rename", control, 7, 12, json!({"newName": "R-03"})),
        editor.ask_at("textDocument/rename", control, 7, 12, json!({"newName": "R 03"})),
        editor.ask_at("textDocument/prepareRename", control, 6, 20, json!({})),
    ];
    let program = json!({"textDocument": {"uri": editor.uri("policies/program.yaml")}});
    for (method, params) in
        [("textDocument/documentSymbol", program), ("workspace/symbol", json!({"query": "access"}))]
    {
        let answer = editor.ask(method, params);
        lines.push(editor.shown(&answer));
    }
    assert_data_eq!(
        lines.join("\n") + "\n",
        str![[r#"
{"contents":{"kind":"markdown","value":"`AC-02` Access review/n/nOwners review who can reach production./n/nquarterly, owner Priya Raman/n/n0 of 0 on file since 2025-03-01"},"range":{"end":{"character":16,"line":6},"start":{"character":11,"line":6}}}
{"contents":{"kind":"markdown","value":"`CC6.2` User registration, authorisation and credential removal/n/nSOC 2 Trust Services Criteria/n/nsatisfied by `AC-02`"},"range":{"end":{"character":24,"line":6},"start":{"character":19,"line":6}}}
{"contents":{"kind":"markdown","value":"`cadence`/n/nHow often the control operates: a named rhythm (quarters and years are fiscal), `on-event` (needs `population`), `continuous`, or `{every: 45d}`. Each period needs one record; a Type 2 auditor asks for all of them."},"range":{"end":{"character":7,"line":4},"start":{"character":0,"line":4}}}
null
[{"range":{"end":{"character":8,"line":0},"start":{"character":4,"line":0}},"uri":"[ROOT]/policies/risks/R-02.yaml"}]
[]
[{"range":{"end":{"character":15,"line":7},"start":{"character":11,"line":7}},"uri":"[ROOT]/policies/controls/AC-02.yaml"},{"range":{"end":{"character":8,"line":0},"start":{"character":4,"line":0}},"uri":"[ROOT]/policies/risks/R-02.yaml"}]
[{"range":{"end":{"character":15,"line":7},"start":{"character":11,"line":7}},"uri":"[ROOT]/policies/controls/AC-02.yaml"}]
{"placeholder":"R-02","range":{"end":{"character":15,"line":7},"start":{"character":11,"line":7}}}
{"documentChanges":[{"edits":[{"newText":"R-03","range":{"end":{"character":15,"line":7},"start":{"character":11,"line":7}}}],"textDocument":{"uri":"[ROOT]/policies/controls/AC-02.yaml","version":null}},{"edits":[{"newText":"R-03","range":{"end":{"character":8,"line":0},"start":{"character":4,"line":0}}}],"textDocument":{"uri":"[ROOT]/policies/risks/R-02.yaml","version":null}},{"kind":"rename","newUri":"[ROOT]/policies/risks/R-03.yaml","oldUri":"[ROOT]/policies/risks/R-02.yaml"}]}
{"code":-32803,"message":"`R 03` is not an id like `AC-02`: letters, digits, `.`, `_` and `-`"}
{"code":-32803,"message":"`CC6.2` is the id of a requirement, and not yours to change"}
[{"detail":"Priya Raman","kind":13,"name":"priya","range":{"end":{"character":7,"line":2},"start":{"character":2,"line":2}},"selectionRange":{"end":{"character":7,"line":2},"start":{"character":2,"line":2}}},{"detail":"Omar Haddad","kind":13,"name":"omar","range":{"end":{"character":6,"line":3},"start":{"character":2,"line":3}},"selectionRange":{"end":{"character":6,"line":3},"start":{"character":2,"line":3}}}]
[{"containerName":"control","kind":6,"location":{"range":{"end":{"character":9,"line":0},"start":{"character":4,"line":0}},"uri":"[ROOT]/policies/controls/AC-02.yaml"},"name":"AC-02 Access review"},{"containerName":"risk","kind":24,"location":{"range":{"end":{"character":8,"line":0},"start":{"character":4,"line":0}},"uri":"[ROOT]/policies/risks/R-02.yaml"},"name":"R-02 Leaver keeps access"}]

"#]]
    );
}

#[test]
fn an_editor_that_cannot_rename_files_gets_edits_alone() {
    let folder = repository();
    let mut editor = Editor::open(folder.path(), json!({}));
    let control = "policies/controls/AC-02.yaml";
    let answer = editor.ask_at("textDocument/rename", control, 7, 12, json!({"newName": "R-03"}));
    assert_data_eq!(
        answer,
        str![[
            r#"{"changes":{"[ROOT]/policies/controls/AC-02.yaml":[{"newText":"R-03","range":{"end":{"character":15,"line":7},"start":{"character":11,"line":7}}}],"[ROOT]/policies/risks/R-02.yaml":[{"newText":"R-03","range":{"end":{"character":8,"line":0},"start":{"character":4,"line":0}}}]}}"#
        ]]
    );
}

#[test]
fn evidence_that_has_landed_keeps_the_names_it_names() {
    let folder = repository();
    let record = "evidence/AC-02/2026-Q1.yaml";
    write(
        folder.path(),
        record,
        "control: AC-02\nperiod: 2026-Q1\nperformed: {by: priya, at: 2026-02-28}\nresult: pending\n",
    );
    let mut editor = Editor::open(folder.path(), every_capability());
    let control = "policies/controls/AC-02.yaml";
    let before = editor.ask_at("textDocument/rename", control, 0, 5, json!({"newName": "AC-20"}));
    // A commit moves HEAD while the server runs.
    commit(folder.path());
    editor.note("textDocument/didSave", json!({"textDocument": {"uri": editor.uri(record)}}));
    let lines = [
        before,
        editor.ask_at("textDocument/prepareRename", control, 0, 5, json!({})),
        editor.ask_at("textDocument/rename", record, 2, 17, json!({"newName": "pr"})),
        editor.ask_at("textDocument/hover", record, 1, 10, json!({})),
    ];
    assert_data_eq!(
        lines.join("\n") + "\n",
        str![[r#"
{"documentChanges":[{"edits":[{"newText":"AC-20","range":{"end":{"character":14,"line":0},"start":{"character":9,"line":0}}}],"textDocument":{"uri":"[ROOT]/evidence/AC-02/2026-Q1.yaml","version":null}},{"edits":[{"newText":"AC-20","range":{"end":{"character":9,"line":0},"start":{"character":4,"line":0}}}],"textDocument":{"uri":"[ROOT]/policies/controls/AC-02.yaml","version":null}},{"edits":[{"newText":"AC-20","range":{"end":{"character":16,"line":6},"start":{"character":11,"line":6}}}],"textDocument":{"uri":"[ROOT]/policies/risks/R-02.yaml","version":null}},{"kind":"rename","newUri":"[ROOT]/policies/controls/AC-20.yaml","oldUri":"[ROOT]/policies/controls/AC-02.yaml"},{"kind":"rename","newUri":"[ROOT]/evidence/AC-20","oldUri":"[ROOT]/evidence/AC-02"}]}
{"code":-32803,"message":"`AC-02` has evidence that has landed, and evidence is never altered: `evidence/AC-02/2026-Q1.yaml`"}
{"code":-32803,"message":"`priya` has evidence that has landed, and evidence is never altered: `evidence/AC-02/2026-Q1.yaml`"}
{"contents":{"kind":"markdown","value":"no occurrence of `AC-02` is expected for 2026-Q1 in 2025-03-01..2026-03-01, the window that is judged"},"range":{"end":{"character":15,"line":1},"start":{"character":8,"line":1}}}

"#]]
    );
}

#[test]
fn what_may_be_written_is_offered_while_the_file_cannot_be_read() {
    let folder = repository();
    let control = "policies/controls/AC-02.yaml";
    let mut editor = Editor::open(folder.path(), json!({}));
    editor.did_open(control, "id: AC-02\ntitle: 🤖\nmitigates: [R");
    let risks =
        editor.ask_at("textDocument/completion", control, 2, 13, json!({"context": {"triggerKind": 1}}));
    editor.did_change(control, 2, json!([{"text": "id: AC-02\nstatus: \nowner: {"}]));
    let words = editor.ask_at("textDocument/completion", control, 1, 8, json!({}));
    let nowhere = editor.ask_at("textDocument/completion", "README.md", 0, 0, json!({}));
    assert_data_eq!(
        [risks, words, nowhere].join("\n") + "\n",
        str![[r#"
{"isIncomplete":false,"items":[{"detail":"Leaver keeps access","filterText":"R-02","kind":18,"label":"R-02","sortText":"00000","textEdit":{"newText":"R-02","range":{"end":{"character":13,"line":2},"start":{"character":12,"line":2}}}}]}
{"isIncomplete":false,"items":[{"filterText":"draft","kind":20,"label":"draft","sortText":"00000","textEdit":{"newText":"draft","range":{"end":{"character":8,"line":1},"start":{"character":8,"line":1}}}},{"filterText":"active","kind":20,"label":"active","sortText":"00001","textEdit":{"newText":"active","range":{"end":{"character":8,"line":1},"start":{"character":8,"line":1}}}},{"filterText":"retired","kind":20,"label":"retired","sortText":"00002","textEdit":{"newText":"retired","range":{"end":{"character":8,"line":1},"start":{"character":8,"line":1}}}}]}
null

"#]]
    );
}

#[test]
fn a_finding_can_be_repaired_or_set_aside() {
    let folder = repository();
    let control = "policies/controls/AC-02.yaml";
    let mut editor = Editor::open(folder.path(), every_capability());
    editor.did_open(control, &FILES[1].1.replace("owner: priya", "ownr: priya"));
    let at = |only: Value| {
        let range = json!({"start": {"line": 2, "character": 0}, "end": {"line": 2, "character": 4}});
        json!({"textDocument": {"uri": format!("file://{}/{control}", folder.path().display())}, "range": range, "context": {"diagnostics": [], "only": only}})
    };
    let lines: Vec<String> = [Value::Null, json!(["source"]), json!(["refactor"])]
        .map(|only| {
            let answer = editor.ask("textDocument/codeAction", at(only));
            editor.shown(&answer)
        })
        .into();
    assert_data_eq!(
        lines.join("\n") + "\n",
        str![[r#"
[{"diagnostics":[{"code":"unknown-field","message":"unknown field `ownr`/nhelp: write `owner`","range":{"end":{"character":4,"line":2},"start":{"character":0,"line":2}},"severity":1,"source":"tickmark"}],"edit":{"documentChanges":[{"edits":[{"newText":"owner","range":{"end":{"character":4,"line":2},"start":{"character":0,"line":2}}}],"textDocument":{"uri":"[ROOT]/policies/controls/AC-02.yaml","version":1}}]},"isPreferred":true,"kind":"quickfix","title":"Write `owner`"},{"diagnostics":[{"code":"unknown-field","message":"unknown field `ownr`/nhelp: write `owner`","range":{"end":{"character":4,"line":2},"start":{"character":0,"line":2}},"severity":1,"source":"tickmark"}],"edit":{"documentChanges":[{"edits":[{"newText":" # tickmark: ignore[unknown-field] ","range":{"end":{"character":11,"line":2},"start":{"character":11,"line":2}}}],"textDocument":{"uri":"[ROOT]/policies/controls/AC-02.yaml","version":1}}]},"isPreferred":false,"kind":"quickfix","title":"Set `unknown-field` aside on this line, with a reason"}]
[{"edit":{"documentChanges":[{"edits":[{"newText":"owner","range":{"end":{"character":4,"line":2},"start":{"character":0,"line":2}}}],"textDocument":{"uri":"[ROOT]/policies/controls/AC-02.yaml","version":1}}]},"kind":"source.fixAll.tickmark","title":"Carry out all safe fixes"}]
[]

"#]]
    );
}

#[test]
fn what_is_no_question_of_ours_is_answered_all_the_same() {
    let folder = repository();
    let mut editor = Editor::open(folder.path(), json!({}));
    editor.heard();
    let mut lines = Vec::new();
    for uri in ["untitled:Untitled-1", "file:///somewhere/else.yaml", "file:///%zz", "http://x/y"] {
        let document = json!({"uri": uri, "languageId": "yaml", "version": 1, "text": "id: 1"});
        editor.note("textDocument/didOpen", json!({"textDocument": document}));
        let params = json!({"textDocument": {"uri": uri}, "position": {"line": 0, "character": 0}});
        let answers = ["textDocument/hover", "textDocument/completion"]
            .map(|method| editor.ask(method, params.clone()));
        lines.extend(answers.iter().map(|answer| editor.shown(answer)));
    }
    let unknown = editor.ask("textDocument/foldingRange", json!({}));
    let params = editor.ask("textDocument/hover", json!({"textDocument": 3}));
    lines.extend([unknown, params].iter().map(|answer| editor.shown(answer)));
    editor.send("{");
    let broken = editor.answer(&Value::Null);
    lines.push(editor.shown(&broken));
    editor.note(
        "textDocument/didChange",
        json!({"textDocument": {"uri": "untitled:Untitled-1"}, "contentChanges": 7}),
    );
    let far =
        json!({"start": {"line": 4_000_000, "character": 0}, "end": {"line": 0, "character": 4_000_000}});
    editor.note(
        "textDocument/didChange",
        json!({"textDocument": {"uri": "untitled:Untitled-1", "version": null}, "contentChanges": [{"range": far, "text": "x"}]}),
    );
    lines.push(editor.heard());
    assert_data_eq!(
        lines.join("\n"),
        str![[r#"
null
null
null
null
null
null
null
null
{"code":-32601,"message":"`textDocument/foldingRange` is not spoken here"}
{"code":-32602,"message":"invalid type: integer `3`, expected struct DocumentId"}
{"code":-32700,"message":"this is no message: EOF while parsing an object at line 1 column 1"}
{"method":"window/logMessage","params":{"message":"tickmark: `textDocument/didChange` cannot be read: invalid type: integer `7`, expected a sequence","type":2}}

"#]]
    );
}

#[test]
fn an_end_without_goodbye_is_exit_1() {
    let folder = repository();
    let closed = Editor::open(folder.path(), json!({})).end();
    let mut left = Editor::open(folder.path(), json!({}));
    left.heard();
    left.note("exit", Value::Null);
    let mut garbled = Editor::start(folder.path());
    garbled.input.as_mut().unwrap().write_all(b"hello\r\n\r\n").unwrap();
    let ends = [left.end(), garbled.end()];
    assert!(closed.starts_with("exit Some(1)"), "{closed}");
    assert_data_eq!(
        ends.join("\n") + "\n",
        str![[r#"
exit Some(1), said "", complained ""
exit Some(1), said "", complained "error: cannot read a message: a line of the header has no colon/n"

"#]]
    );
}

#[test]
fn a_folder_that_is_no_compliance_repository_is_told_once_and_may_become_one() {
    let folder = folder();
    succeed(git(folder.path()).args(["init", "--quiet", "--initial-branch=main"]));
    let mut editor = Editor::open(folder.path(), json!({}));
    let mut told = editor.heard();
    editor.note("textDocument/didSave", json!({}));
    told.push_str(&editor.heard());
    for (path, text) in FILES {
        write(folder.path(), path, &text.replace("mitigates: R-02", "mitigates: R-99"));
    }
    editor.note("workspace/didChangeWatchedFiles", json!({"changes": []}));
    told.push_str(&format!("written:\n{}", editor.heard()));
    assert_data_eq!(
        told,
        str![[r#"
{"method":"window/logMessage","params":{"message":"tickmark: there is no `policies/program.yaml` in `[ROOT]` or above it; `tickmark init` writes a first one; `tickmark demo` shows a finished company","type":3}}
written:
{"method":"window/logMessage","params":{"message":"tickmark: not judged (no-history): clock-out-of-order, committed-before-performed, control-weakened, direct-to-main, evidence-after-the-fact, evidence-altered, evidence-altered-after-close, evidence-deleted, history-rewritten, introduced-in-merge, policy-changed-since-approval, policy-version-not-raised, same-as-previous, signature-invalid, soa-changed-since-approval, tag-not-signed, unknown-signer, unsigned-evidence","type":2}}
{"method":"textDocument/publishDiagnostics","params":{"diagnostics":[{"code":"unknown-risk","message":"there is no risk `R-99`/nnote: risks: `R-02`/nhelp: write `policies/risks/R-99.yaml`, or correct the id","range":{"end":{"character":15,"line":7},"start":{"character":11,"line":7}},"severity":1,"source":"tickmark"}],"uri":"[ROOT]/policies/controls/AC-02.yaml"}}

"#]]
    );
}

#[test]
fn a_repository_below_the_folder_of_the_editor_is_found_by_an_open_file() {
    let folder = folder();
    succeed(git(folder.path()).args(["init", "--quiet", "--initial-branch=main"]));
    let inside = folder.path().join("ü b");
    for (path, text) in FILES {
        write(&inside, path, &text.replace("mitigates: R-02", "mitigates: R-99"));
    }
    let mut editor = Editor::open(folder.path(), json!({}));
    editor.heard();
    // Another spelling of the same address: it is the editor's, and comes back.
    editor.did_open("%C3%BC%20b/policies/controls/%41C-02.yaml", &FILES[1].1.replace("priya", "pria"));
    assert_data_eq!(
        editor.heard(),
        str![[r#"
{"method":"window/logMessage","params":{"message":"tickmark: not judged (no-history): clock-out-of-order, committed-before-performed, control-weakened, direct-to-main, evidence-after-the-fact, evidence-altered, evidence-altered-after-close, evidence-deleted, history-rewritten, introduced-in-merge, policy-changed-since-approval, policy-version-not-raised, same-as-previous, signature-invalid, soa-changed-since-approval, tag-not-signed, unknown-signer, unsigned-evidence","type":2}}
{"method":"textDocument/publishDiagnostics","params":{"diagnostics":[{"code":"unknown-person","message":"`pria` is no person and no team/nnote: people and teams: `priya` and `omar`/nhelp: did you mean `priya`? add `pria` to `people` in `policies/program.yaml`","range":{"end":{"character":11,"line":2},"start":{"character":7,"line":2}},"severity":1,"source":"tickmark"}],"uri":"[ROOT]/%C3%BC%20b/policies/controls/%41C-02.yaml","version":1}}

"#]]
    );
}

#[test]
fn a_revision_cannot_be_edited() {
    let folder = repository();
    let told = crate::support::told(tickmark(folder.path()).args(["lsp", "--at", "main"]));
    assert_data_eq!(
        told,
        str![[r#"
-- standard error --
error: an editor shows the work tree, and `--at` names a revision
help: leave `--at` away
-- exit 2 --

"#]]
    );
}
