//! What only a DORA packet says: the register of information as far as it is kept, and what is not.

use serde::Serialize;

use crate::model::{Vendor, VendorDora};
use crate::packet::PacketFile;
use crate::packet::context::Desk;
use crate::packet::generic::csv;
use crate::packet::generic::dora::fields::{FIELDS, Kept};
use crate::packet::sources::{FileRef, text};
use crate::place::RepoPath;
use crate::sheet::{Cell, Sheet};

mod fields;

/// The facts of a DORA packet.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct Dora {
    /// The vendors with an entry for the register of information, by the order of the file.
    pub register: Vec<RegisterRow>,
    /// The file; `null` when there is none.
    pub file: Option<FileRef>,
    /// Vendors without such an entry, by id.
    pub without_entry: Vec<String>,
    /// The standard templates, and which of their fields the vendor register keeps.
    pub templates: Vec<TemplateView>,
    /// The same, field by field.
    pub fields: Vec<FieldView>,
    /// How many of them it keeps, in full or in part.
    pub kept: usize,
    /// What entries leave out, in sentences.
    pub remarks: Vec<String>,
    /// True when NIS2 is in scope, too.
    pub nis2_in_scope: bool,
}

/// A contractual arrangement with a provider of ICT services.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct RegisterRow {
    /// The contract's reference.
    pub contract: String,
    /// The vendor.
    pub provider: String,
    /// The country that the register names.
    pub country: String,
    /// What they do.
    pub service: String,
    /// The function that it supports.
    pub function: String,
    /// Whether that function is critical or important: `yes`, `no`, or `not said`.
    pub critical_function: &'static str,
    /// How hard they are to replace, as written.
    pub substitutable: String,
    /// Who answers for the relation.
    pub owner: String,
    /// The day of the company's last review.
    pub reviewed: String,
}

/// A standard template.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct TemplateView {
    /// `B_02.01`
    pub code: &'static str,
    /// What it is about.
    pub about: &'static str,
    /// Fields that are kept: `0010 Reference of the arrangement`.
    pub kept: Vec<String>,
    /// Fields for which something near is kept, each with what that is.
    pub partly: Vec<String>,
    /// Fields that do not exist here.
    pub missing: Vec<String>,
}

/// A field of the standard templates.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct FieldView {
    /// `B_02.01`
    pub template: &'static str,
    /// What the template is about.
    pub about: &'static str,
    /// `0010`
    pub number: &'static str,
    /// The field, in our own words.
    pub field: &'static str,
    /// `kept`, `in part` or `not kept`.
    pub state: &'static str,
    /// Where it is kept, or what it lacks; empty when it is not kept.
    pub place: &'static str,
}

/// Puts the facts together.
pub(super) fn context(desk: &Desk<'_>) -> Dora {
    let register = desk.material.register;
    let path = RepoPath::new("policies/registers/vendors.yaml");
    let kept = register.vendors.iter().filter_map(|vendor| Some((vendor, vendor.dora.as_ref()?)));
    let rows: Vec<RegisterRow> = kept.map(|(vendor, dora)| row(desk, vendor, dora)).collect();
    let without = register.vendors.iter().filter(|vendor| vendor.dora.is_none());
    let fields: Vec<FieldView> = FIELDS.iter().flat_map(fields::views).collect();
    Dora {
        file: register.file(path.as_str()).map(|_| desk.sources.file(&path)),
        without_entry: without.map(|vendor| vendor.id.value.clone()).collect(),
        kept: fields.iter().filter(|field| field.state != Kept::No.word()).count(),
        templates: FIELDS.iter().map(fields::template).collect(),
        remarks: remarks(&rows),
        nis2_in_scope: desk.program.scope("nis2").is_some(),
        register: rows,
        fields,
    }
}

fn row(desk: &Desk<'_>, vendor: &Vendor, dora: &VendorDora) -> RegisterRow {
    RegisterRow {
        contract: text(dora.contract.as_ref()),
        provider: vendor.id.value.clone(),
        country: text(vendor.country.as_ref()),
        service: text(vendor.what.as_ref()),
        function: text(dora.function.as_ref()),
        critical_function: match dora.critical_function.map(|flag| flag.value) {
            Some(true) => "yes",
            Some(false) => "no",
            None => "not said",
        },
        substitutable: text(dora.substitutable.as_ref()),
        owner: desk.sources.responsible(vendor.owner.as_ref()),
        reviewed: desk.sources.signed(vendor.reviewed.as_ref()).map(|act| act.on).unwrap_or_default(),
    }
}

fn remarks(rows: &[RegisterRow]) -> Vec<String> {
    let lacking = |is: fn(&RegisterRow) -> bool, words: &str| {
        let ids: Vec<&str> = rows.iter().filter(|row| is(row)).map(|row| row.provider.as_str()).collect();
        (!ids.is_empty()).then(|| format!("{words}: {}.", ids.join(", ")))
    };
    [
        lacking(|row| row.contract.is_empty(), "Entries without a reference of the contract"),
        lacking(|row| row.function.is_empty(), "Entries without the function that is supported"),
        lacking(
            |row| row.critical_function == "not said",
            "Entries that do not say whether the function is critical or important",
        ),
        lacking(
            |row| row.critical_function == "yes" && row.substitutable.is_empty(),
            "Entries for a critical or important function that do not say how hard the provider is to replace",
        ),
        lacking(|row| row.country.is_empty(), "Entries without a country"),
    ]
    .into_iter()
    .flatten()
    .collect()
}

/// The register as far as it is kept, and the list of fields.
pub(super) fn tables(dora: &Dora) -> Vec<PacketFile> {
    let columns = [
        ("contract_reference", 18),
        ("provider", 20),
        ("provider_country", 10),
        ("ict_service", 30),
        ("function", 30),
        ("critical_or_important", 14),
        ("substitutability", 14),
        ("owner", 20),
        ("last_own_review", 14),
    ];
    let mut register = Sheet::new("Register of information", "No vendor has an entry.", &columns);
    for row in &dora.register {
        let cells = [
            &row.contract,
            &row.provider,
            &row.country,
            &row.service,
            &row.function,
            &row.critical_function.to_owned(),
            &row.substitutable,
            &row.owner,
            &row.reviewed,
        ];
        register.push(cells.map(Cell::from));
    }
    let columns = [("template", 10), ("number", 8), ("field", 50), ("here", 10), ("where", 40)];
    let mut fields = Sheet::new("Fields", "No field is known.", &columns);
    for field in &dora.fields {
        let cells = [field.template, field.number, field.field, field.state, field.place];
        fields.push(cells.map(Cell::from));
    }
    vec![
        csv("02a-register-of-information.csv", &register),
        csv("02a-register-of-information-fields.csv", &fields),
    ]
}
