//! Commands, end to end: flags, wiring, whole outputs, exit codes.

mod anchor;
pub(crate) mod check;
pub(crate) mod crosswalk;
mod exchange;
mod explain;
mod fix;
mod framework;
pub(crate) mod gaps;
mod import;
mod import_hostile;
mod init;
mod levels;
mod lint;
mod new;
mod record;
mod requests;
mod risks;
mod sample;
mod secrets;
mod show;
mod soa;
mod statements;
mod status;
