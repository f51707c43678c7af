//! Frameworks and crosswalks: published requirements and the rows between them.

use std::collections::BTreeMap;

use crate::document::{Entry, Node};
use crate::model::program::Scope;
use crate::model::read::{Fields, Text, texts_of};
use crate::place::{FileId, RepoPath};

/// A category of requirements that can be in scope or not.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Category {
    /// `security`
    pub id: Text,
    /// Its title.
    pub title: Option<Text>,
    /// Always in scope.
    pub mandatory: bool,
    /// The categories that it takes in: who is in implementation group 3 is in 1 and 2 as well.
    pub includes: Vec<Text>,
}

/// A group of requirements.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct RequirementGroup {
    /// `CC6`
    pub id: Text,
    /// Its title.
    pub title: Option<Text>,
    /// Its category.
    pub category: Option<Text>,
    /// The group above it.
    pub parent: Option<Text>,
}

/// One published requirement.
#[derive(Debug, Clone, PartialEq, Eq)]
#[expect(clippy::struct_excessive_bools, reason = "each is a fact of its own in the catalog")]
pub struct Requirement {
    /// `CC6.1`, `A.5.15`, `9.2.2`
    pub id: Text,
    /// Our own short title.
    pub title: Option<Text>,
    /// Its group.
    pub group: Option<Text>,
    /// Its categories, any of which brings it into scope; the group's unless it has its own.
    pub categories: Vec<Text>,
    /// A container without a requirement of its own.
    pub heading: bool,
    /// May be excluded with a justification (ISO 27001 6.1.3 d).
    pub excludable: bool,
    /// Asks for documented information.
    pub documented: bool,
    /// Asks something of the company: no option, no mandate to an authority.
    pub normative: bool,
    /// Whom it addresses, where the framework tells them apart.
    pub addressee: Option<Text>,
    /// Requirements of the same framework that it spells out.
    pub implements: Vec<Text>,
    /// The audit types it applies to; empty means all.
    pub applies_to: Vec<Text>,
}

impl Requirement {
    /// True when it belongs to a category.
    pub fn is_in(&self, category: &str) -> bool {
        self.categories.iter().any(|own| own.value == category)
    }
}

/// A published set of requirements.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Framework {
    /// The file; `None` for a built-in catalog.
    pub file: Option<FileId>,
    /// Where it stands, for people.
    pub path: RepoPath,
    /// `soc2`
    pub id: Text,
    /// Its version.
    pub version: Option<Text>,
    /// The version with its amendments.
    pub edition: Option<Text>,
    /// Its name.
    pub name: Option<Text>,
    /// Its publisher.
    pub publisher: Option<Text>,
    /// `attestation`, `certification`, `regulation` or `guideline`.
    pub kind: Option<Text>,
    /// What the ids and titles rest on.
    pub source: Option<Text>,
    /// Its categories.
    pub categories: Vec<Category>,
    /// Its groups, in order.
    pub groups: Vec<RequirementGroup>,
    /// Its requirements, in order.
    pub requirements: Vec<Requirement>,
}

impl Framework {
    /// Reads a framework; `None` without an id.
    pub fn decode(file: Option<FileId>, path: &RepoPath, root: &Node) -> Option<Self> {
        let fields = Fields::of(root)?;
        let groups: Vec<_> = fields.items("groups").into_iter().filter_map(read_group).collect();
        let categories: BTreeMap<String, Text> = groups
            .iter()
            .filter_map(|group| Some((group.id.value.clone(), group.category.clone()?)))
            .collect();
        let requirements = fields.items("requirements").into_iter();
        Some(Self {
            file,
            path: path.clone(),
            id: fields.text("id")?,
            version: fields.text("version"),
            edition: fields.text("edition"),
            name: fields.text("name"),
            publisher: fields.text("publisher"),
            kind: fields.text("kind"),
            source: fields.text("source"),
            categories: fields.items("categories").into_iter().filter_map(read_category).collect(),
            requirements: requirements.filter_map(|node| read_requirement(node, &categories)).collect(),
            groups,
        })
    }

    /// A requirement by id.
    pub fn requirement(&self, id: &str) -> Option<&Requirement> {
        self.requirements.iter().find(|requirement| *requirement.id == *id)
    }

    /// The name for people.
    pub fn title(&self) -> &str {
        self.name.as_ref().map_or(&self.id.value, |name| &name.value)
    }

    /// True when a requirement is in scope: it has no category, or one of its categories is.
    pub fn in_scope(&self, requirement: &Requirement, scope: &Scope) -> bool {
        let categories = &requirement.categories;
        categories.is_empty() || categories.iter().any(|category| self.takes_in(category, scope))
    }

    /// True when a category is in scope: it is mandatory or chosen, comes with one that is, or none are
    /// chosen.
    pub fn takes_in(&self, category: &str, scope: &Scope) -> bool {
        let mandatory = self.categories.iter().filter(|known| known.mandatory).map(|known| &known.id);
        scope.categories.is_empty()
            || mandatory.chain(&scope.categories).any(|root| self.reaches(root, category))
    }

    /// True when a category is another one, or comes with it, at whatever remove.
    pub fn reaches(&self, from: &str, to: &str) -> bool {
        let mut reached = vec![from];
        let mut next = 0;
        while let Some(id) = reached.get(next).copied() {
            next += 1;
            let known = self.categories.iter().filter(|known| *known.id == *id);
            for included in known.flat_map(|known| &known.includes) {
                if !reached.contains(&included.value.as_str()) {
                    reached.push(&included.value);
                }
            }
        }
        reached.contains(&to)
    }

    /// Whom a requirement addresses, in words; `None` when it is whom most of the framework addresses.
    pub fn other_addressee(&self, requirement: &Requirement) -> Option<String> {
        let own = requirement.addressee.as_ref()?;
        let mut counts: BTreeMap<&str, usize> = BTreeMap::new();
        for id in self.requirements.iter().filter_map(|one| one.addressee.as_ref()) {
            *counts.entry(&id.value).or_default() += 1;
        }
        let usual = counts.iter().max_by_key(|(_, number)| **number).map(|(id, _)| *id);
        (Some(own.as_str()) != usual).then(|| own.value.replace('-', " "))
    }

    /// The requirements in scope that ask for something themselves.
    pub fn scoped<'a>(&'a self, scope: &'a Scope) -> impl Iterator<Item = &'a Requirement> {
        self.requirements
            .iter()
            .filter(|requirement| !requirement.heading && self.in_scope(requirement, scope))
    }
}

fn read_category(node: &Node) -> Option<Category> {
    let fields = Fields::of(node)?;
    let mandatory = fields.boolean("mandatory").is_some_and(|mandatory| mandatory.value);
    let includes = fields.texts("includes");
    Some(Category { id: fields.text("id")?, title: fields.text("title"), mandatory, includes })
}

fn read_group(node: &Node) -> Option<RequirementGroup> {
    let fields = Fields::of(node)?;
    Some(RequirementGroup {
        id: fields.text("id")?,
        title: fields.text("title"),
        category: fields.text("category"),
        parent: fields.text("parent"),
    })
}

fn read_requirement(node: &Node, categories: &BTreeMap<String, Text>) -> Option<Requirement> {
    let fields = Fields::of(node)?;
    let flag = |key| fields.boolean(key).is_some_and(|flag| flag.value);
    let group = fields.text("group");
    let inherited = group.as_ref().and_then(|group| categories.get(&group.value).cloned());
    let own = fields.texts("category");
    Some(Requirement {
        id: fields.text("id")?,
        title: fields.text("display_title").or_else(|| fields.text("title")),
        categories: if own.is_empty() { inherited.into_iter().collect() } else { own },
        group,
        heading: flag("heading"),
        excludable: flag("excludable"),
        documented: flag("documented_information"),
        normative: fields.boolean("normative").is_none_or(|flag| flag.value),
        addressee: fields.text("addressee"),
        implements: fields.texts("implements"),
        applies_to: fields.texts("applies_to"),
    })
}

/// One row of a crosswalk, read from source to target (NIST IR 8477).
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Mapping {
    /// A requirement of the source.
    pub source: Text,
    /// A requirement of the target.
    pub target: Text,
    /// `equal`, `subset-of`, `superset-of` or `intersects-with`.
    pub relationship: Option<Text>,
    /// From 0 to 10: how much of one the evidence for the other normally covers.
    pub strength: Option<u64>,
    /// What the row rests on.
    pub basis: Option<Text>,
    /// A remark.
    pub note: Option<Text>,
}

/// A requirement without a counterpart on the other side.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Lone {
    /// The requirement.
    pub id: Text,
    /// A part of it: `d`.
    pub part: Option<Text>,
    /// `full` or `partial`.
    pub degree: Option<Text>,
    /// Why.
    pub because: Option<Text>,
    /// What comes nearest.
    pub nearest: Vec<Text>,
}

/// How two audits differ in one respect.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Mechanic {
    /// The respect.
    pub topic: Text,
    /// In the source's audit.
    pub source: Option<Text>,
    /// In the target's audit.
    pub target: Option<Text>,
    /// Which is stricter, or what to design for.
    pub stricter: Option<Text>,
}

/// Which of two laws applies where both could (lex specialis).
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Precedence {
    /// The rule.
    pub rule: Text,
    /// Where it stands.
    pub legal_basis: Vec<Text>,
    /// The questions that decide, in order.
    pub decision: Vec<Text>,
    /// What is disputed, or left to national law.
    pub caution: Option<Text>,
}

/// The rows between two frameworks.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Crosswalk {
    /// The file; `None` for a built-in one.
    pub file: Option<FileId>,
    /// Where it stands, for people.
    pub path: RepoPath,
    /// The framework on the left.
    pub source: Text,
    /// The framework on the right.
    pub target: Text,
    /// The rows.
    pub mappings: Vec<Mapping>,
    /// Source requirements without a counterpart.
    pub lone_source: Vec<Lone>,
    /// Target requirements without a counterpart.
    pub lone_target: Vec<Lone>,
    /// How the audits differ.
    pub mechanics: Vec<Mechanic>,
    /// Which of the two applies where both could.
    pub precedence: Option<Precedence>,
    /// What each basis means.
    pub basis: Vec<(String, String)>,
}

impl Crosswalk {
    /// Reads a crosswalk; `None` without source and target.
    pub fn decode(file: Option<FileId>, path: &RepoPath, root: &Node) -> Option<Self> {
        let fields = Fields::of(root)?;
        let lone = fields.fields("no_counterpart");
        let side = |key| lone.map(|lone| lone.items(key).into_iter().filter_map(read_lone).collect());
        let basis = |entry: &Entry| Some((entry.key.to_string(), entry.value.as_text()?.to_owned()));
        Some(Self {
            file,
            path: path.clone(),
            source: fields.text("source")?,
            target: fields.text("target")?,
            mappings: fields.items("mappings").into_iter().filter_map(read_mapping).collect(),
            lone_source: side("source").unwrap_or_default(),
            lone_target: side("target").unwrap_or_default(),
            mechanics: fields.items("mechanics").into_iter().filter_map(read_mechanic).collect(),
            precedence: fields.fields("lex_specialis").and_then(read_precedence),
            basis: fields.entries("basis").iter().filter_map(basis).collect(),
        })
    }
}

fn read_precedence(fields: Fields<'_>) -> Option<Precedence> {
    Some(Precedence {
        rule: fields.text("rule")?,
        legal_basis: fields.texts("legal_basis"),
        decision: fields.texts("decision"),
        caution: fields.text("caution"),
    })
}

fn read_mapping(node: &Node) -> Option<Mapping> {
    let fields = Fields::of(node)?;
    Some(Mapping {
        source: fields.text("source")?,
        target: fields.text("target")?,
        relationship: fields.text("relationship"),
        strength: fields.number("strength").map(|strength| strength.value),
        basis: fields.text("basis"),
        note: fields.text("note"),
    })
}

fn read_lone(node: &Node) -> Option<Lone> {
    let fields = Fields::of(node)?;
    Some(Lone {
        id: fields.text("id")?,
        part: fields.text("part"),
        degree: fields.text("degree"),
        because: fields.text("because"),
        nearest: fields.node("nearest").map(texts_of).unwrap_or_default(),
    })
}

fn read_mechanic(node: &Node) -> Option<Mechanic> {
    let fields = Fields::of(node)?;
    Some(Mechanic {
        topic: fields.text("topic")?,
        source: fields.text("source"),
        target: fields.text("target"),
        stricter: fields.text("stricter"),
    })
}

#[cfg(test)]
mod tests {
    use super::Framework;
    use crate::document::Document;
    use crate::model::Program;
    use crate::model::read::tree;
    use crate::place::{FileId, RepoPath};

    /// The requirements in scope when a programme chooses these categories.
    fn scoped(chosen: &str) -> Vec<String> {
        let read = |text: &str| Document::from_yaml(FileId(0), text.as_bytes()).0.root.expect("a mapping");
        let catalog = "id: own\ncategories:\n  - {id: one, mandatory: true}\n  - {id: two, includes: one}\n  \
                       - {id: three, includes: two}\n  - {id: four, includes: [four, five]}\n  - {id: five, \
                       includes: four}\nrequirements:\n  - {id: a, category: one}\n  - {id: b, category: \
                       two}\n  - {id: c, category: three}\n  - {id: d, category: five}\n  - {id: e}\n";
        let framework = Framework::decode(None, &RepoPath::new("own.yaml"), &read(catalog)).expect("one");
        let program = format!("frameworks: {{own: {{categories: {chosen}}}}}");
        let program =
            Program::decode(FileId(0), &RepoPath::new("program.yaml"), &read(&program)).expect("one");
        framework.scoped(&program.frameworks[0]).map(|one| one.id.value.clone()).collect()
    }

    #[test]
    fn a_category_brings_those_that_it_includes_at_any_distance() {
        assert_eq!(scoped("three"), ["a", "b", "c", "e"]);
        assert_eq!(scoped("two"), ["a", "b", "e"]);
        assert_eq!(scoped("four"), ["a", "d", "e"]);
        assert_eq!(scoped("[]"), ["a", "b", "c", "d", "e"]);
    }

    #[test]
    fn a_category_takes_in_what_it_includes_at_any_remove_and_circles_end() {
        let yaml = "
id: own
categories:
  - {id: a, includes: b}
  - {id: b, includes: [c]}
  - {id: c, includes: a}
  - {id: d}
requirements: [{id: '1', category: c}, {id: '2', category: d, normative: no, addressee: an-authority}]
";
        let framework = Framework::decode(None, &RepoPath::new("own.yaml"), &tree(yaml)).expect("an id");
        let reached: Vec<bool> = ["a", "b", "c", "d"].map(|to| framework.reaches("a", to)).to_vec();
        assert_eq!(reached, [true, true, true, false]);
        let [asked, option] = &framework.requirements[..] else { panic!("two requirements") };
        assert_eq!((asked.normative, option.normative, option.addressee.is_some()), (true, false, true));
    }
}
