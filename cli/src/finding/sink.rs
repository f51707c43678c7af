//! The sink for findings.

use std::collections::BTreeMap;

use crate::finding::{Finding, Level};

/// A rule that could not be run.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord)]
pub struct NotEvaluated {
    /// The rule.
    pub rule: &'static str,
    /// Why: `shallow-clone`, `no-history`.
    pub because: &'static str,
}

/// The levels that the programme sets, by rule or group; `None` is off.
#[derive(Debug, Clone, Default)]
pub struct RuleLevels(pub BTreeMap<String, Option<Level>>);

/// Every finding of a run, and what was not looked at.
#[derive(Debug, Default)]
pub struct Findings {
    list: Vec<Finding>,
    /// Rules that could not run.
    pub not_evaluated: Vec<NotEvaluated>,
}

impl Findings {
    /// Takes findings.
    pub fn extend(&mut self, findings: impl IntoIterator<Item = Finding>) {
        self.list.extend(findings);
    }

    /// Applies levels: a rule that is off drops out, others take the level that is set.
    pub fn apply(&mut self, levels: &RuleLevels) {
        self.list.retain_mut(|finding| match levels.0.get(finding.rule) {
            None => true,
            Some(None) => false,
            Some(Some(level)) => {
                finding.level = *level;
                true
            }
        });
        self.not_evaluated.retain(|entry| levels.0.get(entry.rule) != Some(&None));
    }

    /// Sorts by path, place and rule and drops exact repetitions.
    #[must_use]
    pub fn finish(mut self) -> Self {
        self.list.sort_by(|a, b| {
            (&a.path, a.place, a.rule, &a.message).cmp(&(&b.path, b.place, b.rule, &b.message))
        });
        self.list.dedup();
        self.not_evaluated.sort();
        self.not_evaluated.dedup();
        self
    }

    /// The findings.
    pub fn list(&self) -> &[Finding] {
        &self.list
    }

    /// The findings, to be changed by suppressions.
    pub fn list_mut(&mut self) -> &mut Vec<Finding> {
        &mut self.list
    }

    /// How many of a level are not waived.
    pub fn count(&self, level: Level) -> usize {
        self.list.iter().filter(|finding| finding.waived.is_none() && finding.level == level).count()
    }

    /// How many are waived.
    pub fn waived(&self) -> usize {
        self.list.iter().filter(|finding| finding.waived.is_some()).count()
    }

    /// The highest level that is not waived.
    pub fn worst(&self) -> Option<Level> {
        self.list.iter().filter(|finding| finding.waived.is_none()).map(|finding| finding.level).max()
    }
}
