//! Findings set aside: read from comments and from the programme, applied by the engine.
//!
//! `# tickmark: ignore[RULE, …] until=DATE why` sets aside what the rules say about the line on
//! which it stands, or, alone on its line, about the next one. `lint.rules` in `program.yaml` sets
//! a rule or group aside everywhere. One without a reason, or past its last day, sets nothing
//! aside; the rules of the group Suppression say so.

use std::collections::{BTreeMap, BTreeSet};

use crate::calendar::{Date, read_date};
use crate::finding::{Finding, Group, Waiver};
use crate::model::{RuleSetting, Text};
use crate::place::{FileId, Location, Span, Spanned};
use crate::rules::judge::level as level_of;
use crate::rules::{Facts, RULES, find};
use crate::text::LineIndex;

/// Where a suppression stands, and so what it reaches.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Extent {
    /// A comment: one line of its file.
    Line(u32),
    /// A comment that names no rule in brackets; it reaches nothing.
    Nothing,
    /// `lint.rules`: every finding.
    Everywhere,
    /// `lint.rules` with a level that is lower than the rule's own: nothing is set aside.
    Lowered,
}

/// The last day on which a suppression counts.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Until {
    /// It names none.
    Open,
    /// That day.
    Day(Date),
    /// Something that is no date.
    Unreadable(String),
}

/// One suppression.
#[derive(Debug)]
pub struct Suppression<'a> {
    /// The file in which it stands.
    pub file: FileId,
    /// All of it.
    pub span: Span,
    /// What it reaches.
    pub extent: Extent,
    /// The rules that it names, each with its place.
    pub rules: Vec<Text>,
    /// Until when.
    pub until: Until,
    /// Where that stands; all of it when it names no day.
    pub until_span: Span,
    /// Why; empty when it does not say.
    pub because: String,
    /// Of the rules that it names, those that had nothing to set aside though they ran.
    pub unused: Vec<Text>,
    /// The setting in `program.yaml` that it is, if it is one.
    pub setting: Option<&'a RuleSetting>,
}

impl Suppression<'_> {
    /// True when it counts on a day: it has a reason, and its last day is not over.
    pub fn counts_on(&self, day: Date) -> bool {
        !self.because.is_empty() && !self.is_over(day)
    }

    /// True when its last day is over, or cannot be read.
    pub fn is_over(&self, day: Date) -> bool {
        match &self.until {
            Until::Open => false,
            Until::Day(until) => *until < day,
            Until::Unreadable(_) => true,
        }
    }

    /// True when this suppression speaks of a rule by `name`. A setting of a group gives way to one
    /// of the rule itself.
    fn reaches(&self, name: &str, rule: &str, facts: &Facts<'_>) -> bool {
        let own =
            || facts.program().is_some_and(|program| program.rules.iter().any(|one| *one.rule == *rule));
        is_named(name, rule) && (name == rule || self.setting.is_none() || !own())
    }

    fn waiver(&self) -> Waiver {
        let until = match &self.until {
            Until::Open => None,
            Until::Day(day) => Some(day.to_string()),
            Until::Unreadable(text) => Some(text.clone()),
        };
        Waiver { because: self.because.clone(), until, place: Location { file: self.file, span: self.span } }
    }
}

/// Reads every suppression of the repository.
pub(super) fn suppressions<'a>(facts: &Facts<'a>) -> Vec<Suppression<'a>> {
    let mut list: Vec<Suppression<'a>> = facts
        .program()
        .into_iter()
        .flat_map(|program| program.rules.iter().filter_map(|setting| in_program(program.file, setting)))
        .collect();
    for (&file, comments) in facts.comments {
        if comments.iter().any(|comment| directive(comment).is_some()) {
            let lines = LineIndex::new(facts.source(file));
            list.extend(comments.iter().filter_map(|comment| in_comment(file, comment, &lines)));
        }
    }
    list
}

/// Sets findings aside, and notes which suppressions had nothing to do. `ran` tells whether a rule
/// was judged in full; of one that was not, nobody knows whether its suppression is needed.
pub(super) fn apply(
    facts: &Facts<'_>,
    suppressions: &mut [Suppression<'_>],
    findings: &mut [Finding],
    ran: impl Fn(&str) -> bool,
) {
    let mut by_line: BTreeMap<(FileId, u32), Vec<usize>> = BTreeMap::new();
    let suppressed: BTreeSet<FileId> = suppressions.iter().map(|suppression| suppression.file).collect();
    for file in suppressed {
        let lines = LineIndex::new(facts.source(file));
        for (index, finding) in findings.iter().enumerate() {
            for line in lines_of(finding, file, &lines) {
                by_line.entry((file, line)).or_default().push(index);
            }
        }
    }
    let everything: Vec<usize> = (0..findings.len()).collect();
    for suppression in suppressions.iter_mut().filter(|suppression| suppression.counts_on(facts.as_of)) {
        let within: &[usize] = match suppression.extent {
            Extent::Everywhere => &everything,
            Extent::Line(line) => by_line.get(&(suppression.file, line)).map_or(&[], Vec::as_slice),
            Extent::Nothing | Extent::Lowered => continue,
        };
        for rule in suppression.rules.clone() {
            let mut used = false;
            for &index in within {
                if suppression.reaches(&rule, findings[index].rule, facts) {
                    used = true;
                    findings[index].waived.get_or_insert_with(|| suppression.waiver());
                }
            }
            let names = names(&rule);
            if !used
                && !names.is_empty()
                && names.iter().all(|name| ran(name) && !speaks_of_suppressions(name))
            {
                suppression.unused.push(rule);
            }
        }
    }
}

/// The lines of a file that a finding speaks of: where it stands, and what it is related to. A
/// person may write the suppression at either.
fn lines_of(finding: &Finding, file: FileId, lines: &LineIndex<'_>) -> BTreeSet<u32> {
    let places = std::iter::once(finding.place).chain(finding.related.iter().map(|related| related.place));
    places.filter(|place| place.file == file).map(|place| lines.locate(place.span.start).line).collect()
}

/// Sets aside what the rules of the group Suppression say, where `lint.rules` turns one off by name.
pub(super) fn apply_settings(facts: &Facts<'_>, suppressions: &[Suppression<'_>], findings: &mut [Finding]) {
    let counts = |one: &&Suppression<'_>| one.extent == Extent::Everywhere && one.counts_on(facts.as_of);
    for suppression in suppressions.iter().filter(counts) {
        for finding in findings.iter_mut() {
            if suppression.rules.iter().any(|rule| **rule == *finding.rule) {
                finding.waived.get_or_insert_with(|| suppression.waiver());
            }
        }
    }
}

/// The rules that a name stands for: itself, or those of a group.
pub(super) fn names(name: &str) -> Vec<&'static str> {
    let all = RULES.iter().map(|rule| &rule.meta);
    all.filter(|meta| meta.name == name || meta.group.name() == name).map(|meta| meta.name).collect()
}

fn speaks_of_suppressions(rule: &str) -> bool {
    find(rule).is_some_and(|rule| rule.meta.group == Group::Suppression)
}

fn is_named(name: &str, rule: &str) -> bool {
    name == rule
        || find(rule)
            .is_some_and(|rule| rule.meta.group.name() == name && rule.meta.group != Group::Suppression)
}

fn in_program(file: FileId, setting: &RuleSetting) -> Option<Suppression<'_>> {
    let level = setting.level.as_ref()?;
    let extent = if **level == *"off" {
        Extent::Everywhere
    } else {
        let wanted = level_of(level)?;
        let lowered =
            names(&setting.rule).iter().any(|name| find(name).is_some_and(|rule| wanted < rule.meta.level));
        lowered.then_some(Extent::Lowered)?
    };
    Some(Suppression {
        file,
        span: setting.rule.span,
        extent,
        rules: vec![setting.rule.clone()],
        until: setting.until.as_ref().map_or(Until::Open, |until| Until::Day(until.value)),
        until_span: setting.until.as_ref().map_or(setting.rule.span, |until| until.span),
        because: setting.because.as_ref().map(|because| because.trim().to_owned()).unwrap_or_default(),
        unused: Vec::new(),
        setting: Some(setting),
    })
}

/// What stands behind `tickmark:` in a comment, and how many bytes stand before it.
fn directive(comment: &str) -> Option<(usize, &str)> {
    let trimmed = comment.trim_start();
    let rest = trimmed.strip_prefix("tickmark:")?;
    Some((comment.len() - rest.len(), rest))
}

fn in_comment<'a>(file: FileId, comment: &Spanned<String>, lines: &LineIndex<'_>) -> Option<Suppression<'a>> {
    let (before, rest) = directive(comment)?;
    // The span of a comment may or may not hold its `#`; its text ends where the span ends.
    let text_start = (comment.span.end as usize).saturating_sub(comment.len());
    let line = lines.locate(comment.span.start).line;
    let mut suppression = Suppression {
        file,
        span: comment.span,
        extent: Extent::Line(reached_line(line, lines)),
        rules: Vec::new(),
        until: Until::Open,
        until_span: comment.span,
        because: String::new(),
        unused: Vec::new(),
        setting: None,
    };
    let Some((inside, tail)) = brackets(rest) else {
        suppression.extent = Extent::Nothing;
        return Some(suppression);
    };
    let inside_start = text_start + before + (rest.len() - tail.len()) - inside.len() - 1;
    suppression.rules = listed(inside, inside_start);
    let tail_start = comment.span.end as usize - tail.len();
    let mut words = tail.split_whitespace().peekable();
    if let Some(until) = words.peek().and_then(|word| word.strip_prefix("until=")) {
        suppression.until = read_date(until).map_or_else(|| Until::Unreadable(until.to_owned()), Until::Day);
        let start = tail_start + tail.find("until=").unwrap_or_default();
        suppression.until_span = Span::new(start, start + "until=".len() + until.len());
        words.next();
    }
    suppression.because = words.collect::<Vec<_>>().join(" ");
    if suppression.rules.is_empty() {
        suppression.extent = Extent::Nothing;
    }
    Some(suppression)
}

/// `ignore[a, b] rest` to `a, b` and ` rest`.
fn brackets(text: &str) -> Option<(&str, &str)> {
    let inside = text.trim_start().strip_prefix("ignore")?.strip_prefix('[')?;
    inside.split_once(']')
}

fn listed(inside: &str, start: usize) -> Vec<Text> {
    let mut rules = Vec::new();
    let mut at = start;
    for part in inside.split(',') {
        let name = part.trim();
        if !name.is_empty() {
            let from = at + (part.len() - part.trim_start().len());
            rules.push(Spanned::new(name.to_owned(), Span::new(from, from + name.len())));
        }
        at += part.len() + 1;
    }
    rules
}

/// The line that a comment reaches: its own if something stands before it, else the next one that
/// holds more than a comment.
fn reached_line(line: u32, lines: &LineIndex<'_>) -> u32 {
    let only_comment = |line: u32| lines.line(line).trim_ascii_start().starts_with(b"#");
    if !only_comment(line) {
        return line;
    }
    let mut next = line + 1;
    while only_comment(next) {
        next += 1;
    }
    next
}
