//! An evidence record: what was done for one occurrence of a control.

use crate::calendar::When;
use crate::document::{Node, Value};
use crate::model::read::{Act, Fields, Moment, Task, Text, key_of};
use crate::model::value::said;
use crate::place::{FileId, RepoPath, Sha256, Spanned};

/// What a record says of the occurrence.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub enum Outcome {
    /// It operated.
    Pass,
    /// It operated, with deviations.
    Exception,
    /// It did not work.
    Fail,
    /// Not decided yet.
    Pending,
    /// It was not done.
    NotPerformed,
}

impl Outcome {
    /// The words that may stand at `result:`.
    pub const NAMES: [&'static str; 5] = ["pass", "exception", "fail", "pending", "not-performed"];

    /// Reads the word in YAML.
    pub fn parse(text: &str) -> Option<Self> {
        match text {
            "pass" => Some(Self::Pass),
            "exception" => Some(Self::Exception),
            "fail" => Some(Self::Fail),
            "pending" => Some(Self::Pending),
            "not-performed" => Some(Self::NotPerformed),
            _ => None,
        }
    }

    /// The word in YAML.
    pub fn word(self) -> &'static str {
        match self {
            Self::Pass => "pass",
            Self::Exception => "exception",
            Self::Fail => "fail",
            Self::Pending => "pending",
            Self::NotPerformed => "not-performed",
        }
    }
}

/// A deviation found in operation.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Exception {
    /// `EX-2026-04`
    pub id: Text,
    /// What deviated.
    pub what: Option<Text>,
    /// Why.
    pub cause: Option<Text>,
    /// What came of it.
    pub effect: Option<Text>,
    /// What is done about it.
    pub fix: Option<Task>,
    /// Management's response.
    pub response: Option<Text>,
}

/// Where an artifact's bytes are.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Target {
    /// In the folder beside the record that is named like it.
    File(Text),
    /// Elsewhere; only the address and the digest are here.
    Url(Text),
}

/// A file that shows what a record says.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Artifact {
    /// Where its bytes are.
    pub target: Target,
    /// The digest as written.
    pub sha256: Option<Text>,
    /// The named `evidence:` entries it answers.
    pub answers: Vec<Text>,
    /// The command it came from, as written.
    pub command: Vec<Text>,
    /// When the command ran.
    pub captured: Option<Moment>,
    /// The place of the whole entry.
    pub span: crate::place::Span,
}

impl Artifact {
    /// Reads an artifact; `None` without a `file` or `url`.
    pub(crate) fn read(node: &Node) -> Option<Self> {
        let fields = Fields::of(node)?;
        let target = fields.text("file").map(Target::File).or_else(|| fields.text("url").map(Target::Url))?;
        let from = fields.fields("from");
        Some(Self {
            target,
            sha256: fields.text("sha256"),
            answers: fields.texts("for"),
            command: from.map(|from| from.texts("command")).unwrap_or_default(),
            captured: from.and_then(|from| from.when("at")),
            span: node.span,
        })
    }

    /// Reads a list of artifacts.
    pub(crate) fn list(fields: Fields<'_>, key: &str) -> Vec<Self> {
        fields.items(key).into_iter().filter_map(Self::read).collect()
    }

    /// The digest, if it is one.
    pub fn digest(&self) -> Option<Sha256> {
        self.sha256.as_ref().and_then(|text| Sha256::parse(text))
    }
}

/// The population that a record answers to, as it was when it was tested.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct PopulationUsed {
    /// The population's id.
    pub of: Option<Text>,
    /// Its rows.
    pub rows: Option<Spanned<u64>>,
    /// The digest of its CSV.
    pub sha256: Option<Text>,
}

/// How the tested items were chosen.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Sample {
    /// `all`, `random` or `chosen`.
    pub how: Text,
    /// For `random`: how many.
    pub size: Option<Spanned<u64>>,
    /// For `random`: the seed.
    pub seed: Option<Text>,
    /// For `chosen`: the keys.
    pub items: Vec<Text>,
    /// For `chosen`: by whom.
    pub by: Option<Text>,
}

impl Sample {
    /// Reads how items were chosen; `None` without `how`.
    pub(crate) fn read(fields: Fields<'_>) -> Option<Self> {
        Some(Self {
            how: fields.text("how")?,
            size: fields.number("size"),
            seed: fields.text("seed"),
            items: fields.texts("items"),
            by: fields.text("by"),
        })
    }
}

/// One tested item of a population.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Tested {
    /// The item's key.
    pub key: Text,
    /// What it says: `pass`, `fail`, or the id of an exception.
    pub result: Option<Text>,
    /// The exception it names.
    pub exception: Option<Text>,
    /// When the item was completed.
    pub at: Option<Moment>,
}

impl Tested {
    /// True when it says pass and names no exception.
    pub fn passed(&self) -> bool {
        self.exception.is_none() && self.result.as_ref().is_some_and(|result| **result == *"pass")
    }
}

/// One decision of an access review.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Decision {
    /// `okta:jdoe`
    pub account: Option<Text>,
    /// Whose account.
    pub subject: Option<Text>,
    /// Which access.
    pub access: Option<Text>,
    /// `keep`, `change`, `remove`.
    pub decision: Option<Text>,
    /// Who decided.
    pub by: Option<Text>,
    /// The ticket of a removal.
    pub ticket: Option<Text>,
    /// When it was carried out.
    pub done: Option<Text>,
}

/// Where the decisions of an access review stand.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Decisions {
    /// In the record.
    Inline(Vec<Decision>),
    /// In a CSV in the record's folder.
    File(Text),
}

/// An evidence record.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Record {
    /// The file.
    pub file: FileId,
    /// Its path; a record is its path.
    pub path: RepoPath,
    /// The control it belongs to.
    pub control: Text,
    /// The period it belongs to, if it says so.
    pub period: Option<Text>,
    /// Who did it, and when.
    pub performed: Option<Act>,
    /// Who looked at it, and when.
    pub reviewed: Option<Act>,
    /// What it says.
    pub result: Spanned<Outcome>,
    /// In a few words.
    pub summary: Option<Text>,
    /// The population used.
    pub population: Option<PopulationUsed>,
    /// How the items were chosen.
    pub sample: Option<Sample>,
    /// The tested items.
    pub tested: Vec<Tested>,
    /// Deviations.
    pub exceptions: Vec<Exception>,
    /// True when `exceptions:` holds at least one entry, readable or not.
    pub has_exceptions: bool,
    /// The files that show it.
    pub artifacts: Vec<Artifact>,
    /// Access review decisions.
    pub decisions: Option<Decisions>,
    /// A digest of what it says, dates and period apart: a copy of another record has the same.
    pub said: Sha256,
}

/// A record's path with nothing there that can be read as one: it counts for nothing, and is shown.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct UnreadableRecord {
    /// Its path.
    pub path: RepoPath,
    /// The control that it names, else the one that its folder is named after.
    pub control: String,
    /// The period that it names, as far as that can be read.
    pub period: Option<String>,
    /// When it says that the work was done.
    pub performed: Option<When>,
    /// True when the path is a symbolic link or a submodule.
    pub is_no_file: bool,
}

impl UnreadableRecord {
    /// Takes from a file what can be taken.
    pub fn of(path: &RepoPath, root: Option<&Node>) -> Self {
        let text = |key: &str| root.and_then(Fields::of)?.text(key).map(|text| text.value);
        let performed = || Act::read(root.and_then(Fields::of)?, "performed")?.at?.when;
        let folder = || path.folder().rsplit_once('/').map_or("", |(_, folder)| folder).to_owned();
        Self {
            path: path.clone(),
            control: text("control").unwrap_or_else(folder),
            period: text("period"),
            performed: performed(),
            is_no_file: false,
        }
    }
}

impl Record {
    /// Reads a record; `None` without a readable `control` and `result`.
    pub fn decode(file: FileId, path: &RepoPath, root: &Node) -> Option<Self> {
        let fields = Fields::of(root)?;
        let exceptions = fields.entries("exceptions");
        Some(Self {
            file,
            path: path.clone(),
            control: fields.text("control").filter(|id| !id.is_empty())?,
            period: fields.text("period"),
            performed: Act::read(fields, "performed"),
            reviewed: Act::read(fields, "reviewed"),
            result: fields.parsed("result", Outcome::parse)?,
            summary: fields.text("summary"),
            population: fields.fields("population").map(read_population),
            sample: fields.fields("sample").and_then(Sample::read),
            tested: fields
                .entries("tested")
                .iter()
                .map(|entry| read_tested(key_of(entry), &entry.value))
                .collect(),
            exceptions: exceptions
                .iter()
                .filter_map(|entry| read_exception(key_of(entry), &entry.value))
                .collect(),
            has_exceptions: fields.node("exceptions").is_some_and(says_something),
            artifacts: Artifact::list(fields, "artifacts"),
            decisions: fields.node("decisions").and_then(read_decisions),
            said: said(root),
        })
    }

    /// The number before the suffix (`2026-Q1.2.yaml` → 2), else 1.
    pub fn number(&self) -> u64 {
        record_number(&self.path)
    }

    /// The folder that holds the record's files: its path without the suffix.
    pub fn folder(&self) -> RepoPath {
        record_folder(&self.path)
    }

    /// The path of a file artifact, if it stays in the record's folder.
    pub fn artifact_path(&self, file: &str) -> Option<RepoPath> {
        record_file(&self.path, file)
    }

    /// Who performed it.
    pub fn performer(&self) -> Option<&Text> {
        self.performed.as_ref().and_then(|act| act.by.as_ref())
    }

    /// Who reviewed it.
    pub fn reviewer(&self) -> Option<&Text> {
        self.reviewed.as_ref().and_then(|act| act.by.as_ref())
    }
}

fn says_something(node: &Node) -> bool {
    match &node.value {
        Value::Null => false,
        Value::Scalar(_) => true,
        Value::Sequence(items) => !items.is_empty(),
        Value::Mapping(mapping) => !mapping.entries.is_empty(),
    }
}

/// The number of a record's path (`2026-Q1.2.yaml` → 2), else 1.
pub fn record_number(path: &RepoPath) -> u64 {
    path.stem().rsplit_once('.').and_then(|(_, number)| number.parse().ok()).unwrap_or(1)
}

/// The file name of a record without its suffix and number: what records of one occurrence share.
pub fn record_stem(path: &RepoPath) -> &str {
    let stem = path.stem();
    match stem.rsplit_once('.') {
        Some((front, number)) if !number.is_empty() && number.bytes().all(|byte| byte.is_ascii_digit()) => {
            front
        }
        Some(_) | None => stem,
    }
}

/// The path of a file that a record names, if it stays in the record's folder.
pub fn record_file(record: &RepoPath, file: &str) -> Option<RepoPath> {
    let plain = |part: &str| !part.is_empty() && part != "." && part != ".." && !part.contains('\\');
    let whole = || RepoPath::new([record.folder(), "/", record.stem(), "/", file].concat());
    file.split('/').all(plain).then(whole)
}

/// The folder that holds a record's files.
pub fn record_folder(path: &RepoPath) -> RepoPath {
    RepoPath::new([path.folder(), "/", path.stem()].concat())
}

fn read_population(fields: Fields<'_>) -> PopulationUsed {
    PopulationUsed { of: fields.text("of"), rows: fields.number("rows"), sha256: fields.text("sha256") }
}

fn read_tested(key: Text, node: &Node) -> Tested {
    match &node.value {
        Value::Scalar(_) => Tested { key, result: node.text(), exception: None, at: None },
        Value::Null | Value::Sequence(_) => Tested { key, result: None, exception: None, at: None },
        Value::Mapping(_) => {
            let fields = Fields::of(node);
            let text = |name| fields.and_then(|fields| fields.text(name));
            Tested {
                key,
                result: text("result"),
                exception: text("exception"),
                at: fields.and_then(|fields| fields.when("at")),
            }
        }
    }
}

fn read_exception(id: Text, node: &Node) -> Option<Exception> {
    let fields = Fields::of(node)?;
    Some(Exception {
        id,
        what: fields.text("what"),
        cause: fields.text("cause"),
        effect: fields.text("effect"),
        fix: fields.node("fix").and_then(Task::read),
        response: fields.text("response"),
    })
}

fn read_decisions(node: &Node) -> Option<Decisions> {
    match &node.value {
        Value::Mapping(_) => Fields::of(node)?.text("file").map(Decisions::File),
        Value::Sequence(items) => Some(Decisions::Inline(items.iter().filter_map(read_decision).collect())),
        Value::Null | Value::Scalar(_) => None,
    }
}

fn read_decision(node: &Node) -> Option<Decision> {
    let fields = Fields::of(node)?;
    Some(Decision {
        account: fields.text("account"),
        subject: fields.text("subject"),
        access: fields.text("access"),
        decision: fields.text("decision"),
        by: fields.text("by"),
        ticket: fields.text("ticket"),
        done: fields.text("done"),
    })
}
