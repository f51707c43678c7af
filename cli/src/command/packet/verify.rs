//! `tickmark packet verify`: a packet against itself, and against its tag.

use std::collections::BTreeMap;
use std::path::PathBuf;

use serde::Serialize;

use crate::app::{AppError, AuditorArgs, Exit, Found, Given, GlobalArgs, Scope, World, read_place};
use crate::command::packet::{Read, good_tag};
use crate::git::Repository;
use crate::packet::{self, Answer, Artifacts, Check, Manifest, Options, PacketFile, Redact, Unpacked};
use crate::place::{CommitId, Sha256};
use crate::text::escape;
use crate::trust::Reason;

/// Arguments of `packet verify`.
#[derive(Debug, clap::Args)]
pub(super) struct Args {
    /// The packet: its folder, or the archive of it
    #[arg(value_name = "DIR|ZIP")]
    folder: PathBuf,
    /// The repository that it was built from [default: the one around the current folder]
    #[arg(long, value_name = "DIR")]
    repo: Option<PathBuf>,
    /// Print a line for each file, not only for those that differ
    #[arg(long)]
    all: bool,
    /// How to print
    #[arg(long, value_name = "FORMAT", default_value = "text")]
    format: Format,
    #[command(flatten)]
    auditor: AuditorArgs,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq, clap::ValueEnum)]
enum Format {
    Text,
    Json,
}

/// Runs `packet verify`.
pub(super) fn run(world: &World, global: &GlobalArgs, args: &Args) -> Result<Exit, AppError> {
    let Unpacked { files, odd } = given(world, args)?;
    let mut checks = packet::compare(&files);
    checks.extend(odd.into_iter().map(|path| Check::new(Answer::Differs, path, "here, and no regular file")));
    if let Ok(manifest) = packet::recorded(&files) {
        checks.extend(against_repository(world, global, args, &files, &manifest));
        checks.extend(main_line(world, global, args, &manifest));
    }
    let worst = exit(&checks);
    world.output.print(&match args.format {
        Format::Text => text(&checks, args.all),
        Format::Json => json(args, &checks, worst),
    })?;
    Ok(worst)
}

/// The files of a folder or of an archive.
fn given(world: &World, args: &Args) -> Result<Unpacked, AppError> {
    let shown = args.folder.display();
    match read_place(&world.folder.join(&args.folder))? {
        Given::Nothing => Err(AppError::usage(format!("`{shown}` is not there"))),
        Given::Folder(Found { files, odd }) => {
            let file = |(path, bytes)| PacketFile { path, bytes };
            Ok(Unpacked { files: files.into_iter().map(file).collect(), odd })
        }
        Given::File(bytes) => packet::unpack(&bytes).map_err(|error| {
            // A damaged archive is no packet as it was built, which is an answer.
            AppError { exit: Exit::No, ..AppError::usage(format!("`{shown}` {error}")) }
        }),
    }
}

/// What the packet was asked to be.
fn options(manifest: &Manifest) -> Options {
    Options {
        draft: manifest.draft,
        artifacts: Artifacts::parse(&manifest.artifacts).unwrap_or_default(),
        formats: manifest.formats.iter().filter_map(|word| packet::Format::parse(word)).collect(),
        redact: manifest.redact.iter().filter_map(|word| Redact::parse(word)).collect(),
    }
}

fn exit(checks: &[Check]) -> Exit {
    let any = |answer| checks.iter().any(|check| check.answer == answer);
    if any(Answer::Differs) {
        Exit::No
    } else if any(Answer::CannotTell) {
        Exit::CannotTell
    } else {
        Exit::Done
    }
}

/// The tag, the commit, the rebuild, the evidence and the records.
fn against_repository(
    world: &World,
    global: &GlobalArgs,
    args: &Args,
    files: &[PacketFile],
    manifest: &Manifest,
) -> Vec<Check> {
    let revision = manifest.revision.tag.clone().unwrap_or_else(|| manifest.revision.commit.clone());
    let options = options(manifest);
    let mut world = world.clone();
    if let Some(repo) = &args.repo {
        world.folder = world.folder.join(repo);
    }
    let global = GlobalArgs { at: Some(revision.clone()), ..global.clone() };
    let read = match Read::at(&world, &global, &manifest.audit, options, &args.auditor) {
        Ok(read) => read,
        Err(error) => {
            let help = error.help.map(|help| format!("; {help}")).unwrap_or_default();
            return vec![Check::new(Answer::CannotTell, "the tag", format!("{}{help}", error.message))];
        }
    };
    let mut checks = named(&read, manifest);
    if checks.iter().any(|check| check.answer != Answer::Ok) {
        checks.push(Check::new(
            Answer::CannotTell,
            "the rebuild",
            format!("`{revision}` here is not what the packet was built from"),
        ));
        return checks;
    }
    checks.extend(rebuilt(&read, manifest, files));
    checks
}

/// Whether the commit that the packet was built from, and has therefore seen, still stands on the main
/// line: that of HEAD, or of the revision that was asked for. Nothing where there is no repository at
/// all, which the tag's line tells already.
fn main_line(world: &World, global: &GlobalArgs, args: &Args, manifest: &Manifest) -> Option<Check> {
    let mut world = world.clone();
    if let Some(repo) = &args.repo {
        world.folder = world.folder.join(repo);
    }
    Repository::discover(&world.folder, &world.git).ok()?;
    let (answer, detail) = seen_on_line(&world, global, manifest).unwrap_or_else(|error| {
        let help = error.help.map(|help| format!("; {help}")).unwrap_or_default();
        (Answer::CannotTell, format!("{}{help}", error.message))
    });
    Some(Check::new(answer, "the main line", detail))
}

fn seen_on_line(
    world: &World,
    global: &GlobalArgs,
    manifest: &Manifest,
) -> Result<(Answer, String), AppError> {
    let recorded = &manifest.revision.commit;
    let Ok(seen) = recorded.parse::<CommitId>() else {
        return Ok((Answer::Differs, format!("`{recorded}` in the manifest is no commit")));
    };
    let scope = Scope::of_commit(world, global)?;
    let head = scope.commit()?.ok_or_else(|| AppError::usage("the repository has no commit yet"))?;
    let repository = scope.repository()?;
    let trail = repository.trail(head, &scope.prefix)?;
    let told = |answer, reason: Reason| {
        let line = match &global.at {
            Some(at) => format!("judged by the line of {at}"),
            None => "judged by the line of HEAD; name another with `--at BRANCH`".to_owned(),
        };
        Ok((answer, format!("{} {}: {}; {line}", reason.code(), seen.short(), reason.means())))
    };
    if let Some(place) = trail.line.iter().position(|commit| commit.id == seen) {
        let behind = trail.line.len() - place - 1;
        let end = if behind == 0 { "at its end".to_owned() } else { format!("{behind} before its end") };
        return Ok((Answer::Ok, format!("the packet's commit stands on it, {end}")));
    }
    if trail.sides.contains_key(&seen) {
        told(Answer::Differs, Reason::MainlineSwitched)
    } else if global.at.is_some() && repository.proofs(&trail, &[seen])?.ahead.contains(&seen) {
        Ok((Answer::CannotTell, "OLDER_THAN_SEEN: the packet was built from a later commit".to_owned()))
    } else if trail.complete {
        told(Answer::Differs, Reason::HistoryRewritten)
    } else {
        told(Answer::CannotTell, Reason::Shallow)
    }
}

/// Whether the tag and commit here are those of the manifest.
fn named(read: &Read, manifest: &Manifest) -> Vec<Check> {
    let same = |subject: &str, recorded: &str, here: &str| {
        if recorded == here {
            Check::new(Answer::Ok, subject, here)
        } else {
            Check::new(Answer::Differs, subject, format!("recorded {recorded}, here {here}"))
        }
    };
    let tag = read.judged.trail.as_ref().and_then(|trail| trail.tag.as_ref());
    let object = tag.and_then(|tag| tag.object).map(|id| id.to_string());
    let mut checks = Vec::new();
    match (&manifest.revision.tag, &manifest.revision.tag_object) {
        (Some(name), Some(recorded)) => {
            checks.push(same(
                &format!("the tag {name}"),
                recorded,
                object.as_deref().unwrap_or("no tag object"),
            ));
        }
        (Some(name), None) => {
            checks.push(Check::new(Answer::CannotTell, format!("the tag {name}"), "it has no object"));
        }
        (None, _) if manifest.draft => {}
        (None, _) => checks.push(Check::new(Answer::Differs, "the tag", "it is no draft, and names no tag")),
    }
    if let (Some(asked), false) = (&manifest.revision.tag, manifest.draft)
        && let Err(error) = good_tag(tag, Some(asked))
    {
        checks.push(Check::new(Answer::Differs, format!("the tag {asked}"), error.message));
    }
    checks.push(same("the commit", &manifest.revision.commit, &read.commit.to_string()));
    checks
}

fn rebuilt(read: &Read, manifest: &Manifest, files: &[PacketFile]) -> Vec<Check> {
    let ours = env!("CARGO_PKG_VERSION");
    let failed = |error: &dyn std::fmt::Display| {
        vec![Check::new(Answer::CannotTell, "the rebuild", error.to_string())]
    };
    let material = match read.material() {
        Ok(material) => material,
        Err(error) => return failed(&error),
    };
    let mut checks = if manifest.tool.version == ours {
        match packet::build(&material) {
            Ok(rebuilt) => packet::compare_with_rebuilt(files, &rebuilt),
            Err(error) => failed(&error),
        }
    } else {
        let detail = format!("built by {} {}, and this is {ours}", manifest.tool.name, manifest.tool.version);
        vec![Check::new(Answer::CannotTell, "the rebuild", detail)]
    };
    match packet::context(&material) {
        Ok(context) => checks.extend(evidence(read, &context, files)),
        Err(error) => checks.extend(failed(&error)),
    }
    checks
}

/// Whether each copy has the digest that its record states, and each record is in the history.
fn evidence(read: &Read, context: &packet::Context, files: &[PacketFile]) -> Vec<Check> {
    let here: BTreeMap<&str, &[u8]> =
        files.iter().map(|file| (file.path.as_str(), file.bytes.as_slice())).collect();
    let (mut checks, mut equal, mut elsewhere) = (Vec::new(), 0, 0);
    let occurrences = context.controls.iter().flat_map(|control| &control.occurrences);
    for artifact in occurrences.flat_map(|one| &one.artifacts) {
        let copy = artifact.file.as_ref().and_then(|file| Some((&file.path, here.get(file.path.as_str())?)));
        match copy {
            Some((_, bytes)) if Sha256::of(bytes).to_string() == artifact.sha256 => equal += 1,
            Some((path, bytes)) => checks.push(Check::new(
                Answer::Differs,
                path,
                format!("its record says {}, found {}", artifact.sha256, Sha256::of(bytes)),
            )),
            None => elsewhere += 1,
        }
    }
    let counted = |number, words: &str| format!("{number} {words}");
    if equal > 0 || elsewhere == 0 {
        let detail = counted(equal, "copies have the digest that their record states");
        checks.push(Check::new(Answer::Ok, "the evidence", detail));
    }
    if elsewhere > 0 {
        let detail = counted(elsewhere, "files are named by records and not in the packet");
        checks.push(Check::new(Answer::CannotTell, "evidence elsewhere", detail));
    }
    checks.push(records(read, context));
    checks
}

fn records(read: &Read, context: &packet::Context) -> Check {
    let additions = read.judged.trail.as_ref().map(|trail| &trail.additions);
    let occurrences = context.controls.iter().flat_map(|control| &control.occurrences);
    let paths: Vec<&str> =
        occurrences.filter_map(|one| one.file.as_ref()).map(|file| file.path.as_str()).collect();
    let lost: Vec<&str> = paths
        .iter()
        .copied()
        .filter(|path| !additions.is_some_and(|known| known.contains_key(*path)))
        .collect();
    match lost.first() {
        None => {
            Check::new(Answer::Ok, "the records", format!("{} are in the history of the commit", paths.len()))
        }
        Some(first) => Check::new(
            Answer::Differs,
            "the records",
            format!("`{first}` is not in the history of the commit"),
        ),
    }
}

/// What differs, what cannot be told, and a summary of the rest.
fn text(checks: &[Check], all: bool) -> String {
    let is_file = |check: &Check| {
        !check.subject.starts_with("the ") && !check.subject.starts_with("evidence elsewhere")
    };
    let shown = |check: &&Check| all || check.answer != Answer::Ok || !is_file(check);
    let mut text = String::new();
    let same = checks.iter().filter(|check| check.answer == Answer::Ok && is_file(check)).count();
    if same > 0 && !all {
        let files = format!("{same} files have the digest that MANIFEST.sha256 lists");
        text.push_str(&line(Answer::Ok, &files));
    }
    for check in checks.iter().filter(shown) {
        text.push_str(&line(check.answer, &format!("{}: {}", check.subject, check.detail)));
    }
    text
}

/// One line, whatever is in the name of a file.
fn line(answer: Answer, said: &str) -> String {
    let said = crate::text::visible(said).replace(['\n', '\t'], " ");
    format!("{:<12} {said}\n", answer.word())
}

#[derive(Serialize)]
struct Report<'a> {
    schema: &'static str,
    packet: String,
    answer: &'static str,
    checks: Vec<Line<'a>>,
}

#[derive(Serialize)]
struct Line<'a> {
    answer: &'static str,
    subject: &'a str,
    detail: &'a str,
}

fn json(args: &Args, checks: &[Check], worst: Exit) -> String {
    let report = Report {
        schema: "tickmark/packet-verify/1",
        packet: args.folder.display().to_string(),
        answer: match worst {
            Exit::Done => Answer::Ok.word(),
            Exit::No => Answer::Differs.word(),
            Exit::Usage | Exit::CannotTell | Exit::Interrupted => Answer::CannotTell.word(),
        },
        checks: checks
            .iter()
            .map(|check| Line { answer: check.answer.word(), subject: &check.subject, detail: &check.detail })
            .collect(),
    };
    let mut json = serde_json::to_string_pretty(&report).expect("strings are JSON");
    json.push('\n');
    escape::json(&json)
}
