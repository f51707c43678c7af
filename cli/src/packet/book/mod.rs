//! The tables of a packet as sheets: one workbook, and a file of each for programs.

mod operation;
mod registers;

use crate::calendar::{Date, read_date};
use crate::packet::context::{ControlView, RequestView, RequirementGroupView};
use crate::packet::sources::{FileRef, Signed, TaskState};
use crate::packet::{Context, PacketError, PacketFile, evidence_index};
use crate::sheet::{Book, Cell, Sheet, workbook_marked};

/// The workbook's place.
pub(super) const PATH: &str = "packet.xlsx";

/// The sheets, in the order of the workbook.
pub(super) fn sheets(context: &Context) -> Vec<Sheet> {
    vec![
        about(context),
        matrix(context),
        occurrences(context),
        requests(context),
        evidence(context),
        operation::populations(context),
        operation::exceptions(context),
        registers::risks(context),
        registers::vendors(context),
        registers::policies(context),
    ]
}

/// The workbook. In a draft every tab says so, on the screen and on paper.
pub(super) fn workbook(context: &Context, mut sheets: Vec<Sheet>) -> Result<PacketFile, PacketError> {
    let mark = if context.draft { super::tables::DRAFT } else { "" };
    if context.draft {
        for sheet in &mut sheets {
            sheet.name.insert_str(0, "DRAFT ");
        }
    }
    let book = Book {
        title: context.title.clone(),
        company: context.company.name.clone(),
        day: read_date(&context.as_of).unwrap_or(Date::MIN),
        sheets,
    };
    let bytes = workbook_marked(&book, mark).map_err(|error| PacketError::Workbook(error.to_string()))?;
    Ok(PacketFile { path: PATH.to_owned(), bytes })
}

fn about(context: &Context) -> Sheet {
    let mut sheet = Sheet::new("About", "Nothing is known.", &[("what", 26), ("says", 110)]);
    let mut say = |what: &str, says: &str| sheet.push([what.into(), says.into()]);
    if context.draft {
        say("draft", &format!("{}. {}", super::tables::DRAFT, context.draft_because));
    }
    say("packet", &context.title);
    say("span", &context.audit.span);
    say("company", &context.company.legal_name);
    say("tag", &context.revision.tag);
    say("commit", &context.revision.commit);
    say("as of", &context.as_of);
    say("built by", &format!("{} {}", context.tool.name, context.tool.version));
    for sentence in &context.not_covered {
        say("not covered", sentence);
    }
    for remark in &context.remarks {
        say("worth a look", remark);
    }
    sheet
}

fn path(file: &FileRef) -> Cell {
    file.path.as_str().into()
}

fn path_of(file: Option<&FileRef>) -> Cell {
    file.map_or(Cell::Empty, path)
}

fn joined(words: &[String]) -> Cell {
    words.join(", ").into()
}

fn number(number: Option<u64>) -> Cell {
    number.map_or(Cell::Empty, |number| Cell::Number(i64::try_from(number).unwrap_or(i64::MAX)))
}

fn by(signed: Option<&Signed>) -> Cell {
    signed.map_or(Cell::Empty, |signed| signed.by.as_str().into())
}

fn on(signed: Option<&Signed>) -> Cell {
    signed.map_or(Cell::Empty, |signed| signed.on.as_str().into())
}

fn task(task: Option<&TaskState>) -> [Cell; 5] {
    let Some(task) = task else { return std::array::from_fn(|_| Cell::Empty) };
    [
        task.what.as_str().into(),
        task.owner.as_str().into(),
        task.due.as_str().into(),
        task.done.as_str().into(),
        task.state.into(),
    ]
}

fn matrix(context: &Context) -> Sheet {
    let mut sheet = Sheet::new(
        "Control matrix",
        "No requirement is in scope.",
        &[
            ("group", 8),
            ("requirement", 13),
            ("title", 44),
            ("control", 10),
            ("control title", 36),
            ("owner", 20),
            ("cadence", 12),
            ("nature", 13),
            ("purpose", 12),
            ("status", 10),
            ("expected", 9),
            ("on file", 9),
            ("on time", 9),
            ("by status", 26),
            ("newest", 20),
            ("documents", 24),
            ("test", 60),
        ],
    );
    for group in &context.coverage.requirements {
        group_rows(&mut sheet, group);
    }
    sheet
}

fn group_rows(sheet: &mut Sheet, group: &RequirementGroupView) {
    for requirement in &group.requirements {
        let head: [Cell; 3] =
            [group.id.as_str().into(), requirement.id.as_str().into(), requirement.title.as_str().into()];
        let documents = joined(&requirement.policies);
        let controls: Vec<_> = requirement.controls.iter().chain(&requirement.not_in_force).collect();
        if controls.is_empty() {
            let nothing = [Cell::Empty, "no control".into()];
            let between = std::iter::repeat_n(Cell::Empty, 10);
            sheet.push(head.clone().into_iter().chain(nothing).chain(between).chain([documents.clone()]));
        }
        for one in controls {
            let cells: [Cell; 14] = [
                one.id.as_str().into(),
                one.title.as_str().into(),
                one.owner.as_str().into(),
                one.cadence.as_str().into(),
                one.nature.as_str().into(),
                one.purpose.as_str().into(),
                one.status.into(),
                one.expected.into(),
                one.on_file.number.into(),
                one.on_time.number.into(),
                one.by_status.as_str().into(),
                one.latest.as_str().into(),
                documents.clone(),
                one.test.join("\n").into(),
            ];
            sheet.push(head.clone().into_iter().chain(cells));
        }
    }
}

fn occurrences(context: &Context) -> Sheet {
    let mut sheet = Sheet::new(
        "Occurrences",
        "Nothing fell due.",
        &[
            ("control", 10),
            ("title", 36),
            ("period", 12),
            ("due", 12),
            ("status", 12),
            ("flags", 14),
            ("result", 10),
            ("summary", 50),
            ("performed by", 20),
            ("performed", 26),
            ("committed", 26),
            ("landed", 26),
            ("witnessed", 20),
            ("reviewed by", 20),
            ("reviewed", 26),
            ("grade", 11),
            ("exceptions", 14),
            ("record", 40),
        ],
    );
    for control in &context.controls {
        occurrence_rows(&mut sheet, control);
    }
    sheet
}

fn occurrence_rows(sheet: &mut Sheet, control: &ControlView) {
    for one in &control.occurrences {
        let (performed, reviewed) = (one.performed.as_ref(), one.reviewed.as_ref());
        sheet.push([
            control.id.as_str().into(),
            control.title.as_str().into(),
            one.period.as_str().into(),
            one.due.as_str().into(),
            one.status.into(),
            one.flags.join(", ").into(),
            one.result.as_str().into(),
            one.summary.as_str().into(),
            performed.map(|act| act.by.as_str()).into(),
            performed.map(|act| act.at.as_str()).into(),
            one.committed.as_ref().map(|stamp| stamp.at.as_str()).into(),
            one.landed.as_ref().map(|stamp| stamp.at.as_str()).into(),
            one.witnessed.as_str().into(),
            reviewed.map(|act| act.by.as_str()).into(),
            reviewed.map(|act| act.at.as_str()).into(),
            one.grade.into(),
            joined(&one.exceptions),
            path_of(one.file.as_ref()),
        ]);
    }
}

fn requests(context: &Context) -> Sheet {
    let mut sheet = Sheet::new(
        "Requests",
        "The auditor's list is not on file.",
        &[
            ("id", 8),
            ("what", 60),
            ("criteria", 16),
            ("controls", 16),
            ("period", 16),
            ("owner", 20),
            ("due", 12),
            ("status", 11),
            ("provided", 12),
            ("late", 7),
            ("answer", 40),
            ("page", 26),
            ("note", 40),
            ("file", 40),
        ],
    );
    let row = |one: &RequestView| -> [Cell; 14] {
        let answers: Vec<String> = one.answers.iter().map(|answer| answer.text.clone()).collect();
        let pages: Vec<String> =
            one.answers.iter().map(|answer| answer.page.clone()).filter(|page| !page.is_empty()).collect();
        [
            one.id.as_str().into(),
            one.what.as_str().into(),
            joined(&one.criteria),
            joined(&one.controls),
            one.period.as_str().into(),
            one.owner.as_str().into(),
            one.due.as_str().into(),
            one.status.into(),
            one.provided.as_str().into(),
            if one.late { "yes" } else { "no" }.into(),
            joined(&answers),
            joined(&pages),
            one.note.as_str().into(),
            path(&one.file),
        ]
    };
    context.requests.iter().for_each(|one| sheet.push(row(one)));
    sheet
}

fn evidence(context: &Context) -> Sheet {
    const WIDTHS: [u16; 17] = [36, 10, 10, 12, 44, 66, 10, 26, 26, 26, 20, 42, 20, 30, 10, 42, 12];
    let nothing = match context.evidence.artifacts {
        "none" => "The packet was built without an index of its evidence.",
        _ => "No evidence is on file.",
    };
    let columns: Vec<(&str, u16)> = evidence_index::HEADER.into_iter().zip(WIDTHS).collect();
    let mut sheet = Sheet::new("Evidence index", nothing, &columns);
    for file in &context.evidence.files {
        let size = number(file.bytes);
        let cells = evidence_index::row(file).into_iter().enumerate();
        sheet.push(cells.map(|(index, cell)| if index == 6 { size.clone() } else { cell.into() }));
    }
    sheet
}
