//! A packet's bytes depend on the commit and on nothing else: not on how the history is kept, where and
//! when it is read, in which language, by how many threads, or with which rights files are made.
//!
//! The usual run builds once for each way to keep a history, with everything else different each time.
//! `TICKMARK_REPRODUCE=all` crosses all of them.
#![cfg(unix)]

use std::fs;
use std::path::{Path, PathBuf};
use std::process::Command;

use crate::support::{demo, folder, git, succeed, tickmark};

const ZONES: [&str; 4] = ["UTC", "Pacific/Auckland", "America/Los_Angeles", "Asia/Kathmandu"];
const LANGUAGES: [&str; 4] = ["C", "tr_TR.UTF-8", "de_DE.UTF-8", "ja_JP.eucJP"];
const MASKS: [&str; 3] = ["022", "077", "002"];
const THREADS: [&str; 2] = ["1", "2"];
/// The clock says something else each time: a minute later, years later, before the history began.
const CLOCKS: [&str; 4] = ["1796083200", "1796083260", "2051222400", "0"];

/// The ways to keep one history.
fn kept(place: &Path) -> Vec<(&'static str, PathBuf)> {
    let url = format!("file://{}", demo().display());
    let clone = |name: &str, flags: &[&str]| {
        let to = place.join(name);
        succeed(git(place).args(["clone", "-q"]).args(flags).arg(&url).arg(&to));
        to
    };
    let bare = clone("bare", &["--bare"]);
    let bundle = place.join("all.bundle");
    succeed(git(&bare).args(["bundle", "create", "-q"]).arg(&bundle).arg("--all"));
    let unbundled = place.join("unbundled");
    succeed(git(place).args(["clone", "-q", "-b", "main"]).arg(&bundle).arg(&unbundled));
    let repacked = clone("repacked", &["--no-checkout"]);
    succeed(git(&repacked).args(["repack", "-q", "-a", "-d", "-f", "--depth=5", "--window=40"]));
    let loose = clone("loose", &["--no-checkout"]);
    explode(&loose);
    let graphed = clone("graphed", &[]);
    succeed(git(&graphed).args(["commit-graph", "write", "--reachable", "--changed-paths"]));
    succeed(git(&graphed).args(["repack", "-q", "-a", "-d", "--write-midx", "--write-bitmap-index"]));
    let converted = clone("converted", &["-c", "core.autocrlf=true", "-c", "core.eol=crlf"]);
    let aged = clone("aged", &[]);
    succeed(Command::new("find").arg(&aged).args([
        "-exec",
        "touch",
        "-d",
        "2031-01-01T00:00:00Z",
        "{}",
        "+",
    ]));
    vec![
        ("as it was written", demo().to_owned()),
        ("bare", bare),
        ("from a bundle", unbundled),
        ("packed otherwise", repacked),
        ("every object by itself", loose),
        ("with a commit graph", graphed),
        ("with CRLF in the work tree", converted),
        ("with other file times", aged),
    ]
}

/// Turns every pack into loose objects.
fn explode(repository: &Path) {
    let packs = repository.join(".git/objects/pack");
    let aside = repository.join("packs");
    fs::rename(&packs, &aside).expect("the packs");
    fs::create_dir(&packs).expect("a folder");
    for entry in fs::read_dir(&aside).expect("a folder") {
        let path = entry.expect("an entry").path();
        if path.extension().is_some_and(|extension| extension == "pack") {
            let pack = fs::File::open(path).expect("a pack");
            succeed(git(repository).args(["unpack-objects", "-q"]).stdin(pack));
        }
    }
    fs::remove_dir_all(aside).expect("the packs");
}

/// What differs beside the history.
struct World {
    zone: &'static str,
    language: &'static str,
    mask: &'static str,
    threads: &'static str,
    clock: &'static str,
}

fn build(repository: &Path, out: &Path, world: &World) {
    let known = tickmark(repository);
    let mut shell = Command::new("sh");
    shell.args(["-c", "umask \"$1\"; shift; exec \"$@\"", "sh", world.mask]).arg(known.get_program());
    shell.args(["packet", "build", "soc2-2026", "--at", "soc2-2026/end"]);
    shell.args(["--formats", "md,csv,xlsx,svg,html,zip", "--out"]).arg(out);
    shell.current_dir(repository).env_clear();
    for (name, value) in known.get_envs() {
        shell.env(name, value.unwrap_or_default());
    }
    shell.env("TZ", world.zone).env("LANG", world.language).env("LC_ALL", world.language);
    shell.env("RAYON_NUM_THREADS", world.threads).env("SOURCE_DATE_EPOCH", world.clock);
    succeed(&mut shell);
}

/// Every file of a packet, and the archive.
fn contents(out: &Path) -> Vec<(String, Vec<u8>)> {
    let mut found =
        vec![("the archive".to_owned(), fs::read(out.with_extension("zip")).expect("the archive"))];
    let mut open = vec![out.to_owned()];
    while let Some(next) = open.pop() {
        for entry in fs::read_dir(&next).expect("a folder") {
            let path = entry.expect("an entry").path();
            if path.is_dir() {
                open.push(path);
            } else {
                let name = path.strip_prefix(out).expect("below").to_string_lossy().into_owned();
                found.push((name, fs::read(&path).expect("a file")));
            }
        }
    }
    found.sort();
    found
}

/// Everything else, a different one for each history; or all of them crossed.
fn worlds(number: usize, all: bool) -> Vec<World> {
    if !all {
        return vec![World {
            zone: ZONES[number % ZONES.len()],
            language: LANGUAGES[(number / 2) % LANGUAGES.len()],
            mask: MASKS[number % MASKS.len()],
            threads: THREADS[(number + number / 2) % THREADS.len()],
            clock: CLOCKS[(number + 1) % CLOCKS.len()],
        }];
    }
    let mut worlds = Vec::new();
    for zone in ZONES {
        for language in LANGUAGES {
            for threads in THREADS {
                let number = worlds.len();
                let (mask, clock) = (MASKS[number % MASKS.len()], CLOCKS[number % CLOCKS.len()]);
                worlds.push(World { zone, language, mask, threads, clock });
            }
        }
    }
    worlds
}

#[test]
fn a_packet_is_the_same_bytes_however_its_history_is_kept_and_wherever_it_is_read() {
    let place = folder();
    let all = std::env::var_os("TICKMARK_REPRODUCE").is_some_and(|value| value == "all");
    let mut first: Option<Vec<(String, Vec<u8>)>> = None;
    for (number, (name, repository)) in kept(place.path()).into_iter().enumerate() {
        for world in worlds(number, all) {
            let out = place.path().join("packet");
            build(&repository, &out, &world);
            let built = contents(&out);
            let World { zone, language, mask, threads, clock } = world;
            let here =
                format!("{name}, TZ={zone} LANG={language} umask {mask}, {threads} threads, clock {clock}");
            let first = first.get_or_insert_with(|| built.clone());
            assert!(first.iter().map(|(name, _)| name).eq(built.iter().map(|(name, _)| name)), "{here}");
            for ((file, before), (_, now)) in first.iter().zip(&built) {
                assert!(before == now, "{here}: {file} differs");
            }
            fs::remove_dir_all(&out).expect("the packet");
            fs::remove_file(out.with_extension("zip")).expect("the archive");
        }
    }
}
