//! Hundreds of small hostile files, each with what is expected of it, and every command over them.
//!
//! `fixtures/hostile/FOLDER/FILE` is put where files of its folder belong in a small company with nothing
//! wrong, or handed to the command that takes such files in. `fixtures/hostile/EXPECTED` states for each
//! what becomes of it: the rules that find something, the reasons of the grade, `inert` where nothing is
//! wrong, or the refusal. Then other commands run over the same company: none panics, hangs or takes much
//! memory. The usual run gives each file two of them in turn; `TICKMARK_HOSTILE=all` gives it every one.
#![cfg(target_os = "linux")]

use std::collections::BTreeMap;
use std::fs;
use std::path::{Path, PathBuf};
use std::sync::atomic::{AtomicUsize, Ordering};

use snapbox::{Data, assert_data_eq};

use crate::hostile::{CONTROL, CONTROL_PATH, PROGRAM, Place, RECORD, RECORD_PATH, told_within};
use crate::silence::COMMANDS;
use crate::support::{git, package, succeed, tickmark};

/// Mebibytes that a command may take.
const ROOM: u64 = 256;

/// What is done with the files of a folder.
enum Sort {
    /// They lie at this place.
    At(&'static str),
    /// They lie at this place, and the history is judged with them.
    Landed(&'static str),
    /// They are the message of a commit.
    Message,
    /// This command takes them in.
    Taken(&'static [&'static str]),
}

fn sort(folder: &str) -> Sort {
    match folder {
        "yaml" | "control" => Sort::At(CONTROL_PATH),
        "record" => Sort::At(RECORD_PATH),
        "program" => Sort::At("policies/program.yaml"),
        "policy" => Sort::At("policies/access.md"),
        "framework" => Sort::At("policies/frameworks/house.yaml"),
        "population" => Sort::At("evidence/populations/p/2026-01.csv"),
        "allowed_signers" => Sort::Landed("policies/allowed_signers"),
        "stamp" => Sort::Landed("evidence/anchors/november.tsr"),
        "review" => Sort::Landed("evidence/C-1/2026-01.review"),
        "signature" => Sort::Landed("evidence/C-1/2026-01.review.sig"),
        "note" => Sort::Landed("evidence/anchors/w.note"),
        "message" => Sort::Message,
        "oscal" => Sort::Taken(&["import", "oscal", "--id", "rules"]),
        "ciso" => Sort::Taken(&["import", "ciso-assistant"]),
        "requests" => Sort::Taken(&["requests", "import"]),
        _ => panic!("nothing is said about the folder {folder}"),
    }
}

/// The company with nothing wrong, and what each folder needs around its files.
fn company(folder: &str) -> Place {
    let place = Place::new();
    place.write(CONTROL_PATH, CONTROL);
    place.write(RECORD_PATH, RECORD);
    match folder {
        "framework" => {
            place.write("policies/program.yaml", format!("{PROGRAM}frameworks: {{house: {{}}}}\n"));
            place.write(CONTROL_PATH, format!("{CONTROL}satisfies: {{house: A.1}}\n"));
        }
        "requests" => {
            let audit = "frameworks: {soc2: {version: '2017', categories: [security]}}\naudits:\n  a: {framework: soc2, type: type2, window: 2026-01-01..2026-06-30}\n";
            place.write("policies/program.yaml", format!("{PROGRAM}{audit}"));
        }
        "population" => {
            let population =
                "id: p\ntitle: P\nsource: S\nowner: ada\nkey: id\nevent: day\ncolumns: [id, day]\n";
            place.write("policies/populations/p.yaml", population);
        }
        "stamp" => {
            let tag = package().join("cli/tests/fixtures/anchor/november.tag");
            place.write("evidence/anchors/november.tag", fs::read(tag).expect("the tag"));
        }
        "signature" => {
            let digest = tickmark::place::Sha256::of(RECORD.as_bytes());
            let review = format!(
                "tickmark-review v1\nrecord {RECORD_PATH}\nsha256 {digest}\nverdict accepted\nlooked-at all\nexceptions none\n"
            );
            place.write("evidence/C-1/2026-01.review", review);
        }
        _ => {}
    }
    place
}

/// Puts a file where it belongs.
fn set(folder: &str, file: &Path) -> Place {
    let place = company(folder);
    let bytes = fs::read(file).expect("a file of the corpus");
    let mut message = "all".as_bytes().to_vec();
    if folder == "population" {
        let digest = tickmark::place::Sha256::of(&bytes);
        let extraction = format!(
            "population: p\nperiod: 2026-01\nextracted: {{by: ada, at: 2026-02-01}}\nsha256: {digest}\nrows: 1\nchecked: {{against: a, rows: 1, by: bob}}\n"
        );
        place.write("evidence/populations/p/2026-01.yaml", extraction);
    }
    match sort(folder) {
        Sort::At(path) | Sort::Landed(path) => place.write(path, bytes),
        Sort::Message => message = bytes,
        Sort::Taken(_) => place.write(&name(file), bytes),
    }
    let said = place.path().join("message");
    fs::write(&said, message).expect("the message");
    succeed(git(place.path()).args(["init", "-q", "-b", "main", "--template="]));
    succeed(git(place.path()).args(["add", "policies", "evidence"]));
    let mut commit = git(place.path());
    commit.args(["commit", "-q", "--allow-empty-message", "--cleanup=verbatim", "-F"]).arg(&said);
    // Once the record was performed.
    commit.env("GIT_AUTHOR_DATE", "2026-01-22T12:00:00Z").env("GIT_COMMITTER_DATE", "2026-01-22T12:00:00Z");
    succeed(&mut commit);
    fs::remove_file(said).expect("the message");
    place
}

fn name(file: &Path) -> String {
    file.file_name().expect("a name").to_string_lossy().into_owned()
}

/// Runs a command, which must end, without a panic, in little memory.
fn run(place: &Place, arguments: &[&str]) -> String {
    let told = told_within(
        tickmark(place.path()).args(arguments).env("XDG_CACHE_HOME", place.path().join("no")),
        ROOM << 10,
    );
    assert!(!told.contains("panicked"), "{arguments:?}: {told}");
    let code = told.trim_end().rsplit(' ').next().unwrap_or_default();
    assert!(matches!(code, "0" | "1" | "2" | "3"), "{arguments:?}: {told}");
    told
}

/// What becomes of a file, in a line.
fn outcome(folder: &str, file: &Path, place: &Place) -> String {
    let mut found: BTreeMap<String, usize> = BTreeMap::new();
    if let Sort::Taken(words) = sort(folder) {
        let name = name(file);
        let mut arguments = words.to_vec();
        arguments.extend([name.as_str(), "--dry-run", "--no-input", "--as-of", "2026-02-01"]);
        let told = run(place, &arguments);
        let refused = told.lines().find_map(|line| line.strip_prefix("! error: "));
        return match refused {
            Some(because) => {
                format!("refused: {}", short(&because.replace(&place.path().display().to_string(), "HERE")))
            }
            None if told.contains("rows are wrong") || told.contains("row is wrong") => {
                "refused: its rows are wrong".to_owned()
            }
            None => format!("taken in: {}", short(told.lines().next().unwrap_or_default())),
        };
    }
    let told = run(
        place,
        &[
            "lint",
            "--format",
            "json",
            "--as-of",
            "2026-02-01",
            "--fail-on",
            "never",
            "--ignore",
            "satisfies-nothing",
        ],
    );
    let json = told
        .lines()
        .take_while(|line| !line.starts_with("! ") && !line.starts_with("exit "))
        .collect::<String>();
    let Ok(json) = serde_json::from_str::<serde_json::Value>(&json) else {
        let because = told.lines().find_map(|line| line.strip_prefix("! error: ")).unwrap_or("no JSON");
        return format!("refused: {}", short(because));
    };
    for finding in json["findings"].as_array().into_iter().flatten() {
        *found.entry(finding["rule"].as_str().unwrap_or("?").to_owned()).or_default() += 1;
    }
    if matches!(sort(folder), Sort::Landed(_) | Sort::Message) {
        let told = run(
            place,
            &["trail", "--window", "2026-01-01..2026-01-31", "--as-of", "2026-02-01", "--format", "json"],
        );
        let json = told
            .lines()
            .take_while(|line| !line.starts_with("! ") && !line.starts_with("exit "))
            .collect::<String>();
        let json: serde_json::Value = serde_json::from_str(&json).unwrap_or_default();
        let reasons = &json["controls"][0]["occurrences"][0]["grade_reasons"];
        for reason in json["integrity"].as_array().into_iter().chain(reasons.as_array()).flatten() {
            let reason = reason.as_str().unwrap_or("?");
            found.insert(reason.split(' ').next().unwrap_or_default().to_owned(), 1);
        }
        for plain in ["BEFORE_ROOT", "NOT_ANCHORED", "NO_REVIEW", "PERFORMER_UNSIGNED", "NOT_WITNESSED"] {
            found.remove(plain);
        }
    }
    // What is missing around a small company is none of the file's business.
    for plain in ["commits-unsigned", "history-unsigned", "root-not-agreed"] {
        found.remove(plain);
    }
    if found.is_empty() {
        return "inert".to_owned();
    }
    let times = |(rule, count): (&String, &usize)| {
        if *count == 1 { rule.clone() } else { format!("{rule} ×{count}") }
    };
    found.iter().map(times).collect::<Vec<_>>().join(", ")
}

fn short(text: &str) -> String {
    let cut: String = text.chars().take(110).collect();
    if cut.len() < text.len() { cut + "…" } else { cut }
}

/// Every file of the corpus, with its folder, sorted.
fn files() -> Vec<(String, PathBuf)> {
    let corpus = package().join("cli/tests/fixtures/hostile");
    let mut files = Vec::new();
    for folder in fs::read_dir(corpus).expect("the corpus") {
        let folder = folder.expect("an entry").path();
        if folder.is_dir() {
            for file in fs::read_dir(&folder).expect("a folder") {
                files.push((name(&folder), file.expect("an entry").path()));
            }
        }
    }
    files.sort();
    files
}

#[test]
fn every_hostile_file_has_its_stated_outcome_and_no_command_breaks_on_it() {
    let (files, all) = (files(), std::env::var_os("TICKMARK_HOSTILE").is_some_and(|value| value == "all"));
    assert!(files.len() >= 150, "{}", files.len());
    let next = AtomicUsize::new(0);
    let work = || {
        let mut lines = Vec::new();
        loop {
            let number = next.fetch_add(1, Ordering::Relaxed);
            let Some((folder, file)) = files.get(number) else { return lines };
            let place = set(folder, file);
            lines.push((
                number,
                format!("{:<52}{}\n", format!("{folder}/{}", name(file)), outcome(folder, file, &place)),
            ));
            for step in 0..if all { COMMANDS.len() } else { 2 } {
                let words = COMMANDS[(2 * number + step) % COMMANDS.len()];
                // It makes a place of its own, and reads nothing here.
                if words.starts_with("demo") {
                    continue;
                }
                let out = place.path().join("out").display().to_string();
                let words: Vec<String> =
                    words.split(' ').map(|word| word.replace("OUT", &out).replace('_', " ")).collect();
                run(&place, &words.iter().map(String::as_str).collect::<Vec<_>>());
            }
        }
    };
    let mut lines: Vec<(usize, String)> = std::thread::scope(|threads| {
        let workers: Vec<_> = (0..2).map(|_| threads.spawn(work)).collect();
        let join = |worker: std::thread::ScopedJoinHandle<'_, Vec<(usize, String)>>| match worker.join() {
            Ok(lines) => lines,
            Err(panic) => std::panic::resume_unwind(panic),
        };
        workers.into_iter().flat_map(join).collect()
    });
    lines.sort();
    let told: String = lines.into_iter().map(|(_, line)| line).collect();
    let stated = package().join("cli/tests/fixtures/hostile/EXPECTED");
    assert_data_eq!(told, Data::read_from(&stated, None).raw());
}
