//! The registers under `policies/registers/`: assets, vendors, processing of personal data.
//!
//! Each is one file, a mapping from ids to entries.

mod processing;

pub use processing::{Activity, ImpactAssessment, Transfer};

use crate::calendar::{Date, Window};
use crate::document::{Entry, Node};
use crate::model::read::{Act, Fields, Text, key_of};
use crate::place::{FileId, RepoPath, Sha256, Spanned};

/// An asset (ISO 27001 A.5.9).
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Asset {
    /// The file.
    pub file: FileId,
    /// `customer-db`
    pub id: Text,
    /// What it is.
    pub what: Option<Text>,
    /// `data`, `software`, `service`, `infrastructure`, `device`, `people` or `place`.
    pub kind: Option<Text>,
    /// A person or a team.
    pub owner: Option<Text>,
    /// Its class in the company's own scheme.
    pub classification: Option<Text>,
    /// The services cannot run without it; no unless it says so.
    pub critical: bool,
    /// It holds personal data; no unless it says so.
    pub personal_data: bool,
    /// The vendors that run it.
    pub vendors: Vec<Text>,
    /// Where it is.
    pub location: Option<Text>,
    /// Other assets that it needs.
    pub depends_on: Vec<Text>,
    /// Who confirmed the entry last, and when.
    pub reviewed: Option<Act>,
    /// The day on which it was given up.
    pub until: Option<Spanned<Date>>,
}

impl Asset {
    /// Reads the asset register; an entry that is no mapping is left out.
    pub fn decode_all(file: FileId, _: &RepoPath, root: &Node) -> Option<Vec<Self>> {
        Some(Fields::of(root)?.all().filter_map(|entry| Self::decode(file, entry)).collect())
    }

    fn decode(file: FileId, entry: &Entry) -> Option<Self> {
        let fields = Fields::of(&entry.value)?;
        Some(Self {
            file,
            id: key_of(entry),
            what: fields.text("what"),
            kind: fields.text("kind"),
            owner: fields.text("owner"),
            classification: fields.text("classification"),
            critical: fields.flag("critical"),
            personal_data: fields.flag("personal_data"),
            vendors: fields.texts("vendor"),
            location: fields.text("location"),
            depends_on: fields.texts("depends_on"),
            reviewed: Act::read(fields, "reviewed"),
            until: fields.date("until"),
        })
    }
}

/// A report or certificate of a vendor that we rely on.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Assurance {
    /// `SOC 2 Type 2`
    pub report: Text,
    /// The days that it covers.
    pub period: Option<Spanned<Window>>,
    /// For a certificate: the last day on which it is valid.
    pub until: Option<Spanned<Date>>,
    /// The day up to which a bridge letter covers the time after the period: the vendor's word,
    /// not the auditor's.
    pub bridge: Option<Spanned<Date>>,
    /// The file that holds it.
    pub artifact: Option<Text>,
    /// The digest of that file, as written.
    pub sha256: Option<Text>,
    /// Where it is kept, if not here.
    pub url: Option<Text>,
}

impl Assurance {
    fn read(node: &Node) -> Option<Self> {
        let fields = Fields::of(node)?;
        Some(Self {
            report: fields.text("report")?,
            period: fields.parsed("period", Window::parse),
            until: fields.date("until"),
            bridge: fields.date("bridge"),
            artifact: fields.text("file"),
            sha256: fields.text("sha256"),
            url: fields.text("url"),
        })
    }

    /// The last day that an auditor's report or a certificate covers; a bridge letter is neither.
    pub fn last_day(&self) -> Option<Date> {
        self.period.map(|period| period.value.to).max(self.until.map(|until| until.value))
    }

    /// The digest, if it is one.
    pub fn digest(&self) -> Option<Sha256> {
        self.sha256.as_ref().and_then(|text| Sha256::parse(text))
    }
}

/// A vendor's part in processing personal data (GDPR Art. 28).
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct VendorGdpr {
    /// `processor`, `sub-processor`, `controller` or `joint-controller`.
    pub role: Option<Text>,
    /// The day on which the data processing agreement was signed.
    pub dpa: Option<Spanned<Date>>,
}

/// What DORA's register of information asks for (Art. 28(3)).
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct VendorDora {
    /// The function of the business that the vendor supports.
    pub function: Option<Text>,
    /// Whether that function is critical or important.
    pub critical_function: Option<Spanned<bool>>,
    /// The contract's reference.
    pub contract: Option<Text>,
    /// `easy`, `medium`, `difficult` or `impossible`.
    pub substitutable: Option<Text>,
}

/// A supplier.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Vendor {
    /// The file.
    pub file: FileId,
    /// `aws`
    pub id: Text,
    /// What they do for us.
    pub what: Option<Text>,
    /// A person or a team.
    pub owner: Option<Text>,
    /// The services cannot run without them, or they hold customer data; no unless it says so.
    pub critical: bool,
    /// ISO 3166 code of the country they are in.
    pub country: Option<Text>,
    /// Who reviewed them last, and when.
    pub reviewed: Option<Act>,
    /// What came of that: `accepted`, `accepted-with-conditions` or `rejected`.
    pub verdict: Option<Text>,
    /// What was looked at.
    pub review_note: Option<Text>,
    /// Reports and certificates, in the order of the file.
    pub assurance: Vec<Assurance>,
    /// Their part in processing personal data.
    pub gdpr: Option<VendorGdpr>,
    /// For financial entities.
    pub dora: Option<VendorDora>,
}

impl Vendor {
    /// Reads the vendor register; an entry that is no mapping is left out.
    pub fn decode_all(file: FileId, _: &RepoPath, root: &Node) -> Option<Vec<Self>> {
        Some(Fields::of(root)?.all().filter_map(|entry| Self::decode(file, entry)).collect())
    }

    fn decode(file: FileId, entry: &Entry) -> Option<Self> {
        let fields = Fields::of(&entry.value)?;
        let review = fields.fields("reviewed");
        let assurance = fields.items("assurance").into_iter();
        Some(Self {
            file,
            id: key_of(entry),
            what: fields.text("what"),
            owner: fields.text("owner"),
            critical: fields.flag("critical"),
            country: fields.text("country"),
            reviewed: Act::read(fields, "reviewed"),
            verdict: review.and_then(|review| review.text("result")),
            review_note: review.and_then(|review| review.text("note")),
            assurance: assurance.filter_map(Assurance::read).collect(),
            gdpr: fields
                .fields("gdpr")
                .map(|gdpr| VendorGdpr { role: gdpr.text("role"), dpa: gdpr.date("dpa") }),
            dora: fields.fields("dora").map(|dora| VendorDora {
                function: dora.text("function"),
                critical_function: dora.boolean("critical_function"),
                contract: dora.text("contract"),
                substitutable: dora.text("substitutable"),
            }),
        })
    }
}

#[cfg(test)]
mod tests;
