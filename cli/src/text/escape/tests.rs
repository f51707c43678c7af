use std::collections::BTreeSet;

use super::{cell, code, fence, file_name, inline, prose, remark, shell};

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
