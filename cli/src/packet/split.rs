//! Pages that would be too long for GitHub to render, as several.

use crate::packet::PacketFile;

/// Pages over this many bytes are split.
pub(super) const PAGE_BYTES: usize = 500_000;
/// Room for what every part carries beside its share.
const FRAME: usize = 4_000;

/// A page between what stands at the top and at the foot of every one.
pub(super) struct Framed<'a> {
    pub(super) head: &'a str,
    pub(super) foot: &'a str,
}

/// A page as it is, or as several parts that lead to each other.
///
/// A part begins at a heading where there is one near; in a table it repeats the table's header, in a
/// code block it opens one again.
pub(super) fn parts(file: PacketFile, frame: &Framed<'_>) -> Vec<PacketFile> {
    if file.bytes.len() <= PAGE_BYTES {
        return vec![file];
    }
    let Ok(text) = std::str::from_utf8(&file.bytes) else { return vec![file] };
    let body = text.strip_prefix(frame.head).unwrap_or(text);
    let body = body.strip_suffix(frame.foot).unwrap_or(body);
    let bodies = cut(body, PAGE_BYTES - FRAME - frame.head.len() - frame.foot.len());
    let title = body.lines().find_map(|line| line.strip_prefix("# ")).unwrap_or(&file.path).to_owned();
    let name = |number: usize| match number {
        1 => file.path.clone(),
        _ => format!("{}~{number}.md", file.path.strip_suffix(".md").unwrap_or(&file.path)),
    };
    let last = |path: &str| path.rsplit('/').next().unwrap_or_default().to_owned();
    let count = bodies.len();
    let part = |(index, body): (usize, String)| {
        let number = index + 1;
        let mut links = Vec::new();
        if number > 1 {
            links.push(format!("[part {}]({}) stands before it", number - 1, last(&name(number - 1))));
        }
        if number < count {
            links.push(format!("it goes on in [part {}]({})", number + 1, last(&name(number + 1))));
        }
        let told = format!("*This page has {count} parts, and this is part {number}: {}.*", links.join(", "));
        let top = if number > 1 { format!("# {title}\n\n") } else { String::new() };
        let text =
            format!("{}{top}{told}\n\n{}\n{told}\n{}", frame.head, body.trim_matches('\n'), frame.foot);
        PacketFile { path: name(number), bytes: text.into_bytes() }
    };
    bodies.into_iter().enumerate().map(part).collect()
}

/// Where a line stands.
#[derive(Default)]
struct Inside<'a> {
    /// The two lines at the top of the table.
    table: Vec<&'a str>,
    /// The marker that opened the code block.
    fence: Option<&'a str>,
}

impl<'a> Inside<'a> {
    fn see(&mut self, line: &'a str) {
        let marker = line.len() - line.trim_start_matches(['`', '~']).len();
        match self.fence {
            Some(open) if line.starts_with(open) && line.trim_start_matches(['`', '~']).is_empty() => {
                self.fence = None;
            }
            None if marker >= 3 => self.fence = Some(&line[..marker]),
            None if !line.starts_with('|') => self.table.clear(),
            None if self.table.len() < 2 => self.table.push(line),
            Some(_) | None => {}
        }
    }
}

fn cut(body: &str, at_most: usize) -> Vec<String> {
    let (mut parts, mut part, mut inside) = (Vec::new(), String::new(), Inside::default());
    for line in body.lines() {
        let heading = inside.fence.is_none() && line.starts_with("## ");
        let full = part.len() + line.len() + 1 > at_most;
        if full || (heading && part.len() > at_most * 3 / 4) {
            if let Some(fence) = inside.fence {
                part.push_str(fence.trim_end());
                part.push('\n');
            }
            parts.push(std::mem::take(&mut part));
            if let Some(fence) = inside.fence {
                part = format!("{fence}\n");
            } else if inside.table.len() == 2 && line.starts_with('|') {
                part = format!("{}\n", inside.table.join("\n"));
            }
        }
        inside.see(line);
        part.push_str(line);
        part.push('\n');
    }
    parts.push(part);
    parts
}

#[cfg(test)]
mod tests {
    use super::{Framed, PAGE_BYTES, parts};
    use crate::packet::PacketFile;

    const FRAME: Framed<'static> = Framed { head: "> DRAFT\n\n", foot: "\n---\n\nfoot\n" };

    fn page(body: &str) -> Vec<(String, String)> {
        let bytes = format!("{}{body}{}", FRAME.head, FRAME.foot).into_bytes();
        let files = parts(PacketFile { path: "a/05-calendar.md".to_owned(), bytes }, &FRAME);
        files.into_iter().map(|file| (file.path, String::from_utf8(file.bytes).unwrap())).collect()
    }

    #[test]
    fn a_page_that_fits_stays_as_it_is() {
        assert_eq!(page("# Calendar\n").len(), 1);
    }

    #[test]
    fn a_long_table_goes_on_under_its_header_and_no_row_is_lost() {
        let rows: Vec<String> = (0..60_000).map(|row| format!("| {row} | x |\n")).collect();
        let rows = rows.concat();
        let parts = page(&format!("# Calendar\n\n| Row | What |\n|---|---|\n{rows}"));
        let names: Vec<&str> = parts.iter().map(|(path, _)| path.as_str()).collect();
        assert_eq!(names, ["a/05-calendar.md", "a/05-calendar~2.md"]);
        let mut seen = 0;
        for (_, text) in &parts {
            assert!(text.len() <= PAGE_BYTES && text.starts_with(FRAME.head) && text.ends_with(FRAME.foot));
            assert_eq!(text.matches("| Row | What |\n|---|---|\n").count(), 1);
            seen += text.lines().filter(|line| line.ends_with("| x |")).count();
        }
        assert_eq!(seen, 60_000);
        assert!(parts[0].1.contains("it goes on in [part 2](05-calendar~2.md)"), "{}", &parts[0].1[..200]);
        assert!(parts[1].1.starts_with(
            "> DRAFT\n\n# Calendar\n\n*This page has 2 parts, and this is part 2: [part 1](05-calendar.md) stands before it.*"
        ));
    }

    #[test]
    fn a_long_code_block_is_closed_and_opened_again() {
        let lines = "| no row\n".repeat(80_000);
        for (_, text) in page(&format!("# A\n\n```\n{lines}```\n")) {
            assert_eq!(text.lines().filter(|line| *line == "```").count(), 2);
        }
    }
}
