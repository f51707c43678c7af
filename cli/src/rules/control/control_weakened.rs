//! `control-weakened`.

use crate::assess::{ControlAssessment, Shift, Weakening};
use crate::finding::{Finding, Group, Level, RuleMeta};
use crate::place::{FileId, Span};
use crate::rules::words::since;
use crate::rules::{Check, Facts, Rule};

pub(crate) static RULE: Rule = Rule {
    meta: RuleMeta {
        name: "control-weakened",
        group: Group::Control,
        level: Level::Warning,
        summary: "A control asks for less than when the window began.",
        fixable: false,
        history: true,
        page: include_str!("control_weakened.md"),
    },
    checks: &[Check::Assessed(check)],
};

fn check(facts: &Facts<'_>, control: &ControlAssessment, out: &mut Vec<Finding>) {
    for weakening in &control.weakenings {
        let (file, span) = place(facts, control, &weakening.shift);
        out.push(
            facts
                .at(&RULE, file, span, message(&control.id, &weakening.shift))
                .subject(control.id.as_str())
                .note(since(&weakening.since))
                .note(note(weakening))
                .help("take it back, or set this aside here with the reason, and tell the auditor before the report does"),
        );
    }
}

/// The field; where it is gone, what would have to hold it: the control's id.
fn place(facts: &Facts<'_>, control: &ControlAssessment, shift: &Shift) -> (FileId, Span) {
    match facts.register.controls.get(&control.id) {
        Some(known) if shift.field == "status" => (known.file, known.status_span.unwrap_or(known.id.span)),
        Some(known) => (known.file, shift.span.unwrap_or(known.id.span)),
        None => facts.cadence_of(&control.id),
    }
}

fn message(id: &str, shift: &Shift) -> String {
    let (before, after) = (&shift.before, &shift.after);
    match (shift.field, after.is_empty()) {
        ("status", true) => format!("`{id}` was {before}, and is no longer on file"),
        ("status", false) => format!("`{id}` was {before}, and is {after}"),
        (field @ ("evidence" | "systems"), _) => {
            let gone = before.split(", ").filter(|item| !after.split(", ").any(|kept| kept == *item));
            let gone: Vec<String> = gone.map(|item| format!("`{item}`")).collect();
            format!(
                "the {field} of `{id}` no longer {} {}",
                if field == "systems" { "include" } else { "asks for" },
                gone.join(", ")
            )
        }
        (field, true) => format!("`{id}` no longer has its {field} `{before}`"),
        (field, false) => format!("the {field} of `{id}` was `{before}`, and is `{after}`"),
    }
}

fn note(weakening: &Weakening) -> String {
    let looked_at = match weakening.shift.field {
        "status" => "nothing is expected of it any more",
        "cadence" | "since" => "fewer occurrences are expected of it",
        "grace" | "deadline" => "it may be late for longer",
        "population" | "systems" => "it is tested on less",
        "reviewer" | "evidence" => "its records show less",
        _ => "it asks for less",
    };
    format!("compared with {}; from then on {looked_at}", weakening.compared)
}
