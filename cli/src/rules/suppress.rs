//! Findings set aside: read from comments and from the programme, applied by the engine.
//!
//! `# tickmark: ignore[RULE, …] until=DATE why` sets aside what the named rules say about the line
//! on which it stands, or, alone on its line, about the next one; in the text of a Markdown file it
//! is written `<!-- tickmark: … -->`. Above the first line it reaches what is said about the file as
//! a whole, too, and about the files that belong to it and can hold no comment: an extraction's CSV, what
//! lies in the folder of a record. `lint.rules` in `program.yaml` sets a rule or group aside everywhere. One without a
//! reason, or past its last day, sets nothing aside; the rules of the group Suppression say so.

use std::collections::{BTreeMap, BTreeSet};
use std::ops::Range;

use crate::calendar::{Date, read_date};
use crate::finding::{Directive, Finding, Group, Waiver, directives};
use crate::kind::Place;
use crate::model::{RuleSetting, Text, record_folder};
use crate::place::{FileId, Location, RepoPath, Span};
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

    /// True when this suppression speaks of a rule by `name`. Only a setting may name a group, and it
    /// gives way to one of the rule itself.
    fn reaches(&self, name: &str, rule: &str, facts: &Facts<'_>) -> bool {
        let own = || facts.setting_of(rule).is_some();
        name == rule || self.setting.is_some() && is_of_group(rule, name) && !own()
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
        let found: Vec<Directive> = comments.iter().flat_map(directives).collect();
        if !found.is_empty() {
            let lines = LineIndex::new(facts.source(file));
            let html = |found: &Directive| facts.source(file).get(found.span.start as usize) == Some(&b'<');
            let reached = |sign: &'static [u8]| Reached { lines: &lines, sign, run: 0..0 };
            let (mut hashes, mut html_comments) = (reached(b"#"), reached(b"<!--"));
            list.extend(found.into_iter().map(|found| {
                let reached = if html(&found) { &mut html_comments } else { &mut hashes };
                in_comment(file, found, reached)
            }));
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
            for line in lines_of(facts, finding, file, &lines) {
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
            if !used && could_be_used(suppression, &rule, &ran) {
                suppression.unused.push(rule);
            }
        }
    }
}

/// True when a name stands for rules that were judged, so that it is known to have nothing to do. In
/// a comment, a rule about suppressions never has: they are judged after all comments were read.
fn could_be_used(suppression: &Suppression<'_>, name: &str, ran: impl Fn(&str) -> bool) -> bool {
    let names = if suppression.setting.is_some() {
        names(name)
    } else {
        find(name).map(|rule| rule.meta.name).into_iter().collect()
    };
    let in_comment = suppression.setting.is_none();
    !names.is_empty()
        && names.iter().all(|name| if speaks_of_suppressions(name) { in_comment } else { ran(name) })
}

/// The lines of a file that a finding speaks of: where it stands, and what it is related to. A
/// person may write the suppression at either. What is said about a file as a whole also stands on
/// the first line that says something; so does what is said about a file that belongs to it and can
/// hold no comment.
fn lines_of(facts: &Facts<'_>, finding: &Finding, file: FileId, lines: &LineIndex<'_>) -> BTreeSet<u32> {
    let places = std::iter::once(finding.place).chain(finding.related.iter().map(|related| related.place));
    let here = places.filter(|place| place.file == file);
    let mut found = BTreeSet::new();
    for place in here {
        found.insert(lines.locate(place.span.start).line);
        if place.span == Span::default() {
            found.insert(first_line(lines));
        }
    }
    if belongs_to(&finding.path, facts.register.path(file)) {
        found.insert(first_line(lines));
    }
    found
}

/// True for the CSV of an extraction, and for what lies in the folder of a record.
fn belongs_to(path: &RepoPath, record: &RepoPath) -> bool {
    match Place::of(path) {
        Place::ExtractionData => path.folder() == record.folder() && path.stem() == record.stem(),
        Place::Attachment => path.is_below(record_folder(record).as_str()),
        Place::Known(_)
        | Place::SystemProse
        | Place::Signers
        | Place::Statement
        | Place::Anchor
        | Place::Template
        | Place::Elsewhere
        | Place::Misplaced => false,
    }
}

/// The first line that is more than a comment, a blank or the fence of front matter.
fn first_line(lines: &LineIndex<'_>) -> u32 {
    let says = |line: &u32| {
        let text = trimmed(lines, *line);
        !text.is_empty() && !text.starts_with(b"#") && text != b"---"
    };
    (1..=lines.count()).find(says).unwrap_or(1)
}

/// Sets aside what the rules of the group Suppression say, where `lint.rules` turns them off.
pub(super) fn apply_settings(facts: &Facts<'_>, suppressions: &[Suppression<'_>], findings: &mut [Finding]) {
    let counts = |one: &&Suppression<'_>| one.extent == Extent::Everywhere && one.counts_on(facts.as_of);
    for suppression in suppressions.iter().filter(counts) {
        for finding in findings.iter_mut() {
            if suppression.rules.iter().any(|rule| suppression.reaches(rule, finding.rule, facts)) {
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

/// True for a rule about suppressions.
pub(super) fn speaks_of_suppressions(rule: &str) -> bool {
    is_of_group(rule, Group::Suppression.name())
}

fn is_of_group(rule: &str, group: &str) -> bool {
    find(rule).is_some_and(|rule| rule.meta.group.name() == group)
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
    let until = match (&setting.until, &setting.until_text) {
        (Some(until), _) => Until::Day(until.value),
        (None, Some(text)) => Until::Unreadable(text.value.clone()),
        (None, None) => Until::Open,
    };
    Some(Suppression {
        file,
        span: setting.rule.span,
        extent,
        rules: vec![setting.rule.clone()],
        until,
        until_span: setting.until_text.as_ref().map_or(setting.rule.span, |until| until.span),
        because: setting.because.as_ref().map(|because| because.trim().to_owned()).unwrap_or_default(),
        unused: Vec::new(),
        setting: Some(setting),
    })
}

fn in_comment<'a>(file: FileId, said: Directive, reached: &mut Reached<'_>) -> Suppression<'a> {
    let line = reached.lines.locate(said.span.start).line;
    let extent = if said.rules.is_empty() { Extent::Nothing } else { Extent::Line(reached.from(line)) };
    let until_span = said.until.as_ref().map_or(said.span, |until| until.span);
    let until = said.until.map_or(Until::Open, |text| {
        read_date(&text).map_or_else(|| Until::Unreadable(text.value.clone()), Until::Day)
    });
    Suppression {
        file,
        span: said.span,
        extent,
        rules: said.rules,
        until,
        until_span,
        because: said.because,
        unused: Vec::new(),
        setting: None,
    }
}

/// Finds the line that a comment reaches; comments are asked for in the order of the file.
struct Reached<'a> {
    lines: &'a LineIndex<'a>,
    /// How such a comment begins.
    sign: &'static [u8],
    /// The last run of lines that hold nothing but a comment: looked through once, not for each of them.
    run: Range<u32>,
}

impl Reached<'_> {
    /// Its own line if something stands before the comment, else the next one that holds more than a
    /// comment.
    fn from(&mut self, line: u32) -> u32 {
        if !self.run.contains(&line) {
            let only_comment = |line: &u32| {
                let text = trimmed(self.lines, *line);
                text.starts_with(self.sign) && (self.sign == b"#" || text.ends_with(b"-->"))
            };
            let end = (line..=u32::MAX).find(|line| !only_comment(line)).unwrap_or(line);
            self.run = line..end;
        }
        self.run.end
    }
}

fn trimmed<'a>(lines: &LineIndex<'a>, line: u32) -> &'a [u8] {
    let text = lines.line(line);
    let text = if line == 1 { text.strip_prefix(b"\xef\xbb\xbf").unwrap_or(text) } else { text };
    text.trim_ascii()
}
