//! What the tests share: the package, the binary in a world of its own, the demo.

pub(crate) mod keys;
pub(crate) mod register;
pub(crate) mod regulated;

use std::path::{Path, PathBuf};
use std::process::{Command, Output};
use std::sync::OnceLock;

/// The root of the package.
pub(crate) fn package() -> &'static Path {
    Path::new(env!("CARGO_MANIFEST_DIR"))
}

/// A `tickmark` that knows nothing of the machine: no home, no Git configuration, a narrow terminal.
pub(crate) fn tickmark(folder: &Path) -> Command {
    let mut command = Command::new(env!("CARGO_BIN_EXE_tickmark"));
    isolate(&mut command, folder);
    command
}

/// A `git` with a fixed identity and date, and no configuration.
pub(crate) fn git(folder: &Path) -> Command {
    let mut command = Command::new("git");
    isolate(&mut command, folder);
    command
}

fn isolate(command: &mut Command, folder: &Path) {
    let path = std::env::var_os("PATH").unwrap_or_default();
    command
        .current_dir(folder)
        .env_clear()
        .env("PATH", path)
        .env("HOME", folder)
        .env("GIT_CONFIG_GLOBAL", "/dev/null")
        .env("GIT_CONFIG_NOSYSTEM", "1")
        .env("GIT_AUTHOR_NAME", "Ada")
        .env("GIT_AUTHOR_EMAIL", "ada@example.com")
        .env("GIT_AUTHOR_DATE", "2026-01-05T12:00:00Z")
        .env("GIT_COMMITTER_NAME", "Ada")
        .env("GIT_COMMITTER_EMAIL", "ada@example.com")
        .env("GIT_COMMITTER_DATE", "2026-01-05T12:00:00Z")
        .env("TZ", "UTC")
        .env("COLUMNS", "100");
}

/// Runs to the end and gives what was printed with the exit code, as one text.
pub(crate) fn told(command: &mut Command) -> String {
    let output = command.output().expect("the program starts");
    let Output { status, stdout, stderr } = output;
    let mut text = String::from_utf8_lossy(&stdout).into_owned();
    if !stderr.is_empty() {
        text.push_str("-- standard error --\n");
        text.push_str(&String::from_utf8_lossy(&stderr));
    }
    let code = status.code().map_or_else(|| "by signal".to_owned(), |code| code.to_string());
    text.push_str("-- exit ");
    text.push_str(&code);
    text.push_str(" --\n");
    text
}

/// Runs and must succeed; gives standard output.
pub(crate) fn succeed(command: &mut Command) -> String {
    let output = command.output().expect("the program starts");
    assert!(
        output.status.success(),
        "{command:?} failed with {}:\n{}{}",
        output.status,
        String::from_utf8_lossy(&output.stdout),
        String::from_utf8_lossy(&output.stderr)
    );
    String::from_utf8_lossy(&output.stdout).into_owned()
}

/// The demo company, written once for all tests of a run; nobody writes into it.
pub(crate) fn demo() -> &'static Path {
    static DEMO: OnceLock<PathBuf> = OnceLock::new();
    DEMO.get_or_init(|| {
        let folder = Path::new(env!("CARGO_TARGET_TMPDIR")).join(format!("demo-{}", std::process::id()));
        let _ = std::fs::remove_dir_all(&folder);
        succeed(tickmark(Path::new(env!("CARGO_TARGET_TMPDIR"))).arg("demo").arg(&folder));
        folder
    })
}

/// An empty folder of its own.
pub(crate) fn folder() -> tempfile::TempDir {
    tempfile::tempdir_in(env!("CARGO_TARGET_TMPDIR")).expect("a temporary folder")
}
