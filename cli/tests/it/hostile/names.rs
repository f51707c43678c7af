//! Paths and names that lead elsewhere.
#![cfg(unix)]

use super::{CONTROL, CONTROL_PATH, Place, RECORD, RECORD_PATH, each};
use crate::support::succeed;
use snapbox::{assert_data_eq, str};

/// A record that names one artifact.
fn naming(file: &str) -> Place {
    let place = Place::new();
    place.write(CONTROL_PATH, CONTROL);
    place.write("evidence/C-1/2026-01/a.txt", "a\n");
    let digest = "87428fc522803d31065e7bce3cf03fe475096631e5e07bbd7a0fde60c4cf25c7";
    place.write(RECORD_PATH, format!("{RECORD}artifacts:\n  - {{file: {file}, sha256: {digest}}}\n"));
    place
}

#[test]
fn an_artifact_lies_in_the_folder_of_its_record() {
    let long = "a".repeat(5000);
    let cases = [
        ("in order", "a.txt"),
        ("another name for it", "./a.txt"),
        ("two slashes", "'.//a.txt'"),
        ("up and down", "../2026-01/a.txt"),
        ("up", "../../../policies/program.yaml"),
        ("from the root", "/etc/passwd"),
        ("from the home", "~/a.txt"),
        ("with a drive", "'C:\\a.txt'"),
        ("with backslashes", "'..\\a.txt'"),
        ("on a server", "//server/a.txt"),
        ("an address", "'file:///etc/passwd'"),
        ("Git's own", ".git/config"),
        ("a device of Windows", "CON"),
        ("the folder itself", "."),
        ("nothing", "''"),
        ("a line end in it", "\"a\\nb.txt\""),
        ("an override of direction in it", "\"a\u{202e}txt.exe\""),
        ("a name past every limit", long.as_str()),
        ("a list", "[a.txt]"),
    ];
    let places = cases.iter().map(|(name, file)| (*name, naming(file)));
    assert_data_eq!(
        each(places, Place::lint),
        str![[r#"
== in order
exit 0
== another name for it
evidence/C-1/2026-01.yaml:8:12: unsafe-path `./a.txt` does not stay in the folder of its record
evidence/C-1/2026-01/a.txt:1:1: unclaimed-file no record names `evidence/C-1/2026-01/a.txt`
exit 1
== two slashes
evidence/C-1/2026-01.yaml:8:12: unsafe-path `.//a.txt` does not stay in the folder of its record
evidence/C-1/2026-01/a.txt:1:1: unclaimed-file no record names `evidence/C-1/2026-01/a.txt`
exit 1
== up and down
evidence/C-1/2026-01.yaml:8:12: unsafe-path `../2026-01/a.txt` does not stay in the folder of its record
evidence/C-1/2026-01/a.txt:1:1: unclaimed-file no record names `evidence/C-1/2026-01/a.txt`
exit 1
== up
evidence/C-1/2026-01.yaml:8:12: unsafe-path `../../../policies/program.yaml` does not stay in the folder of its record
evidence/C-1/2026-01/a.txt:1:1: unclaimed-file no record names `evidence/C-1/2026-01/a.txt`
exit 1
== from the root
evidence/C-1/2026-01.yaml:8:12: unsafe-path `/etc/passwd` does not stay in the folder of its record
evidence/C-1/2026-01/a.txt:1:1: unclaimed-file no record names `evidence/C-1/2026-01/a.txt`
exit 1
== from the home
evidence/C-1/2026-01.yaml:8:12: missing-artifact `evidence/C-1/2026-01/~/a.txt` is not there
evidence/C-1/2026-01/a.txt:1:1: unclaimed-file no record names `evidence/C-1/2026-01/a.txt`
exit 1
== with a drive
evidence/C-1/2026-01.yaml:8:12: unsafe-path `C:/a.txt` does not stay in the folder of its record
evidence/C-1/2026-01/a.txt:1:1: unclaimed-file no record names `evidence/C-1/2026-01/a.txt`
exit 1
== with backslashes
evidence/C-1/2026-01.yaml:8:12: unsafe-path `../a.txt` does not stay in the folder of its record
evidence/C-1/2026-01/a.txt:1:1: unclaimed-file no record names `evidence/C-1/2026-01/a.txt`
exit 1
== on a server
evidence/C-1/2026-01.yaml:8:12: unsafe-path `//server/a.txt` does not stay in the folder of its record
evidence/C-1/2026-01/a.txt:1:1: unclaimed-file no record names `evidence/C-1/2026-01/a.txt`
exit 1
== an address
evidence/C-1/2026-01.yaml:8:12: unsafe-path `file:///etc/passwd` does not stay in the folder of its record
evidence/C-1/2026-01/a.txt:1:1: unclaimed-file no record names `evidence/C-1/2026-01/a.txt`
exit 1
== Git's own
evidence/C-1/2026-01.yaml:8:12: missing-artifact `evidence/C-1/2026-01/.git/config` is not there
evidence/C-1/2026-01/a.txt:1:1: unclaimed-file no record names `evidence/C-1/2026-01/a.txt`
exit 1
== a device of Windows
evidence/C-1/2026-01.yaml:8:12: missing-artifact `evidence/C-1/2026-01/CON` is not there
evidence/C-1/2026-01/a.txt:1:1: unclaimed-file no record names `evidence/C-1/2026-01/a.txt`
exit 1
== the folder itself
evidence/C-1/2026-01.yaml:8:12: unsafe-path `.` does not stay in the folder of its record
evidence/C-1/2026-01/a.txt:1:1: unclaimed-file no record names `evidence/C-1/2026-01/a.txt`
exit 1
== nothing
evidence/C-1/2026-01.yaml:8:12: invalid-value nothing stands here, expected a text that is not empty
evidence/C-1/2026-01.yaml:8:12: unsafe-path `` does not stay in the folder of its record
evidence/C-1/2026-01/a.txt:1:1: unclaimed-file no record names `evidence/C-1/2026-01/a.txt`
exit 1
== a line end in it
evidence/C-1/2026-01.yaml:8:12: missing-artifact `evidence/C-1/2026-01/a b.txt` is not there
evidence/C-1/2026-01/a.txt:1:1: unclaimed-file no record names `evidence/C-1/2026-01/a.txt`
exit 1
== an override of direction in it
evidence/C-1/2026-01.yaml:8:12: missing-artifact `evidence/C-1/2026-01/a<U+202E>txt.exe` is not there
evidence/C-1/2026-01/a.txt:1:1: unclaimed-file no record names `evidence/C-1/2026-01/a.txt`
exit 1
== a name past every limit
evidence/C-1/2026-01.yaml:8:12: missing-artifact `evidence/C-1/2026-01/aaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaa…` is not …
evidence/C-1/2026-01/a.txt:1:1: unclaimed-file no record names `evidence/C-1/2026-01/a.txt`
exit 1
== a list
evidence/C-1/2026-01.yaml:8:12: wrong-type expected text in `file`, found a list
evidence/C-1/2026-01/a.txt:1:1: unclaimed-file no record names `evidence/C-1/2026-01/a.txt`
exit 1

"#]]
    );
}

/// The same finding in the work tree and at a commit of it.
fn both(place: &Place) -> String {
    place.commit();
    let committed = place.tell(&[
        "lint",
        "--format",
        "concise",
        "--as-of",
        "2026-02-01",
        "--quiet",
        "--ignore",
        "satisfies-nothing",
        "--at",
        "HEAD",
    ]);
    let work_tree = place.lint();
    if committed == work_tree { committed } else { format!("{work_tree}at the commit:\n{committed}") }
}

#[test]
fn a_link_is_named_and_never_followed() {
    let linked = |path: &str, target: &str| {
        let place = naming("a.txt");
        if path == "evidence/C-1/2026-01" {
            std::fs::rename(place.path().join(path), place.path().join("elsewhere")).expect("moved");
        } else {
            let _ = std::fs::remove_file(place.path().join(path));
        }
        place.link(path, target);
        place
    };
    let cases = [
        ("an artifact inside", linked("evidence/C-1/2026-01/a.txt", "../../../policies/program.yaml")),
        ("an artifact outside", linked("evidence/C-1/2026-01/a.txt", "/etc/passwd")),
        ("an artifact that is a device", linked("evidence/C-1/2026-01/a.txt", "/dev/zero")),
        ("an artifact that leads nowhere", linked("evidence/C-1/2026-01/a.txt", "gone")),
        ("an artifact that leads to itself", linked("evidence/C-1/2026-01/a.txt", "a.txt")),
        ("a folder of artifacts", linked("evidence/C-1/2026-01", "../../elsewhere")),
        ("a record", linked(RECORD_PATH, "/etc/passwd")),
        ("a control", linked(CONTROL_PATH, "/dev/zero")),
        ("a folder of controls outside", linked("policies/more", "/etc")),
        ("a folder that holds itself", linked("evidence/loop", "..")),
        ("templates", linked("templates", "/usr/share")),
        ("what Git shall ignore", linked(".gitignore", "/dev/zero")),
        ("what Git shall ignore below", linked("policies/.gitignore", "/dev/zero")),
        ("attributes", linked(".gitattributes", "/dev/zero")),
        ("the signers", linked("policies/allowed_signers", "/dev/zero")),
    ];
    assert_data_eq!(
        each(cases, both),
        str![[r#"
== an artifact inside
evidence/C-1/2026-01.yaml:3:26: committed-before-performed on the main line on 2026-01-05, and performed only on 2026-01-20
evidence/C-1/2026-01/a.txt:1:1: unsafe-path `evidence/C-1/2026-01/a.txt` is a symbolic link, which is never followed
exit 1
== an artifact outside
evidence/C-1/2026-01.yaml:3:26: committed-before-performed on the main line on 2026-01-05, and performed only on 2026-01-20
evidence/C-1/2026-01/a.txt:1:1: unsafe-path `evidence/C-1/2026-01/a.txt` is a symbolic link, which is never followed
exit 1
== an artifact that is a device
evidence/C-1/2026-01.yaml:3:26: committed-before-performed on the main line on 2026-01-05, and performed only on 2026-01-20
evidence/C-1/2026-01/a.txt:1:1: unsafe-path `evidence/C-1/2026-01/a.txt` is a symbolic link, which is never followed
exit 1
== an artifact that leads nowhere
evidence/C-1/2026-01.yaml:3:26: committed-before-performed on the main line on 2026-01-05, and performed only on 2026-01-20
evidence/C-1/2026-01/a.txt:1:1: unsafe-path `evidence/C-1/2026-01/a.txt` is a symbolic link, which is never followed
exit 1
== an artifact that leads to itself
evidence/C-1/2026-01.yaml:3:26: committed-before-performed on the main line on 2026-01-05, and performed only on 2026-01-20
evidence/C-1/2026-01/a.txt:1:1: unsafe-path `evidence/C-1/2026-01/a.txt` is a symbolic link, which is never followed
exit 1
== a folder of artifacts
evidence/C-1/2026-01:1:1: unclaimed-file no record names `evidence/C-1/2026-01`
evidence/C-1/2026-01:1:1: unsafe-path `evidence/C-1/2026-01` is a symbolic link, which is never followed
evidence/C-1/2026-01.yaml:3:26: committed-before-performed on the main line on 2026-01-05, and performed only on 2026-01-20
evidence/C-1/2026-01.yaml:8:12: missing-artifact `evidence/C-1/2026-01/a.txt` is not there
exit 1
== a record
evidence/C-1/2026-01.yaml:1:1: unsafe-path `evidence/C-1/2026-01.yaml` is a symbolic link, which is never followed
policies/controls/C-1.yaml:5:10: evidence-overdue `C-1` has no record for 2026-01 yet
exit 1
== a control
evidence/C-1/2026-01.yaml:1:10: unknown-control there is no control `C-1`
policies/controls/C-1.yaml:1:1: unsafe-path `policies/controls/C-1.yaml` is a symbolic link, which is never followed
exit 1
== a folder of controls outside
evidence/C-1/2026-01.yaml:3:26: committed-before-performed on the main line on 2026-01-05, and performed only on 2026-01-20
policies/more:1:1: misplaced-file no kind of file lives at `policies/more`
policies/more:1:1: unsafe-path `policies/more` is a symbolic link, which is never followed
exit 1
== a folder that holds itself
evidence/C-1/2026-01.yaml:3:26: committed-before-performed on the main line on 2026-01-05, and performed only on 2026-01-20
evidence/loop:1:1: misplaced-file no kind of file lives at `evidence/loop`
evidence/loop:1:1: unsafe-path `evidence/loop` is a symbolic link, which is never followed
exit 1
== templates
evidence/C-1/2026-01.yaml:3:26: committed-before-performed on the main line on 2026-01-05, and performed only on 2026-01-20
templates:1:1: unsafe-path `templates` is a symbolic link, which is never followed
exit 1
== what Git shall ignore
evidence/C-1/2026-01.yaml:3:26: committed-before-performed on the main line on 2026-01-05, and performed only on 2026-01-20
exit 1
== what Git shall ignore below
evidence/C-1/2026-01.yaml:3:26: committed-before-performed on the main line on 2026-01-05, and performed only on 2026-01-20
policies/.gitignore:1:1: unsafe-path `policies/.gitignore` is a symbolic link, which is never followed
exit 1
== attributes
evidence/C-1/2026-01.yaml:3:26: committed-before-performed on the main line on 2026-01-05, and performed only on 2026-01-20
exit 1
== the signers
evidence/C-1/2026-01.yaml:3:26: committed-before-performed on the main line on 2026-01-05, and performed only on 2026-01-20
policies/allowed_signers:1:1: unsafe-path `policies/allowed_signers` is a symbolic link, which is never followed
exit 1

"#]]
    );
}

#[test]
fn the_programme_is_a_file() {
    let place = Place::new();
    std::fs::remove_file(place.path().join("policies/program.yaml")).expect("removed");
    place.write("outside.yaml", super::PROGRAM);
    place.link("policies/program.yaml", "../outside.yaml");
    assert_data_eq!(
        each([("a link for a programme", place)], both),
        str![[r#"
== a link for a programme
policies/program.yaml:1:1: unsafe-path `policies/program.yaml` is a symbolic link, which is never followed
exit 2
at the commit:
! error: `HEAD` holds no `policies/program.yaml`
! help: name a revision of a compliance repository, or start in the folder that holds it with `-C`
exit 2

"#]]
    );
}

#[test]
fn a_name_that_is_two_names_somewhere_is_told() {
    let with = |paths: &[&str]| {
        let place = Place::new();
        place.write(CONTROL_PATH, CONTROL);
        for path in paths {
            place.write(path, CONTROL.replace("C-1", "C-2"));
        }
        place
    };
    let cases = [
        ("equal but for case", with(&["policies/controls/C-2.yaml", "policies/controls/c-2.yaml"])),
        ("equal but for a suffix", with(&["policies/controls/C-2.yaml", "policies/controls/C-2.yml"])),
        (
            "composed and decomposed",
            with(&["policies/controls/\u{e9}.yaml", "policies/controls/e\u{301}.yaml"]),
        ),
        ("a folder in capitals", with(&["Policies/controls/C-2.yaml"])),
        ("a name that Windows keeps", with(&["policies/controls/NUL.yaml"])),
        ("a space at the end", with(&["policies/controls/C-2.yaml "])),
        ("an override of direction", with(&["policies/controls/C\u{202e}lmay.2"])),
        ("a colour", with(&["policies/controls/C\u{1b}[31m.yaml"])),
        ("a line end", with(&["policies/controls/C\n::error::.yaml"])),
        ("a workflow command", with(&["evidence/C-1/::error::x.txt"])),
        ("a backslash", with(&["policies/controls/..\\C-2.yaml"])),
        ("a name of 255 bytes", with(&[&format!("policies/controls/{}.yaml", "n".repeat(250))])),
        ("forty folders", with(&[&format!("evidence/{}C-2.yaml", "d/".repeat(40))])),
        ("a hundred megabytes to ignore", {
            let place = with(&["policies/controls/C-2.yaml"]);
            place.write_sparse(".gitignore", 100 << 20);
            place
        }),
        ("a repository within", {
            let place = with(&[]);
            place.write("evidence/C-1/sub/.git/HEAD", "ref: refs/heads/main\n");
            place.write("evidence/C-1/sub/.git/config", "[core]\n\tfsmonitor = touch /tmp/pwned\n");
            place
        }),
        ("a pipe", {
            let place = with(&[]);
            succeed(
                std::process::Command::new("mkfifo").arg(place.path().join("policies/controls/C-2.yaml")),
            );
            place
        }),
    ];
    let in_repository = |place: &Place| {
        std::fs::create_dir_all(place.path().join(".git")).expect("a folder");
        std::fs::remove_dir(place.path().join(".git")).expect("removed");
        succeed(crate::support::git(place.path()).args(["init", "-q", "-b", "main"]));
        // Composed and decomposed look alike in a snapshot.
        place.lint().replace("e\u{301}", "[e+accent]")
    };
    assert_data_eq!(
        each(cases, in_repository),
        str![[r#"
== equal but for case
policies/controls/C-1.yaml:5:10: evidence-overdue `C-1` has no record for 2026-01 yet
policies/controls/C-2.yaml:1:5: duplicate-id the id `C-2` is also that of the control in `policies/controls/c-2.yaml`
policies/controls/C-2.yaml:5:10: evidence-overdue `C-2` has no record for 2026-01 yet
policies/controls/c-2.yaml:1:1: unsafe-path the path `policies/controls/c-2.yaml` is not safe: equal to `policies/controls/C-2.yaml` but for case
policies/controls/c-2.yaml:1:5: duplicate-id the id `C-2` is also that of the control in `policies/controls/C-2.yaml`
policies/controls/c-2.yaml:1:5: id-and-file-name-differ `C-2` stands in a file named `c-2`
exit 1
== equal but for a suffix
policies/controls/C-1.yaml:5:10: evidence-overdue `C-1` has no record for 2026-01 yet
policies/controls/C-2.yaml:1:5: duplicate-id the id `C-2` is also that of the control in `policies/controls/C-2.yml`
policies/controls/C-2.yaml:5:10: evidence-overdue `C-2` has no record for 2026-01 yet
policies/controls/C-2.yml:1:5: duplicate-id the id `C-2` is also that of the control in `policies/controls/C-2.yaml`
exit 1
== composed and decomposed
policies/controls/C-1.yaml:5:10: evidence-overdue `C-1` has no record for 2026-01 yet
policies/controls/[e+accent].yaml:1:5: duplicate-id the id `C-2` is also that of the control in `policies/controls/é.yaml`
policies/controls/[e+accent].yaml:1:5: id-and-file-name-differ `C-2` stands in a file named `[e+accent]`
policies/controls/[e+accent].yaml:5:10: evidence-overdue `C-2` has no record for 2026-01 yet
policies/controls/é.yaml:1:1: unsafe-path the path `policies/controls/é.yaml` is not safe: equal to `policies/controls/[e+accent].yaml` but for Unicode normalisation
policies/controls/é.yaml:1:5: duplicate-id the id `C-2` is also that of the control in `policies/controls/[e+accent].yaml`
policies/controls/é.yaml:1:5: id-and-file-name-differ `C-2` stands in a file named `é`
exit 1
== a folder in capitals
policies/controls/C-1.yaml:5:10: evidence-overdue `C-1` has no record for 2026-01 yet
exit 0
== a name that Windows keeps
policies/controls/C-1.yaml:5:10: evidence-overdue `C-1` has no record for 2026-01 yet
policies/controls/NUL.yaml:1:1: unsafe-path the path `policies/controls/NUL.yaml` cannot be stored everywhere: a name that Windows reserves
policies/controls/NUL.yaml:1:5: id-and-file-name-differ `C-2` stands in a file named `NUL`
policies/controls/NUL.yaml:5:10: evidence-overdue `C-2` has no record for 2026-01 yet
exit 0
== a space at the end
policies/controls/C-1.yaml:5:10: evidence-overdue `C-1` has no record for 2026-01 yet
policies/controls/C-2.yaml :1:1: misplaced-file no kind of file lives at `policies/controls/C-2.yaml `
policies/controls/C-2.yaml :1:1: unsafe-path the path `policies/controls/C-2.yaml ` cannot be stored everywhere: a space or dot at the end, which Windows drops
exit 0
== an override of direction
policies/controls/C-1.yaml:5:10: evidence-overdue `C-1` has no record for 2026-01 yet
policies/controls/C<U+202E>lmay.2:1:1: misplaced-file no kind of file lives at `policies/controls/C<U+202E>lmay.2`
exit 0
== a colour
policies/controls/C-1.yaml:5:10: evidence-overdue `C-1` has no record for 2026-01 yet
policies/program.yaml:1:1: unsafe-path the path `policies/controls/C<U+001B>[31m.yaml` is not safe: a control character in the name
exit 1
== a line end
policies/controls/C-1.yaml:5:10: evidence-overdue `C-1` has no record for 2026-01 yet
policies/program.yaml:1:1: unsafe-path the path `policies/controls/C<U+000A>::error::.yaml` is not safe: a control character in the name
exit 1
== a workflow command
evidence/C-1/::error::x.txt:1:1: unclaimed-file no record names `evidence/C-1/::error::x.txt`
evidence/C-1/::error::x.txt:1:1: unsafe-path the path `evidence/C-1/::error::x.txt` cannot be stored everywhere: a colon, which Windows does not allow in names
policies/controls/C-1.yaml:5:10: evidence-overdue `C-1` has no record for 2026-01 yet
exit 0
== a backslash
policies/controls/C-1.yaml:5:10: evidence-overdue `C-1` has no record for 2026-01 yet
policies/program.yaml:1:1: unsafe-path the path `policies/controls/../C-2.yaml` is not safe: a slash or backslash in the name
exit 1
== a name of 255 bytes
policies/controls/C-1.yaml:5:10: evidence-overdue `C-1` has no record for 2026-01 yet
policies/controls/nnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnn…
policies/controls/nnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnn…
exit 0
== forty folders
evidence/d/d/d/d/d/d/d/d/d/d/d/d/d/d/d/d/d/d/d/d/d/d/d/d/d/d/d/d/d/d/d/d/d/d/d/d/d/d/d/d/C-2.yaml:1:1: unclaimed-file no record names `evidence/d/d/d/d/d/d/d/d/d/d/d/d/d/d/d/d/d/d/…
policies/controls/C-1.yaml:5:10: evidence-overdue `C-1` has no record for 2026-01 yet
exit 0
== a hundred megabytes to ignore
policies/controls/C-1.yaml:5:10: evidence-overdue `C-1` has no record for 2026-01 yet
policies/controls/C-2.yaml:5:10: evidence-overdue `C-2` has no record for 2026-01 yet
policies/program.yaml:1:1: unsafe-path the path `.gitignore` is not safe: over 64 KiB of patterns, which have no say
exit 1
== a repository within
evidence/C-1/sub:1:1: unclaimed-file no record names `evidence/C-1/sub`
evidence/C-1/sub:1:1: unsafe-path `evidence/C-1/sub` is a submodule, which is never followed
policies/controls/C-1.yaml:5:10: evidence-overdue `C-1` has no record for 2026-01 yet
exit 1
== a pipe
policies/controls/C-1.yaml:5:10: evidence-overdue `C-1` has no record for 2026-01 yet
policies/program.yaml:1:1: unsafe-path the path `policies/controls/C-2.yaml` is not safe: a device, pipe or socket
exit 1

"#]]
    );
}
