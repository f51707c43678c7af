use super::read;
use crate::document::yaml::{Limits, events};
use crate::embedded;
use crate::place::FileId;

/// Reads a text both ways; false when it is not plain.
fn is_plain_and_the_same(text: &str, offset: usize) -> bool {
    let Some((root, comments)) = read(text, offset, &Limits::DEFAULT) else { return false };
    let by_events = events::read(FileId(0), text, offset, &Limits::DEFAULT);
    assert_eq!((by_events.root, by_events.problems), (Some(root), Vec::new()), "{text:?}");
    assert_eq!(by_events.comments, comments, "{text:?}");
    true
}

/// The same numbers in every run.
struct Dice(u64);

impl Dice {
    fn below(&mut self, bound: usize) -> usize {
        self.0 ^= self.0 << 13;
        self.0 ^= self.0 >> 7;
        self.0 ^= self.0 << 17;
        (self.0 % bound as u64) as usize
    }

    fn one<'a>(&mut self, of: &[&'a str]) -> &'a str {
        of[self.below(of.len())]
    }
}

/// Pieces that mean something in YAML, or nearly.
const PIECES: [&str; 56] = [
    "\n",
    " ",
    "  ",
    "- ",
    "-",
    ": ",
    ":",
    "#",
    " # c",
    "'",
    "\"",
    "[",
    "]",
    "{",
    "}",
    ",",
    "|",
    "> ",
    ">",
    "|-",
    "a",
    "b: c",
    "\n- ",
    "\n  ",
    "\n\n",
    "null",
    "~",
    "<<",
    "---\n",
    "...",
    "é",
    "\\",
    "&a",
    "*a",
    "!",
    "?",
    "%",
    "@",
    "`",
    "\n  - ",
    "x: |\n  y\n",
    "k:\n",
    "[]",
    "{}",
    "''",
    "\"\"",
    "|\n",
    "0",
    "\n# c\n",
    "\n  # c\n",
    ",\n    ",
    "[\n  a",
    "\n]",
    "-x",
    "--",
    "\t",
];

fn built_in() -> impl Iterator<Item = &'static str> {
    let crosswalks = embedded::CROSSWALKS.iter().map(|crosswalk| crosswalk.text);
    embedded::FRAMEWORKS.iter().map(|framework| framework.text).chain(crosswalks)
}

#[test]
fn what_comes_with_tickmark_is_plain() {
    let not_plain: Vec<&str> = built_in().filter(|text| !is_plain_and_the_same(text, 7)).collect();
    assert_eq!(not_plain, Vec::<&str>::new());
}

#[test]
fn pieces_put_together_at_random_are_read_as_the_event_parser_reads_them() {
    let mut dice = Dice(0x9e37_79b9_7f4a_7c15);
    let mut plain = 0;
    for _ in 0..40_000 {
        let length = 1 + dice.below(12);
        let text: String = (0..length).map(|_| dice.one(&PIECES)).chain(["\n"]).collect();
        plain += usize::from(is_plain_and_the_same(&text, 0));
    }
    assert!(plain > 1_000, "only {plain} texts were plain: the test looks at nothing");
}

#[test]
fn lines_of_real_files_with_a_slip_are_read_as_the_event_parser_reads_them() {
    let lines: Vec<&str> = built_in().flat_map(|text| text.split_inclusive('\n')).collect();
    let mut dice = Dice(0xd1b5_4a32_d192_ed03);
    let mut plain = 0;
    for _ in 0..20_000 {
        let from = dice.below(lines.len());
        let to = (from + 1 + dice.below(12)).min(lines.len());
        let mut text: Vec<char> = lines[from..to].concat().chars().collect();
        for _ in 0..=dice.below(3) {
            let at = dice.below(text.len() + 1);
            let until = (at + dice.below(8)).min(text.len());
            let piece: Vec<char> = match dice.below(3) {
                0 => text[at..until].to_vec(),
                _ => dice.one(&PIECES).chars().collect(),
            };
            text.splice(at..until, piece);
        }
        let text: String = text.into_iter().collect();
        plain += usize::from(is_plain_and_the_same(&text, 0));
    }
    assert!(plain > 3_000, "only {plain} texts were plain: the test looks at nothing");
}
