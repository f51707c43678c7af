//! An editor that types: how long after a keystroke the findings of the file are there.

use std::io::{BufRead as _, BufReader, Read as _, Write as _};
use std::path::Path;
use std::process::{Child, ChildStdout, Command, Stdio};
use std::time::{Duration, Instant};

use serde_json::{Value, json};

/// The times from a change of `file` to its findings, `runs` of them: in turn `right` stands there and
/// `wrong` in its place.
pub(crate) fn times(root: &Path, file: &str, right: &str, wrong: &str, runs: usize) -> Vec<Duration> {
    let mut editor = Editor::start(root);
    let uri = format!("file://{}", root.join(file).display());
    let text = std::fs::read_to_string(root.join(file)).expect("the file");
    assert!(text.contains(right), "{file} holds `{right}`");
    let opened = json!({"uri": uri, "languageId": "yaml", "version": 0, "text": text});
    editor.tell("textDocument/didOpen", &json!({"textDocument": opened}));
    editor.wait_for(&uri);
    let typed = (1..=runs).map(|version| {
        let text = if version % 2 == 1 { text.replacen(right, wrong, 1) } else { text.clone() };
        let start = Instant::now();
        let document = json!({"uri": uri, "version": version});
        let changes = json!([{"text": text}]);
        editor.tell("textDocument/didChange", &json!({"textDocument": document, "contentChanges": changes}));
        editor.wait_for(&uri);
        start.elapsed()
    });
    let times = typed.collect();
    editor.end();
    times
}

struct Editor {
    server: Child,
    answers: BufReader<ChildStdout>,
}

impl Editor {
    fn start(root: &Path) -> Self {
        let mut command = Command::new(env!("CARGO_BIN_EXE_tickmark"));
        command.args(["lsp", "--as-of", "2026-10-20"]).current_dir(root);
        command.stdin(Stdio::piped()).stdout(Stdio::piped()).stderr(Stdio::null());
        let mut server = command.spawn().expect("the program starts");
        let answers = BufReader::new(server.stdout.take().expect("its output"));
        let mut editor = Self { server, answers };
        let root = format!("file://{}", root.display());
        editor
            .send(&json!({"id": 1, "method": "initialize", "params": {"capabilities": {}, "rootUri": root}}));
        editor.tell("initialized", &json!({}));
        editor
    }

    fn tell(&mut self, method: &str, params: &Value) {
        self.send(&json!({"method": method, "params": params}));
    }

    fn send(&mut self, message: &Value) {
        let mut message = message.clone();
        message["jsonrpc"] = json!("2.0");
        let message = message.to_string();
        let input = self.server.stdin.as_mut().expect("its input");
        write!(input, "Content-Length: {}\r\n\r\n{message}", message.len()).expect("it listens");
        input.flush().expect("it listens");
    }

    /// Reads until the findings of a file come.
    fn wait_for(&mut self, uri: &str) {
        loop {
            let mut length = 0;
            let mut line = String::new();
            while self.answers.read_line(&mut line).expect("a header") > 2 {
                length = line.trim().rsplit(' ').next().and_then(|word| word.parse().ok()).unwrap_or(length);
                line.clear();
            }
            let mut message = vec![0; length];
            self.answers.read_exact(&mut message).expect("a message");
            let message: Value = serde_json::from_slice(&message).expect("JSON");
            if message["method"] == "textDocument/publishDiagnostics" && message["params"]["uri"] == uri {
                return;
            }
        }
    }

    fn end(mut self) {
        self.send(&json!({"id": 2, "method": "shutdown"}));
        self.tell("exit", &Value::Null);
        self.server.wait().expect("it ends");
    }
}
