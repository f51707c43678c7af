//! The machine contract `tickmark/plan/1`.

use serde::Serialize;

use crate::assess::Step;
use crate::report::plan::PlanReport;
use crate::text::escape;

/// Renders a plan as JSON, indented, with a final line feed.
pub fn json(report: &PlanReport<'_>) -> String {
    let value = Document {
        schema: "tickmark/plan/1",
        revision: Revision { commit: report.commit, reference: report.reference },
        as_of: report.as_of.to_string(),
        held: report.plan.held.word(),
        behind: report.plan.behind.iter().map(String::as_str).collect(),
        steps: report.plan.steps.iter().map(step).collect(),
        assumed: report.plan.assumed.iter().map(String::as_str).collect(),
    };
    // Serializing fails on maps without text keys and on broken writers; here is neither.
    let mut text = serde_json::to_string_pretty(&value).unwrap_or_default();
    text.push('\n');
    escape::json(&text)
}

fn step(step: &Step) -> StepJson<'_> {
    StepJson {
        what: &step.what,
        state: step.state.word(),
        from: step.from.map(|day| day.to_string()),
        by: step.by.map(|day| day.to_string()),
        proposed: step.proposed,
        on_file: &step.on_file,
        command: &step.command,
    }
}

#[derive(Serialize)]
struct Document<'a> {
    schema: &'static str,
    revision: Revision<'a>,
    as_of: String,
    held: &'static str,
    behind: Vec<&'a str>,
    steps: Vec<StepJson<'a>>,
    assumed: Vec<&'a str>,
}

#[derive(Serialize)]
struct Revision<'a> {
    commit: Option<&'a str>,
    #[serde(rename = "ref")]
    reference: Option<&'a str>,
}

#[derive(Serialize)]
struct StepJson<'a> {
    what: &'a str,
    state: &'static str,
    from: Option<String>,
    by: Option<String>,
    proposed: bool,
    on_file: &'a str,
    command: &'a str,
}
