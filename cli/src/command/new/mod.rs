//! `tickmark new KIND`: the beginning of a file, with what it cannot do without.
//!
//! Only what is required is asked; the rest is for an editor, where the schema explains every key.
//! What is new is a draft: nobody has approved it, and a control is not in force until somebody says
//! `status: active`. What was written lints without errors, and nothing is ever overwritten.

mod answers;
mod check;
mod given;
mod ids;
mod insert;
mod kinds;
mod texts;

use crate::app::pipeline::walk;
use crate::app::{AppError, Draft, Exit, GlobalArgs, Questions, Scope, World};
use crate::command::new::answers::Answers;
use crate::command::new::given::Given;
use crate::command::new::kinds::NewKind;
use crate::text::escape::shell;

/// What stands behind the flags in the long help.
const MORE: &str = "\
Each kind asks for what its schema requires and takes the flags that it has a use for:
  control            --title --statement --cadence --owner, --population when on-event, --satisfies
  risk               --title --owner --likelihood --impact, --scenario, --treatment, --controls
  policy             --title --owner, --satisfies
  evidence           --control, --period, --by, --on
  population         --id --title --source --key, --owner, --event, --columns
  vendor             --id --what --owner, --country
  incident           --what --on (when you became aware), --severity
  internal-audit     --title --auditor --criteria --on
  management-review  --present --on
  nonconformity      --what --on, --by, --grade, --control
  audit              --framework --on (A..B, or a day), --type
  asset              --id --what --owner, --classification
  processing         --id --what --role --owner
  objective          --what --measure --target --owner, --due, --controls
  planned-audit      --id --what --cadence, --auditor, --criteria, --due
  document           --title --owner, --satisfies
  method             --owner
  system             --what (the service that the report covers)

Ids that are numbered take the next number that was never used, also by a file that is gone; `--id AC`
gives the next one of that series.

Example:
  tickmark new control --id AC --title \"Quarterly access review\" --cadence quarterly \\
      --statement \"System owners review who can reach production.\" --satisfies soc2:CC6.2";

/// Arguments of `new`.
#[derive(Debug, clap::Args)]
#[command(after_long_help = MORE)]
pub struct Args {
    /// What to begin
    kind: NewKind,
    #[command(flatten)]
    given: Given,
}

/// Runs `new`.
pub(super) fn run(world: &World, global: &GlobalArgs, args: &Args) -> Result<Exit, AppError> {
    if global.at.is_some() {
        return Err(AppError::usage("files are written to the work tree, and `--at` names a revision"));
    }
    let scope = Scope::find(world, global)?;
    let judged = walk(&scope)?;
    let questions = Questions::new(world.output, global);
    let answers = Answers::gather(&judged, args.kind, &args.given, &questions)?;
    let folder = scope.folder.as_deref().ok_or_else(|| AppError::usage("there is no folder to write to"))?;
    let mut draft = Draft::below(folder);
    texts::put(&judged, args.kind, &answers, &mut draft)?;
    draft.check()?;
    draft.write()?;
    if answers.asked {
        world.output.say(&format!("\nThe same without questions:\n  {}\n\n", answers.command(args.kind)));
    }
    let Some((path, _)) = draft.files().first() else { return Ok(Exit::Done) };
    let place = scope.from_here(path);
    let verb = if args.kind.has_own_file() { "Wrote" } else { "Added it to" };
    world.output.print(&format!(
        "{verb} {place}\n\nNext:\n  {}\n  tickmark lint {}\n",
        args.kind.next(),
        shell(&place)
    ))?;
    Ok(Exit::Done)
}
