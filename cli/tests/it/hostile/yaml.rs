//! YAML that is more than it seems.

use super::{CONTROL, CONTROL_PATH, Place, each, in_control, with_file};
use snapbox::{assert_data_eq, str};

#[test]
fn what_yaml_can_do_beyond_data_is_refused_where_it_stands() {
    let bomb = format!("x-a: &a [lol, lol]\n{}{CONTROL}", "x-b: &b [*a, *a, *a]\nx-c: &c [*b, *b, *b]\n");
    let cases = [
        ("an alias bomb", bomb),
        ("an anchor nobody uses", format!("{CONTROL}x-a: &a 1\n")),
        ("an anchor on a key", format!("{CONTROL}&a x-a: 1\n")),
        ("an alias to nothing", format!("{CONTROL}x-a: *a\n")),
        ("a merge key", format!("{CONTROL}<<: {{x-a: 1}}\n")),
        ("a merge key in flow", format!("{CONTROL}x-a: {{<<: {{b: 1}}}}\n")),
        ("a quoted merge key is a key", format!("{CONTROL}x-a: {{'<<': 1}}\n")),
        ("an object of Python", format!("{CONTROL}x-a: !!python/object/apply:os.system [id]\n")),
        ("binary data", format!("{CONTROL}x-a: !!binary aGk=\n")),
        ("a tag for text", format!("{CONTROL}x-a: !!str 1\n")),
        ("a local tag", format!("{CONTROL}x-a: !secret x\n")),
        ("the tag that is none", format!("{CONTROL}x-a: ! x\n")),
        ("a version", format!("%YAML 1.1\n---\n{CONTROL}")),
        ("a prefix for tags", format!("%TAG !e! tag:e.example,2026:\n---\n{CONTROL}")),
        ("a directive of no kind", format!("%FOO bar\n---\n{CONTROL}")),
        ("two documents", format!("{CONTROL}---\n{CONTROL}")),
        ("an end, and more", format!("{CONTROL}...\n{CONTROL}")),
        ("an end, and nothing more", format!("{CONTROL}...\n")),
        ("a list as a key", format!("{CONTROL}? [a, b]\n: 1\n")),
        ("a mapping as a key", format!("{CONTROL}? {{a: b}}\n: 1\n")),
        ("nothing as a key", format!("{CONTROL}~: 1\n")),
        ("an empty key", format!("{CONTROL}: 1\n")),
        ("a number as a key is text", format!("{CONTROL}1: 1\n")),
        ("a truth value as a key is text", format!("{CONTROL}true: 1\n")),
        ("the same key twice", format!("{CONTROL}owner: bob\n")),
        ("the same key twice, quoted", format!("{CONTROL}\"\\x6fwner\": bob\n")),
        ("the same key twice, in the user's own", format!("{CONTROL}x-a: {{b: 1, b: 2}}\n")),
        ("a file of nothing", String::new()),
        ("a file of a comment", "# nothing\n".to_owned()),
        ("a file of a marker", "---\n".to_owned()),
        ("a text instead of a mapping", "C-1\n".to_owned()),
        ("a list instead of a mapping", "- id: C-1\n".to_owned()),
        ("null instead of a mapping", "null\n".to_owned()),
    ];
    assert_data_eq!(
        each(with_file(CONTROL_PATH, &cases), Place::lint),
        str![[r#"
== an alias bomb
policies/controls/C-1.yaml:1:6: yaml-syntax an anchor is not accepted here
exit 1
== an anchor nobody uses
policies/controls/C-1.yaml:7:6: yaml-syntax an anchor is not accepted here
exit 1
== an anchor on a key
policies/controls/C-1.yaml:7:1: yaml-syntax an anchor is not accepted here
exit 1
== an alias to nothing
policies/controls/C-1.yaml:7:6: yaml-syntax an alias is not accepted here
exit 1
== a merge key
policies/controls/C-1.yaml:7:1: yaml-syntax a merge key is not accepted here
exit 1
== a merge key in flow
policies/controls/C-1.yaml:7:7: yaml-syntax a merge key is not accepted here
exit 1
== a quoted merge key is a key
policies/controls/C-1.yaml:5:10: evidence-overdue `C-1` has no record for 2026-01 yet
exit 0
== an object of Python
policies/controls/C-1.yaml:7:38: yaml-syntax a tag is not accepted here
exit 1
== binary data
policies/controls/C-1.yaml:7:15: yaml-syntax a tag is not accepted here
exit 1
== a tag for text
policies/controls/C-1.yaml:7:12: yaml-syntax a tag is not accepted here
exit 1
== a local tag
policies/controls/C-1.yaml:7:14: yaml-syntax a tag is not accepted here
exit 1
== the tag that is none
policies/controls/C-1.yaml:7:8: yaml-syntax a tag is not accepted here
exit 1
== a version
policies/controls/C-1.yaml:1:1: yaml-syntax a directive is not accepted here
exit 1
== a prefix for tags
policies/controls/C-1.yaml:1:1: yaml-syntax a directive is not accepted here
exit 1
== a directive of no kind
policies/controls/C-1.yaml:1:1: yaml-syntax a directive is not accepted here
exit 1
== two documents
policies/controls/C-1.yaml:7:1: yaml-syntax a second document is not accepted here
exit 1
== an end, and more
policies/controls/C-1.yaml:8:1: yaml-syntax a second document is not accepted here
exit 1
== an end, and nothing more
policies/controls/C-1.yaml:5:10: evidence-overdue `C-1` has no record for 2026-01 yet
exit 0
== a list as a key
policies/controls/C-1.yaml:7:3: yaml-syntax a key that is no text is not accepted here
exit 1
== a mapping as a key
policies/controls/C-1.yaml:7:3: yaml-syntax a key that is no text is not accepted here
exit 1
== nothing as a key
policies/controls/C-1.yaml:7:1: yaml-syntax an empty key is not accepted here
exit 1
== an empty key
policies/controls/C-1.yaml:7:1: yaml-syntax an empty key is not accepted here
exit 1
== a number as a key is text
policies/controls/C-1.yaml:5:10: evidence-overdue `C-1` has no record for 2026-01 yet
policies/controls/C-1.yaml:7:1: unknown-field unknown field `1`
exit 1
== a truth value as a key is text
policies/controls/C-1.yaml:5:10: evidence-overdue `C-1` has no record for 2026-01 yet
policies/controls/C-1.yaml:7:1: unknown-field unknown field `true`
exit 1
== the same key twice
policies/controls/C-1.yaml:7:1: duplicate-key the key `owner` stands here for the second time
exit 1
== the same key twice, quoted
policies/controls/C-1.yaml:7:1: duplicate-key the key `owner` stands here for the second time
exit 1
== the same key twice, in the user's own
policies/controls/C-1.yaml:7:13: duplicate-key the key `b` stands here for the second time
exit 1
== a file of nothing
policies/controls/C-1.yaml:1:1: wrong-type expected a mapping, found nothing
exit 1
== a file of a comment
policies/controls/C-1.yaml:1:1: wrong-type expected a mapping, found nothing
exit 1
== a file of a marker
policies/controls/C-1.yaml:1:4: wrong-type expected a mapping, found nothing
exit 1
== a text instead of a mapping
policies/controls/C-1.yaml:1:1: wrong-type expected a mapping, found text
exit 1
== a list instead of a mapping
policies/controls/C-1.yaml:1:1: wrong-type expected a mapping, found a list
exit 1
== null instead of a mapping
policies/controls/C-1.yaml:1:1: wrong-type expected a mapping, found nothing
exit 1

"#]]
    );
}

#[test]
fn broken_yaml_is_named_where_it_breaks() {
    let cases = [
        ("a quote that never ends", format!("{CONTROL}x-a: \"b\n")),
        ("a bracket that never ends", format!("{CONTROL}x-a: [b\n")),
        ("a brace that never ends", format!("{CONTROL}x-a: {{b: 1\n")),
        ("a bracket that never began", format!("{CONTROL}x-a: b]\n")),
        ("a tab as indentation", format!("{CONTROL}x-a:\n\tb: 1\n")),
        ("a tab after spaces", format!("{CONTROL}x-a:\n  \tb: 1\n")),
        ("a key within a value", format!("{CONTROL}x-a: b: c\n")),
        ("a key without its colon", format!("{CONTROL}x-a\n")),
        ("an escape that is none", format!("{CONTROL}x-a: \"\\q\"\n")),
        ("half of a surrogate pair", format!("{CONTROL}x-a: \"\\ud800\"\n")),
        ("a code point that is none", format!("{CONTROL}x-a: \"\\UFFFFFFFF\"\n")),
        ("a block of an indentation that is none", format!("{CONTROL}x-a: |0\n  b\n")),
        ("a block of two indentations", format!("{CONTROL}x-a: |99\n  b\n")),
        ("less indentation than before", format!("{CONTROL}x-a:\n    b: 1\n  c: 2\n")),
        ("a reserved sign", format!("{CONTROL}x-a: @b\n")),
        ("a reserved quote", format!("{CONTROL}x-a: `b`\n")),
        ("a key of more than 1024 bytes", format!("{CONTROL}{}: 1\n", "k".repeat(2000))),
        ("a quoted key of more than 1024 bytes", format!("{CONTROL}\"{}\": 1\n", "k".repeat(2000))),
    ];
    assert_data_eq!(
        each(with_file(CONTROL_PATH, &cases), Place::lint),
        str![[r#"
== a quote that never ends
policies/controls/C-1.yaml:7:6: yaml-syntax a quote that is never closed
exit 1
== a bracket that never ends
policies/controls/C-1.yaml:7:6: yaml-syntax unclosed bracket '['
exit 1
== a brace that never ends
policies/controls/C-1.yaml:7:6: yaml-syntax unclosed bracket '{'
exit 1
== a bracket that never began
policies/controls/C-1.yaml:5:10: evidence-overdue `C-1` has no record for 2026-01 yet
exit 0
== a tab as indentation
policies/controls/C-1.yaml:8:2: yaml-syntax a tab as indentation is not accepted here
exit 1
== a tab after spaces
policies/controls/C-1.yaml:8:3: yaml-syntax a tab as indentation is not accepted here
exit 1
== a key within a value
policies/controls/C-1.yaml:7:7: yaml-syntax a `:` within a value
exit 1
== a key without its colon
policies/controls/C-1.yaml:7:1: yaml-syntax a key without its `:`
exit 1
== an escape that is none
policies/controls/C-1.yaml:7:6: yaml-syntax while parsing a quoted scalar, found unknown escape character
exit 1
== half of a surrogate pair
policies/controls/C-1.yaml:7:6: yaml-syntax while parsing a quoted scalar, found high surrogate without following low surrogate
exit 1
== a code point that is none
policies/controls/C-1.yaml:7:6: yaml-syntax while parsing a quoted scalar, found invalid Unicode character escape code
exit 1
== a block of an indentation that is none
policies/controls/C-1.yaml:7:6: yaml-syntax while scanning a block scalar, found an indentation indicator equal to 0
exit 1
== a block of two indentations
policies/controls/C-1.yaml:7:6: yaml-syntax while scanning a block scalar, did not find expected comment or line break
exit 1
== less indentation than before
policies/controls/C-1.yaml:9:3: yaml-syntax while parsing a block mapping, did not find expected key
exit 1
== a reserved sign
policies/controls/C-1.yaml:7:6: yaml-syntax `@` cannot begin a text
exit 1
== a reserved quote
policies/controls/C-1.yaml:7:6: yaml-syntax a backtick cannot begin a text
exit 1
== a key of more than 1024 bytes
policies/controls/C-1.yaml:7:1: yaml-syntax a key without its `:`
exit 1
== a quoted key of more than 1024 bytes
policies/controls/C-1.yaml:7:1: yaml-syntax a key without its `:`
exit 1

"#]]
    );
}

#[test]
fn ids_stay_what_was_written_and_only_safe_ones_count() {
    let cases = [
        ("a leading zero", "id: 08"),
        ("octal", "id: 0o17"),
        ("hexadecimal", "id: 0x1F"),
        ("an exponent", "id: 1e3"),
        ("digits in groups", "id: 1_000"),
        ("base sixty", "id: 12:30:45"),
        ("a truth value", "id: no"),
        ("infinity", "id: .inf"),
        ("a date", "id: 2026-01-01"),
        ("null", "id: null"),
        ("nothing", "id:"),
        ("a list", "id: [C-1]"),
        ("a slash", "id: a/b"),
        ("two dots", "id: .."),
        ("a space", "id: a b"),
        ("a line end", "id: \"a\\nb\""),
        ("an override of direction", "id: \"C\u{202e}1\""),
        ("a character of no width", "id: \"C\u{200b}1\""),
        ("a letter of another script", "id: \u{421}-1"),
        ("a regular expression that backtracks", "id: (a+)+$"),
        ("a quantifier", "id: a{1000000}"),
    ];
    assert_data_eq!(
        each(in_control(&cases), Place::lint),
        str![[r#"
== a leading zero
policies/controls/C-1.yaml:4:10: evidence-overdue `08` has no record for 2026-01 yet
policies/controls/C-1.yaml:6:5: id-and-file-name-differ `08` stands in a file named `C-1`
policies/controls/C-1.yaml:6:5: invalid-value `08` is not an id like `AC-02`: letters, digits, `.`, `_` and `-`
exit 1
== octal
policies/controls/C-1.yaml:4:10: evidence-overdue `0o17` has no record for 2026-01 yet
policies/controls/C-1.yaml:6:5: id-and-file-name-differ `0o17` stands in a file named `C-1`
policies/controls/C-1.yaml:6:5: invalid-value `0o17` is not an id like `AC-02`: letters, digits, `.`, `_` and `-`
exit 1
== hexadecimal
policies/controls/C-1.yaml:4:10: evidence-overdue `0x1F` has no record for 2026-01 yet
policies/controls/C-1.yaml:6:5: id-and-file-name-differ `0x1F` stands in a file named `C-1`
policies/controls/C-1.yaml:6:5: invalid-value `0x1F` is not an id like `AC-02`: letters, digits, `.`, `_` and `-`
exit 1
== an exponent
policies/controls/C-1.yaml:4:10: evidence-overdue `1e3` has no record for 2026-01 yet
policies/controls/C-1.yaml:6:5: id-and-file-name-differ `1e3` stands in a file named `C-1`
policies/controls/C-1.yaml:6:5: invalid-value `1e3` is not an id like `AC-02`: letters, digits, `.`, `_` and `-`
exit 1
== digits in groups
policies/controls/C-1.yaml:4:10: evidence-overdue `1_000` has no record for 2026-01 yet
policies/controls/C-1.yaml:6:5: id-and-file-name-differ `1_000` stands in a file named `C-1`
policies/controls/C-1.yaml:6:5: invalid-value `1_000` is not an id like `AC-02`: letters, digits, `.`, `_` and `-`
exit 1
== base sixty
policies/controls/C-1.yaml:4:10: evidence-overdue `12:30:45` has no record for 2026-01 yet
policies/controls/C-1.yaml:6:5: id-and-file-name-differ `12:30:45` stands in a file named `C-1`
policies/controls/C-1.yaml:6:5: invalid-value `12:30:45` is not an id like `AC-02`: letters, digits, `.`, `_` and `-`
exit 1
== a truth value
policies/controls/C-1.yaml:4:10: evidence-overdue `no` has no record for 2026-01 yet
policies/controls/C-1.yaml:6:5: id-and-file-name-differ `no` stands in a file named `C-1`
exit 0
== infinity
policies/controls/C-1.yaml:4:10: evidence-overdue `.inf` has no record for 2026-01 yet
policies/controls/C-1.yaml:6:5: id-and-file-name-differ `.inf` stands in a file named `C-1`
policies/controls/C-1.yaml:6:5: invalid-value `.inf` is not an id like `AC-02`: letters, digits, `.`, `_` and `-`
exit 1
== a date
policies/controls/C-1.yaml:4:10: evidence-overdue `2026-01-01` has no record for 2026-01 yet
policies/controls/C-1.yaml:6:5: id-and-file-name-differ `2026-01-01` stands in a file named `C-1`
policies/controls/C-1.yaml:6:5: invalid-value `2026-01-01` is not an id like `AC-02`: letters, digits, `.`, `_` and `-`
exit 1
== null
policies/controls/C-1.yaml:6:5: wrong-type expected text in `id`, found nothing
exit 1
== nothing
policies/controls/C-1.yaml:6:1: wrong-type expected text in `id`, found nothing
exit 1
== a list
policies/controls/C-1.yaml:6:5: wrong-type expected text in `id`, found a list
exit 1
== a slash
policies/controls/C-1.yaml:4:10: evidence-overdue `a/b` has no record for 2026-01 yet
policies/controls/C-1.yaml:6:5: id-and-file-name-differ `a/b` stands in a file named `C-1`
policies/controls/C-1.yaml:6:5: invalid-value `a/b` is not an id like `AC-02`: letters, digits, `.`, `_` and `-`
exit 1
== two dots
policies/controls/C-1.yaml:4:10: evidence-overdue `..` has no record for 2026-01 yet
policies/controls/C-1.yaml:6:5: id-and-file-name-differ `..` stands in a file named `C-1`
policies/controls/C-1.yaml:6:5: invalid-value `..` is not an id like `AC-02`: letters, digits, `.`, `_` and `-`
exit 1
== a space
policies/controls/C-1.yaml:4:10: evidence-overdue `a b` has no record for 2026-01 yet
policies/controls/C-1.yaml:6:5: id-and-file-name-differ `a b` stands in a file named `C-1`
policies/controls/C-1.yaml:6:5: invalid-value `a b` is not an id like `AC-02`: letters, digits, `.`, `_` and `-`
exit 1
== a line end
policies/controls/C-1.yaml:4:10: evidence-overdue `a b` has no record for 2026-01 yet
policies/controls/C-1.yaml:6:5: id-and-file-name-differ `a b` stands in a file named `C-1`
policies/controls/C-1.yaml:6:5: invalid-value `a b` is not an id like `AC-02`: letters, digits, `.`, `_` and `-`
exit 1
== an override of direction
policies/controls/C-1.yaml:4:10: evidence-overdue `C<U+202E>1` has no record for 2026-01 yet
policies/controls/C-1.yaml:6:5: id-and-file-name-differ `C<U+202E>1` stands in a file named `C-1`
policies/controls/C-1.yaml:6:5: invalid-value `C<U+202E>1` is not an id like `AC-02`: letters, digits, `.`, `_` and `-`
exit 1
== a character of no width
policies/controls/C-1.yaml:4:10: evidence-overdue `C<U+200B>1` has no record for 2026-01 yet
policies/controls/C-1.yaml:6:5: id-and-file-name-differ `C<U+200B>1` stands in a file named `C-1`
policies/controls/C-1.yaml:6:5: invalid-value `C<U+200B>1` is not an id like `AC-02`: letters, digits, `.`, `_` and `-`
exit 1
== a letter of another script
policies/controls/C-1.yaml:4:10: evidence-overdue `С-1` has no record for 2026-01 yet
policies/controls/C-1.yaml:6:5: id-and-file-name-differ `С-1` stands in a file named `C-1`
policies/controls/C-1.yaml:6:5: invalid-value `С-1` is not an id like `AC-02`: letters, digits, `.`, `_` and `-`
exit 1
== a regular expression that backtracks
policies/controls/C-1.yaml:4:10: evidence-overdue `(a+)+$` has no record for 2026-01 yet
policies/controls/C-1.yaml:6:5: id-and-file-name-differ `(a+)+$` stands in a file named `C-1`
policies/controls/C-1.yaml:6:5: invalid-value `(a+)+$` is not an id like `AC-02`: letters, digits, `.`, `_` and `-`
exit 1
== a quantifier
policies/controls/C-1.yaml:4:10: evidence-overdue `a{1000000}` has no record for 2026-01 yet
policies/controls/C-1.yaml:6:5: id-and-file-name-differ `a{1000000}` stands in a file named `C-1`
policies/controls/C-1.yaml:6:5: invalid-value `a{1000000}` is not an id like `AC-02`: letters, digits, `.`, `_` and `-`
exit 1

"#]]
    );
}
