//! What the agenda has that an auditor would find as well.

use crate::assess::gaps::{Finder, GapArea, Remedy};
use crate::assess::{ClockState, Duty, DutyKind, Urgency, agenda, clocks};

impl Finder<'_> {
    pub(super) fn duties(&mut self) {
        let as_of = self.input.assessment.as_of;
        for duty in agenda(self.input.register, self.input.assessment, as_of) {
            let Some(area) = self.area(&duty) else { continue };
            // What a report is due for says which it is, and by when.
            let told = duty.kind == DutyKind::Report;
            let item = if told { "" } else { duty.item.as_str() };
            let what = match (item, duty.due.filter(|_| duty.urgency == Urgency::Overdue && !told)) {
                ("", Some(due)) => format!("{} (since {due})", duty.what),
                ("", None) => duty.what,
                (item, Some(due)) => format!("{item}: {} (since {due})", duty.what),
                (item, None) => format!("{item}: {}", duty.what),
            };
            let gap = self.put(area, Remedy::Fix, &duty.subject, what);
            gap.advise(duty.help);
            gap.owner = duty.owner;
            gap.path = Some(duty.path);
        }
        let register = self.input.register;
        for clock in clocks(register, as_of).iter().filter(|clock| clock.state == ClockState::Late) {
            let limit = clock.limit.map(|limit| self.zone.shown(limit)).unwrap_or_default();
            let what = format!("the {} was sent after its limit of {limit}", clock.title());
            self.put(GapArea::Incidents, Remedy::Explain, &clock.incident.id, what)
                .advise("say in the report's `note` why it was late")
                .at(&clock.incident.path);
        }
    }

    /// True for an audit of the framework that was asked for.
    fn is_of_the_framework(&self, audit: &str) -> bool {
        let audit = self.input.register.program.as_ref().and_then(|program| program.audit(audit));
        let framework = audit.and_then(|audit| audit.framework.as_ref());
        framework.is_some_and(|id| **id == *self.input.framework.id)
    }

    /// Where a duty belongs; nothing for what is told elsewhere, or is not late.
    fn area(&self, duty: &Duty) -> Option<GapArea> {
        let late = duty.urgency == Urgency::Overdue;
        let iso = *self.input.framework.id == *"iso27001";
        match duty.kind {
            DutyKind::Evidence | DutyKind::Review | DutyKind::Result | DutyKind::VendorReport => None,
            DutyKind::Exception => late.then_some(GapArea::Exceptions),
            DutyKind::Treatment | DutyKind::RiskReview | DutyKind::Acceptance => {
                late.then_some(GapArea::Risks)
            }
            // What the SoA plans is told with its requirement.
            DutyKind::Action if self.input.register.soas.iter().any(|soa| soa.path == duty.path) => None,
            // An action without a day is as open as one that is late.
            DutyKind::Action => (late || (iso && duty.due.is_none())).then_some(GapArea::ManagementSystem),
            DutyKind::Audit => (late && iso).then_some(GapArea::ManagementSystem),
            DutyKind::PolicyReview => (late || duty.due.is_none()).then_some(GapArea::Policies),
            DutyKind::VendorReview => (late || duty.due.is_none()).then_some(GapArea::Vendors),
            DutyKind::Report => late.then_some(GapArea::Incidents),
            DutyKind::Request => {
                let ours = match self.input.audit {
                    Some(audit) => *audit.id == *duty.subject,
                    None => self.is_of_the_framework(&duty.subject),
                };
                ours.then_some(GapArea::Requests)
            }
        }
    }
}
