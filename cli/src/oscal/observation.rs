//! What is on file for one occurrence of a control, or that nothing is.

use crate::assess::{Claimed, Lack, Occurrence, OccurrenceStatus, Stamp};
use crate::interop::oscal::fields::one_line;
use crate::model::{Decisions, Record, Sample};
use crate::oscal::desk::{Desk, text};
use crate::oscal::json::Object;
use crate::oscal::props::Props;
use crate::oscal::resources::Resources;
use crate::place::RepoPath;

/// The UUID of an occurrence.
pub(super) fn uuid(desk: &Desk<'_>, control: &str, one: &Occurrence) -> String {
    desk.uuid("occurrence", &[control, &one.period.name])
}

/// What there is to say about an occurrence, as the end of a sentence.
pub(super) fn words(one: &Occurrence) -> String {
    match one.status {
        OccurrenceStatus::Operated => "it operated".to_owned(),
        OccurrenceStatus::Exception if one.exceptions.is_empty() && one.missed_deadline.is_empty() => {
            "it operated with deviations that the record does not name".to_owned()
        }
        OccurrenceStatus::Exception if one.exceptions.is_empty() => {
            format!("items missed the deadline: {}", one.missed_deadline.join(", "))
        }
        OccurrenceStatus::Exception => format!("it operated with deviations: {}", one.exceptions.join(", ")),
        OccurrenceStatus::Failed => "the record says that it failed or was not performed".to_owned(),
        OccurrenceStatus::Unreviewed => "the review that is asked for is not there".to_owned(),
        OccurrenceStatus::Pending => "the record gives no result yet".to_owned(),
        OccurrenceStatus::NoEvents => "the population of the period is empty".to_owned(),
        OccurrenceStatus::Upcoming => "it is not due yet".to_owned(),
        OccurrenceStatus::Overdue => format!("no record; grace ends on {}", one.grace_ends),
        OccurrenceStatus::Missing => format!("no record; grace ended on {}", one.grace_ends),
        OccurrenceStatus::Unknown => "cannot be told: the history is cut before it".to_owned(),
    }
}

/// An occurrence as an observation, its evidence as resources.
pub(super) fn observation(
    desk: &Desk<'_>,
    control: &str,
    one: &Occurrence,
    record: Option<&Record>,
    resources: &mut Resources,
) -> Object {
    let known = desk.material.register.controls.get(control);
    let title = format!("{} in {}", one_line(control), one_line(&one.period.name));
    let summary = record.map_or("", |record| text(record.summary.as_ref()));
    let said = format!("{title}: {}.", one_line(&words(one)));
    let description = if summary.is_empty() { said } else { format!("{said}\n\n{summary}") };
    let subject = known.map(|_| {
        Object::new().with("subject-uuid", desk.uuid("control", &[control])).with("type", "component")
    });
    let mut evidence = record.map(|record| resources.record(desk, record)).unwrap_or_default();
    for path in &one.others {
        let href = resources.file(desk, path.as_str(), Props::new().fact("kind", "record"));
        let said = format!("Another record of the same period, {path}: it does not count.");
        evidence.push(Object::new().with("href", href).with("description", said));
    }
    if let Some(path) = &one.extraction {
        let href = resources.file(desk, path.as_str(), Props::new().fact("kind", "extraction"));
        evidence
            .push(Object::new().with("href", href).with("description", format!("The extraction {path}.")));
    }
    Object::new()
        .with("uuid", uuid(desk, control, one))
        .with("title", title)
        .with("description", description)
        .with("props", facts(control, one).and(record.map(record_facts).unwrap_or_default()))
        .with("methods", methods(one, record))
        .with("types", vec!["control-objective"])
        .with("origins", origins(desk, one))
        .with("subjects", subject.into_iter().collect::<Vec<_>>())
        .with("relevant-evidence", evidence)
        .with("collected", collected(desk, one))
        .with("remarks", remarks(one))
}

/// A record was looked at; where it says that items were tested, or holds what a command printed, that
/// is a test. Where the history is cut, nobody knows.
fn methods(one: &Occurrence, record: Option<&Record>) -> Vec<&'static str> {
    if one.status == OccurrenceStatus::Unknown {
        return vec!["UNKNOWN"];
    }
    let tested = record.is_some_and(|record| {
        !record.tested.is_empty() || record.artifacts.iter().any(|artifact| !artifact.command.is_empty())
    });
    if tested { vec!["EXAMINE", "TEST"] } else { vec!["EXAMINE"] }
}

/// Who performed it; of what is not there, us.
fn origins(desk: &Desk<'_>, one: &Occurrence) -> Vec<Object> {
    let by = one.performed.as_ref().and_then(|performed| performed.by.as_deref());
    let party =
        by.filter(|by| !one_line(by).is_empty()).map_or_else(|| desk.own_party(), |by| desk.party(by));
    let actor = Object::new().with("type", "party").with("actor-uuid", party);
    vec![Object::new().with("actors", vec![actor])]
}

/// When it was performed; else when it came into the history; what is not there was looked for on the
/// as-of day.
fn collected(desk: &Desk<'_>, one: &Occurrence) -> String {
    let performed = one.performed.as_ref().and_then(|performed| performed.when);
    let landed = || one.landed.as_ref().or(one.committed.as_ref()).map(|stamp| Desk::at(stamp.at));
    let performed = performed.map(|when| desk.when(when));
    performed.or_else(landed).unwrap_or_else(|| desk.begin(desk.material.as_of))
}

fn stamp(props: Props, name: &str, stamp: Option<&Stamp>) -> Props {
    let Some(stamp) = stamp else { return props };
    props
        .fact(&format!("{name}-commit"), stamp.commit.to_string())
        .fact(&format!("{name}-at"), stamp.at.to_string())
}

fn claimed(props: Props, name: &str, claimed: Option<&Claimed>) -> Props {
    let Some(claimed) = claimed else { return props };
    props
        .fact(&format!("{name}-by"), claimed.by.as_deref().unwrap_or_default())
        .fact(&format!("{name}-at"), claimed.at.as_deref().unwrap_or_default())
}

fn facts(control: &str, one: &Occurrence) -> Props {
    let props = Props::new()
        .fact("control", control)
        .fact("period", &one.period.name)
        .fact("due", one.due.to_string())
        .fact("grace-ends", one.grace_ends.to_string())
        .fact("status", one.status.word())
        .facts("flag", one.flags.iter().map(|flag| flag.word()));
    let props = claimed(props, "performed", one.performed.as_ref());
    let props = claimed(props, "reviewed", one.reviewed.as_ref());
    let props = stamp(props, "committed", one.committed.as_ref());
    let props = stamp(props, "landed", one.landed.as_ref());
    let edits = one.edits.iter().map(|edit| format!("{} {} {}", edit.kind.word(), edit.commit, edit.at));
    let props = props
        .facts("edit", edits)
        .facts("exception", &one.exceptions)
        .facts("missed-deadline", &one.missed_deadline)
        .facts("lacks", one.lacks.iter().map(Lack::words))
        .facts("deleted", one.deleted.iter().map(RepoPath::as_str))
        .fact("same-as", one.same_as.as_ref().map_or("", RepoPath::as_str))
        .fact("expected-reviewer", one.expected_reviewer.as_deref().unwrap_or_default())
        .fact("population-rows", one.population_rows.map(|rows| rows.to_string()).unwrap_or_default());
    let Some(graded) = &one.graded else {
        let why = if one.path.is_some() { "not graded" } else { "" };
        return props.fact("grade", why);
    };
    let props = props.fact_with("grade", graded.grade.word(), graded.grade.means());
    let props = graded
        .reasons
        .iter()
        .fold(props, |props, reason| props.fact_with("grade-reason", reason.code(), reason.means()));
    let Some(witnessed) = &graded.witnessed else { return props };
    props
        .fact("witnessed-from", witnessed.from.map(Desk::at).unwrap_or_default())
        .fact("witnessed-to", Desk::at(witnessed.to))
        .facts("witnessed-by", &witnessed.anchors)
}

/// What the record says of what was tested.
fn record_facts(record: &Record) -> Props {
    let mut props = Props::new().fact("result", record.result.value.word());
    if let Some(used) = &record.population {
        props = props
            .fact("population", text(used.of.as_ref()))
            .fact("population-rows-stated", used.rows.map(|rows| rows.value.to_string()).unwrap_or_default())
            .fact("population-sha256", text(used.sha256.as_ref()));
    }
    if let Some(sample) = &record.sample {
        props = sample_facts(props, sample);
    }
    for one in &record.tested {
        let at = one.at.as_ref().map(|at| format!(" at {}", at.text.value)).unwrap_or_default();
        let said =
            one.exception.as_ref().or(one.result.as_ref()).map_or("nothing", |said| said.value.as_str());
        props = props.fact("tested", format!("{}: {said}{at}", one.key.value));
    }
    match &record.decisions {
        None => props,
        Some(Decisions::File(file)) => props.fact("decisions-file", &file.value),
        Some(Decisions::Inline(list)) => list.iter().fold(props, |props, one| {
            let parts =
                [&one.account, &one.subject, &one.access, &one.decision, &one.by, &one.ticket, &one.done];
            let parts: Vec<&str> = parts.into_iter().map(|part| text(part.as_ref())).collect();
            props.fact("decision", parts.join(" | "))
        }),
    }
}

fn sample_facts(props: Props, sample: &Sample) -> Props {
    props
        .fact("sample", &sample.how.value)
        .fact("sample-size", sample.size.map(|size| size.value.to_string()).unwrap_or_default())
        .fact("sample-seed", text(sample.seed.as_ref()))
        .facts("sample-item", sample.items.iter().map(|item| item.value.as_str()))
        .fact("sample-by", text(sample.by.as_ref()))
}

fn remarks(one: &Occurrence) -> String {
    let lacks: Vec<String> = one.lacks.iter().map(|lack| format!("Lacks: {}.", lack.words())).collect();
    lacks.join("\n")
}
