//! `unknown-person`.

use crate::finding::{Finding, Group, Level, RuleMeta};
use crate::model::{Person, Program, Text};
use crate::rules::naming::{Named, Naming};
use crate::rules::words::{Meant, joined, known, meant, suggest};
use crate::rules::{Check, Facts, Rule};

pub(crate) static RULE: Rule = Rule {
    meta: RuleMeta {
        name: "unknown-person",
        group: Group::Reference,
        level: Level::Error,
        summary: "A short name that is no person, or no team where a team may stand.",
        fixable: true,
        history: false,
        page: include_str!("unknown_person.md"),
    },
    checks: &[Check::Naming(check)],
};

fn check(facts: &Facts<'_>, naming: &Naming<'_>, out: &mut Vec<Finding>) {
    let Some(program) = facts.program() else { return };
    let name = naming.text.as_str();
    let (person, team) = (program.person(name).is_some(), program.team(name).is_some());
    let finding = |message: String| facts.at(&RULE, naming.file, naming.text.span, message).subject(name);
    match naming.named {
        Named::Owner if person || team => {}
        Named::Owner => {
            out.push(suggested(program, naming, true, finding(format!("`{name}` is no person and no team"))));
        }
        Named::Person { deed } if team => out.push(
            finding(format!("`{name}` is a team, and only a person can {deed}"))
                .help(format!("name the person: {}", members(program, name))),
        ),
        Named::Person { .. } if !person => {
            out.push(suggested(program, naming, false, finding(format!("`{name}` is no person"))));
        }
        Named::Person { .. }
        | Named::Control
        | Named::Risk
        | Named::Framework
        | Named::Requirement { .. }
        | Named::Population
        | Named::Policy
        | Named::Vendor
        | Named::Asset
        | Named::Audit
        | Named::Occasion => {}
    }
}

fn suggested(program: &Program, naming: &Naming<'_>, teams: bool, finding: Finding) -> Finding {
    let what = if teams { "people and teams" } else { "people" };
    let teams = program.teams.iter().filter(|_| teams).map(|team| team.short.as_str());
    let names: Vec<&str> = program.people.iter().map(|person| person.short.as_str()).chain(teams).collect();
    let meant = written_out(program, naming.text)
        .map(|word| Meant { word, sure: true })
        .or_else(|| meant(naming.text, names.iter().copied()));
    let otherwise = format!("add `{}` to `people` in `{}`", naming.text.value, program.path);
    let mut finding = suggest(finding, naming.place(), meant.as_ref(), otherwise);
    finding.notes.extend(known(what, &names));
    finding
}

/// The short name of the one person whose full name, mail address or handle this is.
fn written_out<'a>(program: &'a Program, text: &str) -> Option<&'a str> {
    let same = |field: &Option<Text>| field.as_ref().is_some_and(|field| field.eq_ignore_ascii_case(text));
    let is = |person: &&Person| same(&person.name) || same(&person.email) || same(&person.handle);
    let mut people = program.people.iter().filter(is);
    let first = people.next()?;
    people.next().is_none().then_some(first.short.as_str())
}

fn members(program: &Program, team: &str) -> String {
    let members = program.team(team).map(|team| team.members.as_slice()).unwrap_or_default();
    let names: Vec<String> = members.iter().map(|member| format!("`{}`", member.value)).collect();
    if names.is_empty() { "the team has no members".to_owned() } else { joined(&names, "or") }
}
