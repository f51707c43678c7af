//! The facts of a packet as OSCAL, in a folder of their own: documents that refer to each other, and
//! to the evidence that lies in the packet.

use std::fmt::Write as _;

use crate::assess::{Assessment, Input, assess};
use crate::calendar::{Timestamp, Window};
use crate::oscal::{self, Document, OscalError, Revision, Subject};
use crate::packet::redact::Redactor;
use crate::packet::{Material, PacketError, PacketFile};
use crate::text::escape;

/// The folder.
const FOLDER: &str = "oscal/";

/// The page that says what is in it.
pub(super) const PAGE: &str = "oscal/README.md";

/// The documents, and behind them a page that says what they are.
pub(super) fn files(
    material: &Material<'_>,
    redactor: &Redactor,
) -> Result<(Vec<PacketFile>, String), PacketError> {
    let (documents, nothing) = documents(material)?;
    let mut files = Vec::new();
    let mut page = String::from("# OSCAL\n\n");
    page.push_str(
        "The facts of this packet as OSCAL 1.2.1 (NIST), for programs. What OSCAL has no place for is a property in the \
         namespace `urn:tickmark:oscal:1`. No document holds an opinion: `satisfied` is worked out from the records.\n\n",
    );
    for document in documents {
        // Writing to a String cannot fail.
        let _ = writeln!(page, "- [{0}]({0})", document.name);
        let path = format!("{FOLDER}{}", document.name);
        let document = if redactor.is_asked() { document.said(&|text| redactor.say(text)) } else { document };
        files.push(PacketFile { path, bytes: document.json().into_bytes() });
    }
    for said in nothing {
        let _ = writeln!(page, "- Not there: {}.", escape::inline(&redactor.say(&said)));
    }
    Ok((files, page))
}

/// The documents, and why others are not there.
fn documents(material: &Material<'_>) -> Result<(Vec<Document>, Vec<String>), PacketError> {
    let register = material.register;
    let audit = material.audit;
    let missing = |field| PacketError::AuditIncomplete { audit: audit.id.value.clone(), field };
    let id = audit.framework.as_ref().ok_or_else(|| missing("framework"))?.value.as_str();
    let window = audit.window.as_ref().ok_or_else(|| missing("window"))?.value;
    let not_in_scope = || PacketError::NotInScope { framework: id.to_owned() };
    let program = register.program.as_ref().ok_or_else(not_in_scope)?;
    let scope = program.scope(id).ok_or_else(not_in_scope)?;
    let framework = register.frameworks.get(id).ok_or_else(|| PacketError::NoFramework {
        audit: audit.id.value.clone(),
        framework: id.to_owned(),
    })?;
    let of = oscal::Material {
        register,
        contents: material.contents,
        revision: Revision {
            commit: material.commit,
            at: material.trail.head().map_or(Timestamp::UNIX_EPOCH, |head| head.committer.at),
            tag: material.trail.tag.as_ref().map(|tag| tag.name.as_str()),
        },
        as_of: material.as_of,
        up: "../",
        draft: material.options.draft,
    };
    let year = year(material);
    let assessment = material.year.unwrap_or(material.assessment);
    let subject = Subject { framework, scope, audit: Some(audit), window, assessment };
    let mut all = vec![
        oscal::catalog(of, framework),
        oscal::profile(of, framework, scope),
        oscal::component_definition(of),
        oscal::system_security_plan(of, framework, scope, &year),
        oscal::assessment_plan(of, subject),
        oscal::assessment_results(of, subject),
        oscal::poam(of, &year),
    ];
    let both = |side: &str| side == id || program.scope(side).is_some();
    let between = register.crosswalks.iter().filter(|one| {
        let (source, target) = (one.source.value.as_str(), one.target.value.as_str());
        (source == id || target == id) && both(source) && both(target)
    });
    all.extend(between.map(|crosswalk| oscal::mapping_collection(of, crosswalk)));
    let (mut documents, mut nothing) = (Vec::new(), Vec::new());
    for one in all {
        match one {
            Ok(document) => documents.push(document),
            Err(error @ OscalError::Nothing(_)) => nothing.push(error.to_string()),
            Err(error) => return Err(PacketError::Oscal(error.to_string())),
        }
    }
    Ok((documents, nothing))
}

/// Every control over the year that ends with the day.
fn year(material: &Material<'_>) -> Assessment {
    assess(&Input {
        register: material.register,
        trail: Some(material.trail),
        work_tree: false,
        window: Window::year_to(material.as_of),
        as_of: material.as_of,
        audit: None,
        trust: None,
    })
}
