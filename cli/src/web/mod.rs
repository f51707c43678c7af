//! Markdown as HTML for a browser: no script, nothing from elsewhere, and a screen reader can walk it.
//!
//! In: Markdown that anybody may have written. Out: HTML in which raw HTML is text, only links to the
//! web, to a mail address or to a page of ours lead anywhere, and pictures are what they are called.

mod tables;

use std::fmt::Write as _;

use comrak::nodes::NodeValue;
use comrak::{Arena, Node, Options, format_html, parse_document};

pub use tables::accessible;

use crate::text::escape::xml;

/// GitHub's Markdown; raw HTML comes out as text, addresses that run something come out empty.
pub fn options() -> Options<'static> {
    let mut options = Options::default();
    options.extension.table = true;
    options.extension.strikethrough = true;
    options.render.escape = true;
    options
}

/// Markdown as the inside of a page: its headings begin at the second level and none is skipped, a
/// first one that says the page's title again is left out. `place` says where a link to a page of
/// ours leads; any other that is no address of the web becomes its words.
pub fn prose(markdown: &str, title: &str, place: &dyn Fn(&str) -> Option<String>) -> String {
    let arena = Arena::new();
    let options = options();
    let root = parse_document(&arena, markdown, &options);
    without_title(root, title);
    // The levels that are open, as written: what stood side by side stays side by side.
    let mut open: Vec<u8> = Vec::new();
    let nodes: Vec<Node<'_>> = root.descendants().collect();
    for node in nodes {
        let mut gone = false;
        match &mut node.data_mut().value {
            NodeValue::Heading(heading) => {
                open.retain(|level| *level < heading.level);
                open.push(heading.level);
                heading.level = (open.len() as u8 + 1).min(6);
            }
            NodeValue::Link(link) => match target(&link.url, place) {
                Some(url) => {
                    link.url = url;
                    link.title.clear();
                }
                None => gone = true,
            },
            NodeValue::Image(_) => gone = true,
            // A comment is for those who write the text.
            NodeValue::HtmlBlock(block) if is_comment(&block.literal) => block.literal.clear(),
            NodeValue::HtmlInline(html) if is_comment(html) => html.clear(),
            _ => {}
        }
        if gone {
            // What stood in it stands there without it.
            while let Some(child) = node.first_child() {
                node.insert_before(child);
            }
            node.detach();
        }
    }
    let mut html = String::new();
    if format_html(root, &options, &mut html).is_err() {
        html = format!("<pre>{}</pre>\n", xml(markdown));
    }
    accessible(&html)
}

fn without_title(root: Node<'_>, title: &str) {
    let Some(first) = root.first_child() else { return };
    let is_heading = matches!(first.data().value, NodeValue::Heading(_));
    let mut words = String::new();
    for node in first.descendants() {
        match &node.data().value {
            NodeValue::Text(text) => words.push_str(text),
            NodeValue::Code(code) => words.push_str(&code.literal),
            _ => {}
        }
    }
    if is_heading && words.trim().eq_ignore_ascii_case(title.trim()) {
        first.detach();
    }
}

/// Where a link leads, if it may.
fn target(url: &str, place: &dyn Fn(&str) -> Option<String>) -> Option<String> {
    let lower = url.to_ascii_lowercase();
    let web = ["https://", "http://", "mailto:"].iter().any(|scheme| lower.starts_with(scheme));
    let clean = !url.chars().any(|c| c.is_control() || c.is_whitespace());
    if web && clean { Some(url.to_owned()) } else { place(url) }
}

fn is_comment(html: &str) -> bool {
    let inside = html.trim().strip_prefix("<!--").and_then(|rest| rest.strip_suffix("-->"));
    inside.is_some_and(|inside| !inside.contains("-->"))
}

/// What a page may load: nothing but what stands in it.
pub const POLICY: &str =
    "default-src 'none'; img-src data:; style-src 'unsafe-inline'; base-uri 'none'; form-action 'none'";

/// A page around its inside; title and foot are text, the rest is HTML of ours.
pub fn page(title: &str, style: &str, skip: &str, inside: &str) -> String {
    let mut out = String::new();
    // Writing to a String cannot fail.
    let _ = writeln!(
        out,
        "<!DOCTYPE html>\n<html lang=\"en\">\n<head>\n<meta charset=\"utf-8\">\n\
         <meta http-equiv=\"Content-Security-Policy\" content=\"{POLICY}\">\n\
         <meta name=\"viewport\" content=\"width=device-width, initial-scale=1\">\n\
         <title>{}</title>\n<style>\n{style}</style>\n</head>\n<body>\n\
         <a class=\"skip\" href=\"#main\">{}</a>\n{inside}</body>\n</html>",
        xml(title),
        xml(skip)
    );
    out
}
