//! What every picture is made of: the frame, text, and colours with what is legible on them.

use std::fmt::Write as _;

use crate::text::escape::xml;

/// What a colour says. Text on it has a contrast of 4.5 to 1 or more.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub enum Tone {
    /// As it should be.
    Operated,
    /// As it should be, and too late.
    Late,
    /// There was nothing to do.
    None,
    /// With an exception.
    Exception,
    /// Nobody has looked at it yet.
    Unreviewed,
    /// Not finished.
    Pending,
    /// It did not work.
    Failed,
    /// Past its day, within grace.
    Overdue,
    /// It is not there.
    Missing,
    /// Its day has not come.
    Upcoming,
    /// It cannot be told.
    Unknown,
    /// A low level.
    Low,
}

impl Tone {
    /// The class in the style sheet.
    pub(super) fn class(self) -> &'static str {
        match self {
            Self::Operated => "operated",
            Self::Late => "late",
            Self::None => "none",
            Self::Exception => "exception",
            Self::Unreviewed => "unreviewed",
            Self::Pending => "pending",
            Self::Failed => "failed",
            Self::Overdue => "overdue",
            Self::Missing => "missing",
            Self::Upcoming => "upcoming",
            Self::Unknown => "unknown",
            Self::Low => "low",
        }
    }

    /// The class of text on it.
    pub(super) fn text(self) -> &'static str {
        match self {
            Self::Operated => "operated-t",
            Self::Late => "late-t",
            Self::None => "none-t",
            Self::Exception => "exception-t",
            Self::Unreviewed => "unreviewed-t",
            Self::Pending => "pending-t",
            Self::Failed => "failed-t",
            Self::Overdue => "overdue-t",
            Self::Missing => "missing-t",
            Self::Upcoming => "upcoming-t",
            Self::Unknown => "unknown-t",
            Self::Low => "low-t",
        }
    }
}

/// What is drawn in light and in dark surroundings; the picture brings its own ground.
const STYLE: &str = "\
.g{fill:#ffffff}.t{fill:#1c2128}.s{fill:#444b55}.c{stroke:#767d88;stroke-width:.75}\
.operated{fill:#1b6e53}.operated-t{fill:#ffffff}\
.late{fill:#f0c04a}.late-t{fill:#1f1f1f}\
.none{fill:#ffffff}.none-t{fill:#444b55}\
.exception{fill:#d9822b}.exception-t{fill:#1f1f1f}\
.unreviewed{fill:#cfe0f5}.unreviewed-t{fill:#1c2128}\
.pending{fill:#e7ddf5}.pending-t{fill:#1c2128}\
.failed{fill:#9c1c1c}.failed-t{fill:#ffffff}\
.overdue{fill:#ffe3b0}.overdue-t{fill:#1f1f1f}\
.missing{fill:#9c1c1c}.missing-t{fill:#ffffff}\
.upcoming{fill:#e4e7eb}.upcoming-t{fill:#444b55}\
.low{fill:#dcefe7}.low-t{fill:#1f1f1f}\
.unknown{fill:#ffffff;stroke-dasharray:3 2}.unknown-t{fill:#1c2128}\
.empty{fill:none;stroke:none}\
@media (prefers-color-scheme:dark){.g{fill:#0d1117}.t{fill:#e6edf3}.s{fill:#aab4c0}.c{stroke:#8b949e}\
.none,.unknown{fill:#0d1117}.none-t,.unknown-t{fill:#e6edf3}.upcoming{fill:#2b323b}.upcoming-t{fill:#c9d1d9}}\
@media print{.g{fill:#ffffff}.t{fill:#000000}.s{fill:#333333}}";

/// Where a text stands against its `x`.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum At {
    Start,
    Middle,
    End,
}

/// How a text is drawn.
#[derive(Debug, Clone, Copy)]
pub(super) struct Label {
    /// `t` for what is read first, `s` for what is read beside it, or that of a tone.
    pub(super) class: &'static str,
    pub(super) x: usize,
    pub(super) y: usize,
    pub(super) size: usize,
    pub(super) bold: bool,
    pub(super) at: At,
}

/// A picture while it is drawn.
pub(super) struct Svg {
    text: String,
}

impl Svg {
    /// The frame, the title and the description for those who do not see it, and its ground.
    pub(super) fn begin(width: usize, height: usize, title: &str, description: &str) -> Self {
        let mut text = String::new();
        // Writing to a String cannot fail.
        let _ = writeln!(
            text,
            "<svg xmlns=\"http://www.w3.org/2000/svg\" width=\"{width}\" height=\"{height}\" \
             viewBox=\"0 0 {width} {height}\" role=\"img\" aria-labelledby=\"t d\" \
             font-family=\"system-ui,-apple-system,Segoe UI,Helvetica,Arial,sans-serif\">"
        );
        let _ = writeln!(text, "<title id=\"t\">{}</title>", xml(title));
        let _ = writeln!(text, "<desc id=\"d\">{}</desc>", xml(description));
        let _ = writeln!(text, "<style>{STYLE}</style>");
        let _ = writeln!(text, "<rect class=\"g\" width=\"{width}\" height=\"{height}\"/>");
        Self { text }
    }

    /// The two lines at the top.
    pub(super) fn heading(&mut self, title: &str, below: &str) {
        self.label(Label { class: "t", x: 16, y: 30, size: 18, bold: true, at: At::Start }, title);
        self.end_line();
        self.label(Label { class: "s", x: 16, y: 52, size: 13, bold: false, at: At::Start }, below);
        self.end_line();
    }

    /// Text of users or of ours.
    pub(super) fn label(&mut self, label: Label, text: &str) {
        let weight = if label.bold { " font-weight=\"600\"" } else { "" };
        let anchor = match label.at {
            At::Start => "",
            At::Middle => " text-anchor=\"middle\"",
            At::End => " text-anchor=\"end\"",
        };
        let Label { class, x, y, size, .. } = label;
        let _ = write!(
            self.text,
            "<text class=\"{class}\" x=\"{x}\" y=\"{y}\" font-size=\"{size}\"{weight}{anchor}>{}</text>",
            xml(text)
        );
    }

    /// A field in the colour of a tone; `place` is its left, top, width and height.
    pub(super) fn field(&mut self, tone: Tone, place: [usize; 4], round: bool) {
        let [x, y, width, height] = place;
        let class = tone.class();
        let round = if round { " rx=\"3\"" } else { "" };
        let _ = write!(
            self.text,
            "<rect class=\"c {class}\" x=\"{x}\" y=\"{y}\" width=\"{width}\" height=\"{height}\"{round}/>"
        );
    }

    /// What is drawn inside has a tooltip of its own.
    pub(super) fn titled(&mut self, title: &str, inside: impl FnOnce(&mut Self)) {
        let _ = write!(self.text, "<g><title>{}</title>", xml(title));
        inside(self);
        self.text.push_str("</g>");
        self.end_line();
    }

    /// One entry of a legend: a field with its sign, and what it means.
    pub(super) fn key(&mut self, tone: Tone, sign: &str, means: &str, x: usize, y: usize) {
        self.field(tone, [x, y - 13, 24, 18], true);
        self.label(Label { class: tone.text(), x: x + 12, y, size: 12, bold: true, at: At::Middle }, sign);
        self.label(Label { class: "t", x: x + 32, y, size: 12, bold: false, at: At::Start }, means);
        self.end_line();
    }

    pub(super) fn end_line(&mut self) {
        self.text.push('\n');
    }

    /// The picture.
    pub(super) fn finish(mut self) -> String {
        self.text.push_str("</svg>\n");
        self.text
    }
}

/// The beginning of a text that would not fit into so many characters.
pub(super) fn cut(text: &str, to: usize) -> String {
    if text.chars().count() <= to {
        return text.to_owned();
    }
    text.chars().take(to.saturating_sub(1)).chain(['…']).collect()
}
