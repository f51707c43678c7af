//! `tickmark explain [RULE]`: the page of a rule, or the list of all.

use std::collections::BTreeMap;
use std::fmt::Write as _;

use crate::app::{AppError, Exit, World};
use crate::finding::{Group, Level, RuleMeta};
use crate::report::page;
use crate::rules::{RULES, find};
use crate::text::did_you_mean;

/// Arguments of `explain`.
#[derive(Debug, clap::Args)]
pub struct Args {
    /// The rule; without it, the rules are listed
    rule: Option<String>,
}

/// Runs `explain`.
pub(super) fn run(world: &World, args: &Args) -> Result<Exit, AppError> {
    let text = match &args.rule {
        Some(name) => explained(rule(name)?, world.output.terminal.width.min(100)),
        None if world.output.terminal.is_terminal => list(),
        None => tsv(),
    };
    world.output.print(&text)?;
    Ok(Exit::Done)
}

fn rule(name: &str) -> Result<&'static RuleMeta, AppError> {
    if let Some(rule) = find(name) {
        return Ok(&rule.meta);
    }
    let error = AppError::usage(format!("no rule is called `{name}`"));
    let group = RULES.iter().find(|rule| rule.meta.group.name() == name);
    if group.is_some() {
        return Err(error.help("that is a group of rules; `tickmark explain` lists the rules of each"));
    }
    Err(match did_you_mean(name, RULES.iter().map(|rule| rule.meta.name)) {
        Some(near) => error.help(format!("did you mean `{near}`?")),
        None => error.help("`tickmark explain` lists the rules"),
    })
}

/// The page, and below it what the list knows of the rule.
fn explained(meta: &RuleMeta, width: usize) -> String {
    let mut facts = format!("Group {}, level {}", meta.group.name(), meta.level);
    if meta.fixable {
        facts.push_str(", has a safe fix");
    }
    if meta.history {
        facts.push_str(", needs the history");
    }
    format!("{}\n{facts}.\n", page(meta.page, width).trim_end_matches('\n').to_owned() + "\n")
}

/// The rules by group, for people.
fn list() -> String {
    let width = RULES.iter().map(|rule| rule.meta.name.len()).max().unwrap_or_default();
    let mut groups: BTreeMap<Group, Vec<&RuleMeta>> = BTreeMap::new();
    for rule in RULES {
        groups.entry(rule.meta.group).or_default().push(&rule.meta);
    }
    let strong = anstyle::Style::new().bold();
    let mut text = String::new();
    for (group, rules) in groups {
        // Writing to a String cannot fail.
        let _ = writeln!(text, "{strong}{}{strong:#}", group.title());
        for meta in rules {
            let style = style(meta.level);
            let _ =
                writeln!(text, "  {:width$}  {style}{:7}{style:#}  {}", meta.name, meta.level, meta.summary);
        }
        text.push('\n');
    }
    text.push_str("`tickmark explain RULE` shows a rule's page.\n");
    text
}

fn style(level: Level) -> anstyle::Style {
    match level {
        Level::Error => anstyle::AnsiColor::Red.on_default(),
        Level::Warning => anstyle::AnsiColor::Yellow.on_default(),
        Level::Note => anstyle::AnsiColor::Green.on_default(),
    }
}

/// The same for programs.
fn tsv() -> String {
    let mut text = String::from("rule\tgroup\tlevel\tfixable\thistory\tsummary\n");
    for rule in RULES {
        let meta = &rule.meta;
        let _ = writeln!(
            text,
            "{}\t{}\t{}\t{}\t{}\t{}",
            meta.name,
            meta.group.name(),
            meta.level,
            meta.fixable,
            meta.history,
            meta.summary
        );
    }
    text
}
