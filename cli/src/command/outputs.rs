//! What a report is printed as, and the files it is written to beside that.

use std::path::PathBuf;

use clap::ValueEnum;

use crate::app::{AppError, World, write_file};
use crate::text::did_you_mean;

/// A format that a command offers.
pub(super) trait Formats: ValueEnum + Clone + Copy + PartialEq + Send + Sync + 'static {
    /// The one for a terminal, and the one for a pipe.
    const USUAL: (Self, Self);
    /// True for bytes that no terminal can show.
    fn is_binary(self) -> bool;
}

/// `--format` and `-o`.
#[derive(Debug, clap::Args)]
pub(super) struct Outputs<F: Formats> {
    /// How to print [default: table on a terminal, csv in a pipe]
    #[arg(long, value_name = "FORMAT", value_enum)]
    format: Option<F>,
    /// Write it to a file as well, in a format of its own, like `xlsx:FILE.xlsx`; may be repeated
    #[arg(short, long = "output", value_name = "FORMAT:PATH", value_parser = target::<F>)]
    outputs: Vec<Target<F>>,
}

/// One more output.
#[derive(Debug, Clone)]
struct Target<F> {
    format: F,
    path: PathBuf,
}

/// A rendered report.
pub(super) enum Rendered {
    /// For people: styled, where the terminal shows styles.
    Styled(String),
    /// As it is.
    Bytes(Vec<u8>),
}

impl From<String> for Rendered {
    fn from(text: String) -> Self {
        Self::Bytes(text.into_bytes())
    }
}

impl<F: Formats> Outputs<F> {
    /// Writes every file, then prints; the first thing that cannot be written is the error.
    pub(super) fn deliver(
        &self,
        world: &World,
        render: impl Fn(F) -> Result<Rendered, AppError>,
    ) -> Result<(), AppError> {
        let terminal = world.output.terminal;
        let usual = if terminal.is_terminal { F::USUAL.0 } else { F::USUAL.1 };
        let format = self.format.unwrap_or(usual);
        if format.is_binary() && terminal.is_terminal {
            let name = name(format);
            return Err(AppError::usage(format!("`{name}` is nothing that a terminal can show"))
                .help(format!("write it to a file with `-o {name}:FILE.{name}`")));
        }
        for target in &self.outputs {
            let bytes = match render(target.format)? {
                Rendered::Styled(text) => anstream::adapter::strip_str(&text).to_string().into_bytes(),
                Rendered::Bytes(bytes) => bytes,
            };
            write_file(&world.folder.join(&target.path), &bytes)?;
        }
        match render(format)? {
            Rendered::Styled(text) => world.output.print(&text),
            Rendered::Bytes(bytes) => world.output.print_bytes(&bytes),
        }
    }
}

fn name<F: Formats>(format: F) -> String {
    format.to_possible_value().map(|value| value.get_name().to_owned()).unwrap_or_default()
}

fn target<F: Formats>(text: &str) -> Result<Target<F>, String> {
    let known = || F::value_variants().iter().map(|format| name(*format)).collect::<Vec<_>>();
    let shape = || format!("write it like `{}:FILE`", known().last().cloned().unwrap_or_default());
    let (format, path) = text.split_once(':').filter(|(_, path)| !path.is_empty()).ok_or_else(shape)?;
    let read = F::from_str(format, false).map_err(|_| {
        let known = known();
        match did_you_mean(format, known.iter().map(String::as_str)) {
            Some(near) => format!("there is no format `{format}`; did you mean `{near}`?"),
            None => format!("there is no format `{format}`; the formats are {}", known.join(", ")),
        }
    })?;
    Ok(Target { format: read, path: PathBuf::from(path) })
}
