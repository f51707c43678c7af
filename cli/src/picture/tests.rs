//! Pictures read back: well-formed, whatever was written in them.

use crate::picture::{
    Bar, BarPart, Bars, HeatCell, HeatKey, HeatMap, HeatRow, Matrix, MatrixCell, MatrixRow, Tone, bars,
    heat_map, matrix,
};

/// Text that would leave an element, an attribute or XML itself, if it could.
const HOSTILE: &str = "</title></svg>\"'&<script>x</script> ]]> \u{0} \u{202e} \u{ffff} =1+1 ##[error]";

fn read(svg: &str) -> (String, String, Vec<String>) {
    let document = roxmltree::Document::parse(svg).unwrap();
    let of = |name: &str| document.root_element().children().find(|node| node.has_tag_name(name)).unwrap();
    let mut names: Vec<String> = (document.descendants())
        .filter(roxmltree::Node::is_element)
        .map(|node| node.tag_name().name().to_owned())
        .collect();
    names.sort();
    names.dedup();
    (of("title").text().unwrap().to_owned(), of("desc").text().unwrap().to_owned(), names)
}

fn a_heat_map(text: &str) -> String {
    heat_map(&HeatMap {
        title: text.to_owned(),
        below: text.to_owned(),
        headings: vec!["Jan".to_owned(), text.to_owned()],
        figures: vec![text.to_owned()],
        rows: vec![HeatRow {
            id: text.to_owned(),
            title: text.to_owned(),
            note: text.to_owned(),
            cells: vec![
                None,
                Some(HeatCell { tone: Tone::Operated, sign: text.to_owned(), words: text.to_owned() }),
            ],
            figures: vec![text.to_owned()],
        }],
        key: vec![HeatKey { tone: Tone::Operated, sign: text.to_owned(), means: text.to_owned() }],
        keys_in_a_line: 4,
    })
}

fn a_matrix(text: &str, ids: usize) -> String {
    let ids: Vec<String> = (1..=ids).map(|number| format!("R-{number:02}")).collect();
    matrix(&Matrix {
        title: text.to_owned(),
        below: text.to_owned(),
        down: "likelihood".to_owned(),
        across: "impact".to_owned(),
        columns: vec!["minor".to_owned(), text.to_owned()],
        levels: vec!["Low".to_owned(), text.to_owned()],
        rows: vec![MatrixRow {
            name: text.to_owned(),
            cells: vec![
                MatrixCell { level: "Low".to_owned(), ids: Vec::new() },
                MatrixCell { level: text.to_owned(), ids },
            ],
        }],
    })
}

fn some_bars(text: &str) -> String {
    let part = |tone| BarPart { tone, sign: text.to_owned(), means: text.to_owned() };
    bars(&Bars {
        title: text.to_owned(),
        below: text.to_owned(),
        parts: vec![part(Tone::Operated), part(Tone::Missing)],
        rows: vec![
            Bar { name: text.to_owned(), numbers: vec![1, 3], said: text.to_owned() },
            Bar { name: text.to_owned(), numbers: vec![0, 0], said: text.to_owned() },
        ],
    })
}

#[test]
fn hostile_text_is_text_in_every_picture() {
    for svg in [a_heat_map(HOSTILE), a_matrix(HOSTILE, 1), some_bars(HOSTILE)] {
        let (title, _, names) = read(&svg);
        assert_eq!(
            title,
            "</title></svg>\"'&<script>x</script> ]]> <U+0000> <U+202E> <U+FFFF> =1+1 ##[error]"
        );
        assert_eq!(names, ["desc", "g", "rect", "style", "svg", "text", "title"]);
    }
}

#[test]
fn a_picture_says_in_words_what_it_shows() {
    assert_eq!(read(&a_heat_map("x")).1, "x: x x");
    assert_eq!(read(&a_matrix("x", 2)).1, "R-01, R-02: likelihood x, impact x, x");
    assert_eq!(read(&some_bars("x")).1, "x: 1 x, 3 x; x: nothing");
}

#[test]
fn a_full_cell_counts_what_it_does_not_show() {
    let svg = a_matrix("x", 25);
    assert!(svg.contains(">R-16 R-17 +8</text>"), "{svg}");
    assert!(read(&svg).1.starts_with("R-01, R-02, ") && read(&svg).1.contains("R-25: "));
}

#[test]
fn levels_share_the_colours_from_the_lowest_to_the_highest() {
    let tones = |levels: usize| -> Vec<String> {
        let levels: Vec<String> = (0..levels).map(|level| level.to_string()).collect();
        let cells = levels.iter().map(|level| MatrixCell { level: level.clone(), ids: Vec::new() });
        let rows = vec![MatrixRow { name: String::new(), cells: cells.collect() }];
        let svg = matrix(&Matrix { columns: levels.clone(), levels, rows, ..Matrix::default() });
        svg.split("class=\"c ").skip(1).map(|rest| rest.split('"').next().unwrap().to_owned()).collect()
    };
    assert_eq!(tones(1), ["low"]);
    assert_eq!(tones(2), ["low", "failed"]);
    assert_eq!(tones(3), ["low", "exception", "failed"]);
    assert_eq!(tones(4), ["low", "late", "exception", "failed"]);
    assert_eq!(tones(5), ["low", "late", "exception", "exception", "failed"]);
}
