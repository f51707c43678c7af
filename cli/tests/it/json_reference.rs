//! `cli/tests/reference/json.md` against what the commands print: both ways, field by field.

use std::collections::{BTreeMap, BTreeSet};
use std::process::Command;

use serde_json::Value;

use crate::support::{demo, folder, git, package, succeed, tickmark};

/// Paths of fields, as the page writes them, with the types that stand there.
type Fields = BTreeMap<String, BTreeSet<String>>;

#[test]
fn findings_are_as_the_page_says() {
    let plain = folder();
    std::fs::create_dir_all(plain.path().join("policies/controls")).unwrap();
    std::fs::write(plain.path().join("policies/program.yaml"), "company: {name: N, timezone: UTC}\n")
        .unwrap();
    std::fs::write(plain.path().join("policies/controls/AC-02.yaml"), "id: AC-02\n\tb").unwrap();
    let clone = folder();
    let url = format!("file://{}", demo().display());
    succeed(git(clone.path()).args(["clone", "--quiet", "--depth", "1", &url, "here"]));
    let shallow = clone.path().join("here");
    let mut all = Fields::new();
    for (place, arguments) in [
        (demo(), &["--as-of", "2026-09-14"][..]),
        (demo(), &["--at", "demo/tampered", "--as-of", "2026-10-16"]),
        (plain.path(), &["--as-of", "2026-09-14"]),
        (&shallow, &["--as-of", "2026-09-14"]),
    ] {
        collect(tickmark(place).args(["lint", "--format", "json"]).args(arguments), &mut all);
    }
    compare("tickmark/findings/1", &all);
}

#[test]
fn a_change_is_as_the_page_says() {
    let place = crate::commands::check::repository();
    let mut all = Fields::new();
    for number in 0..crate::commands::check::pulls() {
        let (base, head) = (format!("main-{number}"), format!("pull-{number}"));
        let arguments = ["check", "--base", &base, "--head", &head, "--require-approval", "--format", "json"];
        collect(tickmark(place.path()).args(arguments).args(["--as-of", "2026-04-20"]), &mut all);
    }
    let arguments =
        ["check", "--base", "main-0", "--head", "pull-0", "--format", "json", "--as-of", "2026-04-20"];
    collect(tickmark(place.path()).args(arguments), &mut all);
    compare("tickmark/check/1", &all);
}

#[test]
fn a_difference_is_as_the_page_says() {
    let place = crate::commands::check::repository();
    let mut all = Fields::new();
    for number in 0..crate::commands::check::pulls() {
        let range = format!("main..pull-{number}");
        collect(tickmark(place.path()).args(["diff", &range, "--format", "json"]), &mut all);
    }
    compare("tickmark/diff/1", &all);
}

#[test]
fn a_trail_is_as_the_page_says() {
    let mut all = Fields::new();
    for arguments in [
        &["soc2-2026", "--at", "soc2-2026/end"][..],
        &["--window", "2025-06-01..2026-12-31", "--at", "demo/tampered", "--as-of", "2026-10-16"],
        &["--window", "2026-01-01..2026-12-31"],
    ] {
        collect(tickmark(demo()).args(["trail", "--format", "json"]).args(arguments), &mut all);
    }
    compare("tickmark/trail/1", &all);
}

#[test]
fn anchors_are_as_the_page_says() {
    let place = folder();
    let path = place.path();
    let write = |file: &str, bytes: &[u8]| {
        let file = path.join(file);
        std::fs::create_dir_all(file.parent().unwrap()).unwrap();
        std::fs::write(file, bytes).unwrap();
    };
    let fixture = |name: &str| std::fs::read(package().join("cli/tests/fixtures").join(name)).unwrap();
    let commit = || {
        succeed(git(path).args(["add", "."]));
        succeed(git(path).args(["commit", "--quiet", "--message", "work"]));
        succeed(git(path).args(["rev-parse", "HEAD"])).trim().to_owned()
    };
    succeed(git(path).args(["init", "--quiet", "--initial-branch=main"]));
    write("policies/program.yaml", b"company: {name: N, timezone: UTC}\n");
    let root = commit();
    // A time stamp of another history, a tag alone, and a commit that openpgp signed elsewhere.
    write("evidence/anchors/november.tag", &fixture("anchor/november.tag"));
    write("evidence/anchors/november.tsr", &fixture("anchor/november.tsr"));
    write("evidence/anchors/alone.note", b"x");
    let tag = format!("object {root}\ntype commit\ntag x\n\nx\n");
    write("evidence/anchors/here.tag", tag.as_bytes());
    commit();
    let fixtures = package().join("cli/tests/fixtures");
    let (tsa, forge) = (fixtures.join("anchor/tsa-root.pem"), fixtures.join("signature/openpgp-alice.asc"));
    let mut all = Fields::new();
    for flags in [vec![], vec!["--tsa-root", tsa.to_str().unwrap(), "--forge-key", forge.to_str().unwrap()]] {
        for command in ["list", "verify"] {
            collect(tickmark(path).args(["anchor", command, "--format", "json"]).args(&flags), &mut all);
        }
    }
    compare("tickmark/anchor/1", &all);
}

#[test]
fn requests_are_as_the_page_says() {
    let place = folder();
    let path = place.path();
    std::fs::create_dir_all(path.join("policies")).unwrap();
    std::fs::create_dir_all(path.join("evidence/audits/a")).unwrap();
    let program = "company: {name: N, timezone: UTC}\nframeworks: {soc2: {version: '2017', categories: [security]}}\naudits:\n  a: {framework: soc2, type: type2, window: 2026-01-01..2026-03-31}\n";
    std::fs::write(path.join("policies/program.yaml"), program).unwrap();
    let list = "audit: a\nrequests:\n  - {id: 1, what: x, answer: [nowhere]}\n";
    std::fs::write(path.join("evidence/audits/a/requests.yaml"), list).unwrap();
    let mut all = Fields::new();
    collect(
        tickmark(path).args(["requests", "status", "--as-of", "2026-10-14", "--format", "json"]),
        &mut all,
    );
    let demo = ["requests", "status", "--at", "soc2-2026/end", "--format", "json"];
    collect(tickmark(crate::support::demo()).args(demo), &mut all);
    compare("tickmark/requests/1", &all);
}

#[test]
fn a_sample_is_as_the_page_says() {
    let mut all = Fields::new();
    for arguments in [
        &["leavers", "--audit", "soc2-2026"][..],
        &["AC-02", "--window", "2026-01-01..2026-09-30", "--size", "all"],
        &["leavers", "--window", "2025-06-01..2026-09-30", "--size", "3", "--full"],
    ] {
        let place = ["--at", "soc2-2026/end", "--as-of", "2026-10-14", "--format", "json"];
        collect(tickmark(demo()).arg("sample").args(arguments).args(place), &mut all);
    }
    compare("tickmark/sample/1", &all);
}

#[test]
fn a_status_is_as_the_page_says() {
    let company = reporting();
    let mut all = Fields::new();
    for (place, arguments) in [
        (demo(), &["--at", "soc2-2026/end"][..]),
        (demo(), &["--as-of", "2026-10-20", "--owner", "priya"]),
        (company.path(), &["--as-of", "2026-05-21"]),
    ] {
        collect(tickmark(place).args(["status", "--format", "json"]).args(arguments), &mut all);
    }
    compare("tickmark/status/1", &all);
}

#[test]
fn gaps_are_as_the_page_says() {
    let company = reporting();
    let mut all = Fields::new();
    for (place, arguments) in [
        (demo(), &["soc2-2026", "--at", "soc2-2026/end", "--min", "evidence=95%"][..]),
        (company.path(), &["soc2", "--as-of", "2026-05-21", "--min", "evidence=95%"]),
        (company.path(), &["dora", "--as-of", "2026-05-21"]),
        (demo(), &["gdpr", "--using", "iso27001", "--at", "soc2-2026/end"]),
        (demo(), &["gdpr", "--using", "iso27001", "--window", "2026-02-01..2026-09-30", "--top", "50"]),
        (company.path(), &["soc2", "--using", "iso27001", "--as-of", "2026-05-21", "--dry-run"]),
    ] {
        collect(tickmark(place).args(["gaps", "--format", "json"]).args(arguments), &mut all);
    }
    compare("tickmark/gaps/1", &all);
    let mut all = Fields::new();
    for (place, arguments) in [
        (demo(), &["--at", "soc2-2026/end"][..]),
        (demo(), &["--as-of", "2026-10-14"]),
        (company.path(), &["--as-of", "2026-05-21"]),
    ] {
        collect(tickmark(place).args(["gaps", "--plan", "--format", "json"]).args(arguments), &mut all);
    }
    compare("tickmark/plan/1", &all);
}

#[test]
fn a_card_is_as_the_page_says() {
    let mut all = Fields::new();
    for arguments in
        [&["AC-02", "--at", "soc2-2026/end"][..], &["soc2:CC6.1"], &["omar", "--as-of", "2026-12-20"]]
    {
        collect(tickmark(demo()).args(["show", "--format", "json"]).args(arguments), &mut all);
    }
    compare("tickmark/show/1", &all);
}

#[test]
fn a_crosswalk_is_as_the_page_says() {
    let mut all = Fields::new();
    for arguments in
        [&["soc2", "iso27001", "--at", "soc2-2026/end"][..], &["gdpr", "soc2"], &["nis2", "dora"]]
    {
        collect(tickmark(demo()).args(["crosswalk", "--format", "json"]).args(arguments), &mut all);
    }
    let own = crate::commands::crosswalk::company();
    collect(tickmark(own.path()).args(["crosswalk", "one", "two", "--format", "json"]), &mut all);
    compare("tickmark/crosswalk/1", &all);
}

#[test]
fn a_statement_of_applicability_is_as_the_page_says() {
    let company = crate::support::register::register();
    let print = |schema: &str, runs: &[(&std::path::Path, &[&str])]| {
        let mut all = Fields::new();
        for (place, arguments) in runs {
            collect(tickmark(place).arg("soa").args(*arguments).args(["--format", "json"]), &mut all);
        }
        compare(schema, &all);
    };
    std::fs::write(
        company.path().join("policies/soa/house.yaml"),
        "framework: house\napproved: {by: omar, at: 2026-01-05}\ndecisions:\n  A.1: {applies: false, because: No.}\n  \"4.1\": {applies: false}\n  A.99: {because: law}\n",
    )
    .unwrap();
    let own = company.path();
    print("tickmark/soa/1", &[(own, &["--as-of", "2026-06-01"]), (demo(), &["--at", "soc2-2026/end"])]);
    print("tickmark/soa-diff/1", &[(own, &["diff", "first.."]), (demo(), &["diff", "iso-2026/stage1.."])]);
}

#[test]
fn a_risk_register_is_as_the_page_says() {
    let company = crate::support::register::register();
    let mut all = Fields::new();
    for (place, arguments) in [
        (company.path(), &["--as-of", "2026-06-01", "--since", "first"][..]),
        (demo(), &["--at", "soc2-2026/end"]),
    ] {
        collect(tickmark(place).args(["risks", "--format", "json"]).args(arguments), &mut all);
    }
    compare("tickmark/risks/1", &all);
}

#[test]
fn frameworks_and_their_coverage_are_as_the_page_says() {
    let own = crate::commands::crosswalk::company();
    let print = |schema: &str, runs: &[(&std::path::Path, &[&str])]| {
        let mut all = Fields::new();
        for (place, arguments) in runs {
            collect(tickmark(place).arg("framework").args(*arguments).args(["--format", "json"]), &mut all);
        }
        compare(schema, &all);
    };
    print("tickmark/frameworks/1", &[(own.path(), &["list"])]);
    print(
        "tickmark/framework/1",
        &[(own.path(), &["show", "one"]), (demo(), &["show", "soc2"]), (demo(), &["show", "nist-csf"])],
    );
    print("tickmark/clauses/1", &[(demo(), &["clauses", "--at", "soc2-2026/end"]), (demo(), &["clauses"])]);
    print("tickmark/coverage/1", &[(demo(), &["coverage", "iso27001", "--at", "soc2-2026/end"])]);
}

/// A company with an incident whose reports are due, and with nobody who answers for anything.
fn reporting() -> tempfile::TempDir {
    let company = folder();
    let root = company.path();
    for (path, text) in [
        (
            "policies/program.yaml",
            "company: {name: N, timezone: UTC}\nframeworks: {soc2: {categories: [security]}, nis2: {}, dora: {}}\n",
        ),
        (
            "evidence/incidents/I-1.yaml",
            "id: I-1\nwhat: Outage\naware: 2026-05-20T10:00:00Z\nclassified: 2026-05-20T11:00:00Z\n",
        ),
    ] {
        let path = root.join(path);
        std::fs::create_dir_all(path.parent().unwrap()).unwrap();
        std::fs::write(path, text).unwrap();
    }
    succeed(git(root).args(["init", "--quiet", "--initial-branch=main"]));
    succeed(git(root).args(["add", "."]));
    succeed(git(root).args(["commit", "--quiet", "--message", "Begin"]));
    company
}

fn collect(command: &mut Command, all: &mut Fields) {
    let output = command.output().unwrap();
    let value: Value = serde_json::from_slice(&output.stdout).unwrap();
    walk(&value, "", all);
}

fn walk(value: &Value, path: &str, all: &mut Fields) {
    let mut is = |name: &str| {
        all.entry(path.to_owned()).or_default().insert(name.to_owned());
    };
    match value {
        Value::Null => is("null"),
        Value::Bool(_) => is("boolean"),
        Value::Number(_) => is("number"),
        Value::String(_) => is("string"),
        Value::Array(items) => {
            is("array");
            for item in items {
                walk(item, &format!("{path}[]"), all);
            }
        }
        Value::Object(fields) => {
            is("object");
            for (name, field) in fields {
                let name = if matches!(path, "counts.by_status" | "counts.by_kind") { "*" } else { name };
                walk(field, format!("{path}.{name}").trim_start_matches('.'), all);
            }
        }
    }
}

fn compare(schema: &str, printed: &Fields) {
    let page = std::fs::read_to_string(package().join("cli/tests/reference/json.md")).unwrap();
    let section = page.split("\n## ").find(|section| section.starts_with(schema)).expect("a section");
    let documented: Fields = section
        .lines()
        .filter_map(|line| {
            let mut cells = line.strip_prefix("| `")?.split(" | ");
            let (field, kinds) = (cells.next()?.trim_end_matches('`'), cells.next()?);
            Some((field.to_owned(), kinds.split(" or ").map(str::to_owned).collect()))
        })
        .collect();
    let mut wrong = Vec::new();
    for (field, kinds) in printed.iter().filter(|(field, _)| !field.is_empty()) {
        match documented.get(field) {
            None => wrong.push(format!("`{field}` is printed and not documented")),
            Some(known) if !kinds.is_subset(known) => {
                wrong.push(format!("`{field}` is {kinds:?}, not {known:?}"));
            }
            Some(_) => {}
        }
    }
    for field in documented.keys().filter(|field| !printed.contains_key(*field)) {
        // What lies in a list that was always empty could not be seen.
        let list = field.rsplit_once("[]").map_or("", |(list, _)| list);
        if !printed.contains_key(list) || printed.contains_key(&format!("{list}[]")) {
            wrong.push(format!("`{field}` is documented and never printed"));
        }
    }
    assert_eq!(wrong, Vec::<String>::new());
}
