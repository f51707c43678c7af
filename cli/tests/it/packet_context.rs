//! What the templates of a packet see, as a page: made from the documentation of the context itself.

use std::fmt::Write as _;

use crate::support::package;
use snapbox::{assert_data_eq, file};

/// The folders whose structs make up the context, in the order of the page.
const FOLDERS: [&str; 5] = ["context", "soc2", "iso27001", "generic", "crosswalk"];

#[test]
fn every_field_that_templates_see_is_documented() {
    let mut page = String::from(
        "# What templates see\n\nThe context of a packet, struct by struct; `Context` is the root. `tickmark packet context AUDIT --at TAG`\nprints it as JSON. A template in `templates/packet/` of a repository wins over the built-in one of the same path.\n",
    );
    for folder in FOLDERS {
        let place = package().join("cli/src/packet").join(folder);
        let mut files: Vec<_> = std::fs::read_dir(place)
            .expect("a folder of the packet")
            .map(|entry| entry.expect("an entry").path())
            .filter(|path| path.extension().is_some_and(|extension| extension == "rs"))
            .filter(|path| path.file_stem().is_some_and(|stem| stem != "tests"))
            .collect();
        files.sort();
        for path in files {
            describe(&std::fs::read_to_string(path).expect("a source file"), &mut page);
        }
    }
    assert_data_eq!(page, file!["../reference/packet-context.md"].raw());
}

/// Adds the serialized structs of a source file, with the first line of each comment.
fn describe(source: &str, page: &mut String) {
    let mut comment = String::new();
    let mut derives = false;
    let mut inside = false;
    for line in source.lines() {
        let text = line.trim();
        if let Some(words) = text.strip_prefix("/// ") {
            comment.push_str(words);
            comment.push(' ');
        } else if text.starts_with("#[") {
            derives |= text.contains("Serialize");
        } else if inside && text == "}" {
            inside = false;
        } else if let Some(name) = text.strip_suffix(" {").and_then(|text| text.split("struct ").nth(1)) {
            if derives {
                let name = name.split('<').next().unwrap_or(name);
                let _ =
                    write!(page, "\n## {name}\n\n{}\n\n| field | type | |\n|---|---|---|\n", comment.trim());
                inside = true;
            }
            (derives, comment) = (false, String::new());
        } else {
            let field =
                text.split_once("pub ").and_then(|(_, rest)| rest.trim_end_matches(',').split_once(": "));
            if let Some((name, kind)) = field.filter(|_| inside) {
                let name = name.trim_start_matches("(crate) ");
                let _ = writeln!(page, "| `{name}` | `{kind}` | {} |", comment.trim());
            }
            (derives, comment) = (false, String::new());
        }
    }
}
