//! The one integration binary: wiring, whole outputs, walls.

#![expect(
    clippy::disallowed_macros,
    clippy::disallowed_methods,
    clippy::format_collect,
    clippy::too_many_lines,
    clippy::unwrap_used,
    reason = "tests read files, run programs, look at the environment and show whole outputs"
)]

mod architecture;
mod attacks;
mod bad_input;
#[cfg(unix)]
mod cache;
mod claims;
mod commands;
mod corpus;
mod did_you_mean;
mod editors;
mod embedded;
#[cfg(all(target_os = "linux", target_arch = "x86_64"))]
mod faults;
mod formats;
mod fuzz;
mod hostile;
mod json_reference;
mod lsp;
mod oscal;
mod packet;
mod packet_context;
mod packet_formats;
mod packet_types;
mod readme;
#[cfg(unix)]
mod reproducible;
mod rules;
mod signatures;
mod silence;
mod sinks;
#[cfg(unix)]
mod staged;
mod support;
mod time_model;
mod trail;
