//! The window itself: since when anything was in force, and whether somebody can look at it.

use crate::assess::gaps::{Finder, GapArea, Remedy, listed};
use crate::calendar::{Date, DayRun};
use crate::model::{AuditType, Control, ReviewRule, Text};

impl Finder<'_> {
    /// Controls that came into force when the audit's days had begun, and days before the first of them.
    pub(super) fn in_force(&mut self) {
        let Some(audit) = self.input.audit else { return };
        let window = self.input.assessment.window;
        let began: Vec<(String, Date)> = self
            .input
            .assessment
            .controls
            .iter()
            .filter_map(|control| Some((control.id.clone(), control.active_from?)))
            .collect();
        let first = began.iter().map(|(_, day)| *day).min();
        let until = first.unwrap_or(self.input.assessment.as_of);
        if !self.is_about_a_day() && until > window.from {
            self.begins_late(&audit.id, first);
        }
        let from = window.from.max(until.min(window.to));
        for (id, day) in began.iter().filter(|(_, day)| *day > from) {
            let what = if self.is_about_a_day() {
                format!("it is in force only since {day}, after the audit's day")
            } else {
                format!("it is in force only since {day}, {} into the window", days(window.from, *day))
            };
            let owner = self.input.register.controls.get(id).and_then(|control| control.owner.clone());
            self.put(GapArea::Operation, Remedy::Explain, id, what)
                .advise("it can be shown from that day on only: say what did its work before")
                .owned(owner.as_ref());
        }
    }

    fn begins_late(&mut self, audit: &str, first: Option<Date>) {
        let window = self.input.assessment.window;
        let as_of = self.input.assessment.as_of;
        let all = DayRun { from: window.from, to: window.to }.days();
        let (what, advice) = match first {
            Some(day) => (
                format!(
                    "the first control came into force on {day}, {} into the window of {all}",
                    days(window.from, day)
                ),
                format!(
                    "nothing can be shown for the days before: let the window begin on that day (`window: {day}..{}` \
                     at `audits.{audit}` in `policies/program.yaml`), and tell the auditor",
                    window.to
                ),
            ),
            None => (
                format!(
                    "{} of {all} have passed, and no control is in force",
                    days(window.from, as_of.min(window.to))
                ),
                format!(
                    "set the first controls `status: active`, and let the window of `audits.{audit}` in \
                     `policies/program.yaml` begin on that day: nothing can be shown for the days before"
                ),
            ),
        };
        self.put(GapArea::Operation, Remedy::Fix, audit, what).advise(advice);
    }

    /// A Type 1 asks for one instance of each control: those that have none at all.
    pub(super) fn never_done(&mut self) {
        let kind = self.input.audit.and_then(|audit| audit.kind).map(|kind| kind.value);
        if kind != Some(AuditType::Type1) {
            return;
        }
        let register = self.input.register;
        let claims = |id: &str| register.controls.get(id).is_some_and(Control::is_active);
        let none = |id: &&str| register.records_of(id).next().is_none();
        let ids = self.input.assessment.controls.iter().map(|control| control.id.as_str());
        let ids: Vec<String> = ids.filter(|id| claims(id)).filter(none).map(str::to_owned).collect();
        for id in ids {
            let owner: Option<Text> = register.controls.get(&id).and_then(|control| control.owner.clone());
            self.put(GapArea::Operation, Remedy::Fix, &id, "nothing was ever recorded of it")
                .advise("let it operate once, and `tickmark record` it: a Type 1 looks at one instance of each control")
                .owned(owner.as_ref());
        }
    }

    /// Four eyes, and two of them.
    pub(super) fn second_look(&mut self) {
        let Some(program) = &self.input.register.program else { return };
        let as_of = self.input.assessment.as_of;
        let here =
            program.people.iter().filter(|person| person.until.is_none_or(|until| until.value >= as_of));
        let here: Vec<&str> = here.map(|person| person.short.as_str()).collect();
        if program.review != ReviewRule::FourEyes || here.len() > 1 {
            return;
        }
        let what = match listed(&here).as_str() {
            "" => "the programme asks for four eyes, and nobody is named who could review".to_owned(),
            one => format!("the programme asks for four eyes, and nobody can review what {one} does"),
        };
        let path = program.path.clone();
        self.put(GapArea::People, Remedy::Fix, "review", what)
            .advise(
                "name a second person under `people:`, also an outside one; or set `defaults: {review: any}` and \
                 say in the description what stands in for it",
            )
            .at(&path);
    }
}

/// `58 days`, from one day to the day before another.
fn days(from: Date, before: Date) -> String {
    let number = before.yesterday().map_or(0, |to| if to < from { 0 } else { DayRun { from, to }.days() });
    if number == 1 { "1 day".to_owned() } else { format!("{number} days") }
}
