//! Incidents and the reports made of them.

use crate::document::Node;
use crate::model::evidence::Artifact;
use crate::model::read::{Fields, Moment, Task, Text};
use crate::place::{FileId, RepoPath, Spanned};

/// A report to an authority or to customers.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Report {
    /// `BSI`
    pub to: Option<Text>,
    /// The framework that asks for it: `nis2`.
    pub under: Option<Text>,
    /// Which report: `early-warning`.
    pub what: Option<Text>,
    /// When it was sent.
    pub at: Option<Moment>,
    /// A reference number, or the reason for a late report.
    pub note: Option<Text>,
}

/// An incident.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Incident {
    /// The file.
    pub file: FileId,
    /// Its path.
    pub path: RepoPath,
    /// `INC-2026-02`
    pub id: Text,
    /// What happened.
    pub what: Option<Text>,
    /// When it began.
    pub began: Option<Moment>,
    /// When we became aware of it; reporting clocks start here.
    pub aware: Option<Moment>,
    /// When it was classified as major or significant.
    pub classified: Option<Moment>,
    /// When it was over; `None` while it lasts.
    pub ended: Option<Moment>,
    /// From 1, the worst.
    pub severity: Option<Spanned<u64>>,
    /// The SOC 2 criteria it touches.
    pub criteria: Vec<Text>,
    /// Whether personal data was affected.
    pub personal_data: Option<Spanned<bool>>,
    /// Who and what was affected.
    pub effect: Option<Text>,
    /// The reports; an empty list states that none was due, `None` states nothing.
    pub reported: Option<Vec<Report>>,
    /// The root cause.
    pub cause: Option<Text>,
    /// The controls that failed or were missing.
    pub controls: Vec<Text>,
    /// The risks that came true.
    pub risks: Vec<Text>,
    /// What was done and what follows.
    pub actions: Vec<Task>,
    /// The files that show it.
    pub artifacts: Vec<Artifact>,
}

impl Incident {
    /// Reads an incident; `None` without an id.
    pub fn decode(file: FileId, path: &RepoPath, root: &Node) -> Option<Self> {
        let fields = Fields::of(root)?;
        let reports = |node: &Node| node.one_or_many().iter().filter_map(Report::read).collect();
        Some(Self {
            file,
            path: path.clone(),
            id: fields.text("id")?,
            what: fields.text("what"),
            began: fields.when("began"),
            aware: fields.when("aware"),
            classified: fields.when("classified"),
            ended: fields.when("ended"),
            severity: fields.number("severity"),
            criteria: fields.texts("criteria"),
            personal_data: fields.boolean("personal_data"),
            effect: fields.text("effect"),
            reported: fields.node("reported").map(reports),
            cause: fields.text("cause"),
            controls: fields.texts("controls"),
            risks: fields.texts("risks"),
            actions: fields.items("actions").into_iter().filter_map(Task::read).collect(),
            artifacts: Artifact::list(fields, "artifacts"),
        })
    }

    /// The first report of a sort under a framework.
    pub fn report(&self, framework: &str, what: &str) -> Option<&Report> {
        let is = |text: &Option<Text>, word: &str| text.as_ref().is_some_and(|text| **text == *word);
        let mut reports = self.reported.iter().flatten();
        reports.find(|report| is(&report.under, framework) && is(&report.what, what))
    }
}

impl Report {
    fn read(node: &Node) -> Option<Self> {
        let fields = Fields::of(node)?;
        Some(Self {
            to: fields.text("to"),
            under: fields.text("under"),
            what: fields.text("what"),
            at: fields.when("at"),
            note: fields.text("note"),
        })
    }
}

#[cfg(test)]
mod tests {
    use super::Incident;
    use crate::model::read::tree;
    use crate::place::{FileId, RepoPath};

    fn incident(yaml: &str) -> Incident {
        Incident::decode(FileId(0), &RepoPath::new("i.yaml"), &tree(yaml)).expect("it can be read")
    }

    #[test]
    fn an_incident_keeps_its_moments_and_reports() {
        let read = incident(
            "
id: INC-2026-02
what: Console unreachable for 41 minutes
began: 2026-05-20T10:04:00+02:00
aware: 2026-05-20T10:06:00+02:00
severity: 2
criteria: A1.2
personal_data: false
reported: [{to: BSI, under: nis2, what: early-warning, at: 2026-05-20T18:30:00+02:00}]
cause: Certificate not renewed
actions: [{what: Renewal alarm at 21 days, owner: omar, done: 2026-05-27}]
",
        );
        let report = read.report("nis2", "early-warning").expect("a report");
        assert_eq!(
            format!(
                "{} severity {}; aware {}; told {}; ended {}; {} action",
                *read.id,
                read.severity.expect("a number").value,
                *read.aware.as_ref().expect("a moment").text,
                **report.to.as_ref().expect("a name"),
                read.ended.is_some(),
                read.actions.len(),
            ),
            "INC-2026-02 severity 2; aware 2026-05-20T10:06:00+02:00; told BSI; ended false; 1 action"
        );
        assert!(read.report("nis2", "final").is_none());
    }

    #[test]
    fn a_statement_that_no_report_was_due_is_not_silence() {
        assert_eq!(incident("id: A\nreported: []\n").reported, Some(Vec::new()));
        assert_eq!(incident("id: A\n").reported, None);
    }
}
