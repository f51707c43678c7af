//! `tickmark requests import`: the auditor's list becomes `requests.yaml`, all of it or nothing.

use std::collections::BTreeSet;
use std::fmt::Write as _;
use std::path::PathBuf;

use crate::app::{AppError, Draft, Exit, GlobalArgs, World, read_given, tell_delicate};
use crate::command::requests::Desk;
use crate::command::requests::list::{Asked, List};
use crate::document::{Document, Node, Value};
use crate::kind::Kind;
use crate::model::{Request, still_stands};
use crate::place::{FileId, RepoPath, Sha256};
use crate::text::escape::{file_name, flow};
use crate::text::visible;

/// What stands behind the flags in the long help.
const MORE: &str = "\
The row with the titles is found, and which column is which is guessed from them: a number, what is
asked for, criteria, controls, owner, due date, period, notes. --dry-run shows the guess and writes
nothing; --columns corrects it. When one row is wrong, nothing is taken in, and each bad row is named.

The file itself is kept beside the list, so that `requests export` can hand it back with every
column that it had. Taken in again, new requests are added; what was answered already stays as it is,
and a request whose text changed is named.";

/// Arguments of `requests import`.
#[derive(Debug, clap::Args)]
#[command(after_long_help = MORE)]
pub(super) struct Args {
    /// The auditor's file: a workbook (.xlsx) or CSV
    file: PathBuf,
    /// The audit [default: the only one]
    #[arg(long, value_name = "AUDIT")]
    audit: Option<String>,
    /// The tab of the workbook [default: the first one that is a list]
    #[arg(long, value_name = "NAME")]
    sheet: Option<String>,
    /// Which columns are which: `id=Ref,what=Request`
    #[arg(long, value_name = "LIST", value_delimiter = ',')]
    columns: Vec<String>,
    /// Show what would be taken in, and write nothing
    #[arg(long)]
    dry_run: bool,
}

/// Runs `requests import`.
pub(super) fn run(world: &World, global: &GlobalArgs, args: &Args) -> Result<Exit, AppError> {
    if global.at.is_some() {
        return Err(AppError::usage("files are written to the work tree, and `--at` names a revision"));
    }
    let desk = Desk::find(world, global, args.audit.as_deref())?;
    let bytes = read_given(world, &args.file)?;
    let shown = args.file.display().to_string();
    let list = List::read(&bytes, &shown, args.sheet.as_deref(), &args.columns)?;
    let asked = list.requests(desk.judged.loaded.program()?).map_err(|wrong| {
        let count = counted(wrong.len());
        AppError::usage(format!("{count} in `{shown}`, and nothing was taken in\n{}", wrong.join("\n")))
            .help("correct them in the file, and take it in again")
    })?;
    if asked.is_empty() {
        return Err(AppError::usage(format!("`{shown}` has no request below its titles")));
    }
    let change = Change::of(&desk, &asked);
    world.output.say(&told(&list, &asked, &change));
    if args.dry_run {
        world.output.say("nothing was written: --dry-run\n");
        return Ok(Exit::Done);
    }
    let folder = desk.scope.folder.as_deref();
    let mut draft = Draft::below(folder.ok_or_else(|| AppError::usage("there is no folder to write to"))?);
    let kept = keep(&desk, &args.file, bytes, &mut draft)?;
    let path = put(&desk, &change, &kept, &mut draft)?;
    if draft.files().is_empty() {
        world.output.say("nothing is new\n");
        return Ok(Exit::Done);
    }
    draft.check()?;
    let known = desk.judged.loaded.program()?.people.iter();
    let known: Vec<String> =
        known.filter_map(|person| person.email.as_ref()).map(|mail| mail.value.clone()).collect();
    tell_delicate(world, &draft.delicate(&known));
    draft.write()?;
    world.output.print(&format!("{}\n", visible(&desk.scope.from_here(&path))))?;
    Ok(Exit::Done)
}

fn counted(wrong: usize) -> String {
    if wrong == 1 { "1 row is wrong".to_owned() } else { format!("{wrong} rows are wrong") }
}

/// What the list says against what is on file.
struct Change<'a> {
    /// Requests that are not on file yet.
    new: Vec<&'a Asked>,
    /// Those on file that the list says otherwise now, with the fields.
    changed: Vec<String>,
    /// Those on file that the list has no more.
    gone: Vec<String>,
}

impl<'a> Change<'a> {
    fn of(desk: &Desk, asked: &'a [Asked]) -> Self {
        let on_file = desk.list().map(|list| list.requests.as_slice()).unwrap_or_default();
        let known: BTreeSet<&str> = asked.iter().map(|one| one.id.as_str()).collect();
        let found = |one: &Asked| on_file.iter().find(|request| request.id.value == one.id);
        let changed = |one: &Asked| {
            let fields = fields(found(one)?, one);
            (!fields.is_empty()).then(|| format!("{} ({})", one.id, fields.join(", ")))
        };
        Self {
            new: asked.iter().filter(|one| found(one).is_none()).collect(),
            changed: asked.iter().filter_map(changed).collect(),
            gone: on_file
                .iter()
                .map(|request| request.id.value.clone())
                .filter(|id| !known.contains(id.as_str()))
                .collect(),
        }
    }
}

/// The fields of a request that the list says otherwise; what it leaves empty says nothing.
fn fields(request: &Request, asked: &Asked) -> Vec<&'static str> {
    let texts = |list: &[crate::model::Text]| list.iter().map(|text| text.value.clone()).collect::<Vec<_>>();
    let what = request.what.as_ref().map(|what| what.value.as_str()).unwrap_or_default();
    let due = request.due.map(|due| due.value);
    [
        ("what", what != asked.what),
        ("criteria", !asked.criteria.is_empty() && texts(&request.criteria) != asked.criteria),
        ("controls", !asked.controls.is_empty() && texts(&request.controls) != asked.controls),
        ("due", asked.due.is_some() && due != asked.due),
    ]
    .into_iter()
    .filter_map(|(name, differs)| differs.then_some(name))
    .collect()
}

/// Which column was taken for what, and what comes of it.
fn told(list: &List, asked: &[Asked], change: &Change<'_>) -> String {
    let titles = &list.table.rows[list.columns.header];
    let mut text = String::new();
    // Writing to a String cannot fail.
    if !list.table.name.is_empty() {
        let _ = writeln!(text, "tab       {}", visible(&list.table.name));
    }
    for (name, place) in &list.columns.places {
        let title = titles.get(*place).map(String::as_str).unwrap_or_default();
        let _ = writeln!(text, "{name:9} from the column `{}`", visible(title).replace('\n', " "));
    }
    if !list.columns.others.is_empty() {
        let others = list.columns.others.join(", ");
        let _ = writeln!(text, "kept in the file, and not read: {}", visible(&others).replace('\n', " "));
    }
    let _ = writeln!(text, "{} requests, {} of them new", asked.len(), change.new.len());
    if !change.changed.is_empty() {
        let changed = change.changed.join("; ");
        let _ = writeln!(text, "on file with another text, and left as they are: {}", visible(&changed));
    }
    if !change.gone.is_empty() {
        let _ = writeln!(text, "on file, and no more in this list: {}", visible(&change.gone.join(", ")));
    }
    text
}

/// Keeps the file as it came, under its own name where that is free; the name.
fn keep(desk: &Desk, file: &std::path::Path, bytes: Vec<u8>, draft: &mut Draft) -> Result<String, AppError> {
    let name = file.file_name().and_then(|name| name.to_str()).unwrap_or("requests.xlsx");
    let folder = format!("evidence/audits/{}", desk.id());
    let register = &desk.judged.loaded.register;
    let mut taken: BTreeSet<String> =
        ["requests.yaml", "requests.yml"].map(str::to_owned).into_iter().collect();
    loop {
        let name = file_name(name, &mut taken);
        // `~2` stands behind the ending; a file's ending stays where programs look for it.
        let name = match name.rsplit_once('~') {
            Some((front, number)) => match front.rsplit_once('.') {
                Some((stem, ending)) => format!("{stem}-{number}.{ending}"),
                None => format!("{front}-{number}"),
            },
            None => name,
        };
        let path = RepoPath::new(format!("{folder}/{name}"));
        match register.file(path.as_str()) {
            None => {
                draft.add(path, bytes);
                return Ok(name);
            }
            Some(_) if Sha256::of(draft.bytes(&path)?.as_slice()) == Sha256::of(&bytes) => return Ok(name),
            Some(_) => {}
        }
    }
}

/// Writes the new requests: a list of its own, or behind those that are there.
fn put(desk: &Desk, change: &Change<'_>, kept: &str, draft: &mut Draft) -> Result<RepoPath, AppError> {
    let entries: String = change.new.iter().map(|one| entry(one)).collect();
    let Some(list) = desk.list() else {
        let path = RepoPath::new(format!("evidence/audits/{}/requests.yaml", desk.id()));
        let firm = desk.audit.firm.as_ref().map(|firm| format!("from: {}, ", flow(firm))).unwrap_or_default();
        let text = format!(
            "{}audit: {}\nreceived: {{{firm}at: {}, file: {}}}\nrequests:\n{entries}",
            draft.modeline(Kind::Requests, &path),
            flow(desk.id()),
            desk.judged.as_of,
            flow(kept)
        );
        draft.add(path.clone(), text);
        return Ok(path);
    };
    if !change.new.is_empty() {
        let text = draft.read_in(&desk.judged.loaded.snapshot, &list.path)?;
        let new = behind(&text, &entries).ok_or_else(|| {
            AppError::usage(format!(
                "the `requests:` of `{}` cannot be added to as they are written",
                list.path
            ))
            .help("write one below the other, each behind `- `")
        })?;
        draft.replace(list.path.clone(), new);
    }
    Ok(list.path.clone())
}

/// A request as one line of YAML.
fn entry(one: &Asked) -> String {
    let mut fields = vec![format!("id: {}", flow(&one.id)), format!("what: {}", flow(&one.what))];
    let mut put = |name: &str, value: String| fields.push(format!("{name}: {value}"));
    let list = |words: &[String]| {
        let words: Vec<String> = words.iter().map(|word| flow(word)).collect();
        format!("[{}]", words.join(", "))
    };
    for (name, words) in [("criteria", &one.criteria), ("controls", &one.controls)] {
        if !words.is_empty() {
            put(name, list(words));
        }
    }
    let texts = [
        ("period", &one.period),
        ("sample", &one.sample),
        ("format", &one.format),
        ("owner", &one.owner),
        ("note", &one.note),
    ];
    for (name, text) in texts {
        if !text.is_empty() {
            put(name, flow(text));
        }
    }
    if let Some(due) = one.due {
        put("due", due.to_string());
    }
    format!("  - {{{}}}\n", fields.join(", "))
}

/// Entries behind the last request of a file, with nothing else of it changed by a byte.
fn behind(text: &str, entries: &str) -> Option<String> {
    let tree = |text: &str| Document::from_yaml(FileId(0), text.as_bytes()).0.root;
    let root = tree(text)?;
    let requests = root.get("requests")?;
    let Value::Sequence(items) = &requests.value else { return None };
    let last = items.last()?;
    let line = text[..last.span.start as usize].rfind('\n').map_or(0, |end| end + 1);
    let (indent, _) = text[line..last.span.start as usize].split_once("- ")?;
    if !indent.trim().is_empty() {
        return None;
    }
    let end = leaf_end(last);
    let end = text[end..].find('\n').map_or(text.len(), |at| end + at + 1);
    let entries: String = entries.lines().flat_map(|line| [indent, line.trim_start(), "\n"]).collect();
    let gap = if text[..end].ends_with('\n') { "" } else { "\n" };
    let new = format!("{}{gap}{entries}{}", &text[..end], &text[end..]);
    // The new text must say all that the old one said.
    still_stands(&root, &tree(&new)?).then_some(new)
}

/// Where the last thing of a tree ends.
fn leaf_end(node: &Node) -> usize {
    match &node.value {
        Value::Mapping(mapping) if !mapping.entries.is_empty() => {
            let ends = mapping.entries.iter().map(|entry| leaf_end(&entry.value));
            ends.chain([node.span.end as usize]).max().unwrap_or_default()
        }
        Value::Sequence(items) if !items.is_empty() => {
            items.iter().map(leaf_end).chain([node.span.end as usize]).max().unwrap_or_default()
        }
        Value::Null | Value::Scalar(_) | Value::Mapping(_) | Value::Sequence(_) => node.span.end as usize,
    }
}
