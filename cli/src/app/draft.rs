//! Files that a command is about to write into the repository: looked at before, written at once.
//!
//! In: paths below the root, and bytes. Out: what in them looks like a secret or like personal data,
//! what does not fit a schema, and in the end the files themselves, all of them or none.

use std::collections::BTreeMap;
use std::path::{Path, PathBuf};

use crate::app::capture::read_file;
use crate::app::stage::sweep;
use crate::app::whole::{Over, Wanted, is_taken, put_within};
use crate::app::{AppError, World};
use crate::document::Document;
use crate::finding::ProblemKind;
use crate::kind::Kind;
use crate::kind::Place;
use crate::place::{FileId, RepoPath, Span};
use crate::scan::{Sort, scan};
use crate::schema;
use crate::source::Snapshot;
use crate::text::LineIndex;

/// What will be written.
#[derive(Debug)]
pub struct Draft {
    root: PathBuf,
    files: Vec<(RepoPath, Vec<u8>)>,
    /// Files that are there already, and are meant to be replaced.
    replaced: Vec<RepoPath>,
    /// What was read of files that are added to: nobody may have changed them meanwhile.
    read: BTreeMap<RepoPath, Vec<u8>>,
}

/// Something in a file that should not be kept for ever.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord)]
pub struct Delicate {
    /// The file.
    pub path: RepoPath,
    /// From 1.
    pub line: u32,
    /// From 1, in characters.
    pub column: u32,
    /// `a GitHub token`, `a mail address`.
    pub what: &'static str,
    /// True for a secret.
    pub is_secret: bool,
}

impl Draft {
    /// Begins with nothing, after sweeping up what a killed run left there.
    pub fn below(root: &Path) -> Self {
        sweep(root);
        Self { root: root.to_owned(), files: Vec::new(), replaced: Vec::new(), read: BTreeMap::new() }
    }

    /// Adds a file that must not be there yet.
    pub fn add(&mut self, path: RepoPath, bytes: impl Into<Vec<u8>>) {
        self.files.push((path, bytes.into()));
    }

    /// Adds new bytes for a file that is there.
    pub fn replace(&mut self, path: RepoPath, bytes: impl Into<Vec<u8>>) {
        self.replaced.push(path.clone());
        self.add(path, bytes);
    }

    /// True when there is something at a path already.
    pub fn has(&self, path: &RepoPath) -> bool {
        is_taken(&self.root.join(path.as_str()))
    }

    /// The files, in the order in which they were added.
    pub fn files(&self) -> &[(RepoPath, Vec<u8>)] {
        &self.files
    }

    /// The line with which editors find the schema, where the repository keeps schemas; else nothing.
    pub fn modeline(&self, kind: Kind, path: &RepoPath) -> String {
        let schema = format!("schemas/{}.schema.json", kind.name());
        if !is_taken(&self.root.join(&schema)) {
            return String::new();
        }
        let up = "../".repeat(path.folder().split('/').filter(|part| !part.is_empty()).count());
        format!("# yaml-language-server: $schema={up}{schema}\n")
    }

    /// The bytes of a file that is there.
    pub fn bytes(&self, path: &RepoPath) -> Result<Vec<u8>, AppError> {
        read_file(&self.root, Path::new(path.as_str()))
    }

    /// The text of a file that is there and will be added to.
    pub fn read(&mut self, path: &RepoPath) -> Result<String, AppError> {
        let bytes = self.bytes(path)?;
        self.taken(path, bytes)
    }

    /// The text of a file that will be added to, as it was when what is added was decided.
    pub fn read_in(&mut self, snapshot: &Snapshot, path: &RepoPath) -> Result<String, AppError> {
        match snapshot.find(path.as_str()).and_then(|(_, file)| file.bytes.as_deref()) {
            Some(bytes) => self.taken(path, bytes.to_vec()),
            None => self.read(path),
        }
    }

    fn taken(&mut self, path: &RepoPath, bytes: Vec<u8>) -> Result<String, AppError> {
        let text = String::from_utf8(bytes.clone())
            .map_err(|_| AppError::usage(format!("`{path}` is not UTF-8")))?;
        self.read.insert(path.clone(), bytes);
        Ok(text)
    }

    /// What looks like a secret or like personal data, by file and place. Each sort is said once a
    /// file where it is personal: an export of a thousand rows is one mistake. The mail addresses that
    /// are `known` stand in the programme anyway.
    pub fn delicate(&self, known: &[String]) -> Vec<Delicate> {
        let mut list = Vec::new();
        for (path, bytes) in &self.files {
            let lines = LineIndex::new(bytes);
            let mut said: Vec<&'static str> = Vec::new();
            for find in scan(bytes, true) {
                let (what, is_secret) = match find.sort {
                    Sort::Secret(shape) => (shape, true),
                    Sort::Personal(datum) => (datum.one(), false),
                };
                let ours = || known.iter().any(|known| known.eq_ignore_ascii_case(&find.text));
                if !is_secret && (said.contains(&what) || ours()) {
                    continue;
                }
                said.push(what);
                let at = lines.locate(find.span.start);
                list.push(Delicate { path: path.clone(), line: at.line, column: at.column, what, is_secret });
            }
        }
        list
    }

    /// Holds every file of a kind against its schema.
    pub fn check(&self) -> Result<(), AppError> {
        for (path, bytes) in &self.files {
            let Some(kind) = Place::of(path).kind() else { continue };
            let markdown = path.extension().as_deref() == Some("md");
            let read = if markdown { Document::from_markdown } else { Document::from_yaml };
            let (document, mut problems) = read(FileId(0), bytes);
            if problems.is_empty() {
                problems = schema::check(kind, &document);
            }
            if let Some(problem) = problems.first() {
                let because = because(&problem.kind, &written(bytes, problem.location.span));
                return Err(AppError::usage(format!("`{path}` would be wrong: {because}"))
                    .help("give another value; nothing was written"));
            }
        }
        Ok(())
    }

    /// Writes the files: all of them or none, and nothing over what is there.
    pub fn write(&self) -> Result<(), AppError> {
        let refused = Over::Nothing("nothing was written; move the file away, or name another one");
        let over = |path| match self.read.get(path) {
            _ if !self.replaced.contains(path) => refused,
            Some(before) => Over::These(before),
            None => Over::Anything,
        };
        let wanted = self.files.iter().map(|(path, bytes)| Wanted {
            path: PathBuf::from(path.as_str()),
            bytes,
            over: over(path),
        });
        put_within(&self.root, &wanted.collect::<Vec<_>>())
    }
}

fn written(bytes: &[u8], span: Span) -> String {
    String::from_utf8_lossy(bytes.get(span.range()).unwrap_or_default()).into_owned()
}

/// Why a file is not what its schema wants, in a phrase.
fn because(kind: &ProblemKind, written: &str) -> String {
    if let ProblemKind::InvalidValue { value, expected, .. } = kind {
        return format!("`{value}` stands where {expected} is wanted");
    }
    if let ProblemKind::YamlSyntax { message, .. } = kind {
        return message.clone();
    }
    format!("`{written}` does not fit its schema")
}

/// Says what is delicate in files that are about to be written, each with its place and never with
/// its text.
pub fn tell_delicate(world: &World, list: &[Delicate]) {
    for one in list {
        let level = if one.is_secret { "secret" } else { "personal data" };
        world.output.say(&format!(
            "{level}: {} in `{}`, line {}, column {}\n",
            one.what,
            crate::text::visible(one.path.as_str()),
            one.line,
            one.column
        ));
    }
}
