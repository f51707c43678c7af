//! Files that no import takes in: cut off, of another version, made to explode. Nothing is written.

use std::fs;
use std::path::Path;

use snapbox::{IntoData as _, assert_data_eq, str};

use crate::support::{folder, succeed, tickmark, told};

fn company() -> tempfile::TempDir {
    let folder = folder();
    let flags = ["--company", "Example", "--owner", "Ada Lovelace", "--framework", "soc2", "--no-input"];
    succeed(tickmark(folder.path()).arg("init").args(flags));
    folder
}

/// What is said of a file by each command, with nothing left behind.
fn refused(root: &Path, name: &str, bytes: &[u8], command: &[&str]) -> String {
    fs::write(root.join(name), bytes).unwrap();
    let count = || fs::read_dir(root.join("policies")).unwrap().count();
    let before = count();
    let text = told(tickmark(root).arg("import").args(command));
    assert_eq!(count(), before);
    assert!(!root.join("policies/frameworks").exists(), "{text}");
    // What a reader says of a line is as long as the line.
    text.lines().map(|line| line.chars().take(200).chain(['\n']).collect::<String>()).collect()
}

#[test]
fn oscal_that_is_cut_off_or_of_another_version_is_refused() {
    let company = company();
    let root = company.path();
    let oscal = ["oscal", "x.json"];
    let catalog = |version: &str, controls: &str| {
        format!(
            "{{\"catalog\": {{\"uuid\": \"u\", \"metadata\": {{\"title\": \"T\", \"version\": \"1\", \"oscal-version\": \"{version}\"}}, \"controls\": [{controls}]}}}}"
        )
    };
    let one = "{\"id\": \"a-1\", \"title\": \"A\"}";
    let whole = catalog("1.1.2", one);
    let mut text = refused(root, "x.json", &whole.as_bytes()[..whole.len() - 20], &oscal);
    text += &refused(root, "x.json", catalog("2.0.0", one).as_bytes(), &oscal);
    text += &refused(root, "x.json", catalog("1.1.2", &format!("{one}, {one}")).as_bytes(), &oscal);
    text += &refused(root, "x.json", catalog("1.1.2", "").as_bytes(), &oscal);
    text += &refused(root, "x.json", "[".repeat(100_000).as_bytes(), &oscal);
    let deep = format!(
        "{}{}",
        "{\"controls\": [{\"id\": \"a\", \"title\": \"t\", ".repeat(5_000),
        "}]".repeat(5_000)
    );
    text += &refused(root, "x.json", catalog("1.1.2", &deep).as_bytes(), &oscal);
    text += &refused(root, "x.json", b"", &oscal);
    text += &refused(root, "x.json", b"\xff\xfe{\0}\0", &oscal);
    assert_data_eq!(
        text,
        str![[r#"
-- standard error --
error: `x.json`, line 1, column 119: EOF while parsing a string
help: nothing was written
-- exit 2 --
-- standard error --
error: `x.json` is OSCAL `2.0.0`, and versions 1.0 to 1.2 are read
help: convert it with a newer tool of its publisher; nothing was written
-- exit 2 --
-- standard error --
error: `x.json`: requirement `a-1`: stands twice, and `satisfies` could mean either
help: nothing was written
-- exit 2 --
-- standard error --
error: `x.json` has no requirement in it
help: nothing was written
-- exit 2 --
-- standard error --
error: `x.json`, line 1, column 3: invalid type: sequence, expected a string
help: nothing was written
-- exit 2 --
-- standard error --
error: `x.json`, line 1, column 150: key must be a string
help: nothing was written
-- exit 2 --
-- standard error --
error: `x.json` is empty
help: nothing was written
-- exit 2 --
-- standard error --
error: `x.json`, line 1, column 1: this is not UTF-8
help: nothing was written
-- exit 2 --

"#]]
        .raw()
    );
}

#[test]
fn libraries_that_are_cut_off_or_made_to_explode_are_refused() {
    let company = company();
    let root = company.path();
    let library = ["ciso-assistant", "x.yaml"];
    let head = "urn: 'urn:x:library:a'\nobjects: {framework: {urn: 'urn:x:framework:a', requirement_nodes: [";
    let node = "{urn: 'urn:x:1', assessable: true, ref_id: '1', name: A}";
    let mut text = refused(root, "x.yaml", format!("{head}{node}").as_bytes(), &library);
    text += &refused(root, "x.yaml", format!("version: 1\n{head}{node}, {node}]}}}}\n").as_bytes(), &library);
    let mut bomb = String::from("a0: &a0 [x, x, x, x, x, x, x, x, x, x]\n");
    for level in 1..12 {
        let list = vec![format!("*a{}", level - 1); 10].join(", ");
        bomb += &["a", &level.to_string(), ": &a", &level.to_string(), " [", &list, "]\n"].concat();
    }
    text += &refused(root, "x.yaml", format!("{bomb}urn: *a11\nobjects: *a11\n").as_bytes(), &library);
    text += &refused(root, "x.yaml", format!("urn: x\nobjects: {}", "[".repeat(50_000)).as_bytes(), &library);
    text += &refused(root, "x.yaml", b"no: library\n", &library);
    assert_data_eq!(
        text,
        str![[r#"
-- standard error --
error: `x.yaml`, line 3, column 1: did not find expected ',' or ']'
help: nothing was written
-- exit 2 --
-- standard error --
error: `x.yaml`: `urn:x:1`: stands twice
help: nothing was written
-- exit 2 --
-- standard error --
error: `x.yaml`, line 12, column 6: urn: invalid type: sequence, expected a string
help: nothing was written
-- exit 2 --
-- standard error --
error: `x.yaml`, line 2, column 10: objects: invalid type: sequence, expected struct Objects
help: nothing was written
-- exit 2 --
-- standard error --
error: `x.yaml`, line 1, column 1: missing field `urn`
help: nothing was written
-- exit 2 --

"#]]
        .raw()
    );
}

#[test]
fn what_is_too_large_is_not_read_to_its_end() {
    let company = company();
    let root = company.path();
    let file = fs::File::create(root.join("large.yaml")).unwrap();
    // A hole: it takes no room on the disk.
    file.set_len(100 << 20).unwrap();
    let mut text = told(tickmark(root).args(["import", "ciso-assistant", "large.yaml"]));
    text += &told(tickmark(root).args(["import", "csv", "large.yaml", "--kind", "risk"]));
    file.set_len(30 << 20).unwrap();
    text += &told(tickmark(root).args(["import", "csv", "large.yaml", "--kind", "risk"]));
    assert_data_eq!(
        text,
        str![[r#"
-- standard error --
error: `large.yaml` is over 64 MiB, and nothing of it was read
help: no published catalog is as long; split it
-- exit 2 --
-- standard error --
error: `large.yaml` is over 64 MiB, and nothing of it was read
help: no published catalog is as long; split it
-- exit 2 --
-- standard error --
error: `large.yaml` has more than 20 MiB
help: nothing was written
-- exit 2 --

"#]]
        .raw()
    );
}
