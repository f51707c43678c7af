//! Commands, end to end: flags, wiring, whole outputs, exit codes.

mod explain;
mod init;
mod lint;
