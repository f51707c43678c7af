//! What a run leaves for the next one changes nothing but time, whoever was at it.

mod walks;

use std::fs;
use std::path::{Path, PathBuf};
use std::process::Command;

use crate::support::{git, succeed, tickmark, told};

/// A repository with findings, and a home beside it; in no work tree, so that there is a cache.
struct Place {
    folder: tempfile::TempDir,
}

impl Place {
    fn new() -> Self {
        let place = Self { folder: tempfile::tempdir().expect("a temporary folder") };
        fs::create_dir(place.home()).expect("a home");
        place.write(
            "policies/program.yaml",
            "company: {name: Tiny, timezone: UTC}\npeople:\n  ada: {name: Ada, email: ada@example.com}\n",
        );
        for number in 1..=9 {
            place.write(
                &format!("policies/controls/AC-0{number}.yaml"),
                &format!(
                    "id: AC-0{number}\ntitle: Access reviews\nowner: ada\nstatement: Ada reviews all accounts.\ncadence: quarterly\nsince: 2026-01-01\nsatisfies: {{soc2: CC6.2}}\n"
                ),
            );
            place.write(
                &format!("evidence/AC-0{number}/2026-Q1.yaml"),
                &format!(
                    "control: AC-0{number}\nperiod: 2026-Q1\nperformed: {{by: ada, at: 2026-03-30}}\nresult: pass\nartifacts:\n  - file: users.csv\n"
                ),
            );
            place.write(&format!("evidence/AC-0{number}/2026-Q1/users.csv"), &format!("user\nu-{number}\n"));
        }
        place.write("evidence/AC-01/2026-Q2.yaml", "control: AC-01\nresult: fine\n");
        place.write("evidence/AC-01/2026-Q1/key.txt", &format!("AKIA{}\n", "Q3EGRIDQZYGNVNN7"));
        succeed(git(&place.root()).args(["init", "-q", "-b", "main"]));
        succeed(git(&place.root()).args(["add", "--all"]));
        succeed(git(&place.root()).args(["commit", "-q", "-m", "first"]));
        place
    }

    fn root(&self) -> PathBuf {
        self.folder.path().join("company")
    }

    fn home(&self) -> PathBuf {
        self.folder.path().join("home")
    }

    fn cache(&self) -> PathBuf {
        self.home().join("cache/tickmark")
    }

    fn write(&self, path: &str, text: &str) {
        let path = self.root().join(path);
        fs::create_dir_all(path.parent().expect("a folder")).expect("the folder");
        fs::write(path, text).expect("the file");
    }

    fn command(&self) -> Command {
        let mut command = tickmark(&self.root());
        command.args(["lint", "--staged", "--format", "concise", "--as-of", "2026-07-10"]);
        command.env("XDG_CACHE_HOME", self.home().join("cache"));
        command
    }

    fn lint(&self) -> String {
        told(&mut self.command())
    }

    fn lint_afresh(&self) -> String {
        told(self.command().arg("--no-cache"))
    }

    /// The files that were left.
    fn entries(&self) -> Vec<PathBuf> {
        files_below(&self.cache())
    }
}

fn files_below(folder: &Path) -> Vec<PathBuf> {
    let (mut open, mut files) = (vec![folder.to_owned()], Vec::new());
    while let Some(folder) = open.pop() {
        for entry in fs::read_dir(folder).into_iter().flatten().flatten() {
            let path = entry.path();
            if path.is_dir() { open.push(path) } else { files.push(path) }
        }
    }
    files.sort();
    files
}

#[test]
fn a_second_run_says_the_same_and_sees_what_was_staged_since() {
    let place = Place::new();
    let first = place.lint();
    assert!(first.contains("secret-in-evidence") && first.contains("invalid-value"), "{first}");
    assert_eq!(place.entries().len(), 1);
    assert_eq!(place.lint(), first);
    assert_eq!(place.lint_afresh(), first);

    place.write("evidence/AC-03/2026-Q1.yaml", "control: AC-03\nperiod: 2026-Q1\nresult: pas\n");
    place.write("evidence/AC-04/2026-Q1/users.csv", "user\nother\n");
    succeed(git(&place.root()).args(["add", "--all"]));
    let second = place.lint();
    assert_ne!(second, first);
    assert_eq!(second, place.lint_afresh());

    // The same bytes at a place where they are looked at with other eyes.
    place.write(
        "policies/controls/AC-10.yaml",
        &fs::read_to_string(place.root().join("evidence/AC-02/2026-Q1.yaml")).unwrap(),
    );
    succeed(git(&place.root()).args(["add", "--all"]));
    assert_eq!(place.lint(), place.lint_afresh());
}

#[test]
fn entries_that_are_damaged_cut_off_or_foreign_change_nothing() {
    let place = Place::new();
    let said = place.lint();
    let entry = place.entries().remove(0);
    let whole = fs::read(&entry).expect("the entry");
    let other = Place::new();
    other.write("evidence/AC-05/2026-Q1.yaml", "control: AC-05\n");
    succeed(git(&other.root()).args(["add", "--all"]));
    other.lint();
    let foreign = fs::read(other.entries().remove(0)).expect("the entry");
    let mut flipped = whole.clone();
    let middle = flipped.len() / 2;
    flipped[middle] ^= 0x20;
    for bytes in [&flipped[..], &whole[..whole.len() / 2], &[], &foreign, &vec![0xff; 1 << 20]] {
        fs::write(&entry, bytes).expect("the entry");
        assert_eq!(place.lint(), said);
    }
    // What was no use is written anew.
    assert_eq!(fs::read(&entry).expect("the entry"), whole);
}

#[test]
fn an_object_that_is_gone_is_missed_although_it_was_known() {
    let place = Place::new();
    let mut before = place.lint();
    for path in ["evidence/AC-02/2026-Q1/users.csv", "evidence/AC-03/2026-Q1.yaml"] {
        let id = succeed(git(&place.root()).args(["rev-parse", &format!(":{path}")]));
        let object = place.root().join(".git/objects").join(&id[..2]).join(id[2..].trim());
        fs::remove_file(object).expect("a loose object");
        let afresh = place.lint_afresh();
        assert_ne!(afresh, before);
        assert_eq!(place.lint(), afresh);
        before = afresh;
    }
}

#[test]
fn a_change_is_told_the_same_with_and_without_what_earlier_runs_left() {
    let place = Place::new();
    succeed(git(&place.root()).args(["switch", "-q", "-c", "change"]));
    // One file more at the beginning, so that every other one has another number; a record that is no
    // longer in order, one that is now, a secret, a control that asks for less, and a file that is gone.
    place.write("evidence/AC-00/2026-Q1.yaml", "control: AC-00\nperiod: 2026-Q1\nresult: pass\n");
    place.write("evidence/AC-03/2026-Q1.yaml", "control: AC-03\nperiod: 2026-Q1\nresult: pas\n");
    place.write("evidence/AC-01/2026-Q2.yaml", "control: AC-01\nperiod: 2026-Q2\nresult: pass\n");
    place.write("evidence/AC-04/2026-Q1/key.txt", &format!("AKIA{}\n", "Q3EGRIDQZYGNVNN7"));
    let control = place.root().join("policies/controls/AC-05.yaml");
    let text = fs::read_to_string(&control).expect("a control").replace("quarterly", "yearly");
    fs::write(&control, text).expect("the control");
    fs::remove_file(place.root().join("evidence/AC-06/2026-Q1/users.csv")).expect("a file");
    succeed(git(&place.root()).args(["add", "--all"]));
    succeed(git(&place.root()).args(["commit", "-q", "-m", "change"]));
    succeed(git(&place.root()).args(["repack", "-a", "-d", "-q"]));

    let check = |more: &[&str]| {
        let mut command = tickmark(&place.root());
        command.args(["check", "--base", "main", "--format", "json", "--as-of", "2026-07-10"]).args(more);
        told(command.env("XDG_CACHE_HOME", place.home().join("cache")))
    };
    let afresh = check(&["--no-cache"]);
    assert!(afresh.contains("secret-in-evidence") && afresh.contains("invalid-value"), "{afresh}");
    assert_eq!(place.entries(), Vec::<PathBuf>::new());
    assert_eq!(check(&[]), afresh);
    let entries = place.entries();
    assert_eq!(entries.len(), 2, "the files of the base, and its history");
    assert_eq!(check(&[]), afresh);
    for entry in &entries {
        let mut damaged = fs::read(entry).expect("an entry");
        let middle = damaged.len() / 2;
        damaged[middle] ^= 0x20;
        fs::write(entry, damaged).expect("an entry");
    }
    assert_eq!(check(&[]), afresh);
    // What a check left serves the next commit, and the other way round.
    assert_eq!(place.lint(), place.lint_afresh());
    assert_eq!(check(&[]), afresh);
}

#[test]
fn a_repository_brings_no_cache_along() {
    let place = Place::new();
    let said = place.lint();
    // As somebody could pack it: a cache in the work tree, to which the environment leads.
    let inside = place.root().join(".cache");
    fs::create_dir_all(&inside).expect("a folder");
    fs::rename(place.cache(), inside.join("tickmark")).expect("it is moved");
    let before = fs::read(&files_below(&inside)[0]).expect("the entry");
    fs::write(&files_below(&inside)[0], b"planted").expect("the entry");
    let told_inside = told(place.command().env("XDG_CACHE_HOME", &inside));
    assert_eq!(told_inside, said);
    assert_eq!(fs::read(&files_below(&inside)[0]).expect("the entry"), b"planted", "it is left alone");
    fs::write(&files_below(&inside)[0], before).expect("the entry");
    let empty = place.root().join("empty");
    fs::create_dir(&empty).expect("a folder");
    assert_eq!(told(place.command().env("XDG_CACHE_HOME", &empty)), said);
    assert_eq!(files_below(&empty), Vec::<PathBuf>::new());
}

#[test]
fn whoever_wants_no_cache_or_cannot_have_one_gets_the_same() {
    use std::os::unix::fs::PermissionsExt as _;
    let place = Place::new();
    let said = place.lint_afresh();
    assert_eq!(told(place.command().env("TICKMARK_NO_CACHE", "1")), said);
    assert_eq!(told(place.command().env("XDG_CACHE_HOME", "relative")), said);
    assert_eq!(place.entries(), Vec::<PathBuf>::new());
    fs::write(place.home().join("cache"), "a file").expect("a file");
    assert_eq!(place.lint(), said);
    fs::remove_file(place.home().join("cache")).expect("a file");
    // A folder to which others may write is not used.
    fs::create_dir(place.home().join("cache")).expect("a folder");
    fs::set_permissions(place.home().join("cache"), fs::Permissions::from_mode(0o777)).expect("its mode");
    assert_eq!(place.lint(), said);
    assert_eq!(place.entries(), Vec::<PathBuf>::new());
}
