//! Text for people: lines and columns, and what may reach a terminal or a page.

pub mod escape;
mod lines;
mod suggest;
mod visible;

pub use lines::{LineColumn, LineIndex};
pub use suggest::did_you_mean;
pub use visible::{is_hidden, visible};
