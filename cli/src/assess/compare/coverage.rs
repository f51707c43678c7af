//! Requirements in scope whose cover is not the same.

use std::collections::{BTreeMap, BTreeSet};

use crate::assess::compare::{State, program};
use crate::calendar::{Date, Window};
use crate::model::{Audit, Control, Framework, Register, Scope, SoaDecision};

/// How a requirement's cover moved.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub enum CoverKind {
    /// A control in force claimed it, and none does now.
    Lost,
    /// Controls in force claim it, and none of them falls due in the rest of an open audit's window.
    Silent,
    /// No control in force claimed it, and one does now.
    Gained,
}

impl CoverKind {
    /// The word of the machine contract.
    pub fn word(self) -> &'static str {
        match self {
            Self::Lost => "lost",
            Self::Silent => "silent",
            Self::Gained => "gained",
        }
    }
}

/// A requirement whose cover is not the same.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord)]
pub struct Cover {
    /// The framework.
    pub framework: String,
    /// The requirement.
    pub requirement: String,
    /// Our own short title of it.
    pub title: String,
    /// How it moved.
    pub kind: CoverKind,
    /// The audit in whose window nothing falls due, where that is what moved.
    pub audit: Option<String>,
    /// The controls that it had: in force, by id.
    pub before: Vec<String>,
    /// The controls that it has.
    pub after: Vec<String>,
}

pub(super) fn cover(before: State<'_>, after: State<'_>) -> Vec<Cover> {
    let (Some(was), Some(is)) = (program(before), program(after)) else { return Vec::new() };
    let mut found = Vec::new();
    for scope in &is.frameworks {
        let Some(old) = was.scope(&scope.framework) else { continue };
        let Some(framework) = after.register.frameworks.get(scope.framework.as_str()) else { continue };
        let asked: BTreeSet<&str> = framework.scoped(old).map(|one| one.id.as_str()).collect();
        let pair = Pair { before, after, framework };
        let audits = is
            .audits
            .iter()
            .filter(|audit| audit.framework.as_ref().is_some_and(|id| *id.value == *scope.framework.value));
        let audits: Vec<&Audit> = audits.collect();
        found.extend(pair.claims(scope, &asked));
        found.extend(pair.silences(scope, &asked, &audits));
    }
    found.sort();
    found
}

/// A framework in two states.
struct Pair<'a> {
    before: State<'a>,
    after: State<'a>,
    framework: &'a Framework,
}

/// The controls in force that claim each requirement of a framework.
fn claimants<'a>(register: &'a Register, framework: &'a str) -> BTreeMap<&'a str, Vec<&'a str>> {
    let mut found: BTreeMap<&str, Vec<&str>> = BTreeMap::new();
    for control in register.controls.by_id().filter(|control| control.is_active()) {
        let ids: BTreeSet<&str> = control.satisfies.of(framework).map(|id| id.value.as_str()).collect();
        for id in ids {
            found.entry(id).or_default().push(&control.id);
        }
    }
    found
}

impl<'a> Pair<'a> {
    fn excluded(&self, requirement: &str) -> bool {
        let soa = self.after.register.soas.iter().find(|soa| *soa.framework == *self.framework.id);
        soa.and_then(|soa| soa.decisions.get(requirement)).is_some_and(SoaDecision::excludes)
    }

    /// What no control claims any more, or one does now. What is excluded is told where it is decided.
    fn claims(&self, scope: &Scope, asked: &BTreeSet<&str>) -> Vec<Cover> {
        let old = claimants(self.before.register, &self.framework.id);
        let new = claimants(self.after.register, &self.framework.id);
        let mut found = Vec::new();
        for requirement in self.framework.scoped(scope).filter(|one| asked.contains(one.id.as_str())) {
            let id = requirement.id.as_str();
            let ids = |map: &BTreeMap<&str, Vec<&str>>| -> Vec<String> {
                map.get(id).into_iter().flatten().map(|id| (*id).to_owned()).collect()
            };
            let (before, after) = (ids(&old), ids(&new));
            let kind = match (before.is_empty(), after.is_empty()) {
                (false, true) if !self.excluded(id) => CoverKind::Lost,
                (true, false) => CoverKind::Gained,
                _ => continue,
            };
            found.push(self.one(id, kind, None, before, after));
        }
        found
    }

    fn one(
        &self,
        id: &str,
        kind: CoverKind,
        audit: Option<&Audit>,
        before: Vec<String>,
        after: Vec<String>,
    ) -> Cover {
        let title = self.framework.requirement(id).and_then(|one| one.title.as_ref());
        Cover {
            framework: self.framework.id.value.clone(),
            requirement: id.to_owned(),
            title: title.map(|title| title.value.clone()).unwrap_or_default(),
            kind,
            audit: audit.map(|audit| audit.id.value.clone()),
            before,
            after,
        }
    }

    /// Requirements that controls claim, none of which falls due in the rest of an audit's window: from
    /// then on an auditor would find nothing to test.
    fn silences(&self, scope: &Scope, asked: &BTreeSet<&str>, audits: &[&Audit]) -> Vec<Cover> {
        let mut found = Vec::new();
        for audit in audits {
            let Some(window) = audit.window.as_ref().map(|window| window.value) else { continue };
            let (Some(old), Some(new)) = (Self::due(self.before, window), Self::due(self.after, window))
            else {
                continue;
            };
            if old == new {
                continue;
            }
            let kept = claimants(self.after.register, &self.framework.id);
            let was = claimants(self.before.register, &self.framework.id);
            for requirement in self.framework.scoped(scope).filter(|one| asked.contains(one.id.as_str())) {
                let id = requirement.id.as_str();
                let due = |map: &BTreeMap<&str, Vec<&str>>, due: &BTreeSet<&str>| -> Vec<String> {
                    let ids = map.get(id).into_iter().flatten().filter(|id| due.contains(*id));
                    ids.map(|id| (*id).to_owned()).collect()
                };
                let (before, after) = (due(&was, &old), due(&kept, &new));
                if before.is_empty() || !after.is_empty() || !kept.contains_key(id) || self.excluded(id) {
                    continue;
                }
                let still = kept[id].iter().map(|id| (*id).to_owned()).collect();
                found.push(self.one(id, CoverKind::Silent, Some(audit), before, still));
            }
        }
        found
    }

    /// The controls with an occurrence that falls due in the rest of a window; `None` where that was not assessed, or
    /// where the window is over.
    fn due(state: State<'a>, window: Window) -> Option<BTreeSet<&'a str>> {
        let assessment = state.assessment?;
        let seen = assessment.window.from <= window.from && window.to <= assessment.window.to;
        if !seen || window.to < assessment.as_of || window.from == window.to {
            return None;
        }
        let rest = window.from.max(assessment.as_of);
        let within = |due: Date| rest <= due && due <= window.to;
        let falls = assessment
            .controls
            .iter()
            .filter(|control| control.occurrences.iter().any(|occurrence| within(occurrence.due)));
        // What happens when it happens is due when it happens.
        let on_event = |control: &&Control| control.cadence.value.is_on_event();
        let events = state.register.controls.by_id().filter(on_event);
        let events = events.filter(|control| control.is_active()).map(|control| control.id.value.as_str());
        Some(falls.map(|control| control.id.as_str()).chain(events).collect())
    }
}
