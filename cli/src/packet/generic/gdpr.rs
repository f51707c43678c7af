//! What only a GDPR packet says: the record of processing, and the processors behind it.

use std::collections::BTreeSet;

use serde::Serialize;

use crate::model::{Activity, Text, Vendor};
use crate::packet::Context;
use crate::packet::context::{Desk, VendorView};
use crate::packet::sources::{FileRef, Signed, count, day, text};
use crate::place::RepoPath;

/// The countries of the European Economic Area (ISO 3166).
const EEA: [&str; 30] = [
    "AT", "BE", "BG", "HR", "CY", "CZ", "DK", "EE", "FI", "FR", "DE", "GR", "HU", "IS", "IE", "IT", "LV",
    "LI", "LT", "LU", "MT", "NL", "NO", "PL", "PT", "RO", "SK", "SI", "ES", "SE",
];

/// The facts of a GDPR packet.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct Gdpr {
    /// The record of processing, by id.
    pub activities: Vec<ActivityView>,
    /// The register that holds it; `null` when there is none.
    pub register: Option<FileRef>,
    /// The vendors that process personal data, in the order of the register.
    pub processors: Vec<ProcessorView>,
    /// Those that receive data which the company itself processes for others.
    pub sub_processors: Vec<ProcessorView>,
    /// Recipients of such data that the vendor register does not know, by name.
    pub other_recipients: Vec<String>,
    /// Breaches on record in the window: incidents that touched personal data.
    pub breaches: usize,
    /// Incidents of the window of which the record does not say whether they touched personal data, by id.
    pub undecided: Vec<String>,
    /// What a reader should not have to find out alone, in sentences.
    pub remarks: Vec<String>,
}

/// An activity that processes personal data (Art. 30).
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct ActivityView {
    /// Its id.
    pub id: String,
    /// What is done.
    pub what: String,
    /// `controller`, `joint-controller` or `processor`; empty when it is not said.
    pub role: String,
    /// For whom, or with whom.
    pub behalf: Vec<String>,
    /// What for.
    pub purpose: Vec<String>,
    /// The legal basis.
    pub basis: String,
    /// Who answers for it.
    pub owner: String,
    /// Whose data.
    pub subjects: Vec<String>,
    /// Which data.
    pub data: Vec<String>,
    /// Whether it includes special categories: `yes`, `no`, or `not said`.
    pub special: &'static str,
    /// Who receives it.
    pub recipients: Vec<String>,
    /// Transfers to third countries: `US, standard contractual clauses`.
    pub transfers: Vec<String>,
    /// When it is erased.
    pub erased: String,
    /// Where it is kept.
    pub assets: Vec<String>,
    /// The controls that protect it: `AC-01 Single sign-on`; what is not in force says so.
    pub measures: Vec<String>,
    /// Whether an impact assessment is needed, and what came of it (Art. 35).
    pub assessment: String,
    /// Who confirmed the entry last, and when.
    pub reviewed: Option<Signed>,
    /// The day on which the processing stopped.
    pub until: String,
    /// What the article asks for and the entry does not say.
    pub gaps: Vec<&'static str>,
}

/// A vendor that processes personal data (Art. 28).
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct ProcessorView {
    /// The vendor, with its reports and the days that none covers.
    pub vendor: VendorView,
    /// Whether its country lies in the European Economic Area: `yes`, `no`, or `not said`.
    pub in_eea: &'static str,
    /// The activities that name it as recipient.
    pub receives: Vec<String>,
    /// Transfers to its country that those activities name.
    pub transfers: Vec<String>,
}

/// Puts the facts together.
pub(super) fn context(desk: &Desk<'_>, context: &Context) -> Gdpr {
    let register = desk.material.register;
    let activities: Vec<ActivityView> = register.activities.iter().map(|one| activity(desk, one)).collect();
    let path = RepoPath::new("policies/registers/processing.yaml");
    let roles = register.vendors.iter().zip(&context.vendors);
    let processors: Vec<ProcessorView> = roles
        .filter(|(vendor, _)| vendor.gdpr.is_some())
        .map(|(vendor, view)| processor(desk, vendor, view))
        .collect();
    let for_others: BTreeSet<&str> = activities
        .iter()
        .filter(|one| one.role == "processor" && one.until.is_empty())
        .flat_map(|one| one.recipients.iter().map(String::as_str))
        .collect();
    let sub_processors: Vec<ProcessorView> =
        processors.iter().filter(|one| for_others.contains(one.vendor.id.as_str())).cloned().collect();
    let unknown = for_others.iter().filter(|id| !sub_processors.iter().any(|one| one.vendor.id == **id));
    let other_recipients = unknown.map(|id| (*id).to_owned()).collect();
    let said = |word: &'static str| context.incidents.iter().filter(move |one| one.personal_data == word);
    let mut gdpr = Gdpr {
        register: register.file(path.as_str()).map(|_| desk.sources.file(&path)),
        breaches: said("yes").count(),
        undecided: said("not said").map(|one| one.id.clone()).collect(),
        remarks: Vec::new(),
        activities,
        processors,
        sub_processors,
        other_recipients,
    };
    gdpr.remarks = remarks(desk, &gdpr);
    gdpr
}

fn activity(desk: &Desk<'_>, one: &Activity) -> ActivityView {
    let control = |id: &Text| match desk.material.register.controls.get(id) {
        Some(control) if control.is_active() => {
            format!("{} {}", id.value, text(control.title.as_ref())).trim_end().to_owned()
        }
        Some(control) => format!("{} ({})", id.value, control.status.word()),
        None => format!("{} (no such control)", id.value),
    };
    let transfer = |one: &crate::model::Transfer| match &one.safeguard {
        Some(safeguard) => format!("{}, {}", one.to.value, safeguard.value),
        None => format!("{}, no safeguard named", one.to.value),
    };
    ActivityView {
        id: one.id.value.clone(),
        what: text(one.what.as_ref()),
        role: text(one.role.as_ref()),
        behalf: words(&one.behalf),
        purpose: words(&one.purpose),
        basis: text(one.basis.as_ref()),
        owner: desk.sources.responsible(one.owner.as_ref()),
        subjects: words(&one.subjects),
        data: words(&one.data),
        special: said(one.special.map(|flag| flag.value)),
        recipients: words(&one.recipients),
        transfers: one.transfers.iter().map(transfer).collect(),
        erased: text(one.erased.as_ref()),
        assets: words(&one.assets),
        measures: one.measures.iter().map(control).collect(),
        assessment: assessment(desk, one),
        reviewed: desk.sources.signed(one.reviewed.as_ref()),
        until: day(one.until.map(|until| until.value)),
        gaps: gaps(one),
    }
}

fn assessment(desk: &Desk<'_>, one: &Activity) -> String {
    let Some(assessment) = &one.assessment else { return "not said".to_owned() };
    let needed = match assessment.needed.map(|flag| flag.value) {
        Some(true) => "needed",
        Some(false) => "not needed",
        None => "not said whether needed",
    };
    let mut words = vec![needed.to_owned()];
    let done =
        desk.sources.signed(Some(&assessment.done)).filter(|act| !act.by.is_empty() || !act.on.is_empty());
    words.extend(done.map(|act| format!("by {}, {}", or(&act.by, "nobody named"), or(&act.on, "no date"))));
    words.extend(assessment.because.as_ref().map(|because| because.value.clone()));
    words.extend(assessment.artifact.as_ref().map(|file| file.value.clone()));
    words.join("; ")
}

/// What Art. 30 asks for, of a controller in (1) and of a processor in (2).
fn gaps(one: &Activity) -> Vec<&'static str> {
    let role = one.role.as_ref().map(|role| role.value.as_str());
    let of_a_processor = role == Some("processor");
    let asked = [
        (role.is_none(), "role"),
        (of_a_processor && one.behalf.is_empty(), "on whose behalf"),
        (!of_a_processor && one.purpose.is_empty(), "purpose"),
        (!of_a_processor && one.subjects.is_empty(), "whose data"),
        (one.data.is_empty(), "which data"),
        (!of_a_processor && one.erased.is_none(), "when it is erased"),
        (one.measures.is_empty(), "measures"),
        (one.transfers.iter().any(|transfer| transfer.safeguard.is_none()), "safeguard of a transfer"),
    ];
    asked.into_iter().filter(|(is_missing, _)| *is_missing).map(|(_, what)| what).collect()
}

fn processor(desk: &Desk<'_>, vendor: &Vendor, view: &VendorView) -> ProcessorView {
    let activities = desk.material.register.activities.iter();
    let receiving: Vec<&Activity> = activities
        .filter(|one| one.recipients.iter().any(|recipient| recipient.value == vendor.id.value))
        .collect();
    let country = vendor.country.as_ref().map(|country| country.value.as_str());
    let to_it = receiving.iter().flat_map(|one| {
        let there = one.transfers.iter().filter(|to| Some(to.to.value.as_str()) == country);
        there
            .map(|to| format!("{}: {}", one.id.value, or(&text(to.safeguard.as_ref()), "no safeguard named")))
    });
    ProcessorView {
        vendor: view.clone(),
        in_eea: said(country.map(|country| EEA.contains(&country))),
        receives: receiving.iter().map(|one| one.id.value.clone()).collect(),
        transfers: to_it.collect(),
    }
}

fn remarks(desk: &Desk<'_>, gdpr: &Gdpr) -> Vec<String> {
    let mut said = Vec::new();
    let mut say = |ids: Vec<&str>, words: &str| {
        if !ids.is_empty() {
            said.push(format!("{words}: {}.", ids.join(", ")));
        }
    };
    let which = |is: &dyn Fn(&ProcessorView) -> bool| -> Vec<&str> {
        gdpr.processors.iter().filter(|one| is(one)).map(|one| one.vendor.id.as_str()).collect()
    };
    let processes = |one: &ProcessorView| one.vendor.gdpr_role.ends_with("processor");
    say(
        which(&|one| processes(one) && one.vendor.dpa.is_empty()),
        "Processors without a day on which the contract of Art. 28(3) was signed",
    );
    say(
        which(&|one| one.in_eea == "no" && one.transfers.is_empty()),
        "Processors outside the European Economic Area for which the record of processing names no transfer to their \
         country (whether an adequacy decision stands is for the reader)",
    );
    say(which(&|one| one.in_eea == "not said"), "Processors of which the register names no country");
    say(which(&|one| one.receives.is_empty()), "Processors that no processing activity names as recipient");
    let known: BTreeSet<&str> = gdpr.processors.iter().map(|one| one.vendor.id.as_str()).collect();
    let vendors: BTreeSet<&str> =
        desk.material.register.vendors.iter().map(|vendor| vendor.id.value.as_str()).collect();
    let recipients: BTreeSet<&str> =
        gdpr.activities.iter().flat_map(|one| &one.recipients).map(String::as_str).collect();
    say(
        recipients.iter().copied().filter(|id| vendors.contains(id) && !known.contains(id)).collect(),
        "Vendors that receive personal data and have no `gdpr:` entry",
    );
    let thin: Vec<String> = gdpr
        .activities
        .iter()
        .filter(|one| !one.gaps.is_empty())
        .map(|one| format!("{} ({})", one.id, one.gaps.join(", ")))
        .collect();
    say(thin.iter().map(String::as_str).collect(), "Processing activities that leave something out");
    if gdpr.activities.is_empty() {
        said.push("There is no record of processing (Art. 30).".to_owned());
    }
    if !gdpr.undecided.is_empty() {
        said.push(format!(
            "{} of which the record does not say whether personal data was touched: {}.",
            count(gdpr.undecided.len(), "incident", "incidents"),
            gdpr.undecided.join(", ")
        ));
    }
    said
}

fn said(flag: Option<bool>) -> &'static str {
    match flag {
        Some(true) => "yes",
        Some(false) => "no",
        None => "not said",
    }
}

fn or(text: &str, instead: &str) -> String {
    if text.is_empty() { instead.to_owned() } else { text.to_owned() }
}

fn words(texts: &[Text]) -> Vec<String> {
    texts.iter().map(|text| text.value.clone()).collect()
}
