//! For people: each finding with the lines it is about, as rustc draws them.

use std::fmt::Write as _;

use annotate_snippets::{AnnotationKind, Element, Group, Level as Drawn, Origin, Renderer, Snippet};

use crate::finding::{Finding, Level, Related};
use crate::place::{Location, Span};
use crate::report::excerpt::Excerpt;
use crate::report::repeated::{Repeated, Told};
use crate::report::{Places, Report, Style};
use crate::text::visible;

pub(super) fn render(report: &Report<'_>, style: Style) -> String {
    let renderer = if style.color { Renderer::styled() } else { Renderer::plain() }.term_width(style.width);
    let mut places = Places::new(report.snapshot);
    let head = format!("{}\n{}\n\n", visible(report.title), visible(&report.clocks()));
    let mut text = if style.ascii { head.replace(" · ", ", ") } else { head };
    let listed: Vec<&Finding> =
        report.findings.list().iter().filter(|finding| style.verbose || finding.waived.is_none()).collect();
    let told = if style.verbose { Told::all(listed) } else { Told::of(listed) };
    for finding in told.shown {
        text.push_str(&one(&renderer, &mut places, finding));
        text.push_str("\n\n");
    }
    text.push_str(&repeated(&told.repeated, style));
    if let Some(not_judged) = report.not_judged() {
        let group = Drawn::NOTE
            .primary_title(not_judged.message)
            .element(Drawn::NOTE.message(not_judged.rules))
            .element(Drawn::HELP.message(not_judged.help));
        text.push_str(&renderer.render(&[group]));
        text.push_str("\n\n");
    }
    text.push_str(&report.summary());
    text.push('\n');
    text
}

/// One line for each rule whose findings are not all shown, and how to see them.
fn repeated(list: &[Repeated], style: Style) -> String {
    let mut text = String::new();
    let dots = if style.ascii { "..." } else { "…" };
    for Repeated { rule, count, files, folder } in list {
        let below = if folder.is_empty() { String::new() } else { format!(" below `{}`", visible(folder)) };
        let files = if *files == 1 { "1 file".to_owned() } else { format!("{files} files{below}") };
        // Writing to a String cannot fail.
        let _ = writeln!(text, "{dots} and {count} more of `{rule}` in {files}");
    }
    if !text.is_empty() {
        text.push_str("`--format concise` lists every one, `-v` shows every one\n\n");
    }
    text
}

fn one(renderer: &Renderer, places: &mut Places<'_>, finding: &Finding) -> String {
    let level = match finding.level {
        Level::Error => Drawn::ERROR,
        Level::Warning => Drawn::WARNING,
        Level::Note => Drawn::NOTE,
    };
    let mut group =
        Group::with_title(level.primary_title(visible(&finding.message).into_owned()).id(finding.rule));
    let (here, elsewhere): (Vec<&Related>, Vec<&Related>) =
        finding.related.iter().partition(|related| related.place.file == finding.place.file);
    group = group.element(drawn(places, finding.place, finding.label.as_deref(), &here));
    for related in elsewhere {
        group = group.element(drawn_beside(places, related));
    }
    for note in &finding.notes {
        group = group.element(Drawn::NOTE.message(visible(note).into_owned()));
    }
    if let Some(waiver) = &finding.waived {
        let until = waiver.until.as_ref().map(|until| format!(" until {until}")).unwrap_or_default();
        let why = format!("set aside{until}: {}", waiver.because);
        group = group.element(Drawn::NOTE.message(visible(&why).into_owned()));
    }
    if let Some(help) = &finding.help {
        group = group.element(Drawn::HELP.message(visible(help).into_owned()));
    }
    renderer.render(&[group])
}

/// The lines of a finding, with its label and what stands elsewhere in the same file.
fn drawn(
    places: &mut Places<'_>,
    place: Location,
    label: Option<&str>,
    related: &[&Related],
) -> Element<'static> {
    let path = visible(places.path(place.file)).into_owned();
    let index = places.index(place.file);
    let mut spans: Vec<Span> = vec![place.span];
    spans.extend(related.iter().map(|related| related.place.span));
    // A file as a whole has no line to show, nor has one whose bytes were not kept.
    let whole = place.span == Span::default() && related.is_empty();
    let empty = index.line(1).is_empty() && index.start(2) <= 1;
    let excerpt = if whole || empty { None } else { Excerpt::of(index, &spans) };
    let Some(excerpt) = excerpt else { return Origin::path(path).into() };
    let primary = AnnotationKind::Primary.span(excerpt.range(index, place.span));
    let primary = primary.label(label.map(|label| visible(label).into_owned()));
    let context = related.iter().map(|related| {
        let range = excerpt.range(index, related.place.span);
        AnnotationKind::Context.span(range).label(visible(&related.text).into_owned())
    });
    let annotations: Vec<_> = std::iter::once(primary).chain(context).collect();
    Snippet::source(excerpt.text).line_start(excerpt.first_line).path(path).annotations(annotations).into()
}

/// A place in another file that explains a finding.
fn drawn_beside(places: &mut Places<'_>, related: &Related) -> Element<'static> {
    let path = visible(places.path(related.place.file)).into_owned();
    let index = places.index(related.place.file);
    let Some(excerpt) = Excerpt::of(index, &[related.place.span]) else { return Origin::path(path).into() };
    let range = excerpt.range(index, related.place.span);
    let annotation = AnnotationKind::Context.span(range).label(visible(&related.text).into_owned());
    Snippet::source(excerpt.text).line_start(excerpt.first_line).path(path).annotation(annotation).into()
}
