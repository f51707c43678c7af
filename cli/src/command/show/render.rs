//! Cards for people, programs and pages.

use std::fmt::Write as _;

use anstyle::Style;
use serde::Serialize;

use crate::assess::Duty;
use crate::calendar::Date;
use crate::editor::{Card, Linked};
use crate::report::{Places, filled};
use crate::source::Snapshot;
use crate::text::{escape, visible};

/// Cards, and what a reader has to know beside them.
pub(super) struct ShowReport<'a> {
    pub(super) cards: Vec<(&'a Card, Vec<&'a Duty>)>,
    pub(super) query: &'a str,
    pub(super) snapshot: &'a Snapshot,
    pub(super) commit: Option<String>,
    pub(super) reference: Option<&'a str>,
    pub(super) as_of: Date,
    pub(super) width: usize,
}

impl ShowReport<'_> {
    /// The file of a card and the line in it.
    fn place(&self, card: &Card) -> Option<(String, u32)> {
        let at = card.at?;
        let path = self.snapshot.files.get(at.file.index())?.path.to_string();
        Some((path, Places::new(self.snapshot).region(at).start.line))
    }
}

/// `soc2:CC6.1`
fn id(card: &Card) -> String {
    if card.of.is_empty() { card.id.clone() } else { format!("{}:{}", card.of, card.id) }
}

/// Links by sort, in the order of the sorts.
fn by_sort(links: &[Linked]) -> Vec<(&'static str, Vec<&Linked>)> {
    let mut groups: Vec<(&'static str, Vec<&Linked>)> = Vec::new();
    for link in links {
        match groups.iter_mut().find(|(sort, _)| *sort == link.sort) {
            Some((_, group)) => group.push(link),
            None => groups.push((link.sort, vec![link])),
        }
    }
    groups
}

/// How many records of a thing are listed; the trail lists them all.
const RECORDS: usize = 4;

/// Draws each card.
pub(super) fn full(report: &ShowReport<'_>) -> String {
    let mut text = String::new();
    for (index, (card, duties)) in report.cards.iter().enumerate() {
        if index > 0 {
            text.push('\n');
        }
        draw(&mut text, report, card, duties);
    }
    text
}

fn draw(text: &mut String, report: &ShowReport<'_>, card: &Card, duties: &[&Duty]) {
    let (bold, dim) = (Style::new().bold(), Style::new().dimmed());
    let (name, title) = (id(card), visible(&card.title).into_owned());
    // Writing to a String cannot fail.
    let head = format!("{bold}{}{bold:#}  {title}", visible(&name));
    let _ = writeln!(text, "{}", head.trim_end());
    let place = report.place(card).map(|(path, line)| format!(", {path}:{line}")).unwrap_or_default();
    let _ = writeln!(text, "{dim}{}{}{dim:#}", card.sort, visible(&place));
    let facts = card.facts.iter().map(|(label, _)| label.len());
    let links = card.names.iter().chain(&card.named_by).map(|link| link.sort.len());
    let wide = facts.chain(links).max().unwrap_or(0).max(11);
    if !card.facts.is_empty() {
        text.push('\n');
    }
    for (label, value) in &card.facts {
        let value = filled(&visible(value), report.width, wide + 4, wide + 4);
        let _ = writeln!(text, "  {label:wide$}  {value}");
    }
    for (heading, links) in [("Names", &card.names), ("Named by", &card.named_by)] {
        if links.is_empty() {
            continue;
        }
        let _ = writeln!(text, "\n{bold}{heading}{bold:#}");
        for (sort, group) in by_sort(links) {
            let most = if matches!(sort, "record" | "file") { RECORDS } else { group.len() };
            for (index, link) in group.iter().take(most).enumerate() {
                let label = if index == 0 { sort } else { "" };
                let words = format!("{}  {}", link.id, link.title);
                let words = filled(&visible(words.trim_end()), report.width, wide + 4, wide + 6);
                let _ = writeln!(text, "  {label:wide$}  {words}");
            }
            if group.len() > most {
                let _ = writeln!(text, "  {:wide$}  and {} more", "", group.len() - most);
            }
        }
    }
    if !duties.is_empty() {
        let _ = writeln!(text, "\n{bold}To do{bold:#}");
    }
    for duty in duties {
        let due = duty.due.map_or_else(|| "no day".to_owned(), |due| due.to_string());
        let about = format!("{} {}", duty.subject, duty.item);
        let words = format!("{}: {} ({})", about.trim_end(), duty.what, duty.urgency.word());
        let words = filled(&visible(&words), report.width, wide + 4, wide + 4);
        let _ = writeln!(text, "  {due:wide$}  {words}");
    }
}

/// A page with a section for each card.
pub(super) fn markdown(report: &ShowReport<'_>) -> String {
    let mut text = String::new();
    for (card, duties) in &report.cards {
        let title = format!("{} {}", id(card), card.title);
        let _ = writeln!(text, "## {}\n", escape::remark(title.trim_end()));
        let place = report.place(card).map(|(path, line)| format!(", `{path}` line {line}"));
        let _ = writeln!(text, "{}{}\n", card.sort, escape::remark(&place.unwrap_or_default()));
        if !card.facts.is_empty() {
            text.push_str("| | |\n|---|---|\n");
        }
        for (label, value) in &card.facts {
            let _ = writeln!(text, "| {label} | {} |", escape::remark(value));
        }
        for (heading, links) in [("Names", &card.names), ("Named by", &card.named_by)] {
            if !links.is_empty() {
                let _ = writeln!(text, "\n### {heading}\n");
            }
            for link in links {
                let words = format!("{} {}", link.id, link.title);
                let _ = writeln!(text, "- {} {}", link.sort, escape::remark(words.trim_end()));
            }
        }
        if !duties.is_empty() {
            text.push_str("\n### To do\n\n");
        }
        for duty in duties {
            let due = duty.due.map_or_else(|| "no day".to_owned(), |due| due.to_string());
            let about = format!("{} {}", duty.subject, duty.item);
            let words = format!("{}: {} ({})", about.trim_end(), duty.what, duty.urgency.word());
            let _ = writeln!(text, "- {due} {}", escape::remark(&words));
        }
        text.push('\n');
    }
    text
}

/// The machine contract `tickmark/show/1`.
pub(super) fn json(report: &ShowReport<'_>) -> String {
    let thing = |(card, duties): &(&Card, Vec<&Duty>)| {
        let place = report.place(card);
        Thing {
            sort: card.sort,
            id: id(card),
            title: card.title.clone(),
            line: place.as_ref().map(|(_, line)| *line),
            path: place.map(|(path, _)| path),
            facts: card.facts.iter().map(|(name, value)| Fact { name, value: value.clone() }).collect(),
            names: card.names.iter().map(link_json).collect(),
            named_by: card.named_by.iter().map(link_json).collect(),
            duties: duties.iter().map(|duty| duty_json(duty)).collect(),
        }
    };
    let document = Document {
        schema: "tickmark/show/1",
        revision: Revision { commit: report.commit.as_deref(), reference: report.reference },
        as_of: report.as_of.to_string(),
        query: report.query,
        things: report.cards.iter().map(thing).collect(),
    };
    // Serializing fails on maps without text keys and on broken writers; here is neither.
    let mut text = serde_json::to_string_pretty(&document).unwrap_or_default();
    text.push('\n');
    escape::json(&text)
}

fn link_json(link: &Linked) -> Link {
    Link { sort: link.sort, id: link.id.clone(), title: link.title.clone() }
}

fn duty_json(duty: &Duty) -> DutyJson {
    DutyJson {
        urgency: duty.urgency.word(),
        due: duty.due.map(|due| due.to_string()),
        kind: duty.kind.word(),
        subject: duty.subject.clone(),
        item: duty.item.clone(),
        what: duty.what.clone(),
        owner: duty.owner.clone(),
    }
}

#[derive(Serialize)]
struct Document<'a> {
    schema: &'static str,
    revision: Revision<'a>,
    as_of: String,
    query: &'a str,
    things: Vec<Thing>,
}

#[derive(Serialize)]
struct Revision<'a> {
    commit: Option<&'a str>,
    #[serde(rename = "ref")]
    reference: Option<&'a str>,
}

#[derive(Serialize)]
struct Thing {
    sort: &'static str,
    id: String,
    title: String,
    path: Option<String>,
    line: Option<u32>,
    facts: Vec<Fact>,
    names: Vec<Link>,
    named_by: Vec<Link>,
    duties: Vec<DutyJson>,
}

#[derive(Serialize)]
struct Fact {
    name: &'static str,
    value: String,
}

#[derive(Serialize)]
struct Link {
    sort: &'static str,
    id: String,
    title: String,
}

#[derive(Serialize)]
struct DutyJson {
    urgency: &'static str,
    due: Option<String>,
    kind: &'static str,
    subject: String,
    item: String,
    what: String,
    owner: Option<String>,
}
