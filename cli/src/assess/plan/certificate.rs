//! What ISO/IEC 27001 asks beside the controls, its two stages, and the surveillance after them.

use jiff::ToSpan as _;

use crate::assess::plan::dates::{BETWEEN_STAGES, SURVEILLANCE, along, last, next, plus};
use crate::assess::plan::steps::Maker;
use crate::calendar::Date;
use crate::model::AuditType;

impl Maker<'_> {
    /// What ISO 27001 asks beside the controls, in the days from one to another, and its two stages.
    pub(super) fn management_system(&mut self, from: Date, to: Date) {
        let at = |part| along(from, to, part, 6);
        self.scope("iso27001", "iso27001: {version: \"2022\"}", at(0));
        self.treatment(at(1), at(2));
        let clauses = self.known.clauses;
        let seen = format!("{} of {} clauses answered by something on file", clauses.0, clauses.1);
        let complete = clauses.1 > 0 && clauses.0 == clauses.1;
        self.step(
            "The documents of clauses 4 to 10: scope, context, policy, objectives",
            seen,
            complete,
            None,
            at(3),
        )
        .run("tickmark gaps iso27001");
        self.looked_at(at(4), at(5));
        self.stages(to);
    }

    /// Risk method, register and treatment, then the Statement of Applicability.
    fn treatment(&mut self, risk: Date, statement: Date) {
        let (register, annex) = (self.register, self.known.annex);
        let risks = register.risks.by_id().count();
        let approved = register
            .risks
            .by_id()
            .filter(|risk| risk.approved.is_some() || risk.acceptance.is_some())
            .count();
        let method = register.method.as_ref();
        let written = method.map_or("no risk method", |_| "a risk method");
        let seen = format!("{written}; {risks} on the register, {approved} with their owner's approval");
        let day = method.and_then(|method| self.day(method.approved.as_ref()));
        let complete = method.is_some() && risks > 0 && approved == risks;
        self.step(
            "Risk method, register and treatment with the owners' approval (6.1.2, 6.1.3)",
            seen,
            complete,
            day,
            risk,
        )
        .run("tickmark new method");
        let soa = register.soas.iter().find(|soa| *soa.framework == *"iso27001");
        let day = soa.and_then(|soa| self.day(soa.approved.as_ref()));
        let seen = match (soa, annex) {
            (None, _) => "no decisions on file".to_owned(),
            (Some(soa), (claimed, of)) => {
                let approved = if soa.approved.is_some() { "approved" } else { "not approved" };
                format!("{approved}; {claimed} of {of} that apply are claimed by a control in force")
            }
        };
        self.step(
            "Statement of Applicability: why these controls, and not others",
            seen,
            day.is_some(),
            day,
            statement,
        )
        .run("tickmark gaps iso27001 --using soc2");
    }

    /// Internal audit, then management review.
    fn looked_at(&mut self, audit: Date, review: Date) {
        let register = self.register;
        let held = register.internal_audits.by_id().filter_map(|audit| audit.held).map(|held| held.value.to);
        let held = held.filter(|day| *day <= self.as_of).max();
        let seen = self.audits_held();
        self.step(
            "Internal audit, by somebody who did not build it (9.2)",
            seen,
            held.is_some(),
            held,
            audit,
        )
        .run("tickmark new internal-audit");
        let met = register.management_reviews.by_id().filter_map(|review| review.held).map(|held| held.value);
        let met = met.filter(|day| *day <= self.as_of).max();
        let seen = self.reviews_held();
        self.step("Management review, with every input of 9.3.2", seen, met.is_some(), met, review)
            .run("tickmark new management-review");
    }

    fn stages(&mut self, to: Date) {
        let first = self.stage(AuditType::Stage1, "ISO 27001 stage 1: is it documented", to);
        let proposed = plus(first.max(to), BETWEEN_STAGES.days());
        let second = self.stage(AuditType::Stage2, "ISO 27001 stage 2: is it done", proposed);
        if second == proposed {
            self.assume(format!(
                "{} weeks between stage 1 and stage 2, for what stage 1 finds.",
                BETWEEN_STAGES / 7
            ));
        }
    }

    /// An audit of the certification body; gives the day on which it is, or was.
    fn stage(&mut self, kind: AuditType, what: &str, proposed: Date) -> Date {
        let word = kind.word();
        if let Some((audit, window)) = next(self.register, "iso27001", &[kind], self.as_of) {
            let id = audit.id.value.clone();
            self.put(what, format!("{id} is on file"))
                .on(window.to, false)
                .run(&format!("tickmark gaps {id}"));
            return window.to;
        }
        if let Some((audit, window)) = last(self.register, "iso27001", &[kind], self.as_of) {
            let id = audit.id.value.clone();
            self.put(what, format!("{id} was held"))
                .done(Some(window.to))
                .run(&format!("tickmark gaps {id}"));
            return window.to;
        }
        self.put(what, "no such audit is on file".to_owned())
            .on(proposed, true)
            .run(&format!("tickmark new audit --framework iso27001 --type {word} --on {proposed}"));
        proposed
    }

    pub(super) fn surveillance(&mut self) {
        let kinds = [AuditType::Stage2, AuditType::Surveillance];
        let Some((audit, before)) = last(self.register, "iso27001", &kinds, self.as_of) else { return };
        let what = "ISO 27001 surveillance: within twelve months";
        if let Some((audit, window)) = next(self.register, "iso27001", &[AuditType::Surveillance], self.as_of)
        {
            let id = audit.id.value.clone();
            let command = format!("tickmark gaps {id}");
            self.put(what, format!("{id} is on file")).on(window.to, false).run(&command);
            return;
        }
        let day = plus(before.to, SURVEILLANCE.months());
        self.assume(format!(
            "Twelve months from the end of {}: the clock runs from the certification decision, which no file says.",
            audit.id.value
        ));
        let from = plus(before.to, 1.days());
        let command =
            format!("tickmark new audit --framework iso27001 --type surveillance --on {from}..{day}");
        self.put(what, format!("none is on file after {}", audit.id.value)).on(day, true).run(&command);
    }

    pub(super) fn audits_held(&self) -> String {
        let held =
            self.register.internal_audits.by_id().filter_map(|audit| Some((audit.held?.value.to, &audit.id)));
        held.filter(|(day, _)| *day <= self.as_of).max_by_key(|(day, _)| *day).map_or_else(
            || "none is on file".to_owned(),
            |(day, id)| format!("{} was held until {day}", id.value),
        )
    }

    pub(super) fn reviews_held(&self) -> String {
        let held = self
            .register
            .management_reviews
            .by_id()
            .filter_map(|review| Some((review.held?.value, &review.id)));
        held.filter(|(day, _)| *day <= self.as_of).max_by_key(|(day, _)| *day).map_or_else(
            || "none is on file".to_owned(),
            |(day, id)| format!("{} was held on {day}", id.value),
        )
    }
}
