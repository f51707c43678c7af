//! What every document needs: who and where, UUIDs, days, and the head of a document.

use std::cell::RefCell;
use std::collections::{BTreeMap, BTreeSet};
use std::sync::Arc;

use crate::calendar::{CompanyZone, Date, Timestamp, When};
use crate::document::{Document as Tree, Node};
use crate::embedded;
use crate::interop::oscal::fields::one_line;
use crate::interop::oscal::words::OSCAL_VERSION;
use crate::model::{Framework, Moment, Person, Program, Register, Text};
use crate::oscal::ids::Ids;
use crate::oscal::json::Object;
use crate::oscal::props::Props;
use crate::oscal::{Document, Model, OscalError};
use crate::place::{CommitId, FileId, RepoPath, Sha256};
use crate::text::escape;

/// The commit that documents are made from.
#[derive(Debug, Clone, Copy)]
pub struct Revision<'a> {
    /// The commit.
    pub commit: CommitId,
    /// Its committer date.
    pub at: Timestamp,
    /// The tag that was asked for.
    pub tag: Option<&'a str>,
}

/// Everything that is known at one revision.
#[derive(Clone, Copy)]
pub struct Material<'a> {
    /// The entities.
    pub register: &'a Register,
    /// Bytes of files at the revision, as far as they were kept.
    pub contents: &'a BTreeMap<RepoPath, Arc<[u8]>>,
    /// The commit.
    pub revision: Revision<'a>,
    /// Which day "today" is.
    pub as_of: Date,
    /// How one gets from the document to the root of the repository: nothing, or `../`.
    pub up: &'a str,
    /// Not for anybody else yet; the document says so.
    pub draft: bool,
}

/// The roles that documents speak of.
const ROLES: [(&str, &str); 8] = [
    ("assessor", "Assessor"),
    ("leaver", "Left"),
    ("owner", "Owner"),
    ("performer", "Performs the control"),
    ("prepared-by", "Prepared by"),
    ("provider", "Provides a service"),
    ("publisher", "Publisher of the framework"),
    ("reviewer", "Reviews the evidence"),
];

/// A [`Material`] with what everybody looks up in it.
pub(super) struct Desk<'a> {
    pub(super) material: Material<'a>,
    pub(super) program: &'a Program,
    pub(super) zone: &'a CompanyZone,
    ids: Ids,
    /// Parties that were spoken of, by their UUID.
    parties: RefCell<BTreeMap<String, Object>>,
    /// Who is responsible for the document, by role.
    responsible: RefCell<BTreeMap<&'static str, BTreeSet<String>>>,
    roles: RefCell<BTreeSet<&'static str>>,
}

/// What a document is called and what it says of itself.
pub(super) struct Head {
    pub(super) model: Model,
    /// What it is about, in the name of its file.
    pub(super) subject: String,
    pub(super) title: String,
    /// The version; that of the revision when there is none.
    pub(super) version: String,
    pub(super) props: Props,
    pub(super) remarks: String,
}

impl<'a> Desk<'a> {
    pub(super) fn new(material: Material<'a>) -> Result<Self, OscalError> {
        let program = material.register.program.as_ref().ok_or(OscalError::NoProgram)?;
        let company = program.legal_name.as_ref().or(program.company.as_ref());
        Ok(Self {
            material,
            program,
            zone: &program.zone,
            ids: Ids::of(company.map_or("", |name| name.value.as_str())),
            parties: RefCell::default(),
            responsible: RefCell::default(),
            roles: RefCell::default(),
        })
    }

    pub(super) fn uuid(&self, what: &str, ids: &[&str]) -> String {
        self.ids.uuid(what, ids)
    }

    /// The company, for titles.
    pub(super) fn company(&self) -> String {
        let name = self.program.company.as_ref().map(|name| one_line(name)).unwrap_or_default();
        if name.is_empty() { "The company".to_owned() } else { name }
    }

    /// An instant as OSCAL writes it; years that it cannot write become the nearest that it can.
    pub(super) fn at(at: Timestamp) -> String {
        let year = CompanyZone::utc().date_of(at).year();
        match year {
            ..1900 => "1900-01-01T00:00:00Z".to_owned(),
            1900..3000 => at.to_string(),
            3000.. => "2999-12-31T23:59:59Z".to_owned(),
        }
    }

    /// The first instant of a day in the company's zone.
    pub(super) fn begin(&self, day: Date) -> String {
        Self::at(self.zone.start_of(day).unwrap_or(self.material.revision.at))
    }

    /// The last second of a day in the company's zone.
    pub(super) fn end(&self, day: Date) -> String {
        let end = self.zone.end_of(day).and_then(|end| Timestamp::from_second(end.as_second() - 1).ok());
        Self::at(end.unwrap_or(self.material.revision.at))
    }

    /// When somebody says that something was: a day begins where the company is.
    pub(super) fn when(&self, when: When) -> String {
        match when {
            When::Day(day) => self.begin(day),
            When::Moment(at) => Self::at(at),
        }
    }

    pub(super) fn moment(&self, moment: Option<&Moment>) -> Option<String> {
        moment?.when.map(|when| self.when(when))
    }

    /// The address of a file of the repository.
    pub(super) fn href(&self, path: &str) -> String {
        format!("{}{}", self.material.up, escape::uri(path))
    }

    /// The YAML of a file of the repository, as it stands there.
    pub(super) fn tree(&self, file: FileId) -> Option<Node> {
        let fact = self.material.register.files.get(file.index())?;
        Tree::from_yaml(file, self.material.contents.get(&fact.path)?).0.root
    }

    /// The YAML of a framework, also of a built-in one.
    pub(super) fn framework(&self, framework: &Framework) -> Option<Node> {
        match framework.file {
            Some(file) => self.tree(file),
            None => built_in(embedded::framework(&framework.id)?.text),
        }
    }

    /// The prose of a Markdown file.
    pub(super) fn prose(&self, path: &RepoPath, body: crate::place::Span) -> String {
        let bytes = self.material.contents.get(path);
        let text = bytes.and_then(|bytes| bytes.get(body.range())).map(String::from_utf8_lossy);
        text.map(|text| text.trim().to_owned()).unwrap_or_default()
    }

    /// The company, as a party.
    pub(super) fn own_party(&self) -> String {
        let uuid = self.uuid("party", &["company"]);
        let name = self.program.legal_name.as_ref().or(self.program.company.as_ref());
        let party = Object::new()
            .with("uuid", &uuid)
            .with("type", "organization")
            .with("name", name.map_or_else(|| self.company(), |name| one_line(name)));
        self.parties.borrow_mut().insert(uuid.clone(), party);
        uuid
    }

    /// An organization that is not ours: an auditor, a vendor, a publisher.
    pub(super) fn organization(&self, what: &str, name: &str) -> String {
        let uuid = self.uuid("party", &[what, name]);
        let party =
            Object::new().with("uuid", &uuid).with("type", "organization").with("name", one_line(name));
        self.parties.borrow_mut().insert(uuid.clone(), party);
        uuid
    }

    /// A person or team of the programme, as a party; whoever is not in it is a name and no more.
    pub(super) fn party(&self, short: &str) -> String {
        let uuid = self.uuid("party", &["short", short]);
        if self.parties.borrow().contains_key(&uuid) {
            return uuid;
        }
        let party = match (self.program.person(short), self.program.team(short)) {
            (Some(person), _) => self.person(&uuid, person),
            (None, Some(team)) => {
                let members: Vec<&str> = team.members.iter().map(|one| one.value.as_str()).collect();
                let base = Object::new().with("uuid", &uuid).with("type", "organization");
                base.with("name", one_line(short)).with("props", Props::new().facts("member", members))
            }
            (None, None) => Object::new()
                .with("uuid", &uuid)
                .with("type", "person")
                .with("name", one_line(short))
                .with("remarks", "Not named in policies/program.yaml."),
        };
        self.parties.borrow_mut().insert(uuid.clone(), party);
        uuid
    }

    fn person(&self, uuid: &str, person: &Person) -> Object {
        let name = person.name.as_ref().unwrap_or(&person.short);
        let role = person.role.as_ref().map_or("", |role| role.value.as_str());
        let until = person.until.map(|until| until.value.to_string()).unwrap_or_default();
        let email = person.email.as_ref().map(|email| one_line(email)).filter(|email| is_address(email));
        Object::new()
            .with("uuid", uuid)
            .with("type", "person")
            .with("name", one_line(name))
            .with("short-name", one_line(&person.short))
            .with("props", Props::new().fact("role", role).fact("until", until))
            .with("email-addresses", email.into_iter().collect::<Vec<_>>())
            .with("member-of-organizations", vec![self.own_party()])
    }

    /// Who has a role in something; `None` when nobody is named.
    pub(super) fn role<'t>(
        &self,
        role: &'static str,
        shorts: impl IntoIterator<Item = &'t Text>,
    ) -> Option<Object> {
        let parties: BTreeSet<String> = shorts
            .into_iter()
            .filter(|short| !one_line(short).is_empty())
            .map(|short| self.party(short))
            .collect();
        (!parties.is_empty()).then(|| self.role_of(role, parties))
    }

    /// A role of parties that are known already.
    pub(super) fn role_of(&self, role: &'static str, parties: impl IntoIterator<Item = String>) -> Object {
        self.roles.borrow_mut().insert(role);
        Object::new().with("role-id", role).with("party-uuids", parties.into_iter().collect::<Vec<_>>())
    }

    /// Names somebody as responsible for the document as a whole.
    pub(super) fn answers(&self, role: &'static str, party: String) {
        self.responsible.borrow_mut().entry(role).or_default().insert(party);
    }

    /// The name of a document's file.
    pub(super) fn name(model: Model, subject: &str) -> String {
        let name =
            if subject.is_empty() { model.word().to_owned() } else { format!("{}-{subject}", model.word()) };
        format!("{}.json", escape::file_name(&name, &mut BTreeSet::new()))
    }

    /// Puts a document together. Its UUID is made of everything that it says, so that it is another
    /// one as soon as a word is.
    pub(super) fn seal(&self, head: &Head, body: Object) -> Document {
        self.answers("prepared-by", self.own_party());
        let metadata = self.metadata(head);
        let said = Object::new().with("metadata", metadata).and(body);
        let mut text = Vec::new();
        // Strings and numbers are JSON, and a list of bytes takes them all.
        let _ = serde_json::to_writer(&mut text, &said);
        let digest = Sha256::of(&text).to_string();
        let uuid = self.uuid("document", &[head.model.word(), &digest]);
        Document {
            model: head.model,
            name: Self::name(head.model, &head.subject),
            body: Object::new().with("uuid", uuid).and(said),
            refers: Vec::new(),
            notes: Vec::new(),
        }
    }

    fn metadata(&self, head: &Head) -> Object {
        let revision = self.material.revision;
        let own = revision.tag.map_or_else(|| revision.commit.short(), one_line);
        let version = one_line(&head.version);
        let version = if version.is_empty() { own } else { version };
        let responsible: Vec<Object> = self
            .responsible
            .borrow()
            .iter()
            .map(|(role, parties)| self.role_of(role, parties.iter().cloned()))
            .collect();
        let props = Props::new()
            .fact("commit", revision.commit.to_string())
            .fact("tag", revision.tag.unwrap_or_default())
            .fact("as-of", self.material.as_of.to_string())
            .fact("tool", concat!("tickmark ", env!("CARGO_PKG_VERSION")))
            .fact("draft", if self.material.draft { "true" } else { "" })
            .and(head.props.clone());
        let roles: Vec<Object> = ROLES
            .iter()
            .filter(|(id, _)| self.roles.borrow().contains(id))
            .map(|(id, title)| Object::new().with("id", *id).with("title", *title))
            .collect();
        Object::new()
            .with(
                "title",
                format!("{}{}", if self.material.draft { "Draft: " } else { "" }, shown(&head.title)),
            )
            .with("last-modified", Self::at(revision.at))
            .with("version", version)
            .with("oscal-version", OSCAL_VERSION)
            .with("props", props)
            .with("roles", roles)
            .with("parties", self.parties.borrow().values().cloned().collect::<Vec<_>>())
            .with("responsible-parties", responsible)
            .with("remarks", head.remarks.clone())
    }
}

/// The tree of a catalog or crosswalk that is built in.
pub(super) fn built_in(text: &str) -> Option<Node> {
    Tree::from_yaml(FileId(0), text.as_bytes()).0.root
}

/// What OSCAL, and those who read it, take for a mail address.
fn is_address(text: &str) -> bool {
    let plain = |part: &str| {
        !part.is_empty() && part.chars().all(|c| c.is_ascii_alphanumeric() || "._+-".contains(c))
    };
    text.split_once('@').is_some_and(|(name, host)| plain(name) && plain(host) && host.contains('.'))
}

/// A text on one line; OSCAL has no place for one with nothing in it.
pub(super) fn shown(text: &str) -> String {
    let shown = one_line(text);
    if shown.is_empty() { "?".to_owned() } else { shown }
}

/// A text, or nothing.
pub(super) fn text(text: Option<&Text>) -> &str {
    text.map_or("", |text| text.value.as_str())
}
