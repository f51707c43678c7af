//! Questions on a terminal. Each has a flag, and nobody is asked where nobody answers.
#![expect(clippy::disallowed_methods, reason = "the one door to standard input")]

use std::io::{self, IsTerminal as _};

use crate::app::{AppError, Exit, GlobalArgs, Output};

/// Whether and how to ask.
#[derive(Debug, Clone, Copy)]
pub struct Questions {
    output: Output,
    asked: bool,
}

impl Questions {
    /// Asks only on a terminal, and never with `--no-input`.
    pub fn new(output: Output, args: &GlobalArgs) -> Self {
        Self { output, asked: !args.no_input && io::stdin().is_terminal() && io::stderr().is_terminal() }
    }

    /// Asks nobody: what is not given is taken by default, or is missing.
    pub fn nobody() -> Self {
        Self { output: crate::app::World::blind(), asked: false }
    }

    /// True when there is somebody to ask.
    pub fn are_asked(&self) -> bool {
        self.asked
    }

    /// Asks until `read` takes the answer; an empty answer is `default`.
    pub fn ask<T>(
        &self,
        question: &str,
        default: &str,
        read: impl Fn(&str) -> Result<T, AppError>,
    ) -> Result<T, AppError> {
        loop {
            let hint = if default.is_empty() { String::new() } else { format!(" [{default}]") };
            self.output.ask(&format!("{question}{hint}: "));
            let mut line = String::new();
            let length = io::stdin()
                .read_line(&mut line)
                .map_err(|error| AppError::usage(format!("cannot read the answer: {error}")))?;
            if length == 0 {
                self.output.ask("\n");
                let message = "the questions were not answered; nothing was written".to_owned();
                return Err(AppError { message, help: None, exit: Exit::Interrupted });
            }
            let answer = match line.trim() {
                "" => default,
                answer => answer,
            };
            match read(answer) {
                Ok(value) => return Ok(value),
                Err(error) => self.output.error(&error),
            }
        }
    }
}
