//! Likelihood against impact: which level each cell has, and what sits there.

use crate::picture::svg::{At, Label, Svg, Tone, cut};

/// Left edge of the cells.
const LEFT: usize = 160;
/// Where the first row begins.
const TOP: usize = 72;
/// A cell without the gap beside it.
const CELL: usize = 124;
const GAP: usize = 2;
/// Ids in one line of a cell.
const IN_A_LINE: usize = 3;
/// Lines of ids in one cell, at most; what is left is counted.
const LINES: usize = 6;
/// Characters of an id that fit.
const ID: usize = 5;

/// A matrix.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Matrix {
    /// What it shows.
    pub title: String,
    /// The line below the title.
    pub below: String,
    /// What the rows are: `likelihood`.
    pub down: String,
    /// What the columns are: `impact`.
    pub across: String,
    /// The columns, lowest first.
    pub columns: Vec<String>,
    /// The levels, lowest first.
    pub levels: Vec<String>,
    /// The rows, highest first.
    pub rows: Vec<MatrixRow>,
}

/// A row.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct MatrixRow {
    /// What it stands for.
    pub name: String,
    /// A cell for each column.
    pub cells: Vec<MatrixCell>,
}

/// A cell.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct MatrixCell {
    /// Its level, as it stands among the levels; another word, or none, has no colour.
    pub level: String,
    /// What sits there, by id.
    pub ids: Vec<String>,
}

/// Draws it.
pub fn matrix(matrix: &Matrix) -> String {
    let heights: Vec<usize> = matrix.rows.iter().map(height).collect();
    let width = (LEFT + matrix.columns.len() * (CELL + GAP) + 16).max(480);
    let bottom = TOP + heights.iter().map(|height| height + GAP).sum::<usize>();
    let mut svg = Svg::begin(width, bottom + 56, &matrix.title, &described(matrix));
    svg.heading(&matrix.title, &matrix.below);
    let mut top = TOP;
    for (row, height) in matrix.rows.iter().zip(heights) {
        draw(&mut svg, matrix, row, top, height);
        top += height + GAP;
    }
    for (index, column) in matrix.columns.iter().enumerate() {
        let x = LEFT + index * (CELL + GAP) + CELL / 2;
        svg.label(
            Label { class: "t", x, y: bottom + 18, size: 12, bold: false, at: At::Middle },
            &cut(column, 18),
        );
        svg.end_line();
    }
    let axes = format!("rows: {}, columns: {}", matrix.down, matrix.across);
    svg.label(Label { class: "s", x: LEFT, y: bottom + 42, size: 12, bold: false, at: At::Start }, &axes);
    svg.end_line();
    svg.finish()
}

/// Every cell with something in it, in words.
fn described(matrix: &Matrix) -> String {
    let mut said = Vec::new();
    for row in &matrix.rows {
        for (cell, column) in row.cells.iter().zip(&matrix.columns).filter(|(cell, _)| !cell.ids.is_empty()) {
            let level = if cell.level.is_empty() { "no level" } else { &cell.level };
            said.push(format!(
                "{}: {} {}, {} {column}, {level}",
                cell.ids.join(", "),
                matrix.down,
                row.name,
                matrix.across
            ));
        }
    }
    if said.is_empty() { "nothing is rated".to_owned() } else { said.join("; ") }
}

/// A row is as high as its fullest cell.
fn height(row: &MatrixRow) -> usize {
    let lines = row.cells.iter().map(|cell| cell.ids.len().div_ceil(IN_A_LINE).min(LINES)).max();
    40 + lines.unwrap_or(0).max(1) * 18
}

fn draw(svg: &mut Svg, matrix: &Matrix, row: &MatrixRow, top: usize, height: usize) {
    let name = cut(&row.name, 20);
    let (x, y) = (LEFT - 10, top + height / 2 + 4);
    svg.label(Label { class: "t", x, y, size: 12, bold: false, at: At::End }, &name);
    svg.end_line();
    for (index, (cell, column)) in row.cells.iter().zip(&matrix.columns).enumerate() {
        let x = LEFT + index * (CELL + GAP);
        let tone = tone(matrix, &cell.level);
        let level = if cell.level.is_empty() { "no level" } else { &cell.level };
        let ids = if cell.ids.is_empty() { "none".to_owned() } else { cell.ids.join(", ") };
        svg.titled(&format!("{}, {column}: {level}: {ids}", row.name), |svg| {
            svg.field(tone, [x, top, CELL, height], false);
            let label = |x, y, size, bold, at| Label { class: tone.text(), x, y, size, bold, at };
            svg.label(label(x + 7, top + 17, 11, false, At::Start), &cut(level, 18));
            for (line, words) in lines(&cell.ids).iter().enumerate() {
                svg.label(label(x + CELL / 2, top + 40 + line * 18, 13, true, At::Middle), words);
            }
        });
    }
}

/// Ids in lines; the last one counts what did not fit.
fn lines(ids: &[String]) -> Vec<String> {
    let shown = if ids.len() > IN_A_LINE * LINES { IN_A_LINE * LINES - 1 } else { ids.len() };
    let mut words: Vec<String> = ids.iter().take(shown).map(|id| cut(id, ID)).collect();
    if shown < ids.len() {
        words.push(format!("+{}", ids.len() - shown));
    }
    words.chunks(IN_A_LINE).map(|line| line.join(" ")).collect()
}

/// The levels share four colours, from the lowest to the highest.
fn tone(matrix: &Matrix, level: &str) -> Tone {
    const TONES: [Tone; 4] = [Tone::Low, Tone::Late, Tone::Exception, Tone::Failed];
    let Some(rank) = matrix.levels.iter().position(|known| known == level) else { return Tone::None };
    let last = matrix.levels.len() - 1;
    let at = (rank * (TONES.len() - 1) * 2 + last).checked_div(last * 2).unwrap_or(0);
    TONES.get(at).copied().unwrap_or(Tone::Failed)
}
