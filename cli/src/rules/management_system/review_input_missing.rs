//! `review-input-missing`.

use crate::finding::{Finding, Group, Level, RuleMeta};
use crate::model::{ManagementReview, Register};
use crate::rules::words::joined;
use crate::rules::{Check, Facts, Rule};

pub(crate) static RULE: Rule = Rule {
    meta: RuleMeta {
        name: "review-input-missing",
        group: Group::ManagementSystem,
        level: Level::Warning,
        summary: "A management review that is silent on something it has to look at.",
        fixable: false,
        history: false,
        page: include_str!("review_input_missing.md"),
    },
    checks: &[Check::Register(check)],
};

fn check(facts: &Facts<'_>, register: &Register, out: &mut Vec<Finding>) {
    out.extend(register.management_reviews.all().iter().filter_map(|review| judge(facts, review)));
}

fn judge(facts: &Facts<'_>, review: &ManagementReview) -> Option<Finding> {
    let mut missing: Vec<String> =
        review.missing().map(|input| format!("`{}` ({})", input.key(), input.clause())).collect();
    if review.decisions.is_none() {
        missing.push("`decisions` (9.3.3)".to_owned());
    }
    let all = joined(&missing, "and");
    (!missing.is_empty()).then(|| {
        facts
            .at(&RULE, review.file, review.id.span, format!("`{}` says nothing on {all}", *review.id))
            .subject(review.id.as_str())
            .note("ISO/IEC 27001 wants each of them considered; that there is nothing to say is an answer too")
            .help("write what was looked at and what it showed; an empty list of `decisions` says that none was taken")
    })
}
