//! Whole outputs of the formats that programs read.

use snapbox::{IntoData as _, assert_data_eq, str};

use super::{UNKNOWN, a_repository, at, rendered, rendered_with, snapshot, some_findings};
use crate::finding::{Edit, Finding, Fix, Level};
use crate::place::{Location, RepoPath};
use crate::report::{Format, Style};

#[test]
fn github_gets_commands_at_the_lines() {
    let snapshot = a_repository();
    assert_data_eq!(rendered(&snapshot, some_findings(&snapshot), Format::Github), str![[r#"
::warning title=not judged::the clone is shallow: 1 rule was not judged, or not in full: evidence-altered%0Ahelp: fetch the rest of the history with `git fetch --unshallow`
::error file=compliance/policies/controls/AC-02.yaml,line=3,col=25,endLine=3,endColumn=31,title=unknown-requirement::`CC6.99` is no requirement of `soc2`%0Anote: the <U+001B>[1mframework<U+202E> has 61 criteria%0Ahelp: did you mean `CC6.9`?

"#]].raw());
}

#[test]
fn github_shows_ten_of_a_level_and_files_of_the_change_first() {
    let names: Vec<String> = (10..40).map(|number| format!("evidence/AC-02/{number}.txt")).collect();
    let files: Vec<(&str, &[u8])> = names.iter().map(|name| (name.as_str(), &b"x"[..])).collect();
    let snapshot = snapshot(&files);
    let findings = snapshot.iter().map(|(file, source)| {
        let mut finding = Finding::new(&UNKNOWN, Location::start_of(file), &source.path, "odd");
        finding.level = if file.0 % 2 == 0 { Level::Error } else { Level::Note };
        finding
    });
    let change = [RepoPath::new("evidence/AC-02/38.txt"), RepoPath::new("evidence/AC-02/39.txt")].into();
    let text = rendered_with(&snapshot, findings.collect(), |report| {
        let report = crate::report::Report { change: &change, ..*report };
        report.render(Format::Github, Style::PLAIN)
    });
    let count = |level: &str| text.lines().filter(|line| line.starts_with(level)).count();
    assert_eq!((count("::error "), count("::warning "), count("::notice ")), (10, 1, 10));
    assert_data_eq!(
        text.lines().take(4).collect::<Vec<_>>().join("\n"),
        str![[r#"
::warning title=not judged::the clone is shallow: 1 rule was not judged, or not in full: evidence-altered%0Ahelp: fetch the rest of the history with `git fetch --unshallow`
::error file=compliance/evidence/AC-02/38.txt,line=1,endLine=1,title=unknown-requirement::odd
::notice file=compliance/evidence/AC-02/39.txt,line=1,endLine=1,title=unknown-requirement::odd
::error file=compliance/evidence/AC-02/10.txt,line=1,endLine=1,title=unknown-requirement::odd
"#]]
    );
    assert_data_eq!(
        text.lines().last().unwrap(),
        str![
            "::notice title=tickmark::11 more findings are not shown here: 15 errors, 0 warnings and 15 notes in all"
        ]
    );
}

#[test]
fn gitlab_gets_its_fields() {
    let snapshot = a_repository();
    assert_data_eq!(
        rendered(&snapshot, some_findings(&snapshot), Format::Gitlab),
        str![[r#"
[
  {
    "description": "`CC6.99` is no requirement of `soc2`",
    "check_name": "unknown-requirement",
    "fingerprint": "90de5cdc479b04f1461dc620a2a6bd7c",
    "severity": "major",
    "location": {
      "path": "compliance/policies/controls/AC-02.yaml",
      "lines": {
        "begin": 3,
        "end": 3
      }
    }
  }
]

"#]]
        .raw()
    );
}

#[test]
#[expect(clippy::too_many_lines, reason = "the whole log is one snapshot")]
fn sarif_says_everything_once() {
    let snapshot = a_repository();
    let mut findings = some_findings(&snapshot);
    let place = at(&snapshot, "policies/controls/AC-02.yaml", "CC6.99");
    findings[0].fix =
        Some(Fix { edits: vec![Edit { place, with: "CC6.9".to_owned() }], safe: true, caution: None });
    assert_data_eq!(rendered(&snapshot, findings, Format::Sarif), str![[r##"
{
  "$schema": "https://docs.oasis-open.org/sarif/sarif/v2.1.0/errata01/os/schemas/sarif-schema-2.1.0.json",
  "version": "2.1.0",
  "runs": [
    {
      "tool": {
        "driver": {
          "name": "tickmark",
          "semanticVersion": "0.1.0",
          "rules": [
            {
              "id": "unclaimed-file",
              "shortDescription": {
                "text": "A rule of these tests"
              },
              "fullDescription": {
                "text": "A rule of these tests."
              },
              "help": {
                "text": "# a-rule\n\nA rule of\nthese tests.\n\n## What it checks\n\nNothing.\n",
                "markdown": "# a-rule\n\nA rule of\nthese tests.\n\n## What it checks\n\nNothing.\n"
              },
              "defaultConfiguration": {
                "level": "warning"
              },
              "properties": {
                "tags": [
                  "reference"
                ]
              }
            },
            {
              "id": "unknown-requirement",
              "shortDescription": {
                "text": "A rule of these tests"
              },
              "fullDescription": {
                "text": "A rule of these tests."
              },
              "help": {
                "text": "# a-rule\n\nA rule of\nthese tests.\n\n## What it checks\n\nNothing.\n",
                "markdown": "# a-rule\n\nA rule of\nthese tests.\n\n## What it checks\n\nNothing.\n"
              },
              "defaultConfiguration": {
                "level": "error"
              },
              "properties": {
                "tags": [
                  "reference"
                ]
              }
            },
            {
              "id": "evidence-altered",
              "shortDescription": {
                "text": "A rule of these tests"
              },
              "fullDescription": {
                "text": "A rule of these tests."
              },
              "help": {
                "text": "# a-rule\n\nA rule of\nthese tests.\n\n## What it checks\n\nNothing.\n",
                "markdown": "# a-rule\n\nA rule of\nthese tests.\n\n## What it checks\n\nNothing.\n"
              },
              "defaultConfiguration": {
                "level": "note"
              },
              "properties": {
                "tags": [
                  "reference"
                ]
              }
            },
            {
              "id": "no-owner",
              "shortDescription": {
                "text": "A rule of these tests"
              },
              "fullDescription": {
                "text": "A rule of these tests."
              },
              "help": {
                "text": "# a-rule\n\nA rule of\nthese tests.\n\n## What it checks\n\nNothing.\n",
                "markdown": "# a-rule\n\nA rule of\nthese tests.\n\n## What it checks\n\nNothing.\n"
              },
              "defaultConfiguration": {
                "level": "error"
              },
              "properties": {
                "tags": [
                  "reference"
                ]
              }
            }
          ]
        }
      },
      "invocations": [
        {
          "executionSuccessful": true,
          "exitCode": 1,
          "toolConfigurationNotifications": [
            {
              "descriptor": {
                "id": "shallow-clone"
              },
              "associatedRule": {
                "id": "evidence-altered",
                "index": 2
              },
              "level": "warning",
              "message": {
                "text": "evidence-altered was not judged, or not in full: shallow-clone"
              }
            }
          ]
        }
      ],
      "originalUriBaseIds": {
        "%SRCROOT%": {
          "description": {
            "text": "The top of the Git repository"
          }
        }
      },
      "columnKind": "unicodeCodePoints",
      "results": [
        {
          "ruleId": "unclaimed-file",
          "ruleIndex": 0,
          "level": "warning",
          "message": {
            "text": "nobody claims this"
          },
          "locations": [
            {
              "physicalLocation": {
                "artifactLocation": {
                  "uri": "compliance/policies/controls/AC-02.yaml",
                  "uriBaseId": "%SRCROOT%"
                },
                "region": {
                  "startLine": 1,
                  "startColumn": 1,
                  "endLine": 1,
                  "endColumn": 1
                }
              }
            }
          ],
          "partialFingerprints": {
            "tickmark/v1": "fe80c167847ffc5fb64166a05d733f08"
          },
          "suppressions": [
            {
              "kind": "inSource",
              "status": "accepted",
              "justification": "Agreed with the auditor",
              "location": {
                "physicalLocation": {
                  "artifactLocation": {
                    "uri": "compliance/policies/controls/AC-02.yaml",
                    "uriBaseId": "%SRCROOT%"
                  },
                  "region": {
                    "startLine": 3,
                    "startColumn": 25,
                    "endLine": 3,
                    "endColumn": 31
                  }
                }
              },
              "properties": {
                "until": "2026-12-31"
              }
            }
          ]
        },
        {
          "ruleId": "unknown-requirement",
          "ruleIndex": 1,
          "level": "error",
          "message": {
            "text": "`CC6.99` is no requirement of `soc2`\nnote: the <U+001B>[1mframework<U+202E> has 61 criteria\nhelp: did you mean `CC6.9`?"
          },
          "locations": [
            {
              "physicalLocation": {
                "artifactLocation": {
                  "uri": "compliance/policies/controls/AC-02.yaml",
                  "uriBaseId": "%SRCROOT%"
                },
                "region": {
                  "startLine": 3,
                  "startColumn": 25,
                  "endLine": 3,
                  "endColumn": 31
                }
              }
            }
          ],
          "relatedLocations": [
            {
              "id": 1,
              "physicalLocation": {
                "artifactLocation": {
                  "uri": "compliance/policies/controls/AC-02.yaml",
                  "uriBaseId": "%SRCROOT%"
                },
                "region": {
                  "startLine": 1,
                  "startColumn": 5,
                  "endLine": 1,
                  "endColumn": 10
                }
              },
              "message": {
                "text": "claimed by this control"
              }
            },
            {
              "id": 2,
              "physicalLocation": {
                "artifactLocation": {
                  "uri": "compliance/policies/program.yaml",
                  "uriBaseId": "%SRCROOT%"
                },
                "region": {
                  "startLine": 3,
                  "startColumn": 3,
                  "endLine": 3,
                  "endColumn": 7
                }
              },
              "message": {
                "text": "the framework is in scope here"
              }
            }
          ],
          "partialFingerprints": {
            "tickmark/v1": "90de5cdc479b04f1461dc620a2a6bd7c"
          },
          "suppressions": [],
          "fixes": [
            {
              "description": {
                "text": "did you mean `CC6.9`?"
              },
              "artifactChanges": [
                {
                  "artifactLocation": {
                    "uri": "compliance/policies/controls/AC-02.yaml",
                    "uriBaseId": "%SRCROOT%"
                  },
                  "replacements": [
                    {
                      "deletedRegion": {
                        "startLine": 3,
                        "startColumn": 25,
                        "endLine": 3,
                        "endColumn": 31
                      },
                      "insertedContent": {
                        "text": "CC6.9"
                      }
                    }
                  ]
                }
              ]
            }
          ],
          "properties": {
            "subject": "AC-02"
          }
        }
      ],
      "properties": {
        "asOf": "2026-09-14",
        "revision": "4f4f4f4f4f4f4f4f4f4f4f4f4f4f4f4f4f4f4f4f",
        "source": "commit"
      }
    }
  ]
}

"##]].raw());
}

#[test]
fn junit_passes_nothing_that_is_unknown_or_set_aside() {
    let snapshot = a_repository();
    assert_data_eq!(rendered(&snapshot, some_findings(&snapshot), Format::Junit), str![[r#"
<?xml version="1.0" encoding="UTF-8"?>
<testsuites name="tickmark" tests="4" failures="1" errors="0">
  <testsuite name="lint, Northwind&lt;U+0007&gt; Robotics" tests="4" failures="1" errors="0" skipped="2">
    <properties>
      <property name="clocks" value="at soc2-2026/end (4f4f4f4f4f) · as of 2026-09-14"/>
      <property name="summary" value="1 error, 0 warnings and 0 notes in 2 files; 1 set aside with a reason"/>
    </properties>
    <testcase classname="tickmark.unclaimed-file" name="compliance/policies/controls/AC-02.yaml"><skipped message="set aside: Agreed with the auditor"/></testcase>
    <testcase classname="tickmark.unknown-requirement" name="compliance/policies/controls/AC-02.yaml">
      <failure type="error" message="`CC6.99` is no requirement of `soc2`">compliance/policies/controls/AC-02.yaml:3:25: error: `CC6.99` is no requirement of `soc2`
  note: the &lt;U+001B&gt;[1mframework&lt;U+202E&gt; has 61 criteria
  help: did you mean `CC6.9`?</failure>
    </testcase>
    <testcase classname="tickmark.evidence-altered" name="what could be judged"><skipped message="not judged, or not in full: shallow-clone"/></testcase>
    <testcase classname="tickmark.no-owner" name="every file"/>
  </testsuite>
</testsuites>

"#]].raw());
}

#[test]
fn markdown_begins_with_the_verdict() {
    let snapshot = a_repository();
    assert_data_eq!(rendered(&snapshot, some_findings(&snapshot), Format::Markdown), str![[r#"
### ✗ Failed: 1 error, 0 warnings and 0 notes in 2 files; 1 set aside with a reason

at soc2-2026/end (4f4f4f4f4f) · as of 2026-09-14 · lint, Northwind&lt;U+0007&gt; Robotics

**Not judged in full:** the clone is shallow: 1 rule was not judged, or not in full; fetch the rest of the history with `git fetch --unshallow`.

<details><summary>Which rules</summary>

`evidence-altered`

</details>

`compliance/policies/controls/AC-02.yaml`

- **error** line 3: `CC6.99` is no requirement of `soc2` (`unknown-requirement`)

<details><summary>Why, and what to do</summary>

- line 3
  - note: the &lt;U+001B&gt;\[1mframework&lt;U+202E&gt; has 61 criteria
  - help: did you mean `CC6.9`?

</details>

"#]].raw());
}
