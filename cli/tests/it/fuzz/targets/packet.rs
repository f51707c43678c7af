//! A whole packet out of a small company that writes what the input says, everywhere.

use std::collections::{BTreeMap, BTreeSet};
use std::sync::Arc;

use tickmark::assess::{Input, assess};
use tickmark::document::Document;
use tickmark::embedded;
use tickmark::history::Trail;
use tickmark::kind::{Kind, Place};
use tickmark::model::{FileFact, Form, Register, decode_document, link};
use tickmark::packet::{Artifacts, Format, Material, Options, PacketFile, build};
use tickmark::place::{CommitId, FileId, RepoPath, Spanned};

use super::prose::harmless;

/// The company's files; `§` stands for the text of the input, in quotes, `¶` for the same as it is.
const FILES: [(&str, &str); 8] = [
    (
        "policies/program.yaml",
        "company: {name: §, timezone: UTC}\n\
         people:\n  ada: {name: §, email: ada@n.example, role: §}\n  bob: {name: Bob, role: CTO}\n\
         frameworks: {iso27001: {version: \"2022\"}, soc2: {}}\n\
         audits:\n  t1: {framework: soc2, type: type1, on: 2026-06-30}\n\
         \x20 t2: {framework: soc2, type: type2, window: 2026-01-01..2026-06-30}\n\
         \x20 s2: {framework: iso27001, type: stage2, window: 2026-01-01..2026-06-30}\n\
         defaults: {review: none}\n",
    ),
    (
        "policies/controls/AC-02.yaml",
        "# ¶\nid: AC-02\ntitle: §\nowner: ada\nstatement: §\nsince: 2026-01-01\ncadence: quarterly\n\
         satisfies: {soc2: [CC6.1, CC6.2], iso27001: [A.5.18, \"9.1\"]}\nmitigates: R-1\nx-note: §\n",
    ),
    (
        "policies/risks/R-1.yaml",
        "id: R-1\ntitle: §\nowner: ada\ncategory: §\ninherent: {likelihood: 3, impact: 3}\n\
         residual: {likelihood: 1, impact: 2}\ntreatment: mitigate\nplan: §\n",
    ),
    (
        "policies/access.md",
        "---\nid: access\ntitle: §\nversion: \"1.0\"\nowner: ada\n---\n# ¶\n\n¶\n\n- ¶\n\n> ¶\n",
    ),
    (
        "evidence/AC-02/2026-Q1.yaml",
        "control: AC-02\nperiod: 2026-Q1\nresult: pass\nperformed: {by: ada, at: 2026-03-31}\n\
         summary: §\nreviewed: {by: bob, at: 2026-04-01, note: §}\n",
    ),
    (
        "evidence/AC-02/2026-Q2.yaml",
        "control: AC-02\nperiod: 2026-Q2\nresult: fail\nperformed: {by: bob, at: 2026-06-30}\nsummary: §\n\
         exceptions:\n  - {id: EX-1, what: §, impact: §, root_cause: §, remediation: §, owner: ada, due: 2026-08-01}\n",
    ),
    (
        "evidence/incidents/INC-2026-01.yaml",
        "id: INC-2026-01\ntitle: §\nseverity: high\ndetected: 2026-03-01T10:00:00Z\nowner: ada\nsummary: §\n",
    ),
    ("policies/system/dc1.md", "¶\n\n## ¶\n\n| a | b |\n|---|---|\n| ¶ | ¶ |\n"),
];

/// Every page holds no HTML, no link that runs something and no picture from elsewhere; every table has
/// the cells that it should and no formula; every picture and the file for a browser hold no script.
pub(super) fn packet(input: &[u8]) {
    let (which, rest) = super::choice(input);
    let text = super::text(rest);
    let may_stand = |c: &char| !c.is_control() || matches!(c, '\t' | '\n' | '\u{85}');
    let text: String = text.chars().filter(may_stand).take(400).collect();
    let files = files(&text);
    let register = register(&files);
    let Some(program) = &register.program else { return };
    let audit = program.audit(["t1", "t2", "s2"][which % 3]).expect("the audit");
    let window = audit.window.as_ref().expect("a window").value;
    let trail = Trail { complete: true, ..Trail::default() };
    let as_of = jiff::civil::date(2026, 7, 10);
    let assessment = assess(&Input {
        register: &register,
        trail: Some(&trail),
        work_tree: true,
        window,
        as_of,
        audit: Some(audit),
        trust: None,
    });
    let contents: BTreeMap<RepoPath, Arc<[u8]>> =
        files.iter().map(|(path, text)| (path.clone(), Arc::from(text.as_bytes()))).collect();
    let formats: BTreeSet<Format> =
        ["md", "csv", "svg", "html"].into_iter().filter_map(Format::parse).collect();
    let options = Options { draft: true, artifacts: Artifacts::None, formats, ..Options::default() };
    let material = Material {
        register: &register,
        trail: &trail,
        audit,
        assessment: &assessment,
        year: None,
        as_of,
        commit: CommitId([7; 20]),
        contents: &contents,
        comments: &comments(&files),
        options: &options,
    };
    let packet = build(&material).expect("a packet");
    assert!(packet.files.windows(2).all(|pair| pair[0].path < pair[1].path), "each file once");
    packet.files.iter().for_each(looked_at);
}

fn files(text: &str) -> BTreeMap<RepoPath, String> {
    let quoted = serde_json::Value::from(text).to_string();
    let on_a_line: String = text.split(['\n', '\u{85}']).collect::<Vec<_>>().join(" ");
    let filled = |(path, pattern): &(&str, &str)| {
        let raw = if RepoPath::new(path).is_yaml() { on_a_line.as_str() } else { text };
        // The text of the input may hold the signs as well.
        let parts = pattern.split('§').map(|part| part.split('¶').collect::<Vec<_>>().join(raw));
        (RepoPath::new(path), parts.collect::<Vec<_>>().join(&quoted))
    };
    FILES.iter().map(filled).collect()
}

fn read(path: &RepoPath, file: FileId, text: &str) -> Document {
    let read = if path.is_yaml() { Document::from_yaml } else { Document::from_markdown };
    read(file, text.as_bytes()).0
}

fn comments(files: &BTreeMap<RepoPath, String>) -> BTreeMap<FileId, Vec<Spanned<String>>> {
    let numbered = files.iter().enumerate().map(|(index, file)| (FileId(index as u32), file));
    numbered.map(|(file, (path, text))| (file, read(path, file, text).comments)).collect()
}

fn register(files: &BTreeMap<RepoPath, String>) -> Register {
    let mut facts = Vec::new();
    let mut decoded = Vec::new();
    for (index, (path, text)) in files.iter().enumerate() {
        let (file, place) = (FileId(index as u32), Place::of(path));
        let size = text.len() as u64;
        facts.push(FileFact {
            file,
            path: path.clone(),
            place,
            form: Form::File,
            size,
            sha256: None,
            blob: None,
        });
        decoded.extend(decode_document(place, path, &read(path, file, text)));
    }
    let catalogs: Vec<(Kind, RepoPath, Document)> = ["iso27001", "soc2"]
        .into_iter()
        .filter_map(embedded::framework)
        .map(|framework| {
            let path = RepoPath::new(framework.path);
            let document = read(&path, FileId(0), framework.text);
            (Kind::Framework, path, document)
        })
        .collect();
    link(decoded, facts, BTreeMap::new(), &catalogs)
}

fn looked_at(file: &PacketFile) {
    let name = file.path.as_str();
    let text = std::str::from_utf8(&file.bytes).expect("text");
    match name.rsplit_once('.').map(|(_, extension)| extension) {
        Some("md") => harmless(text),
        Some("csv") => {
            let mut reader = csv::ReaderBuilder::new().has_headers(false).from_reader(text.as_bytes());
            for row in reader.records() {
                let row = row.expect("as many cells as columns");
                let formula = |cell: &str| cell.starts_with(['=', '+', '@', '\t', '\r']);
                assert!(!row.iter().any(formula), "{name}: {row:?}");
            }
        }
        Some("svg") => {
            let picture = roxmltree::Document::parse(text).expect("XML");
            for node in picture.descendants() {
                assert!(
                    !matches!(node.tag_name().name(), "script" | "foreignObject" | "image" | "use"),
                    "{name}"
                );
                assert!(
                    !node.attributes().any(|one| one.name().starts_with("on") || one.name() == "href"),
                    "{name}"
                );
            }
        }
        Some("html") => page(text),
        Some("json") => {
            serde_json::from_str::<serde_json::Value>(text).expect("JSON");
        }
        _ => {}
    }
}

/// Every tag of the file for a browser is one of Markdown's, and none listens to anything.
fn page(html: &str) {
    const KNOWN: &str = "a abbr blockquote body br caption code dd del div dl dt em footer h1 h2 h3 h4 h5 h6 head \
                         header hr html img input li main nav ol p pre section span strong style sup table tbody td \
                         th thead title tr ul";
    let style = html.find("</style>").expect("the style");
    for (at, _) in html.match_indices('<').filter(|(at, _)| *at > style) {
        let tag = html[at..].split('>').next().unwrap_or_default();
        let name = tag.trim_start_matches(['<', '/']);
        let name = name.split([' ', '\n']).next().unwrap_or_default();
        assert!(KNOWN.split_whitespace().any(|known| known == name), "{tag:?}");
        // Every second piece between quotes is a value.
        let names: String = tag.split('"').step_by(2).collect();
        assert!(!names.contains(" on"), "{tag:?}");
        let runs = ["=\"javascript:", "=\"vbscript:", "=\"data:text", "src=\"http", "src=\"//"];
        assert!(!runs.iter().any(|run| tag.to_ascii_lowercase().contains(run)), "{tag:?}");
    }
}
