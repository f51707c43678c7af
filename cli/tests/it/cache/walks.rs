//! What one run leaves for the next changes nothing but time.

use std::fs;
use std::path::{Path, PathBuf};
use std::process::{Command, Stdio};
use std::time::Duration;

use tempfile::TempDir;

use crate::support::{demo, git, succeed, told};

/// A user's folder for caches, outside of every work tree.
struct User {
    folder: TempDir,
}

impl User {
    fn new() -> Self {
        Self { folder: tempfile::tempdir().unwrap() }
    }

    fn caches(&self) -> PathBuf {
        self.folder.path().join("caches")
    }

    fn tickmark(&self, repository: &Path) -> Command {
        let mut command = crate::support::tickmark(repository);
        command.env("XDG_CACHE_HOME", self.caches());
        command
    }

    /// The trail of the demo company, or of a clone of it.
    fn trail(&self, repository: &Path) -> String {
        succeed(self.tickmark(repository).args(TRAIL))
    }

    /// Removes the entries of a shelf, but for one.
    fn forget(&self, kept_on: &str, but: &Path) {
        let entries = self.entries().into_iter().filter(|path| path != but);
        let of_shelf = entries.filter(|path| path.parent().unwrap().ends_with(kept_on));
        of_shelf.for_each(|path| fs::remove_file(path).unwrap());
    }

    /// Every file that runs have left, by name.
    fn entries(&self) -> Vec<PathBuf> {
        let mut entries: Vec<PathBuf> = ["walks", "signed", "answers"]
            .iter()
            .filter_map(|shelf| fs::read_dir(self.caches().join("tickmark").join(shelf)).ok())
            .flat_map(|shelf| shelf.map(|entry| entry.unwrap().path()))
            .collect();
        entries.sort();
        entries
    }
}

const TRAIL: [&str; 6] = ["trail", "soc2-2026", "--as-of", "2026-10-20", "--format", "json"];

fn without(repository: &Path) -> String {
    succeed(crate::support::tickmark(repository).args(TRAIL).arg("--no-cache"))
}

/// A clone of the demo company, packed, in a user's folder.
fn clone(user: &User) -> PathBuf {
    let url = format!("file://{}", demo().display());
    succeed(git(user.folder.path()).args(["clone", "-q", &url, "company"]));
    user.folder.path().join("company")
}

fn commit(repository: &Path, path: &str, text: &str) {
    fs::write(repository.join(path), text).unwrap();
    succeed(git(repository).args(["add", "-f", path]));
    succeed(git(repository).args(["commit", "-q", "--no-gpg-sign", "-m", "Change"]));
}

#[test]
fn a_second_run_tells_what_the_first_one_told_and_leaves_nothing_more() {
    let user = User::new();
    let first = user.trail(demo());
    assert_eq!(first, without(demo()));
    let entries = user.entries();
    assert_eq!(entries.len(), 3, "{entries:?}");
    let written = || user.entries().iter().map(|path| fs::metadata(path).unwrap().modified().unwrap()).max();
    let before = written();
    assert_eq!(user.trail(demo()), first);
    assert_eq!(written(), before);
    for words in
        [&["lint"][..], &["status"], &["trail", "AC-02", "--format", "markdown"], &["anchor", "list"]]
    {
        let day = ["--as-of", "2026-10-20"];
        let told = |command: &mut Command| told(command.args(words).args(day));
        assert_eq!(
            told(&mut user.tickmark(demo())),
            told(crate::support::tickmark(demo()).arg("--no-cache")),
            "{words:?}"
        );
    }
}

#[test]
fn an_entry_that_is_damaged_cut_off_or_another_ones_is_none_and_is_made_anew() {
    let user = User::new();
    let truth = user.trail(demo());
    let entries = user.entries();
    for (path, other) in entries.iter().zip(entries.iter().rev()) {
        let whole = fs::read(path).unwrap();
        let length = whole.len();
        let mut hurt: Vec<Vec<u8>> = [0, 20, 60, 81, length / 3, length / 2, length - 1]
            .into_iter()
            .flat_map(|at| {
                let mut flipped = whole.clone();
                flipped[at] ^= 0x20;
                [flipped, whole[..at].to_vec()]
            })
            .collect();
        hurt.push(fs::read(other).unwrap());
        hurt.push([&whole[..], &whole].concat());
        for bytes in hurt {
            fs::write(path, &bytes).unwrap();
            // With its answer at hand nobody looks at the rest.
            user.forget("answers", path);
            assert_eq!(user.trail(demo()), truth);
            assert_eq!(fs::read(path).unwrap(), whole, "made anew");
        }
        fs::remove_file(path).unwrap();
        fs::create_dir(path).unwrap();
        user.forget("answers", path);
        assert_eq!(user.trail(demo()), truth, "a folder in its place");
        fs::remove_dir(path).unwrap();
        assert_eq!(user.trail(demo()), truth);
    }
}

#[test]
fn another_build_of_the_program_believes_nothing_of_it() {
    let user = User::new();
    let truth = user.trail(demo());
    let other = user.folder.path().join("tickmark-of-another-day");
    fs::copy(env!("CARGO_BIN_EXE_tickmark"), &other).unwrap();
    let mut command = Command::new(&other);
    command.current_dir(demo()).env_clear().env("XDG_CACHE_HOME", user.caches()).env("HOME", demo());
    assert_eq!(succeed(command.args(TRAIL)), truth);
    assert_eq!(user.entries().len(), 6);
}

#[test]
fn a_place_that_others_may_write_to_or_that_came_with_the_repository_is_not_used() {
    let user = User::new();
    let company = clone(&user);
    let truth = without(&company);
    for place in ["company/.git/caches", "company/caches", "company"] {
        let mut command = crate::support::tickmark(&company);
        command.env("XDG_CACHE_HOME", user.folder.path().join(place)).args(TRAIL);
        assert_eq!(succeed(&mut command), truth, "{place}");
        assert!(!user.folder.path().join(place).join("tickmark").exists(), "{place}");
    }
    #[cfg(unix)]
    {
        use std::os::unix::fs::PermissionsExt as _;
        fs::create_dir(user.caches()).unwrap();
        for mode in [0o777, 0o500, 0o000] {
            fs::set_permissions(user.caches(), fs::Permissions::from_mode(mode)).unwrap();
            assert_eq!(user.trail(&company), truth, "{mode:o}");
        }
        fs::set_permissions(user.caches(), fs::Permissions::from_mode(0o700)).unwrap();
    }
    fs::remove_dir_all(user.caches()).unwrap();
    fs::write(user.caches(), "a file").unwrap();
    assert_eq!(user.trail(&company), truth);
}

#[test]
fn runs_at_the_same_time_do_not_disturb_each_other() {
    let user = User::new();
    let truth = without(demo());
    let runs: Vec<_> =
        (0..6).map(|_| user.tickmark(demo()).args(TRAIL).stdout(Stdio::piped()).spawn().unwrap()).collect();
    for run in runs {
        assert_eq!(String::from_utf8(run.wait_with_output().unwrap().stdout).unwrap(), truth);
    }
    assert_eq!(user.trail(demo()), truth);
    assert_eq!(user.entries().len(), 3, "{:?}", user.entries());
}

#[test]
fn whoever_is_killed_leaves_nothing_that_the_next_run_believes_or_that_stays() {
    let user = User::new();
    let truth = without(demo());
    for step in 0..12_u64 {
        let mut run = user.tickmark(demo()).args(TRAIL).stdout(Stdio::null()).spawn().unwrap();
        std::thread::sleep(Duration::from_millis(step * 40));
        run.kill().unwrap();
        run.wait().unwrap();
        assert_eq!(user.trail(demo()), truth);
        let left: Vec<_> =
            user.entries().into_iter().filter(|path| path.file_name().unwrap().len() != 64).collect();
        assert!(left.is_empty(), "{left:?}");
        user.entries().into_iter().for_each(|path| fs::remove_file(path).unwrap());
    }
}

#[test]
fn whatever_happens_to_the_repository_meanwhile_the_next_run_tells_what_is_there() {
    let user = User::new();
    let company = clone(&user);
    let run = |words: &[&str]| drop(succeed(git(&company).args(words)));
    let same = |what: &str| assert_eq!(user.trail(&company), without(&company), "{what}");
    same("at first");
    let record = "evidence/AC-02/2026-Q3.yaml";
    let text = fs::read_to_string(company.join(record)).unwrap();
    commit(&company, record, &format!("{text}notes: Looked at once more.\n"));
    same("a record is completed");
    commit(&company, record, &text.replace("performed", "performed_"));
    same("and broken");
    run(&["commit", "-q", "--amend", "--no-gpg-sign", "-m", "Another"]);
    same("amended");
    run(&["gc", "-q", "--prune=now"]);
    same("collected");
    run(&["reset", "-q", "--hard", "HEAD~5"]);
    same("set back");
    run(&["replace", "HEAD", "HEAD~1"]);
    same("with a replacement that has no say");
    run(&["checkout", "-q", "--orphan", "new"]);
    run(&["commit", "-q", "--no-gpg-sign", "-m", "All at once"]);
    same("another history");
    let shallow = user.folder.path().join("shallow");
    let url = format!("file://{}", demo().display());
    succeed(git(user.folder.path()).args(["clone", "-q", "--depth", "9", &url, "shallow"]));
    let cut = |cache: &[&str]| told(user.tickmark(&shallow).args(TRAIL).args(cache));
    assert_eq!(cut(&[]), cut(&["--no-cache"]));
    assert_eq!(cut(&[]), cut(&["--no-cache"]));
}

#[test]
fn an_answer_is_about_its_day_its_words_and_its_width_and_about_files_that_lie_there_untouched() {
    let user = User::new();
    let company = clone(&user);
    let record = "evidence/AC-02/2026-Q3.yaml";
    let text = fs::read_to_string(company.join(record)).unwrap();
    commit(&company, record, &format!("{text}notes: Looked at once more.\n"));
    let at = |epoch: &str, columns: &str, words: &[&str]| {
        let ask = |command: &mut Command| {
            command.arg("trail").args(words).env("SOURCE_DATE_EPOCH", epoch).env("COLUMNS", columns);
            told(command)
        };
        let fresh = ask(crate::support::tickmark(&company).arg("--no-cache"));
        for _ in 0..2 {
            assert_eq!(ask(&mut user.tickmark(&company)), fresh, "{epoch} {columns} {words:?}");
        }
        fresh
    };
    let table = ["soc2-2026", "--format", "table"];
    let october = at("1792500000", "100", &table);
    assert_ne!(at("1783000000", "100", &table), october);
    at("1783000000", "60", &table);
    at("1783000000", "60", &["soc2-2026", "AC-02", "--format", "table"]);
    assert_eq!(at("1792500000", "100", &table), october);
    // The new commit lies loose; another file in its place is looked at.
    let head = succeed(git(&company).args(["rev-parse", "HEAD"]));
    let object = company.join(".git/objects").join(&head[..2]).join(head[2..].trim());
    fs::remove_file(&object).unwrap();
    fs::write(&object, "no object").unwrap();
    let broken = at("1792500000", "100", &table);
    assert_ne!(broken, october);
}

/// A pack in which one object is damaged, after a run that found it whole.
#[test]
fn damage_to_a_pack_is_told_as_if_nothing_had_been_known() {
    let user = User::new();
    let company = clone(&user);
    user.trail(&company);
    let folder = company.join(".git/objects/pack");
    let pack = fs::read_dir(folder).unwrap().map(|entry| entry.unwrap().path());
    let pack = pack.into_iter().find(|path| path.extension().is_some_and(|end| end == "pack")).unwrap();
    let mut bytes = fs::read(&pack).unwrap();
    let middle = bytes.len() / 2;
    bytes[middle] ^= 0xff;
    fs::remove_file(&pack).unwrap();
    fs::write(&pack, bytes).unwrap();
    let cold = told(crate::support::tickmark(&company).args(TRAIL).arg("--no-cache"));
    assert_eq!(told(user.tickmark(&company).args(TRAIL)), cold);
    assert_eq!(told(user.tickmark(&company).args(TRAIL)), cold);
}

#[test]
fn a_packet_is_built_and_verified_with_fresh_eyes() {
    let user = User::new();
    let packet = user.folder.path().join("packet");
    let words = ["packet", "build", "soc2-2026", "--at", "soc2-2026/end", "--out"];
    succeed(user.tickmark(demo()).args(words).arg(&packet));
    told(user.tickmark(demo()).args(["packet", "verify"]).arg(&packet));
    assert_eq!(user.entries(), Vec::<PathBuf>::new());
}

#[test]
fn who_wants_none_of_it_says_so() {
    let user = User::new();
    succeed(user.tickmark(demo()).args(TRAIL).arg("--no-cache"));
    succeed(user.tickmark(demo()).args(TRAIL).env("TICKMARK_NO_CACHE", "1"));
    assert!(!user.caches().exists());
}
