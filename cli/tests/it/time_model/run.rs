//! The same history put before the product: as values, and as a repository.

use std::collections::BTreeMap;
use std::fmt::Write as _;
use std::io::Write as _;
use std::path::Path;
use std::process::Stdio;

use serde_json::Value;
use tickmark::assess::{Input, assess};
use tickmark::calendar::Window;
use tickmark::document::Document;
use tickmark::history::{Addition, Change, LineCommit, Person, Trail};
use tickmark::kind::Place;
use tickmark::model::{FileFact, Form, Register, Table, decode_document, link};
use tickmark::place::{BlobId, CommitId, FileId, RepoPath, Sha256};
use tickmark::report::trail::{Style, TrailReport, json};

use super::days;
use super::model::{Model, Names};
use super::world::{CATALOG, Commit, POPULATION, Tree, World};
use crate::support::{folder, git, succeed, tickmark};

/// What the product makes of the values, and what the page says.
pub(super) fn as_values(world: &World) -> (Value, Value) {
    let id = |number: usize| value_id(number).to_string();
    let blob_id = |_: &str, text: &str| blob(text.as_bytes()).to_string();
    let said = Model::new(world, &Names { commit: &id, blob: &blob_id }).answer();
    let register = register(world);
    let trail = trail(world);
    let (from, to) = world.window;
    let assessment = assess(&Input {
        register: &register,
        trail: Some(&trail),
        work_tree: false,
        window: Window::parse(&format!("{}..{}", days::written(from), days::written(to))).unwrap(),
        as_of: days::written(world.as_of).parse().unwrap(),
        audit: register.program.as_ref().and_then(|program| program.audit("a1")).filter(|_| world.audit),
        trust: None,
    });
    let report = TrailReport {
        assessment: &assessment,
        company: "N",
        audit: None,
        reference: None,
        controls: &BTreeMap::new(),
        style: Style { width: 80, ascii: false },
    };
    (serde_json::from_str(&json(&report)).unwrap(), said)
}

fn value_id(number: usize) -> CommitId {
    let digest = Sha256::of(format!("commit {number}").as_bytes());
    CommitId(digest.0[..20].try_into().unwrap())
}

fn blob(bytes: &[u8]) -> BlobId {
    BlobId(Sha256::of(bytes).0[..20].try_into().unwrap())
}

/// The files that are read at the revision only.
fn surroundings(world: &World, id: impl Fn(usize) -> String) -> [(&'static str, String); 3] {
    [
        ("policies/program.yaml", world.program(id)),
        ("policies/frameworks/own.yaml", CATALOG.to_owned()),
        ("policies/populations/leavers.yaml", POPULATION.to_owned()),
    ]
}

fn register(world: &World) -> Register {
    let around = surroundings(world, |number| value_id(number).to_string());
    let mut all: BTreeMap<String, String> =
        world.head().iter().map(|(path, file)| (path.clone(), file.text.clone())).collect();
    all.extend(around.into_iter().map(|(path, text)| (path.to_owned(), text)));
    let (mut files, mut decoded, mut tables) = (Vec::new(), Vec::new(), BTreeMap::new());
    for (index, (path, text)) in all.iter().enumerate() {
        let (file, path, bytes) =
            (FileId(u32::try_from(index).unwrap()), RepoPath::new(path), text.as_bytes());
        let place = Place::of(&path);
        files.push(FileFact {
            file,
            path: path.clone(),
            place,
            form: Form::File,
            size: bytes.len() as u64,
            sha256: Some(Sha256::of(bytes)),
            blob: Some(blob(bytes)),
        });
        if path.is_yaml() {
            decoded.extend(decode_document(place, &path, &Document::from_yaml(file, bytes).0));
        } else {
            tables.insert(path.clone(), Table::read(file, bytes));
        }
    }
    link(decoded, files, tables, &[])
}

fn trail(world: &World) -> Trail {
    let mut trail = Trail { complete: world.cut.is_none(), shallow: world.cut.is_some(), ..Trail::default() };
    let nothing = Tree::new();
    let mut before = &nothing;
    for (at, step) in world.seen().iter().enumerate() {
        let tree = &step.main.tree;
        for (path, file) in tree {
            trail.blobs.insert(blob(file.text.as_bytes()), file.text.as_bytes().into());
            let is_old = at == 0 && world.cut.is_some();
            let holding =
                step.side.as_ref().filter(|side| side.tree.contains_key(path)).unwrap_or(&step.main);
            if is_old {
                trail.before_the_cut.insert(RepoPath::new(path), blob(file.text.as_bytes()));
            } else if !before.contains_key(path) {
                add(&mut trail, path, holding);
            }
        }
        // What came and went on the side never was on the main line, but was committed.
        for (path, _) in step.side.iter().flat_map(|side| &side.tree) {
            if !before.contains_key(path) && !tree.contains_key(path) {
                add(&mut trail, path, step.side.as_ref().unwrap());
            }
        }
        let changes = if at == 0 && world.cut.is_some() { Vec::new() } else { changes(before, tree) };
        trail.line.push(line_commit(&step.main, changes));
        before = tree;
    }
    trail
}

fn add(trail: &mut Trail, path: &str, commit: &Commit) {
    let at = jiff::Timestamp::from_second(commit.at).unwrap();
    let new = Addition { commit: value_id(commit.number), at, offset_minutes: commit.offset };
    let known = trail.additions.entry(RepoPath::new(path)).or_insert(new);
    if (new.at, new.commit) < (known.at, known.commit) {
        *known = new;
    }
}

fn changes(before: &Tree, after: &Tree) -> Vec<Change> {
    let paths: std::collections::BTreeSet<&String> = before.keys().chain(after.keys()).collect();
    let id = |tree: &Tree, path: &String| tree.get(path).map(|file| blob(file.text.as_bytes()));
    let mut changes: Vec<Change> = paths
        .into_iter()
        .map(|path| Change { path: RepoPath::new(path), before: id(before, path), after: id(after, path) })
        .filter(|change| change.before != change.after)
        .collect();
    changes.sort();
    changes
}

fn line_commit(commit: &Commit, changes: Vec<Change>) -> LineCommit {
    let at = jiff::Timestamp::from_second(commit.at).unwrap();
    let person = Person {
        name: commit.author.clone(),
        mail: "a@n.example".to_owned(),
        at,
        offset_minutes: commit.offset,
    };
    LineCommit {
        id: value_id(commit.number),
        parents: Vec::new(),
        author: person.clone(),
        committer: person,
        subject: String::new(),
        signature: None,
        changes,
    }
}

/// What the program prints in a repository with this history, and what the page says.
pub(super) fn as_repository(world: &World) -> (Value, Value) {
    let place = folder();
    let whole = place.path().join("whole");
    succeed(git(place.path()).args(["init", "-q", "-b", "main", "whole"]));
    let last = world.steps.len() - 1;
    import(&whole, &stream(world, 0..last, &[]));
    let early = marks(&whole);
    let around = surroundings(world, |number| early.get(&number).cloned().unwrap_or_else(|| "0".repeat(40)));
    import(&whole, &stream(world, last..last + 1, &around));
    let ids = marks(&whole);
    let seen = match world.cut {
        None => whole,
        Some(cut) => {
            let depth = (world.steps.len() - cut).to_string();
            let url = format!("file://{}", whole.display());
            succeed(git(place.path()).args(["clone", "-q", "--depth", &depth, &url, "cut"]));
            place.path().join("cut")
        }
    };
    succeed(git(&seen).args(["checkout", "-q", "-f", "main"]));
    let (from, to) = world.window;
    let window = format!("{}..{}", days::written(from), days::written(to));
    let mut command = tickmark(&seen);
    command.args(["trail", "--format", "json", "--as-of", &days::written(world.as_of)]);
    if world.audit {
        command.arg("a1")
    } else {
        command.args(["--window", &window])
    };
    let output = command.output().unwrap();
    let listed = succeed(git(&seen).args(["ls-tree", "-r", "HEAD"]));
    let blobs: BTreeMap<&str, &str> = listed
        .lines()
        .filter_map(|line| line.split_once('\t'))
        .map(|(head, path)| (path, head.rsplit(' ').next().unwrap()))
        .collect();
    let id = |number: usize| ids[&number].clone();
    let blob_id = |path: &str, _: &str| blobs[path].to_owned();
    let said = Model::new(world, &Names { commit: &id, blob: &blob_id }).answer();
    let text = String::from_utf8_lossy(&output.stdout);
    let told =
        serde_json::from_str(&text).unwrap_or_else(|_| Value::String(crate::support::told(&mut command)));
    (told, said)
}

fn import(repository: &Path, stream: &str) {
    let mut command = git(repository);
    command.args([
        "fast-import",
        "--quiet",
        "--date-format=raw",
        "--import-marks-if-exists=marks",
        "--export-marks=marks",
    ]);
    let mut child = command.stdin(Stdio::piped()).spawn().unwrap();
    child.stdin.take().unwrap().write_all(stream.as_bytes()).unwrap();
    assert!(child.wait().unwrap().success(), "{stream}");
}

fn marks(repository: &Path) -> BTreeMap<usize, String> {
    let text = std::fs::read_to_string(repository.join(".git/marks"))
        .or_else(|_| std::fs::read_to_string(repository.join("marks")))
        .unwrap_or_default();
    let mark = |line: &str| {
        let (mark, id) = line.strip_prefix(':')?.split_once(' ')?;
        Some((mark.parse::<usize>().ok()? - 1, id.to_owned()))
    };
    text.lines().filter_map(mark).collect()
}

/// A stream for `git fast-import`: whole trees.
fn stream(world: &World, steps: std::ops::Range<usize>, around: &[(&str, String)]) -> String {
    let mut text = String::new();
    for at in steps {
        let before = at.checked_sub(1).map(|before| world.steps[before].main.number);
        let step = &world.steps[at];
        if let Some(side) = &step.side {
            let parents: Vec<usize> = before.into_iter().collect();
            commit(&mut text, "side", side, &parents, around);
        }
        let parents: Vec<usize> =
            before.into_iter().chain(step.side.as_ref().map(|side| side.number)).collect();
        commit(&mut text, "main", &step.main, &parents, around);
    }
    text
}

fn commit(text: &mut String, branch: &str, commit: &Commit, parents: &[usize], around: &[(&str, String)]) {
    let sign = if commit.offset < 0 { '-' } else { '+' };
    let minutes = commit.offset.abs();
    let date = format!("{} {sign}{:02}{:02}", commit.at, minutes / 60, minutes % 60);
    let mark = |number: usize| number + 1;
    let _ = write!(
        text,
        "commit refs/heads/{branch}\nmark :{}\nauthor {} <a@n.example> {date}\ncommitter C <c@n.example> {date}\ndata 1\nm\n",
        mark(commit.number),
        commit.author
    );
    for (at, parent) in parents.iter().enumerate() {
        let _ = writeln!(text, "{} :{}", if at == 0 { "from" } else { "merge" }, mark(*parent));
    }
    *text += "deleteall\n";
    let own = commit.tree.iter().map(|(path, file)| (path.as_str(), file.text.as_str()));
    for (path, content) in own.chain(around.iter().map(|(path, text)| (*path, text.as_str()))) {
        let _ = writeln!(text, "M 100644 inline {path}\ndata {}\n{content}", content.len());
    }
    text.push('\n');
}
