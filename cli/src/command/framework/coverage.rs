//! `tickmark framework coverage ID`.

use std::collections::BTreeSet;
use std::fmt::Write as _;

use serde::Serialize;

use crate::app::pipeline::{Judged, walk};
use crate::app::{AppError, Exit, GlobalArgs, Scope, World};
use crate::assess::{Applicability, Assessment, Coverage, SoaStatus, Tally};
use crate::command::crosswalk::framework;
use crate::command::framework::printed;
use crate::model::Requirement;
use crate::report::{clocks, filled};
use crate::text::{escape, visible};

/// Arguments of `framework coverage`.
#[derive(Debug, clap::Args)]
pub(super) struct Args {
    /// A framework in scope
    #[arg(value_name = "ID")]
    id: String,
    /// How to print [default: table on a terminal, tsv in a pipe]
    #[arg(long, value_name = "FORMAT")]
    format: Option<Format>,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq, clap::ValueEnum)]
enum Format {
    /// For people
    Table,
    /// One group a line between tabs
    Tsv,
    /// For programs: tickmark/coverage/1
    Json,
    /// A page
    Markdown,
}

/// Runs `framework coverage`.
pub(super) fn run(world: &World, global: &GlobalArgs, args: &Args) -> Result<Exit, AppError> {
    let scope = Scope::of_commit(world, global)?;
    let mut judged = walk(&scope)?;
    judged.trail()?;
    judged.loaded.speak_of(&[&args.id]);
    let assessment = judged.assess(judged.lint_window(), None);
    let report = report(&judged, &assessment, &args.id)?;
    let usual = if world.output.terminal.is_terminal { Format::Table } else { Format::Tsv };
    match args.format.unwrap_or(usual) {
        Format::Table => world.output.print(&report.table(world.output.terminal.width))?,
        Format::Tsv => world.output.print(&report.tsv())?,
        Format::Json => world.output.print_bytes(printed(&report).as_bytes())?,
        Format::Markdown => world.output.print_bytes(report.markdown().as_bytes())?,
    }
    Ok(if assessment.complete { Exit::Done } else { Exit::CannotTell })
}

/// What is printed.
#[derive(Serialize)]
struct Report {
    schema: &'static str,
    as_of: String,
    complete: bool,
    framework: String,
    #[serde(skip)]
    title: String,
    #[serde(skip)]
    clocks: String,
    window: Days,
    total: Row,
    groups: Vec<Row>,
    unclaimed: Vec<String>,
    excluded: Vec<String>,
    not_asked: Vec<String>,
}

#[derive(Serialize)]
struct Days {
    from: String,
    to: String,
}

/// One group, or all of it.
#[derive(Serialize)]
struct Row {
    id: String,
    title: String,
    requirements: usize,
    claimed: usize,
    controls: usize,
    expected: usize,
    on_file: usize,
    documents: usize,
    soa: Vec<Decided>,
}

/// How many requirements stand so in the Statement of Applicability.
#[derive(Serialize)]
struct Decided {
    status: &'static str,
    number: usize,
}

fn report(judged: &Judged, assessment: &Assessment, id: &str) -> Result<Report, AppError> {
    let side = framework(judged, id)?;
    let Some(scope) = side.scope else {
        return Err(AppError::usage(format!(
            "`{id}` is not among the frameworks in policies/program.yaml"
        ))
        .help(format!(
            "add `{id}: {{}}` under `frameworks:`, or see what others lead to it with `tickmark crosswalk`"
        )));
    };
    let register = &judged.loaded.register;
    let coverage = Coverage::of(side.framework, scope, None, register, assessment);
    let soa = Applicability::of(side.framework, scope, register, assessment);
    let out = soa.entries.iter().filter(|entry| entry.status == SoaStatus::Excluded);
    let excluded: Vec<String> = out.map(|entry| entry.requirement.id.value.clone()).collect();
    Ok(Report {
        schema: "tickmark/coverage/1",
        as_of: judged.as_of.to_string(),
        complete: assessment.complete,
        framework: side.id().to_owned(),
        title: side.framework.title().to_owned(),
        clocks: clocks(&judged.loaded.snapshot.origin, judged.as_of),
        window: Days { from: assessment.window.from.to_string(), to: assessment.window.to.to_string() },
        total: row(&coverage, &soa, "", "all of it", &coverage.total(assessment)),
        groups: coverage
            .by_group(assessment)
            .iter()
            .map(|(group, tally)| {
                let title = group.title.as_ref().map_or("", |title| &title.value);
                row(&coverage, &soa, &group.id, title, tally)
            })
            .collect(),
        unclaimed: coverage
            .gaps()
            .map(|covered| covered.requirement.id.value.clone())
            .filter(|id| !excluded.contains(id))
            .collect(),
        excluded,
        not_asked: coverage.not_asked.iter().map(|one| one.id.value.clone()).collect(),
    })
}

/// A group; all of it where the id is empty.
fn row(coverage: &Coverage<'_>, soa: &Applicability<'_>, id: &str, title: &str, tally: &Tally) -> Row {
    let inside = |requirement: &Requirement| {
        id.is_empty() || requirement.group.as_ref().is_some_and(|group| **group == *id)
    };
    let covered = coverage.requirements.iter().filter(|covered| inside(covered.requirement));
    let documents: BTreeSet<&str> =
        covered.flat_map(|covered| covered.policies.iter().map(|policy| policy.id.value.as_str())).collect();
    let mut decided = SoaStatus::ALL.map(|status| Decided { status: status.word(), number: 0 });
    for entry in soa.entries.iter().filter(|entry| inside(entry.requirement)) {
        decided.iter_mut().filter(|one| one.status == entry.status.word()).for_each(|one| one.number += 1);
    }
    Row {
        id: id.to_owned(),
        title: title.to_owned(),
        requirements: tally.requirements,
        claimed: tally.covered,
        controls: tally.controls,
        expected: tally.counts.expected,
        on_file: tally.counts.on_file,
        documents: documents.len(),
        soa: decided.into_iter().filter(|one| one.number > 0).collect(),
    }
}

impl Row {
    /// `3 implemented, 1 excluded`, in the order of the statement
    fn decisions(&self) -> String {
        let said = self.soa.iter().map(|one| format!("{} {}", one.number, one.status));
        said.collect::<Vec<_>>().join(", ")
    }

    fn cells(&self) -> [String; 9] {
        [
            self.id.clone(),
            self.title.clone(),
            self.requirements.to_string(),
            self.claimed.to_string(),
            self.controls.to_string(),
            self.expected.to_string(),
            self.on_file.to_string(),
            self.documents.to_string(),
            self.decisions(),
        ]
    }
}

impl Report {
    fn head(&self) -> String {
        format!("{}..{} · {}", self.window.from, self.window.to, self.clocks)
    }

    /// The requirements behind what is not claimed.
    fn left_over(&self) -> Vec<String> {
        let lists = [
            ("Claimed by no control", &self.unclaimed),
            ("Excluded", &self.excluded),
            ("No duty of the company, and not counted", &self.not_asked),
        ];
        let said = lists.iter().filter(|(_, ids)| !ids.is_empty());
        said.map(|(words, ids)| format!("{words}: {}", ids.join(", "))).collect()
    }

    /// What the numbers do not say.
    fn limit(&self) -> &'static str {
        if self.complete {
            "Claimed is what controls in force name; what documents and registers answer is not in it. \
             Whether it is enough is for the auditor to judge."
        } else {
            "The history is cut, so more may be on file; run `git fetch --unshallow`."
        }
    }

    fn table(&self, width: usize) -> String {
        let mut text = format!("{}\n{}\n\n", visible(&self.title), visible(&self.head()));
        text.push_str("  claimed  controls     on file  documents\n");
        for row in std::iter::once(&self.total).chain(&self.groups) {
            let claimed = format!("{}/{}", row.claimed, row.requirements);
            let on_file = format!("{}/{}", row.on_file, row.expected);
            let name = format!("{} {}", row.id, row.title);
            let name = filled(&visible(name.trim()), width, 43, 45);
            // Writing to a String cannot fail.
            let _ = writeln!(
                text,
                "{claimed:>9}  {:>8}  {on_file:>10}  {:>9}  {name}",
                row.controls, row.documents
            );
            let decisions = row.decisions();
            if !decisions.is_empty() {
                let _ = writeln!(text, "{:43}{}", "", filled(&decisions, width, 43, 43));
            }
        }
        for words in self.left_over() {
            let _ = writeln!(text, "\n{}", filled(&visible(&words), width, 0, 2));
        }
        let _ = writeln!(text, "\n{}", filled(self.limit(), width, 0, 0));
        text
    }

    fn tsv(&self) -> String {
        let mut text = String::from(
            "group\ttitle\trequirements\tclaimed\tcontrols\texpected\ton_file\tdocuments\tsoa\n",
        );
        for row in self.groups.iter().chain(std::iter::once(&self.total)) {
            let cells = row.cells();
            let _ = writeln!(text, "{}", cells.each_ref().map(|cell| escape::tsv(cell)).join("\t"));
        }
        text
    }

    fn markdown(&self) -> String {
        let mut text = format!("## {}\n\n{}\n\n", escape::remark(&self.title), escape::remark(&self.head()));
        text.push_str(
            "| Group | Title | Requirements | Claimed | Controls | Fell due | On file | Documents | SoA |\n\
             |---|---|--:|--:|--:|--:|--:|--:|---|\n",
        );
        for row in self.groups.iter().chain(std::iter::once(&self.total)) {
            let cells = row.cells().map(|cell| escape::remark(&cell));
            let _ = writeln!(text, "| {} |", cells.join(" | "));
        }
        for words in self.left_over() {
            let _ = writeln!(text, "\n{}", escape::remark(&words));
        }
        let _ = writeln!(text, "\n{}", escape::remark(self.limit()));
        text
    }
}
