//! `tickmark record review`: a reviewer's statement over a record's bytes.

use std::path::PathBuf;

use crate::app::{AppError, Exit, GlobalArgs, Questions, World};
use crate::command::record::statement::{Statement, Target, line};
use crate::model::Outcome as RecordResult;
use crate::signature::ssh::Namespace;
use crate::signature::statement::{Outcome, Review};
use crate::text::escape::shell;

/// Arguments of `record review`.
#[derive(Debug, clap::Args)]
pub(super) struct Args {
    /// The record
    #[arg(value_name = "RECORD")]
    record: PathBuf,
    /// What you say of it
    #[arg(long, value_name = "VERDICT")]
    verdict: Option<Verdict>,
    /// What you looked at, in one line
    #[arg(long, value_name = "TEXT")]
    looked_at: Option<String>,
    /// The deviations that you found, in one line, or `none`
    #[arg(long, value_name = "TEXT")]
    exceptions: Option<String>,
    /// The key that the printed command signs with; it is not read
    #[arg(long, value_name = "FILE", default_value = "~/.ssh/id_ed25519")]
    key: String,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq, clap::ValueEnum)]
enum Verdict {
    Accepted,
    Rejected,
}

impl From<Verdict> for Outcome {
    fn from(verdict: Verdict) -> Self {
        match verdict {
            Verdict::Accepted => Self::Accepted,
            Verdict::Rejected => Self::Rejected,
        }
    }
}

/// Runs `record review`.
pub(super) fn run(world: &World, global: &GlobalArgs, args: &Args) -> Result<Exit, AppError> {
    let target = Target::find(world, global, &args.record)?;
    if target.record().result.value == RecordResult::Pending {
        world.output.say(&format!(
            "note: the result of `{}` is still `pending`; once it is written, a review of these bytes no longer counts\n",
            target.shown()
        ));
    }
    let questions = Questions::new(world.output, global);
    let said = gather(args, &questions, &target)?;
    let text = said.written().map_err(|fault| target.refused(&fault))?;
    if questions.are_asked() {
        world.output.say(&format!("\nThe same without questions:\n  {}\n\n", again(&target, &said)));
    }
    let statement = Statement { word: "review", namespace: Namespace::Review, text };
    let (reviewer, performer) = (target.reviewer(), target.performer());
    let (signers, who) = match (&reviewer, &performer) {
        (Some(reviewer), Some(performer)) if reviewer == performer => {
            let message =
                format!("`{reviewer}` performed it and is named in `reviewed.by`: that is no review");
            return Err(AppError::usage(message).help("name another person in `reviewed.by` first"));
        }
        (Some(reviewer), _) => {
            (vec![reviewer.clone()], format!("sign it as `{reviewer}`, whom `reviewed.by` names"))
        }
        (None, Some(performer)) => {
            (Vec::new(), format!("anybody but `{performer}`, who performed it, can sign it"))
        }
        (None, None) => (Vec::new(), "anybody but the performer can sign it".to_owned()),
    };
    target.settle(world, &statement, &args.key, &signers, &who)
}

/// What the reviewer says: by flag, else asked. Nothing of it has a default where nobody is asked.
fn gather(args: &Args, questions: &Questions, target: &Target) -> Result<Review, AppError> {
    let asked = questions.are_asked();
    let outcome = match args.verdict {
        Some(verdict) => verdict.into(),
        None if asked => questions.ask("Verdict, accepted or rejected", "", verdict)?,
        None => return Err(missing("--verdict accepted|rejected")),
    };
    let looked_at = match &args.looked_at {
        Some(text) => line("--looked-at", text)?,
        None if asked => questions.ask("What you looked at", "", |text| line("--looked-at", text))?,
        None => return Err(missing("--looked-at TEXT")),
    };
    let exceptions = match &args.exceptions {
        Some(text) => line("--exceptions", text)?,
        None if asked => questions.ask("Deviations, or none", "", |text| line("--exceptions", text))?,
        None => return Err(missing("--exceptions TEXT")),
    };
    Ok(Review {
        record: target.path.clone(),
        sha256: target.sha256(),
        outcome,
        looked_at,
        exceptions: Some(exceptions).filter(|text| text != "none"),
    })
}

fn verdict(text: &str) -> Result<Outcome, AppError> {
    match text {
        "accepted" => Ok(Outcome::Accepted),
        "rejected" => Ok(Outcome::Rejected),
        _ => Err(AppError::usage(format!("`{text}` is neither `accepted` nor `rejected`"))),
    }
}

fn missing(flag: &str) -> AppError {
    AppError::usage(format!("`{flag}` is needed, as there is nobody to ask"))
        .help("as in `--verdict accepted --looked-at \"all 41 accounts\" --exceptions none`")
}

fn again(target: &Target, said: &Review) -> String {
    format!(
        "tickmark record review {} --verdict {} --looked-at {} --exceptions {}",
        shell(&target.shown()),
        said.outcome.word(),
        shell(&said.looked_at),
        shell(said.exceptions.as_deref().unwrap_or("none"))
    )
}
