//! `tickmark framework clauses`: clauses 4.1 to 10.2, and what answers each.

use std::fmt::Write as _;

use anstyle::Style;
use serde::Serialize;

use crate::app::{AppError, Exit, GlobalArgs, World};
use crate::calendar::Window;
use crate::command::framework::printed;
use crate::command::outputs::{Formats, Outputs, Rendered};
use crate::command::revision::Revision;
use crate::command::soa::{book, company};
use crate::packet::iso27001::{Answer, Clause, clause_table};
use crate::place::FileId;
use crate::report::{clocks, filled};
use crate::sheet::{Sheet, csv, markdown};
use crate::text::{escape, visible};

/// Arguments of `framework clauses`.
#[derive(Debug, clap::Args)]
pub(super) struct Args {
    /// Only clauses that nothing answers, or that are answered by less than they ask for
    #[arg(long)]
    gaps: bool,
    #[command(flatten)]
    outputs: Outputs<Format>,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq, clap::ValueEnum)]
enum Format {
    /// For people
    Table,
    /// For spreadsheets: one answer a line
    Csv,
    /// A workbook
    Xlsx,
    /// A page
    Markdown,
    /// For programs
    Json,
}

impl Formats for Format {
    const USUAL: (Self, Self) = (Self::Table, Self::Csv);

    fn is_binary(self) -> bool {
        self == Self::Xlsx
    }
}

/// What is printed.
#[derive(Serialize)]
struct Report<'a> {
    schema: &'static str,
    revision: Commit<'a>,
    as_of: String,
    complete: bool,
    counts: Counts,
    clauses: Vec<Clause>,
    #[serde(skip)]
    head: String,
    #[serde(skip)]
    clocks: String,
    #[serde(skip)]
    width: usize,
}

#[derive(Serialize)]
struct Commit<'a> {
    commit: Option<String>,
    #[serde(rename = "ref")]
    reference: Option<&'a str>,
}

#[derive(Serialize)]
struct Counts {
    clauses: usize,
    answered: usize,
}

/// Runs `framework clauses`.
pub(super) fn run(world: &World, global: &GlobalArgs, args: &Args) -> Result<Exit, AppError> {
    let here = Revision::here(world, global)?;
    let judged = &here.judged;
    let program = judged.loaded.program()?;
    let assessment = judged.assess(Window::year_to(judged.as_of), None);
    let snapshot = &judged.loaded.snapshot;
    let bytes = |file: FileId| snapshot.files.get(file.index()).and_then(|file| file.bytes.as_deref());
    let all = clause_table(&judged.loaded.register, judged.trail()?, &assessment, &bytes);
    let all = all.ok_or_else(|| {
        AppError::usage("`iso27001` is not among the frameworks in policies/program.yaml").help(
            "add `iso27001: {}` under `frameworks:`; only ISO/IEC 27001 has clauses that are documented so",
        )
    })?;
    let answered = |clause: &&Clause| clause.gap.is_empty();
    let report = Report {
        schema: "tickmark/clauses/1",
        revision: Commit {
            commit: assessment.commit.map(|commit| commit.to_string()),
            reference: here.name.as_deref(),
        },
        as_of: judged.as_of.to_string(),
        complete: assessment.complete,
        counts: Counts { clauses: all.len(), answered: all.iter().filter(answered).count() },
        clauses: all.into_iter().filter(|clause| !args.gaps || !clause.gap.is_empty()).collect(),
        head: format!("{} · ISO/IEC 27001, clauses 4.1 to 10.2", company(program)),
        clocks: clocks(&snapshot.origin, judged.as_of),
        width: world.output.terminal.width,
    };
    args.outputs.deliver(world, |format| {
        Ok(match format {
            Format::Table => Rendered::Styled(report.table(world.output.terminal.ascii)),
            Format::Csv => csv(&report.sheet()).into(),
            Format::Markdown => report.markdown().into(),
            Format::Json => printed(&report).into(),
            Format::Xlsx => book("Clauses 4.1 to 10.2", company(program), &here, vec![report.sheet()])?,
        })
    })?;
    Ok(if assessment.complete { Exit::Done } else { Exit::CannotTell })
}

impl Report<'_> {
    fn summary(&self) -> String {
        format!("{} of {} clauses are answered", self.counts.answered, self.counts.clauses)
    }

    fn table(&self, ascii: bool) -> String {
        let bold = Style::new().bold();
        let mut text = format!(
            "{}\n{}\n\n{}\n",
            filled(&visible(&self.head), self.width, 0, 2),
            visible(&self.clocks),
            self.summary()
        );
        // Writing to a String cannot fail.
        for clause in &self.clauses {
            let asks = if clause.documented { " (asks for a document or record)" } else { "" };
            let words = format!("{}{asks}", clause.title);
            let words = filled(&visible(&words), self.width, clause.id.chars().count() + 2, 2);
            let _ = writeln!(text, "\n{bold}{}{bold:#}  {words}", visible(&clause.id));
            for answer in &clause.answers {
                let words = filled(&visible(&answer.said()), self.width, 12, 12);
                let _ = writeln!(text, "  {:<8}  {words}", answer.kind);
            }
            for (label, words) in [("gap", &clause.gap), ("note", &clause.amendment)] {
                if !words.is_empty() {
                    let _ = writeln!(text, "  {label:<8}  {}", filled(&visible(words), self.width, 12, 12));
                }
            }
        }
        if ascii { text.replace('·', "-") } else { text }
    }

    /// One answer a line; a clause that nothing answers has a line of its own.
    fn sheet(&self) -> Sheet {
        let columns = [
            ("clause", 8),
            ("title", 34),
            ("asks_for_document", 10),
            ("kind", 10),
            ("what", 40),
            ("version", 9),
            ("approved_by", 18),
            ("approved_on", 12),
            ("extent", 30),
            ("path", 36),
            ("commit", 12),
            ("changed", 12),
            ("gap", 40),
            ("note", 40),
        ];
        let mut sheet = Sheet::new("Clauses", "Every clause is answered.", &columns);
        for clause in &self.clauses {
            let documented = if clause.documented { "yes" } else { "no" };
            let mut row = |cells: [&str; 9]| {
                let front = [clause.id.as_str(), &clause.title, documented];
                let all = front.into_iter().chain(cells).chain([clause.gap.as_str(), &clause.amendment]);
                sheet.push(all.map(Into::into));
            };
            for answer in &clause.answers {
                let (by, on) = answer.approval();
                let file = &answer.file;
                let (extent, commit) = (answer.extent.as_str(), file.commit_short.as_str());
                let (what, version) = (answer.what.as_str(), answer.version.as_str());
                row([answer.kind, what, version, by, on, extent, &file.path, commit, &file.changed]);
            }
            if clause.answers.is_empty() {
                row([""; 9]);
            }
        }
        sheet
    }

    fn markdown(&self) -> String {
        format!(
            "## {}\n\n{}\n\n{}.\n\n{}",
            escape::remark(&self.head),
            escape::remark(&self.clocks),
            self.summary(),
            markdown(&self.sheet())
        )
    }
}

impl Answer {
    fn approval(&self) -> (&str, &str) {
        match &self.approved {
            Some(signed) => (&signed.by, &signed.on),
            None if self.unapproved => ("nobody", ""),
            None => ("", ""),
        }
    }

    /// `Scope 1.2, approved by Omar Haddad on 2026-02-18; policies/isms/scope.md, 0123456789 of 2026-02-18`
    fn said(&self) -> String {
        let version = if self.version.is_empty() { String::new() } else { format!(" {}", self.version) };
        let approved = match self.approval() {
            ("", _) => String::new(),
            ("nobody", _) => ", approved by nobody".to_owned(),
            (by, on) => format!(", approved by {by} on {on}"),
        };
        let extent = if self.extent.is_empty() { String::new() } else { format!(", {}", self.extent) };
        let commit = match self.file.commit_short.as_str() {
            "" => "not in the history here".to_owned(),
            commit => format!("{commit} of {}", self.file.changed),
        };
        format!("{}{version}{approved}{extent}; {}, {commit}", self.what, self.file.path)
    }
}
