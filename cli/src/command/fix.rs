//! `tickmark fix [PATHS]`: carries out what findings propose.

use std::collections::BTreeMap;
use std::fmt::Write as _;
use std::path::PathBuf;

use crate::app::pipeline::walk;
use crate::app::{
    AppError, Done, Exit, GlobalArgs, Limit, Mended, Repair, Scope, World, mend, replace_files,
};
use crate::finding::{Finding, Level};
use crate::place::RepoPath;
use crate::report::{Style, drawn, patch};
use crate::rules::RuleSelection;
use crate::text::visible;

/// What stands behind the flags in the long help.
const MORE: &str = "\
A safe fix writes down what the author can only have meant: a misspelt key whose right spelling
is the only one near, a short name in another case, quotes around `8.10`. Nothing but those bytes
changes; comments, order, line ends and blanks stay.

Left alone, and said so: evidence that has landed, in HEAD or ever on the main line (a change to
it would show as altered for ever), evidence that somebody has signed or reviewed as it is, and
evidence outside a Git repository or in a shallow clone, where nobody can tell whether it has
landed. Artifacts and links are never touched. Each file is judged again with its fixes before
anything is written; one that they would leave worse stays as it was.

Exit codes: 0 done, whatever `tickmark lint` still finds; with `--diff` 0 when there is nothing to
fix and 1 when there is.";

/// Arguments of `fix`.
#[derive(Debug, clap::Args)]
#[command(after_long_help = MORE)]
pub struct Args {
    /// Fix only these files and folders
    paths: Vec<PathBuf>,
    /// Fix only what these rules or groups of rules find
    #[arg(long, value_name = "RULE", value_delimiter = ',')]
    select: Vec<String>,
    /// Leave out these rules or groups of rules
    #[arg(long, value_name = "RULE", value_delimiter = ',')]
    ignore: Vec<String>,
    /// Print the difference as a patch, write nothing, and exit with 1 if there is any
    #[arg(long)]
    diff: bool,
    /// Also fix where something else may have been meant; read the result before you commit it
    #[arg(long = "unsafe")]
    unsafe_too: bool,
}

/// Runs `fix`.
pub(super) fn run(world: &World, global: &GlobalArgs, args: &Args) -> Result<Exit, AppError> {
    if global.at.is_some() {
        return Err(AppError::usage("files are fixed in the work tree, and `--at` names a revision"));
    }
    let selection = RuleSelection::new(&args.select, &args.ignore).map_err(AppError::from)?;
    let scope = Scope::find(world, global)?;
    let judged = walk(&scope)?;
    judged.loaded.program()?;
    let limit = Limit::read(world, &scope, &judged.loaded.snapshot, &args.paths, "fix")?;
    let repair = Repair { selection: &selection, limit: &limit, unsafe_too: args.unsafe_too };
    let mended = mend(judged, &repair);
    if args.diff {
        print_patch(world, &scope, &mended)?;
    } else {
        write(&scope, &mended)?;
        world.output.print(&done(&mended, |_| true))?;
    }
    world.output.say(&beside(&mended, &repair, args.diff));
    Ok(if args.diff && !mended.changed.is_empty() { Exit::No } else { Exit::Done })
}

fn write(scope: &Scope, mended: &Mended) -> Result<(), AppError> {
    let folder = scope.folder.as_deref().ok_or_else(|| AppError::usage("there is no folder to write to"))?;
    let files: Vec<(RepoPath, &[u8], &[u8])> = mended
        .changed
        .iter()
        .map(|(path, (before, after))| (path.clone(), &before[..], &after[..]))
        .collect();
    replace_files(folder, &files)
}

fn print_patch(world: &World, scope: &Scope, mended: &Mended) -> Result<(), AppError> {
    // Git counts paths from the top of its repository, wherever the patch is applied.
    let top = RepoPath::new(&scope.prefix);
    let patches = mended
        .changed
        .iter()
        .flat_map(|(path, (before, after))| patch(&top.join(path.as_str()), before, after));
    let patches: Vec<u8> = patches.collect();
    let terminal = world.output.terminal;
    if terminal.is_terminal || terminal.color {
        return world.output.print(&drawn(&patches, Style { color: terminal.color, ..Style::PLAIN }));
    }
    // Whoever reads it from a pipe may want to apply it: the bytes are the file's.
    world.output.print_bytes(&patches)
}

/// One line for each fix that is wanted.
fn done(mended: &Mended, wanted: impl Fn(&Done) -> bool) -> String {
    let mut text = String::new();
    let mut list: Vec<&Done> = mended.done.iter().filter(|done| wanted(done)).collect();
    list.sort_by_key(|done| &done.path);
    // Two findings may ask for one edit.
    list.dedup();
    for done in list {
        // Writing to a String cannot fail.
        let _ = write!(text, "{}: {} {}", visible(done.path.as_str()), done.rule, visible(&done.what));
        if let Some(caution) = done.caution {
            let _ = write!(text, " (unsafe: {caution})");
        }
        text.push('\n');
    }
    text
}

/// What is said beside the result: what was left and why, and how to see it.
fn beside(mended: &Mended, repair: &Repair<'_>, would: bool) -> String {
    // A patch cannot say which of its lines want a second look.
    let mut text = done(mended, |done| would && done.caution.is_some());
    let concerned = || mended.findings.list().iter().filter(|finding| repair.concerns(finding));
    let mut withheld: BTreeMap<(&RepoPath, &str), usize> = BTreeMap::new();
    for finding in concerned().filter(|finding| finding.waived.is_none()) {
        if let Some(reason) = &finding.withheld {
            *withheld.entry((&finding.path, reason)).or_default() += 1;
        }
    }
    for ((path, reason), _) in withheld {
        let _ = writeln!(text, "note: left alone: {}: {}", visible(path.as_str()), visible(reason));
    }
    for (path, reason) in &mended.put_back {
        let _ = writeln!(text, "warning: put back: {}: {}", visible(path.as_str()), visible(reason));
    }
    if mended.unfinished {
        text.push_str(
            "warning: the fixes of some files undo each other; `tickmark lint` shows what is left\n",
        );
    }
    let is_unsafe = |finding: &&Finding| finding.fix.as_ref().is_some_and(|fix| !fix.safe);
    let more = if repair.unsafe_too { 0 } else { concerned().filter(is_unsafe).count() };
    if more > 0 {
        let these = plural(more, "finding", "findings");
        let _ = writeln!(
            text,
            "note: `--unsafe` would fix {these} more, where something else may have been meant"
        );
    }
    if !mended.changed.is_empty() {
        let findings = plural(mended.done.len(), "finding", "findings");
        let files = plural(mended.changed.len(), "file", "files");
        let verb = if would { "would fix" } else { "fixed" };
        let _ = writeln!(text, "{verb} {findings} in {files}; {}", left(mended, repair));
    }
    text
}

fn left(mended: &Mended, repair: &Repair<'_>) -> String {
    let count = |level: Level| {
        let list = mended.findings.list().iter();
        list.filter(|one| one.waived.is_none() && one.level == level && repair.concerns(one)).count()
    };
    let [errors, warnings, notes] = [Level::Error, Level::Warning, Level::Note].map(count);
    let counts = [(errors, "error", "errors"), (warnings, "warning", "warnings"), (notes, "note", "notes")];
    let words: Vec<String> = counts
        .into_iter()
        .filter(|(count, ..)| *count > 0)
        .map(|(count, one, many)| plural(count, one, many))
        .collect();
    match words.as_slice() {
        [] => "nothing is left".to_owned(),
        _ => format!("left: {}; `tickmark lint` shows what", words.join(", ")),
    }
}

fn plural(count: usize, one: &str, many: &str) -> String {
    format!("{count} {}", if count == 1 { one } else { many })
}
