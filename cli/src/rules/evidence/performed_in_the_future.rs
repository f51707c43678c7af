//! `performed-in-the-future`.

use crate::finding::{Finding, Group, Level, RuleMeta};
use crate::model::Record;
use crate::rules::{Check, Facts, Rule};

pub(crate) static RULE: Rule = Rule {
    meta: RuleMeta {
        name: "performed-in-the-future",
        group: Group::Evidence,
        level: Level::Error,
        summary: "A record tells of work on a day that has not come yet.",
        fixable: false,
        history: false,
        page: include_str!("performed_in_the_future.md"),
    },
    checks: &[Check::Record(check)],
};

fn check(facts: &Facts<'_>, record: &Record, out: &mut Vec<Finding>) {
    if facts.is_superseded(record) {
        return;
    }
    for (act, done) in [(&record.performed, "performed"), (&record.reviewed, "reviewed")] {
        let Some(at) = act.as_ref().and_then(|act| act.at.as_ref()) else { continue };
        let Some(on) = facts.day_of(act.as_ref()).filter(|on| *on > facts.as_of) else { continue };
        let message = format!("{done} on {on}, which is after {}", facts.as_of);
        let finding = facts.at(&RULE, record.file, at.text.span, message).subject(record.path.as_str());
        let finding = facts.corrected(finding, record).note(format!("today is {} in this run", facts.as_of));
        out.push(finding.help("write the day on which it was done"));
    }
}
