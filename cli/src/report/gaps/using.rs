//! What other frameworks lead to, and the dry run.

use std::fmt::Write as _;

use anstyle::{AnsiColor, Style};

use crate::assess::{Counts, DryRun, Lead, Reached, Trial, Using};
use crate::report::gaps::GapsReport;
use crate::report::{filled, plural};
use crate::sheet::{Cell, Sheet};
use crate::text::visible;

/// At most so many controls are named for one requirement on a terminal.
const CONTROLS: usize = 3;

/// Draws what leads where, and what nothing leads to.
pub(super) fn leads(text: &mut String, report: &GapsReport<'_>) {
    let Some(using) = report.using else { return };
    let width = report.style.width;
    // Writing to a String cannot fail.
    let _ = writeln!(text);
    for (number, words) in counts(using) {
        let _ = writeln!(text, "  {number:>4} of {:<4}  {}", using.of, filled(&words, width, 16, 16));
    }
    let _ = writeln!(text, "\n{}", filled(&evidence(using), width, 0, 0));
    if let Some(words) = unconnected(report) {
        let _ = writeln!(text, "\n{}", filled(&visible(&words), width, 0, 0));
    }
    heading(text, &format!("Suggested through {}", using.frameworks.join(", ")), using.led().count());
    for one in using.led() {
        requirement(text, width, one);
        let controls = one.controls();
        for control in controls.iter().take(CONTROLS) {
            let rows: Vec<String> = one.by(&control.id).map(|lead| row(using, lead)).collect();
            let words = format!(
                "{} ({}): {}",
                control.id.value,
                rows.join("; "),
                on_file(using.evidence.get(control.id.as_str()))
            );
            let _ = writeln!(text, "      {}", filled(&visible(&words), width, 6, 8));
        }
        if controls.len() > CONTROLS {
            let _ = writeln!(text, "      and {}", plural(controls.len() - CONTROLS, "more control"));
        }
        for words in reasons(one) {
            let _ = writeln!(text, "      {}", filled(&visible(&words), width, 6, 8));
        }
    }
    if using.led().next().is_some() {
        let advice = "look whether the control does it; if so, name the requirement in its `satisfies`. Until then it \
                      counts as open.";
        let _ = writeln!(text, "      -> {}", filled(advice, width, 9, 9));
    }
    left(text, using, width);
}

fn left(text: &mut String, using: &Using<'_>, width: usize) {
    if using.left().next().is_none() {
        return;
    }
    let words = if using.unconnected.len() < using.frameworks.len() {
        "Nothing leads there: work of its own"
    } else {
        "Open, and nothing to suggest from"
    };
    heading(text, words, using.left().count());
    for one in using.left() {
        requirement(text, width, one);
        for words in reasons(one) {
            let _ = writeln!(text, "      {}", filled(&visible(&words), width, 6, 6));
        }
    }
}

fn heading(text: &mut String, words: &str, number: usize) {
    let bold = Style::new().bold();
    let _ = writeln!(text, "\n{bold}{}{bold:#} ({number})", visible(words));
}

fn requirement(text: &mut String, width: usize, one: &Reached<'_>) {
    let yellow = AnsiColor::Yellow.on_default();
    let (id, title) = (visible(&one.requirement.id), title(one));
    let words = filled(&visible(title), width, 4 + id.chars().count(), 6);
    let _ = writeln!(text, "  {yellow}{id}{yellow:#}  {words}");
}

fn title<'a>(one: &Reached<'a>) -> &'a str {
    one.requirement.title.as_ref().map_or("", |title| title.value.as_str())
}

/// Numbers, and what they count.
fn counts(using: &Using<'_>) -> [(usize, String); 3] {
    let behind = plural(using.evidence.len(), "control");
    [
        (using.of.saturating_sub(using.reached.len()), "claimed by a control in force".to_owned()),
        (
            using.led().count(),
            format!("suggested only: {behind} in force may do them; never counted as satisfied"),
        ),
        (using.left().count(), "to which nothing leads".to_owned()),
    ]
}

/// Which of the frameworks have no crosswalk to the one that is asked about.
pub(super) fn unconnected(report: &GapsReport<'_>) -> Option<String> {
    let from = report.using.map(|using| using.unconnected.join(" or ")).filter(|from| !from.is_empty())?;
    Some(format!(
        "No crosswalk on file leads from {from} to {}, so nothing can be suggested that way: that says nothing about \
         what those controls do. One of your own goes into policies/crosswalks/.",
        report.framework
    ))
}

/// How much those controls have on file.
fn evidence(using: &Using<'_>) -> String {
    if using.evidence.is_empty() {
        return "No control stands behind a suggestion.".to_owned();
    }
    let (expected, on_file, on_time) = using.totals();
    if expected == 0 {
        return format!("Nothing of these controls fell due over {}.", using.window);
    }
    format!(
        "Over {} these controls were due {}: {on_file} on file, {on_time} on time.",
        using.window,
        plural(expected, "time")
    )
}

/// `CC6.2 intersects-with 8`, with the framework where there is more than one.
fn row(using: &Using<'_>, lead: &Lead<'_>) -> String {
    let from = if using.frameworks.len() > 1 { format!("{} ", lead.from) } else { String::new() };
    let strength = lead.row.strength.map(|strength| format!(" {strength}")).unwrap_or_default();
    format!("{from}{} {}{strength}", lead.row.here, lead.row.relationship)
}

fn on_file(counts: Option<&Counts>) -> String {
    match counts {
        Some(counts) if counts.expected > 0 => format!("{} of {} on file", counts.on_file, counts.expected),
        Some(_) | None => "nothing fell due".to_owned(),
    }
}

/// Why nothing leads to it, as far as a crosswalk says.
fn reasons(one: &Reached<'_>) -> Vec<String> {
    let said = one.lone.iter().filter_map(|(from, lone)| {
        let because = lone.because.as_ref()?.value.as_str();
        let partial = lone.degree.as_ref().is_some_and(|degree| **degree == *"partial");
        let has = if partial { "has a counterpart in part only" } else { "has no counterpart" };
        Some(format!("{from} {has}: {because}"))
    });
    said.collect()
}

/// Draws the dry run.
pub(super) fn dry_run(text: &mut String, report: &GapsReport<'_>) {
    let Some(run) = report.dry_run else { return };
    let width = report.style.width;
    heading(text, &format!("Dry run over {}", run.window), run.trials.len());
    let _ = writeln!(text, "  {}", filled(&summary(run), width, 2, 2));
    for trial in &run.trials {
        let (green, yellow) = (AnsiColor::Green.on_default(), AnsiColor::Yellow.on_default());
        let style = if trial.is_clean() { green } else { yellow };
        let id = visible(&trial.control.id);
        let owner =
            trial.control.owner.as_ref().map(|owner| format!(" ({})", owner.value)).unwrap_or_default();
        let title = trial.control.title.as_ref().map_or("", |title| title.value.as_str());
        let words = format!("{title}{owner}");
        let words = filled(&visible(&words), width, 4 + id.chars().count(), 6);
        let _ = writeln!(text, "  {style}{id}{style:#}  {words}");
        let _ = writeln!(text, "      {}", filled(&visible(&told(trial)), width, 6, 6));
    }
}

/// What the dry run comes to, in a sentence or two.
pub fn summary(run: &DryRun<'_>) -> String {
    if run.trials.is_empty() {
        return "No control in force answers anything here, so there is nothing to look at.".to_owned();
    }
    let (expected, on_file, on_time) = run.totals();
    format!(
        "Of the {} in force that answer something, {} that answer most: due {}, {on_file} on file, {on_time} on time. \
         {} can be shown for every time, without anything to explain.",
        plural(run.of, "control"),
        run.trials.len(),
        plural(expected, "time"),
        run.clean()
    )
}

/// `answers 9; 3 of 3 on file, 2 on time; late: 2026-Q2`
fn told(trial: &Trial<'_>) -> String {
    let (claimed, suggested) = (trial.answered.claimed.len(), trial.answered.suggested.len());
    let answers = match (claimed, suggested) {
        (claimed, 0) => format!("claims {claimed}"),
        (0, suggested) => format!("may answer {suggested}"),
        (claimed, suggested) => format!("claims {claimed}, may answer {suggested} more"),
    };
    let counts = &trial.counts;
    let evidence = match counts.expected {
        0 => format!("{}: nothing fell due, so nothing could be tested", trial.control.cadence.value),
        expected => format!(
            "{}: {} of {expected} on file, {} on time",
            trial.control.cadence.value, counts.on_file, counts.on_time
        ),
    };
    let since = trial.since.map(|day| format!("; in force only since {day}")).unwrap_or_default();
    let troubles = troubles(trial);
    let troubles = if troubles.is_empty() { String::new() } else { format!("; {troubles}") };
    format!("{answers}; {evidence}{since}{troubles}")
}

/// `late: 2026-Q2; missing: 2026-Q3`
fn troubles(trial: &Trial<'_>) -> String {
    let said = trial.troubles.iter().map(|(trouble, periods)| {
        let shown = periods.iter().take(4).cloned().collect::<Vec<_>>().join(", ");
        let more = periods.len().saturating_sub(4);
        let more = if more > 0 { format!(" and {more} more") } else { String::new() };
        format!("{}: {shown}{more}", trouble.word())
    });
    said.collect::<Vec<_>>().join("; ")
}

/// One lead a line: what leads to a requirement, and what is on file of the control behind it.
pub(super) fn leads_sheet(using: &Using<'_>) -> Sheet {
    let mut sheet = Sheet::new(
        "Suggested",
        "Every requirement is claimed by a control in force.",
        &[
            ("requirement", 14),
            ("title", 40),
            ("how", 16),
            ("control", 10),
            ("from", 12),
            ("its_requirement", 14),
            ("relationship", 16),
            ("strength", 9),
            ("basis", 14),
            ("expected", 9),
            ("on_file", 9),
            ("on_time", 9),
            ("note", 50),
        ],
    );
    for one in &using.reached {
        let id = &one.requirement.id.value;
        for lead in &one.leads {
            for control in &lead.controls {
                let counts = using.evidence.get(control.id.as_str());
                let count = |of: fn(&Counts) -> usize| Cell::from(counts.map(of));
                sheet.push([
                    id.into(),
                    title(one).into(),
                    "suggested".into(),
                    (&control.id.value).into(),
                    lead.from.into(),
                    lead.row.here.into(),
                    lead.row.relationship.into(),
                    lead.row.strength.and_then(|strength| usize::try_from(strength).ok()).into(),
                    lead.row.basis.into(),
                    count(|counts| counts.expected),
                    count(|counts| counts.on_file),
                    count(|counts| counts.on_time),
                    lead.row.note.into(),
                ]);
            }
        }
        if one.leads.is_empty() {
            let reasons = reasons(one);
            let alone = one
                .lone
                .iter()
                .any(|(_, lone)| lone.degree.as_ref().is_none_or(|degree| **degree != *"partial"));
            let how = if alone { "no counterpart" } else { "nothing" };
            let mut cells = vec![id.into(), title(one).into(), how.into()];
            cells.extend(std::iter::repeat_n(Cell::Empty, 9));
            cells.push(reasons.join("; ").into());
            sheet.push(cells);
        }
    }
    sheet
}

/// One control a line.
pub(super) fn dry_run_sheet(run: &DryRun<'_>) -> Sheet {
    let mut sheet = Sheet::new(
        "Dry run",
        "No control in force answers anything here.",
        &[
            ("control", 10),
            ("title", 40),
            ("owner", 10),
            ("cadence", 12),
            ("claimed", 9),
            ("suggested", 10),
            ("expected", 9),
            ("on_file", 9),
            ("on_time", 9),
            ("in_force_since", 14),
            ("troubles", 50),
        ],
    );
    for trial in &run.trials {
        let control = trial.control;
        sheet.push([
            (&control.id.value).into(),
            control.title.as_ref().map_or("", |title| title.value.as_str()).into(),
            control.owner.as_ref().map_or("", |owner| owner.value.as_str()).into(),
            control.cadence.value.to_string().into(),
            trial.answered.claimed.len().into(),
            trial.answered.suggested.len().into(),
            trial.counts.expected.into(),
            trial.counts.on_file.into(),
            trial.counts.on_time.into(),
            trial.since.map(|day| day.to_string()).into(),
            troubles(trial).into(),
        ]);
    }
    sheet
}

/// The counts of leads, for a page.
pub(super) fn counted(using: &Using<'_>) -> Vec<(usize, String)> {
    counts(using).into_iter().collect()
}

/// How much is on file, for a page.
pub(super) fn said(using: &Using<'_>) -> String {
    evidence(using)
}
