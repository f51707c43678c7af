//! The README's console blocks are run, in order, in one folder; what they print must stand there.
//!
//! `SNAPSHOTS=overwrite` writes what was printed into the page. The reader sits at a terminal of
//! 100 columns; the commands that draw for one are told to.

use std::fmt::Write as _;
use std::path::PathBuf;
use std::process::Command;

use crate::support::{folder, git, package, tickmark};

#[test]
fn the_readme_prints_what_it_says() {
    let page = package().join("README.md");
    let text = std::fs::read_to_string(&page).expect("the README");
    let temporary = folder();
    // The first block looks at the demo before the tour has written it.
    let place = temporary.path().join("first");
    std::fs::create_dir(&place).expect("a folder");
    let mut here = crate::support::demo().to_owned();
    let mut written = String::new();
    let mut lines = text.lines().peekable();
    while let Some(line) = lines.next() {
        written.push_str(line);
        written.push('\n');
        if line != "```console" {
            continue;
        }
        while let Some(line) = lines.next_if(|line| *line != "```") {
            let Some(command) = line.strip_prefix("$ ") else { continue };
            if command.starts_with("tickmark demo") {
                here.clone_from(&place);
            }
            let _ = writeln!(written, "{line}");
            written.push_str(&run(&mut here, command));
        }
    }
    if std::env::var("SNAPSHOTS").as_deref() == Ok("overwrite") {
        std::fs::write(&page, &written).expect("the README can be written");
    } else {
        assert!(
            written == text,
            "README.md differs from what its commands print; see SNAPSHOTS=overwrite\n{}",
            difference(&text, &written)
        );
    }
}

fn run(here: &mut PathBuf, command: &str) -> String {
    let words: Vec<&str> = command.split_whitespace().collect();
    let mut program = match words[0] {
        "cd" => {
            *here = here.join(words[1]).canonicalize().expect("a folder of the tour");
            return String::new();
        }
        "tickmark" => tickmark(here),
        "git" => git(here),
        other => Command::new(other),
    };
    program.current_dir(&*here).args(&words[1..]);
    if words[..2] == ["tickmark", "trail"] {
        program.args(["--format", "table"]);
    }
    let output = program.output().expect("the program starts");
    let mut text = String::from_utf8_lossy(&output.stdout).into_owned();
    text.push_str(&String::from_utf8_lossy(&output.stderr));
    text
}

fn difference(expected: &str, actual: &str) -> String {
    let differing = expected.lines().zip(actual.lines()).find(|(expected, actual)| expected != actual);
    differing
        .map(|(expected, actual)| format!("first difference:\n- {expected}\n+ {actual}"))
        .unwrap_or_default()
}
