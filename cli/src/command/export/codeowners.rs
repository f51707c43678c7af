//! `tickmark export codeowners`: the owners in the repository as a CODEOWNERS file.

use std::fmt::Write as _;
use std::path::PathBuf;

use crate::app::pipeline::load;
use crate::app::{AppError, Exit, GlobalArgs, Scope, World, write_file};
use crate::calendar::Date;
use crate::model::{Program, Register, Text};
use crate::place::RepoPath;

/// Arguments of `export codeowners`.
#[derive(Debug, clap::Args)]
pub(super) struct Args {
    /// Write to a file, like .github/CODEOWNERS, instead of standard output
    #[arg(short, long, value_name = "PATH")]
    output: Option<PathBuf>,
}

/// Runs `export codeowners`.
pub(super) fn run(world: &World, global: &GlobalArgs, args: &Args) -> Result<Exit, AppError> {
    let scope = Scope::find(world, global)?;
    let loaded = load(&scope)?;
    let program = loaded.program()?;
    let today = scope.as_of.unwrap_or_else(|| program.zone.date_of(scope.now));
    let owners = Owners { program, today, prefix: &scope.prefix };
    let (text, left_out) = page(&loaded.register, &owners);
    match &args.output {
        Some(path) => write_file(&world.folder.join(path), text.as_bytes())?,
        None => world.output.print_bytes(text.as_bytes())?,
    }
    if left_out > 0 {
        let lines = if left_out == 1 { "1 line" } else { &format!("{left_out} lines") };
        world
            .output
            .say(&format!("note: {lines} name somebody whom a forge cannot find, and stand as comments\n"));
    }
    Ok(Exit::Done)
}

struct Owners<'a> {
    program: &'a Program,
    today: Date,
    prefix: &'a str,
}

/// Every path with its owners; forges take the last line that fits. Gives also how many lines are
/// comments, because nobody in them can be asked.
fn page(register: &Register, owners: &Owners<'_>) -> (String, usize) {
    let mut text = String::from(
        "# Written by `tickmark export codeowners` from the owners in the repository; not edited by hand.\n",
    );
    let mut left_out = 0;
    let mut section = |title: &str, lines: Vec<(String, Option<&Text>)>| {
        let mut body = String::new();
        for (path, owner) in lines {
            let Some(owner) = owner else { continue };
            let line = owners.line(&path, owner);
            left_out += usize::from(line.is_err());
            // Writing to a String cannot fail.
            let _ = writeln!(body, "{}", line.unwrap_or_else(|why| format!("# {why}")));
        }
        if !body.is_empty() {
            let _ = write!(text, "\n# {title}\n{body}");
        }
    };
    let file = |path: &RepoPath| path.to_string();
    let texts = register.policies.by_id().chain(register.isms_documents.by_id());
    section("Policies and documents", texts.map(|one| (file(&one.path), one.owner.as_ref())).collect());
    section("Controls", register.controls.by_id().map(|one| (file(&one.path), one.owner.as_ref())).collect());
    let evidence =
        register.controls.by_id().map(|one| (format!("evidence/{}/", one.id.value), one.owner.as_ref()));
    section("Their evidence", evidence.collect());
    section("Risks", register.risks.by_id().map(|one| (file(&one.path), one.owner.as_ref())).collect());
    let populations =
        register.populations.by_id().map(|one| (register.path(one.file).to_string(), one.owner.as_ref()));
    section("Populations", populations.collect());
    let method = register.method.iter().map(|one| (file(&one.path), one.owner.as_ref()));
    section("Risk method", method.collect());
    let statements = register
        .soas
        .iter()
        .map(|one| (file(&one.path), one.approved.as_ref().and_then(|act| act.by.as_ref())));
    section("Statements of Applicability, by who approved them", statements.collect());
    (text, left_out)
}

impl Owners<'_> {
    /// A line, or why there is none.
    fn line(&self, path: &str, owner: &Text) -> Result<String, String> {
        let whole =
            if self.prefix.is_empty() { format!("/{path}") } else { format!("/{}/{path}", self.prefix) };
        let shown = crate::text::visible(&whole);
        if whole.contains(['[', ']', '!', '*', '?', '\\']) || whole.chars().any(char::is_control) {
            return Err(format!("{shown}: forges cannot name this path"));
        }
        let names: Vec<String> = match self.program.team(owner) {
            Some(team) => team.members.iter().filter_map(|member| self.name(member)).collect(),
            None => self.name(owner).into_iter().collect(),
        };
        if names.is_empty() {
            let owner = crate::text::visible(owner);
            return Err(format!(
                "{shown}: {owner} has left, or has neither `handle` nor `email` in program.yaml"
            ));
        }
        // A space ends a pattern, and `#` begins a comment.
        let pattern = whole.replace(' ', "\\ ").replace('#', "\\#");
        Ok(format!("{pattern} {}", names.join(" ")))
    }

    /// How a forge knows somebody who is still here.
    fn name(&self, short: &str) -> Option<String> {
        let person = self.program.person(short)?;
        if person.until.is_some_and(|until| until.value < self.today) {
            return None;
        }
        let handle = person.handle.as_ref().map(|handle| format!("@{}", handle.trim_start_matches('@')));
        let name = handle.or_else(|| person.email.as_ref().map(|email| email.value.clone()))?;
        let plain = |c: char| !c.is_whitespace() && !c.is_control() && c != '#';
        name.chars().all(plain).then_some(name)
    }
}
