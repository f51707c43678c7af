//! All pages in one file for a browser: no script, nothing from elsewhere, and it prints well.
//!
//! In: the pages as Markdown, in order. Out: HTML that a screen reader can walk: a language, one
//! heading of the first level and none skipped, landmarks, tables with headers that say what they
//! head. Raw HTML in a page is text; links between pages lead to places in the file, pictures stand
//! in it as data.

use std::collections::BTreeMap;
use std::fmt::Write as _;

use base64ct::{Base64, Encoding as _};
use comrak::nodes::NodeValue;
use comrak::{Arena, Node, format_html, parse_document};

use crate::packet::{Context, PacketFile, Page};
use crate::text::escape::xml;
use crate::web::{self, POLICY};

/// The file's place.
pub(super) const PATH: &str = "packet.html";

const STYLE: &str = include_str!("style.css");

/// A page of the packet, as it was rendered.
pub(super) struct Source<'a> {
    pub(super) page: &'a Page,
    pub(super) text: &'a str,
}

/// Puts the file together.
pub(super) fn file(
    context: &Context,
    title: &str,
    pages: &[Source<'_>],
    pictures: &[PacketFile],
) -> PacketFile {
    let places: BTreeMap<&str, usize> =
        pages.iter().enumerate().map(|(index, source)| (source.page.path.as_str(), index)).collect();
    let data: BTreeMap<&str, String> = (pictures.iter())
        .map(|file| {
            let data = Base64::encode_string(&file.bytes);
            (file.path.as_str(), format!("data:image/svg+xml;base64,{data}"))
        })
        .collect();
    let mut out = String::new();
    head(&mut out, context, title);
    contents(&mut out, pages);
    out.push_str("<main id=\"main\">\n");
    for (index, source) in pages.iter().enumerate() {
        section(&mut out, index, source, &places, &data);
    }
    let _ = writeln!(out, "</main>\n<footer><p>{}</p></footer>\n</body>\n</html>", xml(&context.foot));
    PacketFile { path: PATH.to_owned(), bytes: out.into_bytes() }
}

fn head(out: &mut String, context: &Context, title: &str) {
    let shown = if context.draft { format!("DRAFT: {title}") } else { title.to_owned() };
    // Writing to a String cannot fail.
    let _ = writeln!(
        out,
        "<!DOCTYPE html>\n<html lang=\"en\">\n<head>\n<meta charset=\"utf-8\">\n\
         <meta http-equiv=\"Content-Security-Policy\" content=\"{POLICY}\">\n\
         <meta name=\"viewport\" content=\"width=device-width, initial-scale=1\">\n\
         <title>{}</title>\n<style>\n{STYLE}</style>\n</head>\n<body>\n\
         <a class=\"skip\" href=\"#main\">Skip to the pages</a>",
        xml(&shown)
    );
    if context.draft {
        out.push_str("<p class=\"draft\" aria-hidden=\"true\">DRAFT</p>\n");
    }
    let _ = writeln!(out, "<header>\n<h1>{}</h1>\n<p>{}</p>\n</header>", xml(&shown), xml(&context.foot));
}

fn contents(out: &mut String, pages: &[Source<'_>]) {
    out.push_str("<nav aria-label=\"Contents\">\n<ol>\n");
    for (index, source) in pages.iter().enumerate().filter(|(_, source)| source.page.listed) {
        let _ = writeln!(out, "<li><a href=\"#p{index}\">{}</a></li>", xml(&source.page.title));
    }
    out.push_str("</ol>\n</nav>\n");
}

fn section(
    out: &mut String,
    index: usize,
    source: &Source<'_>,
    places: &BTreeMap<&str, usize>,
    data: &BTreeMap<&str, String>,
) {
    let folder = source.page.path.rsplit_once('/').map_or("", |(folder, _)| folder);
    let arena = Arena::new();
    let options = web::options();
    let root = parse_document(&arena, source.text, &options);
    let mut last = 1;
    for node in root.descendants() {
        match &mut node.data_mut().value {
            // The file's own title is of the first level; a step down is never more than one.
            NodeValue::Heading(heading) => {
                heading.level = (heading.level + 1).min(last + 1).min(6);
                last = heading.level;
            }
            NodeValue::Link(link) => link.url = target(&link.url, folder, places),
            NodeValue::Image(image) => image.url = resolved(&image.url, folder),
            _ => {}
        }
    }
    without_other_pictures(root, data);
    let mut html = String::new();
    if format_html(root, &options, &mut html).is_err() {
        html = format!("<h2>{}</h2><pre>{}</pre>", xml(&source.page.title), xml(source.text));
    }
    for (path, data) in data {
        html = html.replace(&format!(" src=\"{path}\""), &format!(" src=\"{data}\""));
    }
    let html = web::accessible(&html);
    let named = html.contains("<h2>");
    let html = html.replacen("<h2>", &format!("<h2 id=\"h{index}\">"), 1);
    let label = if named {
        format!("aria-labelledby=\"h{index}\"")
    } else {
        format!("aria-label=\"{}\"", xml(&source.page.title))
    };
    let _ = writeln!(out, "<section id=\"p{index}\" {label}>\n{}</section>", html.trim_start());
}

/// A picture that is none of the packet's becomes a link: a browser would fetch it.
fn without_other_pictures(root: Node<'_>, data: &BTreeMap<&str, String>) {
    for node in root.descendants() {
        let value = &mut node.data_mut().value;
        if let NodeValue::Image(image) = value
            && !data.contains_key(image.url.as_str())
        {
            *value = NodeValue::Link(image.clone());
        }
    }
}

/// Where a link of a page leads: to a place in this file, to a file beside it, or elsewhere.
fn target(url: &str, folder: &str, places: &BTreeMap<&str, usize>) -> String {
    if url.is_empty() || url.starts_with(['#', '/']) || url.contains(':') {
        return url.to_owned();
    }
    let path = resolved(url, folder);
    let (page, _) = path.split_once('#').unwrap_or((&path, ""));
    places.get(page).map_or_else(|| path.clone(), |index| format!("#p{index}"))
}

/// A path as a page names it, from the root of the packet.
fn resolved(url: &str, folder: &str) -> String {
    if url.starts_with(['#', '/']) || url.contains(':') {
        return url.to_owned();
    }
    let mut parts: Vec<&str> = folder.split('/').filter(|part| !part.is_empty()).collect();
    for part in url.split('/') {
        match part {
            "." | "" => {}
            ".." => {
                parts.pop();
            }
            part => parts.push(part),
        }
    }
    parts.join("/")
}

#[cfg(test)]
mod tests;
