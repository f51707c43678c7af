//! Markdown of users inside a page of ours.

use comrak::nodes::NodeValue;
use comrak::{Arena, parse_document};
use tickmark::text::{escape, is_hidden};

use super::markdown::github;

/// Whatever is written: no HTML, no picture from elsewhere, no link that runs something, no code block
/// that swallows the page behind it, and nothing that a plug-in would run.
pub(super) fn prose(bytes: &[u8]) {
    let text = super::text(bytes);
    let below = text.len() % 4;
    let written = escape::prose(&text, below);
    assert!(!written.replace('\u{2060}', "").contains(is_hidden), "{written:?}");
    let page = format!("{written}\n\n# After\n");
    harmless(&page);
    let arena = Arena::new();
    let root = parse_document(&arena, &page, &github());
    // Footnotes are gathered at the end of a page.
    let is_note = |value: &NodeValue| matches!(value, NodeValue::FootnoteDefinition(_));
    let last = root.children().filter(|child| !is_note(&child.data().value)).last().expect("a heading");
    assert!(matches!(last.data().value, NodeValue::Heading(_)), "what follows is swallowed: {page:?}");
}

/// Panics over what no page of ours may hold.
pub(super) fn harmless(page: &str) {
    let arena = Arena::new();
    let root = parse_document(&arena, page, &github());
    for node in root.descendants() {
        match &node.data().value {
            value @ (NodeValue::HtmlBlock(_)
            | NodeValue::HtmlInline(_)
            | NodeValue::Math(_)
            | NodeValue::Raw(_)
            | NodeValue::FrontMatter(_)) => panic!("{value:?} in {page:?}"),
            NodeValue::Image(image) => {
                assert!(is_ours(&image.url), "a picture from {:?} in {page:?}", image.url);
            }
            NodeValue::Link(link) => assert!(!runs(&link.url), "a link to {:?} in {page:?}", link.url),
            NodeValue::CodeBlock(block) => {
                let known = ["", "text", "diff", "yaml", "sh", "console", "json"];
                let none = block.info.starts_with('\u{2060}');
                assert!(none || known.contains(&block.info.as_str()), "{:?} in {page:?}", block.info);
            }
            _ => {}
        }
    }
}

/// The pictures that stand beside the pages.
fn is_ours(url: &str) -> bool {
    url.rsplit_once('.').is_some_and(|(_, extension)| extension == "svg")
        && !url.contains(':')
        && !url.starts_with('/')
        && !url.starts_with("../..")
}

fn runs(url: &str) -> bool {
    let plain: String = url.chars().filter(|c| !c.is_whitespace() && !c.is_control()).collect();
    let lower = plain.to_ascii_lowercase();
    ["javascript:", "vbscript:", "data:", "file:"]
        .iter()
        .any(|scheme| lower.strip_prefix(scheme).is_some_and(|rest| !rest.is_empty()))
}
