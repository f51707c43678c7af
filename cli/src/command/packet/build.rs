//! `tickmark packet build`: a tag to a folder.

use std::collections::BTreeSet;
use std::path::{Path, PathBuf};

use crate::app::{
    AppError, AuditorArgs, Exit, Given, GlobalArgs, StagedFolder, World, read_folder, read_place,
    sweep_beside, write_file,
};
use crate::command::packet::{Read, Wanted, good_tag};
use crate::packet::{self, Answer, Packet, PacketFile};
use crate::text::visible;

/// What stands behind the flags in the long help.
const MORE: &str = "\
Every packet has its Markdown pages and CSV tables; --formats says what stands beside them. With html,
packet.html holds all pages for a browser. As a tagged PDF, with headings as bookmarks:

  chromium --headless --no-pdf-header-footer --generate-pdf-document-outline \\
      --print-to-pdf=packet.pdf FOLDER/packet.html

The same tag gives the same bytes everywhere, in every form.";

/// Arguments of `packet build`.
#[derive(Debug, clap::Args)]
#[command(after_long_help = MORE)]
pub(super) struct Args {
    /// An audit of program.yaml
    audit: String,
    /// Where to put the packet [default: packet-AUDIT]
    #[arg(long, value_name = "DIR")]
    out: Option<PathBuf>,
    /// Build without a tag; every page says that it is a draft
    #[arg(long)]
    draft: bool,
    #[command(flatten)]
    wanted: Wanted,
    #[command(flatten)]
    auditor: AuditorArgs,
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
    let place = args.out.clone().unwrap_or_else(|| PathBuf::from(packet::default_folder(&args.audit)));
    if place.extension().is_some_and(|extension| extension.eq_ignore_ascii_case("zip")) {
        return Err(AppError::usage("`--out` names a folder")
            .help("leave `.zip` away; `--formats zip` puts FOLDER.zip beside it"));
    }
    let folder = world.folder.join(&place);
    let options = args.wanted.options(args.draft)?;
    let (read, before) = std::thread::scope(|threads| {
        let looking = threads.spawn(|| standing(&folder, &place, args.force));
        let read = Read::at(world, global, &args.audit, options, &args.auditor)?;
        let before = looking.join().unwrap_or_else(|panic| std::panic::resume_unwind(panic))?;
        Ok::<_, AppError>((read, before))
    })?;
    let zip = args.wanted.zip().then(|| beside(&place));
    if let Some(zip) = zip.as_ref().filter(|_| !args.force) {
        free(&world.folder.join(zip), zip)?;
    }
    if !args.draft {
        good_tag(read.trail()?.tag.as_ref(), global.at.as_deref())?;
    }
    let packet = match before {
        None => write_new(&read, &folder)?,
        Some(before) => write_over(&read, &folder, &before)?,
    };
    if let Some(zip) = &zip {
        let bytes = packet::pack(&packet, &packet::default_folder(&args.audit))?;
        write_file(&world.folder.join(zip), &bytes)?;
    }
    for place in std::iter::once(&place).chain(&zip) {
        world.output.print(&format!("{}\n", visible(&place.display().to_string())))?;
    }
    world.output.say(&said(&read, &packet.files, &place)?);
    Ok(Exit::Done)
}

/// The archive of a folder stands beside it.
fn beside(place: &Path) -> PathBuf {
    let mut name = place.as_os_str().to_owned();
    name.push(".zip");
    PathBuf::from(name)
}

/// Whether an archive may stand at a place: nothing is there, or a packet as it was built.
fn free(path: &Path, shown: &Path) -> Result<(), AppError> {
    let packed = match read_place(path)? {
        Given::Nothing => return Ok(()),
        Given::Folder(_) => None,
        Given::File(bytes) => packet::unpack(&bytes).ok(),
    };
    let whole = packed.is_some_and(|packed| {
        packed.odd.is_empty() && packet::compare(&packed.files).iter().all(|check| check.answer == Answer::Ok)
    });
    if whole {
        return Ok(());
    }
    let shown = shown.display();
    Err(AppError::usage(format!("`{shown}` is there, and is no packet as it was built"))
        .help("name another place with `--out DIR`, or replace it with `--force`"))
}

fn said(read: &Read, files: &[PacketFile], place: &Path) -> Result<String, AppError> {
    let bytes: usize = files.iter().map(|file| file.bytes.len()).sum();
    let from = match &read.trail()?.tag {
        Some(tag) => format!("tag {}, commit {}", visible(&tag.name), read.commit.short()),
        None => format!("commit {}", read.commit.short()),
    };
    let draft = if read.options.draft { "draft, " } else { "" };
    Ok(format!(
        "{draft}{} files, {} KiB, from {from}, as of {}\nread {} first; check with `tickmark packet verify {}` or `sha256sum -c MANIFEST.sha256`\n",
        files.len(),
        bytes.div_ceil(1024),
        read.judged.as_of,
        visible(&place.join("README.md").display().to_string()),
        visible(&place.display().to_string())
    ))
}

/// Writes a packet where there is none: the evidence is copied while the pages are rendered.
fn write_new(read: &Read, folder: &Path) -> Result<Packet, AppError> {
    let staged = StagedFolder::begin(folder)?;
    let copies: Vec<(PathBuf, &[u8])> = read.copies().collect();
    let packet = std::thread::scope(|threads| {
        let copying = threads.spawn(|| staged.write(&copies));
        let packet = packet::build(&read.material()?);
        copying.join().unwrap_or_else(|panic| std::panic::resume_unwind(panic))?;
        Ok::<_, AppError>(packet?)
    })?;
    let written: BTreeSet<&Path> = copies.iter().map(|(path, _)| path.as_path()).collect();
    let rest: Vec<(PathBuf, &[u8])> =
        packet.files.iter().map(on_disk).filter(|(path, _)| !written.contains(path.as_path())).collect();
    staged.write(&rest)?;
    staged.finish()?;
    Ok(packet)
}

/// Writes a packet over another one; the same bytes are left where they are.
fn write_over(read: &Read, folder: &Path, before: &[PacketFile]) -> Result<Packet, AppError> {
    let packet = packet::build(&read.material()?)?;
    if packet.files == before {
        sweep_beside(folder);
    } else {
        let staged = StagedFolder::begin(folder)?;
        staged.write(&packet.files.iter().map(on_disk).collect::<Vec<_>>())?;
        staged.finish()?;
    }
    Ok(packet)
}

fn on_disk(file: &PacketFile) -> (PathBuf, &[u8]) {
    (PathBuf::from(&file.path), file.bytes.as_slice())
}

/// What stands where the packet shall go; `None` for nothing. Only an empty folder, or a packet as
/// it was built, may be replaced.
fn standing(folder: &Path, place: &Path, force: bool) -> Result<Option<Vec<PacketFile>>, AppError> {
    let Some(found) = read_folder(folder)? else { return Ok(None) };
    let files: Vec<PacketFile> =
        found.files.into_iter().map(|(path, bytes)| PacketFile { path, bytes }).collect();
    if files.is_empty() && found.odd.is_empty() {
        return Ok(Some(files));
    }
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
        // What cannot be compared is replaced.
        Some(_) => Ok(Some(Vec::new())),
        None => Ok(Some(files)),
    }
}
