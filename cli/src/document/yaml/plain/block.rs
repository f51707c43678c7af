//! Texts of several lines: `|` and `>`.

use super::Reader;
use crate::document::{Node, Style};

impl Reader<'_> {
    /// A text of several lines behind `|` or `>`.
    pub(super) fn text_block(&mut self, start: usize, indent: usize) -> Option<Node> {
        let folded = self.byte(start) == Some(b'>');
        let header = self.line_end(start);
        let keeps_end = match self.text[start + 1..header].trim_end_matches(' ') {
            "" => true,
            "-" => false,
            _ => return None,
        };
        let body = (header + 1).min(self.text.len());
        let mut lines: Vec<&str> = Vec::new();
        let (mut own, mut first) = (None, 0);
        let mut at = body;
        while at < self.text.len() {
            let end = self.line_end(at);
            let begin = self.after_blanks(at);
            if begin == end {
                // A blank line that is longer than the indentation holds blanks of the text.
                if own.is_some_and(|own| end - at > own) || own.is_none() && end > at {
                    return None;
                }
                lines.push("");
            } else {
                let blanks = begin - at;
                match own {
                    None if blanks <= indent => return None,
                    None => (own, first) = (Some(blanks), begin),
                    Some(own) if blanks < own => break,
                    Some(own) if folded && blanks > own => return None,
                    Some(_) => {}
                }
                lines.push(&self.text[at + own.unwrap_or(blanks)..end]);
            }
            // Without a line feed at the end of the file, tools differ in what the text is.
            if end == self.text.len() {
                return None;
            }
            at = end + 1;
        }
        own?;
        while lines.last().is_some_and(|line| line.is_empty()) {
            lines.pop();
        }
        let mut text = if folded { fold(&lines) } else { lines.join("\n") };
        if keeps_end {
            text.push('\n');
        }
        self.at = at;
        let end = self.after_blanks(at);
        self.scalar(text.into(), Style::Block, first, end)
    }
}

/// Lines become one, and blank lines between them line feeds.
fn fold(lines: &[&str]) -> String {
    let mut text = String::new();
    let mut blank = 0;
    for (index, line) in lines.iter().enumerate() {
        if line.is_empty() {
            blank += 1;
            continue;
        }
        match blank {
            0 if index > 0 => text.push(' '),
            count => text.extend(std::iter::repeat_n('\n', count)),
        }
        blank = 0;
        text.push_str(line);
    }
    text
}
