//! Text of users as Markdown that we write, read by two readers.

use comrak::nodes::NodeValue;
use comrak::{Arena, Node, Options, parse_document};
use pulldown_cmark::{Event, Parser, Tag};
use tickmark::text::{escape, visible};

/// Not seen, and breaks a mention.
const JOINER: char = '\u{2060}';

/// Plain text is text to GitHub's reader and to another one, character for character, wherever it
/// stands; code is code and a block is a block; a remark links to nothing and calls nobody.
pub(super) fn markdown(bytes: &[u8]) {
    let text = super::text(bytes);
    let plain = on_one_line(&text);
    if !plain.is_empty() {
        let inline = escape::inline(&text);
        everywhere(&inline, &plain);
        code(&text, &plain);
    }
    fence(&text);
    remark(&text);
}

/// What is seen of a text in a line.
fn on_one_line(text: &str) -> String {
    let shown = visible(&text.replace("\r\n", "\n").replace('\r', "\n")).into_owned();
    shown.split(['\n', '\t']).map(str::trim).filter(|word| !word.is_empty()).collect::<Vec<_>>().join(" ")
}

fn everywhere(inline: &str, plain: &str) {
    assert!(!inline.contains('\n'));
    let pages = [
        format!("{inline}\n"),
        format!("- {inline}\n"),
        format!("# {inline}\n"),
        format!("| a | b |\n|---|---|\n| {inline} | x |\n"),
    ];
    for (page, stands) in pages.iter().zip(["paragraph", "item", "heading", "cell"]) {
        let mut read = text_of(page, |_| false);
        if stands == "cell" {
            read =
                read.strip_prefix("ab").and_then(|read| read.strip_suffix('x')).unwrap_or(&read).to_owned();
        }
        assert_eq!(read.replace(JOINER, ""), plain, "{stands}: {page:?}");
        if stands != "cell" {
            assert_eq!(text_to_another(page).replace(JOINER, ""), plain, "{stands}: {page:?}");
        }
    }
}

fn code(text: &str, plain: &str) {
    let shown = visible(text);
    let span = escape::code(text);
    if shown.contains(['|', '\n', '\t']) {
        return everywhere(&span, plain);
    }
    for page in [format!("{span}\n"), format!("- {span}\n"), format!("| a |\n|---|\n| {span} |\n")] {
        let arena = Arena::new();
        let root = parse_document(&arena, &page, &github());
        let spans: Vec<String> = root
            .descendants()
            .filter_map(|node| match &node.data().value {
                NodeValue::Code(code) => Some(code.literal.clone()),
                _ => None,
            })
            .collect();
        assert_eq!(spans.len(), 1, "{page:?}");
        assert_eq!(spans[0].trim(), shown.trim(), "{page:?}");
    }
}

fn fence(text: &str) {
    let page = format!("{}\nafter\n", escape::fence(text, "diff"));
    let shown = visible(&text.replace("\r\n", "\n").replace('\r', "\n")).into_owned();
    let lines: String = shown.lines().map(|line| format!("{line}\n")).collect();
    let arena = Arena::new();
    let root = parse_document(&arena, &page, &github());
    let blocks: Vec<Node<'_>> = root.children().collect();
    assert_eq!(blocks.len(), 2, "{page:?}");
    match &blocks[0].data().value {
        NodeValue::CodeBlock(block) => {
            assert_eq!((block.info.as_str(), block.literal.as_str()), ("diff", lines.as_str()));
        }
        other => panic!("{other:?} of {page:?}"),
    }
}

fn remark(text: &str) {
    let page = format!("{}\n", escape::remark(text));
    assert_eq!(page.lines().count(), 1, "{page:?}");
    let mut calls = Vec::new();
    let read = text_of(&page, |value| match value {
        NodeValue::Code(_) => {
            calls.push(" ".to_owned());
            true
        }
        NodeValue::Text(text) => {
            calls.push(text.to_string());
            true
        }
        _ => false,
    });
    // Texts that stand beside each other are one to who looks for a name.
    let calls = calls.concat();
    let mut before = None;
    for c in calls.chars() {
        let called = before == Some('@') && c.is_alphanumeric();
        assert!(!called, "{page:?} calls somebody");
        before = Some(c);
    }
    let bare = |text: &str| -> String {
        text.chars().filter(|c| !c.is_whitespace() && *c != '`' && *c != JOINER).collect()
    };
    // What ends a line somewhere is a blank in a remark.
    let line: String = text.split_whitespace().collect::<Vec<_>>().join(" ");
    assert_eq!(bare(&read), bare(&visible(&line)), "{page:?}");
}

/// The text of a page in which nothing but text may stand, besides what `may` lets pass.
fn text_of(page: &str, mut may: impl FnMut(&NodeValue) -> bool) -> String {
    let arena = Arena::new();
    let root = parse_document(&arena, page, &github());
    let mut text = String::new();
    for node in root.descendants() {
        match &node.data().value {
            value if may(value) => match value {
                NodeValue::Text(part) => text.push_str(part),
                NodeValue::Code(code) => text.push_str(&code.literal),
                _ => {}
            },
            NodeValue::Text(part) => text.push_str(part),
            NodeValue::Document
            | NodeValue::Paragraph
            | NodeValue::Heading(_)
            | NodeValue::List(_)
            | NodeValue::Item(_)
            | NodeValue::Table(_)
            | NodeValue::TableRow(_)
            | NodeValue::TableCell => {}
            // An address of mail is shown as it is.
            NodeValue::Link(link) if link.url.starts_with("mailto:") || link.url.starts_with("xmpp:") => {}
            other => panic!("{other:?} in {page:?}"),
        }
    }
    text
}

fn text_to_another(page: &str) -> String {
    let mut text = String::new();
    for event in Parser::new(page) {
        match event {
            Event::Text(part) => text.push_str(&part),
            Event::Start(Tag::Paragraph | Tag::Heading { .. } | Tag::List(None) | Tag::Item)
            | Event::End(_) => {}
            other => panic!("{other:?} in {page:?}"),
        }
    }
    text
}

/// What GitHub reads.
pub(super) fn github() -> Options<'static> {
    let mut options = Options::default();
    options.extension.table = true;
    options.extension.strikethrough = true;
    options.extension.autolink = true;
    options.extension.tasklist = true;
    options.extension.footnotes = true;
    options.extension.math_dollars = true;
    options.extension.math_code = true;
    options.extension.alerts = true;
    options
}
