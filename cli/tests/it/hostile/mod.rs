//! Hostile input: each case has a stated answer, ends soon, and stays within 512 MiB.
//!
//! Every table is one snapshot: the name of each case, what `tickmark` printed and its exit code.
//! Nothing large lies in the repository; the cases are made when they run.

mod encoding;
mod faults;
mod history;
mod lists;
mod names;
mod objects;
mod properties;
mod size;
mod templates;
mod terminal;
mod time;
mod writing;
mod yaml;

use std::fmt::Write as _;
use std::path::Path;
use std::process::{Command, Stdio};
use std::time::Duration;

use crate::support::{git, succeed, tickmark};

/// A programme with one person and nothing else.
pub(crate) const PROGRAM: &str = "company: {name: Tiny, timezone: UTC}\npeople:\n  ada: {name: Ada, email: ada@example.com}\n  bob: {name: Bob, email: bob@example.com}\n";

/// A control with nothing wrong.
pub(crate) const CONTROL: &str = "id: C-1\ntitle: Keep the list\nowner: ada\nstatement: Ada compares the list with the system each month.\ncadence: monthly\nsince: 2026-01-01\n";

/// A record with nothing wrong but its artifacts.
pub(crate) const RECORD: &str = "control: C-1\nperiod: 2026-01\nperformed: {by: ada, at: 2026-01-20}\nreviewed: {by: bob, at: 2026-01-21}\nresult: pass\nsummary: Done.\n";

/// Where the control lies.
pub(crate) const CONTROL_PATH: &str = "policies/controls/C-1.yaml";

/// Where the record lies.
pub(crate) const RECORD_PATH: &str = "evidence/C-1/2026-01.yaml";

/// After so long a case has failed. On an idle machine each ends within two seconds in a release
/// build; this is for debug builds on busy machines.
const PATIENCE: Duration = Duration::from_secs(40);

/// A folder with a programme, outside of any Git repository until [`Place::commit`].
pub(crate) struct Place(tempfile::TempDir);

impl Place {
    pub(crate) fn new() -> Self {
        let place = Self(tempfile::tempdir().expect("a temporary folder"));
        place.write("policies/program.yaml", PROGRAM);
        place
    }

    pub(crate) fn path(&self) -> &Path {
        self.0.path()
    }

    pub(crate) fn write(&self, path: &str, bytes: impl AsRef<[u8]>) {
        let path = self.path().join(path);
        std::fs::create_dir_all(path.parent().expect("a folder")).expect("the folder");
        std::fs::write(path, bytes).expect("the file");
    }

    /// A file of zeros that takes no room on the disk.
    pub(crate) fn write_sparse(&self, path: &str, size: u64) {
        self.write(path, "");
        let file = std::fs::File::options().write(true).open(self.path().join(path)).expect("the file");
        file.set_len(size).expect("the size");
    }

    #[cfg(unix)]
    pub(crate) fn link(&self, path: &str, target: &str) {
        let path = self.path().join(path);
        std::fs::create_dir_all(path.parent().expect("a folder")).expect("the folder");
        std::os::unix::fs::symlink(target, path).expect("the link");
    }

    pub(crate) fn commit(&self) {
        if !self.path().join(".git").exists() {
            succeed(git(self.path()).args(["init", "-q", "-b", "main"]));
        }
        succeed(git(self.path()).args(["add", "--all"]));
        succeed(git(self.path()).args(["commit", "-q", "--allow-empty", "-m", "all"]));
    }

    /// What `tickmark` says here.
    pub(crate) fn tell(&self, arguments: &[&str]) -> String {
        told_in_time(tickmark(self.path()).args(arguments))
    }

    /// What lint says here, in one line a finding.
    pub(crate) fn lint(&self) -> String {
        self.tell(&[
            "lint",
            "--format",
            "concise",
            "--as-of",
            "2026-02-01",
            "--quiet",
            "--ignore",
            "satisfies-nothing",
        ])
    }
}

/// Kibibytes that a process may take.
const ROOM: u64 = 512 << 10;

/// The most that a running process has taken so far, in kibibytes; only Linux tells.
fn taken(process: u32) -> u64 {
    let status = std::fs::read_to_string(format!("/proc/{process}/status")).unwrap_or_default();
    let line = status.lines().find_map(|line| line.strip_prefix("VmHWM:"));
    line.and_then(|line| line.split_whitespace().next()?.parse().ok()).unwrap_or(0)
}

/// What was printed, with the exit code; ends what does not end by itself.
pub(crate) fn told_in_time(command: &mut Command) -> String {
    told_within(command, ROOM)
}

/// The same within so many kibibytes.
pub(crate) fn told_within(command: &mut Command, room: u64) -> String {
    let streams = tempfile::tempdir().expect("a temporary folder");
    let (out, error) = (streams.path().join("out"), streams.path().join("error"));
    let file = |path: &Path| Stdio::from(std::fs::File::create(path).expect("a file"));
    let mut child =
        command.stdin(Stdio::null()).stdout(file(&out)).stderr(file(&error)).spawn().expect("it starts");
    let started = std::time::Instant::now();
    let mut most = 0;
    let status = loop {
        most = most.max(taken(child.id()));
        match child.try_wait().expect("it is ours") {
            Some(status) => break status,
            None if started.elapsed() > PATIENCE => {
                child.kill().expect("it is ours");
                child.wait().expect("it is ours");
                panic!("still running after {PATIENCE:?}: {command:?}");
            }
            None => std::thread::sleep(Duration::from_millis(3)),
        }
    };
    assert!(most < room, "{most} KiB: {command:?}");
    let read = |path: &Path| String::from_utf8_lossy(&std::fs::read(path).expect("a file")).into_owned();
    let mut text = read(&out);
    for line in read(&error).lines() {
        let _ = writeln!(text, "! {line}");
    }
    let code = status.code().map_or_else(|| "by signal".to_owned(), |code| code.to_string());
    let _ = writeln!(text, "exit {code}");
    text
}

/// Runs every case and shows them one below the other; long lines are shown by their beginning.
pub(crate) fn each<T>(cases: impl IntoIterator<Item = (T, Place)>, run: impl Fn(&Place) -> String) -> String
where
    T: std::fmt::Display,
{
    let mut text = String::new();
    for (name, place) in cases {
        let told = run(&place).replace(&place.path().display().to_string(), "HERE");
        let _ = writeln!(text, "== {name}");
        for line in told.lines() {
            let cut: String = line.chars().take(180).collect();
            let _ = writeln!(text, "{cut}{}", if cut.len() < line.len() { "…" } else { "" });
        }
    }
    text
}

/// One place for each pair of a name and a text that is written to `path`.
pub(crate) fn with_file<'a, B: AsRef<[u8]>>(
    path: &'a str,
    cases: &'a [(&'a str, B)],
) -> impl Iterator<Item = (&'a str, Place)> {
    cases.iter().map(move |(name, bytes)| {
        let place = Place::new();
        place.write(path, bytes);
        (*name, place)
    })
}

/// One place for each text that stands in the control as one more line.
pub(crate) fn in_control<'a>(lines: &'a [(&'a str, &'a str)]) -> impl Iterator<Item = (&'a str, Place)> {
    lines.iter().map(|(name, line)| {
        let place = Place::new();
        let key = line.split_once(':').map_or(*line, |(key, _)| key);
        let rest = CONTROL.lines().filter(|known| !known.starts_with(&format!("{key}:")));
        let text: String = rest.map(|line| format!("{line}\n")).collect();
        place.write(CONTROL_PATH, format!("{text}{line}\n"));
        (*name, place)
    })
}
