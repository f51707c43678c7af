//! What the page says.

use serde::Serialize;

/// What the framework of an audit shares with each other framework in scope.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct CrosswalkPage {
    /// The audit's framework.
    pub here: Side,
    /// The other frameworks in scope, by id.
    pub pairs: Vec<Pair>,
}

/// One of two frameworks.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct Side {
    /// Its id.
    pub id: String,
    /// Its name.
    pub name: String,
    /// How many of its requirements are in scope.
    pub requirements: usize,
    /// How many of them share a control with the other side; 0 for a page without a pair.
    pub shared: usize,
}

/// The audit's framework and another one.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct Pair {
    /// The audit's framework.
    pub here: Side,
    /// The other one.
    pub there: Side,
    /// Where the crosswalk between them stands: a path, `built in`, or empty when there is none.
    pub crosswalk: String,
    /// Its rows between requirements in scope.
    pub rows: usize,
    /// Controls in force that claim both.
    pub both: Vec<SharedControl>,
    /// How many controls in force claim only this side.
    pub here_only: usize,
    /// How many controls in force claim only the other side.
    pub there_only: usize,
    /// The requirements of the audit's framework, in its order.
    pub requirements: Vec<RequirementRow>,
    /// Requirements of the audit's framework without a counterpart.
    pub lone_here: Vec<LoneRow>,
    /// Requirements of the other framework without a counterpart.
    pub lone_there: Vec<LoneRow>,
    /// How the two audits differ.
    pub mechanics: Vec<MechanicRow>,
    /// What each basis of a row means.
    pub basis: Vec<BasisRow>,
}

/// A control that serves both.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct SharedControl {
    /// Its id.
    pub id: String,
    /// Its title.
    pub title: String,
    /// What it claims of the audit's framework.
    pub here: String,
    /// What it claims of the other one.
    pub there: String,
    /// Its file.
    pub path: String,
    /// Occurrences that fell due in the window of this packet.
    pub expected: usize,
    /// With something on file.
    pub on_file: usize,
}

/// A requirement and its relation to the other framework.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct RequirementRow {
    /// Its id.
    pub id: String,
    /// Its title.
    pub title: String,
    /// Each common control, and what it claims of the other framework: `AC-02: CC6.2, CC6.3`.
    pub shared: Vec<String>,
    /// Those of them that a crosswalk row relates as well.
    pub related: String,
    /// Requirements that a crosswalk row names and no common control claims:
    /// `A.5.16 (intersects-with, 8)`.
    pub suggested: String,
    /// `shared`, `suggested only`, `no counterpart`, or `nothing`.
    pub standing: &'static str,
}

/// A requirement without a counterpart.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct LoneRow {
    /// Its id, with its part: `6.1.3 d`.
    pub id: String,
    /// Its title.
    pub title: String,
    /// `full` or `partial`.
    pub degree: String,
    /// Why.
    pub because: String,
    /// What comes nearest.
    pub nearest: String,
}

/// One respect in which the audits differ.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct MechanicRow {
    /// The respect.
    pub topic: String,
    /// In this audit.
    pub here: String,
    /// In the other one.
    pub there: String,
}

/// What a basis means.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct BasisRow {
    /// The word in a row.
    pub word: String,
    /// What it means.
    pub means: String,
}
