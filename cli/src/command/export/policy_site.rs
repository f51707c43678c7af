//! `tickmark export policy-site`: the policies as a plain static site for staff.

use std::path::{Path, PathBuf};

use crate::app::pipeline::{Judged, walk};
use crate::app::{AppError, Exit, GlobalArgs, Scope, StagedFolder, World, read_folder};
use crate::assess::{Acknowledgement, PolicyPast};
use crate::command::export::revision;
use crate::model::{Act, Policy as OnFile, Program};
use crate::site::{MANIFEST, Policy, PolicySite, Reading, policy_site};
use crate::text::visible;

const MORE: &str = "\
One page for each policy, and one that lists them, with version, owner, approval, next review and how many
have acknowledged it; what is not approved, or was changed since, says so at its top. HTML and nothing
else: no script, nothing from elsewhere, raw HTML in a policy is shown as text. The folder is written as a
whole; only an empty one, or a site that was written before, is replaced. The same revision and day give
the same bytes.

Example:
  tickmark export policy-site --at v2026.3 -o public/policies";

/// Arguments of `export policy-site`.
#[derive(Debug, clap::Args)]
#[command(after_long_help = MORE)]
pub(super) struct Args {
    /// The folder of the site
    #[arg(short, long, value_name = "DIR")]
    output: PathBuf,
}

/// Files by path.
type Files = Vec<(String, Vec<u8>)>;

/// Runs `export policy-site`.
pub(super) fn run(world: &World, global: &GlobalArgs, args: &Args) -> Result<Exit, AppError> {
    let scope = Scope::find(world, global)?;
    let folder = world.folder.join(&args.output);
    let before = standing(&folder, &args.output)?;
    let judged = walk(&scope)?;
    let files = policy_site(&site(&judged)?);
    let shown = args.output.display().to_string();
    let same = before.is_some_and(|mut before| {
        let mut files = files.clone();
        files.sort();
        before.sort();
        before == files
    });
    if !same {
        let staged = StagedFolder::begin(&folder)?;
        let all: Vec<(PathBuf, &[u8])> =
            files.iter().map(|(path, bytes)| (PathBuf::from(path), bytes.as_slice())).collect();
        staged.write(&all)?;
        staged.finish()?;
    }
    world.output.print(&format!("{}\n", visible(&shown)))?;
    let note = if same { ", as it was" } else { "" };
    let pages = files.len() - 1;
    world.output.say(&format!(
        "{pages} pages{note}; open `{}`\n",
        visible(&args.output.join("index.html").display().to_string())
    ));
    Ok(Exit::Done)
}

/// What stands where the site shall go; `None` for nothing. Only an empty folder, or a site that was
/// written before with nothing added to it, may be replaced.
fn standing(folder: &Path, shown: &Path) -> Result<Option<Files>, AppError> {
    let Some(found) = read_folder(folder)? else { return Ok(None) };
    if found.files.is_empty() && found.odd.is_empty() {
        return Ok(Some(Vec::new()));
    }
    let refused = |because: String| {
        Err(AppError::usage(format!("`{}` {because}", shown.display()))
            .help("name an empty folder, or one that `export policy-site` wrote; nothing was written"))
    };
    let manifest = found.files.iter().find(|(path, _)| path == MANIFEST);
    let Some((_, manifest)) = manifest else {
        return refused("holds something else than a site of policies".to_owned());
    };
    let manifest = String::from_utf8_lossy(manifest).into_owned();
    let listed: Vec<&str> = manifest.lines().filter_map(|line| line.get(66..)).collect();
    let is_ours = |path: &str| path == MANIFEST || listed.contains(&path);
    let other = found.files.iter().map(|(path, _)| path).chain(&found.odd).find(|path| !is_ours(path));
    match other {
        Some(other) => refused(format!("holds `{other}`, which is not of the site")),
        None => Ok(Some(found.files)),
    }
}

fn site(judged: &Judged) -> Result<PolicySite, AppError> {
    let program = judged.loaded.program()?;
    let register = &judged.loaded.register;
    let pasts = judged.pasts();
    let mut policies = Vec::new();
    for policy in register.policies.by_id() {
        let past = pasts.policies.iter().find(|past| past.policy.id.value == policy.id.value);
        policies.push(one(judged, program, policy, past)?);
    }
    policies.sort_by(|a, b| (a.title.to_lowercase(), &a.id).cmp(&(b.title.to_lowercase(), &b.id)));
    let company = program.company.as_ref().map(|name| name.value.clone());
    Ok(PolicySite {
        company: company.unwrap_or_default(),
        day: judged.as_of.to_string(),
        revision: revision(judged),
        policies,
    })
}

fn one(
    judged: &Judged,
    program: &Program,
    policy: &OnFile,
    past: Option<&PolicyPast<'_>>,
) -> Result<Policy, AppError> {
    let file = judged.loaded.snapshot.file(policy.file);
    let bytes = file.bytes.as_deref().unwrap_or_default();
    let body = bytes.get(policy.body.range()).and_then(|bytes| std::str::from_utf8(bytes).ok());
    let body = body.ok_or_else(|| {
        AppError::usage(format!("`{}` cannot be read", policy.path))
            .help("`tickmark lint` says where it is broken; nothing was written")
    })?;
    let day = |act: Option<&Act>| Some(act?.at.as_ref()?.when?.date(&program.zone));
    let approved = policy.approved.as_ref().and_then(|act| {
        let by = program.name_of(act.by.as_ref()?);
        Some(format!("by {by} on {}", day(Some(act))?))
    });
    let next =
        policy.review.zip(day(policy.approved.as_ref())).map(|(every, day)| every.value.length().after(day));
    let mut warnings = Vec::new();
    if approved.is_none() {
        warnings.push("Nobody has approved this text yet: it is a draft.".to_owned());
    }
    if past.is_some_and(|past| past.changed.is_some()) {
        warnings
            .push("This text was changed after it was approved, and the change is not approved.".to_owned());
    }
    if let Some(next) = next.filter(|next| *next < judged.as_of) {
        warnings.push(format!("This policy was to be reviewed by {next}."));
    }
    let text = |text: Option<&crate::model::Text>| text.map(|text| text.value.clone());
    Ok(Policy {
        id: policy.id.value.clone(),
        file: policy.path.name().to_owned(),
        title: text(policy.title.as_ref()).unwrap_or_else(|| policy.id.value.clone()),
        version: text(policy.version.as_ref()),
        owner: policy.owner.as_ref().map(|owner| program.name_of(owner).to_owned()),
        approved,
        review: next.map(|day| day.to_string()),
        reading: reading(judged, policy),
        warnings,
        body: body.to_owned(),
    })
}

/// Who has acknowledged it: numbers, and no names.
fn reading(judged: &Judged, policy: &OnFile) -> Reading {
    let register = &judged.loaded.register;
    let Some(readers) = &policy.acknowledged_by else { return Reading::NotAsked };
    let population = register.populations.get(readers);
    let title = population.and_then(|population| population.title.as_ref());
    let who = title.map_or_else(|| readers.value.clone(), |title| format!("\u{201c}{}\u{201d}", title.value));
    match Acknowledgement::of(register, policy) {
        Some(Acknowledgement::Told { extraction, table, open }) => {
            let of = table.rows().len();
            let period = extraction.period.as_ref().map(|period| period.value.clone()).unwrap_or_default();
            Reading::Counted { who, have: of.saturating_sub(open.len()), of, period }
        }
        Some(Acknowledgement::NoList | Acknowledgement::NoColumn(..)) | None => Reading::Unknown { who },
    }
}
