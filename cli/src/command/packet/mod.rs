//! `tickmark packet`: what the company hands over to an auditor.

mod build;
mod context;
mod verify;

use std::collections::BTreeMap;
use std::path::PathBuf;
use std::sync::Arc;

use crate::app::pipeline::{Judged, walk};
use crate::app::{AppError, AuditorArgs, Exit, GlobalArgs, Scope, World};
use crate::assess::Assessment;
use crate::calendar::Window;
use crate::git::Repository;
use crate::history::{Tag, Trail};
use crate::model::Audit;
use crate::packet::{self, Artifacts, Format, Material, Options, PacketError, Redact};
use crate::place::{CommitId, RepoPath};
use crate::text::did_you_mean;

/// Arguments of `packet`.
#[derive(Debug, clap::Args)]
pub struct Args {
    #[command(subcommand)]
    command: Packet,
}

#[derive(Debug, clap::Subcommand)]
enum Packet {
    /// Build the packet of an audit from a tag
    Build(build::Args),
    /// Check a packet against itself, and against the tag that it was built from
    Verify(verify::Args),
    /// Print what the templates of a packet see, as JSON
    Context(context::Args),
}

/// Runs `packet`.
pub(super) fn run(world: &World, global: &GlobalArgs, args: &Args) -> Result<Exit, AppError> {
    match &args.command {
        Packet::Build(args) => build::run(world, global, args),
        Packet::Verify(args) => verify::run(world, global, args),
        Packet::Context(args) => context::run(world, global, args),
    }
}

/// What a packet is made of, read once.
struct Read {
    scope: Scope,
    judged: Judged,
    audit: Audit,
    assessment: Assessment,
    /// The year before an audit about a day, for OSCAL.
    year: Option<Assessment>,
    commit: CommitId,
    contents: BTreeMap<RepoPath, Arc<[u8]>>,
    /// The evidence that goes into the packet as it is.
    copied: Vec<RepoPath>,
    options: Options,
}

impl Read {
    /// Reads everything at a revision, HEAD unless one is asked for.
    fn at(
        world: &World,
        global: &GlobalArgs,
        audit: &str,
        options: Options,
        auditor: &AuditorArgs,
    ) -> Result<Self, AppError> {
        // Whoever relies on a packet relies on no earlier run.
        let scope = Scope::of_commit(world, global)?.afresh();
        let mut judged = walk(&scope)?;
        let trail = judged.trail()?;
        if !trail.complete {
            return Err(AppError::cannot_tell(
                "the history is cut: this clone is shallow, and a packet is made of the whole of it",
            )
            .help("fetch the rest with `git fetch --unshallow`"));
        }
        if trail.lost {
            return Err(AppError::cannot_tell(
                "objects of the history are not here, and a packet is made of the whole of it",
            )
            .help("clone again without `--filter`; `git fsck` shows what a damaged store has lost"));
        }
        let head = trail.head().ok_or_else(|| AppError::usage("the repository has no commit yet"))?;
        let (commit, at) = (head.id, head.committer.at);
        if trail.tag.is_none() && scope.as_of.is_none() {
            // The same commit gives the same draft, whatever the day is.
            judged.as_of = judged.loaded.zone().date_of(at);
        }
        let audit = judged.loaded.audit(audit)?.clone();
        packet::Layout::of(&audit)?;
        let window = audit.window.as_ref().map(|window| window.value);
        let window =
            window.ok_or_else(|| AppError::usage(format!("audit `{}` has no window", audit.id.value)))?;
        let program = judged.loaded.program()?;
        let auditor = auditor.resolve(world, global.at.is_some(), program, Some(&audit))?;
        let assessment = judged.graded(&scope, window, Some(&audit), &auditor)?;
        let of_day = window.from == window.to && options.formats.contains(&Format::Oscal);
        let before = of_day.then(|| Window::year_to(window.to));
        let year = before.map(|before| judged.graded(&scope, before, Some(&audit), &auditor)).transpose()?;
        let contents = judged.contents();
        let copied = Vec::new();
        let mut read = Self { scope, judged, audit, assessment, year, commit, contents, copied, options };
        read.take_in_copies()?;
        Ok(read)
    }

    /// Reads the files that are to be copied and were not kept.
    fn take_in_copies(&mut self) -> Result<(), AppError> {
        self.copied = packet::wanted(&self.material()?)?;
        let blob = |path: RepoPath| {
            let blob = self.judged.loaded.register.file(path.as_str())?.blob?;
            Some((path, blob))
        };
        let left = self.copied.iter().filter(|path| !self.contents.contains_key(*path)).cloned();
        let (paths, blobs): (Vec<_>, Vec<_>) = left.filter_map(blob).unzip();
        let read = self.repository()?.blobs(&blobs)?;
        self.contents.extend(paths.into_iter().zip(read.into_iter().map(Arc::from)));
        Ok(())
    }

    /// The evidence that goes into the packet as it is, each with its place there.
    fn copies(&self) -> impl Iterator<Item = (PathBuf, &[u8])> {
        let known = |path: &RepoPath| Some((PathBuf::from(path.as_str()), &**self.contents.get(path)?));
        self.copied.iter().filter_map(known)
    }

    fn repository(&self) -> Result<&Repository, AppError> {
        self.scope.repository()
    }

    fn trail(&self) -> Result<&Trail, AppError> {
        self.judged.trail()
    }

    fn material(&self) -> Result<Material<'_>, AppError> {
        Ok(Material {
            register: &self.judged.loaded.register,
            trail: self.trail()?,
            audit: &self.audit,
            assessment: &self.assessment,
            year: self.year.as_ref(),
            as_of: self.judged.as_of,
            commit: self.commit,
            contents: &self.contents,
            comments: &self.judged.loaded.comments,
            options: &self.options,
        })
    }
}

/// A tag that a packet may be built from: annotated, and under its own name.
fn good_tag<'a>(tag: Option<&'a Tag>, asked: Option<&str>) -> Result<&'a Tag, AppError> {
    let Some(tag) = tag else {
        let message = match asked {
            Some(asked) => format!("`{asked}` is not a tag, and a packet is made from a tag"),
            None => "a packet is made from a tag".to_owned(),
        };
        return Err(AppError::usage(message)
            .help("name one with `--at TAG` (make it with `git tag -s NAME`), or pass `--draft` to look at one before"));
    };
    let Some(_) = tag.object else {
        return Err(AppError::usage(format!(
            "`{}` is a lightweight tag: it names nobody and no day",
            tag.name
        ))
        .help("make an annotated one with `git tag -s NAME`, or pass `--draft`"));
    };
    match &tag.name_inside {
        Some(inside) if *inside == tag.name => Ok(tag),
        inside => Err(AppError::usage(format!(
            "the tag object behind `{}` names `{}`: it was put under another name",
            tag.name,
            inside.as_deref().unwrap_or("nothing")
        ))
        .help("use the tag under its own name, or make a new one with `git tag -s NAME`")),
    }
}

/// What a packet is made of and how, for `packet build` and `packet context`.
#[derive(Debug, clap::Args)]
struct Wanted {
    /// What becomes of the evidence: `copy` it into the packet, `link` to it, or `none` [default: copy;
    /// link with `--redact`]
    #[arg(long, value_name = "HOW", value_parser = read_artifacts)]
    artifacts: Option<Artifacts>,
    /// What stands beside the Markdown pages and CSV tables, which are always there: `xlsx`, `svg`, `html`,
    /// `oscal`; `zip` puts all of it into one file beside the folder as well
    #[arg(
        long,
        value_name = "LIST",
        value_delimiter = ',',
        default_values_t = [Word("md"), Word("csv"), Word("xlsx"), Word("svg")],
        value_parser = read_format
    )]
    formats: Vec<Word>,
    /// Keep names out of what is written: of `people`, of `hosts`
    #[arg(long, value_name = "WHAT", value_delimiter = ',', value_parser = read_redact)]
    redact: Vec<Redact>,
}

/// A format as it is written on the command line.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
struct Word(&'static str);

impl std::fmt::Display for Word {
    fn fmt(&self, formatter: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        formatter.write_str(self.0)
    }
}

impl Wanted {
    fn formats(&self) -> Vec<Format> {
        self.formats.iter().filter_map(|word| Format::parse(word.0)).collect()
    }

    /// True when the folder is wanted as one file as well.
    fn zip(&self) -> bool {
        self.formats().contains(&Format::Zip)
    }

    fn options(&self, draft: bool) -> Result<Options, AppError> {
        let artifacts = match (self.artifacts, self.redact.is_empty()) {
            (Some(Artifacts::Copy), false) => {
                return Err(AppError::usage(
                    "`--redact` with `--artifacts copy`: evidence is copied as it is, with every name in it",
                )
                .help("leave `--artifacts` out: the pages then say where the evidence is"));
            }
            (Some(artifacts), _) => artifacts,
            (None, true) => Artifacts::Copy,
            (None, false) => Artifacts::Link,
        };
        let formats = Format::in_folder(&match self.formats().as_slice() {
            // `--formats zip` alone: the usual forms, and all of them in one file.
            [Format::Zip] => Format::USUAL.to_vec(),
            asked => asked.to_vec(),
        });
        Ok(Options { draft, artifacts, formats, redact: self.redact.iter().copied().collect() })
    }
}

/// The word on the command line.
fn read_format(word: &str) -> Result<Word, String> {
    Format::parse(word).map(|format| Word(format.word())).ok_or_else(|| near(word, &Format::NAMES))
}

/// The word on the command line.
fn read_redact(word: &str) -> Result<Redact, String> {
    Redact::parse(word).ok_or_else(|| near(word, &Redact::NAMES))
}

fn near(word: &str, names: &[&'static str]) -> String {
    match did_you_mean(word, names.iter().copied()) {
        Some(near) => format!("did you mean `{near}`?"),
        None => format!("one of {}", names.join(", ")),
    }
}

/// The word on the command line.
fn read_artifacts(word: &str) -> Result<Artifacts, String> {
    Artifacts::parse(word).ok_or_else(|| near(word, &Artifacts::NAMES))
}

impl From<PacketError> for AppError {
    fn from(error: PacketError) -> Self {
        let help = match &error {
            PacketError::AuditIncomplete { field, .. } => {
                Some(format!("add `{field}:` to the audit in policies/program.yaml"))
            }
            PacketError::NoLayout { .. } => Some(
                "packets there are: soc2 (type1, type2), iso27001 (stage1, stage2, surveillance), any framework (assessment, internal)"
                    .to_owned(),
            ),
            PacketError::NotInScope { framework } => {
                Some(format!("add `{framework}:` under `frameworks:` in policies/program.yaml"))
            }
            PacketError::NoFramework { .. } => Some("pin its catalog in policies/frameworks/".to_owned()),
            PacketError::Template { .. } | PacketError::TemplateNotText(_) => {
                Some("`tickmark packet context AUDIT` prints what templates see".to_owned())
            }
            PacketError::NotGiven(_)
            | PacketError::Workbook(_)
            | PacketError::Archive(_)
            | PacketError::Oscal(_) => None,
        };
        Self { message: error.to_string(), help, exit: Exit::Usage }
    }
}
