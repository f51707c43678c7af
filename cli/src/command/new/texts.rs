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
        NewKind::Vendor => return insert::vendor(judged, &vendor(answers), draft),
        NewKind::Audit => return insert::audit(judged, &audit(answers), draft),
    };
    let text = draft.modeline(kind, &path) + &text;
    draft.add(path, text);
    Ok(())
}

/// Lines `key: value` of those that were answered.
fn lines(answers: &Answers, flags: &[Flag]) -> String {
    let mut text = String::new();
    for flag in flags {
        if let Some(value) = answers.get(*flag) {
            // Writing to a String cannot fail.
            let _ = writeln!(text, "{}: {}", flag.word(), scalar(value));
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

/// An entry of the register.
fn vendor(answers: &Answers) -> String {
    let mut text = format!("{}:\n", flow(answers.of(Flag::Id)));
    for line in lines(answers, &[Flag::What, Flag::Owner, Flag::Country]).lines() {
        // Writing to a String cannot fail.
        let _ = writeln!(text, "  {line}");
    }
    text
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
