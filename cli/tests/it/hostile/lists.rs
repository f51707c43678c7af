//! Lists of a population that are no lists.

use super::{Place, each};
use snapbox::{assert_data_eq, str};

fn listed(csv: &[u8], rows: usize) -> Place {
    let place = Place::new();
    place.write(
        "policies/populations/p.yaml",
        "id: p\ntitle: P\nsource: S\nowner: ada\nkey: id\nevent: day\ncolumns: [id, day]\n",
    );
    place.write("evidence/populations/p/2026-01.csv", csv);
    place.write(
        "evidence/populations/p/2026-01.yaml",
        format!(
            "population: p\nperiod: 2026-01\nextracted: {{by: ada, at: 2026-02-01}}\nrows: {rows}\nchecked: {{against: a, rows: {rows}, by: bob}}\n"
        ),
    );
    place
}

fn lint(place: &Place) -> String {
    place.tell(&[
        "lint",
        "--format",
        "concise",
        "--as-of",
        "2026-02-01",
        "--quiet",
        "--ignore",
        "missing-field",
    ])
}

#[test]
fn a_list_is_read_as_far_as_it_is_one() {
    let cases = [
        ("in order", listed(b"id,day\n1,2026-01-02\n", 1)),
        ("no rows", listed(b"id,day\n", 0)),
        ("nothing", listed(b"", 0)),
        ("line ends alone", listed(b"\n\n\n", 0)),
        ("a mark and CRLF", listed(b"\xef\xbb\xbfid,day\r\n1,2026-01-02\r\n", 1)),
        ("CR alone", listed(b"id,day\r1,2026-01-02\r", 1)),
        ("a quote that never ends", listed(b"id,day\n\"1,2026-01-02\n2,2026-01-03\n", 2)),
        ("a quote in a cell", listed(b"id,day\n1\"x,2026-01-02\n", 1)),
        ("text behind a quote", listed(b"id,day\n\"1\"x,2026-01-02\n", 1)),
        ("a row too short", listed(b"id,day\n1,2026-01-02\n2\n", 2)),
        ("a row too long", listed(b"id,day\n1,2026-01-02,x\n", 1)),
        ("semicolons", listed(b"id;day\n1;2026-01-02\n", 1)),
        ("tabs", listed(b"id\tday\n1\t2026-01-02\n", 1)),
        ("NUL", listed(b"id,day\n\0,2026-01-02\n", 1)),
        ("Latin-1", listed(b"id,day\nPr\xfcfung,2026-01-02\n", 1)),
        ("UTF-16", listed(b"\xff\xfei\0d\0,\0d\0a\0y\0\n\0", 0)),
        ("a column twice", listed(b"id,id,day\n1,2,2026-01-02\n", 1)),
        ("a formula", listed(b"id,day\n\"=HYPERLINK(\"\"http://x\"\")\",2026-01-02\n", 1)),
        ("an escape character", listed(b"id,day\n\x1b[31m,no\x1b[0m\n", 1)),
        ("a key of a megabyte", listed(&[b"id,day\n", "k".repeat(1 << 20).as_bytes(), b",x\n"].concat(), 1)),
        ("rows past every number", {
            let place = listed(b"id,day\n1,2026-01-02\n", 1);
            let text = "population: p\nperiod: 2026-01\nextracted: {by: ada, at: 2026-02-01}\nrows: 99999999999999999999\n";
            place.write("evidence/populations/p/2026-01.yaml", text);
            place
        }),
    ];
    assert_data_eq!(
        each(cases, lint),
        str![[r#"
== in order
exit 0
== no rows
exit 0
== nothing
evidence/populations/p/2026-01.csv:1:1: event-outside-period `evidence/populations/p/2026-01.csv` has no column `day`, the date of the event
evidence/populations/p/2026-01.csv:1:1: key-not-unique `evidence/populations/p/2026-01.csv` has no column `id`, the key of `p`
exit 1
== line ends alone
evidence/populations/p/2026-01.csv:1:1: event-outside-period `evidence/populations/p/2026-01.csv` has no column `day`, the date of the event
evidence/populations/p/2026-01.csv:1:1: key-not-unique `evidence/populations/p/2026-01.csv` has no column `id`, the key of `p`
exit 1
== a mark and CRLF
exit 0
== CR alone
exit 0
== a quote that never ends
evidence/populations/p/2026-01.yaml:1:13: extraction-missing `evidence/populations/p/2026-01.csv` cannot be read from line 2 on
exit 1
== a quote in a cell
exit 0
== text behind a quote
exit 0
== a row too short
evidence/populations/p/2026-01.yaml:1:13: extraction-missing `evidence/populations/p/2026-01.csv` cannot be read from line 3 on
exit 1
== a row too long
evidence/populations/p/2026-01.yaml:1:13: extraction-missing `evidence/populations/p/2026-01.csv` cannot be read from line 2 on
exit 1
== semicolons
evidence/populations/p/2026-01.csv:1:1: event-outside-period `evidence/populations/p/2026-01.csv` has no column `day`, the date of the event
evidence/populations/p/2026-01.csv:1:1: key-not-unique `evidence/populations/p/2026-01.csv` has no column `id`, the key of `p`
exit 1
== tabs
evidence/populations/p/2026-01.csv:1:1: event-outside-period `evidence/populations/p/2026-01.csv` has no column `day`, the date of the event
evidence/populations/p/2026-01.csv:1:1: key-not-unique `evidence/populations/p/2026-01.csv` has no column `id`, the key of `p`
exit 1
== NUL
exit 0
== Latin-1
evidence/populations/p/2026-01.yaml:1:13: extraction-missing `evidence/populations/p/2026-01.csv` cannot be read from line 2 on
exit 1
== UTF-16
evidence/populations/p/2026-01.csv:1:1: event-outside-period `evidence/populations/p/2026-01.csv` has no column `day`, the date of the event
evidence/populations/p/2026-01.csv:1:1: key-not-unique `evidence/populations/p/2026-01.csv` has no column `id`, the key of `p`
evidence/populations/p/2026-01.yaml:1:13: extraction-missing `evidence/populations/p/2026-01.csv` cannot be read from line 1 on
exit 1
== a column twice
evidence/populations/p/2026-01.csv:1:1: event-outside-period `evidence/populations/p/2026-01.csv` has no column `day`, the date of the event
evidence/populations/p/2026-01.csv:1:1: key-not-unique `evidence/populations/p/2026-01.csv` has no column `id`, the key of `p`
evidence/populations/p/2026-01.yaml:1:13: extraction-missing `evidence/populations/p/2026-01.csv` cannot be read from line 1 on
exit 1
== a formula
evidence/populations/p/2026-01.csv:2:2: formula-in-cell `=HYPERLINK("http://x")` in the column `id` is a formula to a spreadsheet
exit 0
== an escape character
evidence/populations/p/2026-01.csv:2:1: event-outside-period `day` is `no<U+001B>[0m`, which is no date
exit 1
== a key of a megabyte
evidence/populations/p/2026-01.csv:2:1: event-outside-period `day` is `x`, which is no date
exit 1
== rows past every number
evidence/populations/p/2026-01.yaml:1:13: population-not-checked nobody checked that `evidence/populations/p/2026-01.csv` is complete
evidence/populations/p/2026-01.yaml:4:7: wrong-type expected a whole number in `rows`, found text
exit 1

"#]]
    );
}

#[test]
fn a_list_may_be_long() {
    let rows = |count: usize| -> Vec<u8> {
        let rows = (0..count).map(|row| format!("{row},2026-01-02\n"));
        format!("id,day\n{}", rows.collect::<String>()).into_bytes()
    };
    let wide = |count: usize| [vec![b','; count], b"\n".to_vec()].concat();
    let five = |csv: &[u8]| {
        let place = Place::new();
        for number in 0..5 {
            place.write(&format!("evidence/C-1/2026-01/{number}.csv"), csv);
        }
        place
    };
    let cases = [
        ("200,000 rows", listed(&rows(200_000), 200_000)),
        ("a header of four million columns", listed(&wide(4_000_000), 0)),
        ("five files of two million cells", five(&b"a\n".repeat(2_000_000))),
        ("five files of four million columns", five(&wide(4_000_000))),
        ("one line of 100 MB", {
            let place = listed(b"", 0);
            place.write_sparse("evidence/populations/p/2026-01.csv", 100_000_000);
            place
        }),
    ];
    assert_data_eq!(
        each(cases, lint),
        str![[r#"
== 200,000 rows
exit 0
== a header of four million columns
evidence/populations/p/2026-01.csv:1:1: event-outside-period `evidence/populations/p/2026-01.csv` has no column `day`, the date of the event
evidence/populations/p/2026-01.csv:1:1: key-not-unique `evidence/populations/p/2026-01.csv` has no column `id`, the key of `p`
evidence/populations/p/2026-01.yaml:1:13: extraction-missing `evidence/populations/p/2026-01.csv` cannot be read from line 1 on
exit 1
== five files of two million cells
evidence/C-1/2026-01/0.csv:1:1: unclaimed-file no record names `evidence/C-1/2026-01/0.csv`
evidence/C-1/2026-01/1.csv:1:1: unclaimed-file no record names `evidence/C-1/2026-01/1.csv`
evidence/C-1/2026-01/2.csv:1:1: unclaimed-file no record names `evidence/C-1/2026-01/2.csv`
evidence/C-1/2026-01/3.csv:1:1: unclaimed-file no record names `evidence/C-1/2026-01/3.csv`
evidence/C-1/2026-01/4.csv:1:1: unclaimed-file no record names `evidence/C-1/2026-01/4.csv`
exit 0
== five files of four million columns
evidence/C-1/2026-01/0.csv:1:1: unclaimed-file no record names `evidence/C-1/2026-01/0.csv`
evidence/C-1/2026-01/1.csv:1:1: unclaimed-file no record names `evidence/C-1/2026-01/1.csv`
evidence/C-1/2026-01/2.csv:1:1: unclaimed-file no record names `evidence/C-1/2026-01/2.csv`
evidence/C-1/2026-01/3.csv:1:1: unclaimed-file no record names `evidence/C-1/2026-01/3.csv`
evidence/C-1/2026-01/4.csv:1:1: unclaimed-file no record names `evidence/C-1/2026-01/4.csv`
exit 0
== one line of 100 MB
evidence/populations/p/2026-01.csv:1:1: file-too-large 95.4 MiB is more than the 4 MiB that are read
evidence/populations/p/2026-01.yaml:1:13: extraction-missing `evidence/populations/p/2026-01.csv` is not there
exit 1

"#]]
    );
}

#[test]
fn many_mistakes_in_one_list_are_told_at_once() {
    let place = listed(&[b"id,day\n".as_slice(), &b"1,never\n".repeat(5_000)].concat(), 5_000);
    let told = lint(&place);
    assert_eq!(told.lines().count(), 10_000);
    let full = place.tell(&["lint", "--as-of", "2026-02-01"]);
    assert!(full.lines().count() < 400, "{full}");
}
