//! The edge: where the clock, the environment and the disk are, and nowhere else.
//!
//! [`Scope`] is what the shell said, resolved once. [`pipeline`] runs the stages on it. [`output`]
//! prints and writes. Everything between takes values and gives values.

mod answer;
mod ask;
mod auditor;
mod cache;
mod capture;
mod draft;
mod error;
mod exit;
mod folder;
mod fresh;
mod live;
mod mend;
pub mod output;
mod paths;
pub mod pipeline;
mod scope;
mod stage;
mod whole;
mod wire;
mod write;

pub use answer::Question;
pub use ask::Questions;
pub use auditor::{AuditorArgs, read_given};
pub use cache::{Cache, CacheHome, Shelf};
pub use capture::{Captured, read_file, read_import, read_input, run as run_command};
pub use draft::{Delicate, Draft, tell_delicate};
pub use error::AppError;
pub use exit::Exit;
pub use folder::{Found, Given, read_folder, read_place};
pub use fresh::{Fresh, keep_new};
pub use live::Live;
pub use mend::{Done, Mended, Repair, mend};
pub use output::{ColorChoice, Output, Terminal};
pub use paths::Limit;
pub use scope::{GlobalArgs, Scope, World};
pub use whole::is_taken;
pub use wire::{Incoming, Wire};
pub use write::{InTheWay, StagedFolder, replace_files, sweep_beside, write_file, write_files};
