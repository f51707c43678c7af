//! Controls, risks, policies and vendors, followed by their ids.

use std::collections::{BTreeMap, BTreeSet};

use crate::assess::compare::fields::{control_outline, outline};
use crate::assess::compare::{
    Area, Delta, Fate, State, act, control_shifts, differing, policy_shifts, program, prose, rated,
    risk_shifts, vendor_shifts,
};
use crate::assess::{Shift, Weight};
use crate::kind::{Kind, Place};
use crate::model::{Control, Entity, Ids, Method, Policy, Rating, Register, Risk, Text, Vendor};
use crate::place::RepoPath;

/// Something in both states.
type Pair<'a, T> = (&'a str, Option<&'a T>, Option<&'a T>);

fn pairs<'a, T: Entity>(before: &'a Ids<T>, after: &'a Ids<T>) -> Vec<Pair<'a, T>> {
    let ids: BTreeSet<&str> = before.names().chain(after.names()).collect();
    ids.into_iter().map(|id| (id, before.get(id), after.get(id))).collect()
}

fn names<'a>(texts: impl IntoIterator<Item = Option<&'a Text>>) -> BTreeSet<String> {
    texts.into_iter().flatten().map(|text| text.value.clone()).collect()
}

/// A difference whose file, name and fate are told; the rest is empty.
fn begun(area: Area, id: &str, title: Option<&Text>, paths: [Option<&RepoPath>; 2]) -> Delta {
    let [old, new] = paths;
    let path = new.or(old).cloned().unwrap_or_else(|| RepoPath::new(""));
    Delta {
        area,
        id: id.to_owned(),
        title: title.map(|title| title.value.clone()).unwrap_or_default(),
        fate: Fate::of(old.is_some(), new.is_some()),
        moved_from: old.filter(|old| new.is_some_and(|new| new != *old)).cloned(),
        path,
        shifts: Vec::new(),
        prose: None,
        owners: BTreeSet::new(),
        approvers: BTreeSet::new(),
        consequences: Vec::new(),
    }
}

pub(super) fn controls(before: State<'_>, after: State<'_>) -> Vec<Delta> {
    let mut found = Vec::new();
    for (id, old, new) in pairs(&before.register.controls, &after.register.controls) {
        let shifts = match (old, new) {
            (Some(old), Some(new)) => control_shifts(old, new, [program(before), program(after)]),
            (None, Some(new)) => control_outline(new, true),
            (Some(old), None) => control_outline(old, false),
            (None, None) => continue,
        };
        let paths = [old.map(|old| &old.path), new.map(|new| &new.path)];
        let begun = begun(Area::Control, id, new.or(old).and_then(|one| one.title.as_ref()), paths);
        if shifts.is_empty() && begun.fate == Fate::Changed && begun.moved_from.is_none() {
            continue;
        }
        let owners = names([old, new].map(|one| one.and_then(|one| one.owner.as_ref())));
        let consequences = old.map(|old| left_alone(old, new, after.register)).unwrap_or_default();
        found.push(Delta { shifts, owners, consequences, ..begun });
    }
    found
}

/// Risks that leaned on a control and have no other one in force.
fn left_alone(old: &Control, new: Option<&Control>, after: &Register) -> Vec<String> {
    if !old.is_active() || new.is_some_and(Control::is_active) {
        return Vec::new();
    }
    let leans = |risk: &Risk, control: &Control| {
        risk.controls.iter().any(|id| **id == *control.id)
            || control.mitigates.iter().any(|id| **id == *risk.id)
    };
    let other =
        |risk: &Risk| after.controls.by_id().any(|control| control.is_active() && leans(risk, control));
    let alone = after.risks.by_id().filter(|risk| leans(risk, old) && !other(risk));
    alone.map(|risk| format!("no control in force is left for risk {}", risk.id.value)).collect()
}

pub(super) fn risks(before: State<'_>, after: State<'_>) -> Vec<Delta> {
    let built_in = Method::default();
    let methods = [before, after].map(|state| state.register.method.as_ref().unwrap_or(&built_in));
    let mut found = Vec::new();
    for (id, old, new) in pairs(&before.register.risks, &after.register.risks) {
        let shifts = match (old, new) {
            (Some(old), Some(new)) => risk_shifts(old, new, methods, &act),
            (None, Some(one)) => outline(risk_outline(one, methods[1]), true),
            (Some(one), None) => outline(risk_outline(one, methods[0]), false),
            (None, None) => continue,
        };
        let paths = [old.map(|old| &old.path), new.map(|new| &new.path)];
        let begun = begun(Area::Risk, id, new.or(old).and_then(|one| one.title.as_ref()), paths);
        if shifts.is_empty() && begun.fate == Fate::Changed && begun.moved_from.is_none() {
            continue;
        }
        let owners = names([old, new].map(|one| one.and_then(|one| one.owner.as_ref())));
        let (consequences, approvers) = risk_consequences(old, new, methods[1], after.register);
        found.push(Delta { shifts, owners, approvers, consequences, ..begun });
    }
    found.extend(method(methods, after.register));
    found
}

fn risk_outline(risk: &Risk, method: &Method) -> Vec<(&'static str, String)> {
    let text = |text: &Option<Text>| text.as_ref().map(|text| text.value.clone()).unwrap_or_default();
    let controls: Vec<&str> = risk.controls.iter().map(|id| id.value.as_str()).collect();
    vec![
        ("owner", text(&risk.owner)),
        ("treatment", text(&risk.treatment)),
        ("controls", controls.join(", ")),
        ("residual", rated(method, risk.residual)),
    ]
}

/// What comes of a risk that moved, and whose approval was for something else.
fn risk_consequences(
    old: Option<&Risk>,
    new: Option<&Risk>,
    method: &Method,
    after: &Register,
) -> (Vec<String>, BTreeSet<String>) {
    let mut said = Vec::new();
    let Some(new) = new else {
        let leaning = after
            .controls
            .by_id()
            .filter(|control| old.is_some_and(|old| control.mitigates.iter().any(|id| **id == *old.id)));
        let ids: Vec<&str> = leaning.map(|control| control.id.value.as_str()).collect();
        if !ids.is_empty() {
            said.push(format!("still named under `mitigates` by {}", ids.join(", ")));
        }
        return (said, BTreeSet::new());
    };
    let above = |risk: &Risk| risk.residual.and_then(|rating| method.above_appetite(rating)) == Some(true);
    if above(new) && !old.is_some_and(above) {
        said.push(
            "it is above the appetite now, and somebody with the authority has to accept it".to_owned(),
        );
    }
    let mut approvers = BTreeSet::new();
    let Some(old) = old else { return (said, approvers) };
    let approval = |risk: &Risk| act(risk.approved.as_ref());
    let moved = old.residual.map(Rating::product) != new.residual.map(Rating::product)
        || old.treatment.as_ref().map(|one| &one.value) != new.treatment.as_ref().map(|one| &one.value)
        || old.controls.iter().map(|one| &one.value).ne(new.controls.iter().map(|one| &one.value));
    if moved && !approval(old).is_empty() && approval(old) == approval(new) {
        said.push(format!("the approval on file ({}) is for what it was", approval(old)));
        approvers.extend(old.approved.as_ref().and_then(|act| act.by.as_ref()).map(|by| by.value.clone()));
    }
    (said, approvers)
}

/// The method: what the company lives with.
fn method(methods: [&Method; 2], after: &Register) -> Option<Delta> {
    let [old, new] = methods;
    let appetite =
        |method: &Method| method.appetite.as_ref().map(|text| text.value.clone()).unwrap_or_default();
    let rank = |name: &str| new.level(name).and_then(|level| new.rank(level));
    let (was, is) = (appetite(old), appetite(new));
    if was == is {
        return None;
    }
    let weight = match (rank(&was), rank(&is)) {
        (Some(was), Some(is)) if is > was => Weight::Weaker,
        (Some(was), Some(is)) if is < was => Weight::Stronger,
        _ => Weight::Neutral,
    };
    let span = new.appetite.as_ref().map(|text| text.span);
    let begun = begun(Area::Risk, "method", new.title.as_ref(), [Some(&old.path), Some(&new.path)]);
    let above = after
        .risks
        .by_id()
        .filter(|risk| risk.residual.and_then(|rating| new.above_appetite(rating)) == Some(true))
        .count();
    Some(Delta {
        shifts: vec![Shift { field: "appetite", before: was, after: is, weight, span }],
        owners: names([old.owner.as_ref(), new.owner.as_ref()]),
        approvers: names([old.approved.as_ref().and_then(|act| act.by.as_ref())]),
        consequences: vec![format!("{above} risks are above the appetite now")],
        ..begun
    })
}

pub(super) fn vendors(before: State<'_>, after: State<'_>) -> Vec<Delta> {
    let by_id = |register: &'_ Register| -> BTreeMap<String, Vendor> {
        register.vendors.iter().rev().map(|one| (one.id.value.clone(), one.clone())).collect()
    };
    let (was, is) = (by_id(before.register), by_id(after.register));
    let ids: BTreeSet<&String> = was.keys().chain(is.keys()).collect();
    let mut found = Vec::new();
    for id in ids {
        let (old, new) = (was.get(id), is.get(id));
        let shifts = old.zip(new).map(|(old, new)| vendor_shifts(old, new, &act)).unwrap_or_default();
        let path = |one: &Vendor, state: State<'_>| state.register.path(one.file).clone();
        let paths = [old.map(|one| path(one, before)), new.map(|one| path(one, after))];
        let begun = begun(
            Area::Vendor,
            id,
            new.or(old).and_then(|one| one.what.as_ref()),
            paths.each_ref().map(Option::as_ref),
        );
        if shifts.is_empty() && begun.fate == Fate::Changed {
            continue;
        }
        let owners = names([old, new].map(|one| one.and_then(|one| one.owner.as_ref())));
        found.push(Delta { shifts, owners, ..begun });
    }
    found
}

/// A text in one state: its front matter, if it has one, and its prose.
struct Written<'a> {
    policy: Option<&'a Policy>,
    prose: String,
    path: &'a RepoPath,
}

/// Every text by its id: policies and documents by theirs, prose alone by its path.
fn texts<'a>(state: State<'a>, changed: &BTreeSet<&RepoPath>) -> BTreeMap<String, Written<'a>> {
    let mut found = BTreeMap::new();
    let policies = state.register.policies.all().iter().chain(state.register.isms_documents.all());
    for policy in policies.filter(|policy| changed.contains(&policy.path)) {
        let bytes = state.bytes(policy.file).get(policy.body.range()).unwrap_or_default();
        let prose = String::from_utf8_lossy(bytes).into_owned();
        let written = Written { policy: Some(policy), prose, path: &policy.path };
        found.entry(policy.id.value.clone()).or_insert(written);
    }
    let known: BTreeSet<&RepoPath> = found.values().map(|one: &Written<'_>| one.path).collect();
    let prose =
        |place: Place| matches!(place, Place::Known(Kind::Policy | Kind::IsmsDocument) | Place::SystemProse);
    let rest = state
        .register
        .files
        .iter()
        .filter(|file| prose(file.place) && changed.contains(&file.path) && !known.contains(&file.path));
    let rest: Vec<_> = rest.map(|file| (file.path.to_string(), state.bytes(file.file), &file.path)).collect();
    for (id, bytes, path) in rest {
        let prose = String::from_utf8_lossy(bytes).into_owned();
        found.entry(id).or_insert(Written { policy: None, prose, path });
    }
    found
}

pub(super) fn policies(before: State<'_>, after: State<'_>) -> Vec<Delta> {
    let changed: BTreeSet<&RepoPath> = differing(before, after).into_iter().map(|(path, _)| path).collect();
    let (was, is) = (texts(before, &changed), texts(after, &changed));
    let ids: BTreeSet<&String> = was.keys().chain(is.keys()).collect();
    ids.into_iter().filter_map(|id| policy(id, was.get(id), is.get(id))).collect()
}

fn policy(id: &str, old: Option<&Written<'_>>, new: Option<&Written<'_>>) -> Option<Delta> {
    let front = |one: Option<&Written<'_>>| one.and_then(|one| one.policy.cloned());
    let (was, is) = (front(old), front(new));
    let title = is.as_ref().or(was.as_ref()).and_then(|policy| policy.title.as_ref());
    let begun = begun(Area::Policy, id, title, [old.map(|one| one.path), new.map(|one| one.path)]);
    let shifts =
        was.as_ref().zip(is.as_ref()).map(|(old, new)| policy_shifts(old, new, &act)).unwrap_or_default();
    let written = old.zip(new).filter(|(old, new)| old.prose != new.prose);
    let told = written.map(|(old, new)| prose(&old.prose, &new.prose));
    if begun.fate == Fate::Changed && shifts.is_empty() && told.is_none() && begun.moved_from.is_none() {
        return None;
    }
    let approval = |policy: &Option<Policy>| act(policy.as_ref().and_then(|policy| policy.approved.as_ref()));
    let (mut consequences, mut approvers) = (Vec::new(), BTreeSet::new());
    if told.is_some() && !approval(&was).is_empty() && approval(&was) == approval(&is) {
        consequences.push(format!("the approval on file ({}) is for another text", approval(&was)));
        let by = was.as_ref().and_then(|policy| policy.approved.as_ref()?.by.as_ref());
        approvers.extend(by.map(|by| by.value.clone()));
    }
    let owners = names([&was, &is].map(|one| one.as_ref().and_then(|one| one.owner.as_ref())));
    Some(Delta { shifts, prose: told, owners, approvers, consequences, ..begun })
}

/// Files that were given another name, by what they say they are: from the old name to the new one.
pub fn renamed(before: &Register, after: &Register) -> BTreeMap<RepoPath, RepoPath> {
    fn moved<T: Entity>(
        before: &Ids<T>,
        after: &Ids<T>,
        path: fn(&T) -> &RepoPath,
    ) -> Vec<(RepoPath, RepoPath)> {
        let both =
            pairs(before, after).into_iter().filter_map(|(_, old, new)| Some((path(old?), path(new?))));
        both.filter(|(old, new)| old != new).map(|(old, new)| (old.clone(), new.clone())).collect()
    }
    let mut found: BTreeMap<RepoPath, RepoPath> = BTreeMap::new();
    found.extend(moved(&before.controls, &after.controls, |one: &Control| &one.path));
    found.extend(moved(&before.risks, &after.risks, |one: &Risk| &one.path));
    found.extend(moved(&before.policies, &after.policies, |one: &Policy| &one.path));
    found
}
