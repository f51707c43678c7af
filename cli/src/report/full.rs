//! For people: each finding with the lines it is about, as rustc draws them.

use std::fmt::Write as _;

use annotate_snippets::{AnnotationKind, Element, Group, Level as Drawn, Origin, Renderer, Snippet};

use crate::finding::{Finding, Level, Related};
use crate::place::{Location, Span};
use crate::report::excerpt::Excerpt;
use crate::report::repeated::{Repeated, Told};
use crate::report::{Places, Report, Style};
use crate::text::visible;

/// Columns before a note or a help: a line's number and `= note: `.
const BELOW: usize = 14;
/// Characters of a text that are shown.
const LONG: usize = 600;

pub(super) fn render(report: &Report<'_>, style: Style) -> String {
    let renderer = if style.color { Renderer::styled() } else { Renderer::plain() }.term_width(style.width);
    let mut places = Places::new(report.snapshot);
    let head = format!("{}\n{}\n\n", visible(report.title), visible(&report.clocks()));
    let mut text = if style.ascii { head.replace(" · ", ", ") } else { head };
    let listed: Vec<&Finding> =
        report.findings.list().iter().filter(|finding| style.verbose || finding.waived.is_none()).collect();
    let told = if style.verbose { Told::all(listed) } else { Told::of(&listed) };
    for finding in told.shown {
        text.push_str(&one(&renderer, &mut places, finding, style.width));
        text.push_str("\n\n");
    }
    text.push_str(&repeated(&told.repeated, style));
    if let Some(not_judged) = report.not_judged() {
        let group = Drawn::NOTE
            .primary_title(not_judged.message)
            .element(Drawn::NOTE.message(wrapped(&not_judged.rules, style.width.saturating_sub(BELOW))))
            .element(Drawn::HELP.message(not_judged.help));
        text.push_str(&renderer.render(&[group]));
        text.push_str("\n\n");
    }
    text.push_str(&report.summary());
    text.push('\n');
    if let Some(fixable) = report.fixable() {
        text.push_str(&fixable);
        text.push('\n');
    }
    text
}

/// One line for each rule whose findings are not all shown, and how to see them.
fn repeated(list: &[Repeated], style: Style) -> String {
    let mut text = String::new();
    let dots = if style.ascii { "..." } else { "…" };
    for Repeated { rule, count, files, place } in list {
        let place = visible(place);
        let place = match files {
            1 => format!("`{place}`"),
            _ if place.is_empty() => format!("{files} files"),
            _ => format!("{files} files below `{place}`"),
        };
        // Writing to a String cannot fail.
        let _ = writeln!(text, "{dots} and {count} more of `{rule}` in {place}");
    }
    if !text.is_empty() {
        text.push_str("`--format concise` lists every one, `-v` shows every one\n\n");
    }
    text
}

fn one(renderer: &Renderer, places: &mut Places<'_>, finding: &Finding, width: usize) -> String {
    let title = width.saturating_sub(finding.level.word().len() + finding.rule.len() + "[]: ".len());
    let below = width.saturating_sub(BELOW);
    let level = match finding.level {
        Level::Error => Drawn::ERROR,
        Level::Warning => Drawn::WARNING,
        Level::Note => Drawn::NOTE,
    };
    let mut group =
        Group::with_title(level.primary_title(wrapped(&shown(&finding.message), title)).id(finding.rule));
    let (here, elsewhere): (Vec<&Related>, Vec<&Related>) =
        finding.related.iter().partition(|related| related.place.file == finding.place.file);
    group = group.element(drawn(places, finding.place, finding.label.as_deref(), &here));
    for related in elsewhere {
        group = group.element(drawn_beside(places, related));
    }
    for note in &finding.notes {
        group = group.element(Drawn::NOTE.message(wrapped(&shown(note), below)));
    }
    if let Some(waiver) = &finding.waived {
        let until = waiver.until.as_ref().map(|until| format!(" until {until}")).unwrap_or_default();
        let why = format!("set aside{until}: {}", waiver.because);
        group = group.element(Drawn::NOTE.message(wrapped(&shown(&why), below)));
    }
    if let Some(help) = &finding.help {
        group = group.element(Drawn::HELP.message(wrapped(&shown(help), below)));
    }
    renderer.render(&[group])
}

/// A text of a finding. Of one that is longer than a screen its beginning will do.
fn shown(text: &str) -> String {
    let text = visible(text);
    match text.char_indices().nth(LONG) {
        Some((at, _)) => format!("{} ...", &text[..at]),
        None => text.into_owned(),
    }
}

/// A text broken at spaces into lines of so many columns; the renderer indents those that follow.
fn wrapped(text: &str, columns: usize) -> String {
    let mut out = String::with_capacity(text.len());
    let mut column = 0;
    for (index, word) in text.split(' ').enumerate() {
        let length = word.split('\n').next().unwrap_or_default().chars().count();
        if index > 0 && column + 1 + length > columns.max(30) {
            out.push('\n');
            column = 0;
        } else if index > 0 {
            out.push(' ');
            column += 1;
        }
        out.push_str(word);
        column = match word.rsplit_once('\n') {
            Some((_, last)) => last.chars().count(),
            None => column + length,
        };
    }
    out
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
    let primary = primary.label(label.map(shown));
    let context = related.iter().map(|related| {
        let range = excerpt.range(index, related.place.span);
        AnnotationKind::Context.span(range).label(shown(&related.text))
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
    let annotation = AnnotationKind::Context.span(range).label(shown(&related.text));
    Snippet::source(excerpt.text).line_start(excerpt.first_line).path(path).annotation(annotation).into()
}

#[cfg(test)]
mod tests {
    use super::wrapped;

    #[test]
    fn a_text_breaks_at_spaces_and_where_it_broke_before() {
        let text = "one two three four five six seven eight\nnine ten eleven twelve thirteen";
        assert_eq!(
            wrapped(text, 30),
            "one two three four five six\nseven eight\nnine ten eleven twelve\nthirteen"
        );
        assert_eq!(wrapped(&"x".repeat(50), 30), "x".repeat(50));
    }
}
