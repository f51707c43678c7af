//! Rows against columns of the calendar.

use crate::picture::svg::{At, Label, Svg, Tone, cut};

/// Left edge of the cells.
const LEFT: usize = 372;
/// A cell and the gap beside it.
const STEP: usize = 54;
const CELL: usize = 50;
/// A row and the gap below it.
const ROW: usize = 30;
/// Where the first row begins.
const TOP: usize = 94;
/// A column of figures behind the cells.
const FIGURE: usize = 60;
/// Characters of a title that fit.
const TITLE: usize = 30;

/// A heat map.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct HeatMap {
    /// What it shows.
    pub title: String,
    /// The line below the title.
    pub below: String,
    /// A heading for each column.
    pub headings: Vec<String>,
    /// A heading for each figure behind the cells.
    pub figures: Vec<String>,
    /// The rows.
    pub rows: Vec<HeatRow>,
    /// What the signs in it mean.
    pub key: Vec<HeatKey>,
    /// How many entries of the legend stand in a line, at least one.
    pub keys_in_a_line: usize,
}

/// A row.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct HeatRow {
    /// Its id.
    pub id: String,
    /// Its title.
    pub title: String,
    /// A word before the cells.
    pub note: String,
    /// A cell for each column; `None` where there is nothing.
    pub cells: Vec<Option<HeatCell>>,
    /// A figure for each heading of them.
    pub figures: Vec<String>,
}

/// A cell.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct HeatCell {
    /// Its colour.
    pub tone: Tone,
    /// What is written on it: a few characters.
    pub sign: String,
    /// The same in words.
    pub words: String,
}

/// What a sign means.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct HeatKey {
    /// Its colour.
    pub tone: Tone,
    /// The sign.
    pub sign: String,
    /// What it means.
    pub means: String,
}

/// Draws it.
pub fn heat_map(map: &HeatMap) -> String {
    let in_a_line = map.keys_in_a_line.max(1);
    let right = if map.figures.is_empty() { 24 } else { map.figures.len() * FIGURE + 10 };
    let width = (LEFT + map.headings.len() * STEP + right).max(720);
    let height = TOP + map.rows.len() * ROW + 40 + map.key.len().div_ceil(in_a_line) * 24;
    let mut svg = Svg::begin(width, height, &map.title, &described(map));
    svg.heading(&map.title, &map.below);
    headings(&mut svg, map);
    for (index, row) in map.rows.iter().enumerate() {
        draw(&mut svg, map, row, TOP + index * ROW);
    }
    let (top, step) = (TOP + map.rows.len() * ROW + 24, 680 / in_a_line);
    for (index, key) in map.key.iter().enumerate() {
        let (x, y) = (16 + index % in_a_line * step, top + index / in_a_line * 24);
        svg.key(key.tone, &key.sign, &key.means, x, y);
    }
    svg.finish()
}

/// Every row in words, for those who do not see the picture.
fn described(map: &HeatMap) -> String {
    let row = |row: &HeatRow| {
        let cells = map.headings.iter().zip(&row.cells);
        let words: Vec<String> =
            cells.filter_map(|(heading, cell)| Some(format!("{heading} {}", cell.as_ref()?.words))).collect();
        let words = if words.is_empty() { "nothing due".to_owned() } else { words.join(", ") };
        format!("{}: {words}", row.id)
    };
    map.rows.iter().map(row).collect::<Vec<_>>().join("; ")
}

fn headings(svg: &mut Svg, map: &HeatMap) {
    let size = if map.headings.iter().any(|heading| heading.chars().count() > 6) { 11 } else { 12 };
    let label = |x, at| Label { class: "s", x, y: 84, size, bold: false, at };
    for (index, heading) in map.headings.iter().enumerate() {
        svg.label(label(LEFT + index * STEP + CELL / 2, At::Middle), heading);
        svg.end_line();
    }
    for (index, heading) in map.figures.iter().enumerate() {
        svg.label(label(figure(map, index), At::End), heading);
        svg.end_line();
    }
}

/// Right edge of a figure.
fn figure(map: &HeatMap, index: usize) -> usize {
    LEFT + map.headings.len() * STEP + 50 + index * FIGURE
}

fn draw(svg: &mut Svg, map: &HeatMap, row: &HeatRow, y: usize) {
    let base = y + 18;
    let label = |class, x, size, bold, at| Label { class, x, y: base, size, bold, at };
    svg.label(label("t", 16, 13, true, At::Start), &cut(&row.id, 8));
    svg.label(label("t", 82, 13, false, At::Start), &cut(&row.title, TITLE));
    svg.label(label("s", LEFT - 10, 11, false, At::End), &cut(&row.note, 20));
    svg.end_line();
    for (index, cell) in row.cells.iter().enumerate() {
        let (Some(cell), Some(heading)) = (cell, map.headings.get(index)) else { continue };
        let x = LEFT + index * STEP;
        svg.titled(&format!("{} {heading}: {}", row.id, cell.words), |svg| {
            svg.field(cell.tone, [x, y, CELL, 26], true);
            svg.label(label(cell.tone.text(), x + CELL / 2, 13, true, At::Middle), &cell.sign);
        });
    }
    for (index, words) in row.figures.iter().enumerate() {
        svg.label(label("t", figure(map, index), 12, false, At::End), words);
        svg.end_line();
    }
}
