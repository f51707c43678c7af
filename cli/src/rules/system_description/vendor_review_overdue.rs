//! `vendor-review-overdue`.

use crate::calendar::{Duration, DurationUnit};
use crate::finding::{Finding, Group, Level, RuleMeta};
use crate::model::{Register, Vendor};
use crate::rules::{Check, Facts, Rule};

pub(crate) static RULE: Rule = Rule {
    meta: RuleMeta {
        name: "vendor-review-overdue",
        group: Group::SystemDescription,
        level: Level::Warning,
        summary: "A vendor was last reviewed more than a year ago, or a critical one never.",
        fixable: false,
        history: false,
        page: include_str!("vendor_review_overdue.md"),
    },
    checks: &[Check::Register(check)],
};

/// How long a review holds.
const HOLDS: Duration = Duration { amount: 1, unit: DurationUnit::Years };

fn check(facts: &Facts<'_>, register: &Register, out: &mut Vec<Finding>) {
    out.extend(register.vendors.iter().filter_map(|vendor| judge(facts, vendor)));
}

fn judge(facts: &Facts<'_>, vendor: &Vendor) -> Option<Finding> {
    let id = vendor.id.as_str();
    let at = |span, message: String| facts.at(&RULE, vendor.file, span, message).subject(id);
    let Some(reviewed) = facts.day_of(vendor.reviewed.as_ref()) else {
        let finding = || at(vendor.id.span, format!("`{id}` is critical, and nobody has reviewed it"));
        let never = vendor.critical && vendor.reviewed.is_none();
        return never.then(|| {
            finding().help("look at its reports, and write `reviewed: {by: …, at: DATE, result: …}`")
        });
    };
    let next = HOLDS.after(reviewed);
    let moment = vendor.reviewed.as_ref().and_then(|act| act.at.as_ref());
    let span = moment.map_or(vendor.id.span, |moment| moment.text.span);
    (next < facts.as_of).then(|| {
        at(span, format!("`{id}` was to be reviewed again by {next}"))
            .note("a review of a vendor holds for a year")
            .help("look at the vendor again and update `reviewed`")
    })
}
