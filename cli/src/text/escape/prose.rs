//! Markdown of users inside a page of ours.

use comrak::nodes::NodeValue;
use comrak::{Arena, Node, Options, parse_document};

use super::{JOINER, escaped, is_word, without_carriage_returns};

/// Markdown that somebody wrote, to stand inside a page of ours.
///
/// Raw HTML and character references show as text, images become links, links to scripts are
/// broken, headings move down by `below` levels, and a code block that was left open is closed.
/// Only a fence that starts its line is taken for code, and only where a renderer takes it for code
/// as well: else nothing is, so that nothing hides in the difference.
pub fn prose(markdown: &str, below: usize) -> String {
    let shown = without_carriage_returns(markdown);
    let written = Written::of(&shown, below, Fences::Every);
    if !shown.lines().any(|line| fence_at(line).is_some()) || written.is_read_alike() {
        return written.text;
    }
    let written = Written::of(&shown, below, Fences::AtTheStart);
    if written.is_read_alike() { written.text } else { Written::of(&shown, below, Fences::None).text }
}

/// Which fences stay fences.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Fences {
    /// Those in lists and quotations as well; what they hold is written as text.
    Every,
    /// Those that start their line.
    AtTheStart,
    None,
}

/// What was written, and the first and last line of each code block in it.
struct Written {
    text: String,
    blocks: Vec<(usize, usize)>,
}

impl Written {
    fn of(shown: &str, below: usize, fences: Fences) -> Self {
        let mut out = String::with_capacity(shown.len() + 64);
        let mut open: Option<(String, usize)> = None;
        let (mut blocks, mut last) = (Vec::new(), 0);
        for (line, number) in shown.lines().zip(1..) {
            last = number;
            if let Some((marker, first)) = &open {
                if closes(line, marker) {
                    blocks.push((*first, number));
                    open = None;
                }
                out.push_str(line);
            } else if let Some(marker) = opening(line).filter(|_| fences != Fences::None) {
                // The language names a renderer's plug-in (math, diagrams); code is shown as code.
                out.push_str(&marker);
                open = Some((marker, number));
            } else {
                text_line(&mut out, line, below, fences);
            }
            out.push('\n');
        }
        if let Some((marker, first)) = open {
            out.push_str(&marker);
            blocks.push((first, last + 1));
        }
        out.truncate(out.trim_end().len());
        Self { text: out, blocks }
    }

    /// True when a renderer sees each code block where it was written, and none that would take in what
    /// stands behind the prose.
    fn is_read_alike(&self) -> bool {
        let arena = Arena::new();
        let mut options = Options::default();
        options.extension.table = true;
        options.extension.footnotes = true;
        let root = parse_document(&arena, &format!("{}\n\n# x\n", self.text), &options);
        let behind = self.text.lines().count() + 2;
        let lines = |node: Node<'_>| {
            let place = node.data().sourcepos;
            (place.start.line, place.end.line)
        };
        let is = |node: Node<'_>, sort: fn(&NodeValue) -> bool| sort(&node.data().value);
        let code: Vec<(usize, usize)> = root
            .children()
            .filter(|node| is(node, |value| matches!(value, NodeValue::CodeBlock(_))))
            .map(lines)
            .collect();
        let heading = |node: Node<'_>| is(node, |value| matches!(value, NodeValue::Heading(_)));
        let ends = root.children().any(|node| heading(node) && lines(node).0 == behind);
        ends && self.blocks.iter().all(|block| code.contains(block))
    }
}

/// The fence with which a line opens a code block.
fn opening(line: &str) -> Option<String> {
    let mark = line.chars().next().filter(|c| matches!(c, '`' | '~'))?;
    let count = line.chars().take_while(|c| *c == mark).count();
    let info = &line[count..];
    let fence = count >= 3 && !(mark == '`' && info.contains('`'));
    fence.then(|| mark.to_string().repeat(count))
}

fn closes(line: &str, marker: &str) -> bool {
    // A tab is as wide as four blanks, and ends no block.
    let text = line.trim_start_matches(' ');
    let indented = line.len() - text.len();
    let text = text.trim_end_matches([' ', '\t']);
    let mark = marker.chars().next().unwrap_or('`');
    indented <= 3 && text.len() >= marker.len() && text.chars().all(|c| c == mark)
}

fn text_line(out: &mut String, line: &str, below: usize, fences: Fences) {
    let level = line.bytes().take_while(|byte| *byte == b'#').count();
    let rest = if (1..=6).contains(&level) && line[level..].starts_with([' ', '\t']) {
        out.push_str(&"#".repeat((level + below).min(6)));
        &line[level..]
    } else {
        line
    };
    // Where a renderer may see a fence, its language is none that there is, or it is none.
    let fence =
        fence_at(rest).map(|(start, info)| if fences == Fences::Every { info } else { Some(start + 2) });
    let mut before = None;
    for (at, c) in rest.char_indices() {
        if fence.flatten() == Some(at) {
            out.push(JOINER);
        }
        let tail = &rest[at + c.len_utf8()..];
        match c {
            '&' => out.push_str("&amp;"),
            '<' if is_address(tail) => out.push(c),
            '<' if tail
                .starts_with(|next: char| next.is_ascii_alphabetic() || matches!(next, '/' | '!' | '?')) =>
            {
                out.push_str("&lt;");
            }
            '!' if tail.starts_with('[') => out.push_str("(image) "),
            '$' if before != Some('\\') => escaped(out, c),
            ':' if tail.starts_with(|next: char| !next.is_whitespace()) && ends_in_script(&rest[..at]) => {
                out.push_str(" :");
            }
            '@' if !is_word(before) && is_word(tail.chars().next()) => {
                out.push(c);
                out.push(JOINER);
            }
            _ => out.push(c),
        }
        before = Some(c);
    }
}

/// A fence that a renderer may see in a line, in a list, a quotation or a footnote as well: where it
/// begins, and where its language does, if it has one.
fn fence_at(line: &str) -> Option<(usize, Option<usize>)> {
    let opens =
        |c: char| c.is_whitespace() || c.is_ascii_digit() || matches!(c, '>' | '-' | '+' | '*' | '.' | ')');
    let mut fence = line.trim_start_matches(opens);
    while let Some((_, behind)) = fence.strip_prefix("[^").and_then(|note| note.split_once("]:")) {
        fence = behind.trim_start_matches(opens);
    }
    let mark = fence.chars().next().filter(|c| matches!(c, '`' | '~'))?;
    let info = fence.trim_start_matches(mark);
    if fence.len() - info.len() < 3 || (mark == '`' && info.contains('`')) {
        return None;
    }
    let info = info.trim_start();
    Some((line.len() - fence.len(), (!info.is_empty()).then(|| line.len() - info.len())))
}

/// An address in angle brackets: a link by itself, and nothing else.
fn is_address(tail: &str) -> bool {
    let web = tail.starts_with("https://") || tail.starts_with("http://");
    web && tail
        .split_once('>')
        .is_some_and(|(address, _)| !address.contains(|c: char| c.is_whitespace() || c == '<'))
}

fn ends_in_script(before: &str) -> bool {
    let lower = before.to_ascii_lowercase();
    ["javascript", "vbscript", "data", "file"].iter().any(|scheme| {
        lower.strip_suffix(scheme).is_some_and(|front| {
            // An address may stand on the line below its link.
            front.is_empty() || front.ends_with(['(', '<', ' ', '\t', ':'])
        })
    })
}
