//! How long the walk over a long history takes, beside `git log --raw` over the same one.
//!
//! `cargo bench --bench history` makes four histories: 2,000 files in 20,000 commits, 50,000 in 50,000,
//! the latter with 2,000 control folders side by side, and one in which 50,000 commits are signed; `cargo
//! bench --bench history -- FILES COMMITS CONTROLS` makes one of other numbers, `signed` behind them signs it,
//! and `… -- KEPT/FOLDER FILES COMMITS CONTROLS` keeps it there. Runs take turns. Minimum and median by the
//! clock are printed, with the median of processor time, which a busy machine does not change as much, and
//! the peak of memory where the system tells; a budget that is missed is printed, never a failure.

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
    let signed = words.iter().any(|word| word == "signed");
    let extents = match numbers[..] {
        [files, commits, controls] => vec![Extent { files, commits, controls, deep: false, signed }],
        _ => vec![
            Extent { files: 2_000, commits: 20_000, controls: 80, deep: false, signed: false },
            Extent { files: 50_000, commits: 50_000, controls: 500, deep: false, signed: false },
            Extent { files: 50_000, commits: 50_000, controls: 2_000, deep: false, signed: false },
            Extent { files: 2_000, commits: 50_000, controls: 80, deep: false, signed: true },
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
    let Extent { files, commits, controls, signed, .. } = extent;
    let how = if signed { ", signed" } else { "" };
    println!("{files} files, {commits} commits{how}, {controls} controls\n");
    println!(
        "{:44} {:>10} {:>10} {:>7} {:>10} {:>7} {:>8}",
        "", "minimum", "median", "ratio", "cpu", "ratio", "memory"
    );
    past::go_on(folder).expect("one commit more");
    let caches = tempfile::tempdir().expect("a folder for caches");
    let log = ["log", "--raw", "--no-renames", "main", "--", "policies", "evidence"];
    let cold = arguments("main", &["--no-cache"]);
    let (warm, more) = (arguments("main", &[]), arguments("more", &[]));
    let own = |words: &[&str]| {
        let mut command = timed("tickmark");
        command.args(words).current_dir(folder).env("XDG_CACHE_HOME", caches.path());
        run(&mut command)
    };
    let filling = own(&warm);
    let (mut floor, mut walk, mut trail) = (Vec::new(), Vec::new(), Vec::new());
    let (mut again, mut after) = (Vec::new(), Vec::new());
    for _ in 0..RUNS {
        let mut git = timed("git");
        let same = past::command(folder);
        let environment = same.get_envs().filter_map(|(key, value)| Some((key, value?)));
        floor.push(run(git.envs(environment).args(log).current_dir(folder)));
        walk.push(walked(folder));
        trail.push(own(&cold));
        again.push(own(&warm));
        after.push(own(&more));
    }
    row("git log --raw, two folders", &floor, &floor);
    row("the walk, in this process", &walk, &floor);
    row("trail --all, cold: walk, proofs, grades", &trail, &floor);
    row("trail --all, cold, filling the cache", &[filling], &floor);
    row("trail --all, warm", &again, &floor);
    row("trail --all, warm, one commit later", &after, &floor);
    println!();
}

fn arguments<'a>(revision: &'a str, more: &[&'a str]) -> Vec<&'a str> {
    let words = ["trail", "--all", "--format", "json", "--at", revision, "--as-of", "2026-10-20"];
    [&words[..], more].concat()
}

/// What one run took.
#[derive(Debug, Clone, Copy, Default)]
struct Taken {
    clock: Duration,
    /// On all cores together; `None` where nothing tells.
    cpu: Option<Duration>,
    /// In MB.
    peak: Option<usize>,
}

/// A program, started so that GNU time tells what it took, where there is one.
fn timed(program: &str) -> Command {
    let program = if program == "tickmark" { env!("CARGO_BIN_EXE_tickmark") } else { program };
    if Path::new(TIME).exists() {
        let mut command = Command::new(TIME);
        command.args(["-f", "%U %S %M", program]);
        return command;
    }
    Command::new(program)
}

const TIME: &str = "/usr/bin/time";

fn run(command: &mut Command) -> Taken {
    let start = Instant::now();
    let output = command.stdout(Stdio::null()).stderr(Stdio::piped()).output().expect("the program starts");
    let clock = start.elapsed();
    assert!(output.status.success(), "{command:?}: {}", String::from_utf8_lossy(&output.stderr));
    let said = String::from_utf8_lossy(&output.stderr);
    let numbers = said.lines().last().unwrap_or_default().split(' ').map(str::parse::<f64>);
    match numbers.collect::<Result<Vec<_>, _>>().as_deref() {
        Ok([user, system, peak]) => Taken {
            clock,
            cpu: Some(Duration::from_secs_f64(user + system)),
            // Kibibytes, which are never below zero.
            peak: format!("{peak:.0}").parse().ok().map(|peak: usize| peak / 1024),
        },
        Ok(_) | Err(_) => Taken { clock, ..Taken::default() },
    }
}

/// The walk alone, in this process.
fn walked(folder: &Path) -> Taken {
    let start = Instant::now();
    let repository = Repository::discover(folder, &Environment::default()).expect("a repository");
    let head = repository.resolve("main").expect("a branch").commit;
    let trail = repository.trail(head, "").expect("a trail");
    assert!(trail.complete);
    Taken { clock: start.elapsed(), ..Taken::default() }
}

fn median<T: Ord + Copy>(all: impl Iterator<Item = T>) -> Option<T> {
    let mut all: Vec<T> = all.collect();
    all.sort();
    all.get(all.len() / 2).copied()
}

fn row(name: &str, taken: &[Taken], floor: &[Taken]) {
    let clock = |taken: &[Taken]| median(taken.iter().map(|one| one.clock));
    let cpu = |taken: &[Taken]| median(taken.iter().filter_map(|one| one.cpu));
    let shown = |time: Option<Duration>| {
        time.map(|time| format!("{:.0} ms", time.as_secs_f64() * 1000.0)).unwrap_or_default()
    };
    let ratio = |time: Option<Duration>, unit: Option<Duration>| {
        let ratio = time.zip(unit).map(|(time, unit)| time.as_secs_f64() / unit.as_secs_f64());
        ratio.map(|ratio| format!("{ratio:.2}")).unwrap_or_default()
    };
    let peak = taken.iter().filter_map(|one| one.peak).max();
    println!(
        "{name:44} {:>10} {:>10} {:>7} {:>10} {:>7} {:>8}",
        shown(taken.iter().map(|one| one.clock).min()),
        shown(clock(taken)),
        ratio(clock(taken), clock(floor)),
        shown(cpu(taken)),
        ratio(cpu(taken), cpu(floor)),
        peak.map(|peak| format!("{peak} MB")).unwrap_or_default(),
    );
}
