//! `tickmark packet build`: a tag to a folder.

use std::path::{Path, PathBuf};

use crate::app::{AppError, Exit, GlobalArgs, World, read_folder, replace_folder};
use crate::command::packet::{Read, good_tag, read_artifacts};
use crate::packet::{self, Answer, Artifacts, Options, PacketFile};

/// Arguments of `packet build`.
#[derive(Debug, clap::Args)]
pub(super) struct Args {
    /// An audit of program.yaml
    audit: String,
    /// Where to put the packet [default: packet-AUDIT]
    #[arg(long, value_name = "DIR")]
    out: Option<PathBuf>,
    /// Build without a tag; every page says that it is a draft
    #[arg(long)]
    draft: bool,
    /// What becomes of the evidence: `copy` it into the packet, `link` to it, or `none`
    #[arg(long, value_name = "HOW", default_value = "copy", value_parser = read_artifacts)]
    artifacts: Artifacts,
    /// Replace a packet that was changed after it was built
    #[arg(long)]
    force: bool,
}

/// Runs `packet build`.
pub(super) fn run(world: &World, global: &GlobalArgs, args: &Args) -> Result<Exit, AppError> {
    if global.at.is_none() && !args.draft {
        good_tag(None, None)?;
    }
    if global.as_of.is_some() && !args.draft {
        return Err(AppError::usage("`--as-of` with a packet: it looks at things on the tag's day")
            .help("leave it out, or pass `--draft`"));
    }
    let read =
        Read::at(world, global, &args.audit, Options { draft: args.draft, artifacts: args.artifacts })?;
    if !args.draft {
        good_tag(read.trail()?.tag.as_ref(), global.at.as_deref())?;
    }
    let packet = packet::build(&read.material()?)?;
    let place = args.out.clone().unwrap_or_else(|| PathBuf::from(format!("packet-{}", packet.name)));
    let folder = world.folder.join(&place);
    may_replace(&folder, &place, args.force)?;
    let files: Vec<(PathBuf, &[u8])> =
        packet.files.iter().map(|file| (PathBuf::from(&file.path), file.bytes.as_slice())).collect();
    replace_folder(&folder, &files, true)?;
    world.output.print(&format!("{}\n", place.display()))?;
    world.output.say(&said(&read, &packet.files, &place)?);
    Ok(Exit::Done)
}

fn said(read: &Read, files: &[PacketFile], place: &Path) -> Result<String, AppError> {
    let bytes: usize = files.iter().map(|file| file.bytes.len()).sum();
    let from = match &read.trail()?.tag {
        Some(tag) => format!("tag {}, commit {}", tag.name, read.commit.short()),
        None => format!("commit {}", read.commit.short()),
    };
    let draft = if read.options.draft { "draft, " } else { "" };
    Ok(format!(
        "{draft}{} files, {} KiB, from {from}, as of {}\nread {} first; check with `tickmark packet verify {}` or `sha256sum -c MANIFEST.sha256`\n",
        files.len(),
        bytes.div_ceil(1024),
        read.judged.as_of,
        place.join("README.md").display(),
        place.display()
    ))
}

/// Nothing but an empty folder, or a packet as it was built, may be replaced.
fn may_replace(folder: &Path, place: &Path, force: bool) -> Result<(), AppError> {
    let Some(found) = read_folder(folder)? else { return Ok(()) };
    if found.files.is_empty() && found.odd.is_empty() {
        return Ok(());
    }
    let files: Vec<PacketFile> =
        found.files.into_iter().map(|(path, bytes)| PacketFile { path, bytes }).collect();
    if packet::recorded(&files).is_err() {
        return Err(AppError::usage(format!("`{}` is there and is no packet", place.display()))
            .help("name another place with `--out DIR`"));
    }
    let changed: Vec<String> = packet::compare(&files)
        .into_iter()
        .filter(|check| check.answer != Answer::Ok)
        .map(|check| check.subject)
        .chain(found.odd)
        .collect();
    match changed.first() {
        Some(first) if !force => Err(AppError::usage(format!(
            "the packet in `{}` was changed after it was built: `{first}`",
            place.display()
        ))
        .help("keep it and name another place with `--out DIR`, or replace it with `--force`")),
        _ => Ok(()),
    }
}
