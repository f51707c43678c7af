//! A crosswalk on its way into a file.

use std::collections::BTreeMap;
use std::fmt::Write as _;

use crate::interop::line;
use crate::text::escape::{flow, scalar};

/// One pair of requirements.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord)]
pub struct Row {
    /// The requirement of the source.
    pub source: String,
    /// The requirement of the target.
    pub target: String,
    /// `equal`, `subset-of`, `superset-of` or `intersects-with` (NIST IR 8477), source to target.
    pub relationship: &'static str,
    /// 0 to 10; `None` where the source gives none.
    pub strength: Option<u8>,
    /// What the row rests on: a key of [`Rows::basis`].
    pub basis: String,
    /// A remark.
    pub note: String,
}

/// A crosswalk between two frameworks.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct Rows {
    /// The framework on the left.
    pub source: String,
    /// The framework on the right.
    pub target: String,
    /// Its version.
    pub version: String,
    /// Whose work it is.
    pub licence: String,
    /// What each basis of a row stands for.
    pub basis: BTreeMap<String, String>,
    /// The rows, in the order of their source.
    pub rows: Vec<Row>,
    /// Requirements of the source that nothing answers.
    pub lone_source: Vec<String>,
    /// Requirements of the target that nothing answers.
    pub lone_target: Vec<String>,
}

impl Rows {
    /// Where its file stands.
    pub fn path(&self) -> String {
        format!("policies/crosswalks/{}--{}.yaml", self.source, self.target)
    }

    /// Its file.
    pub fn yaml(&self) -> String {
        let mut out = format!("source: {}\ntarget: {}\n", scalar(&self.source), scalar(&self.target));
        for (key, text) in [("version", &self.version), ("licence", &self.licence)] {
            if !text.is_empty() {
                // Writing to a String cannot fail.
                let _ = writeln!(out, "{key}: {}", scalar(&line(text)));
            }
        }
        if !self.basis.is_empty() {
            out.push_str("basis:\n");
        }
        for (key, text) in &self.basis {
            let _ = writeln!(out, "  {key}: {}", scalar(&line(text)));
        }
        out.push_str("\nmappings:\n");
        for row in &self.rows {
            out.push_str(&row.yaml());
        }
        let sides = [("source", &self.lone_source), ("target", &self.lone_target)];
        if sides.iter().any(|(_, lone)| !lone.is_empty()) {
            out.push_str("\nno_counterpart:\n");
        }
        for (side, lone) in sides.into_iter().filter(|(_, lone)| !lone.is_empty()) {
            let _ = writeln!(out, "  {side}:");
            for id in lone {
                let _ =
                    writeln!(out, "    - {{id: {}, degree: full, because: said by the mapping}}", flow(id));
            }
        }
        out
    }
}

impl Row {
    fn yaml(&self) -> String {
        let mut out = format!(
            "  - {{source: {}, target: {}, relationship: {}",
            flow(&self.source),
            flow(&self.target),
            self.relationship
        );
        if let Some(strength) = self.strength {
            let _ = write!(out, ", strength: {strength}");
        }
        if !self.basis.is_empty() {
            let _ = write!(out, ", basis: {}", self.basis);
        }
        if !self.note.is_empty() {
            let _ = write!(out, ", note: {}", flow(&line(&self.note)));
        }
        out.push_str("}\n");
        out
    }
}
