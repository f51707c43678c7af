//! Every kind of file, from its bytes to the register.

use std::collections::BTreeMap;

use tickmark::document::Document;
use tickmark::kind::Place;
use tickmark::model::{FileFact, Form, decode_document, link};
use tickmark::place::{FileId, RepoPath};
use tickmark::schema;

/// One path for each kind of file.
const PATHS: [&str; 28] = [
    "policies/program.yaml",
    "policies/controls/AC-02.yaml",
    "policies/risks/R-01.yaml",
    "policies/populations/leavers.yaml",
    "policies/soa/iso27001.yaml",
    "policies/frameworks/house.yaml",
    "policies/crosswalks/house--soc2.yaml",
    "policies/system/system.yaml",
    "policies/registers/assets.yaml",
    "policies/registers/vendors.yaml",
    "policies/registers/processing.yaml",
    "policies/isms/method.yaml",
    "policies/isms/objectives.yaml",
    "policies/isms/programme.yaml",
    "policies/access-control.md",
    "policies/isms/scope.md",
    "evidence/AC-02/2026-Q1.yaml",
    "evidence/populations/leavers/2026-03.yaml",
    "evidence/incidents/INC-2026-01.yaml",
    "evidence/isms/audits/IA-2026-1.yaml",
    "evidence/isms/reviews/MR-2026-1.yaml",
    "evidence/isms/nonconformities/NC-2026-1.yaml",
    "evidence/audits/soc2-2026/requests.yaml",
    "evidence/audits/soc2-2026/samples/s-1.yaml",
    "evidence/AC-02/2026-02.2.yaml",
    "policies/controls/deep/er/AC-03.yml",
    "policies/frameworks/other.yaml",
    "evidence/AC-02/onboarding-2026-03-31.yaml",
];

/// What is wrong is named at a place in the file; what nothing is wrong with can be said to the
/// register, where it is found again under its file.
pub(super) fn register(input: &[u8]) {
    let (which, bytes) = super::choice(input);
    let path = RepoPath::new(PATHS[which % PATHS.len()]);
    let place = Place::of(&path);
    let kind = place.kind().expect("a path of a kind");
    let file = FileId(0);
    let read = if path.is_yaml() { Document::from_yaml } else { Document::from_markdown };
    let (document, mut problems) = read(file, bytes);
    if problems.is_empty() || document.root.is_some() {
        problems.extend(schema::check(kind, &document));
    }
    for problem in &problems {
        let span = problem.location.span;
        assert!(span.start <= span.end && span.end as usize <= bytes.len(), "{problem:?}");
    }
    let decoded = decode_document(place, &path, &document);
    if problems.is_empty() {
        assert!(decoded.is_some(), "nothing is wrong with {path}, and it says nothing");
    }
    let fact =
        FileFact { file, path, place, form: Form::File, size: bytes.len() as u64, sha256: None, blob: None };
    let register = link(decoded.into_iter().collect(), vec![fact], BTreeMap::new(), &[]);
    assert_eq!(register.files.len(), 1);
}
