//! Answers to files.

use std::fmt::Write as _;

use serde::Serialize;

use crate::app::{Scope, World};
use crate::command::init::answers::Answers;
use crate::embedded;
use crate::kind::Kind;
use crate::text::escape::{flow, scalar};

/// Where the files will stand.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Setting {
    /// At the top of a Git work tree.
    Top,
    /// In a folder of a Git work tree: workflows and hooks belong to the top.
    Folder,
    /// Outside of Git.
    NoGit,
}

impl Setting {
    pub(super) fn of(scope: &Scope) -> Self {
        match &scope.repository {
            None => Self::NoGit,
            Some(_) if scope.prefix.is_empty() => Self::Top,
            Some(_) => Self::Folder,
        }
    }
}

/// What will be written.
#[derive(Debug)]
pub(super) struct Planned {
    /// Paths and texts.
    pub(super) files: Vec<(String, String)>,
    /// Files that are there already and stay, with what they would have held.
    left: Vec<(String, String)>,
    setting: Setting,
    force: bool,
}

/// Files that only count at the top of a Git work tree.
const OF_THE_TOP: [&str; 5] = [
    ".pre-commit-config.yaml",
    ".github/tickmark/check.sh",
    ".github/tickmark/comment.sh",
    ".github/tickmark/due.sh",
    ".github/workflows/compliance.yml",
];

/// Files that a repository often has already, for other reasons.
const SHARED: [&str; 2] = [".gitattributes", ".pre-commit-config.yaml"];

impl Planned {
    pub(super) fn new(
        answers: &Answers,
        setting: Setting,
        force: bool,
        taken: impl Fn(&str) -> bool,
    ) -> Self {
        let fits = |path: &str| setting != Setting::Folder || !OF_THE_TOP.contains(&path);
        let starter = embedded::STARTER.iter().filter(|(path, _)| fits(path));
        let starter = starter.map(|(path, template)| ((*path).to_owned(), filled(template, answers)));
        let (left, mut files): (Vec<_>, Vec<_>) =
            starter.partition(|(path, _)| !force && SHARED.contains(&path.as_str()) && taken(path));
        let schema = |kind: &Kind| format!("schemas/{}.schema.json", kind.name());
        files.extend(Kind::ALL.iter().map(|kind| (schema(kind), embedded::schema(*kind).to_owned())));
        Self { files, left, setting, force }
    }

    /// What was written, and what to do next.
    pub(super) fn told(&self, world: &World) -> String {
        let (schemas, own): (Vec<_>, Vec<_>) =
            self.files.iter().partition(|(path, _)| path.starts_with("schemas/"));
        let folder = world.folder.display();
        let mut text = format!("Wrote {} files to {folder}:\n", self.files.len());
        for (path, _) in own {
            // Writing to a String cannot fail.
            let _ = writeln!(text, "  {path}");
        }
        let _ = writeln!(text, "  schemas/ ({} schemas, for editors)\n", schemas.len());
        if self.force {
            text.push_str("What stood there before was replaced; `git diff` shows how.\n\n");
        }
        for (path, lines) in &self.left {
            let _ = writeln!(text, "`{path}` is there already and was left as it is. Add to it:\n");
            lines.lines().filter(|line| !line.starts_with('#')).for_each(|line| {
                let _ = writeln!(text, "    {line}");
            });
            text.push('\n');
        }
        text.push_str(
            "The controls are drafts and the policy is not approved:\n\
             say what is true, then set `status: active`.\n\n\
             Next:\n",
        );
        match self.setting {
            Setting::NoGit => {
                text.push_str("  git init && git add . && git commit     the history is the evidence\n");
            }
            Setting::Top | Setting::Folder => {
                text.push_str("  git add . && git commit                 the history is the evidence\n");
            }
        }
        text.push_str(
            "  tickmark lint                           what is still to do\n  \
             tickmark explain                        every rule, and why an auditor asks\n  \
             tickmark demo                           a finished company to look at\n",
        );
        if self.setting == Setting::Folder {
            text.push_str("\nNo workflow was written: it belongs to the top of the repository. Let it run `tickmark -C` on this folder.\n");
        }
        text
    }
}

/// Puts answers into a template. A line that begins with `@framework@` stays when that framework is
/// in scope, and `@satisfies@` when one of them does.
fn filled(template: &str, answers: &Answers) -> String {
    let mut lines: Vec<String> = Vec::new();
    let mut template = template.lines().peekable();
    while let Some(line) = template.next() {
        if line != "@satisfies@" {
            if !line.is_empty() || lines.last().is_none_or(|last| !last.is_empty()) {
                lines.push(replaced(line, answers));
            }
            continue;
        }
        let mut kept = Vec::new();
        while let Some((id, rest)) = template.peek().copied().and_then(claim) {
            template.next();
            if answers.frameworks.iter().any(|framework| framework == id) {
                kept.push(rest.to_owned());
            }
        }
        if !kept.is_empty() {
            lines.push("satisfies:".to_owned());
            lines.extend(kept);
        }
    }
    lines.join("\n") + "\n"
}

/// `@soc2@  soc2: [CC6.2]`
fn claim(line: &str) -> Option<(&str, &str)> {
    let (id, rest) = line.strip_prefix('@')?.split_once('@')?;
    rest.starts_with("  ").then_some((id, rest))
}

fn replaced(line: &str, answers: &Answers) -> String {
    match line {
        "@frameworks@" => {
            return answers.frameworks.iter().map(|id| scope(id)).collect::<Vec<_>>().join("\n");
        }
        "@audits@" => return answers.audit.as_ref().map(|_| audits(answers)).unwrap_or_default(),
        _ => {}
    }
    line.replace("@company@", &scalar(&answers.company))
        .replace("@timezone@", &scalar(&answers.timezone))
        .replace("@short@", &answers.short())
        .replace("@person@", &person(answers))
        .replace("@version@", env!("CARGO_PKG_VERSION"))
}

/// `  soc2: {version: "2017", categories: [security]}`
fn scope(id: &str) -> String {
    let version = embedded::framework(id).and_then(|framework| version(framework.text)).unwrap_or_default();
    let categories = if id == "soc2" { ", categories: [security]" } else { "" };
    format!("  {id}: {{version: \"{version}\"{categories}}}")
}

/// The version in a catalog's head, without reading all of it.
fn version(catalog: &str) -> Option<&str> {
    let line = catalog.lines().find_map(|line| line.strip_prefix("version:"))?;
    Some(line.trim().trim_matches(['"', '\'']))
}

fn audits(answers: &Answers) -> String {
    #[derive(Serialize)]
    struct Audit<'a> {
        framework: &'a str,
        r#type: &'a str,
        #[serde(skip_serializing_if = "Option::is_none")]
        window: Option<String>,
        #[serde(skip_serializing_if = "Option::is_none")]
        on: Option<String>,
    }
    let Some(window) = &answers.audit else { return String::new() };
    let framework = answers.frameworks[0].as_str();
    let single = window.from == window.to;
    let kind = match (framework, single) {
        ("soc2", false) => "type2",
        ("soc2", true) => "type1",
        ("iso27001", false) => "stage2",
        ("iso27001", true) => "stage1",
        _ => "assessment",
    };
    // Only these two look at a day; the others at a span, be it of one day.
    let on = matches!(kind, "type1" | "stage1").then(|| window.from.to_string());
    let span = on.is_none().then(|| format!("{}..{}", window.from, window.to));
    let audit = Audit { framework, r#type: kind, window: span, on };
    let id = format!("{framework}-{}", window.to.year());
    let yaml = serde_yaml::to_string(&audit).expect("plain text serializes");
    let body: Vec<String> = yaml.lines().map(|line| format!("    {line}")).collect();
    format!("\naudits:\n  {id}:\n{}\n", body.join("\n"))
}

/// `{name: Priya Raman, email: priya@northwind.example}`, one key a line.
fn person(answers: &Answers) -> String {
    let mut text = format!("{{name: {}", flow(&answers.owner));
    if let Some(email) = &answers.email {
        let _ = write!(text, ", email: {}", flow(email));
    }
    text + "}"
}

#[cfg(test)]
mod tests;
