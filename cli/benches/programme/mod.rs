//! A programme of any size with what a real one has: prose, populations, risks, vendors, incidents, an auditor's
//! requests, exceptions, records that were reviewed later. The same commits for the same numbers.
//!
//! Three fifths of the controls are those of the demo company with all their evidence, again and again under
//! other ids; the others are weekly, for as many weeks as the number of records asks for. A record comes by a
//! branch: it lands without its review, the review follows, the branch is merged. Commits that are left over
//! reword controls, policies and a page beside them. The newest commit is tagged `soc2-2026/end`.

use std::collections::BTreeMap;
use std::fmt::Write as _;
use std::io::{self, BufWriter, Write};
use std::path::Path;
use std::process::{Command, Stdio};

use sha2::{Digest as _, Sha256};

use super::past::{command, git};

/// How large.
#[derive(Debug, Clone, Copy)]
pub(crate) struct Size {
    pub(crate) controls: usize,
    pub(crate) records: usize,
    pub(crate) commits: usize,
}

/// The first day of the last week that has a record: 2026-09-21, in days since 1970.
const LAST_MONDAY: i64 = 20_717;

const DAY: i64 = 86_400;

/// Files that land together, with the day on which they do.
#[derive(Debug, Clone, Default)]
struct Landing {
    day: i64,
    files: BTreeMap<String, Vec<u8>>,
}

/// Makes a bare repository of it, packed. `demo` is a folder for the demo company that it is made of.
pub(crate) fn write(folder: &Path, demo: &Path, size: Size) -> io::Result<()> {
    let mut making = Command::new(env!("CARGO_BIN_EXE_tickmark"));
    assert!(making.arg("demo").arg(demo).stdout(Stdio::null()).status()?.success(), "tickmark demo");
    let (mut beginning, mut landings) = seed(demo, size.controls * 3 / 5)?;
    let weekly = size.controls - size.controls * 3 / 5;
    let records = landings.iter().filter(|landing| record_of(landing).is_some()).count();
    let weeks = size.records.saturating_sub(records).div_ceil(weekly.max(1));
    for number in 1..=weekly {
        beginning.insert(format!("policies/controls/OP-{number:03}.yaml"), control(number).into_bytes());
        landings.extend((0..i64::try_from(weeks).unwrap_or(0)).map(|back| weekly_record(number, back)));
    }
    landings.sort_by(|a, b| (a.day, a.files.keys().next()).cmp(&(b.day, b.files.keys().next())));
    git(folder, &["init", "--quiet", "--bare", "--initial-branch", "main", "."]);
    let mut import =
        command(folder).args(["fast-import", "--quiet", "--done"]).stdin(Stdio::piped()).spawn()?;
    let stdin = import.stdin.take().ok_or(io::ErrorKind::BrokenPipe)?;
    let first = landings.first().map_or(LAST_MONDAY, |landing| landing.day) - 1;
    let mut stream = Stream { to: BufWriter::new(stdin), commits: 0, at: first * DAY, tip: 0 };
    stream.tell(&beginning, &landings, size.commits)?;
    stream.to.into_inner().map_err(io::IntoInnerError::into_error)?;
    assert!(import.wait()?.success(), "git fast-import");
    git(folder, &["gc", "--quiet"]);
    Ok(())
}

/// What stands in each file, by path.
type Texts = BTreeMap<String, Vec<u8>>;

/// The demo's files that are there from the beginning, and those that land later, with `controls` controls.
fn seed(demo: &Path, controls: usize) -> io::Result<(Texts, Vec<Landing>)> {
    let mut files = BTreeMap::new();
    read_below(demo, "policies", &mut files)?;
    read_below(demo, "evidence", &mut files)?;
    if let Some(program) = files.get_mut("policies/program.yaml") {
        // The root is a commit of the demo's own history.
        let text = String::from_utf8_lossy(program).into_owned();
        *program =
            text.split_inclusive('\n').filter(|line| !line.contains("root: ")).collect::<String>().into();
    }
    let ids: Vec<String> = files.keys().filter_map(|path| control_at(path)).map(str::to_owned).collect();
    let mut beginning: BTreeMap<String, Vec<u8>> = BTreeMap::new();
    let mut later: BTreeMap<String, Landing> = BTreeMap::new();
    let mut place = |path: String, bytes: Vec<u8>, files: &BTreeMap<String, Vec<u8>>, own: &str| {
        if !path.starts_with("evidence/") || path.starts_with("evidence/anchors/") {
            return drop(beginning.insert(path, bytes));
        }
        // What lies in the folder of a record lands with it.
        let record = format!("{}.yaml", stem(own));
        let landing = later.entry(stem(&path)).or_default();
        let day = files.get(&record).and_then(|text| first_day(text)).unwrap_or(LAST_MONDAY);
        landing.day = day;
        landing.files.insert(path, bytes);
    };
    for (path, bytes) in &files {
        let of_control = ids.iter().any(|id| {
            control_at(path) == Some(id.as_str())
                || path.strip_prefix("evidence/").is_some_and(|rest| rest.starts_with(&format!("{id}/")))
        });
        if !of_control {
            place(path.clone(), bytes.clone(), &files, path);
        }
    }
    for number in 0..controls {
        let (id, copy) = (&ids[number % ids.len()], number / ids.len());
        let other = if copy == 0 { id.clone() } else { id.replacen('-', &format!("-{copy}"), 1) };
        let own = [format!("policies/controls/{id}.yaml"), format!("evidence/{id}/")];
        for (path, bytes) in files.iter().filter(|(path, _)| own.iter().any(|own| path.starts_with(own))) {
            place(path.replacen(id, &other, 1), renamed(path, bytes, id, &other), &files, path);
        }
    }
    Ok((beginning, later.into_values().collect()))
}

/// A path up to the record or extraction that it belongs to, without what stands behind the dot.
fn stem(path: &str) -> String {
    let length = if path.starts_with("evidence/populations/") { 4 } else { 3 };
    let parts: Vec<&str> = path.split('/').take(length).collect();
    let stem = parts.join("/");
    stem.split_once('.').map_or(stem.as_str(), |(stem, _)| stem).to_owned()
}

/// The id of the control that stands at a path.
fn control_at(path: &str) -> Option<&str> {
    path.strip_prefix("policies/controls/")?.strip_suffix(".yaml")
}

fn read_below(root: &Path, below: &str, files: &mut BTreeMap<String, Vec<u8>>) -> io::Result<()> {
    for entry in std::fs::read_dir(root.join(below))? {
        let entry = entry?;
        let path = format!("{below}/{}", entry.file_name().to_string_lossy());
        if entry.file_type()?.is_dir() {
            read_below(root, &path, files)?;
        } else {
            files.insert(path, std::fs::read(entry.path())?);
        }
    }
    Ok(())
}

/// The same with another id in it; artifacts stay as their digests name them.
fn renamed(path: &str, bytes: &[u8], id: &str, other: &str) -> Vec<u8> {
    let is_yaml = path.split('/').count() == 3 && path.ends_with(".yaml");
    if is_yaml { String::from_utf8_lossy(bytes).replace(id, other).into_bytes() } else { bytes.to_vec() }
}

/// The first day that stands behind an `at:`, in days since 1970.
fn first_day(text: &[u8]) -> Option<i64> {
    let text = String::from_utf8_lossy(text);
    let day = text.split("at: ").nth(1)?.get(..10)?;
    let day: jiff::civil::Date = day.parse().ok()?;
    Some(i64::from((day - jiff::civil::date(1970, 1, 1)).get_days()))
}

fn day(day: i64) -> jiff::civil::Date {
    jiff::civil::date(1970, 1, 1) + jiff::Span::new().days(day)
}

/// The path of the record that lands, if it is one of a control.
fn record_of(landing: &Landing) -> Option<&String> {
    let is_record = |path: &&String| {
        path.ends_with(".yaml") && path.as_bytes().get(9).is_some_and(u8::is_ascii_uppercase)
    };
    landing.files.keys().find(is_record)
}

fn control(number: usize) -> String {
    const CRITERIA: [(&str, &str); 6] = [
        ("CC6.1", "A.5.15"),
        ("CC6.6", "A.8.20"),
        ("CC7.1", "A.8.8"),
        ("CC7.2", "A.8.16"),
        ("CC8.1", "A.8.32"),
        ("A1.2", "A.8.13"),
    ];
    let (soc2, iso) = CRITERIA[number % CRITERIA.len()];
    format!(
        "id: OP-{number:03}\n\
         title: Weekly look at system {number}\n\
         owner: mateo\n\
         statement: Each week the platform team compares what runs in system {number} with what was approved, and opens a ticket for every difference.\n\
         why: What nobody looked at for a month is found by somebody else.\n\
         since: 2025-01-01\n\
         cadence: weekly\n\
         nature: it-dependent\n\
         type: detective\n\
         satisfies:\n  soc2: {soc2}\n  iso27001: {iso}\n\
         mitigates: R-{risk:02}\n\
         policies: platform-security\n\
         reviewer: omar\n\
         test:\n  - Take a week from the calendar.\n  - Compare the export with the approved list.\n  - Follow each difference to its ticket.\n",
        risk = number % 20 + 1,
    )
}

/// The record of a week, so many before the last one: one in 40 is an exception, one in 60 late.
fn weekly_record(number: usize, back: i64) -> Landing {
    let monday = LAST_MONDAY - 7 * back;
    let week = day(monday).iso_week_date();
    let (id, period) = (format!("OP-{number:03}"), format!("{}-W{:02}", week.year(), week.week()));
    let roll = number * 7919 + back.unsigned_abs() as usize * 104_729;
    let performed = monday + if roll.is_multiple_of(60) { 9 } else { 4 };
    let mut export = String::from("component,version,approved,ticket\n");
    for row in 0..20 + roll % 60 {
        // Writing to a String cannot fail.
        let _ = writeln!(export, "service-{row:03},{}.{}.{},yes,", roll % 7, row % 11, (roll + row) % 29);
    }
    let digest = hex(&Sha256::digest(&export));
    let exception = roll.is_multiple_of(40);
    let mut text = format!(
        "control: {id}\nperiod: {period}\nperformed: {{by: mateo, at: {at}}}\nreviewed: {{by: omar, at: {reviewed}}}\n\
         result: {result}\nsummary: {rows} components of system {number} compared with the approved list, {found}.\n",
        at = day(performed),
        reviewed = day(performed + 1),
        result = if exception { "exception" } else { "pass" },
        rows = 20 + roll % 60,
        found = if exception { "one is older than it should be" } else { "none differs" },
    );
    if exception {
        // Writing to a String cannot fail.
        let _ = write!(
            text,
            "exceptions:\n  EX-{number:03}-{period}:\n    what: One component ran a version that was no longer approved.\n    \
             cause: A node had been taken out of the pool before the roll-out and came back after it.\n    \
             effect: None that the logs show.\n    fix: {{what: Nodes that come back are rebuilt, owner: mateo, due: {due}, done: {due}}}\n    \
             response: Management agrees.\n",
            due = day(performed + 14),
        );
    }
    // Writing to a String cannot fail.
    let _ = write!(text, "artifacts:\n  - {{file: components.csv, sha256: {digest}}}\n");
    let files = [
        (format!("evidence/{id}/{period}.yaml"), text.into_bytes()),
        (format!("evidence/{id}/{period}/components.csv"), export.into_bytes()),
    ];
    Landing { day: performed, files: files.into() }
}

fn hex(bytes: &[u8]) -> String {
    bytes.iter().fold(String::new(), |mut text, byte| {
        // Writing to a String cannot fail.
        let _ = write!(text, "{byte:02x}");
        text
    })
}

struct Stream<W> {
    to: W,
    /// Commits so far; the number of the last one is its mark.
    commits: usize,
    /// The seconds of the last one.
    at: i64,
    /// The newest commit of the main line.
    tip: usize,
}

/// Paths and their bytes.
type Files<'f> = Vec<(&'f str, &'f [u8])>;

impl<W: Write> Stream<W> {
    fn tell(
        &mut self,
        beginning: &BTreeMap<String, Vec<u8>>,
        landings: &[Landing],
        commits: usize,
    ) -> io::Result<()> {
        self.tip = self.commit(&[], &listed(beginning))?;
        let prose: Vec<(&String, &Vec<u8>)> = beginning
            .iter()
            .filter(|(path, _)| path.contains("/controls/") || path.ends_with(".md"))
            .collect();
        for (number, landing) in landings.iter().enumerate() {
            self.at = self.at.max(landing.day * DAY + 8 * 3600);
            self.land(landing)?;
            while self.commits < commits * (number + 1) / landings.len() {
                self.reword(&prose)?;
            }
        }
        self.at = self.at.max((LAST_MONDAY + 12) * DAY);
        self.tip = self.commit(&[self.tip], &[("README.md", &b"The window is closed.\n"[..])])?;
        write!(self.to, "reset refs/heads/main\nfrom :{}\n\n", self.tip)?;
        write!(self.to, "tag soc2-2026/end\nfrom :{}\n", self.tip)?;
        writeln!(
            self.to,
            "tagger Priya Raman <priya@northwind.example> {} +0200\ndata 18\nEnd of the window\n",
            self.at + 60
        )?;
        writeln!(self.to, "done")
    }

    /// A branch with a record, then with its review, and the merge.
    fn land(&mut self, landing: &Landing) -> io::Result<()> {
        let Some(record) = record_of(landing) else {
            self.tip = self.commit(&[self.tip], &listed(&landing.files))?;
            return Ok(());
        };
        let text = String::from_utf8_lossy(&landing.files[record]).into_owned();
        let without: String =
            text.split_inclusive('\n').filter(|line| !line.starts_with("reviewed: ")).collect();
        let mut files = listed(&landing.files);
        for (path, bytes) in &mut files {
            if path == record {
                *bytes = without.as_bytes();
            }
        }
        let first = self.commit(&[self.tip], &files)?;
        let second =
            if text == without { first } else { self.commit(&[first], &[(record, text.as_bytes())])? };
        self.tip = self.commit(&[self.tip, second], &listed(&landing.files))?;
        Ok(())
    }

    fn reword(&mut self, prose: &[(&String, &Vec<u8>)]) -> io::Result<()> {
        let number = self.commits;
        let page = format!("# How we work\n\nChange {number}.\n").into_bytes();
        let (path, bytes) = match prose.get(number / 3 % prose.len()) {
            Some((path, bytes)) if !number.is_multiple_of(3) => {
                let note =
                    if path.ends_with(".yaml") { "# Looked at, number" } else { "\nLooked at, number" };
                (path.as_str(), [&bytes[..], format!("{note} {number}.\n").as_bytes()].concat())
            }
            Some(_) | None => ("docs/how-we-work.md", page),
        };
        self.tip = self.commit(&[self.tip], &[(path, &bytes)])?;
        Ok(())
    }

    fn commit(&mut self, parents: &[usize], files: &[(&str, &[u8])]) -> io::Result<usize> {
        self.commits += 1;
        self.at += 60;
        let (mark, at) = (self.commits, self.at);
        let (name, mail) =
            [("Mateo Silva", "mateo"), ("Priya Raman", "priya"), ("Omar Haddad", "omar")][mark % 3];
        let who = format!("{name} <{mail}@northwind.example> {at} +0200");
        let message = format!("Change number {mark}");
        let to = &mut self.to;
        write!(to, "commit refs/heads/main\nmark :{mark}\nauthor {who}\ncommitter {who}\n")?;
        writeln!(to, "data {}\n{message}", message.len())?;
        for (place, parent) in parents.iter().enumerate() {
            writeln!(to, "{} :{parent}", if place == 0 { "from" } else { "merge" })?;
        }
        for (path, bytes) in files {
            writeln!(to, "M 100644 inline {path}\ndata {}", bytes.len())?;
            to.write_all(bytes)?;
            writeln!(to)?;
        }
        Ok(mark)
    }
}

fn listed(files: &BTreeMap<String, Vec<u8>>) -> Files<'_> {
    files.iter().map(|(path, bytes)| (path.as_str(), &bytes[..])).collect()
}
