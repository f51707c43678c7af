//! What the pictures of a packet show: the same numbers as the tables that stand below them.

use std::collections::BTreeMap;

use crate::packet::context::{BarView, ControlView, OccurrenceView};
use crate::packet::{Context, PacketFile, tables};
use crate::picture::{
    self, Bar, BarPart, Bars, HeatCell, HeatKey, HeatMap, HeatRow, Matrix, MatrixCell, MatrixRow, Tone,
};

/// Name, path and title of a picture.
type Named = (&'static str, &'static str, &'static str);

/// Controls against months.
pub(super) const HEAT_MAP: Named =
    ("heat-map", "pictures/heat-map.svg", "Heat map: controls by the month in which they fell due");
/// Likelihood against impact.
pub(super) const RISK_MATRIX: Named = (
    "risk-matrix",
    "pictures/risk-matrix.svg",
    "Risk matrix: risks with their controls, likelihood by impact",
);
/// What is on file behind the requirements.
pub(super) const COVERAGE: Named =
    ("coverage", "pictures/coverage.svg", "Coverage: requirements by what is on file behind them");

/// Draws the pictures of the packet.
pub(super) fn files(context: &Context, say: &dyn Fn(&str) -> String) -> Vec<PacketFile> {
    let drawn = context.pictures.iter().map(|(name, view)| {
        let svg = match *name {
            "heat-map" => picture::heat_map(&heat_map(context, say)),
            "risk-matrix" => picture::matrix(&risk_matrix(context, say)),
            _ => picture::bars(&coverage(context, say)),
        };
        PacketFile { path: view.path.to_owned(), bytes: svg.into_bytes() }
    });
    drawn.collect()
}

/// The line below the title of each: what it was made from, and first whether it is a draft.
fn below(context: &Context, say: &dyn Fn(&str) -> String, what: &str) -> String {
    let draft = if context.draft { format!("{} · ", tables::DRAFT) } else { String::new() };
    format!(
        "{draft}{} · {what} · commit {}, as of {}",
        say(&context.company.name),
        context.revision.commit_short,
        context.as_of
    )
}

fn title(context: &Context, text: &str) -> String {
    if context.draft { format!("DRAFT: {text}") } else { text.to_owned() }
}

/// Marks that need more attention stand later.
const RANKS: [(&str, Tone); 11] = [
    ("●", Tone::Operated),
    ("○", Tone::None),
    ("·", Tone::Upcoming),
    ("◐", Tone::Late),
    ("P", Tone::Pending),
    ("U", Tone::Unreviewed),
    ("E", Tone::Exception),
    ("!", Tone::Overdue),
    ("✗", Tone::Failed),
    ("?", Tone::Unknown),
    ("M", Tone::Missing),
];

fn rank(glyph: &str) -> usize {
    RANKS.iter().position(|(known, _)| *known == glyph).unwrap_or(RANKS.len() - 1)
}

fn heat_map(context: &Context, say: &dyn Fn(&str) -> String) -> HeatMap {
    let calendar = &context.calendar;
    let used = calendar.legend.iter().filter(|mark| mark.number > 0);
    let key = |mark: &super::context::Mark| HeatKey {
        tone: RANKS[rank(mark.glyph)].1,
        sign: mark.glyph.to_owned(),
        means: mark.means.to_owned(),
    };
    let row = |control: &ControlView| HeatRow {
        id: say(&control.id),
        title: say(&control.title),
        note: control.cadence.clone(),
        cells: calendar.months.iter().map(|month| cell(context, control, month)).collect(),
        figures: vec![
            format!("{}/{}", control.on_file.number, control.on_file.of),
            format!("{}/{}", control.on_time.number, control.on_time.of),
        ],
    };
    HeatMap {
        title: title(context, &format!("Controls in {}", context.audit.span)),
        below: below(context, say, "by the month in which they fell due"),
        headings: calendar.months.clone(),
        figures: ["on file", "on time"].map(str::to_owned).to_vec(),
        rows: context.controls.iter().map(row).collect(),
        key: used.map(key).collect(),
        keys_in_a_line: 1,
    }
}

/// The mark that needs most attention, and how many there are.
fn cell(context: &Context, control: &ControlView, month: &str) -> Option<HeatCell> {
    let due = |one: &&OccurrenceView| one.due.starts_with(month);
    let mut marks: BTreeMap<usize, usize> = BTreeMap::new();
    for one in control.occurrences.iter().filter(due) {
        *marks.entry(rank(one.glyph)).or_default() += 1;
    }
    let total: usize = marks.values().sum();
    let (worst, count) = marks.last_key_value()?;
    let (glyph, tone) = RANKS[*worst];
    let sign = match (*count, total) {
        (1, 1) => glyph.to_owned(),
        (count, total) if count == total => format!("{glyph} {count}"),
        (count, total) => format!("{glyph} {count}/{total}"),
    };
    let means = |rank: usize| {
        let legend = &context.calendar.legend;
        legend.iter().find(|mark| mark.glyph == RANKS[rank].0).map_or("unknown", |mark| mark.means)
    };
    let words = marks.iter().rev().map(|(rank, count)| format!("{count} {}", means(*rank)));
    Some(HeatCell { tone, sign, words: words.collect::<Vec<_>>().join("; ") })
}

fn risk_matrix(context: &Context, say: &dyn Fn(&str) -> String) -> Matrix {
    let method = &context.risk.method;
    let row = |row: &crate::packet::iso27001::MatrixRow| MatrixRow {
        name: say(&row.likelihood),
        cells: (row.cells.iter())
            .map(|cell| MatrixCell {
                level: say(&cell.level),
                ids: cell.risks.split(", ").filter(|id| !id.is_empty()).map(say).collect(),
            })
            .collect(),
    };
    let appetite = match method.appetite.as_str() {
        "" => "no appetite is named".to_owned(),
        level => format!("lived with up to {}", say(level)),
    };
    let count = crate::packet::sources::count(context.risk.risks.len(), "risk", "risks");
    Matrix {
        title: title(context, "Risks with their controls"),
        below: below(context, say, &format!("{count}, {appetite}")),
        down: "likelihood".to_owned(),
        across: "impact".to_owned(),
        columns: method.impact.iter().map(|step| say(&format!("{} {}", step.number, step.name))).collect(),
        levels: method.levels.iter().map(|level| say(&level.title)).collect(),
        rows: method.matrix.iter().map(row).collect(),
    }
}

fn coverage(context: &Context, say: &dyn Fn(&str) -> String) -> Bars {
    let part =
        |tone, sign: &str, means: &str| BarPart { tone, sign: sign.to_owned(), means: means.to_owned() };
    let bar = |bar: &BarView| Bar {
        name: say(format!("{} {}", bar.id, bar.title).trim()),
        numbers: vec![
            bar.on_time,
            bar.late,
            bar.not_on_file,
            bar.nothing_due,
            bar.excluded,
            bar.document_only,
            bar.nothing,
        ],
        said: format!("{} of {} on file", bar.on_time + bar.late, bar.requirements),
    };
    Bars {
        title: title(context, "Requirements by what is on file"),
        below: below(context, say, &context.audit.framework_title),
        parts: vec![
            part(Tone::Operated, "●", "on file, on time"),
            part(Tone::Late, "◐", "on file, some late"),
            part(Tone::Exception, "✗", "some not on file"),
            part(Tone::Upcoming, "·", "nothing fell due"),
            part(Tone::None, "–", "excluded, with a reason"),
            part(Tone::Unreviewed, "D", "a document only"),
            part(Tone::Missing, "M", "nothing claims it"),
        ],
        rows: context.bars.iter().map(bar).collect(),
    }
}
