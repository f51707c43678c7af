//! A component definition to draft controls: what each component says it does for a requirement.

use std::collections::BTreeSet;
use std::fmt::Write as _;

use serde::Deserialize;

use crate::interop::oscal::{Metadata, Options, Property, own};
use crate::interop::{Handed, Import, InteropError, Known, count, line, meant, slug};
use crate::text::escape::{flow, scalar};

/// `component-definition`
#[derive(Deserialize)]
pub(super) struct Definition {
    metadata: Metadata,
    #[serde(default)]
    pub(super) components: Vec<Component>,
}

/// `component`
#[derive(Deserialize)]
#[serde(rename_all = "kebab-case")]
pub(super) struct Component {
    pub(super) title: String,
    #[serde(default)]
    pub(super) description: String,
    #[serde(default)]
    pub(super) purpose: String,
    #[serde(default)]
    pub(super) props: Vec<Property>,
    #[serde(default)]
    pub(super) control_implementations: Vec<Implementation>,
}

/// `control-implementation`
#[derive(Deserialize)]
#[serde(rename_all = "kebab-case")]
pub(super) struct Implementation {
    #[serde(default)]
    pub(super) props: Vec<Property>,
    #[serde(default)]
    pub(super) implemented_requirements: Vec<Implemented>,
}

/// `implemented-requirement`
#[derive(Deserialize)]
#[serde(rename_all = "kebab-case")]
pub(super) struct Implemented {
    uuid: String,
    pub(super) control_id: String,
    #[serde(default)]
    description: String,
    #[serde(default)]
    pub(super) props: Vec<Property>,
}

pub(super) fn import(
    file: Handed<'_>,
    source: &Definition,
    options: &Options,
    known: &Known,
) -> Result<Import, InteropError> {
    source.metadata.check(file.name)?;
    if let Some(own) = own::controls(source).filter(|_| options.framework.is_none()) {
        return Ok(own);
    }
    let Some(framework) = &options.framework else {
        let because =
            "is a component definition, and what its controls satisfy is not said in it by our names";
        return Err(InteropError::sort(file.name, because, "name the framework: `--framework ID`"));
    };
    let Some(requirements) = known.get(framework) else {
        let because =
            format!("is about `{framework}`, which is neither built in nor in policies/frameworks/");
        return Err(InteropError::sort(file.name, because, "import its catalog first"));
    };
    let cadence = options.cadence.as_deref().unwrap_or("annual");
    let (mut import, mut taken) = (Import::default(), BTreeSet::new());
    for component in &source.components {
        let all = component.control_implementations.iter();
        for one in all.flat_map(|implementation| &implementation.implemented_requirements) {
            let entry = || format!("`{}` in component `{}`", one.control_id, line(&component.title));
            let Some(requirement) = meant(requirements, &one.control_id) else {
                let because = format!("`{framework}` has no such requirement");
                return Err(InteropError::entry(file.name, entry(), because, "give another `--framework`"));
            };
            let id = slug(&component.title).map(|slug| format!("{slug}-{}", one.control_id));
            let id = id.filter(|id| id.starts_with(|c: char| c.is_ascii_alphabetic()));
            let id = id.and_then(|id| slug(&id)).ok_or_else(|| {
                InteropError::entry(file.name, entry(), "no id can be made of the component's title", "")
            })?;
            if !taken.insert(id.clone()) {
                return Err(InteropError::entry(file.name, entry(), "stands twice in this component", ""));
            }
            let owner = options.owner.as_deref();
            let component = component.title.as_str();
            let draft = Draft { id, component, requirement, framework, owner, cadence, source: one };
            import.put(format!("policies/controls/{}.yaml", draft.id), draft.yaml());
        }
    }
    if import.files.is_empty() {
        return Err(InteropError::sort(file.name, "says of no component what it implements", ""));
    }
    import.notes.push(format!(
        "{}, `{cadence}`: not in force until somebody owns it, its cadence is right and you say `status: active`",
        count(import.files.len(), "draft control", "draft controls")
    ));
    Ok(import)
}

struct Draft<'a> {
    id: String,
    component: &'a str,
    requirement: &'a str,
    framework: &'a str,
    owner: Option<&'a str>,
    cadence: &'a str,
    source: &'a Implemented,
}

impl Draft<'_> {
    fn yaml(&self) -> String {
        let component = line(self.component);
        let statement = match line(&self.source.description) {
            text if text.is_empty() => format!("{component} implements {}.", self.requirement),
            text => text,
        };
        let mut out = String::new();
        // Writing to a String cannot fail.
        let _ = writeln!(out, "id: {}", self.id);
        let _ = writeln!(out, "title: {}", scalar(&format!("{} in {component}", self.requirement)));
        if let Some(owner) = self.owner {
            let _ = writeln!(out, "owner: {owner}");
        }
        let _ = writeln!(out, "statement: {}", scalar(&statement));
        let _ = writeln!(out, "status: draft\ncadence: {}", self.cadence);
        let _ = writeln!(out, "satisfies: {{{}: {}}}", self.framework, flow(self.requirement));
        let _ = writeln!(out, "x-oscal: {}", scalar(&self.source.uuid));
        out
    }
}
