//! Too much of everything.

use super::{CONTROL, CONTROL_PATH, Place, RECORD, RECORD_PATH, each, with_file};
use snapbox::{assert_data_eq, str};

#[test]
fn no_shape_of_yaml_takes_long() {
    let deep: String = (0..2000).map(|depth| format!("{}a:\n", " ".repeat(depth + 1))).collect();
    let keys =
        |count: usize, name: &str| -> String { (0..count).map(|n| format!("{name}{n}: 1\n")).collect() };
    let cases = [
        ("the deepest that is read", format!("{CONTROL}x-a: {}{}\n", "[".repeat(63), "]".repeat(63))),
        ("one deeper", format!("{CONTROL}x-a: {}{}\n", "[".repeat(64), "]".repeat(64))),
        ("a deep block", format!("{CONTROL}x-a:\n{deep}")),
        ("a deep flow", format!("{CONTROL}x-a: {}\n", "[".repeat(100_000))),
        ("a deep flow of mappings", format!("{CONTROL}x-a: {}\n", "{a: ".repeat(100_000))),
        ("a deep flow as in JSON", format!("{CONTROL}x-a: {}\n", "{\"a\":[".repeat(50_000))),
        ("a deep list", format!("{CONTROL}x-a:\n  {}a\n", "- ".repeat(100_000))),
        ("a deep key", format!("{CONTROL}x-a:\n  {}a\n", "? ".repeat(100_000))),
        ("many colons", format!("{CONTROL}x-a: {}\n", "a: ".repeat(100_000))),
        ("a quote that ends with the file", format!("{CONTROL}x-a: \"{}", "a b ".repeat(900_000))),
        ("a text of a megabyte", format!("{CONTROL}x-a: {}\n", "a".repeat(1 << 20))),
        ("a longer text", format!("{CONTROL}x-a: {}\n", "a".repeat((1 << 20) + 1))),
        ("a title of a megabyte", CONTROL.replace("Keep the list", &"a".repeat(1_000_000))),
        ("an owner of a megabyte", CONTROL.replace("ada", &"a".repeat(1_000_000))),
        ("a cadence of a megabyte", CONTROL.replace("monthly", &"a".repeat(1_000_000))),
        ("49,000 keys", format!("{CONTROL}x-a:\n{}", keys(49_000, "  k"))),
        ("100,000 items", format!("{CONTROL}x-a: [{}a]\n", "a, ".repeat(99_000))),
        ("more than 100,000 values", format!("{CONTROL}x-a: [{}a]\n", "a, ".repeat(100_001))),
        ("four megabytes of comments", format!("{CONTROL}{}", "# a\n".repeat(900_000))),
        ("four megabytes of spaces", format!("{CONTROL}x-a: [{}1]\n", " ".repeat(3_900_000))),
        ("three million empty lines", format!("{CONTROL}x-a: |\n{}  a\n", "\n".repeat(3_000_000))),
        ("more than four megabytes", format!("{CONTROL}{}", "# a\n".repeat(1_100_000))),
    ];
    assert_data_eq!(
        each(with_file(CONTROL_PATH, &cases), Place::lint),
        str![[r#"
== the deepest that is read
policies/controls/C-1.yaml:5:10: evidence-overdue `C-1` has no record for 2026-01 yet
exit 0
== one deeper
policies/controls/C-1.yaml:7:69: yaml-syntax nesting deeper than 64 is not accepted here
exit 1
== a deep block
policies/controls/C-1.yaml:71:65: yaml-syntax nesting deeper than 64 is not accepted here
exit 1
== a deep flow
policies/controls/C-1.yaml:7:71: yaml-syntax nesting deeper than 64 is not accepted here
exit 1
== a deep flow of mappings
policies/controls/C-1.yaml:7:258: yaml-syntax nesting deeper than 64 is not accepted here
exit 1
== a deep flow as in JSON
policies/controls/C-1.yaml:7:203: yaml-syntax nesting deeper than 64 is not accepted here
exit 1
== a deep list
policies/controls/C-1.yaml:8:129: yaml-syntax nesting deeper than 64 is not accepted here
exit 1
== a deep key
policies/controls/C-1.yaml:8:5: yaml-syntax a key that is no text is not accepted here
exit 1
== many colons
policies/controls/C-1.yaml:7:7: yaml-syntax a `:` within a value
exit 1
== a quote that ends with the file
policies/controls/C-1.yaml:7:6: yaml-syntax a quote that is never closed
exit 1
== a text of a megabyte
policies/controls/C-1.yaml:5:10: evidence-overdue `C-1` has no record for 2026-01 yet
exit 0
== a longer text
policies/controls/C-1.yaml:7:6: yaml-syntax a text of over 1 MiB is not accepted here
exit 1
== a title of a megabyte
policies/controls/C-1.yaml:5:10: evidence-overdue `C-1` has no record for 2026-01 yet
exit 0
== an owner of a megabyte
policies/controls/C-1.yaml:3:8: unknown-person `aaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaa…` is no per…
policies/controls/C-1.yaml:5:10: evidence-overdue `C-1` has no record for 2026-01 yet
exit 1
== a cadence of a megabyte
policies/controls/C-1.yaml:5:10: invalid-value `aaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaa…` is not on…
exit 1
== 49,000 keys
policies/controls/C-1.yaml:5:10: evidence-overdue `C-1` has no record for 2026-01 yet
exit 0
== 100,000 items
policies/controls/C-1.yaml:5:10: evidence-overdue `C-1` has no record for 2026-01 yet
exit 0
== more than 100,000 values
policies/controls/C-1.yaml:7:299962: yaml-syntax a file of more than 100,000 values is not accepted here
exit 1
== four megabytes of comments
policies/controls/C-1.yaml:5:10: evidence-overdue `C-1` has no record for 2026-01 yet
exit 0
== four megabytes of spaces
policies/controls/C-1.yaml:5:10: evidence-overdue `C-1` has no record for 2026-01 yet
exit 0
== three million empty lines
policies/controls/C-1.yaml:3000008:3: yaml-syntax a text of over 1 MiB is not accepted here
exit 1
== more than four megabytes
policies/controls/C-1.yaml:1:1: file-too-large 4.2 MiB is more than the 4 MiB that are read
exit 1

"#]]
    );
}

#[test]
fn many_mistakes_in_one_file_are_told_without_end() {
    let unknown =
        |count: usize, end: &str| -> String { (0..count).map(|n| format!("k{n}: 1{end}")).collect() };
    let count = |text: &str| {
        let place = Place::new();
        place.write(CONTROL_PATH, text);
        let full = place.tell(&["lint", "--as-of", "2026-02-01"]);
        assert!(full.lines().count() < 400, "{full}");
        place.lint().lines().count()
    };
    let one_line = CONTROL.trim_end().replace('\n', ", ");
    let counts = [
        ("unknown keys", count(&format!("{CONTROL}{}", unknown(10_000, "\n")))),
        ("unknown keys, on one line", count(&format!("{{{one_line}, {}}}\n", unknown(10_000, ", ")))),
        ("the same key", count(&format!("{CONTROL}{}", "title: again\n".repeat(10_000)))),
        (
            "unknown risks",
            count(&format!(
                "{CONTROL}mitigates: [{}]\n",
                (0..10_000).map(|n| format!("R-{n}")).collect::<Vec<_>>().join(", ")
            )),
        ),
        (
            "suppressions of nothing",
            count(&format!("{CONTROL}{}", "# tickmark: ignore[no-owner] because\n".repeat(10_000))),
        ),
    ];
    // The last lines say that evidence is due, where the control could be read, and the exit code.
    assert_eq!(counts.map(|(_, lines)| lines), [10_002, 10_002, 10_001, 10_002, 10_002], "{counts:?}");
}

#[test]
fn a_gigabyte_is_digested_and_not_held() {
    let place = Place::new();
    place.write(CONTROL_PATH, CONTROL);
    place.write_sparse("evidence/C-1/2026-01/disk.img", 1 << 30);
    let digest = "49bc20df15e412a64472421e13fe86ff1c5165e18b2afccf160d4dc19fe68a14";
    place.write(RECORD_PATH, format!("{RECORD}artifacts:\n  - {{file: disk.img, sha256: {digest}}}\n"));
    assert_data_eq!(
        each([("a gigabyte of zeros", place)], Place::lint),
        str![[r#"
== a gigabyte of zeros
evidence/C-1/2026-01.yaml:8:12: artifact-too-large `disk.img` has 1024 MiB
exit 0

"#]]
    );
}

#[test]
#[ignore = "Git takes long to pack a gigabyte"]
fn a_gigabyte_in_a_pack_is_digested_and_not_held() {
    let place = Place::new();
    place.write(CONTROL_PATH, CONTROL);
    place.write_sparse("evidence/C-1/2026-01/disk.img", 1 << 30);
    let digest = "49bc20df15e412a64472421e13fe86ff1c5165e18b2afccf160d4dc19fe68a14";
    place.write(RECORD_PATH, format!("{RECORD}artifacts:\n  - {{file: disk.img, sha256: {digest}}}\n"));
    // Over 512 MiB Git packs a file undivided, and at once.
    place.commit();
    let at = |place: &Place| {
        place.tell(&["lint", "--format", "concise", "--quiet", "--at", "main", "--as-of", "2026-02-01"])
    };
    assert_data_eq!(
        each([("a gigabyte of zeros", place)], at),
        str![[r#"
== a gigabyte of zeros
evidence/C-1/2026-01.yaml:3:26: committed-before-performed on the main line on 2026-01-05, and performed only on 2026-01-20
evidence/C-1/2026-01.yaml:8:12: artifact-too-large `disk.img` has 1024 MiB
policies/controls/C-1.yaml:1:5: satisfies-nothing `C-1` meets no requirement
exit 1

"#]]
    );
}

#[test]
fn a_gigabyte_that_is_to_be_read_is_not_read() {
    let large = |path: &str| {
        let place = Place::new();
        place.write_sparse(path, 1 << 30);
        place
    };
    let cases = [
        ("a control", large(CONTROL_PATH)),
        ("a record", large(RECORD_PATH)),
        ("a policy", large("policies/p.md")),
        ("the programme", large("policies/program.yaml")),
        ("the signers", large("policies/allowed_signers")),
        ("a template", large("templates/packet/soc2/README.md")),
    ];
    assert_data_eq!(
        each(cases, Place::lint),
        str![[r#"
== a control
policies/controls/C-1.yaml:1:1: file-too-large 1024 MiB is more than the 4 MiB that are read
exit 1
== a record
evidence/C-1/2026-01.yaml:1:1: file-too-large 1024 MiB is more than the 4 MiB that are read
exit 1
== a policy
policies/p.md:1:1: file-too-large 1024 MiB is more than the 4 MiB that are read
exit 1
== the programme
policies/program.yaml:1:1: file-too-large 1024 MiB is more than the 4 MiB that are read
exit 2
== the signers
policies/allowed_signers:1:1: file-too-large 1024 MiB is more than the 4 MiB that are read
exit 1
== a template
templates/packet/soc2/README.md:1:1: file-too-large 1024 MiB is more than the 4 MiB that are read
exit 1

"#]]
    );
}

#[test]
fn records_that_take_long_to_compare_count_as_changed() {
    let place = Place::new();
    place.write(CONTROL_PATH, CONTROL);
    let items =
        |from: usize| -> String { (from..from + 30_000).map(|n| format!("  - a{n}\n")).rev().collect() };
    place.write(RECORD_PATH, format!("{RECORD}x-list:\n{}", items(0)));
    place.commit();
    place.write(RECORD_PATH, format!("{RECORD}x-list:\n{}", items(1)));
    place.commit();
    let told = place.tell(&["trail", "--window", "2026-01-01..2026-01-31", "--as-of", "2026-02-20"]);
    assert_data_eq!(
        told,
        str![[r#"
control	period	due	status	flags	performed	landed	path	grade
C-1	2026-01	2026-01-31	operated	altered, incomplete, landed-before-performed	2026-01-20	2026-01-05	evidence/C-1/2026-01.yaml	X
exit 0

"#]]
    );
}
