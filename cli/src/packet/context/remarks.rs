//! What a reader should not have to find out alone.

use crate::packet::context::{Context, Desk};

/// Says what is odd across all pages, in sentences with the page that shows it.
pub(super) fn remarks(desk: &Desk<'_>, context: &Context) -> Vec<String> {
    let mut said = Vec::new();
    // A packet of ISO/IEC 27001 says the first of these clause by clause.
    let elsewhere = context.iso.is_some();
    for (policies, words) in [
        (policies(context, "not approved"), "Policies without an approval"),
        (policies(context, "changed since the approval"), "Policies whose text changed after their approval"),
    ] {
        if !policies.is_empty() && !elsewhere {
            said.push(format!("{words}: {}.", policies.join(", ")));
        }
    }
    if !elsewhere {
        said.extend(context.risk.remarks.iter().map(|remark| format!("Risks. {remark}")));
    }
    let gone = owners_who_left(desk);
    if !gone.is_empty() {
        said.push(format!("Controls in force whose owner has left: {}.", gone.join(", ")));
    }
    let odd = extractions(context);
    if !odd.is_empty() {
        said.push(format!("Extractions of populations: {}.", odd.join(", ")));
    }
    let open: Vec<String> = context
        .exceptions
        .iter()
        .filter(|one| one.response.is_empty())
        .map(|one| format!("{} ({})", one.id, one.control))
        .collect();
    if !open.is_empty() {
        said.push(format!("Exceptions without a response of management: {}.", open.join(", ")));
    }
    let lapsed: Vec<String> = context
        .integrity
        .suppressions
        .iter()
        .filter(|one| one.state != "counts")
        .map(|one| format!("{} in {} ({})", one.rules.join(", "), one.file.path, one.state))
        .collect();
    if !lapsed.is_empty() {
        said.push(format!("Findings set aside that no longer are: {}.", lapsed.join("; ")));
    }
    said
}

fn policies(context: &Context, state: &str) -> Vec<String> {
    context
        .policies
        .iter()
        .filter(|policy| policy.since_approval == state)
        .map(|policy| policy.title.clone())
        .collect()
}

fn owners_who_left(desk: &Desk<'_>) -> Vec<String> {
    let active = desk.material.register.controls.by_id().filter(|control| control.is_active());
    let left = active.filter_map(|control| {
        let person = desk.program.person(control.owner.as_ref()?)?;
        let until = person.until.filter(|until| until.value < desk.material.as_of)?;
        let name = person.name.as_ref().unwrap_or(&person.short);
        Some(format!("{} ({}, until {})", control.id.value, name.value, until.value))
    });
    left.collect()
}

fn extractions(context: &Context) -> Vec<String> {
    let mut odd = Vec::new();
    for population in &context.populations {
        for one in &population.extractions {
            let rows =
                one.rows_stated.is_some() && one.rows_found.is_some() && one.rows_stated != one.rows_found;
            let problem = match (one.sha256_state, one.checked_state) {
                ("differs" | "no file", _) => Some(one.sha256_state),
                _ if rows => Some("rows differ from the CSV"),
                (_, "differs") => Some("rows differ from what it was compared with"),
                (_, "not compared") => Some("compared with nothing"),
                _ => None,
            };
            odd.extend(problem.map(|problem| format!("{} {} ({problem})", population.id, one.period)));
        }
    }
    odd
}
