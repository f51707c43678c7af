//! `gaps --plan`: what to do in which order, from what is on file.

use std::collections::BTreeSet;

use crate::app::pipeline::Judged;
use crate::app::{AppError, Exit, Scope, World};
use crate::assess::{Coverage, Known, Side, answered, answered_clauses, dry_run, plan, reached};
use crate::command::gaps::subject::{mandatory, whole_months};
use crate::command::gaps::{Format, written};
use crate::model::Scope as InScope;
use crate::report::clocks;
use crate::report::gaps::summary;
use crate::report::plan::{PlanReport, book, csv, full, json, markdown, tsv};
use crate::report::trail::Style;

/// How many controls the dry run looks at.
const TOP: usize = 10;

/// Prints the plan.
pub(super) fn run(
    world: &World,
    scope: &Scope,
    mut judged: Judged,
    format: Option<Format>,
) -> Result<Exit, AppError> {
    judged.loaded.speak_of(&["soc2", "iso27001"]);
    let known = known(&judged)?;
    let made = plan(&judged.loaded.register, judged.as_of, &known);
    let program = judged.loaded.program()?;
    let commit = judged.trail()?.head().map(|head| head.id.to_string());
    let report = PlanReport {
        plan: &made,
        company: program.company.as_ref().map_or("", |name| &name.value),
        clocks: &clocks(&judged.loaded.snapshot.origin, judged.as_of),
        commit: commit.as_deref(),
        reference: scope.revision.as_ref().and_then(|resolved| resolved.name.as_deref()),
        as_of: judged.as_of,
        style: Style { width: world.output.terminal.width, ascii: world.output.terminal.ascii },
    };
    let usual = if world.output.terminal.is_terminal { Format::Full } else { Format::Tsv };
    match format.unwrap_or(usual) {
        Format::Full => world.output.print(&full(&report))?,
        Format::Tsv => world.output.print(&tsv(&report))?,
        Format::Csv => world.output.print_bytes(csv(&report).as_bytes())?,
        Format::Xlsx => world.output.print_bytes(&written(&book(&report))?)?,
        Format::Json => world.output.print_bytes(json(&report).as_bytes())?,
        Format::Markdown => world.output.print_bytes(markdown(&report).as_bytes())?,
    }
    Ok(Exit::Done)
}

/// What the steps have to know of controls, clauses and evidence.
fn known(judged: &Judged) -> Result<Known, AppError> {
    let register = &judged.loaded.register;
    let program = judged.loaded.program()?;
    let assessment = judged.assess(whole_months(judged.as_of), None);
    let coverage = |id: &str, scope: &InScope| -> Option<(usize, usize)> {
        let framework = register.frameworks.get(id)?;
        let claimed = register.claimed(id);
        let out: BTreeSet<&str> = register
            .soas
            .iter()
            .filter(|soa| *soa.framework == *id)
            .flat_map(|soa| soa.decisions.values())
            .filter(|decision| decision.excludes())
            .map(|decision| decision.requirement.value.as_str())
            .collect();
        let asked = framework.scoped(scope).filter(|one| {
            let description = one.is_in("description");
            let clause = id == "iso27001" && !one.excludable;
            !description && !clause && !out.contains(one.id.as_str())
        });
        let asked: Vec<&str> = asked.map(|one| one.id.value.as_str()).collect();
        Some((asked.iter().filter(|id| claimed.contains(**id)).count(), asked.len()))
    };
    let scope = |id: &str| {
        let framework = register.frameworks.get(id);
        program.scope(id).cloned().or_else(|| framework.map(mandatory))
    };
    let counted = |id: &str| scope(id).and_then(|scope| coverage(id, &scope)).unwrap_or_default();
    let clauses = scope("iso27001").zip(register.frameworks.get("iso27001")).map(|(scope, framework)| {
        answered_clauses(register, &Coverage::of(framework, &scope, None, register, &assessment))
    });
    let soc2 = scope("soc2");
    let trials = Side::of(register, "soc2").zip(Side::of(register, "iso27001")).map(|(side, iso)| {
        let side = Side { scope: soc2.as_ref(), ..side };
        let leads = reached(register, side, &[iso]);
        summary(&dry_run(register, &assessment, &answered(register, side, &leads), TOP))
    });
    Ok(Known {
        criteria: counted("soc2"),
        annex: counted("iso27001"),
        clauses: clauses.unwrap_or_default(),
        dry_run: trials,
    })
}
