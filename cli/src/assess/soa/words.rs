//! The statement in words, the same in every report and packet.

use std::collections::BTreeSet;

use crate::assess::{Applicability, SoaEntry, SoaRemark, SoaStatus};
use crate::model::SoaDecision;

impl SoaRemark {
    /// The remark in words.
    pub fn sentence(&self) -> String {
        let said = |ids: &[String], words: &str| format!("{words}: {}", ids.join(", "));
        match self {
            Self::ExcludedButClaimed(ids) => said(ids, "excluded, yet controls in force claim it"),
            Self::ExcludedButTreats(ids) => said(ids, "excluded, yet it is to treat risks"),
            Self::ExclusionWithoutReason => "excluded without a reason".to_owned(),
            Self::InclusionWithoutReason => "no risk, law, contract or practice is given for it".to_owned(),
            Self::PlanWithoutDate => "planned without a date".to_owned(),
            Self::StatedOnly => "stated by decision; no control in force claims it".to_owned(),
            Self::EvidenceMissing(ids) => said(ids, "the newest evidence is missing"),
            Self::NothingDueYet(ids) => said(ids, "nothing on file yet, and nothing was due"),
            Self::Failed(ids) => said(ids, "the newest record says failed or not performed"),
            Self::DraftOnly(ids) => said(ids, "only drafts claim it"),
            Self::RetiredOnly(ids) => said(ids, "only retired controls claim it"),
        }
    }

    /// The word of the machine contract.
    pub fn word(&self) -> &'static str {
        match self {
            Self::ExcludedButClaimed(_) => "excluded-but-claimed",
            Self::ExcludedButTreats(_) => "excluded-but-treats",
            Self::ExclusionWithoutReason => "exclusion-without-reason",
            Self::InclusionWithoutReason => "inclusion-without-reason",
            Self::PlanWithoutDate => "plan-without-date",
            Self::StatedOnly => "stated-only",
            Self::EvidenceMissing(_) => "evidence-missing",
            Self::NothingDueYet(_) => "nothing-due-yet",
            Self::Failed(_) => "failed",
            Self::DraftOnly(_) => "draft-only",
            Self::RetiredOnly(_) => "retired-only",
        }
    }

    /// The controls or risks that it is about; none when it is about the entry alone.
    pub fn about(&self) -> &[String] {
        match self {
            Self::ExcludedButClaimed(ids)
            | Self::ExcludedButTreats(ids)
            | Self::EvidenceMissing(ids)
            | Self::NothingDueYet(ids)
            | Self::Failed(ids)
            | Self::DraftOnly(ids)
            | Self::RetiredOnly(ids) => ids,
            Self::ExclusionWithoutReason
            | Self::InclusionWithoutReason
            | Self::PlanWithoutDate
            | Self::StatedOnly => &[],
        }
    }

    /// True for an exclusion that something else in the repository contradicts.
    pub fn is_contradiction(&self) -> bool {
        matches!(self, Self::ExcludedButClaimed(_) | Self::ExcludedButTreats(_))
    }
}

impl SoaEntry<'_> {
    /// `yes`, `no`, or `undecided`.
    pub fn applicable(&self) -> &'static str {
        match self.status.applies() {
            Some(true) => "yes",
            Some(false) => "no",
            None => "undecided",
        }
    }

    /// Why it is in: the risks, then the reasons written down; empty for what is excluded.
    pub fn inclusion(&self) -> String {
        if self.status == SoaStatus::Excluded {
            return String::new();
        }
        let mut reasons = Vec::new();
        if !self.risks.is_empty() {
            let ids: Vec<&str> = self.risks.iter().map(|risk| risk.id.as_str()).collect();
            reasons.push(format!("{} {}", if ids.len() == 1 { "risk" } else { "risks" }, ids.join(", ")));
        }
        let word = |reason: &str| if reason == "good-practice" { "good practice" } else { reason }.to_owned();
        reasons.extend(self.because().map(word));
        reasons.join("; ")
    }

    /// Why it is out; empty for what is not excluded.
    pub fn exclusion(&self) -> String {
        match self.status {
            SoaStatus::Excluded => self.because().collect::<Vec<_>>().join("; "),
            SoaStatus::Implemented
            | SoaStatus::Partly
            | SoaStatus::Planned
            | SoaStatus::Open
            | SoaStatus::Undecided => String::new(),
        }
    }

    /// Who sees to it, by short name: of the decision, else the owners of its controls in force.
    pub fn owners(&self) -> BTreeSet<&str> {
        if let Some(owner) = self.decision.and_then(|decision| decision.owner.as_ref()) {
            return [owner.as_str()].into();
        }
        self.in_force().filter_map(|claimant| Some(claimant.control.owner.as_ref()?.as_str())).collect()
    }
}

impl Applicability<'_> {
    /// What a reader should not have to find out alone, in sentences.
    pub fn remarks(&self) -> Vec<String> {
        let ids = |is: &dyn Fn(&SoaEntry<'_>) -> bool| {
            let ids: Vec<&str> = self
                .entries
                .iter()
                .filter(|entry| is(entry))
                .map(|entry| entry.requirement.id.as_str())
                .collect();
            (!ids.is_empty()).then(|| ids.join(", "))
        };
        let has = |entry: &SoaEntry<'_>, is: fn(&SoaRemark) -> bool| entry.remarks.iter().any(is);
        let decided = |list: &[&SoaDecision]| {
            let ids: Vec<&str> = list.iter().map(|decision| decision.requirement.as_str()).collect();
            (!ids.is_empty()).then(|| ids.join(", "))
        };
        let said = [
            (
                decided(&self.wrongly_excluded),
                "Excluded by a decision, though a clause can never be excluded",
            ),
            (decided(&self.unknown), "Decided on, though the framework has no such requirement"),
            (ids(&|entry| entry.status == SoaStatus::Undecided), "Without a decision and without a control"),
            (
                ids(&|entry| entry.status == SoaStatus::Open),
                "Applies, not implemented, and no plan is written down",
            ),
            (
                ids(&|entry| has(entry, |remark| matches!(remark, SoaRemark::ExcludedButClaimed(_)))),
                "Excluded, yet claimed by a control in force",
            ),
            (
                ids(&|entry| has(entry, |remark| matches!(remark, SoaRemark::ExcludedButTreats(_)))),
                "Excluded, yet claimed by a control that treats a risk",
            ),
            (
                ids(&|entry| has(entry, |remark| *remark == SoaRemark::ExclusionWithoutReason)),
                "Excluded without a reason",
            ),
            (
                ids(&|entry| has(entry, |remark| *remark == SoaRemark::InclusionWithoutReason)),
                "Included without a justification",
            ),
            (
                ids(&|entry| has(entry, |remark| *remark == SoaRemark::StatedOnly)),
                "Stated as implemented without a control in force",
            ),
        ];
        said.into_iter().filter_map(|(ids, words)| Some(format!("{words}: {}.", ids?))).collect()
    }
}
