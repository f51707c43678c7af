//! Where to begin, when nearly everything is open.

use std::collections::BTreeMap;

use crate::assess::gaps::{Finder, listed};
use crate::model::Status;

/// A first step, and how many requirements it answers.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Beginning {
    /// What to do, as an imperative.
    pub what: String,
    /// How many of the open requirements are behind it.
    pub closes: usize,
}

/// From this many open requirements on, somebody has to be told where to begin.
const MANY: usize = 8;

impl Finder<'_> {
    /// Drafts first: they are nearly there. Then what other controls may already do. Then the part of
    /// the framework that is the emptiest.
    pub(super) fn begin(&self) -> Vec<Beginning> {
        let open: Vec<_> = self.coverage.gaps().collect();
        if open.len() < MANY {
            return Vec::new();
        }
        let mut drafts: BTreeMap<&str, usize> = BTreeMap::new();
        for claimant in open.iter().flat_map(|covered| covered.with(Status::Draft)) {
            *drafts.entry(claimant.control.id.as_str()).or_default() += 1;
        }
        let mut drafts: Vec<(&str, usize)> = drafts.into_iter().collect();
        drafts.sort_by_key(|&(id, closes)| (std::cmp::Reverse(closes), id));
        let mut begin: Vec<Beginning> = self.less().into_iter().collect();
        let closes = open.iter().filter(|covered| covered.with(Status::Draft).next().is_some()).count();
        if closes > 0 {
            let ids: Vec<&str> = drafts.iter().map(|(id, _)| *id).collect();
            let (noun, verb) =
                if ids.len() == 1 { ("the draft", "set it") } else { ("the drafts", "set each") };
            let what = format!("make {noun} {} say what is true, and {verb} `status: active`", listed(&ids));
            begin.push(Beginning { what, closes });
        }
        begin.extend(self.lead_on());
        begin.extend(self.emptiest());
        begin
    }

    /// Of a guideline that is in scope whole: what its publisher would begin with.
    fn less(&self) -> Option<Beginning> {
        let framework = self.input.framework;
        let guideline = framework.kind.as_ref().is_some_and(|kind| **kind == *"guideline");
        if !guideline || !self.input.scope.categories.is_empty() {
            return None;
        }
        let first = framework.categories.iter().find(|known| known.mandatory)?;
        let inside = |id: &str| framework.requirement(id).is_some_and(|one| one.is_in(&first.id));
        let closes = self.coverage.gaps().filter(|one| inside(&one.requirement.id)).count();
        let title = first.title.as_ref().map_or(first.id.value.as_str(), |title| title.value.as_str());
        let (id, category) = (&framework.id.value, &first.id.value);
        Some(Beginning {
            what: format!(
                "begin with {title} alone: `categories: {category}` at `frameworks.{id}` in policies/program.yaml"
            ),
            closes,
        })
    }

    fn lead_on(&self) -> Option<Beginning> {
        let led: Vec<_> = self.leads.iter().filter(|one| self.is_open(&one.requirement.id)).collect();
        let led: Vec<_> = led.into_iter().filter(|one| !one.leads.is_empty()).collect();
        let mut from: Vec<&str> = led.iter().flat_map(|one| &one.leads).map(|lead| lead.from).collect();
        from.sort_unstable();
        from.dedup();
        let (what, id) = (from.join(","), &self.input.framework.id.value);
        (!led.is_empty()).then(|| Beginning {
            what: format!(
                "go through what controls in force may already do: `tickmark gaps {id} --using {what}`"
            ),
            closes: led.len(),
        })
    }

    fn is_open(&self, id: &str) -> bool {
        self.coverage.get(id).is_some_and(|covered| !covered.is_covered())
    }

    /// The group without any control, not even a draft or a lead, that has most requirements.
    fn emptiest(&self) -> Option<Beginning> {
        let groups = self.input.framework.groups.iter().filter_map(|group| {
            let of = |id: Option<&crate::model::Text>| id.is_some_and(|id| **id == *group.id);
            let inside = self.coverage.requirements.iter().filter(|one| of(one.requirement.group.as_ref()));
            let all: Vec<_> = inside.collect();
            let led =
                |id: &str| self.leads.iter().any(|one| *one.requirement.id == *id && !one.leads.is_empty());
            let empty = all.iter().all(|one| one.controls.is_empty() && !led(&one.requirement.id));
            (empty && !all.is_empty()).then_some((group, all.len()))
        });
        let (group, closes) = groups.rev().max_by_key(|(_, number)| *number)?;
        let title = group.title.as_ref().map_or("", |title| title.value.as_str());
        let exclude = if *self.input.framework.id == *"iso27001" {
            ", or say in `policies/soa/iso27001.yaml` what does not apply and why"
        } else {
            ""
        };
        Some(Beginning {
            what: format!(
                "write the first controls for {} {title}, where there is none: `tickmark new control`{exclude}",
                group.id.value
            ),
            closes,
        })
    }
}
