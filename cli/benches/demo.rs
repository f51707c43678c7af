//! How long the everyday commands take on the demo company: whole processes, release build.
//!
//! `cargo bench --bench demo` prints minimum and median of 20 runs against the budget. A budget
//! that is missed is printed, never a failure: a busy machine is no defect.

#![expect(
    clippy::disallowed_methods,
    clippy::disallowed_macros,
    reason = "a benchmark looks at the clock, runs programs and prints"
)]

mod typing;

use std::path::Path;
use std::process::{Command, Stdio};
use std::time::{Duration, Instant};

const RUNS: usize = 20;

fn main() {
    let folder = tempfile::tempdir_in(env!("CARGO_TARGET_TMPDIR")).expect("a temporary folder");
    let demo = folder.path().join("northwind");
    // Each run writes a folder of its own: Linux's ext4 is slow to make files where as many were removed
    // within the last seconds, and then the file system is measured.
    let out = folder.path().join("packet-");
    let (demo_text, out_text) = (demo.to_string_lossy(), out.to_string_lossy());
    let write = once(folder.path(), &["demo", &demo_text]);
    println!("{:42} {:>9} {:>9} {:>9}", "", "minimum", "median", "budget");
    row("demo (writes 400 commits, once)", &[write], Duration::from_secs(1));
    let start: [&str; 1] = ["--version"];
    let lint: [&str; 1] = ["lint"];
    let trail = ["trail", "soc2-2026", "--at", "soc2-2026/end"];
    let packet = ["packet", "build", "soc2-2026", "--at", "soc2-2026/end", "--out"];
    let iso = ["packet", "build", "iso-2026", "--at", "soc2-2026/end", "--out"];
    let cases: [(&str, &[&str], u64); 5] = [
        ("start-up (--version)", &start, 20),
        ("lint", &lint, 150),
        ("trail soc2-2026", &trail, 150),
        ("packet build soc2-2026", &packet, 150),
        ("packet build iso-2026", &iso, 150),
    ];
    for (name, arguments, budget) in cases {
        let run = |number: usize| {
            let place = format!("{out_text}{}-{number}", arguments.get(2).unwrap_or(&""));
            let mut arguments = arguments.to_vec();
            arguments.extend(arguments.ends_with(&["--out"]).then_some(place.as_str()));
            once(&demo, &arguments)
        };
        let times: Vec<Duration> = (0..RUNS).map(run).collect();
        row(name, &times, Duration::from_millis(budget));
    }
    let typed = typing::times(&demo, "policies/controls/AC-02.yaml", "owner: ", "owner: x", RUNS);
    row("lsp, a keystroke to its findings", &typed, Duration::from_millis(100));
}

fn once(folder: &Path, arguments: &[&str]) -> Duration {
    let mut command = Command::new(env!("CARGO_BIN_EXE_tickmark"));
    command.args(arguments).current_dir(folder).stdout(Stdio::null()).stderr(Stdio::null());
    let start = Instant::now();
    let status = command.status().expect("the program starts");
    let elapsed = start.elapsed();
    // lint says 1 on the demo: its flaws are there to be found.
    assert!(matches!(status.code(), Some(0 | 1)), "{arguments:?} ended with {status}");
    elapsed
}

fn row(name: &str, times: &[Duration], budget: Duration) {
    let mut times = times.to_vec();
    times.sort();
    let shown = |time: Duration| format!("{:.1} ms", time.as_secs_f64() * 1000.0);
    let median = times[times.len() / 2];
    let verdict = if median <= budget { "" } else { "  over" };
    println!("{name:42} {:>9} {:>9} {:>9}{verdict}", shown(times[0]), shown(median), shown(budget));
}
