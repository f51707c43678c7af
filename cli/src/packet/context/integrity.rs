//! What the history says about the records, and what it cannot say.

use std::collections::BTreeMap;

use serde::Serialize;

use crate::assess::{Occurrence, SameMinute};
use crate::packet::context::Desk;
use crate::packet::context::controls::ControlView;
use crate::packet::context::coverage::Share;
use crate::packet::context::occurrences::OccurrenceView;
use crate::packet::context::suppressions::{SuppressionView, suppressions};
use crate::packet::sources::FileRef;
use crate::trust::{Grade, Ground, Reason};

/// What the history says about the records.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct IntegrityView {
    /// What the judged tag and line are like, in sentences.
    pub findings: Vec<CodeView>,
    /// Commits of the main line that carry a signature, of all; found, not verified.
    pub line_signed: Share,
    /// Main-line commits in the window that touch evidence and carry no signature.
    pub unsigned: Vec<CommitView>,
    /// What the grades rest on, in one line.
    pub ground: String,
    /// The grades reached, the worst first; those that nothing has are left out.
    pub grades: Vec<GradeView>,
    /// Why records have no better grade, by code.
    pub grade_reasons: Vec<ReasonView>,
    /// How reviews went, in numbers that are no grade; one sentence each.
    pub reviews: Vec<String>,
    /// Reviews of several records by one person that landed in the same minute, the earliest first.
    pub same_minute: Vec<SameMinuteView>,
    /// What to know of occurrences, one kind after another, also those that nothing has.
    pub notices: Vec<Notice>,
    /// Records that cannot be read, by path.
    pub unreadable: Vec<FileRef>,
    /// Commits whose date the company distrusts, each with its reason.
    pub distrusted: Vec<DistrustedView>,
    /// Findings set aside in comments and in the programme.
    pub suppressions: Vec<SuppressionView>,
    /// What a repository alone cannot prove, and what this version does not judge; in sentences.
    pub limits: Vec<String>,
}

/// `CODE subject`, with what it means.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct CodeView {
    /// `CLOCK_OUT_OF_ORDER`
    pub code: String,
    /// What it is about.
    pub subject: String,
    /// What it means.
    pub means: &'static str,
}

/// A grade, and how many occurrences have it.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct GradeView {
    /// `G2`
    pub grade: &'static str,
    /// What it says.
    pub means: &'static str,
    /// The occurrences.
    pub count: usize,
}

/// A reason, and the occurrences that have it.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct ReasonView {
    /// `NO_REVIEW`
    pub code: &'static str,
    /// What it means.
    pub means: &'static str,
    /// The occurrences.
    pub count: usize,
    /// The first of them: `AC-02 2026-Q1`; no more than ten.
    pub first: Vec<String>,
}

/// Reviews by one person that landed in the same minute.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct SameMinuteView {
    /// The reviewer whom the records name.
    pub by: String,
    /// The minute, by the committers' clocks.
    pub at: String,
    /// How many records.
    pub count: usize,
    /// The first of them; no more than ten.
    pub first: Vec<FileRef>,
}

/// A commit.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct CommitView {
    /// Its first ten digits.
    pub short: String,
    /// The day that counts.
    pub day: String,
    /// Its author.
    pub by: String,
    /// The first line of its message.
    pub subject: String,
}

/// A commit whose date is not believed.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct DistrustedView {
    /// The commit.
    pub commit: String,
    /// Why.
    pub because: String,
}

/// One kind of notice and the occurrences that have it.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct Notice {
    /// The flag: `late`.
    pub flag: &'static str,
    /// What it is called.
    pub title: &'static str,
    /// What it means, in a sentence.
    pub means: &'static str,
    /// The occurrences.
    pub items: Vec<NoticeItem>,
}

/// One occurrence.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct NoticeItem {
    /// The control.
    pub control: String,
    /// The control's page; empty when it has none.
    pub page: String,
    /// The period.
    pub period: String,
    /// What happened, in a phrase.
    pub what: String,
    /// The record; `null` when there is none.
    pub file: Option<FileRef>,
}

const NOTICES: [(&str, &str, &str); 12] = [
    ("late", "Late", "Performed after the day on which it fell due."),
    (
        "after-the-fact",
        "After the fact",
        "The record came onto the main line more than the agreed time after the work was done.",
    ),
    (
        "landed-before-performed",
        "Landed before performed",
        "The record was on the main line before the day on which it says the work was done.",
    ),
    ("early", "Early", "Performed before its period began."),
    (
        "completed",
        "Completed after landing",
        "Something was added later (a review, a result, a fix's date); everything that was said still stands.",
    ),
    (
        "completed-after-close",
        "Result given after close",
        "The result was filled in after due date and grace.",
    ),
    (
        "altered",
        "Altered after landing",
        "Something that the record said, or one of its files, was changed or taken away.",
    ),
    ("altered-after-close", "Altered after close", "The same, after due date and grace."),
    ("deleted-later", "Deleted", "A record that was on the main line is gone."),
    ("same-as-previous", "Same as the one before", "The same bytes or words as the occurrence before."),
    (
        "definition-landed-later",
        "Definition landed later",
        "It fell due before the control's file was on the main line.",
    ),
    ("incomplete", "Incomplete", "It lacks something that it should hold."),
];

pub(super) fn integrity(desk: &Desk<'_>, controls: &[ControlView]) -> IntegrityView {
    let line = &desk.material.trail.line;
    let signed = line.iter().filter(|commit| commit.signature.is_some()).count();
    let register = desk.material.register;
    let reviewing = desk.material.assessment.reviewing();
    IntegrityView {
        findings: desk.material.assessment.integrity.iter().map(|entry| finding(entry)).collect(),
        line_signed: Share::new(signed, line.len()),
        unsigned: unsigned(desk),
        ground: desk.material.assessment.ground.as_ref().map(Ground::words).unwrap_or_default(),
        grades: grades(desk),
        grade_reasons: grade_reasons(desk),
        same_minute: reviewing.same_minute.iter().map(|group| same_minute(desk, group)).collect(),
        reviews: reviewing.sentences(),
        notices: NOTICES.iter().map(|&(flag, title, means)| notice(controls, flag, title, means)).collect(),
        unreadable: register
            .unreadable_records
            .iter()
            .map(|record| desk.sources.file(&record.path))
            .collect(),
        distrusted: desk
            .program
            .distrusted_dates
            .iter()
            .map(|(commit, because)| DistrustedView {
                commit: commit.value.clone(),
                because: because.value.clone(),
            })
            .collect(),
        suppressions: suppressions(desk),
        limits: limits(desk),
    }
}

fn grades(desk: &Desk<'_>) -> Vec<GradeView> {
    let occurrences = || desk.material.assessment.controls.iter().flat_map(|control| &control.occurrences);
    let counted = Grade::ALL.into_iter().map(|grade| {
        let has = |one: &&Occurrence| one.graded.as_ref().is_some_and(|graded| graded.grade == grade);
        GradeView { grade: grade.word(), means: grade.means(), count: occurrences().filter(has).count() }
    });
    counted.filter(|grade| grade.count > 0).collect()
}

fn same_minute(desk: &Desk<'_>, group: &SameMinute) -> SameMinuteView {
    /// How many records are named.
    const NAMED: usize = 10;
    SameMinuteView {
        by: group.by.clone(),
        at: desk.program.zone.shown(group.at),
        count: group.records.len(),
        first: group.records.iter().take(NAMED).map(|path| desk.sources.file(path)).collect(),
    }
}

fn grade_reasons(desk: &Desk<'_>) -> Vec<ReasonView> {
    /// How many occurrences are named.
    const NAMED: usize = 10;
    let mut by_reason: BTreeMap<Reason, Vec<String>> = BTreeMap::new();
    for control in &desk.material.assessment.controls {
        for one in &control.occurrences {
            for reason in one.graded.iter().flat_map(|graded| &graded.reasons) {
                by_reason.entry(*reason).or_default().push(format!("{} {}", control.id, one.period.name));
            }
        }
    }
    let view = |(reason, all): (Reason, Vec<String>)| ReasonView {
        code: reason.code(),
        means: reason.means(),
        count: all.len(),
        first: all.into_iter().take(NAMED).collect(),
    };
    by_reason.into_iter().map(view).collect()
}

fn finding(entry: &str) -> CodeView {
    let (code, subject) = entry.split_once(' ').unwrap_or((entry, ""));
    let means = match code {
        "CLOCK_OUT_OF_ORDER" => "dated more than five minutes before an earlier commit of the line",
        "COMMIT_MALFORMED" => "readers could read this commit differently",
        "TREE_AMBIGUOUS" => "a folder holds a name twice, or its names out of order",
        "PATH_UNSAFE" => "a name that is not safe to use; it was left out",
        "TAG_LIGHTWEIGHT" => "the tag has no object: nobody is named and nothing is signed",
        "TAG_NAME_DIFFERS" => "the tag object names another tag",
        "REPLACE_REFS_IGNORED" | "GRAFTS_IGNORED" => {
            "other tools may show another history; here it has no say"
        }
        "OLDER_THAN_SEEN" => "this state is older than a commit that was seen earlier",
        "ANCHOR_INVALID" => "no trusted clock or witness stands behind this file",
        "RECORD_NOT_A_FILE" => "the record is a link or a submodule",
        "RECORD_UNREADABLE" => "the record cannot be read",
        _ => Reason::ALL.iter().find(|reason| reason.code() == code).map_or("", |reason| reason.means()),
    };
    CodeView { code: code.to_owned(), subject: subject.to_owned(), means }
}

fn unsigned(desk: &Desk<'_>) -> Vec<CommitView> {
    let window = desk.material.assessment.window;
    let touching = desk.past.line().filter(|(commit, day)| {
        commit.signature.is_none()
            && window.contains(*day)
            && commit.changes.iter().any(|change| change.path.is_below("evidence"))
    });
    touching
        .map(|(commit, day)| CommitView {
            short: commit.id.short(),
            day: day.to_string(),
            by: commit.author.name.clone(),
            subject: commit.subject.clone(),
        })
        .collect()
}

fn notice(controls: &[ControlView], flag: &'static str, title: &'static str, means: &'static str) -> Notice {
    let mut items = Vec::new();
    for control in controls {
        for one in control.occurrences.iter().filter(|one| one.flags.contains(&flag)) {
            items.push(NoticeItem {
                control: control.id.clone(),
                page: control.page.clone(),
                period: one.period.clone(),
                what: what(flag, one),
                file: one.file.clone(),
            });
        }
    }
    Notice { flag, title, means, items }
}

/// What happened to one occurrence, in a phrase.
fn what(flag: &str, one: &OccurrenceView) -> String {
    let performed = one.performed.as_ref().map(|act| act.on.as_str()).unwrap_or_default();
    let landed = one.landed.as_ref().map(|landed| landed.day.as_str()).unwrap_or_default();
    let edits = |kind: &str| {
        let edits = one.edits.iter().filter(|edit| edit.kind == kind);
        let said: Vec<String> =
            edits.map(|edit| format!("{} by {} on {}", edit.short, edit.by, edit.day)).collect();
        said.join("; ")
    };
    match flag {
        "late" => format!("due {}, performed {performed}", one.due),
        "early" => format!("the period began on {}, performed {performed}", one.start),
        "after-the-fact" | "landed-before-performed" => format!("performed {performed}, landed {landed}"),
        "completed" | "completed-after-close" => edits("completing"),
        "altered" | "altered-after-close" => edits("altering"),
        "deleted-later" => one.deleted.join(", "),
        "same-as-previous" => format!("repeats {}", one.same_as),
        "definition-landed-later" => format!("due {}", one.due),
        "incomplete" => one.lacks.join("; "),
        _ => String::new(),
    }
}

fn limits(desk: &Desk<'_>) -> Vec<String> {
    let mut said: Vec<String> = [
        "A Git repository proves order and sameness: these bytes, in this order, under this tag. It does not prove time: a \
         whole year of history can be made in a second, and every commit date is what the committer's own clock said.",
        "It does not prove completeness either. What should be here is judged against the calendar of each control, so \
         that silence shows as missing; work that no control asks for leaves no gap.",
        "A grade says how far the date and the names of a record can be believed, not whether the control worked. Up to G3 \
         it rests on the company's own clocks, keys and history: whoever holds two keys can make all of it anew. From G4 \
         on a clock outside bounds when the record existed.",
        "For grades the signatures of commits are verified with the keys that policies/allowed_signers and \
         policies/openpgp/ listed before each commit, that of the tag with the keys in the commit that it names: a key \
         stands for a person because the company says so.",
        "Time stamps count only under roots that were named with --tsa-root, the times in a forge's own signatures only \
         by keys that were named with --forge-key.",
        "“Performed” and “reviewed” are what the record says. The names are short names from the programme, not identities \
         that were checked.",
        "Whether a file shows what its record says it shows is for the reader.",
    ]
    .map(str::to_owned)
    .to_vec();
    if !desk.material.trail.complete {
        said.push(
            "The history here is cut (a shallow clone): what happened before the cut is not known."
                .to_owned(),
        );
    }
    if desk.material.audit.root.is_none() {
        said.push(
            "No trust root is agreed with the auditor: nothing fixes where the history must begin."
                .to_owned(),
        );
    }
    said
}
