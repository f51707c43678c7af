//! `tickmark framework show ID`.

use std::fmt::Write as _;

use anstyle::Style;
use serde::Serialize;

use crate::app::pipeline::walk;
use crate::app::{AppError, Exit, GlobalArgs, Scope, World};
use crate::assess::Side;
use crate::command::crosswalk::framework;
use crate::command::framework::printed;
use crate::model::{Requirement, Text};
use crate::report::filled;
use crate::text::{escape, visible};

/// Arguments of `framework show`.
#[derive(Debug, clap::Args)]
pub(super) struct Args {
    /// The framework, by id; it need not be in scope
    #[arg(value_name = "ID")]
    id: String,
    /// How to print
    #[arg(long, value_name = "FORMAT", default_value = "table")]
    format: Format,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq, clap::ValueEnum)]
enum Format {
    /// For people
    Table,
    /// One requirement a line between tabs
    Tsv,
    /// For programs: tickmark/framework/1
    Json,
    /// A page
    Markdown,
}

/// Runs `framework show`.
pub(super) fn run(world: &World, global: &GlobalArgs, args: &Args) -> Result<Exit, AppError> {
    let scope = Scope::find(world, global)?;
    let mut judged = walk(&scope)?;
    judged.loaded.speak_of(&[&args.id]);
    let catalog = Catalog::of(framework(&judged, &args.id)?);
    match args.format {
        Format::Table => world.output.print(&catalog.table(world.output.terminal.width))?,
        Format::Tsv => world.output.print(&catalog.tsv())?,
        Format::Json => world.output.print_bytes(printed(&catalog).as_bytes())?,
        Format::Markdown => world.output.print_bytes(catalog.markdown().as_bytes())?,
    }
    Ok(Exit::Done)
}

/// What is printed of a framework.
#[derive(Serialize)]
struct Catalog<'a> {
    schema: &'static str,
    id: &'a str,
    name: &'a str,
    version: Option<&'a str>,
    edition: Option<&'a str>,
    publisher: Option<&'a str>,
    kind: Option<&'a str>,
    source: Option<&'a str>,
    path: Option<&'a str>,
    in_scope: bool,
    groups: Vec<Group<'a>>,
    requirements: Vec<Item<'a>>,
}

#[derive(Serialize)]
struct Group<'a> {
    id: &'a str,
    title: &'a str,
    category: Option<&'a str>,
}

#[derive(Serialize)]
#[expect(clippy::struct_excessive_bools, reason = "the fields of the JSON, one flag each")]
struct Item<'a> {
    id: &'a str,
    title: &'a str,
    group: Option<&'a str>,
    category: Option<&'a str>,
    categories: Vec<&'a str>,
    heading: bool,
    excludable: bool,
    documented: bool,
    in_scope: bool,
    applies_to: Vec<&'a str>,
}

fn word(text: Option<&Text>) -> Option<&str> {
    text.map(|text| text.value.as_str())
}

impl<'a> Catalog<'a> {
    fn of(side: Side<'a>) -> Self {
        let framework = side.framework;
        let group = |group: &'a crate::model::RequirementGroup| Group {
            id: &group.id.value,
            title: word(group.title.as_ref()).unwrap_or_default(),
            category: word(group.category.as_ref()),
        };
        let item = |requirement: &'a Requirement| Item {
            id: &requirement.id.value,
            title: word(requirement.title.as_ref()).unwrap_or_default(),
            group: word(requirement.group.as_ref()),
            category: word(requirement.categories.first()),
            categories: requirement.categories.iter().map(|id| id.value.as_str()).collect(),
            heading: requirement.heading,
            excludable: requirement.excludable,
            documented: requirement.documented,
            in_scope: side.scope.is_some_and(|scope| framework.in_scope(requirement, scope)),
            applies_to: requirement.applies_to.iter().map(|word| word.value.as_str()).collect(),
        };
        Self {
            schema: "tickmark/framework/1",
            id: side.id(),
            name: framework.title(),
            version: word(framework.version.as_ref()),
            edition: word(framework.edition.as_ref()),
            publisher: word(framework.publisher.as_ref()),
            kind: word(framework.kind.as_ref()),
            source: word(framework.source.as_ref()),
            path: framework.file.map(|_| framework.path.as_ref()),
            in_scope: side.scope.is_some(),
            groups: framework.groups.iter().map(group).collect(),
            requirements: framework.requirements.iter().map(item).collect(),
        }
    }

    /// `93 requirements, 82 in scope`
    fn summary(&self) -> String {
        let asks = || self.requirements.iter().filter(|item| !item.heading);
        let number = asks().count();
        if self.in_scope {
            format!("{number} requirements, {} in scope", asks().filter(|item| item.in_scope).count())
        } else {
            format!("{number} requirements, the framework is not in scope")
        }
    }

    fn facts(&self) -> [(&'static str, &'a str); 5] {
        [
            ("edition", self.edition.or(self.version).unwrap_or_default()),
            ("publisher", self.publisher.unwrap_or_default()),
            ("kind", self.kind.unwrap_or_default()),
            ("stands in", self.path.unwrap_or("built in")),
            ("rests on", self.source.unwrap_or_default()),
        ]
    }

    /// Requirements by group in the framework's order, those without a known group last.
    fn by_group(&self) -> Vec<(Option<&Group<'a>>, Vec<&Item<'a>>)> {
        let of =
            |id: &str| self.requirements.iter().filter(|item| item.group == Some(id)).collect::<Vec<_>>();
        let known = |item: &&Item<'_>| self.groups.iter().any(|group| Some(group.id) == item.group);
        let mut groups: Vec<_> = self.groups.iter().map(|group| (Some(group), of(group.id))).collect();
        let rest: Vec<_> = self.requirements.iter().filter(|item| !known(item)).collect();
        if !rest.is_empty() {
            groups.push((None, rest));
        }
        groups
    }

    fn table(&self, width: usize) -> String {
        let bold = Style::new().bold();
        let mut text = format!("{bold}{}{bold:#}  {}\n", visible(self.id), visible(self.name));
        // Writing to a String cannot fail.
        let _ = writeln!(text, "{}\n", self.summary());
        for (label, value) in self.facts().iter().filter(|(_, value)| !value.is_empty()) {
            let _ = writeln!(text, "  {label:<9}  {}", filled(&visible(value), width, 13, 13));
        }
        for (group, items) in self.by_group() {
            let (id, title) = group.map_or(("No group", ""), |group| (group.id, group.title));
            let (id, title) = (visible(id), visible(title));
            let title = filled(&title, width, id.chars().count() + 2, 2);
            let head = format!("{bold}{id}{bold:#}  {title}");
            let _ = writeln!(text, "\n{}", head.trim_end());
            for item in items {
                let id = visible(item.id);
                let flags = item.flags(self.in_scope);
                let words = format!("{}{}", item.title, bracketed(&flags));
                let words = filled(&visible(&words), width, id.chars().count() + 4, 6);
                let _ = writeln!(text, "{}", format!("  {id}  {words}").trim_end());
            }
        }
        text
    }

    fn tsv(&self) -> String {
        let mut text = String::from("id\ttitle\tgroup\tcategory\tflags\n");
        for item in &self.requirements {
            let flags = item.flags(self.in_scope).join(", ");
            let categories = item.categories.join(", ");
            let cells = [item.id, item.title, item.group.unwrap_or_default(), &categories, &flags];
            let _ = writeln!(text, "{}", cells.map(escape::tsv).join("\t"));
        }
        text
    }

    fn markdown(&self) -> String {
        let mut text = format!("## {}\n\n{}\n\n", escape::remark(self.name), self.summary());
        text.push_str("| | |\n|---|---|\n");
        for (label, value) in self.facts().iter().filter(|(_, value)| !value.is_empty()) {
            let _ = writeln!(text, "| {label} | {} |", escape::remark(value));
        }
        for (group, items) in self.by_group() {
            let title = group.map_or("No group".to_owned(), |group| format!("{} {}", group.id, group.title));
            let _ = writeln!(text, "\n### {}\n", escape::remark(title.trim_end()));
            if !items.is_empty() {
                text.push_str("| Requirement | Title | |\n|---|---|---|\n");
            }
            for item in items {
                let _ = writeln!(
                    text,
                    "| {} | {} | {} |",
                    escape::remark(item.id),
                    escape::remark(item.title),
                    escape::remark(&item.flags(self.in_scope).join(", "))
                );
            }
        }
        text
    }
}

fn bracketed(flags: &[String]) -> String {
    if flags.is_empty() { String::new() } else { format!(" [{}]", flags.join(", ")) }
}

impl Item<'_> {
    /// What is special about it, in words.
    fn flags(&self, framework_in_scope: bool) -> Vec<String> {
        let mut flags = Vec::new();
        let mut say = |true_of_it: bool, words: &str| {
            if true_of_it {
                flags.push(words.to_owned());
            }
        };
        say(self.heading, "heading");
        say(self.excludable, "may be excluded");
        say(self.documented, "asks for a document");
        say(framework_in_scope && !self.in_scope, "not in scope");
        if !self.applies_to.is_empty() {
            flags.push(format!("only {}", self.applies_to.join(", ")));
        }
        flags
    }
}
