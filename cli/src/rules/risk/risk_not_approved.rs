//! `risk-not-approved`.

use crate::finding::{Finding, Group, Level, RuleMeta};
use crate::model::Risk;
use crate::rules::{Check, Facts, Rule};

pub(crate) static RULE: Rule = Rule {
    meta: RuleMeta {
        name: "risk-not-approved",
        group: Group::Risk,
        level: Level::Warning,
        summary: "Nobody has approved the treatment of a risk and what remains of it.",
        fixable: false,
        history: false,
        page: include_str!("risk_not_approved.md"),
    },
    checks: &[Check::Risk(check)],
};

fn check(facts: &Facts<'_>, risk: &Risk, out: &mut Vec<Finding>) {
    // An acceptance is the approval of the one treatment that does nothing.
    if risk.approved.is_some() || risk.acceptance.is_some() {
        return;
    }
    let owner = risk.owner.as_ref().map_or("the owner", |owner| owner.as_str());
    let message = format!("nobody has approved the treatment of `{}`", risk.id.value);
    out.push(
        facts
            .at(&RULE, risk.file, risk.id.span, message)
            .subject(risk.id.as_str())
            .note("the owner of a risk approves its plan and what remains of it (ISO/IEC 27001, 6.1.3 f)")
            .help(format!("have `{owner}` approve it, and write `approved: {{by: …, at: DATE}}`")),
    );
}
