//! The worked examples of time, and what they leave open, on histories made of values.

mod coverage;
mod examples;
mod history;
mod reviewing;
mod rules;
mod soa;
