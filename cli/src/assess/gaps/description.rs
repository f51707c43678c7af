//! The SOC 2 description (DC 1 to DC 9), and whoever it leans on.

use crate::assess::assurance::unspoken;
use crate::assess::gaps::{Finder, GapArea, Remedy, listed};
use crate::calendar::{DayRun, Window};
use crate::model::{Inclusion, Requirement, Subservice, SystemDescription};

impl Finder<'_> {
    pub(super) fn description(&mut self) {
        let kind = self.input.audit.and_then(|audit| audit.kind).map(|kind| kind.value.word());
        let applies = |one: &&Requirement| {
            one.is_in("description")
                && (one.applies_to.is_empty()
                    || kind.is_none_or(|kind| one.applies_to.iter().any(|word| **word == *kind)))
        };
        let register = self.input.register;
        let chapters: Vec<&Requirement> = self.input.framework.requirements.iter().filter(applies).collect();
        for chapter in chapters {
            let key = chapter.id.to_ascii_lowercase();
            let there = register.system_prose.get(&key).is_some_and(|prose| !prose.body.is_empty());
            if !there {
                let title = chapter.title.as_ref().map_or("", |title| title.value.as_str());
                let what = format!("{title}: the chapter is not written");
                self.put(GapArea::Description, Remedy::Fix, &chapter.id, what).advise(
                    "write each chapter in a file of its name, as `policies/system/dc1.md`: what is there and how it \
                     works, without marketing, and more than a diagram",
                );
            }
        }
        if let Some(system) = &register.system {
            self.system(system);
        } else {
            let what = "the structured part is missing: services, commitments, boundary, components";
            self.put(GapArea::Description, Remedy::Fix, "system", what).advise(
                "begin `policies/system/system.yaml` with `tickmark new system`; `tickmark schema system` says what belongs there",
            );
        }
    }

    fn system(&mut self, system: &SystemDescription) {
        for (criterion, key, absent) in [
            ("DC1", "services", system.services.is_empty()),
            ("DC2", "commitments", system.commitments.is_empty()),
            ("DC3", "boundary", system.boundary.inside.is_empty()),
            ("DC4", "incidents", system.incidents.is_none()),
            ("DC6", "user_entity_controls", system.user_entity_controls.is_empty()),
        ] {
            if absent {
                let what = format!("`{key}` is not said");
                self.put(GapArea::Description, Remedy::Fix, criterion, what)
                    .advise(format!("add `{key}:` to `{}`", system.path))
                    .at(&system.path);
            }
        }
        for one in &system.subservice {
            self.subservice(system, one);
        }
    }

    fn subservice(&mut self, system: &SystemDescription, one: &Subservice) {
        let lacks: Vec<&str> = [
            ("whether its controls are carved out or included (`method`)", one.method.is_none()),
            ("which controls are expected of it (`expects`)", one.expects.is_empty()),
            ("which of our controls watches it (`monitored_by`)", one.monitored_by.is_empty()),
        ]
        .into_iter()
        .filter_map(|(name, absent)| absent.then_some(name))
        .collect();
        if !lacks.is_empty() {
            let what = format!("the description does not say {}", listed(&lacks));
            self.put(GapArea::Description, Remedy::Fix, &one.vendor, what)
                .advise(format!("add it under `subservice` in `{}`", system.path))
                .at(&system.path);
        }
    }

    /// Days of the window for which nothing speaks for an organisation that is carved out.
    pub(super) fn vendors(&mut self) {
        let Some(system) = &self.input.register.system else { return };
        let whole = self.input.assessment.window;
        let Some(window) = Window::new(whole.from, whole.to.min(self.input.assessment.as_of)) else { return };
        for one in &system.subservice {
            let inclusive = one.method.is_some_and(|method| method.value == Inclusion::Inclusive);
            let Some(vendor) = self.input.register.vendor(&one.vendor).filter(|_| !inclusive) else {
                continue;
            };
            let silent = unspoken(vendor, window);
            let path = self.input.register.path(vendor.file).clone();
            if let Some(days) = told(&silent.nothing) {
                let what = format!("neither a report nor a bridge letter speaks for {days}");
                self.put(GapArea::Vendors, Remedy::Fix, &vendor.id, what)
                    .advise("ask for the next report or a bridge letter, and enter it under `assurance`")
                    .owned(vendor.owner.as_ref())
                    .at(&path);
            } else if let Some(days) = told(&silent.uncovered) {
                let what = format!("only its own bridge letter speaks for {days}");
                self.put(GapArea::Vendors, Remedy::Explain, &vendor.id, what)
                    .advise("ask when the next report comes; say in the description that the rest rests on its word")
                    .owned(vendor.owner.as_ref())
                    .at(&path);
            }
        }
    }
}

/// `2026-06-01..2026-09-30 (122 days)`
fn told(runs: &[DayRun]) -> Option<String> {
    let (first, last) = (runs.first()?, runs.last()?);
    let days: i64 = runs.iter().map(DayRun::days).sum();
    let noun = if days == 1 { "day" } else { "days" };
    Some(format!("{days} {noun} of the window, between {} and {}", first.from, last.to))
}
