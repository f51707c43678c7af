//! Requirements that nothing answers, policies that do not hold.

use crate::assess::Covered;
use crate::assess::gaps::{Finder, GapArea, GapsInput, Remedy, listed};
use crate::model::{Requirement, Soa, SoaDecision, Status};

impl Finder<'_> {
    pub(super) fn requirements(&mut self) {
        let open: Vec<Open> = self.coverage.gaps().map(|covered| open(&self.input, covered)).collect();
        for one in open {
            let gap = self.put(GapArea::Requirements, Remedy::Fix, &one.id, one.what);
            gap.advise(one.advice);
            gap.owner = one.owner;
        }
        for clause in self.input.clauses {
            let what = format!("{}: {}", clause.title, clause.gap.trim_end_matches('.'));
            self.put(GapArea::ManagementSystem, Remedy::Fix, &clause.id, what).advise(format!(
                "let a document below `policies/isms/` or a control name {} in its `satisfies`",
                clause.id
            ));
        }
    }

    pub(super) fn policies(&mut self) {
        for past in self.input.pasts {
            let Some(changed) = &past.changed else { continue };
            let policy = past.policy;
            let what = format!("its text changed on {}, after it was approved", changed.first.day);
            self.put(GapArea::Policies, Remedy::Fix, &policy.id, what)
                .advise("have the new text approved, raise `version`, and update `approved`")
                .owned(policy.owner.as_ref())
                .at(&policy.path);
        }
    }

    /// Owners who have left.
    pub(super) fn people(&mut self) {
        let Some(program) = &self.input.register.program else { return };
        let as_of = self.input.assessment.as_of;
        for control in self.input.register.controls.by_id().filter(|control| control.is_active()) {
            let claims = control.satisfies.of(&self.input.framework.id).next().is_some();
            let Some(owner) = control.owner.as_ref().filter(|_| claims) else { continue };
            let until = program.person(owner).and_then(|person| person.until).map(|until| until.value);
            let Some(until) = until.filter(|until| *until < as_of) else { continue };
            let what = format!("its owner {} left on {until}", program.name_of(owner));
            self.put(GapArea::People, Remedy::Fix, &control.id, what)
                .advise(format!("name who answers for it now as `owner` in `{}`", control.path))
                .at(&control.path);
        }
    }
}

/// A requirement that no control in force claims.
struct Open {
    id: String,
    what: String,
    advice: String,
    owner: Option<String>,
}

/// Says what stands nearest to an answer: a draft, a plan, a control that was retired.
fn open(input: &GapsInput<'_>, covered: &Covered<'_>) -> Open {
    let requirement = covered.requirement;
    let ids = |status| -> Vec<&str> {
        covered.with(status).map(|claimant| claimant.control.id.value.as_str()).collect()
    };
    let (drafts, retired) = (listed(&ids(Status::Draft)), listed(&ids(Status::Retired)));
    let mut planned = decisions(input, requirement)
        .filter(|(_, one)| one.status.as_ref().is_some_and(|status| **status == *"planned"));
    let mut owner = None;
    let (why, advice) = if !drafts.is_empty() {
        ("only a draft claims it".to_owned(), format!("finish {drafts} and set `status: active`"))
    } else if let Some((soa, decision)) = planned.next() {
        owner = decision.owner.as_ref().map(|owner| owner.value.clone());
        let by = decision.due.map(|due| format!(" for {}", due.value)).unwrap_or_default();
        let advice = format!("write the control, in force, and take the decision out of `{}`", soa.path);
        (format!("planned{by}, and no control yet"), advice)
    } else if !retired.is_empty() {
        let advice = format!("let another control take over from {retired}, or set it back in force");
        ("only a retired control claims it".to_owned(), advice)
    } else {
        let advice =
            "name it in the `satisfies` of the control that does this, or write that control".to_owned();
        ("no control claims it".to_owned(), advice)
    };
    let title = requirement.title.as_ref().map_or("", |title| title.value.as_str());
    Open { id: requirement.id.value.clone(), what: format!("{title}: {why}"), advice, owner }
}

/// True for what controls have to answer: not the criteria for the description, which the description
/// answers, not clauses of a management system, whose answers the packet tells, and nothing that the
/// company says does not apply.
pub(super) fn is_for_controls(input: &GapsInput<'_>, requirement: &Requirement) -> bool {
    let of_description = requirement.is_in("description");
    let clause = *input.framework.id == *"iso27001" && !requirement.excludable;
    !of_description && !clause && !is_excluded(input, requirement)
}

/// True for what does not apply: by DC 8, or by the Statement of Applicability.
fn is_excluded(input: &GapsInput<'_>, requirement: &Requirement) -> bool {
    let decided = decisions(input, requirement).any(|(_, one)| one.excludes());
    let group = requirement.group.as_ref().map_or("", |group| group.value.as_str());
    let system = input.register.system.as_ref().filter(|_| *input.framework.id == *"soc2");
    let not_relevant = system.into_iter().flat_map(|system| &system.not_relevant).any(|one| {
        let named = one.criterion.value.as_str();
        named == requirement.id.value || named == group
    });
    decided || not_relevant
}

/// What Statements of Applicability say of a requirement.
fn decisions<'a>(
    input: &GapsInput<'a>,
    requirement: &'a Requirement,
) -> impl Iterator<Item = (&'a Soa, &'a SoaDecision)> {
    let framework = &input.framework.id.value;
    let soas = input.register.soas.iter().filter(move |soa| *soa.framework == **framework);
    soas.filter_map(|soa| Some((soa, soa.decisions.get(&requirement.id.value)?)))
}
