//! Compliance as code in Git: lint controls and evidence, read the commit history as the evidence
//! trail, render auditor packets.
//!
//! The modules stand in the order in which data flows; `cli/ARCHITECTURE.md` has the table of who
//! may import whom. The library exists so that tests and benches reach the stages; it is not a
//! stable interface.

pub mod place;
pub mod text;

pub mod sheet;

pub mod picture;

pub mod kind;

pub mod finding;

pub mod calendar;

pub mod scan;

pub mod source;

pub mod embedded;

pub mod document;

pub mod schema;

pub mod model;

pub mod history;

pub mod git;

pub mod signature;

pub mod trust;

pub mod assess;

pub mod rules;

pub mod editor;

pub mod packet;

pub mod report;

pub mod interop;

pub mod exchange;

pub mod web;

pub mod site;

pub mod demo;

pub mod app;

pub mod command;
