//! Bars: how each whole is made up of its parts.

use crate::picture::svg::{At, Label, Svg, Tone, cut};

/// Left edge of the bars.
const LEFT: usize = 330;
/// A whole bar.
const WIDTH: usize = 360;
/// Where the first one begins.
const TOP: usize = 70;
/// A bar and the gap below it.
const ROW: usize = 30;

/// Bars.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Bars {
    /// What they show.
    pub title: String,
    /// The line below the title.
    pub below: String,
    /// What the parts are, in order.
    pub parts: Vec<BarPart>,
    /// The bars.
    pub rows: Vec<Bar>,
}

/// A sort of part.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct BarPart {
    /// Its colour.
    pub tone: Tone,
    /// The sign beside its number, so that it is told apart without the colour.
    pub sign: String,
    /// What it means.
    pub means: String,
}

/// A bar.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Bar {
    /// What it is of.
    pub name: String,
    /// How many there are of each part.
    pub numbers: Vec<usize>,
    /// What stands behind it.
    pub said: String,
}

/// Draws them.
pub fn bars(bars: &Bars) -> String {
    let bottom = TOP + bars.rows.len() * ROW;
    let height = bottom + 30 + bars.parts.len().div_ceil(4) * 24;
    let mut svg = Svg::begin(LEFT + WIDTH + 170, height, &bars.title, &described(bars));
    svg.heading(&bars.title, &bars.below);
    for (index, bar) in bars.rows.iter().enumerate() {
        draw(&mut svg, bars, bar, TOP + index * ROW);
    }
    for (index, part) in bars.parts.iter().enumerate() {
        svg.key(part.tone, &part.sign, &part.means, 16 + index % 4 * 200, bottom + 28 + index / 4 * 24);
    }
    svg.finish()
}

fn described(bars: &Bars) -> String {
    let row = |bar: &Bar| {
        let parts = bars.parts.iter().zip(&bar.numbers).filter(|(_, number)| **number > 0);
        let words: Vec<String> = parts.map(|(part, number)| format!("{number} {}", part.means)).collect();
        let words = if words.is_empty() { "nothing".to_owned() } else { words.join(", ") };
        format!("{}: {words}", bar.name)
    };
    bars.rows.iter().map(row).collect::<Vec<_>>().join("; ")
}

fn draw(svg: &mut Svg, bars: &Bars, bar: &Bar, y: usize) {
    let base = y + 16;
    svg.label(
        Label { class: "t", x: 16, y: base, size: 13, bold: false, at: At::Start },
        &cut(&bar.name, 44),
    );
    svg.end_line();
    let whole: usize = bar.numbers.iter().sum();
    let mut before = 0;
    for (part, number) in bars.parts.iter().zip(&bar.numbers).filter(|(_, number)| **number > 0) {
        let at = |count: usize| LEFT + count * WIDTH / whole;
        let (left, right) = (at(before), at(before + number));
        svg.titled(&format!("{}: {number} {}", bar.name, part.means), |svg| {
            svg.field(part.tone, [left, y, right - left, 22], false);
            let text = format!("{} {number}", part.sign);
            // A number that has no room stands in the words behind the bar and in the description.
            if right - left > 8 * text.chars().count() + 4 {
                let x = left + (right - left) / 2;
                svg.label(
                    Label { class: part.tone.text(), x, y: base, size: 12, bold: true, at: At::Middle },
                    &text,
                );
            }
        });
        before += number;
    }
    let x = LEFT + WIDTH + 10;
    svg.label(Label { class: "t", x, y: base, size: 12, bold: false, at: At::Start }, &cut(&bar.said, 26));
    svg.end_line();
}
