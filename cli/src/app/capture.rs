//! What somebody hands over as evidence: a file, standard input, the output of a command.
//!
//! In: words of the command line. Out: bytes, at most [`MOST`] of each. The command is the one that
//! the user typed behind `--`; nothing that a repository says is ever run.
#![expect(clippy::disallowed_methods, reason = "the one door to what the user gives as evidence")]

use std::fs;
use std::io::{self, Read};
use std::path::Path;
use std::process::{Command, ExitStatus, Stdio};
use std::sync::atomic::{AtomicBool, Ordering};
use std::thread;
use std::time::Duration;

use crate::app::AppError;

/// What a repository carries for good without every clone feeling it.
const MOST: u64 = 5 << 20;

/// What is taken in at once, and not kept.
const MOST_IMPORTED: u64 = 64 << 20;

/// How a command ended, and what it said.
#[derive(Debug)]
pub struct Captured {
    /// Standard output.
    pub out: Vec<u8>,
    /// Standard error.
    pub err: Vec<u8>,
    /// The exit code; for one that a signal ended, 128 and the signal's number, as shells say it.
    pub exit: i32,
}

/// Reads a file that the user names, wherever it lies.
pub fn read_file(folder: &Path, path: &Path) -> Result<Vec<u8>, AppError> {
    let place = folder.join(path);
    let failed = |error: io::Error| AppError::io("read", path, &error);
    let found = fs::metadata(&place).map_err(failed)?;
    if !found.is_file() {
        return Err(AppError::usage(format!("`{}` is not a file", path.display()))
            .help("name files one by one; pack a folder into an archive first"));
    }
    let shown = path.display().to_string();
    read(&shown, &mut fs::File::open(&place).map_err(failed)?)
}

/// Reads a file that the user names, to be taken in and not to be kept.
pub fn read_import(folder: &Path, path: &Path) -> Result<Vec<u8>, AppError> {
    let failed = |error: io::Error| AppError::io("read", path, &error);
    let file = fs::File::open(folder.join(path)).map_err(failed)?;
    let found = file.metadata().map_err(failed)?;
    if !found.is_file() {
        return Err(
            AppError::usage(format!("`{}` is not a file", path.display())).help("name files one by one")
        );
    }
    let mut bytes = Vec::new();
    file.take(MOST_IMPORTED + 1).read_to_end(&mut bytes).map_err(failed)?;
    if bytes.len() as u64 > MOST_IMPORTED {
        return Err(AppError::usage(format!(
            "`{}` is over 64 MiB, and nothing of it was read",
            path.display()
        ))
        .help("no published catalog is as long; split it"));
    }
    Ok(bytes)
}

/// Reads standard input to its end.
pub fn read_input() -> Result<Vec<u8>, AppError> {
    read("standard input", &mut io::stdin().lock())
}

fn read(name: &str, from: &mut impl Read) -> Result<Vec<u8>, AppError> {
    let mut bytes = Vec::new();
    let end = from.take(MOST + 1).read_to_end(&mut bytes);
    end.map_err(|error| AppError::usage(format!("cannot read {name}: {error}")))?;
    if bytes.len() as u64 > MOST { Err(too_large(name)) } else { Ok(bytes) }
}

fn too_large(name: &str) -> AppError {
    AppError::usage(format!("`{name}` is over 5 MiB, and every clone would carry it for ever")).help(
        "take what the control is about and no more; or compress it; or keep it elsewhere and name it \
         in the record: `artifacts: [{url: ADDRESS, sha256: DIGEST}]`, with the digest of `sha256sum`",
    )
}

/// Runs the user's own command in a folder and waits for it. Its standard input is ours.
pub fn run(folder: &Path, words: &[String]) -> Result<Captured, AppError> {
    let (program, arguments) =
        words.split_first().ok_or_else(|| AppError::usage("there is no command behind `--`"))?;
    let mut command = Command::new(program);
    command.args(arguments).current_dir(folder).stdout(Stdio::piped()).stderr(Stdio::piped());
    let mut child = command.spawn().map_err(|error| {
        AppError::usage(format!("cannot run `{program}`: {error}"))
            .help("write the program and its arguments behind `--`, as you would in the shell; `sh -c '…'` for a pipe")
    })?;
    let (out, err) = (child.stdout.take(), child.stderr.take());
    let flooded = AtomicBool::new(false);
    let (out, err, status) = thread::scope(|threads| {
        let out = threads.spawn(|| drain(out, &flooded));
        let err = threads.spawn(|| drain(err, &flooded));
        // What says too much is ended; what waits for nobody reading would wait for ever.
        let status = loop {
            match child.try_wait() {
                Ok(None) if flooded.load(Ordering::Relaxed) => {
                    let _ = child.kill();
                    break child.wait();
                }
                Ok(None) => thread::sleep(Duration::from_millis(5)),
                Ok(Some(status)) => break Ok(status),
                Err(error) => break Err(error),
            }
        };
        (joined(out), joined(err), status)
    });
    if flooded.load(Ordering::Relaxed) {
        return Err(too_large(&format!("the output of {program}")));
    }
    let failed = |error: io::Error| AppError::usage(format!("cannot read what `{program}` says: {error}"));
    Ok(Captured { out: out.map_err(failed)?, err: err.map_err(failed)?, exit: code(status.map_err(failed)?) })
}

fn joined<T>(thread: thread::ScopedJoinHandle<'_, T>) -> T {
    thread.join().unwrap_or_else(|panic| std::panic::resume_unwind(panic))
}

/// Reads a pipe to its end, and notes when there is more than is taken.
fn drain(pipe: Option<impl Read>, flooded: &AtomicBool) -> io::Result<Vec<u8>> {
    let mut bytes = Vec::new();
    if let Some(pipe) = pipe {
        pipe.take(MOST + 1).read_to_end(&mut bytes)?;
    }
    if bytes.len() as u64 > MOST {
        flooded.store(true, Ordering::Relaxed);
    }
    Ok(bytes)
}

fn code(status: ExitStatus) -> i32 {
    #[cfg(unix)]
    {
        use std::os::unix::process::ExitStatusExt as _;
        if let Some(signal) = status.signal() {
            return 128 + signal;
        }
    }
    status.code().unwrap_or(-1)
}
