//! Pictures: a heat map, a matrix of risks, bars.
//!
//! In: values that say what stands where, in words that users may have written. Out: SVG without
//! scripts, fonts, foreign objects or anything from elsewhere. Colour is never alone: what it says
//! stands beside it as a sign or a word, and the title and the description say all of it again. A
//! picture knows nothing of what its rows are about; the same values give the same bytes.

mod bars;
mod heat_map;
mod matrix;
mod svg;

pub use bars::{Bar, BarPart, Bars, bars};
pub use heat_map::{HeatCell, HeatKey, HeatMap, HeatRow, heat_map};
pub use matrix::{Matrix, MatrixCell, MatrixRow, matrix};
pub use svg::Tone;

#[cfg(test)]
mod tests;
