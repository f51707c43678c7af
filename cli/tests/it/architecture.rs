//! The walls of the house, held against the code.

use std::collections::{BTreeMap, BTreeSet};
use std::path::{Path, PathBuf};

use crate::support::package;

#[test]
fn no_module_imports_what_the_table_does_not_allow() {
    let table = import_table();
    let modules: BTreeSet<&str> = table.keys().map(String::as_str).collect();
    let mut wrong = Vec::new();
    for (module, allowed) in &table {
        for file in sources_of(module).into_iter().filter(|file| !is_test(file)) {
            let text = std::fs::read_to_string(&file).expect("a source file");
            for imported in imports(&text) {
                let known = modules.contains(imported.as_str());
                if known && imported != *module && !allowed.contains(&imported) {
                    let file = file.strip_prefix(package()).expect("below the package");
                    wrong.push(format!("{}: {module} must not import {imported}", file.display()));
                }
            }
        }
    }
    assert_eq!(wrong, Vec::<String>::new());
}

#[test]
fn every_module_stands_in_the_table() {
    let text = std::fs::read_to_string(package().join("cli/src/lib.rs")).expect("the library");
    let declared: BTreeSet<String> = text
        .lines()
        .filter_map(|line| line.strip_prefix("pub mod ")?.strip_suffix(';'))
        .map(str::to_owned)
        .collect();
    assert_eq!(declared, import_table().into_keys().collect());
}

#[test]
fn a_source_file_can_be_read_in_one_sitting() {
    let mut long = Vec::new();
    for file in rust_files(&package().join("cli/src")) {
        let lines = std::fs::read_to_string(&file).expect("a source file").lines().count();
        if lines > 500 && !is_test(&file) {
            long.push(format!(
                "{} has {lines} lines",
                file.strip_prefix(package()).expect("below").display()
            ));
        }
    }
    assert_eq!(long, Vec::<String>::new());
}

/// The table of `ARCHITECTURE.md`, module to allowed imports.
fn import_table() -> BTreeMap<String, BTreeSet<String>> {
    let text = std::fs::read_to_string(package().join("cli/ARCHITECTURE.md")).expect("the page");
    let rows = text.lines().skip_while(|line| *line != "| module | may import |").skip(2);
    rows.take_while(|line| line.starts_with('|'))
        .filter_map(|line| {
            let mut cells = line.trim_matches('|').split('|').map(str::trim);
            let (module, allowed) = (cells.next()?, cells.next()?);
            let allowed =
                allowed.split(',').map(|name| name.trim().to_owned()).filter(|name| !name.is_empty());
            Some((module.to_owned(), allowed.collect()))
        })
        .collect()
}

/// Tests of a module may make their values with any other.
fn is_test(file: &Path) -> bool {
    file.components().any(|part| part.as_os_str() == "tests" || part.as_os_str() == "tests.rs")
}

fn sources_of(module: &str) -> Vec<PathBuf> {
    let folder = package().join("cli/src").join(module);
    let file = package().join("cli/src").join(format!("{module}.rs"));
    if folder.is_dir() { rust_files(&folder) } else { vec![file] }
}

fn rust_files(folder: &Path) -> Vec<PathBuf> {
    let mut files = Vec::new();
    for entry in std::fs::read_dir(folder).expect("a folder") {
        let path = entry.expect("an entry").path();
        if path.is_dir() {
            files.extend(rust_files(&path));
        } else if path.extension().is_some_and(|extension| extension == "rs") {
            files.push(path);
        }
    }
    files.sort();
    files
}

/// The names behind `crate::` outside comments; tests inside a module may reach further.
fn imports(text: &str) -> BTreeSet<String> {
    let code = text.split("#[cfg(test)]").next().unwrap_or(text);
    let lines = code.lines().filter(|line| !line.trim_start().starts_with("//"));
    lines
        .flat_map(|line| {
            line.match_indices("crate::").map(|(at, found)| &line[at + found.len()..]).collect::<Vec<_>>()
        })
        .map(|rest| rest.chars().take_while(|c| c.is_ascii_alphanumeric() || *c == '_').collect())
        .collect()
}
