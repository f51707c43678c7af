//! Requirements that nothing answers, policies that do not hold.

use crate::assess::gaps::registers::kept_in;
use crate::assess::gaps::{Finder, GapArea, GapsInput, Remedy, listed};
use crate::assess::{Covered, Reached};
use crate::model::{Requirement, Soa, SoaDecision, Status};

impl Finder<'_> {
    pub(super) fn requirements(&mut self) {
        let leads = std::mem::take(&mut self.leads);
        let lead = |id: &str| leads.iter().find(|one| *one.requirement.id == *id);
        let of = |covered| open(&self.input, covered, lead);
        let open: Vec<Open> = self.coverage.gaps().map(of).collect();
        for one in open {
            let group = self.input.framework.requirement(&one.id).and_then(|known| known.group.clone());
            let gap = self.put(GapArea::Requirements, Remedy::Fix, &one.id, one.what);
            gap.advise(one.advice);
            gap.owner = one.owner;
            gap.group = group.map(|group| group.value);
        }
        self.leads = leads;
    }

    pub(super) fn policies(&mut self) {
        if self.input.register.policies.all().is_empty() {
            self.put(GapArea::Policies, Remedy::Fix, "policies", "no policy is on file")
                .advise("begin with the information security policy: `tickmark new policy`");
        }
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

/// What to do with a lead.
const LOOK: &str = "look whether that control does it, and if so name the requirement in its `satisfies`: a crosswalk only suggests";

/// `AC-02 may do it already (iso27001 A.5.18)`, by the strongest row.
fn led(reached: &Reached<'_>) -> Option<String> {
    let best = reached.leads.first()?;
    let ids: Vec<&str> = best.controls.iter().map(|control| control.id.as_str()).collect();
    Some(format!("{} may do it already ({} {})", listed(&ids), best.from, best.row.here))
}

/// Says what stands nearest to an answer: a draft, a plan, a control that was retired.
fn open<'a>(
    input: &GapsInput<'_>,
    covered: &Covered<'_>,
    lead: impl Fn(&str) -> Option<&'a Reached<'a>>,
) -> Open {
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
    } else if let Some(led) = lead(&requirement.id).and_then(led) {
        (format!("no control claims it; {led}"), LOOK.to_owned())
    } else {
        let kept = kept_in(&input.framework.id, &requirement.id, input.register);
        let advice =
            || "name it in the `satisfies` of the control that does this, or write that control".to_owned();
        ("no control claims it".to_owned(), kept.unwrap_or_else(advice))
    };
    let title = requirement.title.as_ref().map_or("", |title| title.value.as_str());
    let whom = input.framework.other_addressee(requirement);
    let whom = whom.map(|whom| format!(" (for a {whom})")).unwrap_or_default();
    Open { id: requirement.id.value.clone(), what: format!("{title}{whom}: {why}"), advice, owner }
}

/// True for what controls have to answer: not the criteria for the description, which the description
/// answers, not clauses of a management system, and nothing that the company says does not apply.
pub(super) fn is_for_controls(input: &GapsInput<'_>, requirement: &Requirement) -> bool {
    let of_description = requirement.is_in("description");
    !of_description && !is_clause(input, requirement) && !is_excluded(input, requirement)
}

/// True for a clause of a management system, which documents and registers answer as well.
pub(super) fn is_clause(input: &GapsInput<'_>, requirement: &Requirement) -> bool {
    *input.framework.id == *"iso27001" && !requirement.excludable && !requirement.heading
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
