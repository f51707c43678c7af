//! The engine: it owns the loops, the levels and what is set aside.

use rayon::prelude::*;

use crate::assess::OccurrenceStatus;
use crate::finding::{Finding, Findings, Level, NotEvaluated};
use crate::rules::held::{Held, held};
use crate::rules::naming::{Naming, namings};
use crate::rules::reviews::{Review, reviews};
use crate::rules::suppress::{self, Suppression};
use crate::rules::withhold::withhold;
use crate::rules::{Check, Facts, RULES, Reach, Rule, find};
use crate::text::did_you_mean;

/// A name on the command line that is no rule and no group.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
#[error("`{name}` is not a rule or a group of rules")]
pub struct UnknownRule {
    /// The name.
    pub name: String,
    /// What was probably meant.
    pub did_you_mean: Option<&'static str>,
}

/// Which rules run: everything, unless the command line says otherwise.
#[derive(Debug, Clone, Default)]
pub struct RuleSelection {
    select: Vec<String>,
    ignore: Vec<String>,
}

impl RuleSelection {
    /// Reads names of rules and groups: only those of `select` (all, when it is empty), and none of
    /// `ignore`.
    pub fn new<S: AsRef<str>>(select: &[S], ignore: &[S]) -> Result<Self, UnknownRule> {
        let known = |name: &S| {
            let name = name.as_ref();
            if !suppress::names(name).is_empty() {
                return Ok(name.to_owned());
            }
            let metas = RULES.iter().map(|rule| &rule.meta);
            let names = metas.flat_map(|meta| [meta.name, meta.group.name()]);
            Err(UnknownRule { name: name.to_owned(), did_you_mean: did_you_mean(name, names) })
        };
        Ok(Self {
            select: select.iter().map(known).collect::<Result<_, _>>()?,
            ignore: ignore.iter().map(known).collect::<Result<_, _>>()?,
        })
    }

    /// True when a rule runs that looks at what signatures prove.
    pub fn needs_provenance(&self) -> bool {
        let mut chosen = RULES.iter().filter(|rule| self.takes(rule));
        chosen.any(|rule| rule.checks.iter().any(|check| check.needs_provenance()))
    }

    /// True when a rule runs.
    pub fn takes(&self, rule: &Rule) -> bool {
        let named = |names: &[String]| {
            names.iter().any(|name| *name == rule.meta.name || *name == rule.meta.group.name())
        };
        (self.select.is_empty() || named(&self.select)) && !named(&self.ignore)
    }
}

/// Runs the rules that are selected, on every core; the result is the same on every machine.
pub fn judge(facts: &Facts<'_>, selection: &RuleSelection) -> Findings {
    let chosen: Vec<&'static Rule> = RULES.iter().copied().filter(|rule| selection.takes(rule)).collect();
    let reviews = reviews(facts);
    let subjects =
        Subjects { namings: namings(facts, &reviews), held: held(facts.register), reviews: &reviews };
    let not_evaluated: Vec<NotEvaluated> =
        chosen.iter().filter_map(|rule| not_evaluated(facts, rule)).collect();
    let runs = |rule: &&&'static Rule| !(rule.meta.history && facts.reach.because().is_some());

    let spoken: Vec<Vec<Finding>> =
        chosen.par_iter().filter(|rule| runs(rule)).map(|rule| run(facts, rule, &subjects)).collect();
    let mut list: Vec<Finding> = spoken.into_iter().flatten().collect();
    set_levels(facts, &mut list);

    let mut suppressions = suppress::suppressions(facts);
    let ran = |name: &str| {
        chosen.iter().any(|rule| rule.meta.name == name)
            && !not_evaluated.iter().any(|entry| entry.rule == name)
    };
    suppress::apply(facts, &mut suppressions, &mut list, ran);
    let mut about_suppressions = run_last(facts, &chosen, &suppressions);
    set_levels(facts, &mut about_suppressions);
    suppress::apply_settings(facts, &suppressions, &mut about_suppressions);
    list.extend(about_suppressions);
    withhold(facts, &mut list);

    let mut findings = Findings::default();
    findings.extend(list);
    findings.not_evaluated = not_evaluated;
    findings.finish()
}

/// Why a rule was not judged, or not in full: "I don't know" never looks like "nothing found".
fn not_evaluated(facts: &Facts<'_>, rule: &'static Rule) -> Option<NotEvaluated> {
    if rule.checks.iter().any(|check| check.needs_provenance()) && facts.provenance.is_none() {
        let because = facts.reach.because().unwrap_or("not-verified");
        return Some(NotEvaluated { rule: rule.meta.name, because });
    }
    let needs_assessment = rule.checks.iter().any(|check| check.needs_assessment());
    let because = match (rule.meta.history, needs_assessment, facts.assessment) {
        (true, _, _) => facts.reach.because()?,
        (false, true, None) => facts.reach.because().unwrap_or("no-history"),
        (false, true, Some(assessment)) => {
            let occurrences = assessment.controls.iter().flat_map(|control| &control.occurrences);
            let cut =
                occurrences.into_iter().any(|occurrence| occurrence.status == OccurrenceStatus::Unknown);
            cut.then(|| facts.reach.because().or(Reach::Shallow.because()))??
        }
        (false, false, _) => return None,
    };
    Some(NotEvaluated { rule: rule.meta.name, because })
}

/// Subjects that are not entities, listed once for all rules.
struct Subjects<'a> {
    namings: Vec<Naming<'a>>,
    held: Vec<Held<'a>>,
    reviews: &'a [Review<'a>],
}

fn run(facts: &Facts<'_>, rule: &Rule, subjects: &Subjects<'_>) -> Vec<Finding> {
    let mut out = Vec::new();
    let register = facts.register;
    let assessed = facts.assessment.map(|assessment| assessment.controls.as_slice()).unwrap_or_default();
    for check in rule.checks {
        let out = &mut out;
        match check {
            Check::Problem(look) => each(facts.problems, |subject| look(facts, subject, out)),
            Check::File(look) => each(&register.files, |subject| look(facts, subject, out)),
            Check::Naming(look) => each(&subjects.namings, |subject| look(facts, subject, out)),
            Check::Control(look) => each(register.controls.all(), |subject| look(facts, subject, out)),
            Check::Record(look) => each(&register.records, |subject| look(facts, subject, out)),
            Check::Artifact(look) => each(&subjects.held, |subject| look(facts, subject, out)),
            Check::Review(look) => each(subjects.reviews, |subject| look(facts, subject, out)),
            Check::Assessed(look) => each(assessed, |subject| look(facts, subject, out)),
            Check::Occurrence(look) => {
                for control in assessed {
                    each(&control.occurrences, |subject| look(facts, control, subject, out));
                }
            }
            Check::Extraction(look) => each(&register.extractions, |subject| look(facts, subject, out)),
            Check::Risk(look) => each(register.risks.all(), |subject| look(facts, subject, out)),
            Check::Soa(look) => each(&register.soas, |subject| look(facts, subject, out)),
            Check::Policy(look) => each(register.policies.all(), |subject| look(facts, subject, out)),
            Check::PolicyPast(look) => each(&facts.pasts.policies, |subject| look(facts, subject, out)),
            Check::SoaPast(look) => each(&facts.pasts.soas, |subject| look(facts, subject, out)),
            Check::Register(look) => look(facts, register, out),
            Check::Provenance(look) => each(facts.provenance.as_slice(), |subject| look(facts, subject, out)),
            Check::Suppression(_) => {}
        }
    }
    out
}

fn each<'s, T>(subjects: &'s [T], look: impl FnMut(&'s T)) {
    subjects.iter().for_each(look);
}

fn run_last(facts: &Facts<'_>, chosen: &[&'static Rule], suppressions: &[Suppression<'_>]) -> Vec<Finding> {
    let mut out = Vec::new();
    for check in chosen.iter().flat_map(|rule| rule.checks).filter(|check| check.runs_last()) {
        if let Check::Suppression(look) = check {
            each(suppressions, |subject| look(facts, subject, &mut out));
        }
    }
    out
}

/// Gives each finding the level that the programme sets for its rule, else for its group.
fn set_levels(facts: &Facts<'_>, findings: &mut [Finding]) {
    if facts.program().is_none_or(|program| program.rules.is_empty()) {
        return;
    }
    let set_for = |name: &str| level(facts.setting_of(name)?.level.as_ref()?);
    for finding in findings {
        let Some(rule) = find(finding.rule) else { continue };
        if let Some(level) = set_for(rule.meta.name).or_else(|| set_for(rule.meta.group.name())) {
            finding.level = level;
        }
    }
}

/// Reads a level's word; `off` is none.
pub(super) fn level(word: &str) -> Option<Level> {
    match word {
        "error" => Some(Level::Error),
        "warning" => Some(Level::Warning),
        "note" => Some(Level::Note),
        _ => None,
    }
}
