//! Whatever users write, each format can be read back, and none of it acts.

use proptest::prelude::*;
use pulldown_cmark::{Event, Options, Parser, Tag};

use super::{UNCLAIMED, UNKNOWN, rendered_with, snapshot};
use crate::finding::{Edit, Finding, Fix, Waiver};
use crate::place::{Location, RepoPath, Span};
use crate::report::{Format, Report, Style};
use crate::text::escape::silenced;
use crate::text::is_hidden;

const HOSTILE: [&str; 34] = [
    "::error file=x,line=1::owned",
    "\n::stop-commands::token\n",
    "\r\n  ::add-mask::x",
    "##[error]owned",
    "\u{a0}::warning::x",
    "%0A::error::x %25",
    "]]>",
    "</failure><failure>",
    "<!-- tickmark:report -->",
    "</script><script>alert(1)</script>",
    "</details>",
    "<img src=x onerror=alert(1)>",
    "| a | b |\n|---|---|\n| c | d |",
    "`",
    "``` \n````\n",
    "~~~",
    "@everyone and @org/team",
    "#12, GH-12, org/repo#12, !3, ~label",
    "[x](javascript:alert(1)) ![y](http://evil.example/z.png)",
    "http://evil.example www.evil.example a@b.example <https://evil.example>",
    "[ref]: http://evil.example\n\n[ref]",
    "# heading\n===\n---\n- item\n1. one\n> quote\n    code",
    "&#64;everyone &lt;b&gt; &amp;",
    "\u{202e}\u{2066}\u{200b}\u{feff}\u{ad}",
    "\0\u{1b}[31m\u{1b}]8;;http://evil.example\u{7}\u{9b}2J\u{85}",
    "\u{fffe}\u{ffff}\u{fdd0}\u{10ffff}",
    "=cmd|' /C calc'!A0",
    "{0} {{1}} {",
    "\\",
    "\\`\\[\\](",
    "\"'<>&",
    "$x$ $$y$$ *a* __b__ ~~c~~",
    "\t\u{2028}\u{2029}\u{b}\u{c}",
    "ﷺ漢字🏳️‍🌈é",
];

fn text() -> impl Strategy<Value = String> {
    let piece = prop_oneof![
        4 => proptest::sample::select(&HOSTILE[..]).prop_map(str::to_owned),
        2 => any::<String>(),
        1 => "[ -~]{0,12}",
        1 => Just("very long ".repeat(3_000)),
    ];
    proptest::collection::vec(piece, 0..4).prop_map(|pieces| pieces.concat())
}

/// What users have written, wherever it may get to.
#[derive(Debug, Clone)]
struct Written {
    title: String,
    path: String,
    bytes: String,
    message: String,
    note: String,
    help: String,
    because: String,
}

fn written() -> impl Strategy<Value = Written> {
    (text(), text(), text(), text(), text(), text(), text()).prop_map(
        |(title, path, bytes, message, note, help, because)| Written {
            title,
            path: format!("p{path}"),
            bytes,
            message,
            note,
            help,
            because,
        },
    )
}

fn findings(written: &Written) -> Vec<Finding> {
    let path = RepoPath::new(&written.path);
    let end = written.bytes.len();
    let whole = Location { file: crate::place::FileId(0), span: Span::new(0, end) };
    let part = Location { span: Span::new(end / 3, end / 2), ..whole };
    let open = Finding::new(&UNKNOWN, part, &path, &*written.message)
        .subject(&*written.because)
        .label(&*written.note)
        .related(whole, &*written.help)
        .note(&*written.note)
        .note(&*written.because)
        .help(&*written.help);
    let mut aside = Finding::new(&UNCLAIMED, whole, &path, &*written.message);
    aside.fix = Some(Fix {
        edits: vec![Edit { place: part, with: written.note.clone() }],
        safe: false,
        caution: None,
    });
    aside.waived = Some(Waiver { because: written.because.clone(), until: None, place: part });
    vec![open, aside]
}

fn rendered(written: &Written, format: Format) -> String {
    let snapshot = snapshot(&[(&written.path, written.bytes.as_bytes())]);
    let style = Style { verbose: true, ..Style::PLAIN };
    rendered_with(&snapshot, findings(written), |report| {
        Report { title: &written.title, ..*report }.render(format, style)
    })
}

fn is_silent(text: &str) -> bool {
    !text.contains("##[") && !text.lines().any(|line| line.trim_start().starts_with("::"))
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 96, failure_persistence: None, ..ProptestConfig::default() })]

    #[test]
    fn what_people_read_moves_no_cursor_and_commands_no_runner(written in written()) {
        for format in [Format::Full, Format::Concise] {
            let text = rendered(&written, format);
            prop_assert!(!text.contains(|c| c != '\n' && is_hidden(c)), "{text}");
            prop_assert!(is_silent(&silenced(&text)), "{text}");
        }
        prop_assert_eq!(rendered(&written, Format::Concise).lines().count(), 2);
    }

    #[test]
    fn json_reads_back_and_is_silent(written in written()) {
        for format in [Format::Json, Format::Gitlab, Format::Sarif] {
            let text = rendered(&written, format);
            prop_assert!(!text.contains(|c| c != '\n' && is_hidden(c)) && is_silent(&text), "{text}");
            let value: serde_json::Value = serde_json::from_str(&text).unwrap();
            if format == Format::Json {
                // A finding shows a long word by its beginning; what it says, JSON says.
                let said = &findings(&written)[0].message;
                prop_assert_eq!(value["findings"][0]["message"].as_str(), Some(said.as_str()));
                prop_assert_eq!(value["findings"][0]["path"].as_str(), Some(&*written.path));
            }
        }
    }

    #[test]
    fn github_gets_one_command_a_line(written in written()) {
        let text = rendered(&written, Format::Github);
        let lines: Vec<&str> = text.lines().collect();
        prop_assert_eq!(lines.len(), 2);
        prop_assert!(lines[1].starts_with("::error file=compliance/p"), "{}", lines[1]);
        let (properties, _) = lines[1][2..].split_once("::").unwrap();
        let names: Vec<&str> = properties["error ".len()..].split(',').filter_map(|one| one.split('=').next()).collect();
        prop_assert!(matches!(names[..], ["file", "line", .., "title"]), "{names:?}");
        prop_assert!(!text.contains("##[") && !text.contains(|c| c != '\n' && is_hidden(c)), "{text}");
    }

    #[test]
    fn junit_is_xml_of_four_cases(written in written()) {
        let text = rendered(&written, Format::Junit);
        prop_assert!(is_silent(&text), "{text}");
        let document = roxmltree::Document::parse(&text).unwrap();
        let cases = document.descendants().filter(|node| node.has_tag_name("testcase")).count();
        let failures = document.descendants().filter(|node| node.has_tag_name("failure")).count();
        prop_assert_eq!((cases, failures), (4, 1));
    }

    #[test]
    fn markdown_is_our_structure_and_their_words(written in written()) {
        let text = rendered(&written, Format::Markdown);
        prop_assert!(text.starts_with("### ✗ Failed: 1 error, "), "{text}");
        prop_assert!(text.encode_utf16().count() <= 65_000);
        prop_assert!(is_silent(&text), "{text}");
        if let Err(acts) = inert(&text) {
            prop_assert!(false, "{acts} in\n{text}");
        }
    }
}

/// Says what of a page would act: a link, a picture, a table, HTML that is not ours, a mention.
fn inert(markdown: &str) -> Result<(), String> {
    let mut headings = 0;
    // Forges know neither superscripts nor subscripts.
    let options = Options::all() - Options::ENABLE_SUPERSCRIPT - Options::ENABLE_SUBSCRIPT;
    for event in Parser::new_ext(markdown, options) {
        match event {
            Event::Start(Tag::Heading { .. }) => headings += 1,
            Event::Start(Tag::Paragraph | Tag::List(_) | Tag::Item | Tag::Strong | Tag::HtmlBlock)
            | Event::End(_)
            | Event::SoftBreak
            | Event::Code(_) => {}
            Event::Html(html)
                if [
                    "<details><summary>Which rules</summary>\n",
                    "<details><summary>Why, and what to do</summary>\n",
                    "</details>\n",
                ]
                .contains(&&*html) => {}
            Event::Text(text) => {
                let refers = |mark: char, follows: fn(char) -> bool| {
                    text.split(mark).skip(1).any(|rest| rest.starts_with(follows))
                };
                if refers('@', char::is_alphanumeric)
                    || refers('#', |c| c.is_ascii_digit())
                    || text.contains("://")
                {
                    return Err(format!("{text:?} refers"));
                }
            }
            event => return Err(format!("{event:?}")),
        }
    }
    if headings == 1 { Ok(()) } else { Err(format!("{headings} headings")) }
}

#[test]
fn a_page_that_acts_is_noticed() {
    for acting in ["[x](y)", "<b>", "@omar", "see #12", "| a |\n|---|\n| b |", "    code", "# two"] {
        assert!(inert(&format!("### one\n\n{acting}\n")).is_err(), "{acting}");
    }
}

#[test]
fn a_long_report_is_cut_at_a_whole_finding_and_says_so() {
    let path = RepoPath::new("evidence/long.yaml");
    let snapshot = snapshot(&[(path.as_str(), b"x\n")]);
    let list = (0..5_000).map(|number| {
        let message = format!("number `{number}` 漢字🏳️ ") + &"long ".repeat(number % 30);
        Finding::new(&UNKNOWN, Location::start_of(crate::place::FileId(0)), &path, message)
            .help(format!("mend `{number}`"))
    });
    let text =
        rendered_with(&snapshot, list.collect(), |report| report.render(Format::Markdown, Style::PLAIN));
    let length = text.encode_utf16().count();
    assert!((60_000..=65_000).contains(&length), "{length}");
    let shown = text.lines().filter(|line| line.starts_with("- **error**")).count();
    assert_eq!(
        text.lines().last(),
        Some(format!("**{} more findings**; `tickmark lint` shows every one.", 5_000 - shown).as_str())
    );
    assert_eq!(text.matches("<details>").count(), text.matches("</details>").count());
}
