//! The statement as tables: for spreadsheets, and as a page.

use std::fmt::Write as _;

use crate::assess::{SoaChange, SoaEntry, SoaRemark};
use crate::report::soa::change::change_rows;
use crate::report::soa::{SoaReport, evidence};
use crate::sheet::{Sheet, markdown as table};
use crate::text::escape;

/// The columns of the statement, as they are in the packet's table.
const COLUMNS: [(&str, u16); 14] = [
    ("control_id", 10),
    ("title", 36),
    ("source", 9),
    ("applicable", 10),
    ("justification_inclusion", 36),
    ("risks", 16),
    ("implementation_status", 16),
    ("due", 11),
    ("justification_exclusion", 36),
    ("owner", 18),
    ("controls", 18),
    ("policies", 22),
    ("evidence", 26),
    ("remarks", 36),
];

/// Every entry, then every control from another source.
pub fn sheet(report: &SoaReport<'_>) -> Sheet {
    let mut sheet = Sheet::new(
        "Statement of Applicability",
        "The framework has no requirement that could be excluded.",
        &COLUMNS,
    );
    for entry in &report.statement.entries {
        sheet.push(row(report, entry).map(Into::into));
    }
    for control in &report.statement.beyond {
        let title = control.title.as_ref().map_or("", |title| &title.value);
        let risks: Vec<&str> = control.mitigates.iter().map(|risk| risk.as_str()).collect();
        let owner = control.owner.as_ref().map_or("", |owner| report.name(owner));
        let (risks, id) = (risks.join(" "), control.id.value.as_str());
        let reason = "risk treatment";
        let cells = ["", title, "other", "yes", reason, &risks, "in force", "", "", owner, id, "", "", ""];
        sheet.push(cells.map(Into::into));
    }
    sheet
}

/// What the packet calls the list that the requirements stand in.
fn list<'a>(report: &'a SoaReport<'_>) -> &'a str {
    match report.statement.framework.id.as_str() {
        "iso27001" => "annex-a",
        other => other,
    }
}

fn row(report: &SoaReport<'_>, entry: &SoaEntry<'_>) -> [String; 14] {
    let joined = |ids: &mut dyn Iterator<Item = &str>, by: &str| ids.collect::<Vec<_>>().join(by);
    let shown: Vec<String> = entry.in_force().map(evidence).collect();
    let remarks: Vec<String> = entry.remarks.iter().map(SoaRemark::sentence).collect();
    [
        entry.requirement.id.value.clone(),
        entry.requirement.title.as_ref().map(|title| title.value.clone()).unwrap_or_default(),
        list(report).to_owned(),
        entry.applicable().to_owned(),
        entry.inclusion(),
        joined(&mut entry.risks.iter().map(|risk| risk.id.as_str()), " "),
        entry.status.word().to_owned(),
        entry.due().map(|due| due.to_string()).unwrap_or_default(),
        entry.exclusion(),
        report.owners(entry),
        joined(&mut entry.in_force().map(|claimant| claimant.control.id.as_str()), " "),
        joined(&mut entry.policies.iter().map(|policy| policy.id.as_str()), " "),
        shown.join("; "),
        remarks.join("; "),
    ]
}

/// The tabs of a workbook: what it is and who approved it, the statement, what changed since.
pub fn sheets(report: &SoaReport<'_>) -> Vec<Sheet> {
    let mut about = Sheet::new("About", "Nothing.", &[("what", 44), ("value", 60)]);
    let mut say = |what: &str, value: &str| about.push([what.into(), value.into()]);
    say("Company", report.company);
    say("Document", &report.title());
    say("Revision", report.clocks);
    say("Commit", report.commit.as_deref().unwrap_or_default());
    say("Evidence looked for in", &report.window.to_string());
    for sentence in report.approval() {
        say("Approval", &sentence);
    }
    if let Some(sentence) = report.doubt() {
        say("Not known", sentence);
    }
    for (number, words) in report.counts() {
        about.push([words.trim().into(), number.into()]);
    }
    for remark in report.statement.remarks() {
        about.push(["Not in order".into(), remark.into()]);
    }
    let mut sheets = vec![about, sheet(report)];
    sheets.extend(report.since.map(since));
    sheets
}

fn since(changes: &[SoaChange<'_>]) -> Sheet {
    change_rows("Since the approval", "Every requirement stands as it stood then.", changes)
}

/// A page for a wiki or an issue.
pub fn markdown(report: &SoaReport<'_>) -> String {
    let mut text = format!("## {}\n\n", escape::remark(&report.title()));
    // Writing to a String cannot fail.
    let _ = writeln!(text, "{} · {}\n", escape::remark(report.company), escape::remark(report.clocks));
    for sentence in report.approval().iter().map(String::as_str).chain(report.doubt()) {
        let _ = writeln!(text, "{}\n", escape::remark(sentence));
    }
    text.push_str("| Number | What |\n|--:|---|\n");
    for (number, words) in report.counts() {
        let _ = writeln!(text, "| {number} | {} |", escape::remark(words.trim()));
    }
    let remarks = report.statement.remarks();
    if !remarks.is_empty() {
        text.push_str("\n### Not in order\n\n");
    }
    for remark in remarks {
        let _ = writeln!(text, "- {}", escape::remark(&remark));
    }
    let columns = [
        ("Requirement", 1),
        ("Applies", 1),
        ("Because", 1),
        ("Status", 1),
        ("Controls and evidence", 1),
        ("Owner", 1),
        ("Remarks", 1),
    ];
    for (title, entries) in report.by_group() {
        let _ = writeln!(text, "\n### {}\n", escape::remark(&title));
        let mut sheet = Sheet::new(&title, "Nothing.", &columns);
        for entry in entries {
            sheet.push(short(report, entry).map(Into::into));
        }
        text.push_str(&table(&sheet));
    }
    if !report.statement.beyond.is_empty() {
        text.push_str("\n### Controls in force from other sources\n\n");
    }
    for control in &report.statement.beyond {
        let title = control.title.as_ref().map_or("", |title| &title.value);
        let _ = writeln!(text, "- {} {}", escape::remark(&control.id), escape::remark(title));
    }
    text
}

/// A row of the page.
fn short(report: &SoaReport<'_>, entry: &SoaEntry<'_>) -> [String; 7] {
    let title = entry.requirement.title.as_ref().map_or("", |title| &title.value);
    let due = entry.due().map(|due| format!(" by {due}")).unwrap_or_default();
    let shown: Vec<String> = entry.in_force().map(evidence).collect();
    let remarks: Vec<String> = entry.remarks.iter().map(SoaRemark::sentence).collect();
    [
        format!("{} {title}", entry.requirement.id.value).trim_end().to_owned(),
        entry.applicable().to_owned(),
        format!("{}{}", entry.inclusion(), entry.exclusion()),
        format!("{}{due}", entry.status.word()),
        shown.join("; "),
        report.owners(entry),
        remarks.join("; "),
    ]
}
