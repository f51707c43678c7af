//! The kinds of file that a repository holds and where each lives.
//!
//! A file's kind comes from its folder. To add a kind: 1. a variant here and its line in
//! [`Kind::ALL`]; 2. its place in [`Place::of`]; 3. `schemas/<name>.schema.json`, if it is YAML or
//! has front matter, and its line in `embedded.rs`; 4. its entity in `model/`; 5. an example in the
//! demo, so that every test over the demo meets it.

use crate::place::RepoPath;

/// A kind of file with a schema.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Kind {
    /// `policies/program.yaml`
    Program,
    /// `policies/controls/AC-02.yaml`
    Control,
    /// `evidence/AC-02/2026-Q1.yaml`
    Evidence,
    /// `policies/populations/leavers.yaml`
    Population,
    /// `evidence/populations/leavers/2026-03.yaml`
    Extraction,
    /// `policies/risks/R-02.yaml`
    Risk,
    /// `policies/isms/method.yaml`
    Method,
    /// `policies/soa/iso27001.yaml`
    Soa,
    /// `policies/access-control.md`
    Policy,
    /// `policies/system/system.yaml`
    System,
    /// `policies/registers/assets.yaml`
    Assets,
    /// `policies/registers/vendors.yaml`
    Vendors,
    /// `policies/registers/processing.yaml`
    Processing,
    /// `policies/isms/objectives.yaml`
    Objectives,
    /// `policies/isms/programme.yaml`
    Programme,
    /// `policies/isms/scope.md` and `context.md`
    IsmsDocument,
    /// `evidence/incidents/INC-2026-02.yaml`
    Incident,
    /// `evidence/isms/audits/IA-2026-1.yaml`
    InternalAudit,
    /// `evidence/isms/reviews/MR-2026.yaml`
    ManagementReview,
    /// `evidence/isms/nonconformities/NC-03.yaml`
    Nonconformity,
    /// `evidence/audits/soc2-2026/requests.yaml`
    Requests,
    /// `evidence/audits/soc2-2026/samples/leavers.yaml`
    Samples,
    /// `policies/frameworks/soc2.yaml`
    Framework,
    /// `policies/crosswalks/iso27001--soc2.yaml`
    Crosswalk,
}

impl Kind {
    /// Every kind, in the order of the documentation.
    pub const ALL: [Self; 24] = [
        Self::Program,
        Self::Control,
        Self::Evidence,
        Self::Population,
        Self::Extraction,
        Self::Risk,
        Self::Method,
        Self::Soa,
        Self::Policy,
        Self::System,
        Self::Assets,
        Self::Vendors,
        Self::Processing,
        Self::Objectives,
        Self::Programme,
        Self::IsmsDocument,
        Self::Incident,
        Self::InternalAudit,
        Self::ManagementReview,
        Self::Nonconformity,
        Self::Requests,
        Self::Samples,
        Self::Framework,
        Self::Crosswalk,
    ];

    /// The name in `tickmark schema KIND` and in the schema's file name.
    pub fn name(self) -> &'static str {
        match self {
            Self::Program => "program",
            Self::Control => "control",
            Self::Evidence => "evidence",
            Self::Population => "population",
            Self::Extraction => "extraction",
            Self::Risk => "risk",
            Self::Method => "method",
            Self::Soa => "soa",
            Self::Policy => "policy",
            Self::System => "system",
            Self::Assets => "assets",
            Self::Vendors => "vendors",
            Self::Processing => "processing",
            Self::Objectives => "objectives",
            Self::Programme => "programme",
            Self::IsmsDocument => "isms-document",
            Self::Incident => "incident",
            Self::InternalAudit => "internal-audit",
            Self::ManagementReview => "management-review",
            Self::Nonconformity => "nonconformity",
            Self::Requests => "requests",
            Self::Samples => "samples",
            Self::Framework => "framework",
            Self::Crosswalk => "crosswalk",
        }
    }

    /// Where files of this kind live, as a pattern for people.
    pub fn lives_in(self) -> &'static str {
        match self {
            Self::Program => "policies/program.yaml",
            Self::Control => "policies/controls/*.yaml",
            Self::Evidence => "evidence/<control>/*.yaml",
            Self::Population => "policies/populations/*.yaml",
            Self::Extraction => "evidence/populations/<population>/*.yaml",
            Self::Risk => "policies/risks/*.yaml",
            Self::Method => "policies/isms/method.yaml",
            Self::Soa => "policies/soa/*.yaml",
            Self::Policy => "policies/*.md",
            Self::System => "policies/system/system.yaml",
            Self::Assets => "policies/registers/assets.yaml",
            Self::Vendors => "policies/registers/vendors.yaml",
            Self::Processing => "policies/registers/processing.yaml",
            Self::Objectives => "policies/isms/objectives.yaml",
            Self::Programme => "policies/isms/programme.yaml",
            Self::IsmsDocument => "policies/isms/*.md",
            Self::Incident => "evidence/incidents/*.yaml",
            Self::InternalAudit => "evidence/isms/audits/*.yaml",
            Self::ManagementReview => "evidence/isms/reviews/*.yaml",
            Self::Nonconformity => "evidence/isms/nonconformities/*.yaml",
            Self::Requests => "evidence/audits/<audit>/requests.yaml",
            Self::Samples => "evidence/audits/<audit>/samples/*.yaml",
            Self::Framework => "policies/frameworks/*.yaml",
            Self::Crosswalk => "policies/crosswalks/*.yaml",
        }
    }
}

/// What a path means by where it lies.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub enum Place {
    /// A file with a schema.
    Known(Kind),
    /// `policies/system/dc1.md` … `dc9.md`
    SystemProse,
    /// `policies/allowed_signers`, `policies/openpgp/*.asc`, `policies/revoked_keys`
    Signers,
    /// The CSV of an extraction.
    ExtractionData,
    /// A review or performed statement beside a record, or its signature.
    Statement,
    /// `evidence/anchors/*.tag`, `.tsr`, `.note`, `.note.sig`
    Anchor,
    /// A file that belongs to the record or entity it lies beside.
    Attachment,
    /// `templates/**`: overrides of packet templates.
    Template,
    /// Outside the two folders, or a README or dot file in them: nobody's business.
    Elsewhere,
    /// Under `policies/` or `evidence/`, and of no kind.
    Misplaced,
}

impl Place {
    /// Tells a file's place from its path.
    pub fn of(path: &RepoPath) -> Self {
        // No place is told by more parts than these.
        let mut first = [""; 8];
        let (text, mut start, mut count) = (path.as_str(), 0, 0);
        let ends = memchr::memchr_iter(b'/', text.as_bytes()).chain([text.len()]);
        for (end, slot) in ends.zip(&mut first) {
            *slot = &text[start..end];
            (start, count) = (end + 1, count + 1);
        }
        let parts = &first[..count];
        let is_hidden = path.name().starts_with('.');
        // The first page of a packet is a template of that name.
        if matches!(parts, ["templates", "packet", _, ..]) && !is_hidden {
            return Self::Template;
        }
        if is_hidden || path.name().eq_ignore_ascii_case("README.md") {
            return Self::Elsewhere;
        }
        match parts {
            ["policies", rest @ ..] => Self::in_policies(path, rest),
            ["evidence", rest @ ..] => Self::in_evidence(path, rest),
            ["templates", ..] => Self::Template,
            _ => Self::Elsewhere,
        }
    }

    /// The kind, if the place has a schema.
    pub fn kind(self) -> Option<Kind> {
        match self {
            Self::Known(kind) => Some(kind),
            Self::SystemProse
            | Self::Signers
            | Self::ExtractionData
            | Self::Statement
            | Self::Anchor
            | Self::Attachment
            | Self::Template
            | Self::Elsewhere
            | Self::Misplaced => None,
        }
    }

    fn in_policies(path: &RepoPath, rest: &[&str]) -> Self {
        let yaml = path.is_yaml();
        let markdown = path.has_extension("md");
        match rest {
            ["allowed_signers" | "revoked_keys"] | ["openpgp", _] => Self::Signers,
            [_] if yaml && path.stem() == "program" => Self::Known(Kind::Program),
            [_] if markdown => Self::Known(Kind::Policy),
            ["controls", .., _] if yaml => Self::Known(Kind::Control),
            ["risks", .., _] if yaml => Self::Known(Kind::Risk),
            ["populations", _] if yaml => Self::Known(Kind::Population),
            ["soa", _] if yaml => Self::Known(Kind::Soa),
            ["frameworks", _] if yaml => Self::Known(Kind::Framework),
            ["crosswalks", _] if yaml => Self::Known(Kind::Crosswalk),
            ["system", _] if yaml && path.stem() == "system" => Self::Known(Kind::System),
            ["system", _] if markdown => Self::SystemProse,
            ["registers", _] if yaml => match path.stem() {
                "assets" => Self::Known(Kind::Assets),
                "vendors" => Self::Known(Kind::Vendors),
                "processing" => Self::Known(Kind::Processing),
                _ => Self::Misplaced,
            },
            ["isms", _] if yaml => match path.stem() {
                "method" => Self::Known(Kind::Method),
                "objectives" => Self::Known(Kind::Objectives),
                "programme" => Self::Known(Kind::Programme),
                _ => Self::Misplaced,
            },
            ["isms", _] if markdown => Self::Known(Kind::IsmsDocument),
            _ => Self::Misplaced,
        }
    }

    fn in_evidence(path: &RepoPath, rest: &[&str]) -> Self {
        let yaml = path.is_yaml();
        match rest {
            ["populations", _, _] if yaml => Self::Known(Kind::Extraction),
            ["populations", _, _] if path.has_extension("csv") => Self::ExtractionData,
            ["incidents", _] if yaml => Self::Known(Kind::Incident),
            ["isms", "audits", _] if yaml => Self::Known(Kind::InternalAudit),
            ["isms", "reviews", _] if yaml => Self::Known(Kind::ManagementReview),
            ["isms", "nonconformities", _] if yaml => Self::Known(Kind::Nonconformity),
            ["audits", _, _] if yaml && path.stem() == "requests" => Self::Known(Kind::Requests),
            ["audits", _, "samples", _] if yaml => Self::Known(Kind::Samples),
            ["anchors", _] => Self::Anchor,
            ["populations" | "incidents" | "isms" | "audits" | "anchors" | "vendors", _, ..] => {
                Self::Attachment
            }
            [_, _] if yaml => Self::Known(Kind::Evidence),
            [_, name] if is_statement(name) => Self::Statement,
            [_, _, ..] => Self::Attachment,
            _ => Self::Misplaced,
        }
    }
}

/// `2026-Q1.review`, `2026-Q1.review.2`, `2026-Q1.performed`, and each with `.sig` behind it.
fn is_statement(name: &str) -> bool {
    let name = name.strip_suffix(".sig").unwrap_or(name);
    let name = match name.rsplit_once('.') {
        Some((front, number)) if number.bytes().all(|byte| byte.is_ascii_digit()) => front,
        _ => name,
    };
    name.ends_with(".review") || name.ends_with(".performed")
}

#[cfg(test)]
mod tests {
    use super::{Kind, Place};
    use crate::place::RepoPath;

    fn place(path: &str) -> Place {
        Place::of(&RepoPath::new(path))
    }

    #[test]
    fn a_kind_comes_from_its_folder() {
        assert_eq!(place("policies/program.yaml"), Place::Known(Kind::Program));
        assert_eq!(place("policies/access-control.md"), Place::Known(Kind::Policy));
        assert_eq!(place("policies/controls/AC-02.yml"), Place::Known(Kind::Control));
        assert_eq!(place("evidence/AC-02/2026-Q1.2.yaml"), Place::Known(Kind::Evidence));
        assert_eq!(place("evidence/AC-02/2026-Q1/users.csv"), Place::Attachment);
        assert_eq!(place("evidence/AC-02/2026-Q1/config.yaml"), Place::Attachment);
        assert_eq!(place("evidence/AC-02/2026-Q1.review.2.sig"), Place::Statement);
        assert_eq!(place("evidence/populations/leavers/2026-03.csv"), Place::ExtractionData);
        assert_eq!(place("evidence/isms/audits/IA-2026-1/report.pdf"), Place::Attachment);
    }

    #[test]
    fn a_file_of_no_kind_is_not_silent() {
        assert_eq!(place("policies/registers/toys.yaml"), Place::Misplaced);
        assert_eq!(place("policies/notes.txt"), Place::Misplaced);
        assert_eq!(place("evidence/loose.yaml"), Place::Misplaced);
        assert_eq!(place("policies/README.md"), Place::Elsewhere);
        assert_eq!(place("src/main.rs"), Place::Elsewhere);
    }
}
