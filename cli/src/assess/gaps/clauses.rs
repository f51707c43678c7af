//! Clauses 4 to 10 of ISO/IEC 27001, and the paper trail that says why these controls.

use crate::assess::gaps::{Finder, GapArea, Remedy, listed};
use crate::assess::{Coverage, Covered, Holding};
use crate::calendar::Window;
use crate::model::{AuditType, Register, Risk};

impl Finder<'_> {
    /// Clauses that nothing on file answers, in the standard's order.
    pub(super) fn clauses(&mut self) {
        for covered in std::mem::take(&mut self.clauses) {
            let Some(lack) = lack(self.input.register, &covered) else { continue };
            let requirement = covered.requirement;
            let title = requirement.title.as_ref().map_or("", |title| title.value.as_str());
            let gap =
                self.put(GapArea::ManagementSystem, Remedy::Fix, &requirement.id, format!("{title}: {lack}"));
            gap.advise(advice(&requirement.id));
        }
    }

    /// What a surveillance audit looks at every time (ISO/IEC 17021-1, 9.6.2.2): an internal audit and a
    /// management review in the twelve months before it.
    pub(super) fn every_year(&mut self) {
        let kind = self.input.audit.and_then(|audit| audit.kind).map(|kind| kind.value);
        if kind != Some(AuditType::Surveillance) {
            return;
        }
        let assessment = self.input.assessment;
        let day = assessment.as_of.min(assessment.window.to);
        let year = Window::year_to(day);
        let register = self.input.register;
        let audits = register.internal_audits.by_id().filter_map(|audit| audit.held);
        let audit = audits.map(|held| held.value.to).filter(|held| *held <= day).max();
        let reviews = register.management_reviews.by_id().filter_map(|review| review.held);
        let review = reviews.map(|held| held.value).filter(|held| *held <= day).max();
        let lasts = [
            (
                "9.2",
                "internal audit",
                audit,
                "hold one before the auditor comes: `tickmark new internal-audit`",
            ),
            (
                "9.3",
                "management review",
                review,
                "hold one before the auditor comes: `tickmark new management-review` lists every input of 9.3.2",
            ),
        ];
        for (clause, what, last, advice) in lasts {
            // That there never was one is said with its clause.
            let Some(last) = last.filter(|last| *last < year.from) else { continue };
            let what = format!("the last {what} ended on {last}, more than a year before {day}");
            self.put(GapArea::ManagementSystem, Remedy::Fix, clause, what).advise(advice);
        }
    }

    /// The Statement of Applicability and the approval of the treatment (6.1.3 d and f).
    pub(super) fn treatment(&mut self) {
        let register = self.input.register;
        let framework = &self.input.framework.id;
        let own = || register.soas.iter().filter(|soa| *soa.framework == **framework);
        if own().next().is_none() {
            let what =
                "there is no Statement of Applicability: nothing says why these controls, and not others";
            self.put(GapArea::ManagementSystem, Remedy::Fix, "6.1.3 d", what).advise(
                "write `policies/soa/iso27001.yaml`: what does not apply and why, what is planned and by when; \
                 the rest is derived from controls and risks",
            );
        }
        for soa in own().filter(|soa| soa.approved.is_none()) {
            let what = "nobody has approved the Statement of Applicability";
            self.put(GapArea::ManagementSystem, Remedy::Fix, "6.1.3 d", what)
                .advise(format!(
                    "have it approved, and write `approved: {{by: …, at: DATE}}` in `{}`",
                    soa.path
                ))
                .at(&soa.path);
        }
        for past in self.input.soas.iter().filter(|past| *past.soa.framework == **framework) {
            let Some(changed) = &past.changed else { continue };
            let what = format!(
                "the Statement of Applicability changed on {}, after it was approved",
                changed.first.day
            );
            self.put(GapArea::ManagementSystem, Remedy::Fix, "6.1.3 d", what)
                .advise("have the decisions of today approved, and update `approved`")
                .at(&past.soa.path);
        }
        let open = |risk: &&Risk| risk.approved.is_none() && risk.acceptance.is_none();
        let open: Vec<&str> = register.risks.by_id().filter(open).map(|risk| risk.id.as_str()).collect();
        if !open.is_empty() {
            let what =
                format!("the owner has approved neither treatment nor residual risk of {}", listed(&open));
            self.put(GapArea::Risks, Remedy::Fix, "6.1.3 f", what)
                .advise("let each owner decide, and write `approved: {by: …, at: DATE}` in the risk's file");
        }
    }
}

/// How many clauses of a management system something on file answers, and how many there are.
pub fn answered_clauses(register: &Register, coverage: &Coverage<'_>) -> (usize, usize) {
    let clauses = || coverage.requirements.iter().filter(|covered| !covered.requirement.excludable);
    (clauses().filter(|covered| lack(register, covered).is_none()).count(), clauses().count())
}

/// What a clause lacks; the same that the packet says of it.
fn lack(register: &Register, covered: &Covered<'_>) -> Option<&'static str> {
    let id = &covered.requirement.id;
    let held = Holding::of(id).iter().any(|holding| holding.is_held(register));
    let shown = held || !covered.policies.is_empty();
    let mut active = covered.active().peekable();
    match (covered.requirement.documented, shown, active.peek().is_some()) {
        (_, true, _) | (false, false, true) => None,
        (true, false, false) => Some("it asks for documented information, and nothing on file answers it"),
        (false, false, false) => Some("nothing on file answers it"),
        (true, false, true) => active
            .all(|claimant| register.records_of(&claimant.control.id).next().is_none())
            .then_some("it asks for documented information, and the controls that claim it have no record"),
    }
}

/// What answers a clause, and the command or file by which it comes to be.
fn advice(clause: &str) -> &'static str {
    match clause {
        "4.1" | "4.2" => {
            "write `policies/isms/context.md` with `satisfies: {iso27001: [4.1, 4.2]}` (`tickmark new document`); say \
             whether climate change matters (Amd 1:2024)"
        }
        "4.3" => {
            "write `policies/isms/scope.md` with `satisfies: {iso27001: 4.3}` (`tickmark new document`): what is \
             inside, what is not, and where it meets others"
        }
        "4.4" | "5.1" | "5.2" => {
            "name it in the `satisfies` of the information security policy, and have management approve that policy"
        }
        "5.3" => "give each person a `role` in `policies/program.yaml`",
        "6.1.2" => {
            "write `policies/isms/method.yaml`: scales, appetite, who may accept what, how often risks are reviewed; \
             `tickmark new method` begins with the built-in one"
        }
        "6.1.3" => "give each risk a `treatment`, and write the Statement of Applicability",
        "6.2" => {
            "say what is to be reached, each with a measure, a target and an owner: `tickmark new objective`"
        }
        "8.2" => {
            "assess the risks, `tickmark new risk` for each that is missing, and write who `reviewed` it and when"
        }
        "8.3" => "give the risks that are treated a `plan` with owner and day",
        "7.5.1" | "7.5.2" | "7.5.3" => {
            "say in a policy how documents are approved, kept and withdrawn (here: by pull request and tag), and name \
             it in its `satisfies`"
        }
        "9.1" => "measure the objectives: add `results` to `policies/isms/objectives.yaml`",
        "9.2.1" => "hold an internal audit by somebody who did not build it: `tickmark new internal-audit`",
        "9.2.2" => "plan what is audited, how often, by whom, by when: `tickmark new planned-audit`",
        "9.3.1" => {
            "plan it: `management_review: {cadence: annual, due: DATE}` in `policies/isms/programme.yaml`"
        }
        "9.3.2" | "9.3.3" => {
            "hold a management review over every input of 9.3.2: `tickmark new management-review` lists them"
        }
        "10.1" | "10.2" => {
            "record what was found and set right, from the internal audit on: `tickmark new nonconformity`"
        }
        _ => {
            "let a document below `policies/isms/`, a policy or a control that does it name the clause in its `satisfies`"
        }
    }
}
