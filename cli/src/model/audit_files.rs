//! What an auditor asked for and selected: `evidence/audits/`.

use crate::calendar::Date;
use crate::document::Node;
use crate::model::evidence::Sample;
use crate::model::read::{Fields, Moment, Text};
use crate::place::{FileId, RepoPath, Spanned};

/// Where a request stands.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Default)]
pub enum RequestStatus {
    /// Nothing was handed over yet.
    #[default]
    Open,
    /// Handed over to the auditor.
    Provided,
    /// Taken by the auditor.
    Accepted,
    /// Sent back by the auditor.
    Returned,
    /// No longer asked for.
    Withdrawn,
}

impl RequestStatus {
    /// Reads the word in YAML.
    pub fn parse(text: &str) -> Option<Self> {
        match text {
            "open" => Some(Self::Open),
            "provided" => Some(Self::Provided),
            "accepted" => Some(Self::Accepted),
            "returned" => Some(Self::Returned),
            "withdrawn" => Some(Self::Withdrawn),
            _ => None,
        }
    }

    /// The word in YAML.
    pub fn word(self) -> &'static str {
        match self {
            Self::Open => "open",
            Self::Provided => "provided",
            Self::Accepted => "accepted",
            Self::Returned => "returned",
            Self::Withdrawn => "withdrawn",
        }
    }

    /// True while the company has to act.
    pub fn is_ours(self) -> bool {
        match self {
            Self::Open | Self::Returned => true,
            Self::Provided | Self::Accepted | Self::Withdrawn => false,
        }
    }
}

/// One request of the auditor.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Request {
    /// The auditor's number for it.
    pub id: Text,
    /// What is asked for.
    pub what: Option<Text>,
    /// The requirements of the audit's framework.
    pub criteria: Vec<Text>,
    /// The controls it is about.
    pub controls: Vec<Text>,
    /// The period it covers; the audit's window unless it says otherwise.
    pub period: Option<Text>,
    /// The day it shows.
    pub on: Option<Spanned<Date>>,
    /// The sample it is about, by file name.
    pub sample: Option<Text>,
    /// How the auditor wants it.
    pub format: Option<Text>,
    /// Who answers.
    pub owner: Option<Text>,
    /// By when.
    pub due: Option<Spanned<Date>>,
    /// Where it stands; open unless it says otherwise.
    pub status: RequestStatus,
    /// The day on which it was handed over.
    pub provided: Option<Spanned<Date>>,
    /// Ids or paths that answer it.
    pub answer: Vec<Text>,
    /// What was said about it.
    pub note: Option<Text>,
}

impl Request {
    fn read(node: &Node) -> Option<Self> {
        let fields = Fields::of(node)?;
        let status = fields.text("status").and_then(|text| RequestStatus::parse(&text));
        Some(Self {
            id: fields.text("id")?,
            what: fields.text("what"),
            criteria: fields.texts("criteria"),
            controls: fields.texts("controls"),
            period: fields.text("period"),
            on: fields.date("on"),
            sample: fields.text("sample"),
            format: fields.text("format"),
            owner: fields.text("owner"),
            due: fields.date("due"),
            status: status.unwrap_or_default(),
            provided: fields.date("provided"),
            answer: fields.texts("answer"),
            note: fields.text("note"),
        })
    }
}

/// How a request list came.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Received {
    /// Who sent it.
    pub from: Option<Text>,
    /// When.
    pub at: Option<Moment>,
    /// The file it came in.
    pub artifact: Option<Text>,
}

/// The request list of an audit.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct RequestList {
    /// The file.
    pub file: FileId,
    /// Its path.
    pub path: RepoPath,
    /// The audit.
    pub audit: Text,
    /// How it came.
    pub received: Option<Received>,
    /// The requests, in the auditor's order.
    pub requests: Vec<Request>,
}

impl RequestList {
    /// Reads a request list; `None` without an audit.
    pub fn decode(file: FileId, path: &RepoPath, root: &Node) -> Option<Self> {
        let fields = Fields::of(root)?;
        Some(Self {
            file,
            path: path.clone(),
            audit: fields.text("audit")?,
            received: fields.fields("received").map(|received| Received {
                from: received.text("from"),
                at: received.when("at"),
                artifact: received.text("file"),
            }),
            requests: fields.items("requests").into_iter().filter_map(Request::read).collect(),
        })
    }
}

/// The items that an auditor selected.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct SampleSelection {
    /// The file.
    pub file: FileId,
    /// Its path; its stem is the name that requests use.
    pub path: RepoPath,
    /// The audit.
    pub audit: Text,
    /// The controls tested with it.
    pub controls: Vec<Text>,
    /// The population that the items come from; without one they are periods.
    pub population: Option<Text>,
    /// What it is drawn from; the audit's window unless it says otherwise.
    pub period: Option<Text>,
    /// How many items there were to choose from.
    pub rows: Option<Spanned<u64>>,
    /// How the items were chosen, and by whom.
    pub sample: Option<Sample>,
    /// When they were chosen.
    pub at: Option<Moment>,
    /// The request it belongs to.
    pub request: Option<Text>,
    /// How the auditor described it.
    pub note: Option<Text>,
}

impl SampleSelection {
    /// Reads a selection; `None` without an audit.
    pub fn decode(file: FileId, path: &RepoPath, root: &Node) -> Option<Self> {
        let fields = Fields::of(root)?;
        Some(Self {
            file,
            path: path.clone(),
            audit: fields.text("audit")?,
            controls: fields.texts("controls"),
            population: fields.text("population"),
            period: fields.text("period"),
            rows: fields.number("rows"),
            sample: Sample::read(fields),
            at: fields.when("at"),
            request: fields.text("request"),
            note: fields.text("note"),
        })
    }

    /// The name that requests use.
    pub fn name(&self) -> &str {
        self.path.stem()
    }
}

#[cfg(test)]
mod tests {
    use super::{RequestList, SampleSelection};
    use crate::model::read::tree;
    use crate::place::{FileId, RepoPath};

    #[test]
    fn a_request_keeps_the_auditors_number_and_is_open_unless_it_says_otherwise() {
        let root = tree(
            "
audit: soc2-2026
received: {from: Example Assurance LLP, at: 2026-10-05, file: pbc.xlsx}
requests:
  - {id: 017, what: Leavers of the window, controls: AC-03, sample: leavers, due: 2026-10-12}
  - {id: 18, what: Firewall rules, status: accepted, answer: [NW-01]}
",
        );
        let list = RequestList::decode(FileId(0), &RepoPath::new("r.yaml"), &root).expect("a list");
        let lines: Vec<_> = list
            .requests
            .iter()
            .map(|request| format!("{} {} {}", *request.id, request.status.word(), request.status.is_ours()))
            .collect();
        assert_eq!(lines, ["017 open true", "18 accepted false"]);
        assert!(list.received.is_some_and(|received| received.artifact.is_some()));
    }

    #[test]
    fn a_selection_is_named_by_its_file() {
        let root = tree(
            "audit: soc2-2026\ncontrols: AC-03\npopulation: leavers\nrows: 9\nhow: random\nsize: 2\nseed: 007\nitems: [L-0311, L-0317]\n",
        );
        let path = RepoPath::new("evidence/audits/soc2-2026/samples/leavers.yaml");
        let selection = SampleSelection::decode(FileId(0), &path, &root).expect("a selection");
        let sample = selection.sample.as_ref().expect("how it was chosen");
        assert_eq!(
            format!(
                "{}: {} {} seed {} of {}, {} items",
                selection.name(),
                *sample.how,
                sample.size.expect("a number").value,
                **sample.seed.as_ref().expect("a seed"),
                selection.rows.expect("a number").value,
                sample.items.len(),
            ),
            "leavers: random 2 seed 007 of 9, 2 items"
        );
    }
}
