//! A framework of a library to one of ours.

use std::collections::{BTreeMap, BTreeSet};
use std::fmt::Write as _;

use crate::interop::ciso_assistant::library::{self, Library, Node, named, told};
use crate::interop::ciso_assistant::{Nodes, Options, TEXTS, framework_id};
use crate::interop::{
    Catalog, Category, Group, Handed, Import, InteropError, Requirement, count, line, slug,
};
use crate::place::Sha256;
use crate::text::escape::scalar;

/// A framework, and what its requirements are called in libraries.
pub(super) struct Taken {
    pub(super) import: Import,
    pub(super) nodes: Nodes,
}

pub(super) fn import(
    file: Handed<'_>,
    library: &Library,
    source: &library::Framework,
    options: &Options,
) -> Result<Taken, InteropError> {
    let locale = options.locale.as_deref();
    library.has(file, locale)?;
    let id = framework_id(&source.urn, options).ok_or_else(|| {
        InteropError::entry(file.name, format!("`{}`", source.urn), "no id can be made of it", "")
    })?;
    let tree = Tree::of(file, &source.requirement_nodes)?;
    let mut catalog = Catalog {
        id,
        version: library.version.clone(),
        name: line(named(first(&source.name, &library.name), source.translations.as_ref(), locale)),
        publisher: library.provider.clone().unwrap_or_default(),
        kind: "guideline".to_owned(),
        source: format!(
            "Ids and names of the CISO Assistant library {} version {}, sha256 {}.",
            library.urn,
            library.version,
            Sha256::of(file.bytes)
        ),
        licence: library.copyright.clone().unwrap_or_default(),
        categories: categories(file, source, locale)?,
        ..Catalog::default()
    };
    let mut nodes = Nodes::new();
    let mut nameless = 0;
    for node in &source.requirement_nodes {
        let id = tree.id(node);
        let name = named(node.name.as_deref().unwrap_or_default(), node.translations.as_ref(), locale);
        let title = if name.trim().is_empty() { id } else { name };
        let parent = tree.heading(node);
        if !node.assessable {
            let group =
                Group { id: id.to_owned(), title: title.to_owned(), parent: parent.map(str::to_owned) };
            catalog.groups.push(group);
            continue;
        }
        nameless += usize::from(name.trim().is_empty());
        nodes.insert(node.urn.to_ascii_lowercase(), id.to_owned());
        catalog.requirements.push(Requirement {
            id: id.to_owned(),
            title: title.to_owned(),
            group: parent.map(str::to_owned),
            categories: node.implementation_groups.iter().flatten().filter_map(|id| category(id)).collect(),
        });
    }
    catalog.check(file.name)?;
    Ok(Taken { import: said(&catalog, source, options, nameless, &tree), nodes })
}

/// The files, and what was chosen.
fn said(
    catalog: &Catalog,
    source: &library::Framework,
    options: &Options,
    nameless: usize,
    tree: &Tree<'_>,
) -> Import {
    let mut import = Import::default();
    let requirements = count(catalog.requirements.len(), "requirement", "requirements");
    let mut note = format!("`{}`: {requirements}", catalog.id);
    if !catalog.categories.is_empty() {
        let _ = write!(note, " in {}", count(catalog.categories.len(), "category", "categories"));
    }
    if nameless > 0 {
        let _ = write!(note, "; {nameless} without a name are called by their id");
    }
    import.notes.push(note);
    import.put(catalog.path(), catalog.yaml());
    if options.with_text {
        let mut text =
            format!("# Texts of {}; not ours to publish, so Git ignores this folder.\n", catalog.id);
        for node in source.requirement_nodes.iter().filter(|node| node.assessable) {
            let told =
                told(node.description.as_deref(), node.translations.as_ref(), options.locale.as_deref());
            if !told.trim().is_empty() {
                let _ = writeln!(text, "{}: {}", scalar(tree.id(node)), serde_json::Value::from(told.trim()));
            }
        }
        import.put(format!("{TEXTS}/{}.yaml", catalog.id), text);
    }
    import
}

fn first<'a>(one: &'a str, other: &'a str) -> &'a str {
    if one.trim().is_empty() { other } else { one }
}

/// The implementation groups, and refuses a requirement that names another one.
fn categories(
    file: Handed<'_>,
    source: &library::Framework,
    locale: Option<&str>,
) -> Result<Vec<Category>, InteropError> {
    let mut list = Vec::new();
    let mut ids = BTreeSet::new();
    for group in source.implementation_groups_definition.iter().flatten() {
        let id = category(&group.ref_id).filter(|id| ids.insert(id.clone())).ok_or_else(|| {
            let entry = format!("implementation group `{}`", group.ref_id);
            InteropError::entry(file.name, entry, "stands twice, or no id can be made of it", "")
        })?;
        let name = named(group.name.as_deref().unwrap_or(&group.ref_id), group.translations.as_ref(), locale);
        list.push(Category { id, title: name.to_owned(), mandatory: false });
    }
    for node in &source.requirement_nodes {
        for group in node.implementation_groups.iter().flatten() {
            if let Some(id) = category(group).filter(|id| ids.insert(id.clone())) {
                // Some libraries use a group that they do not define.
                list.push(Category { id, title: group.clone(), mandatory: false });
            }
        }
    }
    Ok(list)
}

/// The id of an implementation group; `R+`, `R` and `R-` are three.
fn category(reference: &str) -> Option<String> {
    let reference = reference.trim();
    let stem = reference.trim_end_matches(['+', '-', '\u{2013}']);
    let marks = reference[stem.len()..].chars().map(|c| if c == '+' { "-plus" } else { "-minus" });
    slug(stem).map(|stem| marks.fold(stem, |id, mark| id + mark))
}

/// The nodes of a framework by their URN, each with an id of its own.
struct Tree<'a> {
    by_urn: BTreeMap<&'a str, &'a Node>,
    ids: BTreeMap<&'a str, &'a str>,
}

impl<'a> Tree<'a> {
    fn of(file: Handed<'_>, nodes: &'a [Node]) -> Result<Self, InteropError> {
        let mut by_urn = BTreeMap::new();
        for node in nodes {
            if by_urn.insert(node.urn.as_str(), node).is_some() {
                return Err(InteropError::entry(file.name, format!("`{}`", node.urn), "stands twice", ""));
            }
        }
        let parents: BTreeSet<&str> = nodes.iter().filter_map(|node| node.parent_urn.as_deref()).collect();
        if let Some(orphan) = parents.iter().find(|urn| !by_urn.contains_key(**urn)) {
            let because = "is named as a parent, and is not there";
            return Err(InteropError::entry(file.name, format!("`{orphan}`"), because, ""));
        }
        Ok(Self { by_urn, ids: names(nodes) })
    }

    fn id(&self, node: &'a Node) -> &'a str {
        self.ids.get(node.urn.as_str()).copied().unwrap_or(&node.urn)
    }

    /// The nearest heading above a node; requirements in between are passed over.
    fn heading(&self, node: &'a Node) -> Option<&'a str> {
        let mut at = node;
        // No longer than the tree is deep, also where parents go round in a circle.
        for _ in 0..self.by_urn.len() {
            at = self.by_urn.get(at.parent_urn.as_deref()?)?;
            if !at.assessable {
                return (at.urn != node.urn).then(|| self.id(at));
            }
        }
        None
    }
}

impl Node {
    /// What people call it, which need not be unique.
    fn reference(&self) -> &str {
        let id = self.ref_id.as_deref().map(str::trim).filter(|id| !id.is_empty());
        id.unwrap_or_else(|| last(&self.urn))
    }
}

fn last(urn: &str) -> &str {
    urn.rsplit(':').next().unwrap_or(urn)
}

/// The reference where it is the only one of its sort, else what the URN ends in, else the URN.
fn names(nodes: &[Node]) -> BTreeMap<&str, &str> {
    let mut uses: BTreeMap<(bool, &str), usize> = BTreeMap::new();
    for node in nodes {
        *uses.entry((node.assessable, node.reference())).or_default() += 1;
    }
    let mut taken: BTreeSet<(bool, &str)> = BTreeSet::new();
    let mut ids = BTreeMap::new();
    for node in nodes {
        let sort = node.assessable;
        let alone = uses.get(&(sort, node.reference())) == Some(&1);
        let names = [alone.then(|| node.reference()), Some(last(&node.urn)), Some(node.urn.as_str())];
        let free = names.into_iter().flatten().find(|id| taken.insert((sort, id)));
        ids.insert(node.urn.as_str(), free.unwrap_or(&node.urn));
    }
    ids
}
