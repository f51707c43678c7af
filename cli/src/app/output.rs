//! The only printing: results to standard output, everything else to standard error.
#![expect(clippy::disallowed_methods, reason = "the one door to the terminal")]

use std::borrow::Cow;
use std::fmt::Write as _;
use std::io::{self, IsTerminal as _, Write as _};

use anstream::AutoStream;

use crate::app::{AppError, Exit};
use crate::text::escape::silenced;
use crate::text::visible;

/// When to colour.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default, clap::ValueEnum)]
pub enum ColorChoice {
    /// On a terminal, unless the environment says otherwise.
    #[default]
    Auto,
    /// Always.
    Always,
    /// Never.
    Never,
}

/// What is known of the terminal.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
#[expect(clippy::struct_excessive_bools, reason = "each is known by itself")]
pub struct Terminal {
    /// Standard output is one.
    pub is_terminal: bool,
    /// Its width in columns.
    pub width: usize,
    /// No glyphs outside ASCII.
    pub ascii: bool,
    /// Colour on standard output.
    pub color: bool,
    /// Colour on standard error.
    pub error_color: bool,
}

impl Terminal {
    /// Decides by the flag, then `NO_COLOR`, `FORCE_COLOR`/`CLICOLOR_FORCE`, then the streams.
    pub fn detect(choice: ColorChoice, ascii: bool, variable: &dyn Fn(&str) -> Option<String>) -> Self {
        let is_terminal = io::stdout().is_terminal();
        let set = |name: &str| variable(name).is_some_and(|value| !value.is_empty() && value != "0");
        let color = |is_terminal: bool| match choice {
            ColorChoice::Always => true,
            ColorChoice::Never => false,
            ColorChoice::Auto if variable("NO_COLOR").is_some_and(|value| !value.is_empty()) => false,
            ColorChoice::Auto if set("FORCE_COLOR") || set("CLICOLOR_FORCE") => true,
            ColorChoice::Auto => is_terminal && variable("TERM").as_deref() != Some("dumb"),
        };
        let asked = variable("COLUMNS").and_then(|columns| columns.parse().ok());
        let found = || terminal_size::terminal_size().map(|(width, _)| usize::from(width.0));
        let width = asked.or_else(found).filter(|columns| *columns >= 40);
        Self {
            is_terminal,
            width: width.unwrap_or(80),
            ascii,
            color: color(is_terminal),
            error_color: color(io::stderr().is_terminal()),
        }
    }
}

/// Standard output and standard error.
#[derive(Debug, Clone, Copy)]
pub struct Output {
    /// What is known of the terminal.
    pub terminal: Terminal,
    /// Say only what was asked for.
    pub quiet: bool,
    /// A runner reads along and obeys some lines (`GITHUB_ACTIONS` is set).
    pub obeyed: bool,
}

impl Output {
    /// Prints a result for people, styled or not, and makes sure that it arrived.
    ///
    /// In a workflow's log no line of it is a command; commands are bytes, and go another way.
    /// A reader that has gone away (`| head`) is no error; a full disk is.
    pub fn print(&self, text: &str) -> Result<(), AppError> {
        let choice =
            if self.terminal.color { anstream::ColorChoice::Always } else { anstream::ColorChoice::Never };
        let mut stream = AutoStream::new(io::stdout().lock(), choice);
        finish(stream.write_all(self.shown(text).as_bytes()).and_then(|()| stream.flush()), "standard output")
    }

    /// Prints bytes as they are.
    pub fn print_bytes(&self, bytes: &[u8]) -> Result<(), AppError> {
        let mut stream = io::stdout().lock();
        finish(stream.write_all(bytes).and_then(|()| stream.flush()), "standard output")
    }

    /// Says something beside the result.
    pub fn say(&self, text: &str) {
        if !self.quiet {
            self.complain(text);
        }
    }

    /// Asks something.
    pub(super) fn ask(&self, question: &str) {
        self.complain(question);
    }

    /// Says what went wrong, as rustc would.
    pub fn error(&self, error: &AppError) {
        use anstyle::{AnsiColor, Effects, Style};
        let bold = Effects::BOLD;
        let (red, cyan) = (AnsiColor::Red.on_default() | bold, AnsiColor::Cyan.on_default() | bold);
        let strong = Style::new().bold();
        let mut text = format!("{red}error{red:#}{strong}: {}{strong:#}\n", visible(&error.message));
        if let Some(help) = &error.help {
            // Writing to a String cannot fail.
            let _ = writeln!(text, "{cyan}help{cyan:#}: {}", visible(help));
        }
        self.complain(&text);
    }

    fn shown<'a>(&self, text: &'a str) -> Cow<'a, str> {
        if self.obeyed { silenced(text) } else { Cow::Borrowed(text) }
    }

    fn complain(&self, text: &str) {
        let choice = if self.terminal.error_color {
            anstream::ColorChoice::Always
        } else {
            anstream::ColorChoice::Never
        };
        let mut stream = AutoStream::new(io::stderr().lock(), choice);
        // There is nowhere left to say that standard error is gone.
        let _ = stream.write_all(self.shown(text).as_bytes()).and_then(|()| stream.flush());
    }
}

fn finish(result: io::Result<()>, stream: &str) -> Result<(), AppError> {
    match result {
        Ok(()) => Ok(()),
        Err(error) if error.kind() == io::ErrorKind::BrokenPipe => Ok(()),
        Err(error) => Err(AppError {
            message: format!("cannot write to {stream}: {error}"),
            help: None,
            exit: Exit::Usage,
        }),
    }
}
