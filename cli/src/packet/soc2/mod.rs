//! The SOC 2 packet, Type 1 and Type 2: which pages it has, and the system description.

use serde::Serialize;

use crate::model::{Inclusion, Statement, Text};
use crate::packet::context::Desk;
use crate::packet::generic::{self, Line};
use crate::packet::sources::{FileRef, text};
use crate::packet::{Context, Layout, Page, Plan};

/// What only a SOC 2 packet says.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct Soc2 {
    /// True for a Type 2 packet.
    pub type2: bool,
    /// The criteria for the description, in order.
    pub description: Vec<DescriptionView>,
    /// The file of the structured part; `null` when there is none.
    pub file: Option<FileRef>,
    /// The services that the report covers (DC 1).
    pub services: Vec<String>,
    /// Commitments and requirements (DC 2).
    pub commitments: Vec<StatementView>,
    /// What belongs to the system (DC 3).
    pub inside: Vec<String>,
    /// What a reader might expect and does not.
    pub outside: Vec<String>,
    /// What it is made of (DC 3).
    pub components: Vec<ComponentView>,
    /// What the description says about incidents (DC 4), in a sentence.
    pub incidents: String,
    /// Controls that customers must run (DC 6).
    pub user_entity_controls: Vec<StatementView>,
    /// Subservice organisations (DC 7).
    pub subservice: Vec<SubserviceView>,
    /// Criteria that do not apply (DC 8).
    pub not_relevant: Vec<NotRelevantView>,
    /// Gaps in the description, in sentences.
    pub gaps: Vec<String>,
}

/// A criterion for the description.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct DescriptionView {
    /// `DC1`
    pub id: String,
    /// Its title, in our own words.
    pub title: String,
    /// What the company wrote; empty when there is no file.
    pub prose: String,
    /// The file with the prose.
    pub file: Option<FileRef>,
}

/// A sentence with an id.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct StatementView {
    /// `SC-1`
    pub id: String,
    /// What it says.
    pub text: String,
    /// Where it is made.
    pub source: String,
    /// The criteria.
    pub criteria: Vec<String>,
}

/// A sort of component.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct ComponentView {
    /// `Infrastructure`
    pub name: &'static str,
    /// What there is of it.
    pub items: Vec<String>,
}

/// A subservice organisation.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct SubserviceView {
    /// The vendor's id.
    pub name: String,
    /// What they do, from the vendor register.
    pub what: String,
    /// `carve-out` or `inclusive`; empty when it is not said.
    pub method: &'static str,
    /// True for the carve-out method, and when none is said.
    pub carved_out: bool,
    /// The controls that are assumed there.
    pub expects: Vec<StatementView>,
    /// Our controls that watch it.
    pub monitored_by: Vec<String>,
}

/// A criterion that does not apply.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct NotRelevantView {
    /// The criterion or group.
    pub id: String,
    /// Why.
    pub because: String,
}

/// Puts the system description together.
pub(crate) fn context(desk: &Desk<'_>) -> Soc2 {
    let register = desk.material.register;
    let system = register.system.as_ref();
    let all = |pick: fn(&crate::model::SystemDescription) -> &[Text]| {
        system.map(|system| words(pick(system))).unwrap_or_default()
    };
    let description = description(desk);
    let mut view = Soc2 {
        type2: desk.layout == Layout::Soc2Type2,
        file: system.map(|system| desk.sources.file(&system.path)),
        services: all(|system| &system.services),
        commitments: system.map(|system| statements(&system.commitments)).unwrap_or_default(),
        inside: all(|system| &system.boundary.inside),
        outside: all(|system| &system.boundary.outside),
        components: system.map(|system| components(&system.components)).unwrap_or_default(),
        incidents: match system.and_then(|system| system.incidents).map(|said| said.value) {
            Some(crate::model::Disclosure::FromRegister) => {
                "The description discloses the incidents of the register; page 13 has them.".to_owned()
            }
            Some(crate::model::Disclosure::Nothing) => {
                "The description states that there were none.".to_owned()
            }
            None => "The description does not say.".to_owned(),
        },
        user_entity_controls: system
            .map(|system| statements(&system.user_entity_controls))
            .unwrap_or_default(),
        subservice: system.map(|system| subservice(desk, system)).unwrap_or_default(),
        not_relevant: system
            .map(|system| {
                system
                    .not_relevant
                    .iter()
                    .map(|one| NotRelevantView {
                        id: one.criterion.value.clone(),
                        because: text(one.because.as_ref()),
                    })
                    .collect()
            })
            .unwrap_or_default(),
        gaps: Vec::new(),
        description,
    };
    view.gaps = gaps(&view);
    view
}

fn words(texts: &[Text]) -> Vec<String> {
    texts.iter().map(|text| text.value.clone()).collect()
}

/// The criteria for the description that apply to this type, each with its prose.
fn description(desk: &Desk<'_>) -> Vec<DescriptionView> {
    let kind = desk.material.audit.kind.map(|kind| kind.value.word()).unwrap_or_default();
    let applies = |requirement: &&crate::model::Requirement| {
        requirement.is_in("description")
            && (requirement.applies_to.is_empty()
                || requirement.applies_to.iter().any(|word| word.value == kind))
    };
    let view = |requirement: &crate::model::Requirement| {
        let fact = desk.material.register.system_prose.get(&requirement.id.to_ascii_lowercase());
        let bytes = fact.and_then(|fact| desk.material.contents.get(&fact.path)?.get(fact.body.range()));
        DescriptionView {
            id: requirement.id.value.clone(),
            title: text(requirement.title.as_ref()),
            prose: bytes.map(|bytes| String::from_utf8_lossy(bytes).trim().to_owned()).unwrap_or_default(),
            file: fact.map(|fact| desk.sources.file(&fact.path)),
        }
    };
    desk.framework.requirements.iter().filter(applies).map(view).collect()
}

fn statements(list: &[Statement]) -> Vec<StatementView> {
    let view = |one: &Statement| StatementView {
        id: one.id.value.clone(),
        text: text(one.text.as_ref()),
        source: text(one.source.as_ref()),
        criteria: one.satisfies.pairs().map(|(_, id)| id.value.clone()).collect(),
    };
    list.iter().map(view).collect()
}

fn components(components: &crate::model::Components) -> Vec<ComponentView> {
    let list = [
        ("Infrastructure", &components.infrastructure),
        ("Software", &components.software),
        ("People", &components.people),
        ("Data", &components.data),
        ("Procedures", &components.procedures),
    ];
    list.map(|(name, items)| ComponentView { name, items: words(items) }).to_vec()
}

fn subservice(desk: &Desk<'_>, system: &crate::model::SystemDescription) -> Vec<SubserviceView> {
    let view = |one: &crate::model::Subservice| {
        let vendor = desk.material.register.vendors.iter().find(|vendor| vendor.id.value == one.vendor.value);
        let method = one.method.map(|method| method.value);
        SubserviceView {
            name: one.vendor.value.clone(),
            what: vendor.map(|vendor| text(vendor.what.as_ref())).unwrap_or_default(),
            method: method.map_or("", Inclusion::word),
            carved_out: method != Some(Inclusion::Inclusive),
            expects: statements(&one.expects),
            monitored_by: words(&one.monitored_by),
        }
    };
    system.subservice.iter().map(view).collect()
}

fn gaps(view: &Soc2) -> Vec<String> {
    let mut gaps = Vec::new();
    if view.file.is_none() {
        gaps.push(
            "There is no policies/system/system.yaml: the structured part of the description is missing."
                .to_owned(),
        );
    }
    let without: Vec<&str> =
        view.description.iter().filter(|one| one.prose.is_empty()).map(|one| one.id.as_str()).collect();
    if !without.is_empty() {
        gaps.push(format!("No prose for {}.", without.join(", ")));
    }
    for one in view.subservice.iter().filter(|one| one.method.is_empty()) {
        gaps.push(format!(
            "For {} it is not said whether its controls are carved out or included.",
            one.name
        ));
    }
    gaps
}

/// The pages before those that every packet has.
const PAGES: &[Line] = &[
    ("README.md", "Cover", "soc2/README.md", true),
    ("01-assertion.md", "Management's assertion, draft for signature", "soc2/assertion.md", true),
    ("02-system.md", "System description", "soc2/system.md", true),
];

/// The pages, in order.
pub(crate) fn plan(layout: Layout, context: &Context) -> Plan {
    let type1 = layout == Layout::Soc2Type1;
    let mut plan = Plan::default();
    for &(path, title, template, both) in PAGES.iter().chain(generic::PAGES) {
        if type1 && !both {
            continue;
        }
        plan.pages.push(Page::new(path, title, template));
        plan.pages.extend(crate::packet::below(path, context));
    }
    plan
}
