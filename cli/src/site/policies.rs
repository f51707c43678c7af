//! The policies as a plain static site.

use std::collections::BTreeMap;
use std::fmt::Write as _;

use crate::place::Sha256;
use crate::text::escape::{file_name, xml};
use crate::web::{page, prose};

const STYLE: &str = include_str!("policies.css");

/// The file by which a site is known, and checked with `sha256sum -c`.
pub const MANIFEST: &str = "policy-site.sha256";

/// What the site holds.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct PolicySite {
    /// Whose policies they are.
    pub company: String,
    /// The day that it speaks of.
    pub day: String,
    /// The commit, where there is one; and a mark where files differ from it.
    pub revision: String,
    /// The policies, in the order in which they are listed.
    pub policies: Vec<Policy>,
}

/// One policy.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct Policy {
    /// Its id.
    pub id: String,
    /// The name of its file in the repository, by which others link to it.
    pub file: String,
    /// Its title.
    pub title: String,
    /// Its version, as written.
    pub version: Option<String>,
    /// Who answers for it.
    pub owner: Option<String>,
    /// Who approved it, and when, in words; `None` when nobody has.
    pub approved: Option<String>,
    /// By when it is to be reviewed.
    pub review: Option<String>,
    /// Who has read it.
    pub reading: Reading,
    /// What a reader has to know before he relies on it.
    pub warnings: Vec<String>,
    /// The text, Markdown.
    pub body: String,
}

/// Who has acknowledged a policy.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub enum Reading {
    /// Nobody is asked to.
    #[default]
    NotAsked,
    /// Somebody is, and nothing shows who has.
    Unknown {
        /// Whom.
        who: String,
    },
    /// So many of so many have.
    Counted {
        /// Whom the list holds.
        who: String,
        /// How many have.
        have: usize,
        /// Of how many.
        of: usize,
        /// The period of the list.
        period: String,
    },
}

impl Reading {
    fn words(&self) -> Option<String> {
        match self {
            Self::NotAsked => None,
            Self::Unknown { who } => Some(format!("asked of {who}; nothing on file shows who has")),
            Self::Counted { who, have, of, period } => {
                Some(format!("{have} of {of} in {who}, by the list of {period}"))
            }
        }
    }
}

/// The files of the site by path, with a manifest of the others.
pub fn policy_site(site: &PolicySite) -> Vec<(String, Vec<u8>)> {
    let mut taken = ["index.html", MANIFEST].map(str::to_owned).into_iter().collect();
    let names: Vec<String> =
        site.policies.iter().map(|policy| file_name(&format!("{}.html", policy.id), &mut taken)).collect();
    let names: Vec<String> = names.into_iter().map(|name| with_ending(&name)).collect();
    let places: BTreeMap<&str, &str> = site
        .policies
        .iter()
        .zip(&names)
        .map(|(policy, name)| (policy.file.as_str(), name.as_str()))
        .collect();
    let mut files = vec![("index.html".to_owned(), index(site, &names).into_bytes())];
    for (policy, name) in site.policies.iter().zip(&names) {
        files.push((name.clone(), one(site, policy, &places).into_bytes()));
    }
    files.sort();
    let manifest = files.iter().fold(String::new(), |mut out, (path, bytes)| {
        // Writing to a String cannot fail.
        let _ = writeln!(out, "{}  {path}", Sha256::of(bytes));
        out
    });
    files.push((MANIFEST.to_owned(), manifest.into_bytes()));
    files
}

/// A number that made a name unique stands before its ending.
fn with_ending(name: &str) -> String {
    match name.rsplit_once(".html~") {
        Some((front, number)) => format!("{front}~{number}.html"),
        None => name.to_owned(),
    }
}

fn index(site: &PolicySite, names: &[String]) -> String {
    let title = format!("{} policies", site.company);
    let title = title.trim();
    let mut inside = format!("<header>\n<h1>{}</h1>\n</header>\n<main id=\"main\">\n", xml(title));
    if site.policies.is_empty() {
        inside.push_str("<p>No policy is on file.</p>\n");
    } else {
        inside.push_str("<ul class=\"cards\">\n");
        for (policy, name) in site.policies.iter().zip(names) {
            // Writing to a String cannot fail.
            let _ = writeln!(
                inside,
                "<li>\n<h2><a href=\"{}\">{}</a></h2>\n{}{}</li>",
                xml(name),
                xml(&policy.title),
                facts(policy),
                warnings(policy)
            );
        }
        inside.push_str("</ul>\n");
    }
    inside.push_str("</main>\n");
    inside.push_str(&foot(site));
    page(title, STYLE, "Skip to the policies", &inside)
}

fn one(site: &PolicySite, policy: &Policy, places: &BTreeMap<&str, &str>) -> String {
    let place = |url: &str| {
        let (path, _) = url.split_once('#').unwrap_or((url, ""));
        let path = path.strip_prefix("./").unwrap_or(path);
        places.get(path).map(|name| (*name).to_owned())
    };
    let body = prose(&policy.body, &policy.title, &place);
    let inside = format!(
        "<nav aria-label=\"Site\"><a href=\"index.html\">All policies</a></nav>\n<header>\n<h1>{}</h1>\n{}{}</header>\n\
         <main id=\"main\">\n{body}</main>\n{}",
        xml(&policy.title),
        facts(policy),
        warnings(policy),
        foot(site)
    );
    page(&format!("{} - {} policies", policy.title, site.company), STYLE, "Skip to the text", &inside)
}

fn facts(policy: &Policy) -> String {
    let reading = policy.reading.words();
    let approved = policy.approved.clone().unwrap_or_else(|| "not yet".to_owned());
    let facts = [
        ("Version", policy.version.clone()),
        ("Owner", policy.owner.clone()),
        ("Approved", Some(approved)),
        ("Next review", policy.review.clone()),
        ("Acknowledged", reading),
    ];
    let mut out = String::from("<dl>\n");
    for (name, text) in facts {
        if let Some(text) = text {
            // Writing to a String cannot fail.
            let _ = writeln!(out, "<div><dt>{name}</dt><dd>{}</dd></div>", xml(&text));
        }
    }
    out.push_str("</dl>\n");
    out
}

fn warnings(policy: &Policy) -> String {
    policy.warnings.iter().fold(String::new(), |mut out, warning| {
        // Writing to a String cannot fail.
        let _ = writeln!(out, "<p class=\"warning\">{}</p>", xml(warning));
        out
    })
}

fn foot(site: &PolicySite) -> String {
    let at = if site.revision.is_empty() { String::new() } else { format!(", {}", site.revision) };
    format!(
        "<footer><p>As of {}{}. What counts is the text in the repository.</p></footer>\n",
        xml(&site.day),
        xml(&at)
    )
}
