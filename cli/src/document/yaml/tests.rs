use std::fmt::Write as _;

use super::{Limits, parse_yaml};
use crate::document::{Node, Value};
use crate::place::FileId;
use snapbox::{assert_data_eq, str};

/// One line a node: its path, its bytes in the source, what it is.
fn outline(text: &str) -> String {
    fn walk(node: &Node, path: &str, text: &str, out: &mut String) {
        let shown = match &node.value {
            Value::Null => "null".to_owned(),
            Value::Scalar(scalar) => format!("{:?} {:?}", scalar.style, scalar.text),
            Value::Sequence(items) => format!("list of {}", items.len()),
            Value::Mapping(mapping) => format!("mapping of {}", mapping.entries.len()),
        };
        let _ = writeln!(out, "{path} {:?}: {shown}", &text[node.span.range()]);
        match &node.value {
            Value::Null | Value::Scalar(_) => {}
            Value::Sequence(items) => {
                for (index, item) in items.iter().enumerate() {
                    walk(item, &format!("{path}/{index}"), text, out);
                }
            }
            Value::Mapping(mapping) => {
                for entry in &mapping.entries {
                    walk(&entry.value, &format!("{path}/{}", &**entry.key), text, out);
                }
            }
        }
    }
    let parsed = parse_yaml(FileId(0), text, 0, &Limits::DEFAULT);
    let mut out = String::new();
    if let Some(root) = &parsed.root {
        walk(root, "", text, &mut out);
    }
    for comment in &parsed.comments {
        let _ = writeln!(out, "comment {:?}", comment.value);
    }
    for problem in &parsed.problems {
        let _ = writeln!(out, "{:?} {:?}", &text[problem.location.span.range()], problem.kind);
    }
    out
}

#[test]
fn every_node_knows_its_bytes() {
    let text = "id: AC-02   # the id\ntitle: Prüfung – jährlich\nsatisfies:\n  soc2: [CC6.2, CC6.3]\n  iso27001: 8.10\nlist:\n  - a\n  - {b: \"c\"}\nempty:\n";
    assert_data_eq!(
        outline(text),
        str![[r#"
 "id: AC-02   # the id/ntitle: Prüfung – jährlich/nsatisfies:/n  soc2: [CC6.2, CC6.3]/n  iso27001: 8.10/nlist:/n  - a/n  - {b: /"c/"}/nempty": mapping of 5
/id "AC-02": Plain "AC-02"
/title "Prüfung – jährlich": Plain "Prüfung – jährlich"
/satisfies "soc2: [CC6.2, CC6.3]/n  iso27001: 8.10": mapping of 2
/satisfies/soc2 "[CC6.2, CC6.3]": list of 2
/satisfies/soc2/0 "CC6.2": Plain "CC6.2"
/satisfies/soc2/1 "CC6.3": Plain "CC6.3"
/satisfies/iso27001 "8.10": Plain "8.10"
/list "- a/n  - {b: /"c/"}": list of 2
/list/0 "a": Plain "a"
/list/1 "{b: /"c/"}": mapping of 1
/list/1/b "/"c/"": Quoted "c"
/empty "": null
comment " the id"

"#]]
    );
}

#[test]
fn the_first_of_two_equal_keys_counts_and_the_second_is_named() {
    assert_data_eq!(
        outline("a: 1\nb: 2\na: {c: 3}\n"),
        str![[r#"
 "a: 1/nb: 2/na: {c: 3}": mapping of 2
/a "1": Plain "1"
/b "2": Plain "2"
"a" DuplicateKey { key: "a", first: Span { start: 0, end: 1 } }

"#]]
    );
}

#[test]
fn what_means_different_things_to_different_tools_is_refused_with_its_place() {
    let refused = [
        "a: &x 1\nb: 2\n",
        "a: *x\n",
        "<<: {a: 1}\n",
        "a: !!int 1\n",
        "%YAML 1.2\n---\na: 1\n",
        "%TAG ! tag:x,2000:\n---\na: 1\n",
        "a: 1\n---\nb: 2\n",
        "[1, 2]: a\n",
        "a: \"\\u0000\"\n",
        "a: b: c\n",
        "a: [1, 2\n",
        "\tb: 1\n",
    ];
    let outlines: String = refused.iter().map(|text| outline(text)).collect();
    assert_data_eq!(
        outlines,
        str![[r#"
"&x" YamlSyntax { message: "an anchor is not accepted here", help: Some("write the value out") }
"*x" YamlSyntax { message: "an alias is not accepted here", help: Some("write the value out") }
"<<" YamlSyntax { message: "a merge key is not accepted here", help: Some("write the entries out") }
"1" YamlSyntax { message: "a tag is not accepted here", help: Some("remove the tag") }
"%YAML 1.2" YamlSyntax { message: "a directive is not accepted here", help: Some("remove the line") }
"%TAG ! tag:x,2000:" YamlSyntax { message: "a directive is not accepted here", help: Some("remove the line") }
"---" YamlSyntax { message: "a second document is not accepted here", help: Some("keep one document in a file") }
"[" YamlSyntax { message: "a key that is no text is not accepted here", help: Some("use a text as the key") }
"/"//u0000/"" YamlSyntax { message: "the control character U+0000 is not accepted here", help: Some("remove it; escaped, it is refused as well") }
":" YamlSyntax { message: "a `:` within a value", help: Some("put the value in quotes") }
"[" YamlSyntax { message: "unclosed bracket '['", help: None }
"/t" YamlSyntax { message: "a tab as indentation is not accepted here", help: Some("indent with spaces") }

"#]]
    );
}

#[test]
fn a_file_deeper_than_the_limit_is_refused_without_a_crash() {
    let deep = "[".repeat(100_000);
    let parsed = parse_yaml(FileId(0), &deep, 0, &Limits::DEFAULT);
    assert_eq!((parsed.root, parsed.problems.len()), (None, 1));
}
