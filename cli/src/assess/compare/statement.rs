//! Decisions of Statements of Applicability, and what comes of them.

use std::collections::{BTreeMap, BTreeSet};

use crate::assess::compare::{Area, Delta, Fate, State, act};
use crate::assess::strength::{Table, value, weigh};
use crate::assess::{Shift, Weight};
use crate::model::{Control, Register, Soa, SoaDecision};

pub(super) fn decisions(before: State<'_>, after: State<'_>) -> Vec<Delta> {
    let by_framework = |register: &'_ Register| -> BTreeMap<String, Soa> {
        register.soas.iter().rev().map(|soa| (soa.framework.value.clone(), soa.clone())).collect()
    };
    let (was, is) = (by_framework(before.register), by_framework(after.register));
    let frameworks: BTreeSet<&String> = was.keys().chain(is.keys()).collect();
    let mut found = Vec::new();
    for framework in frameworks {
        found.extend(of_framework(framework, was.get(framework), is.get(framework), after.register));
    }
    found
}

fn of_framework(framework: &str, old: Option<&Soa>, new: Option<&Soa>, after: &Register) -> Vec<Delta> {
    let decisions = |soa: Option<&Soa>| soa.map(|soa| soa.decisions.clone()).unwrap_or_default();
    let (was, is) = (decisions(old), decisions(new));
    let ids: BTreeSet<&String> = was.keys().chain(is.keys()).collect();
    let approval = |soa: Option<&Soa>| act(soa.and_then(|soa| soa.approved.as_ref()));
    let stale = !approval(old).is_empty() && approval(old) == approval(new);
    let approver = old.and_then(|soa| soa.approved.as_ref()?.by.as_ref()).map(|by| by.value.clone());
    let mut found = Vec::new();
    let Some(file) = new.or(old) else { return found };
    for id in ids {
        let (before, now) = (was.get(id), is.get(id));
        let mut shifts = shifts(before, now);
        // A first statement is held against nothing.
        if old.is_none() {
            for shift in &mut shifts {
                shift.weight = Weight::Neutral;
            }
        }
        if shifts.is_empty() && before.is_some() == now.is_some() {
            continue;
        }
        let requirement = after.frameworks.get(framework).and_then(|known| known.requirement(id));
        let mut consequences = consequences(framework, id, before, now, after);
        if stale {
            consequences.push(format!("the approval on file ({}) is for other decisions", approval(old)));
        }
        let owner = |decision: Option<&SoaDecision>| {
            decision.and_then(|one| one.owner.as_ref()).map(|owner| owner.value.clone())
        };
        found.push(Delta {
            area: Area::Statement,
            id: format!("{framework}:{id}"),
            title: value(requirement.and_then(|one| one.title.as_ref())),
            fate: Fate::of(before.is_some(), now.is_some()),
            path: file.path.clone(),
            moved_from: None,
            shifts,
            prose: None,
            owners: owner(before).into_iter().chain(owner(now)).collect(),
            approvers: if stale { approver.iter().cloned().collect() } else { BTreeSet::new() },
            consequences,
        });
    }
    found
}

/// What is not decided applies.
fn applies(decision: Option<&SoaDecision>) -> bool {
    !decision.is_some_and(SoaDecision::excludes)
}

fn shifts(old: Option<&SoaDecision>, new: Option<&SoaDecision>) -> Vec<Shift> {
    let mut table = Table::default();
    let word = |decision: Option<&SoaDecision>| if applies(decision) { "yes" } else { "no" }.to_owned();
    let span = new
        .and_then(|one| one.applies)
        .map(|applies| applies.span)
        .or_else(|| new.map(|one| one.requirement.span));
    table.put("applies", word(old), word(new), weigh(applies(old), applies(new)), span);
    let status = |decision: Option<&SoaDecision>| value(decision.and_then(|one| one.status.as_ref()));
    let rank = |word: &str| match word {
        "planned" => Some(1),
        "partly" => Some(2),
        "implemented" => Some(3),
        _ => None,
    };
    let weight = match (rank(&status(old)), rank(&status(new))) {
        (Some(old), Some(new)) => weigh(old, new),
        _ => Weight::Neutral,
    };
    let span = new.and_then(|one| one.status.as_ref()).map(|status| status.span);
    table.put("status", status(old), status(new), weight, span);
    let due = |decision: Option<&SoaDecision>| decision.and_then(|one| one.due).map(|due| due.value);
    let weight = match (due(old), due(new)) {
        (Some(old), Some(new)) => weigh(new, old),
        _ => Weight::Neutral,
    };
    let text = |date: Option<crate::calendar::Date>| date.map(|date| date.to_string()).unwrap_or_default();
    table.put("due", text(due(old)), text(due(new)), weight, new.and_then(|one| one.due).map(|due| due.span));
    let because = |decision: Option<&SoaDecision>| {
        decision
            .map(|one| one.because.iter().map(|reason| reason.value.as_str()).collect::<Vec<_>>().join("; "))
    };
    let reasons = [because(old).unwrap_or_default(), because(new).unwrap_or_default()];
    let [was, is] = reasons;
    table.put("because", was, is, Weight::Neutral, None);
    table.0
}

/// What an exclusion leaves behind, and what an inclusion asks for.
fn consequences(
    framework: &str,
    id: &str,
    old: Option<&SoaDecision>,
    new: Option<&SoaDecision>,
    after: &Register,
) -> Vec<String> {
    let claims = |control: &&Control| control.is_active() && control.satisfies.names(framework, id);
    let claimants: Vec<&Control> = after.controls.by_id().filter(claims).collect();
    let ids = || claimants.iter().map(|control| control.id.value.as_str()).collect::<Vec<_>>().join(", ");
    let in_force = || match claimants.len() {
        1 => format!("{} is in force and claims it", ids()),
        _ => format!("{} are in force and claim it", ids()),
    };
    let mut said = Vec::new();
    if applies(old) && !applies(new) {
        if !claimants.is_empty() {
            said.push(format!("it is excluded, and {}", in_force()));
        }
        let reasoned = new.is_some_and(|one| one.because.iter().any(|reason| !reason.trim().is_empty()));
        if !reasoned {
            said.push("it is excluded without a reason, and an exclusion needs one".to_owned());
        }
        let risks: BTreeSet<&str> =
            claimants.iter().flat_map(|control| &control.mitigates).map(|risk| risk.value.as_str()).collect();
        if !risks.is_empty() {
            let risks: Vec<&str> = risks.into_iter().collect();
            said.push(format!("its controls treat {}", risks.join(", ")));
        }
    }
    let implemented =
        new.and_then(|one| one.status.as_ref()).is_some_and(|status| **status == *"implemented");
    let included = !applies(old) && applies(new);
    if (included || implemented) && claimants.is_empty() {
        said.push("no control in force claims it".to_owned());
    }
    if included && !claimants.is_empty() {
        said.push(in_force());
    }
    said
}
