//! Repositories from which something is missing, or in which something broke.

use std::fs;
use std::path::{Path, PathBuf};

use super::objects::judged;
use super::{CONTROL, CONTROL_PATH, Place, RECORD, RECORD_PATH, each};
use crate::support::{git, succeed};
use snapbox::{assert_data_eq, str};

/// Two commits: a control and its record, then another title.
fn company() -> Place {
    let place = Place::new();
    place.write(CONTROL_PATH, CONTROL);
    place.write(RECORD_PATH, RECORD);
    place.commit();
    place.write(CONTROL_PATH, CONTROL.replace("Keep", "Compare"));
    place.commit();
    place
}

/// The same in one pack.
fn packed() -> Place {
    let place = company();
    succeed(git(place.path()).args(["gc", "-q", "--prune=now"]));
    place
}

fn id(place: &Place, revision: &str) -> String {
    let output = git(place.path()).args(["rev-parse", revision]).output().expect("git");
    String::from_utf8(output.stdout).expect("an id").trim().to_owned()
}

/// Takes a loose object away.
fn without(revision: &str) -> Place {
    let place = company();
    let id = id(&place, revision);
    let (folder, name) = id.split_at(2);
    fs::remove_file(place.path().join(".git/objects").join(folder).join(name)).expect("an object");
    place
}

fn pack_file(place: &Place, extension: &str) -> PathBuf {
    let folder = place.path().join(".git/objects/pack");
    let mut files = fs::read_dir(folder).expect("a folder").map(|entry| entry.expect("an entry").path());
    files.find(|path| path.extension().is_some_and(|found| found == extension)).expect("a pack")
}

/// Writes over a file that Git made read-only.
fn overwrite(path: &Path, change: impl FnOnce(&mut Vec<u8>)) {
    let mut bytes = fs::read(path).expect("a file");
    change(&mut bytes);
    fs::remove_file(path).expect("a file");
    fs::write(path, bytes).expect("a file");
}

fn broken(extension: &str, change: impl FnOnce(&mut Vec<u8>)) -> Place {
    let place = packed();
    overwrite(&pack_file(&place, extension), change);
    place
}

#[test]
fn what_is_missing_or_broken_is_told_and_never_passed_over() {
    let halved = |bytes: &mut Vec<u8>| bytes.truncate(bytes.len() / 2);
    // The newest commit stands first, wherever Git puts the rest.
    let cut = |bytes: &mut Vec<u8>| bytes.truncate(60);
    let garbled = |bytes: &mut Vec<u8>| bytes[12..].iter_mut().for_each(|byte| *byte ^= 0x55);
    let gone = packed();
    fs::remove_file(pack_file(&gone, "idx")).expect("an index");
    let lent = packed();
    let borrower = Place::new();
    succeed(
        git(borrower.path())
            .args(["clone", "-q", "--shared", "--no-checkout", "-b", "main"])
            .args([lent.path().as_os_str(), std::ffi::OsStr::new("copy")]),
    );
    let copy = borrower.path().join("copy/.git");
    fs::remove_dir_all(borrower.path().join(".git")).unwrap_or_default();
    fs::rename(copy, borrower.path().join(".git")).expect("a repository");
    drop(lent);
    let cases = [
        ("an old commit is missing", without("HEAD~1")),
        ("an old tree is missing", without("HEAD~1:policies/controls")),
        ("a folder is missing", without("HEAD:evidence/C-1")),
        ("an old version is missing", without("HEAD~1:policies/controls/C-1.yaml")),
        ("a file is missing", without("HEAD:policies/program.yaml")),
        ("a pack is cut off", broken("pack", cut)),
        ("a pack is garbled", broken("pack", garbled)),
        ("an index is cut off", broken("idx", halved)),
        ("an index is gone", gone),
        ("the lender of its objects is gone", borrower),
    ];
    assert_data_eq!(
        each(cases, judged),
        str![[r#"
== an old commit is missing
policies/program.yaml:1:1: history-incomplete objects of the history are not here: what they held is not known
exit 0
"integrity": [ "OBJECT_MISSING 478b6a46d7a35ff3fb29f205174b4d0a34b1309a" ],
== an old tree is missing
policies/program.yaml:1:1: history-incomplete objects of the history are not here: what they held is not known
exit 0
"integrity": [ "OBJECT_MISSING 6e7115df826d5d3133f92f2b2ab4dd4cc3a426ef" ],
== a folder is missing
! error: the tree e87cb49c171bce9a43b70809647e5c09f480c314 is not in this repository
! help: bring the rest of the history with `git fetch --unshallow`, or clone again without `--depth` and `--filter`
exit 3
! error: the tree e87cb49c171bce9a43b70809647e5c09f480c314 is not in this repository
! help: bring the rest of the history with `git fetch --unshallow`, or clone again without `--depth` and `--filter`
exit 3
== an old version is missing
policies/program.yaml:1:1: history-incomplete objects of the history are not here: what they held is not known
exit 0
"integrity": [ "OBJECT_MISSING 49867b644cf2cebcdf0915be9c251802533ab729" ],
== a file is missing
! error: the blob e019c8a1ca24c0a3233230b9257c80327ac8de9e is not in this repository
! help: bring the rest of the history with `git fetch --unshallow`, or clone again without `--depth` and `--filter`
exit 3
! error: the blob e019c8a1ca24c0a3233230b9257c80327ac8de9e is not in this repository
! help: bring the rest of the history with `git fetch --unshallow`, or clone again without `--depth` and `--filter`
exit 3
== a pack is cut off
! error: the object f97ba49a48d25b494c0b0fa7f01218cd508fd96a is damaged: it is cut off
! help: `git fsck` shows the extent; fetch the object from a clone that is whole
exit 3
! error: the object f97ba49a48d25b494c0b0fa7f01218cd508fd96a is damaged: it is cut off
! help: `git fsck` shows the extent; fetch the object from a clone that is whole
exit 3
== a pack is garbled
! error: the object f97ba49a48d25b494c0b0fa7f01218cd508fd96a is damaged: it cannot be inflated
! help: `git fsck` shows the extent; fetch the object from a clone that is whole
exit 3
! error: the object f97ba49a48d25b494c0b0fa7f01218cd508fd96a is damaged: it cannot be inflated
! help: `git fsck` shows the extent; fetch the object from a clone that is whole
exit 3
== an index is cut off
! error: the object f97ba49a48d25b494c0b0fa7f01218cd508fd96a is not in this repository
! help: bring the rest of the history with `git fetch --unshallow`, or clone again without `--depth` and `--filter`
exit 3
! error: the object f97ba49a48d25b494c0b0fa7f01218cd508fd96a is not in this repository
! help: bring the rest of the history with `git fetch --unshallow`, or clone again without `--depth` and `--filter`
exit 3
== an index is gone
! error: the object f97ba49a48d25b494c0b0fa7f01218cd508fd96a is not in this repository
! help: bring the rest of the history with `git fetch --unshallow`, or clone again without `--depth` and `--filter`
exit 3
! error: the object f97ba49a48d25b494c0b0fa7f01218cd508fd96a is not in this repository
! help: bring the rest of the history with `git fetch --unshallow`, or clone again without `--depth` and `--filter`
exit 3
== the lender of its objects is gone
! error: the object f97ba49a48d25b494c0b0fa7f01218cd508fd96a is not in this repository
! help: bring the rest of the history with `git fetch --unshallow`, or clone again without `--depth` and `--filter`
exit 3
! error: the object f97ba49a48d25b494c0b0fa7f01218cd508fd96a is not in this repository
! help: bring the rest of the history with `git fetch --unshallow`, or clone again without `--depth` and `--filter`
exit 3

"#]]
    );
}
