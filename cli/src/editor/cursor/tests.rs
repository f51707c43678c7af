use super::{Cursor, Slot};
use crate::place::Span;
use crate::schema::Step;

/// What is asked for at `^`, as a line: the way, the slot, what is typed, the keys that are taken.
fn asked(text: &str) -> String {
    let offset = text.find('^').expect("a cursor");
    let text = text.replacen('^', "", 1);
    match Cursor::find(&text, Span::new(0, text.len()), offset) {
        None => "nothing".to_owned(),
        Some(Cursor::Prose) => "prose".to_owned(),
        Some(Cursor::Comment(before)) => format!("comment `{before}`"),
        Some(Cursor::Asks { asks, typed, .. }) => {
            let way = |steps: &[Step<'_>]| {
                let words: Vec<&str> = steps
                    .iter()
                    .map(|step| match step {
                        Step::Key(key) => *key,
                        Step::Item => "*",
                    })
                    .collect();
                words.join("/")
            };
            let lines: Vec<String> = asks
                .iter()
                .map(|ask| match ask.slot {
                    Slot::Value => format!("value of {}", way(&ask.steps)),
                    Slot::Key => format!(
                        "key in /{} beside {}",
                        way(&ask.steps),
                        ask.taken.iter().copied().collect::<Vec<_>>().join(",")
                    ),
                })
                .collect();
            format!("{} typed `{}`", lines.join(" or "), &text[typed.range()])
        }
    }
}

#[test]
fn a_cursor_is_found_in_block_style() {
    let found = [
        "id: AC-02\now^\ncadence: daily\n",
        "id: AC-02\nowner: pri^\n",
        "id: AC-02\nowner: ^",
        "mitigates:\n  - R-01\n  - R-^\ntitle: x\n",
        "mitigates:\n- R-01\n- ^\n",
        "performed:\n  b^\n  at: 2026-01-01\n",
        "performed:\n  by: ^\n  at: 2026-01-01\n",
        "artifacts:\n  - file: a\n    sh^\n  - file: b\n",
        "satisfies:\n  soc2: [CC6.2]\n  ^\n",
        "^",
    ]
    .map(asked);
    assert_eq!(
        found,
        [
            "key in / beside cadence,id typed `ow`",
            "value of owner typed `pri`",
            "value of owner typed ``",
            "value of mitigates/* or key in /mitigates/* beside  typed `R-`",
            "value of mitigates/* or key in /mitigates/* beside  typed ``",
            "value of performed or key in /performed beside  typed `b`",
            "value of performed/by typed ``",
            "key in /artifacts/* beside file typed `sh`",
            "key in /satisfies beside soc2 typed ``",
            "key in / beside  typed ``",
        ]
    );
}

#[test]
fn a_cursor_is_found_in_flow_style_that_is_not_finished() {
    let found = [
        "satisfies: {soc2: [CC6.2, CC^\nowner: priya\n",
        "satisfies: {soc2: ^}\n",
        "satisfies: {soc2: CC6.2, is^}\n",
        "artifacts:\n  - {file: ^, sha256: 1}\n",
        "artifacts:\n  - {file: a, ^\n",
        "performed: {by: \"pri^\", at: 2026-01-01}\n",
        "teams:\n  it: {members: [priya,\n    om^]}\n",
        "x: {a: [b\nowner: pri^\n",
    ]
    .map(asked);
    assert_eq!(
        found,
        [
            "value of satisfies/soc2/* typed `CC`",
            "value of satisfies/soc2 typed ``",
            "key in /satisfies beside soc2 typed `is`",
            "value of artifacts/*/file typed ``",
            "key in /artifacts/* beside file typed ``",
            "value of performed/by typed `pri`",
            "value of teams/it/members/* typed `om`",
            "value of owner typed `pri`",
        ]
    );
}

#[test]
fn comments_and_prose_name_nothing() {
    let found = [
        "owner: priya # tickmark: ignore[un^\n",
        "# tickmark: ^\nid: x\n",
        "performed: {by: a} # see^\n",
        "statement: |\n  Owners rev^iew\nid: x\n",
        "statement: |\n  Owners\nid: x^\n",
        "title: a # b\now^",
    ]
    .map(asked);
    assert_eq!(
        found,
        [
            "comment ` tickmark: ignore[un`",
            "comment ` tickmark: `",
            "comment ` see`",
            "prose",
            "value of id typed `x`",
            "key in / beside title typed `ow`",
        ]
    );
}
