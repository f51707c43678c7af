//! The fields of the register of information, template by template.
//!
//! Templates and numbers are those of Implementing Regulation (EU) 2024/2956; the words are our own.

use crate::packet::generic::dora::{FieldView, TemplateView};

/// Whether the vendor register keeps a field.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Kept {
    /// Under a key.
    At(&'static str),
    /// Something near it, but not in the form that the template asks for.
    Partly(&'static str),
    /// No.
    No,
}

impl Kept {
    /// The word for people and tables.
    pub(super) fn word(self) -> &'static str {
        match self {
            Self::At(_) => "kept",
            Self::Partly(_) => "in part",
            Self::No => "not kept",
        }
    }
}

/// A template.
pub(super) struct Template {
    code: &'static str,
    about: &'static str,
    fields: &'static [(&'static str, &'static str, Kept)],
}

const CONTRACT: Kept = Kept::At("dora.contract");
const PROVIDER: Kept = Kept::Partly("the vendor's id; no LEI or EUID");
const SERVICE: Kept = Kept::Partly("what, in the company's words; no code of the annex");

/// All of them.
pub(super) const FIELDS: &[Template] = &[
    Template {
        code: "B_01.01",
        about: "The entity that keeps the register",
        fields: &[
            ("0010", "LEI", Kept::No),
            ("0020", "Name", Kept::Partly("company.legal_name in policies/program.yaml")),
            ("0030", "Country", Kept::No),
            ("0040", "Type of entity", Kept::No),
            ("0050", "Competent authority", Kept::No),
            ("0060", "Date of reporting", Kept::No),
        ],
    },
    Template {
        code: "B_01.02",
        about: "Entities in the scope of consolidation",
        fields: &[
            ("0010", "LEI of each entity", Kept::No),
            ("0020", "Its name", Kept::No),
            ("0030", "Its country", Kept::No),
            ("0040", "Its type", Kept::No),
            ("0050", "Its place in the group", Kept::No),
            ("0060", "LEI of its direct parent", Kept::No),
            ("0070", "Date of the last update", Kept::No),
            ("0080", "Date of integration", Kept::No),
            ("0090", "Date of deletion", Kept::No),
            ("0100", "Currency", Kept::No),
            ("0110", "Total assets", Kept::No),
        ],
    },
    Template {
        code: "B_01.03",
        about: "Branches",
        fields: &[
            ("0010", "Code of the branch", Kept::No),
            ("0020", "LEI of its head office", Kept::No),
            ("0030", "Name of the branch", Kept::No),
            ("0040", "Its country", Kept::No),
        ],
    },
    Template {
        code: "B_02.01",
        about: "Contractual arrangements",
        fields: &[
            ("0010", "Reference of the arrangement", CONTRACT),
            ("0020", "Its type: standalone, overarching, subsequent", Kept::No),
            ("0030", "Reference of the overarching arrangement", Kept::No),
            ("0040", "Currency", Kept::No),
            ("0050", "Annual cost", Kept::No),
        ],
    },
    Template {
        code: "B_02.02",
        about: "Contractual arrangements, service by service",
        fields: &[
            ("0010", "Reference of the arrangement", CONTRACT),
            ("0020", "LEI of the entity that uses the service", Kept::No),
            ("0030", "Code of the provider", PROVIDER),
            ("0040", "Type of that code", Kept::No),
            ("0050", "Identifier of the function", Kept::Partly("dora.function, its name only")),
            ("0060", "Type of ICT service", SERVICE),
            ("0070", "Start date", Kept::No),
            ("0080", "End date", Kept::No),
            ("0090", "Reason why it ended", Kept::No),
            ("0100", "Notice period of the entity", Kept::No),
            ("0110", "Notice period of the provider", Kept::No),
            ("0120", "Country of the governing law", Kept::No),
            ("0130", "Country from which the service is provided", Kept::No),
            ("0140", "Whether data is stored", Kept::No),
            ("0150", "Where data rests", Kept::No),
            ("0160", "Where data is processed", Kept::No),
            ("0170", "How sensitive the data is", Kept::No),
            ("0180", "How far the function relies on the service", Kept::No),
        ],
    },
    Template {
        code: "B_02.03",
        about: "Arrangements inside the group",
        fields: &[
            ("0010", "Reference of the arrangement", Kept::No),
            ("0020", "Arrangement that it is linked to", Kept::No),
        ],
    },
    Template {
        code: "B_03.01",
        about: "Entities that sign for receiving services",
        fields: &[
            ("0010", "Reference of the arrangement", CONTRACT),
            ("0020", "LEI of the signing entity", Kept::No),
        ],
    },
    Template {
        code: "B_03.02",
        about: "Providers that sign",
        fields: &[
            ("0010", "Reference of the arrangement", CONTRACT),
            ("0020", "Code of the provider", PROVIDER),
            ("0030", "Type of that code", Kept::No),
        ],
    },
    Template {
        code: "B_03.03",
        about: "Entities of the group that sign for providing services",
        fields: &[
            ("0010", "Reference of the arrangement", Kept::No),
            ("0020", "LEI of the providing entity", Kept::No),
        ],
    },
    Template {
        code: "B_04.01",
        about: "Entities that use the services",
        fields: &[
            ("0010", "Reference of the arrangement", CONTRACT),
            ("0020", "LEI of the using entity", Kept::No),
            ("0030", "Whether that is a branch", Kept::No),
            ("0040", "Code of the branch", Kept::No),
        ],
    },
    Template {
        code: "B_05.01",
        about: "Providers of ICT services",
        fields: &[
            ("0010", "Code of the provider", PROVIDER),
            ("0020", "Type of that code", Kept::No),
            ("0030", "Additional code", Kept::No),
            ("0040", "Type of the additional code", Kept::No),
            ("0050", "Legal name", Kept::No),
            ("0060", "Name in Latin letters", Kept::No),
            ("0070", "Legal or natural person", Kept::No),
            (
                "0080",
                "Country of the headquarters",
                Kept::Partly("country: where they are, which need not be the headquarters"),
            ),
            ("0090", "Currency", Kept::No),
            ("0100", "Total annual cost", Kept::No),
            ("0110", "Code of the ultimate parent", Kept::No),
            ("0120", "Type of that code", Kept::No),
        ],
    },
    Template {
        code: "B_05.02",
        about: "Supply chains of ICT services",
        fields: &[
            ("0010", "Reference of the arrangement", Kept::No),
            ("0020", "Type of ICT service", Kept::No),
            ("0030", "Code of the provider", Kept::No),
            ("0040", "Type of that code", Kept::No),
            ("0050", "Rank in the chain", Kept::No),
            ("0060", "Code of the one who receives the subcontracted service", Kept::No),
            ("0070", "Type of that code", Kept::No),
        ],
    },
    Template {
        code: "B_06.01",
        about: "Functions",
        fields: &[
            ("0010", "Identifier of the function", Kept::No),
            ("0020", "Licensed activity", Kept::No),
            ("0030", "Name of the function", Kept::At("dora.function")),
            ("0040", "LEI of the entity", Kept::No),
            ("0050", "Whether it is critical or important", Kept::At("dora.critical_function")),
            ("0060", "Reasons for that", Kept::No),
            ("0070", "Date of the last assessment", Kept::No),
            ("0080", "Recovery time objective", Kept::No),
            ("0090", "Recovery point objective", Kept::No),
            ("0100", "Impact of discontinuing it", Kept::No),
        ],
    },
    Template {
        code: "B_07.01",
        about: "Assessment of services for critical or important functions",
        fields: &[
            ("0010", "Reference of the arrangement", CONTRACT),
            ("0020", "Code of the provider", PROVIDER),
            ("0030", "Type of that code", Kept::No),
            ("0040", "Type of ICT service", SERVICE),
            ("0050", "How hard the provider is to replace", Kept::At("dora.substitutable")),
            ("0060", "Why it is hard", Kept::No),
            ("0070", "Date of the last audit", Kept::Partly("reviewed.at: the company's own review")),
            ("0080", "Whether there is an exit plan", Kept::No),
            ("0090", "Whether the service can be taken back", Kept::No),
            ("0100", "Impact of discontinuing the service", Kept::No),
            ("0110", "Whether alternatives are known", Kept::No),
            ("0120", "Which", Kept::No),
        ],
    },
];

/// A template with its fields sorted by whether they are kept.
pub(super) fn template(template: &Template) -> TemplateView {
    let mut view = TemplateView {
        code: template.code,
        about: template.about,
        kept: Vec::new(),
        partly: Vec::new(),
        missing: Vec::new(),
    };
    for &(number, field, kept) in template.fields {
        match kept {
            Kept::At(_) => view.kept.push(format!("{number} {field}")),
            Kept::Partly(what) => view.partly.push(format!("{number} {field} ({what})")),
            Kept::No => view.missing.push(format!("{number} {field}")),
        }
    }
    view
}

/// A template's fields.
pub(super) fn views(template: &Template) -> impl Iterator<Item = FieldView> + '_ {
    template.fields.iter().map(|&(number, field, kept)| FieldView {
        template: template.code,
        about: template.about,
        number,
        field,
        state: kept.word(),
        place: match kept {
            Kept::At(place) | Kept::Partly(place) => place,
            Kept::No => "",
        },
    })
}
