//! `management-review-overdue`.

use crate::calendar::{Date, Duration, DurationUnit};
use crate::finding::{Finding, Group, Level, RuleMeta};
use crate::model::Register;
use crate::place::{FileId, Span};
use crate::rules::management_system::next;
use crate::rules::{Check, Facts, Rule};

pub(crate) static RULE: Rule = Rule {
    meta: RuleMeta {
        name: "management-review-overdue",
        group: Group::ManagementSystem,
        level: Level::Warning,
        summary: "Management has not reviewed the system when planned.",
        fixable: false,
        history: false,
        page: include_str!("management_review_overdue.md"),
    },
    checks: &[Check::Register(check)],
};

/// How long a review holds where nothing is planned: certification bodies look for one each year.
const YEAR: Duration = Duration { amount: 1, unit: DurationUnit::Years };

fn check(facts: &Facts<'_>, register: &Register, out: &mut Vec<Finding>) {
    let newest =
        register.management_reviews.all().iter().max_by_key(|review| review.held.map(|held| held.value));
    let last = newest.and_then(|review| review.held);
    let planned = register.programme.as_ref().and_then(|programme| {
        let plan = programme.management_review.as_ref()?;
        let approved = facts.day_of(programme.approved.as_ref());
        let (day, span) = next(plan.due, plan.cadence, last.map(|last| last.value), approved)?;
        Some((day, programme.file, span))
    });
    let unplanned = || -> Option<(Date, FileId, Span)> {
        let (last, review) = (last?, newest?);
        Some((YEAR.after(last.value), review.file, last.span))
    };
    let Some((day, file, span)) = planned.or_else(unplanned).filter(|(day, ..)| *day < facts.as_of) else {
        return;
    };
    let said = match last {
        Some(last) => format!("the last review was held on {}", last.value),
        None => "no management review is on file".to_owned(),
    };
    out.push(
        facts
            .at(&RULE, file, span, format!("management was to review the system by {day}"))
            .subject("management-review")
            .note(said)
            .help("hold the review and write `evidence/isms/reviews/MR-….yaml`, or plan another day and have it approved"),
    );
}
