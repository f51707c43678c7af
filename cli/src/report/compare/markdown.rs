//! A page: for SOC 2 DC 9, for a surveillance audit, for a comment on a pull request.

use std::fmt::Write as _;

use crate::assess::{Area, Comparison, Delta};
use crate::report::compare::{CompareReport, cover, edited, new_records, summary, verdict, weight};
use crate::report::markdown::{length, shortened};
use crate::report::plural;
use crate::text::escape::{fence, remark};

/// Characters that a page may have: no page of ours is cut, a comment is.
const PAGE: usize = 20_000_000;

/// Writes the page.
pub fn markdown(report: &CompareReport<'_>) -> String {
    let mut text = format!("## What changed: {}\n\n", remark(report.company));
    let _ =
        writeln!(text, "Between {} and {}.\n", remark(&report.before.shown()), remark(&report.after.shown()));
    if report.comparison.is_empty() {
        text.push_str("Nothing that the repository says is different.\n");
        return text;
    }
    let _ = writeln!(text, "{}.", remark(&summary(report.comparison)));
    text.push_str(&sections(report.comparison, "###", true, PAGE));
    text
}

/// The sections alone in so much room, with headings of a depth; what does not fit is counted.
pub(in crate::report) fn sections(
    comparison: &Comparison,
    depth: &str,
    with_prose: bool,
    room: usize,
) -> String {
    let mut page = Page { text: String::new(), room, left: 0 };
    for area in Area::ALL {
        let all: Vec<&Delta> = comparison.area(area).collect();
        if !all.is_empty() {
            let head = "| What | | Field | Before | After | |\n|---|---|---|---|---|---|\n";
            page.push(&format!("\n{depth} {} ({})\n\n{head}", area.title(), all.len()));
            for one in &all {
                page.push(&rows(one));
            }
            for one in all.iter().filter(|_| with_prose) {
                page.push(&beside(one));
            }
        }
        if area == Area::Control && !comparison.cover.is_empty() {
            page.push(&format!("\n{depth} Cover ({})\n\n", comparison.cover.len()));
            for one in &comparison.cover {
                let name = format!("{}:{} {}", one.framework, one.requirement, one.title);
                page.push(&format!("- {}: {}\n", remark(&name), remark(&cover(one))));
            }
        }
    }
    evidence(&mut page, comparison, depth);
    if !comparison.others.is_empty() {
        page.push(&format!("\n{depth} Other files ({})\n\n", comparison.others.len()));
        for one in &comparison.others {
            page.push(&format!("- {}: {}\n", remark(one.path.as_str()), one.fate.word()));
        }
    }
    page.finish()
}

/// A text that ends before it is too long.
struct Page {
    text: String,
    room: usize,
    left: usize,
}

impl Page {
    fn push(&mut self, part: &str) {
        let long = length(part);
        if self.left > 0 || long > self.room {
            self.left += 1;
            return;
        }
        self.room -= long;
        self.text.push_str(part);
    }

    fn finish(mut self) -> String {
        if self.left > 0 {
            let _ = writeln!(
                self.text,
                "\n**{} not shown here**; `tickmark diff` shows everything.",
                plural(self.left, "more entry").replace("entrys", "entries")
            );
        }
        self.text
    }
}

fn rows(one: &Delta) -> String {
    let cell = |text: &str| remark(&shortened(text));
    let mut text = String::new();
    let mut fields: Vec<[String; 4]> = Vec::new();
    if let Some(from) = &one.moved_from {
        fields.push(["file".to_owned(), cell(from.as_str()), cell(one.path.as_str()), String::new()]);
    }
    for shift in &one.shifts {
        let (field, weight) = (shift.field.to_owned(), weight(shift.weight).to_owned());
        fields.push([field, cell(&shift.before), cell(&shift.after), weight]);
    }
    if let Some(prose) = &one.prose {
        let (gone, new) = (plural(prose.removed, "line"), plural(prose.added, "line"));
        fields.push(["prose".to_owned(), format!("{gone} gone"), format!("{new} new"), String::new()]);
    }
    if fields.is_empty() {
        fields.push(Default::default());
    }
    for (index, [field, before, after, weight]) in fields.iter().enumerate() {
        let (name, verdict) = if index == 0 {
            let title = if one.title.is_empty() { String::new() } else { format!(" {}", remark(&one.title)) };
            (format!("**{}**{title}", remark(&one.id)), verdict(one))
        } else {
            (String::new(), String::new())
        };
        let _ = writeln!(text, "| {name} | {verdict} | {field} | {before} | {after} | {weight} |");
    }
    text
}

/// What comes of a change, and the difference of its prose.
fn beside(one: &Delta) -> String {
    let mut text = String::new();
    if !one.consequences.is_empty() {
        let said: Vec<String> = one.consequences.iter().map(|said| remark(said)).collect();
        let _ = writeln!(text, "\n{}: {}.", remark(&one.id), said.join("; "));
    }
    let diff = one.prose.as_ref().and_then(|prose| prose.diff.as_deref()).unwrap_or_default();
    if !diff.is_empty() {
        let _ = writeln!(text, "\n{}:\n\n{}", remark(&one.id), fence(diff, "diff"));
    }
    text
}

fn evidence(page: &mut Page, comparison: &Comparison, depth: &str) {
    let evidence = &comparison.evidence;
    if evidence.is_empty() {
        return;
    }
    page.push(&format!("\n{depth} Evidence\n\n"));
    if let Some(records) = new_records(evidence) {
        page.push(&format!("- {records}\n"));
    }
    if evidence.files > 0 {
        page.push(&format!(
            "- {} beside records, in populations or anchors\n",
            plural(evidence.files, "new file")
        ));
    }
    for one in &evidence.edited {
        page.push(&format!("- {}: {}\n", remark(one.path.as_str()), remark(&edited(one))));
    }
}
