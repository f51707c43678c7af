//! The cover: whose packet, of which audit, from which revision, and what it leaves out.

use std::collections::BTreeSet;

use serde::Serialize;

use crate::calendar::Timestamp;
use crate::embedded;
use crate::history::{Person, SignatureKind};
use crate::packet::Plan;
use crate::packet::context::Desk;
use crate::packet::formats::Format;
use crate::packet::sources::text;
use crate::place::Sha256;

/// The program that built the packet.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct ToolView {
    /// `tickmark`
    pub name: String,
    /// Its version.
    pub version: String,
}

/// The company.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct CompanyView {
    /// Its name.
    pub name: String,
    /// Its legal name, else its name.
    pub legal_name: String,
    /// The time zone that decides on which day something fell.
    pub timezone: String,
}

/// The audit.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct AuditView {
    /// `soc2-2026`
    pub id: String,
    /// The framework's id.
    pub framework: String,
    /// The framework's name.
    pub framework_title: String,
    /// The framework's version.
    pub version: String,
    /// `type2`
    #[serde(rename = "type")]
    pub kind: String,
    /// `Type 2`
    pub type_title: String,
    /// First day.
    pub from: String,
    /// Last day; the first one for an audit on a day.
    pub to: String,
    /// How many days.
    pub days: i64,
    /// True when it is about one day.
    pub on_a_day: bool,
    /// `2026-01-01 to 2026-09-30`, or the day.
    pub span: String,
    /// The categories in scope, by title.
    pub categories: Vec<String>,
    /// The auditor's firm.
    pub firm: String,
    /// The audit before it.
    pub previous: String,
    /// The trust root agreed with the auditor.
    pub root: String,
    /// What the framework calls one of its entries: `criterion`, or `requirement`.
    pub requirement: &'static str,
    /// The same, of several.
    pub requirements: &'static str,
}

/// The tag and commit.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct RevisionView {
    /// The tag's name; empty for a draft without one.
    pub tag: String,
    /// The id of the tag object.
    pub tag_object: String,
    /// What to type after `git show`: the tag, else the commit.
    pub name: String,
    /// The commit.
    pub commit: String,
    /// Its first ten digits.
    pub commit_short: String,
    /// Its committer date, RFC 3339 with the committer's own offset.
    pub committed_at: String,
    /// Who made the tag: `NAME <MAIL>`.
    pub tagger: String,
    /// When, RFC 3339 in UTC.
    pub tagged_at: String,
    /// The tag's message.
    pub message: String,
    /// `ssh`, `openpgp`, `other` or `none`.
    pub signature_kind: &'static str,
    /// That in words, with what was done about it.
    pub signature: String,
    /// False when the history is cut.
    pub complete: bool,
    /// How many commits the main line has.
    pub line: usize,
    /// How many of them carry a signature; none of them is verified.
    pub line_signed: usize,
}

/// A catalog of requirements.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct CatalogView {
    /// Its id.
    pub id: String,
    /// Its name.
    pub name: String,
    /// Its version.
    pub version: String,
    /// `built-in` or `repository`.
    pub origin: &'static str,
    /// The digest of its file.
    pub sha256: String,
}

/// A line of the table of contents.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct ContentsLine {
    /// The page's path.
    pub path: String,
    /// Its title.
    pub title: String,
}

pub(super) fn tool() -> ToolView {
    ToolView { name: "tickmark".to_owned(), version: env!("CARGO_PKG_VERSION").to_owned() }
}

pub(super) fn company(desk: &Desk<'_>) -> CompanyView {
    let name = text(desk.program.company.as_ref());
    CompanyView {
        legal_name: desk
            .program
            .legal_name
            .as_ref()
            .map_or_else(|| name.clone(), |legal| legal.value.clone()),
        name,
        timezone: desk.program.zone.name().to_owned(),
    }
}

pub(super) fn title(desk: &Desk<'_>) -> String {
    let audit = audit(desk);
    let company = company(desk).name;
    match desk.layout {
        crate::packet::Layout::Generic(_) => {
            format!("{}: {} — {company}", audit.framework_title, audit.type_title.to_lowercase())
        }
        _ => format!("{} {} — {company}", audit.framework_title, audit.type_title),
    }
}

pub(super) fn foot(desk: &Desk<'_>) -> String {
    let revision = revision(desk);
    let at = if revision.tag.is_empty() {
        format!("commit {}", revision.commit_short)
    } else {
        format!("tag {} (commit {})", revision.tag, revision.commit_short)
    };
    let tool = tool();
    format!(
        "{} · {} · {at} · as of {} · {} {}",
        company(desk).name,
        desk.material.audit.id.value,
        desk.material.as_of,
        tool.name,
        tool.version
    )
}

pub(super) fn draft_because(desk: &Desk<'_>) -> String {
    match &desk.material.trail.tag {
        _ if !desk.material.options.draft => String::new(),
        Some(tag) => format!("Built with --draft from {}.", tag.name),
        None => {
            format!("Built with --draft from commit {}, which no tag names.", desk.material.commit.short())
        }
    }
}

pub(super) fn audit(desk: &Desk<'_>) -> AuditView {
    let audit = desk.material.audit;
    let window = desk.material.assessment.window;
    let kind = audit.kind.map(|kind| kind.value);
    let on_a_day = window.from == window.to;
    let chosen = desk.framework.categories.iter().filter(|category| {
        *category.id.value != *"description" && desk.framework.takes_in(&category.id, desk.scope)
    });
    let title =
        |category: &crate::model::Category| category.title.as_ref().unwrap_or(&category.id).value.clone();
    AuditView {
        id: audit.id.value.clone(),
        framework: desk.framework.id.value.clone(),
        framework_title: desk.framework.title().to_owned(),
        version: desk.framework.version.as_ref().map(|version| version.value.clone()).unwrap_or_default(),
        kind: kind.map(|kind| kind.word().to_owned()).unwrap_or_default(),
        type_title: kind.map(|kind| kind.title().to_owned()).unwrap_or_default(),
        from: window.from.to_string(),
        to: window.to.to_string(),
        days: i64::from((window.to - window.from).get_days()) + 1,
        on_a_day,
        span: if on_a_day { window.from.to_string() } else { format!("{} to {}", window.from, window.to) },
        categories: chosen.map(title).collect(),
        firm: text(audit.firm.as_ref()),
        previous: text(audit.previous.as_ref()),
        root: text(audit.root.as_ref()),
        requirement: if desk.framework.id.value == "soc2" { "criterion" } else { "requirement" },
        requirements: if desk.framework.id.value == "soc2" { "criteria" } else { "requirements" },
    }
}

pub(super) fn revision(desk: &Desk<'_>) -> RevisionView {
    let trail = desk.material.trail;
    let tag = trail.tag.as_ref();
    let commit = desk.material.commit;
    let name = tag.map(|tag| tag.name.clone());
    let kind = tag.and_then(|tag| tag.signature.as_ref()).map(|signature| signature.kind);
    RevisionView {
        name: name.clone().unwrap_or_else(|| commit.to_string()),
        tag: name.unwrap_or_default(),
        tag_object: tag.and_then(|tag| tag.object).map(|id| id.to_string()).unwrap_or_default(),
        commit: commit.to_string(),
        commit_short: commit.short(),
        committed_at: trail
            .head()
            .map(|head| stamp(head.committer.at, head.committer.offset_minutes))
            .unwrap_or_default(),
        tagger: tag.and_then(|tag| tag.tagger.as_ref()).map(signed_name).unwrap_or_default(),
        tagged_at: tag
            .and_then(|tag| tag.tagger.as_ref())
            .map(|tagger| tagger.at.to_string())
            .unwrap_or_default(),
        message: tag.map(|tag| tag.message.trim().to_owned()).unwrap_or_default(),
        signature_kind: kind.map_or("none", signature_word),
        signature: match kind {
            Some(kind) => format!("{} signature; it {}", signature_title(kind), tag_standing(desk)),
            None if tag.is_some() => "no signature on the tag".to_owned(),
            None => "no tag, and so no signature on one".to_owned(),
        },
        complete: trail.complete,
        line: trail.line.len(),
        line_signed: trail.line.iter().filter(|commit| commit.signature.is_some()).count(),
    }
}

fn signed_name(person: &Person) -> String {
    format!("{} <{}>", person.name, person.mail)
}

/// What became of the signature on the tag.
fn tag_standing(desk: &Desk<'_>) -> String {
    let ground = desk.material.assessment.ground.as_ref();
    match ground.and_then(|ground| ground.tag.as_ref()) {
        Some(tag) => tag.standing.words(),
        None => "was not verified".to_owned(),
    }
}

fn signature_word(kind: SignatureKind) -> &'static str {
    match kind {
        SignatureKind::Ssh => "ssh",
        SignatureKind::OpenPgp => "openpgp",
        SignatureKind::Other => "other",
    }
}

fn signature_title(kind: SignatureKind) -> &'static str {
    match kind {
        SignatureKind::Ssh => "SSH",
        SignatureKind::OpenPgp => "OpenPGP",
        SignatureKind::Other => "another kind of",
    }
}

/// An instant as its own clock showed it: `2026-03-30T09:12:00+02:00`.
pub(crate) fn stamp(at: Timestamp, offset_minutes: i32) -> String {
    let offset =
        jiff::tz::Offset::from_seconds(offset_minutes.saturating_mul(60)).unwrap_or(jiff::tz::Offset::UTC);
    at.display_with_offset(offset).to_string()
}

pub(super) fn catalogs(desk: &Desk<'_>) -> Vec<CatalogView> {
    let frameworks = desk.program.frameworks.iter();
    let known = frameworks.filter_map(|scope| desk.material.register.frameworks.get(&scope.framework.value));
    known
        .map(|framework| {
            let own = desk.material.contents.get(&framework.path).filter(|_| framework.file.is_some());
            let built_in =
                || embedded::framework(&framework.id).map(|built_in| Sha256::of(built_in.text.as_bytes()));
            let digest = match framework.file {
                Some(_) => own.map(|bytes| Sha256::of(bytes)),
                None => built_in(),
            };
            CatalogView {
                id: framework.id.value.clone(),
                name: framework.title().to_owned(),
                version: framework.version.as_ref().map(|version| version.value.clone()).unwrap_or_default(),
                origin: if framework.file.is_some() { "repository" } else { "built-in" },
                sha256: digest.map(|digest| digest.to_string()).unwrap_or_default(),
            }
        })
        .collect()
}

/// What stands beside the pages.
pub(super) fn beside(formats: &BTreeSet<Format>) -> Vec<ContentsLine> {
    let lines = [
        (
            Format::Csv,
            "tables/",
            "Tables for programs: controls, occurrences, requests, populations, exceptions, risks, vendors, policies",
        ),
        (Format::Xlsx, "packet.xlsx", "The same tables and the evidence index as one workbook"),
        (Format::Html, "packet.html", "All pages in one file for a browser and for printing"),
        (Format::Oscal, "oscal/README.md", "The same facts as OSCAL 1.2.1, for programs"),
    ];
    lines
        .into_iter()
        .filter(|(format, _, _)| formats.contains(format))
        .map(|(_, path, title)| ContentsLine { path: path.to_owned(), title: title.to_owned() })
        .collect()
}

pub(super) fn contents(plan: &Plan) -> Vec<ContentsLine> {
    let mut lines: Vec<ContentsLine> = plan
        .pages
        .iter()
        .filter(|page| page.listed && page.path != "README.md")
        .map(|page| ContentsLine { path: page.path.clone(), title: page.title.clone() })
        .collect();
    // A table is named after the page that it stands beside.
    let stem = |path: &str| path.rsplit_once('.').map_or(path, |(stem, _)| stem).to_owned();
    let page_of = |table: &str| {
        let beside = lines.iter().filter(|page| stem(table).starts_with(&stem(&page.path)));
        beside.max_by_key(|page| page.path.len()).map(|page| page.title.clone())
    };
    let table = |table: &crate::packet::PacketFile| ContentsLine {
        path: table.path.clone(),
        title: match page_of(&table.path) {
            Some(title) => format!("{title}, as a table"),
            None => "Table".to_owned(),
        },
    };
    let tables: Vec<ContentsLine> = plan.tables.iter().map(table).collect();
    lines.extend(tables);
    lines
}
