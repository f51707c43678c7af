//! Every command that writes, with every call that changes the disk failing once: what stands there
//! afterwards is old or new.
//!
//! `shim.c` is compiled when the test runs and loaded into the program. It counts the calls that change
//! the disk (open for writing, write, rename, link, make, remove, sync, standard output among them) and
//! makes the k-th fail, or ends the process there. The usual run takes a few k of each command and
//! mode; `TICKMARK_FAULTS=all` takes every one.

mod cases;

use std::collections::BTreeMap;
use std::fs;
use std::path::{Path, PathBuf};
use std::process::{Command, Output, Stdio};
use std::sync::OnceLock;
use std::sync::atomic::{AtomicUsize, Ordering};

use cases::{CASES, Case, Home};

use crate::support::{package, tickmark};

/// How a call fails; `shim.c` says what each does.
const MODES: [&str; 6] = ["enospc", "eio", "full", "dead", "kill", "killed"];

/// The compiled shim; `None`, said aloud, where it cannot be made.
fn shim() -> Option<&'static Path> {
    static SHIM: OnceLock<Option<PathBuf>> = OnceLock::new();
    let made = SHIM.get_or_init(|| {
        let to = Path::new(env!("CARGO_TARGET_TMPDIR")).join(format!("shim-{}.so", std::process::id()));
        let mut compiler = Command::new("cc");
        compiler.args(["-O1", "-shared", "-fPIC", "-o"]).arg(&to);
        compiler.arg(package().join("cli/tests/it/faults/shim.c")).stdin(Stdio::null());
        match compiler.output() {
            Ok(output) if output.status.success() => Some(to),
            Ok(output) => {
                eprintln!("skipped: shim.c: {}", String::from_utf8_lossy(&output.stderr));
                None
            }
            Err(error) => {
                eprintln!("skipped: no C compiler: {error}");
                None
            }
        }
    });
    made.as_deref()
}

/// Files by path, with folders that hold nothing; `.git` and what is staged stand apart.
type Tree = BTreeMap<String, Vec<u8>>;

/// What stands below a folder, and the names of what was staged and left.
fn look(root: &Path) -> (Tree, Vec<String>) {
    fn walk(root: &Path, folder: &Path, tree: &mut Tree, left: &mut Vec<String>) {
        let mut any = false;
        for entry in fs::read_dir(folder).expect("a folder") {
            let path = entry.expect("an entry").path();
            let name = path.file_name().unwrap_or_default().to_string_lossy().into_owned();
            any = true;
            if name.starts_with(".tickmark-") {
                left.push(name);
            } else if name == ".git" && folder == root {
            } else if path.is_dir() {
                walk(root, &path, tree, left);
            } else {
                let below = path.strip_prefix(root).expect("below").to_string_lossy().into_owned();
                tree.insert(below, fs::read(&path).expect("a file"));
            }
        }
        if !any && folder != root {
            let below = folder.strip_prefix(root).expect("below").to_string_lossy().into_owned();
            tree.insert(below + "/", Vec::new());
        }
    }
    let (mut tree, mut left) = (Tree::new(), Vec::new());
    walk(root, root, &mut tree, &mut left);
    (tree, left)
}

fn copy(from: &Path, to: &Path) {
    fs::create_dir_all(to).expect("the folder");
    for entry in fs::read_dir(from).expect("a folder") {
        let entry = entry.expect("an entry");
        let (from, to) = (entry.path(), to.join(entry.file_name()));
        if entry.file_type().expect("a kind").is_dir() {
            copy(&from, &to);
        } else {
            fs::copy(&from, &to).expect("the copy");
        }
    }
}

/// A command in a folder of its own, as often as wanted.
struct Bench<'c> {
    case: &'c Case,
    /// The folder before the command.
    prepared: tempfile::TempDir,
    old: Tree,
    new: Tree,
    printed: Vec<u8>,
    /// How many calls change the disk.
    calls: u64,
}

/// One run.
struct Ran {
    home: Home,
    root: PathBuf,
    output: Output,
    calls: u64,
    hit: u64,
}

impl<'c> Bench<'c> {
    fn of(case: &'c Case) -> Self {
        let prepared = memory();
        case.prepare(prepared.path());
        let (old, _) = look(prepared.path());
        let mut bench = Self { case, prepared, old, new: Tree::new(), printed: Vec::new(), calls: 0 };
        let clean = bench.run("kill", 0);
        let said = String::from_utf8_lossy(&clean.output.stderr);
        assert!(clean.output.status.success(), "{}: {said}", case.name);
        let (new, left) = look(&clean.root);
        assert!(left.is_empty(), "{}: {left:?} left by a run without a fault", case.name);
        assert_eq!(new != bench.old, case.writes, "{}", case.name);
        bench.printed = clean.printed();
        (bench.new, bench.calls) = (new, clean.calls);
        bench
    }

    fn run(&self, mode: &str, at: u64) -> Ran {
        let home = Home(memory());
        let root = home.0.path().join("root");
        copy(self.prepared.path(), &root);
        let counter = home.0.path().join("calls");
        fs::write(&counter, [0; 16]).expect("the counter");
        let mut command = self.case.command(&home, &root);
        command.env("LD_PRELOAD", shim().expect("checked before")).env("FAULT_COUNT", &counter);
        command.env("FAULT_AT", at.to_string()).env("FAULT_MODE", mode).stdin(Stdio::null());
        let output = command.output().expect("it starts");
        let words = fs::read(&counter).expect("the counter");
        let word = |at: usize| u64::from_le_bytes(words[at..at + 8].try_into().expect("eight bytes"));
        Ran { home, root, output, calls: word(0), hit: word(8) }
    }

    /// What is wrong after the k-th call failed; nothing, as a rule.
    fn fault(&self, mode: &str, at: u64) -> Option<String> {
        let ran = self.run(mode, at);
        let told = |wrong: String| {
            let said = String::from_utf8_lossy(&ran.output.stderr).into_owned();
            format!("{} {mode} {at} (call {}): {wrong}\n{said}", self.case.name, ran.hit)
        };
        if ran.hit == 0 {
            // Threads settle how many calls there are; this run had fewer.
            return None;
        }
        self.judge(&ran, mode).or_else(|| self.again(&ran)).map(told)
    }

    /// Whether what is there is old or new, and the exit code says which.
    fn judge(&self, ran: &Ran, mode: &str) -> Option<String> {
        let said = String::from_utf8_lossy(&ran.output.stderr);
        let (tree, left) = look(&ran.root);
        if said.contains("panicked") {
            return Some("panicked".to_owned());
        }
        let torn = self.torn(&tree);
        match ran.output.status.code() {
            None if mode.starts_with("kill") => torn.first().map(|path| format!("`{path}` is torn")),
            None => Some("ended by a signal".to_owned()),
            Some(0) if tree != self.new => Some(format!("exit 0, and not written: {:?}", self.other(&tree))),
            Some(0) if ran.printed() != self.printed => Some("exit 0, and not printed".to_owned()),
            Some(0) => None,
            Some(_) if said.is_empty() => Some("fails, and nothing is said".to_owned()),
            Some(_) if !torn.is_empty() => Some(format!("`{}` is torn", torn[0])),
            // On a disk that takes nothing any more, what cannot be put back is at least named.
            Some(_) if self.case.apart => None,
            Some(_) if mode == "dead" => {
                let new = self.new.iter().filter(|(path, bytes)| self.old.get(*path) != Some(bytes));
                let new: Vec<&String> = new
                    .filter(|(path, bytes)| tree.get(*path) == Some(bytes))
                    .map(|(path, _)| path)
                    .collect();
                let whole = self.old.iter().all(|(path, bytes)| tree.get(path) == Some(bytes));
                let all = same_files(&tree, &self.new);
                let named = new.iter().all(|path| said.contains(path.as_str()));
                (!whole && !all && !named).then(|| format!("half is written and not named: {new:?}"))
            }
            Some(_) if tree != self.old && tree != self.new => {
                Some(format!("half is written: {:?}", self.other(&tree)))
            }
            Some(_) if mode == "full" && !left.is_empty() => Some(format!("{left:?} is left")),
            Some(_) => None,
        }
    }

    /// Files that are neither old nor new.
    fn torn(&self, tree: &Tree) -> Vec<String> {
        let paths = self.old.keys().chain(self.new.keys()).chain(tree.keys());
        let mut torn: Vec<String> = paths
            .filter(|path| !path.ends_with('/'))
            .filter(|path| {
                let found = tree.get(*path);
                found != self.old.get(*path) && found != self.new.get(*path)
            })
            .cloned()
            .collect();
        torn.dedup();
        torn
    }

    fn other(&self, tree: &Tree) -> Vec<String> {
        self.new
            .keys()
            .chain(tree.keys())
            .filter(|path| tree.get(*path) != self.new.get(*path))
            .cloned()
            .collect()
    }

    /// The same command again, on a disk that is well: finishes the work and sweeps up.
    fn again(&self, ran: &Ran) -> Option<String> {
        let output = self.case.command(&ran.home, &ran.root).output().expect("it starts");
        let (tree, mut left) = look(&ran.root);
        let said = String::from_utf8_lossy(&output.stderr);
        if !same_files(&tree, &self.new) {
            return Some(format!("again, and not written: {:?}: {said}", self.other(&tree)));
        }
        if !output.status.success() && !left.is_empty() {
            // What is there already is refused; the next command that writes sweeps.
            let next = self.case.next(&ran.home, &ran.root).output().expect("it starts");
            assert!(next.status.success(), "{}: {}", self.case.name, String::from_utf8_lossy(&next.stderr));
            left = look(&ran.root).1;
        }
        (!left.is_empty()).then(|| format!("{left:?} is left for ever"))
    }
}

/// True when the files are those, whatever empty folders there are.
fn same_files(tree: &Tree, wanted: &Tree) -> bool {
    tree.iter().filter(|(path, _)| !path.ends_with('/')).eq(wanted.iter())
}

impl Ran {
    /// Standard output, without the name of the place.
    fn printed(&self) -> Vec<u8> {
        let here = self.home.0.path().to_string_lossy().into_owned();
        String::from_utf8_lossy(&self.output.stdout).replace(&here, "HERE").into_bytes()
    }
}

/// A folder, in memory where there is some: thousands of runs sync to it.
fn memory() -> tempfile::TempDir {
    let shared = Path::new("/dev/shm");
    let made = if shared.is_dir() { tempfile::tempdir_in(shared) } else { tempfile::tempdir() };
    made.or_else(|_| tempfile::tempdir()).expect("a temporary folder")
}

/// Which calls of a command fail in a mode: a few, others in each mode, the first and the last among
/// them; or all.
fn chosen(calls: u64, mode: usize, all: bool) -> Vec<u64> {
    if all {
        return (1..=calls).collect();
    }
    let step = calls.div_ceil(2).max(1);
    let first = 1 + (mode as u64 * step / MODES.len() as u64);
    let mut list: Vec<u64> =
        (first..=calls).step_by(usize::try_from(step).expect("a small number")).collect();
    list.push(calls.saturating_sub(mode as u64).max(1));
    list.dedup();
    list
}

#[test]
fn whatever_call_fails_what_stands_there_is_old_or_new() {
    if shim().is_none() {
        return;
    }
    let all = std::env::var_os("TICKMARK_FAULTS").is_some_and(|value| value == "all");
    let only = std::env::var("TICKMARK_FAULTS_CASE").ok();
    let cases: Vec<&Case> =
        CASES.iter().filter(|case| only.as_deref().is_none_or(|only| case.name.contains(only))).collect();
    let (next, runs) = (AtomicUsize::new(0), AtomicUsize::new(0));
    let work = || {
        let mut wrong = Vec::new();
        while let Some(case) = cases.get(next.fetch_add(1, Ordering::Relaxed)) {
            let bench = Bench::of(case);
            for (number, mode) in MODES.iter().enumerate() {
                for at in chosen(bench.calls, number, all) {
                    runs.fetch_add(1, Ordering::Relaxed);
                    wrong.extend(bench.fault(mode, at));
                }
            }
            eprintln!("{}: {} calls", case.name, bench.calls);
        }
        wrong
    };
    let wrong: Vec<String> = std::thread::scope(|threads| {
        let workers: Vec<_> = (0..2).map(|_| threads.spawn(work)).collect();
        workers.into_iter().flat_map(|worker| worker.join().expect("a worker")).collect()
    });
    let runs = runs.into_inner();
    eprintln!("{runs} runs with a fault");
    assert!(wrong.is_empty(), "{} of {runs} runs:\n{}", wrong.len(), wrong.join("\n"));
}

#[test]
fn four_writers_at_once_leave_every_file_whole() {
    for case in CASES.iter().filter(|case| case.writes) {
        let home = Home(memory());
        let root = home.0.path().join("root");
        case.prepare(&root);
        let alone = {
            let home = Home(memory());
            let root = home.0.path().join("root");
            case.prepare(&root);
            assert!(
                case.command(&home, &root).output().expect("it starts").status.success(),
                "{}",
                case.name
            );
            look(&root).0
        };
        let start = || {
            let mut command = case.command(&home, &root);
            command
                .stdin(Stdio::null())
                .stdout(Stdio::null())
                .stderr(Stdio::piped())
                .spawn()
                .expect("it starts")
        };
        let children = [start(), start(), start(), start()];
        let outputs = children.map(|child| child.wait_with_output().expect("it ends"));
        let said: Vec<String> =
            outputs.iter().map(|output| String::from_utf8_lossy(&output.stderr).into_owned()).collect();
        assert!(outputs.iter().any(|output| output.status.success()), "{}: {said:#?}", case.name);
        assert!(
            outputs.iter().all(|output| matches!(output.status.code(), Some(0 | 2))),
            "{}: {said:#?}",
            case.name
        );
        let (tree, left) = look(&root);
        assert!(
            tree == alone,
            "{}: {said:#?} {:?}",
            case.name,
            tree.keys().filter(|path| tree.get(*path) != alone.get(*path)).collect::<Vec<_>>()
        );
        assert!(left.is_empty(), "{}: {left:?}", case.name);
    }
}

#[test]
fn a_disk_that_may_only_be_read_is_told_and_left_alone() {
    if shim().is_none() {
        return;
    }
    for case in CASES.iter().filter(|case| case.writes) {
        let bench = Bench::of(case);
        let ran = bench.run("readonly", 1);
        let said = String::from_utf8_lossy(&ran.output.stderr);
        assert_eq!(ran.output.status.code(), Some(2), "{}: {said}", case.name);
        assert!(said.contains("Read-only file system"), "{}: {said}", case.name);
        assert!(look(&ran.root) == (bench.old.clone(), Vec::new()), "{}", case.name);
    }
}

#[test]
fn a_disk_of_a_few_blocks_is_told_and_holds_what_it_held() {
    let place = memory();
    let disk = place.path().join("disk");
    fs::create_dir(&disk).expect("a folder");
    for case in CASES.iter().filter(|case| case.writes) {
        // As much as what is there takes, and a little more each time.
        let needed = {
            let measured = memory();
            case.prepare(measured.path());
            blocks(measured.path())
        };
        for more in [1, 3, 6] {
            let size = format!("size={}k", (needed + more) * 4);
            let mounted =
                Command::new("mount").args(["-t", "tmpfs", "-o", &size, "tmpfs"]).arg(&disk).output();
            if !mounted.is_ok_and(|output| output.status.success()) {
                eprintln!("skipped: a small disk cannot be mounted here");
                return;
            }
            let home = Home(memory());
            case.prepare(&disk);
            let (old, _) = look(&disk);
            let output = case.command(&home, &disk).output();
            let (tree, left) = look(&disk);
            // Another test that starts a program may hold it open for a moment: it goes when that has ended.
            let unmounted = Command::new("umount").arg("--lazy").arg(&disk).status();
            assert!(unmounted.expect("it starts").success());
            let output = output.expect("it starts");
            let said = String::from_utf8_lossy(&output.stderr);
            if !output.status.success() {
                assert!(
                    said.contains("No space left") || said.contains("no storage space"),
                    "{}: {said}",
                    case.name
                );
                assert!(tree == old || case.apart, "{}: {said}", case.name);
            }
            assert!(left.is_empty(), "{}: {left:?} {said}", case.name);
        }
    }
}

/// How many pages a file system in memory needs for what is below a folder.
fn blocks(folder: &Path) -> u64 {
    let mut count = 1;
    for entry in fs::read_dir(folder).expect("a folder") {
        let entry = entry.expect("an entry");
        if entry.file_type().expect("a kind").is_dir() {
            count += blocks(&entry.path());
        } else {
            count += entry.metadata().expect("a file").len().div_ceil(4096);
        }
    }
    count
}

/// What the cases share: a `tickmark` whose caches lie beside the repository.
fn program(home: &Home, root: &Path) -> Command {
    let mut command = tickmark(root);
    command.env("SOURCE_DATE_EPOCH", "1781524800").env("XDG_CACHE_HOME", home.0.path().join("cache"));
    command
}
