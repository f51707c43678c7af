//! `check` over forty pull requests, each with what must be said about it: no alarm that is missing, and
//! none that is wrong.

mod company;
mod pulls;
mod recipes;
mod scripts;

use std::fmt::Write as _;
use std::path::Path;

use serde_json::Value;
use snapbox::{assert_data_eq, file};

use tickmark::git::{Environment, Repository};
use tickmark::source::Known;

use crate::support::{folder, git, succeed, tickmark};

const DAY: &str = "2026-04-20";

/// What `check` says in JSON, with its exit code.
fn checked(folder: &Path, number: usize, flags: &[&str]) -> (Value, i32) {
    let (base, head) = (format!("main-{number}"), format!("pull-{number}"));
    let arguments = ["check", "--base", &base, "--head", &head, "--as-of", DAY, "--format", "json"];
    let output = tickmark(folder).args(arguments).args(flags).output().expect("the program starts");
    let json = serde_json::from_slice(&output.stdout);
    let json = json.unwrap_or_else(|_| panic!("JSON: {}", String::from_utf8_lossy(&output.stderr)));
    (json, output.status.code().expect("an exit code"))
}

/// The same in few lines.
fn told(json: &Value, code: i32) -> String {
    let mut text = String::new();
    let list = |json: &Value, key: &str| json[key].as_array().cloned().unwrap_or_default();
    let word = |json: &Value, key: &str| json[key].as_str().unwrap_or_default().to_owned();
    for path in list(json, "conflicts") {
        let _ = writeln!(text, "  conflict {}", path.as_str().unwrap_or_default());
    }
    for one in list(json, "concerns") {
        let _ =
            writeln!(text, "  {} {}: {}", word(&one, "kind"), word(&one, "subject"), word(&one, "message"));
        for said in list(&one, "consequences") {
            let _ = writeln!(text, "    so {}", said.as_str().unwrap_or_default());
        }
    }
    for (key, sign) in [("findings", "new"), ("set_aside", "set aside")] {
        for one in list(json, key) {
            let (rule, message) = (word(&one, "rule"), word(&one, "message"));
            let _ = writeln!(text, "  {sign} {} {rule}: {message}", word(&one, "level"));
        }
    }
    for one in list(&json["difference"], "differences") {
        let fields = list(&one, "fields");
        let fields: Vec<String> = fields.iter().map(|field| word(field, "field")).collect();
        let moved = one["moved_from"].as_str().map(|_| " renamed").unwrap_or_default();
        let prose = &one["prose"];
        let prose = if prose.is_null() {
            String::new()
        } else {
            format!(" prose +{} -{}", prose["added"], prose["removed"])
        };
        let (area, id, change, weight) =
            (word(&one, "area"), word(&one, "id"), word(&one, "change"), word(&one, "weight"));
        let _ = writeln!(text, "  {area} {id} {change} {weight}{moved} [{}]{prose}", fields.join(", "));
    }
    for one in list(&json["difference"], "cover") {
        let _ = writeln!(
            text,
            "  cover {}:{} {}",
            word(&one, "framework"),
            word(&one, "requirement"),
            word(&one, "change")
        );
    }
    let evidence = &json["difference"]["evidence"];
    if evidence["new_records"] != 0 {
        let _ = writeln!(text, "  records +{}", evidence["new_records"]);
    }
    for one in list(evidence, "edited") {
        let _ = writeln!(text, "  {} {}", word(&one, "how"), word(&one, "path"));
    }
    for one in list(&json["difference"], "other_files") {
        let _ = writeln!(text, "  file {} {}", word(&one, "path"), word(&one, "change"));
    }
    for one in list(json, "lookers") {
        let because: Vec<String> =
            list(&one, "because").iter().map(|said| said.as_str().unwrap_or_default().to_owned()).collect();
        let _ = writeln!(text, "  {} looks: {}", word(&one, "who"), because.join(", "));
    }
    for one in list(json, "approvals") {
        let _ = writeln!(
            text,
            "  approval {}: {}",
            word(&one, "subject"),
            one["given"].as_str().unwrap_or("missing")
        );
    }
    if json["resolved"] != 0 {
        let _ = writeln!(text, "  {} gone", json["resolved"]);
    }
    if text.is_empty() {
        text.push_str("  nothing\n");
    }
    let _ = writeln!(text, "  exit {code}");
    text
}

/// How many pull requests there are.
pub(crate) fn pulls() -> usize {
    pulls::pulls().len()
}

/// The repository with all of them.
pub(crate) fn repository() -> tempfile::TempDir {
    let place = folder();
    company::write(place.path(), &pulls::pulls());
    place
}

#[test]
fn forty_pull_requests_are_told_for_what_they_are() {
    let place = folder();
    let pulls = pulls::pulls();
    assert!(pulls.len() >= 40, "{}", pulls.len());
    company::write(place.path(), &pulls);
    let mut text = String::new();
    for (number, pull) in pulls.iter().enumerate() {
        let (json, code) = checked(place.path(), number, &[]);
        let _ = writeln!(text, "{}\n{}", pull.name, told(&json, code));
    }
    assert_data_eq!(text, file!["pulls.txt"].raw());
}

#[test]
fn the_merge_is_the_one_that_git_makes() {
    let place = repository();
    let here = Repository::discover(place.path(), &Environment::default()).expect("a repository");
    let resolve = |name: &str| here.resolve(name).expect("a branch").commit;
    for number in 0..pulls() {
        let (main, pull) = (format!("main-{number}"), format!("pull-{number}"));
        let merged = git(place.path())
            .args(["merge-tree", "--write-tree", &main, &pull])
            .output()
            .expect("git starts");
        let (base, head) = (resolve(&main), resolve(&pull));
        let fork = here.fork(base, head).expect("a walk").0.expect("a commit that both come from");
        let ours = here.merge(fork, base, head, "", &Known::default()).expect("a merge");
        assert_eq!(merged.status.success(), ours.conflicts.is_empty(), "{number}");
        if !ours.conflicts.is_empty() {
            continue;
        }
        let tree = String::from_utf8(merged.stdout).expect("an id");
        let listed = succeed(git(place.path()).args(["ls-tree", "-r", tree.trim(), "policies", "evidence"]));
        let listed: Vec<String> =
            listed.lines().filter_map(|line| Some(line.split_once("blob ")?.1.to_owned())).collect();
        let files = ours.after.files.iter();
        let mut files: Vec<String> =
            files.map(|file| format!("{}\t{}", file.blob.expect("a blob"), file.path)).collect();
        files.sort_by_key(|line| line.split_once('\t').map(|(_, path)| path.to_owned()));
        assert_eq!(files, listed, "{number}");
    }
}

/// A bare repository with one pull request.
fn one(name: &str, does: &[company::Do<'_>]) -> tempfile::TempDir {
    let place = folder();
    company::write(place.path(), &[company::Pull { name, does, meanwhile: &[] }]);
    place
}

const CHECK: [&str; 7] = ["check", "--base", "main", "--head", "pull-0", "--as-of", DAY];

#[test]
fn people_read_what_is_weaker_what_comes_of_it_and_who_should_look() {
    let does = [
        company::Do::Edit(company::AC01, "cadence: quarterly", "cadence: annual"),
        company::Do::Rename(company::AC01, "policies/controls/access-review.yaml"),
    ];
    let place = one("Leaner", &does);
    let text = printed(tickmark(place.path()).args(CHECK).env("COLUMNS", "80"));
    assert!(text.lines().all(|line| line.chars().count() <= 80 || line.contains(" = ")), "{text}");
    assert_data_eq!(text, file!["weaker.txt"].raw());
    let comment = printed(tickmark(place.path()).args(CHECK).args(["--format", "markdown"]));
    assert_data_eq!(comment, file!["weaker.md"].raw());
    let quality = printed(tickmark(place.path()).args(CHECK).args(["--format", "gitlab"]));
    assert_data_eq!(quality, file!["weaker.json"].raw());
}

#[test]
fn an_owner_approves_with_a_trailer_and_nobody_approves_their_own() {
    let weaker = [company::Do::Edit(company::AC01, "cadence: quarterly", "cadence: annual")];
    let own = [company::Do::Edit(company::BK01, "cadence: semiannual", "cadence: annual")];
    let trailer = |who: &str| format!("Leaner\n\nApproved-by: {who}");
    let approved = |name: &str, does: &[company::Do<'_>]| {
        let (json, code) = {
            let place = one(name, does);
            let arguments = [&CHECK[..], &["--require-approval", "--format", "json"]].concat();
            let output = tickmark(place.path()).args(arguments).output().expect("the program starts");
            let json: Value = serde_json::from_slice(&output.stdout).expect("JSON");
            (json, output.status.code())
        };
        let given = json["approvals"].as_array().expect("approvals").iter();
        let given: Vec<&str> = given.map(|one| one["given"].as_str().unwrap_or("missing")).collect();
        format!("{} {code:?}", given.join(" "))
    };
    // AC-01 is priya's, and mateo wrote the change.
    assert_eq!(approved("Leaner", &weaker), "missing missing missing Some(1)");
    let priya = trailer("Priya Raman <priya@northwind.example>");
    assert_eq!(approved(&priya, &weaker), "priya priya priya Some(0)");
    let omar = trailer("Omar Haddad <omar@northwind.example>");
    assert_eq!(approved(&omar, &weaker), "missing missing missing Some(1)");
    // BK-01 is his own: anybody else may, a stranger may not.
    let mateo = trailer("Mateo Silva <mateo@northwind.example>");
    let stranger = trailer("Eve <eve@elsewhere.example>");
    assert!(approved(&mateo, &own).ends_with("Some(1)"), "{}", approved(&mateo, &own));
    assert!(approved(&stranger, &own).ends_with("Some(1)"), "{}", approved(&stranger, &own));
    assert!(approved(&omar, &own).ends_with("Some(0)"), "{}", approved(&omar, &own));
}

#[test]
fn a_difference_is_told_for_people_and_as_a_page() {
    let does = [
        company::Do::Edit(company::AC01, "grace: 14d", "grace: 10d"),
        company::Do::Edit(company::R01, "residual: {likelihood: 2", "residual: {likelihood: 1"),
        company::Do::Edit(company::POLICY, "on the last day", "on the last working day"),
        company::Do::Edit(company::SOA, "due: 2026-06-30", "due: 2026-12-31"),
        company::Do::Edit(company::Q1, "result: pass", "result: fail"),
    ];
    let place = one("Several", &does);
    let full = printed(tickmark(place.path()).args(["diff", "main..pull-0"]).env("COLUMNS", "80"));
    assert_data_eq!(full, file!["several.txt"].raw());
    let page = printed(tickmark(place.path()).args(["diff", "main..pull-0", "--format", "markdown"]));
    assert_data_eq!(page, file!["several.md"].raw());
    let nothing = printed(tickmark(place.path()).args(["diff", "main..main"]));
    assert!(nothing.contains("Nothing that the repository says is different."), "{nothing}");
    let wrong = printed(tickmark(place.path()).args(["diff", "main...pull-0"]));
    assert!(wrong.ends_with("-- exit 2 --\n"), "{wrong}");
}

#[test]
fn lint_reports_only_what_another_revision_does_not_have() {
    let does = [
        company::Do::Edit(company::AC01, "owner: priya", "owner: pryia"),
        company::Do::Edit(company::BK01, "id: BK-01", "# moved down\n\nid: BK-01"),
    ];
    let place = one("A slip", &does);
    let lint =
        ["lint", "--at", "pull-0", "--as-of", DAY, "--format", "concise", "--only-new", "--base", "main"];
    let text = printed(tickmark(place.path()).args(lint));
    assert!(text.starts_with("policies/controls/AC-01.yaml:3:8: unknown-person `pryia`"), "{text}");
    assert!(text.contains("\n1 error, "), "{text}");
}

#[test]
fn owners_are_told_as_a_forge_reads_them() {
    let place = one("Nothing", &[]);
    let text = printed(tickmark(place.path()).args(["export", "codeowners", "--at", "main", "--as-of", DAY]));
    assert_data_eq!(text, file!["CODEOWNERS.txt"].raw());
}

fn printed(command: &mut std::process::Command) -> String {
    crate::support::told(command)
}
