//! The forms in which a packet is written.

use std::collections::BTreeSet;

/// A form.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub enum Format {
    /// The pages. They are always there.
    Markdown,
    /// Tables for programs. They are always there.
    Csv,
    /// One workbook with the same tables.
    Xlsx,
    /// Pictures beside the tables of the pages.
    Svg,
    /// All pages in one file for a browser, and for printing.
    Html,
    /// The same facts as OSCAL, for programs.
    Oscal,
    /// The whole folder as one file beside it.
    Zip,
}

impl Format {
    /// Every form.
    pub const ALL: [Self; 7] =
        [Self::Markdown, Self::Csv, Self::Xlsx, Self::Svg, Self::Html, Self::Oscal, Self::Zip];

    /// The words on the command line.
    pub const NAMES: [&'static str; 7] = ["md", "csv", "xlsx", "svg", "html", "oscal", "zip"];

    /// What is written unless somebody asks for something else.
    pub const USUAL: [Self; 4] = [Self::Markdown, Self::Csv, Self::Xlsx, Self::Svg];

    /// Reads the word on the command line.
    pub fn parse(text: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|format| format.word() == text)
    }

    /// The word on the command line.
    pub fn word(self) -> &'static str {
        match self {
            Self::Markdown => "md",
            Self::Csv => "csv",
            Self::Xlsx => "xlsx",
            Self::Svg => "svg",
            Self::Html => "html",
            Self::Oscal => "oscal",
            Self::Zip => "zip",
        }
    }

    /// What is written in a folder when these are asked for: pages and tables always, and the pictures
    /// that the one file for a browser holds as well.
    pub fn in_folder(asked: &[Self]) -> BTreeSet<Self> {
        let html = asked.contains(&Self::Html).then_some(Self::Svg);
        let always = [Self::Markdown, Self::Csv];
        asked.iter().copied().chain(always).chain(html).filter(|format| *format != Self::Zip).collect()
    }
}

#[cfg(test)]
mod tests {
    use super::Format;

    #[test]
    fn every_form_has_its_word() {
        assert_eq!(Format::ALL.map(Format::word), Format::NAMES);
        assert_eq!(Format::NAMES.map(Format::parse), Format::ALL.map(Some));
    }

    #[test]
    fn pages_and_tables_are_always_there_and_a_browser_gets_its_pictures() {
        let words = |asked: &[Format]| -> Vec<&str> {
            Format::in_folder(asked).into_iter().map(Format::word).collect()
        };
        assert_eq!(words(&[Format::Zip]), ["md", "csv"]);
        assert_eq!(words(&[Format::Html]), ["md", "csv", "svg", "html"]);
    }
}
