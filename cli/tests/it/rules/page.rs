//! How the page of a rule is written.
//!
//! ````text
//! # rule-name
//!
//! The summary, word for word.
//!
//! ## What it checks
//! ## Why an auditor asks
//! ## Example
//!
//! `policies/controls/AC-02.yaml`:
//!
//! ```yaml
//! id: AC-02
//! ```
//!
//! ```console
//! $ tickmark lint --select rule-name --as-of 2026-07-15 --format concise
//! policies/controls/AC-02.yaml:1:5: rule-name …
//! ```
//!
//! ## Instead
//! ````
//!
//! The line before a block names its file. Behind the path may stand, each after a comma: `landed
//! DATE` (else the first `at:` of the file, else with the base), `changed DATE` (a later version of
//! the same file), `gone DATE`, `saved as Latin-1`, `N MiB` (repeated up to that size), `a symbolic
//! link`, `no history` (for the whole section: a folder without Git), `a shallow clone`, `one commit
//! replaced` likewise. Of the commit of that day: `signed by NAME`, with the key that is always NAME's;
//! `merged by NAME` as well, or `in the merge` when the bytes came to be there; `and changed after that`
//! when the signature is over something else; `dated DATE` when its clock said so.
//! The first command tells the day and the rules of both sections. A later one, `tickmark fix …`, is run
//! on the files of the example, before anything has landed; the page of each rule whose findings can
//! be fixed has one.

use tickmark::calendar::{Date, read_date};

/// The sections of a page, in order.
pub(super) const SECTIONS: [&str; 4] = ["What it checks", "Why an auditor asks", "Example", "Instead"];

/// One file, or one version of it.
#[derive(Debug, Clone)]
pub(super) struct Block {
    /// Its path.
    pub(super) path: String,
    /// What stands behind the path.
    pub(super) words: Vec<String>,
    /// Its content.
    pub(super) text: String,
}

impl Block {
    /// The date behind a word: `landed 2026-03-30`.
    pub(super) fn date(&self, word: &str) -> Option<Date> {
        self.words.iter().find_map(|words| read_date(words.strip_prefix(word)?.trim()))
    }

    /// What stands behind a word: `signed by priya`.
    pub(super) fn word(&self, word: &str) -> Option<String> {
        self.words.iter().find_map(|words| Some(words.strip_prefix(word)?.trim().to_owned()))
    }

    /// True when exactly these words stand behind the path.
    pub(super) fn says(&self, words: &str) -> bool {
        self.words.iter().any(|said| said == words)
    }
}

/// A repository on a page.
#[derive(Debug, Clone)]
pub(super) struct Section {
    /// Its files, as far as they differ from the base.
    pub(super) blocks: Vec<Block>,
    /// Which day "today" is.
    pub(super) as_of: Date,
    command: Option<String>,
}

impl Section {
    /// The rules that the command selects; without a command the page's own rule.
    pub(super) fn selected(&self, rule: &str) -> Vec<String> {
        let selected = self.command.as_deref().and_then(|command| flag(command, "--select"));
        selected.map_or_else(|| vec![rule.to_owned()], |rules| rules.split(',').map(str::to_owned).collect())
    }
}

/// A page, taken apart.
#[derive(Debug)]
pub(super) struct Page {
    text: String,
    /// What causes findings.
    pub(super) example: Section,
    /// What causes none.
    pub(super) instead: Section,
}

impl Page {
    /// Reads a page; one without sections is a page about nothing.
    pub(super) fn read(text: &str) -> Self {
        let command = text.lines().find_map(|line| line.strip_prefix("$ ")).map(str::to_owned);
        let section = |name: &str| {
            let start = format!("\n## {name}\n");
            let rest = text.split_once(&start).map_or("", |(_, rest)| rest);
            let as_of = command.as_deref().and_then(|command| flag(command, "--as-of")).and_then(read_date);
            Section {
                blocks: blocks(rest.split("\n## ").next().unwrap_or_default()),
                as_of: as_of.unwrap_or_else(super::repository::today),
                command: command.clone(),
            }
        };
        Self { example: section("Example"), instead: section("Instead"), text: text.to_owned() }
    }

    /// The page with what its commands print behind each of them.
    pub(super) fn with_outputs(&self, mut run: impl FnMut(&str) -> String) -> String {
        let mut text = String::new();
        let mut rest = self.text.as_str();
        while let Some((before, block)) = rest.split_once("```console\n$ ") {
            let (command, block) = block.split_once('\n').unwrap_or((block, ""));
            let output = run(command);
            text.extend([before, "```console\n$ ", command, "\n", &output, "```\n"]);
            rest = match block.strip_prefix("```\n") {
                Some(after) => after,
                None => block.split_once("\n```\n").map_or("", |(_, after)| after),
            };
        }
        text.push_str(rest);
        text
    }

    /// True when the page shows what `tickmark fix` does.
    pub(super) fn shows_fix(&self) -> bool {
        self.text.contains("\n$ tickmark fix --select ")
    }
}

fn flag<'a>(command: &'a str, name: &str) -> Option<&'a str> {
    let mut words = command.split_whitespace();
    words.find(|word| *word == name)?;
    words.next()
}

fn blocks(section: &str) -> Vec<Block> {
    let mut blocks = Vec::new();
    let mut label: Option<&str> = None;
    let mut lines = section.lines();
    while let Some(line) = lines.next() {
        if line.starts_with('`') && !line.starts_with("```") && line.ends_with(':') {
            label = Some(line);
        } else if let Some(info) = line.strip_prefix("```") {
            let inside = lines.by_ref().take_while(|line| *line != "```");
            let text = inside.flat_map(|line| [line, "\n"]).collect::<String>();
            if let Some(label) = label.take().filter(|_| info != "console") {
                blocks.push(block(label, text));
            }
        }
    }
    blocks
}

fn block(label: &str, text: String) -> Block {
    let label = label.trim_end_matches(':');
    let (path, words) = label[1..].split_once('`').expect("a path in backticks");
    let words =
        words.split(',').map(|words| words.trim().to_owned()).filter(|words| !words.is_empty()).collect();
    Block { path: path.to_owned(), words, text }
}
