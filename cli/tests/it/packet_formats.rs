//! Every form of a packet: the same bytes everywhere, a flipped one is named, hostile text stays text.

use std::collections::BTreeSet;
use std::io::{Cursor, Write as _};
use std::path::Path;
use std::process::Command;

use calamine::{Data, Reader as _, Xlsx};
use pulldown_cmark::{Event, Options, Parser, Tag};
use snapbox::{assert_data_eq, str};

use crate::support::{demo, folder, git, succeed, tickmark, told};

const EVERY: &str = "md,csv,xlsx,svg,html,oscal,zip";

fn build(repository: &Path, audit: &str, out: &Path) -> Command {
    let mut command = tickmark(repository);
    command.args(["packet", "build", audit, "--formats", EVERY, "--out"]).arg(out);
    command
}

/// Files of a folder with their bytes, and the archive beside it.
fn contents(out: &Path) -> Vec<(String, Vec<u8>)> {
    let mut found = vec![("zip".to_owned(), std::fs::read(out.with_extension("zip")).unwrap())];
    let mut open = vec![out.to_owned()];
    while let Some(next) = open.pop() {
        for entry in std::fs::read_dir(&next).unwrap() {
            let path = entry.unwrap().path();
            if path.is_dir() {
                open.push(path);
            } else {
                let name = path.strip_prefix(out).unwrap().to_string_lossy().into_owned();
                found.push((name, std::fs::read(&path).unwrap()));
            }
        }
    }
    found.sort();
    found
}

fn text_of(files: &[(String, Vec<u8>)], name: &str) -> String {
    let (_, bytes) = files.iter().find(|(path, _)| path == name).unwrap_or_else(|| panic!("no {name}"));
    String::from_utf8(bytes.clone()).unwrap()
}

#[cfg(unix)]
#[test]
fn every_form_has_the_same_bytes_whatever_the_place_the_zone_the_language_and_the_umask() {
    let place = folder();
    let url = format!("file://{}", demo().display());
    succeed(git(place.path()).args(["clone", "-q", "--bare", &url, "bare"]));
    for audit in ["soc2-2026", "iso-2026"] {
        let (here, there) =
            (place.path().join(format!("{audit}-a")), place.path().join(format!("{audit}-b")));
        let build = |repository: &Path, out: &Path, umask: &str, zone: &str, language: &str| {
            let mut command = tickmark(repository);
            let program = command.get_program().to_owned();
            let mut shell = Command::new("sh");
            shell.args(["-c", "umask \"$1\"; shift; exec \"$@\"", "sh", umask]).arg(program);
            shell
                .args(["packet", "build", audit, "--at", "soc2-2026/end", "--formats", EVERY, "--out"])
                .arg(out);
            shell.current_dir(repository).env_clear();
            for (name, value) in
                command.env("TZ", zone).env("LANG", language).env("LC_ALL", language).get_envs()
            {
                shell.env(name, value.unwrap_or_default());
            }
            succeed(&mut shell);
        };
        build(demo(), &here, "077", "Pacific/Auckland", "de_DE.UTF-8");
        build(&place.path().join("bare"), &there, "002", "America/Los_Angeles", "tr_TR.UTF-8");
        let (here, there) = (contents(&here), contents(&there));
        let names =
            |files: &[(String, Vec<u8>)]| files.iter().map(|(name, _)| name.clone()).collect::<Vec<_>>();
        assert_eq!(names(&here), names(&there));
        for ((name, here), (_, there)) in here.iter().zip(&there) {
            assert!(here == there, "{audit}: {name} differs");
        }
    }
}

#[test]
fn a_flipped_byte_of_every_form_is_named_in_the_folder_and_in_the_archive() {
    let place = folder();
    let packet = place.path().join("packet");
    succeed(build(demo(), "soc2-2026", &packet).args(["--at", "soc2-2026/end"]));
    let empty = place.path().join("empty");
    succeed(git(place.path()).args(["init", "-q", "empty"]));
    let verify = |what: &str| {
        let mut command = tickmark(&empty);
        let text = told(command.args(["packet", "verify", what]));
        let lines = text.lines().filter(|line| !line.starts_with("ok") && !line.starts_with("help"));
        let lines = lines.map(|line| line.split(": ").next().unwrap().to_owned());
        lines.collect::<Vec<_>>().join("\n")
    };
    // Without the repository the tag cannot be told; with it all is well.
    let untold = "cannot tell  the tag\ncannot tell  the main line\n-- exit 3 --";
    assert_eq!((verify("../packet").as_str(), verify("../packet.zip").as_str()), (untold, untold));
    let mut whole = tickmark(&empty);
    succeed(whole.args(["packet", "verify", "../packet.zip", "--repo"]).arg(demo()));
    let mut said = Vec::new();
    for name in [
        "README.md",
        "tables/risks.csv",
        "packet.xlsx",
        "pictures/heat-map.svg",
        "packet.html",
        "oscal/assessment-results-soc2-2026.json",
        "evidence/AC-02/2026-Q1.yaml",
        "manifest.json",
        "MANIFEST.sha256",
    ] {
        let path = packet.join(name);
        let bytes = std::fs::read(&path).unwrap();
        let mut flipped = bytes.clone();
        let middle = flipped.len() / 2;
        flipped[middle] ^= 1;
        std::fs::write(&path, &flipped).unwrap();
        let in_folder = verify("../packet");
        zip(&packet, &place.path().join("flipped.zip"));
        assert_eq!(in_folder, verify("../flipped.zip"), "{name}");
        said.push(format!("== {name}\n{in_folder}"));
        std::fs::write(&path, &bytes).unwrap();
    }
    assert_data_eq!(
        said.join("\n"),
        str![[r#"
== README.md
differs      README.md
cannot tell  the tag
cannot tell  the main line
-- exit 1 --
== tables/risks.csv
differs      tables/risks.csv
cannot tell  the tag
cannot tell  the main line
-- exit 1 --
== packet.xlsx
differs      packet.xlsx
cannot tell  the tag
cannot tell  the main line
-- exit 1 --
== pictures/heat-map.svg
differs      pictures/heat-map.svg
cannot tell  the tag
cannot tell  the main line
-- exit 1 --
== packet.html
differs      packet.html
cannot tell  the tag
cannot tell  the main line
-- exit 1 --
== oscal/assessment-results-soc2-2026.json
differs      oscal/assessment-results-soc2-2026.json
cannot tell  the tag
cannot tell  the main line
-- exit 1 --
== evidence/AC-02/2026-Q1.yaml
differs      evidence/AC-02/2026-Q1.yaml
cannot tell  the tag
cannot tell  the main line
-- exit 1 --
== manifest.json
differs      manifest.json
differs      manifest.json
-- exit 1 --
== MANIFEST.sha256
differs      evidence/GV-07/2026-Q2.yaml
differs      manifest.json
cannot tell  the tag
cannot tell  the main line
-- exit 1 --
"#]]
    );
    // A flipped byte of the archive itself.
    let mut bytes = std::fs::read(place.path().join("packet.zip")).unwrap();
    let middle = bytes.len() / 2;
    bytes[middle] ^= 1;
    std::fs::write(place.path().join("flipped.zip"), bytes).unwrap();
    assert!(verify("../flipped.zip").ends_with("-- exit 1 --"));
}

/// Packs a folder as anybody would.
fn zip(packet: &Path, out: &Path) {
    let mut zip = zip::ZipWriter::new(Cursor::new(Vec::new()));
    let mut open = vec![packet.to_owned()];
    while let Some(next) = open.pop() {
        for entry in std::fs::read_dir(&next).unwrap() {
            let path = entry.unwrap().path();
            if path.is_dir() {
                open.push(path);
            } else {
                let name =
                    path.strip_prefix(packet.parent().unwrap()).unwrap().to_string_lossy().into_owned();
                zip.start_file(name, zip::write::SimpleFileOptions::default()).unwrap();
                zip.write_all(&std::fs::read(&path).unwrap()).unwrap();
            }
        }
    }
    std::fs::write(out, zip.finish().unwrap().into_inner()).unwrap();
}

/// Text that leaves a table, a page, a cell, a picture or a browser, where it can.
pub(crate) const HOSTILE: [&str; 8] = [
    "=HYPERLINK(\"https://x.example\",\"y\") | a | b |\n| c | d |",
    "<script>alert(1)</script><img src=x onerror=alert(1)>",
    "</title></svg></td></table>]]> <!-- &lt;b&gt; \"quoted\" 'single'",
    "[link](javascript:alert(1)) ![image](https://x.example/i.png) `code` **bold** $x$",
    "@SUM(1+1)*cmd|' /C calc'!A0 ::error::owned ##[error] @everyone",
    "# heading\n\n---\n> quote\n```\n~~~ fence",
    "+1-2 \u{202e}gnp.exe\u{2066} \u{200b} \u{fffd} \u{1f600} e\u{301}",
    "{{ title }} {% for a in b %} %}\\",
];

/// Words that mean nothing to any form.
const PLAIN: &str = "Plain words";

/// The demo with every free text of its policies and of what is on file replaced.
pub(crate) fn company(place: &Path, text: &dyn Fn(usize) -> String) {
    let url = format!("file://{}", demo().display());
    succeed(git(place.parent().unwrap()).args(["clone", "-q", &url]).arg(place));
    let mut count = 0;
    let mut open = vec![place.join("policies"), place.join("evidence")];
    while let Some(next) = open.pop() {
        let mut entries: Vec<_> =
            std::fs::read_dir(&next).unwrap().map(|entry| entry.unwrap().path()).collect();
        entries.sort();
        for path in entries {
            if path.is_dir() {
                open.push(path);
            } else if path.extension().is_some_and(|ending| ending == "yaml") {
                let before = std::fs::read_to_string(&path).unwrap();
                std::fs::write(&path, replaced(&before, &mut count, text)).unwrap();
            }
        }
    }
    assert!(count > 400, "{count}");
    succeed(git(place).args(["add", "-A"]));
    succeed(git(place).args(["-c", "commit.gpgsign=false", "commit", "-q", "-m", "other words"]));
}

/// Free texts: values of these keys, in blocks and in braces.
const KEYS: [&str; 18] = [
    "title",
    "statement",
    "why",
    "summary",
    "what",
    "cause",
    "effect",
    "response",
    "note",
    "scenario",
    "source",
    "query",
    "complete_because",
    "because",
    "role",
    "from",
    "legal_name",
    "decision",
];

fn replaced(yaml: &str, count: &mut usize, text: &dyn Fn(usize) -> String) -> String {
    let mut out = String::new();
    for line in yaml.lines() {
        let mut line = line.to_owned();
        for key in KEYS {
            for before in [format!("{key}: "), format!("{{{key}: "), format!(", {key}: ")] {
                let at_start = line.trim_start().trim_start_matches("- ").starts_with(&before);
                let inside = before.starts_with([',', '{']);
                let there = if inside { line.contains('{') } else { at_start };
                let start = line.find(&before).filter(|_| there);
                let Some(start) = start else { continue };
                let from = start + before.len();
                let inside = line[..start].contains('{') || before.starts_with('{');
                let rest = &line[from..];
                if rest.starts_with(['[', '{', '|', '>', '"', '\'']) || rest.is_empty() {
                    continue;
                }
                let end = if inside { rest.find([',', '}']).unwrap_or(rest.len()) } else { rest.len() };
                let said = serde_json::to_string(&text(*count)).unwrap();
                *count += 1;
                line = format!("{}{said}{}", &line[..from], &rest[end..]);
            }
        }
        out.push_str(&line);
        out.push('\n');
    }
    out
}

#[test]
fn hostile_text_in_every_field_leaves_every_form_as_it_is() {
    let place = folder();
    let mut built = Vec::new();
    for (name, text) in [
        ("plain", &(|_| PLAIN.to_owned()) as &dyn Fn(usize) -> String),
        ("hostile", &|count| HOSTILE[count % HOSTILE.len()].to_owned()),
    ] {
        let repository = place.path().join(name);
        company(&repository, text);
        for audit in ["soc2-2026", "iso-2026"] {
            let out = place.path().join(format!("{name}-{audit}"));
            succeed(build(&repository, audit, &out).args(["--draft", "--artifacts", "link"]));
            built.push(contents(&out));
        }
    }
    let (plain, hostile) = built.split_at(2);
    for (plain, hostile) in plain.iter().zip(hostile) {
        let names =
            |files: &[(String, Vec<u8>)]| files.iter().map(|(name, _)| name.clone()).collect::<Vec<_>>();
        assert_eq!(names(plain), names(hostile));
        for ((name, plain), (_, hostile)) in plain.iter().zip(hostile) {
            let ending = name.rsplit('.').next().unwrap();
            match ending {
                "md" => assert_eq!(markdown(plain), markdown(hostile), "{name}"),
                "html" => assert_eq!(html(plain), html(hostile), "{name}"),
                "csv" => assert_eq!(table(plain), table(hostile), "{name}"),
                "xlsx" => assert_eq!(workbook(plain), workbook(hostile), "{name}"),
                "svg" => assert_eq!(picture(plain), picture(hostile), "{name}"),
                _ => {}
            }
        }
        let html = text_of(hostile, "packet.html");
        assert!(html.contains("&lt;script&gt;alert(1)&lt;/script&gt;") && !html.contains("<script"));
    }
}

/// What a page is made of, without its words: headings, lists, rows and cells of tables, links.
fn markdown(bytes: &[u8]) -> Vec<String> {
    let text = std::str::from_utf8(bytes).unwrap();
    let parser = Parser::new_ext(text, Options::ENABLE_TABLES | Options::ENABLE_STRIKETHROUGH);
    let mut shape = Vec::new();
    for event in parser {
        match event {
            // A cell of a table with `|` or a line break shows code as plain text.
            Event::Text(_) | Event::Code(_) | Event::SoftBreak | Event::End(_) => {}
            Event::Start(Tag::CodeBlock(_)) => shape.push("code".to_owned()),
            Event::Start(Tag::Link { dest_url, .. }) => shape.push(format!("link {dest_url}")),
            Event::Start(tag) => shape.push(format!("{tag:?}").split(['(', ' ']).next().unwrap().to_owned()),
            other => shape.push(format!("{other:?}").split('(').next().unwrap().to_owned()),
        }
    }
    shape
}

/// The elements of a page for a browser, in order, with the places that they lead to.
fn html(bytes: &[u8]) -> Vec<String> {
    let text = std::str::from_utf8(bytes).unwrap();
    let tags = text.split('<').skip(1).filter_map(|rest| rest.split_once('>')).map(|(tag, _)| tag);
    let shape = |tag: &str| {
        let name = tag.split([' ', '\n']).next().unwrap().to_owned();
        let target = tag.split_once("href=\"").and_then(|(_, rest)| rest.split('"').next());
        // Names of columns and files, not words of anybody.
        match target {
            Some(target) => format!("{name} {target}"),
            None => name,
        }
    };
    tags.map(shape).filter(|tag| !tag.trim_start_matches('/').starts_with("code")).collect()
}

/// Rows and their cells; no cell may begin as a formula.
fn table(bytes: &[u8]) -> (usize, BTreeSet<usize>) {
    let mut reader = csv::ReaderBuilder::new().has_headers(false).flexible(true).from_reader(bytes);
    let rows: Vec<csv::StringRecord> = reader.records().map(Result::unwrap).collect();
    for cell in rows.iter().flatten() {
        let number = cell.parse::<f64>().is_ok();
        assert!(number || !cell.trim_start().starts_with(['=', '+', '-', '@']), "{cell}");
    }
    (rows.len(), rows.iter().map(csv::StringRecord::len).collect())
}

/// Tabs with their rows and columns; nothing is a formula.
fn workbook(bytes: &[u8]) -> Vec<(String, (usize, usize))> {
    let mut book: Xlsx<_> = Xlsx::new(Cursor::new(bytes.to_vec())).unwrap();
    let names = book.sheet_names();
    names
        .into_iter()
        .map(|name| {
            assert!(book.worksheet_formula(&name).unwrap().is_empty());
            let range = book.worksheet_range(&name).unwrap();
            (name, range.get_size())
        })
        .collect()
}

fn picture(bytes: &[u8]) -> Vec<String> {
    let document = roxmltree::Document::parse(std::str::from_utf8(bytes).unwrap()).unwrap();
    let elements = document.descendants().filter(roxmltree::Node::is_element);
    elements.map(|node| node.tag_name().name().to_owned()).collect()
}

#[test]
fn a_workbook_holds_every_table_with_its_words_as_they_are() {
    let place = folder();
    let out = place.path().join("packet");
    succeed(build(demo(), "soc2-2026", &out).args(["--at", "soc2-2026/end"]));
    let bytes = std::fs::read(out.join("packet.xlsx")).unwrap();
    let sizes: Vec<String> = workbook(&bytes)
        .into_iter()
        .map(|(name, (rows, columns))| format!("{name}: {} × {columns}", rows - 1))
        .collect();
    assert_data_eq!(
        sizes.join("\n"),
        str![[r#"
About: 20 × 2
Control matrix: 70 × 17
Occurrences: 222 × 18
Requests: 12 × 14
Evidence index: 524 × 17
Populations: 27 × 18
Exceptions: 1 × 17
Risks: 20 × 26
Vendors: 6 × 18
Policies: 17 × 16
"#]]
    );
    let mut book: Xlsx<_> = Xlsx::new(Cursor::new(bytes)).unwrap();
    let exceptions = book.worksheet_range("Exceptions").unwrap();
    assert_eq!(exceptions.get((1, 0)), Some(&Data::String("EX-2026-04".to_owned())));
}

#[test]
fn a_draft_says_so_in_every_form() {
    let place = folder();
    let out = place.path().join("packet");
    succeed(build(demo(), "soc2-2026", &out).args(["--draft", "--artifacts", "none"]));
    for (name, bytes) in contents(&out) {
        let text = String::from_utf8_lossy(&bytes);
        match name.rsplit('.').next().unwrap() {
            "md" => assert!(text.starts_with("> **DRAFT") && text.contains("**DRAFT** ·"), "{name}"),
            "csv" => {
                assert!(text.lines().next().unwrap().ends_with(",draft") && !text.contains("\n\n"), "{name}");
            }
            "svg" => {
                assert!(text.contains(">DRAFT: ") && text.contains("DRAFT — not for an auditor"), "{name}");
            }
            "html" => assert!(text.contains("<p class=\"draft\" aria-hidden=\"true\">DRAFT</p>"), "{name}"),
            "xlsx" => assert!(workbook(&bytes).iter().all(|(tab, _)| tab.starts_with("DRAFT ")), "{name}"),
            "json" if name.starts_with("oscal/") => assert!(text.contains("\"title\": \"Draft: "), "{name}"),
            "json" => assert!(text.contains("\"draft\": true")),
            _ => {}
        }
    }
}

#[test]
fn names_of_people_and_machines_stay_in_the_house() {
    let place = folder();
    let out = place.path().join("packet");
    let mut copied = build(demo(), "soc2-2026", &out);
    copied.args(["--at", "soc2-2026/end", "--redact", "people", "--artifacts", "copy"]);
    assert_data_eq!(
        told(&mut copied),
        str![[r#"
-- standard error --
error: `--redact` with `--artifacts copy`: evidence is copied as it is, with every name in it
help: leave `--artifacts` out: the pages then say where the evidence is
-- exit 2 --

"#]]
    );
    for audit in ["soc2-2026", "iso-2026"] {
        let out = place.path().join(audit);
        succeed(build(demo(), audit, &out).args(["--at", "soc2-2026/end", "--redact", "people,hosts"]));
        let program = std::fs::read_to_string(demo().join("policies/program.yaml")).unwrap();
        assert!(program.contains("Priya Raman"));
        for (name, bytes) in contents(&out) {
            let mut text = String::from_utf8_lossy(&bytes).into_owned();
            if name == "packet.xlsx" {
                let mut book: Xlsx<_> = Xlsx::new(Cursor::new(bytes)).unwrap();
                let sheets = book.worksheets();
                text = format!("{sheets:?}");
            }
            let words =
                ["Priya", "Raman", "priya", "Omar", "Haddad", "Silva", "northwind.example", "Lena Fischer"];
            for word in words {
                let at = text.find(word);
                let around = at.map(|at| text[at.saturating_sub(80)..].chars().take(200).collect::<String>());
                assert_eq!(around, None, "{audit} {name}: {word}");
            }
        }
        let mut verify = tickmark(demo());
        let told = told(verify.args(["packet", "verify"]).arg(out.with_extension("zip")));
        // The evidence is not in it, which cannot be told from here; nothing differs.
        assert!(told.contains("the same bytes") && told.ends_with("-- exit 3 --\n"), "{told}");
    }
}

#[test]
fn a_template_of_the_repository_wins_and_the_manifest_says_so() {
    let place = folder();
    let url = format!("file://{}", demo().display());
    succeed(git(place.path()).args(["clone", "-q", &url, "here"]));
    let here = place.path().join("here");
    std::fs::create_dir_all(here.join("templates/packet/soc2")).unwrap();
    std::fs::write(here.join("templates/packet/soc2/assertion.md"), "# Ours\n\nOf {{ company.name }}.\n")
        .unwrap();
    succeed(git(&here).args(["add", "."]));
    succeed(git(&here).args(["commit", "-q", "-m", "our own page"]));
    let out = place.path().join("packet");
    succeed(build(&here, "soc2-2026", &out).args(["--draft", "--artifacts", "none"]));
    let files = contents(&out);
    assert!(text_of(&files, "01-assertion.md").contains("# Ours\n\nOf Northwind Robotics.\n"));
    assert!(text_of(&files, "packet.html").contains("<h2 id=\"h1\">Ours</h2>"));
    let manifest: serde_json::Value = serde_json::from_str(&text_of(&files, "manifest.json")).unwrap();
    let own = manifest["templates"].as_array().unwrap().iter().filter(|one| one["origin"] == "repository");
    let own: Vec<&str> = own.map(|one| one["name"].as_str().unwrap()).collect();
    assert_eq!(own, ["soc2/assertion.md"]);
    assert_eq!(manifest["formats"], serde_json::json!(["md", "csv", "xlsx", "svg", "html", "oscal"]));
}

#[test]
fn the_page_for_a_browser_can_be_walked_and_loads_nothing() {
    let place = folder();
    let out = place.path().join("packet");
    succeed(build(demo(), "soc2-2026", &out).args(["--at", "soc2-2026/end"]));
    let html = std::fs::read_to_string(out.join("packet.html")).unwrap();
    assert!(html.starts_with("<!DOCTYPE html>\n<html lang=\"en\">"));
    for (tag, count) in
        [("<h1>", 1), ("<main ", 1), ("<nav ", 1), ("<header>", 1), ("<footer>", 1), ("<script", 0)]
    {
        assert_eq!(html.matches(tag).count(), count, "{tag}");
    }
    let mut last = 1;
    for level in html.match_indices("<h").filter_map(|(at, _)| html[at + 2..].chars().next()?.to_digit(10)) {
        assert!(level <= last + 1, "a heading of level {level} below one of level {last}");
        last = level;
    }
    assert_eq!(
        html.matches("<th").count(),
        html.matches("<th scope=\"").count() + html.matches("<thead>").count()
    );
    let mut ids = BTreeSet::new();
    for id in html.split(" id=\"").skip(1).map(|rest| rest.split('"').next().unwrap()) {
        assert!(ids.insert(id), "{id} stands there twice");
    }
    for target in html.split("href=\"#").skip(1).map(|rest| rest.split('"').next().unwrap()) {
        assert!(ids.contains(target), "nothing is called {target}");
    }
    for source in html.split(" src=\"").skip(1) {
        assert!(source.starts_with("data:image/svg+xml;base64,"), "{}", &source[..60]);
    }
    assert_eq!(html.matches("<img ").count(), html.matches(" alt=\"").count());
}

#[test]
fn what_stands_in_the_way_is_not_replaced() {
    let place = folder();
    let out = place.path().join("packet");
    std::fs::write(place.path().join("packet.zip"), "years of work").unwrap();
    let tell = |command: &mut Command| told(command).replace(&place.path().display().to_string(), "HERE");
    let mut said = tell(build(demo(), "iso-2026", &out).args(["--at", "soc2-2026/end"]));
    said.push_str(&tell(
        build(demo(), "iso-2026", &place.path().join("a.zip")).args(["--at", "soc2-2026/end"]),
    ));
    let mut unknown = tickmark(demo());
    said.push_str(&tell(unknown.args(["packet", "build", "iso-2026", "--formats", "md,xslx"])));
    assert_data_eq!(
        said,
        str![[r#"
-- standard error --
error: `HERE/packet.zip` is there, and is no packet as it was built
help: name another place with `--out DIR`, or replace it with `--force`
-- exit 2 --
-- standard error --
error: `--out` names a folder
help: leave `.zip` away; `--formats zip` puts FOLDER.zip beside it
-- exit 2 --
-- standard error --
error: invalid value 'xslx' for '--formats <LIST>': did you mean `xlsx`?

For more information, try '--help'.
-- exit 2 --

"#]]
    );
    assert!(!out.exists());
}
