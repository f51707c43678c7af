//! Disks that are full, readers that go away, processes that are killed.
#![cfg(target_os = "linux")]

use super::{Place, told_in_time};
use crate::support::{demo, folder, tickmark, told};
use snapbox::{assert_data_eq, str};
use std::path::Path;
use std::process::{Command, Stdio};

/// Runs a line of the shell in the demo; `$T` is `tickmark`.
fn shell(line: &str) -> String {
    let plain = tickmark(demo());
    let mut command = Command::new("/bin/sh");
    command.args(["-c", line]).current_dir(demo()).env_clear().env("T", plain.get_program());
    for (name, value) in plain.get_envs() {
        command.env(name, value.unwrap_or_default());
    }
    told_in_time(&mut command)
}

#[test]
fn a_full_disk_behind_standard_output_is_told_and_a_closed_pipe_is_not() {
    let lines = [
        "$T lint --as-of 2026-10-14 > /dev/full",
        "$T trail soc2-2026 --at soc2-2026/end > /dev/full",
        "$T trail soc2-2026 --at soc2-2026/end --format json > /dev/full",
        "$T packet context soc2-2026 --at soc2-2026/end > /dev/full",
        "$T explain unknown-person > /dev/full",
        "$T schema control > /dev/full",
        "$T completions bash > /dev/full",
        "$T man > /dev/full",
        "$T --help > /dev/full",
        "$T --version > /dev/full",
        "$T lint --as-of 2026-10-14 --fail-on never 2> /dev/full > /dev/null",
        "{ $T packet context soc2-2026 --at soc2-2026/end; echo exit $? >&2; } | head -c 1",
        "{ $T man; echo exit $? >&2; } | true",
        "$T lint --as-of 2026-10-14 --fail-on never >&-",
    ];
    let told: String = lines.iter().map(|line| format!("$ {line}\n{}", shell(line))).collect();
    assert_data_eq!(
        told,
        str![[r#"
$ $T lint --as-of 2026-10-14 > /dev/full
! error: cannot write to standard output: No space left on device (os error 28)
exit 2
$ $T trail soc2-2026 --at soc2-2026/end > /dev/full
! error: cannot write to standard output: No space left on device (os error 28)
exit 2
$ $T trail soc2-2026 --at soc2-2026/end --format json > /dev/full
! error: cannot write to standard output: No space left on device (os error 28)
exit 2
$ $T packet context soc2-2026 --at soc2-2026/end > /dev/full
! error: cannot write to standard output: No space left on device (os error 28)
exit 2
$ $T explain unknown-person > /dev/full
! error: cannot write to standard output: No space left on device (os error 28)
exit 2
$ $T schema control > /dev/full
! error: cannot write to standard output: No space left on device (os error 28)
exit 2
$ $T completions bash > /dev/full
! error: cannot write to standard output: No space left on device (os error 28)
exit 2
$ $T man > /dev/full
! error: cannot write to standard output: No space left on device (os error 28)
exit 2
$ $T --help > /dev/full
! error: cannot write to standard output: No space left on device (os error 28)
exit 2
$ $T --version > /dev/full
! error: cannot write to standard output: No space left on device (os error 28)
exit 2
$ $T lint --as-of 2026-10-14 --fail-on never 2> /dev/full > /dev/null
exit 0
$ { $T packet context soc2-2026 --at soc2-2026/end; echo exit $? >&2; } | head -c 1
{! exit 0
exit 0
$ { $T man; echo exit $? >&2; } | true
! exit 0
exit 0
$ $T lint --as-of 2026-10-14 --fail-on never >&-
exit 0

"#]]
    );
}

fn build(into: &Path) -> Command {
    let mut command = tickmark(demo());
    command.args(["packet", "build", "soc2-2026", "--at", "soc2-2026/end", "--out"]).arg(into);
    command
}

fn names(folder: &Path) -> Vec<String> {
    let names =
        std::fs::read_dir(folder).expect("a folder").map(|entry| entry.expect("an entry").file_name());
    let mut names: Vec<String> = names.map(|name| name.to_string_lossy().into_owned()).collect();
    names.sort();
    names
}

#[test]
fn a_place_that_cannot_be_written_is_told_and_left_alone() {
    let place = folder();
    std::fs::write(place.path().join("file"), "mine\n").expect("a file");
    let here = place.path().display().to_string();
    let below = told(&mut build(&place.path().join("file/packet")));
    let over = told(&mut build(&place.path().join("file")));
    let system = told(&mut build(Path::new("/proc/packet")));
    assert_data_eq!(
        (below + &over + &system).replace(&here, "HERE"),
        str![[r#"
-- standard error --
error: cannot read `HERE/file/packet`: Not a directory (os error 20)
-- exit 2 --
-- standard error --
error: `HERE/file` is not a folder
-- exit 2 --
-- standard error --
error: cannot create a folder in `/proc`: No such file or directory (os error 2)
-- exit 2 --

"#]]
    );
    assert_eq!(names(place.path()), ["file"]);
}

#[test]
fn a_packet_that_is_killed_is_whole_or_not_there_and_the_next_run_sweeps_up() {
    let place = folder();
    let packet = place.path().join("packet");
    let complete = || told(tickmark(demo()).args(["packet", "verify"]).arg(&packet)).contains("exit 0");
    for wait in (1..7).map(|step| step * 120) {
        let mut child = build(&packet)
            .arg("--force")
            .stdout(Stdio::null())
            .stderr(Stdio::null())
            .spawn()
            .expect("it starts");
        std::thread::sleep(std::time::Duration::from_millis(wait));
        child.kill().expect("it is ours");
        child.wait().expect("it is ours");
        assert!(!packet.exists() || complete(), "torn after {wait} ms");
    }
    told_in_time(build(&packet).arg("--force"));
    assert!(complete());
    assert_eq!(names(place.path()), ["packet"]);
}

#[test]
fn four_writers_at_once_leave_one_whole_packet() {
    let place = folder();
    let packet = place.path().join("packet");
    let children: Vec<_> = (0..4)
        .map(|_| {
            build(&packet)
                .arg("--force")
                .stdout(Stdio::null())
                .stderr(Stdio::piped())
                .spawn()
                .expect("it starts")
        })
        .collect();
    for child in children {
        let output = child.wait_with_output().expect("it ends");
        let told = String::from_utf8_lossy(&output.stderr);
        assert!(output.status.success(), "{told}");
    }
    assert!(told(tickmark(demo()).args(["packet", "verify"]).arg(&packet)).contains("exit 0"));
    assert_eq!(names(place.path()), ["packet"]);
}

#[test]
fn a_full_disk_leaves_nothing_behind() {
    let place = Place::new();
    let disk = place.path().join("disk");
    std::fs::create_dir(&disk).expect("a folder");
    let mounted = Command::new("mount").args(["-t", "tmpfs", "-o", "size=64k", "tmpfs"]).arg(&disk).output();
    if !mounted.is_ok_and(|output| output.status.success()) {
        eprintln!("skipped: a small disk cannot be mounted here");
        return;
    }
    let said = told(&mut build(&disk.join("packet")));
    let left = names(&disk);
    let unmounted = Command::new("umount").arg(&disk).status().expect("it starts");
    assert!(unmounted.success());
    // Which file comes first is for the threads to settle.
    assert!(said.contains("error: cannot write") && said.contains("No space left on device"), "{said}");
    assert!(said.ends_with("-- exit 2 --\n"), "{said}");
    assert!(left.is_empty(), "{left:?}");
}
