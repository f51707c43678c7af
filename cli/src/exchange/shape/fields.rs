//! The fields of each kind, in the order in which their keys stand.

use crate::exchange::shape::{Field, Form};

const fn field(path: &'static str, form: Form, also: &'static [&'static str]) -> Field {
    Field { path, form, open: false, also }
}

const fn open(path: &'static str, form: Form) -> Field {
    Field { path, form, open: true, also: &[] }
}

pub(super) const CONTROL: &[Field] = &[
    field(
        "id",
        Form::Id,
        &[
            "ref",
            "reference",
            "control",
            "control id",
            "control no",
            "control number",
            "control ref",
            "no",
            "number",
        ],
    ),
    field("title", Form::Text, &["name", "control name", "control title", "short title"]),
    field("owner", Form::Owner, &["control owner", "responsible", "accountable", "assigned to"]),
    field(
        "statement",
        Form::Text,
        &[
            "description",
            "control description",
            "control activity",
            "control statement",
            "activity",
            "control",
        ],
    ),
    field("why", Form::Text, &["purpose", "objective", "rationale", "control objective"]),
    field("status", Form::Word, &["state", "control status"]),
    field("since", Form::Date, &["effective date", "in force since", "effective from", "start date"]),
    field("cadence", Form::Cadence, &["frequency", "control frequency", "how often", "schedule"]),
    field("population", Form::Id, &[]),
    field("period", Form::Word, &["record period"]),
    field("deadline", Form::Id, &["sla"]),
    field("nature", Form::Word, &["automation", "manual or automated", "manual automated", "control nature"]),
    field("type", Form::Word, &["control type", "preventive or detective", "preventive detective"]),
    open("satisfies", Form::Refs),
    field("mitigates", Form::Refs, &["risk", "risks", "risk id", "risk ids", "mitigated risks"]),
    field("policies", Form::Refs, &["policy", "related policies"]),
    field("systems", Form::Refs, &["system", "applications", "application", "in scope systems"]),
    field("performer", Form::Owner, &["performed by", "operator", "control operator"]),
    field("reviewer", Form::Owner, &["reviewed by", "control reviewer"]),
    field("grace", Form::Id, &["grace period"]),
    field("evidence", Form::Rows, &["evidence needed", "required evidence"]),
    field("test", Form::Texts, &["tests", "test procedure", "test procedures", "test steps"]),
];

pub(super) const RISK: &[Field] = &[
    field(
        "id",
        Form::Id,
        &["ref", "reference", "risk", "risk id", "risk no", "risk number", "risk ref", "no", "number"],
    ),
    field("title", Form::Text, &["name", "risk name", "risk title", "risk"]),
    field("scenario", Form::Text, &["description", "risk description", "risk scenario", "risk statement"]),
    field("owner", Form::Owner, &["risk owner", "responsible", "accountable", "assigned to"]),
    field("assets", Form::Refs, &["asset", "affected assets", "related assets"]),
    field(
        "inherent.likelihood",
        Form::Likelihood,
        &["likelihood", "probability", "initial likelihood", "gross likelihood", "likelihood before"],
    ),
    field(
        "inherent.impact",
        Form::Impact,
        &["impact", "consequence", "severity", "initial impact", "gross impact", "impact before"],
    ),
    field(
        "treatment",
        Form::Word,
        &["response", "risk response", "strategy", "risk treatment", "treatment option"],
    ),
    field(
        "controls",
        Form::Refs,
        &["control", "control id", "control ids", "mitigating controls", "related controls"],
    ),
    field("plan.what", Form::Text, &["plan", "action", "action plan", "treatment plan", "mitigation plan"]),
    field("plan.owner", Form::Owner, &["action owner", "plan owner"]),
    field("plan.due", Form::Date, &["due", "due date", "target date", "deadline"]),
    field("plan.done", Form::Date, &["completed", "completion date", "done"]),
    field(
        "residual.likelihood",
        Form::Likelihood,
        &["net likelihood", "target likelihood", "likelihood after"],
    ),
    field("residual.impact", Form::Impact, &["net impact", "target impact", "impact after"]),
    field("reviewed.by", Form::Owner, &["reviewer", "reviewed by"]),
    field(
        "reviewed.at",
        Form::Day,
        &["last review", "last reviewed", "review date", "reviewed", "reviewed on", "last review date"],
    ),
    field("approved.by", Form::Owner, &["approver", "approved by"]),
    field("approved.at", Form::Day, &["approval date", "approved on", "approved"]),
    field("acceptance.by", Form::Owner, &["accepted by"]),
    field("acceptance.at", Form::Day, &["accepted on", "acceptance date"]),
    field("acceptance.until", Form::Date, &["accepted until", "acceptance expires"]),
    field("acceptance.because", Form::Text, &["acceptance reason", "reason for acceptance"]),
];

pub(super) const VENDOR: &[Field] = &[
    field(
        "id",
        Form::Id,
        &[
            "vendor",
            "vendor id",
            "supplier",
            "supplier id",
            "name",
            "vendor name",
            "supplier name",
            "third party",
        ],
    ),
    field(
        "what",
        Form::Text,
        &["description", "service", "services", "purpose", "product", "service description"],
    ),
    field(
        "owner",
        Form::Owner,
        &["vendor owner", "relationship owner", "responsible", "business owner", "internal owner"],
    ),
    field("critical", Form::Flag, &["is critical", "business critical", "critical vendor"]),
    field("country", Form::Id, &["country code"]),
    field("reviewed.by", Form::Owner, &["reviewer", "reviewed by"]),
    field(
        "reviewed.at",
        Form::Day,
        &[
            "last review",
            "last reviewed",
            "review date",
            "reviewed",
            "reviewed on",
            "last review date",
            "last assessment",
        ],
    ),
    field("reviewed.result", Form::Word, &["review result", "result", "verdict", "outcome"]),
    field("reviewed.note", Form::Text, &["review note", "notes", "note", "comment", "comments"]),
    field("assurance", Form::Rows, &["reports", "certificates"]),
    field("gdpr.role", Form::Word, &["gdpr role", "data protection role"]),
    field("gdpr.dpa", Form::Date, &["dpa", "dpa date", "dpa signed", "data processing agreement"]),
    field("dora.function", Form::Text, &["function", "business function", "supported function"]),
    field("dora.critical_function", Form::Flag, &["critical function", "critical or important function"]),
    field("dora.contract", Form::Id, &["contract", "contract reference", "contract id"]),
    field("dora.substitutable", Form::Word, &["substitutability"]),
];

pub(super) const ASSET: &[Field] = &[
    field("id", Form::Id, &["asset", "asset id", "asset name", "name", "ref", "reference"]),
    field("what", Form::Text, &["description", "asset description", "purpose"]),
    field("kind", Form::Word, &["type", "asset type", "asset kind", "category"]),
    field("owner", Form::Owner, &["asset owner", "responsible", "accountable"]),
    field("classification", Form::Text, &["class", "data classification", "confidentiality", "sensitivity"]),
    field("critical", Form::Flag, &["is critical", "business critical"]),
    field("personal_data", Form::Flag, &["personal data", "pii", "contains pii", "holds personal data"]),
    field("vendor", Form::Refs, &["vendors", "supplier", "provider", "hosted by"]),
    field("location", Form::Text, &["region", "site"]),
    field("depends_on", Form::Refs, &["dependencies", "depends on"]),
    field("reviewed.by", Form::Owner, &["reviewer", "reviewed by"]),
    field(
        "reviewed.at",
        Form::Day,
        &["last review", "last reviewed", "review date", "reviewed", "reviewed on"],
    ),
    field("until", Form::Date, &["decommissioned", "retired on", "end of life"]),
];

pub(super) const POPULATION: &[Field] = &[
    field("id", Form::Id, &["population", "population id", "name"]),
    field("title", Form::Text, &["description"]),
    field("source", Form::Text, &["system", "system of record", "report"]),
    field("owner", Form::Owner, &["responsible"]),
    field("key", Form::Id, &["key column", "unique column"]),
    field("event", Form::Id, &["date column", "event column"]),
    field("columns", Form::Refs, &["fields"]),
    field("query", Form::Text, &["parameters"]),
    field("complete_because", Form::Text, &["completeness"]),
];

pub(super) const SOA_HEAD: &[Field] = &[
    field("framework", Form::Id, &["framework", "standard"]),
    field("approved.by", Form::Owner, &[]),
    field("approved.at", Form::Day, &[]),
];

pub(super) const SOA: &[Field] = &[
    field(
        "id",
        Form::Id,
        &[
            "control",
            "control id",
            "ref",
            "reference",
            "requirement",
            "clause",
            "annex a",
            "annex a control",
            "iso control",
        ],
    ),
    field("applies", Form::Flag, &["applicable", "applicability", "is applicable", "in scope"]),
    field("status", Form::Word, &["implementation status", "implementation", "implemented"]),
    field("due", Form::Date, &["due date", "target date"]),
    field("owner", Form::Owner, &["control owner", "responsible"]),
    field(
        "because",
        Form::Texts,
        &[
            "justification",
            "reason",
            "rationale",
            "justification for inclusion",
            "justification for exclusion",
        ],
    ),
];

pub(super) const FRAMEWORK_HEAD: &[Field] = &[
    field("id", Form::Id, &["framework"]),
    field("version", Form::Id, &[]),
    field("edition", Form::Text, &[]),
    field("name", Form::Text, &[]),
    field("publisher", Form::Text, &[]),
    field("kind", Form::Word, &[]),
    field("source", Form::Text, &[]),
    field("licence", Form::Text, &[]),
    open("notes", Form::Text),
    field("amendments", Form::Rows, &[]),
    field("level2", Form::Rows, &[]),
    field("timelines", Form::Rows, &[]),
    open("counts", Form::Count),
    field("categories", Form::Rows, &[]),
    field("groups", Form::Rows, &[]),
];

pub(super) const FRAMEWORK: &[Field] = &[
    field(
        "id",
        Form::Id,
        &[
            "requirement",
            "requirement id",
            "ref",
            "reference",
            "control",
            "control id",
            "clause",
            "number",
            "no",
        ],
    ),
    field("title", Form::Text, &["name", "requirement title", "control title"]),
    field("group", Form::Id, &["section", "family", "chapter"]),
    field("category", Form::Refs, &["categories", "implementation group"]),
    field("normative", Form::Flag, &[]),
    field("heading", Form::Flag, &[]),
    field("excludable", Form::Flag, &[]),
    field("documented_information", Form::Flag, &[]),
    field("new_in_2022", Form::Flag, &[]),
    field("applies_to", Form::Refs, &[]),
    field("points", Form::Rows, &[]),
    field("coso_principle", Form::Count, &[]),
    field("display_title", Form::Text, &[]),
    field("long_title", Form::Text, &[]),
    field("own_words_title", Form::Flag, &[]),
    field("slug", Form::Id, &[]),
    field("article", Form::Count, &[]),
    field("addressee", Form::Text, &[]),
    field("implements", Form::Refs, &[]),
    field("text", Form::Text, &["description", "requirement text"]),
];

pub(super) const CROSSWALK_HEAD: &[Field] = &[
    field("source", Form::Id, &["source framework"]),
    field("target", Form::Id, &["target framework"]),
    field("version", Form::Id, &[]),
    open("basis", Form::Text),
    field("licence", Form::Text, &[]),
    open("publications", Form::Text),
    open("notes", Form::Text),
    open("counts", Form::Count),
    field("no_counterpart.source", Form::Rows, &[]),
    field("no_counterpart.target", Form::Rows, &[]),
    field("mechanics", Form::Rows, &[]),
    field("lex_specialis.rule", Form::Text, &[]),
    field("lex_specialis.legal_basis", Form::Lines, &[]),
    field("lex_specialis.decision", Form::Lines, &[]),
    field("lex_specialis.caution", Form::Text, &[]),
];

pub(super) const CROSSWALK: &[Field] = &[
    field("source", Form::Id, &["source requirement", "from", "source id"]),
    field("target", Form::Id, &["target requirement", "to", "target id"]),
    field("relationship", Form::Word, &["relation", "relationship type"]),
    field("strength", Form::Count, &["score", "strength of relationship"]),
    field("basis", Form::Id, &[]),
    field("publication", Form::Id, &[]),
    field("note", Form::Text, &["notes", "comment", "comments", "rationale"]),
];
