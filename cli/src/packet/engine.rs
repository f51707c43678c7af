//! Pages out of templates and the context.
//!
//! Templates see the [`Context`]'s fields as variables, `page` (`path`, `title`, `up`: the way to the
//! packet's root) and, where one template serves many pages, `item`. Whatever is placed is escaped
//! for Markdown; nothing and empty text come out as `—`, truth values as `yes` and `no`, a list with
//! commas. Filters: `code`, `gap(words)` (the words in bold where there is nothing), `fence(language)`,
//! `prose(below)`, `shell` (a word of a command in a code block), `page(path)` (a link to a page of the packet),
//! `picture` (one of `pictures`) and `source` (a file: a link to its copy, else its path, and its
//! blob). A name that is not there is an error, and a template that does not end
//! runs out of fuel.

use std::collections::BTreeSet;

use minijinja::value::{Serde, ValueKind};
use minijinja::{AutoEscape, Environment, Error, ErrorKind, Output, State, UndefinedBehavior, Value};
use rayon::iter::{IntoParallelRefIterator as _, ParallelIterator as _};

use crate::packet::redact::Redactor;
use crate::packet::split::Framed;
use crate::packet::templates::Templates;
use crate::packet::{Context, PacketError, PacketFile, Page, evidence_index, split};
use crate::text::escape;

/// Instructions that one page may take.
const FUEL: u64 = 20_000_000;

/// What stands where there is nothing.
const NOTHING: &str = "—";

/// Renders the pages.
pub(super) fn render(
    pages: &[Page],
    context: &Context,
    templates: &Templates<'_>,
    redactor: &Redactor,
) -> Result<Vec<PacketFile>, PacketError> {
    let mut environment = environment(evidence_index::copied(context).into_iter().collect());
    for (name, text) in templates.sources() {
        environment.add_template(name, text).map_err(|error| failed(templates, name, &error))?;
    }
    let frame = Frame::of(context, redactor);
    let root = told(Value::from(Serde(context)), redactor);
    pages
        .par_iter()
        .map(|page| {
            let item = told(page.item.clone().unwrap_or_default(), redactor);
            let scope = minijinja::context! { item => item, ..root.clone() };
            one(&environment, scope, page, &frame, templates)
        })
        .collect()
}

/// A value without what is kept out of the packet.
fn told(value: Value, redactor: &Redactor) -> Value {
    if !redactor.is_asked() {
        return value;
    }
    let json = serde_json::to_value(&value).expect("the context is strings and numbers");
    Value::from(Serde(redactor.value(json)))
}

/// The engine without templates; `copied` are the files of the repository that the packet holds.
fn environment<'e>(copied: BTreeSet<String>) -> Environment<'e> {
    let mut environment = Environment::new();
    environment.set_undefined_behavior(UndefinedBehavior::Strict);
    environment.set_fuel(Some(FUEL));
    // What macros and blocks return counts as placed already.
    environment.set_auto_escape_callback(|_| AutoEscape::Custom("markdown".into()));
    environment.set_formatter(place);
    environment.remove_filter("safe");
    environment.add_filter("code", |value: &Value| Value::from_safe_string(escape::code(&shown(value))));
    environment.add_filter("fence", |value: &Value, language: Option<String>| {
        let language: String =
            language.unwrap_or_default().chars().filter(char::is_ascii_alphanumeric).collect();
        Value::from_safe_string(escape::fence(&shown(value), &language))
    });
    environment.add_filter("prose", |value: &Value, below: Option<usize>| {
        Value::from_safe_string(escape::prose(&shown(value), below.unwrap_or(0)))
    });
    environment.add_filter("gap", gap);
    environment.add_filter("page", page_link);
    environment.add_filter("picture", picture);
    environment.add_filter("shell", |value: &Value| Value::from_safe_string(escape::shell(&shown(value))));
    environment.add_filter("source", move |state: &mut State, file: &Value| source(state, file, &copied));
    environment.set_syntax(syntax());
    environment
}

fn syntax() -> minijinja::syntax::SyntaxConfig {
    let mut syntax = minijinja::syntax::SyntaxConfig::builder();
    syntax.trim_blocks(true).lstrip_blocks(true);
    syntax.build().expect("the delimiters are the default ones")
}

fn one(
    environment: &Environment<'_>,
    scope: Value,
    page: &Page,
    frame: &Frame,
    templates: &Templates<'_>,
) -> Result<PacketFile, PacketError> {
    let fail = |error: Error| failed(templates, page.template, &error);
    let up = "../".repeat(page.path.matches('/').count());
    let this = minijinja::context! {
        path => page.path.as_str(),
        title => page.title.as_str(),
        up => up.as_str(),
    };
    let scope = minijinja::context! { page => this, ..scope };
    let mut bytes = Bounded { bytes: Vec::new(), full: false };
    let template = environment.get_template(page.template).map_err(fail)?;
    let rendered = template.render_captured_to(scope, &mut bytes).map(drop);
    if bytes.full {
        let template = templates.place(page.template);
        return Err(PacketError::Template { template, because: "the page is over 64 MiB".to_owned() });
    }
    rendered.map_err(fail)?;
    let text = String::from_utf8(bytes.bytes).expect("templates write text");
    Ok(PacketFile { path: page.path.clone(), bytes: frame.around(&text, &up).into_bytes() })
}

/// Bytes of one page, at most. Fuel bounds the steps of a template, not how much each of them writes.
const PAGE_BYTES: usize = 64 << 20;

/// A page while it is written.
struct Bounded {
    bytes: Vec<u8>,
    full: bool,
}

impl std::io::Write for Bounded {
    fn write(&mut self, bytes: &[u8]) -> std::io::Result<usize> {
        if self.bytes.len() + bytes.len() > PAGE_BYTES {
            self.full = true;
            return Err(std::io::ErrorKind::FileTooLarge.into());
        }
        self.bytes.extend_from_slice(bytes);
        Ok(bytes.len())
    }

    fn flush(&mut self) -> std::io::Result<()> {
        Ok(())
    }
}

/// What stands around every page, whatever its template: the mark of a draft, and what it was made
/// from.
pub(super) struct Frame {
    head: String,
    foot: String,
}

impl Frame {
    /// The frame of a packet.
    pub(super) fn of(context: &Context, redactor: &Redactor) -> Self {
        let (mut head, mut foot) = (String::new(), "\n---\n\n".to_owned());
        if context.draft {
            head.push_str("> **DRAFT — not for an auditor.** ");
            head.push_str(&escape::inline(&redactor.say(&context.draft_because)));
            head.push_str("\n\n");
            foot.push_str("**DRAFT** · ");
        }
        foot.push_str(&escape::inline(&redactor.say(&context.foot)));
        Self { head, foot }
    }

    fn around(&self, text: &str, up: &str) -> String {
        let mut page = String::with_capacity(text.len() + 512);
        page.push_str(&self.head);
        lay_out(&mut page, text.trim());
        page.push_str(&self.foot_from(up));
        page
    }

    /// The foot of a page from which the root of the packet is `up`.
    fn foot_from(&self, up: &str) -> String {
        format!("{} · [contents]({up}README.md)\n", self.foot)
    }

    /// A page of text that no template made, in its frame and in parts.
    pub(super) fn page(&self, path: &str, text: &str) -> Vec<PacketFile> {
        let up = "../".repeat(path.matches('/').count());
        self.split(PacketFile { path: path.to_owned(), bytes: self.around(text, &up).into_bytes() })
    }

    /// The page in parts that GitHub renders.
    pub(super) fn split(&self, file: PacketFile) -> Vec<PacketFile> {
        let foot = self.foot_from(&"../".repeat(file.path.matches('/').count()));
        split::parts(file, &Framed { head: &self.head, foot: &foot })
    }
}

/// Gives tables and headings the blank lines that they need, whatever a template's loops left of
/// them, and never two in a row; code blocks stay as they are.
fn lay_out(page: &mut String, text: &str) {
    let lines: Vec<&str> = text.lines().map(str::trim_end).collect();
    let mut fence: Option<&str> = None;
    let mut before = "";
    for (at, line) in lines.iter().enumerate() {
        let is_marker = line.starts_with("```") || line.starts_with("~~~");
        if let Some(open) = fence {
            fence =
                (!(is_marker && line.starts_with(open) && line.trim_start_matches(['`', '~']).is_empty()))
                    .then_some(open);
        } else {
            if is_marker {
                fence = Some(&line[..line.len() - line.trim_start_matches(['`', '~']).len()]);
            }
            let row = |line: &str| line.starts_with('|');
            let table = row(line) != row(before);
            let apart = table || line.starts_with('#') || before.starts_with('#');
            if line.is_empty() && before.is_empty() {
                continue;
            }
            if apart && !line.is_empty() && !before.is_empty() && at > 0 {
                page.push('\n');
            }
        }
        page.push_str(line);
        page.push('\n');
        before = line;
    }
}

fn failed(templates: &Templates<'_>, name: &str, error: &Error) -> PacketError {
    let name = error.name().unwrap_or(name);
    let at = error.line().map(|line| format!(":{line}")).unwrap_or_default();
    let detail = error.detail().map(|detail| format!(": {detail}")).unwrap_or_default();
    PacketError::Template {
        template: format!("{}{at}", templates.place(name)),
        because: format!("{}{detail}", error.kind()),
    }
}

/// Places a value: the only way from the context to a page.
fn place(out: &mut Output<'_>, _: &mut State<'_, '_>, value: &Value) -> Result<(), Error> {
    let text = if value.is_safe() {
        shown(value)
    } else {
        match value.kind() {
            ValueKind::Map => {
                return Err(Error::new(
                    ErrorKind::InvalidOperation,
                    "a mapping cannot be placed; place one of its fields",
                ));
            }
            ValueKind::Seq | ValueKind::Iterable => {
                let items: Vec<String> =
                    value.try_iter()?.map(|item| escape::inline(&shown(&item))).collect();
                items.join(", ")
            }
            _ => escape::inline(&shown(value)),
        }
    };
    out.write_str(if text.is_empty() { NOTHING } else { &text }).map_err(Error::from)
}

fn shown(value: &Value) -> String {
    match value.kind() {
        ValueKind::Undefined | ValueKind::None => String::new(),
        ValueKind::Bool => if value.is_true() { "yes" } else { "no" }.to_owned(),
        _ => value.to_string(),
    }
}

/// A value as it is; words in bold where there is none: what a reader must not overlook.
fn gap(value: &Value, words: &str) -> Value {
    let is_there = match value.kind() {
        ValueKind::Seq | ValueKind::Iterable => value.len() != Some(0),
        _ => !shown(value).is_empty(),
    };
    if is_there { value.clone() } else { Value::from_safe_string(format!("**{}**", escape::inline(words))) }
}

/// Text as a link to a page of the packet; plain text when there is no such page.
fn page_link(state: &mut State<'_, '_>, text: &Value, path: &Value) -> Value {
    let (text, path) = (escape::inline(&shown(text)), shown(path));
    let plain = path.chars().all(|c| c.is_ascii_alphanumeric() || matches!(c, '/' | '.' | '-' | '_' | '~'));
    if path.is_empty() || !plain {
        return Value::from_safe_string(if text.is_empty() { NOTHING.to_owned() } else { text });
    }
    Value::from_safe_string(format!("[{text}]({}{path})", up(state)))
}

/// A picture of the packet; what it shows stands in the table below it.
fn picture(state: &mut State<'_, '_>, view: &Value) -> Result<Value, Error> {
    let (title, path) = (view.get_attr("title")?, view.get_attr("path")?);
    Ok(Value::from_safe_string(format!(
        "![{}]({}{})",
        escape::inline(&shown(&title)),
        up(state),
        shown(&path)
    )))
}

/// The way from the page to the packet's root.
fn up(state: &State<'_, '_>) -> String {
    let page = state.lookup("page").unwrap_or_default();
    page.get_attr("up").map(|up| shown(&up)).unwrap_or_default()
}

/// A file of the repository: a link to its copy in the packet, else its path, and its blob.
fn source(state: &mut State<'_, '_>, file: &Value, copied: &BTreeSet<String>) -> Result<Value, Error> {
    if file.is_none() || file.is_undefined() {
        return Ok(Value::from_safe_string(NOTHING.to_owned()));
    }
    let path = file.get_attr("path")?;
    let path = path.as_str().unwrap_or_default();
    let blob = file.get_attr("blob")?;
    let blob: String = blob.as_str().unwrap_or_default().chars().take(10).collect();
    let mut text = escape::code(path);
    let plain = path.chars().all(|c| c.is_ascii_alphanumeric() || matches!(c, '/' | '.' | '-' | '_'));
    if plain && copied.contains(path) {
        text = format!("[{text}]({}{path})", up(state));
    }
    if !blob.is_empty() {
        text = format!("{text} blob {}", escape::code(&blob));
    }
    Ok(Value::from_safe_string(text))
}

#[cfg(test)]
mod tests;
