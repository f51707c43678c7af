//! A plan for people and programs: what lies behind, then each step with its days and how to begin.
//!
//! In: a [`Plan`] and what a reader has to know beside it. Out: text. A day that no file says is
//! marked as proposed, and the arithmetic is told.

mod json;

pub use json::json;

use std::fmt::Write as _;

use anstyle::{AnsiColor, Style as Paint};

use crate::assess::{Plan, Step, StepState};
use crate::calendar::Date;
use crate::report::filled;
use crate::report::trail::Style;
use crate::sheet::{self, Book, Sheet};
use crate::text::{escape, visible};

/// What the reports know.
#[derive(Debug)]
pub struct PlanReport<'a> {
    /// The plan.
    pub plan: &'a Plan,
    /// The company's name.
    pub company: &'a str,
    /// Which revision, which day, for people.
    pub clocks: &'a str,
    /// The commit, in full.
    pub commit: Option<&'a str>,
    /// The name by which the revision was asked for.
    pub reference: Option<&'a str>,
    /// Which day "today" is.
    pub as_of: Date,
    /// How it is drawn.
    pub style: Style,
}

impl PlanReport<'_> {
    /// The audits that lie behind, in a sentence.
    fn behind(&self) -> String {
        match self.plan.behind.as_slice() {
            [] => "No audit on file lies behind.".to_owned(),
            behind => format!(
                "On file: {}. Whether report or certificate is out, the repository does not know.",
                behind.join(", ")
            ),
        }
    }

    /// How the proposed days came to be, in sentences.
    fn proposed(&self) -> Option<String> {
        let any = self.plan.steps.iter().any(|step| step.proposed);
        any.then(|| {
            let assumed = self.plan.assumed.join(" ");
            format!(
                "* proposed: no file says this day, and the plan follows the audits in policies/program.yaml. {assumed}"
            )
        })
    }
}

/// Draws the steps, one below the other.
pub fn full(report: &PlanReport<'_>) -> String {
    let width = report.style.width;
    let mut text =
        format!("{} · what to do in which order\n{}\n", visible(report.company), visible(report.clocks));
    // Writing to a String cannot fail.
    let _ = writeln!(text, "\n{}", filled(report.plan.held.sentence(), width, 0, 0));
    let _ = writeln!(text, "\n{}\n", filled(&visible(&report.behind()), width, 0, 0));
    for (index, step) in report.plan.steps.iter().enumerate() {
        one(&mut text, index + 1, step, width);
    }
    if let Some(proposed) = report.proposed() {
        let _ = writeln!(text, "\n{}", filled(&proposed, width, 0, 2));
    }
    if report.style.ascii { text.replace('·', "-") } else { text }
}

fn one(text: &mut String, number: usize, step: &Step, width: usize) {
    let paint = match step.state {
        StepState::Done => AnsiColor::Green.on_default(),
        StepState::Now => AnsiColor::Yellow.on_default() | anstyle::Effects::BOLD,
        StepState::Later => Paint::new(),
    };
    let what = filled(&visible(&step.what), width, 24, 24);
    let _ =
        writeln!(text, "{number:>3}  {paint}{:<5}{paint:#}  {:<11} {what}", step.state.word(), days(step));
    let _ = writeln!(text, "{:24}{}", "", filled(&visible(&step.on_file), width, 24, 24));
    if step.state != StepState::Done {
        let _ = writeln!(text, "{:24}-> {}", "", filled(&visible(&step.command), width, 27, 27));
    }
}

/// `2027-03-01*`: the day on which it begins, or by which it is done, or was.
fn days(step: &Step) -> String {
    let mark = if step.proposed { "*" } else { "" };
    step.from.or(step.by).map(|day| format!("{day}{mark}")).unwrap_or_default()
}

fn steps(report: &PlanReport<'_>) -> Sheet {
    let columns = [
        ("step", 6),
        ("state", 8),
        ("from", 12),
        ("by", 12),
        ("proposed", 9),
        ("what", 60),
        ("on_file", 50),
        ("command", 60),
    ];
    let mut sheet = Sheet::new("Plan", "There is nothing to do.", &columns);
    for (index, step) in report.plan.steps.iter().enumerate() {
        sheet.push([
            (index + 1).into(),
            step.state.word().into(),
            step.from.map(|day| day.to_string()).into(),
            step.by.map(|day| day.to_string()).into(),
            if step.proposed { "yes" } else { "no" }.into(),
            (&step.what).into(),
            (&step.on_file).into(),
            (&step.command).into(),
        ]);
    }
    sheet
}

/// One step a line, between tabs.
pub fn tsv(report: &PlanReport<'_>) -> String {
    sheet::tsv(&steps(report))
}

/// One step a line, for spreadsheets.
pub fn csv(report: &PlanReport<'_>) -> String {
    sheet::csv(&steps(report))
}

/// The steps as a workbook.
pub fn book(report: &PlanReport<'_>) -> Book {
    Book {
        title: "Plan".to_owned(),
        company: report.company.to_owned(),
        day: report.as_of,
        sheets: vec![steps(report)],
    }
}

/// A page for a wiki or an issue.
pub fn markdown(report: &PlanReport<'_>) -> String {
    let mut text = format!("## {}: what to do in which order\n\n", escape::remark(report.company));
    let _ = writeln!(text, "{}\n\n{}\n", escape::remark(report.clocks), report.plan.held.sentence());
    let _ = writeln!(text, "{}\n", escape::remark(&report.behind()));
    text.push_str(&sheet::markdown(&steps(report)));
    if let Some(proposed) = report.proposed() {
        let _ = writeln!(text, "\n{}", escape::remark(&proposed));
    }
    text
}
