//! What became of a statement between two revisions.

use std::fmt::Write as _;

use serde::Serialize;

use crate::assess::{Applicability, SoaChange, SoaStatus};
use crate::report::filled;
use crate::report::trail::Style;
use crate::sheet::{Sheet, markdown};
use crate::text::{escape, visible};

/// What the reports of a difference know.
#[derive(Debug)]
pub struct ChangeReport<'a> {
    /// The older statement.
    pub old: &'a Applicability<'a>,
    /// The newer one.
    pub new: &'a Applicability<'a>,
    /// What stands otherwise.
    pub changes: &'a [SoaChange<'a>],
    /// The company's name.
    pub company: &'a str,
    /// Which revision and day each is, for people: the older one, the newer one.
    pub clocks: [&'a str; 2],
    /// Their commits, in full.
    pub commits: [Option<String>; 2],
    /// Their days.
    pub days: [String; 2],
    /// False when a history is cut.
    pub complete: bool,
    /// How it is drawn.
    pub style: Style,
}

impl ChangeReport<'_> {
    fn title(&self) -> String {
        format!("Changes of the Statement of Applicability, {}", self.new.framework.title())
    }

    /// `implemented: 41 before, 44 after`
    fn counts(&self) -> Vec<(SoaStatus, usize, usize)> {
        let pairs = self.old.counts().into_iter().zip(self.new.counts());
        pairs.map(|((status, before), (_, after))| (status, before, after)).collect()
    }

    fn summary(&self) -> String {
        match self.changes.len() {
            0 => "Every requirement stands as it stood.".to_owned(),
            1 => "1 requirement stands otherwise.".to_owned(),
            number => format!("{number} requirements stand otherwise."),
        }
    }
}

/// For people on a terminal.
pub fn change_table(report: &ChangeReport<'_>) -> String {
    let width = report.style.width;
    let bold = anstyle::Style::new().bold();
    let mut text = format!(
        "{}\n{}\n\n{}\n\n",
        filled(&visible(&format!("{} · {}", report.company, report.title())), width, 0, 2),
        filled(&visible(&format!("{} → {}", report.clocks[0], report.clocks[1])), width, 0, 2),
        report.summary()
    );
    text.push_str("before  after\n");
    // Writing to a String cannot fail.
    for (status, before, after) in report.counts() {
        let _ = writeln!(text, "{before:>6}  {after:>5}  {}", status.word());
    }
    for change in report.changes {
        let words = filled(&visible(change.title), width, change.requirement.chars().count() + 2, 2);
        let head = format!("\n{bold}{}{bold:#}  {words}", visible(change.requirement));
        let _ = writeln!(text, "{}", head.trim_end());
        for shift in &change.shifts {
            let words = format!("{} → {}", said(&shift.before), said(&shift.after));
            let _ = writeln!(text, "  {:<10}  {}", shift.field, filled(&visible(&words), width, 14, 14));
        }
    }
    if report.style.ascii { text.replace('·', "-").replace('→', "->") } else { text }
}

fn said(value: &str) -> &str {
    if value.is_empty() { "nothing" } else { value }
}

/// For spreadsheets: one thing that is said otherwise a line.
pub fn change_sheet(report: &ChangeReport<'_>) -> Sheet {
    change_rows("Changes", "Every requirement stands as it stood.", report.changes)
}

pub(super) fn change_rows(name: &str, nothing: &str, changes: &[SoaChange<'_>]) -> Sheet {
    let columns = [("requirement", 12), ("title", 40), ("field", 12), ("before", 40), ("after", 40)];
    let mut sheet = Sheet::new(name, nothing, &columns);
    for change in changes {
        for shift in &change.shifts {
            let cells = [change.requirement, change.title, shift.field, &shift.before, &shift.after];
            sheet.push(cells.map(Into::into));
        }
    }
    sheet
}

/// A page for a wiki or an issue.
pub fn change_markdown(report: &ChangeReport<'_>) -> String {
    let mut text = format!("## {}\n\n", escape::remark(&report.title()));
    // Writing to a String cannot fail.
    let clocks = format!("{} · {} → {}", report.company, report.clocks[0], report.clocks[1]);
    let _ = writeln!(text, "{}\n\n{}\n", escape::remark(&clocks), report.summary());
    text.push_str("| Status | Before | After |\n|---|--:|--:|\n");
    for (status, before, after) in report.counts() {
        let _ = writeln!(text, "| {} | {before} | {after} |", status.word());
    }
    if !report.changes.is_empty() {
        let _ = write!(text, "\n{}", markdown(&change_sheet(report)));
    }
    text
}

/// The machine contract `tickmark/soa-diff/1`.
pub fn change_json(report: &ChangeReport<'_>) -> String {
    let side = |index: usize| Side { commit: report.commits[index].as_deref(), as_of: &report.days[index] };
    let word = |status: Option<SoaStatus>| status.map(SoaStatus::word);
    let value = Document {
        schema: "tickmark/soa-diff/1",
        framework: &report.new.framework.id.value,
        before: side(0),
        after: side(1),
        complete: report.complete,
        counts: report
            .counts()
            .into_iter()
            .map(|(status, before, after)| Count { status: status.word(), before, after })
            .collect(),
        changes: report
            .changes
            .iter()
            .map(|change| Change {
                id: change.requirement,
                title: change.title,
                before: word(change.before),
                after: word(change.after),
                fields: change
                    .shifts
                    .iter()
                    .map(|shift| Field { name: shift.field, before: &shift.before, after: &shift.after })
                    .collect(),
            })
            .collect(),
    };
    // Serializing fails on maps without text keys and on broken writers; here is neither.
    let mut text = serde_json::to_string_pretty(&value).unwrap_or_default();
    text.push('\n');
    escape::json(&text)
}

#[derive(Serialize)]
struct Document<'a> {
    schema: &'static str,
    framework: &'a str,
    before: Side<'a>,
    after: Side<'a>,
    complete: bool,
    counts: Vec<Count>,
    changes: Vec<Change<'a>>,
}

#[derive(Serialize)]
struct Side<'a> {
    commit: Option<&'a str>,
    as_of: &'a str,
}

#[derive(Serialize)]
struct Count {
    status: &'static str,
    before: usize,
    after: usize,
}

#[derive(Serialize)]
struct Change<'a> {
    id: &'a str,
    title: &'a str,
    before: Option<&'static str>,
    after: Option<&'static str>,
    fields: Vec<Field<'a>>,
}

#[derive(Serialize)]
struct Field<'a> {
    name: &'static str,
    before: &'a str,
    after: &'a str,
}
