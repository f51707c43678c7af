//! A catalog, or a profile that was resolved into one, to a framework.

use serde::Deserialize;

use crate::interop::oscal::{Metadata, Options, Property, label, own};
use crate::interop::{self, Group, Handed, Import, InteropError, Requirement, count, line, slug};
use crate::place::Sha256;

/// `catalog`
#[derive(Deserialize)]
pub(super) struct Catalog {
    pub(super) metadata: Metadata,
    #[serde(default)]
    pub(super) groups: Vec<Family>,
    #[serde(default)]
    pub(super) controls: Vec<Control>,
}

/// `group`
#[derive(Deserialize)]
pub(super) struct Family {
    #[serde(default)]
    id: String,
    pub(super) title: String,
    #[serde(default)]
    pub(super) props: Vec<Property>,
    #[serde(default)]
    pub(super) parts: Vec<Part>,
    #[serde(default)]
    pub(super) groups: Vec<Family>,
    #[serde(default)]
    pub(super) controls: Vec<Control>,
}

/// `control`
#[derive(Deserialize)]
pub(super) struct Control {
    pub(super) id: String,
    pub(super) title: String,
    #[serde(default)]
    pub(super) props: Vec<Property>,
    #[serde(default)]
    pub(super) parts: Vec<Part>,
    #[serde(default)]
    pub(super) controls: Vec<Control>,
}

/// `part`
#[derive(Deserialize)]
pub(super) struct Part {
    #[serde(default)]
    pub(super) prose: String,
}

impl Control {
    fn is_withdrawn(&self) -> bool {
        let mut status = self.props.iter().filter(|prop| prop.name == "status");
        status.any(|prop| prop.value.eq_ignore_ascii_case("withdrawn"))
    }
}

pub(super) fn import(file: Handed<'_>, source: &Catalog, options: &Options) -> Result<Import, InteropError> {
    let about = &source.metadata;
    about.check(file.name)?;
    if let Some(own) = own::framework(file, source, options.id.as_deref(), options.kind.as_deref()) {
        return own;
    }
    let id = options.id.clone().or_else(|| slug(&about.title)).ok_or_else(|| {
        InteropError::sort(file.name, "has a title that no id can be made of", "name one: `--id ID`")
    })?;
    let mut walk = Walk::default();
    for family in &source.groups {
        walk.family(family, None);
    }
    for control in &source.controls {
        walk.control(control, None);
    }
    let catalog = interop::Catalog {
        id,
        version: about.version.clone(),
        name: line(&about.title),
        publisher: about.publisher(),
        kind: options.kind.clone().unwrap_or_else(|| "guideline".to_owned()),
        source: format!(
            "Ids and titles of the OSCAL {} catalog {}, sha256 {}.",
            about.oscal_version,
            file.name,
            Sha256::of(file.bytes)
        ),
        licence: String::new(),
        categories: Vec::new(),
        groups: walk.groups,
        requirements: walk.requirements,
    };
    catalog.check(file.name)?;
    let mut import = Import::default();
    let requirements = count(catalog.requirements.len(), "requirement", "requirements");
    import.notes.push(match catalog.groups.len() {
        0 => format!("`{}`: {requirements}", catalog.id),
        groups => format!("`{}`: {requirements} in {}", catalog.id, count(groups, "group", "groups")),
    });
    if walk.withdrawn > 0 {
        let what = count(walk.withdrawn, "control", "controls");
        import.leave(format!("{what} of `{}`", catalog.id), "withdrawn by the publisher");
    }
    import.put(catalog.path(), catalog.yaml());
    Ok(import)
}

#[derive(Default)]
struct Walk {
    groups: Vec<Group>,
    requirements: Vec<Requirement>,
    withdrawn: usize,
}

impl Walk {
    fn family(&mut self, family: &Family, parent: Option<&str>) {
        let fallback = if family.id.is_empty() { &family.title } else { &family.id };
        // Families of SP 800-53 have no label, and people write their ids in capitals.
        let id = match label(fallback, &family.props) {
            id if id == family.id && id.chars().all(|c| c.is_ascii_lowercase()) => id.to_ascii_uppercase(),
            id => id.to_owned(),
        };
        self.groups.push(Group {
            id: id.clone(),
            title: family.title.clone(),
            parent: parent.map(str::to_owned),
        });
        for inner in &family.groups {
            self.family(inner, Some(&id));
        }
        for control in &family.controls {
            self.control(control, Some(&id));
        }
    }

    fn control(&mut self, control: &Control, group: Option<&str>) {
        if control.is_withdrawn() {
            self.withdrawn += 1;
        } else {
            self.requirements.push(Requirement {
                id: label(&control.id, &control.props).to_owned(),
                title: control.title.clone(),
                group: group.map(str::to_owned),
                categories: Vec::new(),
            });
        }
        for inner in &control.controls {
            self.control(inner, group);
        }
    }
}
