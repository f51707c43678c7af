//! The tables of a packet as sheets: one workbook, and a file of each for programs.

use crate::calendar::{Date, read_date};
use crate::packet::context::{ControlView, RequestView, RequirementGroupView, VendorView};
use crate::packet::iso27001::{RatingView, RiskRow};
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
        populations(context),
        exceptions(context),
        risks(context),
        vendors(context),
        policies(context),
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

fn populations(context: &Context) -> Sheet {
    let mut sheet = Sheet::new(
        "Populations",
        "No population is defined.",
        &[
            ("population", 16),
            ("title", 30),
            ("source", 20),
            ("owner", 20),
            ("controls", 14),
            ("period", 12),
            ("rows stated", 12),
            ("rows found", 12),
            ("sha256", 66),
            ("digest", 12),
            ("extracted by", 20),
            ("extracted", 26),
            ("committed", 26),
            ("compared with", 26),
            ("rows there", 12),
            ("comparison", 16),
            ("query", 60),
            ("file", 44),
        ],
    );
    for population in &context.populations {
        let head = || -> [Cell; 5] {
            [
                population.id.as_str().into(),
                population.title.as_str().into(),
                population.source.as_str().into(),
                population.owner.as_str().into(),
                joined(&population.controls),
            ]
        };
        if population.extractions.is_empty() {
            let none = std::iter::once("no extraction".into());
            sheet.push(head().into_iter().chain(none));
        }
        for one in &population.extractions {
            let cells: [Cell; 13] = [
                one.period.as_str().into(),
                number(one.rows_stated),
                number(one.rows_found),
                one.sha256.as_str().into(),
                one.sha256_state.into(),
                one.by.as_str().into(),
                one.at.as_str().into(),
                one.committed.as_str().into(),
                one.checked_against.as_str().into(),
                number(one.checked_rows),
                one.checked_state.into(),
                one.query.as_str().into(),
                path(&one.file),
            ];
            sheet.push(head().into_iter().chain(cells));
        }
    }
    sheet
}

fn exceptions(context: &Context) -> Sheet {
    let mut sheet = Sheet::new(
        "Exceptions",
        "No exception is recorded in the window.",
        &[
            ("id", 14),
            ("control", 10),
            ("control title", 34),
            ("requirements", 18),
            ("period", 12),
            ("extent", 24),
            ("items", 20),
            ("what", 50),
            ("cause", 50),
            ("effect", 50),
            ("fix", 50),
            ("fix owner", 20),
            ("fix due", 12),
            ("fix done", 12),
            ("fix state", 14),
            ("management response", 50),
            ("record", 40),
        ],
    );
    for one in &context.exceptions {
        let head: [Cell; 10] = [
            one.id.as_str().into(),
            one.control.as_str().into(),
            one.control_title.as_str().into(),
            joined(&one.requirements),
            one.period.as_str().into(),
            one.extent.as_str().into(),
            joined(&one.items),
            one.what.as_str().into(),
            one.cause.as_str().into(),
            one.effect.as_str().into(),
        ];
        let tail: [Cell; 2] = [one.response.as_str().into(), path(&one.file)];
        sheet.push(head.into_iter().chain(task(one.fix.as_ref())).chain(tail));
    }
    sheet
}

fn risks(context: &Context) -> Sheet {
    let mut sheet = Sheet::new(
        "Risks",
        "No risk is on file.",
        &[
            ("id", 8),
            ("title", 36),
            ("scenario", 60),
            ("owner", 20),
            ("assets", 20),
            ("without controls", 16),
            ("level without", 14),
            ("with controls", 16),
            ("level with", 14),
            ("treatment", 12),
            ("controls", 20),
            ("above appetite", 14),
            ("reviewed by", 20),
            ("reviewed", 12),
            ("approved by", 20),
            ("approved", 12),
            ("accepted by", 20),
            ("accepted until", 14),
            ("acceptance", 18),
            ("plan", 50),
            ("plan owner", 20),
            ("plan due", 12),
            ("plan done", 12),
            ("plan state", 14),
            ("file", 40),
        ],
    );
    for one in &context.risk.risks {
        let plan = context.risk.plan.iter().find(|row| row.risk == one.id).map(|row| &row.task);
        let tail = std::iter::once(path(&one.file));
        sheet.push(risk_head(one).into_iter().chain(task(plan)).chain(tail));
    }
    sheet
}

fn risk_head(one: &RiskRow) -> [Cell; 19] {
    let shown = |rating: Option<&RatingView>| rating.map(|rating| rating.shown.as_str()).into();
    let level = |rating: Option<&RatingView>| rating.map(|rating| rating.level.as_str()).into();
    let acceptance = one.acceptance.as_ref();
    [
        one.id.as_str().into(),
        one.title.as_str().into(),
        one.scenario.as_str().into(),
        one.owner.as_str().into(),
        one.assets.as_str().into(),
        shown(one.inherent.as_ref()),
        level(one.inherent.as_ref()),
        shown(one.residual.as_ref()),
        level(one.residual.as_ref()),
        one.treatment.as_str().into(),
        one.controls.as_str().into(),
        one.above_appetite.into(),
        by(one.reviewed.as_ref()),
        on(one.reviewed.as_ref()),
        by(one.approved.as_ref()),
        on(one.approved.as_ref()),
        acceptance.map(|acceptance| acceptance.signed.by.as_str()).into(),
        acceptance.map(|acceptance| acceptance.until.as_str()).into(),
        acceptance.map(|acceptance| acceptance.state).into(),
    ]
}

fn vendors(context: &Context) -> Sheet {
    let mut sheet = Sheet::new(
        "Vendors",
        "No vendor is on file.",
        &[
            ("id", 14),
            ("what", 36),
            ("owner", 20),
            ("critical", 9),
            ("country", 10),
            ("reviewed by", 20),
            ("reviewed", 12),
            ("verdict", 14),
            ("report", 22),
            ("covers", 26),
            ("valid until", 12),
            ("bridge letter to", 14),
            ("where", 44),
            ("days without a report", 12),
            ("which days", 40),
            ("of these with a bridge letter", 40),
            ("GDPR role", 12),
            ("data processing agreement", 14),
        ],
    );
    for vendor in &context.vendors {
        vendor_rows(&mut sheet, vendor);
    }
    sheet
}

/// A row for each report of a vendor; one that has none has a row that says so.
fn vendor_rows(sheet: &mut Sheet, vendor: &VendorView) {
    let head = || -> [Cell; 8] {
        [
            vendor.id.as_str().into(),
            vendor.what.as_str().into(),
            vendor.owner.as_str().into(),
            if vendor.critical { "yes" } else { "no" }.into(),
            vendor.country.as_str().into(),
            by(vendor.reviewed.as_ref()),
            on(vendor.reviewed.as_ref()),
            vendor.verdict.as_str().into(),
        ]
    };
    let tail = || -> [Cell; 5] {
        [
            Cell::Number(vendor.uncovered_days),
            joined(&vendor.uncovered),
            joined(&vendor.bridged),
            vendor.gdpr_role.as_str().into(),
            vendor.dpa.as_str().into(),
        ]
    };
    let none: [Cell; 5] = ["no report".into(), Cell::Empty, Cell::Empty, Cell::Empty, Cell::Empty];
    if vendor.assurance.is_empty() {
        sheet.push(head().into_iter().chain(none).chain(tail()));
    }
    for one in &vendor.assurance {
        let place = one.file.as_ref().map_or_else(|| one.url.as_str().into(), path);
        let report: [Cell; 5] = [
            one.report.as_str().into(),
            one.period.as_str().into(),
            one.until.as_str().into(),
            one.bridge.as_str().into(),
            place,
        ];
        sheet.push(head().into_iter().chain(report).chain(tail()));
    }
}

fn policies(context: &Context) -> Sheet {
    let mut sheet = Sheet::new(
        "Policies",
        "No policy is on file.",
        &[
            ("id", 20),
            ("title", 36),
            ("owner", 20),
            ("requirements", 20),
            ("version at the tag", 12),
            ("approved by", 20),
            ("approved", 12),
            ("since the approval", 26),
            ("review", 12),
            ("version", 10),
            ("version approved by", 20),
            ("in force from", 14),
            ("in force to", 14),
            ("commit", 14),
            ("what changed", 22),
            ("file", 40),
        ],
    );
    for policy in &context.policies {
        let head = || -> [Cell; 9] {
            [
                policy.id.as_str().into(),
                policy.title.as_str().into(),
                policy.owner.as_str().into(),
                joined(&policy.satisfies),
                policy.version.as_str().into(),
                by(policy.approved.as_ref()),
                on(policy.approved.as_ref()),
                policy.since_approval.into(),
                policy.review.as_str().into(),
            ]
        };
        if policy.versions.is_empty() {
            let between = std::iter::repeat_n(Cell::Empty, 6);
            sheet.push(head().into_iter().chain(between).chain([path(&policy.file)]));
        }
        for one in &policy.versions {
            let cells: [Cell; 7] = [
                one.version.as_str().into(),
                by(one.approved.as_ref()),
                one.from.as_str().into(),
                one.to.as_str().into(),
                one.commit.as_str().into(),
                one.changed.into(),
                path(&policy.file),
            ];
            sheet.push(head().into_iter().chain(cells));
        }
    }
    sheet
}
