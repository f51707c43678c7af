//! Answers to text.

use std::collections::BTreeMap;
use std::fmt::Write as _;

use crate::app::pipeline::Judged;
use crate::app::{AppError, Draft};
use crate::command::new::answers::{Answers, days, listed};
use crate::command::new::insert;
use crate::command::new::kinds::{Flag, NewKind};
use crate::command::record;
use crate::kind::Kind;
use crate::model::{Grid, Method};
use crate::place::RepoPath;
use crate::text::escape::{flow, scalar};

/// Adds the new file, or the file with the new entry, to what will be written.
pub(super) fn put(
    judged: &Judged,
    kind: NewKind,
    answers: &Answers,
    draft: &mut Draft,
) -> Result<(), AppError> {
    let id = answers.of(Flag::Id);
    let yaml = |folder: &str| RepoPath::new(format!("{folder}/{id}.yaml"));
    let (kind, path, text) = match kind {
        NewKind::Control => (Kind::Control, yaml("policies/controls"), control(answers)),
        NewKind::Risk => (Kind::Risk, yaml("policies/risks"), risk(answers)),
        NewKind::Policy => {
            draft.add(RepoPath::new(format!("policies/{id}.md")), policy(answers));
            return Ok(());
        }
        NewKind::Population => (Kind::Population, yaml("policies/populations"), population(answers)),
        NewKind::Incident => (Kind::Incident, yaml("evidence/incidents"), incident(answers)),
        NewKind::InternalAudit => {
            (Kind::InternalAudit, yaml("evidence/isms/audits"), internal_audit(answers))
        }
        NewKind::ManagementReview => {
            (Kind::ManagementReview, yaml("evidence/isms/reviews"), management_review(answers))
        }
        NewKind::Nonconformity => {
            (Kind::Nonconformity, yaml("evidence/isms/nonconformities"), nonconformity(answers))
        }
        NewKind::Evidence => {
            let (path, text) = record::by_hand(
                judged,
                answers.of(Flag::Control),
                answers.get(Flag::Period),
                answers.get(Flag::By),
                answers.get(Flag::On),
            )?;
            (Kind::Evidence, path, text)
        }
        NewKind::Document => {
            draft.add(RepoPath::new(format!("policies/isms/{id}.md")), document(answers));
            return Ok(());
        }
        NewKind::Method => (Kind::Method, RepoPath::new("policies/isms/method.yaml"), method(answers)),
        NewKind::System => (Kind::System, RepoPath::new("policies/system/system.yaml"), system(answers)),
        NewKind::Vendor
        | NewKind::Asset
        | NewKind::Processing
        | NewKind::Audit
        | NewKind::Objective
        | NewKind::PlannedAudit => return put_entry(judged, kind, answers, draft),
    };
    let text = draft.modeline(kind, &path) + &text;
    draft.add(path, text);
    Ok(())
}

/// Adds an entry to a file that holds several.
fn put_entry(judged: &Judged, kind: NewKind, answers: &Answers, draft: &mut Draft) -> Result<(), AppError> {
    match kind {
        NewKind::Asset => insert::entry(judged, Kind::Assets, &asset(answers), draft),
        NewKind::Processing => insert::entry(judged, Kind::Processing, &processing(answers), draft),
        NewKind::Audit => insert::under(judged, Kind::Program, &audit(answers), draft),
        NewKind::Objective => insert::under(judged, Kind::Objectives, &objective(answers), draft),
        NewKind::PlannedAudit => insert::under(judged, Kind::Programme, &planned_audit(answers), draft),
        _ => insert::entry(judged, Kind::Vendors, &vendor(answers), draft),
    }
}

/// Lines `key: value` of those that were answered.
fn lines(answers: &Answers, flags: &[Flag]) -> String {
    let mut text = String::new();
    for flag in flags {
        if let Some(value) = answers.get(*flag) {
            // A day is a day, and nothing that needs quotes.
            let value = if *flag == Flag::Due { value.to_owned() } else { scalar(value) };
            // Writing to a String cannot fail.
            let _ = writeln!(text, "{}: {value}", flag.word());
        }
    }
    text
}

fn list(text: &str) -> String {
    let parts: Vec<String> = listed(text).map(flow).collect();
    match parts.as_slice() {
        [one] => one.clone(),
        several => format!("[{}]", several.join(", ")),
    }
}

/// `satisfies:` with a line for each framework.
fn satisfies(answers: &Answers) -> String {
    let mut by_framework: BTreeMap<&str, Vec<&str>> = BTreeMap::new();
    for one in listed(answers.of(Flag::Satisfies)) {
        if let Some((framework, id)) = one.split_once(':') {
            by_framework.entry(framework.trim()).or_default().push(id.trim());
        }
    }
    if by_framework.is_empty() {
        return String::new();
    }
    let mut text = "satisfies:\n".to_owned();
    for (framework, ids) in by_framework {
        // Writing to a String cannot fail.
        let _ = writeln!(text, "  {}: {}", flow(framework), list(&ids.join(",")));
    }
    text
}

fn control(answers: &Answers) -> String {
    lines(answers, &[Flag::Id, Flag::Title, Flag::Owner, Flag::Statement])
        + "status: draft\n"
        + &lines(answers, &[Flag::Cadence, Flag::Population])
        + &satisfies(answers)
}

fn risk(answers: &Answers) -> String {
    let rating = format!(
        "inherent: {{likelihood: {}, impact: {}}}\n",
        answers.of(Flag::Likelihood),
        answers.of(Flag::Impact)
    );
    let controls =
        answers.get(Flag::Controls).map(|ids| format!("controls: {}\n", list(ids))).unwrap_or_default();
    lines(answers, &[Flag::Id, Flag::Title, Flag::Scenario, Flag::Owner])
        + &rating
        + &format!("treatment: {}\n", answers.get(Flag::Treatment).unwrap_or("mitigate"))
        + &controls
}

fn policy(answers: &Answers) -> String {
    let title = answers.of(Flag::Title);
    format!(
        "---\n{}version: 0.1\nowner: {}\nreview: annual\n{}---\n\n# {title}\n\n\
         What this is about, and for whom.\n\n## What we do\n\n- One sentence for each rule, so that each can be \
         tested.\n",
        lines(answers, &[Flag::Id, Flag::Title]),
        scalar(answers.of(Flag::Owner)),
        satisfies(answers)
    )
}

fn population(answers: &Answers) -> String {
    let columns =
        answers.get(Flag::Columns).map(|names| format!("columns: {}\n", list(names))).unwrap_or_default();
    lines(answers, &[Flag::Id, Flag::Title, Flag::Source, Flag::Owner, Flag::Key, Flag::Event]) + &columns
}

fn incident(answers: &Answers) -> String {
    let severity =
        answers.get(Flag::Severity).map(|number| format!("severity: {number}\n")).unwrap_or_default();
    format!("{}aware: {}\n{severity}", lines(answers, &[Flag::Id, Flag::What]), answers.of(Flag::On))
}

fn internal_audit(answers: &Answers) -> String {
    let criteria: Vec<String> = listed(answers.of(Flag::Criteria)).map(flow).collect();
    format!(
        "{}auditor: {{name: {}}}\ncriteria: [{}]\nheld: {}\n",
        lines(answers, &[Flag::Id, Flag::Title]),
        flow(answers.of(Flag::Auditor)),
        criteria.join(", "),
        answers.of(Flag::On)
    )
}

fn management_review(answers: &Answers) -> String {
    format!(
        "{}held: {}\npresent: {}\n",
        lines(answers, &[Flag::Id]),
        answers.of(Flag::On),
        list(answers.of(Flag::Present))
    )
}

fn nonconformity(answers: &Answers) -> String {
    let by = answers.get(Flag::By).map(|by| format!(", by: {}", flow(by))).unwrap_or_default();
    let against = answers
        .get(Flag::Control)
        .map(|id| format!("against: {{control: {}}}\n", flow(id)))
        .unwrap_or_default();
    format!(
        "{}found: {{at: {}{by}}}\n{}{against}{}",
        lines(answers, &[Flag::Id]),
        answers.of(Flag::On),
        lines(answers, &[Flag::Grade]),
        lines(answers, &[Flag::What])
    )
}

/// An entry of a file that holds several: its id, and below it its lines.
fn entry(answers: &Answers, lines: &str) -> String {
    let mut text = format!("{}:\n", flow(answers.of(Flag::Id)));
    for line in lines.lines() {
        // Writing to a String cannot fail.
        let _ = writeln!(text, "  {line}");
    }
    text
}

fn vendor(answers: &Answers) -> String {
    entry(answers, &lines(answers, &[Flag::What, Flag::Owner, Flag::Country]))
}

fn asset(answers: &Answers) -> String {
    entry(answers, &lines(answers, &[Flag::What, Flag::Owner, Flag::Classification]))
}

fn processing(answers: &Answers) -> String {
    entry(answers, &lines(answers, &[Flag::What, Flag::Role, Flag::Owner]))
}

fn objective(answers: &Answers) -> String {
    let controls =
        answers.get(Flag::Controls).map(|ids| format!("controls: {}\n", list(ids))).unwrap_or_default();
    let said = [Flag::What, Flag::Measure, Flag::Target, Flag::Owner, Flag::Due];
    entry(answers, &(lines(answers, &said) + &controls))
}

fn planned_audit(answers: &Answers) -> String {
    let criteria: Vec<String> = listed(answers.get(Flag::Criteria).unwrap_or_default()).map(flow).collect();
    let criteria = match criteria.as_slice() {
        [] => String::new(),
        several => format!("criteria: [{}]\n", several.join(", ")),
    };
    let head = lines(answers, &[Flag::What, Flag::Cadence]);
    entry(answers, &(head + &criteria + &lines(answers, &[Flag::Auditor, Flag::Due])))
}

/// Prose of the management system.
fn document(answers: &Answers) -> String {
    format!(
        "---\n{}version: 0.1\nowner: {}\nreview: annual\n{}---\n\n# {}\n\nWhat is true here, in a few sentences \
         that can be held against what is done.\n",
        lines(answers, &[Flag::Id, Flag::Title]),
        scalar(answers.of(Flag::Owner)),
        satisfies(answers),
        answers.of(Flag::Title)
    )
}

/// The method that applies where there is none, written down to be made one's own.
fn method(answers: &Answers) -> String {
    let built_in = Method::default();
    let mut text =
        format!("title: Risk method\nversion: \"0.1\"\nowner: {}\n", scalar(answers.of(Flag::Owner)));
    // Writing to a String cannot fail.
    for (name, scale) in [("likelihood", &built_in.likelihood), ("impact", &built_in.impact)] {
        let _ = writeln!(text, "{name}:");
        for step in scale {
            let means =
                step.means.as_ref().map(|means| format!(", means: {}", flow(means))).unwrap_or_default();
            let _ = writeln!(text, "  - {{name: {}{means}}}", flow(&step.name));
        }
    }
    text.push_str("levels:\n");
    for level in &built_in.levels {
        let who =
            level.accepted_by.first().map(|who| format!(", accepted_by: {}", flow(who))).unwrap_or_default();
        let review = level.review.map(|review| format!(", review: {}", review.value)).unwrap_or_default();
        let _ =
            writeln!(text, "  - {{id: {}, title: {}{who}{review}}}", flow(&level.id), flow(level.title()));
    }
    if let Grid::Bands(bands) = &built_in.grid {
        let bands: Vec<String> =
            bands.iter().map(|band| format!("{}: {}", flow(&band.level), band.from.value)).collect();
        let _ = writeln!(text, "bands: {{{}}}", bands.join(", "));
    }
    for (key, value) in [
        ("appetite", built_in.appetite.map(|level| level.value)),
        ("review", built_in.review.map(|review| review.value.to_string())),
    ] {
        if let Some(value) = value {
            let _ = writeln!(text, "{key}: {}", scalar(&value));
        }
    }
    text
}

/// The structured part of a system description: what can be said without deciding for the company.
fn system(answers: &Answers) -> String {
    format!("services: [{}]\nincidents: from-register\nchanges: from-history\n", flow(answers.of(Flag::What)))
}

/// An entry of `audits:`, without indentation.
fn audit(answers: &Answers) -> String {
    let framework = answers.of(Flag::Framework);
    let on = answers.of(Flag::On);
    let single = days(on).is_some_and(|days| days.from == days.to);
    let kind = answers.get(Flag::Type).unwrap_or(match (framework, single) {
        ("soc2", false) => "type2",
        ("soc2", true) => "type1",
        ("iso27001", false) => "stage2",
        ("iso27001", true) => "stage1",
        _ => "assessment",
    });
    // Only these two look at a day; the others at a span, be it of one day.
    let when = match (kind, days(on)) {
        ("type1" | "stage1", _) => format!("on: {on}"),
        (_, Some(days)) => format!("window: {}..{}", days.from, days.to),
        (_, None) => format!("window: {on}"),
    };
    format!("{}:\n  framework: {}\n  type: {kind}\n  {when}\n", flow(answers.of(Flag::Id)), scalar(framework))
}
