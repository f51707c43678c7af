//! `tickmark anchor create`: a tag to be stamped, then the stamp.

use std::path::PathBuf;

use crate::app::{AppError, AuditorArgs, Exit, GlobalArgs, World, read_given};
use crate::command::anchor::{Desk, file, read_name};
use crate::place::CommitId;
use crate::signature::timestamp::{StampFault, verify};
use crate::text::escape::shell;
use crate::text::visible;
use crate::trust::commit_named_by;

/// Arguments of `anchor create`.
#[derive(Debug, clap::Args)]
pub(super) struct Args {
    /// How the anchor is called below evidence/anchors/
    #[arg(value_name = "NAME", value_parser = read_name)]
    name: String,
    /// The annotated tag that is stamped [default: the tag called NAME]
    #[arg(long, value_name = "TAG")]
    tag: Option<String>,
    /// The answer of the authority: it is checked, and kept beside the tag
    #[arg(long, value_name = "FILE")]
    response: Option<PathBuf>,
    /// PEM file with roots of time-stamp authorities that you trust; may stand several times
    #[arg(long, value_name = "FILE")]
    tsa_root: Vec<PathBuf>,
    /// The address of the authority in the printed command [default: `"$TSA_URL"`]
    #[arg(long, value_name = "URL")]
    url: Option<String>,
}

/// Runs `anchor create`.
pub(super) fn run(world: &World, global: &GlobalArgs, args: &Args) -> Result<Exit, AppError> {
    let desk = Desk::open(world, global)?;
    let tag = tag_bytes(&desk, args)?;
    let commit = commit_named_by(&tag).ok_or_else(|| {
        AppError::usage("the tag does not name a commit itself")
            .help("make one that does: `git tag -a NAME -m MESSAGE COMMIT`")
    })?;
    warn_of_place(&desk, world, commit);
    match &args.response {
        None => ask(&desk, world, args, &tag),
        Some(response) => {
            let token = read_given(world, response)?;
            keep(&desk, world, args, &tag, &token)
        }
    }
}

/// The bytes of the tag: of the file that waits for its stamp, else of the tag in the repository.
fn tag_bytes(desk: &Desk, args: &Args) -> Result<Vec<u8>, AppError> {
    if let (Some(bytes), None, Some(_)) = (desk.bytes(&file(&args.name, "tag")), &args.tag, &args.response) {
        return Ok(bytes.to_vec());
    }
    let name = args.tag.as_deref().unwrap_or(&args.name);
    let make = format!("make one with `git tag -a {} -m MESSAGE`", shell(name));
    let repository = desk.scope.repository()?;
    let resolved = repository.resolve(name).map_err(|error| {
        let error = AppError::from(error);
        let help = error.help.clone().unwrap_or_else(|| make.clone());
        error.help(help)
    })?;
    let Some(tag) = resolved.tag else {
        return Err(AppError::usage(format!("`{name}` is not a tag")).help(make));
    };
    let Some(object) = tag.object else {
        let message = format!("`{name}` is a lightweight tag: it has no bytes that could be stamped");
        return Err(AppError::usage(message).help(format!(
            "make an annotated one: `git tag -a NAME -m MESSAGE {}`",
            resolved.commit.short()
        )));
    };
    if tag.name_inside.as_deref() != Some(&*tag.name) {
        let message = format!("the tag object behind `{name}` names another tag");
        return Err(AppError::usage(message).help("use the tag under its own name"));
    }
    Ok(repository.tag(object)?)
}

/// A time over a commit beside the main line covers nothing.
fn warn_of_place(desk: &Desk, world: &World, commit: CommitId) {
    let trail = desk.judged.trail.iter();
    if !trail.flat_map(|trail| &trail.line).any(|one| one.id == commit) {
        world.output.say(&format!(
            "note: the tag names {}, which is not on the main line of HEAD: a time over it covers nothing\n",
            commit.short()
        ));
    }
}

/// Writes the tag and says how its stamp is got.
fn ask(desk: &Desk, world: &World, args: &Args, tag: &[u8]) -> Result<Exit, AppError> {
    let path = file(&args.name, "tag");
    desk.write(world, &[(path.clone(), tag)])?;
    let url = args.url.as_ref().map_or_else(|| "\"$TSA_URL\"".to_owned(), |url| shell(url));
    if args.url.is_none() {
        world.output.say(
            "set TSA_URL to the address of an authority for time stamps; it gets a digest and nothing else\n",
        );
    }
    let answer = format!("{}.tsr", args.name);
    world.output.print(&format!(
        "openssl ts -query -data {} -sha256 -cert | curl --fail --silent --show-error \
         --header 'Content-Type: application/timestamp-query' --data-binary @- --output {answer} {url}\n\
         tickmark anchor create {} --response {answer}\n",
        shell(&desk.scope.from_here(&path)),
        args.name,
    ))?;
    Ok(Exit::Done)
}

/// Checks the answer and keeps it.
fn keep(desk: &Desk, world: &World, args: &Args, tag: &[u8], token: &[u8]) -> Result<Exit, AppError> {
    let trusted = AuditorArgs { tsa_root: args.tsa_root.clone(), ..AuditorArgs::default() };
    let roots = trusted.roots(world)?;
    let said = match verify(token, tag, &roots) {
        Ok(stamp) => format!("stamped at {} by {}\n", stamp.at, visible(&stamp.operator)),
        Err(StampFault::NotPinned) if roots.is_empty() => {
            "note: the answer is over this tag; who stands behind it was not checked: pass `--tsa-root FILE.pem`\n"
                .to_owned()
        }
        Err(fault) => {
            let help = match fault {
                StampFault::NoSigner => "ask with `-cert`, so that the answer holds the certificate",
                StampFault::NotPinned => "name the root of this authority with `--tsa-root FILE.pem`",
                StampFault::OtherBytes => "ask again with the line that `anchor create` printed",
                StampFault::Malformed
                | StampFault::NotGranted(_)
                | StampFault::Imprint
                | StampFault::Weak
                | StampFault::Unsupported
                | StampFault::OtherSigner
                | StampFault::Signature
                | StampFault::Purpose
                | StampFault::NotThen => "ask again, or ask another authority",
            };
            let message = format!("the answer proves nothing: {fault}; nothing was written");
            return Err(AppError { exit: Exit::No, ..AppError::usage(message).help(help) });
        }
    };
    let (tag_path, token_path) = (file(&args.name, "tag"), file(&args.name, "tsr"));
    desk.write(world, &[(tag_path.clone(), tag), (token_path.clone(), token)])?;
    world.output.say(&said);
    let shown = |path| shell(&desk.scope.from_here(path));
    world.output.print(&format!("git add {} {}\n", shown(&tag_path), shown(&token_path)))?;
    Ok(Exit::Done)
}
