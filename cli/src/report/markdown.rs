//! Markdown for a comment on a pull request and for a job's summary.
//!
//! The first line holds the verdict and the counts, the second both clocks. Findings stand by file,
//! what explains them is folded. A comment holds 65,536 characters at GitHub, so what does not fit
//! is counted at the end.

use std::collections::BTreeMap;
use std::fmt::Write as _;

use crate::finding::Finding;
use crate::report::{Places, Report, plural};
use crate::text::escape::remark;

/// Characters in a comment, with room for a marker before it.
pub(super) const LIMIT: usize = 65_000;
/// Characters for what stands below the findings.
pub(super) const FOOT: usize = 300;
/// Characters of a single text.
const LONG: usize = 600;

pub(super) fn render(report: &Report<'_>) -> String {
    let text = head(report);
    let room = (LIMIT - FOOT).saturating_sub(length(&text));
    text + &findings(report, room)
}

/// The findings by file in so much room, and how many more there are.
pub(super) fn findings(report: &Report<'_>, mut room: usize) -> String {
    let mut text = String::new();
    let mut places = Places::new(report.snapshot);
    let mut left = 0;
    for findings in by_file(report) {
        let mut file = File::new(report, findings[0]);
        for finding in findings {
            if left > 0 || !file.push(&mut places, finding, room) {
                left += 1;
            }
        }
        if !file.lines.is_empty() {
            let file = file.finish();
            room = room.saturating_sub(length(&file));
            text.push_str(&file);
        }
    }
    if left > 0 {
        // Writing to a String cannot fail.
        let _ = writeln!(text, "\n**{}**; `tickmark lint` shows every one.", plural(left, "more finding"));
    }
    text
}

fn head(report: &Report<'_>) -> String {
    let not_judged = report.not_judged();
    let verdict = match report.exit {
        1 => "✗ Failed",
        2 => "✗ Not readable",
        _ if not_judged.is_some() => "? Not judged in full",
        _ => "✓ Passed",
    };
    let mut text = format!("### {verdict}: {}\n\n", report.summary());
    // Writing to a String cannot fail.
    let _ = writeln!(text, "{} · {}", remark(&report.clocks()), remark(&shortened(report.title)));
    if let Some(not_judged) = not_judged {
        let rules: Vec<String> = not_judged.rules.split(", ").map(|rule| format!("`{rule}`")).collect();
        let _ = writeln!(
            text,
            "\n**Not judged in full:** {}; {}.\n\n<details><summary>Which rules</summary>\n\n{}\n\n</details>",
            remark(&not_judged.message),
            remark(not_judged.help),
            rules.join(", ")
        );
    }
    text
}

/// Findings by file, the most pressing file first.
fn by_file<'a>(report: &'a Report<'_>) -> Vec<Vec<&'a Finding>> {
    let mut files: Vec<Vec<&Finding>> = Vec::new();
    let mut known: BTreeMap<&str, usize> = BTreeMap::new();
    for finding in report.pressing() {
        let index = *known.entry(finding.path.as_str()).or_insert(files.len());
        if index == files.len() {
            files.push(Vec::new());
        }
        files[index].push(finding);
    }
    files
}

/// What is said of one file.
struct File {
    head: String,
    lines: String,
    /// What explains findings, with the lines that it explains.
    why: Vec<(String, Vec<u32>)>,
    /// At most so long when it is written.
    length: usize,
}

const FOLD: &str = "\n<details><summary>Why, and what to do</summary>\n\n";
const UNFOLD: &str = "\n</details>\n";
/// Room for a line's number in a list, and for what stands before a list.
const NUMBER: usize = 20;

impl File {
    fn new(report: &Report<'_>, finding: &Finding) -> Self {
        let path = shortened(&report.path(finding.path.as_str()));
        // A name that holds a backtick is no code.
        let path = if path.contains('`') { path } else { format!("`{path}`") };
        let head = format!("\n{}\n\n", remark(&path));
        let length = length(&head) + FOLD.len() + UNFOLD.len();
        Self { head, lines: String::new(), why: Vec::new(), length }
    }

    /// Adds a finding if there is room for it.
    fn push(&mut self, places: &mut Places<'_>, finding: &Finding, room: usize) -> bool {
        let number = places.region(finding.place).start.line;
        let message = remark(&shortened(&finding.message));
        let line = format!("- **{}** line {number}: {message} (`{}`)\n", finding.level, finding.rule);
        let why = why(finding);
        let known = self.why.iter().position(|(known, _)| *known == why);
        let cost = length(&line) + NUMBER + if known.is_none() { length(&why) } else { 0 };
        if self.length + cost > room {
            return false;
        }
        self.length += cost;
        self.lines.push_str(&line);
        match known {
            Some(index) => self.why[index].1.push(number),
            None if why.is_empty() => {}
            None => self.why.push((why, vec![number])),
        }
        true
    }

    fn finish(self) -> String {
        let mut text = self.head + &self.lines;
        if self.why.is_empty() {
            return text;
        }
        text.push_str(FOLD);
        for (why, lines) in &self.why {
            let word = if lines.len() == 1 { "line" } else { "lines" };
            let numbers: Vec<String> = lines.iter().map(ToString::to_string).collect();
            // Writing to a String cannot fail.
            let _ = write!(text, "- {word} {}\n{why}", numbers.join(", "));
        }
        text.push_str(UNFOLD);
        text
    }
}

/// The notes and the help of a finding, as a list below its line.
fn why(finding: &Finding) -> String {
    let mut why = String::new();
    for note in &finding.notes {
        // Writing to a String cannot fail.
        let _ = writeln!(why, "  - note: {}", remark(&shortened(note)));
    }
    if let Some(help) = &finding.help {
        let _ = writeln!(why, "  - help: {}", remark(&shortened(help)));
    }
    why
}

/// As GitHub counts: UTF-16 units are never fewer than characters.
pub(super) fn length(text: &str) -> usize {
    text.encode_utf16().count()
}

pub(super) fn shortened(text: &str) -> String {
    match text.char_indices().nth(LONG) {
        Some((at, _)) => format!("{}…", &text[..at]),
        None => text.to_owned(),
    }
}
