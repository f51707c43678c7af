//! What stands at a place, in a few lines.

use std::borrow::Cow;

use crate::assess::{Counts, Occurrence};
use crate::document::{Node, Value};
use crate::editor::navigate::title_of;
use crate::editor::thing::{Mention, Sort, Thing};
use crate::editor::{Cursor, View, yaml_of};
use crate::model::{Control, Program, Text};
use crate::place::{FileId, Span};
use crate::rules::find;
use crate::schema::{Step, outline};

/// A piece of a line.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Piece {
    /// Our own words, in Markdown.
    Ours(Cow<'static, str>),
    /// The user's words: nothing in them is markup.
    Theirs(String),
    /// An id, a key, a path of the user.
    Code(String),
}

/// What to show beside a place.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Hover {
    /// What it is about.
    pub span: Span,
    /// Paragraphs.
    pub lines: Vec<Vec<Piece>>,
}

/// Says what stands at a byte of a file; `None` where there is nothing to say.
pub fn hover(view: &View<'_>, file: FileId, offset: usize) -> Option<Hover> {
    if let Some(hover) = rule_in_comment(view, file, offset) {
        return Some(hover);
    }
    if let Some(mention) = view.mention_at(file, offset)
        && let Some(lines) = about(view, mention)
    {
        return Some(Hover { span: mention.at.span, lines });
    }
    key(view, file, offset)
}

fn ours(text: impl Into<Cow<'static, str>>) -> Piece {
    Piece::Ours(text.into())
}

fn code(text: &str) -> Piece {
    Piece::Code(text.to_owned())
}

fn theirs(text: &str) -> Piece {
    Piece::Theirs(text.to_owned())
}

fn about(view: &View<'_>, mention: &Mention) -> Option<Vec<Vec<Piece>>> {
    let register = view.register;
    let id = mention.thing.id.as_str();
    let title = |title: Option<&Text>| title.map(|title| title.value.clone()).unwrap_or_default();
    match mention.thing.sort {
        Sort::Control => {
            let half = || register.half_read_controls.get(id);
            let control = register.controls.get(id).or_else(half)?;
            Some(control_lines(view, control))
        }
        Sort::Risk => risk(view, id),
        Sort::Policy | Sort::Document => policy(view, &mention.thing),
        Sort::Population => {
            let population = register.populations.get(id)?;
            let mut lines = vec![heading(id, &title(population.title.as_ref()))];
            lines.extend(population.source.as_ref().map(|source| vec![ours("from "), theirs(source)]));
            Some(lines)
        }
        Sort::Person | Sort::Team => person(register.program.as_ref()?, id),
        Sort::Audit => {
            let audit = register.program.as_ref()?.audit(id)?;
            let kind = audit.kind.as_ref().map_or("audit", |kind| kind.value.title());
            let window =
                audit.window.as_ref().map(|window| format!(", {}..{}", window.value.from, window.value.to));
            Some(vec![vec![code(id), ours(format!(" {kind}{}", window.unwrap_or_default()))]])
        }
        Sort::Requirement => requirement(view, &mention.thing),
        Sort::Rule => rule(id),
        Sort::File => {
            let file = register.file(id)?;
            Some(vec![vec![code(id), ours(format!(", {} bytes", file.size))]])
        }
        Sort::Period => period(view, mention),
        Sort::ManagementReview => Some(vec![vec![code(id), ours(" management review")]]),
        Sort::Vendor
        | Sort::Asset
        | Sort::Framework
        | Sort::Incident
        | Sort::InternalAudit
        | Sort::Nonconformity => {
            let title = title_of(view, &mention.thing)?;
            Some(vec![heading(id, &title), vec![ours(mention.thing.sort.word())]])
        }
    }
}

fn risk(view: &View<'_>, id: &str) -> Option<Vec<Vec<Piece>>> {
    let risk = view.register.risks.get(id)?;
    let mut lines = vec![heading(id, risk.title.as_ref().map_or("", |title| &title.value))];
    lines.extend(risk.scenario.as_ref().map(|text| vec![theirs(text)]));
    lines.push(person_line(view.register.program.as_ref(), "risk, owner ", risk.owner.as_ref()));
    Some(lines)
}

fn policy(view: &View<'_>, thing: &Thing) -> Option<Vec<Vec<Piece>>> {
    let register = view.register;
    let policy = register.policies.get(&thing.id).or_else(|| register.isms_documents.get(&thing.id))?;
    let mut facts = vec![ours(thing.sort.word())];
    if let Some(version) = &policy.version {
        facts.extend([ours(", version "), theirs(version)]);
    }
    if let Some(owner) = &policy.owner {
        facts.extend([ours(", owner "), code(owner)]);
    }
    Some(vec![heading(&thing.id, policy.title.as_ref().map_or("", |title| &title.value)), facts])
}

fn heading(id: &str, title: &str) -> Vec<Piece> {
    let mut line = vec![code(id)];
    if !title.is_empty() {
        line.extend([ours(" "), theirs(title)]);
    }
    line
}

fn control_lines(view: &View<'_>, control: &Control) -> Vec<Vec<Piece>> {
    let title = control.title.as_ref().map_or("", |title| title.value.as_str());
    let mut lines = vec![heading(&control.id, title)];
    lines.extend(control.statement.as_ref().map(|text| vec![theirs(text)]));
    let status = match control.status {
        crate::model::Status::Active => String::new(),
        other => format!("{}, ", other.word()),
    };
    let words = format!("{status}{}, owner ", control.cadence.value);
    lines.push(person_line(view.register.program.as_ref(), &words, control.owner.as_ref()));
    if let Some(assessed) = view.assessment.control(&control.id) {
        let counts = Counts::of(&assessed.occurrences);
        let open = assessed.occurrences.iter().find(|one| !one.status.is_on_file());
        let mut line = vec![ours(format!(
            "{} of {} on file since {}",
            counts.on_file, counts.expected, view.assessment.window.from
        ))];
        line.extend(open.map(|next| {
            ours(format!("; {} is {}, due by {}", next.period.name, next.status.word(), next.due))
        }));
        lines.push(line);
    }
    lines
}

fn person_line(program: Option<&Program>, words: &str, owner: Option<&Text>) -> Vec<Piece> {
    let Some(owner) = owner else { return vec![ours(format!("{words}nobody"))] };
    let name = program.map_or(owner.as_str(), |program| program.name_of(owner));
    vec![ours(words.to_owned()), theirs(name)]
}

fn person(program: &Program, short: &str) -> Option<Vec<Vec<Piece>>> {
    if let Some(person) = program.person(short) {
        let mut line = heading(short, person.name.as_ref().map_or("", |name| &name.value));
        line.extend(person.role.iter().flat_map(|role| [ours(", "), theirs(role)]));
        let left =
            person.until.as_ref().map(|until| vec![ours(format!("with the company until {}", until.value))]);
        return Some(std::iter::once(line).chain(left).collect());
    }
    let team = program.team(short)?;
    let mut line = vec![code(short), ours(" team: ")];
    for (index, member) in team.members.iter().enumerate() {
        line.extend((index > 0).then(|| ours(", ")));
        line.push(theirs(program.name_of(member)));
    }
    Some(vec![line])
}

/// The title in our words, and which controls claim it.
fn requirement(view: &View<'_>, thing: &Thing) -> Option<Vec<Vec<Piece>>> {
    let framework = view.register.frameworks.get(&thing.of)?;
    let requirement = framework.requirement(&thing.id)?;
    let title = requirement.title.as_ref().map_or("", |title| title.value.as_str());
    let mut claims = Vec::new();
    for control in view.register.controls.by_id().filter(|one| one.satisfies.names(&thing.of, &thing.id)) {
        claims.push(if claims.is_empty() { ours("satisfied by ") } else { ours(", ") });
        claims.push(code(&control.id));
        claims.extend((!control.is_active()).then(|| ours(format!(" ({})", control.status.word()))));
    }
    if claims.is_empty() {
        claims.push(ours("no control satisfies it"));
    }
    Some(vec![heading(&thing.id, title), vec![theirs(framework.title())], claims])
}

/// The occurrence that a record is for.
fn period(view: &View<'_>, mention: &Mention) -> Option<Vec<Vec<Piece>>> {
    let path = view.register.path(mention.at.file);
    let Some(assessed) = view.assessment.control(&mention.thing.of) else { return unexpected(view, mention) };
    let holds = |one: &&Occurrence| one.path.as_ref() == Some(path) || one.others.contains(path);
    let found = assessed.occurrences.iter().find(holds);
    let found = found.or_else(|| assessed.occurrences.iter().find(|one| one.period.name == mention.thing.id));
    let Some(found) = found else { return unexpected(view, mention) };
    let mut lines = vec![vec![
        code(&mention.thing.of),
        ours(format!(" in {}: {}, due by {}", found.period.name, found.status.word(), found.due)),
    ]];
    if !found.flags.is_empty() {
        let flags: Vec<&str> = found.flags.iter().map(|flag| flag.word()).collect();
        lines.push(vec![ours(flags.join(", "))]);
    }
    let landed = found.landed.as_ref().and_then(|stamp| Some((stamp.day?, stamp.commit.to_string())));
    lines.push(vec![match landed {
        Some((day, commit)) => ours(format!("landed on {day} in `{}`", &commit[..10.min(commit.len())])),
        None => ours("not on the main line yet"),
    }]);
    if found.path.as_ref().is_some_and(|counting| counting != path) && found.others.contains(path) {
        lines.push(vec![ours("another record counts: "), code(found.path.as_ref()?.as_str())]);
    }
    Some(lines)
}

/// A period that the window does not hold: nothing is known of it here.
fn unexpected(view: &View<'_>, mention: &Mention) -> Option<Vec<Vec<Piece>>> {
    let Thing { of, id, .. } = &mention.thing;
    (!of.is_empty()).then(|| {
        let window = view.assessment.window;
        let words =
            format!(" is expected for {id} in {}..{}, the window that is judged", window.from, window.to);
        vec![vec![ours("no occurrence of "), code(of), ours(words)]]
    })
}

/// The first paragraph of a rule's page.
fn rule(name: &str) -> Option<Vec<Vec<Piece>>> {
    let meta = &find(name)?.meta;
    let paragraphs = meta.page.split("\n\n").map(str::trim);
    let first = paragraphs.filter(|text| !text.is_empty() && !text.starts_with('#')).take(1);
    let first: String = first.flat_map(|text| text.lines()).collect::<Vec<_>>().join(" ");
    Some(vec![vec![code(name), ours(format!(" {}", meta.level))], vec![ours(first)]])
}

/// A rule that a suppression names.
fn rule_in_comment(view: &View<'_>, file: FileId, offset: usize) -> Option<Hover> {
    let source = view.source(file);
    let line_start = source.get(..offset)?.iter().rposition(|&byte| byte == b'\n').map_or(0, |at| at + 1);
    let line_end =
        source[offset..].iter().position(|&byte| byte == b'\n').map_or(source.len(), |at| offset + at);
    let line = std::str::from_utf8(&source[line_start..line_end]).ok()?;
    let directive = line.find("tickmark: ignore[")?;
    let open = directive + "tickmark: ignore[".len();
    let close = open + line[open..].find(']')?;
    if !line[..directive].contains('#') || !(line_start + open..=line_start + close).contains(&offset) {
        return None;
    }
    let inside = &line[open..close];
    let mut at = line_start + open;
    for part in inside.split(',') {
        let span = Span::new(at, at + part.len());
        if (at..=at + part.len()).contains(&offset) {
            return Some(Hover { span, lines: rule(part.trim())? });
        }
        at += part.len() + 1;
    }
    None
}

/// What the schema says of a key.
fn key(view: &View<'_>, file: FileId, offset: usize) -> Option<Hover> {
    let kind = view.kind(file)?;
    let markdown = view.register.path(file).extension().as_deref() == Some("md");
    let source = view.source(file);
    let yaml = yaml_of(source, markdown)?;
    if offset < yaml.start as usize || offset > yaml.end as usize || view.broken.contains(&file) {
        return None;
    }
    let root = view.document(file)?.root.as_ref()?;
    let mut steps = Vec::new();
    let span = key_at(root, offset, &mut steps)?;
    let text = std::str::from_utf8(source).ok()?;
    if matches!(Cursor::find(text, yaml, offset), Some(Cursor::Comment(_))) {
        return None;
    }
    let outline = outline(kind, &steps);
    let name = steps.iter().rev().find_map(|step| match step {
        Step::Key(key) => Some(*key),
        Step::Item => None,
    })?;
    Some(Hover { span, lines: vec![vec![code(name)], vec![ours(outline.about?)]] })
}

/// The key at a byte; leaves the way to its value in `steps`.
fn key_at<'a>(node: &'a Node, offset: usize, steps: &mut Vec<Step<'a>>) -> Option<Span> {
    let holds = |span: Span| span.start as usize <= offset && offset <= span.end as usize;
    match &node.value {
        Value::Null | Value::Scalar(_) => None,
        Value::Sequence(items) => {
            let item = items.iter().find(|item| holds(item.span))?;
            steps.push(Step::Item);
            key_at(item, offset, steps)
        }
        Value::Mapping(mapping) => {
            let entry =
                mapping.entries.iter().find(|entry| holds(entry.key.span) || holds(entry.value.span))?;
            steps.push(Step::Key(&entry.key.value));
            if holds(entry.key.span) { Some(entry.key.span) } else { key_at(&entry.value, offset, steps) }
        }
    }
}
