//! `tickmark framework list`.

use std::collections::BTreeSet;
use std::fmt::Write as _;

use serde::Serialize;

use crate::app::pipeline::load;
use crate::app::{AppError, Exit, GlobalArgs, Scope, World};
use crate::assess::Side;
use crate::command::framework::printed;
use crate::embedded;
use crate::model::Register;
use crate::report::filled;
use crate::text::{escape, visible};

/// Arguments of `framework list`.
#[derive(Debug, clap::Args)]
pub(super) struct Args {
    /// How to print [default: table on a terminal, tsv in a pipe]
    #[arg(long, value_name = "FORMAT")]
    format: Option<Format>,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq, clap::ValueEnum)]
enum Format {
    /// For people
    Table,
    /// One line each between tabs
    Tsv,
    /// For programs: tickmark/frameworks/1
    Json,
}

/// Runs `framework list`.
pub(super) fn run(world: &World, global: &GlobalArgs, args: &Args) -> Result<Exit, AppError> {
    let scope = Scope::find(world, global)?;
    let mut loaded = load(&scope)?;
    let built_in: Vec<&str> = embedded::FRAMEWORKS.iter().map(|framework| framework.id).collect();
    loaded.speak_of(&built_in);
    let lines = lines(&loaded.register);
    let usual = if world.output.terminal.is_terminal { Format::Table } else { Format::Tsv };
    match args.format.unwrap_or(usual) {
        Format::Table => world.output.print(&table(&lines, world.output.terminal.width))?,
        Format::Tsv => world.output.print(&tsv(&lines))?,
        Format::Json => {
            let document = Document { schema: "tickmark/frameworks/1", frameworks: &lines };
            world.output.print_bytes(printed(&document).as_bytes())?;
        }
    }
    Ok(Exit::Done)
}

#[derive(Serialize)]
struct Document<'a> {
    schema: &'static str,
    frameworks: &'a [Line<'a>],
}

/// One framework. `requirements` counts what is in scope, or all where it is not.
#[derive(Serialize)]
struct Line<'a> {
    id: &'a str,
    version: Option<&'a str>,
    name: &'a str,
    kind: Option<&'a str>,
    requirements: usize,
    in_scope: bool,
    path: Option<&'a str>,
    crosswalks: Vec<&'a str>,
}

impl Line<'_> {
    fn place(&self) -> &str {
        self.path.unwrap_or("built in")
    }

    fn scope(&self) -> &'static str {
        if self.in_scope { "in scope" } else { "not in scope" }
    }
}

fn lines(register: &Register) -> Vec<Line<'_>> {
    let line = |id: &String| {
        let side = Side::of(register, id)?;
        let framework = side.framework;
        Some(Line {
            id: side.id(),
            version: framework.version.as_ref().map(|version| version.value.as_str()),
            name: framework.title(),
            kind: framework.kind.as_ref().map(|kind| kind.value.as_str()),
            requirements: side.requirements().count(),
            in_scope: side.scope.is_some(),
            path: framework.file.map(|_| framework.path.as_ref()),
            crosswalks: crosswalks(register, id),
        })
    };
    register.frameworks.keys().filter_map(line).collect()
}

/// The frameworks that a crosswalk leads to, either way.
fn crosswalks<'a>(register: &'a Register, id: &str) -> Vec<&'a str> {
    let mut others = BTreeSet::new();
    for walk in &register.crosswalks {
        if *walk.source == *id {
            others.insert(walk.target.value.as_str());
        }
        if *walk.target == *id {
            others.insert(walk.source.value.as_str());
        }
    }
    others.into_iter().collect()
}

fn table(lines: &[Line<'_>], width: usize) -> String {
    let in_scope = lines.iter().filter(|line| line.in_scope).count();
    let mut text = format!("{} frameworks, {in_scope} in scope\n", lines.len());
    for line in lines {
        let version = line.version.map(|version| format!(" {version}")).unwrap_or_default();
        let head = format!("{}{version}, {}", line.name, line.scope());
        let id = visible(line.id);
        // Writing to a String cannot fail.
        let _ = writeln!(text, "\n{id}  {}", filled(&visible(&head), width, id.chars().count() + 2, 2));
        let facts = format!("{} requirements, {}", line.requirements, line.place());
        let _ = writeln!(text, "  {}", filled(&visible(&facts), width, 2, 2));
        if !line.crosswalks.is_empty() {
            let words = format!("crosswalks with {}", line.crosswalks.join(", "));
            let _ = writeln!(text, "  {}", filled(&visible(&words), width, 2, 2));
        }
    }
    text
}

fn tsv(lines: &[Line<'_>]) -> String {
    let mut text = String::from("id\tversion\tname\tkind\trequirements\tscope\tplace\tcrosswalks\n");
    for line in lines {
        let (requirements, crosswalks) = (line.requirements.to_string(), line.crosswalks.join(" "));
        let cells = [
            line.id,
            line.version.unwrap_or_default(),
            line.name,
            line.kind.unwrap_or_default(),
            &requirements,
            line.scope(),
            line.place(),
            &crosswalks,
        ];
        let _ = writeln!(text, "{}", cells.map(escape::tsv).join("\t"));
    }
    text
}
