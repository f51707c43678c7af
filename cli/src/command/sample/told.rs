//! A sample as text, and how to draw it again without tickmark.

use std::fmt::Write as _;

use serde::Serialize;

use crate::app::{AppError, Scope};
use crate::command::sample::items::Source;
use crate::command::sample::planning::Planning;
use crate::place::{RepoPath, Sha256};
use crate::text::escape::{cell, flow, json, shell};
use crate::text::visible;

/// One item, in the order of the draw.
pub(super) struct Drawn<'a> {
    pub(super) key: &'a str,
    pub(super) period: &'a str,
    pub(super) sha256: Sha256,
    pub(super) chosen: bool,
}

/// A draw.
pub(super) struct Sampled<'a> {
    pub(super) scope: &'a Scope,
    pub(super) source: &'a Source,
    pub(super) seed: &'a str,
    pub(super) size: usize,
    /// Where the size is the one to plan with.
    pub(super) planned: Option<Planning>,
    pub(super) list: Vec<Drawn<'a>>,
}

/// Draws from lists: the keys of a column, each once, by digest.
const PYTHON: &str = "import csv,hashlib,sys;seed,size,column,*files=sys.argv[1:];\
keys={row[column] for file in files for row in csv.DictReader(open(file,encoding=\"utf-8-sig\",newline=\"\"))};\
print(*sorted(keys,key=lambda key:hashlib.sha256((seed+\"\\n\"+key).encode()).hexdigest())[:int(size)],sep=\"\\n\")";

/// Draws from keys that are given one by one.
const PYTHON_KEYS: &str = "import hashlib,sys;seed,size,*keys=sys.argv[1:];\
print(*sorted(keys,key=lambda key:hashlib.sha256((seed+\"\\n\"+key).encode()).hexdigest())[:int(size)],sep=\"\\n\")";

impl Sampled<'_> {
    fn drawn(&self) -> usize {
        self.size.min(self.source.items.len())
    }

    /// What a record says of it; where everything is looked at, nothing was drawn.
    fn said(&self) -> String {
        if self.drawn() == self.source.items.len() {
            return "{how: all}".to_owned();
        }
        format!("{{how: random, size: {}, seed: {}}}", self.size, flow(self.seed))
    }

    /// The command in Python that draws the same.
    fn python(&self) -> String {
        let (seed, size) = (shell(self.seed), self.drawn());
        match &self.source.key {
            Some(key) => format!("python3 -c '{PYTHON}' {seed} {size} {} {}", shell(key), self.files()),
            None => format!("python3 -c '{PYTHON_KEYS}' {seed} {size} {}", self.keys()),
        }
    }

    /// The same with what every shell has; for lists whose cells up to the key hold no commas.
    fn shell(&self) -> String {
        let keys = match &self.source.key {
            Some(key) => format!(
                "for f in {}; do n=$(head -n 1 \"$f\" | tr -d '\\r' | tr , '\\n' | grep -nx {} | cut -d: -f1); \
                 tail -n +2 \"$f\" | tr -d '\\r' | cut -d, -f\"$n\"; done",
                self.files(),
                shell(key)
            ),
            None => format!("printf '%s\\n' {}", self.keys()),
        };
        format!(
            "{keys} | while IFS= read -r key; do printf '%s  %s\\n' \"$(printf '%s\\n%s' {} \"$key\" | sha256sum | \
             cut -c1-64)\" \"$key\"; done | LC_ALL=C sort -u | head -n {}",
            shell(self.seed),
            self.drawn()
        )
    }

    fn files(&self) -> String {
        let files = self.source.files.iter().map(|path| shell(&self.scope.from_here(path)));
        files.collect::<Vec<_>>().join(" ")
    }

    fn keys(&self) -> String {
        self.source.items.keys().map(|key| shell(key)).collect::<Vec<_>>().join(" ")
    }

    /// For people.
    pub(super) fn table(&self) -> String {
        let source = self.source;
        let (all, drawn) = (source.items.len(), self.drawn());
        let mut text = format!(
            "{}: {drawn} of {all} items in {}, seed {}\n",
            visible(&source.name),
            source.window,
            visible(self.seed)
        );
        // Writing to a String cannot fail.
        if let Some(planning) = self.planned {
            let _ = writeln!(
                text,
                "planned with {} ({}; {} to {} are common); no standard prescribes a number",
                planning.size, planning.of, planning.low, planning.high
            );
        }
        text.push('\n');
        let width = self.list.iter().map(|one| visible(one.key).chars().count()).max().unwrap_or_default();
        for (place, one) in self.list.iter().enumerate() {
            let mark = if one.chosen { " " } else { "-" };
            let _ = writeln!(
                text,
                "{mark}{:>4}  {:width$}  {:10}  {}",
                place + 1,
                visible(one.key),
                visible(one.period),
                &one.sha256.to_string()[..16]
            );
        }
        if self.list.len() > drawn {
            text += "(- is not drawn)\n";
        }
        let _ = write!(
            text,
            "\nIn the record:\n  sample: {}\n\nDraw it again without tickmark:\n  {}\nor\n  {}\n",
            self.said(),
            visible(&self.python()),
            visible(&self.shell())
        );
        text
    }

    /// For pipes.
    pub(super) fn tsv(&self) -> String {
        let mut text = "place\tkey\tperiod\tdrawn\tsha256\n".to_owned();
        for (place, one) in self.list.iter().enumerate() {
            let plain = |text: &str| visible(text).replace(['\t', '\n'], " ");
            let drawn = if one.chosen { "yes" } else { "no" };
            // Writing to a String cannot fail.
            let _ = writeln!(
                text,
                "{}\t{}\t{}\t{drawn}\t{}",
                place + 1,
                plain(one.key),
                plain(one.period),
                one.sha256
            );
        }
        text
    }

    /// For spreadsheets.
    pub(super) fn csv(&self) -> Result<Vec<u8>, AppError> {
        let failed = |error: csv::Error| AppError::usage(format!("cannot write the sample: {error}"));
        let mut writer = csv::Writer::from_writer(Vec::new());
        writer.write_record(["place", "key", "period", "drawn", "sha256"]).map_err(failed)?;
        for (place, one) in self.list.iter().enumerate() {
            let drawn = if one.chosen { "yes" } else { "no" };
            let row = [
                (place + 1).to_string(),
                cell(one.key),
                cell(one.period),
                drawn.to_owned(),
                one.sha256.to_string(),
            ];
            writer.write_record(row).map_err(failed)?;
        }
        writer.into_inner().map_err(|error| AppError::usage(format!("cannot write the sample: {error}")))
    }

    /// For programs.
    pub(super) fn json(&self) -> String {
        let source = self.source;
        let days = |from, to| Days { from: format!("{from}"), to: format!("{to}") };
        let page = Page {
            schema: "tickmark/sample/1",
            of: &source.name,
            kind: if source.key.is_some() { "population" } else { "calendar" },
            window: days(source.window.from, source.window.to),
            audit: source.audit.as_deref(),
            key: source.key.as_deref(),
            files: source.files.iter().map(RepoPath::as_str).collect(),
            rows: source.items.len(),
            seed: self.seed,
            size: self.size,
            planning_default: self.planned.map(|planning| Range {
                size: planning.size,
                low: planning.low,
                high: planning.high,
            }),
            uncovered: source.uncovered.iter().map(|run| days(run.from, run.to)).collect(),
            items: self
                .list
                .iter()
                .map(|one| Item {
                    key: one.key,
                    period: one.period,
                    sha256: one.sha256.to_string(),
                    drawn: one.chosen,
                })
                .collect(),
            again: Again { python: self.python(), shell: self.shell() },
        };
        let text = serde_json::to_string_pretty(&page).expect("text and numbers serialize");
        json(&text) + "\n"
    }
}

#[derive(Serialize)]
struct Page<'a> {
    schema: &'static str,
    of: &'a str,
    kind: &'static str,
    window: Days,
    audit: Option<&'a str>,
    key: Option<&'a str>,
    files: Vec<&'a str>,
    rows: usize,
    seed: &'a str,
    size: usize,
    planning_default: Option<Range>,
    uncovered: Vec<Days>,
    items: Vec<Item<'a>>,
    again: Again,
}

#[derive(Serialize)]
struct Days {
    from: String,
    to: String,
}

#[derive(Serialize)]
struct Range {
    size: usize,
    low: usize,
    high: usize,
}

#[derive(Serialize)]
struct Item<'a> {
    key: &'a str,
    period: &'a str,
    sha256: String,
    drawn: bool,
}

#[derive(Serialize)]
struct Again {
    python: String,
    shell: String,
}
