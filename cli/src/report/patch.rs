//! The difference between two versions of a file, as `git apply` and `patch` read it.

use std::fmt::Write as _;

use anstyle::{AnsiColor, Style as Colour};
use similar::{Algorithm, DiffOp, capture_diff_slices, group_diff_ops};

use crate::place::RepoPath;
use crate::report::Style;
use crate::text::visible;

/// Lines around a change that stay.
const CONTEXT: usize = 3;

/// Writes a unified difference; empty when there is none. The bytes of the lines are those of the
/// file, whatever they are.
pub fn patch(path: &RepoPath, before: &[u8], after: &[u8]) -> Vec<u8> {
    let (old, new) = (lines(before), lines(after));
    let ops = capture_diff_slices(Algorithm::Myers, &old, &new);
    let mut written = Vec::new();
    for group in group_diff_ops(ops, CONTEXT).iter().filter(|group| !group.is_empty()) {
        if written.is_empty() {
            // A name with a blank ends with a tab, so that readers see where it ends.
            let end = if path.as_str().contains(' ') { "\t" } else { "" };
            written.extend_from_slice(format!("--- a/{path}{end}\n+++ b/{path}{end}\n").as_bytes());
        }
        hunk(group, &old, &new, &mut written);
    }
    written
}

/// The same for a terminal: nothing in it moves the cursor, and additions and removals have colours.
pub fn drawn(patch: &[u8], style: Style) -> String {
    let mut text = String::new();
    for line in String::from_utf8_lossy(patch).split_terminator('\n') {
        let colour = match line.as_bytes().first() {
            _ if line.starts_with("---") || line.starts_with("+++") => Colour::new().bold(),
            Some(b'+') => AnsiColor::Green.on_default(),
            Some(b'-') => AnsiColor::Red.on_default(),
            Some(b'@') => AnsiColor::Cyan.on_default(),
            Some(_) | None => Colour::new(),
        };
        let shown = visible(line.strip_suffix('\r').unwrap_or(line));
        // Writing to a String cannot fail.
        let _ =
            if style.color { writeln!(text, "{colour}{shown}{colour:#}") } else { writeln!(text, "{shown}") };
    }
    text
}

fn lines(bytes: &[u8]) -> Vec<&[u8]> {
    bytes.split_inclusive(|&byte| byte == b'\n').collect()
}

fn hunk(group: &[DiffOp], old: &[&[u8]], new: &[&[u8]], written: &mut Vec<u8>) {
    let (Some(first), Some(last)) = (group.first(), group.last()) else { return };
    let span = |start: usize, end: usize| match end - start {
        0 => format!("{start},0"),
        1 => format!("{}", start + 1),
        length => format!("{},{length}", start + 1),
    };
    let was = span(first.old_range().start, last.old_range().end);
    let is = span(first.new_range().start, last.new_range().end);
    written.extend_from_slice(format!("@@ -{was} +{is} @@\n").as_bytes());
    for op in group {
        if let DiffOp::Equal { .. } = op {
            old[op.old_range()].iter().for_each(|line| put(b' ', line, written));
        } else {
            old[op.old_range()].iter().for_each(|line| put(b'-', line, written));
            new[op.new_range()].iter().for_each(|line| put(b'+', line, written));
        }
    }
}

fn put(sign: u8, line: &[u8], written: &mut Vec<u8>) {
    written.push(sign);
    written.extend_from_slice(line);
    if !line.ends_with(b"\n") {
        written.extend_from_slice(b"\n\\ No newline at end of file\n");
    }
}

#[cfg(test)]
mod tests {
    use snapbox::{IntoData as _, assert_data_eq, str};

    use super::{drawn, patch};
    use crate::place::RepoPath;
    use crate::report::Style;

    #[test]
    fn a_patch_has_three_lines_around_each_change_and_says_where_a_line_feed_is_missing() {
        let path = RepoPath::new("policies/a b.yaml");
        let written = patch(
            &path,
            b"1\n2\n3\n4\n5\n6\n7\n8\n9\n10\n11\n12",
            b"1\n2\n3\nx\n5\n6\n7\n8\n9\n10\n11\n12\n",
        );
        assert_data_eq!(
            String::from_utf8(written).unwrap(),
            str![[r#"
--- a/policies/a b.yaml	
+++ b/policies/a b.yaml	
@@ -1,7 +1,7 @@
 1
 2
 3
-4
+x
 5
 6
 7
@@ -9,4 +9,4 @@
 9
 10
 11
-12
\ No newline at end of file
+12

"#]]
            .raw()
        );
        assert_eq!(patch(&path, b"a\n", b"a\n"), b"");
    }

    #[test]
    fn on_a_terminal_nothing_moves_the_cursor() {
        let path = RepoPath::new("a.yaml");
        let written = patch(&path, b"a: \x1b[2J\r\n", b"b: \x1b[2J\r\n");
        assert_data_eq!(
            drawn(&written, Style::PLAIN),
            str![[r#"
--- a/a.yaml
+++ b/a.yaml
@@ -1 +1 @@
-a: <U+001B>[2J
+b: <U+001B>[2J

"#]]
            .raw()
        );
    }
}
