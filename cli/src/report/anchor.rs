//! Time stamps, witness notes and forges: as lines for people, a table for pipes, JSON.
//!
//! In: what stands outside of the company. Out: text. Names of operators are theirs to choose.

use std::fmt::Write as _;

use serde::Serialize;

use crate::place::CommitId;
use crate::text::escape;
use crate::text::visible;
use crate::trust::{ForgeListed, Listed, Outside, Standing};

/// What is reported.
#[derive(Debug)]
pub struct AnchorReport<'a> {
    /// What clocks and witnesses say.
    pub outside: &'a Outside,
    /// The company's name.
    pub company: &'a str,
    /// The commit that was judged.
    pub commit: Option<CommitId>,
    /// The tag or branch by which it was asked for.
    pub reference: Option<&'a str>,
    /// False when the history is cut.
    pub complete: bool,
}

/// Lines for people.
pub fn table(report: &AnchorReport<'_>) -> String {
    let outside = report.outside;
    let commit = report.commit.map(|id| id.short()).unwrap_or_default();
    let at = report.reference.map_or_else(|| commit.clone(), |name| format!("{} ({commit})", one_line(name)));
    let mut text = format!(
        "{} · anchors\nat {at} · {} on the main line\n{}\n\n",
        one_line(report.company),
        commits(outside.length),
        outside.ground.words()
    );
    for anchor in &outside.anchors {
        // Writing to a String cannot fail.
        let _ = writeln!(text, "{:8} {}", anchor.standing.word(), one_line(anchor.path.as_str()));
        for line in told(anchor, outside.length) {
            let _ = writeln!(text, "         {line}");
        }
    }
    for forge in &outside.forges {
        let _ = writeln!(text, "{:8} signatures of a forge", forge_word(forge));
        for line in told_of(forge, outside.length) {
            let _ = writeln!(text, "         {line}");
        }
    }
    if outside.anchors.is_empty() && outside.forges.is_empty() {
        text.push_str("no clock and no witness outside has been asked yet\n");
    }
    for entry in &outside.against {
        let _ = writeln!(text, "{:8} {}", "against", one_line(entry));
    }
    text
}

/// What one anchor says, a line each.
fn told(anchor: &Listed, length: usize) -> Vec<String> {
    let mut lines = Vec::new();
    if let (Some(at), Some(operator)) = (anchor.at, &anchor.operator) {
        lines.push(format!("{at} by {}", one_line(operator)));
    }
    match (anchor.covers, anchor.commit) {
        (Some(covers), Some(commit)) if anchor.standing == Standing::Valid => {
            lines.push(covered(covers, length, commit));
        }
        (Some(covers), Some(commit)) => {
            lines.push(format!("names {}, commit {covers} of {length}", commit.short()));
        }
        (None, Some(commit)) => lines.push(format!("names {}", commit.short())),
        (_, None) => {}
    }
    lines.extend(anchor.standing.fault().map(|fault| one_line(&fault.to_string())));
    lines
}

fn told_of(forge: &ForgeListed, length: usize) -> Vec<String> {
    let mut lines = vec![format!("by {}", forge.keys.join(", "))];
    if let (Some((first, last)), Some((commit, covers))) = (forge.times, forge.last) {
        lines.push(format!("{} signed, from {first} to {last}", commits(forge.commits)));
        lines.push(covered(covers, length, commit));
    } else {
        lines.push("no commit of the main line is signed by it".to_owned());
    }
    lines.extend(forge.refused.clone());
    lines
}

fn covered(covers: usize, length: usize, commit: CommitId) -> String {
    format!("covers {covers} of {}, up to {}", commits(length), commit.short())
}

fn commits(number: usize) -> String {
    format!("{number} {}", if number == 1 { "commit" } else { "commits" })
}

/// Whether a forge's keys prove something here.
fn forge_word(forge: &ForgeListed) -> &'static str {
    if forge.commits > 0 { "valid" } else { "unknown" }
}

fn one_line(text: &str) -> String {
    visible(text).replace(['\n', '\t'], " ")
}

/// One line an anchor, a forge, and what speaks against the history.
pub fn tsv(report: &AnchorReport<'_>) -> String {
    let mut text = String::from("path\tkind\tanswer\ttime\tcovers\tcommit\toperator\treason\n");
    for anchor in &report.outside.anchors {
        let view = view(anchor);
        let _ = writeln!(
            text,
            "{}\t{}\t{}\t{}\t{}\t{}\t{}\t{}",
            one_line(&view.path),
            view.kind,
            view.answer,
            view.at.unwrap_or_default(),
            view.covers.map(|covers| covers.to_string()).unwrap_or_default(),
            view.commit.unwrap_or_default(),
            one_line(&view.operator.unwrap_or_default()),
            one_line(&view.reason.unwrap_or_default())
        );
    }
    for forge in &report.outside.forges {
        let time = forge.times.map(|(_, last)| last.to_string()).unwrap_or_default();
        let (commit, covers) =
            forge.last.map(|(id, at)| (id.to_string(), at.to_string())).unwrap_or_default();
        let _ = writeln!(
            text,
            "\tforge\t{}\t{time}\t{covers}\t{commit}\t{}\t{}",
            forge_word(forge),
            forge.keys.join(" "),
            forge.refused.as_deref().unwrap_or_default()
        );
    }
    for entry in &report.outside.against {
        let _ = writeln!(text, "\thistory\tinvalid\t\t\t\t\t{}", one_line(entry));
    }
    text
}

#[derive(Serialize)]
struct Report<'a> {
    schema: &'static str,
    revision: Revision<'a>,
    complete: bool,
    commits: usize,
    known: Known,
    anchors: Vec<View>,
    forges: Vec<ForgeView>,
    against: &'a [String],
    counts: Counts,
}

#[derive(Serialize)]
struct Revision<'a> {
    commit: Option<String>,
    r#ref: Option<&'a str>,
}

#[derive(Serialize)]
struct Known {
    root: Option<String>,
    root_agreed: bool,
    seen: usize,
    tsa_roots: usize,
    forges: usize,
    witnesses: usize,
}

#[derive(Serialize)]
struct View {
    path: String,
    kind: &'static str,
    answer: &'static str,
    reason: Option<String>,
    commit: Option<String>,
    covers: Option<usize>,
    at: Option<String>,
    operator: Option<String>,
}

#[derive(Serialize)]
struct ForgeView {
    keys: Vec<String>,
    answer: &'static str,
    reason: Option<String>,
    commits: usize,
    first: Option<String>,
    last: Option<String>,
    commit: Option<String>,
    covers: Option<usize>,
}

#[derive(Default, Serialize)]
struct Counts {
    valid: usize,
    invalid: usize,
    unknown: usize,
}

fn view(anchor: &Listed) -> View {
    View {
        path: anchor.path.to_string(),
        kind: anchor.kind.word(),
        answer: anchor.standing.word(),
        reason: anchor.standing.fault().map(ToString::to_string),
        commit: anchor.commit.map(|id| id.to_string()),
        covers: anchor.covers,
        at: anchor.at.map(|at| at.to_string()),
        operator: anchor.operator.clone(),
    }
}

fn view_of(forge: &ForgeListed) -> ForgeView {
    ForgeView {
        keys: forge.keys.clone(),
        answer: forge_word(forge),
        reason: forge.refused.clone(),
        commits: forge.commits,
        first: forge.times.map(|(first, _)| first.to_string()),
        last: forge.times.map(|(_, last)| last.to_string()),
        commit: forge.last.map(|(id, _)| id.to_string()),
        covers: forge.last.map(|(_, covers)| covers),
    }
}

/// For programs.
pub(crate) fn json(report: &AnchorReport<'_>) -> String {
    let outside = report.outside;
    let mut counts = Counts::default();
    for anchor in &outside.anchors {
        match anchor.standing {
            Standing::Valid => counts.valid += 1,
            Standing::Invalid(_) => counts.invalid += 1,
            Standing::Unknown(_) => counts.unknown += 1,
        }
    }
    let ground = &outside.ground;
    let report = Report {
        schema: "tickmark/anchor/1",
        revision: Revision { commit: report.commit.map(|id| id.to_string()), r#ref: report.reference },
        complete: report.complete,
        commits: outside.length,
        known: Known {
            root: ground.root.map(|id| id.to_string()),
            root_agreed: ground.agreed,
            seen: ground.seen,
            tsa_roots: ground.stamps,
            forges: ground.forges,
            witnesses: ground.witnesses,
        },
        anchors: outside.anchors.iter().map(view).collect(),
        forges: outside.forges.iter().map(view_of).collect(),
        against: &outside.against,
        counts,
    };
    let mut json = serde_json::to_string_pretty(&report).expect("strings and numbers are JSON");
    json.push('\n');
    escape::json(&json)
}
