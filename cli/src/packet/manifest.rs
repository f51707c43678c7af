//! What a packet consists of: `manifest.json` for programs, `MANIFEST.sha256` for `sha256sum -c`.

use serde::{Deserialize, Serialize};

use crate::packet::templates::Source;
use crate::packet::{Context, Options, PacketFile};
use crate::place::Sha256;

/// The name of the list that `sha256sum -c` reads.
pub(super) const SUMS: &str = "MANIFEST.sha256";
/// The name of the list for programs.
pub(super) const JSON: &str = "manifest.json";

/// `manifest.json`.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Manifest {
    /// `tickmark/packet-manifest/1`
    pub schema: String,
    /// The program that built the packet.
    pub tool: Tool,
    /// True when every page says that it is a draft.
    pub draft: bool,
    /// `copy`, `link` or `none`.
    pub artifacts: String,
    /// The forms in which it is written: `md`, `csv`, `xlsx`, `svg`, `html`, `oscal`.
    #[serde(default)]
    pub formats: Vec<String>,
    /// What is kept out of it: `people`, `hosts`.
    #[serde(default)]
    pub redact: Vec<String>,
    /// The audit's id in `policies/program.yaml`.
    pub audit: String,
    /// The framework.
    pub framework: String,
    /// The audit's type.
    #[serde(rename = "type")]
    pub kind: String,
    /// First and last day.
    pub window: Days,
    /// The day on which the packet looks at things.
    pub as_of: String,
    /// What it was made from.
    pub revision: Revision,
    /// The catalogs in scope.
    pub catalogs: Vec<Catalog>,
    /// The templates that were there to be used.
    pub templates: Vec<Template>,
    /// Every file but this one and `MANIFEST.sha256`, by path.
    pub files: Vec<File>,
}

/// The program.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Tool {
    /// `tickmark`
    pub name: String,
    /// Its version.
    pub version: String,
}

/// A span of days, both included.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Days {
    /// First day.
    pub from: String,
    /// Last day.
    pub to: String,
}

/// A tag and its commit.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Revision {
    /// The tag's name; `null` for a draft without one.
    pub tag: Option<String>,
    /// The id of the tag object.
    pub tag_object: Option<String>,
    /// The commit.
    pub commit: String,
    /// Who made the tag: `NAME <MAIL>`.
    pub tagger: Option<String>,
    /// When, in UTC.
    pub tagged_at: Option<String>,
    /// The kind of signature found on the tag: `ssh`, `openpgp`, `other`, or `none`.
    pub signature: String,
    /// Whether that signature was verified.
    pub signature_verified: bool,
}

/// A catalog of requirements.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Catalog {
    /// Its id.
    pub id: String,
    /// Its version.
    pub version: Option<String>,
    /// `built-in` or `repository`.
    pub origin: String,
    /// The digest of its file.
    pub sha256: Option<String>,
}

/// Where a template came from.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum Origin {
    /// Compiled in.
    BuiltIn,
    /// `templates/packet/` at the revision.
    Repository,
}

/// One template.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Template {
    /// Its name.
    pub name: String,
    /// Where it came from.
    pub origin: Origin,
    /// The digest of its text.
    pub sha256: String,
}

/// One file.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct File {
    /// Its path.
    pub path: String,
    /// Its digest.
    pub sha256: String,
    /// Its size.
    pub bytes: u64,
}

/// Adds both lists to the files of a packet, which are sorted by path.
pub(super) fn seal(
    files: &mut Vec<PacketFile>,
    context: &Context,
    templates: &[(&str, Source, Sha256)],
    options: &Options,
    say: &dyn Fn(&str) -> String,
) {
    let mut manifest = describe(files, context, templates);
    manifest.formats = options.formats.iter().map(|format| format.word().to_owned()).collect();
    manifest.redact = options.redact.iter().map(|redact| redact.word().to_owned()).collect();
    manifest.revision.tagger = manifest.revision.tagger.map(|tagger| say(&tagger));
    let mut json = serde_json::to_string_pretty(&manifest).expect("strings and numbers are JSON");
    json.push('\n');
    files.push(PacketFile { path: JSON.to_owned(), bytes: json.into_bytes() });
    files.sort_by(|a, b| a.path.cmp(&b.path));
    let sums = sums(files);
    files.push(PacketFile { path: SUMS.to_owned(), bytes: sums.into_bytes() });
    files.sort_by(|a, b| a.path.cmp(&b.path));
}

/// `DIGEST  PATH`, a line a file.
fn sums(files: &[PacketFile]) -> String {
    let mut sums = String::new();
    for file in files {
        sums.push_str(&Sha256::of(&file.bytes).to_string());
        sums.push_str("  ");
        sums.push_str(&file.path);
        sums.push('\n');
    }
    sums
}

fn describe(files: &[PacketFile], context: &Context, templates: &[(&str, Source, Sha256)]) -> Manifest {
    let file = |file: &PacketFile| File {
        path: file.path.clone(),
        sha256: Sha256::of(&file.bytes).to_string(),
        bytes: file.bytes.len() as u64,
    };
    let template = |(name, source, digest): &(&str, Source, Sha256)| Template {
        name: (*name).to_owned(),
        origin: match source {
            Source::BuiltIn => Origin::BuiltIn,
            Source::Repository => Origin::Repository,
        },
        sha256: digest.to_string(),
    };
    let said = |text: &String| (!text.is_empty()).then(|| text.clone());
    let revision = &context.revision;
    Manifest {
        schema: "tickmark/packet-manifest/1".to_owned(),
        tool: Tool { name: context.tool.name.clone(), version: context.tool.version.clone() },
        draft: context.draft,
        artifacts: context.evidence.artifacts.to_owned(),
        formats: Vec::new(),
        redact: Vec::new(),
        audit: context.audit.id.clone(),
        framework: context.audit.framework.clone(),
        kind: context.audit.kind.clone(),
        window: Days { from: context.audit.from.clone(), to: context.audit.to.clone() },
        as_of: context.as_of.clone(),
        revision: Revision {
            tag: said(&revision.tag),
            tag_object: said(&revision.tag_object),
            commit: revision.commit.clone(),
            tagger: said(&revision.tagger),
            tagged_at: said(&revision.tagged_at),
            signature: revision.signature_kind.to_owned(),
            signature_verified: false,
        },
        catalogs: context
            .catalogs
            .iter()
            .map(|catalog| Catalog {
                id: catalog.id.clone(),
                version: said(&catalog.version),
                origin: catalog.origin.to_owned(),
                sha256: said(&catalog.sha256),
            })
            .collect(),
        templates: templates.iter().map(template).collect(),
        files: files.iter().map(file).collect(),
    }
}
