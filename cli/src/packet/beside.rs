//! What stands beside the pages: tables, pictures, a workbook, one file for a browser.

use crate::packet::redact::Redactor;
use crate::packet::{
    Context, Format, Options, PacketError, PacketFile, Plan, book, evidence_index, html, pictures, tables,
};
use crate::sheet::{Cell, Sheet};

/// Pictures, the workbook and the file for a browser, as far as they are asked for.
pub(super) fn files(
    context: &Context,
    plan: &Plan,
    pages: &[PacketFile],
    redactor: &Redactor,
    options: &Options,
) -> Result<Vec<PacketFile>, PacketError> {
    let mut files = pictures::files(context, &|text| redactor.say(text));
    if options.formats.contains(&Format::Html) {
        let sources = plan.pages.iter().zip(pages);
        let sources: Vec<html::Source<'_>> = sources
            .filter_map(|(page, file)| {
                Some(html::Source { page, text: std::str::from_utf8(&file.bytes).ok()? })
            })
            .collect();
        files.push(html::file(context, &redactor.say(&context.title), &sources, &files));
    }
    if options.formats.contains(&Format::Xlsx) {
        files.push(book::workbook(context, sheets(context, redactor))?);
    }
    Ok(files)
}

/// Every table for programs: those of the plan, the evidence index, and the sheets of the workbook.
pub(super) fn tables(context: &Context, planned: Vec<PacketFile>, redactor: &Redactor) -> Vec<PacketFile> {
    let index = evidence_index::table(context);
    let given = planned
        .into_iter()
        .chain(index)
        .map(|file| if redactor.is_asked() { tables::said(file, &|text| redactor.say(text)) } else { file });
    let sheets = sheets(context, redactor);
    let sheets = sheets.iter().filter(|sheet| !matches!(sheet.name.as_str(), "About" | "Evidence index"));
    given
        .chain(sheets.map(tables::of))
        .map(|file| if context.draft { tables::marked(file) } else { file })
        .flat_map(tables::within_limit)
        .collect()
}

fn sheets(context: &Context, redactor: &Redactor) -> Vec<Sheet> {
    let mut sheets = book::sheets(context);
    if redactor.is_asked() {
        for cell in sheets.iter_mut().flat_map(|sheet| &mut sheet.rows).flatten() {
            if let Cell::Text(text) = cell {
                *text = redactor.say(text);
            }
        }
    }
    sheets
}
