//! Every closed set has its "did you mean": one slip in each, and what is said about it.

use std::fmt::Write as _;
use std::fs;
use std::path::Path;

use serde_json::Value as Json;
use snapbox::{IntoData as _, assert_data_eq, str};

use crate::support::{demo, folder, git, tickmark, told};

/// A company in which nothing is spelled as it should be.
const SLIPS: [(&str, &str); 17] = [
    (
        "policies/program.yaml",
        "\
company: {name: Northwind, timezone: Europe/Berln}
people:
  priya: {name: Priya Raman, email: priya@northwind.example}
  omar: {name: Omar Haddad, email: omar@northwind.example}
teams:
  it: {members: [priya, omr]}
frameworks:
  soc2: {version: \"2017\", categories: [security, availabilty]}
  iso27001: {version: \"2022\"}
  nist-cfs: {version: \"2.0\"}
audits:
  soc2-2026: {framework: soc2, type: typ2, window: 2026-01-01..2026-09-30}
  iso-2026: {framework: iso2701, type: stage2, window: 2026-01-01..2026-09-30}
defaults: {review: four-eye, grace: {quaterly: 3d}}
git: {require_signed: [evidnce]}
lint:
  fail_on: eror
  rules:
    vague-statment: {level: note, because: Settled with the auditor}
    evidnce: {level: warn, because: Settled with the auditor}
",
    ),
    (
        "policies/access-control.md",
        "\
---
id: access-control
title: Access control policy
version: 2.1
owner: prya
review: anual
approved: {by: Omar Haddad, at: 2026-01-05}
satisfies: {soc2: CC6.22, iso27001: 5.15}
---
",
    ),
    (
        "policies/controls/AC-01.yaml",
        "\
id: AC-01
title: Quarterly access review
owner: IT
statement: System owners look at every account each quarter.
cadence: quarterly
since: 2026-01-01
satisfies: {soc2: [CC6.2, cc6.3], iso2701: A.5.18}
mitigates: R-1
policies: acces-control
reviewer: omar@northwind.example
",
    ),
    (
        "policies/controls/AC-02.yaml",
        "\
id: AC-02
title: Leavers lose access within 24 hours
owner: it
statement: Every account is disabled within 24 hours of the last day.
cadence: on-event
since: 2026-05-01
population: leavers
deadline: 24h after last_dya
satisfies: {soc2: CC6.2}
",
    ),
    (
        "policies/controls/AC-03.yaml",
        "\
id: AC-03
titel: Joiners
owner: it
statement: Access follows an approved request.
cadence: quaterly
status: actve
nature: manul
satisfies: {soc2: CC6.2}
",
    ),
    (
        "policies/controls/AC-04.yaml",
        "\
id: AC-04
title: Movers
owner: it
statement: Access is looked at when somebody changes teams.
cadence: on-event
since: 2026-05-01
population: mover
satisfies: {soc2: CC6.2}
",
    ),
    (
        "policies/risks/R-01.yaml",
        "\
id: R-01
title: A former employee keeps access
scenario: An account stays active.
owner: priya
treatment: mitgate
controls: [AC-1, AC-3]
",
    ),
    (
        "policies/populations/leavers.yaml",
        "\
id: leavers
title: People whose employment ended
source: Personio
owner: omra
key: leaver_idd
event: last-day
columns: [leaver_id, last_day]
",
    ),
    (
        "policies/populations/movers.yaml",
        "id: movers\ntitle: People who changed teams\nsource: Personio\nowner: priya\n",
    ),
    ("policies/registers/vendors.yaml", "aws: {what: Hosting, owner: it, gdpr: {role: procesor}}\n"),
    ("policies/registers/assets.yaml", "db: {what: Customer database, kind: dta, owner: it, vendor: asw}\n"),
    ("policies/contols/AC-09.yaml", "id: AC-09\n"),
    (
        "policies/soa/iso27001.yaml",
        "\
framework: iso27001
decisions:
  A.7.44: {applies: false, because: No offices}
  A.7.4: {status: plannd, owner: omarr}
",
    ),
    (
        "evidence/AC-01/2026-01.yaml",
        "\
control: AC-01
period: 2026-01
performed: {by: priya, at: 2026-01-30}
reviewed: {by: omar, at: 2026-02-02}
result: exception  # tickmark: ignore[not-reviewd] Settled
artifacts:
  - {file: user.csv, sha256: 87428fc522803d31065e7bce3cf03fe475096631e5e07bbd7a0fde60c4cf25c7}
tested: {a: {exception: EX-2}}
exceptions:
  EX-1: {what: One account stayed, cause: A slip, response: Agreed, fix: {what: Removed, owner: omra}}
",
    ),
    ("evidence/AC-01/2026-01/users.csv", "a\n"),
    (
        "evidence/AC-3/2026-Q1.yaml",
        "control: AC-3\nperiod: 2026-Q1\nperformed: {bye: priya, at: 2026-01-31}\nresult: pas\n",
    ),
    (
        "evidence/incidents/INC-1.yaml",
        "\
id: INC-1
what: Console unreachable
aware: 2026-01-05
severity: 2
controls: AC-1
reported: [{to: BSI, under: nis3, what: early-warning, at: 2026-01-05}]
",
    ),
];

fn write(folder: &Path, files: &[(&str, &str)]) {
    for (path, text) in files {
        let path = folder.join(path);
        fs::create_dir_all(path.parent().unwrap()).unwrap();
        fs::write(path, text).unwrap();
    }
}

/// `what the user wrote  ->  message / help`, for every finding that speaks of a name.
fn slips(folder: &Path) -> String {
    let output =
        tickmark(folder).args(["lint", "--as-of", "2026-06-01", "--format", "json"]).output().unwrap();
    let report: Json = serde_json::from_slice(&output.stdout).unwrap();
    let mut text = String::new();
    for finding in report["findings"].as_array().unwrap() {
        let (rule, path) = (finding["rule"].as_str().unwrap(), finding["path"].as_str().unwrap());
        let speaks_of_a_name = rule.starts_with("unknown-")
            || matches!(
                rule,
                "invalid-value"
                    | "missing-artifact"
                    | "misplaced-file"
                    | "stray-period"
                    | "exception-incomplete"
            );
        if !speaks_of_a_name {
            continue;
        }
        let source = fs::read_to_string(folder.join(path)).unwrap();
        let at = |field: &str| usize::try_from(finding[field].as_u64().unwrap()).unwrap() - 1;
        let written =
            source.lines().nth(at("line")).unwrap().get(at("column")..at("end_column")).unwrap_or_default();
        let name = path.rsplit('/').next().unwrap();
        let (message, help) = (finding["message"].as_str().unwrap(), finding["help"].as_str().unwrap_or("-"));
        let line = at("line") + 1;
        writeln!(text, "{name}:{line} {written}\n    {rule}: {message}\n    {help}").unwrap();
    }
    text
}

#[test]
fn every_slip_in_a_file_is_told_with_what_was_meant() {
    let folder = folder();
    write(folder.path(), &SLIPS);
    assert_data_eq!(slips(folder.path()), str![[r#"
2026-01.yaml:2 2026-01
    stray-period: `AC-01` was not expected to operate for `2026-01`
    write `period: 2026-Q1` if that is the one that was meant
2026-01.yaml:5 not-reviewd
    unknown-rule: there is no rule `not-reviewd`
    did you mean `not-reviewed`?
2026-01.yaml:7 user.csv
    missing-artifact: `evidence/AC-01/2026-01/user.csv` is not there
    did you mean `users.csv`?
2026-01.yaml:8 EX-2
    exception-incomplete: the exception `EX-2` of `a` is not described
    did you mean `EX-1`? add `EX-2:` under `exceptions` with what, cause, fix and response
2026-01.yaml:10 omra
    unknown-person: `omra` is no person and no team
    did you mean `omar`? add `omra` to `people` in `policies/program.yaml`
2026-Q1.yaml:3 bye
    unknown-field: unknown field `bye`
    did you mean `by`?
2026-Q1.yaml:4 pas
    invalid-value: `pas` is not one of `pass`, `exception`, `fail`, `pending` or `not-performed`
    did you mean `pass`?
INC-1.yaml:5 AC-1
    unknown-control: there is no control `AC-1`
    did you mean `AC-01`? write `policies/controls/AC-1.yaml`, or correct the id
INC-1.yaml:6 nis3
    unknown-framework: there is no framework `nis3`
    did you mean `nis2`? write its catalog as `policies/frameworks/nis3.yaml`, or correct the id
access-control.md:5 prya
    unknown-person: `prya` is no person and no team
    did you mean `priya`? add `prya` to `people` in `policies/program.yaml`
access-control.md:6 anual
    invalid-value: `anual` is not one of `daily`, `weekly`, `monthly`, `quarterly`, `semiannual` or `annual`
    did you mean `annual`?
access-control.md:7 Omar Haddad
    unknown-person: `Omar Haddad` is no person
    write `omar`
access-control.md:8 CC6.22
    unknown-requirement: `soc2` has no requirement `CC6.22`
    did you mean `CC6.2`? write the id as SOC 2 Trust Services Criteria prints it, like `CC1.1`
access-control.md:8 5.15
    unknown-requirement: `iso27001` has no requirement `5.15`
    write `A.5.15`
AC-09.yaml:1 
    misplaced-file: no kind of file lives at `policies/contols/AC-09.yaml`
    did you mean `policies/controls/AC-09.yaml`?
AC-01.yaml:3 IT
    unknown-person: `IT` is no person and no team
    write `it`
AC-01.yaml:7 cc6.3
    unknown-requirement: `soc2` has no requirement `cc6.3`
    write `CC6.3`
AC-01.yaml:7 iso2701
    unknown-framework: there is no framework `iso2701`
    did you mean `iso27001`? write its catalog as `policies/frameworks/iso2701.yaml`, or correct the id
AC-01.yaml:8 R-1
    unknown-risk: there is no risk `R-1`
    did you mean `R-01`? write `policies/risks/R-1.yaml`, or correct the id
AC-01.yaml:9 acces-control
    unknown-policy: there is no policy `acces-control`
    did you mean `access-control`? write `policies/acces-control.md`, or correct the id
AC-01.yaml:10 omar@northwind.example
    unknown-person: `omar@northwind.example` is no person and no team
    write `omar`
AC-02.yaml:8 last_dya
    unknown-column: `leavers` has no column `last_dya`
    did you mean `last_day`? name one of its columns, or add `last_dya` to `columns` in `policies/populations/leavers.yaml`
AC-03.yaml:2 titel
    unknown-field: unknown field `titel`
    write `title`
AC-03.yaml:5 quaterly
    invalid-value: `quaterly` is not one of `daily`, `weekly`, `monthly`, `quarterly`, `semiannual`, `annual`, `on-event` or `continuous`
    did you mean `quarterly`?
AC-03.yaml:6 actve
    invalid-value: `actve` is not one of `draft`, `active` or `retired`
    did you mean `active`?
AC-03.yaml:7 manul
    invalid-value: `manul` is not one of `manual`, `automated` or `it-dependent`
    did you mean `manual`?
AC-04.yaml:7 mover
    unknown-population: there is no population `mover`
    did you mean `movers`? write `policies/populations/mover.yaml`, or correct the id
leavers.yaml:4 omra
    unknown-person: `omra` is no person and no team
    did you mean `omar`? add `omra` to `people` in `policies/program.yaml`
leavers.yaml:5 leaver_idd
    unknown-column: `leavers` has no column `leaver_idd`
    did you mean `leaver_id`? name one of its columns, or add `leaver_idd` to `columns` in `policies/populations/leavers.yaml`
leavers.yaml:6 last-day
    unknown-column: `leavers` has no column `last-day`
    write `last_day`
program.yaml:1 Europe/Berln
    invalid-value: `Europe/Berln` is not an IANA time zone like `Europe/Berlin` or `UTC`
    did you mean `Europe/Berlin`?
program.yaml:6 omr
    unknown-person: `omr` is no person
    did you mean `omar`? add `omr` to `people` in `policies/program.yaml`
program.yaml:8 availabilty
    unknown-requirement: `soc2` has no category `availabilty`
    did you mean `availability`? name one that the framework has, or take it out
program.yaml:10 nist-cfs
    unknown-framework: there is no framework `nist-cfs`
    did you mean `nist-csf`? write its catalog as `policies/frameworks/nist-cfs.yaml`, or correct the id
program.yaml:12 typ2
    invalid-value: `typ2` is not one of `type1`, `type2`, `stage1`, `stage2`, `surveillance`, `internal` or `assessment`
    did you mean `type2`?
program.yaml:13 iso2701
    unknown-framework: there is no framework `iso2701`
    did you mean `iso27001`? write its catalog as `policies/frameworks/iso2701.yaml`, or correct the id
program.yaml:14 four-eye
    invalid-value: `four-eye` is not one of `four-eyes`, `any` or `none`
    did you mean `four-eyes`?
program.yaml:14 quaterly
    unknown-field: unknown field `quaterly`
    write `quarterly`
program.yaml:15 evidnce
    invalid-value: `evidnce` is not one of `evidence`, `policies` or `tags`
    did you mean `evidence`?
program.yaml:17 eror
    invalid-value: `eror` is not one of `error`, `warning`, `note` or `never`
    did you mean `error`?
program.yaml:19 vague-statment
    unknown-rule: there is no rule `vague-statment`
    did you mean `vague-statement`?
program.yaml:20 evidnce
    unknown-rule: there is no rule `evidnce`
    did you mean `evidence`?
program.yaml:20 warn
    invalid-value: `warn` is not one of `off`, `note`, `warning` or `error`
    did you mean `warning`?
assets.yaml:1 dta
    invalid-value: `dta` is not one of `data`, `software`, `service`, `infrastructure`, `device`, `people` or `place`
    did you mean `data`?
assets.yaml:1 asw
    unknown-vendor: there is no vendor `asw`
    did you mean `aws`? add `asw` to `policies/registers/vendors.yaml`, or correct the id
vendors.yaml:1 procesor
    invalid-value: `procesor` is not one of `processor`, `sub-processor`, `controller` or `joint-controller`
    did you mean `processor`?
R-01.yaml:5 mitgate
    invalid-value: `mitgate` is not one of `mitigate`, `accept`, `transfer` or `avoid`
    did you mean `mitigate`?
R-01.yaml:6 AC-1
    unknown-control: there is no control `AC-1`
    did you mean `AC-01`? write `policies/controls/AC-1.yaml`, or correct the id
R-01.yaml:6 AC-3
    unknown-control: there is no control `AC-3`
    did you mean `AC-03`? write `policies/controls/AC-3.yaml`, or correct the id
iso27001.yaml:3 A.7.44
    unknown-requirement: `iso27001` has no requirement `A.7.44`
    did you mean `A.7.14`? write the id as ISO/IEC 27001:2022 prints it, like `4.1`
iso27001.yaml:4 plannd
    invalid-value: `plannd` is not one of `planned`, `partly` or `implemented`
    did you mean `planned`?
iso27001.yaml:4 omarr
    unknown-person: `omarr` is no person and no team
    did you mean `omar`? add `omarr` to `people` in `policies/program.yaml`

"#]].raw());
}

#[test]
fn every_slip_on_the_command_line_is_told_with_what_was_meant() {
    let slips = [
        "lnt",
        "packet bild",
        "lint --format ful",
        "lint --formt full",
        "lint --output jsn:x",
        "lint --fail-on eror",
        "lint --ignore evidnce",
        "lint --ignore evidence-mising",
        "lint polices",
        "lint AC-02.yaml",
        "lint --at soc2-2026/ende",
        "lint --at mian",
        "lint --color alwys",
        "trail soc2-2062",
        "trail AC-2",
        "trail --by mont",
        "trail --format tabel",
        "packet build soc2-2062 --at soc2-2026/end",
        "packet build soc2-2026 --at soc2-2026/end --artifacts cpy",
        "packet context soc2-2062 --at soc2-2026/end",
        "explain evidence-mising",
        "explain evidence",
        "schema contrl",
        "completions bahs",
        "init --company N --owner P --timezone Europe/Berln",
        "init --company N --owner P --timezone Berlin",
        "init --company N --owner P --framework soc3",
    ];
    let mut text = String::new();
    for slip in slips {
        let told = told(tickmark(demo()).args(slip.split(' ')));
        let said = told.lines().filter(|line| {
            !line.is_empty()
                && !line.starts_with("-- standard")
                && !line.starts_with("Usage")
                && !line.starts_with("For more")
        });
        writeln!(text, "$ tickmark {slip}").unwrap();
        said.for_each(|line| writeln!(text, "{line}").unwrap());
    }
    assert_data_eq!(
        text,
        str![[r#"
$ tickmark lnt
error: unrecognized subcommand 'lnt'
  tip: some similar subcommands exist: 'init', 'lint'
-- exit 2 --
$ tickmark packet bild
error: unrecognized subcommand 'bild'
  tip: a similar subcommand exists: 'build'
-- exit 2 --
$ tickmark lint --format ful
error: invalid value 'ful' for '--format <FORMAT>'
  [possible values: full, concise, json, github, gitlab, sarif, junit, markdown]
  tip: a similar value exists: 'full'
-- exit 2 --
$ tickmark lint --formt full
error: unexpected argument '--formt' found
  tip: a similar argument exists: '--format'
-- exit 2 --
$ tickmark lint --output jsn:x
error: invalid value 'jsn:x' for '--output <FORMAT:PATH>': did you mean `json`?
-- exit 2 --
$ tickmark lint --fail-on eror
error: invalid value 'eror' for '--fail-on <LEVEL>'
  [possible values: error, warning, note, never]
  tip: a similar value exists: 'error'
-- exit 2 --
$ tickmark lint --ignore evidnce
error: `evidnce` is not a rule or a group of rules
help: did you mean `evidence`?
-- exit 2 --
$ tickmark lint --ignore evidence-mising
error: `evidence-mising` is not a rule or a group of rules
help: did you mean `evidence-missing`?
-- exit 2 --
$ tickmark lint polices
error: there is nothing to lint at `polices`
help: did you mean `policies`?
-- exit 2 --
$ tickmark lint AC-02.yaml
error: there is nothing to lint at `AC-02.yaml`
help: did you mean `policies/controls/AC-02.yaml`?
-- exit 2 --
$ tickmark lint --at soc2-2026/ende
error: no tag, branch or commit is called `soc2-2026/ende`
help: did you mean `soc2-2026/end`?
-- exit 3 --
$ tickmark lint --at mian
error: no tag, branch or commit is called `mian`
help: did you mean `main`?
-- exit 3 --
$ tickmark lint --color alwys
error: invalid value 'alwys' for '--color <WHEN>'
  [possible values: auto, always, never]
  tip: a similar value exists: 'always'
-- exit 2 --
$ tickmark trail soc2-2062
error: `soc2-2062` is neither an audit nor a control
help: did you mean `soc2-2026`?
-- exit 2 --
$ tickmark trail AC-2
error: `AC-2` is neither an audit nor a control
help: did you mean `AC-02`?
-- exit 2 --
$ tickmark trail --by mont
error: invalid value 'mont' for '--by <UNIT>'
  [possible values: week, month, quarter]
  tip: a similar value exists: 'month'
-- exit 2 --
$ tickmark trail --format tabel
error: invalid value 'tabel' for '--format <FORMAT>'
  [possible values: table, tsv, csv, json, svg, markdown]
  tip: a similar value exists: 'table'
-- exit 2 --
$ tickmark packet build soc2-2062 --at soc2-2026/end
error: no audit is called `soc2-2062`
help: did you mean `soc2-2026`?
-- exit 2 --
$ tickmark packet build soc2-2026 --at soc2-2026/end --artifacts cpy
error: invalid value 'cpy' for '--artifacts <HOW>': did you mean `copy`?
-- exit 2 --
$ tickmark packet context soc2-2062 --at soc2-2026/end
error: no audit is called `soc2-2062`
help: did you mean `soc2-2026`?
-- exit 2 --
$ tickmark explain evidence-mising
error: no rule is called `evidence-mising`
help: did you mean `evidence-missing`?
-- exit 2 --
$ tickmark explain evidence
error: no rule is called `evidence`
help: that is a group of rules; `tickmark explain` lists the rules of each
-- exit 2 --
$ tickmark schema contrl
error: no kind of file is called `contrl`
help: did you mean `control`?
-- exit 2 --
$ tickmark completions bahs
error: invalid value 'bahs' for '<SHELL>'
  [possible values: bash, elvish, fish, powershell, zsh]
  tip: a similar value exists: 'bash'
-- exit 2 --
$ tickmark init --company N --owner P --timezone Europe/Berln
error: `Europe/Berln` is not a time zone of the IANA database
help: did you mean `Europe/Berlin`?
-- exit 2 --
$ tickmark init --company N --owner P --timezone Berlin
error: `Berlin` is not a time zone of the IANA database
help: did you mean `Europe/Berlin`?
-- exit 2 --
$ tickmark init --company N --owner P --framework soc3
error: no framework is called `soc3`
help: did you mean `soc2`?
-- exit 2 --

"#]]
        .raw()
    );
}

#[test]
fn a_period_of_the_wrong_shape_is_told_with_the_one_that_is_expected() {
    let control = |id: &str, cadence: &str| {
        format!(
            "id: {id}\ntitle: A review\nowner: priya\nstatement: Owners look at each account.\nsince: 2026-01-01\ncadence: {cadence}\nsatisfies: {{soc2: CC6.2}}\n"
        )
    };
    let record = |id: &str, period: &str| {
        format!(
            "control: {id}\nperiod: {period}\nperformed: {{by: priya, at: 2026-02-20}}\nreviewed: {{by: omar, at: 2026-02-21}}\nresult: pass\n"
        )
    };
    let folder = folder();
    write(
        folder.path(),
        &[(
            "policies/program.yaml",
            "company: {name: Northwind}\npeople: {priya: {name: Priya}, omar: {name: Omar}}\nframeworks: {soc2: {version: \"2017\"}}\n",
        )],
    );
    let cases = [
        ("DA-01", "daily", "2026-02"),
        ("WE-01", "weekly", "2026-02"),
        ("MO-01", "monthly", "2026-Q1"),
        ("QU-01", "quarterly", "2026-02"),
        ("SE-01", "semiannual", "2026-Q1"),
        ("AN-01", "annual", "2026-Q1"),
        ("EV-01", "{every: 45d}", "2026-02"),
        ("NO-01", "quarterly", "Q1-2026"),
    ];
    for (id, cadence, period) in cases {
        let files = [
            (format!("policies/controls/{id}.yaml"), control(id, cadence)),
            (format!("evidence/{id}/{period}.yaml"), record(id, period)),
        ];
        write(folder.path(), &files.each_ref().map(|(path, text)| (path.as_str(), text.as_str())));
    }
    assert_data_eq!(
        slips(folder.path()),
        str![[r#"
2026-Q1.yaml:2 2026-Q1
    stray-period: `AN-01` was not expected to operate for `2026-Q1`
    write `period: 2026` if that is the one that was meant
2026-02.yaml:2 2026-02
    stray-period: `DA-01` was not expected to operate for `2026-02`
    write `period: 2026-02-20` if that is the one that was meant
2026-02.yaml:2 2026-02
    stray-period: `EV-01` was not expected to operate for `2026-02`
    write `period: 2026-02-15..2026-03-31` if that is the one that was meant
2026-Q1.yaml:2 2026-Q1
    stray-period: `MO-01` was not expected to operate for `2026-Q1`
    write `period: 2026-02` if that is the one that was meant
Q1-2026.yaml:2 Q1-2026
    invalid-value: `Q1-2026` is not a period like `2026-Q1`, `2026-03`, `2026-W07` or `2026`
    write a period like `2026-Q1`, `2026-03`, `2026-W07` or `2026`
2026-02.yaml:2 2026-02
    stray-period: `QU-01` was not expected to operate for `2026-02`
    write `period: 2026-Q1` if that is the one that was meant
2026-Q1.yaml:2 2026-Q1
    stray-period: `SE-01` was not expected to operate for `2026-Q1`
    write `period: 2026-H1` if that is the one that was meant
2026-02.yaml:2 2026-02
    stray-period: `WE-01` was not expected to operate for `2026-02`
    write `period: 2026-W08` if that is the one that was meant

"#]]
        .raw()
    );
}

#[test]
fn six_mistakes_of_six_sorts_in_one_file_are_told_in_one_run_each_at_its_place() {
    let folder = folder();
    let other = "id: AC-01\ntitle: Quarterly access review\nowner: priya\nstatement: Owners look at each account.\nstatus: draft\ncadence: quarterly\n";
    write(
        folder.path(),
        &[
            (
                "policies/program.yaml",
                "company: {name: Northwind}\npeople: {priya: {name: Priya}}\nframeworks: {soc2: {version: \"2017\", categories: [security]}}\n",
            ),
            ("policies/controls/AC-01.yaml", other),
            (
                "policies/controls/AC-02.yaml",
                "\
id: AC-01
title: [Quarterly, access, review]
owner: priya
cadence: quaterly
ownr: priya
satisfies: {soc2: [CC6.2, CC6.99]}
",
            ),
        ],
    );
    succeed_git(folder.path());
    assert_data_eq!(
        told(tickmark(folder.path()).args([
            "lint",
            "--as-of",
            "2026-01-10",
            "--ignore",
            "requirement-uncovered",
            "--ignore",
            "id-and-file-name-differ",
            "policies/controls/AC-02.yaml",
        ])),
        str![[r#"
Northwind, lint
work tree on e9e1a7967f, as of 2026-01-10

error[missing-field]: `statement` is missing
 --> policies/controls/AC-02.yaml:1:1
  |
1 | id: AC-01
  | ^^
  |
  = note: what is done, by whom, when and with what outcome, in a sentence that can be tested
  = help: add `statement:` here

error[duplicate-id]: the id `AC-01` is also that of the control in `policies/controls/AC-01.yaml`
 --> policies/controls/AC-02.yaml:1:5
  |
1 | id: AC-01
  |     ^^^^^
  |
 ::: policies/controls/AC-01.yaml:1:5
  |
1 | id: AC-01
  |     ----- the other one
  |
  = help: give one of the two another id

error[wrong-type]: expected text in `title`, found a list
 --> policies/controls/AC-02.yaml:2:8
  |
2 | title: [Quarterly, access, review]
  |        ^^^^^^^^^^^^^^^^^^^^^^^^^^^
  |
  = help: write text here

error[invalid-value]: `quaterly` is not one of `daily`, `weekly`, `monthly`, `quarterly`, `semiannual`, `annual`, `on-event` or `continuous`
 --> policies/controls/AC-02.yaml:4:10
  |
4 | cadence: quaterly
  |          ^^^^^^^^
  |
  = help: did you mean `quarterly`?

error[unknown-field]: unknown field `ownr`
 --> policies/controls/AC-02.yaml:5:1
  |
5 | ownr: priya
  | ^^^^
  |
  = note: known here are `deadline`, `evidence`, `grace`, `mitigates`, `nature`, `performer`, `period`, `policies`, `population`, `reviewer`, `since`, `statement`, `status`, `systems`, `test`,
          `type` and `why`
  = help: remove it, or name it `x-ownr` to keep it as your own

error[unknown-requirement]: `soc2` has no requirement `CC6.99`
 --> policies/controls/AC-02.yaml:6:27
  |
6 | satisfies: {soc2: [CC6.2, CC6.99]}
  |                           ^^^^^^
  |
  = help: did you mean `CC6.1`? write the id as SOC 2 Trust Services Criteria prints it, like `CC1.1`

6 errors, 0 warnings and 0 notes in 3 files
-- exit 1 --

"#]].raw()
    );
}

fn succeed_git(folder: &Path) {
    for arguments in [
        &["init", "--quiet", "--initial-branch=main"][..],
        &["add", "."],
        &["commit", "--quiet", "--message", "Begin"],
    ] {
        crate::support::succeed(git(folder).args(arguments));
    }
}
