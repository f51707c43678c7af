//! Material at a tag to the files that an auditor gets.
//!
//! In: a [`Material`], everything that is known at one revision. Out: a [`Packet`], a list of files
//! as bytes. In between stands the [`Context`], the one value that templates see: every number and
//! every word comes from it, templates only place them. The same material gives the same bytes on
//! every machine; no clock, environment, locale or order of a map has a part in it. Reading the
//! repository and writing the folder are other people's business.
//!
//! To add a packet:
//! 1. put its own facts into a serde struct in `packet/<name>/`, with a place in [`Context`];
//! 2. say in its `plan` which pages it has, in order, and which tables beside them;
//! 3. write a template for each page in `templates/packet/<name>/` and list it in `templates.rs`;
//! 4. name it in [`Layout::of`];
//! 5. build the demo's packet and read it from the first line to the last.
//!
//! A framework without a packet of its own has the generic one; what a regulation adds to that are
//! pages in `packet/generic/`.

mod archive;
mod beside;
mod book;
pub mod context;
pub mod crosswalk;
mod engine;
mod evidence_index;
mod formats;
pub mod generic;
mod html;
pub mod iso27001;
mod manifest;
mod oscal;
mod pictures;
mod redact;
mod soc2;
mod sources;
mod split;
mod tables;
mod templates;
mod verify;

use std::collections::{BTreeMap, BTreeSet};
use std::sync::Arc;

pub use archive::{ArchiveError, Unpacked, pack, unpack};
pub use context::Context;
pub(crate) use escape::{code as code_span, inline as plain_text};
pub use formats::Format;
pub use manifest::{Manifest, Origin as TemplateOrigin};
pub use redact::Redact;
pub use verify::{Answer, Check, compare, compare_with_rebuilt, listed, recorded};

use crate::assess::Assessment;
use crate::calendar::Date;
use crate::history::Trail;
use crate::model::{Audit, AuditType, Register};
use crate::place::{CommitId, FileId, RepoPath, Spanned};
use crate::text::escape;

/// Evidence over this many bytes is not copied into a packet.
pub const COPIED_BYTES: u64 = 25 << 20;

/// What becomes of the evidence behind the pages.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub enum Artifacts {
    /// It is copied into the packet.
    #[default]
    Copy,
    /// The pages say where in the repository it is.
    Link,
    /// Its files are not even listed one by one in the evidence index.
    None,
}

impl Artifacts {
    /// The words on the command line.
    pub const NAMES: [&'static str; 3] = ["copy", "link", "none"];

    /// Reads the word on the command line.
    pub fn parse(text: &str) -> Option<Self> {
        match text {
            "copy" => Some(Self::Copy),
            "link" => Some(Self::Link),
            "none" => Some(Self::None),
            _ => None,
        }
    }

    /// The word on the command line.
    pub fn word(self) -> &'static str {
        match self {
            Self::Copy => "copy",
            Self::Link => "link",
            Self::None => "none",
        }
    }
}

/// What the person who builds a packet decides.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct Options {
    /// Not for an auditor yet; every page says so.
    pub draft: bool,
    /// What becomes of the evidence.
    pub artifacts: Artifacts,
    /// In which forms it is written; see [`Format::in_folder`].
    pub formats: BTreeSet<Format>,
    /// What is kept out of it.
    pub redact: BTreeSet<Redact>,
}

/// Everything that is known at one revision.
#[derive(Clone, Copy)]
pub struct Material<'a> {
    /// The entities.
    pub register: &'a Register,
    /// The history up to the revision.
    pub trail: &'a Trail,
    /// The audit.
    pub audit: &'a Audit,
    /// The assessment of the audit's window, with the controls of its framework.
    pub assessment: &'a Assessment,
    /// The same of the year that ends with it, where the audit is about a day and OSCAL is asked for.
    pub year: Option<&'a Assessment>,
    /// Which day "today" is.
    pub as_of: Date,
    /// The judged commit.
    pub commit: CommitId,
    /// Bytes of files at the revision: Markdown, templates, and what [`wanted`] names.
    pub contents: &'a BTreeMap<RepoPath, Arc<[u8]>>,
    /// The comments of YAML files and front matter, without their `#`.
    pub comments: &'a BTreeMap<FileId, Vec<Spanned<String>>>,
    /// What the builder decides.
    pub options: &'a Options,
}

/// What kept a packet from being built.
#[derive(Debug, thiserror::Error)]
pub enum PacketError {
    /// The audit has no framework, type or window.
    #[error("audit `{audit}` has no {field}")]
    AuditIncomplete {
        /// The audit.
        audit: String,
        /// The missing field.
        field: &'static str,
    },
    /// There is no packet for a framework and type yet.
    #[error("there is no packet for `{framework}` with an audit of type `{kind}`")]
    NoLayout {
        /// The framework.
        framework: String,
        /// The audit's type.
        kind: &'static str,
    },
    /// The framework of the audit is not in the register.
    #[error("audit `{audit}` is about `{framework}`, which is neither built in nor in policies/frameworks/")]
    NoFramework {
        /// The audit.
        audit: String,
        /// The framework.
        framework: String,
    },
    /// The framework of the audit is not in scope.
    #[error("`{framework}` is not among the frameworks in policies/program.yaml")]
    NotInScope {
        /// The framework.
        framework: String,
    },
    /// A template is wrong, or asks for something that is not there.
    #[error("template `{template}`: {because}")]
    Template {
        /// Its name, or its path in the repository.
        template: String,
        /// What the engine says.
        because: String,
    },
    /// A file that is to be copied was not given.
    #[error("`{0}` is to be copied into the packet, and its bytes were not read")]
    NotGiven(String),
    /// The workbook cannot be written.
    #[error("{0}")]
    Workbook(String),
    /// A document of OSCAL cannot be made.
    #[error("cannot write OSCAL: {0}")]
    Oscal(String),
    /// The archive cannot be written.
    #[error("cannot write the archive: {0}")]
    Archive(String),
    /// A template of the repository is not UTF-8.
    #[error("template `{0}` is not UTF-8")]
    TemplateNotText(String),
}

/// The sorts of packet.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Layout {
    /// SOC 2, on a day.
    Soc2Type1,
    /// SOC 2, over a window.
    Soc2Type2,
    /// ISO/IEC 27001, whether it is documented.
    Iso27001Stage1,
    /// ISO/IEC 27001, whether it is done.
    Iso27001Stage2,
    /// ISO/IEC 27001, a year later.
    Iso27001Surveillance,
    /// Any other framework, and an assessment of one's own of any.
    Generic(generic::Shape),
}

impl Layout {
    /// The packet for an audit.
    pub fn of(audit: &Audit) -> Result<Self, PacketError> {
        let missing = |field| PacketError::AuditIncomplete { audit: audit.id.value.clone(), field };
        let framework = audit.framework.as_ref().ok_or_else(|| missing("framework"))?;
        let kind = audit.kind.as_ref().ok_or_else(|| missing("type"))?.value;
        audit.window.as_ref().ok_or_else(|| missing("window"))?;
        match (framework.as_str(), kind) {
            ("soc2", AuditType::Type1) => Ok(Self::Soc2Type1),
            ("soc2", AuditType::Type2) => Ok(Self::Soc2Type2),
            ("iso27001", AuditType::Stage1) => Ok(Self::Iso27001Stage1),
            ("iso27001", AuditType::Stage2) => Ok(Self::Iso27001Stage2),
            ("iso27001", AuditType::Surveillance) => Ok(Self::Iso27001Surveillance),
            (framework, AuditType::Assessment | AuditType::Internal) => {
                Ok(Self::Generic(generic::Shape::of(framework)))
            }
            (other, kind) => Err(PacketError::NoLayout { framework: other.to_owned(), kind: kind.word() }),
        }
    }
}

/// One file of a packet.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct PacketFile {
    /// Its path in the packet, with `/`.
    pub path: String,
    /// Its bytes.
    pub bytes: Vec<u8>,
}

/// A packet: files by path.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Packet {
    /// Its files, sorted by path.
    pub files: Vec<PacketFile>,
}

/// A page before it is rendered.
#[derive(Debug, Clone)]
pub(crate) struct Page {
    /// Its path in the packet.
    pub(crate) path: String,
    /// Its title in the table of contents.
    pub(crate) title: String,
    /// Its template.
    pub(crate) template: &'static str,
    /// What it is about, as `item`, if the template serves many pages.
    pub(crate) item: Option<minijinja::Value>,
    /// True when the table of contents lists it.
    pub(crate) listed: bool,
}

impl Page {
    /// A page of its own.
    pub(crate) fn new(path: &str, title: &str, template: &'static str) -> Self {
        Self { path: path.to_owned(), title: title.to_owned(), template, item: None, listed: true }
    }

    /// One of many pages from one template.
    pub(crate) fn about(
        path: String,
        title: String,
        template: &'static str,
        item: impl serde::Serialize,
    ) -> Self {
        let item = Some(minijinja::Value::from(minijinja::value::Serde(item)));
        Self { path, title, template, item, listed: false }
    }
}

/// The pages and tables of a packet.
#[derive(Debug, Default)]
pub(crate) struct Plan {
    /// Pages, in the order of the table of contents.
    pub(crate) pages: Vec<Page>,
    /// Tables, ready.
    pub(crate) tables: Vec<PacketFile>,
}

/// The pages of a packet in order.
pub(crate) fn plan(layout: Layout, context: &Context) -> Plan {
    let mut plan = match layout {
        Layout::Soc2Type1 | Layout::Soc2Type2 => soc2::plan(layout, context),
        Layout::Iso27001Stage1 | Layout::Iso27001Stage2 | Layout::Iso27001Surveillance => {
            iso27001::plan(layout, context)
        }
        Layout::Generic(shape) => generic::plan(shape, context),
    };
    plan.pages.extend(crosswalk::page(context));
    plan
}

/// The pages of their own that controls and policies have behind the page that lists them.
pub(crate) fn below(path: &str, context: &Context) -> Vec<Page> {
    let control = |control: &context::ControlView| {
        let title = format!("{} {}", control.id, control.title);
        Page::about(control.page.clone(), title, "shared/control.md", control)
    };
    let policy = |policy: &context::PolicyView| {
        Page::about(policy.page.clone(), policy.title.clone(), "shared/policy.md", policy)
    };
    match path {
        "04-controls.md" => context.controls.iter().map(control).collect(),
        "10-policies.md" => context.policies.iter().map(policy).collect(),
        _ => Vec::new(),
    }
}

/// What templates see, for an audit.
pub fn context(material: &Material<'_>) -> Result<Context, PacketError> {
    context::gather(material)
}

/// The files whose bytes a packet takes in, if they are given: the evidence that it copies.
pub fn wanted(material: &Material<'_>) -> Result<Vec<RepoPath>, PacketError> {
    Ok(context::copied_paths(material)?.into_iter().map(RepoPath::new).collect())
}

/// What the folder of an audit's packet is called unless somebody names another.
pub fn default_folder(audit: &str) -> String {
    format!("packet-{}", escape::file_name(audit, &mut std::collections::BTreeSet::new()))
}

/// The context as templates see it, without what is kept out of the packet.
///
/// # Panics
///
/// Never: the context is strings, numbers and truth values.
pub fn context_value(material: &Material<'_>) -> Result<serde_json::Value, PacketError> {
    let context = context::gather(material)?;
    let value = serde_json::to_value(&context).expect("strings and numbers are JSON");
    let redactor = redact::Redactor::of(material);
    Ok(if redactor.is_asked() { redactor.value(value) } else { value })
}

/// Builds a packet.
pub fn build(material: &Material<'_>) -> Result<Packet, PacketError> {
    let context = context::gather(material)?;
    let layout = Layout::of(material.audit)?;
    let plan = plan(layout, &context);
    let templates = templates::Templates::load(material.contents)?;
    let folders = templates::folders(&plan.pages);
    let redactor = redact::Redactor::of(material);
    let pages = engine::render(&plan.pages, &context, &templates, &redactor)?;
    let mut files = beside::files(&context, &plan, &pages, &redactor, material.options)?;
    let frame = engine::Frame::of(&context, &redactor);
    files.extend(pages.into_iter().flat_map(|page| frame.split(page)));
    files.extend(beside::tables(&context, plan.tables, &redactor));
    files.extend(evidence_index::copies(&context, material.contents)?);
    if material.options.formats.contains(&Format::Oscal) {
        let (documents, page) = oscal::files(material, &redactor)?;
        files.extend(frame.page(oscal::PAGE, &page));
        files.extend(documents);
    }
    files.sort_by(|a, b| a.path.cmp(&b.path));
    let used = templates.used(&folders);
    manifest::seal(&mut files, &context, &used, material.options, &|text| redactor.say(text));
    Ok(Packet { files })
}
