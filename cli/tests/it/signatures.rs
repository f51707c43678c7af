//! Signatures held against the programs that everybody else uses: OpenSSH, GnuPG, OpenSSL.
//!
//! Each test says when it was skipped for want of the program; `TICKMARK_TEST_TOOLS=1` makes a
//! missing program a failure.

mod gnupg;
mod openssh;
mod openssl;

use std::io::Write as _;
use std::path::Path;
use std::process::Command;

/// A program in a world of its own; `None`, said aloud, when it is not installed.
pub(crate) fn program(name: &str, folder: &Path) -> Option<Command> {
    let path = std::env::var_os("PATH").unwrap_or_default();
    if !std::env::split_paths(&path).any(|place| place.join(name).is_file()) {
        assert!(std::env::var_os("TICKMARK_TEST_TOOLS").is_none(), "{name} is not installed");
        // Past the test runner, which hides what a test prints that passes.
        let _ = writeln!(std::io::stderr(), "skipped: {name} is not installed");
        return None;
    }
    let mut command = Command::new(name);
    command.current_dir(folder).env_clear().env("PATH", path).env("HOME", folder).env("LC_ALL", "C");
    Some(command)
}

/// Runs to the end and must succeed.
pub(crate) fn run(command: &mut Command) -> String {
    let output = command.output().expect("the program starts");
    let told = String::from_utf8_lossy(&output.stderr);
    assert!(output.status.success(), "{command:?} failed: {told}");
    String::from_utf8_lossy(&output.stdout).into_owned()
}

/// Numbers out of a seed, the same on every machine (xorshift64*).
struct Dice(u64);

impl Dice {
    fn below(&mut self, bound: usize) -> usize {
        self.0 ^= self.0 >> 12;
        self.0 ^= self.0 << 25;
        self.0 ^= self.0 >> 27;
        let mixed = self.0.wrapping_mul(0x2545_f491_4f6c_dd1d) >> 33;
        usize::try_from(mixed).expect("31 bits") % bound
    }

    fn pick<'a, T: ?Sized>(&mut self, from: &[&'a T]) -> &'a T {
        from[self.below(from.len())]
    }
}
