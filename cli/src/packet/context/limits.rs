//! What a packet leaves out or cannot show; the first thing that a reader reads.

use crate::model::Form;
use crate::packet::Artifacts;
use crate::packet::context::{Context, ControlView, Desk, RequirementView};
use crate::packet::generic::Generic;
use crate::packet::sources::count;

/// More requirements than this are named on a page of their own.
const NAMED: usize = 20;

/// What the packet leaves out or cannot show. Said before anything else.
pub(super) fn not_covered(desk: &Desk<'_>, context: &Context) -> Vec<String> {
    let mut said = Vec::new();
    said.push(format!(
        "No opinion. {} hands this over; whether it is enough is for {} to judge.",
        context.company.name,
        match context.audit.firm.as_str() {
            "" if context.generic.is_some() => "the reader",
            "" => "the auditor",
            firm => firm,
        }
    ));
    let open = &context.coverage.without_control;
    // ISO/IEC 27001 says it requirement by requirement: clauses without an answer, controls that are out or planned.
    if !open.is_empty() && context.iso.is_none() {
        let named = |requirement: &RequirementView| match requirement.addressee.as_str() {
            "" => requirement.id.clone(),
            addressee => format!("{} (for a {addressee})", requirement.id),
        };
        let mut ids: Vec<String> = open.iter().map(named).collect();
        if context.generic.is_some() && ids.len() > NAMED {
            ids = vec!["page 01 names each".to_owned()];
        }
        said.push(format!(
            "{} in scope without a control in force: {}.",
            count(open.len(), "requirement", "requirements"),
            ids.join(", ")
        ));
    }
    out_of_scope(desk, &mut said);
    let window = desk.material.assessment.window;
    if window.to > desk.material.as_of {
        said.push(format!("The days after {}: the window ends on {}.", desk.material.as_of, window.to));
    }
    if !context.audit.on_a_day {
        said.extend(operation(context));
        said.extend(claimed_later(desk));
    }
    said.extend(elsewhere(context));
    said.extend(context.iso.iter().flat_map(|iso| iso.limits.iter().cloned()));
    said.extend(context.generic.iter().flat_map(beyond));
    limits(desk, context, &mut said);
    said
}

/// What of the window nothing shows.
fn operation(context: &Context) -> Vec<String> {
    let mut said = Vec::new();
    let total = &context.coverage.occurrences;
    let absent = total.expected.saturating_sub(total.on_file.number);
    if absent > 0 {
        said.push(format!("{} expected and not on file.", count(absent, "occurrence is", "occurrences are")));
    }
    let ids = |is: fn(&ControlView) -> bool| {
        let ids: Vec<&str> = context
            .controls
            .iter()
            .filter(|control| is(control))
            .map(|control| control.id.as_str())
            .collect();
        (!ids.is_empty()).then(|| ids.join(", "))
    };
    if let Some(idle) = ids(|control| control.occurrences.is_empty() && control.status == "active") {
        said.push(format!("Operation of controls of which no occurrence fell due in the window: {idle}."));
    }
    if let Some(uncovered) = ids(|control| !control.uncovered.is_empty()) {
        let place = if context.iso.is_some() { "10-evidence.md names" } else { "Their pages name" };
        said.push(format!(
            "Days of the window on which a control was in force and no occurrence had to show it: {uncovered}. \
             {place} the days."
        ));
    }
    said
}

/// Controls in force at the tag that answer to the framework now and did on no day of the window.
fn claimed_later(desk: &Desk<'_>) -> Option<String> {
    let id = desk.framework.id.value.as_str();
    let in_scope = |one: &str| {
        desk.framework.requirement(one).is_some_and(|one| desk.framework.in_scope(one, desk.scope))
    };
    let active = desk.material.register.controls.by_id().filter(|control| control.is_active());
    let claiming = active.filter(|control| control.satisfies.of(id).any(|one| in_scope(one)));
    let late = claiming.filter(|control| desk.material.assessment.control(&control.id).is_none());
    let ids: Vec<&str> = late.map(|control| control.id.value.as_str()).collect();
    (!ids.is_empty()).then(|| {
        format!(
            "Operation of controls that claim {} at the tag and did on no day of the window: {}.",
            desk.framework.title(),
            ids.join(", ")
        )
    })
}

/// What others do for a system: subservice organisations and customers (SOC 2).
fn elsewhere(context: &Context) -> Vec<String> {
    let Some(system) = &context.soc2 else { return Vec::new() };
    let mut said = Vec::new();
    let carved: Vec<&str> =
        system.subservice.iter().filter(|one| one.carved_out).map(|one| one.name.as_str()).collect();
    if !carved.is_empty() {
        said.push(format!(
            "The controls of subservice organisations that are carved out: {}.",
            carved.join(", ")
        ));
    }
    for vendor in context.vendors.iter().filter(|vendor| carved.contains(&vendor.id.as_str())) {
        for (days, what, why) in [
            (&vendor.nothing, "What", "did on days for which there is neither a report nor a bridge letter"),
            (
                &vendor.bridged,
                "What an auditor says of",
                "on days for which only its own bridge letter stands",
            ),
        ] {
            if !days.is_empty() {
                said.push(format!("{what} {} {why}: {}.", vendor.id, days.join(", ")));
            }
        }
    }
    if !system.user_entity_controls.is_empty() {
        let controls = count(system.user_entity_controls.len(), "control", "controls");
        said.push(format!("{controls} that customers have to run themselves."));
    }
    said
}

fn out_of_scope(desk: &Desk<'_>, said: &mut Vec<String>) {
    let out: Vec<&str> = desk
        .framework
        .categories
        .iter()
        .filter(|category| {
            *category.id.value != *"description" && !desk.framework.takes_in(&category.id, desk.scope)
        })
        .map(|category| category.title.as_ref().unwrap_or(&category.id).value.as_str())
        .collect();
    if !out.is_empty() {
        said.push(format!("Categories that are not in scope: {}.", out.join(", ")));
    }
}

/// What the framework itself leaves to others.
fn beyond(generic: &Generic) -> Vec<String> {
    let mut said = generic.limits.clone();
    if !generic.not_asked.is_empty() {
        said.push(format!(
            "{} nothing of the company (options, mandates to authorities): not counted, and listed on page 01.",
            count(generic.not_asked.len(), "entry of the catalog that asks", "entries of the catalog that ask")
        ));
    }
    said
}

fn limits(desk: &Desk<'_>, context: &Context, said: &mut Vec<String>) {
    if !context.revision.complete {
        said.push("History before the oldest commit here: this clone is shallow.".to_owned());
    }
    said.push(
        "How far dates and names can be believed beyond the grade that each record has. Commit dates are those that the \
         committers' own clocks wrote; a key stands for a person because the company's list says so."
            .to_owned(),
    );
    let dates = desk.program.distrusted_dates.len();
    if dates > 0 {
        said.push(format!(
            "The dates of {} that the company itself distrusts.",
            count(dates, "commit", "commits")
        ));
    }
    match desk.material.options.artifacts {
        Artifacts::Copy if context.evidence.left_out > 0 => said.push(format!(
            "{} of evidence that could not be copied into this packet; the evidence index says which and why.",
            count(context.evidence.left_out, "file", "files")
        )),
        Artifacts::Copy => {}
        Artifacts::Link => said.push("The evidence files themselves; the evidence index says where they are.".to_owned()),
        Artifacts::None => said.push("The evidence files themselves, and a list of them.".to_owned()),
    }
    let odd = desk.material.register.files.iter().filter(|file| file.form != Form::File).count();
    if odd > 0 {
        said.push(format!(
            "{} in the tree that are no files (links, submodules).",
            count(odd, "name", "names")
        ));
    }
}
