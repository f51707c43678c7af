//! Something that is to be put right, in the two forms that OSCAL has for it: a risk, and an item of
//! a plan of action.

use crate::calendar::Date;
use crate::interop::oscal::fields::one_line;
use crate::model::{Task, Text};
use crate::oscal::desk::{Desk, text};
use crate::oscal::json::Object;
use crate::oscal::props::Props;

/// Where it stands, in OSCAL's words.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum State {
    Open,
    Remediating,
    /// It is accepted as it is, for a while.
    Accepted,
    Closed,
}

impl State {
    fn word(self) -> &'static str {
        match self {
            Self::Open => "open",
            Self::Remediating => "remediating",
            Self::Accepted => "deviation-approved",
            Self::Closed => "closed",
        }
    }
}

/// A dated entry of its story.
pub(super) struct Entry {
    pub(super) title: &'static str,
    pub(super) description: String,
    pub(super) start: String,
    pub(super) by: Option<String>,
}

/// Something that is to be put right.
pub(super) struct Weakness<'a> {
    /// What it is: `exception`, `nonconformity`, …; part of its UUIDs.
    pub(super) kind: &'static str,
    /// Its id, with that of what it stands in, where ids are not unique alone.
    pub(super) ids: Vec<&'a str>,
    pub(super) title: String,
    /// What it is.
    pub(super) description: String,
    /// What comes of it.
    pub(super) statement: String,
    pub(super) state: State,
    /// What is done about it.
    pub(super) tasks: Vec<&'a Task>,
    /// What management says to it.
    pub(super) response: &'a str,
    pub(super) props: Props,
    /// The controls concerned.
    pub(super) controls: Vec<&'a str>,
    /// The file that says it.
    pub(super) path: &'a str,
    pub(super) log: Vec<Entry>,
    pub(super) characterizations: Vec<Object>,
    /// Controls that make it smaller.
    pub(super) mitigating: Vec<&'a Text>,
    pub(super) observations: Vec<String>,
    pub(super) finding: Option<Object>,
    /// Nothing is to be done about it: a risk that is small enough as it is.
    pub(super) lasting: bool,
}

impl<'a> Weakness<'a> {
    /// One that is open and of which nothing else is known.
    pub(super) fn new(kind: &'static str, ids: Vec<&'a str>, path: &'a str) -> Self {
        Self {
            kind,
            ids,
            title: String::new(),
            description: String::new(),
            statement: String::new(),
            state: State::Open,
            tasks: Vec::new(),
            response: "",
            props: Props::new(),
            controls: Vec::new(),
            path,
            log: Vec::new(),
            characterizations: Vec::new(),
            mitigating: Vec::new(),
            observations: Vec::new(),
            finding: None,
            lasting: false,
        }
    }

    /// Where the tasks leave it: closed once all of them are done, if that is what closes it.
    pub(super) fn state_of(tasks: &[&Task], as_of: Date) -> State {
        let done = |task: &&Task| task.done.is_some_and(|done| done.value <= as_of);
        match tasks {
            [] => State::Open,
            tasks if tasks.iter().all(done) => State::Closed,
            _ => State::Remediating,
        }
    }

    fn uuid(&self, desk: &Desk<'_>, what: &str) -> String {
        let mut ids = vec![self.kind];
        ids.extend(&self.ids);
        desk.uuid(what, &ids)
    }

    fn heading(&self) -> String {
        let title = one_line(&self.title);
        let id = self.ids.last().map(|id| one_line(id)).unwrap_or_default();
        let id = if id.is_empty() { self.kind.to_owned() } else { id };
        if title.is_empty() { id } else { format!("{id}: {title}") }
    }

    fn described(&self) -> String {
        if self.description.trim().is_empty() { self.heading() } else { self.description.clone() }
    }

    fn facts(&self) -> Props {
        Props::new()
            .fact("kind", self.kind)
            .fact("id", self.ids.last().copied().unwrap_or_default())
            .facts("control", &self.controls)
            .fact("path", self.path)
            .and(self.props.clone())
            .fact("management-response", self.response)
    }

    /// The latest day on which something is to be done.
    fn deadline(&self, desk: &Desk<'_>) -> Option<String> {
        let due = self.tasks.iter().filter_map(|task| task.due.map(|due| due.value)).max();
        due.map(|due| desk.end(due))
    }

    /// `risk`
    pub(super) fn risk(&self, desk: &Desk<'_>) -> Object {
        let statement = &self.statement;
        let statement = if statement.trim().is_empty() {
            "The repository does not say what comes of it."
        } else {
            statement
        };
        let factors: Vec<Object> = self.mitigating.iter().map(|control| self.factor(desk, control)).collect();
        let entries: Vec<Object> =
            self.log.iter().enumerate().map(|(number, entry)| self.entry(desk, number, entry)).collect();
        let observations = self.observations.iter().map(|uuid| Object::new().with("observation-uuid", uuid));
        // What is missing stands in no file.
        let named = Some(self.path).filter(|path| !path.is_empty());
        let link = |path: &str| Object::new().with("href", desk.href(path)).with("rel", "reference");
        let links: Vec<Object> = named.map(link).into_iter().collect();
        let log = if entries.is_empty() { Object::new() } else { Object::new().with("entries", entries) };
        Object::new()
            .with("uuid", self.uuid(desk, "risk"))
            .with("title", self.heading())
            .with("description", self.described())
            .with("statement", statement)
            .with("props", self.facts())
            .with("links", links)
            .with("status", self.state.word())
            .with("characterizations", self.characterizations.clone())
            .with("mitigating-factors", factors)
            .with("deadline", self.deadline(desk))
            .with("remediations", self.remediations(desk))
            .with("risk-log", log)
            .with("related-observations", observations.collect::<Vec<_>>())
    }

    fn factor(&self, desk: &Desk<'_>, control: &Text) -> Object {
        let known = desk.material.register.controls.get(control);
        let said = known.map_or_else(
            || format!("{}: no such control.", one_line(control)),
            |known| format!("{}: {}", one_line(control), crate::oscal::component::statement(known)),
        );
        let subject =
            Object::new().with("subject-uuid", desk.uuid("control", &[control])).with("type", "component");
        Object::new()
            .with("uuid", desk.uuid("factor", &[self.kind, self.ids.last().unwrap_or(&""), control]))
            .with("description", said)
            .with("subjects", known.map(|_| subject).into_iter().collect::<Vec<_>>())
    }

    fn entry(&self, desk: &Desk<'_>, number: usize, entry: &Entry) -> Object {
        let by = entry.by.iter().map(|party| Object::new().with("party-uuid", party));
        let number = number.to_string();
        let mut ids = vec![self.kind];
        ids.extend(&self.ids);
        ids.extend([entry.title, &number]);
        Object::new()
            .with("uuid", desk.uuid("entry", &ids))
            .with("title", entry.title)
            .with("description", entry.description.clone())
            .with("start", entry.start.clone())
            .with("logged-by", by.collect::<Vec<_>>())
    }

    fn remediations(&self, desk: &Desk<'_>) -> Vec<Object> {
        let as_of = desk.material.as_of;
        let mut ids = vec![self.kind];
        ids.extend(&self.ids);
        let response = |(number, task): (usize, &&Task)| {
            let number = number.to_string();
            let ids: Vec<&str> = ids.iter().copied().chain([number.as_str()]).collect();
            let done = task.done.filter(|done| done.value <= as_of);
            let title = one_line(text(task.what.as_ref()));
            let title = if title.is_empty() { "Not said what".to_owned() } else { title };
            let owner = text(task.owner.as_ref());
            let whole = text(task.what.as_ref());
            let described = if self.response.trim().is_empty() { whole } else { self.response };
            let described = if described.trim().is_empty() { title.as_str() } else { described };
            let props = Props::new()
                .fact("owner", desk.program.name_of(owner))
                .fact("due", task.due.map(|due| due.value.to_string()).unwrap_or_default())
                .fact("done", task.done.map(|done| done.value.to_string()).unwrap_or_default());
            let day = done.or(task.due).map(|day| desk.end(day.value));
            let timing = day.map(|day| Object::new().with("on-date", Object::new().with("date", day)));
            let task = Object::new()
                .with("uuid", desk.uuid("task", &ids))
                .with("type", "milestone")
                .with("title", &title)
                .with("timing", timing)
                .with("responsible-roles", desk.role("owner", &task.owner).into_iter().collect::<Vec<_>>());
            Object::new()
                .with("uuid", desk.uuid("response", &ids))
                .with("lifecycle", if done.is_some() { "completed" } else { "planned" })
                .with("title", &title)
                .with("description", described)
                .with("props", props)
                .with("tasks", vec![task])
        };
        self.tasks.iter().enumerate().map(response).collect()
    }

    /// `poam-item`
    pub(super) fn item(&self, desk: &Desk<'_>) -> Object {
        let finding = self.finding.as_ref().and_then(|finding| finding.text("uuid"));
        let finding = finding.map(|uuid| Object::new().with("finding-uuid", uuid));
        let risk = Object::new().with("risk-uuid", self.uuid(desk, "risk"));
        Object::new()
            .with("uuid", self.uuid(desk, "item"))
            .with("title", self.heading())
            .with("description", self.described())
            .with("props", self.facts())
            .with("related-findings", finding.into_iter().collect::<Vec<_>>())
            .with("related-risks", vec![risk])
    }
}
