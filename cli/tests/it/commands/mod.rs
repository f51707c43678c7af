//! Commands, end to end: flags, wiring, whole outputs, exit codes.

mod anchor;
pub(crate) mod check;
pub(crate) mod crosswalk;
mod explain;
mod fix;
mod framework;
mod gaps;
mod init;
mod levels;
mod lint;
mod new;
mod record;
mod sample;
mod secrets;
mod show;
mod statements;
mod status;
