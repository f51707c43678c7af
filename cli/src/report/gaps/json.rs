//! The machine contract `tickmark/gaps/1`.

use serde::Serialize;

use crate::assess::{Counts as Evidence, DryRun, Gap, Lead, Reached, Remedy, Rival, Trial, Using};
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
        in_scope: report.beyond.is_none(),
        window: Days { from: report.window.from.to_string(), to: report.window.to.to_string() },
        shares: report.gaps.shares.iter().map(share).collect(),
        min: report.asked.iter().map(asked).collect(),
        gaps: report.gaps.list.iter().map(gap_json).collect(),
        counts: Counts { fix: report.number(Remedy::Fix), explain: report.number(Remedy::Explain) },
        begin: report
            .gaps
            .begin
            .iter()
            .map(|first| Begin { what: &first.what, closes: first.closes })
            .collect(),
        not_asked: &report.gaps.not_asked,
        precedence: report.gaps.rivals.iter().map(rival_json).collect(),
        using: report.using.map(using_json),
        dry_run: report.dry_run.map(dry_run_json),
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
        group: gap.group.as_deref(),
    }
}

fn rival_json(rival: &Rival) -> Precedence<'_> {
    Precedence { framework: &rival.framework, rule: &rival.rule, legal_basis: &rival.legal_basis }
}

fn using_json<'a>(using: &'a Using<'a>) -> UsingJson<'a> {
    let (expected, on_file, on_time) = using.totals();
    UsingJson {
        frameworks: using.frameworks.clone(),
        unconnected: using.unconnected.clone(),
        window: Days { from: using.window.from.to_string(), to: using.window.to.to_string() },
        requirements: using.reached.iter().map(reached_json).collect(),
        evidence: using.evidence.iter().map(|(control, counts)| evidence_json(control, counts)).collect(),
        counts: UsingCounts {
            requirements: using.of,
            claimed: using.of.saturating_sub(using.reached.len()),
            suggested: using.led().count(),
            nothing: using.left().count(),
            expected,
            on_file,
            on_time,
        },
    }
}

fn reached_json<'a>(one: &'a Reached<'a>) -> ReachedJson<'a> {
    ReachedJson {
        id: &one.requirement.id.value,
        title: one.requirement.title.as_ref().map(|title| title.value.as_str()),
        suggested: one.leads.iter().map(lead_json).collect(),
        no_counterpart: one
            .lone
            .iter()
            .map(|(framework, lone)| LoneJson {
                framework,
                degree: lone.degree.as_ref().map(|degree| degree.value.as_str()),
                because: lone.because.as_ref().map(|because| because.value.as_str()),
            })
            .collect(),
    }
}

fn lead_json<'a>(lead: &'a Lead<'a>) -> LeadJson<'a> {
    LeadJson {
        framework: lead.from,
        requirement: lead.row.here,
        relationship: lead.row.relationship,
        strength: lead.row.strength,
        basis: Some(lead.row.basis).filter(|basis| !basis.is_empty()),
        controls: lead.controls.iter().map(|control| control.id.value.as_str()).collect(),
    }
}

fn evidence_json<'a>(control: &'a str, counts: &Evidence) -> EvidenceJson<'a> {
    EvidenceJson { control, expected: counts.expected, on_file: counts.on_file, on_time: counts.on_time }
}

fn dry_run_json<'a>(run: &'a DryRun<'a>) -> DryRunJson<'a> {
    DryRunJson {
        window: Days { from: run.window.from.to_string(), to: run.window.to.to_string() },
        answering: run.of,
        clean: run.clean(),
        controls: run.trials.iter().map(trial_json).collect(),
    }
}

fn trial_json<'a>(trial: &'a Trial<'a>) -> TrialJson<'a> {
    TrialJson {
        id: &trial.control.id.value,
        title: trial.control.title.as_ref().map(|title| title.value.as_str()),
        owner: trial.control.owner.as_ref().map(|owner| owner.value.as_str()),
        cadence: trial.control.cadence.value.to_string(),
        claimed: trial.answered.claimed.iter().map(String::as_str).collect(),
        suggested: trial.answered.suggested.iter().map(String::as_str).collect(),
        expected: trial.counts.expected,
        on_file: trial.counts.on_file,
        on_time: trial.counts.on_time,
        in_force_since: trial.since.map(|day| day.to_string()),
        troubles: trial
            .troubles
            .iter()
            .map(|(trouble, periods)| TroubleJson {
                name: trouble.word(),
                periods: periods.iter().map(String::as_str).collect(),
            })
            .collect(),
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
    in_scope: bool,
    window: Days,
    shares: Vec<Share>,
    min: Vec<Asked>,
    gaps: Vec<GapJson<'a>>,
    counts: Counts,
    begin: Vec<Begin<'a>>,
    not_asked: &'a [String],
    precedence: Vec<Precedence<'a>>,
    using: Option<UsingJson<'a>>,
    dry_run: Option<DryRunJson<'a>>,
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
    group: Option<&'a str>,
}

#[derive(Serialize)]
struct Counts {
    fix: usize,
    explain: usize,
}

#[derive(Serialize)]
struct Begin<'a> {
    what: &'a str,
    closes: usize,
}

#[derive(Serialize)]
struct Precedence<'a> {
    framework: &'a str,
    rule: &'a str,
    legal_basis: &'a [String],
}

#[derive(Serialize)]
struct UsingJson<'a> {
    frameworks: Vec<&'a str>,
    unconnected: Vec<&'a str>,
    window: Days,
    requirements: Vec<ReachedJson<'a>>,
    evidence: Vec<EvidenceJson<'a>>,
    counts: UsingCounts,
}

#[derive(Serialize)]
struct UsingCounts {
    requirements: usize,
    claimed: usize,
    suggested: usize,
    nothing: usize,
    expected: usize,
    on_file: usize,
    on_time: usize,
}

#[derive(Serialize)]
struct ReachedJson<'a> {
    id: &'a str,
    title: Option<&'a str>,
    suggested: Vec<LeadJson<'a>>,
    no_counterpart: Vec<LoneJson<'a>>,
}

#[derive(Serialize)]
struct LeadJson<'a> {
    framework: &'a str,
    requirement: &'a str,
    relationship: &'a str,
    strength: Option<u64>,
    basis: Option<&'a str>,
    controls: Vec<&'a str>,
}

#[derive(Serialize)]
struct LoneJson<'a> {
    framework: &'a str,
    degree: Option<&'a str>,
    because: Option<&'a str>,
}

#[derive(Serialize)]
struct EvidenceJson<'a> {
    control: &'a str,
    expected: usize,
    on_file: usize,
    on_time: usize,
}

#[derive(Serialize)]
struct DryRunJson<'a> {
    window: Days,
    answering: usize,
    clean: usize,
    controls: Vec<TrialJson<'a>>,
}

#[derive(Serialize)]
struct TrialJson<'a> {
    id: &'a str,
    title: Option<&'a str>,
    owner: Option<&'a str>,
    cadence: String,
    claimed: Vec<&'a str>,
    suggested: Vec<&'a str>,
    expected: usize,
    on_file: usize,
    on_time: usize,
    in_force_since: Option<String>,
    troubles: Vec<TroubleJson<'a>>,
}

#[derive(Serialize)]
struct TroubleJson<'a> {
    name: &'static str,
    periods: Vec<&'a str>,
}
