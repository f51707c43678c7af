//! How long the walk over a long history takes, beside `git log --raw` over the same one.
//!
//! `cargo bench --bench history` makes three histories: 2,000 files in 20,000 commits, 50,000 in 50,000,
//! and the latter with 2,000 control folders side by side; `cargo bench --bench history -- FILES COMMITS
//! CONTROLS` makes one of other numbers, and `… -- KEPT/FOLDER FILES COMMITS CONTROLS` keeps it there.
//! Minimum and median of runs that take turns are printed with the peak of memory where the system tells; a
//! budget that is missed is printed, never a failure.

#![expect(
    clippy::disallowed_methods,
    clippy::disallowed_macros,
    reason = "a benchmark looks at the clock, runs programs and prints"
)]

#[expect(dead_code, reason = "only its files are used, not the folder of them")]
mod company;
mod past;

use std::path::{Path, PathBuf};
use std::process::{Command, Stdio};
use std::time::{Duration, Instant};

use past::Extent;
use tickmark::git::{Environment, Repository};

const RUNS: usize = 5;

fn main() {
    let words: Vec<String> = std::env::args().skip(1).filter(|word| word != "--bench").collect();
    let numbers: Vec<usize> = words.iter().filter_map(|word| word.parse().ok()).collect();
    let extents = match numbers[..] {
        [files, commits, controls] => vec![Extent { files, commits, controls }],
        _ => vec![
            Extent { files: 2_000, commits: 20_000, controls: 80 },
            Extent { files: 50_000, commits: 50_000, controls: 500 },
            Extent { files: 50_000, commits: 50_000, controls: 2_000 },
        ],
    };
    let kept = words.iter().find(|word| word.contains('/')).map(PathBuf::from);
    for extent in extents {
        let temporary = tempfile::tempdir_in(env!("CARGO_TARGET_TMPDIR")).expect("a temporary folder");
        let folder = kept.clone().unwrap_or_else(|| temporary.path().to_owned());
        if !folder.join("HEAD").exists() {
            std::fs::create_dir_all(&folder).expect("a folder");
            past::write(&folder, extent).expect("the history is written");
        }
        measure(&folder, extent);
    }
}

fn measure(folder: &Path, extent: Extent) {
    let Extent { files, commits, controls } = extent;
    println!("{files} files, {commits} commits, {controls} controls\n");
    println!("{:44} {:>10} {:>10} {:>7} {:>8}", "", "minimum", "median", "ratio", "memory");
    let log = ["log", "--raw", "--no-renames", "--", "policies", "evidence"];
    let whole = ["trail", "--all", "--format", "json", "--at", "main", "--as-of", "2026-10-20"];
    let (mut floor, mut walk, mut trail) = (Vec::new(), Vec::new(), Vec::new());
    for _ in 0..RUNS {
        floor.push(timed(|| run(past::command(folder).args(log))));
        walk.push(timed(|| walked(folder)));
        trail.push(timed(|| run(tickmark(folder).args(whole))));
    }
    let git_peak = peak(folder, "git", &log);
    let own_peak = peak(folder, env!("CARGO_BIN_EXE_tickmark"), &whole);
    let unit = median(&floor);
    row("git log --raw, two folders", &floor, unit, git_peak);
    row("the walk", &walk, unit, None);
    row("trail --all: walk, proofs, grades, output", &trail, unit, own_peak);
    println!();
}

fn tickmark(folder: &Path) -> Command {
    let mut command = Command::new(env!("CARGO_BIN_EXE_tickmark"));
    command.current_dir(folder);
    command
}

fn run(command: &mut Command) {
    let status = command.stdout(Stdio::null()).stderr(Stdio::null()).status().expect("the program starts");
    assert!(status.success(), "{command:?} ended with {status}");
}

/// The walk alone, in this process.
fn walked(folder: &Path) {
    let repository = Repository::discover(folder, &Environment::default()).expect("a repository");
    let head = repository.head().expect("a head").expect("a commit");
    let trail = repository.trail(head, "").expect("a trail");
    assert!(trail.complete);
}

/// The most memory that one run took, in MB, as GNU time tells.
fn peak(folder: &Path, program: &str, arguments: &[&str]) -> Option<usize> {
    let mut command = Command::new("/usr/bin/time");
    command.args(["-f", "%M", program]).args(arguments).current_dir(folder).stdout(Stdio::null());
    let output = command.output().ok()?;
    let said = String::from_utf8_lossy(&output.stderr).lines().last()?.trim().parse::<usize>().ok()?;
    Some(said / 1024)
}

fn timed(what: impl FnOnce()) -> Duration {
    let start = Instant::now();
    what();
    start.elapsed()
}

fn median(times: &[Duration]) -> Duration {
    let mut times = times.to_vec();
    times.sort();
    times[times.len() / 2]
}

fn row(name: &str, times: &[Duration], unit: Duration, peak: Option<usize>) {
    let shown = |time: Duration| format!("{:.0} ms", time.as_secs_f64() * 1000.0);
    let (fastest, median) = (times.iter().min().copied().unwrap_or_default(), median(times));
    let ratio = format!("{:.2}", median.as_secs_f64() / unit.as_secs_f64());
    let peak = peak.map(|peak| format!("{peak} MB")).unwrap_or_default();
    println!("{name:44} {:>10} {:>10} {ratio:>7} {peak:>8}", shown(fastest), shown(median));
}
