//! The machine contract `tickmark/gaps/1`.

use serde::Serialize;

use crate::assess::{Gap, Remedy};
use crate::report::gaps::GapsReport;
use crate::text::escape;

/// Renders gaps as JSON, indented, with a final line feed.
pub fn json(report: &GapsReport<'_>) -> String {
    let share = |(measure, part): &(crate::assess::Measure, crate::assess::Part)| Share {
        name: measure.word(),
        number: part.number,
        of: part.of,
    };
    let asked = |asked: &crate::report::gaps::Asked| Asked {
        name: asked.measure.word(),
        percent: asked.percent,
        reached: asked.reached(),
    };
    let value = Document {
        schema: "tickmark/gaps/1",
        revision: Revision { commit: report.commit.as_deref(), reference: report.reference },
        as_of: report.as_of.to_string(),
        complete: report.complete,
        subject: report.subject,
        framework: report.framework,
        window: Days { from: report.window.from.to_string(), to: report.window.to.to_string() },
        shares: report.gaps.shares.iter().map(share).collect(),
        min: report.asked.iter().map(asked).collect(),
        gaps: report.gaps.list.iter().map(gap_json).collect(),
        counts: Counts { fix: report.number(Remedy::Fix), explain: report.number(Remedy::Explain) },
    };
    // Serializing fails on maps without text keys and on broken writers; here is neither.
    let mut text = serde_json::to_string_pretty(&value).unwrap_or_default();
    text.push('\n');
    escape::json(&text)
}

fn gap_json(gap: &Gap) -> GapJson<'_> {
    GapJson {
        area: gap.area.word(),
        remedy: gap.remedy.word(),
        subject: &gap.subject,
        what: &gap.what,
        advice: &gap.advice,
        owner: gap.owner.as_deref(),
        path: gap.path.as_ref().map(AsRef::as_ref),
    }
}

#[derive(Serialize)]
struct Document<'a> {
    schema: &'static str,
    revision: Revision<'a>,
    as_of: String,
    complete: bool,
    subject: &'a str,
    framework: &'a str,
    window: Days,
    shares: Vec<Share>,
    min: Vec<Asked>,
    gaps: Vec<GapJson<'a>>,
    counts: Counts,
}

#[derive(Serialize)]
struct Revision<'a> {
    commit: Option<&'a str>,
    #[serde(rename = "ref")]
    reference: Option<&'a str>,
}

#[derive(Serialize)]
struct Days {
    from: String,
    to: String,
}

#[derive(Serialize)]
struct Share {
    name: &'static str,
    number: usize,
    of: usize,
}

#[derive(Serialize)]
struct Asked {
    name: &'static str,
    percent: u32,
    reached: Option<bool>,
}

#[derive(Serialize)]
struct GapJson<'a> {
    area: &'static str,
    remedy: &'static str,
    subject: &'a str,
    what: &'a str,
    advice: &'a str,
    owner: Option<&'a str>,
    path: Option<&'a str>,
}

#[derive(Serialize)]
struct Counts {
    fix: usize,
    explain: usize,
}
