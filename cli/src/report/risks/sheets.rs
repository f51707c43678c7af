//! The register as tables: for spreadsheets, and as a page.

use std::fmt::Write as _;

use crate::assess::{Exposure, Rated};
use crate::report::risks::{Approval, RisksReport, grid, movement, ways};
use crate::sheet::{Cell, Sheet, markdown as table};
use crate::text::escape;

/// The columns of the register.
const COLUMNS: [(&str, u16); 21] = [
    ("id", 8),
    ("title", 36),
    ("scenario", 44),
    ("owner", 18),
    ("assets", 22),
    ("inherent_likelihood", 9),
    ("inherent_impact", 9),
    ("inherent_level", 12),
    ("treatment", 11),
    ("controls", 30),
    ("residual_likelihood", 9),
    ("residual_impact", 9),
    ("residual_level", 12),
    ("counted_level", 12),
    ("support", 12),
    ("above_appetite", 10),
    ("plan", 44),
    ("approved", 30),
    ("acceptance", 44),
    ("reviewed", 30),
    ("review_by", 12),
];

/// One risk a line, by id.
pub fn sheet(report: &RisksReport<'_>) -> Sheet {
    let mut sheet = Sheet::new("Risks", "No risk is on file.", &COLUMNS);
    for one in &report.exposures.list {
        sheet.push(row(report, one));
    }
    sheet
}

fn row(report: &RisksReport<'_>, one: &Exposure<'_>) -> Vec<Cell> {
    let risk = one.risk;
    let number = |value: Option<u64>| Cell::from(value.map(|value| value as usize));
    let level = |rated: Option<&Rated>| Cell::from(rated.map(|rated| rated.title.as_str()));
    let assets: Vec<&str> = risk.assets.iter().map(|asset| asset.as_str()).collect();
    let acts = report.acts.get(risk.id.as_str());
    let act = |act: Option<&Approval>| Cell::from(act.map(|act| report.act(act)));
    vec![
        Cell::from(&risk.id.value),
        Cell::from(risk.title.as_ref().map(|title| title.as_str())),
        Cell::from(risk.scenario.as_ref().map(|scenario| scenario.trim())),
        Cell::from(risk.owner.as_ref().map(|owner| report.name(owner))),
        assets.join(" ").into(),
        number(one.inherent.as_ref().map(|rated| rated.likelihood)),
        number(one.inherent.as_ref().map(|rated| rated.impact)),
        level(one.inherent.as_ref()),
        Cell::from(risk.treatment.as_ref().map(|treatment| treatment.as_str())),
        RisksReport::controls(one).into(),
        number(one.residual.as_ref().map(|rated| rated.likelihood)),
        number(one.residual.as_ref().map(|rated| rated.impact)),
        level(one.residual.as_ref()),
        level(one.counts()),
        one.support.word().into(),
        match one.above_appetite {
            Some(true) => "yes",
            Some(false) => "no",
            None => "not rated",
        }
        .into(),
        Cell::from(report.plan(one)),
        act(acts.and_then(|acts| acts.approved.as_ref())),
        Cell::from(report.acceptance(one)),
        act(acts.and_then(|acts| acts.reviewed.as_ref())),
        Cell::from(one.review_by.map(|day| day.to_string())),
    ]
}

/// The treatment plan: every risk with something planned.
fn plans(report: &RisksReport<'_>) -> Sheet {
    let columns = [
        ("risk", 8),
        ("title", 36),
        ("what", 44),
        ("owner", 18),
        ("due", 12),
        ("done", 12),
        ("state", 11),
        ("approved", 30),
        ("approved_by_owner", 10),
    ];
    let mut sheet = Sheet::new("Treatment plan", "Nothing is planned.", &columns);
    for one in &report.exposures.list {
        let (Some(plan), Some(state)) = (&one.risk.plan, one.plan) else { continue };
        let acts = report.acts.get(one.risk.id.as_str());
        let approved = acts.and_then(|acts| acts.approved.as_ref()).map(|act| report.act(act));
        let by_owner = one.approved_by_owner.map(|is| if is { "yes" } else { "no" });
        sheet.push([
            Cell::from(&one.risk.id.value),
            Cell::from(one.risk.title.as_ref().map(|title| title.as_str())),
            Cell::from(plan.what.as_ref().map(|what| what.trim())),
            Cell::from(plan.owner.as_ref().map(|owner| report.name(owner))),
            Cell::from(plan.due.map(|due| due.value.to_string())),
            Cell::from(plan.done.map(|done| done.value.to_string())),
            Cell::from(state.replace('-', " ")),
            Cell::from(approved),
            Cell::from(by_owner),
        ]);
    }
    sheet
}

/// The scales and levels of the method.
fn method(report: &RisksReport<'_>) -> Sheet {
    let columns =
        [("what", 14), ("number", 8), ("name", 18), ("means", 60), ("accepted_by", 26), ("review", 14)];
    let mut sheet = Sheet::new("Method", "The method has no scales.", &columns);
    let method = &report.exposures.method;
    for (what, scale) in [("likelihood", &method.likelihood), ("impact", &method.impact)] {
        for (index, step) in scale.iter().enumerate() {
            let means = step.means.as_ref().map(|means| means.as_str());
            sheet.push([what.into(), (index + 1).into(), Cell::from(&step.name.value), Cell::from(means)]);
        }
    }
    for (index, level) in method.levels.iter().enumerate() {
        let may: Vec<&str> = level
            .accepted_by
            .iter()
            .map(|name| if *name.value == *"risk-owner" { "the risk owner" } else { report.name(name) })
            .collect();
        sheet.push([
            "level".into(),
            (index + 1).into(),
            level.title().into(),
            Cell::Empty,
            may.join(", ").into(),
            Cell::from(method.review_of(Some(level)).map(|review| review.to_string())),
        ]);
    }
    sheet
}

/// The tabs of a workbook.
pub fn sheets(report: &RisksReport<'_>) -> Vec<Sheet> {
    let mut about = Sheet::new("About", "Nothing.", &[("what", 34), ("value", 70)]);
    let mut say = |what: &str, value: &str| about.push([what.into(), value.into()]);
    say("Company", report.company);
    say("Document", "Risk register");
    say("Revision", report.clocks);
    say("Commit", report.commit.as_deref().unwrap_or_default());
    for sentence in report.method() {
        say("Method", &sentence);
    }
    if let Some(sentence) = report.doubt() {
        say("Not known", sentence);
    }
    for remark in report.exposures.remarks(report.as_of) {
        say("Not in order", &remark);
    }
    let mut levels = Sheet::new(
        "Levels",
        "The method has no levels.",
        &[("level", 16), ("without_controls", 12), ("with_controls", 12), ("counted", 12)],
    );
    for count in report.exposures.counts() {
        levels.push([count.title.into(), count.inherent.into(), count.residual.into(), count.counted.into()]);
    }
    let matrix = grid::grid_sheet(report, false);
    let mut sheets = vec![about, sheet(report), plans(report), levels, matrix, method(report)];
    sheets.extend(report.since.as_ref().map(movement::sheet));
    sheets
}

/// A page for a wiki or an issue.
pub fn markdown(report: &RisksReport<'_>) -> String {
    let mut text = String::from("## Risk register\n\n");
    // Writing to a String cannot fail.
    let _ = writeln!(text, "{} · {}\n", escape::remark(report.company), escape::remark(report.clocks));
    for sentence in report.method().iter().map(String::as_str).chain(report.doubt()) {
        let _ = writeln!(text, "{}\n", escape::remark(sentence));
    }
    text.push_str("| Level | Without controls | With controls | Counted |\n|---|--:|--:|--:|\n");
    for count in report.exposures.counts() {
        let title = escape::remark(&count.title);
        let _ = writeln!(text, "| {title} | {} | {} | {} |", count.inherent, count.residual, count.counted);
    }
    let remarks = report.exposures.remarks(report.as_of);
    if !remarks.is_empty() {
        text.push_str("\n### Not in order\n\n");
    }
    for remark in remarks {
        let _ = writeln!(text, "- {}", escape::remark(&remark));
    }
    if let Some(since) = &report.since {
        let head = format!("Since {}: {}", since.clocks, ways(since.moves));
        let _ = writeln!(
            text,
            "\n### {}\n\n{}",
            escape::remark(&head),
            table(&movement::sheet(since)).trim_end()
        );
    }
    let _ = writeln!(text, "\n### Risks\n\n{}", table(&short(report)).trim_end());
    let _ = writeln!(text, "\n### Treatment plan\n\n{}", table(&plans(report)).trim_end());
    text
}

/// The register in columns that fit a page.
fn short(report: &RisksReport<'_>) -> Sheet {
    let columns = [
        ("Risk", 1),
        ("Owner", 1),
        ("Without controls", 1),
        ("With controls", 1),
        ("Treatment", 1),
        ("Approved", 1),
        ("Accepted", 1),
        ("But", 1),
    ];
    let mut sheet = Sheet::new("Risks", "No risk is on file.", &columns);
    for one in report.by_weight() {
        let risk = one.risk;
        let title = risk.title.as_ref().map_or("", |title| &title.value);
        let treatment = risk.treatment.as_ref().map_or("", |treatment| &treatment.value);
        let controls = RisksReport::controls(one);
        let by = if controls.is_empty() { String::new() } else { format!(" by {controls}") };
        sheet.push([
            format!("{} {title}", risk.id.value).trim_end().into(),
            Cell::from(risk.owner.as_ref().map(|owner| report.name(owner))),
            Cell::from(one.inherent.as_ref().map(Rated::shown)),
            Cell::from(one.residual.as_ref().map(Rated::shown)),
            format!("{treatment}{by}").into(),
            report.approval(one).into(),
            Cell::from(report.acceptance(one)),
            Cell::from(one.doubt()),
        ]);
    }
    sheet
}
