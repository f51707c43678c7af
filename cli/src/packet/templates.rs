//! The templates that are built in, and those of the repository over them.

use std::collections::{BTreeMap, BTreeSet};
use std::sync::Arc;

use crate::packet::{PacketError, Page};
use crate::place::{RepoPath, Sha256};

/// Where a repository keeps its own.
const FOLDER: &str = "templates/packet";

macro_rules! built_in {
    ($($name:literal),* $(,)?) => {
        &[$(($name, include_str!(concat!(env!("CARGO_MANIFEST_DIR"), "/templates/packet/", $name)))),*]
    };
}

/// The built-in templates, by name.
const BUILT_IN: &[(&str, &str)] = built_in![
    "dora/nis2.md",
    "dora/register.md",
    "gdpr/breaches.md",
    "gdpr/processing.md",
    "gdpr/tom-annex.md",
    "generic/README.md",
    "generic/parts.md",
    "generic/reporting.md",
    "generic/requirements.md",
    "iso27001/README.md",
    "iso27001/clauses.md",
    "iso27001/evidence.md",
    "iso27001/internal-audit.md",
    "iso27001/management-review.md",
    "iso27001/nonconformities.md",
    "iso27001/parts.md",
    "iso27001/policy.md",
    "iso27001/risk.md",
    "iso27001/scope.md",
    "iso27001/statement-of-applicability.md",
    "iso27001/support.md",
    "nis2/governance.md",
    "nis2/supply-chain.md",
    "shared/calendar.md",
    "shared/changes.md",
    "shared/control-matrix.md",
    "shared/control.md",
    "shared/controls.md",
    "shared/cover.md",
    "shared/coverage.md",
    "shared/crosswalk.md",
    "shared/exceptions.md",
    "shared/heat-map.md",
    "shared/incidents.md",
    "shared/integrity.md",
    "shared/parts.md",
    "shared/policies.md",
    "shared/policy.md",
    "shared/populations.md",
    "shared/requests.md",
    "shared/risk.md",
    "shared/samples.md",
    "shared/vendors.md",
    "shared/verify.md",
    "soc2/README.md",
    "soc2/assertion.md",
    "soc2/system.md",
];

/// The folders that pages take their templates from; includes come from the same ones or `shared`.
pub(super) fn folders(pages: &[Page]) -> BTreeSet<&'static str> {
    pages.iter().map(|page| folder(page.template)).chain(["shared"]).collect()
}

fn folder(name: &str) -> &str {
    name.split('/').next().unwrap_or_default()
}

/// Where a template came from.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Source {
    /// Compiled in.
    BuiltIn,
    /// `templates/packet/` at the revision.
    Repository,
}

/// One template.
#[derive(Debug)]
pub(crate) struct Template<'a> {
    /// Its text.
    pub(crate) text: &'a str,
    /// Where it came from.
    pub(crate) source: Source,
}

/// The templates of a run, by name: `soc2/control.md`.
#[derive(Debug)]
pub(crate) struct Templates<'a> {
    list: BTreeMap<&'a str, Template<'a>>,
}

impl<'a> Templates<'a> {
    /// The built-in templates, and over them those among the repository's files.
    pub(crate) fn load(contents: &'a BTreeMap<RepoPath, Arc<[u8]>>) -> Result<Self, PacketError> {
        let built_in =
            |&(name, text): &(&'static str, &'static str)| (name, Template { text, source: Source::BuiltIn });
        let mut list: BTreeMap<&str, Template<'_>> = BUILT_IN.iter().map(built_in).collect();
        for (path, bytes) in contents.iter().filter(|(path, _)| path.is_below(FOLDER)) {
            let text =
                std::str::from_utf8(bytes).map_err(|_| PacketError::TemplateNotText(path.to_string()))?;
            let name =
                path.as_str().strip_prefix(FOLDER).map_or(path.as_str(), |name| name.trim_start_matches('/'));
            list.insert(name, Template { text, source: Source::Repository });
        }
        Ok(Self { list })
    }

    /// Names and texts.
    pub(crate) fn sources(&self) -> impl Iterator<Item = (&'a str, &'a str)> {
        self.list.iter().map(|(name, template)| (*name, template.text))
    }

    /// Where a template stands, for people.
    pub(crate) fn place(&self, name: &str) -> String {
        match self.list.get(name).map(|template| template.source) {
            Some(Source::Repository) => format!("{FOLDER}/{name}"),
            Some(Source::BuiltIn) | None => format!("{name} (built in)"),
        }
    }

    /// Names, sources and digests of those in folders.
    pub(crate) fn used(&self, folders: &BTreeSet<&'static str>) -> Vec<(&'a str, Source, Sha256)> {
        let used = self.list.iter().filter(|(name, _)| folders.contains(folder(name)));
        used.map(|(name, template)| (*name, template.source, Sha256::of(template.text.as_bytes()))).collect()
    }
}
