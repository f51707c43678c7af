//! `tickmark record git`: the population of a product's changes, from the history of its main line.
//!
//! Each commit of the first-parent line in a period is a row. The product's repository is read as the
//! compliance repository is: by id, without its configuration, and nothing in it is run.

mod change;
pub(in crate::command) mod identity;
mod list;
mod span;

use std::fmt::Write as _;
use std::path::{Path, PathBuf};

use crate::app::pipeline::{Judged, walk};
use crate::app::{AppError, Draft, Exit, GlobalArgs, Questions, Scope, World};
use crate::calendar::Timestamp;
use crate::command::record::git::identity::Identities;
use crate::command::record::git::list::{List, Product};
use crate::command::record::{root, who, writable};
use crate::git::{Environment, Repository};
use crate::kind::Kind;
use crate::model::Program;
use crate::place::RepoPath;
use crate::text::escape::{flow, scalar, shell};
use crate::text::visible;

/// What stands behind the flags in the long help.
const MORE: &str = "\
Every commit of the first-parent line becomes a row: its authors (for a merge those of what was
merged, with `Co-authored-by`), who approved it by `Reviewed-by`, `Approved-by` and `Acked-by`, who
landed it, whether a request is named, whether it is signed, takes another back, or calls itself an
emergency. People are written by short name where `people` knows their address or handle, and as a
digest of the address where not: what is committed is kept for ever.

`approved` says `yes`, `partly`, `self`, or `not-in-git`: most forges keep approvals to themselves.
`direct` means that a commit is no merge and names no request; a forge that rebases leaves no more
trace than a push. Trailers are typed by whoever commits. Compare the list with the forge's own, and
say so with --checked-against and --checked-rows.

Example:
  tickmark record git --repo ../fleet-control --repo ../console --window 2026-03-01..2026-03-31";

/// Arguments of `record git`.
#[derive(Debug, clap::Args)]
#[command(after_long_help = MORE)]
pub(super) struct Args {
    /// A repository of the product, as DIR or NAME=DIR; may stand several times
    #[arg(long, value_name = "DIR", required = true)]
    repo: Vec<String>,
    /// Its protected branch [default: `main` of the programme's `git`]
    #[arg(long, value_name = "BRANCH")]
    branch: Option<String>,
    /// The days whose changes are wanted; whole periods give a list each
    #[arg(long, value_name = "A..B")]
    window: String,
    /// The population that they are
    #[arg(long, value_name = "ID", default_value = "changes")]
    population: String,
    /// Who extracts: a short name [default: the population's owner]
    #[arg(long, value_name = "PERSON")]
    by: Option<String>,
    /// What the list was compared with: the forge's list of merged requests
    #[arg(long, value_name = "TEXT", requires = "checked_rows")]
    checked_against: Option<String>,
    /// How many rows that has; for a window of one period
    #[arg(long, value_name = "ROWS", requires = "checked_against")]
    checked_rows: Option<u64>,
    /// Who compared
    #[arg(long, value_name = "PERSON", requires = "checked_against")]
    checked_by: Option<String>,
}

/// Runs `record git`.
pub(super) fn run(world: &World, global: &GlobalArgs, args: &Args) -> Result<Exit, AppError> {
    let scope = writable(world, global)?;
    let judged = walk(&scope)?;
    let program = judged.loaded.program()?;
    let spans = span::periods(&judged, &args.population, &args.window)?;
    if args.checked_rows.is_some() && spans.len() > 1 {
        return Err(AppError::usage("`--checked-rows` is one number, and the window has several periods")
            .help("take one period at a time, or add `checked:` to each extraction afterwards"));
    }
    args.checked_by.iter().try_for_each(|by| who::person(program, by).map(drop))?;
    let by = extractor(program, &judged, args, &Questions::new(world.output, global))?;
    let branch = args.branch.as_deref().or(program.main.as_ref().map(|main| main.value.as_str()));
    let branch = branch.unwrap_or("main");
    let mut identities = Identities::of(program);
    let products = products(world, args, branch, scope.now)?;
    let mut draft = Draft::below(root(&scope)?);
    let defined = define(&judged, args, branch, &by, &products, &mut draft)?;
    let mut lists = Vec::new();
    for period in &spans {
        let list = List::of(&products, period, &program.zone, &mut identities)?;
        put(&mut draft, args, branch, &list, &by, &program.zone.written(scope.now))?;
        lists.push(list);
    }
    draft.check()?;
    if let Some(secret) = draft.delicate(&[]).iter().find(|one| one.is_secret) {
        return Err(AppError {
            message: format!(
                "nothing was written: line {} of {} holds {}",
                secret.line, secret.path, secret.what
            ),
            help: Some("withdraw it where it was issued; the product's history shows it".to_owned()),
            exit: Exit::No,
        });
    }
    draft.write()?;
    world.output.print(&told(&scope, &lists, &identities, defined, args))?;
    Ok(Exit::Done)
}

/// Opens each repository and walks its line.
fn products(world: &World, args: &Args, branch: &str, now: Timestamp) -> Result<Vec<Product>, AppError> {
    let mut products: Vec<Product> = Vec::new();
    for given in &args.repo {
        let (name, folder) = match given.split_once('=') {
            Some((name, folder)) => (name.to_owned(), PathBuf::from(folder)),
            None => (name_of(&world.folder, Path::new(given)), PathBuf::from(given)),
        };
        let plain = |c: char| c.is_ascii_alphanumeric() || matches!(c, '-' | '_' | '.');
        if name.is_empty() || !name.chars().all(plain) || name.starts_with(['-', '.']) {
            return Err(AppError::usage(format!("`{given}` gives the repository no plain name"))
                .help("name it: `--repo fleet-control=DIR`"));
        }
        if products.iter().any(|known| known.name == name) {
            return Err(AppError::usage(format!("two repositories are called `{name}`"))
                .help("name one of them: `--repo NAME=DIR`"));
        }
        // Another repository than ours: what the environment says is not about it.
        let repository = Repository::discover(&world.folder.join(&folder), &Environment::default())?;
        if repository.is_shallow() {
            return Err(AppError::cannot_tell(format!(
                "the history of `{name}` is cut: the clone is shallow"
            ))
            .help("fetch the rest with `git fetch --unshallow`"));
        }
        let found = repository.resolve(&format!("refs/heads/{branch}"));
        let tip = found.or_else(|_| repository.resolve(branch))?.commit;
        products.push(Product::walk(name, repository, tip, now)?);
    }
    Ok(products)
}

/// The name of a repository's folder: `..` and `.` have one as well.
fn name_of(folder: &Path, given: &Path) -> String {
    let found = Repository::discover(&folder.join(given), &Environment::default());
    let top = found.ok().and_then(|found| found.work_dir().map(Path::to_owned));
    let path = top.unwrap_or_else(|| given.to_owned());
    let name = path.file_name().map(|name| name.to_string_lossy().into_owned()).unwrap_or_default();
    name.strip_suffix(".git").unwrap_or(&name).to_owned()
}

fn extractor(
    program: &Program,
    judged: &Judged,
    args: &Args,
    questions: &Questions,
) -> Result<String, AppError> {
    if let Some(by) = &args.by {
        return who::person(program, by);
    }
    let population = judged.loaded.register.populations.get(&args.population);
    let owner = population.and_then(|population| population.owner.as_ref());
    match owner.filter(|owner| program.person(owner).is_some()) {
        Some(owner) => Ok(owner.value.clone()),
        None if questions.are_asked() => {
            questions.ask("Who extracts the list", "", |answer| who::person(program, answer))
        }
        None => Err(AppError::usage("who extracts the list is not known").help("pass `--by PERSON`")),
    }
}

/// Holds the population against what these lists hold; writes it where there is none. True when it
/// was written.
fn define(
    judged: &Judged,
    args: &Args,
    branch: &str,
    by: &str,
    products: &[Product],
    draft: &mut Draft,
) -> Result<bool, AppError> {
    let id = &args.population;
    let Some(population) = judged.loaded.register.populations.get(id) else {
        let path = RepoPath::new(format!("policies/populations/{id}.yaml"));
        let text = draft.modeline(Kind::Population, &path) + &definition(id, branch, by, products);
        draft.add(path, text);
        return Ok(true);
    };
    let fixed = [("key", &population.key, list::KEY), ("event", &population.event, list::EVENT)];
    for (field, text, wanted) in fixed {
        if text.as_ref().is_none_or(|text| text.value != wanted) {
            return Err(AppError::usage(format!("the `{field}` of `{id}` is not `{wanted}`")).help(format!(
                "name a population of its own: `--population git-{id}` writes its definition as well"
            )));
        }
    }
    let unknown = population.columns.iter().find(|column| !list::COLUMNS.contains(&column.value.as_str()));
    match unknown {
        None => Ok(false),
        Some(column) => {
            Err(AppError::usage(format!("Git knows no column `{}`, which `{id}` asks for", column.value))
                .help(format!("its columns can be {}", list::COLUMNS.join(", "))))
        }
    }
}

fn definition(id: &str, branch: &str, by: &str, products: &[Product]) -> String {
    let names: Vec<&str> = products.iter().map(|product| product.name.as_str()).collect();
    let columns: Vec<String> = list::COLUMNS.iter().map(|column| flow(column)).collect();
    format!(
        "id: {}\ntitle: Changes to the main line of production\nsource: {}\nowner: {}\nkey: {}\nevent: {}\n\
         columns: [{}]\nquery: {}\n",
        scalar(id),
        scalar(&format!("Git, first-parent line of {branch}: {}", names.join(", "))),
        scalar(by),
        list::KEY,
        list::EVENT,
        columns.join(", "),
        scalar(&query(branch, &names, "{start}..{end}")),
    )
}

fn query(branch: &str, names: &[&str], window: &str) -> String {
    let repositories: String = names.iter().flat_map(|name| [" --repo ", name]).collect();
    format!("tickmark record git{repositories} --branch {} --window {window}", shell(branch))
}

/// Adds an extraction and its CSV.
fn put(
    draft: &mut Draft,
    args: &Args,
    branch: &str,
    list: &List,
    by: &str,
    now: &str,
) -> Result<(), AppError> {
    let period = &list.period;
    let at: Vec<String> = list.tips.iter().map(|(name, tip)| format!("{name} at {tip}")).collect();
    let names: Vec<&str> = list.tips.iter().map(|(name, _)| name.as_str()).collect();
    let window = format!("{}..{}", period.start, period.due());
    let query = format!("{} ({})", query(branch, &names, &window), at.join(", "));
    let csv = list.csv()?;
    let path = |suffix: &str| {
        RepoPath::new(format!("evidence/populations/{}/{}.{suffix}", args.population, period.name))
    };
    let mut text = format!(
        "population: {}\nperiod: {}\nextracted: {{by: {}, at: {now}}}\nquery: {}\nrows: {}\nsha256: {}\n",
        scalar(&args.population),
        period.name,
        flow(by),
        scalar(&query),
        list.rows.len(),
        crate::place::Sha256::of(&csv),
    );
    if let (Some(against), Some(rows)) = (&args.checked_against, args.checked_rows) {
        let by = args.checked_by.as_ref().map(|by| format!(", by: {}", flow(by))).unwrap_or_default();
        // Writing to a String cannot fail.
        let _ = writeln!(text, "checked: {{against: {}, rows: {rows}{by}}}", flow(against));
    }
    draft.add(path("csv"), csv);
    let yaml = path("yaml");
    let text = draft.modeline(Kind::Extraction, &yaml) + &text;
    draft.add(yaml, text);
    Ok(())
}

fn told(scope: &Scope, lists: &[List], identities: &Identities, defined: bool, args: &Args) -> String {
    let mut text = String::new();
    for list in lists {
        text += &list.told(&args.population);
    }
    // Writing to a String cannot fail.
    if defined {
        let _ = writeln!(
            text,
            "wrote the population's definition, policies/populations/{}.yaml",
            args.population
        );
    }
    if !identities.strangers.is_empty() {
        let _ = writeln!(
            text,
            "note: ids that `people` in policies/program.yaml knows no address or handle of: {}",
            identities.strangers.len()
        );
    }
    let folder = scope.from_here(&RepoPath::new(format!("evidence/populations/{}", args.population)));
    text += "\nNext:\n";
    if args.checked_against.is_none() {
        text += "  compare the number of rows with the forge's list of merged requests, and add\n    \
                 checked: {against: WHAT, rows: N, by: WHO}\n";
    }
    let policies = if defined {
        format!(" {}", scope.from_here(&RepoPath::new("policies/populations")))
    } else {
        String::new()
    };
    let _ = writeln!(text, "  git add {}{policies} && git commit", shell(&visible(&folder)));
    text
}
