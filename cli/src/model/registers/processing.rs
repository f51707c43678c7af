//! The record of processing activities (GDPR Art. 30).

use crate::calendar::Date;
use crate::document::{Entry, Node};
use crate::model::read::{Act, Fields, Text, key_of};
use crate::place::{FileId, RepoPath, Spanned};

/// A transfer of personal data to a third country.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Transfer {
    /// ISO 3166 code of the country.
    pub to: Text,
    /// What allows it.
    pub safeguard: Option<Text>,
}

/// A data protection impact assessment (GDPR Art. 35).
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct ImpactAssessment {
    /// Whether one is needed.
    pub needed: Option<Spanned<bool>>,
    /// Why, or why not.
    pub because: Option<Text>,
    /// Who did it, and when it was finished.
    pub done: Act,
    /// The document.
    pub artifact: Option<Text>,
}

/// An activity that processes personal data (GDPR Art. 30).
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Activity {
    /// The file.
    pub file: FileId,
    /// `console-accounts`
    pub id: Text,
    /// What is done.
    pub what: Option<Text>,
    /// `controller`, `joint-controller` or `processor`.
    pub role: Option<Text>,
    /// For whom, or with whom.
    pub behalf: Vec<Text>,
    /// What for.
    pub purpose: Vec<Text>,
    /// The legal basis (Art. 6(1)).
    pub basis: Option<Text>,
    /// A person or a team.
    pub owner: Option<Text>,
    /// Whose data.
    pub subjects: Vec<Text>,
    /// Which data.
    pub data: Vec<Text>,
    /// Whether it includes special categories (Art. 9).
    pub special: Option<Spanned<bool>>,
    /// Who receives it.
    pub recipients: Vec<Text>,
    /// Transfers to third countries.
    pub transfers: Vec<Transfer>,
    /// When it is erased.
    pub erased: Option<Text>,
    /// Where it is kept.
    pub assets: Vec<Text>,
    /// The controls that protect it.
    pub measures: Vec<Text>,
    /// The impact assessment.
    pub assessment: Option<ImpactAssessment>,
    /// Who confirmed the entry last, and when.
    pub reviewed: Option<Act>,
    /// The day on which the processing stopped.
    pub until: Option<Spanned<Date>>,
}

impl Activity {
    /// Reads the record of processing; an entry that is no mapping is left out.
    pub fn decode_all(file: FileId, _: &RepoPath, root: &Node) -> Option<Vec<Self>> {
        Some(Fields::of(root)?.all().filter_map(|entry| Self::decode(file, entry)).collect())
    }

    fn decode(file: FileId, entry: &Entry) -> Option<Self> {
        let fields = Fields::of(&entry.value)?;
        let transfers = fields.items("transfers").into_iter();
        Some(Self {
            file,
            id: key_of(entry),
            what: fields.text("what"),
            role: fields.text("role"),
            behalf: fields.texts("behalf"),
            purpose: fields.texts("purpose"),
            basis: fields.text("basis"),
            owner: fields.text("owner"),
            subjects: fields.texts("subjects"),
            data: fields.texts("data"),
            special: fields.boolean("special"),
            recipients: fields.texts("recipients"),
            transfers: transfers.filter_map(read_transfer).collect(),
            erased: fields.text("erased"),
            assets: fields.texts("assets"),
            measures: fields.texts("measures"),
            assessment: fields.fields("assessment").map(|assessment| ImpactAssessment {
                needed: assessment.boolean("needed"),
                because: assessment.text("because"),
                done: Act { by: assessment.text("by"), at: assessment.when("at") },
                artifact: assessment.text("file"),
            }),
            reviewed: Act::read(fields, "reviewed"),
            until: fields.date("until"),
        })
    }
}

fn read_transfer(node: &Node) -> Option<Transfer> {
    let fields = Fields::of(node)?;
    Some(Transfer { to: fields.text("to")?, safeguard: fields.text("safeguard") })
}
