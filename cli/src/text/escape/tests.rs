use std::collections::BTreeSet;

use super::{cell, code, csv, fence, file_name, flow, home, inline, prose, remark, scalar, shell, tsv};

#[test]
fn text_stands_for_itself() {
    let shown = [
        ("a | b", "a \\| b"),
        ("<img src=x onerror=alert(1)>", "&lt;img src=x onerror=alert(1)&gt;"),
        ("R&D &lt;", "R&amp;D &amp;lt;"),
        ("![x](http://evil)", "!\\[x\\](http\\://evil)"),
        ("`rm` *now* ~~not~~ $x$", "\\`rm\\` \\*now\\* \\~\\~not\\~\\~ \\$x\\$"),
        ("one\ntwo\r\n\tthree ", "one two three"),
        ("# heading", "\\# heading"),
        ("- item", "\\- item"),
        ("1. item", "1\\. item"),
        ("2026-03-31", "2026-03-31"),
        ("99.9 % of 3) things", "99.9 % of 3) things"),
        ("===", "\\==="),
        ("last_day and _this_", "last_day and \\_this\\_"),
        ("ask @omar, not a@b.example", "ask @\u{2060}omar, not a@b.example"),
        ("www.evil.example", "www\\.evil.example"),
        ("a\u{202e}b\u{1b}[31m", "a&lt;U+202E&gt;b&lt;U+001B&gt;\\[31m"),
        ("", ""),
    ];
    for (text, expected) in shown {
        assert_eq!(inline(text), expected, "{text:?}");
    }
}

#[test]
fn a_code_span_holds_what_it_is_given() {
    assert_eq!(code("evidence/AC-02/2026-Q1.yaml"), "`evidence/AC-02/2026-Q1.yaml`");
    assert_eq!(code("a`b``c"), "```a`b``c```");
    assert_eq!(code("`x"), "`` `x ``");
    assert_eq!(code("a|b"), "a\\|b");
}

#[test]
fn a_fence_is_longer_than_what_it_holds() {
    assert_eq!(fence("```\n<b>\n", "diff"), "````diff\n```\n<b>\n````");
}

#[test]
fn prose_keeps_its_form_and_loses_its_power() {
    let written = "# Title\n\nA <script>alert(1)</script> and <!-- hidden --> and 1 < 2.\n\n\
        ![logo](https://evil.example/x.png) [go](javascript:alert(1)) [ref]: JaVaScRiPt:x\n\n\
        - one\n- `two` <https://a.example/x>\n\n```mermaid\n<b> & c\n```\n\n&#106;avascript ask @omar\n\n~~~\nleft open\n";
    assert_eq!(
        prose(written, 1),
        "## Title\n\nA &lt;script>alert(1)&lt;/script> and &lt;!-- hidden --> and 1 < 2.\n\n\
         (image) [logo](https://evil.example/x.png) [go](javascript :alert(1)) [ref]: JaVaScRiPt :x\n\n\
         - one\n- `two` <https://a.example/x>\n\n```\n<b> & c\n```\n\n&amp;#106;avascript ask @\u{2060}omar\n\n~~~\nleft open\n~~~"
    );
}

#[test]
fn a_fence_inside_a_list_is_text_to_us() {
    // A renderer ends this fence with its list item; what follows would be HTML again.
    assert_eq!(prose("- x\n  ```\n<script>\n", 0), "- x\n  ```\n&lt;script>");
}

#[test]
fn no_cell_is_a_formula() {
    let cells = ["=1+1", " =1", "+49", "-1", "@x", "\tx", "2026-Q1", "a=b"];
    assert_eq!(cells.map(cell), ["'=1+1", "' =1", "'+49", "'-1", "'@x", "'\tx", "2026-Q1", "a=b"]);
}

#[test]
fn an_id_becomes_one_safe_name() {
    let mut taken = BTreeSet::new();
    let ids = ["AC-02", "ac-02", "../../etc/passwd", "", "CON", "a/b", "a_b", ".hidden", "é"];
    let names = ids.map(|id| file_name(id, &mut taken));
    assert_eq!(
        names,
        ["AC-02", "ac-02~2", "_.._.._etc_passwd", "_", "_CON", "a_b", "a_b~2", "_.hidden", "_~2"]
    );
}

#[test]
fn a_shell_word_stays_one_word() {
    let words = ["soc2-2026/end", "v1;rm", "it's", "-x", ""];
    assert_eq!(words.map(shell), ["soc2-2026/end", "'v1;rm'", "'it'\\''s'", "'-x'", "''"]);
}

#[test]
fn a_remark_links_to_nothing() {
    let shown = [
        ("`AC-02` has no record for 2026-Q2", "`AC-02` has no record for 2026-Q2"),
        ("ask @omar or a@b.example", "ask @\u{2060}omar or a@\u{2060}b.example"),
        (
            "see #12, GH-7, org/repo#3 and !4",
            "see #\u{2060}12, GH-\u{2060}7, org/repo#\u{2060}3 and !\u{2060}4",
        ),
        ("`@omar` `#12` `<b>`", "`@omar` `#12` `<b>`"),
        ("one ` alone and @omar", "one \\` alone and @\u{2060}omar"),
        ("http://evil.example www.evil.example", "http:\u{2060}//evil.example www\u{2060}.evil.example"),
        ("R&D 100% &12 :tada:", "R&amp;\u{2060}D 100% &amp;\u{2060}12 :\u{2060}tada:"),
        ("a `b|c` d\n::error::e ##[x]", "a b\\|c d ::\u{2060}error::\u{2060}e ##\\[x\\]"),
    ];
    for (text, expected) in shown {
        assert_eq!(remark(text), expected, "{text:?}");
    }
}

#[test]
fn what_only_looks_like_a_mark_stays_as_it_is() {
    for text in [". x", ") x", "12", "1.5", "1.x", "a-7", "a_b", "a # b", "a: b", "3 + 4", "ww.x"] {
        assert_eq!(inline(text), text);
        assert_eq!(remark(text), text);
    }
    let marked = [
        ("12. x", "12\\. x"),
        ("3)", "3\\)"),
        ("+ x", "\\+ x"),
        ("a #", "a \\#"),
        ("a ##", "a \\##"),
        ("a # b#", "a # b#"),
        ("_", "\\_"),
        ("a_", "a\\_"),
        ("WWW.x", "WWW\\.x"),
        ("a://b", "a\\://b"),
        ("(@omar)", "(@\u{2060}omar)"),
    ];
    for (text, expected) in marked {
        assert_eq!(inline(text), expected);
    }
}

#[test]
fn a_remark_breaks_each_kind_of_reference_and_no_more() {
    let shown = [
        ("GH-7 gh-7 agh-7", "GH-\u{2060}7 gh-\u{2060}7 agh-\u{2060}7"),
        ("GH-x H-7", "GH-x H-7"),
        ("a \\: b \\.c", "a \\\\: b \\\\.c"),
        ("50% %bug ~x ^a", "50% %\u{2060}bug \\~\u{2060}x ^\u{2060}a"),
        ("a ! b : c # d", "a ! b : c # d"),
        ("` a` `b ` `c`", "a b `c`"),
        ("a `b` `", "a \\`b\\` \\`"),
        ("ask @``omar, @` omar`", "ask @\u{2060}\\`\\`omar, @\u{2060}omar"),
        ("a: `b`, `c`", "a: `b`, `c`"),
        ("x `##[error]` y", "x \\##\\[error\\] y"),
    ];
    for (text, expected) in shown {
        assert_eq!(remark(text), expected, "{text:?}");
    }
}

#[test]
fn a_fence_of_prose_opens_and_closes_as_a_renderer_sees_it() {
    for (written, expected) in [
        ("~a <b>", "~a &lt;b>"),
        ("`a` <b>", "`a` &lt;b>"),
        ("``` a`<b>", "``` a`&lt;b>"),
        ("~~~ a`b\n<b>\n~~~\n<b>", "~~~\n<b>\n~~~\n&lt;b>"),
        ("```js\n<b>\n```\n<b>", "```\n<b>\n```\n&lt;b>"),
        ("```\n    ```\n<b>", "```\n    ```\n<b>\n```"),
        ("```\n   ```\n<b>", "```\n   ```\n&lt;b>"),
        ("````\n```\n<b>\n`````\n<b>", "````\n```\n<b>\n`````\n&lt;b>"),
        ("```\n~~~\n``` x\n<b>", "```\n~~~\n``` x\n<b>\n```"),
    ] {
        assert_eq!(prose(written, 0), expected, "{written:?}");
    }
}

#[test]
fn prose_moves_headings_and_breaks_what_would_act() {
    for (written, expected) in [
        ("#x", "#x"),
        ("####### x", "####### x"),
        ("##### x", "###### x"),
        ("#\tx", "###\tx"),
        ("\\$x$", "\\$x\\$"),
        ("a@b @ @omar", "a@b @ @\u{2060}omar"),
        ("< b <1 </b> <!x <?x", "< b <1 &lt;/b> &lt;!x &lt;?x"),
        ("<http://a b> <https://a<b> <http://a>", "&lt;http://a b> &lt;https://a&lt;b> <http://a>"),
        ("! [x] ![y]", "! [x] (image) [y]"),
        ("> ```mermaid", "> ```\u{2060}mermaid"),
        ("1) - ~~~ math", "1) - ~~~ \u{2060}math"),
        ("[^1]: > ```math", "[^1]: > ```\u{2060}math"),
        ("- x\n  ```\n  a\n  ```", "- x\n  ```\n  a\n  ```"),
        ("```\n\t```\n<b>", "```\n\t```\n<b>\n```"),
        ("  ```\n\n```\n<b>\n```", "  ``\u{2060}`\n\n```\n<b>\n```"),
        ("- a\n  ```\n\n```\n<b>\n```", "- a\n  ```\n\n```\n<b>\n```"),
        ("[go](\njavascript:alert(1))", "[go](\njavascript :alert(1))"),
        ("x\n  ```\n<b>", "x\n  ``\u{2060}`\n&lt;b>"),
        ("x\n  ~~~~js\n<b>", "x\n  ~~\u{2060}~~js\n&lt;b>"),
        ("> `` a", "> `` a"),
        ("(vbscript:x) <data:x file: y myfile:x", "(vbscript :x) &lt;data :x file: y myfile:x"),
    ] {
        assert_eq!(prose(written, 2), expected, "{written:?}");
    }
}

#[test]
fn a_code_span_keeps_the_blanks_at_its_ends() {
    let spans = ["a", " a", "a ", "a`", "``", ""].map(code);
    assert_eq!(spans, ["`a`", "`  a `", "` a  `", "`` a` ``", "``` `` ```", ""]);
    assert_eq!(fence("", ""), "```\n```");
}

#[test]
fn a_cell_stands_in_quotes_where_it_has_to() {
    let cells = ["a", "a,b", "a\"b", "a\nb", "=a,b", ""].map(csv);
    assert_eq!(cells, ["a", "\"a,b\"", "\"a\"\"b\"", "\"a\nb\"", "\"'=a,b\"", ""]);
    assert_eq!(["a\tb", "a\r\nb", "\u{1b}"].map(tsv), ["a b", "a  b", "<U+001B>"]);
}

#[test]
fn names_that_are_reserved_or_taken_get_another_one() {
    let mut taken = BTreeSet::new();
    let ids = ["a", "A", "a", "com1", "com10", "LPT9.txt", "COMM", "nul.x", "a.", "aux1"];
    let names = ids.map(|id| file_name(id, &mut taken));
    assert_eq!(names, ["a", "A~2", "a~3", "_com1", "com10", "_LPT9.txt", "_COMM", "_nul.x", "a._", "aux1"]);
    assert_eq!(file_name(&"x".repeat(200), &mut taken).len(), 80);
}

#[test]
fn a_home_folder_stays_one() {
    assert_eq!(["~/a b", "~/a", "~a", "a"].map(home), ["~/'a b'", "~/a", "'~a'", "a"]);
}

#[test]
fn yaml_of_ours_has_quotes_where_others_read_something_else() {
    let texts = ["y", "N", "On", "oFF", "yes", "noon", "é", "1", "a{b", "a]b", "a b"];
    let quoted = texts.map(|text| scalar(text).starts_with('"'));
    assert_eq!(quoted, [true, true, true, true, true, false, false, true, true, true, false]);
    assert_eq!(["a, b", "a.b@c-d_e+f/g", "no"].map(flow), ["\"a, b\"", "a.b@c-d_e+f/g", "\"no\""]);
}
