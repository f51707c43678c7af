//! From duties to records: who does what how often, when it was done, and the proposals that bring it to the main line.
//!
//! Each record is committed by its performer on the day of the work and merged by its reviewer within the week. The few
//! that went another way are listed in `override_for`.

use jiff::civil::{Date, date};
use sha2::{Digest as _, Sha256};

use super::dice::Dice;
use super::duties::{DUTIES, Duty, PAPERS, Paper, When};
use super::files;
use super::people::Person;
use super::populations::{self, World};
use super::record_text::RecordText;
use super::reports::{Case, Report, access};
use super::story::{Draft, FileChange, Proposal};
use super::time::{Moment, Period, review_day};

/// One record on its way to the main line.
struct Entry {
    control: &'static str,
    performer: Person,
    merger: Person,
    committed: Moment,
    merge_day: Date,
    name: String,
    files: Vec<FileChange>,
}

/// The SHA-256 of some bytes as records write it.
pub(super) fn sha256(bytes: &[u8]) -> String {
    let mut text = String::new();
    for byte in Sha256::digest(bytes) {
        text.extend([format!("{byte:02x}")]);
    }
    text
}

/// Every proposal that brings evidence of a control.
pub(super) fn proposals(world: &World) -> Vec<Proposal> {
    let mut entries = Vec::new();
    for duty in &DUTIES {
        for (index, period) in duty.rhythm.periods().iter().enumerate() {
            entries.extend(operate(world, duty, period, index));
        }
    }
    entries.extend(PAPERS.iter().map(paper));
    let mut proposals = bundle(entries);
    proposals.push(completed_restore(world));
    proposals
}

/// What differs from the usual way.
struct Override {
    performed: Option<Date>,
    committed: Option<Moment>,
    merged: Option<Date>,
    self_reviewed: bool,
}

fn override_for(control: &str, period: &str) -> Override {
    let usual = Override { performed: None, committed: None, merged: None, self_reviewed: false };
    match (control, period) {
        // Flaw: a late review.
        ("AC-02", "2026-Q2") => {
            Override { performed: Some(date(2026, 7, 9)), merged: Some(date(2026, 7, 10)), ..usual }
        }
        // Flaw: recorded 41 days after it was performed.
        ("VM-01", "2026-04") => Override {
            performed: Some(date(2026, 4, 30)),
            committed: Some(Moment::read("2026-06-10 10:42")),
            merged: Some(date(2026, 6, 10)),
            ..usual
        },
        // Flaw: the suppression that covers this one runs out.
        ("AC-05", "2026-06") => Override {
            performed: Some(date(2026, 6, 26)),
            merged: Some(date(2026, 6, 30)),
            self_reviewed: true,
            ..usual
        },
        // Honest: the result was awaited for two days.
        ("BK-02", "2026-Q1") => Override { merged: Some(date(2026, 3, 26)), ..usual },
        _ => usual,
    }
}

/// One control in one period, if it had anything to do.
fn operate(world: &World, duty: &Duty, period: &Period, index: usize) -> Option<Entry> {
    let special = override_for(duty.control, &period.name);
    if matches!(duty.when, When::AfterExtraction(_)) && rows_of(world, duty.control, period).1 == 0 {
        return None;
    }
    let day = special.performed.unwrap_or_else(|| duty.when.day(period));
    let performer = duty.by.or_deputy(day);
    let merge_day = special.merged.unwrap_or_else(|| review_day(day));
    let merger = duty.reviewer.or_other_reviewer(merge_day, performer);
    let case = Case { world, control: duty.control, period, index, day, performer };
    let report = (duty.report)(&case);
    let minute = Dice::of(&format!("commit/{}/{}", duty.control, period.name)).between(0, 310);
    let committed = special.committed.unwrap_or_else(|| Moment::at(day, 10, minute));
    let (reviewer, note) = if special.self_reviewed { (performer, SUPPRESSED) } else { (merger, "") };
    let looked_at = if special.self_reviewed { day } else { merge_day };
    let population = population_lines(world, duty.control, period);
    let text = RecordText {
        control: duty.control,
        period: &period.name,
        performer,
        day,
        note,
        report: &report,
        population,
    };
    let pending = is_pending(duty.control, &period.name);
    let record = if pending { text.pending() } else { text.complete(reviewer, looked_at) };
    let wanted = if pending { &report.files[..1] } else { &report.files[..] };
    let folder = format!("evidence/{}/{}", duty.control, period.name);
    let mut files = vec![FileChange { path: format!("{folder}.yaml"), bytes: record.into_bytes() }];
    files.extend(wanted.iter().map(|file| FileChange {
        path: format!("{folder}/{}", file.name),
        bytes: file.text.clone().into_bytes(),
    }));
    Some(Entry {
        control: duty.control,
        performer,
        merger,
        committed,
        merge_day,
        name: period.name.clone(),
        files,
    })
}

/// Flaw: the suppression whose day has passed.
const SUPPRESSED: &str = "   # tickmark: ignore[reviewed-by-performer] until=2026-09-30 Omar on leave; he looks at it when he is back";

/// The one record that lands before its result is known.
fn is_pending(control: &str, period: &str) -> bool {
    control == "BK-02" && period == "2026-Q1"
}

fn rows_of(world: &World, control: &str, period: &Period) -> (&'static str, usize, String) {
    let [joiners, leavers, changes] = populations::extractions(world, period);
    let (population, csv, rows) = match control {
        "AC-03" => leavers,
        "CH-01" => changes,
        _ => joiners,
    };
    (population, rows, sha256(csv.as_bytes()))
}

fn population_lines(world: &World, control: &str, period: &Period) -> String {
    if !matches!(control, "AC-03" | "AC-04" | "CH-01" | "PE-01") {
        return String::new();
    }
    let (population, rows, hash) = rows_of(world, control, period);
    format!("population: {{of: {population}, rows: {rows}, sha256: {hash}}}\n")
}

/// A record that is a written paper under `templates/demo/evidence/`.
fn paper(paper: &Paper) -> Entry {
    let day = super::time::day_of(paper.day);
    let merge_day = review_day(day);
    let merger = paper.reviewer.or_other_reviewer(merge_day, paper.by);
    let path = format!("evidence/{}/{}/{}", paper.control, paper.period, paper.file);
    let report = Report::saying(paper.summary).file(paper.file, files::text(&path));
    let text = RecordText {
        control: paper.control,
        period: paper.period,
        performer: paper.by,
        day,
        note: "",
        report: &report,
        population: String::new(),
    };
    let record = text.complete(merger, merge_day);
    let minute = Dice::of(&format!("commit/{}/{}", paper.control, paper.period)).between(0, 310);
    Entry {
        control: paper.control,
        performer: paper.by,
        merger,
        committed: Moment::at(day, 10, minute),
        merge_day,
        name: paper.period.to_owned(),
        files: vec![
            FileChange {
                path: format!("evidence/{}/{}.yaml", paper.control, paper.period),
                bytes: record.into_bytes(),
            },
            FileChange {
                path,
                bytes: files::text(&format!("evidence/{}/{}/{}", paper.control, paper.period, paper.file))
                    .as_bytes()
                    .to_vec(),
            },
        ],
    }
}

/// What one person did and another reviews on the same day makes one branch.
fn bundle(mut entries: Vec<Entry>) -> Vec<Proposal> {
    entries.sort_by_key(|entry| {
        (entry.merge_day, entry.performer, entry.merger, entry.committed, entry.control)
    });
    let same = |one: &Entry, other: &Entry| {
        (one.merge_day, one.performer, one.merger) == (other.merge_day, other.performer, other.merger)
    };
    entries.chunk_by(same).map(proposal).collect()
}

fn proposal(entries: &[Entry]) -> Proposal {
    let first = entries.first().expect("a chunk holds at least one entry");
    let (by, reviewer, day) = (first.performer, first.merger, first.merge_day);
    let drafts = vec![one_commit(entries)];
    let branch = format!("evidence/{day}-{}-{}", by.short(), reviewer.short());
    let minute = Dice::of(&branch).between(0, 90);
    let after_work = drafts.last().map_or(Moment::at(day, 16, minute), |last| last.at.plus_minutes(25));
    let mut names: Vec<String> =
        entries.iter().map(|entry| format!("{} {}", entry.control, entry.name)).collect();
    if names.len() > 4 {
        let more = names.len() - 3;
        names.truncate(3);
        names.push(format!("{more} more"));
    }
    Proposal {
        branch,
        about: names.join(", "),
        reviewer,
        drafts,
        merged: Moment::at(day, 16, minute).max(after_work),
    }
}

/// What one person did since the last review makes one commit.
fn one_commit(entries: &[Entry]) -> Draft {
    let last = entries.last().expect("a chunk holds at least one entry");
    let named = |entry: &Entry| format!("{} for {}, {}", entry.control, entry.name, title_of(entry.control));
    let message = match entries {
        [only] => format!("evidence: {}", named(only)),
        several => {
            let controls: Vec<&str> = several.iter().map(|entry| entry.control).collect();
            let lines: Vec<String> = several.iter().map(|entry| format!("- {}", named(entry))).collect();
            format!("evidence: {}\n\n{}", controls.join(", "), lines.join("\n"))
        }
    };
    Draft {
        by: last.performer,
        at: last.committed.plus_seconds(41),
        message,
        files: entries.iter().flat_map(|entry| entry.files.clone()).collect(),
    }
}

/// The control's title in the middle of a sentence.
fn title_of(control: &str) -> String {
    let text = files::text(&format!("policies/controls/{control}.yaml"));
    let title = text.lines().find_map(|line| line.strip_prefix("title: ")).unwrap_or_default();
    let mut letters = title.chars();
    letters.next().map(|first| first.to_lowercase().chain(letters).collect()).unwrap_or_default()
}

/// What landed as pending gets its comparison, result and review: the restore of the first quarter.
fn completed_restore(world: &World) -> Proposal {
    let duty = DUTIES.iter().find(|duty| duty.control == "BK-02").expect("restores are a duty");
    let periods = duty.rhythm.periods();
    let period = &periods[1];
    let day = duty.when.day(period);
    let performer = duty.by.or_deputy(day);
    let case = Case { world, control: duty.control, period, index: 1, day, performer };
    let report = (duty.report)(&case);
    let merge_day = date(2026, 3, 30);
    let text = RecordText {
        control: duty.control,
        period: &period.name,
        performer,
        day,
        note: "",
        report: &report,
        population: String::new(),
    };
    let folder = format!("evidence/{}/{}", duty.control, period.name);
    let comparison = report.files.last().expect("a restore has two files");
    let files = vec![
        FileChange {
            path: format!("{folder}.yaml"),
            bytes: text.complete(duty.reviewer, merge_day).into_bytes(),
        },
        FileChange {
            path: format!("{folder}/{}", comparison.name),
            bytes: comparison.text.clone().into_bytes(),
        },
    ];
    let draft = Draft {
        by: performer,
        at: Moment::at(merge_day, 9, 52),
        message: format!("evidence: {} for {}, comparison done", duty.control, period.name),
        files,
    };
    Proposal {
        branch: "evidence/restore-compared".to_owned(),
        about: format!("{} {} has its result", duty.control, period.name),
        reviewer: duty.reviewer,
        drafts: vec![draft],
        merged: Moment::at(merge_day, 11, 37),
    }
}

/// The record of March with the fix dated, as it stands from September on.
pub(super) fn fixed_exception(proposals: &[Proposal]) -> FileChange {
    let path = "evidence/AC-03/2026-03.yaml";
    let files = proposals.iter().flat_map(|proposal| &proposal.drafts).flat_map(|draft| &draft.files);
    let landed = files.into_iter().find(|file| file.path == path).expect("leavers of March are recorded");
    let text = String::from_utf8_lossy(&landed.bytes).replace(access::FIX.0, access::FIX.1);
    FileChange { path: path.to_owned(), bytes: text.into_bytes() }
}

/// Flaw: the log of the last restore, a good hour faster than it was. Its record keeps the old hash.
pub(super) fn tampered_log(world: &World) -> FileChange {
    let duty = DUTIES.iter().find(|duty| duty.control == "BK-02").expect("restores are a duty");
    let period = duty.rhythm.periods().pop().expect("the story has four quarters");
    let day = duty.when.day(&period);
    let case = Case { world, control: duty.control, period: &period, index: 3, day, performer: duty.by };
    let report = (duty.report)(&case);
    let log = report.files.first().expect("a restore has two files");
    let text: Vec<String> = log.text.lines().map(faster).collect();
    FileChange {
        path: format!("evidence/{}/{}/{}", duty.control, period.name, log.name),
        bytes: format!("{}\n", text.join("\n")).into_bytes(),
    }
}

/// The last line says another duration; the times above it are left alone.
fn faster(line: &str) -> String {
    match line.split_once("restore finished, ") {
        Some((before, _)) => format!("{before}restore finished, 0 h 41 min"),
        None => line.to_owned(),
    }
}
