//! How long `lint` takes on a large made-up company, beside what a user would otherwise run.
//!
//! `cargo bench --bench scale` writes 1,000 controls and 20,000 records with an artifact each,
//! `cargo bench --bench scale -- CONTROLS RECORDS` another number of them. Minimum and median of the
//! runs are printed with the peak of memory where the system tells; a budget that is missed is
//! printed, never a failure. `check-jsonschema` (from `PyPI`) is measured when it is on the path, on the
//! same files with our own schemas.

#![expect(
    clippy::disallowed_methods,
    clippy::disallowed_macros,
    reason = "a benchmark looks at the clock, runs programs and prints"
)]

mod company;
mod typing;

use std::fs;
use std::path::{Path, PathBuf};
use std::process::{Command, Stdio};
use std::time::{Duration, Instant};

use company::Size;

const RUNS: usize = 10;

fn main() {
    let numbers: Vec<usize> = std::env::args().skip(1).filter_map(|word| word.parse().ok()).collect();
    let size = match numbers[..] {
        [controls, records] => Size { controls, records },
        _ => Size { controls: 1000, records: 20_000 },
    };
    let folder = tempfile::tempdir_in(env!("CARGO_TARGET_TMPDIR")).expect("a temporary folder");
    let plain = folder.path().join("plain");
    company::write(&plain, size).expect("the company is written");
    let files = files_below(&plain);
    println!("{} controls, {} records, {} files\n", size.controls, size.records, files.len());
    println!("{:44} {:>10} {:>10} {:>10}", "", "minimum", "median", "budget");

    row("reading the files and nothing else", &times(RUNS, || read(&files)), None);
    let lint = times(RUNS, || tickmark(&plain, &["lint", "--quiet", "--format", "concise"]));
    row("lint, without history", &lint, Some(600));
    if let Some(peak) = peak(&plain) {
        println!("{:44} {:>10} {:>10} {:>10}", "  its peak of memory", "", format!("{peak} MB"), "300 MB");
    }

    let git = folder.path().join("git");
    commit(&plain, &git);
    row("lint", &times(RUNS, || tickmark(&git, &["lint", "--quiet", "--format", "concise"])), None);
    stage(&git);
    let staged = ["lint", "--staged", "--quiet", "--format", "concise"];
    row("lint --staged, three files staged", &times(RUNS, || tickmark(&git, &staged)), Some(150));
    let afresh = [&staged[..], &["--no-cache"]].concat();
    row("  the same without what a run left", &times(RUNS, || tickmark(&git, &afresh)), None);
    let typed = typing::times(&git, "policies/controls/C-0007.yaml", "owner: ", "owner: x", RUNS);
    row("lsp, a keystroke to its findings", &typed, None);

    check_jsonschema(&plain, median(&lint));
}

/// Every file below a folder.
fn files_below(folder: &Path) -> Vec<PathBuf> {
    let (mut open, mut files) = (vec![folder.to_owned()], Vec::new());
    while let Some(folder) = open.pop() {
        for entry in fs::read_dir(folder).expect("a folder").map(|entry| entry.expect("an entry")) {
            let path = entry.path();
            if path.is_dir() { open.push(path) } else { files.push(path) }
        }
    }
    files
}

fn read(files: &[PathBuf]) {
    let bytes: usize = files.iter().map(|path| fs::read(path).expect("a file").len()).sum();
    assert!(bytes > 0);
}

fn tickmark(folder: &Path, arguments: &[&str]) {
    let mut command = Command::new(env!("CARGO_BIN_EXE_tickmark"));
    command.args(arguments).args(["--as-of", "2026-10-20"]).current_dir(folder);
    let status = command.stdout(Stdio::null()).stderr(Stdio::null()).status().expect("the program starts");
    assert!(matches!(status.code(), Some(0 | 1)), "{arguments:?} ended with {status}");
}

/// The most memory that one run took, in MB, as GNU time tells.
fn peak(folder: &Path) -> Option<usize> {
    let mut command = Command::new("/usr/bin/time");
    command.args(["-f", "%M", env!("CARGO_BIN_EXE_tickmark"), "lint", "--quiet", "--format", "concise"]);
    let output = command.current_dir(folder).output().ok()?;
    let said = String::from_utf8_lossy(&output.stderr).lines().last()?.trim().parse::<usize>().ok()?;
    Some(said / 1024)
}

/// The same files in one packed commit.
fn commit(plain: &Path, git: &Path) {
    let copied = Command::new("cp").arg("-r").args([plain, git]).status().expect("cp");
    assert!(copied.success());
    for arguments in [
        &["init", "--quiet", "--initial-branch", "main"][..],
        &["add", "."],
        &["commit", "--quiet", "--message", "Everything"],
        &["gc", "--quiet"],
    ] {
        run_git(git, arguments);
    }
}

/// Changes three records and stages them.
fn stage(git: &Path) {
    for control in ["C-0001", "C-0002", "C-0003"] {
        let path = git.join(format!("evidence/{control}/2026-Q3.yaml"));
        let text = fs::read_to_string(&path).expect("a record").replace("none had", "not one had");
        fs::write(&path, text).expect("a record is written");
    }
    run_git(git, &["add", "."]);
}

fn run_git(folder: &Path, arguments: &[&str]) {
    let mut command = Command::new("git");
    command.current_dir(folder).args(["-c", "user.name=Priya", "-c", "user.email=priya@large.example"]);
    command.args(arguments).env("GIT_CONFIG_GLOBAL", "/dev/null").env("GIT_CONFIG_SYSTEM", "/dev/null");
    let date = "2026-10-01T09:00:00Z";
    command.env("GIT_AUTHOR_DATE", date).env("GIT_COMMITTER_DATE", date);
    assert!(command.status().expect("git").success(), "git {arguments:?}");
}

/// The yardstick, once: it is slow.
fn check_jsonschema(folder: &Path, ours: Duration) {
    let has_it = Command::new("check-jsonschema").arg("--version").stdout(Stdio::null()).status();
    if !has_it.is_ok_and(|status| status.success()) {
        println!("check-jsonschema is not here: not compared (pip install check-jsonschema)");
        return;
    }
    let schemas = Path::new(env!("CARGO_MANIFEST_DIR")).join("schemas");
    let files = files_below(folder);
    let yaml = |below: &str| -> Vec<&PathBuf> {
        let inside = |path: &&PathBuf| path.strip_prefix(folder).is_ok_and(|path| path.starts_with(below));
        files.iter().filter(inside).filter(|path| path.extension().is_some_and(|it| it == "yaml")).collect()
    };
    let start = Instant::now();
    for (kind, below) in
        [("control", "policies/controls"), ("evidence", "evidence"), ("risk", "policies/risks")]
    {
        for share in yaml(below).chunks(5000) {
            let mut command = Command::new("check-jsonschema");
            command.arg("--schemafile").arg(schemas.join(format!("{kind}.schema.json"))).args(share);
            command.stdout(Stdio::null()).stderr(Stdio::null()).status().expect("check-jsonschema");
        }
    }
    let theirs = start.elapsed();
    row("check-jsonschema, the shape alone", &[theirs], None);
    println!("{:44} {:>10.0} times", "  lint is faster", theirs.as_secs_f64() / ours.as_secs_f64());
}

fn times(runs: usize, mut what: impl FnMut()) -> Vec<Duration> {
    what();
    let mut timed = || {
        let start = Instant::now();
        what();
        start.elapsed()
    };
    (0..runs).map(|_| timed()).collect()
}

fn median(times: &[Duration]) -> Duration {
    let mut times = times.to_vec();
    times.sort();
    times[times.len() / 2]
}

fn row(name: &str, times: &[Duration], budget: Option<u64>) {
    let shown = |time: Duration| format!("{:.1} ms", time.as_secs_f64() * 1000.0);
    let (fastest, median) = (times.iter().min().copied().unwrap_or_default(), median(times));
    let budget = budget.map(Duration::from_millis);
    let verdict = if budget.is_some_and(|budget| median > budget) { "  over" } else { "" };
    let budget = budget.map(shown).unwrap_or_default();
    println!("{name:44} {:>10} {:>10} {budget:>10}{verdict}", shown(fastest), shown(median));
}
